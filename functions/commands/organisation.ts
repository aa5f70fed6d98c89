import * as z from 'zod'
import { personId } from '../../shared/kernel/ids.ts'
import { milliseconds } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Bilingual, Language } from '../../shared/kernel/text.ts'
import { type Invitation, invitationState, revokedInvitation } from '../../shared/invitation/invitation.ts'
import { findInvitation, invitationsOf, putInvitation } from '../../shared/invitation/invitation.store.ts'
import { mailOrder } from '../../shared/mail/templates.ts'
import { type AdmissionDecision, admissionDecisions, decisionNames } from '../../shared/organisation/lifecycle.ts'
import { answerHosting, askAgain, askToJoin, changeContact, decideAdmission, hostCodeOf, type Organisation, ownCreditCode, particulars, UNDO_MINUTES } from '../../shared/organisation/organisation.ts'
import { creditCodeItem, hostedItem, loadMembers, loadOrganisation, memberItem, organisationItem } from '../../shared/organisation/organisation.store.ts'
import type { Membership } from '../../shared/person/person.ts'
import { membershipItem, membershipScope, personItem, sessionItem } from '../../shared/person/person.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table, Write } from '../../shared/store/table.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { actOnBook, enterAdmitted, idToJoinAs } from './registry.ts'

export { particulars as joinInput } from '../../shared/organisation/organisation.ts'
export const decisionInput = z.strictObject({ decision: z.enum(decisionNames), reasons: z.string().trim().max(1000).default('') })
export const contactInput = z.strictObject({ contact: particulars.options[0].shape.contact, team: particulars.options[0].shape.team })
export const hostingInput = z.strictObject({ answer: z.enum(['accepted', 'declined']), reason: z.string().trim().max(500).default('') })
export const removeInput = z.strictObject({ person: personId })

const about = (organisation: Organisation) => ({ noun: 'organisation', id: organisation.id, label: organisation.name })
const inDistrict = (organisation: Organisation) => ({ of: 'district' as const, id: organisation.district })

/**
 * Asks to join: the organisation stands in state `asked` and the asker is its first member. Throws INVALID with every mistake, and
 * where the credit code is used by another organisation. One that the registry knows joins as that entry.
 */
export async function joinOrganisation(context: Context, given: z.infer<typeof particulars>): Promise<Organisation> {
  const person = personOf(context)
  authorise(context, 'organisation.join', {})
  return act<Organisation>(context, async () => {
    const district = context.environment.XIUYUAN_DISTRICT
    const organisation = askToJoin(await idToJoinAs(context.table, district, given), district, given, person.id, context.now)
    return {
      writes: [organisationItem.put(organisation, 'none'), ...(await takeCode(context.table, organisation, null)), ...hostedWrites(organisation, null), ...memberWrites(person.id, organisation.id, context)],
      trail: [{ scope: inDistrict(organisation), action: 'organisation.join', about: about(organisation), sentence: { zh: `为${organisation.name}申请入驻`, en: `asked to join for ${organisation.name}` }, to: 'asked' }],
      answer: organisation,
    }
  })
}

/** After a return: the changed particulars, asked again. Throws WRONG_STATE, INVALID. */
export async function askToJoinAgain(context: Context, id: string, given: z.infer<typeof particulars>): Promise<Organisation> {
  const person = personOf(context)
  return act<Organisation>(context, async () => {
    const stored = await loadOrganisation(context.table, id)
    authorise(context, 'organisation.change', { organisation: id })
    const organisation = askAgain(stored.value, given, person.id, context.now)
    return {
      writes: [organisationItem.put(organisation, stored.version), ...(await takeCode(context.table, organisation, ownCreditCode(stored.value))), ...hostedWrites(organisation, hostCodeOf(stored.value))],
      trail: [{ scope: inDistrict(organisation), action: 'organisation.change', about: about(organisation), sentence: { zh: `补充后重新提交了${organisation.name}的入驻申请`, en: `asked again for ${organisation.name}` }, from: 'returned', to: 'asked' }],
      answer: organisation,
    }
  })
}

/** Contact and team may change at any time. */
export async function changeOrganisation(context: Context, id: string, given: z.infer<typeof contactInput>): Promise<Organisation> {
  return act<Organisation>(context, async () => {
    const stored = await loadOrganisation(context.table, id)
    authorise(context, 'organisation.change', { organisation: id })
    const organisation = changeContact(stored.value, given)
    return {
      writes: [organisationItem.put(organisation, stored.version)],
      trail: [{ scope: inDistrict(organisation), action: 'organisation.change', about: about(organisation), sentence: { zh: `改了${organisation.name}的联系方式`, en: `changed how to reach ${organisation.name}` } }],
      answer: organisation,
    }
  })
}

/** The code belongs to one organisation; a changed one is given back. */
export async function takeCode(table: Table, organisation: Organisation, before: string | null): Promise<Write[]> {
  const code = ownCreditCode(organisation)
  if (code === before) return []
  if (code !== null && (await table.get(creditCodeItem, keys.creditCode(code))) !== undefined) {
    throw new Refusal('INVALID', { mistakes: [{ path: 'creditCode', code: 'CREDIT_CODE_TAKEN', zh: '这个代码的单位已经申请过了。请让已加入的同事邀请您，或联系管理员', en: 'An organisation with this code has asked already. Have a colleague invite you, or ask an administrator' }] })
  }
  return [
    ...(code === null ? [] : [creditCodeItem.put({ code, organisation: organisation.id }, 'none')]),
    ...(before === null ? [] : [{ remove: keys.creditCode(before), expect: 'any' as const }]),
  ]
}

/** A filed organisation stands under its host's code; a changed one under the new host's alone. `before`: the former host's code. */
export function hostedWrites(organisation: Organisation, before: string | null): Write[] {
  const code = hostCodeOf(organisation)
  if (code === before) return []
  return [
    ...(code === null ? [] : [hostedItem.put({ code, organisation: organisation.id }, 'any')]),
    ...(before === null ? [] : [{ remove: keys.hosted(before, organisation.id), expect: 'any' as const }]),
  ]
}

/** A member of the host accepts a filed organisation, or declines with a reason that it reads. Throws NOT_FOUND where it does not name this host. */
export async function answerHost(context: Context, host: string, id: string, input: z.infer<typeof hostingInput>): Promise<Organisation> {
  const person = personOf(context)
  return act<Organisation>(context, async () => {
    const [{ value: own }, stored] = await Promise.all([loadOrganisation(context.table, host), loadOrganisation(context.table, id)])
    authorise(context, 'host.answer', { organisation: host })
    if (own.standing !== 'registered' || own.creditCode !== hostCodeOf(stored.value)) throw new Refusal('NOT_FOUND')
    const organisation = answerHosting(stored.value, input.answer, input.reason, person.name, context.now)
    const said = { accepted: { zh: '接受挂靠', en: 'accepted to host' }, declined: { zh: '没有接受挂靠', en: 'declined to host' } }[input.answer]
    return {
      writes: [organisationItem.put(organisation, stored.version)],
      trail: [{
        scope: inDistrict(organisation), action: 'host.answer', about: about(organisation), sentence: { zh: `${own.name}${said.zh}：${organisation.name}`, en: `${own.name} ${said.en} ${organisation.name}` },
        to: input.answer, ...(input.reason === '' ? {} : { reason: input.reason }),
      }],
      answer: organisation,
    }
  })
}

/** Both sides of a membership, and the browser acts for the organisation from now on. For a person who is no member yet. */
export function memberWrites(person: Membership['person'], organisation: Organisation['id'], context: Context): Write[] {
  const since = context.now
  const session = context.actor.kind === 'person' ? context.actor.session : null
  return [
    membershipItem.put({ role: 'member', person, organisation, since }, 'none'),
    memberItem.put({ organisation, person, since, removedAt: null }, 'any'),
    ...(session === null ? [] : [sessionItem.put({ ...session, organisation }, 'any')]),
  ]
}

const decided: Record<AdmissionDecision, Bilingual & { en: string }> = {
  admit: { zh: '通过了入驻申请', en: 'admitted' },
  return: { zh: '退回补充了入驻申请', en: 'returned the request of' },
  reject: { zh: '没有通过入驻申请', en: 'rejected the request of' },
  suspend: { zh: '暂停了申报资格', en: 'suspended' },
  reinstate: { zh: '恢复了申报资格', en: 'reinstated' },
  reopen: { zh: '重新受理了入驻申请', en: 'took up again the request of' },
}

/** An administrator's decision, with its mail to the contact. Throws WRONG_STATE, or INVALID where a reason is missing. */
export async function decideOrganisation(context: Context, id: string, input: z.infer<typeof decisionInput>): Promise<Organisation> {
  return actOnBook<Organisation>(context, async () => {
    const stored = await loadOrganisation(context.table, id)
    authorise(context, 'organisation.decide', { district: stored.value.district })
    const organisation = decideAdmission(stored.value, input.decision, input.reasons, context.now)
    const said = decided[input.decision]
    return {
      writes: [organisationItem.put(organisation, stored.version)],
      switched: input.decision === 'admit' ? await enterAdmitted(context.table, organisation, context.now) : undefined,
      trail: [{
        scope: inDistrict(organisation), action: 'organisation.decide', about: about(organisation), sentence: { zh: `${said.zh}：${organisation.name}`, en: `${said.en} ${organisation.name}` },
        from: stored.value.state, to: organisation.state, ...(organisation.reasons === null ? {} : { reason: organisation.reasons }),
      }],
      orders: [decisionMail(context, organisation, input.decision, await languageOfPerson(context.table, organisation.askedBy ?? ''), stored.version)],
      answer: organisation,
    }
  })
}

function decisionMail(context: Context, organisation: Organisation, decision: AdmissionDecision, language: Language, version: number) {
  const to = { email: organisation.contact.email, language }
  const facts = { organisation: organisation.name, reasons: organisation.reasons ?? '', url: `${context.environment.XIUYUAN_BASE_URL}/organisation` }
  const names = { admit: 'organisationAdmitted', return: 'organisationReturned', reject: 'organisationRejected', suspend: 'organisationSuspended', reinstate: 'organisationReinstated', reopen: 'organisationReopened' } as const
  return mailOrder(names[decision], facts, to, `${organisation.id} ${version} ${admissionDecisions[decision].to}`, context.now)
}

const languageOfPerson = async (table: Table, person: string): Promise<Language> => (await table.get(personItem, keys.person(person)))?.value.language ?? 'zh'

/**
 * Takes a member out: the membership ends at once, and the links they made for the organisation no longer work. Removing who is no
 * member changes nothing. Throws LAST_MEMBER. The organisation's own item is written too, so that two who remove each other at the
 * same moment cannot leave it without anybody.
 */
export async function removeMember(context: Context, id: string, input: z.infer<typeof removeInput>): Promise<{ organisation: Organisation['id']; person: Membership['person'] }> {
  return act(context, async () => {
    const stored = await loadOrganisation(context.table, id)
    authorise(context, 'organisation.remove-member', { organisation: id })
    const organisation = stored.value
    const answer = { organisation: organisation.id, person: input.person }
    const members = await loadMembers(context.table, id)
    const member = members.find(({ value }) => value.person === input.person)
    if (member === undefined) return { writes: [], trail: [], answer }
    if (members.length === 1) throw new Refusal('LAST_MEMBER')
    const membership: Membership = { role: 'member', person: input.person, organisation: organisation.id, since: member.value.since }
    return {
      writes: [
        { remove: keys.membership(input.person, membershipScope(membership)), expect: 'any' },
        memberItem.put({ ...member.value, removedAt: context.now }, member.version),
        organisationItem.put(organisation, stored.version),
        ...(await withdrawnLinks(context, organisation.id, input.person)),
      ],
      trail: [{ scope: inDistrict(organisation), action: 'organisation.remove-member', about: about(organisation), sentence: { zh: `移除了${organisation.name}的一位成员`, en: `removed a member of ${organisation.name}` } }],
      answer,
    }
  })
}

async function withdrawnLinks(context: Context, organisation: Organisation['id'], by: string): Promise<Write[]> {
  const open = (await invitationsOf(context.table, { role: 'member', organisation })).filter((invitation: Invitation) => invitation.invitedBy.person === by && invitationState(invitation, context.now) === 'open')
  const writes = await Promise.all(open.slice(0, 40).map(async ({ hash }) => {
    const stored = await findInvitation(context.table, hash)
    return stored === undefined ? [] : putInvitation(revokedInvitation(stored.value, context.now), stored)
  }))
  return writes.flat()
}

/** Undoes a removal within ten minutes of it. Throws WRONG_STATE later; NOT_FOUND where nobody was removed. */
export async function restoreMember(context: Context, id: string, input: z.infer<typeof removeInput>): Promise<{ organisation: Organisation['id']; person: Membership['person'] }> {
  return act(context, async () => {
    const { value: organisation } = await loadOrganisation(context.table, id)
    authorise(context, 'organisation.remove-member', { organisation: id })
    const answer = { organisation: organisation.id, person: input.person }
    const member = await context.table.get(memberItem, keys.member(id, input.person))
    if (member === undefined) throw new Refusal('NOT_FOUND')
    const { removedAt } = member.value
    if (removedAt === null) return { writes: [], trail: [], answer }
    if (milliseconds(context.now) - milliseconds(removedAt) > UNDO_MINUTES * 60_000) throw new Refusal('WRONG_STATE')
    return {
      writes: [membershipItem.put({ role: 'member', person: input.person, organisation: organisation.id, since: member.value.since }, 'none'), memberItem.put({ ...member.value, removedAt: null }, member.version)],
      trail: [{ scope: inDistrict(organisation), action: 'organisation.remove-member', about: about(organisation), sentence: { zh: `撤销了对${organisation.name}一位成员的移除`, en: `undid the removal of a member of ${organisation.name}` } }],
      answer,
    }
  })
}

/** The organisation that this browser acts for from now on; a program names the organisation in each request instead. */
export async function chooseOrganisation(context: Context, organisation: Organisation['id']): Promise<void> {
  personOf(context)
  authorise(context, 'organisation.choose', { organisation })
  const session = context.actor.kind === 'person' ? context.actor.session : null
  if (session === null) throw new Refusal('WRONG_STATE')
  await act(context, async () => ({ writes: [sessionItem.put({ ...session, organisation }, 'any')], trail: [], answer: null }))
}
