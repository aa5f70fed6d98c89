import { type Grant, grantNumber } from '../../../../shared/grant/grant.ts'
import { grantStateNames, grantStates } from '../../../../shared/grant/lifecycle.ts'
import { grantDuties } from '../../../../shared/grant/moments.ts'
import { formatYuan } from '../../../../shared/kernel/money.ts'
import { listGrants, ownGrants } from '../../../queries/grant.ts'
import { pageWithin } from '../../../queries/paging.ts'
import { ChoiceField } from '../../look/choices.tsx'
import { TextField } from '../../look/fields.tsx'
import { ButtonLink } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { type Column, Pager, Table, Tools } from '../../look/table.tsx'
import { Empty, Figures, Money, Section, When } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { CompetitionPage } from '../competition-frame.tsx'
import type { Asked, PageRoute, Shown } from '../page.ts'
import { GrantTag } from './frame.tsx'

const SIZE = 20
/** Where most of the money is, and what of it comes back. */
const main = ['left', 'promised', 'signed', 'paid'] as const
const comesBack = ['claimed', 'returned', 'written-off'] as const

const texts = (look: Look) => words(look.language, {
  zh: {
    title: '资助', own: '我们的资助', ownNone: '还没有获得资助', ownHint: '在公益创投大赛中获得资助并公布后，协议、拨款和评估都在这里办理。', none: '还没有资助', noneHint: '资助名单公布以后，每个项目的协议、拨款和评估都在这里办理。', noneFound: '没有符合条件的资助', name: '项目、编号', organisation: '单位', amount: '金额（元）', state: '状态', due: '下一个期限', noDate: '—', all: '全部状态', search: '项目、单位或编号', unit: '笔', money: '资金', ledger: '台账',
    released: (sum: string) => `元，另有 ${sum} 元在银行`, yuan: '元',
    accounts: { left: '未安排', promised: '已公布，待签协议', signed: '已签协议，待拨付', paid: '已到账', claimed: '待追回', returned: '已退回', 'written-off': '已核销' },
  },
  en: {
    title: 'Grants', own: 'Our grants', ownNone: 'Nothing was granted yet', ownHint: 'When a venture competition has granted money to one of your projects, its agreement, tranches and evaluations are here.', none: 'No grant yet', noneHint: 'Once the list of grants is published, each one’s agreement, tranches and evaluations are here.', noneFound: 'No grant like that', name: 'Project and number', organisation: 'Organisation', amount: 'Yuan', state: 'State', due: 'Next date', noDate: '—', all: 'All states', search: 'Project, organisation or number', unit: '', money: 'Money', ledger: 'Ledger',
    released: (sum) => `yuan; ${sum} more are with the bank`, yuan: 'yuan',
    accounts: { left: 'Not granted', promised: 'Published, not signed', signed: 'Signed, not released', paid: 'Paid', claimed: 'Claimed back', returned: 'Returned', 'written-off': 'Written off' },
  },
})

function columns(look: Look): Column<Grant>[] {
  const t = texts(look)
  return [
    { header: t.name, names: true, cell: (grant) => <><a href={`/grants/${grant.id}`}>{grant.title}</a><br /><span class="soft small nw n">{grantNumber(grant)}</span></> },
    { header: t.organisation, cell: (grant) => grant.organisation.name },
    { header: t.amount, align: 'end', cell: (grant) => <Money fen={grant.amount} bare /> },
    { header: t.state, cell: (grant) => <GrantTag grant={grant} look={look} /> },
    { header: t.due, cell: (grant) => { const [first] = grantDuties(grant).toSorted((a, b) => a.dueAt.localeCompare(b.dueAt)); return first === undefined ? <span class="soft">{t.noDate}</span> : <When at={first.dueAt} /> } },
  ]
}

async function showOfCompetition({ context, look, params, query }: Asked): Promise<Shown> {
  const { competition, rulebook, grants, balances } = await listGrants(context, params.competition ?? '')
  const t = texts(look)
  const state = grantStates.find((one) => one === query.get('state'))
  const q = (query.get('q') ?? '').trim().toLowerCase()
  const found = grants.filter((grant) => (state === undefined || grant.state === state) && (q === '' || `${grant.title}\n${grant.organisation.name}\n${grantNumber(grant)}`.toLowerCase().includes(q)))
  const page = pageWithin(Number(query.get('page')), SIZE, found.length)
  const back = comesBack.filter((account) => balances[account] !== 0)
  return { page: (
    <CompetitionPage look={look} competition={competition} rulebook={rulebook} tab="grants" actions={look.allows('ledger.read', { district: competition.district }) ? <ButtonLink href={`/ledger?competition=${competition.id}`}>{t.ledger}</ButtonLink> : undefined}>
      {grants.length === 0 ? <Empty title={t.none}>{t.noneHint}</Empty> : <>
        <Section title={t.money} id="money">
          <Figures money figures={main.map((account) => ({ label: t.accounts[account], value: formatYuan(balances[account]), sub: account === 'signed' && balances.released > 0 ? t.released(formatYuan(balances.released)) : t.yuan }))} />
          {back.length === 0 ? null : <p>{back.map((account, i) => <>{i === 0 ? null : <span class="sep">·</span>}<span class="nw">{t.accounts[account]} <Money fen={balances[account]} /></span></>)}</p>}
        </Section>
        <Tools>
          <TextField path="q" label={t.search} type="search" required value={query.get('q') ?? ''} />
          <ChoiceField path="state" label={t.state} as="select" none={t.all} required value={state ?? ''} choices={grantStates.map((value) => ({ value, label: grantStateNames[value][look.language] }))} />
        </Tools>
        <Table caption={t.title} rows={found.slice((page - 1) * SIZE, page * SIZE)} columns={columns(look)} empty={<Empty title={t.noneFound} />} />
        <Pager page={page} size={SIZE} total={found.length} unit={t.unit} />
      </>}
    </CompetitionPage>
  ) }
}

async function showOwn({ context, look, query }: Asked): Promise<Shown> {
  const t = texts(look)
  const grants = await ownGrants(context)
  const page = pageWithin(Number(query.get('page')), SIZE, grants.length)
  return { page: (
    <Page look={look} title={t.own}>
      <Table caption={t.own} rows={grants.slice((page - 1) * SIZE, page * SIZE)} columns={columns(look)} empty={<Empty title={t.ownNone}>{t.ownHint}</Empty>} />
      {grants.length > SIZE ? <Pager page={page} size={SIZE} total={grants.length} unit={t.unit} /> : null}
    </Page>
  ) }
}

export const grantListPages: PageRoute[] = [
  { method: 'get', path: '/competitions/:competition/grants', action: 'grant.list', show: showOfCompetition },
  { method: 'get', path: '/grants', action: 'grant.list-own', show: showOwn },
]
