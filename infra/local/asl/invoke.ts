import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { isObject, parseJson, type Json } from './json.ts'
import type { Outcome } from './progress.ts'

/**
 * How a function answered. `error` is an error that the function itself raised: its `errorType` becomes the task's Error, and its JSON
 * text (or `cause`, where the very text is known) the Cause. `failure` is a refusal by the service, e.g. Lambda.ResourceNotFoundException.
 */
export type Invoked = { payload: unknown } | { error: FunctionError; cause?: string } | { failure: { error: string; cause: string } }

/** An error as Lambda reports it. */
interface FunctionError {
  errorType?: string
  errorMessage?: string
  [more: string]: unknown
}

/** Calls a function by its bare name. The signal aborts when nobody waits for the answer any more; a rejection counts as a failed call. */
export type Invoke = (functionName: string, payload: unknown, signal: AbortSignal) => Promise<Invoked>

/** The bare name in a function's name or ARN; versions and aliases are left out. */
export function bareName(functionName: string): string {
  const parts = functionName.split(':')
  const at = parts.indexOf('function')
  return (at >= 0 ? parts[at + 1] : parts[0]) ?? functionName
}

/** An answer in the runner's own terms. */
export function outcomeOf(invoked: Invoked): Outcome {
  if ('payload' in invoked) return { payload: JSON.parse(JSON.stringify(invoked.payload ?? null)) as Json }
  if ('failure' in invoked) return invoked.failure
  return { error: invoked.error.errorType ?? 'Lambda.Unknown', cause: invoked.cause ?? JSON.stringify(invoked.error) }
}

interface Answer {
  status: number
  functionError: boolean
  errorType: string | undefined
  text: string
}

// Not fetch: it gives up on an answer that takes more than five minutes, and a function may take fifteen.
function post(url: URL, body: string, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? secure : plain
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const call = send(url, { method: 'POST', signal, headers })
    call.on('error', reject)
    call.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('error', reject)
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const errorType = response.headers['x-amzn-errortype']
        resolve({
          status: response.statusCode ?? 500,
          functionError: response.headers['x-amz-function-error'] !== undefined,
          errorType: typeof errorType === 'string' ? errorType.split(':')[0] : undefined,
          text: Buffer.concat(chunks).toString(),
        })
      })
    })
    call.end(body)
  })
}

/** Calls functions at any endpoint that speaks Lambda's Invoke API. */
export function invokeOver(endpoint: string): Invoke {
  const base = endpoint.endsWith('/') ? endpoint : `${endpoint}/`
  return async (functionName, payload, signal) => {
    const url = new URL(`2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`, base)
    const answer = await post(url, JSON.stringify(payload), signal)
    const body = answer.text === '' ? null : parseJson(answer.text)
    if (answer.functionError) {
      return { error: isObject(body) ? body : { errorMessage: answer.text }, cause: answer.text }
    }
    if (answer.status >= 200 && answer.status < 300) return { payload: body === undefined ? answer.text : body }
    const fields = isObject(body) ? body : {}
    const usual = answer.status === 404 ? 'ResourceNotFoundException' : 'ServiceException'
    const named = answer.errorType ?? fields['__type'] ?? fields['Code'] ?? usual
    const message = fields['Message'] ?? fields['message'] ?? answer.text
    const facts = `(Service: AWSLambda; Status Code: ${answer.status}; Error Code: ${String(named)}; Request ID: null; Proxy: null)`
    return { failure: { error: `Lambda.${String(named)}`, cause: `${String(message)} ${facts}` } }
  }
}
