import { readdirSync } from 'node:fs'
import type { Invoke } from './asl/runner.ts'

const folder = new URL('../../functions/tasks/', import.meta.url)
const ENDING = '.lambda.ts'

type Handler = (event: unknown) => Promise<unknown>

/** `read-window` → `ReadWindow`: a task's file name and the name by which the machines call it. */
export const substitutionName = (file: string): string => file.split('-').map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('')

/** The task handlers by their files' names, each loaded from the file that AWS bundles. */
export async function loadTasks(): Promise<Map<string, Handler>> {
  const names = readdirSync(folder).filter((name) => name.endsWith(ENDING)).map((name) => name.slice(0, -ENDING.length))
  const loaded = await Promise.all(names.map(async (name) => {
    const module = (await import(new URL(`${name}${ENDING}`, folder).href)) as { handler: Handler }
    return [name, module.handler] as const
  }))
  return new Map(loaded)
}

/** Calls a handler as Lambda would: input and output pass through JSON, and a throw becomes an error by its name. */
export function invokeIn(tasks: ReadonlyMap<string, Handler>, afterwards: () => void): Invoke {
  return async (name, payload) => {
    const handler = tasks.get(name)
    if (handler === undefined) return { error: { errorType: 'Lambda.ResourceNotFoundException', errorMessage: `Function not found: ${name}` } }
    try {
      const answer = await handler(JSON.parse(JSON.stringify(payload)))
      afterwards()
      return { payload: JSON.parse(JSON.stringify(answer ?? null)) }
    } catch (error) {
      const { name: errorType, message: errorMessage } = error instanceof Error ? error : { name: 'Error', message: String(error) }
      console.error(JSON.stringify({ level: 'error', task: name, message: error instanceof Error ? (error.stack ?? errorMessage) : errorMessage }))
      return { error: { errorType, errorMessage } }
    }
  }
}
