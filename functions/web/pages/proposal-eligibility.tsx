import { newSecret } from '../../../shared/kernel/ids.ts'
import type { Mistake } from '../../../shared/kernel/refusal.ts'
import { say } from '../../../shared/kernel/text.ts'
import type { CheckOutcome } from '../../../shared/eligibility/eligibility.ts'
import { decideEligibility } from '../../commands/eligibility.ts'
import { categoryName } from '../../queries/proposal-list.ts'
import { type ReadProposal, readForCheck } from '../../queries/proposal.ts'
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

const texts = (look: Look) => words(look.language, {
  zh: {
    competitions: '大赛', proposals: '申报书', facts: '提交情况', applicant: '申报单位', category: '申报类别', sent: '提交时间', version: '版本', versions: '历次提交', files: '附件', check: '资格审查', byRule: '规则自动核对', byHand: '人工核对', holds: '符合', fails: '不符合', reasons: '理由', reasonsHint: '不通过必填，申报单位会看到；有未打勾的项仍要通过，也要写明。', admit: '通过', reject: '不通过', next: '下一份未决定的', decided: (what: string) => `已决定：${what}`, canChange: '结束资格审查前可以改。', draft: '这份申报书还是草稿，没有提交；内容只有申报单位能看到。', withdrawn: '这份申报书已撤回。', notNow: '现在不是资格审查阶段。', print: '打印申报书', versionOf: (n: number) => `第 ${n} 版`,
  },
  en: {
    competitions: 'Competitions', proposals: 'Proposals', facts: 'How it was sent', applicant: 'Applicant', category: 'Category', sent: 'Sent', version: 'Version', versions: 'What was sent', files: 'Attachments', check: 'Eligibility', byRule: 'Checked by rule', byHand: 'Checked by you', holds: 'Holds', fails: 'Does not hold', reasons: 'Reasons', reasonsHint: 'Needed to reject, and to admit although something is not ticked. The applicant reads them.', admit: 'Admit', reject: 'Reject', next: 'Next undecided', decided: (what) => `Decided: ${what}`, canChange: 'It can be changed until the check is finished.', draft: 'This is a draft that was not sent; only its applicant sees what it says.', withdrawn: 'This proposal was withdrawn.', notNow: 'Eligibility is not being checked now.', print: 'Print the proposal', versionOf: (n) => `Version ${n}`,
  },
})

async function show(asked: Asked, attempt?: { values: Record<string, string>; mistakes: readonly Mistake[] }): Promise<Shown> {
  const { context, look, params } = asked
  const t = texts(look)
  const read = await readForCheck(context, params.proposal ?? '')
  const { proposal, competition, rulebook, version, outcomes } = read
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
              <Panel title={t.facts} id="facts">
                <Facts facts={[{ term: t.applicant, detail: version.organisation.name }, { term: t.category, detail: say(categoryName(rulebook, version.category), look.language) }, { term: t.sent, detail: <At at={version.submittedAt} year="always" /> }, { term: t.version, detail: t.versionOf(version.number) }]} />
              </Panel>
              <Panel title={t.files} id="files"><AttachmentList form={rulebook.form} attachments={version.attachments} /></Panel>
              <Answers form={rulebook.form} content={version.content} />
            </>
          )}
        </div>
        <div class="stackv">
          {version === null || proposal.state === 'withdrawn' ? null : checking ? <Decision look={look} read={read} outcomes={outcomes} values={attempt?.values ?? null} /> : <Decided look={look} read={read} outcomes={outcomes} />}
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

function Decision({ look, read, outcomes, values }: { look: Look; read: ReadProposal; outcomes: readonly CheckOutcome[]; values: Record<string, string> | null }) {
  const t = texts(look)
  const { proposal, competition } = read
  const manual = outcomes.filter(({ holds }) => holds === null)
  const ticked = (id: string) => (values === null ? proposal.eligibility?.checks[id] === true : values[`checks.${id}`] === 'true')
  return (
    <Panel title={t.check} id="check">
      {proposal.eligibility === null ? null : <p><strong>{t.decided(proposal.eligibility.decision === 'admitted' ? t.admit : t.reject)}</strong> <At at={proposal.eligibility.at} /> <span class="soft">{t.canChange}</span></p>}
      <ByRule look={look} outcomes={outcomes} />
      <Form action={`/proposals/${proposal.id}/eligibility`} command={newSecret()}>
        {manual.length === 0 ? null : <h3>{t.byHand}</h3>}
        {manual.map(({ id, label }) => <CheckField path={`checks.${id}`} label={say(label, look.language)} required checked={ticked(id)} />)}
        <TextArea path="reasons" label={t.reasons} hint={t.reasonsHint} rows={3} limit={1000} value={values?.reasons ?? proposal.eligibility?.reasons ?? ''} />
        <div class="acts">
          <Button name="decision" value="admitted">{t.admit}</Button>
          <Button name="decision" value="rejected" weight="late">{t.reject}</Button>
          <ButtonLink href={`/competitions/${competition.id}/proposals/next?after=${proposal.id}`} weight="quiet">{t.next}</ButtonLink>
        </div>
      </Form>
    </Panel>
  )
}

function Decided({ look, read, outcomes }: { look: Look; read: ReadProposal; outcomes: readonly CheckOutcome[] }) {
  const t = texts(look)
  const { eligibility } = read.proposal
  return (
    <Panel title={t.check} id="check">
      {eligibility === null ? <p class="soft">{t.notNow}</p> : (
        <Facts facts={[{ term: t.check, detail: <>{eligibility.decision === 'admitted' ? t.admit : t.reject}</> }, { term: t.sent, detail: <At at={eligibility.at} /> }, eligibility.reasons !== '' && { term: t.reasons, detail: <Lines text={eligibility.reasons} /> }]} />
      )}
      <ByRule look={look} outcomes={outcomes} />
    </Panel>
  )
}

export const proposalEligibilityPages: PageRoute[] = [
  { method: 'get', path: '/proposals/:proposal/eligibility', action: 'proposal.decide', show: (asked) => show(asked) },
  {
    method: 'post', path: '/proposals/:proposal/eligibility', action: 'proposal.decide',
    send: (asked, posted) => tryForm(posted, async () => {
      const checks = Object.fromEntries(Object.entries(posted.fields).flatMap(([name, value]) => (name.startsWith('checks.') ? [[name.slice('checks.'.length), value === 'true']] : [])))
      await decideEligibility(asked.context, asked.params.proposal ?? '', { decision: posted.fields.decision === 'rejected' ? 'rejected' : 'admitted', reasons: (posted.fields.reasons ?? '').trim(), checks })
      return { go: `/proposals/${asked.params.proposal}/eligibility` }
    }, (attempt) => show(asked, attempt)),
  },
]
