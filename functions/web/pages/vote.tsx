import { say } from '../../../shared/kernel/text.ts'
import { newSecret } from '../../../shared/kernel/ids.ts'
import { ballotInput, castBallot } from '../../commands/vote.ts'
import { authorise } from '../../context.ts'
import { type Choice, readVote, type VotePage } from '../../queries/vote.ts'
import { Wrong } from '../look/fields.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import { formatNumber } from '../look/format.ts'
import { fieldId, type Look, useMistake } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { Empty, Note, Receipt, When } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { rememberVisitor, visitorCookie } from '../visitor-cookie.ts'
import { volunteerCookie } from '../volunteer-cookie.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'
import { Lines } from './proposal-answers.tsx'
import { publicCrumbs } from './public-state.tsx'

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    title: (name: string) => `公众投票：${name}`, rules: '看评审规则', until: '截止', lead: (weight: number) => `公众投票合计占总分 ${weight}%，其余由评委评定。`,
    how: (daily: boolean, n: number) => `每人${daily ? '每天' : '只'}投一次，${n === 1 ? '选一个项目' : `最多选 ${n} 个项目`}。`, order: '项目排列顺序每人不同。', secret: '投票期间不公布票数，您投给谁不公开。', live: '票数每分钟更新，您投给谁不公开。',
    choose: '选您支持的项目', hint: (n: number) => `最多 ${n} 个`, send: '投票', more: '看介绍', votes: (n: string) => `现有 ${n} 票`,
    signIn: '登录', volunteer: '我是志愿者', unknown: '投票前请先登录，或者用志愿者手机验证一下：这样每人只有一票。', judge: '您是本次大赛的评委，已经打分，不再投票。',
    cast: '您的票已收到', again: '明天可以再来投。', once: '每人只投一次。', yours: '您选的：', other: '是用您的另一个身份（账号或志愿者手机）投的。', closed: '投票已经结束', closedLead: '结果随大赛结果一起公示。', early: '投票还没有开始', earlyLead: (round: string) => `“${round}”开始评分时开放投票，届时再来。`, back: '看大赛',
  },
  en: {
    title: (name) => `Public vote: ${name}`, rules: 'See the rules', until: 'until', lead: (weight) => `All votes together count ${weight}% of the total; judges decide the rest.`,
    how: (daily, n) => `Everybody votes once${daily ? ' a day' : ''}, for ${n === 1 ? 'one project' : `${n} projects at most`}.`, order: 'Everybody sees the projects in another order.', secret: 'No numbers are shown while votes come in, and whom you vote for is not published.', live: 'Numbers are renewed each minute; whom you vote for is not published.',
    choose: 'Choose the projects you support', hint: (n) => `${n} at most`, send: 'Vote', more: 'About it', votes: (n) => `${n} votes so far`,
    signIn: 'Sign in', volunteer: 'I am a volunteer', unknown: 'Before you vote, sign in or verify your volunteer’s phone: so that everybody has one vote.', judge: 'You judge this competition; your scores count, so you do not vote.',
    cast: 'Your vote has arrived', again: 'You may come again tomorrow.', once: 'Everybody votes once.', yours: 'You chose: ', other: 'It was cast with your other name here (account or volunteer’s phone).', closed: 'The vote is over', closedLead: 'Its result is published with that of the competition.', early: 'The vote has not begun', earlyLead: (round) => `It opens when "${round}" is scored; come back then.`, back: 'See the competition',
  },
})

async function show({ context, look, params, hono }: Asked, attempt?: Attempt): Promise<Shown> {
  const browser = visitorCookie(hono) ?? newSecret()
  const page = await readVote(context, params.competition ?? '', volunteerCookie(hono), context.actor.kind === 'person' ? context.actor.person.id : browser)
  // Only where one may vote: there it tells many voters on one browser, and keeps the order that a visitor sees.
  if (page.open && page.voter !== 'judge') rememberVisitor(hono, browser)
  return { page: <VotingPage look={look} page={page} attempt={attempt} /> }
}

function VotingPage({ look, page, attempt }: { look: Look; page: VotePage; attempt: Attempt | undefined }) {
  const t = texts(look)
  const { competition, vote, rulebook, choices, ballot, open } = page
  const about = `/public/competitions/${competition.id}`
  const during = rulebook.rounds[page.index]
  const over = !open && choices.length > 0
  return (
    <Page
      look={look} title={t.title(say(competition.name, look.language))} crumbs={publicCrumbs(look.language)} mistakes={attempt?.mistakes}
      lead={<p class="soft">{t.lead(vote.weight)} <a href={`${about}#vote-rules`}>{t.rules}</a></p>}
      actions={open ? <p class="small"><span class="soft">{t.until}</span> <When at={page.closesAt} /></p> : null}
    >
      {over ? <Empty title={t.closed} action={<ButtonLink href={about}>{t.back}</ButtonLink>}>{t.closedLead}</Empty>
        : !open ? <Empty title={t.early} action={<ButtonLink href={about}>{t.back}</ButtonLink>}>{t.earlyLead(during === undefined ? '' : say(during.name, look.language))}</Empty>
        : ballot !== null ? (
          <Receipt title={t.cast} at={ballot.at} next={vote.ballots === 'daily' ? t.again : t.once}>
            <p>{ballot.proposals.length === 0 ? t.other : t.yours}{choices.filter(({ proposal }) => ballot.proposals.some((one) => one === proposal)).map(({ title }) => title).join(look.language === 'zh' ? '、' : ', ')}</p>
          </Receipt>
        ) : (
          <div class="stackv">
            {page.voter === 'judge' ? <Note>{t.judge}</Note> : page.voter === 'unknown' ? <Note state="wait"><p>{t.unknown}</p><p class="acts"><ButtonLink href={`/sign-in?to=${encodeURIComponent(`/vote/${competition.id}`)}`} weight="primary">{t.signIn}</ButtonLink><ButtonLink href="/my-hours">{t.volunteer}</ButtonLink></p></Note> : null}
            <p class="read">{t.how(vote.ballots === 'daily', vote.choices)}{t.order}{vote.live ? t.live : t.secret}</p>
            {page.voter === 'known' ? (
              <Form action={`/vote/${competition.id}`} command={newSecret()} label={t.choose}>
                <BallotPaper look={look} page={page} chosen={attempt === undefined ? [] : (attempt.values.proposals ?? '').split(' ')} />
                <p class="acts"><Button>{t.send}</Button></p>
              </Form>
            ) : <ul class="tasks">{choices.map((choice) => <li><div><strong>{choice.title}</strong>{' '}<About look={look} choice={choice} page={page} /></div></li>)}</ul>}
          </div>
        )}
    </Page>
  )
}

/** The projects to choose from. What can be read of each stands outside of its label, so that reading chooses nothing. */
function BallotPaper({ look, page, chosen }: { look: Look; page: VotePage; chosen: readonly string[] }) {
  const t = texts(look)
  const mistake = useMistake('proposals', t.choose, undefined)
  const id = fieldId('proposals')
  return (
    <fieldset class={`field${mistake ? ' bad' : ''}`} aria-describedby={`${id}-h${mistake ? ` ${id}-e` : ''}`}>
      <legend>{t.choose}</legend>
      <p class="hint" id={`${id}-h`}>{t.hint(page.vote.choices)}</p>
      {mistake ? <Wrong id={`${id}-e`} mistake={mistake} /> : null}
      {page.choices.map((choice, i) => (
        <div class="stackv tight">
          <label class="pick"><input type="checkbox" id={i === 0 ? id : undefined} name="proposals" value={choice.proposal} checked={chosen.includes(choice.proposal)} /><span>{choice.title}</span></label>
          <div class="pick-more"><About look={look} choice={choice} page={page} /></div>
        </div>
      ))}
    </fieldset>
  )
}

/** A project's category, its votes where they are shown, and what the rulebook lets voters read. */
function About({ look, choice, page }: { look: Look; choice: Choice; page: VotePage }) {
  const t = texts(look)
  const category = page.rulebook.categories.find(({ id }) => id === choice.category)?.name
  const votes = page.votes?.[choice.proposal]
  return (
    <>
      <span class="soft small">{category === undefined ? null : say(category, look.language)}{votes === undefined ? null : <><span class="sep">·</span>{t.votes(formatNumber(votes))}</>}</span>
      {choice.shown.length === 0 ? null : <details class="more small"><summary>{t.more}</summary>{choice.shown.map(({ label, text }) => <div><strong>{say(label, look.language)}</strong><Lines text={text} /></div>)}</details>}
    </>
  )
}

const send = (asked: Asked, posted: Posted): Promise<Shown> => {
  const competition = asked.params.competition ?? ''
  const proposals = posted.lists.proposals ?? []
  // Before the ballot is read: what can't be read is refused to whoever may vote.
  authorise(asked.context, 'vote.cast-here', {})
  return tryForm(posted, async () => {
    await castBallot(asked.context, competition, readAs(ballotInput, { proposals }), { cookie: volunteerCookie(asked.hono), browser: visitorCookie(asked.hono) })
    return { go: `/vote/${competition}` }
  }, ({ values, mistakes }) => show(asked, { values: { ...values, proposals: proposals.join(' ') }, mistakes }))
}

export const votePages: PageRoute[] = [
  { method: 'get', path: '/vote/:competition', action: 'vote.read', show: (asked) => show(asked) },
  { method: 'post', path: '/vote/:competition', action: 'vote.cast-here', send },
]
