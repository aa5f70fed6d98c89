import { date } from '../../../shared/kernel/calendar.ts'
import { loadCompetition, loadRulebook } from '../../../shared/competition/competition.store.ts'
import { say } from '../../../shared/kernel/text.ts'
import type { Entry } from '../../../shared/trail/trail.ts'
import { competitionTrail, districtTrail, exportTrail, type TrailPage, type TrailQuery } from '../../queries/trail.ts'
import { ChoiceField } from '../look/choices.tsx'
import { DateField, HiddenField } from '../look/fields.tsx'
import { ButtonLink } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { Pager, Table, Tools, withQuery } from '../look/table.tsx'
import { At, Empty } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { CompetitionPage } from './competition-frame.tsx'
import type { Asked, PageRoute, Shown } from './page.ts'

/** A filter as it stands in the address; days that are none are left out. */
function asked(query: URLSearchParams): TrailQuery {
  const day = (name: string) => date.safeParse(query.get(name)).data
  const person = query.get('person') ?? ''
  return { person: person === '' ? undefined : person, from: day('from'), to: day('to'), after: query.get('after') ?? undefined }
}

async function showCompetition({ context, look, params, query }: Asked): Promise<Shown> {
  const id = params.competition ?? ''
  const trail = await competitionTrail(context, id, asked(query))
  const { value: competition } = await loadCompetition(context.table, id)
  const rulebook = await loadRulebook(context.table, competition)
  return { page: <CompetitionPage look={look} competition={competition} rulebook={rulebook} tab="trail"><TrailList look={look} trail={trail} query={query} path={`/competitions/${id}/trail`} /></CompetitionPage> }
}

async function showDistrict({ context, look, query }: Asked): Promise<Shown> {
  const trail = await districtTrail(context, { ...asked(query), district: query.get('district') ?? undefined })
  const t = texts(look)
  return { page: <Page look={look} title={t.title} lead={<p class="soft">{t.districtLead}</p>}><TrailList look={look} trail={trail} query={query} path="/trail" /></Page> }
}

function TrailList({ look, trail, query, path }: { look: Look; trail: TrailPage; query: URLSearchParams; path: string }) {
  const t = texts(look)
  const person = query.get('person') ?? ''
  const people = new Map(trail.entries.flatMap(({ by }) => (by === null ? [] : [[by.person, by.name] as const])))
  if (person !== '' && person !== 'workflow' && !people.has(person)) people.set(person, t.chosen)
  const filtered = ['person', 'from', 'to'].some((name) => (query.get(name) ?? '') !== '')
  const district = query.get('district')
  return (
    <>
      <Tools end={<ButtonLink href={withQuery(`${path}/export${new URL(look.path, 'http://x').search}`, { after: null })} icon="download" download>{t.export}</ButtonLink>}>
        {district === null ? null : <HiddenField path="district" value={district} />}
        <ChoiceField path="person" label={t.person} as="select" none={t.everybody} required value={person} choices={[{ value: 'workflow', label: t.platform }, ...[...people].map(([value, label]) => ({ value, label }))]} />
        <DateField path="from" label={t.from} required value={query.get('from')} />
        <DateField path="to" label={t.to} required value={query.get('to')} />
      </Tools>
      <Table
        caption={t.caption}
        rows={trail.entries}
        empty={<Empty title={filtered ? t.noneFound : t.none} action={filtered ? <a href={path}>{t.all}</a> : undefined} />}
        columns={[
          { header: t.what, names: true, cell: (entry) => <Deed look={look} entry={entry} /> },
          { header: t.who, cell: (entry) => (entry.by === null ? <span class="soft">{t.platform}</span> : <a href={withQuery(look.path, { person: entry.by.person, after: null })}>{entry.by.name}</a>) },
          { header: t.when, cell: ({ at }) => <At at={at} /> },
        ]}
      />
      <Pager after={trail.next} before={null} />
    </>
  )
}

function Deed({ look, entry }: { look: Look; entry: Entry }) {
  const t = texts(look)
  return <>{say(entry.sentence, look.language)}{entry.reason === undefined ? null : <><br /><span class="soft small">{t.reason}{entry.reason}</span></>}</>
}

async function send({ context, look, params, query }: Asked): Promise<Shown> {
  const competition = params.competition ?? null
  const text = await exportTrail(context, competition, { ...asked(query), after: undefined, district: query.get('district') ?? undefined }, look.language)
  return { response: new Response(text, { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="trail-${(competition ?? 'district').slice(0, 10)}.csv"`, 'cache-control': 'private, no-store' } }) }
}

export const trailPages: PageRoute[] = [
  { method: 'get', path: '/competitions/:competition/trail', action: 'trail.read', show: showCompetition },
  { method: 'get', path: '/competitions/:competition/trail/export', action: 'trail.read', show: send },
  { method: 'get', path: '/trail', action: 'trail.read', show: showDistrict },
  { method: 'get', path: '/trail/export', action: 'trail.read', show: send },
]

function texts(look: Look) {
  return words(look.language, {
    zh: {
      title: '全区留痕', districtLead: '机构入驻、章程导入、大赛新建与公布等；每个大赛里的事在大赛自己的留痕里。', caption: '留痕，新的在前', person: '谁', everybody: '所有人', platform: '系统', chosen: '所选的人', from: '从', to: '到', export: '导出 CSV',
      when: '时间', who: '谁', what: '做了什么', reason: '理由：', none: '还没有留痕', noneFound: '没有符合条件的留痕', all: '查看全部',
    },
    en: {
      title: 'Trail of the district', districtLead: 'Organisations that join, rulebooks imported, competitions set up and published; what happens in a competition is in its own trail.', caption: 'Trail, newest first', person: 'Who', everybody: 'Everybody', platform: 'The platform', chosen: 'The person chosen', from: 'From', to: 'To', export: 'Export CSV',
      when: 'When', who: 'Who', what: 'What', reason: 'Reason: ', none: 'Nothing yet', noneFound: 'Nothing like that', all: 'Show all',
    },
  })
}
