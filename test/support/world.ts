import { creditCodes } from '../../infra/local/demo/register.ts'
import { organiserItem } from '../../shared/competition/organiser.store.ts'
import { supervisorItem } from '../../shared/competition/supervisor.store.ts'
import { competitionId, newSecret, type OrganisationId, organisationId, type PersonId } from '../../shared/kernel/ids.ts'
import { membershipItem } from '../../shared/person/person.store.ts'
import type { Actor, Membership } from '../../shared/person/person.ts'
import { personItem } from '../../shared/person/person.store.ts'
import { memberItem } from '../../shared/organisation/organisation.store.ts'
import { judgeItem } from '../../shared/round/judge.store.ts'
import type { RoundRecord } from '../../shared/round/round.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { admitAll, apply, type Contest, ok, oneRound, openContest, openScoring, passWindow, scoreAll, scoresOf, until } from './contest.ts'
import { judging, type Judging, setRound } from './judging.ts'
import { anAgency } from './organisations.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from './platform.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { withCure } from './cures.ts'
import { admittedOrganisation, fullContent, openCompetition, pdf, setState, upload } from './proposals.ts'
import { closeNotice, judgedContest } from './result.ts'

export const DISTRICT = '330411'
const OTHER_DISTRICT = '330402'

/** Stands in names and texts all over the world: on a page that shows them it may be read, and must not be obeyed. */
export const SPICE = '<b id=xss>"\'&'

/** Everybody who may knock: each stands in another relation to the things of district 330411. */
export const personas = ['visitor', 'stranger', 'member', 'otherMember', 'administrator', 'otherAdministrator', 'assigned', 'unassigned', 'otherJudge', 'organiser', 'supervisor', 'finance'] as const
export type Persona = (typeof personas)[number]

export interface World {
  platform: TestPlatform
  people: Record<Persona, Somebody>
  /** Of `member`, who owns the proposals that are asked for. */
  owner: OrganisationId
  /** Of `otherMember`. */
  other: OrganisationId
  /** Judges who are no personas, so that panels are full. */
  spare: Somebody
  /** Played by the real workflow as far as the scoring: the first proposal is the owner's and has a file that judges see. */
  scoring: { contest: Contest; proposals: string[]; file: string }
  /** Played by the real workflow to its certificates. */
  completed: { contest: Contest; proposals: string[]; certificate: string }
  actorOf(persona: Persona): Promise<Actor>
  nextCreditCode(): string
}

/** The contests are played at the same time: they wait for the same days. */
export async function startWorld(): Promise<World> {
  const platform = await startTestPlatform()
  try {
    return await settle(platform)
  } catch (error) {
    // Nobody else can close what no test was given.
    await platform.close()
    throw error
  }
}

async function settle(platform: TestPlatform): Promise<World> {
  const owner = await admittedOrganisation(platform, `示例机构甲${SPICE}`)
  const other = await admittedOrganisation(platform, `示例机构乙${SPICE}`)
  const people: Record<Persona, Somebody> = {
    visitor: platform.visitor, stranger: await platform.person(`路人${SPICE}`),
    member: await platform.person(`机构甲成员${SPICE}`, { member: [owner] }), otherMember: await platform.person(`机构乙成员${SPICE}`, { member: [other] }),
    administrator: await platform.person(`管理员 01${SPICE}`, { administrator: DISTRICT }), otherAdministrator: await platform.person(`管理员 02${SPICE}`, { administrator: OTHER_DISTRICT }),
    assigned: await platform.person(`评委甲${SPICE}`), unassigned: await platform.person(`评委乙${SPICE}`), otherJudge: await platform.person(`评委丙${SPICE}`),
    organiser: await platform.person(`承办 01${SPICE}`), supervisor: await platform.person(`监督员 01${SPICE}`), finance: await platform.person(`财务 01${SPICE}`, { finance: DISTRICT }),
  }
  await platform.table.transact(([['member', owner], ['otherMember', other]] as const).map(([persona, organisation]) => memberItem.put({ organisation, person: people[persona].id, since: platform.clock.now(), removedAt: null }, 'none')))
  const spare = await platform.person(`评委丁${SPICE}`)
  const nextCode = creditCodes()
  const started = {
    platform, people, owner, other, spare, nextCreditCode: nextCode,
    actorOf: (persona: Persona) => actorOf(platform, people[persona]),
  }
  return { ...started, ...(await play(started)) }
}

async function actorOf(platform: TestPlatform, somebody: Somebody): Promise<Actor> {
  if (somebody.token === '') return { kind: 'visitor' }
  const person = await platform.table.get(personItem, keys.person(somebody.id))
  if (person === undefined) throw new Error(`${somebody.name} is not in the table`)
  const memberships = (await platform.table.queryAll(membershipItem, keys.memberships(somebody.id))).map(({ value }) => value)
  const own = memberships.flatMap((membership) => (membership.role === 'member' ? [membership.organisation] : []))
  return { kind: 'person', person: person.value, memberships, organisation: own[0] ?? null, session: null }
}

type Started = Omit<World, 'scoring' | 'completed'>

async function play(world: Started): Promise<Pick<World, 'scoring' | 'completed'>> {
  const { platform, people, owner, other } = world
  const cast = async (contest: Contest): Promise<Contest> => {
    await seat(world, contest.id, [owner, other])
    return { ...contest, applicants: [{ person: people.member, organisation: owner }, { person: people.otherMember, organisation: other }] }
  }
  const [withFiles, plain] = [
    await cast(await openContest(platform, { applicants: 0, judges: 1, rulebook: oneRound((rulebook) => ({ ...rulebook, form: { ...rulebook.form, attachments: [{ id: 'supporting', label: { zh: '其他佐证材料' }, types: ['pdf'], maxBytes: 1_000_000, maxFiles: 2, required: false, judgesSee: true }] } })) })),
    await cast(await openContest(platform, { applicants: 0, judges: 1 })),
  ]
  const { proposal, file } = await applyWithFile(withFiles)
  const scored = [proposal, await apply(withFiles, 1, `示例项目二${SPICE}`)]
  const awarded = [await apply(plain, 0, `示例项目一${SPICE}`), await apply(plain, 1, `示例项目二${SPICE}`)]
  await passWindow(platform, 10)
  for (const contest of [withFiles, plain]) {
    await until(platform, contest, 'eligibility')
    await admitAll(platform, contest)
    await openScoring(platform, contest)
  }
  ok(await plain.administrator.api('POST', `/competitions/${withFiles.id}/dates`, { window: 'round-0', to: new Date(Date.parse(platform.clock.now()) + 300 * 86_400_000).toISOString(), reason: `评委时间不齐${SPICE}` }))
  for (const judge of [...plain.judges, people.assigned, world.spare]) await scoreAll({ ...plain, judges: [judge] }, (id) => (id === awarded[0] ? 90 : 70))
  ok(await plain.administrator.api('POST', `/competitions/${plain.id}/rounds/0/closing`))
  await passWindow(platform, 0)
  await until(platform, plain, 'result')
  ok(await plain.administrator.api('POST', `/competitions/${plain.id}/notice`, noticeBody))
  await passWindow(platform, 14)
  await until(platform, plain, 'award')
  ok(await plain.administrator.api('POST', `/competitions/${plain.id}/awards`))
  await until(platform, plain, 'completed')
  const { awards } = ok(await platform.visitor.api('GET', `/competitions/${plain.id}/awards`))
  return { scoring: { contest: withFiles, proposals: scored, file }, completed: { contest: plain, proposals: awarded, certificate: awards[0].certificate } }
}

const spicedContent = () => fullContent({
  name: `放学后的一小时${SPICE}`, need: `没有人照看。${SPICE}`, summary: SPICE, risks: SPICE, representative: `示例人员 11${SPICE}`,
  team: [{ memberName: `组员甲 1${SPICE}`, duty: SPICE, memberPhone: '13000000101' }, { memberName: '组员甲 2', duty: '带班', memberPhone: '13000000102' }, { memberName: '组员甲 3', duty: '带班', memberPhone: '13000000103' }],
})

/** One proposal of the owner with a file that judges see. */
async function applyWithFile(contest: Contest): Promise<{ proposal: string; file: string }> {
  const [applicant] = contest.applicants
  if (applicant === undefined) throw new Error('no applicant')
  const { person } = applicant
  const { proposal, revision } = ok(await person.api('POST', `/competitions/${contest.id}/proposals`, { category: 'children', organisation: applicant.organisation }))
  ok(await person.api('PUT', `/proposals/${proposal}/draft`, { revision, category: 'children', content: spicedContent() }))
  const { file } = ok(await upload(person, proposal, 'supporting', `佐证${SPICE}.pdf`, pdf))
  ok(await person.api('POST', `/proposals/${proposal}/submission`, { acknowledgeNames: true }))
  return { proposal, file }
}

/** The personas who judge take their seats: `assigned` and `spare` may score all, `unassigned` is tied to all applicants. */
async function seat({ platform, people, spare }: Started, competition: string, tied: readonly OrganisationId[]): Promise<void> {
  const enlist = async (judge: Somebody, ties: readonly OrganisationId[]) => {
    await platform.table.transact([
      membershipItem.put(membership({ role: 'judge', person: judge.id, competition: competitionId.parse(competition) }, platform), 'none'),
      judgeItem.put({ competition: competitionId.parse(competition), person: judge.id, name: judge.name, ties: ties.map((organisation) => ({ organisation, reason: `曾任顾问${SPICE}` })), expertise: {}, maxLoad: null, acceptedAt: platform.clock.now(), removedAt: null }, 'none'),
    ])
  }
  await enlist(people.assigned, [])
  await enlist(spare, [])
  await enlist(people.unassigned, tied)
  await organise({ platform, people }, competition)
}

/** The persona `organiser` runs it, and `supervisor` watches over it. */
export async function organise<C extends string>({ platform, people }: Pick<World, 'platform' | 'people'>, competition: C): Promise<C> {
  const held = { person: people.organiser.id, competition: competitionId.parse(competition), organisation: `示例承办中心${SPICE}`, since: platform.clock.now() }
  await platform.table.transact([membershipItem.put({ role: 'organiser', ...held }, 'none'), organiserItem.put({ ...held, name: people.organiser.name, removedAt: null }, 'none')])
  const watching = { person: people.supervisor.id, competition: held.competition, since: held.since }
  await platform.table.transact([membershipItem.put({ role: 'supervisor', ...watching }, 'none'), supervisorItem.put({ ...watching, name: people.supervisor.name, removedAt: null }, 'none')])
  return competition
}

type New<M> = M extends Membership ? Omit<M, 'since'> : never
const membership = (given: New<Membership>, platform: TestPlatform): Membership => ({ ...given, since: platform.clock.now() })

export const noticeBody = { basis: `示例章程第十条${SPICE}`, process: `资格审查、书面评审${SPICE}`, contact: { phone: '0573-00000000', email: 'a@example.cn' } }
export const objectionBody = { kind: 'person', name: `示例居民${SPICE}`, contact: `resident@example.cn ${SPICE}`, facts: `这个项目的受益人数与我们看到的不符。${SPICE}` }

// What follows makes one fresh thing each, for a request that changes it.

export const openCall = async (world: World, change?: (rulebook: Rulebook) => Rulebook) => organise(world, await openCompetition(world.platform, change))

/** An open call whose judges have taken their seats. */
export async function seated(world: World): Promise<string> {
  const competition = await openCompetition(world.platform)
  await seat(world, competition, [world.owner])
  return competition
}

/** A competition that is not published, with dates that may be. */
export async function draftCompetition(world: World): Promise<string> {
  const { platform, people } = world
  const at = Date.parse(platform.clock.now())
  const day = (days: number) => new Date(at + days * 86_400_000).toISOString()
  const created = ok(await people.administrator.api('POST', '/competitions', {
    rulebook: 'jiaxing-default', name: { zh: `示例大赛${SPICE}`, en: `Example ${SPICE}` }, authority: { zh: `示例主办单位${SPICE}` }, contact: { phone: '0573-00000000', email: 'a@example.cn' },
    dates: { callClosesAt: day(20), eligibilityClosesAt: day(40), roundsCloseAt: [day(60), day(80)] },
  }))
  return organise(world, created.id)
}

/** A complete draft of the owner in an open call, its certificate attached. */
export async function draftProposal(world: World, change?: (rulebook: Rulebook) => Rulebook): Promise<{ competition: string; proposal: string; revision: number; certificate: string }> {
  const competition = await openCall(world, change)
  const { member } = world.people
  const { proposal, revision } = ok(await member.api('POST', `/competitions/${competition}/proposals`, { category: 'children', organisation: world.owner }))
  ok(await member.api('PUT', `/proposals/${proposal}/draft`, { revision, category: 'children', content: spicedContent() }))
  const read = ok(await member.api('GET', `/proposals/${proposal}`))
  const attached = read.draft.attachments.find(({ kind }: { kind: string }) => kind === 'certificate')
  const certificate = attached?.file ?? ok(await upload(member, proposal, 'certificate', '证书.pdf', pdf)).file
  return { competition, proposal, revision: ok(await member.api('GET', `/proposals/${proposal}`)).draft.revision, certificate }
}

export async function sentProposal(world: World, change?: (rulebook: Rulebook) => Rulebook): Promise<{ competition: string; proposal: string; certificate: string }> {
  const made = await draftProposal(world, change)
  ok(await world.people.member.api('POST', `/proposals/${made.proposal}/submission`, { acknowledgeNames: true }))
  return made
}

/** Its call is over; the owner's proposal waits for a decision. */
export async function underCheck(world: World, change?: (rulebook: Rulebook) => Rulebook): Promise<{ competition: string; proposal: string }> {
  const made = await sentProposal(world, change)
  await setState(world.platform, competitionId.parse(made.competition), { state: 'eligibility' })
  return made
}

/** Its need may be repaired, and has been where `repaired`. */
export async function curing(world: World, repaired = false): Promise<{ competition: string; proposal: string; revision: number }> {
  const { competition, proposal } = await underCheck(world, withCure())
  ok(await world.people.administrator.api('POST', `/proposals/${proposal}/eligibility`, { decision: 'cure', reasons: `需求写得太简单${SPICE}`, checks: { ...checksOf, complete: false } }))
  const { revision } = ok(await world.people.member.api('GET', `/proposals/${proposal}`)).draft
  if (!repaired) return { competition, proposal, revision }
  return { competition, proposal, revision: ok(await world.people.member.api('PUT', `/proposals/${proposal}/cure`, { revision, content: { need: `走访了三十户。${SPICE}` } })).revision }
}

/** What admits or rejects under the default rulebook: every check that a person answers. */
export const checksOf = { complete: true, field: true, seals: true, 'one-year': true }

export interface Judged extends Judging {
  /** The first proposal, of which `member` is the applicant, `otherMember` of the second. */
  proposal: string
  target: { district: string; organisation: OrganisationId; competition: string; assigned: PersonId[] }
}

/** A first round before its plan is confirmed. The panel of each proposal is `assigned`, `spare` and one more. */
export async function planning(world: World, change: (rulebook: Rulebook) => Rulebook = (rulebook) => rulebook): Promise<Judged> {
  const made = await judging(world.platform, { proposals: 2, judges: 1, days: 30, change })
  const [first, second] = made.proposals
  if (first === undefined || second === undefined) throw new Error('no proposals')
  await seat(world, made.competition, made.proposals.map(({ organisation }) => organisation))
  await world.platform.table.transact(([[world.people.member, first], [world.people.otherMember, second]] as const).map(([{ id: person }, { organisation }]) =>
    membershipItem.put(membership({ role: 'member', person, organisation: organisationId.parse(organisation) }, world.platform), 'none')))
  ok(await world.people.administrator.api('POST', `${made.at}/plan`, {}))
  const assigned = [world.people.assigned.id, world.spare.id, ...made.judges.map(({ id }) => id)]
  return { ...made, proposal: first.id, target: { district: DISTRICT, organisation: first.organisation, competition: made.competition, assigned } }
}

export async function inScoring(world: World, change?: (rulebook: Rulebook) => Rulebook): Promise<Judged> {
  const made = await planning(world, change)
  ok(await world.people.administrator.api('POST', `${made.at}/plan/confirmation`))
  return made
}

/** Scoring, with the card of `assigned` sent. */
export async function withCard(world: World): Promise<Judged> {
  const made = await inScoring(world)
  ok(await world.people.assigned.api('POST', `/proposals/${made.proposal}/scorecards/0/submission`, { scores: scoresOf(made.rulebook, 0, 80), comment: '' }))
  return made
}

export async function inRound(world: World, made: Judged, change: Partial<RoundRecord>): Promise<Judged> {
  await setRound(world.platform, made, change)
  return made
}

/** Judged; its awards are proposed and nothing is public yet. */
export const judged = async (world: World, totals?: number[]): Promise<{ competition: string; proposals: string[] }> => {
  const { id, proposals } = await judgedContest(world.platform.table, totals === undefined ? {} : { totals })
  return { competition: await organise(world, id), proposals: proposals.map((proposal) => proposal.id) }
}

/** Its notice runs and there is one objection to it. */
export async function underNotice(world: World): Promise<{ competition: string; objection: string; number: string }> {
  const { competition } = await judged(world)
  ok(await world.people.administrator.api('POST', `/competitions/${competition}/notice`, noticeBody))
  const { id, number } = ok(await world.platform.visitor.api('POST', `/competitions/${competition}/objections`, objectionBody))
  return { competition, objection: id, number }
}

/** The notice's days are over without an objection. */
export async function toAward(world: World): Promise<string> {
  const { competition } = await judged(world)
  ok(await world.people.administrator.api('POST', `/competitions/${competition}/notice`, noticeBody))
  await closeNotice(world.platform.table, competition, 'award')
  return competition
}

/** An organisation that `person` has asked to join with. */
export async function askedOrganisation(world: World, person: Somebody = world.people.member): Promise<string> {
  return ok(await person.api('POST', '/organisations', anAgency(world.nextCreditCode()))).id
}

/** One more member of the owner. */
export async function colleague(world: World, organisation: OrganisationId = world.owner): Promise<Somebody> {
  const person = await world.platform.person(`同事${SPICE}`, { member: [organisation] })
  await world.platform.table.transact([memberItem.put({ organisation, person: person.id, since: world.platform.clock.now(), removedAt: null }, 'none')])
  return person
}

/** The secret of an invitation's link. */
export const secretOf = (link: string): string => new URL(link).pathname.split('/').at(-1) ?? newSecret()
