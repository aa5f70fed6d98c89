import { getCookie, setCookie } from 'hono/cookie'
import { newSecret } from '../../../../shared/kernel/ids.ts'
import { isRefusal, Refusal } from '../../../../shared/kernel/refusal.ts'
import { answerInput, answerSurvey } from '../../../commands/survey.ts'
import { authorise } from '../../../context.ts'
import { readSurvey, type SurveySeen } from '../../../queries/evaluation.ts'
import { Button, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { Note } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { answerIn, Questions } from './survey-manage.tsx'

/** Drawn by lot, kept by the browser alone, sent to this page only. It says nothing of who holds it. */
const COOKIE = 'survey-device'
const YEAR = 31_536_000

const deviceOf = ({ hono }: Asked): string | null => {
  const found = getCookie(hono, COOKIE)
  return found !== undefined && /^[0-9a-z]{52}$/.test(found) ? found : null
}

function giveDevice({ context, hono }: Asked): void {
  setCookie(hono, COOKIE, newSecret(), { path: '/survey', maxAge: YEAR, sameSite: 'Lax', httpOnly: true, secure: context.environment.XIUYUAN_BASE_URL.startsWith('https:') })
}

async function show(asked: Asked, attempt?: Attempt): Promise<Shown> {
  const { context, look, params } = asked
  const device = deviceOf(asked)
  const seen = await readSurvey(context, params.secret ?? '', device)
  if (device === null) giveDevice(asked)
  return { page: <SurveyPage look={look} seen={seen} action={`/survey/${params.secret}`} attempt={attempt} /> }
}

function SurveyPage({ look, seen, action, attempt }: { look: Look; seen: SurveySeen; action: string; attempt: Attempt | undefined }) {
  const t = texts(look)
  return (
    <Page look={look} title={t.title} heading={seen.project} lead={<>{seen.organisation}<span class="sep">·</span>{t.title}</>} mistakes={attempt?.mistakes ?? []}>
      {seen.state === 'answered' ? <Note state="done"><p><strong>{t.thanks}</strong></p><p>{t.thanksHint}</p></Note> : seen.state === 'over' ? <Note state="idle">{t.over}</Note> : (
        <div class="read">
          <p>{t.lead}</p>
          <Form action={action} label={t.title}>
            <Questions questions={seen.questions} comment={seen.comment} values={attempt?.values ?? {}} />
            <p class="acts"><Button icon="send">{t.send}</Button></p>
          </Form>
        </div>
      )}
    </Page>
  )
}

async function send(asked: Asked, posted: Posted): Promise<Shown> {
  authorise(asked.context, 'survey.answer', {})
  const { secret = '' } = asked.params
  const device = deviceOf(asked)
  return tryForm(posted, async () => {
    if (device === null) throw new Refusal('INVALID', { mistakes: [{ path: '', code: 'NO_COOKIE', zh: '请让浏览器允许本页的 cookie，再点一次；它只用来一台设备答一次，里面没有您的信息。', en: 'Please let the browser keep this page’s cookie and press once more; it only makes one answer a device, and holds nothing about you.' }] })
    try {
      await answerSurvey(asked.context, secret, { ...readAs(answerInput, { ...answerIn(posted), device }) })
    } catch (error) {
      // The page says that this device has answered.
      if (!isRefusal(error, 'ALREADY_EXISTS')) throw error
    }
    return { go: `/survey/${secret}` }
  }, (attempt) => show(asked, attempt))
}

export const surveyPages: PageRoute[] = [
  { method: 'get', path: '/survey/:secret', action: 'survey.answer', show: (asked) => show(asked) },
  { method: 'post', path: '/survey/:secret', action: 'survey.answer', send },
]

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: { title: '满意度调查', lead: '几个小问题，一分钟。不用登录，不记名，谁答了什么没有人能查到。', send: '交上去', thanks: '谢谢，已收到。', thanksHint: '这台设备已经答过了。您的回答和您、和这台设备都没有关联。', over: '这个调查已经结束，谢谢您。' },
  en: { title: 'Satisfaction survey', lead: 'A few questions, one minute. No account, no name: nobody can find out who answered what.', send: 'Send', thanks: 'Thank you, it has been received.', thanksHint: 'This device has answered. Nothing links your answer to you or to the device.', over: 'This survey is closed. Thank you.' },
})
