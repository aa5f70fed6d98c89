import { afterAll, beforeAll, describe } from 'vitest'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { formatYuan } from '../../shared/kernel/money.ts'
import { ok } from '../support/contest.ts'
import { approveFirst, orderOnly, type Payable, payableVenture, returnFile } from '../support/payments.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { sights } from '../support/sights.ts'

let platform: TestPlatform
let made: Payable
let file: string

beforeAll(async () => {
  platform = await startTestPlatform()
  made = await payableVenture(platform, { amounts: [10_000_001, 5_000_000, 3_333_333, 2_000_000] })
  const [first, second, third] = made.grants
  if (first === undefined || second === undefined || third === undefined) throw new Error('grants expected')
  await approveFirst(made, [first, second])
  ok(await made.administrator.api('POST', `/grants/${third.id}/tranches/first/preparation`))
  const { ready } = ok(await made.finance.api('GET', `/competitions/${made.competition}/payments`)) as { ready: { reference: string; grant: string }[] }
  const order = await orderOnly(made, ready.find(({ grant }) => grant === first.id)?.reference ?? '')
  const rows = order.lines.map(({ reference, amount }) => [reference, formatYuan(amount).replaceAll(',', ''), '退票', shanghaiDate(platform.clock.now()), '户名不符'])
  file = ok(await made.finance.api('POST', `/competitions/${made.competition}/payments/1/returns`, returnFile(rows))).file.id
})
afterAll(async () => { await platform.close() })

describe('the pages of payments', () => {
  sights(() => platform, () => [
    { name: 'payments', path: `/competitions/${made.competition}/payments`, as: made.finance },
    { name: 'payment-order', path: `/competitions/${made.competition}/payments/1`, as: made.finance },
    { name: 'bank-return', path: `/competitions/${made.competition}/payments/1/returns/${file}`, as: made.finance },
    { name: 'grant-money-finance', path: `/grants/${made.grants[2]?.id}/money`, as: made.finance },
    { name: 'grant-money-member', path: `/grants/${made.grants[3]?.id}/money`, as: made.grants[3]?.member },
    { name: 'finance-home', path: '/home', as: made.finance },
  ])
})
