import * as z from 'zod'
import { newSecret, organisationId } from '../../../../shared/kernel/ids.ts'
import { className, type ClassTable } from '../../../../shared/registry/classes.ts'
import { inRegister } from '../../../../shared/registry/registers.store.ts'
import type { Column, Register } from '../../../../shared/registry/sheet.ts'
import { addEntry, changeEntry, entryInput, newEntryInput, removalInput, removeEntry, revisionOf } from '../../../commands/registry.ts'
import { admitFromRegistry, knownAdmissionInput } from '../../../commands/registry-admission.ts'
import { authorise } from '../../../context.ts'
import { type EntrySeen, readClasses, readEntry } from '../../../queries/registry.ts'
import { ChoiceField } from '../../look/choices.tsx'
import { DateField, IntegerField, TextArea, TextField } from '../../look/fields.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { At, DateRange, Note, Panel, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { InvitationLink } from '../invitation-link.tsx'
import { type Asked, type Attempt, type Posted, type Shown, tryForm } from '../page.ts'
import { districtIn, registerIn, registerNames, registryAt } from './frame.tsx'
import { listingNames } from './list.tsx'

const entryAt = (asked: Asked): string => `${registryAt(districtIn(asked))}/${registerIn(asked)}/entries/${asked.params.entry ?? ''}`
const crumbs = (look: Look, district: string, register: Register) => [{ href: `${registryAt(district)}/${register}`, label: registerNames[register][look.language] }]

export async function showEntry(asked: Asked, attempt?: Attempt): Promise<Shown> {
  const { context, look } = asked
  const [district, register] = [districtIn(asked), registerIn(asked)]
  const seen = await readEntry(context, district, register, asked.params.entry ?? '')
  const t = entryTexts(look)
  // A form sent again keeps what was typed, and the entry that it was typed over.
  const values = attempt?.values['cells.name'] === undefined ? valuesOf(seen) : attempt.values
  return { page: (
    <Page look={look} title={seen.name} crumbs={crumbs(look, district, register)} lead={seen.joinedAt === null ? undefined : <Tag state="done">{t.joined}</Tag>} mistakes={attempt?.mistakes ?? []}>
      {attempt === undefined && asked.query.get('saved') === 'yes' ? <Note state="done"><span role="status">{t.saved}</span></Note> : null}
      <div class="split">
        <Panel title={t.edit} id="edit">
          <Form action={entryAt(asked)} command={newSecret()} revision={attempt?.values.revision ?? revisionOf(seen.entry)}>
            <Cells look={look} register={register} classes={seen.classes} values={values} />
            <TextArea path="reason" label={t.reason} hint={t.reasonHint} rows={2} required value={attempt?.values.reason ?? ''} />
            <p class="acts"><Button>{t.save}</Button><ButtonLink href={`${registryAt(district)}/${register}`}>{t.back}</ButtonLink></p>
          </Form>
        </Panel>
        <aside class="stackv">
          {register === 'people' ? null : <History look={look} seen={seen} />}
          {register === 'people' || seen.joinedAt !== null ? null : <Admission look={look} at={entryAt(asked)} filed={'standing' in seen.entry && seen.entry.standing === 'filed'} attempt={attempt} />}
          {seen.joinedAt === null ? null : <Panel title={t.platform} id="platform"><p>{t.since} <At at={seen.joinedAt} time={false} /></p><p><a href={`/organisations/${seen.id}`}>{t.open}</a></p></Panel>}
          <Removal look={look} at={entryAt(asked)} attempt={attempt} />
        </aside>
      </div>
    </Page>
  ) }
}

const valuesOf = ({ cells }: EntrySeen): Record<string, string> => Object.fromEntries(Object.entries(cells).map(([id, text]) => [`cells.${id}`, text]))

function History({ look, seen }: { look: Look; seen: EntrySeen }) {
  const t = entryTexts(look)
  const named = listingNames(look)
  return (
    <Panel title={t.history} id="history">
      {seen.grades.length + seen.listings.length === 0 ? <p class="soft">{t.noHistory}</p> : (
        <ul>
          {seen.grades.map(({ grade, from, to }) => <li>{grade} <DateRange from={from} to={to} year="always" /></li>)}
          {seen.listings.map(({ list, from, to }) => <li>{named[list]} {to === null ? <><At at={from} time={false} weekday={false} year="always" /> {t.still}</> : <DateRange from={from} to={to} year="always" />}</li>)}
        </ul>
      )}
      <p class="soft small">{t.historyHint}</p>
    </Panel>
  )
}

function Admission({ look, at, filed, attempt }: { look: Look; at: string; filed: boolean; attempt: Attempt | undefined }) {
  const t = entryTexts(look)
  return (
    <Panel title={t.admission} id="admission">
      <p class="soft">{t.admissionHint}</p>
      <Form action={`${at}/admission`} command={newSecret()} labelledBy="admission">
        <TextField path="name" label={t.inviteName} required value={attempt?.values.name ?? ''} limit={60} />
        <TextField path="email" label={t.inviteEmail} hint={t.inviteEmailHint} type="email" value={attempt?.values.email ?? ''} />
        {filed ? <TextArea path="reasons" label={t.unhosted} hint={t.unhostedHint} rows={2} required value={attempt?.values.reasons ?? ''} /> : null}
        <p class="acts"><Button weight="second">{t.admit}</Button></p>
      </Form>
    </Panel>
  )
}

function Removal({ look, at, attempt }: { look: Look; at: string; attempt: Attempt | undefined }) {
  const t = entryTexts(look)
  return (
    <Panel title={t.removal} id="removal">
      <Form action={`${at}/removal`} command={newSecret()} labelledBy="removal">
        <TextField path="removalReason" label={t.removalReason} hint={t.removalHint} required value={attempt?.values.removalReason ?? ''} />
        <p class="acts"><Button weight="late" icon="remove">{t.remove}</Button></p>
      </Form>
    </Panel>
  )
}

export async function showNew(asked: Asked, attempt?: Attempt): Promise<Shown> {
  const { context, look } = asked
  const [district, register] = [districtIn(asked), registerIn(asked)]
  authorise(context, 'registry.change', { district })
  const classes = await readClasses(context, district)
  const t = entryTexts(look)
  return { page: (
    <Page look={look} title={t.new[register]} crumbs={crumbs(look, district, register)} mistakes={attempt?.mistakes ?? []}>
      <Panel title={t.edit} id="edit">
        <Form action={`${registryAt(district)}/${register}/new`} command={newSecret()}>
          <Cells look={look} register={register} classes={classes} values={attempt?.values ?? {}} />
          <TextArea path="reason" label={t.reason} hint={t.reasonHint} rows={2} required value={attempt?.values.reason ?? ''} />
          <p class="acts"><Button>{t.addIt}</Button><ButtonLink href={`${registryAt(district)}/${register}`}>{t.back}</ButtonLink></p>
        </Form>
      </Panel>
    </Page>
  ) }
}

/** The columns of a list as the fields of a form: what can be imported can be typed, and the other way round. */
function Cells({ look, register, classes, values }: { look: Look; register: Register; classes: ClassTable; values: Readonly<Record<string, string>> }) {
  const headings = entryTexts(look).headings
  return (
    <>
      {inRegister(register, ({ sheet }) => sheet.columns.map((column) => (
        <>
          {headings[column.id] === undefined ? null : <h3>{headings[column.id]}</h3>}
          <CellField look={look} column={column} classes={classes} value={values[`cells.${column.id}`] ?? ''} />
        </>
      )))}
    </>
  )
}

function CellField<D>({ look, column, classes, value }: { look: Look; column: Column<D>; classes: ClassTable; value: string }) {
  const { language } = look
  const t = entryTexts(look)
  const field = { path: `cells.${column.id}`, label: column.label[language], required: column.required, value }
  switch (column.as) {
    case 'choice': return <ChoiceField {...field} as="select" none={t.none} choices={column.choices.map(({ zh, en }) => ({ value: zh, label: language === 'zh' ? zh : en }))} />
    case 'class': return <ChoiceField {...field} as="select" none={t.none} choices={classes.minors.map(({ id, major }) => ({ value: className(classes, id), label: `${className(classes, major, language)} / ${className(classes, id, language)}` }))} />
    case 'date': return <DateField {...field} />
    case 'count': return <IntegerField {...field} unit={language === 'zh' ? '人' : 'people'} />
    case 'text': return <TextField {...field} hint={column.hint[language] === '' ? undefined : column.hint[language]} width={column.width < 20 ? 'short' : 'full'} />
  }
}

/** Opens the form again where a deed on the entry's page is refused. */
function onEntry(asked: Asked, posted: Posted, deed: (district: string, register: Register, entry: string) => Promise<Shown>): Promise<Shown> {
  const [district, register] = [districtIn(asked), registerIn(asked)]
  authorise(asked.context, 'registry.change', { district })
  return tryForm(posted, () => deed(district, register, asked.params.entry ?? ''), (attempt) => showEntry(asked, attempt))
}

export const sendEntry = (asked: Asked, posted: Posted): Promise<Shown> => onEntry(asked, posted, async (district, register, entry) => {
  await changeEntry(asked.context, district, register, entry, readAs(entryInput, { cells: posted.body.cells ?? {}, reason: posted.body.reason, revision: posted.fields.revision }))
  return { go: `${entryAt(asked)}?saved=yes` }
})

export const sendRemoval = (asked: Asked, posted: Posted): Promise<Shown> => onEntry(asked, posted, async (district, register, entry) => {
  const { removalReason: reason } = readAs(z.object({ removalReason: removalInput.shape.reason }), posted.fields)
  await removeEntry(asked.context, district, register, entry, { reason })
  return { go: `${registryAt(district)}/${register}` }
})

export const sendAdmission = (asked: Asked, posted: Posted): Promise<Shown> => onEntry(asked, posted, async (district, _register, entry) => {
  const { name, email, reasons } = posted.fields
  const { invitation, link } = await admitFromRegistry(asked.context, district, organisationId.parse(entry), readAs(knownAdmissionInput, { name, email: email?.trim() === '' ? null : email, reasons }))
  const seen = await readEntry(asked.context, district, registerIn(asked), entry)
  return { page: <InvitationLink look={asked.look} invitation={invitation} link={link} to={{ zh: seen.name }} back={entryAt(asked)} /> }
})

export const sendNew = (asked: Asked, posted: Posted): Promise<Shown> =>
  tryForm(posted, async () => {
    const [district, register] = [districtIn(asked), registerIn(asked)]
    const { id } = await addEntry(asked.context, district, register, readAs(newEntryInput, { cells: posted.body.cells ?? {}, reason: posted.body.reason }))
    return { go: `${registryAt(district)}/${register}/entries/${id}` }
  }, (attempt) => showNew(asked, attempt))

function entryTexts(look: Look) {
  return words(look.language, {
    zh: {
      headings: { filedWith: '备案', street: '街道与类别', grade: '评估等级', abnormalFrom: '名录（只有管理员看得到）', partyForm: '党组织（只有管理员看得到）', size: '队伍', contactName: '联系', level: '社会工作者', leads: '带队和任职', reportedTo: '双报到（只有管理员看得到）' } as Record<string, string>,
      edit: '登记内容', reason: '为什么改', reasonHint: '留痕里会有这句话，例如：按区民政局 5 月名单更正。', save: '保存', saved: '已保存。', back: '返回', none: '（空）', joined: '已入驻平台', addIt: '新增', new: { organisations: '新增社会组织', teams: '新增志愿服务队伍', people: '新增人员' },
      history: '等级与名录', noHistory: '没有等级，也没有进过名录。', still: '起，仍在名录', historyHint: '资格审查按截止那天的等级和名录看。填新的开始日期会加一段，不会改掉以前的。',
      admission: '办理入驻', admissionHint: '按登记册的内容入驻，不用对方再填；生成邀请链接，交给第一位成员。', inviteName: '第一位成员', inviteEmail: '邮箱', inviteEmailHint: '填了就同时发一封邮件。', admit: '入驻并生成邀请链接', unhosted: '挂靠单位还没有接受，为什么先入驻', unhostedHint: '留痕里会有这句话，例如：挂靠单位已书面同意。',
      platform: '平台', since: '入驻时间', open: '看机构页面', removal: '移出登记册', removalReason: '理由', removalHint: '例如：已注销登记。已入驻的仍在平台上。', remove: '移出',
    },
    en: {
      headings: { filedWith: 'Filing', street: 'Street and class', grade: 'Grade', abnormalFrom: 'Lists (administrators only)', partyForm: 'Party branch (administrators only)', size: 'Team', contactName: 'Contact', level: 'Social worker', leads: 'Leads and seats', reportedTo: 'Reported to their community (administrators only)' },
      edit: 'What is registered', reason: 'Why you change it', reasonHint: 'Kept in the trail, for example: corrected by the list of May.', save: 'Save', saved: 'Saved.', back: 'Back', none: '(empty)', joined: 'Joined the platform', addIt: 'Add', new: { organisations: 'Add an organisation', teams: 'Add a volunteer team', people: 'Add a person' },
      history: 'Grades and lists', noHistory: 'No grade, and never on a list.', still: 'until now', historyHint: 'Eligibility looks at the grade and lists of the day of the deadline. A later first day adds a period; those before stay.',
      admission: 'Admit to the platform', admissionHint: 'It joins as the registry has it, without typing anything again; you get an invitation link for its first member.', inviteName: 'First member', inviteEmail: 'E-mail', inviteEmailHint: 'If given, a mail goes there as well.', admit: 'Admit and make the link', unhosted: 'Why it joins before its host accepts', unhostedHint: 'Kept in the trail, for example: the host has agreed in writing.',
      platform: 'Platform', since: 'Joined', open: 'Open its page', removal: 'Remove from the registry', removalReason: 'Reason', removalHint: 'For example: dissolved. One that has joined stays on the platform.', remove: 'Remove',
    },
  })
}
