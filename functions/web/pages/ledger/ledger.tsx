import { shanghaiDate } from '../../../../shared/kernel/calendar.ts'
import { formatYuan } from '../../../../shared/kernel/money.ts'
import { say } from '../../../../shared/kernel/text.ts'
import type { Account } from '../../../../shared/ledger/ledger.ts'
import { accountNames, grantAccounts, ledgerFile, type LedgerGroup, ledgerGroups, type LedgerLine, readLedger } from '../../../queries/ledger.ts'
import { pageWithin } from '../../../queries/paging.ts'
import { disposition } from '../../../../shared/file/storage.ts'
import { ChoiceField } from '../../look/choices.tsx'
import { ButtonLink } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { type Column, Pager, Table, Tools } from '../../look/table.tsx'
import { Empty, Figures, Money } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import type { Asked, Shown } from '../page.ts'

const SIZE = 30

const texts = (look: Look) => words(look.language, {
  zh: {
    title: '资助台账', export: '导出 Excel', by: '汇总方式', groups: { competition: '按大赛', street: '按街道', organisation: '按单位' }, competition: '大赛', all: '全部大赛', none: '还没有公布过资助', noneHint: '公益创投大赛的资助名单公布以后，每一分钱在这里都有下落。', name: { competition: '大赛', street: '街道', organisation: '单位' }, grants: '笔数', total: '资助合计', sum: '合计', budget: '资助总额', left: '未安排', unit: '行', lead: '单位：元。每一行各栏相加等于资助合计；资助合计加未安排等于资助总额。',
  },
  en: {
    title: 'Ledger', export: 'Excel file', by: 'Sum by', groups: { competition: 'Competition', street: 'Street', organisation: 'Organisation' }, competition: 'Competition', all: 'All', none: 'No grant has been published yet', noneHint: 'Once a venture competition’s grants are published, every fen is accounted for here.', name: { competition: 'Competition', street: 'Street', organisation: 'Organisation' }, grants: 'Grants', total: 'Granted', sum: 'Sum', budget: 'Budget', left: 'Not granted', unit: '', lead: 'In yuan. The columns of a line add up to what was granted; that and what was not granted make the budget.',
  },
})

export async function showLedger({ context, look, query }: Asked): Promise<Shown> {
  const by = ledgerGroups.find((one) => one === query.get('by')) ?? 'competition'
  const chosen = query.get('competition') ?? ''
  const { competitions, lines, sum, budget } = await readLedger(context, by, chosen === '' ? undefined : chosen)
  const t = texts(look)
  const page = pageWithin(Number(query.get('page')), SIZE, lines.length)
  return { page: (
    <Page look={look} title={t.title} lead={<p class="soft">{t.lead}</p>} actions={competitions.length === 0 ? undefined : <ButtonLink href={`/ledger/export${chosen === '' ? '' : `?competition=${encodeURIComponent(chosen)}`}`} icon="download" download>{t.export}</ButtonLink>}>
      {competitions.length === 0 ? <Empty title={t.none}>{t.noneHint}</Empty> : <>
        <Figures money figures={[{ label: t.budget, value: formatYuan(budget) }, { label: t.left, value: formatYuan(sum.left) }, { label: t.total, value: formatYuan(budget - sum.left) }, { label: say(accountNames.paid, look.language), value: formatYuan(sum.paid) }]} />
        <Tools>
          <ChoiceField path="by" label={t.by} as="select" required value={by} choices={ledgerGroups.map((value) => ({ value, label: t.groups[value] }))} />
          <ChoiceField path="competition" label={t.competition} as="select" none={t.all} required value={chosen} choices={competitions.map(({ id, name }) => ({ value: id, label: say(name, look.language) }))} />
        </Tools>
        <Table caption={t.title} rows={lines.slice((page - 1) * SIZE, page * SIZE)} columns={columns(look, by, lines, sum)} />
        <Pager page={page} size={SIZE} total={lines.length} unit={t.unit} />
      </>}
    </Page>
  ) }
}

function columns(look: Look, by: LedgerGroup, lines: readonly LedgerLine[], sum: Readonly<Record<Account, number>>): Column<LedgerLine>[] {
  const t = texts(look)
  return [
    { header: t.name[by], names: true, cell: ({ key, name }) => (by === 'competition' ? <a href={`/competitions/${key}/grants`}>{name}</a> : name), foot: t.sum },
    { header: t.grants, align: 'end', cell: ({ grants }) => String(grants), foot: String(lines.reduce((all, { grants }) => all + grants, 0)) },
    ...grantAccounts.map((account): Column<LedgerLine> => ({ header: say(accountNames[account], look.language), align: 'end', cell: ({ balances }) => <Money fen={balances[account]} bare />, foot: <Money fen={sum[account]} bare /> })),
    { header: t.total, align: 'end', cell: ({ total }) => <strong><Money fen={total} bare /></strong>, foot: <Money fen={lines.reduce((all, { total }) => all + total, 0)} bare /> },
  ]
}

export async function exportLedger({ context, look, query }: Asked): Promise<Shown> {
  const bytes = await ledgerFile(context, query.get('competition') ?? undefined)
  return { response: new Response(Uint8Array.from(bytes), { headers: { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'content-disposition': disposition(`${texts(look).title}-${shanghaiDate(context.now)}.xlsx`), 'cache-control': 'private, no-store' } }) }
}
