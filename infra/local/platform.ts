import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { webApp } from '../../functions/web/app.ts'
import { theTable } from '../../functions/context.ts'
import { signInApp } from '../../functions/signin/sign-in.tsx'
import { recordFailure } from '../../functions/streams/failure.ts'
import { useClock } from '../../shared/kernel/clock.ts'
import { useEnvironment } from '../../shared/kernel/environment.ts'
import { handler as dispatch } from '../../functions/streams/dispatcher.lambda.ts'
import { handler as sweep } from '../../functions/tasks/sweep.lambda.ts'
import { type MovableClock, movableClock } from './clock.ts'
import { controlsApp } from './controls.tsx'
import { createFiles, filesSecret } from './files.ts'
import { createIdentity, identityKeys } from './identity.ts'
import { demoPeople, type Seeded, seedPeople } from './people.ts'
import { freePort, type LocalTable, startTable } from './table.ts'
import { startStreams, type Streams } from './streams.ts'
import { type Around, type LocalWeb, type Mount, startWeb } from './web.ts'
import { type LocalWorkflow, machineArn, startWorkflow } from './workflow.ts'

export interface PlatformOptions {
  /** Folder that holds everything which must outlive a restart. */
  data: string
  /** 0: any free port. */
  port: number
  demo: boolean
  /** The demonstration's people, who sign in with one password; none: nobody can sign in. */
  people: boolean
  /** Milliseconds that the clock of a new data folder is ahead of real time; negative: behind. */
  startAhead?: number
  /** Called with each request and what answers it: a rehearsal or a bench that watches requests. */
  around?: Around
}

export interface Platform {
  url: string
  clock: MovableClock
  table: LocalTable
  streams: Streams
  /** Who was seeded; undefined without people. */
  seeded: Seeded | undefined
  workflow: LocalWorkflow
  /** What the schedule does every few seconds, now. */
  sweep(): Promise<void>
  close(): Promise<void>
}

const CLIENT_ID = 'xiuyuan'
const SWEEP_MILLISECONDS = 5000

/** Brings up the whole platform in this process (and its table engine in a child). Throws Trouble for what the owner of the machine can mend. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  for (const folder of ['files', 'identity', 'workflow']) mkdirSync(join(options.data, folder), { recursive: true })
  // Closed in the opposite order, also when a later one does not come up.
  const closing: (() => Promise<void>)[] = []
  const close = async () => {
    for (const end of closing.toReversed()) await end()
  }
  try {
    const table = await startTable(options.data)
    closing.push(() => table.close())
    let streams: Streams | undefined
    let workflow: LocalWorkflow | undefined
    const poke = () => streams?.poke()
    const web: LocalWeb = await startWeb({ port: options.port, host: '127.0.0.1', afterWrite: poke, around: options.around })
    closing.push(() => web.close())
    const url = `http://127.0.0.1:${web.port}`
    const clock = movableClock(options.data, () => workflow?.wake(), options.startAhead)
    useClock(clock.now)
    const runnerPort = await freePort()
    const { clientSecret } = identityKeys(join(options.data, 'identity'))
    useEnvironment({
      AWS_REGION: 'local',
      XIUYUAN_TABLE: table.name,
      XIUYUAN_TABLE_ENDPOINT: table.endpoint,
      XIUYUAN_BASE_URL: url,
      XIUYUAN_WORKFLOW_ENDPOINT: `http://127.0.0.1:${runnerPort}`,
      XIUYUAN_MACHINE_VOLUNTEER_CONTEST: machineArn('volunteer-contest'),
      XIUYUAN_MACHINE_VENTURE_COMPETITION: machineArn('venture-competition'),
      XIUYUAN_MACHINE_JUDGING_ROUND: machineArn('judging-round'),
      XIUYUAN_MACHINE_GRANT: machineArn('grant'),
      XIUYUAN_MACHINE_ARCHIVE: machineArn('archive'),
      XIUYUAN_MACHINE_PROJECT_STAGE: machineArn('project-stage'),
      XIUYUAN_OIDC_ISSUER: `${url}/oidc`,
      XIUYUAN_OIDC_CLIENT_ID: CLIENT_ID,
      XIUYUAN_OIDC_CLIENT_SECRET: clientSecret,
      XIUYUAN_FILES_BUCKET: 'files',
      XIUYUAN_FILES_ENDPOINT: `${url}/local-files`,
      XIUYUAN_FILES_ORIGIN: url,
      XIUYUAN_FILES_SECRET: filesSecret(join(options.data, 'files')),
      XIUYUAN_TRACE_SECRET: filesSecret(join(options.data, 'traces')),
      XIUYUAN_MAIL: 'store',
      XIUYUAN_MAIL_FROM: 'xiuyuan@localhost',
      XIUYUAN_DEMO: options.demo ? 'yes' : 'no',
      XIUYUAN_CONTROLS: '/local',
    })
    // After the environment: executions that an earlier run left go on at once, and their tasks read it.
    workflow = await startWorkflow({ data: options.data, port: runnerPort, now: clock.now, afterTask: poke })
    const runner = workflow
    closing.push(() => runner.close())
    streams = await startStreams({ endpoint: table.endpoint, streamArn: table.streamArn, data: options.data, handler: dispatch, onDead: recordFailure })
    const consumer = streams
    closing.push(() => consumer.close())
    const schedule = everySoOften(SWEEP_MILLISECONDS, async () => {
      await sweep()
      table.prune(consumer.passed())
    })
    closing.push(() => schedule.close())
    const files = createFiles({ data: join(options.data, 'files'), secret: filesSecret(join(options.data, 'files')) })
    const mounts: Mount[] = [{ under: '/local-files', handle: files }, { under: '/local', fetch: controlsApp(clock).fetch }, { under: '/sign-in', fetch: signInApp().fetch }]
    let seeded: Seeded | undefined
    if (options.people) {
      const identity = createIdentity({ issuer: `${url}/oidc`, clientId: CLIENT_ID, clientSecret, data: join(options.data, 'identity'), people: demoPeople })
      closing.push(() => Promise.resolve(identity.close()))
      mounts.push({ under: '/oidc', handle: identity.handler })
      seeded = await seedPeople(theTable(), `${url}/oidc`)
    }
    mounts.push({ under: '/', fetch: webApp({ filesOrigin: url, issuerOrigin: url }).fetch })
    web.mount(mounts)
    return { url, clock, table, streams, workflow, seeded, sweep: async () => { await sweep() }, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Calls `work` again and again, never twice at once. */
function everySoOften(milliseconds: number, work: () => Promise<void>): { close(): Promise<void> } {
  let busy: Promise<void> = Promise.resolve()
  let running = false
  const timer = setInterval(() => {
    if (running) return
    running = true
    busy = work().catch((error: unknown) => console.error(JSON.stringify({ level: 'error', message: `schedule: ${String(error)}` }))).finally(() => { running = false })
  }, milliseconds)
  return {
    async close() {
      clearInterval(timer)
      await busy
    },
  }
}
