import { type HoursCertificate, hoursCertificateNumber, hoursCertificateSchema } from '../../../../shared/hours/certificate.ts'
import { publicView } from '../../../../shared/kernel/exposure.ts'
import { isRefusal, Refusal } from '../../../../shared/kernel/refusal.ts'
import { maskedName } from '../../../../shared/volunteer/volunteer.ts'
import type { Context } from '../../../context.ts'
import { organisationOf, readHoursCertificate, readOwn, readVolunteer } from '../../../queries/volunteer.ts'
import { ButtonLink } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { PaperForm, PrintButton, Seals, Sheet } from '../../look/print.tsx'
import { Qr } from '../../look/qr.tsx'
import { At, Facts, Note } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { volunteerCookie } from '../../volunteer-cookie.ts'
import { counterNames, hours, kindNames } from '../activity/words.ts'
import type { Asked, PageRoute, Shown } from '../page.ts'

/** Says whether a certificate is real, to whoever has the paper: of the name no more than is needed to compare. */
async function showCheck({ context, look, params }: Asked): Promise<Shown> {
  const t = texts(look)
  let found: HoursCertificate
  try {
    found = await readHoursCertificate(context, params.certificate ?? '')
  } catch (error) {
    if (!isRefusal(error, 'NOT_FOUND')) throw error
    return { page: <Page look={look} title={t.wrong}><Note state="late" icon="no">{t.wrongLead}</Note></Page>, status: 404 }
  }
  const { organisation, from, to, checkedIn = 0, backFilled = 0, activities, issuedAt } = publicView(hoursCertificateSchema, found)
  return { page: (
    <Page look={look} title={t.check}>
      <Note state="done" icon="received">{t.real}</Note>
      <div class="panel">
        <Facts facts={[
          { term: t.name, detail: <strong>{maskedName(found.name)}</strong> },
          { term: t.unit, detail: organisation?.name },
          from !== undefined && to !== undefined && { term: t.period, detail: <><At at={from} year="always" weekday={false} /> – <At at={to} year="always" weekday={false} /></> },
          { term: counterNames['checked-in'][look.language], detail: hours(checkedIn, look.language) },
          { term: counterNames['back-filled'][look.language], detail: hours(backFilled, look.language) },
          { term: t.activities, detail: <span class="n">{activities}</span> },
          issuedAt !== undefined && { term: t.issuedAt, detail: <At at={issuedAt} year="always" weekday={false} time={false} /> },
          { term: t.paperNumber, detail: <span class="n">{hoursCertificateNumber(found.id)}</span> },
        ]} />
      </div>
      <p class="soft">{t.compare}</p>
    </Page>
  ) }
}

/** The paper: hours of both kinds, content, recording unit, a place for its seal, and the code that leads to the check. */
function Paper({ look, context, found, back }: { look: Look; context: Context; found: HoursCertificate; back: string }) {
  const t = texts(look)
  const { language } = look
  const address = new URL(`/hours-certificates/${found.id}`, context.environment.XIUYUAN_BASE_URL).href
  const day = (at: string) => <At at={at} year="always" weekday={false} time={false} />
  return (
    <Page look={look} title={`${t.paper} ${hoursCertificateNumber(found.id)}`} heading={t.paper} styles={['print.css']} actions={<><ButtonLink href={back} weight="quiet">{t.back}</ButtonLink><PrintButton>{t.print}</PrintButton></>}>
      <Sheet>
        <PaperForm
          title={t.paper} number={hoursCertificateNumber(found.id)}
          groups={[{ rows: [
            { label: t.name, value: found.name }, { label: t.number, value: <span class="n">{found.number}</span> },
            { label: t.unit, value: found.organisation.name }, { label: t.period, value: <>{day(found.from)} – {day(found.to)}</> },
            { label: counterNames['checked-in'][language], value: hours(found.checkedIn, language) }, { label: counterNames['back-filled'][language], value: hours(found.backFilled, language) },
          ] }, { heading: t.content, rows: found.lines.map(({ day: on, title, minutes, kind }) => ({ label: <span class="n">{on}</span>, long: true, value: <>{title}<span class="sep">·</span><span class="nw">{hours(minutes, language)}</span> {kindNames[kind][language]}</> })) }]}
        />
        {found.activities > found.lines.length ? <p class="small">{t.more(found.activities - found.lines.length)}</p> : null}
        <p class="small">{t.explain}</p>
        <div class="certificate-code"><Qr text={address} label={t.scan} /><p class="small">{t.scan}</p></div>
        <Seals seals={[{ who: found.organisation.name, says: <>{found.handler === null ? null : `${t.handler}${found.handler} `}{day(found.issuedAt)}</> }]} />
      </Sheet>
    </Page>
  )
}

async function showOrganisations({ context, look, params }: Asked): Promise<Shown> {
  const { volunteer, open } = await readVolunteer(context, organisationOf(context, undefined, 'volunteer.list'), params.volunteer ?? '')
  if (open === null) return { go: `/volunteers/${volunteer.id}` }
  const found = open.certificates.find(({ id }) => id === params.certificate)
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return { page: <Paper look={look} context={context} found={found} back={`/volunteers/${volunteer.id}`} /> }
}

async function showOwn({ context, look, params, hono }: Asked): Promise<Shown> {
  try {
    const found = (await readOwn(context, volunteerCookie(hono))).certificates.find(({ id }) => id === params.certificate)
    if (found === undefined) throw new Refusal('NOT_FOUND')
    return { page: <Paper look={look} context={context} found={found} back="/my-hours" /> }
  } catch (error) {
    if (!isRefusal(error, 'NOT_ALLOWED')) throw error
    return { go: '/my-hours' }
  }
}

const texts = (look: Look) => words(look.language, {
  zh: {
    check: '证明核对', real: '这份服务记录证明是真的，内容如下。', wrong: '没有这份证明', wrongLead: '请核对网址是否完整，或重新扫描证明上的二维码。仍然查不到的，请向出具单位核实；查不到的证明无效。', compare: '姓名只显示姓。请和证明上的姓名、时长、编号对照。', name: '姓名', number: '志愿者编号', unit: '记录单位', period: '服务时间', activities: '参加活动场次', issuedAt: '出具日期', paperNumber: '证明编号',
    paper: '志愿服务记录证明', print: '打印或存为 PDF', back: '返回', content: '服务内容', more: (n: number) => `另有 ${n} 场，已计入总时长。`, explain: '签到时长按签到、签退计算；补录时长由记录单位在活动后补录，不超过活动时长。', scan: '扫码核对', handler: '经办人：',
  },
  en: {
    check: 'Certificate check', real: 'This certificate of service is real. It says:', wrong: 'No such certificate', wrongLead: 'Check that the address is complete, or scan the code again. If it is still not found, ask who issued it; a certificate that is not found is not valid.', compare: 'Of the name only the first character is shown. Compare name, hours and number with the paper.', name: 'Name', number: 'Volunteer number', unit: 'Recorded by', period: 'Period', activities: 'Activities', issuedAt: 'Issued on', paperNumber: 'Certificate number',
    paper: 'Certificate of volunteer service', print: 'Print or save as PDF', back: 'Back', content: 'Service', more: (n) => `${n} more are counted in the sums.`, explain: 'Checked-in hours are from sign-in to sign-out; back-filled hours were written down afterwards by who recorded them and are never longer than the activity.', scan: 'Scan to check', handler: 'Made out by: ',
  },
})

export const hoursCertificatePages: PageRoute[] = [
  { method: 'get', path: '/hours-certificates/:certificate', action: 'hours.verify', show: showCheck },
  { method: 'get', path: '/volunteers/:volunteer/certificates/:certificate', action: 'volunteer.read', show: showOrganisations },
  { method: 'get', path: '/my-hours/certificates/:certificate', action: 'volunteer.own', show: showOwn },
]
