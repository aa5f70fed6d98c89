import type { Mistake, RefusalCode } from '../../../shared/kernel/refusal.ts'
import { say } from '../../../shared/kernel/text.ts'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { words } from '../look/words.ts'
import { refusalSentences } from '../sentences.ts'

const texts = (look: Look) =>
  words(look.language, {
    zh: {
      refused: '这一步没有办成', notFound: '没有找到', home: '回首页', signIn: '去登录（新窗口）', expired: '登录已过期，您填的内容还在',
      expiredLead: '请先在新窗口登录，再回到这里继续提交。', again: '我已登录，继续提交', join: '申请入驻', joinLead: '申报要以入驻的单位进行，您还不属于任何单位。可以为单位申请入驻；单位已经入驻的，请同事在“机构”页发邀请链接给您。', failure: '系统出了问题', failureLead: '没有办成，您的数据没有改变。请过一会儿再试。',
    },
    en: {
      refused: 'This was not done', notFound: 'Not found', home: 'Go to the start', signIn: 'Sign in (new window)', expired: 'Your session has ended; what you typed is kept',
      expiredLead: 'Sign in in a new window first, then come back here and send it.', again: 'I have signed in: send it', join: 'Ask to join', joinLead: 'Proposals are made by an organisation, and you belong to none yet. Ask for yours to join; if it has joined already, ask a colleague for an invitation link from the Organisation page.', failure: 'Something went wrong', failureLead: 'Nothing was changed. Please try again in a moment.',
    },
  })

/** Why something can't be done, and where to go. */
export function RefusedPage({ look, code, join = false, mistakes = [] }: { look: Look; code: RefusalCode; /** The reader's organisation has not joined yet, which is what is missing. */ join?: boolean; mistakes?: readonly Mistake[] }) {
  const t = texts(look)
  return (
    <Page look={look} title={code === 'NOT_FOUND' ? t.notFound : t.refused}>
      <p class="read">{join ? t.joinLead : say(refusalSentences[code], look.language)}</p>
      {mistakes.length === 0 ? null : <ul class="read">{mistakes.map((mistake) => <li>{mistake[look.language]}</li>)}</ul>}
      <p class="acts">{code === 'NOT_SIGNED_IN' ? <ButtonLink href="/sign-in" weight="primary">{t.signIn}</ButtonLink> : <>{join ? <ButtonLink href="/join" weight="primary">{t.join}</ButtonLink> : null}<ButtonLink href="/">{t.home}</ButtonLink></>}</p>
    </Page>
  )
}

/** The session ended while somebody typed: their form comes back, to be sent again after signing in. */
export function ExpiredPage({ look, action, fields }: { look: Look; action: string; fields: Record<string, string> }) {
  const t = texts(look)
  return (
    <Page look={look} title={t.expired}>
      <p class="read">{t.expiredLead}</p>
      <p><a class="btn btn-2" href="/sign-in?to=/" target="_blank" rel="noopener">{t.signIn}</a></p>
      <Form action={action}>
        {Object.entries(fields).map(([name, value]) => <input type="hidden" name={name} value={value} />)}
        <p class="acts"><Button>{t.again}</Button></p>
      </Form>
    </Page>
  )
}

/** A fault of ours. */
export function FailurePage({ look }: { look: Look }) {
  const t = texts(look)
  return (
    <Page look={look} title={t.failure}>
      <p class="read">{t.failureLead}</p>
      <p><ButtonLink href="/">{t.home}</ButtonLink></p>
    </Page>
  )
}
