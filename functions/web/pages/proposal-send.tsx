import { newSecret } from '../../../shared/kernel/ids.ts'
import type { Mistake } from '../../../shared/kernel/refusal.ts'
import { say } from '../../../shared/kernel/text.ts'
import { callRules } from '../../../shared/proposal/call-rules.ts'
import { proposalTarget } from '../../../shared/proposal/proposal.ts'
import { namesShown, notReady } from '../../../shared/proposal/readiness.ts'
import type { Content } from '../../../shared/rulebook/content.ts'
import type { Form as ProposalForm } from '../../../shared/rulebook/form.ts'
import { submitProposal } from '../../commands/proposal.ts'
import { readExclusions } from '../../queries/exclusion.ts'
import { categoryName } from '../../queries/proposal-list.ts'
import { CheckField } from '../look/choices.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { Facts, Note, Panel, When } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { type Asked, type PageRoute, type Shown, tryForm } from './page.ts'
import { Answers, AttachmentList } from './proposal-answers.tsx'
import { ExclusionsPanel } from './proposal-exclusions.tsx'
import { proposalCrumbs, ProposalLead } from './proposal-parts.tsx'
import { CallRulesTable, callRulesTexts } from './proposal-rules.tsx'
import { openSection } from './proposal-section.tsx'

const texts = (look: Look) => words(look.language, {
  zh: {
    title: '核对并提交', missing: (n: number) => `还有 ${n} 处要补或要改`, change: '修改', category: '申报类别', attachments: '附件', send: '提交申报书', names: '评委会读到名字', namesWhy: '这次大赛匿名评审。下面几处写有贵单位或成员的名字，建议改成“本单位”“项目负责人”等。', acknowledge: '我知道评委会读到这些名字，仍要提交', sendTitle: '提交', sendLead: '提交后会收到回执编号。截止前可以撤回、修改、再交，以最后一次为准。', back: '回到目录', closes: '征集截止',
  },
  en: {
    title: 'Check and send', missing: (n) => (n === 1 ? 'One thing to add or change' : `${n} things to add or change`), change: 'Change', category: 'Category', attachments: 'Attachments', send: 'Send the proposal', names: 'Judges would read names', namesWhy: 'Judging is blind. These places name your organisation or its members; better write "we" or "the project lead".', acknowledge: 'I know that judges will read these names; send it all the same', sendTitle: 'Send', sendLead: 'You get a receipt number. Until the close you can withdraw it, change it and send it again; the last one counts.', back: 'Back to the contents', closes: 'The call closes',
  },
})

async function show(asked: Asked, mistakes: readonly Mistake[] = []): Promise<Shown> {
  const read = await openSection(asked)
  if ('go' in read) return read
  const { look } = asked
  const t = texts(look)
  const { proposal, rulebook, draft, competition } = read
  if (draft === null) return { go: `/proposals/${proposal.id}` }
  const written = { ...draft, project: proposal.project }
  const asks = look.allows('exclusion.read', proposalTarget(proposal)) ? (await readExclusions(asked.context, proposal.id)).asks : null
  const missing = notReady(rulebook, written, read.facts)
  const rules = callRules(rulebook, written, read.facts)
  const names = namesShown(rulebook, draft.content as Content, proposal.organisation.name)
  const change = (section: string) => (section === 'attachments' ? `/proposals/${proposal.id}/attachments` : `/proposals/${proposal.id}/sections/${section}?check=1`)
  // What is missing stands in a list of its own, each with the way to its place; the summary above says what the sending itself met.
  const met = mistakes.filter((mistake) => !missing.some(({ path, code }) => path === mistake.path && code === mistake.code) && !names.some(({ path, code }) => path === mistake.path && code === mistake.code))
  return { page: (
    <Page look={look} title={t.title} crumbs={proposalCrumbs(proposal, look)} lead={<ProposalLead proposal={proposal} competition={competition} />} mistakes={met}>
      {missing.length === 0 ? null : <Listed title={t.missing(missing.length)} look={look} mistakes={missing} form={rulebook.form} change={change} id="missing" />}
      {missing.length > 0 || names.length === 0 ? null : <Listed title={t.names} lead={t.namesWhy} look={look} mistakes={names} form={rulebook.form} change={change} id="names" />}
      <Panel title={t.category} id="category" end={<a href={change(sectionFor(rulebook.form, rulebook.form.nameField))}>{t.change}<span class="vh">：{t.category}</span></a>}><p>{say(categoryName(rulebook, draft.category), look.language)}</p></Panel>
      <Answers form={rulebook.form} content={draft.content} end={(section) => <a href={change(section).replace('?check=1', '')}>{t.change}<span class="vh">：{say(rulebook.form.sections.find(({ id }) => id === section)?.title ?? { zh: section }, look.language)}</span></a>} />
      {rulebook.form.attachments.length === 0 ? null : <Panel title={t.attachments} id="files" end={<a href={change('attachments')}>{t.change}<span class="vh">：{t.attachments}</span></a>}><AttachmentList form={rulebook.form} attachments={draft.attachments} /></Panel>}
      {asks === null ? null : <ExclusionsPanel look={look} proposal={proposal} asks={asks} />}
      {rules.length === 0 ? null : <Panel title={callRulesTexts(look.language).title} id="rules"><CallRulesTable rules={rules} /></Panel>}
      <Panel title={t.sendTitle} id="send">
        <Facts facts={[{ term: t.closes, detail: <When at={competition.dates.callClosesAt} /> }]} />
        {missing.length > 0 ? <Note state="wait">{t.missing(missing.length)}</Note> : (
          <Form action={`/proposals/${proposal.id}/submission`} command={newSecret()} revision={draft.revision}>
            <p class="soft">{t.sendLead}</p>
            {names.length === 0 ? null : <CheckField path="acknowledgeNames" label={t.acknowledge} required mistakes={mistakes} />}
            <p class="acts"><Button>{t.send}</Button></p>
          </Form>
        )}
        <p><ButtonLink href={`/proposals/${proposal.id}${proposal.version === 0 ? '' : '?edit=1'}`}>{t.back}</ButtonLink></p>
      </Panel>
    </Page>
  ) }
}

const sectionFor = (form: ProposalForm, path: string): string =>
  path.startsWith('attachments.') ? 'attachments' : (form.sections.find(({ fields }) => fields.some(({ id }) => id === path.split('.')[0]))?.id ?? form.sections[0]?.id ?? '')

function Listed({ look, title, lead, mistakes, form, change, id }: { look: Look; title: string; lead?: string; mistakes: readonly Mistake[]; form: ProposalForm; change: (section: string) => string; id: string }) {
  return (
    <Panel title={title} id={id}>
      {lead === undefined ? null : <p class="soft">{lead}</p>}
      <ul class="tasks">
        {mistakes.map((mistake) => {
          const section = sectionFor(form, mistake.path)
          const place = section === 'attachments' ? `#k-${mistake.path.split('.')[1] ?? ''}` : `#f-content.${mistake.path}`
          return <li><a href={`${change(section)}${place}`}>{mistake[look.language]}</a></li>
        })}
      </ul>
    </Panel>
  )
}

const tick: Mistake = { path: 'acknowledgeNames', code: 'NAMES_SHOWN', zh: '评委会读到名字：请改掉，或勾选仍要提交', en: 'Judges would read names: change them, or tick that you send it all the same' }

export const proposalSendPages: PageRoute[] = [
  { method: 'get', path: '/proposals/:proposal/answers', action: 'proposal.read', show: (asked) => show(asked) },
  {
    method: 'post', path: '/proposals/:proposal/submission', action: 'proposal.submit',
    send: (asked, posted) => tryForm(posted, async () => {
      const revision = Number(posted.fields.revision)
      await submitProposal(asked.context, asked.params.proposal ?? '', { acknowledgeNames: posted.fields.acknowledgeNames === 'true', ...(Number.isInteger(revision) ? { revision } : {}) })
      return { go: `/proposals/${asked.params.proposal}` }
    }, ({ mistakes }) => show(asked, mistakes.some(({ code }) => code === 'NAME_SHOWN') ? [tick] : mistakes)),
  },
]
