import { newSecret } from '../../../shared/kernel/ids.ts'
import { say } from '../../../shared/kernel/text.ts'
import type { InvitationTo } from '../../../shared/invitation/invitation.ts'
import { acceptInput, acceptInvitation, declareTies, tiesInput } from '../../commands/acceptance.ts'
import { authorise } from '../../context.ts'
import { type InvitationSeen, readInvitation } from '../../queries/invitation.ts'
import { categoriesOf, organisationsToPick, readOwnTies } from '../../queries/ties.ts'
import { HiddenField } from '../look/fields.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { Facts, Note, When } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'
import { type Category, ExpertiseFields, keptExpertise, sentExpertise, typedExpertise } from './expertise-form.tsx'
import { changedTies, type Pick, sentTies, TiesFields, tieValues, typedTies } from './ties-form.tsx'

async function show({ context, look, params }: Asked, attempt?: Attempt): Promise<Shown> {
  const secret = params.secret ?? ''
  const seen = await readInvitation(context, secret)
  const signedIn = context.actor.kind === 'person'
  const picks = seen.to.role === 'judge' && signedIn && seen.state === 'open' ? await organisationsToPick(context, seen.district) : []
  const categories = seen.to.role === 'judge' && signedIn && seen.state === 'open' ? await categoriesOf(context, seen.to.competition) : []
  return { page: <InvitationPage look={look} seen={seen} signedIn={signedIn} path={`/invitation/${secret}`} picks={picks} categories={categories} attempt={attempt} />, ...(seen.state === 'open' || seen.mine ? {} : { status: 409 as const }) }
}

/** Where each role's work begins. */
function workOf(to: InvitationTo): string {
  switch (to.role) {
    case 'judge': return '/judging'
    case 'evaluator': return '/evaluations'
    case 'member': return '/organisation'
    // What they may do stands there, also while the competition is being set up.
    case 'organiser': return `/competitions/${to.competition}/roles`
    case 'supervisor': return '/supervision'
    case 'finance': return '/home'
  }
}

interface Props {
  look: Look
  seen: InvitationSeen
  signedIn: boolean
  path: string
  picks: readonly Pick[]
  categories: readonly Category[]
  attempt: Attempt | undefined
}

function InvitationPage({ look, seen, signedIn, path, picks, categories, attempt }: Props) {
  const t = texts(look)
  const name = say(seen.name, look.language)
  const { to, to: { role } } = seen
  const judge = role === 'judge'
  return (
    <Page look={look} title={t[role]} lead={<strong>{name}</strong>} mistakes={attempt?.mistakes ?? []} scripts={['rows.js']}>
      <Facts facts={[
        { term: t.by, detail: seen.by },
        { term: t.toWhat, detail: to.role === 'organiser' ? t.to.organiser(name, to.organisation) : t.to[to.role](name) },
        seen.state === 'open' && { term: t.until, detail: <When at={seen.expiresAt} /> },
      ]} />
      {seen.mine ? <Note state="done"><p>{t.mine}</p><p class="acts"><ButtonLink href={workOf(to)} weight="primary">{t.go}</ButtonLink></p></Note>
        : seen.state !== 'open' ? <Note state="late">{t[seen.state]}</Note>
        : !signedIn ? <><p class="soft">{t.signInLead}</p><p class="acts"><ButtonLink href={`/sign-in?to=${encodeURIComponent(path)}`} weight="primary">{t.signIn}</ButtonLink></p></>
        : (
          <Form action={path} command={newSecret()}>
            {judge ? <><ExpertiseFields language={look.language} categories={categories} values={attempt?.values ?? {}} /><TiesFields language={look.language} picks={picks} values={attempt?.values ?? {}} /></> : null}
            {seen.disclosure === null ? null : <><HiddenField path="disclosure" value={seen.disclosure} /><p>{t.disclosure[seen.disclosure]}{t.words}{t.agree}</p></>}
            <p class="soft">{t.as(look.person?.name ?? '')}</p>
            <p class="acts"><Button>{t.acceptAs[role]}</Button></p>
          </Form>
        )}
    </Page>
  )
}

async function accept(asked: Asked, posted: Posted): Promise<Shown> {
  authorise(asked.context, 'invitation.accept', {})
  const changed = changedTies(posted.fields)
  if (changed !== undefined) return show(asked, { values: changed, mistakes: [] })
  return tryForm(posted, async () => {
    const { to } = await acceptInvitation(asked.context, asked.params.secret ?? '', readAs(acceptInput, { ...sentTies(posted.fields), ...sentExpertise(posted.fields), ...(posted.fields.disclosure === undefined ? {} : { disclosure: posted.fields.disclosure }) }))
    return { go: to.role === 'judge' ? '/home' : workOf(to) }
  }, (attempt) => show(asked, { ...attempt, values: { ...typedTies(posted.fields), ...typedExpertise(posted.fields) } }))
}

async function showTies({ context, look, params }: Asked, attempt?: Attempt): Promise<Shown> {
  const id = params.competition ?? ''
  const { competition, ties, employer, phone, picks, categories, work, disclosure } = await readOwnTies(context, id)
  const t = texts(look)
  const kept = { ...keptExpertise(work), employer, phone, ...tieValues(ties) }
  return { page: (
    <Page look={look} title={t.ties} crumbs={[{ href: '/judging', label: t.judging }]} lead={say(competition.name, look.language)} mistakes={attempt?.mistakes ?? []} scripts={['rows.js']}>
      <Form action={`/ties/${id}`} command={newSecret()}>
        <ExpertiseFields language={look.language} categories={categories} values={attempt?.values ?? kept} />
        <TiesFields language={look.language} picks={picks} values={attempt?.values ?? kept} />
        <p class="soft">{t.disclosure[disclosure]}{t.words}</p>
        <p class="acts"><Button>{t.save}</Button><ButtonLink href="/judging">{t.back}</ButtonLink></p>
      </Form>
    </Page>
  ) }
}

async function saveTies(asked: Asked, posted: Posted): Promise<Shown> {
  const changed = changedTies(posted.fields)
  if (changed !== undefined) return showTies(asked, { values: changed, mistakes: [] })
  return tryForm(posted, async () => {
    await declareTies(asked.context, asked.params.competition ?? '', readAs(tiesInput, { ...sentTies(posted.fields), ...sentExpertise(posted.fields) }))
    return { go: '/judging' }
  }, (attempt) => showTies(asked, { ...attempt, values: { ...typedTies(posted.fields), ...typedExpertise(posted.fields) } }))
}

export const invitationPages: PageRoute[] = [
  { method: 'get', path: '/invitation/:secret', action: 'invitation.read', show: (asked) => show(asked) },
  { method: 'post', path: '/invitation/:secret', action: 'invitation.accept', send: accept },
  { method: 'get', path: '/ties/:competition', action: 'judge.declare', show: (asked) => showTies(asked) },
  { method: 'post', path: '/ties/:competition', action: 'judge.declare', send: saveTies },
]

function texts(look: Look) {
  return words(look.language, {
    zh: {
      judge: '邀请您担任评委', evaluator: '邀请您担任评估员', member: '邀请您加入', organiser: '邀请您承办大赛', supervisor: '邀请您担任监督员', finance: '邀请您担任财务', by: '邀请人', toWhat: '邀请内容', until: '有效期到',
      to: { judge: (name: string) => `担任“${name}”的评委`, evaluator: (_: string) => '评估本区的项目；评估哪一个，由管理员另行指定', member: (name: string) => `作为成员加入${name}`, organiser: (name: string, organisation: string) => `代表${organisation}承办“${name}”：征集、资格审查、评审安排和进度；资助和拨款由主办单位决定`, supervisor: (name: string) => `监督“${name}”的评审：看抽签、回避和异议，不参与决定`, finance: (_: string) => '核准本区资助项目的拨款' },
      mine: '您已经接受了这个邀请。', go: '去看看', accepted: '这个邀请已经有人接受了。需要时请让邀请您的人再发一个。', revoked: '这个邀请已被撤回。', expired: '这个邀请已经过期。请让邀请您的人再发一个。',
      signInLead: '接受邀请前请先登录，登录后回到这一页。', signIn: '登录', as: (name: string) => `您现在以 ${name} 的身份登录。不是您本人时，请先退出。`, acceptAs: { member: '接受邀请', judge: '接受邀请，担任评委', evaluator: '接受邀请，担任评估员', organiser: '接受邀请，开始承办', supervisor: '接受邀请，担任监督员', finance: '接受邀请，担任财务' },
      disclosure: { totals: '结果公示时只公开总分和评分表的封存码；您打的各项分数和您的姓名都不公开。', own: '结果公示时公开总分和评分表的封存码；申报单位还能看到自己项目每张评分表的各项分数，评委只写字母，没有您的姓名。', scores: '结果公示时公开每张评分表的各项分数，评委只写字母，每份申报书重新排，没有您的姓名。' },
      words: '您写给申报单位的话，奖项公布以后由该单位看到，各位评委的合在一起，不写姓名。',
      agree: '接受邀请，就是同意这样公开。',
      ties: '擅长的类别和利益关系', judging: '评审', save: '保存', back: '返回',
    },
    en: {
      judge: 'You are invited to judge', evaluator: 'You are invited to evaluate', member: 'You are invited to join', organiser: 'You are invited to organise', supervisor: 'You are invited to supervise', finance: 'You are invited to handle payments', by: 'Invited by', toWhat: 'Invitation', until: 'Works until',
      to: { judge: (name) => `To judge "${name}"`, evaluator: () => 'To evaluate projects of the district; an administrator appoints you to each', member: (name) => `To act for ${name} as a member`, organiser: (name, organisation) => `To run "${name}" for ${organisation}: the call, eligibility, the plan of judging and its progress; grants and payments are the authority’s to decide`, supervisor: (name) => `To watch over the judging of "${name}": draws, recusals and objections; you decide nothing`, finance: () => 'To approve the payments of the district’s grants' },
      mine: 'You have accepted this invitation.', go: 'Go there', accepted: 'Somebody has accepted this invitation already. Ask for a new one if you need it.', revoked: 'This invitation was withdrawn.', expired: 'This invitation has run out. Ask for a new one.',
      signInLead: 'Sign in before you accept; you will come back to this page.', signIn: 'Sign in', as: (name) => `You are signed in as ${name}. If that is not you, sign out first.`, acceptAs: { member: 'Accept', judge: 'Accept and judge', evaluator: 'Accept and evaluate', organiser: 'Accept and organise', supervisor: 'Accept and supervise', finance: 'Accept' },
      disclosure: { totals: 'When the result is under notice, only totals and the seal of the cards are published: not your scores, nor your name.', own: 'When the result is under notice, totals and the seal of the cards are published. Each applicant also sees the scores of the cards of its own project, under letters, without your name.', scores: 'When the result is under notice, the scores of every card are published under letters, dealt anew for each proposal, without your name.' },
      words: ' What you write to an applicant is read by that applicant once the awards are published, together with the other judges’ words and without names.',
      agree: ' By accepting you agree to this.',
      ties: 'What you know well, and ties', judging: 'Judging', save: 'Save', back: 'Back',
    },
  })
}
