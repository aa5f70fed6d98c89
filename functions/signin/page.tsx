import { ButtonLink } from '../web/look/form.tsx'
import type { Look } from '../web/look/look.ts'
import { Page } from '../web/look/page.tsx'
import { words } from '../web/look/words.ts'

/** Why nobody was signed in: the attempt is over, the provider said no, it does not answer, or there were too many. */
export type SignInTrouble = 'over' | 'refused' | 'away' | 'too-many'

/** What to do about it. */
export function SignInPage({ look, what, to = '/' }: { look: Look; what: SignInTrouble; to?: string }) {
  const t = words(look.language, {
    zh: {
      title: '没有登录成功', again: '重新登录', home: '回首页',
      over: '这次登录已经过期，或者是在另一个窗口开始的。请重新登录。',
      refused: '登录没有通过。请重新登录；一直不行时，请联系管理员。',
      away: '登录服务暂时没有回应。请过一会儿再试。',
      'too-many': '这个网络上登录的次数太多。请过一小时再来。',
    },
    en: {
      title: 'You are not signed in', again: 'Sign in again', home: 'Go to the start',
      over: 'This sign-in is over, or it was begun in another window. Please sign in again.',
      refused: 'The sign-in was not accepted. Please try again; ask an administrator if it keeps happening.',
      away: 'The sign-in service does not answer. Please try again in a moment.',
      'too-many': 'Too many sign-ins from this network. Please come back in an hour.',
    },
  })
  return (
    <Page look={look} title={t.title}>
      <p class="read">{t[what]}</p>
      <p class="acts">
        {what === 'too-many' ? null : <ButtonLink href={`/sign-in?to=${encodeURIComponent(to)}`} weight="primary">{t.again}</ButtonLink>}
        <ButtonLink href="/">{t.home}</ButtonLink>
      </p>
    </Page>
  )
}
