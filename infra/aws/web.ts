import { Duration, Fn, RemovalPolicy } from 'aws-cdk-lib'
import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import { ApiMapping, DomainName, HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import {
  AllowedMethods, CachePolicy, Distribution, Function as EdgeFunction, FunctionCode, FunctionEventType, FunctionRuntime, HttpVersion, OriginProtocolPolicy, OriginRequestPolicy, OriginSslPolicy,
  PriceClass, ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Construct } from 'constructs'
import { acknowledge } from './acknowledge.ts'
import { LOG_RETENTION } from './function.ts'
import type { Settings } from './settings.ts'

export interface FrontDoor {
  api: HttpApi
  /** What people type, without a slash at its end. */
  baseUrl: string
  /** The host that an own domain's name has to point to. */
  target: string
  /** What CloudFront sends along; undefined behind an own domain, where nothing stands in between. */
  edgeSecret: string | undefined
}

/** Requests a second, over all visitors: above any evening before a deadline, below what could run up a bill unseen. */
const RATE = 200
const BURST = 400
/** Where nothing stands in between to keep it for a second, a hall of 300 viewers of a live pitch asks so often for its snapshot. */
const HALL = 600

/** The HTTP API, and before it CloudFront or an own domain. It knows its address before there is a function to answer, because the functions want to know it. */
export function makeFrontDoor(scope: Construct, settings: Settings): FrontDoor {
  const own = settings.domainName !== undefined && settings.certificateArn !== undefined ? { name: settings.domainName, certificateArn: settings.certificateArn } : undefined
  const api = new HttpApi(scope, 'Api', { createDefaultStage: false, description: 'Xiuyuan', disableExecuteApiEndpoint: own !== undefined })
  const stage = new HttpStage(scope, 'Stage', {
    httpApi: api, stageName: '$default', autoDeploy: true, throttle: own === undefined ? { rateLimit: RATE, burstLimit: BURST } : { rateLimit: RATE + HALL, burstLimit: BURST + HALL },
    // No path and no address: paths of invitations hold their secret, and an address is personal data.
    accessLogSettings: {
      destination: new LogGroupLogDestination(new LogGroup(scope, 'ApiLog', { retention: LOG_RETENTION, removalPolicy: RemovalPolicy.RETAIN })),
      format: AccessLogFormat.custom(JSON.stringify({
        requestId: AccessLogField.contextRequestId(), at: AccessLogField.contextRequestTime(), method: AccessLogField.contextHttpMethod(), route: AccessLogField.contextRouteKey(),
        status: AccessLogField.contextStatus(), bytes: AccessLogField.contextResponseLength(), milliseconds: AccessLogField.contextResponseLatency(), error: AccessLogField.contextIntegrationErrorMessage(),
      })),
    },
  })
  if (own === undefined) return throughCloudFront(scope, api)
  const domain = new DomainName(scope, 'Domain', { domainName: own.name, certificate: Certificate.fromCertificateArn(scope, 'Certificate', own.certificateArn) })
  new ApiMapping(scope, 'Mapping', { api, domainName: domain, stage })
  return { api, baseUrl: `https://${own.name}`, target: domain.regionalDomainName, edgeSecret: undefined }
}

/** Keys what ballots keep of networks and browsers (shared/vote/trace.ts). It never reaches the table; a new one only makes old traces strangers to new ones. */
export function makeTraceSecret(scope: Construct): string {
  const secret = new Secret(scope, 'Traces', { description: 'Keys the traces of networks and browsers that ballots keep', generateSecretString: { excludePunctuation: true, passwordLength: 40 } })
  acknowledge(secret, 'AwsSolutions-SMG4', 'A new key in the middle of a vote would part the ballots of one network from each other, so the owner changes it between votes: the runbook says how.')
  // Resolved when it is deployed; it stands in no template.
  return secret.secretValue.unsafeUnwrap()
}

/** The visitor's address as the network saw it, over whatever the visitor wrote there. */
const SAY_ADDRESS = `function handler(event) {
  var request = event.request
  request.headers['x-xiuyuan-address'] = { value: event.viewer.ip }
  return request
}`

function throughCloudFront(scope: Construct, api: HttpApi): FrontDoor {
  const secret = new Secret(scope, 'Edge', { description: 'CloudFront proves with it that a request came through it', generateSecretString: { excludePunctuation: true, passwordLength: 40 } })
  acknowledge(secret, 'AwsSolutions-SMG4', 'CloudFront and the functions must change it in the same moment, which only a deployment does: the runbook says how the owner replaces it. It opens nothing but the way around CloudFront.')
  // Resolved when it is deployed; it stands in no template.
  const edgeSecret = secret.secretValue.unsafeUnwrap()
  const origin = new HttpOrigin(Fn.select(2, Fn.split('/', api.apiEndpoint)), {
    protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY, originSslProtocols: [OriginSslPolicy.TLS_V1_2], readTimeout: Duration.seconds(30), customHeaders: { 'x-xiuyuan-edge': edgeSecret },
  })
  const sayAddress = { eventType: FunctionEventType.VIEWER_REQUEST, function: new EdgeFunction(scope, 'SayAddress', { code: FunctionCode.fromInline(SAY_ADDRESS), runtime: FunctionRuntime.JS_2_0 }) }
  const distribution = new Distribution(scope, 'Distribution', {
    comment: 'Xiuyuan',
    httpVersion: HttpVersion.HTTP2_AND_3,
    priceClass: PriceClass.PRICE_CLASS_ALL,
    defaultBehavior: {
      origin, allowedMethods: AllowedMethods.ALLOW_ALL, viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS, cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER, functionAssociations: [sayAddress],
    },
    additionalBehaviors: {
      // Their names hold the hash of their content, and the app says how long each may be kept.
      '/assets/*': { origin, viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS, cachePolicy: CachePolicy.CACHING_OPTIMIZED },
      // A hall of viewers asks for the same few hundred bytes: one of them a second asks the function.
      '/live/*/snapshot': {
        origin, viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: new CachePolicy(scope, 'Snapshots', { comment: 'Snapshots of a live pitch, for a second', minTtl: Duration.seconds(0), defaultTtl: Duration.seconds(1), maxTtl: Duration.seconds(1) }),
      },
    },
  })
  acknowledge(distribution, 'AwsSolutions-CFR1', 'Volunteers and judges also travel: an application is not refused because of the country that it is sent from. Whoever signs in is limited by role, and tries are counted by address.')
  acknowledge(distribution, 'AwsSolutions-CFR2', 'No WAF: every input is parsed by a schema, the API has a rate limit, tries at secrets are counted by address, and nothing here runs a query made from text. An owner who wants one attaches it to this distribution.')
  acknowledge(distribution, 'AwsSolutions-CFR3', 'CloudFront\'s log would keep each visitor\'s address and the secret paths of invitations. The API\'s own log has time, route, status and duration of each request, and the trail has who did what.')
  acknowledge(distribution, 'AwsSolutions-CFR4', 'CloudFront\'s own domain comes with its own certificate and does not let its TLS version be chosen. An owner who needs another sets domainName and certificateArn.')
  return { api, baseUrl: `https://${distribution.distributionDomainName}`, target: distribution.distributionDomainName, edgeSecret }
}

/** Leads requests to their functions: /sign-in to the one that speaks OpenID, all else to the web app. */
export function routeTo(door: FrontDoor, functions: { web: IFunction; signIn: IFunction }): void {
  const [web, signIn] = [new HttpLambdaIntegration('Web', functions.web), new HttpLambdaIntegration('SignIn', functions.signIn)]
  const routes = [
    ...door.api.addRoutes({ path: '/sign-in', methods: [HttpMethod.ANY], integration: signIn }),
    ...door.api.addRoutes({ path: '/sign-in/{proxy+}', methods: [HttpMethod.ANY], integration: signIn }),
    ...door.api.addRoutes({ path: '/{proxy+}', methods: [HttpMethod.ANY], integration: web }),
    ...door.api.addRoutes({ path: '/', methods: [HttpMethod.ANY], integration: web }),
  ]
  for (const route of routes) acknowledge(route, 'AwsSolutions-APIG4', 'The app authorises each request itself, by session or token and the access table, and refuses to answer where a route forgot to ask; an authorizer in front could not know which competition or organisation a request is about.')
}
