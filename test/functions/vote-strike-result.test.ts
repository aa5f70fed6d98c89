import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeContext } from '../../functions/context.ts'
import { archiveJudging } from '../../functions/queries/archive-judging.ts'
import { handler as tally } from '../../functions/tasks/tally.lambda.ts'
import { archiveSchema } from '../../shared/archive/archive.ts'
import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import { membershipItem, personItem } from '../../shared/person/person.store.ts'
import { loadRound } from '../../shared/round/round.store.ts'
import { bundleSchema } from '../../shared/seal/bundle.ts'
import { verifyBundle } from '../../shared/seal/verify.ts'
import { besideItem } from '../../shared/standing/beside.store.ts'
import { loadStanding } from '../../shared/standing/standing.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { admitAll, apply, type Contest, ok, oneRound, openContest, openScoring, passWindow, scoreAll, until } from '../support/contest.ts'
import { scoreEach } from '../support/counted.ts'
import { scoring, setRound } from '../support/judging.ts'
import { meanwhile } from '../support/meanwhile.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { noticeText } from '../support/sealed.ts'
import { shownBurst, stuff, voteRules } from '../support/votes.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

const reason = '同一网络十分钟内二十张，查实为同一台电脑'

describe('a decision at the very moment of the last tally', () => {
  test.each(['strike', 'restore'] as const)('a %s that comes in between has it counted again', async (what) => {
    const made = await scoring(platform, { proposals: 3, judges: 3, change: voteRules() })
    await scoreEach(made, (_, proposal) => ({ share: 0.6 + proposal / 10 }))
    const burst = shownBurst(await stuff(platform, made, 20, { network: 'stuffing-network' }))
    const path = `/competitions/${made.competition}/vote/strikes`
    const strike = async () => ok(await made.administrator.api('POST', path, { ...burst, reason })) as { strike: string }
    const before = what === 'restore' ? await strike() : null
    await setRound(platform, made, { state: 'closed', closedAt: platform.clock.now(), unscoredSettled: true })
    const deed = async () => (before === null ? strike() : ok(await made.administrator.api('DELETE', `${path}/${before.strike}`)))
    await meanwhile(platform.table, keys.beside(made.competition), deed, () => tally({ competition: made.competition, index: 0 }))
    const { value: { standing } } = await loadRound(platform.table, made.competition, 0)
    const line = (await loadStanding(platform.table, made.competition, 0, standing ?? '')).find(({ proposal }) => proposal === made.proposals[0]?.id)
    expect(line?.vote?.votes).toBe(what === 'strike' ? 0 : 20)
    expect((await platform.table.get(besideItem, keys.beside(made.competition)))?.value.setAside).toEqual(what === 'strike' ? { ballots: 20, reasons: [reason] } : { ballots: 0, reasons: [] })
    expect((await made.administrator.api('POST', path, { ...burst, reason })).status).toBe(409)
  })
})

describe('what everybody is told', () => {
  let contest: Contest
  let proposals: string[]
  const rules = () => oneRound((rulebook) => ({
    ...rulebook, rounds: rulebook.rounds.map((round) => ({ ...round, weight: 80, disclosure: 'scores' as const })),
    vote: { weight: 20, mostWeight: 20, during: rulebook.rounds[0]?.id ?? '', ballots: 'once', choices: 2, score: 'share-of-most', live: false, shows: [] },
  }))

  test('the notice and the way to check the result say how many ballots were set aside and why; the bundle counts without them', async () => {
    contest = await openContest(platform, { rulebook: rules(), judges: 3 })
    proposals = [await apply(contest, 0), await apply(contest, 1), await apply(contest, 2)]
    await passWindow(platform, 10)
    await until(platform, contest, 'eligibility')
    await admitAll(platform, contest)
    await openScoring(platform, contest)
    await scoreAll(contest, (proposal) => 60 + 10 * proposals.indexOf(proposal))
    for (const nth of [1, 1, 2]) ok(await (await platform.person('居民')).api('POST', `/competitions/${contest.id}/ballots`, { proposals: [proposals[nth]] }))
    const stuffed = await stuff(platform, { competition: contest.id, proposals: proposals.map((id) => ({ id })) }, 25, { network: 'stuffing-network' })
    ok(await contest.administrator.api('POST', `/competitions/${contest.id}/vote/strikes`, { ...shownBurst(stuffed), reason }))
    ok(await contest.administrator.api('POST', `/competitions/${contest.id}/rounds/0/closing`))
    await passWindow(platform, 0)
    await until(platform, contest, 'result')
    const { items } = ok(await contest.administrator.api('GET', `/competitions/${contest.id}/rounds/0/standings`))
    const counted = new Map<string, number>(items.map(({ proposal, vote }: { proposal: string; vote: { votes: number } }) => [proposal, vote.votes]))
    expect(proposals.map((proposal) => counted.get(proposal))).toEqual([0, 2, 1])
    ok(await contest.administrator.api('POST', `/competitions/${contest.id}/notice`, noticeText))
    await until(platform, contest, 'notice')
    const said = `公众投票中有 25 张选票没有计入票数：${reason}。`
    for (const page of ['notice', 'verification']) expect((await platform.visitor.page(`/public/competitions/${contest.id}/${page}`)).html).toContain(said)
    const notice = ok(await platform.visitor.api('GET', `/competitions/${contest.id}/notice`))
    expect(notice.setAside).toEqual({ ballots: 25, reasons: [reason] })
    const bundle = bundleSchema.parse(ok(await platform.visitor.api('GET', `/public/competitions/${contest.id}/bundle`)))
    expect(Object.values(bundle.rounds[0]?.beside.votes ?? {}).toSorted()).toEqual([0, 1, 2])
    expect(verifyBundle(bundle, notice.seals.map(({ root }: { root: string }) => root)).filter(({ holds }) => !holds)).toEqual([])
    for (const told of [JSON.stringify(notice), JSON.stringify(bundle)]) expect(told).not.toMatch(/stuffing|person:/)
  }, 60_000)

  test('the archive lists what was set aside, and nobody whose it was', async () => {
    const { administrator } = contest
    const [person, held, { value: competition }] = await Promise.all([platform.table.get(personItem, keys.person(administrator.id)), platform.table.queryAll(membershipItem, keys.memberships(administrator.id)), loadCompetition(platform.table, contest.id)])
    if (person === undefined) throw new Error('an administrator')
    const context = makeContext({ kind: 'person', person: person.value, memberships: held.map(({ value }) => value), organisation: null, session: null })
    const archive = archiveSchema.parse({ competition: contest.id, district: '330411', number: 1, interim: true, language: 'zh', asked: { by: administrator.id, name: administrator.name, at: platform.clock.now() }, made: null, failed: null })
    const parts = archiveJudging({ context, archive, competition, rulebook: await loadRulebook(platform.table, competition), titles: new Map() }, '评审')
    let next = await parts.next()
    while (next.done !== true) next = await parts.next()
    expect(next.value.find(({ name }) => name === '不计入的选票')?.rows).toEqual([['同一网络 stuffing', expect.stringMatching(/^\d{4}-/), expect.stringMatching(/^\d{4}-/), '25', reason, administrator.name, expect.stringMatching(/^\d{4}-/)]])
  }, 60_000)
})
