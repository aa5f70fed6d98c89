import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readSheet } from '../../functions/commands/sheet.ts'
import type { Grant } from '../../shared/grant/grant.ts'
import { grantNumber } from '../../shared/grant/grant.ts'
import { formatYuan } from '../../shared/kernel/money.ts'
import { bankColumns, type PaymentOrder } from '../../shared/payment/order.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { ok } from '../support/contest.ts'
import { accountOf, approveFirst, orderAll, type Payable, payableVenture, returnFile } from '../support/payments.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { DISTRICT } from '../support/result.ts'

let platform: TestPlatform
let made: Payable
beforeAll(async () => {
  platform = await startTestPlatform()
  made = await payableVenture(platform)
  await approveFirst(made)
})
afterAll(() => platform.close())

const codes = (body: { errors?: { code: string }[] }) => (body.errors ?? []).map(({ code }) => code)
const at = () => `/competitions/${made.competition}/payments`
const grantsNow = async () => ok(await made.finance.api('GET', `/competitions/${made.competition}/grants`)) as { grants: Grant[]; balances: Record<string, number> }
const payer = { name: '示例区民政局', account: '3300 0000 1234' }
const today = () => shanghaiDate(platform.clock.now())
const yuan = (fen: number) => formatYuan(fen).replaceAll(',', '')
const bodyOf = async (rows: string[][], order: PaymentOrder) => {
  const { status, body } = await made.finance.api('POST', `${at()}/${order.number}/returns`, returnFile(rows))
  return { status, id: body.file?.id as string, problems: ((body.problems ?? []) as { code: string }[]).map(({ code }) => code), errors: codes(body) }
}

describe('a payment order', () => {
  test('takes what was seen or nothing; what does not hold any more stays out of it', async () => {
    const { grants: [one, two, three], finance, administrator, competition } = made
    if (one === undefined || two === undefined || three === undefined) throw new Error('three grants expected')
    ok(await two.member.api('PUT', `/grants/${two.id}/account`, await accountOf(platform, two.id, { number: '6222000099990001111' })))
    const seen = ok(await finance.api('GET', at())) as { ready: { reference: string; grant: string }[]; held: { grant: string; unmet: { code: string }[] }[] }
    expect(seen.ready.map(({ grant }) => grant)).toEqual([one.id, three.id])
    expect(seen.held).toMatchObject([{ grant: two.id, unmet: [{ code: 'ACCOUNT_UNCONFIRMED' }] }])
    const references = seen.ready.map(({ reference }) => reference)
    const { number } = (await grantsNow()).grants[1] ?? { number: 0 }
    expect((await finance.api('POST', at(), { references: [...references, `${grantNumber({ competition: competition as Grant['competition'], number })}-1-1`], payer })).status).toBe(409)
    expect((await finance.api('POST', at(), { references, payer: { ...payer, account: '12' } })).status).toBe(422)
    expect((await administrator.api('POST', at(), { references, payer })).status).toBe(403)
    const bound = await platform.person('财务兼承办', { finance: DISTRICT, organiser: [competition] })
    expect(codes((await bound.api('POST', at(), { references, payer })).body)).toEqual(['IS_ORGANISER'])
    // Twice at once, under two keys: one order.
    const both = await Promise.all([finance.api('POST', at(), { references, payer }), finance.api('POST', at(), { references, payer })])
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409])
    expect(await grantsNow()).toMatchObject({ grants: [{ tranches: [{ state: 'ordered', order: '1' }, {}, {}] }, { tranches: [{ state: 'approved' }, {}, {}] }, { tranches: [{ state: 'ordered' }, {}, {}] }], balances: { released: 5_000_000 + 1_666_666, signed: 18_333_334 - 6_666_666 } })
    expect((await finance.api('POST', `/grants/${one.id}/tranches/first/approval/undo`, {})).status).toBe(409)
  })

  test('is a file of the bank’s columns with accounts as text and two decimals, the total apart; others see no whole account', async () => {
    for (const format of ['xlsx', 'csv'] as const) {
      const { content, name } = ok(await made.finance.api('GET', `${at()}/1/file?format=${format}`)) as { content: string; name: string }
      const bytes = Buffer.from(content, 'base64')
      if (format === 'csv') expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
      const { head, rows } = await readSheet(bytes)
      expect([name.endsWith(`.${format}`), head]).toEqual([true, bankColumns])
      expect(rows.map(({ cells }) => [cells[0], cells[2], cells[6], Number(cells[9]), cells[11]])).toEqual([
        ['330000001234', '6222000012340005678', '103335000018', 50_000, expect.stringMatching(/-001-1-1$/)], ['330000001234', '6222000012340005678', '103335000018', 16_666.66, expect.stringMatching(/-003-1-1$/)],
      ])
      if (format === 'csv') expect(bytes.toString()).toContain(',50000.00,')
    }
    expect((await made.administrator.api('GET', `${at()}/1/file`)).status).toBe(403)
    const order = ok(await made.administrator.api('GET', `${at()}/1`)) as PaymentOrder
    expect(order.lines[0]?.account.number).toBe('***************5678')
  })

  test('is answered by the bank as a whole or not at all: each thing wrong is a sentence, and nothing changes', async () => {
    const order = ok(await made.finance.api('GET', `${at()}/1`)) as PaymentOrder
    const [one, two] = order.lines
    if (one === undefined || two === undefined) throw new Error('two lines expected')
    const row = (line: PaymentOrder['lines'][number], result = '成功', more: { amount?: string; on?: string; reference?: string } = {}) => [more.reference ?? line.reference, more.amount ?? yuan(line.amount), result, more.on ?? today(), '']
    const second = ['合计', '999999999.00', '', '', '']
    expect((await bodyOf([row(one), row(one)], order)).problems).toEqual(['REFERENCE_TWICE'])
    expect((await bodyOf([row(one, '成功', { amount: '50000.01' })], order)).problems).toEqual(['AMOUNT_WRONG'])
    expect((await bodyOf([row(one, '成功', { amount: '50000.001' }), row(two, '成功', { amount: '-1' })], order)).problems).toEqual(['MONEY_DECIMALS', 'MONEY_NEGATIVE'])
    expect((await bodyOf([row(one, '成功', { reference: one.reference.replace(/^ZZ-.{6}/, 'ZZ-ZZZZZZ') }), row(two, '成功', { reference: `${two.reference}9` }), row(two, '成功', { reference: '' })], order)).problems).toEqual(['OTHER_COMPETITION', 'REFERENCE_UNKNOWN', 'REFERENCE_MISSING'])
    expect((await bodyOf([row(one, '也许'), row(two, '成功', { on: '2019-01-01' })], order)).problems).toEqual(['RESULT_UNKNOWN', 'DATE_OUTSIDE'])
    const sums = await bodyOf([row(one), row(two), second], order)
    expect(sums.problems).toEqual(['TOTAL_WRONG'])
    expect((await made.finance.api('POST', `${at()}/1/returns/${sums.id}/application`)).status).toBe(422)
    const broken = await made.finance.api('POST', `${at()}/1/returns`, { name: '回单.csv', content: Buffer.from([0xb1, 0xb8, 0x2c, 0xff, 0xff, 0x0a, 0x31, 0x2c, 0x32]).toString('base64') })
    expect([broken.status, codes(broken.body)]).toEqual([422, ['ENCODING']])
    const columns = await made.finance.api('POST', `${at()}/1/returns`, returnFile([['a', 'b']], ['备注', '金额']))
    expect([columns.status, codes(columns.body)]).toEqual([422, ['COLUMN_MISSING', 'COLUMN_MISSING']])
    expect(ok(await made.finance.api('GET', `${at()}/1`))).toEqual(order)
    // Read alike in GB18030.
    const gb = Buffer.concat([Buffer.from([0xb1, 0xb8, 0xd7, 0xa2]), Buffer.from(','), Buffer.from([0xbd, 0xf0, 0xb6, 0xee]), Buffer.from(','), Buffer.from([0xbd, 0xe1, 0xb9, 0xfb]), Buffer.from(','), Buffer.from([0xc8, 0xd5, 0xc6, 0xda]), Buffer.from(`\r\n${one.reference},"${formatYuan(one.amount)}",`), Buffer.from([0xb3, 0xc9, 0xb9, 0xa6]), Buffer.from(`,${today()}\r\n`)])
    expect(ok(await made.finance.api('POST', `${at()}/1/returns`, { name: '回单.csv', content: gb.toString('base64') }))).toMatchObject({ problems: [], lines: [{ reference: one.reference, paid: true }] })
  })

  test('pays what arrived; what came back is prepared again under another reference, and is never paid twice', async () => {
    const { grants: [first, , third], finance, administrator } = made
    if (first === undefined || third === undefined) throw new Error('three grants expected')
    const order = ok(await finance.api('GET', `${at()}/1`)) as PaymentOrder
    const rows = [[order.lines[0]?.reference ?? '', '50000', '成功', today(), ''], [order.lines[1]?.reference ?? '', '16666.66', '退票', today(), '户名不符'], ['合计', '66666.66', '', '', '']]
    const read = await bodyOf(rows, order)
    expect(read.problems).toEqual([])
    const apply = () => finance.api('POST', `${at()}/1/returns/${read.id}/application`)
    expect((await Promise.all([apply(), apply()])).map(({ status }) => status)).toEqual([200, 200])
    ok(await apply())
    const { grants, balances } = await grantsNow()
    expect(grants.map(({ tranches: [part] }) => [part?.state, part?.paidOn, part?.returned.length])).toEqual([['paid', today(), 0], ['approved', null, 0], ['failed', null, 1]])
    expect(balances).toMatchObject({ released: 0, paid: 5_000_000, signed: 18_333_334 - 5_000_000 })
    expect(Object.values(balances).reduce((a, b) => a + b, 0)).toBe(0)
    // Another file that says the same changes nothing; one that turns it round is refused.
    expect((await bodyOf(rows.slice(0, 2), order)).problems).toEqual([])
    expect((await bodyOf([[order.lines[1]?.reference ?? '', '16666.66', '成功', today(), '']], order)).problems).toEqual(['SETTLED_OTHERWISE'])
    ok(await administrator.api('POST', `/grants/${third.id}/tranches/first/preparation`))
    ok(await finance.api('POST', `/grants/${third.id}/tranches/first/approval`))
    const again = await orderAll(made)
    expect(again.lines.map(({ reference }) => reference)).toEqual([expect.stringMatching(/-003-1-2$/)])
    expect((await bodyOf([[order.lines[1]?.reference ?? '', '16666.66', '成功', today(), '']], again)).problems).toEqual(['OTHER_ORDER'])
    expect((await administrator.api('POST', `/grants/${first.id}/tranches/first/preparation`)).status).toBe(409)
  })
})
