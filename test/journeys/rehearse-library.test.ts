import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { projectOfProposal } from '../../functions/commands/project-entry.ts'
import { castOf, standingsOf } from '../../infra/local/rehearse/cast.ts'
import { type Client, createClient, several } from '../../infra/local/rehearse/client.ts'
import { contentFor } from '../../infra/local/rehearse/content.ts'
import { type Outcome, play } from '../../infra/local/rehearse/player.ts'
import { openTheatre, type Theatre } from '../../infra/local/rehearse/theatre.ts'
import { proposalId } from '../../shared/kernel/ids.ts'
import { libraryRulebooks } from '../../shared/rulebook/library.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'

const books = libraryRulebooks()
const book = (id: string): Rulebook => {
  const found = books.find((one) => one.id === id)
  if (found === undefined) throw new Error(`no ${id}`)
  return found
}

describe('every rulebook of the library', () => {
  test.each(books)('$id: proposals can be written that its form and its call let through', (rulebook) => {
    for (let number = 1; number <= 150; number += 1) expect(Object.keys(contentFor(rulebook, 'library', number)).length).toBeGreaterThan(20)
  })
})

// One platform for all: they follow one another in its time.
describe('played to the end', { timeout: 300_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'xiuyuan-rehearse-library-'))
  let theatre: Theatre | undefined
  let client: Client | undefined

  beforeAll(async () => {
    const opened = await openTheatre({ data: folder, seed: 'library', seat: null }, { quiet: true })
    theatre = opened
    client = createClient({ origin: opened.origin, patience: 0, connections: 4 })
  })
  afterAll(async () => {
    client?.close()
    await theatre?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function rehearse(rulebook: Rulebook, { seed = rulebook.id, proposals = 2 } = {}): Promise<{ outcome: Outcome; told: string }> {
    if (theatre === undefined || client === undefined) throw new Error('no platform')
    const seat = { proposals, judges: 7, kinds: rulebook.applicants.kinds, standings: standingsOf(rulebook), staff: 'library' }
    await theatre.seat(seed, seat)
    const cast = castOf(seed, seat)
    const told: string[] = []
    const outcome = await play({ client, cast, rulebook, seed, width: 4, tell: (line) => { told.push(line) }, step: () => Promise.resolve() })
    // Nobody has to be reminded of them while the next ones are played.
    const administrator = client.as(cast.administrator.token)
    await several(outcome.proposals, 4, async ({ id }) => { await administrator.call('POST', `/projects/${projectOfProposal(proposalId.parse(id))}/end`, z.unknown(), { body: { reason: '彩排结束' } }) })
    return { outcome, told: told.join('\n') }
  }

  test.each(books.filter(({ kind }) => kind === 'contest'))('$id, a contest, to its awards', async (rulebook) => {
    const { outcome } = await rehearse(rulebook)
    expect(outcome).toMatchObject({ state: 'completed', because: null, funding: null })
    expect(outcome.awards.length).toBeGreaterThan(0)
  })

  test.each(books.filter(({ kind }) => kind === 'venture'))('$id, a venture, to the last fen', async (rulebook) => {
    const { outcome } = await rehearse(rulebook)
    expect(outcome).toMatchObject({ state: 'completed', because: null })
    const { funding, awards } = outcome
    expect(awards.length).toBeGreaterThan(0)
    // A payment comes back from the bank and is paid again; nothing is left open.
    expect(funding).toMatchObject({ grants: awards.length, granted: awards.reduce((sum, { amount }) => sum + (amount ?? 0), 0), bounced: 1 })
    expect((funding?.paid ?? 0) + (funding?.returned ?? 0) + (funding?.forgone ?? 0)).toBe(funding?.granted)
    expect(funding?.paid).toBeGreaterThan(0)
  })

  test('with two reviewers, cures, and marks that nobody reaches: money is claimed back and the rest never paid', async () => {
    const { funding, eligibility, ...rules } = book('huzhou-2024')
    if (funding === null) throw new Error('a venture expected')
    const checks = eligibility.checks.map((check) => (check.id === 'complete' ? { ...check, about: { sections: ['need'], fields: [], attachments: [] } } : check))
    const evaluations = funding.evaluations.map((rule) => ({ ...rule, passMark: 100, grades: rule.grades.map((grade, i) => ({ ...grade, from: grade.clawback ? 0 : 100 - i })) }))
    // By this seed the reviewers differ about the second proposal, and the third is cured.
    const { outcome, told } = await rehearse({ ...rules, id: 'severe', eligibility: { ...eligibility, reviewers: 2, cure: { days: 5, rounds: 1 }, checks }, funding: { ...funding, evaluations } }, { seed: 'severe-5', proposals: 3 })
    expect(told).toContain('1 份补正 cured，1 份由第三人决定')
    expect(told).toContain('1 项追回并禁止申报')
    expect(outcome.state).toBe('completed')
    // 60 of 100 were paid before the evaluation; half of that comes back, the other 40 are never paid.
    const { granted, returned, forgone } = outcome.funding ?? { granted: 0, returned: 0, forgone: 0 }
    expect([returned / granted, forgone / granted]).toEqual([expect.closeTo(0.3), expect.closeTo(0.4)])
  })
})
