import { mkdirSync } from 'node:fs'
import { webApp } from '../../functions/web/app.ts'
import { useClock } from '../../shared/kernel/clock.ts'
import { useEnvironment } from '../../shared/kernel/environment.ts'
import { type MovableClock, movableClock } from './clock.ts'
import { type LocalTable, startTable } from './table.ts'
import { type LocalWeb, type Mount, startWeb } from './web.ts'

export interface PlatformOptions {
  /** Folder that holds everything which must outlive a restart. */
  data: string
  /** 0: any free port. */
  port: number
  demo: boolean
}

export interface Platform {
  url: string
  clock: MovableClock
  table: LocalTable
  close(): Promise<void>
}

/** Brings up the whole platform in this process (and its table engine in a child). Throws Trouble for what the owner of the machine can mend. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  mkdirSync(options.data, { recursive: true })
  const table = await startTable(options.data)
  let web: LocalWeb | undefined
  try {
    web = await startWeb({ port: options.port, host: '127.0.0.1', afterWrite: () => undefined })
    const url = `http://127.0.0.1:${web.port}`
    const clock = movableClock(options.data, () => undefined)
    useClock(clock.now)
    useEnvironment({
      AWS_REGION: 'local',
      XIUYUAN_TABLE: table.name,
      XIUYUAN_TABLE_ENDPOINT: table.endpoint,
      XIUYUAN_BASE_URL: url,
      XIUYUAN_MACHINE_VOLUNTEER_CONTEST: 'arn:aws:states:local:000000000000:stateMachine:volunteer-contest',
      XIUYUAN_MACHINE_JUDGING_ROUND: 'arn:aws:states:local:000000000000:stateMachine:judging-round',
      XIUYUAN_OIDC_ISSUER: `${url}/oidc`,
      XIUYUAN_OIDC_CLIENT_ID: 'xiuyuan',
      XIUYUAN_FILES_BUCKET: 'files',
      XIUYUAN_FILES_ENDPOINT: `${url}/local-files`,
      XIUYUAN_MAIL: 'store',
      XIUYUAN_MAIL_FROM: 'xiuyuan@localhost',
      XIUYUAN_DEMO: options.demo ? 'yes' : 'no',
    })
    const mounts: Mount[] = [{ under: '/', fetch: webApp({ filesOrigin: url, issuerOrigin: url }).fetch }]
    web.mount(mounts)
    const running = web
    return {
      url,
      clock,
      table,
      async close() {
        await running.close()
        await table.close()
      },
    }
  } catch (error) {
    await web?.close()
    await table.close()
    throw error
  }
}
