import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { executionItem } from '../../shared/workflow/execution.store.ts'
import { pathOf } from '../../shared/workflow/path.ts'
import { theWorkflow } from '../../functions/workflow.ts'
import { keys } from '../../shared/store/keys.ts'
import { admitAll, apply, openContest, openScoring, passWindow, scoreAll, until as contestUntil } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let administrator: Somebody

beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
})
afterAll(() => platform.close())

async function published(): Promise<string> {
  const { body } = await administrator.api('POST', '/competitions', { rulebook: 'jiaxing-default', name: { zh: '大赛' }, authority: { zh: '主办' }, contact: { phone: '0573-0000 0000', email: '' } })
  const { status } = await administrator.api('POST', `/competitions/${body.id}/publication`, {})
  expect(status).toBe(200)
  return body.id
}
const track = async (id: string) => (await administrator.api('GET', `/competitions/${id}/tracking`)).body
const until = (id: string, state: string) => vi.waitFor(async () => {
  const seen = await track(id)
  expect(seen.now?.state).toBe(state)
  return seen
}, { timeout: 60_000, interval: 50 })

describe('tracking', () => {
  test('a draft has no execution: no step is drawn, nothing is made up', async () => {
    const { body } = await administrator.api('POST', '/competitions', { rulebook: 'jiaxing-default', name: { zh: '大赛' }, authority: { zh: '主办' } })
    expect(await track(body.id)).toMatchObject({ steps: [], now: null, failed: null })
  })

  test('the picture is the history: same states, same times, rounds as steps', async () => {
    const id = await published()
    const seen = await until(id, 'AwaitCall')
    const history = pathOf(await theWorkflow().history('volunteer-contest', `${id}-1`))
    expect(seen.path).toEqual([{ execution: `${id}-1`, visits: history }])
    expect(seen.steps.map((step: { id: string; state: string }) => `${step.id} ${step.state}`)).toEqual(['call now', 'eligibility next', 'round-0 next', 'round-1 next', 'publication next', 'notice next', 'awards next'])
    const first = history.find(({ state }) => state === 'ReadCall')
    expect(seen.steps[0]).toMatchObject({ enteredAt: first?.enteredAt, leftAt: null })
    expect(seen.now).toMatchObject({ step: 'call', asked: { zh: '申报单位' }, until: seen.competition.dates.callClosesAt, late: false, since: first?.enteredAt, enteredAt: history.at(-1)?.enteredAt })
  })

  test('moving the date wakes the execution, which comes back to waiting for the new one', async () => {
    const id = await published()
    const before = await until(id, 'AwaitCall')
    const to = new Date(Date.parse(before.competition.dates.callClosesAt) + 86_400_000).toISOString()
    await administrator.api('POST', `/competitions/${id}/dates`, { window: 'call', to, reason: '台风' })
    await vi.waitFor(async () => {
      const after = await track(id)
      expect(after.path[0].visits.filter(({ state }: { state: string }) => state === 'AwaitCall')).toHaveLength(2)
      expect(after.now).toMatchObject({ state: 'AwaitCall', until: to, since: before.now.since })
    }, { timeout: 60_000, interval: 50 })
  })

  test('a call that nobody answered ends; the steps after it were not taken', async () => {
    const id = await published()
    await until(id, 'AwaitCall')
    await platform.clock.forward({ days: 40 })
    await until(id, 'EndedWithoutAwards')
    const seen = await track(id)
    expect(seen.competition.state).toBe('ended')
    expect(seen.steps.map(({ state }: { state: string }) => state)).toEqual(['done', 'next', 'next', 'next', 'next', 'next', 'next'])
    expect(seen.now.late).toBe(false)
  })

  test('a failed execution says what it was doing; started again it goes on from the record, once', async () => {
    const id = await published()
    await until(id, 'AwaitCall')
    const name = `${id}-1`
    await theWorkflow().stop('volunteer-contest', name, 'stopped by a test')
    const failed = await vi.waitFor(async () => {
      const seen = await track(id)
      expect(seen.failed).not.toBeNull()
      return seen
    }, { timeout: 60_000 })
    expect(failed.failed).toMatchObject({ execution: name, doing: { zh: '征集申报书' }, status: 'aborted' })
    expect(failed.steps[0].state).toBe('failed')
    // The sweep keeps the end in the table; here it is written as it would be.
    const stored = await platform.table.get(executionItem, keys.execution(name))
    if (stored === undefined) throw new Error('no execution')
    if (stored.value.status === 'running') await platform.table.transact([executionItem.put({ ...stored.value, status: 'aborted', endedAt: platform.clock.now() }, stored.version)])
    expect((await administrator.page('/home')).html).toContain('流程停住了：大赛')
    expect((await administrator.page(`/competitions/${id}`)).html).toContain('流程在“征集申报书”时停住了')
    const stranger = await platform.person('管理员 09', { administrator: '330402' })
    expect((await stranger.page('/home')).html).not.toContain('流程停住了')
    expect((await stranger.api('POST', `/competitions/${id}/restart`, { execution: name })).status).toBe(403)
    const [one, two] = await Promise.all([administrator.api('POST', `/competitions/${id}/restart`, { execution: name }), administrator.api('POST', `/competitions/${id}/restart`, { execution: name })])
    expect([one.body, two.body]).toEqual([{ execution: `${id}-2` }, { execution: `${id}-2` }])
    const again = await until(id, 'AwaitCall')
    expect(again).toMatchObject({ failed: null, now: { execution: `${id}-2` } })
    expect((await administrator.page('/home')).html).not.toContain('流程停住了：大赛')
    expect((await administrator.api('POST', `/competitions/${id}/restart`, { execution: `${id}-2` })).status).toBe(409)
    expect((await administrator.api('POST', `/competitions/${id}/restart`, { execution: 'nothing-1' })).status).toBe(404)
  })

  test('through a whole contest the picture follows both histories, round by round', async () => {
    const contest = await openContest(platform, { applicants: 3, judges: 3 })
    const steps = async () => (await contest.administrator.api('GET', `/competitions/${contest.id}/tracking`)).body
    for (let n = 0; n < 3; n += 1) await apply(contest, n)
    await passWindow(platform, 10)
    await contestUntil(platform, contest, 'eligibility')
    await admitAll(platform, contest)
    const planning = await steps()
    expect(planning.now).toMatchObject({ machine: 'judging-round', execution: `${contest.id}-r0-1`, step: 'planning', asked: { zh: '管理员' } })
    expect(planning.steps.map(({ state }: { state: string }) => state)).toEqual(['done', 'done', 'now', 'next', 'next', 'next'])
    await openScoring(platform, contest)
    await scoreAll(contest, (proposal) => 50 + (proposal.charCodeAt(5) % 40))
    const [judge] = contest.judges
    const removal = await contest.administrator.api('DELETE', `/competitions/${contest.id}/judges/${judge?.id}`, { reason: '不能来' })
    expect(removal).toMatchObject({ status: 409, body: { errors: [{ code: 'STILL_ASSIGNED' }] } })
    const later = new Date(Date.parse(planning.competition.dates.roundsCloseAt[0]) + 86_400_000).toISOString()
    expect((await contest.administrator.api('POST', `/competitions/${contest.id}/dates`, { window: 'round-0', to: later, reason: '评委生病' })).status).toBe(200)
    await vi.waitFor(async () => expect((await steps()).now).toMatchObject({ state: 'AwaitScoring', until: later }), { timeout: 60_000, interval: 50 })
    const scoring = await steps()
    expect(scoring.judges.map(({ assigned, submitted, pace }: { assigned: number; submitted: number; pace: string }) => [assigned, submitted, pace])).toEqual([[3, 3, 'done'], [3, 3, 'done'], [3, 3, 'done']])
    await passWindow(platform, 30)
    await contestUntil(platform, contest, 'result')
    const over = await contest.administrator.api('POST', `/competitions/${contest.id}/dates`, { window: 'round-0', to: new Date(Date.parse(platform.clock.now()) + 86_400_000).toISOString(), reason: '再评' })
    expect(over).toMatchObject({ status: 409, body: { errors: [{ code: 'WINDOW_OVER' }] } })
    const seen = await vi.waitFor(async () => {
      const now = await steps()
      expect(now.now.state).toBe('AwaitPublication')
      return now
    }, { timeout: 60_000, interval: 50 })
    expect(seen.steps.map(({ id, state }: { id: string; state: string }) => `${id} ${state}`)).toEqual(['call done', 'eligibility done', 'round-0 done', 'publication now', 'notice next', 'awards next'])
    const round = pathOf(await theWorkflow().history('judging-round', `${contest.id}-r0-1`))
    expect(seen.path[1]).toEqual({ execution: `${contest.id}-r0-1`, visits: round })
    expect(seen.steps[2]).toMatchObject({ enteredAt: round[0]?.enteredAt, leftAt: round.at(-1)?.leftAt ?? round.at(-1)?.enteredAt })
    expect((await contest.administrator.page(`/competitions/${contest.id}`)).html).toContain('发布后开始公示')
    expect((await contest.administrator.page('/home')).html).toContain(`/competitions/${contest.id}/result`)
  })

  test('others see nothing of it', async () => {
    const id = await published()
    const stranger = await platform.person('路人')
    expect((await stranger.api('GET', `/competitions/${id}/tracking`)).status).toBe(403)
    expect((await stranger.api('GET', `/competitions/${id}/judges`)).status).toBe(403)
    expect((await platform.visitor.api('GET', `/competitions/${id}/tracking`)).status).toBe(401)
  })
})
