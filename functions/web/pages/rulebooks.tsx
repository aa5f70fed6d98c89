import { say } from '../../../shared/kernel/text.ts'
import { importRulebook } from '../../commands/rulebook.ts'
import { authorise } from '../../context.ts'
import { readCompetition, requireCompetition } from '../../queries/competition.ts'
import { administered, districtOf } from '../../queries/districts.ts'
import { type HeldRulebook, listRulebooks, readRulebook } from '../../queries/rulebook.ts'
import { ButtonLink } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { Table } from '../look/table.tsx'
import { At, Tag } from '../look/tell.tsx'
import { withColon, words } from '../look/words.ts'
import { CompetitionPage } from './competition-frame.tsx'
import { JsonImportPage, readJson, withFileText } from './json-import.tsx'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'
import { RulebookView } from './rulebook-view.tsx'

const addressOf = ({ rulebook, imported }: HeldRulebook): string => `/rulebooks/${rulebook.id}${imported === null ? '' : `?district=${imported.district}`}`

async function list({ context, look }: Asked): Promise<Shown> {
  const held = await listRulebooks(context)
  const t = texts(look)
  const administers = administered(context.actor).length > 0
  return { page: (
    <Page look={look} title={t.title} lead={<p class="soft">{t.lead}</p>} actions={administers ? <ButtonLink href="/rulebooks/import" icon="upload">{t.import}</ButtonLink> : null}>
      <Table
        caption={t.title}
        rows={held}
        columns={[
          { header: t.rulebook, names: true, cell: (one) => <><a href={addressOf(one)}>{say(one.rulebook.name, look.language)}</a><br /><span class="soft small">{say(one.rulebook.citation.issuer, look.language)} {one.rulebook.citation.year}</span></> },
          { header: t.rounds, cell: ({ rulebook }) => rulebook.rounds.map(({ name, weight }) => `${say(name, look.language)} ${weight}%`).join(' + ') },
          { header: t.source, cell: ({ rulebook, imported }) => (
            <div>
              {rulebook.citation.official ? <Tag state="done">{t.official}</Tag> : <Tag state="wait" icon="info">{t.unofficial}</Tag>}
              {imported === null ? null : <p class="soft small">{t.importedBy(imported.by)} <At at={imported.at} time={false} /></p>}
            </div>
          ) },
          { header: t.version, align: 'end', cell: ({ rulebook }) => rulebook.version },
          ...(administers ? [{ header: t.act, hidden: true, class: 'r', cell: ({ rulebook }: HeldRulebook) => <ButtonLink href={`/competitions/new?rulebook=${rulebook.id}`} about={withColon(look.language, '', say(rulebook.name, look.language))}>{t.use}</ButtonLink> }] : []),
        ]}
      />
    </Page>
  ) }
}

async function show({ context, look, params, query }: Asked): Promise<Shown> {
  const { rulebook } = await readRulebook(context, params.rulebook ?? '', query.get('district') ?? undefined)
  const t = texts(look)
  return { page: (
    <Page
      look={look}
      title={say(rulebook.name, look.language)}
      crumbs={context.actor.kind === 'person' ? [{ href: '/rulebooks', label: t.title }] : []}
      lead={<p class="soft">{t.versionOf(rulebook.version)}</p>}
      actions={administered(context.actor).length > 0 ? <ButtonLink href={`/competitions/new?rulebook=${rulebook.id}`} weight="primary">{t.use}</ButtonLink> : null}
    >
      <RulebookView rulebook={rulebook} />
    </Page>
  ) }
}

async function showOfCompetition({ context, look, params }: Asked): Promise<Shown> {
  await requireCompetition(context, params.competition ?? '', 'competition.track')
  const { competition, rulebook } = await readCompetition(context, params.competition ?? '')
  const t = texts(look)
  return { page: (
    <CompetitionPage look={look} competition={competition} rulebook={rulebook} tab="rulebook">
      <p class="soft">{t.copyOf(say(rulebook.name, look.language), rulebook.version)}{competition.seed === '' ? '' : <> {t.seed} <strong class="n">{competition.seed}</strong></>}</p>
      <RulebookView rulebook={rulebook} />
    </CompetitionPage>
  ) }
}

async function showImport({ context, look }: Asked, attempt?: Attempt): Promise<Shown> {
  authorise(context, 'rulebook.import', { district: districtOf(context, undefined) })
  const t = texts(look)
  return { page: <JsonImportPage look={look} title={t.import} lead={t.importLead} crumbs={[{ href: '/rulebooks', label: t.title }]} action="/rulebooks/import" example={{ href: '/rulebooks/jiaxing-default', label: t.example }} hint={t.jsonHint} attempt={attempt} /> }
}

async function send(asked: Asked, posted: Posted): Promise<Shown> {
  authorise(asked.context, 'rulebook.import', { district: districtOf(asked.context, undefined) })
  const again = await withFileText(posted)
  return tryForm(again, async () => {
    const rulebook = await importRulebook(asked.context, { rulebook: readJson(again.fields.json ?? '') })
    return { go: `/rulebooks/${rulebook.id}` }
  }, (attempt) => showImport(asked, attempt))
}

export const rulebookPages: PageRoute[] = [
  { method: 'get', path: '/rulebooks', action: 'rulebook.list', show: list },
  { method: 'get', path: '/rulebooks/import', action: 'rulebook.import', show: (asked) => showImport(asked) },
  { method: 'post', path: '/rulebooks/import', action: 'rulebook.import', send },
  { method: 'get', path: '/rulebooks/:rulebook', action: 'rulebook.read', show },
  { method: 'get', path: '/competitions/:competition/rulebook', action: 'competition.track', show: showOfCompetition },
]

function texts(look: Look) {
  return words(look.language, {
    zh: {
      title: '章程', lead: '大赛的规则都写在章程里：轮次、评分、晋级、奖项和公示。新建大赛时复制一份，可以再改。', import: '导入章程', rulebook: '章程', rounds: '总分由什么组成', source: '来源', version: '版本', act: '操作', use: '用它新建大赛', official: '官方', unofficial: '含默认值，非官方',
      importedBy: (name: string) => `${name}导入`, versionOf: (n: number) => `第 ${n} 版`, copyOf: (name: string, n: number) => `复制自《${name}》第 ${n} 版，大赛以这份为准。`, seed: '抽签种子',
      importLead: '本区可以导入自己的章程（JSON）。有错时一次列出全部，写明在哪里、怎么改。', jsonHint: '格式与平台自带章程相同，可以通过 API /api/rulebooks/jiaxing-default 取一份来改。', example: '看一份自带章程',
    },
    en: {
      title: 'Rulebooks', lead: 'A rulebook holds all the rules: rounds, scoring, who goes on, awards, notice. A competition takes a copy, which can be changed.', import: 'Import a rulebook', rulebook: 'Rulebook', rounds: 'What the final score is made of', source: 'Source', version: 'Version', act: 'Actions', use: 'Use it for a competition', official: 'Official', unofficial: 'With defaults, not official',
      importedBy: (name) => `Imported by ${name}`, versionOf: (n) => `Version ${n}`, copyOf: (name, n) => `Copied from "${name}", version ${n}; this copy is what counts.`, seed: 'Seed of the draws',
      importLead: 'A district can import rulebooks of its own (JSON). All mistakes are listed at once: where, and what to change.', jsonHint: 'In the form of the rulebooks that come with the platform: /api/rulebooks/jiaxing-default gives one to start from.', example: 'See one that comes with the platform',
    },
  })
}
