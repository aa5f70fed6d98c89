import { type Grant, grantTarget } from '../../../../shared/grant/grant.ts'
import { evaluationIds, type EvaluationId } from '../../../../shared/grant/standing.ts'
import { addDays, shanghaiDate } from '../../../../shared/kernel/calendar.ts'
import { Refusal } from '../../../../shared/kernel/refusal.ts'
import { say } from '../../../../shared/kernel/text.ts'
import { may } from '../../../../shared/person/access.ts'
import { appraisersFor, type AppraisalView, readAppraisals } from '../../../queries/appraisal.ts'
import { ButtonLink } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { At, DateRange, Empty, Facts, Note, Panel, Tag, When } from '../../look/tell.tsx'
import type { State } from '../../look/tell.tsx'
import type { Asked, Attempt, PageRoute, Shown } from '../page.ts'
import { Lines } from '../proposal-answers.tsx'
import { factsOf } from '../score-sheet.tsx'
import { Deeds, evaluationSends } from './evaluation-forms.tsx'
import { evaluationTexts } from './evaluation-texts.ts'
import { fileMistakes, Files, fileSlots } from './files.tsx'
import { GrantPage } from './frame.tsx'

/** Which evaluation a page's address names. Throws NOT_FOUND. */
export function evaluationOf({ params }: Pick<Asked, 'params'>): EvaluationId {
  const found = evaluationIds.find((id) => id === params.of)
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}

async function show({ context, look, params, query }: Asked, attempt?: Attempt): Promise<Shown> {
  const { room: { grant }, views } = await readAppraisals(context, params.grant ?? '')
  const candidates = may(context.actor, 'appraisal.steer', grantTarget(grant)) ? await appraisersFor(context, grant) : []
  const t = evaluationTexts(look)
  // While the self-evaluation is written its files are added beside it.
  const slots = await fileSlots(context, grant, views.flatMap(({ of, standing: { step } }) => [...(step === 'self' ? [] : [{ kind: 'self' as const, of }]), { kind: 'desk' as const, of }]), `/grants/${grant.id}/evaluation`)
  return { page: (
    <GrantPage look={look} context={context} grant={grant} tab="evaluation" mistakes={attempt?.mistakes ?? await fileMistakes({ context, query }, grant.id)}>
      {views.length === 0 ? <Empty title={t.none} /> : null}
      {views.map((view) => (
        <Panel title={say(view.rule.name, look.language)} id={view.of} end={<Step look={look} view={view} now={context.now} />}>
          <Standing look={look} grant={grant} view={view} />
          <Result look={look} grant={grant} view={view} />
          <Story look={look} view={view} />
          {slots.filter(({ of }) => of === view.of).map((slot) => <Files look={look} grant={grant.id} slot={slot} />)}
          <Deeds look={look} context={context} grant={grant} view={view} candidates={candidates} attempt={attempt} />
        </Panel>
      ))}
    </GrantPage>
  ) }
}

const tones: Record<AppraisalView['standing']['step'], State> = { self: 'wait', desk: 'now', supplement: 'wait', visit: 'wait', done: 'done' }

function Step({ look, view: { standing: { step }, window }, now }: { look: Look; view: AppraisalView; now: string }) {
  const t = evaluationTexts(look)
  return step === 'self' && (window === null || now < window.opensAt) ? <Tag state="idle">{t.notBegun}</Tag> : <Tag state={tones[step]}>{t.steps[step]}</Tag>
}

function Standing({ look, grant, view }: { look: Look; grant: Grant; view: AppraisalView }) {
  const t = evaluationTexts(look)
  const { standing: { step, dueAt, evaluator, asked }, window, rule, appraisal } = view
  const here = `/grants/${grant.id}/evaluation/${view.of}`
  const sentAt = appraisal.self?.sentAt ?? null
  return (
    <>
      {window === null ? <p class="soft">{t.noPeriod}</p> : null}
      {asked === null ? null : <Note state="wait"><p>{t.asked}</p></Note>}
      <Facts facts={[
        window !== null && { term: t.window, detail: sentAt !== null ? <>{t.sent} <At at={sentAt} /></> : step === 'self' && view.selfOpen ? <When at={window.dueAt} /> : <DateRange from={shanghaiDate(window.opensAt)} to={addDays(shanghaiDate(window.dueAt), -1)} /> },
        { term: t.evaluator, detail: evaluator === null ? <span class="soft">{t.unnamed}</span> : evaluator.name },
        step !== 'self' && dueAt !== null && { term: t.due, detail: <When at={dueAt} /> },
        { term: t.pass, detail: <span class="n">{rule.passMark}</span> },
      ]} />
      <p class="acts">
        {view.own && view.selfOpen ? <ButtonLink href={`${here}/self`} weight="primary">{appraisal.self === null ? t.write : t.goOn}</ButtonLink> : sentAt !== null ? <ButtonLink href={`${here}/self`} weight="second">{t.read}</ButtonLink> : null}
        {view.evaluates && (step === 'desk' || step === 'supplement' || step === 'visit') ? <ButtonLink href={`${here}/card`} weight="primary">{t.card}</ButtonLink> : null}
      </p>
    </>
  )
}

function Result({ look, grant, view: { of, rule, appraisal, objectionsOpen } }: { look: Look; grant: Grant; view: AppraisalView }) {
  const t = evaluationTexts(look)
  const stands = grant.results[of]
  const result = appraisal.results.at(-1)
  if (stands === null || result === undefined) return null
  const grade = rule.grades.find(({ id }) => id === result.grade)
  return (
    <>
      <h3>{t.result} <Tag state={result.passed ? 'done' : 'late'}>{result.passed ? t.passed : t.failed}</Tag></h3>
      <Facts facts={[
        { term: t.stands, detail: <>{t.points(result.total, rule.sheetTotal)}{grade === undefined ? null : <> <strong>{say(grade.name, look.language)}</strong></>} <span class="soft">{t.because[result.because]}</span> <At at={result.at} /></> },
        ...factsOf(look, rule, result.scores),
        result.comment !== '' && { term: t.opinion, detail: <Lines text={result.comment} /> },
        { term: t.objectUntil, detail: stands.openObjections > 0 ? <Tag state="wait">{t.openObjection}</Tag> : objectionsOpen ? <When at={stands.objectionsUntil} /> : t.objectionOver },
        appraisal.results.length > 1 && { term: t.before, detail: <ul>{appraisal.results.slice(0, -1).map((one) => <li>{t.points(one.total, rule.sheetTotal)} <span class="soft">{t.because[one.because]}</span> <At at={one.at} /></li>)}</ul> },
      ]} />
      {grade?.clawback === true ? <Note state="late"><p>{t.clawback}</p></Note> : null}
    </>
  )
}

/** What was asked for and answered: later dates, supplements and visits, objections. */
export function Story({ look, view: { appraisal: { postponements, requests, objections } } }: { look: Look; view: AppraisalView }) {
  const t = evaluationTexts(look)
  return (
    <>
      {postponements.length === 0 ? null : <><h3>{t.postponements}</h3><Facts facts={postponements.map(({ at, until, reason, answer }) => ({
        term: answer === null ? <Tag state="wait">{t.unanswered}</Tag> : <Tag state={answer.granted ? 'done' : 'idle'}>{answer.granted ? t.granted : t.refused}</Tag>,
        detail: <>{t.to(answer?.until ?? until)} <At at={at} /><br />{reason}{answer === null ? null : <><br /><span class="soft">{answer.by.name}{t.colon}{answer.reason}</span></>}</>,
      }))} /></>}
      {requests.length === 0 ? null : <><h3>{t.requests}</h3><Facts facts={requests.map(({ kind, items, dueAt, answer }) => ({
        term: t.kinds[kind],
        detail: <><ul>{items.map((item) => <li>{item}</li>)}</ul>{answer === null ? <><Tag state="wait">{t.waiting}</Tag> <When at={dueAt} /></> : <><Lines text={answer.text} /><br /><span class="soft small">{answer.by.name} <At at={answer.at} /></span></>}</>,
      }))} /></>}
      {objections.length === 0 ? null : <><h3>{t.objections}</h3><Facts facts={objections.map(({ kind, name, contact, facts, at, ruling }) => ({
        term: kind === 'grantee' || name === '' ? t.objectors[kind] : name,
        detail: <><Lines text={facts} /><br /><span class="soft small">{contact} <At at={at} /></span><br />{ruling === null ? <Tag state="wait">{t.open}</Tag> : <><Tag state="done">{t.effects[ruling.effect]}</Tag> <Lines text={ruling.reasons} /></>}</>,
      }))} /></>}
    </>
  )
}

export const grantEvaluationPages: PageRoute[] = [
  { method: 'get', path: '/grants/:grant/evaluation', action: 'appraisal.read', show: (asked) => show(asked) },
  ...evaluationSends(show),
]
