import { type Clawback, clawbackCauses, nextInstalment, openClawbackInput, openOf, receivedOf } from '../../../../shared/clawback/clawback.ts'
import { grantTarget } from '../../../../shared/grant/grant.ts'
import { shanghaiDate } from '../../../../shared/kernel/calendar.ts'
import { newSecret } from '../../../../shared/kernel/ids.ts'
import { formatYuan } from '../../../../shared/kernel/money.ts'
import { type Action, may } from '../../../../shared/person/access.ts'
import { answerWriteOff, answerWriteOffInput, askWriteOff, openClawback, receiveInput, receivePayment, writeOffInput } from '../../../commands/clawback.ts'
import { grantRoom } from '../../../queries/grant-room.ts'
import { readRecovery } from '../../../queries/clawback.ts'
import { CheckField, ChoiceField } from '../../look/choices.tsx'
import { Dialog } from '../../look/dialog.tsx'
import { DateField, MoneyField, TextArea, TextField } from '../../look/fields.tsx'
import { Button, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Table } from '../../look/table.tsx'
import { At, Empty, Facts, Money, Panel, Tag, When } from '../../look/tell.tsx'
import { readAs } from '../../mistakes.ts'
import { typedAmount } from '../../typed-amount.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryNamedForm } from '../page.ts'
import { GrantPage } from './frame.tsx'
import { recoveryTexts } from './recovery-texts.ts'

const LINES = [0, 1, 2, 3, 4]
const INSTALMENTS = [0, 1, 2, 3]

async function show({ context, look, params }: Asked, attempt?: Attempt): Promise<Shown> {
  const { grant, funding, clawbacks, claimable } = await readRecovery(context, params.grant ?? '')
  const t = recoveryTexts(look)
  const can = (action: Action) => may(context.actor, action, grantTarget(grant))
  const opens = can('clawback.open') && grant.state === 'delivery' && claimable > 0
  return { page: (
    <GrantPage look={look} context={context} grant={grant} tab="recovery" mistakes={attempt?.mistakes}>
      {clawbacks.length === 0 ? <Empty title={t.none}>{t.noneHint}</Empty> : null}
      {clawbacks.map((clawback) => <Claim look={look} clawback={clawback} can={can} at={`/grants/${grant.id}/recovery/${clawback.number}`} attempt={attempt} />)}
      {opens ? <Open look={look} grant={grant.id} years={funding.banYears} claimable={claimable} attempt={attempt} /> : null}
    </GrantPage>
  ) }
}

function Claim({ look, clawback, can, at, attempt }: { look: Look; clawback: Clawback; can: (action: Action) => boolean; at: string; attempt: Attempt | undefined }) {
  const t = recoveryTexts(look)
  const next = nextInstalment(clawback)
  const waiting = clawback.writeOffs.find(({ answer }) => answer === null)
  const settled = clawback.settledAt !== null
  return (
    <Panel title={<>{t.claim(clawback.number)} <Tag state={settled ? 'done' : 'late'}>{settled ? t.settled : t.running}</Tag></>} id={`c${clawback.number}`}>
      <Facts facts={[
        { term: t.cause, detail: t.causes[clawback.cause] }, { term: t.total, detail: <Money fen={clawback.total} /> }, { term: t.came, detail: <Money fen={receivedOf(clawback)} /> }, { term: t.left, detail: <Money fen={openOf(clawback)} /> },
        next !== null && { term: t.due, detail: <><Money fen={next.amount} /> <When at={next.on} /></> }, { term: t.decided, detail: <>{clawback.decided.name}<span class="sep">·</span><At at={clawback.decided.at} /></> }, { term: t.reasons, detail: clawback.reasons },
        ...clawback.writeOffs.map(({ amount, reasons, answer }) => ({ term: t.asked, detail: <><Money fen={amount} /> <Tag state={answer === null ? (settled ? 'idle' : 'wait') : answer.approved ? 'done' : 'idle'}>{answer === null ? (settled ? t.lapsed : t.waiting) : answer.approved ? t.approved : t.refused}</Tag><br /><span class="soft">{reasons}{answer === null || answer.note === '' ? '' : ` ${answer.note}`}</span></> })),
      ]} />
      <h3>{t.lines}</h3>
      <Table caption={t.lines} rows={clawback.lines} columns={[{ header: t.what, names: true, cell: ({ what }) => what }, { header: t.amount, align: 'end', cell: ({ amount }) => <Money fen={amount} bare /> }]} />
      {clawback.received.length === 0 ? null : <><h3>{t.came}</h3><Table caption={t.came} rows={clawback.received} columns={[{ header: t.reference, names: true, cell: ({ reference }) => reference }, { header: t.day, cell: ({ on }) => <At at={on} /> }, { header: t.amount, align: 'end', cell: ({ amount }) => <Money fen={amount} bare /> }]} /></>}
      {settled ? null : <div class="stackv">
        {can('clawback.write-off') && waiting !== undefined ? <AnswerWriteOff look={look} at={at} sum={waiting.amount} attempt={attempt} /> : null}
        {can('clawback.receive') ? <Receive look={look} at={at} attempt={attempt} /> : null}
        {can('clawback.ask-write-off') && waiting === undefined ? <AskWriteOff look={look} at={at} attempt={attempt} /> : null}
      </div>}
    </Panel>
  )
}

function Receive({ look, at, attempt }: { look: Look; at: string; attempt: Attempt | undefined }) {
  const t = recoveryTexts(look)
  const typed = (path: string) => attempt?.values[`payment.${path}`] ?? ''
  return (
    <Form action={`${at}/payment`} command={newSecret()}>
      <h3>{t.record}</h3>
      <DateField path="payment.on" label={t.day} required value={typed('on') || shanghaiDate(look.now)} />
      <MoneyField path="payment.amount" label={t.amount} required value={typed('amount')} />
      <TextField path="payment.reference" label={t.reference} required limit={60} value={typed('reference')} />
      <p class="acts"><Button>{t.record}</Button></p>
    </Form>
  )
}

function AskWriteOff({ look, at, attempt }: { look: Look; at: string; attempt: Attempt | undefined }) {
  const t = recoveryTexts(look)
  return (
    <details open={attempt?.mistakes.some(({ path }) => path.startsWith('write-off.')) === true}>
      <summary>{t.writeOff}</summary>
      <Form action={`${at}/write-off`} command={newSecret()}>
        <p class="soft">{t.writeOffHint}</p>
        <MoneyField path="write-off.amount" label={t.amount} required value={attempt?.values['write-off.amount'] ?? ''} />
        <TextArea path="write-off.reasons" label={t.reasons} required rows={2} limit={1000} value={attempt?.values['write-off.reasons'] ?? ''} />
        <p class="acts"><Button weight="second">{t.writeOff}</Button></p>
      </Form>
    </details>
  )
}

function AnswerWriteOff({ look, at, sum, attempt }: { look: Look; at: string; sum: number; attempt: Attempt | undefined }) {
  const t = recoveryTexts(look)
  return (
    <Form action={`${at}/answer`} command={newSecret()}>
      <h3>{t.answerTitle(formatYuan(sum))}</h3>
      <TextArea path="answer.note" label={t.note} rows={2} limit={1000} value={attempt?.values['answer.note'] ?? ''} />
      <p class="acts"><Button name="answer.approved" value="true">{t.approve}</Button><Button weight="late" name="answer.approved" value="false">{t.refuse}</Button></p>
    </Form>
  )
}

function Open({ look, grant, years, claimable, attempt }: { look: Look; grant: string; years: number; claimable: number; attempt: Attempt | undefined }) {
  const t = recoveryTexts(look)
  const typed = (path: string) => attempt?.values[`claim.${path}`] ?? ''
  return (
    <Dialog label={t.open} weight="second" title={t.sure} open={attempt?.mistakes.some(({ path }) => path.startsWith('claim.')) === true}>
      <p>{t.openLead(formatYuan(claimable))}</p>
      <Form action={`/grants/${grant}/recovery`} command={newSecret()}>
        <ChoiceField path="claim.cause" label={t.cause} required as="radio" value={typed('cause')} choices={clawbackCauses.map((value) => ({ value, label: t.causes[value] }))} />
        <fieldset><legend>{t.lines}</legend><p class="hint">{t.linesHint}</p>
          {LINES.map((i) => <div class="fields"><TextField path={`claim.lines.${i}.what`} label={`${t.what} ${i + 1}`} limit={200} value={typed(`lines.${i}.what`)} /><MoneyField path={`claim.lines.${i}.amount`} label={`${t.amount} ${i + 1}`} value={typed(`lines.${i}.amount`)} /></div>)}
        </fieldset>
        <TextArea path="claim.reasons" label={t.reasons} hint={t.reasonsHint} required rows={3} limit={3000} value={typed('reasons')} />
        <fieldset><legend>{t.instalments}</legend><p class="hint">{t.onHint}</p>
          {INSTALMENTS.map((i) => <div class="fields"><DateField path={`claim.instalments.${i}.on`} label={`${t.on} ${i + 1}`} value={typed(`instalments.${i}.on`)} /><MoneyField path={`claim.instalments.${i}.amount`} label={`${t.amount} ${i + 1}`} value={typed(`instalments.${i}.amount`)} /></div>)}
        </fieldset>
        <CheckField path="claim.ban" label={t.ban} hint={t.banHint(years)} checked={typed('ban') === 'true'} />
        <p class="acts"><Button weight="late">{t.decide}</Button></p>
      </Form>
    </Dialog>
  )
}

/** Rows in which anything is typed, by their place. */
const typedRows = (fields: Posted['fields'], name: string, places: readonly number[], first: string) => places.flatMap((i) => {
  const [text, amount] = [(fields[`${name}.${i}.${first}`] ?? '').trim(), (fields[`${name}.${i}.amount`] ?? '').trim()]
  return text === '' && amount === '' ? [] : [{ [first]: text, amount: typedAmount(amount, `${name}.${i}.amount`) }]
})

const send = (name: string, action: Action, run: (asked: Asked, fields: Posted['fields']) => Promise<unknown>) => (asked: Asked, posted: Posted): Promise<Shown> => tryNamedForm(posted, name, async (fields) => {
  // Asked before what was typed is read: a mistake is shown to whoever may do it.
  await grantRoom(asked.context, asked.params.grant ?? '', action)
  await run(asked, fields)
  return { go: `/grants/${asked.params.grant}/recovery` }
}, (attempt) => show(asked, attempt))

const of = ({ params }: Asked) => [params.grant ?? '', Number(params.number)] as const

export const recoveryPages: PageRoute[] = [
  { method: 'get', path: '/grants/:grant/recovery', action: 'clawback.read', show: (asked) => show(asked) },
  {
    method: 'post', path: '/grants/:grant/recovery', action: 'clawback.open', send: send('claim', 'clawback.open', (asked, fields) => {
      const instalments = typedRows(fields, 'instalments', INSTALMENTS, 'on')
      return openClawback(asked.context, asked.params.grant ?? '', readAs(openClawbackInput, { cause: fields.cause, lines: typedRows(fields, 'lines', LINES, 'what'), reasons: fields.reasons, ban: fields.ban === 'true', ...(instalments.length === 0 ? {} : { instalments }) }))
    }),
  },
  { method: 'post', path: '/grants/:grant/recovery/:number/payment', action: 'clawback.receive', send: send('payment', 'clawback.receive', (asked, { on, amount = '', reference }) => receivePayment(asked.context, ...of(asked), readAs(receiveInput, { on, amount: typedAmount(amount), reference }))) },
  { method: 'post', path: '/grants/:grant/recovery/:number/write-off', action: 'clawback.ask-write-off', send: send('write-off', 'clawback.ask-write-off', (asked, { amount = '', reasons }) => askWriteOff(asked.context, ...of(asked), readAs(writeOffInput, { amount: typedAmount(amount), reasons }))) },
  { method: 'post', path: '/grants/:grant/recovery/:number/answer', action: 'clawback.write-off', send: send('answer', 'clawback.write-off', (asked, { approved, note }) => answerWriteOff(asked.context, ...of(asked), readAs(answerWriteOffInput, { approved: approved === 'true', note }))) },
]
