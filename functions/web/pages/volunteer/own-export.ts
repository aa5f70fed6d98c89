import { hoursCertificateNumber } from '../../../../shared/hours/certificate.ts'
import { shanghaiDate } from '../../../../shared/kernel/calendar.ts'
import type { Instant } from '../../../../shared/kernel/instant.ts'
import { type Language, say } from '../../../../shared/kernel/text.ts'
import { consentTexts } from '../../../../shared/volunteer/consent.ts'
import type { OwnHours } from '../../../queries/volunteer.ts'
import { words } from '../../look/words.ts'
import { cameAndWent, counterNames, hours, hourStateNames, kindNames, ratingNames } from '../activity/words.ts'

/** Everything that is kept of a volunteer, as one file that a person can read (forms.md part 7 (3)). */
export function writeOut({ volunteer, records, sums, certificates, organisations }: OwnHours, language: Language, now: Instant): string {
  const t = words(language, {
    zh: { title: '我的志愿服务记录', at: '导出日期', name: '姓名', number: '志愿者编号', phone: '手机号', gender: '性别', female: '女', male: '男', birth: '出生日期', guardian: '监护人', skills: '技能', checked: '无犯罪记录查询日期', consents: '同意', given: '同意', taken: '撤回', version: '第几版', records: '服务记录', correction: '更正', certificates: '证明', none: '无' },
    en: { title: 'My record of volunteer service', at: 'Exported on', name: 'Name', number: 'Volunteer number', phone: 'Mobile number', gender: 'Gender', female: 'female', male: 'male', birth: 'Date of birth', guardian: 'Guardian', skills: 'Skills', checked: 'Offence check on', consents: 'Consents', given: 'given', taken: 'taken back', version: 'version', records: 'Records', correction: 'correction', certificates: 'Certificates', none: 'none' },
  })
  const { name, number, phone, gender, birthDate, guardian, skills, checkedOn, consents } = volunteer
  const line = (label: string, value: string | null) => (value === null || value === '' ? [] : [`${label}: ${value}`])
  return [
    t.title, ...line(t.at, shanghaiDate(now)), '',
    ...line(t.name, name), ...line(t.number, number), ...line(t.phone, phone), ...line(t.gender, gender === null ? null : t[gender]), ...line(t.birth, birthDate),
    ...line(t.guardian, guardian === null ? null : `${guardian.name} ${guardian.phone} ${guardian.agreedOn}`), ...line(t.skills, skills), ...line(t.checked, checkedOn), '',
    t.consents, ...consents.map((one) => `${shanghaiDate(one.at)} ${say(consentTexts[one.purpose].name, language)} ${one.given ? t.given : t.taken} (${t.version} ${one.version})`), '',
    `${counterNames['checked-in'][language]}: ${hours(sums.checkedIn, language)}`, `${counterNames['back-filled'][language]}: ${hours(sums.backFilled, language)}`, '',
    t.records, ...(records.length === 0 ? [t.none] : records.flatMap((one) => [
      [shanghaiDate(one.from), cameAndWent(one), one.title, organisations.get(one.organisation) ?? '', hours(one.minutes, language), kindNames[one.kind][language], hourStateNames[one.state][language], one.rating === null ? '' : ratingNames[one.rating.value][language]].filter((part) => part !== '').join(' | '),
      ...one.corrections.map(({ at, reason, before }) => `  ${t.correction} ${shanghaiDate(at)}: ${cameAndWent(before)} ${hours(before.minutes, language)} | ${reason}`),
    ])), '',
    t.certificates, ...(certificates.length === 0 ? [t.none] : certificates.map((one) => `${shanghaiDate(one.issuedAt)} ${hoursCertificateNumber(one.id)} ${one.organisation.name} ${one.from} – ${one.to}`)), '',
  ].join('\n')
}
