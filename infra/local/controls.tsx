import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import * as z from 'zod'
import { theTable } from '../../functions/context.ts'
import { Button, Form } from '../../functions/web/look/form.tsx'
import { formatMoment } from '../../functions/web/look/format.ts'
import type { Look } from '../../functions/web/look/look.ts'
import { Page } from '../../functions/web/look/page.tsx'
import { Empty, Section } from '../../functions/web/look/tell.tsx'
import { words } from '../../functions/web/look/words.ts'
import { isOwnSite, languageOf } from '../../functions/web/session.ts'
import { now } from '../../shared/kernel/clock.ts'
import { mailItem } from '../../shared/mail/mail.store.ts'
import type { Mail } from '../../shared/mail/mail.ts'
import { keys } from '../../shared/store/keys.ts'
import type { MovableClock } from './clock.ts'

const HOUR = 3_600_000
const MOST = 400 * 24 * HOUR
const forwardInput = z.strictObject({ milliseconds: z.coerce.number<string | number>().int().min(0).max(MOST) })
const steps = [
  { milliseconds: HOUR, zh: '1 小时', en: '1 hour' },
  { milliseconds: 24 * HOUR, zh: '1 天', en: '1 day' },
  { milliseconds: 7 * 24 * HOUR, zh: '7 天', en: '7 days' },
  { milliseconds: 30 * 24 * HOUR, zh: '30 天', en: '30 days' },
] as const

/** What only this home has, below /local: the clock that can be moved forward, and the mailbox of everything that would have been mailed. */
export function controlsApp(clock: MovableClock): Hono {
  const app = new Hono().basePath('/local')
  app.use(secureHeaders({ contentSecurityPolicy: { defaultSrc: ["'none'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], imgSrc: ["'self'"], formAction: ["'self'"], frameAncestors: ["'none'"], baseUri: ["'none'"] } }))
  app.get('/', async (c) => c.html(<Controls look={lookOf(c)} mails={await newestMails()} />))
  app.get('/clock', (c) => c.json({ now: now(), ahead: clock.ahead() }))
  app.post('/clock', async (c) => {
    const json = c.req.header('content-type')?.startsWith('application/json') === true
    // JSON from another site would need its permission first (CORS), which is never given.
    if (!json && !isOwnSite(c)) return c.text('Refused', 403)
    const parsed = forwardInput.safeParse(json ? await c.req.json().catch(() => undefined) : await c.req.parseBody())
    if (!parsed.success) return c.text(`milliseconds: a whole number from 0 to ${MOST}`, 422)
    clock.forward(parsed.data.milliseconds)
    return json ? c.json({ now: now(), ahead: clock.ahead() }) : c.redirect('/local', 303)
  })
  return app
}

type C = Parameters<Parameters<Hono['onError']>[0]>[1]

const lookOf = (c: C): Look => ({ language: languageOf(c), now: now(), path: '/local', person: null, allows: () => false, nav: [], demo: true })

async function newestMails(): Promise<Mail[]> {
  const { items } = await theTable().query(mailItem, { ...keys.mailbox, limit: 50, newestFirst: true })
  return items.map(({ value }) => value)
}

function Controls({ look, mails }: { look: Look; mails: readonly Mail[] }) {
  const t = words(look.language, {
    zh: {
      title: '时钟与邮箱', lead: '只在本机有。真实部署里没有这一页。', clock: '平台的时钟', at: '现在是', forward: (step: string) => `快进 ${step}`,
      hint: '流程的截止和提醒都跟着这个时钟走；登录不受影响。时钟只能往前。', mail: '邮箱', empty: '还没有邮件。邀请、提醒和决定会出现在这里，不会真的寄出。', to: '收件人',
    },
    en: {
      title: 'Clock and mailbox', lead: 'Only on this machine; a real deployment has no such page.', clock: 'The platform’s clock', at: 'It is', forward: (step) => `Forward ${step}`,
      hint: 'Deadlines and reminders of the workflows follow this clock; signing in does not. It only goes forward.', mail: 'Mailbox', empty: 'No mail yet. Invitations, reminders and decisions appear here; nothing is really sent.', to: 'To',
    },
  })
  return (
    <Page look={look} title={t.title} lead={t.lead}>
      <Section title={t.clock} id="clock">
        <p>{t.at} <strong><time datetime={look.now}>{formatMoment(look.now, look.language, '1970-01-01T00:00:00.000Z')}</time></strong></p>
        <p class="soft">{t.hint}</p>
        <div class="acts">
          {steps.map((step) => (
            <Form action="/local/clock" class="inline">
              <input type="hidden" name="milliseconds" value={String(step.milliseconds)} />
              <Button weight="second">{t.forward(step[look.language])}</Button>
            </Form>
          ))}
        </div>
      </Section>
      <Section title={t.mail} id="mail">
        {mails.length === 0 ? <Empty title={t.empty} /> : mails.map((mail) => (
          <details class="panel">
            <summary><strong>{mail.subject}</strong> <span class="soft">{t.to} {mail.to}</span> <time class="soft" datetime={mail.at}>{formatMoment(mail.at, look.language, look.now)}</time></summary>
            <p class="mail">{linked(mail.text)}</p>
          </details>
        ))}
      </Section>
    </Page>
  )
}

/** Addresses of this platform become links; everything else stays the text it is. */
function linked(text: string) {
  return text.split(/(http:\/\/127\.0\.0\.1:\d+\/\S+)/).map((part) => (part.startsWith('http://127.0.0.1:') ? <a href={part}>{part}</a> : part))
}
