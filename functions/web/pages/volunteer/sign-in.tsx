import { clockOf } from '../../../../shared/activity/activity.ts'
import type { Attendance, HourState } from '../../../../shared/hours/hours.ts'
import { newSecret } from '../../../../shared/kernel/ids.ts'
import { isRefusal, type Mistake } from '../../../../shared/kernel/refusal.ts'
import { say } from '../../../../shared/kernel/text.ts'
import { consentTexts } from '../../../../shared/volunteer/consent.ts'
import { type SignedIn, signIn, signInInput, signOut } from '../../../commands/attendance.ts'
import { rememberDevice, rememberTyped } from '../../../commands/device.ts'
import { authorise } from '../../../context.ts'
import { deviceOf } from '../../../queries/device.ts'
import { readSignIn, readSigningIn, type SignInView } from '../../../queries/activity.ts'
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
  const view = await whileGood(readSignIn(context, params.activity ?? '', params.code ?? '', volunteerCookie(hono)))
  if (view === undefined) return expired(look)
  const record = view.remembered?.record ?? null
  return { page: (
    <SignInPage look={look} view={view}>
      {view.remembered === null ? <Who look={look} view={view} values={{}} /> : <Remembered look={look} view={view} name={view.remembered.name} record={record} back={look.path} />}
    </SignInPage>
  ) }
}

/** undefined where the code or ticket is no longer good. */
const whileGood = (view: Promise<SignInView>): Promise<SignInView | undefined> => view.catch((error: unknown) => {
  if (!isRefusal(error, 'CODE_EXPIRED')) throw error
  return undefined
})

const expired = (look: Look): Shown => ({ page: <Page look={look} title={texts(look).expired}><Note state="wait">{texts(look).expiredHint}</Note></Page>, status: 409 })

/** Every step says which activity it is and who holds it: to them the volunteer gives their name. */
function SignInPage({ look, view: { activity, organisation }, mistakes, children }: { look: Look; view: SignInView; mistakes?: readonly Mistake[]; children?: unknown }) {
  return (
    <Page look={look} title={texts(look).title} heading={activity.title} mistakes={mistakes ?? []} lead={<p class="soft">{organisation}<span class="sep">·</span>{activity.place}<span class="sep">·</span><span class="n nw">{timesOf(activity, look.language)}</span></p>}>
      <div class="panel stackv">{children as never}</div>
    </Page>
  )
}

function Remembered({ look, view: { activity, ticket }, name, record, back }: { look: Look; view: SignInView; name: string; record: Attendance | null; back: string }) {
  const t = texts(look)
  return (
    <>
      <p>{t.hello(name)}</p>
      {record === null || record.state === 'open' ? <OneTap look={look} activity={activity.id} ticket={ticket} deed={record === null ? 'in' : 'out'} /> : <Done look={look} state={record.state} minutes={record.minutes} />}
      <Form action="/my-hours/forget" command={newSecret()} class="inline"><HiddenField path="to" value={back} /><Button weight="quiet">{t.notMe}</Button></Form>
    </>
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

function Who({ look, view: { activity, ticket }, values }: { look: Look; view: SignInView; values: Record<string, string> }) {
  const t = texts(look)
  return (
    <Form action={`/v/${activity.id}`} command={newSecret()} label={t.in}>
      <HiddenField path="pass" value={ticket} />
      <TextField path="who" label={t.who} hint={t.whoHint} type="tel" required autocomplete="tel" value={values.who ?? ''} />
      <p class="acts"><Button name="deed" value="in">{t.in}</Button><Button weight="second" name="deed" value="out">{t.out}</Button></p>
    </Form>
  )
}

/** Somebody whom nobody knows yet gives a name and agrees, once. */
function Newcomer({ look, view: { activity, organisation, ticket }, values }: { look: Look; view: SignInView; values: Record<string, string> }) {
  const t = texts(look)
  return (
    <Form action={`/v/${activity.id}`} command={newSecret()} label={t.first}>
      <HiddenField path="pass" value={ticket} />
      <HiddenField path="deed" value="in" />
      <HiddenField path="known" value="no" />
      <p><strong>{t.first}</strong></p>
      <TextField path="who" label={t.phone} type="tel" required autocomplete="tel" value={values.who ?? ''} />
      <TextField path="name" label={t.name} required autocomplete="name" value={values.name ?? ''} limit={60} />
      <ChoiceField path="adult" label={t.age} required value={values.adult ?? ''} choices={[{ value: 'yes', label: t.adult }, { value: 'no', label: t.minor, hint: t.minorHint }]} />
      <TextField path="guardianName" label={t.guardian} value={values.guardianName ?? ''} />
      <TextField path="guardianPhone" label={t.guardianPhone} type="tel" value={values.guardianPhone ?? ''} />
      <p>{t.keeper} <strong>{organisation}</strong></p>
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
  const { deed, known, command: _, ...rest } = posted.fields
  const cookie = volunteerCookie(hono)
  const view = await whileGood(readSigningIn(context, params.activity ?? '', rest.pass ?? '', cookie))
  if (view === undefined) return expired(look)
  const newcomer = known === 'no'
  const device = rest.who === undefined ? await deviceOf(context, cookie) : undefined
  let again = device === undefined ? null : view.remembered
  const form = (values: Record<string, string>, mistakes: readonly Mistake[], first: boolean) => (
    <SignInPage look={look} view={view} mistakes={mistakes}>
      {again !== null ? <Remembered look={look} view={view} name={again.name} record={again.record} back="/my-hours" /> : first ? <Newcomer look={look} view={view} values={values} /> : <Who look={look} view={view} values={values} />}
    </SignInPage>
  )
  return tryForm(posted, async () => {
    const input = readAs(signInInput, { ...rest, agree: rest.agree === 'true', newcomer })
    const run = () => (deed === 'out' ? signOut(context, view.activity.id, input, device) : signIn(context, view.activity.id, input, device))
    const answer = await run().catch(async (error: unknown) => {
      if (device !== undefined || !isRefusal(error, 'HOURS_OVERLAP')) throw error
      // They are known, and come back as soon as they are free: one tap is enough then.
      const found = await rememberTyped(context, view.activity.district, input.who)
      setVolunteerCookie(hono, found.cookie)
      again = { name: found.name, record: null }
      throw error
    })
    if (answer.state === 'unknown') return { page: form({ who: input.who }, [], true) }
    if (device === undefined && answer.volunteer !== null) setVolunteerCookie(hono, await rememberDevice(context, answer.volunteer, answer.fresh))
    return { page: <After look={look} view={view} answer={answer} /> }
  }, async ({ values, mistakes }) => (mistakes.some(({ code }) => code === 'CODE_EXPIRED') ? expired(look) : { page: form(values, mistakes, newcomer) }))
}

function After({ look, view, answer }: { look: Look; view: SignInView; answer: SignedIn }) {
  const t = texts(look)
  const { activity, ticket } = view
  const { state, from, to, minutes, number, fresh } = answer
  return (
    <SignInPage look={look} view={view}>
      {state === 'open' && from !== null ? <Note state="done" icon="received">{t.signedIn(clockOf(from))}{from < activity.startsAt ? t.countsFrom(clockOf(activity.startsAt)) : null}</Note> : <Done look={look} state={state === 'unknown' ? 'open' : state} minutes={minutes} />}
      {fresh ? <Facts facts={[{ term: t.number, detail: <><strong class="n">{number}</strong><p class="small soft">{t.numberHint}</p></> }]} /> : null}
      {state === 'open' ? <><p class="soft">{t.outHint}</p><OneTap look={look} activity={activity.id} ticket={ticket} deed="out" /></> : to === null ? null : <p><ButtonLink href="/my-hours">{t.mine}</ButtonLink></p>}
    </SignInPage>
  )
}

const texts = (look: Look) => words(look.language, {
  zh: {
    title: '签到', in: '签到', out: '签退', hello: (name: string) => `${name}，您好。`, notMe: '不是我', who: '手机号或志愿者编号', whoHint: '只问这一次，这部手机会记住您。', expired: '签到码已经换了', expiredHint: '请再扫一次屏幕上的签到码。',
    first: '第一次来，请登记', phone: '手机号', name: '姓名', age: '是否成年', adult: '已满 18 周岁', minor: '未满 18 周岁', minorHint: '请填监护人，并由监护人同意', guardian: '监护人姓名', guardianPhone: '监护人手机号',
    keeper: '您的资料由这个单位记录和保存：', signedIn: (time: string) => `${time} 已签到。`, countsFrom: (time: string) => `时长从活动开始的 ${time} 起算。`, recorded: (length: string) => `这场活动的服务时长：${length}。`, struck: '这场活动的时长没有计入，有疑问请问带队的人。', waiting: '一天超过 8 小时，要等管理员同意才计入。', number: '您的志愿者编号', numberHint: '请记下来：查询时长、换手机时要用。不是身份证号。', outHint: '离开时请签退：在这里点，或再扫一次码。', mine: '看我的服务时长',
  },
  en: {
    title: 'Sign in', in: 'Sign in', out: 'Sign out', hello: (name) => `Hello ${name}.`, notMe: 'This is not me', who: 'Mobile or volunteer number', whoHint: 'Asked only once; this phone remembers you.', expired: 'The code has changed', expiredHint: 'Please scan the code on the screen once more.',
    first: 'Your first time here', phone: 'Mobile number', name: 'Name', age: 'Are you of age', adult: '18 or older', minor: 'Under 18', minorHint: 'Name a guardian, who has to agree', guardian: 'Guardian’s name', guardianPhone: 'Guardian’s mobile number',
    keeper: 'Who records and keeps what you give here:', signedIn: (time) => `Signed in at ${time}.`, countsFrom: (time) => ` Your time counts from the beginning at ${time}.`, recorded: (length) => `Your service at this activity: ${length}.`, struck: 'Your time at this activity does not count; ask the leader if this is unclear.', waiting: ' More than 8 hours a day count after an administrator’s yes.', number: 'Your volunteer number', numberHint: 'Note it down: you need it to see your hours or on another phone. It is not your identity number.', outHint: 'Sign out when you leave: tap here, or scan the code again.', mine: 'See my hours',
  },
})

export const signInPages: PageRoute[] = [
  { method: 'get', path: '/v/:activity/:code', action: 'attendance.sign-in', show },
  { method: 'post', path: '/v/:activity', action: 'attendance.sign-in', send },
]
