import { once } from 'node:events'
import { createApi, type Place } from './api.ts'
import { createEngine } from './engine.ts'
import type { Invoke } from './invoke.ts'
import { createProtocol } from './protocol.ts'
import { openStore } from './store.ts'

export type { Invoke, Invoked } from './invoke.ts'

export interface RunnerOptions {
  /** the folder of its one SQLite file; made when it is not there */
  data: string
  /** milliseconds since 1970; waits and timeouts follow it */
  now: () => number
  /** calls a function by its bare name */
  invoke: Invoke
  /** 0 or none: the system chooses */
  port?: number
  host?: string
  /** what ARNs of this runner say; changes nothing else */
  place?: Partial<Place>
}

export interface Runner {
  port: number
  url: string
  /** The clock jumped: what is due by the new time happens now. */
  wake: () => void
  /** Stops listening and moving; everything goes on at the next start. */
  close: () => Promise<void>
}

/**
 * Starts a runner of AWS Step Functions Standard workflows in JSONata: `@aws-sdk/client-sfn` talks to its url. Every transition is on
 * disk before its effects begin, and what an earlier run in the same folder left unfinished goes on.
 * @throws when the port is taken or the folder cannot be written
 */
export async function createRunner(options: RunnerOptions): Promise<Runner> {
  const host = options.host ?? '127.0.0.1'
  const store = openStore(options.data)
  const engine = createEngine(store, options.now, options.invoke)
  const place = { partition: 'aws', region: 'us-east-1', account: '123456789012', ...options.place }
  const server = createProtocol(createApi(store, engine, options.now, place))
  try {
    server.listen(options.port ?? 0, host)
    await once(server, 'listening')
  } catch (error) {
    store.close()
    throw error
  }
  engine.resume()
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    port,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    wake: engine.wake,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeIdleConnections()
      await engine.close()
      server.closeAllConnections()
      await closed
      store.close()
    },
  }
}
