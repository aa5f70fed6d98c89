import { type CompetitionId, competitionId, organisationId, type OrganisationId, type PersonId, personId, secretHash, tokenId } from '../../../shared/kernel/ids.ts'
import { toInstant } from '../../../shared/kernel/instant.ts'
import { type Organisation, type OrganisationKind, organisationSchema } from '../../../shared/organisation/organisation.ts'
import { memberItem, organisationItem } from '../../../shared/organisation/organisation.store.ts'
import { administratorItem, evaluatorItem, financeItem, membershipItem, personItem, tokenItem } from '../../../shared/person/person.store.ts'
import { judgeItem } from '../../../shared/round/judge.store.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import type { Table, Write } from '../../../shared/store/table.ts'
import { creditCodes } from '../demo/register.ts'
import { idPart, numbers } from './numbers.ts'

/** The district that a rehearsal plays in; it is the local home's default. */
export const DISTRICT = '330411'

/** Somebody who takes part, with the bearer token that lets them in. All invented. */
export interface Actor {
  id: PersonId
  name: string
  token: string
}

export interface Cast {
  administrator: Actor
  /** Another, who reviews eligibility where the rulebook wants two, takes the decision that the first one prepared, and signs agreements. */
  reviewer: Actor
  /** A third, who decides where the two differ. */
  third: Actor
  finance: Actor
  /** Evaluates what grants are delivered. */
  evaluator: Actor
  /** One organisation each, in the order of the proposals they write. */
  applicants: (Actor & { organisation: OrganisationId })[]
  judges: Actor[]
  /** The competition's id, which follows from the seed like every other: judges can be its judges before it is set up. */
  competition: CompetitionId
}

export const COMPETITION_STEP = 'competition'

/** The key that makes a repeated request the same request; it and the noun name what the request makes. */
export const keyOf = (seed: string, ...step: (string | number)[]): string => idPart(seed, 'request', ...step)

/** The id that a request of that key gives its nth thing of a noun. */
export const madeId = (noun: string, key: string, nth: number): string => idPart('made', noun, key, nth)

/** Everybody who takes part, made from the seed; `staff`: another seed for whoever serves the district, so that several competitions share them. */
export function castOf(seed: string, { proposals, judges, staff = seed }: { proposals: number; judges: number; staff?: string | undefined }): Cast {
  const actorOf = (from: string) => (role: string, n: number, name: string): Actor => {
    const id = personId.parse(`p_${idPart(from, 'person', role, n)}`)
    return { id, name, token: `${id}.${idPart(from, 'token', role, n)}${idPart(from, 'token2', role, n)}` }
  }
  const [actor, servant] = [actorOf(seed), actorOf(staff)]
  const three = (n: number) => String(n).padStart(3, '0')
  const organisation = (n: number) => organisationId.parse(`o_${idPart(seed, 'organisation', n)}`)
  return {
    administrator: servant('administrator', 1, '管理员 01'),
    reviewer: servant('administrator', 2, '管理员 02'),
    third: servant('administrator', 3, '管理员 03'),
    finance: servant('finance', 1, '财务 01'),
    evaluator: servant('evaluator', 1, '评估员 01'),
    applicants: Array.from({ length: proposals }, (_, i) => ({ ...actor('applicant', i + 1, `申报人 ${three(i + 1)}`), organisation: organisation(i + 1) })),
    judges: Array.from({ length: judges }, (_, i) => actor('judge', i + 1, `评委 ${three(i + 1)}`)),
    competition: competitionId.parse(`c_${madeId('competition', keyOf(seed, COMPETITION_STEP), 0)}`),
  }
}

/** What applicants are, before each is drawn. */
interface Seat {
  kinds: readonly OrganisationKind[]
  standings?: readonly Organisation['standing'][] | undefined
}

/** The standings whose organisations a rulebook funds; undefined where it does not ask. */
export function standingsOf({ funding }: Rulebook): Organisation['standing'][] | undefined {
  return funding === null || funding.caps.length === 0 ? undefined : funding.caps.map(({ standing }) => standing)
}

/** What the n-th applicant is; an agency is always registered. */
export function drawnApplicant(seed: string, { kinds, standings = ['registered'] }: Seat, n: number): Pick<Organisation, 'kind' | 'standing'> {
  const kind = numbers(seed, 'kind', n).pick(kinds)
  return { kind, standing: kind === 'agency' ? 'registered' : numbers(seed, 'standing', n).pick(standings) }
}

/** Writes the cast into the store: how people join is not what a rehearsal is about. */
export async function seedCast(table: Table, seed: string, cast: Cast, seat: Seat, startedAt: number): Promise<void> {
  const since = toInstant(startedAt)
  const { administrator, reviewer, third, finance, evaluator, applicants, judges, competition } = cast
  const person = ({ id, name, token }: Actor): Write[] => [
    personItem.put({ id, name, email: `${id.slice(2, 10)}@example.cn`, language: null, identity: { issuer: 'rehearsal', subject: id }, createdAt: since }, 'any'),
    tokenItem.put({ id: tokenId.parse(`t_${idPart(seed, 'token-id', id)}`), hash: secretHash(token), person: id, name: '彩排', createdAt: since, revokedAt: null }, 'any'),
  ]
  const member = (one: Actor & { organisation: OrganisationId }): Write[] => [
    ...person(one),
    membershipItem.put({ role: 'member', person: one.id, organisation: one.organisation, since }, 'any'),
    memberItem.put({ organisation: one.organisation, person: one.id, since, removedAt: null }, 'any'),
  ]
  const writes: Write[] = [
    ...[administrator, reviewer, third].flatMap((one) => [
      ...person(one),
      membershipItem.put({ role: 'administrator', person: one.id, district: DISTRICT, since }, 'any'),
      administratorItem.put({ district: DISTRICT, person: one.id }, 'any'),
    ]),
    ...person(finance), membershipItem.put({ role: 'finance', person: finance.id, district: DISTRICT, since }, 'any'), financeItem.put({ district: DISTRICT, person: finance.id, name: finance.name, since, removedAt: null }, 'any'),
    ...person(evaluator), membershipItem.put({ role: 'evaluator', person: evaluator.id, district: DISTRICT, since }, 'any'), evaluatorItem.put({ district: DISTRICT, person: evaluator.id, name: evaluator.name, since, removedAt: null }, 'any'),
    ...applicants.flatMap((applicant, i) => [...member(applicant), organisationItem.put(organisationOf(seed, drawnApplicant(seed, seat, i + 1), applicant, i + 1, since), 'any')]),
    ...judges.flatMap((judge) => [
      ...person(judge),
      membershipItem.put({ role: 'judge', person: judge.id, competition, since }, 'any'),
      judgeItem.put({ competition, person: judge.id, name: judge.name, ties: [], expertise: {}, maxLoad: null, acceptedAt: since, removedAt: null }, 'any'),
    ]),
  ]
  for (let start = 0; start < writes.length; start += 90) await table.transact(writes.slice(start, start + 90))
}

const streets = ['示例街道', '示例二街道', '示例镇', '示例二镇'] as const

/** Each has a credit code of its own, and the host of a filed one has accepted it: whoever is granted money can be paid. */
function organisationOf(seed: string, { kind, standing }: Pick<Organisation, 'kind' | 'standing'>, member: Actor & { organisation: OrganisationId }, n: number, since: ReturnType<typeof toInstant>) {
  const creditCode = creditCodes(numbers(seed, 'credit-codes').integer(100, 7900) + n)()
  const street = numbers(seed, 'street', n).pick(streets)
  const number = String(n).padStart(3, '0')
  return organisationSchema.parse({
    id: member.organisation, district: DISTRICT, state: 'admitted', reasons: null, askedBy: member.id, askedAt: since, decidedAt: since, asked: 1,
    name: n === 0 ? '示例督导社工中心' : `示例单位 ${number}`, contact: { name: member.name, phone: '0573-82700000', email: `${member.id.slice(2, 10)}@example.cn` },
    team: kind === 'team' ? { size: 30, core: 5 } : null, certificate: null, kind, standing,
    ...(standing === 'registered' ? { registeredAs: 'service', creditCode, street } : { filing: { with: street, number }, host: { name: `示例挂靠单位 ${number}`, creditCode }, hosting: { state: 'accepted', at: since, by: '示例挂靠单位', reason: '' } }),
  })
}
