import type { Competition } from '../../shared/competition/competition.ts'
import { exclusionsItem } from '../../shared/conflict/exclusion.store.ts'
import { type Bond, type ConflictFacts, type EntryFacts, FUNDING_YEARS, type JudgeFacts } from '../../shared/conflict/find.ts'
import { type Body, plainEmail, plainName, plainPhone } from '../../shared/conflict/same.ts'
import { grantItem, ownGrantItem } from '../../shared/grant/grant.store.ts'
import { addMonths, shanghaiDate } from '../../shared/kernel/calendar.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { hostCodeOf, type Organisation, ownCreditCode } from '../../shared/organisation/organisation.ts'
import { memberItem, organisationItem } from '../../shared/organisation/organisation.store.ts'
import { membershipItem, personItem } from '../../shared/person/person.store.ts'
import { assignmentsOf } from '../../shared/project/assignment.store.ts'
import { ownProjectItem, projectItem } from '../../shared/project/project.store.ts'
import { applicantOf, peopleOf } from '../../shared/proposal/people.ts'
import type { Proposal } from '../../shared/proposal/proposal.ts'
import { proposalItem, versionItem } from '../../shared/proposal/proposal.store.ts'
import type { Entry, PersonEntry } from '../../shared/registry/entry.ts'
import { loadBook, organisationBook, peopleBook } from '../../shared/registry/registry.store.ts'
import { type Judge, judgeItem } from '../../shared/round/judge.store.ts'
import type { Content } from '../../shared/rulebook/content.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored, Table } from '../../shared/store/table.ts'

const values = <T>(found: readonly (Stored<T> | undefined)[]): T[] => found.flatMap((one) => (one === undefined ? [] : [one.value]))

/** Proposals that are or may come to be judged. */
const judged: ReadonlySet<Proposal['state']> = new Set(['submitted', 'curing', 'admitted'])

/** Everything that bears on who is tied to whom in a competition: from the registry, memberships, mentoring, grants, forms and what either side declared. */
export async function conflictFacts(table: Table, competition: Competition, now: Instant): Promise<ConflictFacts> {
  const [judges, listed, registry] = await Promise.all([table.queryAll(judgeItem, keys.judges(competition.id)), table.queryAll(proposalItem, keys.proposalsOf(competition.id)), loadRegistry(table, competition.district)])
  const proposals = values(await table.getMany(proposalItem, listed.map(({ value }) => keys.proposal(value.id)))).filter(({ state }) => judged.has(state))
  const present = values(judges).filter(({ removedAt }) => removedAt === null)
  const since = addMonths(shanghaiDate(now), -12 * FUNDING_YEARS)
  const applicants = await applicantsOf(table, proposals, since)
  const found = await Promise.all(present.map((judge) => judgeFacts(table, judge, applicants, registry)))
  const own = [...new Set(found.flatMap(({ circles }) => circles.flatMap(({ body }) => (body.id === '' ? [] : [body.id]))))]
  const payees = new Map(await Promise.all(own.map(async (id) => [id, applicants.get(id)?.payees ?? await payeesOf(table, id, since)] as const)))
  return { judges: found, entries: await entryFacts(table, proposals, applicants, registry, new Set(present.map(({ person }) => person))), payees }
}

interface Registry {
  byId: Map<string, Entry>
  byName: Map<string, Entry>
  /** By their contact's phone and address in plain form, '' for those without. */
  byPhone: Map<string, Entry[]>
  byEmail: Map<string, Entry[]>
  people: Map<string, PersonEntry[]>
  byMobile: Map<string, PersonEntry[]>
}

/** China's mobiles: a landline may be a whole office's. */
const isMobile = (phone: string): boolean => /^1\d{10}$/.test(phone)

async function loadRegistry(table: Table, district: string): Promise<Registry> {
  const [{ entries }, { entries: people }] = await Promise.all([loadBook(table, district, organisationBook), loadBook(table, district, peopleBook)])
  return {
    byId: new Map(entries.map((one) => [one.id, one])), byName: new Map(entries.map((one) => [plainName(one.name), one])), people: Map.groupBy(people, ({ name }) => plainName(name)), byMobile: Map.groupBy(people, ({ phone }) => plainPhone(phone)),
    byPhone: Map.groupBy(entries, ({ contactPhone }) => plainPhone(contactPhone)), byEmail: Map.groupBy(entries, ({ contactEmail }) => plainEmail(contactEmail)),
  }
}

interface Applicant {
  organisation: Organisation | undefined
  members: { person: string; removed: boolean }[]
  mentors: EntryFacts['mentors']
  payees: Body[]
}

/** Of each applicant: its people, also former ones while they are remembered, who guides its projects, and to whose account its grants went. */
async function applicantsOf(table: Table, proposals: readonly Proposal[], since: string): Promise<Map<string, Applicant>> {
  const ids = [...new Set(proposals.map(({ organisation }) => organisation.id))]
  const organisations = await table.getMany(organisationItem, ids.map((id) => keys.organisation(id)))
  const all = await Promise.all(ids.map(async (id, i): Promise<[string, Applicant]> => {
    const [members, own, payees] = await Promise.all([table.queryAll(memberItem, keys.members(id)), table.queryAll(ownProjectItem, keys.projectsOfOrganisation(id)), payeesOf(table, id, since)])
    const projects = values(await table.getMany(projectItem, own.map(({ value }) => keys.project(value.project))))
    return [id, {
      organisation: organisations[i]?.value, payees, members: values(members).map(({ person, removedAt }) => ({ person, removed: removedAt !== null })),
      mentors: projects.flatMap(({ mentor }) => (mentor === null ? [] : [{ person: mentor.person, agency: mentor.organisation }])),
    }]
  }))
  return new Map(all)
}

/** Hosts to whose account grants of the organisation were paid since a day: where a grant went to the grantee itself it ties it to nobody. */
async function payeesOf(table: Table, organisation: string, since: string): Promise<Body[]> {
  const own = await table.queryAll(ownGrantItem, keys.grantsOfOrganisation(organisation))
  const grants = values(await table.getMany(grantItem, own.map(({ value }) => keys.grant(value.grant))))
  return grants.filter((grant) => grant.payee.host && shanghaiDate(grant.since) >= since).map(({ payee }) => ({ id: '', name: payee.name, creditCode: payee.creditCode ?? '' }))
}

const hostOf = (organisation: Organisation | undefined, entry: Entry | undefined): Body | null =>
  organisation?.standing === 'filed' ? { id: '', name: organisation.host.name, creditCode: hostCodeOf(organisation) ?? '' }
    : entry !== undefined && (entry.hostName !== '' || entry.hostCode !== '') ? { id: '', name: entry.hostName, creditCode: entry.hostCode } : null

const bodyOf = (organisation: Organisation): Body => ({ id: organisation.id, name: organisation.name, creditCode: ownCreditCode(organisation) ?? '' })
const bodyOfEntry = ({ id, name, creditCode }: Entry): Body => ({ id, name, creditCode })

/** A judge with the organisations that any record ties them to. */
async function judgeFacts(table: Table, judge: Judge, applicants: ReadonlyMap<string, Applicant>, registry: Registry): Promise<JudgeFacts> {
  const [person, memberships, guided] = await Promise.all([table.get(personItem, keys.person(judge.person)), table.queryAll(membershipItem, keys.memberships(judge.person)), assignmentsOf(table, judge.person, 'mentor')])
  const memberOf = memberships.flatMap(({ value }) => (value.role === 'member' ? [value.organisation as string] : []))
  const formerly = [...applicants].flatMap(([id, { members }]) => (members.some((one) => one.person === judge.person && one.removed) && !memberOf.includes(id) ? [id] : []))
  const [organisations, projects, declared] = await Promise.all([
    table.getMany(organisationItem, [...memberOf, ...formerly].map((id) => keys.organisation(id))), table.getMany(projectItem, guided.map(({ project }) => keys.project(project))),
    table.getMany(organisationItem, judge.ties.map(({ organisation }) => keys.organisation(organisation))),
  ])
  const members = [...memberOf, ...formerly].map((id, i): JudgeFacts['circles'][number] => {
    const organisation = organisations[i]?.value
    return { body: organisation === undefined ? { id, name: '', creditCode: '' } : bodyOf(organisation), host: hostOf(organisation, registry.byId.get(id)), bond: formerly.includes(id) ? 'former-member' : 'member' }
  })
  const employer = judge.employer ?? ''
  const known = knownAs(judge, [employer, ...members.map(({ body }) => body.name)], registry)
  const emails = person?.value.email == null ? [] : [person.value.email]
  const phones = [...new Set([judge.phone ?? '', ...known.map(({ phone }) => phone)].map(plainPhone).filter((phone) => phone !== ''))]
  const named = (name: string, bond: Bond): JudgeFacts['circles'] => (name.trim() === '' ? [] : [circle(name.trim(), bond, registry)])
  return {
    judge: judge.person, name: judge.name, phones, emails,
    declared: judge.ties.map(({ organisation: id, reason }, i) => ({ body: { id, name: declared[i]?.value.name ?? '', creditCode: '' }, reason })),
    guided: { projects: guided.map(({ project }) => project), organisations: values(projects).map(({ organisation }) => organisation.id) },
    circles: [
      ...members, ...named(employer, 'employer'),
      ...known.flatMap((one) => [...named(one.organisation, 'employer'), ...named(one.leads, 'leader'), ...one.seats.split(/[、;；,，]/).flatMap((seat) => named(seat, 'seat'))]),
      ...contactsOf(phones, emails, registry),
    ],
  }
}

/** The judge's own entries in the registry of people: by their mobile under whatever name; else the name alone is not enough, the phone or where they work has to agree. */
function knownAs({ name, phone = '' }: Judge, organisations: readonly string[], { people, byMobile }: Registry): PersonEntry[] {
  const [works, own] = [new Set(organisations.map(plainName).filter((one) => one !== '')), plainPhone(phone)]
  const named = (people.get(plainName(name)) ?? []).filter((one) => (own !== '' && plainPhone(one.phone) === own) || works.has(plainName(one.organisation)))
  return [...new Set([...named, ...(isMobile(own) ? byMobile.get(own) ?? [] : [])])]
}

function circle(name: string, bond: Bond, { byName }: Registry): JudgeFacts['circles'][number] {
  const entry = byName.get(plainName(name))
  return { body: entry === undefined ? { id: '', name, creditCode: '' } : bodyOfEntry(entry), host: hostOf(undefined, entry), bond }
}

/** `phones` are plain already, and none is ''. */
function contactsOf(phones: readonly string[], emails: readonly string[], { byPhone, byEmail }: Registry): JudgeFacts['circles'] {
  const addresses = emails.map(plainEmail).filter((email) => email !== '')
  const own = new Set([...phones.flatMap((phone) => byPhone.get(phone) ?? []), ...addresses.flatMap((email) => byEmail.get(email) ?? [])])
  return [...own].map((entry) => ({ body: bodyOfEntry(entry), host: hostOf(undefined, entry), bond: 'contact' }))
}

async function entryFacts(table: Table, proposals: readonly Proposal[], applicants: ReadonlyMap<string, Applicant>, registry: Registry, judges: ReadonlySet<string>): Promise<EntryFacts[]> {
  const accounts = [...new Set([...applicants.values()].flatMap(({ members }) => members.flatMap(({ person, removed }) => (removed || judges.has(person) ? [] : [person]))))]
  const [versions, exclusions, people] = await Promise.all([
    table.getMany(versionItem, proposals.map(({ id, version }) => keys.version(id, version))), table.getMany(exclusionsItem, proposals.map(({ id }) => keys.exclusions(id))), table.getMany(personItem, accounts.map((id) => keys.person(id))),
  ])
  const persons = new Map(values(people).map((one) => [one.id as string, one]))
  return proposals.map(({ id, category, project, organisation: { id: owner, name } }, i) => {
    const applicant = applicants.get(owner)
    const organisation = applicant?.organisation
    const content = (versions[i]?.value.content ?? {}) as Content
    const known = registry.byId.get(owner)
    return {
      proposal: id, category, project, mentors: applicant?.mentors ?? [], payees: applicant?.payees ?? [], asks: exclusions[i]?.value.asks ?? [], host: hostOf(organisation, known),
      bodies: [{ id: owner, name, creditCode: '' }, ...(organisation === undefined ? [] : [bodyOf(organisation)]), ...(known === undefined ? [] : [bodyOfEntry(known)]), { id: owner, ...applicantOf(content) }],
      people: [
        ...peopleOf(content),
        ...(organisation === undefined ? [] : [{ ...organisation.contact, office: 'contact' as const }]),
        ...(applicant?.members ?? []).flatMap(({ person }) => (persons.get(person) === undefined ? [] : [{ name: persons.get(person)?.name ?? '', phone: '', email: persons.get(person)?.email ?? '', office: 'member' as const }])),
      ],
    }
  })
}
