import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, Code, Function, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { acknowledge } from './acknowledge.ts'
import type { Bundle } from './bundle.ts'
import { variablesOf, type Values } from './environment.ts'

/** `read-window` → `ReadWindow`: a file's name and what the machines and the stack call its function. */
export const pascal = (name: string): string => name.split('-').map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('')

/** Half a year: long enough to look into a complaint after a competition, and the least that the law on network security asks for. */
export const LOG_RETENTION = RetentionDays.SIX_MONTHS

export interface FunctionOptions {
  description: string
  values: Values
  memorySize?: number
  timeout?: Duration
}

/** One entry point as a Lambda, with a role and a log of its own. It may write its log and its traces; whoever makes it grants the rest. */
export class BundledFunction extends Function {
  readonly log: LogGroup

  constructor(scope: Construct, bundle: Bundle, { description, values, memorySize = 512, timeout = Duration.seconds(30) }: FunctionOptions) {
    const id = pascal(bundle.name)
    const log = new LogGroup(scope, `${id}Log`, { retention: LOG_RETENTION, removalPolicy: RemovalPolicy.RETAIN })
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com'), description })
    log.grantWrite(role)
    super(scope, id, {
      description, memorySize, timeout, role,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(bundle.folder),
      handler: 'index.handler',
      environment: variablesOf(bundle, values),
      loggingFormat: LoggingFormat.JSON,
      logGroup: log,
      tracing: Tracing.ACTIVE,
    })
    this.log = log
    acknowledge(role, 'AwsSolutions-IAM5[Resource::*]', 'X-Ray offers no resource to name: the two actions that write traces (xray:PutTraceSegments, xray:PutTelemetryRecords) can only be allowed for all.')
  }
}
