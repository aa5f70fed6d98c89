import type { Child } from 'hono/jsx'
import { type Grant, grantTarget } from '../../../../shared/grant/grant.ts'
import { evaluationIds, type EvaluationId } from '../../../../shared/grant/standing.ts'
import { newSecret } from '../../../../shared/kernel/ids.ts'
import { Refusal } from '../../../../shared/kernel/refusal.ts'
import { tieWords } from '../../../../shared/evaluation/conflict.ts'
import { type Action, may } from '../../../../shared/person/access.ts'
import { answerAboutPostponement, answerPostponementInput, askForPostponement, askPostponementInput } from '../../../commands/appraisal.ts'
import { appraisalObjectionInput, appraisalRulingInput, objectToResult, ruleOnAppraisal } from '../../../commands/appraisal-objection.ts'
import { answerMoreInput, appointAppraiser, appointAppraiserInput, askForMore, askMoreInput, reportVisit, supplement } from '../../../commands/appraisal-sheet.ts'
import type { Context } from '../../../context.ts'
import type { AppraisalView } from '../../../queries/appraisal.ts'
import type { Candidate } from '../../../queries/evaluation.ts'
import { grantRoom } from '../../../queries/grant-room.ts'
import { ChoiceField } from '../../look/choices.tsx'
import { DateField, IntegerField, TextArea, TextField } from '../../look/fields.tsx'
import { Button, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { inBrackets } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Shown, tryNamedForm } from '../page.ts'
import { evaluationTexts } from './evaluation-texts.ts'

interface Of { look: Look; grant: Grant; view: AppraisalView; attempt: Attempt | undefined }

/** What the reader can do with the evaluation now, each folded away until it is wanted. */
export function Deeds({ context, candidates, ...of }: Of & { context: Context; candidates: readonly Candidate[] }) {
  const { grant, view } = of
  const can = (action: Action) => may(context.actor, action, grantTarget(grant))
  const { standing: { step, asked }, appraisal, objectionsOpen, own, evaluates } = view
  const delivered = grant.state === 'delivery'
  return (
    <>
      {own && view.selfOpen && asked === null ? <Postpone {...of} /> : null}
      {can('appraisal.steer') && delivered && asked !== null ? <AnswerPostponement {...of} /> : null}
      {can('appraisal.steer') && delivered && step !== 'done' ? <Appoint {...of} candidates={candidates} /> : null}
      {evaluates && delivered && step === 'desk' ? <AskMore {...of} /> : null}
      {own && delivered && step === 'supplement' ? <Answer {...of} deed="supplement" /> : null}
      {evaluates && delivered && step === 'visit' ? <Answer {...of} deed="visit" /> : null}
      {objectionsOpen && can('appraisal.object') ? <ObjectTo {...of} /> : null}
      {step === 'done' && can('appraisal.rule') ? appraisal.objections.filter(({ ruling }) => ruling === null).map(({ id }) => <Rule {...of} objection={id} />) : null}
    </>
  )
}

/** One form among several: its fields stand under its own name. */
function Deed({ look, grant, view, attempt, name, path, title, button, children }: Of & { name: string; path: string; title: string; button?: string; children?: Child }) {
  const open = attempt !== undefined && Object.keys(attempt.values).some((key) => key.startsWith(`${name}.`))
  return (
    <details class="more" open={open}>
      <summary>{title}</summary>
      <Form action={`/grants/${grant.id}/evaluation/${view.of}/${path}`} command={newSecret()} label={title} class="stackv inner">
        {children}
        <p class="acts"><Button weight="second">{button ?? evaluationTexts(look).send}</Button></p>
      </Form>
    </details>
  )
}

const nameOf = (of: EvaluationId, deed: string): string => `${of}-${deed}`
const typed = ({ attempt }: Of, name: string) => (field: string): string => attempt?.values[`${name}.${field}`] ?? ''

function Postpone(of: Of) {
  const t = evaluationTexts(of.look)
  const name = nameOf(of.view.of, 'postpone')
  const value = typed(of, name)
  return (
    <Deed {...of} name={name} path="postponement" title={t.postpone} button={t.ask}>
      <p class="soft small">{t.lost}</p>
      <DateField path={`${name}.until`} label={t.newDate} required value={value('until')} />
      <TextArea path={`${name}.reason`} label={t.reason} required rows={3} limit={1000} value={value('reason')} />
    </Deed>
  )
}

function AnswerPostponement(of: Of) {
  const t = evaluationTexts(of.look)
  const name = nameOf(of.view.of, 'answer')
  const value = typed(of, name)
  return (
    <Deed {...of} name={name} path="postponement/answer" title={t.answer}>
      <ChoiceField path={`${name}.granted`} label={t.decision} required value={value('granted')} choices={[{ value: 'yes', label: t.granted }, { value: 'no', label: t.refused }]} />
      <DateField path={`${name}.until`} label={t.otherDate} hint={t.otherDateHint} value={value('until')} />
      <TextArea path={`${name}.reason`} label={t.reason} required rows={3} limit={1000} value={value('reason')} />
    </Deed>
  )
}

function Appoint({ candidates, ...of }: Of & { candidates: readonly Candidate[] }) {
  const t = evaluationTexts(of.look)
  const name = nameOf(of.view.of, 'appoint')
  const free = candidates.filter(({ tie }) => tie === null)
  const barred = candidates.flatMap(({ name, tie }) => (tie === null ? [] : [inBrackets(of.look.language, name, tieWords(tie)[of.look.language])]))
  return free.length === 0 ? <p class="soft">{t.nobody} <a href="/evaluators">{t.invite}</a></p> : (
    <Deed {...of} name={name} path="evaluator" title={t.appoint}>
      <ChoiceField path={`${name}.person`} label={t.choose} required as="select" value={typed(of, name)('person') || (of.view.standing.evaluator?.person ?? '')} choices={free.map(({ person, name }) => ({ value: person, label: name }))} />
      {barred.length === 0 ? null : <div class="small soft"><p>{t.barred}</p><ul>{barred.map((line) => <li>{line}</li>)}</ul></div>}
    </Deed>
  )
}

function AskMore(of: Of) {
  const t = evaluationTexts(of.look)
  const name = nameOf(of.view.of, 'more')
  const value = typed(of, name)
  return (
    <Deed {...of} name={name} path="requests" title={t.askMore}>
      <ChoiceField path={`${name}.kind`} label={t.what} required value={value('kind')} choices={(['supplement', 'visit'] as const).map((kind) => ({ value: kind, label: t.kinds[kind] }))} />
      <TextArea path={`${name}.items`} label={t.items} hint={t.itemsHint} required rows={4} value={value('items')} />
      <IntegerField path={`${name}.days`} label={t.days} required value={value('days') || '10'} />
    </Deed>
  )
}

function Answer({ deed, ...of }: Of & { deed: 'supplement' | 'visit' }) {
  const t = evaluationTexts(of.look)
  const name = nameOf(of.view.of, deed)
  return (
    <Deed {...of} name={name} path={deed} title={deed === 'supplement' ? t.supply : t.visit}>
      <TextArea path={`${name}.text`} label={deed === 'supplement' ? t.supply : t.found} hint={deed === 'supplement' ? t.supplyHint : undefined} required rows={5} limit={2000} value={typed(of, name)('text')} />
    </Deed>
  )
}

function ObjectTo(of: Of) {
  const t = evaluationTexts(of.look)
  const name = nameOf(of.view.of, 'object')
  const value = typed(of, name)
  return (
    <Deed {...of} name={name} path="objections" title={t.object}>
      {of.view.own ? null : <><TextField path={`${name}.name`} label={t.name} required value={value('name')} /><TextField path={`${name}.contact`} label={t.contact} required value={value('contact')} /></>}
      <TextArea path={`${name}.facts`} label={t.facts} hint={t.factsHint} required rows={5} limit={3000} value={value('facts')} />
    </Deed>
  )
}

function Rule({ objection, ...of }: Of & { objection: string }) {
  const t = evaluationTexts(of.look)
  const name = nameOf(of.view.of, objection)
  const value = typed(of, name)
  const facts = of.view.appraisal.objections.find(({ id }) => id === objection)?.facts ?? ''
  return (
    <Deed {...of} name={name} path={`objections/${objection}/ruling`} title={inBrackets(of.look.language, t.ruling, facts.slice(0, 20))}>
      <ChoiceField path={`${name}.effect`} label={t.effect} required value={value('effect')} choices={(['confirm', 'change', 'again'] as const).map((effect) => ({ value: effect, label: t.effects[effect] }))} />
      <TextField path={`${name}.total`} label={t.total} hint={t.totalHint} width="short" value={value('total')} />
      <DateField path={`${name}.until`} label={t.again} hint={t.againHint} value={value('until')} />
      <TextArea path={`${name}.reasons`} label={t.reasons} required rows={4} limit={3000} value={value('reasons')} />
    </Deed>
  )
}

type Fields = Readonly<Record<string, string>>
type Send = (context: Context, grant: string, of: EvaluationId, fields: Fields, params: Asked['params']) => Promise<unknown>
const orNull = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text)

/** The targets of the forms; each shows the page again with what was typed where it is refused. */
export function evaluationSends(show: (asked: Asked, attempt?: Attempt) => Promise<Shown>): PageRoute[] {
  const deed = (path: string, action: Action, name: string | ((params: Asked['params']) => string), send: Send): PageRoute => ({
    method: 'post', path: `/grants/:grant/evaluation/:of/${path}`, action,
    send: (asked, posted) => {
      const of = evaluationIds.find((id) => id === asked.params.of)
      if (of === undefined) throw new Refusal('NOT_FOUND')
      return tryNamedForm(posted, nameOf(of, typeof name === 'string' ? name : name(asked.params)), async (fields) => {
        // Asked before what was typed is read: a mistake is shown to whoever may do it.
        await grantRoom(asked.context, asked.params.grant ?? '', action)
        await send(asked.context, asked.params.grant ?? '', of, fields, asked.params)
        return { go: `/grants/${asked.params.grant}/evaluation` }
      }, (attempt) => show(asked, attempt))
    },
  })
  return [
    deed('postponement', 'appraisal.write', 'postpone', (context, grant, of, { reason, until }) => askForPostponement(context, grant, of, readAs(askPostponementInput, { reason, until }))),
    deed('postponement/answer', 'appraisal.steer', 'answer', (context, grant, of, { granted, until, reason }) => answerAboutPostponement(context, grant, of, readAs(answerPostponementInput, { granted: granted === 'yes' ? true : granted === 'no' ? false : undefined, until: orNull(until), reason }))),
    deed('evaluator', 'appraisal.steer', 'appoint', (context, grant, of, { person }) => appointAppraiser(context, grant, of, readAs(appointAppraiserInput, { person }))),
    deed('requests', 'appraisal.score', 'more', (context, grant, of, { kind, items = '', days }) => askForMore(context, grant, of, readAs(askMoreInput, { kind, items: lines(items), days: days === undefined || days === '' ? undefined : Number(days) }))),
    deed('supplement', 'appraisal.write', 'supplement', (context, grant, of, { text }) => supplement(context, grant, of, readAs(answerMoreInput, { text }))),
    deed('visit', 'appraisal.score', 'visit', (context, grant, of, { text }) => reportVisit(context, grant, of, readAs(answerMoreInput, { text }))),
    deed('objections', 'appraisal.object', 'object', (context, grant, of, { name, contact, facts }) => objectToResult(context, grant, of, readAs(appraisalObjectionInput, { name, contact, facts }))),
    deed('objections/:objection/ruling', 'appraisal.rule', ({ objection }) => objection ?? '', (context, grant, of, { effect, reasons, total, until }, { objection }) => ruleOnAppraisal(context, grant, of, objection ?? '', readAs(appraisalRulingInput, { effect, reasons, total: orNull(total), until: orNull(until) }))),
  ]
}

const lines = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '')
