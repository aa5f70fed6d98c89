import { grantNumber, type Grant, type Tranche } from '../../../../shared/grant/grant.ts'
import { newSecret } from '../../../../shared/kernel/ids.ts'
import { say } from '../../../../shared/kernel/text.ts'
import { MOST_LINES, openLines, referenceOf } from '../../../../shared/payment/order.ts'
import { may } from '../../../../shared/person/access.ts'
import { orderInput, orderPayments } from '../../../commands/payment-order.ts'
import { moneyTarget, type ReadPayments, readPayments, requireOrdering } from '../../../queries/payment.ts'
import { Dialog } from '../../look/dialog.tsx'
import { HiddenField, TextField } from '../../look/fields.tsx'
import { Button, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { type Column, Table } from '../../look/table.tsx'
import { At, Empty, Money, Note, Panel, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { CompetitionPage } from '../competition-frame.tsx'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'

const texts = (look: Look) => words(look.language, {
  zh: {
    preparable: '条件已满足，可以提请拨付', asked: '等财务审批', noneAsked: '没有等审批的拨款', ready: '已批准，可以出付款清单', noneReady: '没有可以付的', readyHint: '每个项目的拨款先由主办单位或承办单位提请，再由财务批准；批准的在这里一次导出给银行。', held: '已批准，但条件有变，不会进清单', orders: '付款清单', noneOrders: '还没有付款清单', number: '编号', name: '项目、编号', organisation: '单位', part: '期次', payee: '收款单位', amount: '金额（元）', unmet: '没有满足的条件', by: '制单', at: '时间', lines: '笔数', answered: '银行回单', open: (n: number) => `${n} 笔没有结果`, all: '全部有结果', order: (n: number) => `第 ${n} 号`, sum: '合计', prepared: '提请',
    export: '导出付款清单', exportTitle: '导出后不能撤销', exportLead: (n: number) => `这 ${n} 笔一起进入一份付款清单，内容从此固定；没付成的由银行退回以后再重新提请。`, most: `一份清单最多 ${MOST_LINES} 笔，其余的再出一份。`, payer: '付款户名', payerAccount: '付款账号', payerHint: '银行模板要用时填写', sure: '导出，不能撤销', joiner: '；',
  },
  en: {
    preparable: 'Every condition is met: finance can be asked', asked: 'Waits for finance', noneAsked: 'Nothing waits for an approval', ready: 'Approved, to be ordered', noneReady: 'Nothing to be paid', readyHint: 'The authority or the organiser asks for the release of each part, finance approves it; what is approved is exported here for the bank.', held: 'Approved, but something has come between: not in the order', orders: 'Payment orders', noneOrders: 'No payment order yet', number: 'No.', name: 'Project and number', organisation: 'Organisation', part: 'Part', payee: 'Payee', amount: 'Yuan', unmet: 'Conditions that are not met', by: 'Made by', at: 'When', lines: 'Payments', answered: 'Bank’s answer', open: (n) => `${n} without an answer`, all: 'All answered', order: (n) => `No. ${n}`, sum: 'Total', prepared: 'Asked for by',
    export: 'Export a payment order', exportTitle: 'This cannot be undone', exportLead: (n) => `These ${n} payments go into one order and are fixed from now on; what fails comes back from the bank and is asked for again.`, most: `An order has ${MOST_LINES} payments at most; the rest go into another.`, payer: 'Payer', payerAccount: 'Payer’s account', payerHint: 'Where the bank’s form asks for it', sure: 'Export, for good', joiner: '; ',
  },
})

interface Part {
  grant: Grant
  tranche: Tranche
}

function columns(look: Look): Column<Part>[] {
  const t = texts(look)
  return [
    { header: t.name, names: true, cell: ({ grant }) => <><a href={`/grants/${grant.id}/money`}>{grant.title}</a><br /><span class="soft small nw n">{grantNumber(grant)}</span></> },
    { header: t.part, cell: ({ tranche }) => say(tranche.name, look.language) },
    { header: t.payee, cell: ({ grant }) => grant.payee.name },
    { header: t.prepared, cell: ({ tranche }) => tranche.prepared?.name ?? '' },
    { header: t.amount, align: 'end', cell: ({ tranche }) => <Money fen={tranche.amount} bare /> },
  ]
}
const sumOf = (parts: readonly Part[]): number => parts.reduce((sum, { tranche }) => sum + tranche.amount, 0)

async function show({ context, look, params }: Asked, attempt?: Attempt): Promise<Shown> {
  const read = await readPayments(context, params.competition ?? '')
  const { competition, rulebook, preparable, asked, ready, held, orders } = read
  const t = texts(look)
  return { page: (
    <CompetitionPage look={look} competition={competition} rulebook={rulebook} tab="payments" mistakes={attempt?.mistakes}>
      <Panel title={t.ready} id="ready">
        <Table caption={t.ready} rows={ready} columns={withSum(columns(look), look, ready)} empty={<Empty title={t.noneReady}>{t.readyHint}</Empty>} />
        {ready.length > 0 && may(context.actor, 'payment.order', moneyTarget(competition)) ? <Export look={look} read={read} attempt={attempt} /> : null}
      </Panel>
      {held.length === 0 ? null : <Panel title={t.held} id="held"><Table caption={t.held} rows={held} columns={[...columns(look), { header: t.unmet, cell: ({ unmet }) => unmet.map((one) => one[look.language]).join(t.joiner) }]} /></Panel>}
      {preparable.length === 0 ? null : <Panel title={t.preparable} id="preparable"><Table caption={t.preparable} rows={preparable} columns={withSum(columns(look).filter(({ header }) => header !== t.prepared), look, preparable)} /></Panel>}
      <Panel title={t.asked} id="asked"><Table caption={t.asked} rows={asked} columns={withSum(columns(look), look, asked)} empty={<Empty title={t.noneAsked} />} /></Panel>
      <Panel title={t.orders} id="orders">
        <Table caption={t.orders} rows={orders} empty={<Empty title={t.noneOrders} />} columns={[
          { header: t.number, names: true, cell: ({ number }) => <a href={`/competitions/${competition.id}/payments/${number}`}>{t.order(number)}</a> },
          { header: t.at, cell: ({ at }) => <At at={at} /> },
          { header: t.by, cell: ({ by }) => by.name },
          { header: t.lines, align: 'end', cell: ({ lines }) => lines.length },
          { header: t.amount, align: 'end', cell: ({ total }) => <Money fen={total} bare /> },
          { header: t.answered, cell: (order) => (openLines(order).length === 0 ? <Tag state="done">{t.all}</Tag> : <Tag state="wait">{t.open(openLines(order).length)}</Tag>) },
        ]} />
      </Panel>
    </CompetitionPage>
  ) }
}

const withSum = (all: Column<Part>[], look: Look, parts: readonly Part[]): Column<Part>[] => {
  const t = texts(look)
  return all.map((column) => (column.header === t.amount ? { ...column, foot: <Money fen={sumOf(parts)} bare /> } : column.names === true ? { ...column, foot: t.sum } : column))
}

function Export({ look, read: { competition, ready, orders }, attempt }: { look: Look; read: ReadPayments; attempt: Attempt | undefined }) {
  const t = texts(look)
  const chosen = ready.slice(0, MOST_LINES)
  const typed = attempt?.values
  return (
    <Dialog label={t.export} icon="download" title={t.exportTitle} open={attempt !== undefined}>
      <p>{t.exportLead(chosen.length)}</p>
      <p><strong><Money fen={sumOf(chosen)} /></strong></p>
      {ready.length > chosen.length ? <Note state="idle"><p>{t.most}</p></Note> : null}
      <Form action={`/competitions/${competition.id}/payments`} command={newSecret()}>
        <HiddenField path="references" value={chosen.map(referenceOf).join(' ')} />
        <TextField path="payer.name" label={t.payer} required value={typed?.['payer.name'] ?? orders[0]?.payer.name ?? say(competition.authority, 'zh')} />
        <TextField path="payer.account" label={t.payerAccount} hint={t.payerHint} value={typed?.['payer.account'] ?? orders[0]?.payer.account ?? ''} />
        <p class="acts"><Button>{t.sure}</Button></p>
      </Form>
    </Dialog>
  )
}

const inputOf = ({ fields }: Posted) => readAs(orderInput, { references: (fields.references ?? '').split(' ').filter((one) => one !== ''), payer: { name: fields['payer.name'] ?? '', account: fields['payer.account'] ?? '' } })

export const paymentListPages: PageRoute[] = [
  { method: 'get', path: '/competitions/:competition/payments', action: 'payment.read', show: (asked) => show(asked) },
  {
    method: 'post', path: '/competitions/:competition/payments', action: 'payment.order',
    send: (asked, posted) => tryForm(posted, async () => {
      const { competition = '' } = asked.params
      await requireOrdering(asked.context, competition)
      const { number } = await orderPayments(asked.context, competition, inputOf(posted))
      return { go: `/competitions/${competition}/payments/${number}` }
    }, (attempt) => show(asked, attempt)),
  },
]
