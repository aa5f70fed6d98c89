import { Duration } from 'aws-cdk-lib'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { StartingPosition } from 'aws-cdk-lib/aws-lambda'
import { DynamoEventSource, SqsDlq, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { acknowledge } from './acknowledge.ts'
import type { Bundle } from './bundle.ts'
import type { Values } from './environment.ts'
import { BundledFunction } from './function.ts'
import { grantRead, grantStream, grantWrite } from './table.ts'
import { grantCarryOut, grantLook, type Machines } from './workflow.ts'

export interface Streams {
  dispatcher: BundledFunction
  sweep: BundledFunction
  deadLetter: BundledFunction
  /** Holds what even the dead letters' consumer could not keep. */
  unread: Queue
}

/** In all, as infra/local/streams.ts counts them. */
const TRIES = 5

/** The stream's one consumer, what becomes of a record that it gives up, and the sweep that catches what both missed. */
export function makeStreams(scope: Construct, options: { bundles: ReadonlyMap<string, Bundle>; table: Table; machines: Machines; mail: Secret; values: Values }): Streams {
  const { bundles, table, machines, mail, values } = options
  const make = (name: string, description: string, more: { memorySize?: number; timeout: Duration }): BundledFunction => {
    const bundle = bundles.get(name)
    if (bundle === undefined) throw new TypeError(`functions/ has no ${name}.lambda.ts`)
    return new BundledFunction(scope, bundle, { description, values, ...more })
  }
  const dispatcher = make('dispatcher', 'Consumes the table\'s stream: carries out the outbox, keeps the figures', { memorySize: 1024, timeout: Duration.seconds(60) })
  const sweep = make('sweep', 'Each minute: carries out what the stream missed, settles executions that ended', { timeout: Duration.seconds(55) })
  for (const carrier of [dispatcher, sweep]) {
    grantRead(table, carrier)
    grantWrite(table, carrier)
    grantCarryOut(machines, carrier)
    mail.grantRead(carrier)
  }
  grantLook(machines, sweep)

  const deadLetter = make('dead-letter', 'Keeps stream records that were given up where an administrator sees them', { timeout: Duration.seconds(60) })
  grantStream(table, deadLetter)
  grantWrite(table, deadLetter)

  const unread = new Queue(scope, 'Unread', { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: Duration.days(14) })
  const failures = new Queue(scope, 'Failures', {
    encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: Duration.days(14), visibilityTimeout: Duration.minutes(6), deadLetterQueue: { queue: unread, maxReceiveCount: TRIES },
  })
  dispatcher.addEventSource(new DynamoEventSource(table, {
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: 100,
    bisectBatchOnError: true,
    retryAttempts: TRIES - 1,
    reportBatchItemFailures: true,
    onFailure: new SqsDlq(failures),
  }))
  if (dispatcher.role !== undefined) acknowledge(dispatcher.role, 'AwsSolutions-IAM5[Resource::*]', 'Besides X-Ray\'s two actions, Lambda\'s poller of the stream asks for dynamodb:ListStreams, which has no resource to name and tells nothing but names of streams.')
  deadLetter.addEventSource(new SqsEventSource(failures, { batchSize: 10, reportBatchItemFailures: true }))
  // Not tried again: the next minute does it.
  new Rule(scope, 'EachMinute', { description: 'Runs the sweep', schedule: Schedule.rate(Duration.minutes(1)), targets: [new LambdaFunction(sweep, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })] })
  return { dispatcher, sweep, deadLetter, unread }
}
