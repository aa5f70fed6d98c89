import { capitalYuan } from '../../../../shared/kernel/money.ts'
import { Refusal } from '../../../../shared/kernel/refusal.ts'
import { newSecret } from '../../../../shared/kernel/ids.ts'
import { openLines, type OrderLine, orderTitle } from '../../../../shared/payment/order.ts'
import { returnColumns } from '../../../../shared/payment/bank-return.ts'
import { may } from '../../../../shared/person/access.ts'
import { applyBankReturn, readBankReturn, returnInput } from '../../../commands/bank-return.ts'
import { exportOrder, readOrder, readReturned, requireOrdering } from '../../../queries/payment.ts'
import { FileField } from '../../look/choices.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Table } from '../../look/table.tsx'
import { At, Empty, Facts, Money, Note, Panel, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { CompetitionPage } from '../competition-frame.tsx'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { download } from '../registry/frame.tsx'

const texts = (look: Look) => words(look.language, {
  zh: {
    xlsx: '下载给银行的表（xlsx）', csv: 'CSV', back: '全部付款清单', about: '清单', total: '合计', capital: '大写', count: '笔数', made: '制单', payer: '付款户名', lines: '各笔付款', reference: '付款编号', name: '项目', payee: '收款户名', account: '收款账号', amount: '金额（元）', state: '结果', waits: '等银行', paid: '已到账', returned: '退回',
    import: '导入银行回单', importHint: `xlsx 或 CSV，第一行是表头：${returnColumns.map(({ zh }) => zh).join('、')}。备注里是付款编号；结果写“成功”“失败”或“处理中”。可以有一行合计。`, file: '回单文件', read: '读取并核对', allAnswered: '全部有结果',
    checked: '核对结果', wrong: (n: number) => `有 ${n} 处不对，什么都没有记。请向银行核实或改好文件后重新上传。`, fine: '每一行都和清单对得上。确认后一次记下。', apply: (paid: number, back: number) => `记下：到账 ${paid} 笔，退回 ${back} 笔`, again: '换一个文件', applied: '已记下', known: '以前记过', pending: '处理中', problems: '要改的地方', day: '日期', reason: '原因', nothing: '没有对得上的行', toOrder: '回到清单',
  },
  en: {
    xlsx: 'The bank’s list (xlsx)', csv: 'CSV', back: 'All payment orders', about: 'Order', total: 'Total', capital: 'In capitals', count: 'Payments', made: 'Made by', payer: 'Payer', lines: 'Payments', reference: 'Reference', name: 'Project', payee: 'Holder', account: 'Account', amount: 'Yuan', state: 'Result', waits: 'With the bank', paid: 'Paid', returned: 'Sent back',
    import: 'Import the bank’s answer', importHint: `xlsx or CSV with headings in the first row: ${returnColumns.map(({ zh }) => zh).join(', ')}. 备注 holds the reference; 结果 is 成功 (paid), 失败 (failed) or 处理中 (pending). One row may sum them up.`, file: 'The bank’s file', read: 'Read and compare', allAnswered: 'All answered',
    checked: 'Compared with the order', wrong: (n) => `${n} ${n === 1 ? 'thing is' : 'things are'} wrong; nothing was recorded. Ask the bank, or put the file right and upload it again.`, fine: 'Every row agrees with the order. All are recorded at once.', apply: (paid, back) => `Record: ${paid} paid, ${back} sent back`, again: 'Another file', applied: 'Recorded', known: 'Recorded before', pending: 'Pending', problems: 'To be put right', day: 'Day', reason: 'Reason', nothing: 'No row agrees', toOrder: 'Back to the order',
  },
})

const orderAt = ({ params: { competition = '', order = '' } }: Asked): string => `/competitions/${competition}/payments/${order}`
const numberIn = ({ params }: Asked): number => Number(params.order)

async function show(asked: Asked, attempt?: Attempt): Promise<Shown> {
  const { context, look, params } = asked
  const { competition, rulebook, order: { value: order } } = await readOrder(context, params.competition ?? '', numberIn(asked))
  const t = texts(look)
  const finance = may(context.actor, 'payment.order', order)
  const title = orderTitle(order, competition.name)[look.language]
  return { page: (
    <CompetitionPage look={look} competition={competition} rulebook={rulebook} tab="payments" title={title} mistakes={attempt?.mistakes} actions={finance ? <><ButtonLink href={`${orderAt(asked)}/file?format=csv`} download>{t.csv}</ButtonLink><ButtonLink href={`${orderAt(asked)}/file`} icon="download" weight="primary" download>{t.xlsx}</ButtonLink></> : undefined}>
      <p><a href={`/competitions/${competition.id}/payments`}>{t.back}</a></p>
      <Panel title={title} id="order">
        <Facts facts={[
          { term: t.total, detail: <><Money fen={order.total} /><br /><span class="soft small">{capitalYuan(order.total)}</span></> }, { term: t.count, detail: String(order.lines.length) },
          { term: t.made, detail: <>{order.by.name}<span class="sep">·</span><At at={order.at} /></> }, { term: t.payer, detail: `${order.payer.name} ${order.payer.account}` },
        ]} />
      </Panel>
      {finance && openLines(order).length > 0 ? (
        <Panel title={t.import} id="import">
          <p class="soft">{t.importHint}</p>
          <Form action={`${orderAt(asked)}/returns`} files command={newSecret()} labelledBy="import">
            <FileField path="file" label={t.file} required kinds={look.language === 'zh' ? 'Excel（.xlsx）或 CSV' : 'Excel (.xlsx) or CSV'} accept=".xlsx,.csv" megabytes={0.6} />
            <p class="acts"><Button icon="upload">{t.read}</Button></p>
          </Form>
        </Panel>
      ) : null}
      <Panel title={t.lines} id="lines" end={openLines(order).length === 0 ? <Tag state="done">{t.allAnswered}</Tag> : undefined}>
        <Table caption={t.lines} rows={order.lines} columns={[
          { header: t.name, names: true, cell: (line) => <a href={`/grants/${line.grant}/money`}>{line.title}</a> },
          { header: t.reference, cell: ({ reference }) => <span class="nw n">{reference}</span> },
          { header: t.payee, cell: ({ account }) => account.holder },
          { header: t.account, cell: ({ account }) => <span class="n">{account.number}</span> },
          { header: t.amount, align: 'end', cell: ({ amount }) => <Money fen={amount} bare /> },
          { header: t.state, cell: ({ outcome }) => <Result look={look} outcome={outcome} /> },
        ]} />
      </Panel>
    </CompetitionPage>
  ) }
}

function Result({ look, outcome }: { look: Look; outcome: OrderLine['outcome'] }) {
  const t = texts(look)
  if (outcome === null) return <Tag state="wait">{t.waits}</Tag>
  return <><Tag state={outcome.paid ? 'done' : 'late'}>{outcome.paid ? t.paid : t.returned}</Tag> <At at={outcome.on} />{outcome.reason === '' ? null : <><br /><span class="soft small">{outcome.reason}</span></>}</>
}

async function showReturn(asked: Asked, attempt?: Attempt): Promise<Shown> {
  const { context, look, params } = asked
  const { competition, rulebook, file, match: { matched, problems } } = await readReturned(context, params.competition ?? '', numberIn(asked), params.return ?? '')
  const t = texts(look)
  const fresh = matched.filter(({ known, outcome }) => !known && outcome !== null)
  const paid = fresh.filter(({ outcome }) => outcome?.paid === true).length
  return { page: (
    <CompetitionPage look={look} competition={competition} rulebook={rulebook} tab="payments" title={t.checked} mistakes={attempt?.mistakes.filter(({ path }) => !path.startsWith('line.'))}>
      <p><a href={orderAt(asked)}>{t.toOrder}</a></p>
      {file.applied !== null ? <Note state="done"><p><strong>{t.applied}</strong> {file.applied.name} <At at={file.applied.at} /></p></Note> : problems.length > 0 ? <Note state="late"><p>{t.wrong(problems.length)}</p></Note> : <Note state="done"><p>{t.fine}</p></Note>}
      {file.applied === null && problems.length > 0 ? <Panel title={t.problems} id="problems"><ul>{problems.map((one) => <li>{one[look.language]}</li>)}</ul></Panel> : null}
      <Panel title={<>{t.checked}<span class="sep">·</span>{file.name}</>} id="rows">
        <Table caption={t.checked} rows={matched} empty={<Empty title={t.nothing} />} columns={[
          { header: t.reference, names: true, cell: ({ reference }) => <span class="nw n">{reference}</span> },
          { header: t.amount, align: 'end', cell: ({ amount }) => <Money fen={amount} bare /> },
          { header: t.state, cell: ({ outcome, known }) => <>{outcome === null ? <Tag state="wait">{t.pending}</Tag> : <Tag state={outcome.paid ? 'done' : 'late'}>{outcome.paid ? t.paid : t.returned}</Tag>}{known && file.applied === null ? <> <span class="soft">{t.known}</span></> : null}</> },
          { header: t.day, cell: ({ outcome }) => (outcome === null ? '—' : <At at={outcome.on} />) },
          { header: t.reason, cell: ({ outcome }) => outcome?.reason ?? '' },
        ]} />
        {file.applied !== null || problems.length > 0 ? null : <Form action={`${orderAt(asked)}/returns/${file.id}/application`} command={newSecret()}><p class="acts"><Button>{t.apply(paid, fresh.length - paid)}</Button><ButtonLink href={`${orderAt(asked)}#import`}>{t.again}</ButtonLink></p></Form>}
      </Panel>
    </CompetitionPage>
  ) }
}

const sendReturn = (asked: Asked, posted: Posted): Promise<Shown> => tryForm(posted, async () => {
  await requireOrdering(asked.context, asked.params.competition ?? '')
  const { file } = posted.files
  if (file === undefined || file.size === 0) throw new Refusal('INVALID', { mistakes: [{ path: 'file', code: 'REQUIRED', zh: '请先选择文件', en: 'Choose a file first' }] })
  const content = Buffer.from(await file.arrayBuffer()).toString('base64')
  const { id } = await readBankReturn(asked.context, asked.params.competition ?? '', numberIn(asked), readAs(returnInput, { name: file.name, content }))
  return { go: `${orderAt(asked)}/returns/${id}` }
}, (attempt) => show(asked, attempt))

export const paymentOrderPages: PageRoute[] = [
  { method: 'get', path: '/competitions/:competition/payments/:order', action: 'payment.read', show: (asked) => show(asked) },
  { method: 'get', path: '/competitions/:competition/payments/:order/file', action: 'payment.order', show: async (asked) => download(await exportOrder(asked.context, asked.params.competition ?? '', numberIn(asked), asked.query.get('format') === 'csv' ? 'csv' : 'xlsx')) },
  { method: 'post', path: '/competitions/:competition/payments/:order/returns', action: 'payment.order', send: sendReturn },
  { method: 'get', path: '/competitions/:competition/payments/:order/returns/:return', action: 'payment.order', show: (asked) => showReturn(asked) },
  {
    method: 'post', path: '/competitions/:competition/payments/:order/returns/:return/application', action: 'payment.order',
    send: (asked, posted) => tryForm(posted, async () => {
      const { competition = '', return: file = '' } = asked.params
      await applyBankReturn(asked.context, competition, numberIn(asked), file)
      return { go: `${orderAt(asked)}/returns/${file}` }
    }, (attempt) => showReturn(asked, attempt)),
  },
]
