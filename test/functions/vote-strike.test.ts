import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { organisationItem } from '../../shared/organisation/organisation.store.ts'
import { askToJoin, particulars } from '../../shared/organisation/organisation.ts'
import { ownProposalItem } from '../../shared/proposal/proposal.store.ts'
import { besideItem } from '../../shared/standing/beside.store.ts'
import { ballotsOf } from '../../shared/vote/ballot.store.ts'
import { strikesOf } from '../../shared/vote/strike.store.ts'
import { ok } from '../support/contest.ts'
import type { Judging } from '../support/judging.ts'
import { anAgency } from '../support/organisations.ts'
import { type ApiAnswer, type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { closeVote, shownBurst, stuff, voting } from '../support/votes.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

const told = ({ status, body }: ApiAnswer) => [status, body.errors?.[0]?.code ?? body.code ?? null]
const strikes = (made: Judging) => `/competitions/${made.competition}/vote/strikes`
const watch = async (made: Judging, who: Somebody = made.administrator) => ok(await who.api('GET', `/competitions/${made.competition}/vote/watch`))
const reason = '同一台电脑反复投票'
const vote = (made: Judging, who: Somebody, nth: number) => who.api('POST', `/competitions/${made.competition}/ballots`, { proposals: [made.proposals[nth]?.id] })

interface Seen { kind: string; from: string; since: string; until: string; ballots: number; struck: number }
const burstOf = async (made: Judging): Promise<Seen> => (await watch(made)).bursts[0]
const shown = ({ struck: _, ...burst }: Seen) => burst

/** A vote with one honest ballot, and twenty stuffed ones from one network. */
async function stuffed(options: Parameters<typeof voting>[1] = {}) {
  const made = await voting(platform, options)
  ok(await vote(made, await platform.person('居民'), 1))
  return { made, burst: shownBurst(await stuff(platform, made, 20, { network: 'stuffing-network' })) }
}

describe('setting a burst aside', () => {
  test('takes its ballots out of every number, touches none of them, and can be taken back', async () => {
    const { made, burst } = await stuffed({ vote: { live: true, ballots: 'once' } })
    expect(await watch(made)).toMatchObject({ ballots: 21, struck: 0, strikes: [] })
    const before = await ballotsOf(platform.table, made.competition)
    const { strike, ballots } = ok(await made.administrator.api('POST', strikes(made), { ...burst, reason }))
    expect(ballots).toBe(20)
    const seen = await watch(made)
    expect(seen).toMatchObject({ ballots: 1, struck: 20, fixed: false, bursts: [{ ballots: 20, struck: 20 }], strikes: [{ id: strike, ballots: 20, reason, by: '管理员 01' }] })
    expect(seen.standing.filter(({ votes }: { votes: number }) => votes > 0)).toMatchObject([{ proposal: made.proposals[1]?.id, votes: 1 }])
    expect(seen.days.map(({ ballots: n }: { ballots: number }) => n)).toEqual([1])
    expect(await ballotsOf(platform.table, made.competition)).toEqual(before)
    // The public's live numbers: read here for the first time, so no minute has to pass.
    const votes: Record<string, number> = ok(await platform.visitor.api('GET', `/competitions/${made.competition}/vote`)).votes
    expect(Object.values(votes).reduce((sum, n) => sum + n, 0)).toBe(1)
    expect(ok(await made.administrator.api('DELETE', `${strikes(made)}/${strike}`))).toEqual({ restored: true })
    expect(await watch(made)).toMatchObject({ ballots: 21, struck: 0, strikes: [], bursts: [{ struck: 0 }] })
    const { entries } = ok(await made.administrator.api('GET', `/competitions/${made.competition}/trail`))
    expect(entries.filter(({ action }: { action: string }) => action === 'vote.strike')).toMatchObject([
      { sentence: { zh: expect.stringMatching(/^撤回了选票不计入的决定：同一网络 stuffing，\d{4}-/) } }, { sentence: { zh: expect.stringMatching(/^决定 20 张选票不计入：同一网络 stuffing，\d{4}-/) }, reason },
    ])
    expect(JSON.stringify(entries)).not.toMatch(new RegExp(before.filter(({ network }) => network === 'stuffing-network').map(({ voter }) => voter.split(':')[1]).join('|')))
  })

  test('leaves its voters without a second ballot, and what comes later counts until it is decided on too', async () => {
    const made = await voting(platform, { vote: { ballots: 'once' } })
    const voters = await Promise.all(Array.from({ length: 20 }, (_, n) => platform.person(`同网 ${n}`)))
    for (const voter of voters) ok(await vote(made, voter, 0))
    const first = await burstOf(made)
    expect(first).toMatchObject({ kind: 'network', ballots: 20, struck: 0 })
    ok(await made.administrator.api('POST', strikes(made), { ...shown(first), reason }))
    for (const voter of voters.slice(0, 2)) expect(told(await vote(made, voter, 1))).toEqual([422, 'VOTED'])
    platform.clock.forward({ minutes: 1 })
    for (let n = 0; n < 3; n += 1) ok(await vote(made, await platform.person(`后来 ${n}`), 0))
    const later = await burstOf(made)
    expect(later).toMatchObject({ ballots: 23, struck: 20 })
    expect(await watch(made)).toMatchObject({ ballots: 3, struck: 20 })
    ok(await made.administrator.api('POST', strikes(made), { ...shown(later), reason: '还在继续' }))
    expect(await watch(made)).toMatchObject({ ballots: 0, struck: 23, strikes: [{ ballots: 23 }, { ballots: 20 }] })
  })

  test('tells nobody who is ahead while votes are secret', async () => {
    const { made, burst } = await stuffed()
    const form = await made.administrator.page(`/competitions/${made.competition}/vote/strike?${new URLSearchParams({ kind: burst.kind, from: burst.from, since: burst.since })}`)
    expect(form.status).toBe(200)
    const answer = await made.administrator.api('POST', strikes(made), { ...burst, reason })
    const page = await made.administrator.page(`/competitions/${made.competition}/vote`)
    const { entries } = ok(await made.administrator.api('GET', `/competitions/${made.competition}/trail`))
    for (const told of [form.html, page.html, JSON.stringify(answer.body), JSON.stringify(await watch(made)), JSON.stringify(entries)]) for (const { id, title } of made.proposals) expect(told.includes(id) || told.includes(title)).toBe(false)
  })
})

describe('is refused, with nothing changed', () => {
  test('to an organiser, the supervisor, a judge, a stranger, a visitor; who watches sees what was decided', async () => {
    const { made, burst } = await stuffed()
    const { strike } = ok(await made.administrator.api('POST', strikes(made), { ...burst, reason }))
    const [organiser, supervisor, stranger] = [await platform.person('承办', { organiser: [made.competition] }), await platform.person('监督', { supervisor: [made.competition] }), await platform.person('路人')]
    for (const who of [organiser, supervisor, stranger, ...made.judges.slice(0, 1)]) {
      expect(told(await who.api('POST', strikes(made), { ...burst, reason }))).toEqual([403, 'NOT_ALLOWED'])
      expect(told(await who.api('DELETE', `${strikes(made)}/${strike}`))).toEqual([403, 'NOT_ALLOWED'])
    }
    expect((await platform.visitor.api('POST', strikes(made), { ...burst, reason })).status).toBe(401)
    for (const who of [organiser, supervisor]) {
      const page = await who.page(`/competitions/${made.competition}/vote`)
      expect(page.html).toContain(reason)
      expect(page.html).not.toMatch(/\/vote\/strike\?|\/undo"/)
      expect(await watch(made, who)).toMatchObject({ strikes: [{ reason, by: '管理员 01', ballots: 20 }] })
    }
    expect(await strikesOf(platform.table, made.competition)).toHaveLength(1)
  })

  test('to an administrator who organises, judges or applies', async () => {
    const { made, burst } = await stuffed()
    const [proposal] = made.proposals
    if (proposal === undefined) throw new Error('a proposal')
    const applicant = await platform.person('申报的管理员', { administrator: '330411', member: [proposal.organisation] })
    await platform.table.transact([organisationItem.put(askToJoin(proposal.organisation, '330411', particulars.parse(anAgency('52330411MJ9900020C')), applicant.id as never, platform.clock.now()), 'none')])
    await platform.table.transact([ownProposalItem.put({ competition: made.competition, proposal: proposal.id, organisation: proposal.organisation }, 'none')])
    for (const [who, code] of [
      [await platform.person('承办的管理员', { administrator: '330411', organiser: [made.competition] }), 'IS_ORGANISER'], [await platform.person('当评委的管理员', { administrator: '330411', judge: [made.competition] }), 'IS_JUDGE'], [applicant, 'IS_APPLICANT'],
    ] as const) {
      expect(told(await who.api('POST', strikes(made), { ...burst, reason }))).toEqual([409, code])
      expect((await who.page(`/competitions/${made.competition}/vote`)).html).not.toContain('/vote/strike?')
    }
    expect(await strikesOf(platform.table, made.competition)).toEqual([])
  })

  test('a second time, without a reason, for a burst that is none, for other ballots than were seen, for nonsense', async () => {
    const { made, burst } = await stuffed()
    const post = async (body: unknown) => told(await made.administrator.api('POST', strikes(made), body))
    expect(await post({ ...burst, reason: '  ' })).toEqual([422, 'REQUIRED'])
    expect(await post({ ...burst, reason: 'x'.repeat(301) })).toEqual([422, 'TOO_LONG'])
    expect(await post({ ...burst, reason: '机主 13812345678 反复投票' })).toEqual([422, 'NAMES_SOMEBODY'])
    expect(await post({ ...burst, from: 'nobody', reason })).toEqual([422, 'BURST_UNKNOWN'])
    expect(await post({ ...burst, kind: 'browser', reason })).toEqual([422, 'BURST_UNKNOWN'])
    expect(await post({ ...burst, since: burst.until, until: burst.since, reason })).toEqual([422, 'BURST_UNKNOWN'])
    expect(await post({ ...burst, ballots: 19, reason })).toEqual([409, 'STALE'])
    for (const nonsense of [{ ...burst, since: 'yesterday', reason }, { ...burst, ballots: '20', reason }, { ...burst, ballots: -1, reason }, { ...burst, reason, voters: [] }, { reason }, [], 'all', null]) expect((await made.administrator.api('POST', strikes(made), nonsense)).status).toBe(422)
    expect(await strikesOf(platform.table, made.competition)).toEqual([])
    const [one, other] = await Promise.all([post({ ...burst, reason }), post({ ...burst, reason: '另一个理由' })])
    expect([one, other].map(([status]) => status).toSorted()).toEqual([201, 409])
    expect(await post({ ...burst, reason })).toEqual([409, 'STRUCK_ALREADY'])
    for (const strange of ['nothing', 'x'.repeat(40), '..%2F..']) expect((await made.administrator.api('DELETE', `${strikes(made)}/${strange}`)).status).toBe(404)
    expect((await made.administrator.api('DELETE', `${strikes(made)}/${'x'.repeat(3000)}`)).status).toBeLessThan(500)
    expect(await strikesOf(platform.table, made.competition)).toHaveLength(1)
  })

  test('once the last ranking is fixed, and the way is not offered any more', async () => {
    const { made, burst } = await stuffed()
    const other = shownBurst(await stuff(platform, made, 4, { browser: 'one-browser' }))
    const { strike } = ok(await made.administrator.api('POST', strikes(made), { ...burst, reason }))
    await closeVote(platform, made)
    await platform.table.transact([besideItem.put({ competition: made.competition, at: platform.clock.now(), bonuses: {}, votes: {}, setAside: { ballots: 20, reasons: [reason] } }, 'none')])
    expect(told(await made.administrator.api('POST', strikes(made), { ...other, reason }))).toEqual([409, 'RANKING_FIXED'])
    expect(told(await made.administrator.api('DELETE', `${strikes(made)}/${strike}`))).toEqual([409, 'RANKING_FIXED'])
    const page = await made.administrator.page(`/competitions/${made.competition}/vote`)
    expect(page.html).toContain('最后一轮已经计分，票数已定，不能再改。')
    expect(page.html).not.toMatch(/\/vote\/strike\?|\/undo"/)
    expect(await strikesOf(platform.table, made.competition)).toHaveLength(1)
  })
})

describe('the page', () => {
  test('asks for a reason, keeps what was typed, and says on the watch what came of it', async () => {
    const { made, burst } = await stuffed()
    const at = `/competitions/${made.competition}/vote`
    const { html } = await made.administrator.page(at)
    const href = /href="([^"]*\/vote\/strike\?[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const form = await made.administrator.page(href)
    expect(form.html).toContain('这 20 张选票不计入')
    const fields = { ...burst, ballots: '20' }
    const empty = await made.administrator.post(`${at}/strike`, { ...fields, reason: '' })
    expect(empty.status).toBe(422)
    expect(empty.html).toContain('id="f-reason-e"')
    const stale = await made.administrator.post(`${at}/strike`, { ...fields, ballots: '7', reason: '查过服务器日志' })
    expect([stale.status, stale.html.includes('查过服务器日志')]).toEqual([409, true])
    const gone = await made.administrator.post(`${at}/strike`, { ...fields, from: 'nobody', reason })
    expect([gone.status, gone.html.includes('没有这样一处集中的选票')]).toEqual([422, true])
    expect((await made.administrator.post(`${at}/strike`, { reason })).status).toBe(422)
    expect((await made.administrator.post(`${at}/strike`, { ...fields, reason })).status).toBe(303)
    const after = await made.administrator.page(at)
    expect(after.html).toContain('已全部不计入')
    const undo = /action="([^"]*\/undo)"/.exec(after.html)?.[1] ?? ''
    expect((await made.administrator.post(undo, {})).status).toBe(303)
    expect((await made.administrator.post(undo, {})).status).toBe(404)
    for (const strange of ['', '?kind=network', '?kind=x&from=y&since=z']) expect((await made.administrator.page(`${at}/strike${strange}`)).status).toBe(404)
  })
})
