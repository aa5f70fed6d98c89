import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { Trouble } from './trouble.ts'

/** What answers below a path: an app of functions/, or something of this home's own. */
export type Mount = { under: string } & ({ fetch: (request: Request) => Response | Promise<Response> } | { handle: (request: IncomingMessage, response: ServerResponse) => void })

/** Called with each request; has to call `answer`. */
export type Around = (request: IncomingMessage, response: ServerResponse, answer: () => void) => void

export interface LocalWeb {
  port: number
  mount(mounts: readonly Mount[]): void
  close(): Promise<void>
}

/** A page elsewhere can point a name of its own at this machine and would then be asked by the same origin: only these names are answered. */
const loopbackNames = new Set(['127.0.0.1', 'localhost', '[::1]'])

/**
 * One HTTP server on the loopback address. `afterWrite` is called after each request that may have written. Throws Trouble where the
 * port is taken. The mounts come later, because what they serve wants to know the port.
 */
export async function startWeb(options: { port: number; host: string; afterWrite: () => void; around?: Around | undefined }): Promise<LocalWeb> {
  let listeners: { under: string; handle: (request: IncomingMessage, response: ServerResponse) => void }[] = []
  const server = createServer((request, response) => {
    if (!loopbackNames.has((request.headers.host ?? '').replace(/:\d+$/, ''))) {
      response.writeHead(421).end()
      return
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') response.once('finish', options.afterWrite)
    const path = request.url ?? '/'
    const found = listeners.find(({ under }) => under === '/' || path === under || path.startsWith(`${under}/`) || path.startsWith(`${under}?`))
    if (found === undefined) response.writeHead(503).end()
    else if (options.around === undefined) found.handle(request, response)
    else options.around(request, response, () => found.handle(request, response))
  })
  server.requestTimeout = 30_000
  await listen(server, options.port, options.host)
  return {
    port: (server.address() as AddressInfo).port,
    mount(mounts) {
      listeners = mounts.map((mount) => ({ under: mount.under, handle: 'handle' in mount ? mount.handle : (request, response) => { void getRequestListener(mount.fetch)(request, response) } }))
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
        setTimeout(() => server.closeAllConnections(), 1000).unref()
      }),
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new Trouble(`Port ${port} is in use. Stop what listens there, or choose another port: XIUYUAN_PORT=8601 npm start. 端口 ${port} 已被占用，请换一个端口：XIUYUAN_PORT=8601 npm start。`) : error)
    })
    server.listen(port, host, () => resolve())
  })
}
