import * as z from 'zod'
import { fileId, organisationId, type PersonId, personId } from '../kernel/ids.ts'
import { type Instant, instant } from '../kernel/instant.ts'
import { type Mistake, Refusal } from '../kernel/refusal.ts'
import { typed } from '../kernel/text.ts'
import { districtCode } from '../person/person.ts'
import { creditCode, registeredKindOf, registeredKinds } from './credit-code.ts'
import { type AdmissionDecision, admissionDecisions, organisationStates } from './lifecycle.ts'

/** How long the removal of a member can be undone. */
export const UNDO_MINUTES = 10

export const organisationKinds = ['organisation', 'agency', 'team'] as const
export type OrganisationKind = (typeof organisationKinds)[number]

const contact = z.strictObject({
  name: typed(60),
  /** A mobile number, or a landline with its area code. */
  phone: z.string().trim().min(1).max(40).pipe(z.string().regex(/^\+?[0-9][0-9 ()-]{5,22}[0-9]$/, { error: 'PHONE_MALFORMED' })),
  email: z.string().trim().min(1).max(254).pipe(z.email()),
})

/** 志愿服务队伍: how many belong to it, and how many of them carry it. */
const team = z.strictObject({ size: z.int().min(1).max(1_000_000), core: z.int().min(1).max(10_000) })

const last = { team: team.nullable().default(null), contact }

// In the order of the form: mistakes are told in it.
const registered = { standing: z.literal('registered'), kind: z.enum(organisationKinds), name: typed(60), registeredAs: z.enum(registeredKinds), creditCode, /** 街道、镇 where it works. */ street: z.string().trim().max(40).default(''), ...last }
const filed = {
  standing: z.literal('filed'),
  kind: z.enum(['organisation', 'team']),
  name: typed(60),
  /** The street or town (街道、镇) that keeps the file, and the number it gave. */
  filing: z.strictObject({ with: typed(60), number: z.string().trim().max(40).default('') }),
  /** It applies through the host, which holds the account. */
  host: z.strictObject({ name: typed(60), creditCode }),
  ...last,
}

/** What an organisation tells of itself when it asks to join: a registered one its credit code, a filed one (备案) its host (挂靠单位). */
export const particulars = z.discriminatedUnion('standing', [z.strictObject(registered), z.strictObject(filed)])
export type Particulars = z.infer<typeof particulars>

const admission = {
  id: organisationId,
  district: districtCode,
  state: z.enum(organisationStates),
  /** Why it was returned, rejected or suspended. */
  reasons: z.string().nullable(),
  /** null: an administrator admitted it from the registry, before anybody of it had signed in. */
  askedBy: personId.nullable(),
  askedAt: instant,
  decidedAt: instant.nullable(),
  /** Counts the requests, so that each mail and each answer is one of its own. */
  asked: z.int(),
  /** The scan of the certificate, once it is uploaded and checked. */
  certificate: fileId.nullable(),
  /** What the host of a filed one has answered; null while it has not, and for a registered one, which needs none. */
  hosting: z.object({ state: z.enum(['accepted', 'declined']), at: instant, by: z.string(), reason: z.string() }).nullable().default(null),
}

/** 社会组织, 专业社工机构 or 志愿服务队伍: who applies for projects and delivers them. */
export const organisationSchema = z.discriminatedUnion('standing', [z.object({ ...admission, ...registered }), z.object({ ...admission, ...filed })])
export type Organisation = z.infer<typeof organisationSchema>

/** What the fields say about each other; each field by itself is checked by the schema. */
function particularsMistakes(given: Particulars | Organisation): Mistake[] {
  const mistakes: Mistake[] = []
  if (given.standing === 'registered' && registeredKindOf(given.creditCode) !== given.registeredAs) {
    mistakes.push({ path: 'registeredAs', code: 'CREDIT_CODE_KIND', zh: '登记类型与统一社会信用代码的前两位对不上：51 社会团体，52 社会服务机构，53 基金会', en: 'The kind does not agree with the first two characters of the credit code: 51 association, 52 social service, 53 foundation' })
  }
  if (given.kind === 'team' && given.team === null) mistakes.push({ path: 'team.size', code: 'REQUIRED', zh: '请填队伍人数和骨干人数', en: 'Give the size of the team and its core members' })
  if (given.kind !== 'team' && given.team !== null) mistakes.push({ path: 'team.size', code: 'NOT_A_TEAM', zh: '只有志愿服务队伍填这一项', en: 'Only a volunteer team fills this in' })
  if (given.team !== null && given.team.core > given.team.size) mistakes.push({ path: 'team.core', code: 'TOO_BIG', zh: `骨干人数不能多于队伍人数（${given.team.size} 人）`, en: `No more core members than the team has (${given.team.size})` })
  return mistakes
}

/** Throws INVALID with every mistake. */
export function askToJoin(id: Organisation['id'], district: string, given: Particulars, by: PersonId, now: Instant): Organisation {
  requireAskable(given)
  return { ...given, hosting: null, certificate: null, id, district, state: 'asked', reasons: null, askedBy: by, askedAt: now, decidedAt: null, asked: 1 }
}

/** After a return: the changed particulars, asked again. Throws WRONG_STATE, INVALID. */
export function askAgain(organisation: Organisation, given: Particulars, by: PersonId, now: Instant): Organisation {
  if (organisation.state !== 'returned') throw new Refusal('WRONG_STATE', { facts: { state: organisation.state } })
  requireAskable(given)
  const { id, district, reasons, decidedAt, asked, certificate } = organisation
  // The certificate is uploaded by itself, and stays; another host has to be asked anew.
  return { ...given, hosting: hostCodeOf(given) === hostCodeOf(organisation) ? organisation.hosting : null, certificate, id, district, reasons, decidedAt, state: 'asked', askedBy: by, askedAt: now, asked: asked + 1 }
}

/** Whoever asks says where they are: the registry is kept by street. */
function requireAskable(given: Particulars): void {
  const street: Mistake[] = given.standing === 'registered' && given.street === '' ? [{ path: 'street', code: 'REQUIRED', zh: '请写所在的街道或镇', en: 'Give the street or town' }] : []
  const mistakes = [...street, ...particularsMistakes(given)]
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
}

function requireSound(given: Particulars | Organisation): void {
  const mistakes = particularsMistakes(given)
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
}

/** Admitted as the registry knows it, by an administrator, by the rule of every admission. Throws INVALID with every mistake. */
export function admitKnown(id: Organisation['id'], district: string, given: Particulars, reasons: string, now: Instant): Organisation {
  requireSound(given)
  return decideAdmission({ ...given, hosting: null, certificate: null, id, district, state: 'asked', reasons: null, askedBy: null, askedAt: now, decidedAt: null, asked: 1 }, 'admit', reasons, now)
}

/** Throws WRONG_STATE, or INVALID where a reason is missing: also to admit a filed one whose host has not accepted (forms.md part 5, consequence 4). */
export function decideAdmission(organisation: Organisation, decision: AdmissionDecision, reasons: string, now: Instant): Organisation {
  const { from, to, reasoned } = admissionDecisions[decision]
  if (!(from as readonly string[]).includes(organisation.state)) throw new Refusal('WRONG_STATE', { facts: { state: organisation.state } })
  if (reasoned && reasons === '') throw new Refusal('INVALID', { mistakes: [{ path: 'reasons', code: 'REQUIRED', zh: '请写明理由，对方会看到', en: 'Give the reason; they will read it' }] })
  if (decision === 'admit' && reasons === '' && organisation.standing === 'filed' && organisation.hosting?.state !== 'accepted') {
    throw new Refusal('INVALID', { mistakes: [{ path: 'reasons', code: 'HOST_NOT_ACCEPTED', zh: `挂靠单位“${organisation.host.name}”还没有接受。仍要通过，请写明理由`, en: `Its host, ${organisation.host.name}, has not accepted. To admit it all the same, give the reason` }] })
  }
  return { ...organisation, state: to, reasons: reasons === '' ? null : reasons, decidedAt: now }
}

/** Contact and team can change at any time; who the organisation is cannot, without asking again. Throws INVALID. */
export function changeContact(organisation: Organisation, given: { contact: Particulars['contact']; team: Particulars['team'] }): Organisation {
  const changed = { ...organisation, ...given }
  requireSound(changed)
  return changed
}

/** The host's answer; it may change its mind. To decline wants a reason. Throws WRONG_STATE for one that needs no host, INVALID. */
export function answerHosting(organisation: Organisation, answer: 'accepted' | 'declined', reason: string, by: string, now: Instant): Organisation {
  if (organisation.standing !== 'filed') throw new Refusal('WRONG_STATE')
  if (answer === 'declined' && reason === '') throw new Refusal('INVALID', { mistakes: [{ path: 'reason', code: 'REQUIRED', zh: '请写明理由，对方会看到', en: 'Give the reason; they will read it' }] })
  return { ...organisation, hosting: { state: answer, at: now, by, reason } }
}

/** Of the host of a filed one; null for a registered one. */
export const hostCodeOf = (given: Particulars | Organisation): string | null => (given.standing === 'filed' ? given.host.creditCode : null)

/** The code that only one organisation may use; a filed one has none of its own. */
export const ownCreditCode = (given: Particulars | Organisation): string | null => (given.standing === 'registered' ? given.creditCode : null)
