import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import * as z from 'zod'
import { castOf } from '../../infra/local/rehearse/cast.ts'
import { type Client, createClient } from '../../infra/local/rehearse/client.ts'
import { numbers } from '../../infra/local/rehearse/numbers.ts'
import { play } from '../../infra/local/rehearse/player.ts'
import { openTheatre, type Theatre } from '../../infra/local/rehearse/theatre.ts'
import { mailItem } from '../../shared/mail/mail.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { Table } from '../../shared/store/table.ts'
import { defaultRulebook } from '../support/proposals.ts'

const folder = mkdtempSync(join(tmpdir(), 'xiuyuan-crash-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SEED = 'crash'
const seat = { proposals: 10, judges: 6 }
const rulebook = defaultRulebook()
const cast = castOf(SEED, seat)

/** What must be the same whether or not the platform was killed in between. */
async function observed(theatre: Theatre, client: Client, outcome: Awaited<ReturnType<typeof play>>) {
  const administrator = client.as(cast.administrator.token)
  await theatre.caughtUp()
  const { transitions: _, ...result } = outcome
  return { result, trail: counted(await trailActions(administrator)), mails: await mailsOf(theatre), versions: await versionsOf(administrator, outcome.proposals) }
}

const trailPage = z.object({ entries: z.array(z.object({ action: z.string(), by: z.object({ name: z.string() }).nullable() })), next: z.string().nullable() })

async function trailActions(administrator: ReturnType<Client['as']>): Promise<string[]> {
  const actions: string[] = []
  for (let after: string | null = ''; after !== null;) {
    const page: z.infer<typeof trailPage> = await administrator.call('GET', `/competitions/${cast.competition}/trail?limit=200${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`, trailPage)
    actions.push(...page.entries.map(({ action, by }) => `${action} by ${by?.name ?? 'the workflow'}`))
    after = page.next
  }
  return actions
}

/** Everything that was mailed: one with the same Message-ID is the same mail, however often it was sent. */
async function mailsOf(theatre: Theatre): Promise<Record<string, number>> {
  const table = new Table({ name: 'xiuyuan', endpoint: theatre.tableEndpoint(), region: 'local' })
  const mails = await table.queryAll(mailItem, keys.mailbox)
  return counted(mails.map(({ value }) => `${value.to}: ${value.subject}`))
}

async function versionsOf(administrator: ReturnType<Client['as']>, proposals: readonly { id: string }[]): Promise<number[]> {
  const found = await Promise.all(proposals.map(({ id }) => administrator.call('GET', `/proposals/${id}`, z.object({ version: z.int() }))))
  return found.map(({ version }) => version)
}

const counted = (names: readonly string[]): Record<string, number> => Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length] as const).toSorted())

const KILLS = 5

/** Kills everything at moments that the seed spreads over the play's calls, each a little after its call. Returns how often. */
function disturb(theatre: Theatre, client: Client, seed: string, calls: number): { stop(): Promise<number> } {
  const draw = numbers(seed, 'kills')
  const moments = Array.from({ length: KILLS }, () => draw.integer(3, calls - 3)).sort((a, b) => a - b)
  let over = false
  const work = (async () => {
    let kills = 0
    for (const moment of moments) {
      while (!over && client.calls() < moment) await sleep(2)
      await sleep(draw.integer(0, 60))
      if (over) break
      await theatre.kill()
      await theatre.restart()
      kills += 1
    }
    return kills
  })()
  return { stop: () => { over = true; return work } }
}

/** `calls`: how many the undisturbed play made; null for that play itself. */
async function perform(name: string, calls: number | null) {
  const theatre = await openTheatre({ data: join(folder, name), seed: SEED, seat: { ...seat, kinds: rulebook.applicants.kinds } }, { quiet: calls !== null })
  const client = createClient({ origin: theatre.origin, patience: calls === null ? 0 : 60_000, connections: 4 })
  const disturbance = calls === null ? undefined : disturb(theatre, client, name, calls)
  try {
    const outcome = await play({ client, cast, rulebook, seed: SEED, width: 4, tell: () => undefined, step: () => Promise.resolve() })
    const kills = (await disturbance?.stop()) ?? 0
    const made = client.calls()
    return { seen: await observed(theatre, client, outcome), kills, made }
  } finally {
    await disturbance?.stop()
    client.close()
    await theatre.close()
  }
}

test('a contest whose platform is killed again and again comes to the same end, and nothing happens twice', { timeout: 300_000 }, async () => {
  const undisturbed = await perform('undisturbed', null)
  expect(undisturbed.kills).toBe(0)
  expect(undisturbed.seen.result.state).toBe('completed')
  expect(undisturbed.seen.mails).not.toEqual({})
  for (const seed of ['first', 'second']) {
    const survived = await perform(seed, undisturbed.made)
    expect(survived.kills).toBeGreaterThanOrEqual(3)
    expect(survived.seen).toEqual(undisturbed.seen)
  }
})
