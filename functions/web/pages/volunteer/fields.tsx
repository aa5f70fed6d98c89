import type { Volunteer } from '../../../../shared/volunteer/volunteer.ts'
import { CheckField, ChoiceField } from '../../look/choices.tsx'
import { DateField, TextField } from '../../look/fields.tsx'
import type { Look } from '../../look/look.ts'
import { Panel } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import type { Posted } from '../page.ts'

/** What is known of a volunteer, as a form. */
export function VolunteerFields({ look, values }: { look: Look; values: Record<string, string> }) {
  const t = texts(look)
  return (
    <>
      <Panel title={t.person} id="person">
        <TextField path="name" label={t.name} required value={values.name ?? ''} limit={60} />
        <TextField path="phone" label={t.phone} type="tel" required value={values.phone ?? ''} />
        <ChoiceField path="gender" label={t.gender} as="select" none={t.noGender} value={values.gender ?? ''} choices={[{ value: 'female', label: t.female }, { value: 'male', label: t.male }]} />
        <DateField path="birthDate" label={t.birth} hint={t.birthHint} value={values.birthDate ?? ''} />
        <TextField path="skills" label={t.skills} value={values.skills ?? ''} limit={200} />
        <DateField path="checkedOn" label={t.checked} hint={t.checkedHint} value={values.checkedOn ?? ''} />
      </Panel>
      <Panel title={t.minors} id="minors">
        <CheckField path="minor" label={t.minor} hint={t.minorHint} required checked={values.minor === 'true'} />
        <TextField path="guardian.name" label={t.guardian} value={values['guardian.name'] ?? ''} />
        <TextField path="guardian.phone" label={t.guardianPhone} type="tel" value={values['guardian.phone'] ?? ''} />
        <DateField path="guardian.agreedOn" label={t.agreedOn} value={values['guardian.agreedOn'] ?? ''} />
      </Panel>
    </>
  )
}

/** The form's fields as the commands take them. */
export function sentVolunteer({ body, fields }: Posted): Record<string, unknown> {
  const orNull = (text: string | undefined) => (text === undefined || text === '' ? null : text)
  const { guardian } = body
  return {
    name: fields.name, phone: fields.phone, skills: fields.skills, gender: orNull(fields.gender), birthDate: orNull(fields.birthDate), checkedOn: orNull(fields.checkedOn), minor: fields.minor === 'true',
    ...(guardian === undefined ? {} : { guardian: { name: fields['guardian.name'], phone: fields['guardian.phone'], agreedOn: orNull(fields['guardian.agreedOn']) } }),
  }
}

export const volunteerValues = ({ name, phone, gender, birthDate, skills, checkedOn, minor, guardian }: Volunteer): Record<string, string> => ({
  name, phone, gender: gender ?? '', birthDate: birthDate ?? '', skills, checkedOn: checkedOn ?? '', minor: String(minor), 'guardian.name': guardian?.name ?? '', 'guardian.phone': guardian?.phone ?? '', 'guardian.agreedOn': guardian?.agreedOn ?? '',
})

const texts = (look: Look) => words(look.language, {
  zh: {
    person: '基本信息', name: '姓名', phone: '手机号', gender: '性别', noGender: '不填', female: '女', male: '男', birth: '出生日期', birthHint: '不收身份证号。', skills: '技能', checked: '无犯罪记录查询日期', checkedHint: '服务未成年人的，要有 12 个月内的查询。',
    minors: '未成年人', minor: '未满 18 周岁', minorHint: '填了出生日期的，以出生日期为准。', guardian: '监护人姓名', guardianPhone: '监护人手机号', agreedOn: '监护人同意日期',
  },
  en: {
    person: 'Particulars', name: 'Name', phone: 'Mobile number', gender: 'Gender', noGender: 'Not given', female: 'Female', male: 'Male', birth: 'Date of birth', birthHint: 'Identity numbers are not collected.', skills: 'Skills', checked: 'Day of the offence check', checkedHint: 'Who meets minors needs one of the last 12 months.',
    minors: 'Minors', minor: 'Under 18', minorHint: 'A date of birth decides where it is given.', guardian: 'Guardian’s name', guardianPhone: 'Guardian’s mobile number', agreedOn: 'Day of the guardian’s consent',
  },
})
