import type { Language } from '../../../shared/kernel/text.ts'
import { registeredKinds } from '../../../shared/organisation/credit-code.ts'
import type { Organisation } from '../../../shared/organisation/organisation.ts'
import { ChoiceField } from '../look/choices.tsx'
import { HiddenField, IntegerField, TextField } from '../look/fields.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import { words } from '../look/words.ts'
import { registeredNames } from './organisation-words.ts'

/** Who can ask to join, as the first page asks it: each has a form of its own, so that nobody skips fields that are not theirs. */
export const applicants = {
  agency: { kind: 'agency', standing: 'registered' },
  organisation: { kind: 'organisation', standing: 'registered' },
  team: { kind: 'team', standing: 'filed' },
  'registered-team': { kind: 'team', standing: 'registered' },
  community: { kind: 'organisation', standing: 'filed' },
} as const
export type Applicant = keyof typeof applicants
export const isApplicant = (name: string): name is Applicant => Object.hasOwn(applicants, name)

export const applicantOf = ({ kind, standing }: { kind: string; standing: string }): Applicant =>
  (Object.keys(applicants) as Applicant[]).find((name) => applicants[name].kind === kind && applicants[name].standing === standing) ?? 'organisation'

/** The fields as the form names them, from what was told before. */
export function valuesOf(organisation: Organisation): Record<string, string> {
  const { contact, team } = organisation
  return {
    name: organisation.name, 'contact.name': contact.name, 'contact.phone': contact.phone, 'contact.email': contact.email,
    ...(team === null ? {} : { 'team.size': String(team.size), 'team.core': String(team.core) }),
    ...(organisation.standing === 'registered'
      ? { registeredAs: organisation.registeredAs, creditCode: organisation.creditCode, street: organisation.street }
      : { 'filing.with': organisation.filing.with, 'filing.number': organisation.filing.number, 'host.name': organisation.host.name, 'host.creditCode': organisation.host.creditCode }),
  }
}

/** What the form sent, as the command wants it: figures as numbers where they are some. What is not a figure stays, to be told so. */
export function sentParticulars(body: Record<string, unknown>): Record<string, unknown> {
  const { as, ...rest } = body
  const applicant = applicants[typeof as === 'string' && isApplicant(as) ? as : 'organisation']
  return { ...rest, ...applicant, ...sentTeam(body) }
}

export function sentTeam(body: Record<string, unknown>): { team?: { size: unknown; core: unknown } } {
  if (typeof body.team !== 'object' || body.team === null) return {}
  const { size, core } = body.team as Record<string, unknown>
  return { team: { size: figure(size), core: figure(core) } }
}
const figure = (typed: unknown): unknown => (typeof typed === 'string' && /^\s*\d{1,9}\s*$/.test(typed) ? Number(typed) : typed)

/** The form to join, also for asking again. */
export function JoinForm({ language, applicant, action, command, values, send, back }: {
  language: Language
  applicant: Applicant
  action: string
  command: string
  values: Record<string, string>
  send: string
  back: string
}) {
  const t = joinWords(language)
  const { kind, standing } = applicants[applicant]
  const value = (path: string) => values[path] ?? ''
  return (
    <Form action={action} command={command}>
      <HiddenField path="as" value={applicant} />
      <TextField path="name" label={t.name[kind]} hint={standing === 'registered' ? t.nameHint : undefined} required value={value('name')} limit={60} autocomplete="organization" />
      {standing === 'registered' ? (
        <>
          <ChoiceField path="registeredAs" label={t.registeredAs} required value={value('registeredAs')} choices={registeredKinds.map((one) => ({ value: one, label: registeredNames[one][language] }))} />
          <TextField path="creditCode" label={t.creditCode} hint={t.creditCodeHint} required value={value('creditCode')} />
          <TextField path="street" label={t.street} hint={t.streetHint} required value={value('street')} limit={40} />
        </>
      ) : (
        <>
          <TextField path="filing.with" label={t.filedWith} hint={t.filedWithHint} required value={value('filing.with')} limit={60} />
          <TextField path="filing.number" label={t.filingNumber} value={value('filing.number')} />
          <TextField path="host.name" label={t.host} hint={t.hostHint} required value={value('host.name')} limit={60} />
          <TextField path="host.creditCode" label={t.hostCode} hint={t.creditCodeHint} required value={value('host.creditCode')} />
        </>
      )}
      {kind === 'team' ? <TeamFields language={language} values={values} /> : null}
      <ContactFields language={language} values={values} />
      <p class="acts"><Button icon="send">{send}</Button><ButtonLink href={back}>{t.back}</ButtonLink></p>
    </Form>
  )
}

export function TeamFields({ language, values }: { language: Language; values: Record<string, string> }) {
  const t = joinWords(language)
  return (
    <>
      <IntegerField path="team.size" label={t.size} hint={t.sizeHint} unit={t.people} required value={values['team.size'] ?? ''} />
      <IntegerField path="team.core" label={t.core} hint={t.coreHint} unit={t.people} required value={values['team.core'] ?? ''} />
    </>
  )
}

export function ContactFields({ language, values }: { language: Language; values: Record<string, string> }) {
  const t = joinWords(language)
  return (
    <>
      <TextField path="contact.name" label={t.contact} required value={values['contact.name'] ?? ''} limit={60} autocomplete="name" />
      <TextField path="contact.phone" label={t.phone} hint={t.phoneHint} type="tel" required value={values['contact.phone'] ?? ''} autocomplete="tel" />
      <TextField path="contact.email" label={t.email} hint={t.emailHint} type="email" required value={values['contact.email'] ?? ''} autocomplete="email" />
    </>
  )
}

function joinWords(language: Language) {
  return words(language, {
    zh: {
      name: { organisation: '组织名称', agency: '机构名称', team: '队伍名称' }, nameHint: '与登记证书上的一致。', registeredAs: '登记类型', creditCode: '统一社会信用代码', creditCodeHint: '18 位，在登记证书上。字母不分大小写，空格可以保留。',
      street: '所在街道或镇', streetHint: '例如：示例街道。', filedWith: '备案单位', filedWithHint: '街道或镇，例如：示例街道。', filingNumber: '备案编号', host: '挂靠单位', hostHint: '备案的队伍和组织通过挂靠单位申报和收款。', hostCode: '挂靠单位的统一社会信用代码',
      size: '队伍人数', sizeHint: '现在实有人数。', core: '骨干人数', coreHint: '长期组织和带队的人，含在队伍人数里。', people: '人',
      contact: '联系人', phone: '电话', phoneHint: '手机，或带区号的固定电话。', email: '邮箱', emailHint: '审核结果会发到这里。', back: '返回',
    },
    en: {
      name: { organisation: 'Name of the organisation', agency: 'Name of the agency', team: 'Name of the team' }, nameHint: 'As on the certificate of registration.', registeredAs: 'Registered as', creditCode: 'Unified social credit code', creditCodeHint: '18 characters, on the certificate of registration. Small letters and spaces are fine.',
      street: 'Street or town', streetHint: 'Where the organisation works.', filedWith: 'Filed with', filedWithHint: 'The street or town that keeps your file.', filingNumber: 'Filing number', host: 'Host organisation', hostHint: 'Filed teams and organisations apply and are paid through a host.', hostCode: 'Credit code of the host',
      size: 'People in the team', sizeHint: 'As of today.', core: 'Core members', coreHint: 'Those who organise and lead; counted in the team.', people: 'people',
      contact: 'Contact person', phone: 'Phone', phoneHint: 'A mobile number, or a landline with its area code.', email: 'E-mail', emailHint: 'The decision is sent here.', back: 'Back',
    },
  })
}
