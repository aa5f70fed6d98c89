import { hoursCertificateNumber } from '../../../../shared/hours/certificate.ts'
import { shownHours } from '../../../../shared/hours/hours.ts'
import { addMonths, shanghaiDate } from '../../../../shared/kernel/calendar.ts'
import { newSecret, type OrganisationId, type VolunteerId, volunteerId } from '../../../../shared/kernel/ids.ts'
import { Refusal } from '../../../../shared/kernel/refusal.ts'
import { say } from '../../../../shared/kernel/text.ts'
import type { Action } from '../../../../shared/person/access.ts'
import { consentTexts } from '../../../../shared/volunteer/consent.ts'
import { agrees, purposes, type Volunteer } from '../../../../shared/volunteer/volunteer.ts'
import { issueCertificate, issueInput } from '../../../commands/hours-certificate.ts'
import { changeVolunteer, consentInput, lookAtMinor, lookInput, particularsInput, recordConsent } from '../../../commands/volunteer.ts'
import { authorise } from '../../../context.ts'
import { organisationOf, readVolunteer, type VolunteerView } from '../../../queries/volunteer.ts'
import { DateField, HiddenField, TextField } from '../../look/fields.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { Pager, Table } from '../../look/table.tsx'
import { At, Empty, Facts, Figures, Note, Panel, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { cameAndWent, counterNames, hours, hourStateNames, hourStateTones, kindNames } from '../activity/words.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { sentVolunteer, VolunteerFields, volunteerValues } from './fields.tsx'
import { pageWithin } from '../../../queries/paging.ts'

const SIZE = 20

async function show({ context, look, params, query }: Asked, attempt?: Attempt): Promise<Shown> {
  const organisation = organisationOf(context, undefined, 'volunteer.list')
  const view = await readVolunteer(context, organisation, params.volunteer ?? '')
  const { volunteer, minor, open } = view
  const t = texts(look)
  const path = `/volunteers/${volunteer.id}`
  const page = pageWithin(Number(query.get('page')), SIZE, open?.records.length ?? 0)
  return { page: (
    <Page
      look={look} title={volunteer.name} crumbs={[{ href: '/volunteers', label: t.volunteers }]} mistakes={attempt?.mistakes ?? []}
      lead={<><span class="n">{volunteer.number}</span>{minor ? <> <Tag state="wait" icon="locked">{t.minor}</Tag></> : null}</>} actions={open === null ? undefined : <ButtonLink href={`${path}/edit`} icon="edit">{t.edit}</ButtonLink>}
    >
      {open === null ? <Locked look={look} path={path} values={attempt?.values ?? {}} /> : (
        <>
          <Figures figures={[
            { label: counterNames['checked-in'][look.language], value: shownHours(open.sums.checkedIn), unit: t.hour },
            { label: counterNames['back-filled'][look.language], value: shownHours(open.sums.backFilled), unit: t.hour },
          ]} />
          <div class="split">
            <div class="stackv">
              <Records look={look} open={open} page={page} />
              <Certificates look={look} open={open} path={path} values={attempt?.values ?? {}} />
            </div>
            <aside class="stackv">
              <Panel title={t.person} id="person"><Known look={look} volunteer={volunteer} /></Panel>
              <Consents look={look} volunteer={volunteer} path={path} />
            </aside>
          </div>
        </>
      )}
    </Page>
  ) }
}

function Locked({ look, path, values }: { look: Look; path: string; values: Record<string, string> }) {
  const t = texts(look)
  return (
    <Panel title={t.locked} id="locked">
      <Note state="wait" icon="locked">{t.lockedHint}</Note>
      <Form action={`${path}/looks`} command={newSecret()}>
        <TextField path="reason" label={t.reason} required value={values.reason ?? ''} limit={300} />
        <p><Button icon="eye">{t.look}</Button></p>
      </Form>
    </Panel>
  )
}

function Records({ look, open, page }: { look: Look; open: NonNullable<VolunteerView['open']>; page: number }) {
  const t = texts(look)
  return (
    <Panel title={t.records} id="records">
      <Table
        caption={t.caption} rows={open.records.slice((page - 1) * SIZE, page * SIZE)} empty={<Empty title={t.none} />}
        columns={[
          { header: t.activity, names: true, cell: (one) => <a href={`/projects/${one.project}/activities/${one.activity}/hours/${one.volunteer}`}>{one.title}</a> },
          { header: t.when, cell: (one) => <><At at={one.from} time={false} /> <span class="n nw">{cameAndWent(one)}</span></> },
          { header: t.hours, align: 'end', cell: (one) => (one.state === 'open' ? '' : <span class="n nw">{shownHours(one.minutes)} <span class="soft small">{kindNames[one.kind][look.language]}</span></span>) },
          { header: t.state, cell: (one) => <Tag state={hourStateTones[one.state]}>{hourStateNames[one.state][look.language]}</Tag> },
        ]}
      />
      <Pager page={page} size={SIZE} total={open.records.length} />
    </Panel>
  )
}

function Certificates({ look, open, path, values }: { look: Look; open: NonNullable<VolunteerView['open']>; path: string; values: Record<string, string> }) {
  const t = texts(look)
  const today = shanghaiDate(look.now)
  return (
    <Panel title={t.certificates} id="certificates">
      {open.certificates.length === 0 ? null : <ul class="tasks">{open.certificates.map((one) => <li><div><a href={`${path}/certificates/${one.id}`} class="n">{hoursCertificateNumber(one.id)}</a><p><At at={one.issuedAt} time={false} /> {hours(one.checkedIn + one.backFilled, look.language)}</p></div></li>)}</ul>}
      <p class="soft">{t.certificateLead}</p>
      <Form action={`${path}/certificates`} command={newSecret()}>
        <DateField path="from" label={t.from} required value={values.from ?? addMonths(today, -12)} />
        <DateField path="to" label={t.to} required value={values.to ?? today} />
        <p><Button weight="second">{t.make}</Button></p>
      </Form>
    </Panel>
  )
}

function Known({ look, volunteer }: { look: Look; volunteer: Volunteer }) {
  const t = texts(look)
  const { phone, gender, birthDate, guardian, skills, checkedOn, createdAt, createdBy } = volunteer
  return (
    <Facts facts={[
      { term: t.phone, detail: <span class="n">{phone}</span> }, gender !== null && { term: t.gender, detail: t.genders[gender] }, birthDate !== null && { term: t.birth, detail: <At at={birthDate} year="always" weekday={false} /> },
      guardian !== null && { term: t.guardian, detail: <>{guardian.name} <span class="n">{guardian.phone}</span> <p class="small soft"><At at={guardian.agreedOn} weekday={false} /> {t.agreed}</p></> },
      skills !== '' && { term: t.skills, detail: skills }, checkedOn !== null && { term: t.checked, detail: <At at={checkedOn} year="always" weekday={false} /> },
      { term: t.since, detail: <><At at={createdAt} time={false} weekday={false} /> {createdBy?.name ?? t.themselves}</> },
    ]} />
  )
}

function Consents({ look, volunteer, path }: { look: Look; volunteer: Volunteer; path: string }) {
  const t = texts(look)
  return (
    <Panel title={t.consents} id="consents">
      {purposes.map((purpose) => {
        const given = agrees(volunteer, purpose)
        const last = volunteer.consents.findLast((one) => one.purpose === purpose)
        const name = say(consentTexts[purpose].name, look.language)
        return (
          <div class="stackv tight">
            <p><strong>{name}</strong> <Tag state={given ? 'done' : 'idle'}>{given ? t.given : t.notGiven}</Tag>{last === undefined ? null : <span class="small soft"> <At at={last.at} time={false} weekday={false} /> {t.by[last.by]}</span>}</p>
            <Form action={`${path}/consents`} command={newSecret()} class="inline"><HiddenField path="purpose" value={purpose} /><HiddenField path="given" value={given ? 'no' : 'yes'} /><Button weight="quiet" label={`${given ? t.takeBack : t.give} ${name}`}>{given ? t.takeBack : t.give}</Button></Form>
          </div>
        )
      })}
    </Panel>
  )
}

async function edit({ context, look, params }: Asked, attempt?: Attempt): Promise<Shown> {
  const organisation = organisationOf(context, undefined, 'volunteer.change')
  const { volunteer, open } = await readVolunteer(context, organisation, params.volunteer ?? '')
  const path = `/volunteers/${volunteer.id}`
  if (open === null) return { go: path }
  const t = texts(look)
  return { page: (
    <Page look={look} title={t.edit} crumbs={[{ href: '/volunteers', label: t.volunteers }, { href: path, label: volunteer.name }]} mistakes={attempt?.mistakes ?? []}>
      <Form action={`${path}/edit`} command={newSecret()}>
        <VolunteerFields look={look} values={attempt?.values ?? volunteerValues(volunteer)} />
        <p class="acts"><Button>{t.save}</Button><ButtonLink href={path}>{t.back}</ButtonLink></p>
      </Form>
    </Page>
  ) }
}

/** A deed on one volunteer of the organisation that the asker acts for. */
const deed = (action: Action, run: (asked: Asked, at: { organisation: OrganisationId; volunteer: VolunteerId }, posted: Posted) => Promise<string | undefined>, again = show) => (asked: Asked, posted: Posted): Promise<Shown> => {
  const organisation = organisationOf(asked.context, undefined, 'volunteer.list')
  authorise(asked.context, action, { organisation })
  const id = volunteerId.safeParse(asked.params.volunteer)
  if (!id.success) throw new Refusal('NOT_FOUND')
  return tryForm(posted, async () => ({ go: (await run(asked, { organisation, volunteer: id.data }, posted)) ?? `/volunteers/${id.data}` }), (attempt) => again(asked, attempt))
}

const texts = (look: Look) => words(look.language, {
  zh: {
    volunteers: '志愿者', minor: '未成年', edit: '修改资料', hour: '小时', locked: '查看未成年人的资料', lockedHint: '未成年人的资料要填写理由才能查看，理由会留痕。查看一次管半小时。', reason: '查看理由', look: '查看', records: '在本机构的服务记录', caption: '服务记录，新的在上', none: '还没有记录', activity: '活动', when: '时间', hours: '时长', state: '状态',
    certificates: '服务记录证明', certificateLead: '写明本机构记录的时长和内容，免费，可以在线核对。', from: '从', to: '到', make: '开具证明', person: '资料', phone: '手机号', gender: '性别', genders: { female: '女', male: '男' }, birth: '出生日期', guardian: '监护人', agreed: '同意', skills: '技能', checked: '无犯罪记录查询', since: '登记', themselves: '本人扫码',
    consents: '同意', given: '已同意', notGiven: '未同意', by: { self: '本人', guardian: '监护人', paper: '纸质' }, give: '登记同意', takeBack: '登记撤回', save: '保存', back: '返回',
  },
  en: {
    volunteers: 'Volunteers', minor: 'Minor', edit: 'Change the record', hour: 'h', locked: 'Look at a minor’s record', lockedHint: 'A minor’s record opens only for a reason, which is logged. One reason is good for half an hour.', reason: 'Reason', look: 'Look', records: 'Records with this organisation', caption: 'Records, the newest on top', none: 'No records yet', activity: 'Activity', when: 'When', hours: 'Hours', state: 'State',
    certificates: 'Certificates of service', certificateLead: 'States hours and content as this organisation recorded them; free, and to be checked online.', from: 'From', to: 'To', make: 'Make a certificate', person: 'Record', phone: 'Mobile number', gender: 'Gender', genders: { female: 'Female', male: 'Male' }, birth: 'Date of birth', guardian: 'Guardian', agreed: 'agreed', skills: 'Skills', checked: 'Offence check', since: 'On record', themselves: 'by their own scan',
    consents: 'Consents', given: 'Agreed', notGiven: 'Not agreed', by: { self: 'themselves', guardian: 'guardian', paper: 'on paper' }, give: 'Note a consent', takeBack: 'Note a withdrawal', save: 'Save', back: 'Back',
  },
})

export const volunteerPagesOfOne: PageRoute[] = [
  { method: 'get', path: '/volunteers/:volunteer', action: 'volunteer.read', show: (asked) => show(asked) },
  { method: 'get', path: '/volunteers/:volunteer/edit', action: 'volunteer.change', show: (asked) => edit(asked) },
  {
    method: 'post', path: '/volunteers/:volunteer/edit', action: 'volunteer.change',
    send: deed('volunteer.change', async ({ context }, at, posted) => { await changeVolunteer(context, at.organisation, at.volunteer, readAs(particularsInput, sentVolunteer(posted))); return undefined }, edit),
  },
  { method: 'post', path: '/volunteers/:volunteer/looks', action: 'volunteer.read', send: deed('volunteer.read', async ({ context }, at, { body }) => { await lookAtMinor(context, at.organisation, at.volunteer, readAs(lookInput, body)); return undefined }) },
  {
    method: 'post', path: '/volunteers/:volunteer/consents', action: 'volunteer.change',
    send: deed('volunteer.change', async ({ context }, at, { fields }) => { await recordConsent(context, at.organisation, at.volunteer, readAs(consentInput, { purpose: fields.purpose, given: fields.given === 'yes' })); return undefined }),
  },
  {
    method: 'post', path: '/volunteers/:volunteer/certificates', action: 'volunteer.read',
    send: deed('volunteer.read', async ({ context }, at, { body }) => `/volunteers/${at.volunteer}/certificates/${(await issueCertificate(context, at.organisation, at.volunteer, readAs(issueInput, body))).certificate}`),
  },
]
