import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bareName, invokeOver, type Invoke } from '../../../../infra/local/asl/invoke.ts'

const seen: { url: string | undefined; body: string }[] = []
let listener: RequestListener
const server = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => (body += String(chunk)))
  request.on('end', () => {
    seen.push({ url: request.url, body })
    listener(request, response)
  })
})
let invoke: Invoke

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  invoke = invokeOver(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`)
})
afterAll(() => server.close())

const { signal } = new AbortController()

describe('a Lambda endpoint', () => {
  it('is called by Lambda’s Invoke API, and its answer is the payload', async () => {
    listener = (_request, response) => response.end('{"b":2}')
    expect(await invoke('work', { a: 1 }, signal)).toEqual({ payload: { b: 2 } })
    expect(seen.at(-1)).toEqual({ url: '/2015-03-31/functions/work/invocations', body: '{"a":1}' })
  })

  it('without a body answers null', async () => {
    listener = (_request, response) => response.end()
    expect(await invoke('work', null, signal)).toEqual({ payload: null })
  })

  it('with x-amz-function-error answers an error, whose text is kept', async () => {
    const text = '{"errorMessage": "it broke", "errorType": "Boom", "trace": []}'
    listener = (_request, response) => response.writeHead(200, { 'x-amz-function-error': 'Unhandled' }).end(text)
    expect(await invoke('work', {}, signal)).toEqual({ error: { errorMessage: 'it broke', errorType: 'Boom', trace: [] }, cause: text })
  })

  it.each([
    [404, {}, '{"Message":"Function not found: work"}', 'Lambda.ResourceNotFoundException'],
    [429, { 'x-amzn-errortype': 'TooManyRequestsException:http://x' }, '{"message":"slow down"}', 'Lambda.TooManyRequestsException'],
    [500, {}, 'oh', 'Lambda.ServiceException'],
  ])('with status %i is a refusal by the service', async (status, headers, text, error) => {
    listener = (_request, response) => response.writeHead(status, headers).end(text)
    const invoked = await invoke('work', {}, signal)
    expect(invoked).toMatchObject({ failure: { error } })
    expect(JSON.stringify(invoked)).toContain(`Status Code: ${status}`)
  })
})

it.each([
  ['work', 'work'],
  ['work:live', 'work'],
  ['arn:aws-cn:lambda:cn-north-1:123456789012:function:work', 'work'],
  ['arn:aws:lambda:us-east-1:123456789012:function:work:$LATEST', 'work'],
  ['123456789012:function:work', 'work'],
])('%s is the function %s', (name, bare) => {
  expect(bareName(name)).toBe(bare)
})
