import { type Agreement, type AgreementSide, isAgreeable, sides, termsInput } from '../../../../shared/agreement/agreement.ts'
import { type Grant, grantTarget } from '../../../../shared/grant/grant.ts'
import { addMonths, shanghaiDate } from '../../../../shared/kernel/calendar.ts'
import { newSecret } from '../../../../shared/kernel/ids.ts'
import { may } from '../../../../shared/person/access.ts'
import { offerAgreement, signAgreement, signInput } from '../../../commands/agreement.ts'
import type { Context } from '../../../context.ts'
import { readAgreement, readAgreements } from '../../../queries/agreement.ts'
import { grantRoom } from '../../../queries/grant-room.ts'
import { Dialog } from '../../look/dialog.tsx'
import { DateField, HiddenField, MoneyField, TextArea, TextField } from '../../look/fields.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { PrintButton, Seals, Sheet } from '../../look/print.tsx'
import { At, Empty, Facts, Note, Panel, type State, Tag, Tasks } from '../../look/tell.tsx'
import { readAs } from '../../mistakes.ts'
import { typedAmount } from '../../typed-amount.ts'
import { type Asked, type Attempt, type PageRoute, type Shown, tryNamedForm } from '../page.ts'
import { agreementTexts } from './agreement-texts.ts'
import { fileMistakes, Files, type FileSlot, fileSlots } from './files.tsx'
import { GrantPage } from './frame.tsx'

const tones: Record<Agreement['state'], State> = { offered: 'wait', signed: 'done', superseded: 'idle', withdrawn: 'idle' }

/** What waits to be signed, what is in force, and how to draw up the next version. */
async function show({ context, look, params, query }: Asked, attempt?: Attempt): Promise<Shown> {
  const { grant, agreements } = await readAgreements(context, params.grant ?? '')
  const t = agreementTexts(look)
  const [offered, inForce] = [agreements.find(({ state }) => state === 'offered'), agreements.find(({ state }) => state === 'signed')]
  const at = `/grants/${grant.id}/agreement`
  const [scan] = inForce === undefined ? [] : await fileSlots(context, grant, [{ kind: 'scan', of: String(inForce.version) }], at)
  const offers = may(context.actor, 'agreement.offer', grantTarget(grant)) && isAgreeable(grant)
  return { page: (
    <GrantPage look={look} context={context} grant={grant} tab="agreement" mistakes={attempt?.mistakes ?? await fileMistakes({ context, query }, grant.id)}>
      {agreements.length === 0 && !offers ? <Empty title={t.none}>{t.noneHint}</Empty> : null}
      {[offered, inForce].flatMap((one) => (one === undefined ? [] : [<Version look={look} context={context} grant={grant} agreement={one} attempt={attempt} scan={one === inForce ? scan : undefined} />]))}
      {offers ? <Offer look={look} grant={grant} waiting={offered !== undefined} attempt={attempt} /> : null}
      {agreements.length < 2 ? null : (
        <Panel title={t.versions} id="versions"><Tasks tasks={agreements.map(({ version, state, offeredAt }) => ({ label: t.version(version), href: `${at}/${version}`, hint: <>{t.drawnUp} <At at={offeredAt} /></>, state: tones[state], tag: t.states[state] }))} /></Panel>
      )}
    </GrantPage>
  ) }
}

function Version({ look, context, grant, agreement, attempt, scan }: { look: Look; context: Context; grant: Grant; agreement: Agreement; attempt: Attempt | undefined; scan: FileSlot | undefined }) {
  const t = agreementTexts(look)
  const { version, state } = agreement
  return (
    <Panel title={<>{t.version(version)} <Tag state={tones[state]}>{t.states[state]}</Tag></>} id={`v${version}`}>
      {state === 'signed' ? <Note state="done">{t.inForce}</Note> : null}
      {state === 'offered' ? <Document agreement={agreement} /> : null}
      <Facts facts={sides.map((side) => ({ term: t.side[side], detail: <Signature look={look} agreement={agreement} side={side} /> }))} />
      <div class="acts">
        {state !== 'offered' || !isAgreeable(grant) ? null : sides.filter((side) => agreement[side] === null && may(context.actor, `agreement.sign-${side}`, grantTarget(grant))).map((side) => <Sign look={look} grant={grant} agreement={agreement} side={side} attempt={attempt} />)}
        <ButtonLink href={`/grants/${grant.id}/agreement/${version}`} icon="print">{t.read}</ButtonLink>
      </div>
      <Files look={look} grant={grant.id} slot={scan} />
    </Panel>
  )
}

function Signature({ look, agreement, side }: { look: Look; agreement: Agreement; side: AgreementSide }) {
  const signed = agreement[side]
  if (signed === null) return <span class="soft">{agreementTexts(look).unsigned}</span>
  return <>{signed.name}<span class="sep">·</span>{signed.title}<span class="sep">·</span><At at={signed.at} year="always" /></>
}

function Sign({ look, grant, agreement, side, attempt }: { look: Look; grant: Grant; agreement: Agreement; side: AgreementSide; attempt: Attempt | undefined }) {
  const t = agreementTexts(look)
  const name = `${side}.title`
  return (
    <Dialog label={t.sign[side]} title={t.signTitle} open={attempt?.mistakes.some(({ path }) => path.startsWith(`${side}.`)) === true}>
      <p>{t.signLead}</p>
      <Form action={`/grants/${grant.id}/agreement/${agreement.version}/${side}`} command={newSecret()}>
        <HiddenField path={`${side}.digest`} value={agreement.digest} />
        <TextField path={name} label={t.title} hint={t.titleHint} required limit={60} value={attempt?.values[name] ?? ''} />
        <p class="acts"><Button icon="edit">{t.sign[side]}</Button></p>
      </Form>
    </Dialog>
  )
}

/** The text that both sign; on paper it has the page to itself. */
function Document({ agreement: { title, clauses }, paper = false }: { agreement: Agreement; paper?: boolean }) {
  return (
    <article class="read clauses" lang="zh">
      {paper ? <h2 class="paper-title">{title}</h2> : <h3>{title}</h3>}
      {clauses.map(({ heading, paragraphs }) => <>{paper ? <h3>{heading}</h3> : <h4>{heading}</h4>}{paragraphs.map((text) => <p>{text}</p>)}</>)}
    </article>
  )
}

function Offer({ look, grant, waiting, attempt }: { look: Look; grant: Grant; waiting: boolean; attempt: Attempt | undefined }) {
  const t = agreementTexts(look)
  const amended = grant.agreement !== null
  const today = shanghaiDate(look.now)
  const typed = (path: string, otherwise: string) => attempt?.values[`terms.${path}`] ?? otherwise
  return (
    <Panel title={amended ? t.amend : t.offer} id="offer">
      <p class="soft">{amended ? t.amendLead : t.offerLead}{waiting ? ` ${t.replaces}` : ''}</p>
      <Form action={`/grants/${grant.id}/agreement`} command={newSecret()}>
        <DateField path="terms.from" label={t.from} required value={typed('from', grant.period?.from ?? today)} />
        <DateField path="terms.to" label={t.to} required value={typed('to', grant.period?.to ?? addMonths(today, 12))} />
        {amended ? <MoneyField path="terms.amount" label={t.amount} hint={t.amountHint} required value={attempt?.values['terms.amount'] ?? grant.amount} /> : null}
        <TextArea path="terms.special" label={t.special} hint={t.specialHint} rows={3} limit={4000} value={typed('special', '')} />
        {amended ? <TextArea path="terms.reason" label={t.reason} required rows={2} limit={1000} value={typed('reason', '')} /> : null}
        <p class="acts"><Button weight={waiting || amended ? 'second' : 'primary'}>{t.make}</Button></p>
      </Form>
    </Panel>
  )
}

/** One version on A4, with its signatures and places for seals. */
async function showVersion({ context, look, params }: Asked): Promise<Shown> {
  const { grant, agreement } = await readAgreement(context, params.grant ?? '', Number(params.version))
  const t = agreementTexts(look)
  return { page: (
    <GrantPage look={look} context={context} grant={grant} tab="agreement" title={t.titled(agreement.version)} styles={['print.css']} actions={<PrintButton />}>
      <Sheet>
        <Document agreement={agreement} paper />
        <Facts facts={[...sides.map((side) => ({ term: t.side[side], detail: <Signature look={look} agreement={agreement} side={side} /> })), { term: t.digest, detail: <span class="small">{agreement.digest}</span> }]} />
        <Seals seals={sides.toReversed().map((side) => ({ who: t.side[side], signs: true }))} />
      </Sheet>
    </GrantPage>
  ) }
}

const sendOffer = (asked: Asked, posted: Parameters<typeof tryNamedForm>[0]) => tryNamedForm(posted, 'terms', async ({ from, to, amount, special, reason }) => {
  await grantRoom(asked.context, asked.params.grant ?? '', 'agreement.offer')
  await offerAgreement(asked.context, asked.params.grant ?? '', readAs(termsInput, { from, to, special, reason, ...(amount === undefined ? {} : { amount: typedAmount(amount) }) }))
  return { go: `/grants/${asked.params.grant}/agreement` }
}, (attempt) => show(asked, attempt))

const sendSign = (side: AgreementSide) => (asked: Asked, posted: Parameters<typeof tryNamedForm>[0]) => tryNamedForm(posted, side, async ({ digest, title }) => {
  await grantRoom(asked.context, asked.params.grant ?? '', `agreement.sign-${side}`)
  await signAgreement(asked.context, asked.params.grant ?? '', Number(asked.params.version), side, readAs(signInput, { digest, title }))
  return { go: `/grants/${asked.params.grant}/agreement` }
}, (attempt) => show(asked, attempt))

export const agreementPages: PageRoute[] = [
  { method: 'get', path: '/grants/:grant/agreement', action: 'agreement.read', show: (asked) => show(asked) },
  { method: 'post', path: '/grants/:grant/agreement', action: 'agreement.offer', send: sendOffer },
  { method: 'get', path: '/grants/:grant/agreement/:version', action: 'agreement.read', show: showVersion },
  ...sides.map((side): PageRoute => ({ method: 'post', path: `/grants/:grant/agreement/:version/${side}`, action: `agreement.sign-${side}`, send: sendSign(side) })),
]
