import { afterAll, beforeAll, expect, test } from 'vitest'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { competitionItem, loadCompetition } from '../../shared/competition/competition.store.ts'
import { rulebook } from '../shared/rulebook/sample.ts'
import { concludeAgreement } from '../support/agreements.ts'
import { mistakes, ok } from '../support/contest.ts'
import { decidedVenture, fundedVenture } from '../support/grants.ts'
import { readBooks } from '../support/money-books.ts'
import { approveFirst, bank, orderAll, payOrder } from '../support/payments.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { applicant, openCompetition } from '../support/proposals.ts'
import { DISTRICT } from '../support/result.ts'
import { answered, judgedVenture } from '../support/venture.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

/** In fen, as a program could send them: with a fraction, below zero, 10^15, no number at all. */
const numbers: readonly unknown[] = [1_234.5, -500, 10 ** 15, 1e300, '500', null]
/** In yuan, as somebody could type them. */
const texts = ['12.345', '-5', '1000000000000000', '五千']

/** Each sum is refused beside its own field in both languages. */
async function refusedNumbers(who: Somebody, method: string, path: string, body: (amount: unknown) => object, field: string): Promise<void> {
  for (const amount of numbers) {
    const answer = await who.api(method, path, body(amount))
    expect([path, amount, answer.status, [...new Set(answer.body.errors?.map((one: { path: string }) => one.path))]]).toEqual([path, amount, 422, [field]])
    for (const one of answer.body.errors as { zh: string; en: string }[]) expect([one.zh === '', one.en === '']).toEqual([false, false])
  }
}
/** Each text is refused, the field is named, and what was typed is still there. */
async function refusedTexts(who: Somebody, path: string, fields: (amount: string) => Record<string, string>, field: string): Promise<void> {
  for (const amount of texts) {
    const shown = await who.post(path, fields(amount))
    expect([path, amount, shown.status, shown.html.includes(`href="#f-${field}"`), shown.html.includes(`value="${amount}"`)]).toEqual([path, amount, 422, true, true])
  }
}

test('a sum of an agreement, a claim, an instalment, what came back or is written off', async () => {
  const { competition, administrator, grants: [grant] } = await fundedVenture(platform, { amounts: [1_000_000] })
  if (grant === undefined) throw new Error('a grant expected')
  const finance = await platform.person('财务', { finance: DISTRICT })
  const made = { competition, administrator, finance, grants: [grant] }
  await concludeAgreement(administrator, grant)
  await bank(platform, { finance }, grant)
  await approveFirst(made)
  await payOrder(platform, made, await orderAll(made))
  const at = `/grants/${grant.id}`
  const on = shanghaiDate(platform.clock.now())
  const books = () => readBooks(platform.table, competition, [grant.id], platform.clock.now())
  const untouched = async (tries: () => Promise<void>) => {
    const { at: _, ...before } = await books()
    await tries()
    expect(await books()).toMatchObject(before)
  }

  const terms = { from: '2027-01-01', to: '2027-12-31', reason: '变更' }
  const claim = { cause: 'misuse', lines: [{ what: '招待费', amount: 100_000 }], reasons: '不在用途内。', ban: false }
  const typedClaim = { 'claim.cause': 'misuse', 'claim.lines.0.what': '招待费', 'claim.lines.0.amount': '1000', 'claim.reasons': '不在用途内。' }
  await untouched(async () => {
    // Left out, an amendment leaves the sum as it is; null is no sum.
    await refusedNumbers(administrator, 'POST', `${at}/agreements`, (amount) => ({ ...terms, amount }), 'amount')
    await refusedTexts(administrator, `${at}/agreement`, (amount) => ({ 'terms.from': terms.from, 'terms.to': terms.to, 'terms.reason': '变更', 'terms.amount': amount }), 'terms.amount')
    await refusedNumbers(administrator, 'POST', `${at}/clawbacks`, (amount) => ({ ...claim, lines: [{ what: '招待费', amount }] }), 'lines.0.amount')
    await refusedTexts(administrator, `${at}/recovery`, (amount) => ({ ...typedClaim, 'claim.lines.0.amount': amount }), 'claim.lines.0.amount')
    await refusedNumbers(administrator, 'POST', `${at}/clawbacks`, (amount) => ({ ...claim, instalments: [{ on: '2099-01-01', amount }] }), 'instalments.0.amount')
    await refusedTexts(administrator, `${at}/recovery`, (amount) => ({ ...typedClaim, 'claim.instalments.0.on': '2099-01-01', 'claim.instalments.0.amount': amount }), 'claim.instalments.0.amount')
  })
  ok(await administrator.api('POST', `${at}/clawbacks`, claim))
  await untouched(async () => {
    await refusedNumbers(finance, 'POST', `${at}/clawbacks/1/payments`, (amount) => ({ on, amount, reference: '回单' }), 'amount')
    await refusedTexts(finance, `${at}/recovery/1/payment`, (amount) => ({ 'payment.on': on, 'payment.amount': amount, 'payment.reference': '回单' }), 'payment.amount')
    await refusedNumbers(administrator, 'POST', `${at}/clawbacks/1/write-offs`, (amount) => ({ amount, reasons: '无法追回' }), 'amount')
    await refusedTexts(administrator, `${at}/recovery/1/write-off`, (amount) => ({ 'write-off.amount': amount, 'write-off.reasons': '无法追回' }), 'write-off.amount')
  })
})

test('a budget and a grant of a decision', async () => {
  const venture = await judgedVenture(platform, [{ total: '95.00', asked: 50_000_00, category: 'elderly' }])
  await answered(platform, venture)
  const at = `/competitions/${venture.id}/decision`
  const proposal = venture.proposals[0]?.id ?? ''
  const before = ok(await venture.administrator.api('GET', at))
  await refusedNumbers(venture.administrator, 'POST', `${at}/portfolio`, (budget) => ({ budget, pins: [] }), 'budget')
  await refusedTexts(venture.administrator, `${at}/portfolio`, (budget) => ({ 'ask.budget': budget }), 'ask.budget')
  for (const amount of numbers) {
    const answer = await venture.administrator.api('PUT', at, { choices: [{ proposal, amount }], reason: '改金额' })
    expect([amount, answer.status, mistakes(answer)[0]?.startsWith('choices.')]).toEqual([amount, 422, true])
  }
  await refusedTexts(venture.administrator, at, (amount) => ({ [`choices.${proposal}`]: amount, reason: '改金额' }), `choices.${proposal}`)
  expect(ok(await venture.administrator.api('GET', at))).toEqual(before)
})

test('the sum that a ruling puts right', async () => {
  const { competition, administrator } = await decidedVenture(platform, { amounts: [10_000_001] })
  const found = await loadCompetition(platform.table, competition)
  await platform.table.transact([competitionItem.put({ ...found.value, state: 'result', notice: null }, found.version)])
  ok(await administrator.api('POST', `/competitions/${competition}/notice`, { basis: '大赛章程', process: '经评审和资助决定。', contact: { phone: '0573-0000 0000', email: '' } }))
  const { lines: [line] } = ok(await platform.visitor.api('GET', `/competitions/${competition}/notice`)) as { lines: [{ number: string }] }
  const { id } = ok(await platform.visitor.api('POST', `/competitions/${competition}/objections`, { kind: 'person', name: '示例居民', contact: '0573-1111 1111', facts: '申报的经费与实际不符，附近居民可以作证。', proposal: line.number })) as { id: string }
  await refusedNumbers(administrator, 'POST', `/competitions/${competition}/objections/${id}/ruling`, (amount) => ({ reasons: '算错了。', effect: 'correct', amount }), 'amount')
  await refusedTexts(administrator, `/competitions/${competition}/result/objections/${id}`, (amount) => ({ reasons: '算错了。', effect: 'correct', amount }), 'amount')
  expect(ok(await administrator.api('GET', `/competitions/${competition}/objections`)).objections).toMatchObject([{ state: 'open' }])
})

test('a budget that is applied with: nothing of it is kept as a sum, what was typed stays on the page', async () => {
  const competition = await openCompetition(platform, () => { const found = rulebook('guangzhou-2023'); return { ...found, form: { ...found.form, attachments: [] }, eligibility: { ...found.eligibility, checks: [] } } })
  const { member } = await applicant(platform)
  const { proposal } = ok(await member.api('POST', `/competitions/${competition}/proposals`, { category: 'elderly' })) as { proposal: string }
  const draft = async () => ok(await member.api('GET', `/proposals/${proposal}`)).draft as { revision: number; content: Record<string, unknown> }
  const row = (unitPrice: unknown) => ({ head: 'activity', activity: '课程', unitPrice, unit: '次', quantity: '1', source: 'grant', note: '' })
  for (const amount of numbers.filter((one) => one !== null)) {
    const { revision } = await draft()
    const answer = await member.api('PUT', `/proposals/${proposal}/draft`, { revision, category: 'elderly', content: { requested: amount, budget: [row(amount)] } })
    // A draft keeps a sum that a limit forbids; it is refused when it is sent. What is no sum is never kept.
    if (answer.status === 200) expect(mistakes(await member.api('POST', `/proposals/${proposal}/submission`, {})), String(amount)).toEqual(expect.arrayContaining([expect.stringMatching(/^requested /), expect.stringMatching(/^budget\.0\.unitPrice /)]))
    else expect([amount, answer.status, mistakes(answer).map((one) => one.split(' ')[0])]).toEqual([amount, 422, expect.arrayContaining([expect.stringMatching(/requested$/), expect.stringMatching(/budget\.0\.unitPrice$/)])])
  }
  for (const amount of texts) {
    const { revision, content } = await draft()
    const shown = await member.post(`/proposals/${proposal}/sections/money`, { revision: String(revision), 'content.requested': amount, 'content.budget.0.head': 'activity', 'content.budget.0.unitPrice': amount, 'content.budget.0.quantity': '1' })
    expect([amount, shown.status, shown.html.split(`value="${amount}"`).length - 1, shown.html.includes('href="#f-content.requested"'), shown.html.includes('href="#f-content.budget.0.unitPrice"')]).toEqual([amount, 422, 2, true, true])
    expect((await draft()).content.requested).toEqual(content.requested)
  }
})
