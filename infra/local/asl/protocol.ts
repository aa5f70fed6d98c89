import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Api } from './api.ts'
import { INPUTS, readInput, type Operation } from './inputs.ts'
import { parseJson } from './json.ts'
import { ApiError } from './refusal.ts'

const TARGET = 'AWSStepFunctions.'
/** A definition of 1 MB, escaped as JSON inside JSON, and the rest. */
const LARGEST_BODY = 8 * 1024 * 1024

const isOperation = (name: string): name is Operation => Object.hasOwn(INPUTS, name)

/** Undefined for a body that is too large; it is read to its end all the same, so that the answer reaches the caller. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= LARGEST_BODY) chunks.push(chunk)
  }
  return size > LARGEST_BODY ? undefined : Buffer.concat(chunks).toString()
}

async function answer(api: Api, request: IncomingMessage): Promise<object> {
  const target = request.headers['x-amz-target']
  const name = typeof target === 'string' && target.startsWith(TARGET) ? target.slice(TARGET.length) : ''
  const text = await bodyOf(request)
  if (name === 'StartSyncExecution') {
    throw new ApiError('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine')
  }
  if (!isOperation(name)) {
    throw new ApiError('UnknownOperationException', `Operation '${name || String(target)}' is not supported by this runner`)
  }
  if (text === undefined) throw new ApiError('RequestEntityTooLarge', `A request has at most ${LARGEST_BODY} bytes`)
  const input = text === '' ? {} : parseJson(text)
  if (input === undefined) throw new ApiError('SerializationException', 'The request is not JSON')
  return call(api, name, input)
}

const call = <Name extends Operation>(api: Api, name: Name, input: unknown) => api[name](readInput(name, input))

function send(response: ServerResponse, status: number, body: object, errorType?: string): void {
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'x-amzn-requestid': randomUUID(),
    ...(errorType === undefined ? {} : { 'x-amzn-errortype': errorType }),
  })
  response.end(JSON.stringify(body))
}

/** An HTTP server for AWS's JSON 1.0 protocol, over the given operations; it does not listen yet. */
export function createProtocol(api: Api): Server {
  return createServer((request, response) => {
    answer(api, request).then(
      (body) => send(response, 200, body),
      (error: unknown) => {
        if (error instanceof ApiError) return send(response, 400, { __type: error.code, message: error.message }, error.code)
        console.error('asl:', error)
        send(response, 500, { __type: 'InternalServerError', message: 'The runner failed; its log says why' }, 'InternalServerError')
      },
    )
  })
}
