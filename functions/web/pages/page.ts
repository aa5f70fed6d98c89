import type { Context as Hono } from 'hono'
import type { Action } from '../../../shared/person/access.ts'
import type { Mistake } from '../../../shared/kernel/refusal.ts'
import { isRefusal } from '../../../shared/kernel/refusal.ts'
import type { Context } from '../../context.ts'
import type { Look } from '../look/look.ts'
import { say } from '../../../shared/kernel/text.ts'
import { refusalSentences } from '../sentences.ts'

/** What a page is handed. */
export interface Asked {
  context: Context
  look: Look
  /** Of the path, by name. */
  params: Record<string, string>
  query: URLSearchParams
  hono: Hono
}

/** A form as it came: text fields by dotted name, in one level; files where the form has them. */
export interface Posted {
  fields: Record<string, string>
  /** The same as nested objects and lists: `budget.2.unitPrice` → { budget: [, , { unitPrice }] }. Hidden fields of the frame are left out. */
  body: Record<string, unknown>
  /** Every value of a name that may stand several times: the ticked ones of several answers. */
  lists: Record<string, string[]>
  files: Record<string, File>
}

/** What was typed and what is wrong with it, for showing a form again. `values` go by dotted name. */
export interface Attempt {
  values: Record<string, string>
  mistakes: readonly Mistake[]
}

/** One page or one form's target: what the app serves, and what the access test walks. Paths have parameters as `:name`. */
export type PageRoute =
  | { method: 'get'; path: string; action: Action; show: (asked: Asked) => Promise<Shown> }
  | { method: 'post'; path: string; action: Action; send: (asked: Asked, posted: Posted) => Promise<Shown> }

/** A document, a way to another page (303), or any response (a download). */
export type Shown = { page: unknown; status?: 200 | 403 | 404 | 409 | 422 } | { go: string } | { response: Response }

/**
 * Runs a form's command. When it is refused, the form is shown again with what was typed and each mistake beside its field; a refusal
 * that names no field stands above the form.
 */
export async function tryForm(posted: Posted, command: () => Promise<Shown>, again: (attempt: Attempt) => Promise<Shown>): Promise<Shown> {
  try {
    return await command()
  } catch (error) {
    if (!isRefusal(error) || error.code === 'NOT_SIGNED_IN' || error.code === 'NOT_ALLOWED' || error.code === 'NOT_FOUND') throw error
    const mistakes = error.mistakes.length > 0 ? error.mistakes : [{ path: '', code: error.code, zh: say(refusalSentences[error.code], 'zh'), en: say(refusalSentences[error.code], 'en') }]
    const shown = await again({ values: posted.fields, mistakes })
    return 'page' in shown ? { ...shown, status: error.code === 'STALE' || error.code === 'WRONG_STATE' ? 409 : 422 } : shown
  }
}

/**
 * The same for one of several forms of a page, whose fields stand under its own name (`pause.reason`) since others have fields of the same
 * kind: ids stay apart, and mistakes stand with the form that was sent. The command gets the fields without the name.
 */
export const tryNamedForm = (posted: Posted, name: string, command: (fields: Posted['fields']) => Promise<Shown>, again: (attempt: Attempt) => Promise<Shown>): Promise<Shown> => tryForm(
  posted,
  () => command(Object.fromEntries(Object.entries(posted.fields).flatMap(([path, value]) => (path.startsWith(`${name}.`) ? [[path.slice(name.length + 1), value]] : [])))),
  ({ values, mistakes }) => again({ values, mistakes: mistakes.map((mistake) => ({ ...mistake, path: mistake.path === '' ? '' : `${name}.${mistake.path}` })) }),
)

/** Fields that belong to the frame of a form, not to its content. */
const framed = new Set(['command', 'revision'])

/** `a.0.b=x` → { a: [{ b: 'x' }] }. Numbers at any level make lists; gaps close up. Refuses deeper than six levels. */
export function nest(fields: Record<string, string>): Record<string, unknown> {
  const root: Node = new Map()
  for (const [name, value] of Object.entries(fields)) {
    if (framed.has(name)) continue
    const steps = name.split('.').slice(0, 6)
    let at = root
    for (const step of steps.slice(0, -1)) {
      const next = at.get(step)
      const into: Node = next instanceof Map ? next : new Map()
      at.set(step, into)
      at = into
    }
    at.set(steps.at(-1) ?? '', value)
  }
  return unfold(root) as Record<string, unknown>
}

type Node = Map<string, Node | string>

function unfold(node: Node): unknown {
  const entries = [...node].map(([name, value]) => [name, value instanceof Map ? unfold(value) : value] as const)
  if (entries.length > 0 && entries.every(([name]) => /^\d{1,4}$/.test(name))) return entries.toSorted(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value)
  return Object.fromEntries(entries)
}
