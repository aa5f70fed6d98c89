import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib'
import {
  AccountRecovery, CfnManagedLoginBranding, FeaturePlan, ManagedLoginVersion, Mfa, OAuthScope, StandardThreatProtectionMode, UserPool, UserPoolClient,
  UserPoolClientIdentityProvider, UserPoolDomain, VerificationEmailStyle,
} from 'aws-cdk-lib/aws-cognito'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Construct } from 'constructs'
import { acknowledge } from './acknowledge.ts'
import type { Settings } from './settings.ts'

export interface Identity {
  issuer: string
  clientId: string
  /** Where an outside issuer gave us one; Cognito's client is public and proves itself by PKCE. */
  clientSecret: Secret | undefined
}

/** The people who may sign in, in the stack that outlives the others. Anybody can register: organisations ask to join by themselves. */
export function makeUserPool(scope: Construct): UserPool {
  const pool = new UserPool(scope, 'People', {
    selfSignUpEnabled: true,
    signInAliases: { email: true },
    signInCaseSensitive: false,
    autoVerify: { email: true },
    keepOriginal: { email: true },
    standardAttributes: { email: { required: true, mutable: true }, fullname: { required: true, mutable: true } },
    userVerification: { emailStyle: VerificationEmailStyle.CODE },
    passwordPolicy: { minLength: 12, requireLowercase: true, requireUppercase: true, requireDigits: true, requireSymbols: true, tempPasswordValidity: Duration.days(3) },
    mfa: Mfa.OPTIONAL,
    mfaSecondFactor: { otp: true, sms: false },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    featurePlan: FeaturePlan.PLUS,
    standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  })
  acknowledge(pool, 'AwsSolutions-COG2', 'Judges and members of volunteer teams come a few times a year, many with nothing but a shared office computer: a second factor is offered, and threat protection asks for more where a sign-in looks wrong.')
  return pool
}

/** The platform as a client of the pool, or of the issuer that the owner named. */
export function makeIdentity(scope: Construct, options: { pool: UserPool | undefined; baseUrl: string; settings: Settings }): Identity {
  const { pool, baseUrl, settings } = options
  if (pool === undefined) return outsideIssuer(scope, settings)
  const client = new UserPoolClient(scope, 'Client', {
    userPool: pool,
    generateSecret: false,
    preventUserExistenceErrors: true,
    supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
    oAuth: { flows: { authorizationCodeGrant: true }, scopes: [OAuthScope.OPENID, OAuthScope.PROFILE, OAuthScope.EMAIL], callbackUrls: [`${baseUrl}/sign-in/callback`], logoutUrls: [`${baseUrl}/`] },
    // The session is the platform's own; what Cognito hands out is needed for one request.
    accessTokenValidity: Duration.minutes(5),
    idTokenValidity: Duration.minutes(5),
    refreshTokenValidity: Duration.hours(1),
  })
  new UserPoolDomain(scope, 'SignInDomain', { userPool: pool, cognitoDomain: { domainPrefix: settings.signInPrefix ?? `xiuyuan-${Aws.ACCOUNT_ID}` }, managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN })
  new CfnManagedLoginBranding(scope, 'SignInLook', { userPoolId: pool.userPoolId, clientId: client.userPoolClientId, useCognitoProvidedValues: true })
  return { issuer: pool.userPoolProviderUrl, clientId: client.userPoolClientId, clientSecret: undefined }
}

function outsideIssuer(scope: Construct, { oidcIssuer, oidcClientId }: Settings): Identity {
  if (oidcIssuer === undefined || oidcClientId === undefined) throw new TypeError('Without a user pool, oidcIssuer and oidcClientId say who signs people in')
  const clientSecret = new Secret(scope, 'SignInClient', { description: 'The client secret that the OpenID provider gave Xiuyuan', removalPolicy: RemovalPolicy.RETAIN })
  acknowledge(clientSecret, 'AwsSolutions-SMG4', 'The secret is given out by an OpenID provider outside this stack, which nothing here could ask for a new one; the runbook says how the owner changes it by hand.')
  return { issuer: oidcIssuer, clientId: oidcClientId, clientSecret }
}
