import { newSecret } from '../../../shared/kernel/ids.ts'
import type { Mistake } from '../../../shared/kernel/refusal.ts'
import { say } from '../../../shared/kernel/text.ts'
import { type CheckOutcome, verdicts } from '../../../shared/eligibility/eligibility.ts'
import { decideEligibility } from '../../commands/eligibility.ts'
import { categoryName } from '../../queries/proposal-list.ts'
import { type ReadForCheck, readForCheck } from '../../queries/review.ts'
import { CheckField } from '../look/choices.tsx'
import { TextArea } from '../look/fields.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { At, Facts, Note, Panel, Tag, Tasks } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { type Asked, type PageRoute, type Shown, tryForm } from './page.ts'
import { Answers, AttachmentList, Lines } from './proposal-answers.tsx'
import { ProposalLead, StateTag, titleOf } from './proposal-parts.tsx'
import { CureFacts, EarlierReviews, Opinions, Repaired } from './proposal-reviews.tsx'

const texts = (look: Look) => words(look.language, {
  zh: {
    competitions: '大赛', proposals: '申报书', facts: '提交情况', applicant: '申报单位', category: '申报类别', sent: '提交时间', version: '版本', versions: '历次提交', files: '附件', check: '资格审查', byRule: '规则自动核对', byHand: '人工核对', holds: '符合', fails: '不符合', reasons: '理由', reasonsHint: '不通过必填，申报单位会看到；有未打勾的项仍要通过，也要写明。', admit: '通过', reject: '不通过', next: '下一份未决定的', decided: (what: string) => `已决定：${what}`, canChange: '结束资格审查前可以改。', draft: '这份申报书还是草稿，没有提交；内容只有申报单位能看到。', withdrawn: '这份申报书已撤回。', notNow: '现在不是资格审查阶段。', print: '打印申报书', versionOf: (n: number) => `第 ${n} 版`,
    cure: '要求补正', cureHint: (days: number, left: number) => `没有打勾、能补正的几项会交回申报单位，给 ${days} 天，只能改这几项涉及的内容；还可以补正 ${left} 次。`, apart: '两人分别审查，都交了才看得到对方的意见。', given: (what: string) => `您的意见已交：${what}。等另一人审查；在此之前可以改。`, differ: '两人意见不一，由第三人决定。', yours: '两人意见不一，请您决定。', waiting: '您的意见已在其中，等第三人决定。', closed: '已由两人审查，要改请原审查人改。', again: '只看补正的这几项', carried: '此前已审查', late: '补正期满，没有收到补正材料。请写明理由，作出决定。', lateReasons: (what: string) => `逾期未补正：${what}`, curing: '正在补正，期满或补正材料提交后再审查。', cureReasons: '要求补正也必填，写明要补什么。', verdicts: { admitted: '通过', rejected: '不通过', cure: '要求补正' },
  },
  en: {
    competitions: 'Competitions', proposals: 'Proposals', facts: 'How it was sent', applicant: 'Applicant', category: 'Category', sent: 'Sent', version: 'Version', versions: 'What was sent', files: 'Attachments', check: 'Eligibility', byRule: 'Checked by rule', byHand: 'Checked by you', holds: 'Holds', fails: 'Does not hold', reasons: 'Reasons', reasonsHint: 'Needed to reject, and to admit although something is not ticked. The applicant reads them.', admit: 'Admit', reject: 'Reject', next: 'Next undecided', decided: (what) => `Decided: ${what}`, canChange: 'It can be changed until the check is finished.', draft: 'This is a draft that was not sent; only its applicant sees what it says.', withdrawn: 'This proposal was withdrawn.', notNow: 'Eligibility is not being checked now.', print: 'Print the proposal', versionOf: (n) => `Version ${n}`,
    cure: 'Ask for a cure', cureHint: (days, left) => `What is not ticked and can be repaired goes back to the applicant for ${days} days; nothing else can be changed. Cures left: ${left}.`, apart: 'Two review it apart; each sees the other’s review once both are in.', given: (what) => `Your review is in: ${what}. Another is to come; until then you can change it.`, differ: 'Two reviewers differ; a third decides.', yours: 'Two reviewers differ; the decision is yours.', waiting: 'One of them is you; a third decides.', closed: 'Two have reviewed it; they can change it.', again: 'Just what was repaired', carried: 'Checked before', late: 'The time for the cure is over and nothing came. Decide, and give the reasons.', lateReasons: (what) => `Not repaired in time: ${what}`, curing: 'It is being cured; it comes back when that is sent or its time is over.', cureReasons: 'Needed for a cure too: say what to repair.', verdicts: { admitted: 'admit', rejected: 'reject', cure: 'cure' },
  },
})

async function show(asked: Asked, attempt?: { values: Record<string, string>; mistakes: readonly Mistake[] }): Promise<Shown> {
  const { context, look, params } = asked
  const t = texts(look)
  const read = await readForCheck(context, params.proposal ?? '')
  const { proposal, competition, rulebook, version } = read
  const checking = competition.state === 'eligibility' && competition.eligibilityFinishedAt === null
  const listed = `/competitions/${competition.id}/proposals`
  return { page: (
    <Page
      look={look} title={titleOf(proposal, look.language)} mistakes={attempt?.mistakes ?? []} actions={<StateTag proposal={proposal} />} lead={<ProposalLead proposal={proposal} competition={competition} />}
      crumbs={[{ href: '/competitions', label: t.competitions }, { href: `/competitions/${competition.id}`, label: say(competition.name, look.language) }, { href: listed, label: t.proposals }]}
    >
      {proposal.state === 'draft' ? <Note state="idle">{t.draft}</Note> : proposal.state === 'withdrawn' ? <Note state="idle">{t.withdrawn}</Note> : null}
      <div class="split">
        <div class="stackv">
          {version === null ? null : (
            <>
              <Repaired read={read} />
              <Panel title={t.facts} id="facts">
                <Facts facts={[{ term: t.applicant, detail: version.organisation.name }, { term: t.category, detail: say(categoryName(rulebook, version.category), look.language) }, { term: t.sent, detail: <At at={version.submittedAt} year="always" /> }, { term: t.version, detail: t.versionOf(version.number) }]} />
              </Panel>
              <Panel title={t.files} id="files"><AttachmentList form={rulebook.form} attachments={version.attachments} proposal={proposal.id} /></Panel>
              <Answers form={rulebook.form} content={version.content} />
            </>
          )}
        </div>
        <div class="stackv">
          {version === null || proposal.state === 'withdrawn' ? null : checking ? <Decision look={look} read={read} values={attempt?.values ?? null} /> : <Decided look={look} read={read} />}
          {proposal.version === 0 ? null : (
            <Panel title={t.versions} id="versions">
              <Tasks tasks={[{ label: t.print, href: `/proposals/${proposal.id}/print` }, ...Array.from({ length: proposal.version }, (_, i) => ({ label: t.versionOf(proposal.version - i), href: `/proposals/${proposal.id}/versions/${proposal.version - i}` }))]} />
            </Panel>
          )}
        </div>
      </div>
    </Page>
  ) }
}

function ByRule({ look, outcomes }: { look: Look; outcomes: readonly CheckOutcome[] }) {
  const t = texts(look)
  const ruled = outcomes.filter(({ holds }) => holds !== null)
  if (ruled.length === 0) return null
  return (
    <>
      <h3>{t.byRule}</h3>
      <Tasks tasks={ruled.map(({ label, holds, found }) => ({ label: say(label, look.language), ...(found === null ? {} : { hint: say(found, look.language) }), end: <Tag state={holds === true ? 'done' : 'late'}>{holds === true ? t.holds : t.fails}</Tag> }))} />
    </>
  )
}

/** Where it stands, what was said, and the form for whoever may say something. */
function Decision({ look, read, values }: { look: Look; read: ReadForCheck; values: Record<string, string> | null }) {
  const t = texts(look)
  const { passes, cures, rulebook, outcomes, mayReview, waits } = read
  const [pass, cure] = [passes.at(-1), cures.at(-1)]
  const running = cure !== undefined && cure.ended === null
  return (
    <Panel title={t.check} id="check">
      {running ? <p class="soft">{t.curing}</p> : <Standing look={look} read={read} />}
      {cure === undefined || cure.ended?.how === 'sent' ? null : <CureFacts cure={cure} rulebook={rulebook} />}
      {pass === undefined || rulebook.eligibility.reviewers === 1 ? null : <Opinions pass={pass} rulebook={rulebook} />}
      {running ? null : (
        <>
          <ByRule look={look} outcomes={outcomes} />
          {mayReview ? <ReviewForm look={look} read={read} values={values} /> : <p class="soft">{waits?.for === 'third' ? t.waiting : t.closed}</p>}
        </>
      )}
      <EarlierReviews read={read} />
    </Panel>
  )
}

/** What the reader must know first: what is decided, whose word is missing, that a cure came to nothing. */
function Standing({ look, read: { proposal, waits, own, cures, rulebook } }: { look: Look; read: ReadForCheck }) {
  const t = texts(look)
  if (proposal.eligibility !== null) return <p><strong>{t.decided(t.verdicts[proposal.eligibility.decision])}</strong> <At at={proposal.eligibility.at} /> <span class="soft">{t.canChange}</span></p>
  const cure = cures.at(-1)
  const late = cure?.ended?.how === 'lapsed' ? <Note state="late">{t.late}</Note> : null
  if (rulebook.eligibility.reviewers === 1) return late
  const said = waits?.for === 'third' ? (waits.mine ? <Note state="wait">{t.yours}</Note> : <Note state="wait">{t.differ}</Note>) : own !== null ? <Note>{t.given(t.verdicts[own.verdict])}</Note> : <p class="soft">{t.apart}</p>
  return <>{late}{said}</>
}

function ReviewForm({ look, read, values }: { look: Look; read: ReadForCheck; values: Record<string, string> | null }) {
  const t = texts(look)
  const { proposal, competition, outcomes, passes, cures, own, rulebook, mayCure } = read
  const pass = passes.at(-1)
  const [only, carried] = [pass?.only ?? null, pass?.carried ?? {}]
  const manual = outcomes.filter(({ holds }) => holds === null)
  const asked = manual.filter(({ id }) => only === null || only.includes(id))
  const before = manual.filter(({ id }) => only !== null && !only.includes(id))
  const said = own?.checks ?? proposal.eligibility?.checks ?? {}
  const ticked = (id: string) => (values === null ? said[id] === true : values[`checks.${id}`] === 'true')
  const cure = cures.at(-1)
  const lapsed = cure?.ended?.how === 'lapsed'
  const list = (ids: readonly string[]) => rulebook.eligibility.checks.filter(({ id }) => ids.includes(id)).map(({ label }) => say(label, look.language)).join(look.language === 'zh' ? '、' : ', ')
  const reasons = values?.reasons ?? own?.reasons ?? proposal.eligibility?.reasons ?? (lapsed ? t.lateReasons(list(cure.checks)) : '')
  const rule = rulebook.eligibility.cure
  return (
    <Form action={`/proposals/${proposal.id}/eligibility`} command={newSecret()}>
      {asked.length === 0 ? null : <h3>{only === null ? t.byHand : t.again}</h3>}
      {asked.map(({ id, label }) => <CheckField path={`checks.${id}`} label={say(label, look.language)} required checked={ticked(id)} />)}
      {before.length === 0 ? null : (
        <>
          <h3>{t.carried}</h3>
          <Tasks tasks={before.map(({ id, label }) => ({ label: say(label, look.language), end: <Tag state={carried[id] === true ? 'done' : 'late'}>{carried[id] === true ? t.holds : t.fails}</Tag> }))} />
        </>
      )}
      <TextArea path="reasons" label={t.reasons} hint={mayCure ? `${t.reasonsHint} ${t.cureReasons}` : t.reasonsHint} rows={3} limit={1000} value={reasons} />
      {mayCure && rule !== null ? <p class="hint">{t.cureHint(rule.days, rule.rounds - cures.length)}</p> : null}
      <div class="acts">
        {/* What was not repaired is for rejection: that comes first. */}
        {lapsed ? <Button name="decision" value="rejected">{t.reject}</Button> : <Button name="decision" value="admitted">{t.admit}</Button>}
        {mayCure ? <Button name="decision" value="cure" weight="second">{t.cure}</Button> : null}
        {lapsed ? <Button name="decision" value="admitted" weight="second">{t.admit}</Button> : <Button name="decision" value="rejected" weight="late">{t.reject}</Button>}
        <ButtonLink href={`/competitions/${competition.id}/proposals/next?after=${proposal.id}`} weight="quiet">{t.next}</ButtonLink>
      </div>
    </Form>
  )
}

function Decided({ look, read }: { look: Look; read: ReadForCheck }) {
  const t = texts(look)
  const { proposal: { eligibility }, outcomes, passes, rulebook } = read
  const pass = passes.at(-1)
  return (
    <Panel title={t.check} id="check">
      {eligibility === null ? <p class="soft">{t.notNow}</p> : (
        <Facts facts={[{ term: t.check, detail: <>{eligibility.decision === 'admitted' ? t.admit : t.reject}</> }, { term: t.sent, detail: <At at={eligibility.at} /> }, eligibility.reasons !== '' && { term: t.reasons, detail: <Lines text={eligibility.reasons} /> }]} />
      )}
      {pass === undefined || rulebook.eligibility.reviewers === 1 ? null : <Opinions pass={pass} rulebook={rulebook} />}
      <ByRule look={look} outcomes={outcomes} />
      <EarlierReviews read={read} />
    </Panel>
  )
}

export const proposalEligibilityPages: PageRoute[] = [
  { method: 'get', path: '/proposals/:proposal/eligibility', action: 'proposal.decide', show: (asked) => show(asked) },
  {
    method: 'post', path: '/proposals/:proposal/eligibility', action: 'proposal.decide',
    send: (asked, posted) => tryForm(posted, async () => {
      const checks = Object.fromEntries(Object.entries(posted.fields).flatMap(([name, value]) => (name.startsWith('checks.') ? [[name.slice('checks.'.length), value === 'true']] : [])))
      await decideEligibility(asked.context, asked.params.proposal ?? '', { decision: verdicts.find((one) => one === posted.fields.decision) ?? 'admitted', reasons: (posted.fields.reasons ?? '').trim(), checks })
      return { go: `/proposals/${asked.params.proposal}/eligibility` }
    }, (attempt) => show(asked, attempt)),
  },
]
