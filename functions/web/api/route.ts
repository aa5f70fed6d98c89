import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { Action } from '../../../shared/person/access.ts'
import type { Context } from '../../context.ts'

/** One endpoint: what the app serves, what the OpenAPI document says, and what the access test walks. */
export interface Route {
  method: 'get' | 'post' | 'put' | 'delete'
  /** With parameters in braces: `/proposals/{proposal}`; below /api. */
  path: string
  /** The line of the access table that the handler asks. */
  action: Action
  summary: string
  params: z.ZodObject
  query: z.ZodObject
  body: z.ZodType | null
  answer: z.ZodType
  status: 200 | 201
  run: (context: Context, input: { params: unknown; query: unknown; body: unknown }) => Promise<unknown>
}

interface Spec<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, A extends z.ZodType> {
  method: Route['method']
  path: string
  action: Action
  summary: string
  params?: P
  query?: Q
  body?: B
  /** What is answered: fields that the schema does not name are left out, so nothing leaves by accident. */
  answer: A
  status?: 200 | 201
  run: (context: Context, input: { params: z.infer<P>; query: z.infer<Q>; body: z.infer<B> }) => Promise<z.input<A> | Prepared>
}

const nothing = z.object({})

/** An answer that was parsed and written out before, for what many ask and nothing changes: a ranking by its version. */
export class Prepared {
  readonly body: string
  readonly etag: string
  constructor(body: string) {
    this.body = body
    this.etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  }
}

/** Declares an endpoint with its types. */
export function route<A extends z.ZodType, P extends z.ZodObject = typeof nothing, Q extends z.ZodObject = typeof nothing, B extends z.ZodType = z.ZodUndefined>(spec: Spec<P, Q, B, A>): Route {
  return {
    method: spec.method,
    path: spec.path,
    action: spec.action,
    summary: spec.summary,
    params: spec.params ?? nothing,
    query: spec.query ?? nothing,
    body: spec.body ?? null,
    answer: spec.answer,
    status: spec.status ?? 200,
    run: (context, input) => spec.run(context, input as { params: z.infer<P>; query: z.infer<Q>; body: z.infer<B> }),
  }
}
