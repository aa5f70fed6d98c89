import { selfForm } from '../../../../shared/appraisal/self.ts'
import type { AppraisalFigures } from '../../../../shared/appraisal/appraisal.ts'
import { newSecret } from '../../../../shared/kernel/ids.ts'
import { isRefusal, type Mistake, Refusal } from '../../../../shared/kernel/refusal.ts'
import { say } from '../../../../shared/kernel/text.ts'
import { saveAppraisalSelf, sendAppraisalSelf } from '../../../commands/appraisal.ts'
import type { Context } from '../../../context.ts'
import { type AppraisalView, readAppraisals } from '../../../queries/appraisal.ts'
import { Button, ButtonLink, Form, Saved } from '../../look/form.tsx'
import { formatNumber } from '../../look/format.ts'
import type { Look } from '../../look/look.ts'
import { At, Facts, Money, Note, Panel, When } from '../../look/tell.tsx'
import { withColon } from '../../look/words.ts'
import { readTyped } from '../../typed-content.ts'
import { type Asked, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { SectionAnswers } from '../proposal-answers.tsx'
import { FormField } from '../proposal-fields.tsx'
import { evaluationTexts } from './evaluation-texts.ts'
import { evaluationOf } from './evaluation.tsx'
import { fileMistakes, Files, fileSlots } from './files.tsx'
import { GrantPage } from './frame.tsx'

type Again = { values: Record<string, string>; mistakes: readonly Mistake[] }

/** One evaluation of the grant. Throws NOT_FOUND where the rulebook asks for none of that name. */
export async function readOne(context: Context, { params }: Pick<Asked, 'params'>) {
  const { room, views } = await readAppraisals(context, params.grant ?? '')
  const view = views.find(({ of }) => of === params.of)
  if (view === undefined) throw new Refusal('NOT_FOUND')
  return { ...room, view }
}

async function show(asked: Asked, attempt?: Again): Promise<Shown> {
  const { context, look, query } = asked
  const { grant, view } = await readOne(context, asked)
  const t = evaluationTexts(look)
  const editable = view.own && view.selfOpen
  const mistakes = attempt?.mistakes ?? [...(editable && query.get('check') === '1' ? view.selfMistakes : []), ...await fileMistakes(asked, grant.id)]
  const [slot] = await fileSlots(context, grant, [{ kind: 'self', of: view.of }], `/grants/${grant.id}/evaluation/${view.of}/self`)
  return { page: (
    <GrantPage look={look} context={context} grant={grant} tab="evaluation" title={withColon(look.language, say(view.rule.name, look.language), t.selfTitle)} mistakes={mistakes} scripts={editable ? ['autosave.js'] : []}>
      {view.recorded === null ? null : <Panel title={t.recordedTitle} id="recorded"><Reached look={look} figures={view.recorded.figures} /></Panel>}
      {editable ? <Writing look={look} grant={grant} view={view} attempt={attempt} /> : <SelfReading look={look} view={view} />}
      {slot === undefined || (slot.files.length === 0 && slot.upload === null) ? null : <div class="panel"><Files look={look} grant={grant.id} slot={slot} own /></div>}
      <p class="acts"><ButtonLink href={`/grants/${grant.id}/evaluation`} weight="quiet">{t.back}</ButtonLink></p>
    </GrantPage>
  ) }
}

/** What was reached, in four figures. */
function Reached({ look, figures: { activities, people, attendances, spent } }: { look: Look; figures: Omit<AppraisalFigures, 'from'> }) {
  const { figures: t } = evaluationTexts(look)
  return <Facts facts={[...([[t.activities, activities], [t.people, people], [t.attendances, attendances]] as const).map(([term, n]) => ({ term, detail: <span class="n">{formatNumber(n)}</span> })), { term: t.spent, detail: <Money fen={spent} bare /> }]} />
}

function Writing({ look, grant, view, attempt }: { look: Look; grant: { id: string; project: string | null }; view: AppraisalView; attempt: Again | undefined }) {
  const t = evaluationTexts(look)
  const here = `/grants/${grant.id}/evaluation/${view.of}/self`
  const { self } = view.appraisal
  const begun = self?.answers ?? view.recorded?.texts ?? {}
  return (
    <Form action={here} command={newSecret()} revision={self?.revision ?? 0} autosave={`/api/grants/${grant.id}/evaluations/${view.of}/self/autosave`} label={t.selfTitle} class="stackv read">
      <div class="head"><p class="soft">{grant.project === null ? t.selfLeadTyped : t.selfLead} {view.window === null ? null : <When at={view.window.dueAt} />}</p><Saved at={self?.savedAt ?? null} /></div>
      {self === null && view.recorded?.texts.done !== undefined ? <Note><p>{t.fromReport}</p></Note> : null}
      {selfForm(grant.project !== null).sections[0].fields.map((field) => <FormField field={field} filled={{ content: begun, typed: attempt?.values ?? null }} />)}
      <div class="acts">
        <Button weight="second">{t.keep}</Button>
        <Button icon="send" formaction={`${here}/submission`}>{t.sendSelf}</Button>
      </div>
    </Form>
  )
}

/** The self-evaluation as it was sent. */
export function SelfReading({ look, view: { appraisal: { self }, own } }: { look: Look; view: AppraisalView }) {
  const t = evaluationTexts(look)
  if (self === null || self.sentAt === null || self.figures === null) return <Panel title={t.selfTitle} id="self"><p class="soft">{own ? t.closed : t.notSent}</p></Panel>
  return (
    <Panel title={t.selfTitle} id="self">
      <p class="soft">{t.sent} <At at={self.sentAt} /></p>
      <Reached look={look} figures={self.figures} />
      <SectionAnswers fields={selfForm(true).sections[0].fields} content={self.answers} />
    </Panel>
  )
}

/** Keeps what was typed; `then` does what the button says with it. */
async function keep(asked: Asked, posted: Posted, context: Context, then: (go: string) => Promise<Shown>): Promise<Shown> {
  const of = evaluationOf(asked)
  const { grant } = await readOne(asked.context, asked)
  const typed = readTyped(selfForm(grant.project !== null).sections[0].fields, posted.fields)
  return tryForm(posted, async () => {
    if (typed.mistakes.length > 0) throw new Refusal('INVALID', { mistakes: typed.mistakes })
    try {
      await saveAppraisalSelf(context, grant.id, of, { revision: Number(posted.fields.revision ?? 0) || 0, content: typed.content })
    } catch (error) {
      if (!isRefusal(error, 'STALE')) throw error
      throw new Refusal('STALE', { mistakes: [{ path: '', code: 'STALE', zh: evaluationTexts({ language: 'zh' }).stale, en: evaluationTexts({ language: 'en' }).stale }] })
    }
    return then(`/grants/${grant.id}/evaluation/${of}/self`)
  }, ({ mistakes }) => show(asked, { values: { ...posted.fields, ...typed.values }, mistakes }))
}

const save = (asked: Asked, posted: Posted): Promise<Shown> => keep(asked, posted, asked.context, async (go) => ({ go }))

const send = (asked: Asked, posted: Posted): Promise<Shown> => keep(asked, posted, { ...asked.context, command: null }, async (go) => {
  try {
    await sendAppraisalSelf(asked.context, asked.params.grant ?? '', evaluationOf(asked))
  } catch (error) {
    // What was typed is kept; what is missing stands beside its field.
    if (isRefusal(error, 'INVALID')) return { go: `${go}?check=1` }
    throw error
  }
  return { go: `/grants/${asked.params.grant}/evaluation` }
})

export const grantSelfPages: PageRoute[] = [
  { method: 'get', path: '/grants/:grant/evaluation/:of/self', action: 'appraisal.read', show: (asked) => show(asked) },
  { method: 'post', path: '/grants/:grant/evaluation/:of/self', action: 'appraisal.write', send: save },
  { method: 'post', path: '/grants/:grant/evaluation/:of/self/submission', action: 'appraisal.write', send },
]
