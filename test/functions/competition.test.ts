import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { libraryRulebooks } from '../../shared/rulebook/library.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let administrator: Somebody
let elsewhere: Somebody
let stranger: Somebody

beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
  elsewhere = await platform.person('管理员 02', { administrator: '330402' })
  stranger = await platform.person('路人')
})
afterAll(() => platform.close())

const days = (n: number, hours = 0) => new Date(Date.parse(platform.clock.now()) + n * 86_400_000 + hours * 3_600_000).toISOString()
const described = { name: { zh: '示例大赛', en: 'Example contest' }, authority: { zh: '示例区社会工作部' }, contact: { phone: '0573-0000 0000', email: '' } }
const dates = () => ({ callClosesAt: days(30), eligibilityClosesAt: days(40), roundsCloseAt: [days(50), days(60)] })

async function draft(more: Record<string, unknown> = {}, by = administrator): Promise<string> {
  const { status, body } = await by.api('POST', '/competitions', { rulebook: 'jiaxing-default', ...described, ...more })
  expect(status, JSON.stringify(body)).toBe(201)
  return body.id
}
async function published(more: Record<string, unknown> = {}): Promise<string> {
  const id = await draft({ dates: dates(), ...more })
  const { status, body } = await administrator.api('POST', `/competitions/${id}/publication`, {})
  expect(status, JSON.stringify(body)).toBe(200)
  return id
}
const paths = (body: { errors?: { path: string }[] }) => (body.errors ?? []).map(({ path }) => path)
const codes = (body: { errors?: { code: string }[] }) => (body.errors ?? []).map(({ code }) => code)

describe('setting a competition up', () => {
  test('a draft takes its dates from the rulebook and closes windows at 17:00 in Shanghai', async () => {
    const id = await draft()
    const { body } = await administrator.api('GET', `/competitions/${id}`)
    expect(body).toMatchObject({ state: 'draft', seed: '', rulebook: { id: 'jiaxing-default', version: 1 } })
    expect([body.dates.callClosesAt, ...body.dates.roundsCloseAt].every((at: string) => at.endsWith('T09:00:00.000Z'))).toBe(true)
    expect(body.dates.roundsCloseAt).toHaveLength(2)
    expect(body.rules.id).toBe('jiaxing-default')
  })

  test('an unknown rulebook is named at its field', async () => {
    const { status, body } = await administrator.api('POST', '/competitions', { rulebook: 'nowhere-1999', ...described })
    expect(status).toBe(422)
    expect(body.errors).toMatchObject([{ path: 'rulebook', code: 'NAME_UNKNOWN' }])
  })

  test('what is missing or of the wrong kind is named field by field', async () => {
    const { status, body } = await administrator.api('POST', '/competitions', { rulebook: 'jiaxing-default', name: { zh: '' }, authority: { zh: 3 }, dates: { callClosesAt: 'tomorrow', eligibilityClosesAt: days(3), roundsCloseAt: [] }, colour: 'red' })
    expect(status).toBe(422)
    expect(paths(body).toSorted()).toEqual(['authority.zh', 'colour', 'dates.callClosesAt', 'dates.roundsCloseAt', 'name.zh'])
  })

  test('settings change the copy of the rules and nothing of the library', async () => {
    const id = await draft()
    const change = {
      name: { zh: '改名的大赛' }, introduction: '面向全区', notice: { workingDays: 7, firstDayCounts: true }, proposalsEach: null,
      categories: [{ id: 'elderly', name: { zh: '为老' } }, { id: 'children', name: { zh: '为小' } }],
      rounds: [{ id: 'review', panelSize: 5, floor: 3, weight: 30, advance: { rule: 'top', count: 12, within: 'all' } }, { id: 'pitch', weight: 70 }],
      awards: [{ id: 'gold', name: { zh: '金奖' }, rule: 'count', count: 2, within: 'all' }],
    }
    expect((await administrator.api('PUT', `/competitions/${id}`, change)).status).toBe(200)
    const { body } = await administrator.api('GET', `/competitions/${id}`)
    expect(body.name).toEqual({ zh: '改名的大赛' })
    expect(body.rules.rounds[0]).toMatchObject({ panelSize: 5, weight: 30, advance: { rule: 'top', count: 12 } })
    expect(body.rules.rounds[0].criteria).toHaveLength(4)
    expect(body.rules.awards).toHaveLength(1)
    expect(body.rules.applicants.proposalsEach).toBeNull()
    expect(libraryRulebooks().find((rulebook) => rulebook.id === 'jiaxing-default')?.rounds[0]?.weight).toBe(40)
  })

  test('weights that do not make 100, awards beyond the finalists, a floor above the panel and a date reversed are refused at their fields', async () => {
    const id = await draft()
    const rules = await administrator.api('PUT', `/competitions/${id}`, {
      rounds: [{ id: 'review', weight: 50, floor: 9, advance: { rule: 'top', count: 5, within: 'all' }, advanceTie: 'decide' }, { id: 'pitch', weight: 60 }],
      awards: [{ id: 'gold', name: { zh: '金奖' }, rule: 'count', count: 6, within: 'all' }],
    })
    expect(rules.status).toBe(422)
    expect(rules.body.errors).toEqual(expect.arrayContaining([
      expect.objectContaining({ path: 'rounds.0.weight', code: 'WEIGHTS_NOT_100', detail: expect.stringContaining('110') }),
      expect.objectContaining({ path: 'rounds.0.floor', code: 'FLOOR_ABOVE_PANEL' }),
      expect.objectContaining({ path: 'awards', code: 'AWARDS_ABOVE_FINALISTS' }),
    ]))
    const reversed = await administrator.api('PUT', `/competitions/${id}`, { dates: { ...dates(), eligibilityClosesAt: days(20) } })
    expect(reversed.body.errors).toMatchObject([{ path: 'dates.eligibilityClosesAt', code: 'DATES_REVERSED' }])
    const past = await administrator.api('PUT', `/competitions/${id}`, { dates: { ...dates(), callClosesAt: days(-1) } })
    expect(past.body.errors).toMatchObject([{ path: 'dates.callClosesAt', code: 'DATE_PAST' }])
    const rounds = await administrator.api('PUT', `/competitions/${id}`, { dates: { ...dates(), roundsCloseAt: [days(50)] } })
    expect(rounds.body.errors).toMatchObject([{ path: 'dates.roundsCloseAt', code: 'ROUND_DATES' }])
    const unknown = await administrator.api('PUT', `/competitions/${id}`, { rounds: [{ id: 'final', weight: 100 }] })
    expect(unknown.body.errors).toMatchObject([{ path: 'rounds.0.id', code: 'NAME_UNKNOWN' }])
  })

  test('a whole rulebook replaces the copy; a wrong one is refused below rulebook.', async () => {
    const id = await draft()
    const { rules } = (await administrator.api('GET', `/competitions/${id}`)).body
    const wrong = await administrator.api('PUT', `/competitions/${id}`, { rulebook: { ...rules, notice: { workingDays: 0, firstDayCounts: true }, total: undefined } })
    expect(wrong.status).toBe(422)
    expect(paths(wrong.body)).toEqual(expect.arrayContaining(['rulebook.notice.workingDays', 'rulebook.total']))
    const three = [{ ...rules.rounds[0], id: 'first', weight: 20 }, { ...rules.rounds[0], weight: 20 }, rules.rounds[1]]
    expect((await administrator.api('PUT', `/competitions/${id}`, { rulebook: { ...rules, rounds: three } })).status).toBe(200)
    const after = (await administrator.api('GET', `/competitions/${id}`)).body
    expect(after.dates.roundsCloseAt).toHaveLength(3)
    expect(after.dates.roundsCloseAt[2] > after.dates.roundsCloseAt[1]).toBe(true)
  })

  test('an unchanged save leaves no trace in the trail', async () => {
    const id = await draft()
    await administrator.api('PUT', `/competitions/${id}`, { name: described.name })
    const { body } = await administrator.api('GET', `/competitions/${id}/trail`)
    expect(body.entries.map(({ action }: { action: string }) => action)).toEqual(['competition.create'])
  })

  test('a draft is there for its district only', async () => {
    const id = await draft()
    expect((await stranger.api('GET', `/competitions/${id}`)).status).toBe(404)
    expect((await platform.visitor.api('GET', `/competitions/${id}`)).status).toBe(404)
    expect((await elsewhere.api('PUT', `/competitions/${id}`, { name: { zh: '别人的' } })).status).toBe(403)
    expect((await elsewhere.api('GET', `/competitions/${id}/preview`)).status).toBe(403)
    expect((await elsewhere.api('POST', `/competitions/${id}/publication`, {})).status).toBe(403)
    expect((await stranger.api('POST', '/competitions', { rulebook: 'jiaxing-default', ...described })).status).toBe(403)
    expect((await elsewhere.api('POST', '/competitions', { rulebook: 'jiaxing-default', ...described, district: '330411' })).status).toBe(403)
    expect((await platform.visitor.api('POST', '/competitions', { rulebook: 'jiaxing-default', ...described })).status).toBe(401)
    expect((await elsewhere.api('GET', '/competitions')).body.competitions).toEqual([])
    expect((await administrator.api('GET', '/competitions?state=draft')).body.competitions.map((one: { id: string }) => one.id)).toContain(id)
  })
})

describe('the preview', () => {
  test('Qingdao with 422 entries: 10 groups, 50 finalists, 30 awards, 20 without', async () => {
    const id = await draft({ rulebook: 'qingdao-2018' })
    const { body } = await administrator.api('GET', `/competitions/${id}/preview?proposals=422&judges=50`)
    expect(body.forecast.rounds.map((round: { groups: unknown[] }) => round.groups.length)).toEqual([10, 10, 10])
    expect(body.forecast).toMatchObject({ proposals: 422, finalists: 50, unawarded: 20 })
    expect(body.forecast.rounds[1]).toMatchObject({ cards: 2110, advances: 50, judges: { comfortable: 50, least: 5 }, loads: { planned: 50, idle: 0, short: 0 } })
    expect(body.forecast.awards.map(({ given }: { given: number }) => given)).toEqual([3, 6, 9, 12])
    expect(body.forecast.rounds[2].minutes).toBe(250)
    expect(body.dates.windows).toHaveLength(5)
    expect(body.dates.notice.days.filter(({ counts }: { counts: boolean }) => counts)).toHaveLength(5)
  })

  test('few proposals leave awards unfilled, none leave all, and too few judges are counted', async () => {
    const id = await draft({ rulebook: 'qingdao-2018' })
    const few = (await administrator.api('GET', `/competitions/${id}/preview?proposals=7`)).body.forecast
    expect(few.finalists).toBe(7)
    expect(few.awards.map(({ given }: { given: number }) => given)).toEqual([3, 4, 0, 0])
    const none = (await administrator.api('GET', `/competitions/${id}/preview?proposals=0`)).body.forecast
    expect(none).toMatchObject({ finalists: 0, unawarded: 0 })
    const short = (await administrator.api('GET', `/competitions/${id}/preview?proposals=20&judges=2`)).body.forecast
    expect(short.rounds[0].loads.short).toBe(20)
    expect((await administrator.api('GET', `/competitions/${id}/preview?proposals=-1`)).status).toBe(422)
  })
})

describe('publishing the call', () => {
  test('draws and publishes a seed, opens the competition to everybody, starts one execution', async () => {
    const id = await draft({ dates: dates() })
    const first = await administrator.api('POST', `/competitions/${id}/publication`, {}, { key: 'publish-once-1' })
    expect(first.body).toMatchObject({ state: 'call', publishedAt: expect.any(String) })
    expect(first.body.seed).toMatch(/^[0-9a-z]{12}$/)
    const [replay, again] = await Promise.all([administrator.api('POST', `/competitions/${id}/publication`, {}, { key: 'publish-once-1' }), administrator.api('POST', `/competitions/${id}/publication`, { seed: 'other' })])
    expect(replay.body).toEqual(first.body)
    expect(again.body.seed).toBe(first.body.seed)
    const seen = await platform.visitor.api('GET', `/competitions/${id}`)
    expect(seen.body).toMatchObject({ state: 'call', seed: first.body.seed })
    const { body } = await administrator.api('GET', `/competitions/${id}/trail`)
    expect(body.entries.filter(({ action }: { action: string }) => action === 'competition.publish')).toHaveLength(1)
  })

  test('a seed drawn in public is taken as given', async () => {
    const id = await draft({ dates: dates() })
    expect((await administrator.api('POST', `/competitions/${id}/publication`, { seed: '2026-05-01.0417' })).body.seed).toBe('2026-05-01.0417')
  })

  test('a draft without a contact, or whose dates have passed meanwhile, says so', async () => {
    const id = await draft({ contact: { phone: '', email: '' }, dates: { callClosesAt: days(0, 2), eligibilityClosesAt: days(0, 4), roundsCloseAt: [days(0, 6), days(0, 8)] } })
    await platform.clock.forward({ hours: 5 })
    const { status, body } = await administrator.api('POST', `/competitions/${id}/publication`, {})
    expect(status).toBe(422)
    expect(paths(body).toSorted()).toEqual(['contact.phone', 'dates.callClosesAt', 'dates.eligibilityClosesAt'])
  })

  test('rules and dates are fixed from then on; contact and introduction are not', async () => {
    const id = await published()
    const fixed = await administrator.api('PUT', `/competitions/${id}`, { notice: { workingDays: 3, firstDayCounts: true }, dates: dates() })
    expect(fixed.status).toBe(409)
    expect(paths(fixed.body).toSorted()).toEqual(['dates', 'notice'])
    const open = await administrator.api('PUT', `/competitions/${id}`, { contact: { phone: '', email: 'office@example.cn' }, introduction: '补充说明' })
    expect(open.body.contact.email).toBe('office@example.cn')
  })
})

describe('moving a date', () => {
  test('later with a reason; later windows stay or come along', async () => {
    const id = await published()
    const { dates: before } = (await administrator.api('GET', `/competitions/${id}`)).body
    const to = new Date(Date.parse(before.callClosesAt) + 2 * 86_400_000).toISOString()
    const moved = await administrator.api('POST', `/competitions/${id}/dates`, { window: 'call', to, reason: '台风' })
    expect(moved.body.dates).toEqual({ ...before, callClosesAt: to })
    const shifted = await administrator.api('POST', `/competitions/${id}/dates`, { window: 'eligibility', to: new Date(Date.parse(before.eligibilityClosesAt) + 15 * 86_400_000).toISOString(), reason: '材料多', following: 'shift' })
    expect(shifted.body.dates.roundsCloseAt.map((at: string, i: number) => Date.parse(at) - Date.parse(before.roundsCloseAt[i]))).toEqual([15 * 86_400_000, 15 * 86_400_000])
    const { body } = await administrator.api('GET', `/competitions/${id}/trail`)
    const entry = body.entries.find(({ reason }: { reason?: string }) => reason === '台风')
    expect(entry).toMatchObject({ action: 'competition.move-date', from: before.callClosesAt, to, by: { name: '管理员 01' } })
  })

  test('earlier, written with any offset', async () => {
    const id = await published()
    const day = days(3).slice(0, 10)
    const { status, body } = await administrator.api('POST', `/competitions/${id}/dates`, { window: 'call', to: `${day}T17:00:00+08:00`, reason: '提前' })
    expect(status).toBe(200)
    expect(body.dates.callClosesAt).toBe(`${day}T09:00:00.000Z`)
  })

  test('not without a reason, not into the past, not out of order, not where it is', async () => {
    const id = await published()
    const { dates: before } = (await administrator.api('GET', `/competitions/${id}`)).body
    const move = (body: Record<string, unknown>) => administrator.api('POST', `/competitions/${id}/dates`, { window: 'call', reason: '理由', to: days(3), ...body })
    expect(paths((await move({ reason: ' ' })).body)).toEqual(['reason'])
    expect((await move({ to: days(-1) })).body.errors).toMatchObject([{ path: 'to', code: 'DATE_PAST' }])
    expect((await move({ to: days(41) })).body.errors).toMatchObject([{ path: 'to', code: 'DATES_REVERSED' }])
    expect((await move({ window: 'eligibility', to: days(29) })).body.errors).toMatchObject([{ path: 'to', code: 'DATES_REVERSED' }])
    expect((await move({ to: before.callClosesAt })).body.errors).toMatchObject([{ path: 'to', code: 'SAME_DATE' }])
    expect((await move({ window: 'round-7' })).status).toBe(404)
    expect(paths((await move({ window: 'party' })).body)).toEqual(['window'])
    expect((await administrator.api('GET', `/competitions/${id}`)).body.dates).toEqual(before)
  })

  test('not by others, not in a draft, not once the call has closed', async () => {
    const id = await published({ dates: { ...dates(), callClosesAt: days(0, 3) } })
    const move = { window: 'call', to: days(3), reason: '理由' }
    expect((await elsewhere.api('POST', `/competitions/${id}/dates`, move)).status).toBe(403)
    expect((await stranger.api('POST', `/competitions/${id}/dates`, move)).status).toBe(403)
    expect((await administrator.api('POST', `/competitions/${await draft()}/dates`, move)).status).toBe(409)
    await platform.clock.forward({ hours: 4 })
    const late = await administrator.api('POST', `/competitions/${id}/dates`, move)
    expect(late.status).toBe(409)
    expect(codes(late.body)).toEqual(['WINDOW_OVER'])
  })

  test('two administrators at once: both moves stand', async () => {
    const id = await published()
    const second = await platform.person('管理员 03', { administrator: '330411' })
    const [call, round] = await Promise.all([
      administrator.api('POST', `/competitions/${id}/dates`, { window: 'call', to: days(31), reason: '一' }),
      second.api('POST', `/competitions/${id}/dates`, { window: 'round-1', to: days(70), reason: '二' }),
    ])
    expect([call.status, round.status]).toEqual([200, 200])
    const { dates: after } = (await administrator.api('GET', `/competitions/${id}`)).body
    expect(Math.round((Date.parse(after.roundsCloseAt[1]) - Date.parse(after.callClosesAt)) / 86_400_000)).toBe(39)
  })
})
