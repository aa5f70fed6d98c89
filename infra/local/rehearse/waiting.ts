import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import { SETTLE_SECONDS } from '../../../shared/wait/wait.ts'
import { Trouble } from '../trouble.ts'
import { type Caller, type Client, Unreached } from './client.ts'

export const trackingAnswer = z.object({
  competition: z.object({ state: z.string(), round: z.int().nullable(), endedBecause: z.object({ zh: z.string(), en: z.string().optional() }).nullable() }),
  now: z.object({ execution: z.string(), state: z.string() }).nullable(),
  failed: z.object({ execution: z.string(), error: z.string().nullable() }).nullable(),
  path: z.array(z.object({ execution: z.string(), visits: z.array(z.object({ state: z.string() })) })),
})
export type Tracking = z.infer<typeof trackingAnswer>

const clockAnswer = z.object({ now: z.string() })

/** What the platform's clock shows. */
export const clockOf = async (client: Client): Promise<string> => clockAnswer.parse(JSON.parse((await client.send('GET', '/local/clock', {})).text)).now

const projectAnswer = z.object({ project: z.object({ current: z.object({ name: z.string() }) }) })
const grantAnswer = z.object({ step: z.string().nullable() })
/** Between two looks. */
const LOOK_MILLISECONDS = 20
/** Longer than any step of a large contest takes; beyond it something is stuck. */
const STUCK_MILLISECONDS = 90_000

/** Waits for the workflow by what the API tells, and moves the clock only where a wait is what the machine is in: no task runs meanwhile. */
export class Patience {
  readonly #client: Client
  readonly #administrator: Caller
  readonly #competition: string

  constructor(client: Client, administrator: Caller, competition: string) {
    this.#client = client
    this.#administrator = administrator
    this.#competition = competition
  }

  look(): Promise<Tracking> {
    return this.#administrator.call('GET', `/competitions/${this.#competition}/tracking`, trackingAnswer, { waiting: true })
  }

  /** Until it holds, or the competition has ended. Throws Trouble where an execution failed or nothing happens for too long. */
  async until(what: string, holds: (tracking: Tracking) => boolean): Promise<Tracking> {
    const deadline = Date.now() + STUCK_MILLISECONDS
    for (;;) {
      const tracking = await this.look()
      if (holds(tracking) || tracking.competition.state === 'ended') return tracking
      if (tracking.failed !== null) throw new Trouble(`The workflow failed: ${tracking.failed.execution}: ${tracking.failed.error ?? ''}`)
      if (Date.now() > deadline) throw new Trouble(`The workflow does not come to ${what}: it is in ${tracking.now?.state ?? 'no state'} of ${tracking.now?.execution ?? 'no execution'}`)
      await sleep(LOOK_MILLISECONDS)
    }
  }

  /** Until the machine waits in one of the states; with `round`, in that round's execution. */
  untilIn(states: readonly string[], round?: number): Promise<Tracking> {
    return this.until(states.join(' or '), ({ now }) => now !== null && states.includes(now.state) && (round === undefined || now.execution.startsWith(`${this.#competition}-r${round}-`)))
  }

  /** Once the machine waits in `state`: forward to just after the end of a window, late writes' minute included. */
  async pass(endsAt: string, state: string, round?: number): Promise<void> {
    await this.untilIn([state], round)
    await this.#forward(Date.parse(endsAt) + (SETTLE_SECONDS + 1) * 1000)
  }

  /** Once the machine waits in `state`: forward to a moment. */
  async reach(at: string, state: string): Promise<void> {
    await this.untilIn([state])
    await this.#forward(Date.parse(at) + 1000)
  }

  /** Until the machine of each grant waits in that step. */
  async untilGrants(grants: readonly { id: string }[], step: string): Promise<void> {
    const deadline = Date.now() + STUCK_MILLISECONDS
    for (const { id } of grants) {
      while ((await this.#administrator.call('GET', `/grants/${id}`, grantAnswer, { waiting: true })).step !== step) {
        if (Date.now() > deadline) throw new Trouble(`The workflow of the grant ${id} does not come to ${step}`)
        await sleep(LOOK_MILLISECONDS)
      }
    }
  }

  /** Until the project of each grant is being implemented, as its agreement has it. */
  async untilImplemented(grants: readonly { id: string; project: string | null }[]): Promise<void> {
    const deadline = Date.now() + STUCK_MILLISECONDS
    for (const { id, project } of grants) {
      while ((await this.#administrator.call('GET', `/projects/${project ?? ''}`, projectAnswer, { waiting: true })).project.current.name !== 'implementation') {
        if (Date.now() > deadline) throw new Trouble(`The project of the grant ${id} is not implemented`)
        await sleep(LOOK_MILLISECONDS)
      }
    }
  }

  /** Once the machines of the competition and of its grants wait: forward to a moment. */
  async reachWithGrants(grants: readonly { id: string }[], at: string, step = 'delivery'): Promise<void> {
    await this.untilGrants(grants, step)
    await this.reach(at, 'AwaitGrants')
  }

  /** By the distance from what the clock shows, so that a lost answer moves it once only. */
  async #forward(to: number): Promise<void> {
    for (;;) {
      const milliseconds = to - Date.parse(await clockOf(this.#client))
      if (milliseconds <= 0) return
      const { status, text } = await this.#client.send('POST', '/local/clock', { 'content-type': 'application/json' }, JSON.stringify({ milliseconds }))
      if (status !== 200) throw new Unreached(`the clock was not moved: ${status} ${text}`)
    }
  }
}
