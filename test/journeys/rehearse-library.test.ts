import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { castOf, standingsOf } from '../../infra/local/rehearse/cast.ts'
import { type Client, createClient } from '../../infra/local/rehearse/client.ts'
import { contentFor } from '../../infra/local/rehearse/content.ts'
import { type Outcome, play } from '../../infra/local/rehearse/player.ts'
import { openTheatre, type Theatre } from '../../infra/local/rehearse/theatre.ts'
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
describe('played to the end', { timeout: 180_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'xiuyuan-rehearse-library-'))
  let theatre: Theatre | undefined
  let client: Client | undefined

  beforeAll(async () => {
    const opened = await openTheatre({ data: folder, seed: 'library', seat: null }, { quiet: true })
    theatre = opened
    client = createClient({ origin: opened.origin, patience: 0, connections: 4 })
  }, 60_000)
  afterAll(async () => {
    client?.close()
    await theatre?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function rehearse(rulebook: Rulebook, proposals: number): Promise<{ outcome: Outcome; told: string }> {
    if (theatre === undefined || client === undefined) throw new Error('no platform')
    const [seed, seat] = [rulebook.id, { proposals, judges: 7, kinds: rulebook.applicants.kinds, standings: standingsOf(rulebook) }]
    await theatre.seat(seed, seat)
    const told: string[] = []
    const outcome = await play({ client, cast: castOf(seed, seat), rulebook, seed, width: 4, tell: (line) => { told.push(line) }, step: () => Promise.resolve() })
    return { outcome, told: told.join('\n') }
  }

  test.each(books.filter(({ kind }) => kind === 'contest'))('$id, a contest, to its awards', async (rulebook) => {
    const { outcome } = await rehearse(rulebook, 4)
    expect(outcome).toMatchObject({ state: 'completed', because: null, funding: null })
    expect(outcome.awards.length).toBeGreaterThan(0)
  })

  test.each(books.filter(({ kind }) => kind === 'venture'))('$id, a venture, to the last fen', async (rulebook) => {
    const { outcome } = await rehearse(rulebook, 4)
    expect(outcome).toMatchObject({ state: 'completed', because: null })
    const { funding, awards } = outcome
    expect(awards.length).toBeGreaterThan(0)
    // A payment comes back from the bank and is paid again; nothing is left open.
    expect(funding).toMatchObject({ grants: awards.length, granted: awards.reduce((sum, { amount }) => sum + (amount ?? 0), 0), bounced: 1 })
    expect((funding?.paid ?? 0) + (funding?.returned ?? 0) + (funding?.forgone ?? 0)).toBe(funding?.granted)
    expect(funding?.paid).toBeGreaterThan(0)
  })

  test('with two reviewers, cures, and marks that nobody reaches: money is claimed back and the rest never paid', async () => {
    const rules = book('huzhou-2024')
    const { funding, eligibility } = rules
    if (funding === null) throw new Error('a venture expected')
    const { outcome, told } = await rehearse({
      ...rules, id: 'severe',
      eligibility: { ...eligibility, reviewers: 2, cure: { days: 5, rounds: 1 }, checks: eligibility.checks.map((check) => (check.id === 'complete' ? { ...check, about: { sections: ['need'], fields: [], attachments: [] } } : check)) },
      funding: { ...funding, evaluations: funding.evaluations.map((rule) => ({ ...rule, passMark: 100, grades: rule.grades.map((grade) => (grade.clawback ? grade : { ...grade, from: grade.from + 14 })) })) },
    }, 8)
    expect(told).toContain('补正 cured')
    expect(told).toContain('追回并禁止申报')
    expect(outcome.state).toBe('completed')
    expect(outcome.funding?.returned).toBeGreaterThan(0)
    expect(outcome.funding?.forgone).toBeGreaterThan(0)
  })
})
