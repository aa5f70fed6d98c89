import { type FileId, fileId, newSecret } from '../../../shared/kernel/ids.ts'
import { readableBytes, type StoredFile } from '../../../shared/file/file.ts'
import { lateFrom } from '../../../shared/notice/ruling.ts'
import { isRefusal, Refusal } from '../../../shared/kernel/refusal.ts'
import { say } from '../../../shared/kernel/text.ts'
import { checkEvidence, evidenceAllowed, evidenceForm, MOST_EVIDENCE, readyEvidence, refusedEvidence } from '../../commands/evidence.ts'
import { makeObjection, objectionInput } from '../../commands/objection.ts'
import type { Upload } from '../../commands/file.ts'
import { readReceipt } from '../../queries/notice-receipt.ts'
import { type NoticeView, readForObjection } from '../../queries/notice.ts'
import { readAs } from '../mistakes.ts'
import { ChoiceField, FileField } from '../look/choices.tsx'
import { HiddenField, TextArea, TextField } from '../look/fields.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import { type Look, useLook } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { At, Note, Panel, Receipt, Section, Tag } from '../look/tell.tsx'
import { inBrackets, words } from '../look/words.ts'
import type { Asked, Attempt, PageRoute, Posted, Shown } from './page.ts'
import { tryForm } from './page.ts'
import { publicCrumbs } from './public-state.tsx'

const texts = (look: Pick<Look, 'language'>) =>
  words(look.language, {
    zh: {
      title: '提出异议', until: '公示到', closed: '现在不在公示期内，不能提出异议。', back: '看公示', files: '附件',
      filesLead: `有照片、文件或盖章的扫描件，请先传附件，再填写。最多 ${MOST_EVIDENCE} 个。`, upload: '上传', file: '选一个文件', none: '还没有附件。',
      refusedFile: (name: string, why: string) => `“${name}”没有收下：${why}`, missing: '文件没有收到，请再传一次。', kind: '您以什么身份提出', person: '个人',
      personHint: '写真实姓名和联系方式，会收到处理决定', organisation: '单位', organisationHint: '写单位名称和联系方式，附盖章的扫描件', lead: '不署名', leadHint: '作为线索核实，不影响名单公布',
      name: '姓名或单位名称', nameHint: '不署名的不用填。', contact: '联系电话或邮箱', contactHint: '只给处理异议的管理员看，不告诉申报单位。', project: '对哪个项目有异议', whole: '整个名单',
      facts: '哪里不对，有什么依据', factsHint: '时间、地点、事情经过越具体，越好核实。', send: '提出异议',
      received: '异议已收到', receivedLead: '已收到线索', next: '我们会核实。处理决定作出前，异议涉及的项目不公布。请记下编号，或保存本页网址：凭编号和您留的联系方式，随时可以查询；留了邮箱的，有决定会写信告诉您。', nextLead: '我们会核实。请保存本页网址，可以随时回来看结果。',
      state: '处理情况', open: '正在核实', upheld: '成立', dismissed: '不成立', noted: '已核实', ruling: '处理决定', decided: '处理决定已经作出，见下面。', receiptTitle: '异议回执', by: '最迟处理日期', late: '已超过最迟处理日期', mayMove: '放假安排公布后可能变动', unmoved: '名单不变', annulled: '取消奖项', corrected: '更正名单',
    },
    en: {
      title: 'Object', until: 'The notice runs until', closed: 'No notice is running now, so objections are not taken.',
      back: 'See the notice', files: 'Files',
      filesLead: `If you have photos, files or a scan with a seal, upload them first, then fill in the form. Up to ${MOST_EVIDENCE}.`,
      upload: 'Upload', file: 'Choose a file', none: 'No file yet.',
      refusedFile: (name, why) => `"${name}" was not taken: ${why}`, missing: 'The file did not arrive. Please send it again.',
      kind: 'Who objects', person: 'A person', personHint: 'give your real name and contact; you will be told the ruling',
      organisation: 'An organisation', organisationHint: 'give its name and contact, and a scan with its seal', lead: 'No name',
      leadHint: 'looked into as a lead; it does not hold the awards up',
      name: 'Your name, or the organisation’s', nameHint: 'Leave it empty to send a lead without a name.', contact: 'Telephone or e-mail',
      contactHint: 'Only for the administrators who deal with it; applicants are not told.', project: 'Against which project',
      whole: 'The list as a whole', facts: 'What is wrong, and how you know',
      factsHint: 'The more exact time, place and course of events are, the better it can be checked.', send: 'Object',
      received: 'Your objection has been received', receivedLead: 'Your lead has been received',
      next: 'It will be looked into; what you object to is not awarded before the ruling. Keep the number, or this page’s address: with the number and the contact you gave you can look it up at any time, and an e-mail address you gave is written to.',
      nextLead: 'It will be looked into. Keep this page’s address: what comes of it will be shown here.', state: 'State',
      open: 'Being looked into', upheld: 'Upheld', dismissed: 'Dismissed', noted: 'Looked into', ruling: 'Ruling',
      decided: 'It has been ruled on; see below.', receiptTitle: 'Receipt of an objection', by: 'To be ruled on by', late: 'past its last day', mayMove: 'may move once the holidays are published', unmoved: 'the list stays', annulled: 'the award is annulled', corrected: 'the list is corrected',
    },
  })

const filesIn = (list: string | null | undefined): FileId[] => (list ?? '').split(',').flatMap((id) => fileId.safeParse(id).data ?? []).slice(0, MOST_EVIDENCE)

async function showForm(asked: Asked): Promise<Shown> {
  return form(asked, filesIn(asked.query.get('files')), { values: {}, mistakes: [] })
}

/** Why the file that was just uploaded is not among those kept; null where nothing went wrong. */
async function whyRefused({ context, look, params, query }: Asked): Promise<string | null> {
  const t = texts(look)
  const id = query.get('refused')
  if (id === null) return null
  const file = fileId.safeParse(id)
  const found = file.success ? await refusedEvidence(context.table, params.competition ?? '', file.data) : undefined
  return found === undefined ? t.missing : t.refusedFile(found.name, found.reason === null ? '' : say(found.reason, look.language))
}

async function form(asked: Asked, files: FileId[], attempt: Attempt): Promise<Shown> {
  const { context, look, params } = asked
  const view = await readForObjection(context, params.competition ?? '')
  const t = texts(look)
  const here = `/public/competitions/${view.competition.id}`
  if (!view.open) {
    return { page: <Page look={look} title={t.title} crumbs={publicCrumbs(look.language, view.competition)}><p class="read">{t.closed}</p><p><ButtonLink href={`${here}/notice`}>{t.back}</ButtonLink></p></Page>, status: 409 }
  }
  const lastDay = view.lines.reduce((last, line) => (line.open && line.lastDay > last ? line.lastDay : last), view.notice.lastDay)
  const refused = await whyRefused(asked)
  const evidence = await readyEvidence(context.table, view.competition.id, files)
  const kept = evidence.map(({ id }) => id)
  const upload = await evidenceForm(context, view.competition.id, (file) => `${here}/objection/files/${file}?files=${kept.join(',')}`)
  return { page: (
    <Page
      look={look} title={t.title} crumbs={publicCrumbs(look.language, view.competition)} mistakes={attempt.mistakes}
      lead={<span>{say(view.competition.name, look.language)}<span class="sep">·</span>{t.until} <At at={lastDay} /> 24:00</span>}
    >
      {refused === null ? null : <Note state="late" icon="mistake">{refused}</Note>}
      <div class="split">
        <aside class="stackv"><Evidence evidence={evidence} upload={evidence.length < MOST_EVIDENCE ? upload : null} /></aside>
        <ObjectionForm view={view} files={kept} values={attempt.values} action={`${here}/objection`} />
      </div>
    </Page>
  ) }
}

function Evidence({ evidence, upload }: { evidence: readonly StoredFile[]; upload: Upload | null }) {
  const { language } = useLook()
  const t = texts({ language })
  return (
    <Panel title={t.files} id="files">
      <p class="soft">{t.filesLead}</p>
      {evidence.length === 0 ? null : <ul class="tasks">{evidence.map(({ name, bytes }) => <li><span>{name} <span class="soft small n">{readableBytes(bytes)}</span></span></li>)}</ul>}
      {upload === null ? null : (
        <Form action={upload.url} files label={t.upload}>
          {Object.entries(upload.fields).map(([name, value]) => <HiddenField path={name} value={value} />)}
          <FileField path="file" label={t.file} kinds={evidenceAllowed.types.map((type) => type.toUpperCase()).join(language === 'zh' ? '、' : ', ')} accept={evidenceAllowed.types.map((type) => `.${type}`).join(',')} megabytes={evidenceAllowed.maxBytes / 1024 / 1024} required />
          <p class="acts"><Button weight="second" icon="upload">{t.upload}</Button></p>
        </Form>
      )}
    </Panel>
  )
}

function ObjectionForm({ view, files, values, action }: { view: NoticeView; files: readonly string[]; values: Record<string, string>; action: string }) {
  const { language } = useLook()
  const t = texts({ language })
  return (
    <Form action={action} command={newSecret()} label={t.title}>
      <HiddenField path="files" value={files.join(',')} />
      <ChoiceField path="kind" label={t.kind} required value={values.kind ?? 'person'} choices={[
        { value: 'person', label: t.person, hint: t.personHint }, { value: 'organisation', label: t.organisation, hint: t.organisationHint }, { value: 'lead', label: t.lead, hint: t.leadHint },
      ]} />
      <TextField path="name" label={t.name} hint={t.nameHint} value={values.name} limit={60} required />
      <TextField path="contact" label={t.contact} hint={t.contactHint} value={values.contact} required />
      <ChoiceField path="proposal" label={t.project} as="select" none={t.whole} required value={values.proposal} choices={view.lines.filter((line) => line.open).map(({ number, title, organisation }) => ({ value: number, label: inBrackets(language, title, organisation) }))} />
      <TextArea path="facts" label={t.facts} hint={t.factsHint} required limit={3000} rows={8} value={values.facts} />
      <p class="acts"><Button icon="send">{t.send}</Button></p>
    </Form>
  )
}

async function send(asked: Asked, posted: Posted): Promise<Shown> {
  const { context, params } = asked
  const competition = params.competition ?? ''
  const files = filesIn(posted.fields.files)
  return tryForm(posted, async () => {
    const input = readAs(objectionInput, { ...posted.body, files })
    const { id } = await makeObjection(context, competition, input)
    return { go: `/public/competitions/${competition}/objection/${id}` }
  }, (attempt) => form(asked, files, attempt))
}

/** The browser comes here when its upload is done: the file is checked and joins those of the form. */
async function arrived({ context, params, query }: Asked): Promise<Shown> {
  const competition = params.competition ?? ''
  const here = `/public/competitions/${competition}/objection`
  const before = filesIn(query.get('files'))
  const file = fileId.safeParse(params.file)
  if (!file.success) throw new Refusal('NOT_FOUND')
  const go = (files: readonly string[], refused?: string): Shown => ({ go: `${here}?${new URLSearchParams({ files: files.join(','), ...(refused === undefined ? {} : { refused }) }).toString()}` })
  try {
    const found = await checkEvidence(context, competition, file.data)
    return found.state === 'ready' ? go([...before, found.id]) : go(before, found.id)
  } catch (error) {
    if (!isRefusal(error, 'FILE_NOT_READY')) throw error
    return go(before, 'missing')
  }
}

const effects = { none: 'unmoved', annul: 'annulled', correct: 'corrected' } as const

async function showReceipt({ context, look, params }: Asked): Promise<Shown> {
  const receipt = await readReceipt(context, params.competition ?? '', params.objection ?? '')
  const t = texts(look)
  const lead = receipt.kind === 'lead'
  const end = lateFrom(receipt)
  const late = end !== null && end <= context.now
  return { page: (
    <Page look={look} title={t.receiptTitle} crumbs={publicCrumbs(look.language, receipt.competition)} lead={say(receipt.competition.name, look.language)}>
      <Receipt title={lead ? t.receivedLead : t.received} number={receipt.number} at={receipt.at} next={receipt.ruling !== null ? t.decided : lead ? t.nextLead : t.next} />
      <Section title={t.state} id="state">
        <p>
          <Tag state={receipt.state !== 'open' ? 'done' : late ? 'late' : 'wait'}>{t[receipt.state]}</Tag>
          {receipt.ruling === null ? null : <> {t[effects[receipt.ruling.effect]]}</>}
        </p>
        {receipt.state !== 'open' || receipt.deadline === null ? null : <p>{t.by} <strong><At at={receipt.deadline.day} year="always" /></strong>{late ? <> <span class="late">{t.late}</span></> : null}{receipt.deadline.provisional ? <> <span class="soft small">{t.mayMove}</span></> : null}</p>}
        {receipt.ruling === null ? null : <div class="read"><h3>{t.ruling}</h3><p>{receipt.ruling.reasons}</p><p class="soft"><At at={receipt.ruling.at} /></p></div>}
      </Section>
    </Page>
  ) }
}

export const objectionPages: PageRoute[] = [
  { method: 'get', path: '/public/competitions/:competition/objection', action: 'objection.make', show: showForm },
  { method: 'post', path: '/public/competitions/:competition/objection', action: 'objection.make', send },
  { method: 'get', path: '/public/competitions/:competition/objection/files/:file', action: 'objection.make', show: arrived },
  { method: 'get', path: '/public/competitions/:competition/objection/:objection', action: 'objection.make', show: showReceipt },
]
