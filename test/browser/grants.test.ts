import { afterAll, beforeAll, describe } from 'vitest'
import { addDays, shanghaiDate } from '../../shared/kernel/calendar.ts'
import { formatYuan } from '../../shared/kernel/money.ts'
import { ok } from '../support/contest.ts'
import { deliver, fundedVenture, setGrant } from '../support/grants.ts'
import { approveFirst, bank, orderAll, type Payable, returnFile } from '../support/payments.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { sights } from '../support/sights.ts'
import { DISTRICT } from '../support/result.ts'

let platform: TestPlatform
let made: Payable
type Grant = Payable['grants'][number]
let [offered, fresh, paid, bounced, claimed, closed]: Grant[] = []
const at = (grant: Grant | undefined, rest = '') => `/grants/${grant?.id}${rest}`

beforeAll(async () => {
  platform = await startTestPlatform()
  const funded = await fundedVenture(platform, { amounts: [10_000_001, 5_000_000, 12_000_000, 3_333_333, 8_000_000, 2_000_000] })
  made = { ...funded, finance: await platform.person('财务甲', { finance: DISTRICT }) }
  ;[offered, fresh, paid, bounced, claimed, closed] = made.grants
  const { administrator, finance } = made
  if (offered === undefined || paid === undefined || bounced === undefined || claimed === undefined || closed === undefined) throw new Error('grants expected')
  const running = [paid, bounced, claimed, closed]
  for (const one of running) {
    await deliver(platform, one.id)
    await bank(platform, made, one)
  }
  await approveFirst(made, running)
  const order = await orderAll(made)
  const today = shanghaiDate(platform.clock.now())
  const rows = order.lines.map(({ reference, amount, grant }) => [reference, formatYuan(amount).replaceAll(',', ''), ...(grant === bounced?.id ? ['退票', today, '账号不存在'] : ['成功', today, ''])])
  const { file } = ok(await finance.api('POST', `/competitions/${made.competition}/payments/1/returns`, returnFile(rows))) as { file: { id: string } }
  ok(await finance.api('POST', `/competitions/${made.competition}/payments/1/returns/${file.id}/application`))
  ok(await administrator.api('POST', at(claimed, '/clawbacks'), {
    cause: 'misuse', lines: [{ what: '购买空调两台', amount: 1_234_567 }, { what: '工作餐招待费', amount: 65_433 }], reasons: '两笔支出不在协议约定的用途内，单位已确认。', ban: true,
    instalments: [{ on: addDays(today, 10), amount: 1_000_000 }, { on: addDays(today, 40), amount: 300_000 }],
  }))
  ok(await finance.api('POST', at(claimed, '/clawbacks/1/payments'), { on: today, amount: 400_000, reference: '回单 0001' }))
  ok(await administrator.api('POST', at(claimed, '/clawbacks/1/write-offs'), { amount: 50_000, reasons: '单位账户已被冻结，这部分无法追回。' }))
  await setGrant(platform, closed.id, (grant) => ({ ...grant, state: 'closed' }))
  ok(await administrator.api('POST', at(offered, '/agreements'), { from: '2099-01-01', to: '2099-12-31', special: '每季度交一次小结。\n宣传前先征得同意。' }))
  const { agreements: [agreement] } = ok(await administrator.api('GET', at(offered, '/agreements'))) as { agreements: { version: number; digest: string }[] }
  ok(await administrator.api('POST', at(offered, `/agreements/${agreement?.version}/authority`), { digest: agreement?.digest, title: '社会组织科科长' }))
})
afterAll(() => platform.close())

describe('pages of grants', () => {
  sights(() => platform, () => [
    { name: 'grants', path: `/competitions/${made.competition}/grants`, as: made.administrator },
    { name: 'grant-fresh', path: at(fresh), as: made.administrator },
    { name: 'grant-paid', path: at(paid), as: made.administrator },
    { name: 'grant-claimed', path: at(claimed), as: made.administrator },
    { name: 'agreement-offer', path: at(fresh, '/agreement'), as: made.administrator },
    { name: 'agreement-print', path: at(offered, '/agreement/1'), as: offered?.member },
    { name: 'agreement-amend', path: at(paid, '/agreement'), as: made.administrator },
    { name: 'money-bounced', path: at(bounced, '/money'), as: bounced?.member },
    { name: 'money-account', path: at(fresh, '/money'), as: fresh?.member },
    { name: 'recovery-open', path: at(paid, '/recovery'), as: made.administrator },
    { name: 'recovery-finance', path: at(claimed, '/recovery'), as: made.finance },
    { name: 'recovery-member', path: at(claimed, '/recovery'), as: claimed?.member },
    { name: 'bans', path: '/bans', as: made.administrator },
    { name: 'ledger', path: '/ledger', as: made.finance },
    { name: 'funded-public', path: `/public/competitions/${made.competition}/grants` },
  ])
})
