import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { membershipItem } from '../../shared/person/person.store.ts'
import { loadAwardList, loadAwards } from '../../shared/award/award.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { waitItem } from '../../shared/wait/wait.store.ts'
import { ok, poll } from '../support/contest.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { pdf, postFile } from '../support/proposals.ts'
import { answered, type Applied, judgedVenture, type Venture, ventureRulebook } from '../support/venture.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

/** 95 and 90 use up the money between them; without the first, three go in. */
const applied: Applied[] = [
  { total: '95.00', asked: 60_000_00, category: 'elderly' }, { total: '90.00', asked: 40_000_00, category: 'children' }, { total: '85.00', asked: 30_000_00, category: 'children' },
  { total: '80.00', asked: 20_000_00, category: 'children' }, { total: '75.00', asked: 10_000_00, category: 'health' },
]
const at = ({ id }: Venture) => `/competitions/${id}/decision`
const idsOf = ({ proposals }: Venture, ...places: number[]) => places.flatMap((place) => proposals[place - 1]?.id ?? [])

describe('a decision on grants', () => {
  test('is proposed by the workflow, beside the rank order, with what each rule costs', async () => {
    const venture = await judgedVenture(platform, applied)
    const { decision, candidates, proposed } = await answered(platform, venture)
    expect(decision).toMatchObject({ budget: 100_000_00, pins: [], prepared: null, decided: null })
    // 60,000 is cut to the cap of 50,000.
    expect(candidates.map(({ amount, cuts }: { amount: number; cuts: string[] }) => [amount, cuts])).toEqual([[50_000_00, ['cap']], [40_000_00, []], [30_000_00, []], [20_000_00, []], [10_000_00, []]])
    // Down the ranking: 50 + 40, and 30 is too much for what is left.
    expect(proposed.rank).toMatchObject({ proposals: idsOf(venture, 1, 2), score: '185.00', total: 90_000_00 })
    // Of the children's projects two at most: 50 + 30 + 20 would be 260, 40 + 30 + 10 is 250; 50 + 40 + 10 is 260 and nearer to the rank order.
    expect(proposed.best).toMatchObject({ proposals: idsOf(venture, 1, 2, 5), score: '260.00', total: 100_000_00 })
    expect(proposed.costs.find(({ constraint }: { constraint: string }) => constraint === 'most-children')).toEqual({ constraint: 'most-children', gain: '70.00', projects: 1, atLeast: false })
  })

  test('is asked for again under another budget, with projects in or out', async () => {
    const venture = await judgedVenture(platform, applied)
    await answered(platform, venture)
    const [first] = idsOf(venture, 1)
    ok(await venture.organiser.api('POST', `${at(venture)}/portfolio`, { budget: 70_000_00, pins: [{ proposal: first, take: true }] }))
    const { decision, proposed } = await answered(platform, venture)
    expect(decision).toMatchObject({ budget: 70_000_00, pins: [{ proposal: first, take: true }] })
    expect(proposed.best).toMatchObject({ proposals: idsOf(venture, 1, 4), total: 70_000_00 })
    expect(proposed.constraints.map(({ id }: { id: string }) => id)).toContain(`pin-${first}`)
    const refused = await venture.organiser.api('POST', `${at(venture)}/portfolio`, { budget: 100_000_01, pins: [] })
    expect(refused.status).toBe(422)
    expect(refused.body.errors[0]).toMatchObject({ path: 'budget', code: 'TOO_BIG' })
  })

  test('names the rules that clash', async () => {
    const source = { zh: '示例' }
    const venture = await judgedVenture(platform, applied, ventureRulebook({ budget: 20_000_00, quotas: [{ by: 'category', category: 'elderly', least: 1, source }] }))
    const { proposed } = await answered(platform, venture)
    expect(proposed).toMatchObject({ best: null, clash: ['budget', 'least-elderly'], rank: { proposals: [], unmet: ['least-elderly'] } })
  })

  test('needs a reason where it is not the rank order, keeps to the rules, and loses nothing typed', async () => {
    const venture = await judgedVenture(platform, applied)
    const { candidates } = await answered(platform, venture)
    const amounts = (...places: number[]) => idsOf(venture, ...places).map((proposal) => ({ proposal, amount: candidates.find((one: { proposal: string }) => one.proposal === proposal).amount }))
    const put = (choices: unknown, reason = '') => venture.organiser.api('PUT', at(venture), { choices, reason })
    expect((await put(amounts(1, 2, 5))).body.errors).toMatchObject([{ path: 'reason', code: 'REQUIRED' }])
    expect((await put(amounts(2, 3, 4), '都是儿童项目')).body.errors).toMatchObject([{ path: 'choices', code: 'BREAKS_MOST-CHILDREN' }])
    expect((await put(amounts(1, 2, 3), '多资助一个')).body.errors.map(({ code }: { code: string }) => code)).toEqual(['BREAKS_BUDGET'])
    expect((await put([{ proposal: idsOf(venture, 5)[0], amount: 1_000_00 }, { proposal: idsOf(venture, 1)[0], amount: 60_000_00 }], '改金额')).body.errors.map(({ code }: { code: string }) => code)).toEqual(['TOO_BIG', 'TOO_SMALL'])
    expect((await put([])).status).toBe(422)
    // The rank order itself needs none.
    expect(ok(await put(amounts(1, 2)))).toEqual({ number: 1 })
    const fields = Object.fromEntries(venture.proposals.map(({ id }, i) => [`choices.${id}`, i === 0 ? '五万' : '']))
    const shown = await venture.organiser.post(at(venture), { ...fields, reason: '写好的理由' })
    expect(shown.status).toBe(422)
    expect(shown.html).toContain('value="五万"')
    expect(shown.html).toContain('写好的理由')
  })

  test('is taken by an administrator who neither prepared it nor is bound to it; both lists are kept, and the notice comes next', async () => {
    const venture = await judgedVenture(platform, applied)
    const { candidates, proposed } = await answered(platform, venture)
    const choices = candidates.filter(({ proposal }: { proposal: string }) => proposed.best.proposals.includes(proposal)).map(({ proposal, amount }: { proposal: string; amount: number }) => ({ proposal, amount }))
    const { administrator, other, organiser } = venture
    expect(ok(await administrator.api('PUT', at(venture), { choices, reason: '用足资金，总分更高' }))).toEqual({ number: 1 })
    expect((await organiser.api('POST', at(venture), { number: 1 })).status).toBe(403)
    const own = await administrator.api('POST', at(venture), { number: 1 })
    expect([own.status, own.body.errors[0].code]).toEqual([409, 'IS_PREPARER'])
    const applicant = await platform.person('机构里的管理员', { administrator: '330411', member: [venture.proposals[4]?.organisation ?? ''] })
    expect((await applicant.api('POST', at(venture), { number: 1 })).body.errors[0].code).toBe('IS_APPLICANT')
    await platform.table.transact([membershipItem.put({ role: 'organiser', person: other.id, competition: venture.id, organisation: '示例承办中心', since: platform.clock.now() }, 'none')])
    expect((await other.api('POST', at(venture), { number: 1 })).body.errors[0].code).toBe('IS_ORGANISER')
    const third = await platform.person('管理员 03', { administrator: '330411' })
    expect((await third.api('POST', at(venture), { number: 2 })).status).toBe(409)
    expect(ok(await third.api('POST', at(venture), { number: 1 }, { key: 'once-only' }))).toEqual({ lines: 3 })
    expect(ok(await third.api('POST', at(venture), { number: 1 }, { key: 'once-only' }))).toEqual({ lines: 3 })
    const { value: awards } = await loadAwards(platform.table, venture.id)
    expect((await loadAwardList(platform.table, venture.id, awards.list)).map(({ proposal, amount, award, place }) => ({ proposal, amount, award, place }))).toEqual(
      choices.map((choice: { proposal: string }) => ({ ...choice, award: 'funded', place: venture.proposals.findIndex(({ id }) => id === choice.proposal) + 1 })),
    )
    const after = ok(await third.api('GET', at(venture)))
    expect(after.decision).toMatchObject({ decided: { number: 1, byName: '管理员 03' }, prepared: { differs: true, reason: '用足资金，总分更高', choices } })
    expect(after.proposed.rank.proposals).toEqual(idsOf(venture, 1, 2))
    // The workflow waits for the notice.
    await poll(platform, async () => (await platform.table.get(waitItem, keys.wait(venture.id, 'notice-publication')))?.value.token != null, () => 'the workflow does not wait for the notice')
    // Taken back, it is asked for again and can be taken again.
    ok(await third.api('POST', `${at(venture)}/reopening`, { reason: '会议要求再议' }))
    await answered(platform, venture)
    expect(ok(await third.api('POST', at(venture), { number: 1 }))).toEqual({ lines: 3 })
  })

  test('has opinions attached, read by those who prepare it and by nobody else', async () => {
    const venture = await judgedVenture(platform, applied.slice(0, 2))
    await answered(platform, venture)
    const announced = ok(await venture.organiser.api('POST', `${at(venture)}/opinions`, { name: '会议纪要.pdf', bytes: pdf.length }))
    await postFile(announced, '会议纪要.pdf', pdf)
    expect(ok(await venture.organiser.api('POST', `${at(venture)}/opinions/${announced.file}/check`))).toMatchObject({ state: 'ready', name: '会议纪要.pdf' })
    expect((await answered(platform, venture)).decision.opinions).toMatchObject([{ file: announced.file, byName: '承办 01' }])
    expect((await venture.other.api('GET', `/files/${announced.file}`)).status).toBe(200)
    expect((await venture.organiser.api('GET', `/files/${announced.file}`)).status).toBe(200)
    const stranger = await platform.person('路人')
    expect((await stranger.api('GET', `/files/${announced.file}`)).status).toBe(403)
    expect(ok(await venture.administrator.api('DELETE', `${at(venture)}/opinions/${announced.file}`))).toEqual({ removed: true })
    expect((await venture.administrator.api('POST', `${at(venture)}/opinions`, { name: '纪要.exe', bytes: 10 })).status).toBe(422)
  })
})
