import { say } from '../../../shared/kernel/text.ts'
import { categoryName } from '../../queries/proposal-list.ts'
import { readVersion } from '../../queries/proposal.ts'
import { Page } from '../look/page.tsx'
import { At, Facts, Panel } from '../look/tell.tsx'
import { ButtonLink } from '../look/form.tsx'
import { words } from '../look/words.ts'
import { Answers, AttachmentList } from './proposal-answers.tsx'
import { proposalCrumbs, ProposalLead } from './proposal-parts.tsx'
import { Refusal } from '../../../shared/kernel/refusal.ts'
import type { Asked, PageRoute, Shown } from './page.ts'

/** One version as it was sent, for good. */
async function show({ context, look, params }: Asked): Promise<Shown> {
  const number = Number(params.number)
  if (!Number.isInteger(number) || number < 1) throw new Refusal('NOT_FOUND')
  const { version, proposal, competition, rulebook } = await readVersion(context, params.proposal ?? '', number)
  const t = words(look.language, {
    zh: { version: (n: number) => `第 ${n} 版`, sent: '提交时间', by: '提交人', applicant: '申报单位', category: '申报类别', files: '附件', print: '打印这一版', head: '提交情况' },
    en: { version: (n) => `Version ${n}`, sent: 'Sent', by: 'Sent by', applicant: 'Applicant', category: 'Category', files: 'Attachments', print: 'Print this version', head: 'How it was sent' },
  })
  return { page: (
    <Page
      look={look} title={version.title} crumbs={proposalCrumbs(proposal, look)} lead={<ProposalLead proposal={proposal} competition={competition} more={t.version(version.number)} />}
      actions={<ButtonLink href={`/proposals/${proposal.id}/print?version=${version.number}`} icon="print">{t.print}</ButtonLink>}
    >
      <Panel title={t.head} id="sent">
        <Facts facts={[{ term: t.applicant, detail: version.organisation.name }, { term: t.category, detail: say(categoryName(rulebook, version.category), look.language) }, { term: t.sent, detail: <At at={version.submittedAt} year="always" /> }, { term: t.by, detail: version.submittedBy.name }]} />
      </Panel>
      <Answers form={rulebook.form} content={version.content} />
      <Panel title={t.files} id="files"><AttachmentList form={rulebook.form} attachments={version.attachments} proposal={proposal.id} /></Panel>
    </Page>
  ) }
}

export const proposalVersionPages: PageRoute[] = [{ method: 'get', path: '/proposals/:proposal/versions/:number', action: 'proposal.read', show }]
