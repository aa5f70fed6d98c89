import { newSecret } from '../../../shared/kernel/ids.ts'
import { decisionsFrom, organisationStates } from '../../../shared/organisation/lifecycle.ts'
import type { Organisation } from '../../../shared/organisation/organisation.ts'
import { organisationKinds, ownCreditCode } from '../../../shared/organisation/organisation.ts'
import { decideOrganisation, decisionInput } from '../../commands/organisation.ts'
import { authorise } from '../../context.ts'
import { listOrganisations, organisationFilter, type OrganisationFilter, type OrganisationList, organisationsCsv, readOrganisation } from '../../queries/organisation.ts'
import { ChoiceField } from '../look/choices.tsx'
import { TextArea, TextField } from '../look/fields.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { Pager, Table, Tools } from '../look/table.tsx'
import { At, Empty, Facts, Note, Panel, Tabs, Tag } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { CertificatePanel } from './organisation-certificate.tsx'
import { decisionNames, kindNames, organisationFacts, stateNames, stateTones } from './organisation-words.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'

/** What the address asks for; a filter that makes no sense (an old link) is left out. */
function filterOf(query: URLSearchParams): OrganisationFilter {
  const given = Object.fromEntries([...query].filter(([, value]) => value !== ''))
  const parsed = organisationFilter.safeParse(given)
  return parsed.success ? parsed.data : organisationFilter.parse({})
}

async function list({ context, look, query }: Asked): Promise<Shown> {
  const filter = filterOf(query)
  return { page: <OrganisationsPage look={look} filter={filter} list={await listOrganisations(context, filter)} /> }
}

/** Who works on a district's projects from outside the office. */
export function AllOrganisations({ look, current }: { look: Look; current: '/organisations' | '/evaluators' | '/finance-people' }) {
  const t = words(look.language, { zh: { label: '参与方', '/organisations': '机构', '/evaluators': '评估员', '/finance-people': '财务' }, en: { label: 'Who takes part', '/organisations': 'Organisations', '/evaluators': 'Evaluators', '/finance-people': 'Finance' } })
  return <Tabs label={t.label} ways={(['/organisations', '/evaluators', '/finance-people'] as const).map((href) => ({ href, label: t[href], current: href === current }))} />
}

function OrganisationsPage({ look, filter, list }: { look: Look; filter: OrganisationFilter; list: OrganisationList }) {
  const t = texts(look)
  const { language } = look
  const filtered = filter.q !== undefined || filter.state !== undefined || filter.kind !== undefined
  const exported = new URLSearchParams(Object.entries({ q: filter.q, state: filter.state, kind: filter.kind }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
  return (
    <Page look={look} title={t.title} tabs={<AllOrganisations look={look} current="/organisations" />} actions={<><ButtonLink href="/bans">{t.bans}</ButtonLink><ButtonLink href={`/organisations/export?${exported.toString()}`} icon="download" download>{t.export}</ButtonLink></>}>
      <Tools>
        <TextField path="q" label={t.search} value={filter.q ?? ''} type="search" required />
        <ChoiceField path="state" label={t.state} as="select" none={t.all} value={filter.state ?? ''} required choices={organisationStates.map((value) => ({ value, label: stateNames[value][language] }))} />
        <ChoiceField path="kind" label={t.kind} as="select" none={t.all} value={filter.kind ?? ''} required choices={organisationKinds.map((value) => ({ value, label: kindNames[value][language] }))} />
      </Tools>
      <Table
        caption={t.caption}
        rows={list.items}
        empty={filtered ? <Empty title={t.noneFound} action={<a href="/organisations">{t.showAll}</a>} /> : <Empty title={t.none}>{t.noneHint}</Empty>}
        columns={[
          { header: t.name, names: true, sort: 'name', cell: (one) => <a href={`/organisations/${one.id}`}>{one.name}</a> },
          { header: t.kind, cell: (one) => kindNames[one.kind][language] },
          { header: t.code, cell: (one) => <span class="n">{ownCreditCode(one) ?? t.filedWith(one.standing === 'filed' ? one.filing.with : '')}</span> },
          { header: t.state, cell: (one) => <Tag state={stateTones[one.state]}>{stateNames[one.state][language]}</Tag> },
          { header: t.asked, sort: 'askedAt', cell: (one) => <At at={one.askedAt} time={false} weekday={false} /> },
        ]}
      />
      <Pager page={list.page} size={list.size} total={list.total} unit={language === 'zh' ? '家' : ''} />
    </Page>
  )
}

async function exportList({ context, query }: Asked): Promise<Shown> {
  const text = await organisationsCsv(context, filterOf(query))
  return { response: new Response(text, { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="organisations.csv"', 'cache-control': 'no-store' } }) }
}

async function show({ context, look, params }: Asked, attempt?: Attempt): Promise<Shown> {
  const { organisation, members } = await readOrganisation(context, params.organisation ?? '')
  authorise(context, 'organisation.decide', { district: organisation.district })
  const t = texts(look)
  return { page: (
    <Page look={look} title={organisation.name} crumbs={[{ href: '/organisations', label: t.title }]} lead={<Tag state={stateTones[organisation.state]}>{stateNames[organisation.state][look.language]}</Tag>} mistakes={attempt?.mistakes ?? []}>
      <div class="split">
        <div class="stackv">
          {organisation.reasons === null ? null : <Note state={stateTones[organisation.state]}><p>{t.reasonsWere}</p><p>{organisation.reasons}</p></Note>}
          <Panel title={t.details} id="details">
            <Facts facts={[...organisationFacts(organisation, look.language), { term: t.asked, detail: <At at={organisation.askedAt} /> }, organisation.decidedAt !== null && { term: t.decided, detail: <At at={organisation.decidedAt} /> }]} />
          </Panel>
          <CertificatePanel look={look} certificate={organisation.certificate} upload={null} refused={null} />
          <Panel title={t.members} id="members">
            <ul>{members.map(({ name, since }) => <li>{name} <span class="soft small"><At at={since} time={false} weekday={false} /></span></li>)}</ul>
          </Panel>
        </div>
        <aside><DecisionForm look={look} organisation={organisation} attempt={attempt} /></aside>
      </div>
    </Page>
  ) }
}

function DecisionForm({ look, organisation, attempt }: { look: Look; organisation: Organisation; attempt: Attempt | undefined }) {
  const t = texts(look)
  const choices = decisionsFrom(organisation.state)
  if (choices.length === 0) return <Panel title={t.decide} id="decide"><p class="soft">{t.waits}</p></Panel>
  return (
    <Panel title={t.decide} id="decide">
      <Form action={`/organisations/${organisation.id}/admission`} command={newSecret()}>
        <ChoiceField path="decision" label={t.decision} required as="radio" value={attempt?.values.decision ?? (choices.length === 1 ? choices[0] : '')} choices={choices.map((value) => ({ value, ...decisionNames[value][look.language] }))} />
        <TextArea path="reasons" label={t.reasons} hint={t.reasonsHint} rows={4} value={attempt?.values.reasons ?? ''} />
        <p class="acts"><Button>{t.send}</Button></p>
      </Form>
    </Panel>
  )
}

const decide = (asked: Asked, posted: Posted): Promise<Shown> =>
  tryForm(posted, async () => {
    const { decision, reasons } = posted.fields
    await decideOrganisation(asked.context, asked.params.organisation ?? '', readAs(decisionInput, { decision, reasons }))
    return { go: `/organisations/${asked.params.organisation ?? ''}` }
  }, (attempt) => show(asked, attempt))

export const organisationListPages: PageRoute[] = [
  { method: 'get', path: '/organisations', action: 'organisation.list', show: list },
  { method: 'get', path: '/organisations/export', action: 'organisation.list', show: exportList },
  { method: 'get', path: '/organisations/:organisation', action: 'organisation.decide', show: (asked) => show(asked) },
  { method: 'post', path: '/organisations/:organisation/admission', action: 'organisation.decide', send: decide },
]

function texts(look: Look) {
  return words(look.language, {
    zh: {
      title: '机构', export: '导出', bans: '禁止申报的单位', search: '名称、代码或联系人', state: '状态', kind: '类别', all: '全部', caption: '本区的机构和队伍', name: '名称', code: '代码或备案', filedWith: (street: string) => `${street}备案`, asked: '申请时间', decided: '决定时间',
      none: '还没有单位申请入驻', noneHint: '把首页的地址发给社会组织和志愿队伍，他们登录后就能申请。', noneFound: '没有符合条件的单位', showAll: '查看全部', details: '申请内容', members: '成员', reasonsWere: '当时写的理由：',
      decide: '审核', decision: '决定', reasons: '理由', reasonsHint: '退回、不通过和暂停时必填，对方会看到。最多 1000 字。', send: '确认决定', waits: '已退回，等对方修改后重新提交。',
    },
    en: {
      title: 'Organisations', export: 'Export', bans: 'Barred organisations', search: 'Name, code or contact', state: 'State', kind: 'Kind', all: 'All', caption: 'Organisations and teams of the district', name: 'Name', code: 'Code or filing', filedWith: (street) => `Filed with ${street}`, asked: 'Asked', decided: 'Decided',
      none: 'Nobody has asked to join yet', noneHint: 'Give the address of this site to organisations and teams; they can ask once they have signed in.', noneFound: 'No organisation like that', showAll: 'Show all', details: 'What they told', members: 'Members', reasonsWere: 'The reason given:',
      decide: 'Decision', decision: 'Decision', reasons: 'Reason', reasonsHint: 'Needed to return, reject or suspend; they will read it. At most 1,000 characters.', send: 'Decide', waits: 'Returned; it waits for them to change it and ask again.',
    },
  })
}
