import * as z from 'zod'
import { ApiError } from './refusal.ts'

const arn = z.string().min(1).max(256)
const token = z.string().min(1).max(2048)
const error = z.string().max(256).optional()
const cause = z.string().max(32_768).optional()
const definition = z.string().min(1).max(1_048_576)
const maxResults = z.number().int().min(0).max(1000).optional()

/** What each operation takes, with AWS's own limits; fields that this runner has no use for are let through. */
export const INPUTS = {
  CreateStateMachine: z.object({
    name: z.string().min(1).max(80), definition, roleArn: arn, type: z.enum(['STANDARD', 'EXPRESS']).optional(),
    publish: z.boolean().optional(),
  }),
  UpdateStateMachine: z.object({
    stateMachineArn: arn, definition: definition.optional(), roleArn: arn.optional(), publish: z.boolean().optional(),
    loggingConfiguration: z.unknown().optional(), tracingConfiguration: z.unknown().optional(),
  }),
  DescribeStateMachine: z.object({ stateMachineArn: arn }),
  ListStateMachines: z.object({ maxResults, nextToken: z.string().min(1).max(1024).optional() }),
  DeleteStateMachine: z.object({ stateMachineArn: arn }),
  ValidateStateMachineDefinition: z.object({
    definition: z.string().max(1_048_576), type: z.enum(['STANDARD', 'EXPRESS']).optional(),
    severity: z.enum(['ERROR', 'WARNING']).optional(),
    maxResults: z.number().int().min(0).max(100).optional(),
  }),
  StartExecution: z.object({ stateMachineArn: arn, name: z.string().min(1).max(80).optional(), input: z.string().max(262_144).optional() }),
  DescribeExecution: z.object({ executionArn: arn }),
  DescribeStateMachineForExecution: z.object({ executionArn: arn }),
  ListExecutions: z.object({
    stateMachineArn: arn.optional(), maxResults, nextToken: z.string().min(1).max(3096).optional(),
    statusFilter: z.enum(['SUCCEEDED', 'TIMED_OUT', 'PENDING_REDRIVE', 'ABORTED', 'FAILED', 'RUNNING']).optional(),
  }),
  GetExecutionHistory: z.object({
    executionArn: arn, maxResults, nextToken: z.string().min(1).max(1024).optional(), reverseOrder: z.boolean().optional(),
    includeExecutionData: z.boolean().optional(),
  }),
  StopExecution: z.object({ executionArn: arn, error, cause }),
  SendTaskSuccess: z.object({ taskToken: token, output: z.string().max(262_144) }),
  SendTaskFailure: z.object({ taskToken: token, error, cause }),
  SendTaskHeartbeat: z.object({ taskToken: token }),
}

export type Operation = keyof typeof INPUTS
export type Input<Name extends Operation> = z.infer<(typeof INPUTS)[Name]>

type Issue = z.core.$ZodIssue

function constraint(issue: Issue): string {
  if (issue.code === 'invalid_value') return `Member must satisfy enum value set: [${issue.values.join(', ')}]`
  const what = 'origin' in issue && issue.origin === 'string' ? 'length' : 'value'
  if (issue.code === 'too_big') return `Member must have ${what} less than or equal to ${String(issue.maximum)}`
  if (issue.code === 'too_small') return `Member must have ${what} greater than or equal to ${String(issue.minimum)}`
  return 'Member must not be null'
}

/** AWS's sentence for inputs that do not fit. */
function sentence(input: unknown, issues: Issue[]): string {
  const parts = issues.map((issue) => {
    const field = issue.path.join('.')
    const given = (input as Record<string, unknown>)[field]
    const value = given === undefined || given === null ? 'null' : `'${typeof given === 'string' ? given : JSON.stringify(given)}'`
    return `Value ${value} at '${field}' failed to satisfy constraint: ${constraint(issue)}`
  })
  return `${parts.length} validation error${parts.length === 1 ? '' : 's'} detected: ${parts.join('; ')}`
}

/** The operation's input, checked. @throws ApiError ValidationException */
export function readInput<Name extends Operation>(operation: Name, input: unknown): Input<Name> {
  const result = INPUTS[operation].safeParse(input)
  if (!result.success) throw new ApiError('ValidationException', sentence(input, result.error.issues))
  return result.data as Input<Name>
}
