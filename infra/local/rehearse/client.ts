import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type * as z from 'zod'

/** What the platform answered other than with a success. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly status: number
  readonly code: string
  readonly problem: string
  constructor(call: string, status: number, problem: string) {
    super(`${call} was answered with ${status}: ${problem.slice(0, 2000)}`)
    this.status = status
    this.problem = problem
    this.code = /"code":"(\w+)"/.exec(problem)?.[1] ?? ''
  }
}

/** The platform could not be reached, or did not answer to the end. */
export class Unreached extends Error {
  override readonly name = 'Unreached'
}

export interface Answer {
  status: number
  text: string
}

export interface ClientOptions {
  /** Where the platform is at this moment: it may come back at another port. */
  origin: () => string
  /** How long a request is tried again while the platform cannot be reached or fails; 0: the first failure is the end. */
  patience: number
  connections: number
}

export interface CallOptions {
  body?: unknown
  /** Makes a repeated request the same request. */
  key?: string
  /** Only waits for the workflow: not counted. */
  waiting?: boolean
  /** Not to be repeated as it is: the first failure is told. */
  once?: boolean
}

/** Somebody's way to the API. */
export interface Caller {
  /** Calls and gives what `answer` reads of the body. Throws Refused, Unreached. */
  call<T>(method: 'GET' | 'POST' | 'PUT', path: string, answer: z.ZodType<T>, options?: CallOptions): Promise<T>
}

export interface Client {
  as(token: string): Caller
  /** One request of any kind, tried again as the options say. */
  send(method: string, path: string, headers: Record<string, string>, body?: string | Uint8Array, patience?: number): Promise<Answer>
  /** Calls so far, without those that only wait for the workflow. */
  calls(): number
  close(): void
}

/** A kept connection turned out to be closed when it was used again: servers end idle ones after some seconds. */
class Stale extends Error {
  override readonly name = 'Stale'
}

/** Keeps its connections open, as a browser and any program would. */
export function createClient(options: ClientOptions): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections, scheduling: 'fifo' })
  let calls = 0

  const once = (method: string, path: string, headers: Record<string, string>, body?: string | Uint8Array) => new Promise<Answer>((resolve, reject) => {
    const sent = request(new URL(path, options.origin()), { method, agent, headers: { ...headers, ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }) } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }))
      response.on('error', reject)
    })
    sent.on('error', (error: NodeJS.ErrnoException) => reject(sent.reusedSocket && error.code === 'ECONNRESET' ? new Stale(error.message) : error))
    sent.end(body)
  })

  const send: Client['send'] = async (method, path, headers, body, patience = options.patience) => {
    const deadline = Date.now() + patience
    // All that are kept may have been closed at once. Where a request must not be repeated, not even for this: it may have been the platform that ended.
    let mayBeStale = patience === options.patience ? options.connections : 0
    for (;;) {
      try {
        const answer = await once(method, path, headers, body)
        if (answer.status < 500 || Date.now() > deadline) return answer
      } catch (error) {
        if (error instanceof Stale && mayBeStale > 0) {
          mayBeStale -= 1
          continue
        }
        if (Date.now() > deadline) throw new Unreached(`${method} ${path}: ${error instanceof Error ? error.message : String(error)}`)
      }
      await sleep(30)
    }
  }

  return {
    send,
    calls: () => calls,
    close: () => agent.destroy(),
    as: (token) => ({
      async call(method, path, answer, { body, key, waiting = false, once: only = false } = {}) {
        if (!waiting) calls += 1
        const headers: Record<string, string> = { authorization: `Bearer ${token}`, 'accept-language': 'zh' }
        if (body !== undefined) headers['content-type'] = 'application/json'
        if (key !== undefined) headers['idempotency-key'] = key
        if (waiting) headers['x-rehearsal'] = 'waiting'
        const { status, text } = await send(method, `/api${path}`, headers, body === undefined ? undefined : JSON.stringify(body), only ? 0 : undefined)
        if (only && status >= 500 && options.patience > 0) throw new Unreached(`${method} ${path} was answered with ${status}`)
        if (status >= 300) throw new Refused(`${method} ${path}`, status, text)
        return answer.parse(JSON.parse(text))
      },
    }),
  }
}

/** Does all of it, so many at a time, in order of their places. */
export async function several<T>(items: readonly T[], width: number, work: (item: T, place: number) => Promise<void>): Promise<void> {
  let next = 0
  const worker = async () => {
    for (;;) {
      const place = next
      next += 1
      const item = items[place]
      if (item === undefined) return
      await work(item, place)
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker))
}
