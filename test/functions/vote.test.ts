import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rememberDevice } from '../../functions/commands/device.ts'
import { makeContext } from '../../functions/context.ts'
import { newSecret, newVolunteerId } from '../../shared/kernel/ids.ts'
import { ballotsOf } from '../../shared/vote/ballot.store.ts'
import { ok } from '../support/contest.ts'
import type { Judging } from '../support/judging.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { closeVote, voting } from '../support/votes.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

const codesOf = ({ body }: { body: { errors?: { code: string }[] } }) => (body.errors ?? []).map(({ code }) => code)
const vote = (made: Judging, who: { api: TestPlatform['visitor']['api'] }, nth: readonly number[], key?: string) =>
  who.api('POST', `/competitions/${made.competition}/ballots`, { proposals: nth.flatMap((n) => made.proposals[n]?.id ?? []) }, key === undefined ? {} : { key })
const votesOf = async (made: Judging) => (await ballotsOf(platform.table, made.competition)).map(({ proposals, shadow }) => ({ proposals: proposals.length, shadow }))

/** Opens or sends the vote's page in a browser with these cookies. */
async function inBrowser(made: Judging, cookies: Record<string, string>, proposals?: string[]) {
  const form = proposals === undefined ? undefined : new URLSearchParams([['command', newSecret()], ...proposals.map((one) => ['proposals', one])])
  const response = await fetch(`${platform.url}/vote/${made.competition}`, {
    method: form === undefined ? 'GET' : 'POST', redirect: 'manual',
    headers: { origin: platform.url, 'accept-language': 'zh', cookie: Object.entries(cookies).map(([name, value]) => `${name}=${value}`).join('; '), ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }) },
    ...(form === undefined ? {} : { body: form.toString() }),
  })
  return { status: response.status, html: await response.text(), cookies: response.headers.getSetCookie() }
}

describe('one vote a person', () => {
  test('a day, and the next day again', async () => {
    const made = await voting(platform)
    const resident = await platform.person('居民甲')
    expect((await vote(made, resident, [0, 1])).status).toBe(201)
    const again = await vote(made, resident, [2])
    expect([again.status, codesOf(again)]).toEqual([422, ['VOTED']])
    expect(ok(await resident.api('GET', `/competitions/${made.competition}/vote`)).ballot.proposals).toEqual([made.proposals[0]?.id, made.proposals[1]?.id])
    platform.clock.forward({ days: 1 })
    expect((await vote(made, resident, [2])).status).toBe(201)
    expect(await votesOf(made)).toHaveLength(2)
  })

  test('or in all', async () => {
    const made = await voting(platform, { vote: { ballots: 'once' } })
    const resident = await platform.person('居民乙')
    expect((await vote(made, resident, [0])).status).toBe(201)
    platform.clock.forward({ days: 1 })
    expect(codesOf(await vote(made, resident, [0]))).toEqual(['VOTED'])
  })

  test('at the same moment from two windows it is one, and a command that is sent again is answered again', async () => {
    const made = await voting(platform)
    const resident = await platform.person('居民丙')
    const statuses = (await Promise.all(Array.from({ length: 6 }, () => vote(made, resident, [1])))).map(({ status }) => status)
    expect(statuses.toSorted()).toEqual([201, 422, 422, 422, 422, 422])
    const other = await platform.person('居民丁')
    const first = await vote(made, other, [0], 'the-same-command')
    expect(await vote(made, other, [0], 'the-same-command')).toMatchObject({ status: 201, body: first.body })
    expect(await votesOf(made)).toHaveLength(2)
  })

  test('a volunteer’s proved phone votes without an account; signed in on it there is one vote under both names', async () => {
    const made = await voting(platform)
    const [proposal = ''] = made.proposals.map(({ id }) => id)
    const context = makeContext({ kind: 'visitor' })
    const [volunteer, typed] = [await rememberDevice(context, newVolunteerId(), true), await rememberDevice(context, newVolunteerId(), false)]
    const visitor = newSecret()
    expect((await inBrowser(made, { volunteer: typed, visitor }, [proposal])).html).toContain('请先登录，或用已验证的志愿者手机打开本页，再投票。')
    const resident = await platform.person('居民戊')
    expect((await inBrowser(made, { volunteer, visitor, session: resident.cookie }, [proposal])).status).toBe(303)
    expect(await votesOf(made)).toEqual(expect.arrayContaining([{ proposals: 1, shadow: false }, { proposals: 0, shadow: true }]))
    // Each name alone has voted.
    expect((await inBrowser(made, { volunteer, visitor }, [proposal])).html).toContain('您今天已经投过票了，明天可以再投。')
    expect(codesOf(await vote(made, resident, [1]))).toEqual(['VOTED'])
    expect((await inBrowser(made, { volunteer, visitor })).html).toContain('您的票已收到')
  })
})

describe('bad input is a sentence, and nothing is changed', () => {
  test('too many, none, strangers, nonsense; a judge of the competition; after the end', async () => {
    const made = await voting(platform, { judges: 1 })
    const resident = await platform.person('居民己')
    expect(codesOf(await vote(made, resident, [0, 1, 2]))).toEqual(['TOO_MANY'])
    expect(codesOf(await vote(made, resident, []))).toEqual(['REQUIRED'])
    const elsewhere = await voting(platform)
    expect(codesOf(await resident.api('POST', `/competitions/${made.competition}/ballots`, { proposals: [elsewhere.proposals[0]?.id] }))).toEqual(['CHOICE_UNKNOWN'])
    expect((await resident.api('POST', `/competitions/${made.competition}/ballots`, { proposals: ['x'] })).status).toBe(422)
    expect((await resident.api('POST', `/competitions/${made.competition}/ballots`, { proposals: 'all' })).status).toBe(422)
    expect((await platform.visitor.api('POST', `/competitions/${made.competition}/ballots`, { proposals: [made.proposals[0]?.id] })).status).toBe(401)
    for (const judge of made.judges) expect(codesOf(await vote(made, judge, [0]))).toEqual(['JUDGE_VOTES'])
    await closeVote(platform, made)
    expect(codesOf(await vote(made, resident, [0]))).toEqual(['VOTE_CLOSED'])
    expect(await votesOf(made)).toEqual([])
  })

  test('many voters on one browser are stopped, whoever they are signed in as', async () => {
    const made = await voting(platform)
    const [proposal = ''] = made.proposals.map(({ id }) => id)
    const visitor = newSecret()
    const statuses: number[] = []
    for (let n = 0; n < 8; n += 1) statuses.push((await inBrowser(made, { visitor, session: (await platform.person(`同机 ${n}`)).cookie }, [proposal])).status)
    expect(statuses).toEqual([303, 303, 303, 303, 303, 303, 422, 422])
    const seen = ok(await made.administrator.api('GET', `/competitions/${made.competition}/vote/watch`))
    expect(seen.bursts).toMatchObject([{ kind: 'browser', ballots: 6 }])
    expect(seen).toMatchObject({ ballots: 6, standing: null })
  })
})

describe('what is seen', () => {
  test('the page shows no applicant and no numbers, in another order for each visitor, and remembers the browser alone', async () => {
    const made = await voting(platform, { proposals: 9, vote: { shows: ['summary'] } })
    const first = await inBrowser(made, {})
    expect(first.cookies.find((one) => one.startsWith('visitor='))).toMatch(/HttpOnly; SameSite=Lax/)
    expect(first.html).not.toMatch(/梧桐社工服务中心|现有 \d+ 票/)
    const orders = await Promise.all([1, 2, 3].map(async () => [...(await inBrowser(made, { visitor: newSecret() })).html.matchAll(/敲门行动 (\d)/g)].map(([, n]) => n).join('')))
    expect(new Set(orders).size).toBe(3)
    expect(orders.every((order) => [...new Set(order)].toSorted().join('') === '123456789')).toBe(true)
  })

  test('numbers are shown live only where the rulebook says so; who watches sees them once it is over', async () => {
    const live = await voting(platform, { vote: { live: true } })
    ok(await vote(live, await platform.person('居民庚'), [0]))
    expect((await inBrowser(live, {})).html).toContain('现有 1 票')
    const secret = await voting(platform)
    ok(await vote(secret, await platform.person('居民辛'), [0]))
    expect(ok(await secret.administrator.api('GET', `/competitions/${secret.competition}/vote`)).votes).toBeNull()
    await closeVote(platform, secret)
    const page = await secret.administrator.page(`/competitions/${secret.competition}/vote`)
    expect(page.html).toContain('没有在投票')
    expect(ok(await secret.administrator.api('GET', `/competitions/${secret.competition}/vote/watch`)).standing[0]).toMatchObject({ title: '敲门行动 1', votes: 1 })
  })

  test('a competition without a vote has no such page', async () => {
    const made = await voting(platform)
    expect((await platform.visitor.page(`/vote/${made.competition.slice(0, -2)}zz`)).status).toBe(404)
  })
})
