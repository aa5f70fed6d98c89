import type { Child } from 'hono/jsx'
import { type Line, percentOf, selfEvaluationForm } from '../../../../shared/evaluation/self-evaluation.ts'
import type { SurveyResult } from '../../../../shared/evaluation/survey.ts'
import type { Mistake } from '../../../../shared/kernel/refusal.ts'
import { say } from '../../../../shared/kernel/text.ts'
import type { Context } from '../../../context.ts'
import type { EvaluationView } from '../../../queries/evaluation.ts'
import { formatNumber } from '../../look/format.ts'
import { type Look, useLook } from '../../look/look.ts'
import { Table } from '../../look/table.tsx'
import { Empty, Money, Panel, Section, Tag, When } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { ProjectPage } from '../project/frame.tsx'
import { SectionAnswers } from '../proposal-answers.tsx'

const tabs = ['overview', 'self', 'survey', 'card'] as const
export type EvaluationTab = (typeof tabs)[number]

/** The frame of an evaluation's pages: until when, and its parts. */
export function EvaluationPage({ look, context, view, tab, children, ...rest }: { look: Look; context: Context; view: EvaluationView; tab: EvaluationTab; mistakes?: readonly Mistake[] | undefined; scripts?: string[]; footed?: boolean; actions?: Child; children?: Child }) {
  const t = frameTexts(look)
  const { project, stage, working } = view
  const here = `/projects/${project.id}/evaluation`
  const ways = tabs.map((name) => ({ href: name === 'overview' ? here : `${here}/${name}`, label: t[name], current: name === tab }))
  return (
    <ProjectPage look={look} context={context} project={project} tab="evaluation" parts={{ label: t.tabs, ways }} {...rest}>
      {stage === null || !working ? null : <p class="soft">{t.until} <When at={project.current.dueAt} /></p>}
      {stage === null ? <Empty title={t.notYet}>{t.notYetHint}</Empty> : children}
    </ProjectPage>
  )
}

/** Planned, said and recorded side by side: people and attendances are two lines, never one. */
export function PlanLines({ lines, id = 'lines' }: { lines: readonly Line[]; id?: string }) {
  const { language } = useLook()
  const t = frameTexts({ language })
  const cell = (line: Line, value: number | null, none: string) => (value === null ? <span class="soft">{none}</span> : line.name === 'spending' ? <Money fen={value} bare /> : <span class="n">{formatNumber(value)}</span>)
  return (
    <Section title={t.lines} id={id}>
      <Table caption={t.linesCaption} rows={lines} columns={[
        { header: t.what, names: true, cell: (line) => t.names[line.name] },
        { header: t.planned, align: 'end', cell: (line) => cell(line, line.planned, t.unplanned) },
        { header: t.said, align: 'end', cell: (line) => cell(line, line.said, t.unsaid) },
        { header: t.recorded, align: 'end', cell: (line) => <>{line.said !== null && line.recorded !== null && line.said !== line.recorded ? <><Tag state="wait">{t.differs}</Tag> </> : null}{cell(line, line.recorded, t.unrecorded)}</> },
        { header: t.share, align: 'end', cell: (line) => { const percent = percentOf(line.recorded ?? line.said, line.planned); return percent === null ? null : <strong class="n">{percent}%</strong> } },
      ]} />
    </Section>
  )
}

/** What the organisation wrote of itself. */
export function SelfTexts({ view }: { view: EvaluationView }) {
  const { language } = useLook()
  const t = frameTexts({ language })
  return (
    <Panel title={t.self} id="self-texts">
      {view.self === undefined ? <p class="soft">{t.selfStates[view.selfState]}</p> : <SectionAnswers fields={selfEvaluationForm.sections[0].fields.filter(({ kind }) => kind === 'longtext')} content={view.self.answers} />}
    </Panel>
  )
}

/** What beneficiaries said, once it may be read; by link and on paper apart. */
export function SurveyResults({ view }: { view: EvaluationView }) {
  const { language } = useLook()
  const t = frameTexts({ language })
  const { survey } = view
  if (survey === null) return <Panel title={t.survey} id="answers"><p class="soft">{t.noSurvey}</p></Panel>
  const ways = (['link', 'paper'] as const).filter((way) => way === 'link' || survey.result.paper.count > 0)
  return (
    <Panel title={t.survey} id="answers" end={<Tag state={survey.open ? 'now' : survey.result.over ? 'done' : 'idle'}>{survey.open ? t.open : survey.result.over ? t.over : t.rests}</Tag>}>
      {ways.map((way) => <Way way={way} view={survey} />)}
    </Panel>
  )
}

function Way({ way, view }: { way: 'link' | 'paper'; view: { questions: readonly { id: string; text: { zh: string; en?: string | undefined } }[]; result: SurveyResult } }) {
  const { language } = useLook()
  const t = frameTexts({ language })
  const { count, averages, texts } = view.result[way]
  return (
    <div class="stackv tight">
      <h3>{t.ways[way]} <span class="soft n">{t.answers(count)}</span></h3>
      {averages === null ? <p class="soft small">{view.result.over ? t.tooFew : t.notOver}</p> : (
        <Table caption={t.averages} rows={averages} columns={[
          { header: t.question, names: true, cell: ({ id }) => { const found = view.questions.find((question) => question.id === id); return found === undefined ? id : say(found.text, language) } },
          { header: t.average, align: 'end', cell: ({ average }) => <><strong class="n">{average}</strong> <span class="soft">/ 5</span></> },
        ]} />
      )}
      {texts === null || texts.length === 0 ? null : <><h4>{t.said2}</h4><ul>{texts.map((text) => <li>{text}</li>)}</ul></>}
    </div>
  )
}

export const frameTexts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    overview: '概况', self: '自评', survey: '满意度', card: '评估表', tabs: '评估的各部分', until: '评估截止', notYet: '项目还没有到评估阶段', notYetHint: '实施阶段通过关口审核以后，在这里自评、调查满意度、由评估员评分。',
    lines: '计划与完成', linesCaption: '计划、自报和平台记录的数字', what: '内容', planned: '计划', said: '自报', recorded: '平台记录', share: '完成', unplanned: '没有写', unsaid: '未填', unrecorded: '没有记录', differs: '与自报不同', names: { steps: '步骤、活动（项）', people: '直接受益人（人）', attendances: '服务（人次）', spending: '支出（元）' },
    selfStates: { none: '还没有写。', draft: '正在写，还没有交。', sent: '' }, noSurvey: '还没有打开满意度调查。', open: '正在收', over: '已结束', rests: '暂停中', ways: { link: '扫码或链接', paper: '纸质录入' }, answers: (n: number) => `${n} 份`,
    tooFew: '不到 5 份，为免认出是谁，只显示份数。', notOver: '调查结束后才显示结果，这样从先后变化里也看不出谁怎么答。', averages: '各题平均分，5 分最好', question: '题目', average: '平均分', said2: '还想说的（顺序已打乱）',
  },
  en: {
    overview: 'Overview', self: 'Self-evaluation', survey: 'Satisfaction', card: 'Evaluator’s sheet', tabs: 'Parts of the evaluation', until: 'Evaluation ends', notYet: 'The project has not come to its evaluation', notYetHint: 'Once implementation has passed its gate, self-evaluation, survey and the evaluator’s sheet are here.',
    lines: 'Planned and reached', linesCaption: 'Figures planned, said and recorded', what: 'What', planned: 'Planned', said: 'Said', recorded: 'Recorded', share: 'Reached', unplanned: 'none', unsaid: 'not said', unrecorded: 'none', differs: 'differs', names: { steps: 'Steps, activities', people: 'Direct beneficiaries (persons)', attendances: 'Attendances', spending: 'Spending (yuan)' },
    selfStates: { none: 'Not begun.', draft: 'Being written, not sent yet.', sent: '' }, noSurvey: 'The survey has not been opened.', open: 'open', over: 'closed', rests: 'at rest', ways: { link: 'By link or code', paper: 'On paper' }, answers: (n) => (n === 1 ? '1 answer' : `${n} answers`),
    tooFew: 'Fewer than five, so only their number is shown: nobody is to be recognised.', notOver: 'Results are shown once the survey is closed, so that no change from one answer to the next tells who said what.', averages: 'Averages, 5 is best', question: 'Question', average: 'Average', said2: 'In their words (in no order)',
  },
})
