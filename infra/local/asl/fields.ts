/** The kinds of state that this runner runs. */
export const STATE_TYPES = ['Pass', 'Task', 'Choice', 'Wait', 'Succeed', 'Fail'] as const

export type StateType = (typeof STATE_TYPES)[number]

/** The kinds of state that AWS runs and this runner does not. */
export const FOREIGN_TYPES = ['Map', 'Parallel']

const ANY = ['Type', 'Comment', 'QueryLanguage']
const FLOW = ['Next', 'End']

/** The fields a JSONata state of each kind may carry. */
export const FIELDS: Record<StateType, string[]> = {
  Pass: [...ANY, ...FLOW, 'Output', 'Assign'],
  Task: [...ANY, ...FLOW, 'Output', 'Assign', 'Resource', 'Arguments', 'Retry', 'Catch', 'TimeoutSeconds', 'HeartbeatSeconds'],
  Choice: [...ANY, 'Choices', 'Default', 'Output', 'Assign'],
  Wait: [...ANY, ...FLOW, 'Seconds', 'Timestamp', 'Output', 'Assign'],
  Succeed: [...ANY, 'Output'],
  Fail: [...ANY, 'Error', 'Cause'],
}

/** The fields that mean the same in a JSONPath state; this runner takes no others there. */
export const NEUTRAL_FIELDS: Partial<Record<StateType, string[]>> = {
  Pass: [...ANY, ...FLOW, 'Result'],
  Wait: [...ANY, ...FLOW, 'Seconds', 'Timestamp'],
  Succeed: ANY,
  Fail: [...ANY, 'Error', 'Cause'],
}

/** Fields that only JSONPath states carry. */
export const JSONPATH_FIELDS = new Set([
  'InputPath', 'OutputPath', 'ResultPath', 'ResultSelector', 'Parameters', 'Result', 'ItemsPath', 'MaxConcurrencyPath', 'SecondsPath',
  'TimestampPath', 'TimeoutSecondsPath', 'HeartbeatSecondsPath', 'ErrorPath', 'CausePath',
])

/** Fields that only JSONata states carry. */
export const JSONATA_FIELDS = new Set(['Arguments', 'Output', 'Items', 'Condition'])

export const MACHINE_FIELDS = ['Comment', 'StartAt', 'States', 'Version', 'TimeoutSeconds', 'QueryLanguage']
export const RULE_FIELDS = ['Condition', 'Next', 'Assign', 'Output', 'Comment']
export const CATCHER_FIELDS = ['ErrorEquals', 'Next', 'Assign', 'Output', 'Comment']
export const RETRIER_FIELDS = [
  'ErrorEquals', 'IntervalSeconds', 'MaxAttempts', 'BackoffRate', 'MaxDelaySeconds', 'JitterStrategy', 'Comment',
]

/** What lambda:invoke takes here. The invocation is always a request with its answer, of whatever version runs. */
export const INVOKE_ARGUMENTS = ['FunctionName', 'Payload', 'InvocationType', 'Qualifier']

/** A Lambda function's own ARN, in any partition: the older way to call one. */
export const FUNCTION = /^arn:[a-z-]+:lambda:[a-z0-9-]*:\d*:function:[\w-]+(:[\w$-]+)?$/

/** The service integrations a Task may name, in any partition. */
export const INVOKE = /^arn:[a-z-]+:states:[a-z0-9-]*:\d*:lambda:invoke(\.waitForTaskToken)?$/
