import { sheetOf } from '../../../../shared/appraisal/appraisal.ts'
import { OPINION_LIMIT } from '../../../../shared/appraisal/sheet.ts'
import { newSecret } from '../../../../shared/kernel/ids.ts'
import { say } from '../../../../shared/kernel/text.ts'
import { missingOf, sumOf } from '../../../../shared/scorecard/scorecard.ts'
import { saveAppraisalCard, sendAppraisalCard } from '../../../commands/appraisal-sheet.ts'
import type { AppraisalView } from '../../../queries/appraisal.ts'
import { TextArea } from '../../look/fields.tsx'
import { Button, ButtonLink, Form, Saved } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { ScoreBar, ScoreKeys } from '../../look/score.tsx'
import { Empty, Note } from '../../look/tell.tsx'
import { withColon } from '../../look/words.ts'
import { scoresIn } from '../../typed-content.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { SheetFields, standsIn } from '../score-sheet.tsx'
import { readOne, SelfReading } from './evaluation-self.tsx'
import { evaluationTexts } from './evaluation-texts.ts'
import { evaluationOf, Story } from './evaluation.tsx'
import { fileMistakes, Files, fileSlots } from './files.tsx'
import { GrantPage } from './frame.tsx'

async function show(asked: Asked, attempt?: Attempt): Promise<Shown> {
  const { context, look } = asked
  const { grant, view } = await readOne(context, asked)
  const t = evaluationTexts(look)
  const { step } = view.standing
  const slots = await fileSlots(context, grant, [{ kind: 'self', of: view.of }, { kind: 'desk', of: view.of }], `/grants/${grant.id}/evaluation/${view.of}/card`)
  const shown = slots.filter(({ files, upload }) => files.length > 0 || upload !== null)
  const editable = view.evaluates && grant.state === 'delivery' && (step === 'desk' || step === 'supplement' || step === 'visit')
  return { page: (
    <GrantPage look={look} context={context} grant={grant} tab="evaluation" title={withColon(look.language, say(view.rule.name, look.language), t.sheet)} mistakes={attempt?.mistakes ?? await fileMistakes(asked, grant.id)} scripts={editable ? ['score.js', 'autosave.js'] : []} footed={editable}>
      <div class="panes">
        <div class="stackv"><SelfReading look={look} view={view} />{view.appraisal.requests.length === 0 ? null : <div class="panel"><Story look={look} view={view} /></div>}{shown.map((slot) => <div class="panel"><Files look={look} grant={grant.id} slot={slot} own /></div>)}<p class="acts"><ButtonLink href={`/grants/${grant.id}/evaluation`} weight="quiet">{t.back}</ButtonLink></p></div>
        <div class="pane-stay panel">{editable ? <Scoring look={look} grant={grant.id} view={view} attempt={attempt} /> : <Empty title={t.locked} />}</div>
      </div>
    </GrantPage>
  ) }
}

function Scoring({ look, grant, view, attempt }: { look: Look; grant: string; view: AppraisalView; attempt: Attempt | undefined }) {
  const t = evaluationTexts(look)
  const { rule, appraisal: { card } } = view
  const sheet = sheetOf(rule)
  const action = `/grants/${grant}/evaluation/${view.of}/card`
  const scores = { ...card?.scores, ...view.computed }
  return (
    <Form action={action} command={newSecret()} revision={card?.revision ?? 0} autosave={`/api/grants/${grant}/evaluations/${view.of}/card/autosave`} labelledBy="sheet" id="card">
      <div class="head"><h2 id="sheet">{t.sheet}</h2><Saved at={card?.savedAt ?? null} /></div>
      {attempt?.mistakes.some(({ code }) => code === 'STALE') === true ? <Note state="wait">{t.stale}</Note> : null}
      <ScoreKeys step={sheet.entry.step} />
      {rule.official ? null : <p class="small soft">{t.unofficial}</p>}
      <SheetFields sheet={sheet} value={standsIn(attempt, scores, view.measured)} measures={view.measured} />
      <TextArea path="comment" label={t.opinion} hint={t.opinionHint} required value={attempt?.values.comment ?? card?.comment ?? ''} limit={OPINION_LIMIT} rows={5} />
      <p class="small soft">{t.confirmCard}</p>
      <ScoreBar total={sumOf(sheet, scores)} max={rule.sheetTotal} missing={missingOf(sheet, scores).length} card="card">
        <Button weight="second" class="wide-only">{t.keep}</Button>
        <Button formaction={`${action}/submission`}>{t.sendCard}</Button>
      </ScoreBar>
    </Form>
  )
}

const typedIn = ({ fields }: Posted) => ({ scores: scoresIn(fields), comment: fields.comment ?? '', revision: /^\d{1,9}$/.test(fields.revision ?? '') ? Number(fields.revision) : 0 })

async function save(asked: Asked, posted: Posted): Promise<Shown> {
  const of = evaluationOf(asked)
  return tryForm(posted, async () => {
    await saveAppraisalCard(asked.context, asked.params.grant ?? '', of, typedIn(posted))
    return { go: `/grants/${asked.params.grant}/evaluation/${of}/card` }
  }, (attempt) => show(asked, attempt))
}

async function send(asked: Asked, posted: Posted): Promise<Shown> {
  const of = evaluationOf(asked)
  return tryForm(posted, async () => {
    await sendAppraisalCard(asked.context, asked.params.grant ?? '', of, typedIn(posted))
    return { go: `/grants/${asked.params.grant}/evaluation` }
  }, (attempt) => show(asked, attempt))
}

export const grantCardPages: PageRoute[] = [
  { method: 'get', path: '/grants/:grant/evaluation/:of/card', action: 'appraisal.read', show: (asked) => show(asked) },
  { method: 'post', path: '/grants/:grant/evaluation/:of/card', action: 'appraisal.score', send: save },
  { method: 'post', path: '/grants/:grant/evaluation/:of/card/submission', action: 'appraisal.score', send },
]
