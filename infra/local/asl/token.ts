import { randomUUID } from 'node:crypto'

const MARK = 'task'

/** A new task token for an execution; opaque to others, and hard to guess. */
export const newToken = (execution: number): string =>
  Buffer.from(`${MARK}:${execution}:${randomUUID()}${randomUUID()}`).toString('base64url')

/** The execution a token was made for; undefined when it is no token of ours. */
export function executionOf(token: string): number | undefined {
  const [mark, id, secret] = Buffer.from(token, 'base64url').toString().split(':')
  const execution = Number(id)
  return mark === MARK && Number.isSafeInteger(execution) && execution > 0 && secret?.length === 72 ? execution : undefined
}
