import { type CompetitionId, competitionId, organisationId, type OrganisationId, type PersonId, personId, secretHash, tokenId } from '../../../shared/kernel/ids.ts'
import { toInstant } from '../../../shared/kernel/instant.ts'
import { type Organisation, type OrganisationKind, organisationSchema } from '../../../shared/organisation/organisation.ts'
import { memberItem, organisationItem } from '../../../shared/organisation/organisation.store.ts'
import { administratorItem, membershipItem, personItem, tokenItem } from '../../../shared/person/person.store.ts'
import { judgeItem } from '../../../shared/round/judge.store.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import type { Table, Write } from '../../../shared/store/table.ts'
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
  /** Another, where the rulebook wants eligibility reviewed by two. */
  reviewer: Actor
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
export const madeId = (seed: string, noun: string, key: string, nth: number): string => idPart(seed, 'made', noun, key, nth)

/** Everybody who takes part, made from the seed. */
export function castOf(seed: string, numbersOf: { proposals: number; judges: number }): Cast {
  const actor = (role: string, n: number, name: string): Actor => {
    const id = personId.parse(`p_${idPart(seed, 'person', role, n)}`)
    return { id, name, token: `${id}.${idPart(seed, 'token', role, n)}${idPart(seed, 'token2', role, n)}` }
  }
  const three = (n: number) => String(n).padStart(3, '0')
  return {
    administrator: actor('administrator', 1, '管理员 01'),
    reviewer: actor('administrator', 2, '管理员 02'),
    applicants: Array.from({ length: numbersOf.proposals }, (_, i) => ({ ...actor('applicant', i + 1, `申报人 ${three(i + 1)}`), organisation: organisationId.parse(`o_${idPart(seed, 'organisation', i + 1)}`) })),
    judges: Array.from({ length: numbersOf.judges }, (_, i) => actor('judge', i + 1, `评委 ${three(i + 1)}`)),
    competition: competitionId.parse(`c_${madeId(seed, 'competition', keyOf(seed, COMPETITION_STEP), 0)}`),
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

/** Writes the cast into an empty store: how people join is not what a rehearsal is about. */
export async function seedCast(table: Table, seed: string, cast: Cast, seat: Seat, startedAt: number): Promise<void> {
  const since = toInstant(startedAt)
  const { administrator, reviewer, applicants, judges, competition } = cast
  const person = ({ id, name, token }: Actor): Write[] => [
    personItem.put({ id, name, email: `${id.slice(2, 10)}@example.cn`, language: null, identity: { issuer: 'rehearsal', subject: id }, createdAt: since }, 'any'),
    tokenItem.put({ id: tokenId.parse(`t_${idPart(seed, 'token-id', id)}`), hash: secretHash(token), person: id, name: '彩排', createdAt: since, revokedAt: null }, 'any'),
  ]
  const writes: Write[] = [
    ...[administrator, reviewer].flatMap((one) => [
      ...person(one),
      membershipItem.put({ role: 'administrator', person: one.id, district: DISTRICT, since }, 'any'),
      administratorItem.put({ district: DISTRICT, person: one.id }, 'any'),
    ]),
    ...applicants.flatMap((applicant, i) => [
      ...person(applicant),
      organisationItem.put(organisationOf(seed, seat, applicant, i + 1, since), 'any'),
      membershipItem.put({ role: 'member', person: applicant.id, organisation: applicant.organisation, since }, 'any'),
      memberItem.put({ organisation: applicant.organisation, person: applicant.id, since, removedAt: null }, 'any'),
    ]),
    ...judges.flatMap((judge) => [
      ...person(judge),
      membershipItem.put({ role: 'judge', person: judge.id, competition, since }, 'any'),
      judgeItem.put({ competition, person: judge.id, name: judge.name, ties: [], acceptedAt: since, removedAt: null }, 'any'),
    ]),
  ]
  for (let start = 0; start < writes.length; start += 90) await table.transact(writes.slice(start, start + 90))
}

function organisationOf(seed: string, seat: Seat, applicant: Actor & { organisation: OrganisationId }, n: number, since: ReturnType<typeof toInstant>) {
  const { kind, standing } = drawnApplicant(seed, seat, n)
  return organisationSchema.parse({
    id: applicant.organisation, district: DISTRICT, state: 'admitted', reasons: null, askedBy: applicant.id, askedAt: since, decidedAt: since, asked: 1,
    name: `示例单位 ${String(n).padStart(3, '0')}`, contact: { name: applicant.name, phone: '0573-82700000', email: `${applicant.id.slice(2, 10)}@example.cn` },
    team: kind === 'team' ? { size: 30, core: 5 } : null, certificate: null,
    kind, standing,
    ...(standing === 'registered' ? { registeredAs: 'service', creditCode: '52330411MJ9900020C' } : { filing: { with: '示例街道', number: String(n) }, host: { name: '示例挂靠单位', creditCode: '52330411MJ9900020C' } }),
  })
}
