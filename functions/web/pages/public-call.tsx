import { callIsOpen, type Competition } from '../../../shared/competition/competition.ts'
import { say } from '../../../shared/kernel/text.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import { listClarifications } from '../../queries/message.ts'
import { readPublic } from '../../queries/public.ts'
import { ButtonLink } from '../look/form.tsx'
import { type Look, useLook } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { PrintButton } from '../look/print.tsx'
import { At, DateRange, Facts, Note, Panel, Section, When } from '../look/tell.tsx'
import { listed, words } from '../look/words.ts'
import { ClarificationList } from './clarification-list.tsx'
import type { Asked, PageRoute, Shown } from './page.ts'
import { Lines } from './proposal-answers.tsx'
import { RulesInWords } from './public-rules.tsx'
import { publicCrumbs, StateTag } from './public-state.tsx'

const texts = (look: Pick<Look, 'language'>) =>
  words(look.language, {
    zh: {
      dates: '时间安排', call: '征集截止', eligibility: '资格审查到', round: (name: string) => `${name}到`, categories: '项目类别', contact: '咨询',
      phone: '电话', email: '邮箱', authority: '主办单位', organiser: '承办单位', runBy: (names: string) => `${names}承办`, seed: '抽签种子',
      apply: '怎样申报',
      steps: ['用单位的账户登录；还没有入驻的，先提交入驻申请。', '在“申报”里新建申报书，可以随时保存、离开、再回来。', '核对后提交。截止前可以修改再交，也可以撤回。', '在“申报”里看进度：资格审查、评审、公示、奖项。'],
      start: '去申报', closed: '征集已截止。', clarifications: '澄清与答疑', cancelled: '征集取消公告', cancelledMore: '本次征集已取消，不再收申报书；已提交的不再评审。有疑问请按下面的方式咨询。', each: (n: number | null) => (n === null ? '每个单位申报数量不限。' : `每个单位最多申报 ${n} 个项目。`),
      who: (list: string) => `可以申报的有：${list}。`, kinds: { organisation: '社会组织', agency: '专业社工机构', team: '志愿服务队伍' },
      notice: '看公示', awards: '看奖项', print: '打印', list: '、', running: '名单正在公示，任何人都可以提出异议。', out: '奖项已经公布。', voting: '公众投票正在进行。', vote: '去投票', pitching: '路演进行中，可以在手机上跟着看。', live: '看现场', check: '核验评审结果', granted: '资助名单已经公布。', grants: '看资助名单', funded: '看资助进展',
    },
    en: {
      dates: 'Dates', call: 'Apply until', eligibility: 'Eligibility check until', round: (name) => `${name} until`,
      categories: 'Categories', contact: 'Contact', phone: 'Telephone', email: 'E-mail', authority: 'Authority', organiser: 'Organiser', runBy: (names) => `organised by ${names}`, seed: 'Seed of draws',
      apply: 'How to apply',
      steps: ['Sign in with your organisation’s account; if it has not joined yet, ask for admission first.', 'Start a proposal under Proposals; save it, leave and come back whenever you like.', 'Check it and send it. Until the call closes you may change and resend it, or withdraw it.', 'Follow it under Proposals: eligibility, judging, notice, award.'],
      start: 'Apply', closed: 'The call has closed.', clarifications: 'Clarifications', cancelled: 'Notice of cancellation', cancelledMore: 'This call was cancelled: no more proposals are taken, and those sent are not judged. If you have questions, the contact is below.',
      each: (n) => (n === null ? 'An applicant may send any number of projects.' : `An applicant may send ${n} projects at most.`),
      who: (list) => `Open to: ${list}.`,
      kinds: { organisation: 'social organisations', agency: 'social-work agencies', team: 'volunteer teams' },
      notice: 'See the notice', awards: 'See the awards', print: 'Print', list: ', ',
      running: 'The list is under notice; anybody may object.', out: 'The awards are published.', voting: 'The public votes now.', vote: 'Vote', pitching: 'The pitch can be followed live.', live: 'Follow it', check: 'Check the result', granted: 'The grants are published.', grants: 'See the grants', funded: 'See what came of them',
    },
  })

/** The call: what it is about, until when, by which rules, and how to apply. */
async function showCall({ context, look, params }: Asked): Promise<Shown> {
  const id = params.competition ?? ''
  const [{ competition, notice, rulebook, organisers }, clarifications] = await Promise.all([readPublic(context, id), listClarifications(context, id)])
  const t = texts(look)
  const { language } = look
  const name = say(competition.name, language)
  const open = callIsOpen(competition, context.now)
  const round = competition.state === 'judging' && competition.round !== null ? rulebook.rounds[competition.round] : undefined
  const voting = round !== undefined && round.id === rulebook.vote?.during
  const pitching = round?.mode === 'pitch'
  const here = `/public/competitions/${competition.id}`
  return { page: (
    <Page
      look={look} title={name} crumbs={publicCrumbs(language)} description={competition.introduction.slice(0, 150) || name}
      lead={<><span class="no-print"><StateTag competition={competition} /></span> <span class="soft">{say(competition.authority, language)}{organisers.length === 0 ? null : <><span class="sep">·</span>{t.runBy(listed(language, organisers))}</>}</span></>}
      actions={<><PrintButton>{t.print}</PrintButton>{open ? <ButtonLink href={`/proposals/new/${competition.id}`} weight="primary">{t.start}</ButtonLink> : null}</>}
    >
      {competition.endedBecause === null ? null : competition.cancelledAt === null ? <Note state="idle" icon="info">{say(competition.endedBecause, language)}</Note> : <Cancelled competition={competition} />}
      {competition.awardsPublishedAt !== null ? <Note state="done">{competition.kind === 'venture' ? <>{t.granted} <a href={`${here}/awards`}>{t.grants}</a><span class="sep">·</span><a href={`${here}/grants`}>{t.funded}</a></> : <>{t.out} <a href={`${here}/awards`}>{t.awards}</a></>}{notice === null || notice.seals.length === 0 ? null : <><span class="sep">·</span><a href={`${here}/verification`}>{t.check}</a></>}</Note>
        : notice !== null && competition.state === 'notice' ? <Note>{t.running} <DateRange from={notice.firstDay} to={notice.lastDay} /> <a href={`${here}/notice`}>{t.notice}</a></Note>
        : voting || pitching ? (
          <Note>
            {pitching ? <>{t.pitching} <a href={`/live/${competition.id}/${competition.round}`}>{t.live}</a></> : null}
            {voting && pitching ? <br /> : null}
            {voting ? <>{t.voting} <a href={`/vote/${competition.id}`}>{t.vote}</a></> : null}
          </Note>
        ) : null}
      <div class="split">
        <aside class="stackv" aria-label={t.dates}>
          {competition.state === 'cancelled' ? null : <Panel title={t.dates} id="dates"><Dates competition={competition} rulebook={rulebook} /></Panel>}
          <Panel title={t.contact} id="contact">
            <Facts facts={[
              { term: t.authority, detail: say(competition.authority, language) },
              organisers.length > 0 && { term: t.organiser, detail: listed(language, organisers) },
              competition.contact.phone !== '' && { term: t.phone, detail: <span class="n">{competition.contact.phone}</span> },
              competition.contact.email !== '' && { term: t.email, detail: <a href={`mailto:${competition.contact.email}`}>{competition.contact.email}</a> },
              competition.seed !== '' && { term: t.seed, detail: <span class="n">{competition.seed}</span> },
            ]} />
          </Panel>
        </aside>
        <div class="stackv">
          {competition.introduction === '' ? null : <div class="read">{competition.introduction.split('\n').filter((line) => line.trim() !== '').map((line) => <p>{line}</p>)}</div>}
          {clarifications.length === 0 ? null : <Section title={t.clarifications} id="clarifications"><ClarificationList clarifications={clarifications} /></Section>}
          <Section title={t.categories} id="categories"><p class="read">{rulebook.categories.map((category) => say(category.name, language)).join(t.list)}</p></Section>
          {competition.state === 'cancelled' ? null : (
            <Section title={t.apply} id="apply">
              <div class="read">
                <p>{t.who(rulebook.applicants.kinds.map((kind) => t.kinds[kind]).join(t.list))}{language === 'zh' ? '' : ' '}{t.each(rulebook.applicants.proposalsEach)}{open || competition.state === 'draft' ? '' : `${language === 'zh' ? '' : ' '}${t.closed}`}</p>
                <ol>{t.steps.map((step) => <li>{step}</li>)}</ol>
              </div>
            </Section>
          )}
          <RulesInWords rulebook={rulebook} />
        </div>
      </div>
    </Page>
  ) }
}

/** 征集取消公告 */
function Cancelled({ competition: { endedBecause, cancelledAt, authority } }: { competition: Competition }) {
  const { language } = useLook()
  const t = texts({ language })
  return (
    <Note state="late">
      <p><strong>{t.cancelled}</strong></p>
      {endedBecause === null ? null : <p><Lines text={say(endedBecause, language)} /></p>}
      <p>{t.cancelledMore}</p>
      <p class="soft">{say(authority, language)} {cancelledAt === null ? null : <At at={cancelledAt} year="always" />}</p>
    </Note>
  )
}

function Dates({ competition, rulebook }: { competition: Competition; rulebook: Rulebook }) {
  const { language } = useLook()
  const t = texts({ language })
  const { dates } = competition
  return (
    <Facts facts={[
      { term: t.call, detail: <When at={dates.callClosesAt} kind={competition.state === 'call' ? 'deadline' : 'event'} /> },
      { term: t.eligibility, detail: <When at={dates.eligibilityClosesAt} kind="event" /> },
      ...rulebook.rounds.map((round, i) => {
        const at = dates.roundsCloseAt[i]
        return at !== undefined && { term: t.round(say(round.name, language)), detail: <When at={at} kind="event" /> }
      }),
    ]} />
  )
}

export const publicCallPages: PageRoute[] = [{ method: 'get', path: '/public/competitions/:competition', action: 'competition.public', show: showCall }]
