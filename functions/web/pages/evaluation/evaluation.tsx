import { tieWords } from '../../../../shared/evaluation/conflict.ts'
import { newSecret } from '../../../../shared/kernel/ids.ts'
import { say } from '../../../../shared/kernel/text.ts'
import { may } from '../../../../shared/person/access.ts'
import { projectTarget } from '../../../../shared/project/project.ts'
import { appointEvaluator, appointInput, leaveInput, stepDown } from '../../../commands/evaluator.ts'
import { type Candidate, evaluatorsFor, type EvaluationView, readEvaluation, requireProject } from '../../../queries/evaluation.ts'
import { ChoiceField } from '../../look/choices.tsx'
import { TextArea } from '../../look/fields.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Panel, type State, Tag, Tasks } from '../../look/tell.tsx'
import { inBrackets, words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { EvaluationPage, PlanLines, SelfTexts, SurveyResults } from './evaluation-frame.tsx'

async function show({ context, look, params }: Asked, attempt?: Attempt): Promise<Shown> {
  const view = await readEvaluation(context, params.project ?? '')
  const target = projectTarget(view.project)
  const candidates = may(context.actor, 'project.staff', target) && view.project.state === 'active' && view.cardState !== 'submitted' ? await evaluatorsFor(context, view.project) : null
  const mine = may(context.actor, 'evaluation.score', target) && view.project.state === 'active' && view.cardState !== 'submitted'
  return { page: (
    <EvaluationPage look={look} context={context} view={view} tab="overview" mistakes={attempt?.mistakes}>
      <div class="split">
        <div class="stackv">
          <PlanLines lines={view.lines} />
          <SelfTexts view={view} />
          <SurveyResults view={view} />
        </div>
        <aside class="stackv">
          <Standing look={look} view={view} own={may(context.actor, 'evaluation.assess-self', target)} />
          <Evaluator look={look} view={view} candidates={candidates} attempt={attempt} />
          {mine ? <StepDown look={look} action={`/projects/${view.project.id}/evaluation/withdrawal`} attempt={attempt} /> : null}
        </aside>
      </div>
    </EvaluationPage>
  ) }
}

const tones: Record<string, State> = { none: 'wait', draft: 'now', sent: 'done', submitted: 'done' }

function Standing({ look, view, own }: { look: Look; view: EvaluationView; own: boolean }) {
  const t = texts(look)
  const { project, survey, definition } = view
  const here = `/projects/${project.id}/evaluation`
  const answers = survey === null ? 0 : survey.result.link.count + survey.result.paper.count
  const grade = definition.rubric.grades.find(({ id }) => id === view.card?.grade)
  return (
    <Panel title={t.standing} id="standing">
      <Tasks tasks={[
        { label: t.self, href: `${here}/self`, state: tones[view.selfState] ?? 'wait', tag: t.states[view.selfState], ...(own && view.selfOpen && view.selfState !== 'sent' ? { hint: t.selfHint } : {}) },
        { label: t.survey, href: `${here}/survey`, state: survey === null ? 'wait' : survey.open ? 'now' : 'done', tag: survey === null ? t.notOpen : t.answers(answers), ...(view.surveyWaits.length === 0 ? {} : { hint: view.surveyWaits.map((one) => one[look.language]).join(look.language === 'zh' ? '；' : '; ') }) },
        { label: t.card, href: `${here}/card`, state: tones[view.cardState] ?? 'wait', tag: t.states[view.cardState], ...(grade === undefined ? {} : { hint: <>{t.total(view.card?.total ?? '')} <strong>{say(grade.name, look.language)}</strong></> }) },
      ]} />
    </Panel>
  )
}

function Evaluator({ look, view: { project }, candidates, attempt }: { look: Look; view: EvaluationView; candidates: readonly Candidate[] | null; attempt: Attempt | undefined }) {
  const t = texts(look)
  const free = (candidates ?? []).filter(({ tie }) => tie === null)
  const barred = (candidates ?? []).flatMap(({ name, tie }) => (tie === null ? [] : [{ name, why: tieWords(tie)[look.language] }]))
  return (
    <Panel title={t.evaluator} id="evaluator" end={project.evaluator === null ? <Tag state="wait">{t.none}</Tag> : undefined}>
      {project.evaluator === null ? null : <p><strong>{project.evaluator.name}</strong></p>}
      {candidates === null ? (project.evaluator === null ? <p class="soft">{t.later}</p> : null) : free.length === 0 && barred.length === 0 ? <p class="soft">{t.nobody} <a href="/evaluators">{t.invite}</a></p> : (
        <Form action={`/projects/${project.id}/evaluation/evaluator`} command={newSecret()}>
          <ChoiceField path="person" label={t.choose} required as="select" value={attempt?.values.person ?? project.evaluator?.person ?? ''} choices={free.map(({ person, name }) => ({ value: person, label: name }))} />
          {barred.length === 0 ? null : <div class="small soft"><p>{t.barred}</p><ul>{barred.map(({ name, why }) => <li>{inBrackets(look.language, name, why)}</li>)}</ul></div>}
          <p class="acts"><Button weight={project.evaluator === null ? 'primary' : 'second'}>{project.evaluator === null ? t.appoint : t.replace}</Button><ButtonLink href="/evaluators" weight="quiet">{t.invite}</ButtonLink></p>
        </Form>
      )}
    </Panel>
  )
}

function StepDown({ look, action, attempt }: { look: Look; action: string; attempt: Attempt | undefined }) {
  const t = texts(look)
  return (
    <details class="more" open={attempt !== undefined}>
      <summary>{t.stepDown}</summary>
      <Form action={action} command={newSecret()} label={t.stepDown} class="stackv inner">
        <TextArea path="reason" label={t.reason} hint={t.reasonHint} required rows={2} value={attempt?.values.reason ?? ''} limit={500} />
        <p class="acts"><Button weight="late">{t.leave}</Button></p>
      </Form>
    </details>
  )
}

async function appoint(asked: Asked, posted: Posted): Promise<Shown> {
  const { id } = await requireProject(asked.context, asked.params.project ?? '', 'project.staff')
  return tryForm(posted, async () => {
    await appointEvaluator(asked.context, id, readAs(appointInput, { person: posted.fields.person ?? '' }))
    return { go: `/projects/${id}/evaluation` }
  }, (attempt) => show(asked, attempt))
}

async function leave(asked: Asked, posted: Posted): Promise<Shown> {
  const { id } = await requireProject(asked.context, asked.params.project ?? '', 'evaluation.score')
  return tryForm(posted, async () => {
    await stepDown(asked.context, id, readAs(leaveInput, { reason: posted.fields.reason ?? '' }))
    return { go: '/evaluations' }
  }, (attempt) => show(asked, attempt))
}

export const evaluationOverviewPages: PageRoute[] = [
  { method: 'get', path: '/projects/:project/evaluation', action: 'evaluation.read', show: (asked) => show(asked) },
  { method: 'post', path: '/projects/:project/evaluation/evaluator', action: 'project.staff', send: appoint },
  { method: 'post', path: '/projects/:project/evaluation/withdrawal', action: 'evaluation.score', send: leave },
]

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    standing: '进展', self: '自评', selfHint: '由项目单位填写', survey: '满意度', card: '评估表', states: { none: '未开始', draft: '在填', sent: '已交', submitted: '已交' }, notOpen: '未开始', answers: (n: number) => `${n} 份`, total: (n: string) => `${n} 分`,
    evaluator: '评估员', none: '未指定', later: '由管理员指定。', nobody: '本区还没有评估员。', invite: '邀请评估员', choose: '指定评估员', barred: '以下的人与项目有关系，不能选：', appoint: '指定', replace: '换人', stepDown: '我不能评估这个项目', reason: '理由', reasonHint: '管理员会看到。', leave: '退出评估',
  },
  en: {
    standing: 'How it stands', self: 'Self-evaluation', selfHint: 'written by the organisation', survey: 'Satisfaction', card: 'Evaluator’s sheet', states: { none: 'not begun', draft: 'under way', sent: 'sent', submitted: 'sent' }, notOpen: 'not begun', answers: (n) => (n === 1 ? '1 answer' : `${n} answers`), total: (n) => `${n} points,`,
    evaluator: 'Evaluator', none: 'not named', later: 'An administrator names one.', nobody: 'The district has no evaluators yet.', invite: 'Invite an evaluator', choose: 'Name an evaluator', barred: 'These have a tie to the project and cannot be named:', appoint: 'Name', replace: 'Replace', stepDown: 'I cannot evaluate this project', reason: 'Reason', reasonHint: 'Administrators will read it.', leave: 'Step down',
  },
})
