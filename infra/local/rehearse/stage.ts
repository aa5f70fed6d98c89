import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage } from 'node:http'
import { observeCapacity, theTable } from '../../../functions/context.ts'
import { useIds } from '../../../shared/kernel/ids.ts'
import { startPlatform } from '../platform.ts'
import { troubleOf } from '../trouble.ts'
import { castOf, madeId, seedCast } from './cast.ts'
import { idPart } from './numbers.ts'
import { type Asked, type Consumed, stageInput, type Told } from './protocol.ts'

/**
 * The platform of a rehearsal, in a process of its own that may be killed: ids follow from the seed and the request that makes them, so
 * that the same requests make the same things in whatever order they come, and capacity units are counted by request.
 */
interface Scene {
  key: string
  made: Map<string, number>
  /** Only waits for the workflow. */
  waits: boolean
  read: number
  written: number
}

const scenes = new AsyncLocalStorage<Scene>()
const consumed = new Map<string, Consumed>()
const total = { read: 0, written: 0 }

function count(step: string, { read, written }: Scene): void {
  const known = consumed.get(step) ?? { step, read: [], written: [] }
  known.read.push(read)
  known.written.push(written)
  consumed.set(step, known)
}

/** `POST /proposals/{}/submission`, of the API or of a project's pages. */
function stepOf(request: IncomingMessage): string {
  const path = (request.url ?? '').split('?')[0] ?? ''
  return `${request.method} ${path.replace(/^\/api/, '').replaceAll(/\/([a-z]_[0-9a-z]{26}|[\w-]{25,}|\d+)(?=\/|$)/g, '/{}')}`
}

async function main(): Promise<void> {
  const { data, seed, seat } = stageInput.parse(JSON.parse(process.argv[2] ?? 'null'))
  let alone = 0
  useIds((noun) => {
    const scene = scenes.getStore()
    if (scene === undefined) return idPart(seed, 'alone', noun, alone += 1, process.pid)
    const nth = scene.made.get(noun) ?? 0
    scene.made.set(noun, nth + 1)
    return madeId(noun, scene.key, nth)
  })
  observeCapacity((units, operation) => {
    const scene = scenes.getStore()
    const kind = operation === 'read' ? 'read' : 'written'
    if (scene?.waits !== true) total[kind] += units
    if (scene !== undefined) scene[kind] += units
  })
  const platform = await startPlatform({
    data, port: 0, demo: true, people: false,
    around: (request, response, answer) => {
      const key = request.headers['idempotency-key']
      const scene: Scene = { key: typeof key === 'string' ? key : `${request.method} ${request.url}`, made: new Map(), waits: request.headers['x-rehearsal'] === 'waiting', read: 0, written: 0 }
      scenes.run(scene, answer)
      if (!scene.waits && /^\/(api|projects)\//.test(request.url ?? '')) response.once('close', () => count(stepOf(request), scene))
    },
  })
  const tell = (message: Told) => { process.send?.(message) }
  process.on('message', (message: Asked) => {
    if (message.ask === 'capacity') {
      tell({ told: 'capacity', steps: [...consumed.values()], total })
      return
    }
    if (message.ask === 'caught-up') {
      void platform.streams.caughtUp().then(() => tell({ told: 'caught-up' }))
      return
    }
    if (message.ask === 'seat') {
      void seedCast(theTable(), message.seed, castOf(message.seed, message.seat), message.seat, platform.clock.now()).then(() => tell({ told: 'seated' }))
      return
    }
    void platform.close().then(() => process.exit(0))
  })
  // Whoever started this is gone: nobody needs the stage any more.
  process.on('disconnect', () => { void platform.close().then(() => process.exit(0)) })
  if (seat !== null) await seedCast(theTable(), seed, castOf(seed, seat), seat, platform.clock.now())
  tell({ told: 'ready', url: platform.url, tableEndpoint: platform.table.endpoint })
}

await main().catch((error: unknown) => {
  console.error(troubleOf(error)?.message ?? error)
  process.exit(1)
})
