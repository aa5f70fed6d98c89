import type { Child } from 'hono/jsx'
import { competitionStates, deletedDraft, listCompetitions, stepEnds } from '../../queries/competition.ts'
import { loadRulebook } from '../../../shared/competition/competition.store.ts'
import type { Competition } from '../../../shared/competition/competition.ts'
import type { CompetitionState } from '../../../shared/competition/lifecycle.ts'
import { isOver, stateName, stateNames, stepStates } from '../../../shared/competition/steps.ts'
import { newSecret } from '../../../shared/kernel/ids.ts'
import { say } from '../../../shared/kernel/text.ts'
import type { Action } from '../../../shared/person/access.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import { createCompetition, createInput } from '../../commands/competition.ts'
import type { Context } from '../../context.ts'
import { authorise } from '../../context.ts'
import { administered, districtOf } from '../../queries/districts.ts'
import { listRulebooks } from '../../queries/rulebook.ts'
import { ChoiceField } from '../look/choices.tsx'
import { Undo } from '../look/dialog.tsx'
import { TextField } from '../look/fields.tsx'
import { Flowlet } from '../look/flow.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { Pager, sortOf, Table, Tools } from '../look/table.tsx'
import { At, Empty, Panel, Tag, Tasks, When } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { stateTone } from './competition-frame.tsx'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'

const PAGE = 20
/** Of earlier ones offered to be copied. */
const EARLIER = 8

interface Listed {
  competition: Competition
  rulebook: Rulebook
  /** The end of its step, where that has one. */
  until: string | undefined
}

/** Each with its rules, for their names of rounds; a published competition's are read once a process. */
const withRules = (context: Context, competitions: readonly Competition[], ends: ReadonlyMap<string, string>): Promise<Listed[]> =>
  Promise.all(competitions.map(async (competition) => ({ competition, rulebook: await loadRulebook(context.table, competition), until: ends.get(competition.id) })))

async function list({ context, look, query }: Asked): Promise<Shown> {
  const wanted = query.get('state') ?? ''
  const state = [...competitionStates, 'running' as const].find((one) => one === wanted)
  const search = (query.get('q') ?? '').trim()
  const found = (await listCompetitions(context, { state })).filter(({ name }) => search === '' || name.zh.includes(search) || (name.en ?? '').toLowerCase().includes(search.toLowerCase()))
  const ends = await stepEnds(context, found)
  const sorted = ordered(found, look, ends)
  const page = Math.min(Math.max(1, Number(query.get('page')) || 1), Math.max(1, Math.ceil(sorted.length / PAGE)))
  const rows = await withRules(context, sorted.slice((page - 1) * PAGE, page * PAGE), ends)
  const deleted = await deletedDraft(context, query.get('deleted') ?? '')
  return { page: <CompetitionsPage look={look} deleted={deleted} rows={rows} total={sorted.length} at={page} state={wanted} search={search} mine={administered(context.actor)} /> }
}

function ordered(found: readonly Competition[], look: Look, ends: ReadonlyMap<string, string>): Competition[] {
  const sort = sortOf(look.path)
  const by: Record<string, (competition: Competition) => string> = { name: ({ name }) => name.zh, until: ({ id }) => ends.get(id) ?? '9', created: ({ createdAt }) => createdAt }
  const key = sort === undefined || !Object.hasOwn(by, sort.key) ? undefined : by[sort.key]
  if (key === undefined) return [...found]
  const up = found.toSorted((a, b) => key(a).localeCompare(key(b), 'zh-CN'))
  return sort?.direction === 'descending' ? up.reverse() : up
}

function CompetitionsPage({ look, deleted, rows, total, at, state, search, mine }: { look: Look; deleted: Awaited<ReturnType<typeof deletedDraft>>; rows: Listed[]; total: number; at: number; state: string; search: string; /** Districts the reader administers. */ mine: readonly string[] }) {
  const t = texts(look)
  const mayCreate = mine.length > 0
  const create = mayCreate ? <ButtonLink href="/competitions/new" weight="primary" icon="add">{t.create}</ButtonLink> : null
  return (
    <Page look={look} title={t.title} actions={create}>
      {deleted === null ? null : <Undo action={`/competitions/${deleted.competition.id}/restoration`} command={newSecret()} until={deleted.until}>{t.deleted(say(deleted.competition.name, look.language))}</Undo>}
      <Tools>
        <TextField path="q" label={t.search} value={search} required />
        <ChoiceField path="state" label={t.state} as="select" none={t.all} value={state} required choices={[{ value: 'running', label: t.running }, ...competitionStates.map((one: CompetitionState) => ({ value: one, label: stateNames[one][look.language] }))]} />
      </Tools>
      <CompetitionsTable look={look} rows={rows} empty={(
        <Empty title={search === '' && state === '' ? t.none : t.noneFound} action={search === '' && state === '' ? create : <a href="/competitions">{t.showAll}</a>}>{search === '' && state === '' && mayCreate ? t.noneHint : null}</Empty>
      )} />
      <Pager page={at} size={PAGE} total={total} unit={look.language === 'zh' ? '个' : ''} />
    </Page>
  )
}

/** Who neither administers nor organises it reads what the public reads; finance people begin with who does what. */
function addressOf({ id, state, district }: Competition, look: Look): string {
  const allows = (action: Action) => look.allows(action, { district, competition: id })
  if (!allows('competition.track')) return allows('role.list') ? `/competitions/${id}/roles` : `/public/competitions/${id}`
  return `/competitions/${id}${state === 'draft' ? '/settings' : ''}`
}

function CompetitionsTable({ look, rows, empty }: { look: Look; rows: readonly Listed[]; empty: Child }) {
  const t = texts(look)
  return (
    <Table
      caption={t.caption}
      rows={rows}
      empty={empty}
      columns={[
        { header: t.name, names: true, sort: 'name', cell: ({ competition }) => <a href={addressOf(competition, look)}>{say(competition.name, look.language)}</a> },
        { header: t.where, label: t.now, cell: ({ competition, rulebook }) => (
          <div>
            {competition.state === 'draft' || (isOver(competition) && competition.state !== 'completed') ? null : <Flowlet states={stepStates(competition, rulebook.rounds.length, look.now)} />}
            <Tag state={stateTone(competition)}>{say(stateName(competition, rulebook), look.language)}</Tag>
          </div>
        ) },
        { header: t.until, sort: 'until', cell: ({ until }) => (until === undefined ? null : <When at={until} />) },
        { header: t.created, sort: 'created', cell: ({ competition }) => <At at={competition.createdAt} time={false} /> },
      ]}
    />
  )
}

async function showNew(asked: Asked, attempt?: Attempt): Promise<Shown> {
  const { context, look, query } = asked
  authorise(context, 'competition.create', { district: districtOf(context, undefined) })
  const t = texts(look)
  const mine = administered(context.actor)
  const [held, all] = await Promise.all([listRulebooks(context), listCompetitions(context)])
  const earlier = all.filter(({ district }) => mine.includes(district)).slice(0, EARLIER)
  const value = (path: string) => attempt?.values[path] ?? ''
  return { page: (
    <Page look={look} title={t.create} crumbs={[{ href: '/competitions', label: t.title }]} lead={<p class="soft">{t.createLead}</p>} mistakes={attempt?.mistakes ?? []}>
      <div class="read stackv">
        <Form action="/competitions" command={newSecret()}>
          <ChoiceField path="rulebook" label={t.rulebook} hint={t.rulebookHint} required as="radio" value={attempt === undefined ? (query.get('rulebook') ?? '') : value('rulebook')} choices={held.map(({ rulebook, imported }) => ({
            value: rulebook.id, label: say(rulebook.name, look.language), hint: `${say(rulebook.citation.issuer, look.language)} ${rulebook.citation.year ?? ''}${imported === null ? '' : ` · ${t.imported}`} · ${t.rounds(rulebook.rounds.length)}${rulebook.citation.official ? '' : ` · ${t.unofficial}`}`,
          }))} />
          <TextField path="name.zh" label={t.nameZh} hint={t.nameHint} required value={value('name.zh')} limit={60} />
          <TextField path="name.en" label={t.nameEn} value={value('name.en')} />
          <TextField path="authority.zh" label={t.authority} hint={t.authorityHint} required value={value('authority.zh')} limit={60} />
          <div class="acts"><Button>{t.make}</Button><ButtonLink href="/competitions">{t.cancel}</ButtonLink></div>
        </Form>
        {earlier.length === 0 ? null : (
          <Panel title={t.earlier} id="earlier">
            <p class="soft">{t.earlierLead}</p>
            <Tasks tasks={earlier.map(({ id, name, createdAt }) => ({ label: say(name, look.language), href: `/competitions/${id}/copy`, end: <At at={createdAt} time={false} /> }))} />
          </Panel>
        )}
      </div>
    </Page>
  ) }
}

async function create(asked: Asked, posted: Posted): Promise<Shown> {
  authorise(asked.context, 'competition.create', { district: districtOf(asked.context, undefined) })
  return tryForm(posted, async () => {
    const { name, authority, ...rest } = posted.body as { name?: Record<string, unknown>; authority?: Record<string, unknown> }
    const input = readAs(createInput, { ...rest, name: filled(name), authority: filled(authority) })
    const { competition } = await createCompetition(asked.context, input)
    return { go: `/competitions/${competition.id}/settings` }
  }, (attempt) => showNew(asked, attempt))
}

/** An English name that is not given is no name. */
const filled = (name: Record<string, unknown> | undefined): Record<string, unknown> => Object.fromEntries(Object.entries(name ?? {}).filter(([language, text]) => language === 'zh' || typeof text !== 'string' || text.trim() !== ''))

export const competitionListPages: PageRoute[] = [
  { method: 'get', path: '/competitions', action: 'competition.list', show: list },
  { method: 'get', path: '/competitions/new', action: 'competition.create', show: (asked) => showNew(asked) },
  { method: 'post', path: '/competitions', action: 'competition.create', send: create },
]

function texts(look: Look) {
  return words(look.language, {
    zh: {
      title: '大赛', create: '新建大赛', caption: '大赛，新的在前', name: '大赛', where: '现在到哪一步', now: '现在', until: '这一步截止', created: '新建', search: '名称', state: '状态', all: '全部状态', running: '正在进行',
      none: '还没有大赛', noneHint: '选一份章程，填名称和日期，预览之后就能公布征集。', noneFound: '没有符合条件的大赛', showAll: '查看全部', deleted: (name: string) => `已删除“${name}”的草稿。`,
      createLead: '先选章程；日期、类别、名额和奖项下一步都能改，公布前只有管理员看得到。', rulebook: '章程', rulebookHint: '不确定时先到“章程”里读一读。', imported: '本区导入', rounds: (n: number) => `${n} 轮评审`, unofficial: '含默认值，非官方',
      nameZh: '大赛名称', nameHint: '例如：2026 年示例区志愿服务项目大赛', nameEn: '英文名称', authority: '主办单位', authorityHint: '公示和证书上的落款。', make: '新建并继续设置', cancel: '返回', earlier: '照以前的一届新建', earlierLead: '设置和规则照搬，日期平移。',
    },
    en: {
      title: 'Competitions', create: 'New competition', caption: 'Competitions, newest first', name: 'Competition', where: 'Where it stands', now: 'Now', until: 'This step ends', created: 'Set up', search: 'Name', state: 'State', all: 'All states', running: 'Running',
      none: 'No competition yet', noneHint: 'Choose a rulebook, give name and dates, look at the preview, then publish the call.', noneFound: 'No competition like that', showAll: 'Show all', deleted: (name) => `The draft of "${name}" is deleted.`,
      createLead: 'Choose a rulebook first. Dates, categories, numbers and awards can be changed next; only administrators see it before it is published.', rulebook: 'Rulebook', rulebookHint: 'Read them under "Rulebooks" if you are not sure.', imported: 'imported by this district', rounds: (n) => (n === 1 ? '1 round' : `${n} rounds`), unofficial: 'with defaults, not official',
      nameZh: 'Name in Chinese', nameHint: 'With its year and its district, as it will stand on the notice.', nameEn: 'Name in English', authority: 'Authority (in Chinese)', authorityHint: 'As it stands on the notice and the certificates.', make: 'Set it up and go on', cancel: 'Back', earlier: 'Or another like an earlier one', earlierLead: 'Its settings and rules are copied, its dates moved.',
    },
  })
}
