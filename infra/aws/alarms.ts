import { Duration } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, type IMetric, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import { Operation, type Table } from 'aws-cdk-lib/aws-dynamodb'
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Construct } from 'constructs'
import type { BundledFunction } from './function.ts'
import type { Streams } from './streams.ts'
import type { Machines } from './workflow.ts'

export interface Watched {
  api: HttpApi
  web: BundledFunction
  signIn: BundledFunction
  tasks: ReadonlyMap<string, BundledFunction>
  machines: Machines
  streams: Streams
  table: Table
  alarmEmail: string | undefined
}

/** When somebody is woken: more than `above` (or less than `below`) in each of `periods` periods. */
interface Limit {
  metric: IMetric
  above?: number
  below?: number
  periods?: number
  says: string
}

const FIVE = Duration.minutes(5)
const NAMESPACE = 'Xiuyuan'

/** Every alarm; each has a heading of its name in infra/RUNBOOK.md. */
export function makeAlarms(scope: Construct, watched: Watched): void {
  const topic = new Topic(scope, 'Alarms', { enforceSSL: true, displayName: 'Xiuyuan' })
  if (watched.alarmEmail !== undefined) topic.addSubscription(new EmailSubscription(watched.alarmEmail))
  const tell = new SnsAction(topic)
  for (const [name, { metric, above, below, periods = 1, says }] of Object.entries(limits(scope, watched))) {
    const alarm = new Alarm(scope, name, {
      alarmDescription: `${says} infra/RUNBOOK.md: ${name}`,
      metric,
      threshold: above ?? below ?? 0,
      comparisonOperator: above === undefined ? ComparisonOperator.LESS_THAN_THRESHOLD : ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: periods,
      // Nothing measured is nothing wrong, except where the clock itself is watched.
      treatMissingData: below === undefined ? TreatMissingData.NOT_BREACHING : TreatMissingData.BREACHING,
    })
    alarm.addAlarmAction(tell)
    alarm.addOkAction(tell)
  }
}

function limits(scope: Construct, { api, web, signIn, tasks, machines, streams, table }: Watched): Record<string, Limit> {
  const { dispatcher, sweep, deadLetter, unread } = streams
  return {
    WebFails: { metric: api.metricServerError({ period: FIVE, statistic: 'Sum' }), above: 5, says: 'Visitors see an error page.' },
    WebIsSlow: { metric: api.metricLatency({ period: FIVE, statistic: 'p95' }), above: 2000, periods: 3, says: 'Pages take more than two seconds.' },
    WebIsThrottled: { metric: sum([web, signIn].map((one) => one.metricThrottles({ period: FIVE }))), above: 0, says: 'Requests are refused for want of concurrency.' },
    SignInFails: { metric: failures(scope, 'SignInErrors', [signIn]), above: 3, says: 'People cannot sign in.' },
    TaskFails: { metric: failures(scope, 'TaskErrors', [...tasks.values()]), above: 5, periods: 2, says: 'Tasks of the state machines fail again and again.' },
    ExecutionFails: {
      metric: sum([...machines.values()].map((machine) => machine.metricFailed({ period: FIVE }))), above: 0,
      says: 'A competition, a grant or a project stands still.',
    },
    // Apart, because an alarm adds up ten at most.
    ExecutionTimesOut: { metric: sum([...machines.values()].map((machine) => machine.metricTimedOut({ period: FIVE }))), above: 0, says: 'An execution ran longer than it may.' },
    ExecutionAborted: { metric: sum([...machines.values()].map((machine) => machine.metricAborted({ period: FIVE }))), above: 0, says: 'Somebody stopped an execution.' },
    StreamIsLate: { metric: dispatcher.metric('IteratorAge', { period: FIVE, statistic: 'Maximum' }), above: 120_000, periods: 2, says: 'What people did is carried out minutes late.' },
    OrdersFail: { metric: failures(scope, 'OrderErrors', [dispatcher, sweep]), above: 5, periods: 2, says: 'Mail, starts or answers are not carried out.' },
    RecordsGivenUp: { metric: deadLetter.metricInvocations({ period: FIVE }), above: 0, says: 'A change could not be followed up and was set aside.' },
    DeadLettersUnread: { metric: unread.metricApproximateNumberOfMessagesVisible({ period: FIVE, statistic: 'Maximum' }), above: 0, says: 'A change that was set aside could not even be noted.' },
    SweepStopped: { metric: sweep.metricInvocations({ period: FIVE }), below: 1, periods: 3, says: 'The sweep does not run.' },
    SweepFails: { metric: sweep.metricErrors({ period: FIVE }), above: 2, periods: 2, says: 'The sweep fails.' },
    TableFails: { metric: table.metricSystemErrorsForOperations({ operations: [Operation.GET_ITEM, Operation.QUERY, Operation.TRANSACT_WRITE_ITEMS], period: FIVE }), above: 5, says: 'DynamoDB answers with errors of its own.' },
    TableIsThrottled: { metric: table.metricThrottledRequestsForOperations({ operations: [Operation.GET_ITEM, Operation.BATCH_GET_ITEM, Operation.QUERY, Operation.TRANSACT_WRITE_ITEMS], period: FIVE }), above: 10, periods: 2, says: 'The table takes no more for a while.' },
  }
}

function sum(metrics: readonly IMetric[]): MathExpression {
  const using = Object.fromEntries(metrics.map((metric, i) => [`m${i}`, metric]))
  return new MathExpression({ expression: Object.keys(using).join(' + '), usingMetrics: using, period: FIVE })
}

/**
 * What these functions' logs tell of failures: lines of level error, and runs that did not end well (out of time or memory). One metric
 * for all of them, because an alarm adds up ten at most.
 */
function failures(scope: Construct, metricName: string, functions: readonly BundledFunction[]): IMetric {
  const failed = FilterPattern.all(FilterPattern.stringValue('$.type', '=', 'platform.report'), FilterPattern.stringValue('$.record.status', '!=', 'success'))
  const filterPattern = FilterPattern.any(FilterPattern.stringValue('$.level', '=', 'ERROR'), failed)
  for (const one of functions) new MetricFilter(scope, `${one.node.id}${metricName}`, { logGroup: one.log, metricNamespace: NAMESPACE, metricName, filterPattern })
  return new Metric({ namespace: NAMESPACE, metricName, statistic: 'Sum', period: FIVE })
}
