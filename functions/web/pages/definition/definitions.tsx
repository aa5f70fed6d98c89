import { Refusal } from '../../../../shared/kernel/refusal.ts'
import { type Bilingual, say } from '../../../../shared/kernel/text.ts'
import type { Definition, StageRule } from '../../../../shared/stage/definition.ts'
import { stageNames } from '../../../../shared/stage/lifecycle.ts'
import { partWords, stageWords } from '../../../../shared/stage/words.ts'
import { importDefinition } from '../../../commands/stage-definition.ts'
import { authorise } from '../../../context.ts'
import { administered, districtOf } from '../../../queries/districts.ts'
import { listDefinitions, readDefinition } from '../../../queries/stage-definition.ts'
import { ButtonLink } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { Table } from '../../look/table.tsx'
import { Facts, Panel } from '../../look/tell.tsx'
import { listed, words } from '../../look/words.ts'
import { JsonImportPage, readJson, withFileText } from '../json-import.tsx'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'

async function list({ context, look }: Asked): Promise<Shown> {
  const definitions = await listDefinitions(context, undefined)
  const t = texts(look)
  return { page: (
    <Page look={look} title={t.title} lead={<p class="soft">{t.lead}</p>} actions={administered(context.actor).length > 0 ? <ButtonLink href="/stage-rules/import" icon="upload">{t.import}</ButtonLink> : null}>
      <Table caption={t.title} rows={definitions} columns={[
        { header: t.name, names: true, cell: (one) => <a href={`/stage-rules/${one.id}/${one.version}`}>{say(one.name, look.language)}</a> },
        { header: t.version, align: 'end', cell: (one) => one.version },
        { header: t.days, cell: (one) => stageNames.map((stage) => t.daysOf(stageWords[stage][look.language], one.stages[stage].days)).join(look.language === 'zh' ? '，' : ', ') },
      ]} />
    </Page>
  ) }
}

async function show({ context, look, params }: Asked): Promise<Shown> {
  const version = Number(params.version)
  if (!Number.isInteger(version) || version < 1) throw new Refusal('NOT_FOUND')
  const definition = await readDefinition(context, { id: params.definition ?? '', version }, undefined)
  const t = texts(look)
  return { page: (
    <Page look={look} title={say(definition.name, look.language)} crumbs={[{ href: '/stage-rules', label: t.title }]} lead={<p class="soft">{t.versionOf(version)}</p>}>
      <ul>{definition.notes.map((note) => <li>{say(note, look.language)}</li>)}</ul>
      {stageNames.map((stage) => <StagePanel look={look} name={stageWords[stage]} id={stage} rule={definition.stages[stage]} />)}
      <Rubric look={look} definition={definition} />
    </Page>
  ) }
}

function StagePanel({ look, name, id, rule }: { look: Look; name: Bilingual; id: string; rule: StageRule }) {
  const t = texts(look)
  const { language } = look
  return (
    <Panel title={say(name, language)} id={id}>
      <Facts facts={[
        { term: t.length, detail: t.inDays(rule.days) },
        { term: t.reminders, detail: rule.reminderDays.length === 0 ? t.none : t.before(listed(language, rule.reminderDays.map(String))) },
        { term: t.parts, detail: listed(language, rule.parts.map((part) => partWords[part][language])) },
        { term: t.evidence, detail: <ul>{rule.evidence.map((one) => <li>{say(one.label, language)}{'least' in one ? ` ≥ ${one.least}` : ''}</li>)}</ul> },
        { term: t.approvals, detail: t.people(rule.approvals) },
        { term: t.reports, detail: rule.reports === null ? t.none : t.every(rule.reports.everyMonths, rule.reports.dueDays) },
      ]} />
    </Panel>
  )
}

function Rubric({ look, definition: { rubric } }: { look: Look; definition: Definition }) {
  const t = texts(look)
  const { language } = look
  return (
    <Panel title={t.rubric} id="rubric">
      {rubric.official ? null : <p class="soft">{t.unofficial}</p>}
      <Facts facts={[
        ...rubric.criteria.map(({ label, max, children }) => ({ term: `${say(label, language)} ${max}`, detail: (children ?? []).map((leaf) => `${say(leaf.label, language)} ${leaf.max}`).join(language === 'zh' ? '、' : ', ') || '—' })),
        { term: t.grades, detail: rubric.grades.map(({ name, from }) => `${say(name, language)} ≥ ${from}`).join(language === 'zh' ? '，' : ', ') },
      ]} />
    </Panel>
  )
}

async function showImport({ context, look }: Asked, attempt?: Attempt): Promise<Shown> {
  authorise(context, 'stage.import', { district: districtOf(context, undefined) })
  const t = texts(look)
  return { page: <JsonImportPage look={look} title={t.import} lead={t.importLead} crumbs={[{ href: '/stage-rules', label: t.title }]} action="/stage-rules/import" example={{ href: '/stage-rules/district-default/1', label: t.example }} hint={t.hint} attempt={attempt} /> }
}

async function send(asked: Asked, posted: Posted): Promise<Shown> {
  authorise(asked.context, 'stage.import', { district: districtOf(asked.context, undefined) })
  const again = await withFileText(posted)
  return tryForm(again, async () => {
    const { id, version } = await importDefinition(asked.context, { definition: readJson(again.fields.json ?? '') })
    return { go: `/stage-rules/${id}/${version}` }
  }, (attempt) => showImport(asked, attempt))
}

export const stageRulePages: PageRoute[] = [
  { method: 'get', path: '/stage-rules', action: 'stage.read', show: list },
  { method: 'get', path: '/stage-rules/import', action: 'stage.import', show: (asked) => showImport(asked) },
  { method: 'post', path: '/stage-rules/import', action: 'stage.import', send },
  { method: 'get', path: '/stage-rules/:definition/:version', action: 'stage.read', show },
]

const texts = (look: Look) => words(look.language, {
  zh: {
    title: '阶段规则', lead: '项目每个阶段多长、写什么、关口看什么佐证、几个人审批，都写在规则里。新项目用最新一版；进行中的项目不会自己换版。', import: '导入新的一版', name: '规则', version: '版本', days: '各阶段天数', daysOf: (stage: string, days: number) => `${stage} ${days} 天`, versionOf: (n: number) => `第 ${n} 版`,
    length: '时长', inDays: (n: number) => `${n} 天`, reminders: '提醒', before: (days: string) => `到期前 ${days} 天`, none: '没有', parts: '这一阶段写什么', evidence: '关口看什么', approvals: '审批', people: (n: number) => `${n} 位管理员`, reports: '定期报告', every: (months: number, days: number) => `每 ${months} 个月一期，期满后 ${days} 天内提交`,
    rubric: '评估表', unofficial: '非官方：分值是本平台的默认值。', grades: '等次', importLead: '改过的规则换个版本号再导入（JSON）。有错时一次列出全部。', example: '看自带的规则', hint: '格式与自带规则相同，可以通过 API /api/stage-definitions/district-default/1 取一份来改。',
  },
  en: {
    title: 'Stage rules', lead: 'How long each stage takes, what is written in it, what its gate wants to see and how many approve: all of it stands in these rules. New projects take the newest version; running ones never change by themselves.', import: 'Import a new version', name: 'Rules', version: 'Version', days: 'Days of each stage', daysOf: (stage, days) => `${stage} ${days}`, versionOf: (n) => `Version ${n}`,
    length: 'Takes', inDays: (n) => `${n} days`, reminders: 'Reminders', before: (days) => `${days} days before`, none: 'none', parts: 'Worked on in it', evidence: 'The gate wants to see', approvals: 'Approvals', people: (n) => (n === 1 ? 'one administrator' : `${n} administrators`), reports: 'Reports', every: (months, days) => `every ${months} months, due ${days} days after`,
    rubric: 'Evaluation sheet', unofficial: 'Not official: the points are defaults of ours.', grades: 'Grades', importLead: 'Give changed rules a new version number and import them (JSON). All mistakes are listed at once.', example: 'See those that come with the platform', hint: 'In the same form: /api/stage-definitions/district-default/1 gives one to start from.',
  },
})
