import { certificateNumber, type Certificate } from '../../../shared/award/certificate.ts'
import { isRefusal } from '../../../shared/kernel/refusal.ts'
import { say } from '../../../shared/kernel/text.ts'
import { readCertificate } from '../../queries/award.ts'
import { ButtonLink } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { CertificateSheet, PrintButton } from '../look/print.tsx'
import { Qr } from '../look/qr.tsx'
import { At, Facts, Note } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import type { Asked, PageRoute, Shown } from './page.ts'

const texts = (look: Pick<Look, 'language'>) =>
  words(look.language, {
    zh: {
      title: '证书核对', real: '这张证书是真的，内容如下。', wrong: '没有查到这张证书', wrongLead: '请核对网址是否完整，或重新扫证书上的二维码。仍然查不到的，请向颁发单位核实；没有查到的证书不能视为有效。',
      number: '证书编号', project: '获奖项目', organisation: '申报单位', award: '奖项', competition: '大赛', issuer: '颁发单位', date: '颁发日期',
      view: '看证书', list: '看获奖名单', paper: '荣誉证书', print: '打印或存为 PDF', check: '扫码核对', back: '证书核对页',
      body: (title: string, competition: string) => ({ before: '贵单位的项目“', title, after: `”在${competition}中，经评审、公示，荣获` }), end: '。',
      certify: '特发此证，以资鼓励。', to: (name: string) => `${name}：`,
    },
    en: {
      title: 'Certificate check', real: 'This certificate is real. It says:', wrong: 'No such certificate',
      wrongLead: 'Check that the address is complete, or scan the code on the certificate again. If it is still not found, ask the issuer; a certificate that is not found is not valid.',
      number: 'Number', project: 'Project', organisation: 'Applicant', award: 'Award', competition: 'Competition', issuer: 'Issued by',
      date: 'Date',
      view: 'See the certificate', list: 'See all awards', paper: 'Certificate', print: 'Print or save as PDF', check: 'Scan to check',
      back: 'Certificate check',
      body: (title, competition) => ({ before: 'For the project “', title, after: `” in ${competition}, after judging and public notice:` }),
      end: '', certify: 'This certificate is given in recognition.', to: (name) => name,
    },
  })

/** Says whether a certificate is real and what it certifies: what its QR code leads to. */
async function showCheck({ context, look, params }: Asked): Promise<Shown> {
  const t = texts(look)
  const found = await find(context, params.certificate ?? '')
  if (found === undefined) return { page: <Page look={look} title={t.wrong}><Note state="late" icon="no">{t.wrongLead}</Note></Page>, status: 404 }
  const { language } = look
  return { page: (
    <Page look={look} title={t.title}>
      <Note state="done" icon="received">{t.real}</Note>
      <div class="panel">
        <Facts facts={[
          { term: t.project, detail: <strong>{found.title}</strong> },
          { term: t.organisation, detail: found.organisation },
          { term: t.award, detail: <strong>{say(found.awardName, language)}</strong> },
          { term: t.competition, detail: <a href={`/public/competitions/${found.competition}`}>{say(found.competitionName, language)}</a> },
          { term: t.issuer, detail: say(found.issuer, language) },
          { term: t.date, detail: <At at={found.date} year="always" weekday={false} /> },
          { term: t.number, detail: <span class="n">{certificateNumber(found.id)}</span> },
        ]} />
      </div>
      <p class="acts"><ButtonLink href={`/certificates/${found.id}/print`} icon="file">{t.view}</ButtonLink><ButtonLink href={`/public/competitions/${found.competition}/awards`} weight="quiet">{t.list}</ButtonLink></p>
    </Page>
  ) }
}

/** The certificate itself: one landscape A4 page. PDF is the browser's print. */
async function showPaper({ context, look, params }: Asked): Promise<Shown> {
  const t = texts(look)
  const found = await find(context, params.certificate ?? '')
  if (found === undefined) return { page: <Page look={look} title={t.wrong}><Note state="late" icon="no">{t.wrongLead}</Note></Page>, status: 404 }
  const { language } = look
  const address = new URL(`/certificates/${found.id}`, context.environment.XIUYUAN_BASE_URL).href
  const body = t.body(found.title, say(found.competitionName, language))
  return { page: (
    <Page look={look} title={`${t.paper} ${certificateNumber(found.id)}`} heading={t.paper} styles={['print.css']} actions={<><ButtonLink href={`/certificates/${found.id}`} weight="quiet">{t.back}</ButtonLink><PrintButton>{t.print}</PrintButton></>}>
      <CertificateSheet
        title={t.paper}
        to={t.to(found.organisation)}
        body={<><p>{body.before}{body.title}{body.after}</p><p class="certificate-award">{say(found.awardName, language)}</p><p>{t.certify}</p></>}
        issuer={say(found.issuer, language)}
        date={<At at={found.date} year="always" weekday={false} />}
        number={certificateNumber(found.id)}
        code={<Qr text={address} label={t.check} />}
      />
    </Page>
  ) }
}

async function find(context: Asked['context'], id: string): Promise<Certificate | undefined> {
  try {
    return await readCertificate(context, id)
  } catch (error) {
    if (isRefusal(error, 'NOT_FOUND')) return undefined
    throw error
  }
}

export const certificatePages: PageRoute[] = [
  { method: 'get', path: '/certificates/:certificate', action: 'certificate.verify', show: showCheck },
  { method: 'get', path: '/certificates/:certificate/print', action: 'certificate.verify', show: showPaper },
]
