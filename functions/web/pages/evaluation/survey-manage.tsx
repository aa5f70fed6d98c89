import { scale, TEXT_LIMIT } from '../../../../shared/evaluation/survey.ts'
import { newSecret } from '../../../../shared/kernel/ids.ts'
import type { Bilingual } from '../../../../shared/kernel/text.ts'
import { say } from '../../../../shared/kernel/text.ts'
import { may } from '../../../../shared/person/access.ts'
import { projectTarget } from '../../../../shared/project/project.ts'
import { closeSurvey, paperInput, startSurvey, typeInAnswer } from '../../../commands/survey.ts'
import { type EvaluationView, readEvaluation, requireProject } from '../../../queries/evaluation.ts'
import { ChoiceField } from '../../look/choices.tsx'
import { Dialog } from '../../look/dialog.tsx'
import { TextArea } from '../../look/fields.tsx'
import { Button, Form } from '../../look/form.tsx'
import { type Look, useLook } from '../../look/look.ts'
import { PrintButton } from '../../look/print.tsx'
import { Qr } from '../../look/qr.tsx'
import { Empty, Note, Panel } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { scoresIn } from '../../typed-content.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { EvaluationPage, SurveyResults } from './evaluation-frame.tsx'

async function show({ context, look, params, query }: Asked, attempt?: Attempt): Promise<Shown> {
  const view = await readEvaluation(context, params.project ?? '')
  const own = may(context.actor, 'evaluation.survey', projectTarget(view.project))
  const closes = may(context.actor, 'evaluation.close-survey', projectTarget(view.project))
  const t = texts(look)
  const { survey } = view
  const link = survey === null ? '' : `${context.environment.XIUYUAN_BASE_URL}/survey/${survey.secret}`
  return { page: (
    <EvaluationPage look={look} context={context} view={view} tab="survey" mistakes={attempt?.mistakes}>
      {query.get('typed') === '1' && survey?.open === true ? <Note state="done">{t.typedIn(survey.result.paper.count)}</Note> : null}
      {survey === null ? <Unopened look={look} view={view} own={own} /> : (
        <div class="split">
          <div class="stackv">
            <SurveyResults view={view} />
            {own && survey.open ? <Paper look={look} view={view} attempt={attempt} /> : null}
          </div>
          {own || (closes && survey.open) ? <aside class="stackv">{survey.open ? (own ? <Poster look={look} view={view} link={link} /> : <Panel title={t.close} id="close"><p class="soft">{t.closeOther}</p><p class="acts"><Close look={look} view={view} /></p></Panel>) : <Reopen look={look} view={view} />}</aside> : null}
        </div>
      )}
    </EvaluationPage>
  ) }
}

const Unopened = ({ look, view: { project, working, definition }, own }: { look: Look; view: EvaluationView; own: boolean }) => {
  const t = texts(look)
  return (
    <>
      <Empty title={t.unopened} action={own && working ? <Form action={`/projects/${project.id}/evaluation/survey/opening`} command={newSecret()} label={t.open} class="inline"><Button>{t.open}</Button></Form> : null}>{own ? t.unopenedHint : t.unopenedOther}</Empty>
      <Panel title={t.questions} id="questions"><ol>{definition.survey.questions.map(({ text }) => <li>{say(text, look.language)}</li>)}<li>{say(definition.survey.comment, look.language)}</li></ol><p class="soft small">{t.scale}</p></Panel>
    </>
  )
}

function Poster({ look, view: { project }, link }: { look: Look; view: EvaluationView; link: string }) {
  const t = texts(look)
  return (
    <Panel title={t.poster} id="poster">
      <Qr text={link} label={t.qr} />
      <p class="field"><label for="f-link" class="hint">{t.copy}</label><input class="inp" id="f-link" value={link} readonly /></p>
      <p class="soft small">{t.promise}</p>
      <div class="acts">
        <PrintButton>{t.print}</PrintButton>
        <Close look={look} view={{ project }} />
      </div>
    </Panel>
  )
}

function Close({ look, view: { project } }: { look: Look; view: Pick<EvaluationView, 'project'> }) {
  const t = texts(look)
  return (
    <Dialog label={t.close} weight="second" title={t.closeTitle}>
      <p>{t.closeHint}</p>
      <Form action={`/projects/${project.id}/evaluation/survey/closing`} command={newSecret()} label={t.close} mistakes={[]}><Button>{t.close}</Button></Form>
    </Dialog>
  )
}

function Reopen({ look, view: { project, survey, working } }: { look: Look; view: EvaluationView }) {
  const t = texts(look)
  const read = survey !== null && (survey.result.link.averages !== null || survey.result.paper.averages !== null)
  return (
    <Panel title={t.closed} id="closed">
      <p class="soft">{read ? t.readHint : t.unreadHint}</p>
      {read || !working ? null : <Form action={`/projects/${project.id}/evaluation/survey/opening`} command={newSecret()} label={t.again} class="inline"><Button weight="second">{t.again}</Button></Form>}
    </Panel>
  )
}

/** The questions as controls: for the public page and for typing in what came on paper. */
export function Questions({ questions, comment, values }: { questions: readonly { id: string; text: Bilingual }[]; comment: Bilingual; values: Readonly<Record<string, string>> }) {
  const { language } = useLook()
  const t = texts({ language })
  return (
    <>
      {questions.map(({ id, text }) => <ChoiceField path={`scores.${id}`} label={say(text, language)} required as="radio" value={values[`scores.${id}`] ?? null} choices={scale.map((n) => ({ value: String(n), label: t.answers[n] }))} />)}
      <TextArea path="text" label={say(comment, language)} hint={t.textHint} value={values.text ?? ''} limit={TEXT_LIMIT} rows={4} />
    </>
  )
}

function Paper({ look, view: { project, survey }, attempt }: { look: Look; view: EvaluationView; attempt: Attempt | undefined }) {
  const t = texts(look)
  if (survey === null) return null
  return (
    <details class="more" open={attempt !== undefined}>
      <summary>{t.paper}</summary>
      <Form action={`/projects/${project.id}/evaluation/survey/paper`} command={newSecret()} label={t.paper} class="stackv inner">
        <p class="soft small">{t.paperHint}</p>
        <Questions questions={survey.questions} comment={survey.comment} values={attempt?.values ?? {}} />
        <p class="acts"><Button>{t.typeIn}</Button></p>
      </Form>
    </details>
  )
}

/** What was ticked, as numbers; what is no number is left to the schema. */
export const answerIn = ({ fields }: Posted): { scores: Record<string, unknown>; text: string } => ({
  scores: Object.fromEntries(Object.entries(scoresIn(fields)).map(([id, text]) => [id, /^[1-5]$/.test(text) ? Number(text) : text])), text: fields.text ?? '',
})

const deed = (run: (asked: Asked, id: string) => Promise<unknown>, action: 'evaluation.survey' | 'evaluation.close-survey' = 'evaluation.survey') => async (asked: Asked, posted: Posted): Promise<Shown> => {
  const { id } = await requireProject(asked.context, asked.params.project ?? '', action)
  return tryForm(posted, async () => {
    await run(asked, id)
    return { go: `/projects/${id}/evaluation/survey` }
  }, (attempt) => show(asked, attempt))
}

async function typeIn(asked: Asked, posted: Posted): Promise<Shown> {
  const { id } = await requireProject(asked.context, asked.params.project ?? '', 'evaluation.survey')
  return tryForm(posted, async () => {
    await typeInAnswer(asked.context, id, readAs(paperInput, answerIn(posted)))
    return { go: `/projects/${id}/evaluation/survey?typed=1` }
  }, (attempt) => show(asked, attempt))
}

export const surveyManagePages: PageRoute[] = [
  { method: 'get', path: '/projects/:project/evaluation/survey', action: 'evaluation.read', show: (asked) => show(asked) },
  { method: 'post', path: '/projects/:project/evaluation/survey/opening', action: 'evaluation.survey', send: deed(({ context }, id) => startSurvey(context, id)) },
  { method: 'post', path: '/projects/:project/evaluation/survey/closing', action: 'evaluation.close-survey', send: deed(({ context }, id) => closeSurvey(context, id), 'evaluation.close-survey') },
  { method: 'post', path: '/projects/:project/evaluation/survey/paper', action: 'evaluation.survey', send: typeIn },
]

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    unopened: '还没有打开满意度调查', unopenedHint: '打开以后有一个链接和二维码，受益人扫码就能答，不用登录，也不记名。', unopenedOther: '由项目单位打开。', open: '打开调查', questions: '问哪些', scale: '前几题从“非常同意”到“不同意”分五档；最后一题自由写。',
    poster: '给受益人的链接', qr: '满意度调查的二维码', copy: '贴出来、发到群里，或当面让人扫。', promise: '不记姓名、地址、设备和时间；一台设备答一次。要共用设备，请用纸质问卷，再录入。', print: '打印', close: '结束调查', closeTitle: '结束后看得到结果，不再收新的', closeHint: '满 5 份才显示结果；不满 5 份时还可以重新打开。评估员看到结果后才能交评估表。', closeOther: '一般由项目单位结束。结束后评估员才看得到结果，才能交评估表。',
    closed: '调查已结束', readHint: '结果已经显示，不能再打开。', unreadHint: '还没有显示过结果，可以重新打开，链接不变。', again: '重新打开', paper: '录入纸质问卷', paperHint: '单独计数，不与扫码的合在一起。请照原样录入。', typeIn: '录入这一份', typedIn: (n: number) => `已录入，共 ${n} 份纸质问卷。`,
    answers: { 5: '非常同意', 4: '同意', 3: '一般', 2: '不太同意', 1: '不同意' }, textHint: '请不要写姓名、电话。',
  },
  en: {
    unopened: 'The satisfaction survey has not been opened', unopenedHint: 'It makes a link and a code: beneficiaries answer without an account and without a name.', unopenedOther: 'The organisation opens it.', open: 'Open the survey', questions: 'What is asked', scale: 'Five steps from "strongly agree" to "disagree"; the last question is answered in words.',
    poster: 'The link for beneficiaries', qr: 'QR code of the satisfaction survey', copy: 'Put it up, send it on, or let people scan it.', promise: 'No name, address, device or time is kept; one answer a device. Where people share a device, use paper and type it in.', print: 'Print', close: 'Close the survey', closeTitle: 'Then results can be read and no more are taken', closeHint: 'Results are shown from five answers on; with fewer it can be opened again. The evaluator sends the sheet once the results can be read.', closeOther: 'The organisation usually closes it. The evaluator reads the results, and can send the sheet, once it is closed.',
    closed: 'The survey is closed', readHint: 'Results have been shown, so it cannot be opened again.', unreadHint: 'No results have been shown; it can be opened again under the same link.', again: 'Open it again', paper: 'Type in a paper answer', paperHint: 'Counted apart from those by link. Type it in as it stands.', typeIn: 'Type it in', typedIn: (n) => `Typed in; ${n} on paper so far.`,
    answers: { 5: 'Strongly agree', 4: 'Agree', 3: 'Neither', 2: 'Rather not', 1: 'Disagree' }, textHint: 'Please leave out names and telephone numbers.',
  },
})
