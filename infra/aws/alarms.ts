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
/** CloudWatch adds up ten metrics in one alarm. */
const MOST_METRICS = 10

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
  const errors = (one: BundledFunction) => one.metricErrors({ period: FIVE })
  return {
    WebFails: { metric: api.metricServerError({ period: FIVE, statistic: 'Sum' }), above: 5, says: 'Visitors see an error page.' },
    WebIsSlow: { metric: api.metricLatency({ period: FIVE, statistic: 'p95' }), above: 2000, periods: 3, says: 'Pages take more than two seconds.' },
    WebIsThrottled: { metric: sum([web, signIn].map((one) => one.metricThrottles({ period: FIVE }))), above: 0, says: 'Requests are refused for want of concurrency.' },
    SignInFails: { metric: loggedErrors(scope, [signIn]), above: 3, says: 'People cannot sign in.' },
    TaskFails: { metric: sumInChunks([...tasks.values()].map(errors)), above: 5, periods: 2, says: 'Tasks of the state machines fail again and again.' },
    ExecutionFails: {
      metric: sum([...machines.values()].flatMap((machine) => [machine.metricFailed({ period: FIVE }), machine.metricTimedOut({ period: FIVE }), machine.metricAborted({ period: FIVE })])), above: 0,
      says: 'A competition stands still.',
    },
    StreamIsLate: { metric: dispatcher.metric('IteratorAge', { period: FIVE, statistic: 'Maximum' }), above: 120_000, periods: 2, says: 'What people did is carried out minutes late.' },
    OrdersFail: { metric: loggedErrors(scope, [dispatcher, sweep]), above: 5, periods: 2, says: 'Mail, starts or answers are not carried out.' },
    RecordsGivenUp: { metric: deadLetter.metricInvocations({ period: FIVE }), above: 0, says: 'A change could not be followed up and was set aside.' },
    DeadLettersUnread: { metric: unread.metricApproximateNumberOfMessagesVisible({ period: FIVE, statistic: 'Maximum' }), above: 0, says: 'A change that was set aside could not even be noted.' },
    SweepStopped: { metric: sweep.metricInvocations({ period: FIVE }), below: 1, periods: 3, says: 'The sweep does not run.' },
    SweepFails: { metric: errors(sweep), above: 2, periods: 2, says: 'The sweep fails.' },
    TableFails: { metric: table.metricSystemErrorsForOperations({ operations: [Operation.GET_ITEM, Operation.QUERY, Operation.TRANSACT_WRITE_ITEMS], period: FIVE }), above: 5, says: 'DynamoDB answers with errors of its own.' },
    TableIsThrottled: { metric: table.metricThrottledRequestsForOperations({ operations: [Operation.GET_ITEM, Operation.BATCH_GET_ITEM, Operation.QUERY, Operation.TRANSACT_WRITE_ITEMS], period: FIVE }), above: 10, periods: 2, says: 'The table takes no more for a while.' },
  }
}

function sum(metrics: readonly IMetric[]): MathExpression {
  const using = Object.fromEntries(metrics.map((metric, i) => [`m${i}`, metric]))
  return new MathExpression({ expression: Object.keys(using).join(' + '), usingMetrics: using, period: FIVE })
}

const sumInChunks = (metrics: readonly IMetric[]): IMetric => sum(metrics.slice(0, MOST_METRICS))

/** Lines of level error in the logs of these functions. */
function loggedErrors(scope: Construct, functions: readonly BundledFunction[]): IMetric {
  return sum(functions.map((one) => {
    const name = `${one.node.id}Errors`
    new MetricFilter(scope, name, { logGroup: one.log, metricNamespace: 'Xiuyuan', metricName: name, filterPattern: FilterPattern.stringValue('$.level', '=', 'ERROR') })
    return new Metric({ namespace: 'Xiuyuan', metricName: name, statistic: 'Sum', period: FIVE })
  }))
}
