import * as z from 'zod'
import type { Invitation } from '../../shared/invitation/invitation.ts'
import { putInvitation } from '../../shared/invitation/invitation.store.ts'
import { type Mistake, Refusal } from '../../shared/kernel/refusal.ts'
import { registeredKindOf } from '../../shared/organisation/credit-code.ts'
import { admitKnown, particulars, type Particulars } from '../../shared/organisation/organisation.ts'
import { loadMembers, organisationItem } from '../../shared/organisation/organisation.store.ts'
import type { Entry } from '../../shared/registry/entry.ts'
import { loadBucket, organisationBook } from '../../shared/registry/registry.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context } from '../context.ts'
import { type Invited, inviteInput, memberLink } from './invitation.ts'
import { hostedWrites, takeCode } from './organisation.ts'
import { actOnBook, enterAdmitted } from './registry.ts'

/** `reasons`: why a filed one is admitted though its host has not accepted. */
export const knownAdmissionInput = inviteInput.extend({ reasons: z.string().trim().max(1000).default('') })

/**
 * Admits an organisation as the registry knows it and invites its first member, so that nobody types again what the district has.
 * One that was admitted and has no member is just invited. Throws NOT_FOUND, INVALID naming what the entry lacks or that its host has not accepted, WRONG_STATE where it
 * asked by itself or has members, who invite.
 */
export async function admitFromRegistry(context: Context, district: string, id: string, { reasons, ...input }: z.infer<typeof knownAdmissionInput>): Promise<Invited> {
  authorise(context, 'registry.change', { district })
  let made: ReturnType<typeof memberLink> | undefined
  const invitation = await actOnBook<Invitation>(context, async () => {
    const { entry } = await loadBucket(context.table, district, organisationBook, id)
    if (entry === undefined) throw new Refusal('NOT_FOUND')
    const joined = (await context.table.get(organisationItem, keys.organisation(id)))?.value
    if (joined !== undefined && (joined.state !== 'admitted' || (await loadMembers(context.table, id)).length > 0)) throw new Refusal('WRONG_STATE', { facts: { state: joined.state } })
    const organisation = joined ?? admitKnown(entry.id, district, particularsOf(entry), reasons, context.now)
    const link = memberLink(context, organisation, input)
    made = link
    return {
      writes: [...putInvitation(link.made, undefined), ...(joined === undefined ? [organisationItem.put(organisation, 'none'), ...(await takeCode(context.table, organisation, null)), ...hostedWrites(organisation, null)] : [])],
      switched: joined === undefined ? await enterAdmitted(context.table, organisation, context.now) : undefined,
      trail: [{
        scope: { of: 'district', id: district }, action: 'registry.change', about: { noun: 'organisation', id, label: organisation.name }, to: 'admitted',
        sentence: { zh: `按登记册办理了${organisation.name}的入驻，邀请了第一位成员`, en: `admitted ${organisation.name} from the registry and invited its first member` }, ...(reasons === '' ? {} : { reason: reasons }),
      }],
      orders: link.orders,
      answer: link.made,
    }
  })
  // The same command again answers the invitation of that time, whose link nobody can tell any more.
  return { invitation, link: made !== undefined && made.made.id === invitation.id ? made.link : null }
}

const columns: Record<string, { zh: string; en: string }> = {
  'contact.name': { zh: '联系人或负责人', en: 'the contact' }, 'contact.phone': { zh: '联系电话', en: 'the phone' }, 'contact.email': { zh: '邮箱', en: 'the e-mail' }, 'team.size': { zh: '队伍人数', en: 'the size of the team' },
  'team.core': { zh: '骨干人数', en: 'the core members' }, 'host.creditCode': { zh: '挂靠单位代码', en: 'the code of the host' },
}

/** Throws INVALID naming the cells that have to be filled in first. */
function particularsOf(entry: Entry): Particulars {
  const { kind, name, standing, street, creditCode, filedWith, filingNumber, hostName, hostCode, size, core, contactName, contactPhone, contactEmail } = entry
  const rest = { kind, name, team: kind === 'team' ? { size, core } : null, contact: { name: contactName, phone: contactPhone, email: contactEmail } }
  const parsed = particulars.safeParse(standing === 'registered'
    ? { standing, ...rest, registeredAs: registeredKindOf(creditCode), creditCode, street }
    : { standing, ...rest, filing: { with: filedWith, number: filingNumber }, host: { name: hostName, creditCode: hostCode } })
  if (parsed.success) return parsed.data
  const paths = new Set(parsed.error.issues.map(({ path }) => path.join('.')))
  throw new Refusal('INVALID', { mistakes: [...paths].map((path): Mistake => ({ path: '', code: 'ENTRY_INCOMPLETE', zh: `入驻前请先在登记册补上${columns[path]?.zh ?? path}`, en: `Before it can join, the registry needs ${columns[path]?.en ?? path}` })) })
}
