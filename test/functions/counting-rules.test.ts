import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rankingOf, recordsOfRound } from '../../functions/queries/round-records.ts'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { loadRound } from '../../shared/round/round.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { ballotItem, ballotsOf } from '../../shared/vote/ballot.store.ts'
import { admitAll, apply, type Contest, mistakes, ok, oneRound, openContest, openScoring, passWindow, scoresOf, until } from '../support/contest.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { noticeBody } from '../support/world.ts'

let platform: TestPlatform
let contest: Contest
let proposals: string[]
beforeAll(async () => {
  platform = await startTestPlatform()
  contest = await openContest(platform, { applicants: 4, judges: 4, rulebook: rules() })
  proposals = []
  for (let n = 0; n < 4; n += 1) proposals.push(await apply(contest, n))
  await passWindow(platform, 10)
  await until(platform, contest, 'eligibility')
  await admitAll(platform, contest)
  await openScoring(platform, contest)
})
afterAll(async () => { await platform.close() })

/** One round of two groups of panels, on a sheet whose first leaf is computed; a tenth is the public's. */
const rules = (change: (rulebook: Rulebook) => Rulebook = (rulebook) => rulebook) => oneRound((rulebook) => change({
  ...rulebook,
  rounds: rulebook.rounds.map((round) => ({
    ...round, weight: 90, assignment: 'panel', panelSize: 2, floor: 2, grouping: { rule: 'even', count: 2 }, normalisation: { rule: 'group-coefficient', within: 'all' }, aggregation: { rule: 'mean' },
    criteria: round.criteria.map((criterion, i) => (i === 0 ? { ...criterion, computed: { planned: 'directPeople', actual: 'attendances', steps: [{ percent: 100, points: criterion.max }, { percent: 50, points: 5 }] } } : criterion)),
    triggers: [{ id: 'false-papers', label: { zh: '弄虚作假', en: 'False papers' }, zero: 'total' }],
  })),
  vote: { weight: 10, mostWeight: 10, during: rulebook.rounds[0]?.id ?? '', ballots: 'once', choices: 2, score: 'share-of-most', live: false, shows: ['summary'] },
  bonuses: { most: 2, rules: [{ id: 'team', label: { zh: '队伍大' }, points: 2, by: { rule: 'field-at-least', field: 'volunteers', value: 1 } }] },
}))

const leaf = () => contest.rulebook.rounds[0]?.criteria[0]?.id ?? ''
const cardOf = (proposal: string) => `/proposals/${proposal}/scorecards/0`

describe('a judge’s card', () => {
  test('computes what nobody types, whatever is typed, and says from what', async () => {
    const [judge] = contest.judges
    if (judge === undefined) throw new Error('a judge')
    const { items } = ok(await judge.api('GET', `/competitions/${contest.id}/rounds/0/assignments`))
    const [{ proposal }] = items
    const { scores, measured, missing } = ok(await judge.api('GET', cardOf(proposal)))
    const { planned, actual } = measured[leaf()]
    const [full] = contest.rulebook.rounds[0]?.criteria ?? []
    expect(scores[leaf()]).toBe(String(actual >= planned ? full?.max : actual * 2 >= planned ? 5 : 0))
    expect(missing).toBe((contest.rulebook.rounds[0]?.criteria.length ?? 0) - 1)
    const saved = ok(await judge.api('PUT', cardOf(proposal), { scores: { [leaf()]: '1' }, comment: '' }))
    expect(saved.missing).toBe(missing)
    expect(ok(await judge.api('GET', cardOf(proposal))).scores[leaf()]).toBe(scores[leaf()])
    const page = await judge.page(`/judging/${contest.id}/0/${proposal}`)
    expect(page.html).toContain('data-computed=')
    expect(page.html).not.toContain(`name="scores.${leaf()}"`)
    expect(page.html).toContain('弄虚作假')
  })

  test('names what makes it 0 with a reason, in the trail too; a page’s unticked box is nothing', async () => {
    const [judge] = contest.judges
    if (judge === undefined) throw new Error('a judge')
    const { items } = ok(await judge.api('GET', `/competitions/${contest.id}/rounds/0/assignments`))
    const [{ proposal }] = items
    const all = { ...scoresOf(contest.rulebook, 0, 80), 'false-papers': '1' }
    expect(mistakes(await judge.api('POST', `${cardOf(proposal)}/submission`, { scores: all, comment: ' ' }))).toEqual(['comment TRIGGER_WITHOUT_REASON'])
    expect(mistakes(await judge.api('PUT', cardOf(proposal), { scores: { 'false-papers': 'yes' } }))).toEqual(['scores.false-papers CHOICE_UNKNOWN'])
    const { revision } = ok(await judge.api('GET', cardOf(proposal)))
    ok(await judge.api('POST', `${cardOf(proposal)}/autosave`, { revision, fields: { ...Object.fromEntries(Object.entries(scoresOf(contest.rulebook, 0, 80)).map(([id, points]) => [`scores.${id}`, points])), 'scores.false-papers': [], comment: '' } }))
    expect(ok(await judge.api('GET', cardOf(proposal))).scores['false-papers']).toBeUndefined()
    const sent = ok(await judge.api('POST', `${cardOf(proposal)}/submission`, { scores: all, comment: '证书与登记不符' }))
    expect(sent.total).toBe('0')
    const { entries } = ok(await contest.administrator.api('GET', `/competitions/${contest.id}/trail`))
    expect(entries.find(({ action }: { action: string }) => action === 'scorecard.submit')).toMatchObject({ reason: '证书与登记不符', sentence: { zh: expect.stringContaining('查到“弄虚作假”') } })
    // Given back and sent as it ought to be: what was struck is nowhere.
    ok(await contest.administrator.api('POST', `${cardOf(proposal)}/reopening`, { judge: judge.id, reason: '核实无误' }))
    expect((await judge.page(`/judging/${contest.id}/0/${proposal}`)).html).toMatch(/id="f-scores\.false-papers"[^>]*checked/)
  })
})

describe('a tally', () => {
  test('has groups on one yardstick, votes and bonuses, and what is changed outside afterwards changes nothing', async () => {
    for (const judge of contest.judges) {
      const { items } = ok(await judge.api('GET', `/competitions/${contest.id}/rounds/0/assignments`))
      for (const { proposal, state } of items) if (state !== 'submitted') ok(await judge.api('POST', `${cardOf(proposal)}/submission`, { scores: scoresOf(contest.rulebook, 0, 60 + 10 * proposals.indexOf(proposal)), comment: '' }))
    }
    for (const [n, { person }] of contest.applicants.entries()) ok(await person.api('POST', `/competitions/${contest.id}/ballots`, { proposals: [proposals[0], proposals[n]] }))
    ok(await contest.administrator.api('POST', `/competitions/${contest.id}/rounds/0/closing`))
    await passWindow(platform, 0)
    await until(platform, contest, 'result')
    const { items, version } = ok(await contest.administrator.api('GET', `/competitions/${contest.id}/rounds/0/standings`))
    const lines = new Map<string, { raw: string; vote: { votes: number; score: string }; bonus: { points: string }; total: string; rounds: { score: string; weighted: string }[] }>(items.map((line: { proposal: string }) => [line.proposal, line]))
    expect(proposals.map((proposal) => lines.get(proposal)?.vote)).toMatchObject([{ votes: 4, score: '100.00' }, { votes: 1, score: '25.00' }, { votes: 1, score: '25.00' }, { votes: 1, score: '25.00' }])
    for (const line of lines.values()) expect(line.bonus.points).toBe('2.00')
    // Both groups' means are the same afterwards.
    const mean = (of: string) => { const own = items.filter((line: { group: { id: string } }) => line.group.id === of); return own.reduce((sum: number, line: { rounds: { score: string }[] }) => sum + Number(line.rounds[0]?.score), 0) / own.length }
    const groups = [...new Set<string>(items.map((line: { group: { id: string } }) => line.group.id))]
    expect(groups).toHaveLength(2)
    expect(Math.abs(mean(groups[0] ?? '') - mean(groups[1] ?? ''))).toBeLessThan(0.011)
    for (const line of lines.values()) expect(Number(line.total)).toBeCloseTo(Number(line.rounds[0]?.weighted) + Number(line.vote.score) / 10 + 2, 1)
    const page = await contest.administrator.page(`/competitions/${contest.id}/rounds/0/standings`)
    for (const word of ['换算前', '各组怎样换算', '公众投票', '4 票', '加分']) expect(page.html).toContain(word)
    // A ballot that somebody slips in behind the tally.
    const [ballot] = await ballotsOf(platform.table, contest.id)
    if (ballot === undefined) throw new Error('a ballot')
    await platform.table.transact([ballotItem.put({ ...ballot, voter: 'person:late', proposals: [ballot.proposals[0] ?? (ballot.proposals[0] as never)] }, 'none')])
    const [{ value: competition }, { value: round }] = await Promise.all([loadCompetition(platform.table, contest.id), loadRound(platform.table, contest.id, 0)])
    const again = rankingOf(await recordsOfRound(platform.table, competition, round))
    expect(again.lines).toEqual(items)
    expect(round.standing).toBe(version)
  })

  test('and other rules are tried on it before they are published', async () => {
    ok(await contest.administrator.api('POST', `/competitions/${contest.id}/notice`, noticeBody))
    await passWindow(platform, 14)
    await until(platform, contest, 'award')
    ok(await contest.administrator.api('POST', `/competitions/${contest.id}/awards`))
    await until(platform, contest, 'completed')
    const draft = async (rulebook: Rulebook) => {
      const { id } = ok(await contest.administrator.api('POST', '/competitions', { rulebook: 'jiaxing-default', name: { zh: '明年的大赛' }, authority: { zh: '示例主办单位' } }))
      const day = (days: number) => new Date(Date.parse(platform.clock.now()) + days * 86_400_000).toISOString()
      ok(await contest.administrator.api('PUT', `/competitions/${id}`, { rulebook, dates: { callClosesAt: day(10), eligibilityClosesAt: day(15), roundsCloseAt: rulebook.rounds.map((_, i) => day(25 + i * 10)) } }))
      return id as string
    }
    const same = ok(await contest.administrator.api('GET', `/competitions/${await draft(rules())}/rule-trial`))
    expect(same).toMatchObject({ of: contest.id, obstacles: [] })
    for (const { then, now } of same.lines) expect(now).toMatchObject({ place: then.place, total: then.total })
    const plain = await draft(rules((rulebook) => ({ ...rulebook, vote: null, bonuses: null, rounds: rulebook.rounds.map((round) => ({ ...round, weight: 100, normalisation: { rule: 'none' } })) })))
    const { lines } = ok(await contest.administrator.api('GET', `/competitions/${plain}/rule-trial?of=${contest.id}`))
    // By the cards alone the last proposal is first: it was scored highest.
    expect(lines[0]).toMatchObject({ proposal: proposals[3], now: { place: 1 } })
    expect(lines.every(({ then, now }: { then: { total: string }; now: { total: string } }) => then.total !== now.total)).toBe(true)
    const page = await contest.administrator.page(`/competitions/${plain}/rule-trial`)
    expect(page.html).toContain('按这份章程')
    const other = await draft(rules((rulebook) => ({ ...rulebook, rounds: rulebook.rounds.map((round) => ({ ...round, criteria: round.criteria.map((criterion) => ({ ...criterion, id: `${criterion.id}-new` })) })), tieBreaks: [] })))
    expect(ok(await contest.administrator.api('GET', `/competitions/${other}/rule-trial`)).obstacles).toHaveLength(1)
    // However many competitions were begun since, the one that ended is found.
    for (let n = 0; n < 101; n++) ok(await contest.administrator.api('POST', '/competitions', { rulebook: 'jiaxing-default', name: { zh: `第 ${n} 次大赛` }, authority: { zh: '示例主办单位' } }))
    expect(ok(await contest.administrator.api('GET', `/competitions/${plain}/rule-trial?of=${contest.id}`))).toMatchObject({ of: contest.id, earlier: [{ id: contest.id }] })
  })
})
