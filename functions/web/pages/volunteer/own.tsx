import { shanghaiDate, addMonths } from '../../../../shared/kernel/calendar.ts'
import { newSecret } from '../../../../shared/kernel/ids.ts'
import { isRefusal } from '../../../../shared/kernel/refusal.ts'
import { say } from '../../../../shared/kernel/text.ts'
import { shownHours } from '../../../../shared/hours/hours.ts'
import { hoursCertificateNumber } from '../../../../shared/hours/certificate.ts'
import { consentTexts } from '../../../../shared/volunteer/consent.ts'
import { agrees, maskedPhone, purposes } from '../../../../shared/volunteer/volunteer.ts'
import { forgetDevices, proveVolunteer, rememberDevice } from '../../../commands/device.ts'
import { askCorrection, askInput } from '../../../commands/hours.ts'
import { issueOwnCertificate, ownIssueInput } from '../../../commands/hours-certificate.ts'
import { consentInput, ownConsent } from '../../../commands/volunteer.ts'
import { authorise } from '../../../context.ts'
import { type OwnHours, readOwn } from '../../../queries/volunteer.ts'
import { ChoiceField } from '../../look/choices.tsx'
import { Dialog } from '../../look/dialog.tsx'
import { DateField, HiddenField, TextField } from '../../look/fields.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { Pager, Table } from '../../look/table.tsx'
import { At, Empty, Facts, Figures, Panel, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { localPath } from '../../local-path.ts'
import { readAs } from '../../mistakes.ts'
import { dropVolunteerCookie, setVolunteerCookie, volunteerCookie } from '../../volunteer-cookie.ts'
import { cameAndWent, counterNames, hours, hourStateNames, hourStateTones, kindNames } from '../activity/words.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { writeOut } from './own-export.ts'
import { pageWithin } from '../../../queries/paging.ts'

const SIZE = 20

/** A volunteer's own record, on a browser that has proved phone and number; otherwise the question for both. */
async function show({ context, look, hono, query }: Asked, attempt?: Attempt): Promise<Shown> {
  let own: OwnHours
  try {
    own = await readOwn(context, volunteerCookie(hono))
  } catch (error) {
    if (!isRefusal(error, 'NOT_ALLOWED') && !isRefusal(error, 'NOT_FOUND')) throw error
    return { page: <Prove look={look} attempt={attempt} /> }
  }
  const t = texts(look)
  const page = pageWithin(Number(query.get('page')), SIZE, own.records.length)
  return { page: (
    <Page look={look} title={t.title} mistakes={attempt?.mistakes ?? []} actions={<ButtonLink href="/my-hours/export" icon="download" download>{t.export}</ButtonLink>}>
      <Figures figures={[
        { label: counterNames['checked-in'][look.language], value: shownHours(own.sums.checkedIn), unit: t.hour },
        { label: counterNames['back-filled'][look.language], value: shownHours(own.sums.backFilled), unit: t.hour },
        { label: t.activities, value: own.records.filter(({ state }) => state === 'counted').length, unit: t.times },
      ]} />
      <div class="split">
        <div class="stackv">
          <Panel title={t.records} id="records">
            <Table
              caption={t.caption} rows={own.records.slice((page - 1) * SIZE, page * SIZE)} empty={<Empty title={t.none}>{t.noneHint}</Empty>}
              columns={[
                { header: t.activity, names: true, cell: (one) => one.title },
                { header: t.when, cell: (one) => <><At at={one.from} time={false} /> <span class="n nw">{cameAndWent(one)}</span></> },
                { header: t.hours, align: 'end', cell: (one) => (one.state === 'open' ? '' : <span class="n nw">{shownHours(one.minutes)} <span class="soft small">{kindNames[one.kind][look.language]}</span></span>) },
                { header: t.state, cell: (one) => <Tag state={hourStateTones[one.state]}>{hourStateNames[one.state][look.language]}</Tag> },
                { header: t.ask, hidden: true, cell: (one) => (one.asked === null ? (
                  <Dialog label={t.wrong} weight="quiet" title={t.askTitle(one.title)}>
                    <Form action="/my-hours/corrections" command={newSecret()}>
                      <HiddenField path="activity" value={one.activity} />
                      <p class="field"><label for={`ask-${one.activity}`}>{t.what}</label><textarea class="inp" id={`ask-${one.activity}`} name="text" rows={3}></textarea></p>
                      <Button>{t.send}</Button>
                    </Form>
                  </Dialog>
                ) : <span class="soft small">{t.asked}</span>) },
              ]}
            />
            <Pager page={page} size={SIZE} total={own.records.length} />
          </Panel>
          <Certificates look={look} own={own} values={attempt?.values ?? {}} />
        </div>
        <aside class="stackv">
          <Panel title={t.me} id="me">
            <Facts facts={[
              { term: t.name, detail: own.volunteer.name }, { term: t.number, detail: <span class="n">{own.volunteer.number}</span> }, { term: t.phone, detail: <span class="n">{maskedPhone(own.volunteer.phone)}</span> },
              own.volunteer.guardian !== null && { term: t.guardian, detail: own.volunteer.guardian.name },
            ]} />
            <p class="soft small">{t.change}</p>
          </Panel>
          <Consents look={look} own={own} />
          <Panel title={t.device} id="device">
            <p class="soft">{t.deviceLead}</p>
            <Form action="/my-hours/forget" command={newSecret()} class="acts"><Button weight="second">{t.forget}</Button><Button weight="second" name="all" value="true">{t.forgetAll}</Button></Form>
          </Panel>
        </aside>
      </div>
    </Page>
  ) }
}

function Prove({ look, attempt }: { look: Look; attempt: Attempt | undefined }) {
  const t = texts(look)
  return (
    <Page look={look} title={t.title} mistakes={attempt?.mistakes ?? []} lead={<p class="soft">{t.lead}</p>}>
      <div class="panel">
        <Form action="/my-hours" command={newSecret()}>
          <TextField path="phone" label={t.phone} type="tel" required autocomplete="tel" value={attempt?.values.phone ?? ''} />
          <TextField path="number" label={t.number} hint={t.numberHint} required value={attempt?.values.number ?? ''} />
          <p><Button>{t.see}</Button></p>
        </Form>
      </div>
    </Page>
  )
}

function Certificates({ look, own, values }: { look: Look; own: OwnHours; values: Record<string, string> }) {
  const t = texts(look)
  if (own.organisations.size === 0) return null
  const today = shanghaiDate(look.now)
  const [first] = own.organisations.keys()
  return (
    <Panel title={t.certificates} id="certificates">
      {own.certificates.length === 0 ? null : (
        <ul class="tasks">{own.certificates.map((one) => <li><div><a href={`/my-hours/certificates/${one.id}`}>{one.organisation.name} <span class="n nw">{hoursCertificateNumber(one.id)}</span></a><p><At at={one.issuedAt} time={false} /> {hours(one.checkedIn + one.backFilled, look.language)}</p></div></li>)}</ul>
      )}
      <p class="soft">{t.certificateLead}</p>
      <Form action="/my-hours/certificates" command={newSecret()}>
        <ChoiceField path="organisation" label={t.organisation} as="select" none={null} required value={values.organisation ?? first ?? ''} choices={[...own.organisations].map(([value, label]) => ({ value, label }))} />
        <DateField path="from" label={t.from} required value={values.from ?? addMonths(today, -12)} />
        <DateField path="to" label={t.to} required value={values.to ?? today} />
        <p><Button weight="second">{t.make}</Button></p>
      </Form>
    </Panel>
  )
}

function Consents({ look, own }: { look: Look; own: OwnHours }) {
  const t = texts(look)
  return (
    <Panel title={t.consents} id="consents">
      {purposes.map((purpose) => {
        const given = agrees(own.volunteer, purpose)
        const name = say(consentTexts[purpose].name, look.language)
        return (
          <div class="stackv tight">
            <p><strong>{name}</strong> <Tag state={given ? 'done' : 'idle'}>{given ? t.given : t.notGiven}</Tag></p>
            <p class="small soft">{say(consentTexts[purpose].text, look.language)}</p>
            <Form action="/my-hours/consents" command={newSecret()} class="inline"><HiddenField path="purpose" value={purpose} /><HiddenField path="given" value={given ? 'no' : 'yes'} /><Button weight="quiet" label={`${given ? t.takeBack : t.give} ${name}`}>{given ? t.takeBack : t.give}</Button></Form>
          </div>
        )
      })}
    </Panel>
  )
}

async function prove(asked: Asked, posted: Posted): Promise<Shown> {
  const { context, hono } = asked
  authorise(context, 'volunteer.own', {})
  return tryForm(posted, async () => {
    const { id } = await proveVolunteer(context, { phone: posted.fields.phone ?? '', number: posted.fields.number ?? '' })
    setVolunteerCookie(hono, await rememberDevice(context, id, true))
    return { go: '/my-hours' }
  }, (attempt) => show(asked, attempt))
}

async function forget({ context, hono }: Asked, { fields }: Posted): Promise<Shown> {
  await forgetDevices(context, volunteerCookie(hono), fields.all === 'true')
  dropVolunteerCookie(hono)
  return { go: localPath(fields.to ?? '/my-hours') }
}

async function download({ context, look, hono }: Asked): Promise<Shown> {
  try {
    const text = writeOut(await readOwn(context, volunteerCookie(hono)), look.language, context.now)
    return { response: new Response(text, { headers: { 'content-type': 'text/plain; charset=utf-8', 'content-disposition': 'attachment; filename="my-hours.txt"', 'cache-control': 'private, no-store' } }) }
  } catch (error) {
    if (!isRefusal(error, 'NOT_ALLOWED')) throw error
    return { go: '/my-hours' }
  }
}

/** A deed on the own record. A browser that has not proved whose it is comes to the question. */
const deed = (run: (asked: Asked, posted: Posted) => Promise<unknown>) => async (asked: Asked, posted: Posted): Promise<Shown> => {
  authorise(asked.context, 'volunteer.own', {})
  try {
    return await tryForm(posted, async () => {
      await run(asked, posted)
      return { go: '/my-hours' }
    }, (attempt) => show(asked, attempt))
  } catch (error) {
    if (!isRefusal(error, 'NOT_ALLOWED')) throw error
    return { go: '/my-hours' }
  }
}

const texts = (look: Look) => words(look.language, {
  zh: {
    title: '我的服务时长', lead: '不用账户。填手机号和志愿者编号，就能查看、导出和要求更正。', phone: '手机号', number: '志愿者编号', numberHint: '9 位数字，第一次签到时给过您，也可以问带队的人。', see: '查看',
    export: '导出全部', hour: '小时', activities: '参加活动', times: '场', records: '服务记录', caption: '服务记录，新的在上', none: '还没有服务记录', noneHint: '在活动现场扫码签到后，这里就有记录。', activity: '活动', when: '时间', hours: '小时', state: '状态', ask: '更正', wrong: '有误', askTitle: (title: string) => `请求更正：${title}`, what: '哪里不对，应该是怎样', send: '提交', asked: '已请求更正',
    certificates: '服务记录证明', certificateLead: '由记录时长的单位出具，免费，可以在线核对。', organisation: '单位', from: '从', to: '到', make: '开具证明', me: '我的资料', name: '姓名', guardian: '监护人', change: '姓名、手机号要改，请找带队的人。', consents: '我的同意', given: '已同意', notGiven: '未同意', give: '同意', takeBack: '撤回',
    device: '这部手机', deviceLead: '这部手机已记住您，签到时点一下就行。', forget: '不再记住', forgetAll: '所有手机都不再记住',
  },
  en: {
    title: 'My hours', lead: 'No account needed. Give your mobile and your volunteer number to see, export and correct your record.', phone: 'Mobile number', number: 'Volunteer number', numberHint: '9 digits; you got it when you first signed in, and the leader can tell you.', see: 'See my record',
    export: 'Export everything', hour: 'h', activities: 'Activities', times: 'times', records: 'Records', caption: 'Records, the newest on top', none: 'No records yet', noneHint: 'They appear when you scan the code at an activity.', activity: 'Activity', when: 'When', hours: 'Hours', state: 'State', ask: 'Correction', wrong: 'Something is wrong', askTitle: (title) => `Ask for a correction: ${title}`, what: 'What is wrong, and how it ought to be', send: 'Ask', asked: 'Correction asked',
    certificates: 'Certificates of service', certificateLead: 'Made out by who recorded the hours, free, and to be checked online.', organisation: 'Organisation', from: 'From', to: 'To', make: 'Make a certificate', me: 'About me', name: 'Name', guardian: 'Guardian', change: 'To change name or phone, ask the leader.', consents: 'What I agreed to', given: 'Agreed', notGiven: 'Not agreed', give: 'Agree', takeBack: 'Take back',
    device: 'This phone', deviceLead: 'This phone remembers you: one tap signs you in.', forget: 'Forget this phone', forgetAll: 'Forget all my phones',
  },
})

export const ownPages: PageRoute[] = [
  { method: 'get', path: '/my-hours', action: 'volunteer.own', show: (asked) => show(asked) },
  { method: 'post', path: '/my-hours', action: 'volunteer.own', send: prove },
  { method: 'get', path: '/my-hours/export', action: 'volunteer.own', show: download },
  { method: 'post', path: '/my-hours/forget', action: 'volunteer.own', send: forget },
  { method: 'post', path: '/my-hours/corrections', action: 'volunteer.own', send: deed(({ context, hono }, { body }) => askCorrection(context, volunteerCookie(hono), readAs(askInput, body))) },
  { method: 'post', path: '/my-hours/consents', action: 'volunteer.own', send: deed(({ context, hono }, { fields }) => ownConsent(context, volunteerCookie(hono), readAs(consentInput, { purpose: fields.purpose, given: fields.given === 'yes' }))) },
  { method: 'post', path: '/my-hours/certificates', action: 'volunteer.own', send: deed(({ context, hono }, { body }) => issueOwnCertificate(context, volunteerCookie(hono), readAs(ownIssueInput, body))) },
]
