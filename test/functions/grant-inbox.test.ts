import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Agreement } from '../../shared/agreement/agreement.ts'
import { administratorItem } from '../../shared/person/person.store.ts'
import { midTerm } from '../support/appraisals.ts'
import { ok, poll } from '../support/contest.ts'
import { type Funded, fundedVenture, setGrant } from '../support/grants.ts'
import { giveMail, mailsOf } from '../support/mailed.ts'
import { accountOf } from '../support/payments.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { DISTRICT } from '../support/result.ts'

let platform: TestPlatform
let finance: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  finance = await platform.person('财务甲', { finance: DISTRICT })
})
afterAll(() => platform.close())

interface Line { title: { zh: string }; about: { zh: string }; href: string; until: string | null; state: string }
/** What somebody's inbox asks about some grants, or about the money of their competition. */
async function asked(who: Somebody, { competition, grants }: Pick<Funded, 'competition' | 'grants'>): Promise<string[]> {
  const { due } = ok(await who.api('GET', '/inbox')) as { due: Line[] }
  const places = [`/competitions/${competition}/`, ...grants.map(({ id }) => `/grants/${id}`)]
  return due.filter(({ href }) => places.some((place) => href.startsWith(place))).map(({ title, href }) => `${title.zh} ${href.split('/').at(-1)}`)
}
const grantOf = ({ grants: [grant] }: Funded) => {
  if (grant === undefined) throw new Error('a grant expected')
  return grant
}

describe('what grants ask of the authority’s people and of organisers', () => {
  test('goes from the agreement to the first money, each thing to whoever can do it, and goes when it is done', async () => {
    const funded = await fundedVenture(platform, { amounts: [1_000_000] })
    const { administrator, competition } = funded
    const { id, member } = grantOf(funded)
    const organiser = await platform.person('承办员', { organiser: [competition] })
    const all = async () => Promise.all([administrator, organiser, member, finance].map((who) => asked(who, funded)))
    expect(await all()).toEqual([['拟定资助协议 agreement'], ['拟定资助协议 agreement'], [], []])
    ok(await organiser.api('POST', `/grants/${id}/agreements`, { from: '2027-01-01', to: '2027-12-31' }))
    expect(await all()).toEqual([['签订资助协议 agreement'], [], ['签订资助协议 agreement'], []])
    const { agreements: [{ digest }] } = ok(await member.api('GET', `/grants/${id}/agreements`)) as { agreements: [Agreement] }
    ok(await member.api('POST', `/grants/${id}/agreements/1/organisation`, { digest, title: '法定代表人' }))
    expect(await all()).toEqual([['签订资助协议 agreement'], [], [], []])
    ok(await administrator.api('POST', `/grants/${id}/agreements/1/authority`, { digest, title: '科长' }))
    expect(await all()).toEqual([[], [], ['登记收款账户 money'], []])
    ok(await member.api('PUT', `/grants/${id}/account`, await accountOf(platform, id)))
    expect(await all()).toEqual([[], [], [], ['确认收款账户 money']])
    ok(await finance.api('POST', `/grants/${id}/account/confirmation`, { revision: 1 }))
    const prepare = '提请拨付（1 笔条件已满足） payments#preparable'
    expect(await all()).toEqual([[prepare], [prepare], [], []])
    expect((await organiser.page(`/competitions/${competition}/payments`)).html).toContain('条件已满足，可以提请拨付')
    ok(await organiser.api('POST', `/grants/${id}/tranches/first/preparation`))
    expect(await all()).toEqual([[], [], [], ['审批拨款（1 笔） payments#asked']])
    // All paid, and a result that nobody can object to any more: only the closing is left.
    const at = platform.clock.now()
    await setGrant(platform, id, (grant) => ({ ...grant, tranches: grant.tranches.map((one) => ({ ...one, state: 'paid' })), evaluations: [], results: { ...grant.results, final: { passed: true, grade: 'a', total: '90', at, objectionsUntil: at, openObjections: 0 } } }))
    expect((await all()).slice(0, 2)).toEqual([[`结项 ${id}`], []])
  })

  test('is one line where there are many of a kind', async () => {
    const funded = await fundedVenture(platform, { amounts: [1, 2, 3, 4, 5, 6].map((n) => n * 1_000_000) })
    expect(await asked(funded.administrator, funded)).toEqual(['拟定资助协议（6 项资助） grants'])
  })

  test('is told to organisers by mail, too, before the date and after it', async () => {
    const funded = await fundedVenture(platform, { amounts: [1_000_000] })
    const { administrator, competition } = funded
    const { id, member } = grantOf(funded)
    const organiser = await giveMail(platform, await platform.person('承办员', { organiser: [competition] }))
    for (const who of [administrator, member]) await giveMail(platform, who)
    await platform.table.transact([administratorItem.put({ district: DISTRICT, person: administrator.id }, 'none')])
    platform.clock.forward({ days: 24 })
    // The administrator hears of the district's other grants, too.
    const told = (who: Somebody, subject: string) => poll(platform, async () => (await mailsOf(platform, who, subject)).filter(({ text }) => text.includes(id)).length === 1, () => `${who.name} was not told: ${subject}`)
    for (const who of [organiser, administrator]) await told(who, '拟定资助协议')
    expect(await mailsOf(platform, member, '拟定资助协议')).toEqual([])
    ok(await organiser.api('POST', `/grants/${id}/agreements`, { from: '2027-01-01', to: '2027-12-31' }))
    platform.clock.forward({ days: 7 })
    // Late: whoever runs the competition hears what others owe.
    for (const who of [organiser, member]) await told(who, '签订资助协议')
  })
})

describe('what evaluations of grants ask of the authority', () => {
  test('is to answer a request, to name the evaluator and to rule on an objection; an organiser decides none of it', async () => {
    const { id, member, administrator, at, grant } = await midTerm(platform)
    const { competition } = await grant()
    const organiser = await platform.person('承办员', { organiser: [competition] })
    const evaluator = await platform.person('评估员甲', { evaluator: DISTRICT })
    const own = { competition, grants: [{ id, amount: 0, organisation: '', member }] }
    const now = async () => (await asked(administrator, own)).filter((line) => line.includes('评估'))
    expect(await now()).toEqual([])
    const { window } = (ok(await member.api('GET', `/grants/${id}/evaluations`)) as { evaluations: [{ window: { dueAt: string } }] }).evaluations[0]
    ok(await member.api('POST', `${at}/postponement`, { reason: '汛期停课', until: new Date(Date.parse(window.dueAt) + 10 * 86_400_000).toISOString().slice(0, 10) }))
    expect(await now()).toEqual(['中期评估：答复延期申请 evaluation'])
    ok(await administrator.api('POST', `${at}/postponement/answer`, { granted: true, reason: '属实' }))
    expect(await now()).toEqual([])
    ok(await member.api('PUT', `${at}/self`, { content: { done: '开展活动。', results: '会用手机。', money: '按预算花。', difficulties: '无', activities: 1, people: 8, attendances: 24, spent: 100 } }))
    ok(await member.api('POST', `${at}/self/submission`))
    expect(await now()).toEqual(['中期评估：指定评估员 evaluation'])
    ok(await administrator.api('PUT', `${at}/evaluator`, { person: evaluator.id }))
    expect(await now()).toEqual([])
    ok(await evaluator.api('POST', `${at}/card/submission`, { scores: { delivery: '50', money: '30.5', press: '2' }, comment: '扎实' }))
    ok(await member.api('POST', `${at}/objections`, { facts: '第三次活动没有计入。' }))
    expect(await now()).toEqual(['中期评估：裁定异议 evaluation'])
    expect((await asked(organiser, own)).filter((line) => line.includes('评估'))).toEqual([])
  })
})
