import type { Activity } from '../../../../shared/activity/activity.ts'
import { clockOf } from '../../../../shared/activity/activity.ts'
import type { HourState } from '../../../../shared/hours/hours.ts'
import { newSecret } from '../../../../shared/kernel/ids.ts'
import { isRefusal, type Mistake } from '../../../../shared/kernel/refusal.ts'
import { say } from '../../../../shared/kernel/text.ts'
import { consentTexts } from '../../../../shared/volunteer/consent.ts'
import { type SignedIn, signIn, signInInput, signOut } from '../../../commands/attendance.ts'
import { rememberDevice } from '../../../commands/device.ts'
import { authorise } from '../../../context.ts'
import { deviceOf } from '../../../queries/device.ts'
import { readSignIn } from '../../../queries/activity.ts'
import { CheckField, ChoiceField } from '../../look/choices.tsx'
import { HiddenField, TextField } from '../../look/fields.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { Facts, Note } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { setVolunteerCookie, volunteerCookie } from '../../volunteer-cookie.ts'
import { hours, timesOf } from '../activity/words.ts'
import { type Asked, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'

/** What the code on the leader's screen leads to: one tap for a phone that is remembered, phone or number for any other. */
async function show({ context, look, params, hono }: Asked): Promise<Shown> {
  const t = texts(look)
  try {
    const { activity, organisation, ticket, remembered } = await readSignIn(context, params.activity ?? '', params.code ?? '', volunteerCookie(hono))
    const record = remembered?.record ?? null
    return { page: (
      <SignInPage look={look} activity={activity} organisation={organisation}>
        {remembered === null ? <Who look={look} activity={activity.id} ticket={ticket} values={{}} /> : (
          <>
            <p>{t.hello(remembered.name)}</p>
            {record === null || record.state === 'open' ? <OneTap look={look} activity={activity.id} ticket={ticket} deed={record === null ? 'in' : 'out'} /> : <Done look={look} state={record.state} minutes={record.minutes} />}
            <Form action="/my-hours/forget" command={newSecret()} class="inline"><HiddenField path="to" value={look.path} /><Button weight="quiet">{t.notMe}</Button></Form>
          </>
        )}
      </SignInPage>
    ) }
  } catch (error) {
    if (!isRefusal(error, 'CODE_EXPIRED')) throw error
    return expired(look)
  }
}

const expired = (look: Look): Shown => ({ page: <Page look={look} title={texts(look).expired}><Note state="wait">{texts(look).expiredHint}</Note></Page>, status: 409 })

function SignInPage({ look, activity, organisation, mistakes, children }: { look: Look; activity: Pick<Activity, 'title' | 'place' | 'startsAt' | 'endsAt'> | null; organisation: string; mistakes?: readonly Mistake[]; children?: unknown }) {
  const t = texts(look)
  return (
    <Page look={look} title={t.title} heading={activity?.title ?? t.title} mistakes={mistakes ?? []} lead={activity === null ? undefined : <p class="soft">{organisation}<span class="sep">·</span>{activity.place}<span class="sep">·</span><span class="n nw">{timesOf(activity, look.language)}</span></p>}>
      <div class="panel stackv">{children as never}</div>
    </Page>
  )
}

function OneTap({ look, activity, ticket, deed }: { look: Look; activity: string; ticket: string; deed: 'in' | 'out' }) {
  const t = texts(look)
  return (
    <Form action={`/v/${activity}`} command={newSecret()} label={deed === 'in' ? t.in : t.out}>
      <HiddenField path="pass" value={ticket} />
      <HiddenField path="deed" value={deed} />
      <Button class="btn-wide">{deed === 'in' ? t.in : t.out}</Button>
    </Form>
  )
}

function Who({ look, activity, ticket, values }: { look: Look; activity: string; ticket: string; values: Record<string, string> }) {
  const t = texts(look)
  return (
    <Form action={`/v/${activity}`} command={newSecret()} label={t.in}>
      <HiddenField path="pass" value={ticket} />
      <TextField path="who" label={t.who} hint={t.whoHint} type="tel" required autocomplete="tel" value={values.who ?? ''} />
      <p class="acts"><Button name="deed" value="in">{t.in}</Button><Button weight="second" name="deed" value="out">{t.out}</Button></p>
    </Form>
  )
}

/** Somebody whom nobody knows yet gives a name and agrees, once. */
function Newcomer({ look, activity, ticket, values }: { look: Look; activity: string; ticket: string; values: Record<string, string> }) {
  const t = texts(look)
  return (
    <Form action={`/v/${activity}`} command={newSecret()} label={t.first}>
      <HiddenField path="pass" value={ticket} />
      <HiddenField path="deed" value="in" />
      <HiddenField path="known" value="no" />
      <p><strong>{t.first}</strong></p>
      <TextField path="who" label={t.phone} type="tel" required autocomplete="tel" value={values.who ?? ''} />
      <TextField path="name" label={t.name} required autocomplete="name" value={values.name ?? ''} limit={60} />
      <ChoiceField path="adult" label={t.age} required value={values.adult ?? ''} choices={[{ value: 'yes', label: t.adult }, { value: 'no', label: t.minor, hint: t.minorHint }]} />
      <TextField path="guardianName" label={t.guardian} value={values.guardianName ?? ''} />
      <TextField path="guardianPhone" label={t.guardianPhone} type="tel" value={values.guardianPhone ?? ''} />
      <CheckField path="agree" label={say(consentTexts.hours.text, look.language)} required checked={values.agree === 'true'} />
      <p><Button>{t.in}</Button></p>
    </Form>
  )
}

function Done({ look, state, minutes }: { look: Look; state: HourState; minutes: number }) {
  const t = texts(look)
  return <Note state={state === 'waiting' ? 'wait' : 'done'} icon="received">{state === 'struck' ? t.struck : t.recorded(hours(minutes, look.language))}{state === 'waiting' ? t.waiting : null}</Note>
}

async function send(asked: Asked, posted: Posted): Promise<Shown> {
  const { context, look, params, hono } = asked
  authorise(context, 'attendance.sign-in', {})
  const id = params.activity ?? ''
  const { deed, known, ...rest } = posted.fields
  const ticket = rest.pass ?? ''
  const form = (values: Record<string, string>, mistakes: readonly Mistake[], newcomer: boolean) => (
    <SignInPage look={look} activity={null} organisation="" mistakes={mistakes}>{newcomer ? <Newcomer look={look} activity={id} ticket={ticket} values={values} /> : <Who look={look} activity={id} ticket={ticket} values={values} />}</SignInPage>
  )
  return tryForm(posted, async () => {
    const remembered = rest.who === undefined ? (await deviceOf(context, volunteerCookie(hono)))?.volunteer : undefined
    const { command: _, ...body } = rest
    const input = readAs(signInInput, { ...body, agree: body.agree === 'true', newcomer: known === 'no' })
    const answer = deed === 'out' ? await signOut(context, id, input, remembered) : await signIn(context, id, input, remembered)
    if (answer.state === 'unknown') return { page: form({ who: input.who }, [], true) }
    if (remembered === undefined && answer.volunteer !== null) setVolunteerCookie(hono, await rememberDevice(context, answer.volunteer, answer.fresh))
    return { page: <After look={look} activity={id} ticket={ticket} answer={answer} /> }
  }, async ({ values, mistakes }) => (mistakes.some(({ code }) => code === 'CODE_EXPIRED') ? expired(look) : { page: form(values, mistakes, known === 'no') }))
}

function After({ look, activity, ticket, answer }: { look: Look; activity: string; ticket: string; answer: SignedIn }) {
  const t = texts(look)
  const { state, from, to, minutes, number, fresh } = answer
  return (
    <SignInPage look={look} activity={null} organisation="">
      {state === 'open' && from !== null ? <Note state="done" icon="received">{t.signedIn(clockOf(from))}</Note> : <Done look={look} state={state === 'unknown' ? 'open' : state} minutes={minutes} />}
      {fresh ? <Facts facts={[{ term: t.number, detail: <><strong class="n">{number}</strong><p class="small soft">{t.numberHint}</p></> }]} /> : null}
      {state === 'open' ? <><p class="soft">{t.outHint}</p><OneTap look={look} activity={activity} ticket={ticket} deed="out" /></> : to === null ? null : <p><ButtonLink href="/my-hours">{t.mine}</ButtonLink></p>}
    </SignInPage>
  )
}

const texts = (look: Look) => words(look.language, {
  zh: {
    title: '签到', in: '签到', out: '签退', hello: (name: string) => `${name}，您好。`, notMe: '不是我', who: '手机号或志愿者编号', whoHint: '只问这一次，这部手机会记住您。', expired: '签到码已经换了', expiredHint: '请再扫一次屏幕上的签到码。',
    first: '第一次来，请登记', phone: '手机号', name: '姓名', age: '是否成年', adult: '已满 18 周岁', minor: '未满 18 周岁', minorHint: '请填监护人，并由监护人同意', guardian: '监护人姓名', guardianPhone: '监护人手机号',
    signedIn: (time: string) => `${time} 已签到。`, recorded: (length: string) => `这场活动的服务时长：${length}。`, struck: '这场活动的时长没有计入，有疑问请问带队的人。', waiting: '一天超过 8 小时，要等管理员同意才计入。', number: '您的志愿者编号', numberHint: '请记下来：查询时长、换手机时要用。不是身份证号。', outHint: '离开时请签退：在这里点，或再扫一次码。', mine: '看我的服务时长',
  },
  en: {
    title: 'Sign in', in: 'Sign in', out: 'Sign out', hello: (name) => `Hello ${name}.`, notMe: 'This is not me', who: 'Mobile or volunteer number', whoHint: 'Asked only once; this phone remembers you.', expired: 'The code has changed', expiredHint: 'Please scan the code on the screen once more.',
    first: 'Your first time here', phone: 'Mobile number', name: 'Name', age: 'Are you of age', adult: '18 or older', minor: 'Under 18', minorHint: 'Name a guardian, who has to agree', guardian: 'Guardian’s name', guardianPhone: 'Guardian’s mobile number',
    signedIn: (time) => `Signed in at ${time}.`, recorded: (length) => `Your service at this activity: ${length}.`, struck: 'Your time at this activity does not count; ask the leader if this is unclear.', waiting: ' More than 8 hours a day count after an administrator’s yes.', number: 'Your volunteer number', numberHint: 'Note it down: you need it to see your hours or on another phone. It is not your identity number.', outHint: 'Sign out when you leave: tap here, or scan the code again.', mine: 'See my hours',
  },
})

export const signInPages: PageRoute[] = [
  { method: 'get', path: '/v/:activity/:code', action: 'attendance.sign-in', show },
  { method: 'post', path: '/v/:activity', action: 'attendance.sign-in', send },
]
