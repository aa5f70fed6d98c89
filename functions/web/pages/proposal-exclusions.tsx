import type { Exclusions } from '../../../shared/conflict/exclusion.ts'
import { newSecret } from '../../../shared/kernel/ids.ts'
import { proposalTarget, type Proposal } from '../../../shared/proposal/proposal.ts'
import { askExclusions, exclusionsInput } from '../../commands/exclusion.ts'
import { exclusionsAreOpen, readExclusions, requireExclusions } from '../../queries/exclusion.ts'
import { TextField } from '../look/fields.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { Rows, type RowSlot } from '../look/rows.tsx'
import { At, Note, Panel } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'
import { proposalCrumbs, ProposalLead } from './proposal-parts.tsx'
import { rowCount, type Values, withRowsChanged } from './typed-rows.ts'

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    title: '需要回避的人或单位', lead: '有人与贵单位有亲属、竞争、纠纷等关系，不宜评审这份申报书的，请写在这里，可以不填。不知道评委是谁也可以写；评委看不到，只有管理员处理。', person: '姓名', organisation: '所在单位', reason: '理由', row: (n: string) => `第 ${n} 行`, add: '再加一行', save: '保存', back: '返回申报书', saved: '已保存', closed: '评审已经结束，不能再改。',
    none: '没有填写。', count: (n: number) => `已填 ${n} 个。评委看不到。`, change: '填写或修改',
  },
  en: {
    title: 'Who should stay away', lead: 'Name anybody who should not judge this proposal: a relative, a competitor, somebody you have a dispute with. You may leave it empty, and need not know who the judges are. Judges never see it; an administrator deals with it.', person: 'Name', organisation: 'Organisation', reason: 'Reason', row: (n) => `row ${n}`, add: 'Add a row', save: 'Save', back: 'Back to the proposal', saved: 'Saved', closed: 'The judging is over; this can no longer be changed.',
    none: 'Nobody is named.', count: (n) => `${n} named. Judges do not see it.`, change: 'Fill in or change',
  },
})

const fields = ['person', 'organisation', 'reason'] as const

/** By field name, in the places that mistakes speak of. */
const valuesOf = (asks: Exclusions['asks']): Values => Object.fromEntries(asks.flatMap((ask, at) => fields.map((field) => [`asks.${at}.${field}`, ask[field]])))

/** Rows in which nothing was typed are none. */
const filled = (values: Values): Exclusions['asks'] =>
  Array.from({ length: rowCount(values, 'asks') }, (_, at) => ({ person: values[`asks.${at}.person`] ?? '', organisation: values[`asks.${at}.organisation`] ?? '', reason: values[`asks.${at}.reason`] ?? '' }))
    .filter((row) => fields.some((field) => row[field].trim() !== ''))

/** Beside the sending: whether anybody is named, and the way there. */
export function ExclusionsPanel({ look, proposal, asks }: { look: Look; proposal: Proposal; asks: Exclusions['asks'] }) {
  const t = texts(look)
  return <Panel title={t.title} id="exclusions" end={<a href={`/proposals/${proposal.id}/exclusions`}>{t.change}<span class="vh">：{t.title}</span></a>}><p>{asks.length === 0 ? t.none : t.count(asks.length)}</p></Panel>
}

async function show({ context, look, params }: Asked, attempt?: Attempt): Promise<Shown> {
  const t = texts(look)
  const { proposal, competition, asks, at } = await readExclusions(context, params.proposal ?? '')
  const values = attempt?.values ?? valuesOf(asks)
  const value = (slot: RowSlot, field: string) => (slot.index === null ? '' : (values[`asks.${slot.index}.${field}`] ?? ''))
  const cell = (field: (typeof fields)[number]) => (slot: RowSlot) => <TextField path={`${slot.path}.${field}`} label={`${t[field]} ${t.row(slot.number)}`} bare value={value(slot, field)} />
  const open = exclusionsAreOpen(competition) && look.allows('exclusion.ask', proposalTarget(proposal))
  return { page: (
    <Page look={look} title={t.title} crumbs={proposalCrumbs(proposal, look)} lead={<ProposalLead proposal={proposal} competition={competition} />} mistakes={attempt?.mistakes ?? []} scripts={['rows.js']}>
      {at === null || attempt !== undefined ? null : <p class="soft small" role="status">{t.saved} <At at={at} /></p>}
      {open ? (
        <Form action={`/proposals/${proposal.id}/exclusions`} command={newSecret()}>
          <Rows path="asks" caption={t.lead} count={Math.max(1, rowCount(values, 'asks'))} most={20} addLabel={t.add} columns={[{ header: t.person, names: true, cell: cell('person') }, { header: t.organisation, cell: cell('organisation') }, { header: t.reason, cell: cell('reason') }]} />
          <p class="acts"><Button>{t.save}</Button><ButtonLink href={`/proposals/${proposal.id}`}>{t.back}</ButtonLink></p>
        </Form>
      ) : <><Note state="idle">{t.closed}</Note><ul>{asks.map(({ person, organisation, reason }) => <li>{[person, organisation, reason].filter((text) => text !== '').join(' · ')}</li>)}</ul></>}
    </Page>
  ) }
}

async function save(asked: Asked, posted: Posted): Promise<Shown> {
  const id = asked.params.proposal ?? ''
  await requireExclusions(asked.context, 'exclusion.ask', id)
  const changed = withRowsChanged(posted.fields)
  if (changed !== undefined) return show(asked, { values: changed, mistakes: [] })
  const asks = filled(posted.fields)
  return tryForm(posted, async () => {
    await askExclusions(asked.context, id, readAs(exclusionsInput, { asks }))
    return { go: `/proposals/${id}/exclusions` }
  }, (attempt) => show(asked, { ...attempt, values: valuesOf(asks) }))
}

export const exclusionPages: PageRoute[] = [
  { method: 'get', path: '/proposals/:proposal/exclusions', action: 'exclusion.read', show: (asked) => show(asked) },
  { method: 'post', path: '/proposals/:proposal/exclusions', action: 'exclusion.ask', send: save },
]
