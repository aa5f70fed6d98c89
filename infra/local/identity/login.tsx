import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { timingSafeEqual } from 'node:crypto'
import type Provider from 'oidc-provider'
import type { HttpBindings } from '@hono/node-server'
import { secretHash } from '../../../shared/kernel/ids.ts'
import type { Mistake } from '../../../shared/kernel/refusal.ts'
import { ChoiceField } from '../../../functions/web/look/choices.tsx'
import { TextField } from '../../../functions/web/look/fields.tsx'
import { Button, ButtonLink, Form } from '../../../functions/web/look/form.tsx'
import type { Look } from '../../../functions/web/look/look.ts'
import { Page } from '../../../functions/web/look/page.tsx'
import { words } from '../../../functions/web/look/words.ts'
import { isOwnSite, languageOf } from '../../../functions/web/session.ts'
import type { DemoPerson } from '../people.ts'
import type { IdentityStore } from './store.ts'

/** Wrong passwords in `WINDOW` milliseconds after which an account, or an address, has to wait. */
const MOST_WRONG = { account: 10, address: 40 } as const
const WINDOW = 10 * 60_000

export interface LoginOptions {
  provider: Provider
  store: IdentityStore
  people: readonly DemoPerson[]
  password: string
}

type C = Parameters<Parameters<Hono<{ Bindings: HttpBindings }>['onError']>[0]>[1]

/** The page on which somebody picks an account and types its password. */
export function loginApp({ provider, store, people, password }: LoginOptions): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.use(secureHeaders({
    contentSecurityPolicy: { defaultSrc: ["'none'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], imgSrc: ["'self'", 'data:'], connectSrc: ["'self'"], formAction: ["'self'"], frameAncestors: ["'none'"], baseUri: ["'none'"] },
    referrerPolicy: 'same-origin', xFrameOptions: 'DENY',
  }))

  app.get('/oidc/interaction/:uid', async (c) => {
    if (!(await isPending(c))) return c.html(<OverPage look={lookOf(c)} />, 400)
    c.header('cache-control', 'no-store')
    return c.html(<LoginPage look={lookOf(c)} people={people} account="" mistakes={[]} />)
  })

  app.post('/oidc/interaction/:uid', async (c) => {
    if (!isOwnSite(c)) return c.text('This did not come from the sign-in page.', 403)
    if (!(await isPending(c))) return c.html(<OverPage look={lookOf(c)} />, 400)
    const form = await c.req.formData()
    const account = String(form.get('account') ?? '').slice(0, 200)
    const verdict = check(account, String(form.get('password') ?? ''), c.env.incoming.socket.remoteAddress ?? 'unknown')
    if (verdict !== 'right') {
      c.header('cache-control', 'no-store')
      return c.html(<LoginPage look={lookOf(c)} people={people} account={account} mistakes={[mistakes[verdict]]} />, verdict === 'too-many' ? 429 : 422)
    }
    return c.redirect(await provider.interactionResult(c.env.incoming, c.env.outgoing, { login: { accountId: account, remember: false } }, { mergeWithLastSubmission: false }), 303)
  })

  /** Whether the address belongs to a sign-in that this browser began and that is still open. */
  async function isPending(c: C): Promise<boolean> {
    try {
      return (await provider.interactionDetails(c.env.incoming, c.env.outgoing)).uid === c.req.param('uid')
    } catch {
      return false
    }
  }

  function check(account: string, typed: string, address: string): 'right' | 'wrong' | 'too-many' {
    const now = Date.now()
    const counted = [[`account ${account}`, MOST_WRONG.account], [`address ${address}`, MOST_WRONG.address]] as const
    // A right password is not looked at either while an account waits: otherwise guessing would go on.
    if (counted.some(([what, most]) => store.wrongTries(what, now - WINDOW) >= most)) return 'too-many'
    const known = people.some(({ subject }) => subject === account)
    if (timingSafeEqual(Buffer.from(secretHash(typed)), Buffer.from(secretHash(password))) && known) {
      store.forgetTries(`account ${account}`)
      return 'right'
    }
    for (const [what] of counted) store.addWrongTry(what, now)
    return 'wrong'
  }
  return app
}

const mistakes: Record<'wrong' | 'too-many', Mistake> = {
  wrong: { path: 'password', code: 'WRONG_PASSWORD', zh: '账号或密码不对，请再试一次', en: 'The account or the password is not right; try again' },
  'too-many': { path: '', code: 'TOO_MANY_TRIES', zh: '试的次数太多。请过 10 分钟再来', en: 'Too many tries. Please come back in ten minutes' },
}

const lookOf = (c: C): Look => ({ language: languageOf(c), now: new Date().toISOString(), path: c.req.path, person: null, allows: () => false, nav: [], demo: true })

const texts = (look: Look) =>
  words(look.language, {
    zh: {
      title: '登录演示账号', lead: '这里的人员和密码都是虚构的，只能在这台机器上用。', account: '账号', pick: '请选择账号', password: '密码', hint: '演示密码写在启动窗口里。', signIn: '登录',
      over: '这次登录已经过期', overLead: '页面停留得太久，或在别处已经登录。请重新开始。', again: '重新登录', role: { administrator: '管理员', member: '机构成员', judge: '评委', evaluator: '评估员', organiser: '承办', supervisor: '监督员', finance: '财务' },
    },
    en: {
      title: 'Sign in with a demo account', lead: 'People and passwords here are invented and work on this machine only.', account: 'Account', pick: 'Choose an account', password: 'Password', hint: 'The demo password is shown where the platform was started.', signIn: 'Sign in',
      over: 'This sign-in is over', overLead: 'The page stood open too long, or you signed in elsewhere. Please start again.', again: 'Sign in again', role: { administrator: 'administrator', member: 'member of an organisation', judge: 'judge', evaluator: 'evaluator', organiser: 'organiser', supervisor: 'supervisor', finance: 'finance' },
    },
  })

function LoginPage({ look, people, account, mistakes }: { look: Look; people: readonly DemoPerson[]; account: string; mistakes: readonly Mistake[] }) {
  const t = texts(look)
  return (
    <Page look={look} title={t.title} lead={t.lead} mistakes={mistakes}>
      <Form action={look.path} label={t.title} class="stackv read">
        <ChoiceField path="account" label={t.account} as="select" none={t.pick} required value={account} choices={people.map(({ subject, name, role }) => ({ value: subject, label: `${name}（${t.role[role]}）` }))} />
        <TextField path="password" label={t.password} hint={t.hint} type="password" required autocomplete="current-password" />
        <p class="acts"><Button>{t.signIn}</Button></p>
      </Form>
    </Page>
  )
}

function OverPage({ look }: { look: Look }) {
  const t = texts(look)
  return (
    <Page look={look} title={t.over}>
      <p class="read">{t.overLead}</p>
      <p class="acts"><ButtonLink href="/sign-in" weight="primary">{t.again}</ButtonLink></p>
    </Page>
  )
}
