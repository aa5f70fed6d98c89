import { OPINION_LIMIT } from '../../../../shared/evaluation/card.ts'
import { newSecret } from '../../../../shared/kernel/ids.ts'
import { say } from '../../../../shared/kernel/text.ts'
import { may } from '../../../../shared/person/access.ts'
import { projectTarget } from '../../../../shared/project/project.ts'
import { missingOf, sumOf } from '../../../../shared/scorecard/scorecard.ts'
import { reopenEvaluationCard, reopenEvaluationInput, saveEvaluationCard, submitEvaluationCard } from '../../../commands/evaluation.ts'
import { type EvaluationView, readEvaluation, requireProject } from '../../../queries/evaluation.ts'
import { TextArea } from '../../look/fields.tsx'
import { Button, Form, Saved } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { ScoreBar, ScoreKeys } from '../../look/score.tsx'
import { Empty, Facts, Note, Receipt } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { scoresIn } from '../../typed-content.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { Lines as TextLines } from '../proposal-answers.tsx'
import { factsOf, SheetFields, standsIn } from '../score-sheet.tsx'
import { EvaluationPage, PlanLines, SelfTexts, SurveyResults } from './evaluation-frame.tsx'

const TOTAL = 100

async function show({ context, look, params }: Asked, attempt?: Attempt): Promise<Shown> {
  const view = await readEvaluation(context, params.project ?? '')
  const target = projectTarget(view.project)
  const editable = may(context.actor, 'evaluation.score', target) && view.working && view.cardState !== 'submitted'
  const staff = may(context.actor, 'project.staff', target)
  return { page: (
    <EvaluationPage look={look} context={context} view={view} tab="card" mistakes={attempt?.mistakes} scripts={editable ? ['score.js', 'autosave.js'] : []} footed={editable}>
      <div class="panes">
        <div class="stackv"><PlanLines lines={view.lines} /><SelfTexts view={view} /><SurveyResults view={view} /></div>
        <div class="pane-stay panel">
          {editable ? <Scoring look={look} view={view} attempt={attempt} /> : <Sheet look={look} view={view} />}
          {staff && view.working && view.cardState === 'submitted' ? <Reopen look={look} id={view.project.id} attempt={attempt} /> : null}
        </div>
      </div>
    </EvaluationPage>
  ) }
}

function Scoring({ look, view, attempt }: { look: Look; view: EvaluationView; attempt: Attempt | undefined }) {
  const t = texts(look)
  const { card, project, definition: { rubric } } = view
  const action = `/projects/${project.id}/evaluation/card`
  const reopened = card?.reopened.at(-1)
  return (
    <Form action={action} command={newSecret()} revision={card?.revision ?? 0} autosave={`/api/projects/${project.id}/evaluation/card/autosave`} labelledBy="sheet" id="card">
      <div class="head"><h2 id="sheet">{t.sheet}</h2><Saved at={card?.savedAt ?? null} /></div>
      {attempt?.mistakes.some(({ code }) => code === 'STALE') === true ? <Note state="wait">{t.stale}</Note> : reopened === undefined ? null : <Note state="wait">{t.reopened}{reopened.reason}</Note>}
      <ScoreKeys step={rubric.entry.step} />
      {view.surveyWaits.length === 0 ? null : <Note state="wait"><p>{t.waits}</p>{view.surveyWaits.map((one) => <p>{one[look.language]}</p>)}<p><a href={`/projects/${project.id}/evaluation/survey`}>{t.toSurvey}</a></p></Note>}
      {rubric.official ? null : <p class="small soft">{t.unofficial}</p>}
      <SheetFields sheet={rubric} value={standsIn(attempt, card?.scores ?? {})} />
      <TextArea path="comment" label={t.opinion} hint={t.opinionHint} required value={attempt?.values.comment ?? card?.comment ?? ''} limit={OPINION_LIMIT} rows={5} />
      <ScoreBar total={sumOf(rubric, card?.scores ?? {})} max={TOTAL} missing={missingOf(rubric, card?.scores ?? {}).length} card="card">
        <Button weight="second" class="wide-only">{t.keep}</Button>
        <Button formaction={`${action}/submission`}>{t.send}</Button>
      </ScoreBar>
    </Form>
  )
}

/** The sheet as it was sent, or why there is none to read. */
function Sheet({ look, view }: { look: Look; view: EvaluationView }) {
  const t = texts(look)
  const { card, definition: { rubric } } = view
  if (card?.state !== 'submitted') return <Empty title={t.states[view.cardState === 'submitted' ? 'draft' : view.cardState]}>{view.project.evaluator === null ? t.unnamed : t.by(view.project.evaluator.name)}</Empty>
  const grade = rubric.grades.find(({ id }) => id === card.grade)
  return (
    <>
      <Receipt title={t.received} number={card.receipt ?? ''} at={card.submittedAt ?? card.savedAt} next={t.next} />
      <Facts facts={[
        ...factsOf(look, rubric, card.scores),
        { term: t.total, detail: <><strong class="n">{card.total}</strong> <span class="soft">/ {TOTAL}</span></> },
        { term: t.grade, detail: <strong>{grade === undefined ? card.grade : say(grade.name, look.language)}</strong> },
        { term: t.evaluator, detail: card.evaluator.name },
        { term: t.opinion, detail: <TextLines text={card.comment} /> },
      ]} />
      {rubric.official ? null : <p class="small soft">{t.unofficial}</p>}
    </>
  )
}

function Reopen({ look, id, attempt }: { look: Look; id: string; attempt: Attempt | undefined }) {
  const t = texts(look)
  return (
    <details class="more" open={attempt !== undefined}>
      <summary>{t.reopen}</summary>
      <Form action={`/projects/${id}/evaluation/card/reopening`} command={newSecret()} label={t.reopen} class="stackv inner">
        <TextArea path="reason" label={t.reason} hint={t.reasonHint} required rows={2} value={attempt?.values.reason ?? ''} limit={500} />
        <p class="acts"><Button weight="late">{t.giveBack}</Button></p>
      </Form>
    </details>
  )
}

const typedIn = ({ fields }: Posted) => ({ scores: scoresIn(fields), comment: fields.comment ?? '', revision: /^\d{1,9}$/.test(fields.revision ?? '') ? Number(fields.revision) : 0 })

async function save(asked: Asked, posted: Posted): Promise<Shown> {
  const { id } = await requireProject(asked.context, asked.params.project ?? '', 'evaluation.score')
  return tryForm(posted, async () => {
    await saveEvaluationCard(asked.context, id, typedIn(posted))
    return { go: `/projects/${id}/evaluation/card` }
  }, (attempt) => show(asked, attempt))
}

async function send(asked: Asked, posted: Posted): Promise<Shown> {
  const { id } = await requireProject(asked.context, asked.params.project ?? '', 'evaluation.score')
  return tryForm(posted, async () => {
    await submitEvaluationCard(asked.context, id, typedIn(posted))
    return { go: `/projects/${id}/evaluation/card` }
  }, (attempt) => show(asked, attempt))
}

async function reopen(asked: Asked, posted: Posted): Promise<Shown> {
  const { id } = await requireProject(asked.context, asked.params.project ?? '', 'project.staff')
  return tryForm(posted, async () => {
    await reopenEvaluationCard(asked.context, id, readAs(reopenEvaluationInput, { reason: posted.fields.reason ?? '' }))
    return { go: `/projects/${id}/evaluation/card` }
  }, (attempt) => show(asked, attempt))
}

export const evaluationCardPages: PageRoute[] = [
  { method: 'get', path: '/projects/:project/evaluation/card', action: 'evaluation.read', show: (asked) => show(asked) },
  { method: 'post', path: '/projects/:project/evaluation/card', action: 'evaluation.score', send: save },
  { method: 'post', path: '/projects/:project/evaluation/card/submission', action: 'evaluation.score', send },
  { method: 'post', path: '/projects/:project/evaluation/card/reopening', action: 'project.staff', send: reopen },
]

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    waits: '可以先填着，还不能交：', toSurvey: '看满意度调查', sheet: '评估表', unofficial: '这张评估表的指标分值是本平台的默认值，不是官方规定。', opinion: '评估意见', opinionHint: '项目单位和管理员会看到。', keep: '存着', send: '交评估表', stale: '别处刚保存过这张评估表。下面是您填的内容；再点一次，就以这里的为准。', reopened: '管理员请您重填：',
    states: { none: '评估表还没有填', draft: '评估员正在填' }, unnamed: '还没有指定评估员。', by: (name: string) => `评估员：${name}`, received: '评估表已收到', next: '已锁定，不能再改。确需更改，请向管理员说明理由。', total: '总分', grade: '等次', evaluator: '评估员',
    reopen: '退回评估表', reason: '理由', reasonHint: '评估员会看到；退回后，项目的等次恢复原样。', giveBack: '退回重填',
  },
  en: {
    waits: 'You can fill it in; it cannot be sent yet:', toSurvey: 'See the survey', sheet: 'Evaluator’s sheet', unofficial: 'The points of this sheet are a default of this platform and not official.', opinion: 'Opinion', opinionHint: 'The organisation and the administrators read it.', keep: 'Keep', send: 'Send the sheet', stale: 'This sheet was saved elsewhere a moment ago. Below is what you typed; press once more for it to count.', reopened: 'An administrator asks you to fill it in again: ',
    states: { none: 'The sheet has not been begun', draft: 'The evaluator is filling it in' }, unnamed: 'No evaluator has been named.', by: (name) => `Evaluator: ${name}`, received: 'The sheet has been received', next: 'It is locked. If it must change, give an administrator the reason.', total: 'Total', grade: 'Grade', evaluator: 'Evaluator',
    reopen: 'Give the sheet back', reason: 'Reason', reasonHint: 'The evaluator reads it; the project’s grade becomes what it was before.', giveBack: 'Give it back',
  },
})
