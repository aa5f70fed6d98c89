import * as z from 'zod'
import { newSecret, tokenId } from '../../../shared/kernel/ids.ts'
import { say } from '../../../shared/kernel/text.ts'
import type { Token } from '../../../shared/person/person.ts'
import { changePerson, personInput } from '../../commands/person.ts'
import { makeToken, revokeToken, tokenInput } from '../../commands/token.ts'
import { authorise, personOf } from '../../context.ts'
import { listTokens, type Me, readMe } from '../../queries/person.ts'
import { ChoiceField } from '../look/choices.tsx'
import { HiddenField, TextField } from '../look/fields.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { At, Empty, Note, Panel, Tag, Tasks } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { setLanguage } from '../language.ts'
import { readAs } from '../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'

/** Which of the page's forms came back with mistakes: each has a field `name` of its own. */
type Failed = { form: 'details' | 'token'; attempt: Attempt }

async function show({ context, look }: Asked, failed?: Failed): Promise<Shown> {
  const [me, tokens] = await Promise.all([readMe(context), listTokens(context)])
  return { page: <AccountPage look={look} me={me} tokens={tokens} failed={failed} /> }
}

function AccountPage({ look, me, tokens, failed }: { look: Look; me: Me; tokens: readonly Token[]; failed: Failed | undefined }) {
  const t = texts(look)
  const typed = failed?.form === 'details' ? failed.attempt.values : undefined
  return (
    <Page look={look} title={t.title} mistakes={failed?.attempt.mistakes ?? []}>
      <div class="split">
        <div class="stackv">
          <Roles look={look} me={me} />
          <Panel title={t.details} id="details">
            <Form action="/account" command={newSecret()} mistakes={failed?.form === 'details' ? failed.attempt.mistakes : []}>
              <TextField path="name" label={t.name} hint={t.nameHint} required value={typed?.name ?? me.person.name} limit={60} autocomplete="name" />
              <TextField path="email" label={t.email} hint={t.emailHint} type="email" value={typed?.email ?? me.person.email} autocomplete="email" />
              <ChoiceField path="language" label={t.language} required as="radio" value={typed?.language ?? me.person.language ?? ''} choices={[{ value: 'zh', label: '中文' }, { value: 'en', label: 'English' }, { value: '', label: t.asBrowser }]} />
              <p class="acts"><Button>{t.save}</Button></p>
            </Form>
          </Panel>
        </div>
        <aside>
          <Tokens look={look} tokens={tokens} failed={failed?.form === 'token' ? failed.attempt : undefined} />
        </aside>
      </div>
    </Page>
  )
}

function Roles({ look, me }: { look: Look; me: Me }) {
  const t = texts(look)
  const tasks = me.memberships.map(({ membership, name }) => {
    const named = name === null ? '' : say(name, look.language)
    if (membership.role === 'administrator') return { label: t.administrator(membership.district), href: '/competitions' }
    if (membership.role === 'evaluator') return { label: t.evaluator(membership.district), href: '/evaluations' }
    if (membership.role === 'finance') return { label: t.finance(membership.district), href: '/competitions' }
    if (membership.role === 'organiser') return { label: t.organiser(named, membership.organisation), href: `/competitions/${membership.competition}/roles` }
    if (membership.role === 'supervisor') return { label: t.supervisor(named), href: '/supervision' }
    if (membership.role === 'judge') return { label: t.judge(named), href: '/judging', hint: <a href={`/ties/${membership.competition}`}>{t.ties}</a> }
    const acting = membership.organisation === me.organisation
    return { label: t.member(named), href: '/organisation', ...(acting ? { state: 'now' as const, tag: t.acting } : {}) }
  })
  return (
    <Panel title={t.roles} id="roles">
      {tasks.length > 0 ? <Tasks tasks={tasks} /> : <Empty title={t.noRole} action={<ButtonLink href="/join" weight="primary">{t.join}</ButtonLink>}>{t.noRoleHint}</Empty>}
      {tasks.length > 0 ? <p><a href="/join">{t.joinMore}</a></p> : null}
    </Panel>
  )
}

function Tokens({ look, tokens, failed }: { look: Look; tokens: readonly Token[]; failed: Attempt | undefined }) {
  const t = texts(look)
  return (
    <Panel title={t.tokens} id="tokens">
      <p class="soft">{t.tokensLead} <a href="/api/openapi.json">OpenAPI</a></p>
      {tokens.length === 0 ? null : (
        <ul class="tasks">
          {tokens.map((token) => (
            <li>
              <div>{token.name}<p><At at={token.createdAt} weekday={false} /></p></div>
              {token.revokedAt !== null ? <Tag state="idle">{t.revoked}</Tag> : (
                <Form action="/account/tokens/revoke" command={newSecret()} label={t.revokeLabel(token.name)} class="inline">
                  <HiddenField path="token" value={token.id} />
                  <Button weight="quiet" label={t.revokeLabel(token.name)}>{t.revoke}</Button>
                </Form>
              )}
            </li>
          ))}
        </ul>
      )}
      <Form action="/account/tokens" command={newSecret()} mistakes={failed?.mistakes ?? []}>
        <TextField path="tokenName" label={t.tokenName} hint={t.tokenHint} required value={failed?.values.tokenName ?? ''} limit={60} />
        <p class="acts"><Button weight="second" icon="add">{t.make}</Button></p>
      </Form>
    </Panel>
  )
}

function saveDetails(asked: Asked, posted: Posted): Promise<Shown> {
  authorise(asked.context, 'person.change', { person: personOf(asked.context).id })
  return tryForm(posted, async () => {
    const { name, email, language } = posted.fields
    const person = await changePerson(asked.context, readAs(personInput, { name, email: email?.trim() === '' ? null : email, language: language === '' ? null : language }))
    if (person.language !== null) setLanguage(asked.hono, person.language)
    return { go: '/account' }
  }, (attempt) => show(asked, { form: 'details', attempt }))
}

function sendToken(asked: Asked, posted: Posted): Promise<Shown> {
  authorise(asked.context, 'token.make', { person: personOf(asked.context).id })
  return tryForm(posted, async () => {
    const made = await makeToken(asked.context, readAs(tokenInput, { name: posted.fields.tokenName }))
    return { page: <TokenPage look={asked.look} name={made.token.name} secret={made.secret} /> }
  }, (attempt) => show(asked, { form: 'token', attempt: { ...attempt, mistakes: attempt.mistakes.map((mistake) => (mistake.path === 'name' ? { ...mistake, path: 'tokenName' } : mistake)) } }))
}

function TokenPage({ look, name, secret }: { look: Look; name: string; secret: string | null }) {
  const t = texts(look)
  return (
    <Page look={look} title={t.made(name)} crumbs={[{ href: '/account', label: t.title }]}>
      {secret === null ? <Note state="wait">{t.shownBefore}</Note> : (
        <>
          <Note state="wait">{t.shownOnce}</Note>
          <p class="field"><label for="f-secret">{t.secret}</label><input class="inp" id="f-secret" value={secret} readonly autocomplete="off" /></p>
          <p class="soft">{t.use} <code>Authorization: Bearer …</code></p>
        </>
      )}
      <p class="acts"><ButtonLink href="/account">{t.back}</ButtonLink></p>
    </Page>
  )
}

export const accountPages: PageRoute[] = [
  { method: 'get', path: '/account', action: 'person.read', show: (asked) => show(asked) },
  { method: 'post', path: '/account', action: 'person.change', send: saveDetails },
  { method: 'post', path: '/account/tokens', action: 'token.make', send: sendToken },
  {
    method: 'post', path: '/account/tokens/revoke', action: 'token.revoke',
    send: async ({ context }, posted) => {
      await revokeToken(context, readAs(z.object({ token: tokenId }), posted.fields).token)
      return { go: '/account#tokens' }
    },
  },
]

function texts(look: Look) {
  return words(look.language, {
    zh: {
      title: '我的账户', roles: '我的身份', administrator: (district: string) => `管理员（行政区划 ${district}）`, evaluator: (district: string) => `评估员（行政区划 ${district}）`, finance: (district: string) => `财务（行政区划 ${district}）`, organiser: (name: string, organisation: string) => `承办单位（${organisation}）：${name}`, supervisor: (name: string) => `监督员：${name}`, judge: (name: string) => `评委：${name}`, member: (name: string) => `成员：${name}`, acting: '正在代表', ties: '申报利益关系', joinMore: '为另一个单位申请入驻',
      noRole: '您还没有身份', noRoleHint: '可以为您的单位申请入驻；收到邀请的，请打开邀请链接。', join: '申请入驻',
      details: '个人信息', name: '姓名', nameHint: '同事、管理员会看到。', email: '邮箱', emailHint: '提醒会发到这里。', language: '语言', asBrowser: '跟随浏览器', save: '保存',
      tokens: '程序用的令牌', tokensLead: '让自己的程序以您的身份使用接口。不用时请撤销。接口说明：', tokenName: '令牌名称', tokenHint: '写明给什么程序用。', make: '生成令牌', revoke: '撤销', revokeLabel: (name: string) => `撤销令牌 ${name}`, revoked: '已撤销',
      made: (name: string) => `令牌 ${name}`, shownOnce: '令牌只显示这一次，请现在就复制保存。', shownBefore: '这个令牌已经显示过了，不能再看。没有保存时，请撤销它再生成一个。', secret: '令牌', use: '程序在每个请求里带上：', back: '返回我的账户',
    },
    en: {
      title: 'My account', roles: 'My roles', administrator: (district) => `Administrator (district ${district})`, evaluator: (district) => `Evaluator (district ${district})`, finance: (district) => `Finance (district ${district})`, organiser: (name, organisation) => `Organiser (${organisation}): ${name}`, supervisor: (name) => `Supervisor: ${name}`, judge: (name) => `Judge: ${name}`, member: (name) => `Member: ${name}`, acting: 'Acting for it', ties: 'Declare ties', joinMore: 'Ask to join for another organisation',
      noRole: 'You have no role yet', noRoleHint: 'Ask to join for your organisation; if you were invited, open the link you were sent.', join: 'Ask to join',
      details: 'My details', name: 'Name', nameHint: 'Colleagues and administrators see it.', email: 'E-mail', emailHint: 'Reminders go here.', language: 'Language', asBrowser: 'As the browser asks', save: 'Save',
      tokens: 'Tokens for programs', tokensLead: 'Let a program of yours use the interface as you. Revoke what you no longer use. Description:', tokenName: 'Name of the token', tokenHint: 'Say which program it is for.', make: 'Make a token', revoke: 'Revoke', revokeLabel: (name) => `Revoke the token ${name}`, revoked: 'Revoked',
      made: (name) => `Token ${name}`, shownOnce: 'The token is shown this once: copy it now.', shownBefore: 'This token has been shown already. If you did not keep it, revoke it and make another.', secret: 'Token', use: 'The program sends with each request:', back: 'Back to my account',
    },
  })
}
