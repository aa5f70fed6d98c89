import { createHash } from 'node:crypto'
import { useClock } from '../../shared/kernel/clock.ts'
import type { OrganisationId } from '../../shared/kernel/ids.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import type { Bundle } from '../../shared/seal/bundle.ts'
import type { LeafPlace, Slot } from '../../shared/seal/leaf.ts'
import { type Contest, oneRound, ok, openContest } from './contest.ts'
import type { ApiAnswer, Somebody, TestPlatform } from './platform.ts'
import { projectIn } from './projects.ts'
import { admittedOrganisation } from './proposals.ts'
import { nextCode, type Register, xlsxOf } from './registry.ts'

/** Paper by a spread, then a live pitch in two groups that are brought to one yardstick, then the public's votes; every card's scores are published. */
export const storyRules = (): Rulebook => oneRound((rulebook) => ({
  ...rulebook,
  rounds: rulebook.rounds.flatMap((round) => [
    { ...round, weight: 30, disclosure: 'scores' as const, advance: { rule: 'top' as const, count: 6, within: 'all' as const } },
    {
      ...round, id: 'pitch', name: { zh: '路演', en: 'Pitch' }, weight: 50, disclosure: 'scores' as const, mode: 'pitch' as const, assignment: 'panel' as const, grouping: { rule: 'even' as const, count: 2 },
      normalisation: { rule: 'group-coefficient' as const, within: 'all' as const }, pitch: { talkSeconds: 300, answerSeconds: 180, scoringStartsAfter: 2, announced: 'after-next-group' as const },
    },
  ]),
  vote: { weight: 20, mostWeight: 20, during: 'pitch', ballots: 'once', choices: 2, score: 'share-of-most', live: false, shows: [] },
  tieBreaks: [{ rule: 'lot' }],
}))

export interface Story {
  platform: TestPlatform
  contest: Contest
  supervisor: Somebody
}

/** Accepts an invitation that the inviter has just made. */
async function accepted(inviter: Somebody, path: string, guest: Somebody, says: Record<string, unknown> = {}): Promise<void> {
  const secret = String(ok(await inviter.api('POST', path, { name: guest.name })).link).split('/').at(-1)
  ok(await guest.api('POST', `/invitations/${secret}/acceptance`, says))
}

/**
 * The call is open, nobody has applied. Eight judges have accepted, and the registry and their own work tie some of them: the first sits on the board of
 * the third applicant, the second guides a project of the first, the third declares an old tie to the second, the fourth works for the fifth.
 */
export async function storyOpens(platform: TestPlatform, register: Register): Promise<Story> {
  const contest = await openContest(platform, { rulebook: storyRules(), applicants: 8, judges: 0 })
  const organisation = (nth: number): OrganisationId => nthOf(contest.applicants, nth).organisation
  await register.imported('people', await xlsxOf([['姓名', '手机', '所在单位', '任职单位'], ['评委 01', '13900000001', '示例大学', '示例机构 03']]))
  const [even = '', odd = ''] = contest.rulebook.categories.map(({ id }) => id)
  const says: Record<string, unknown>[] = [
    { employer: '示例大学', phone: '13900000001', expertise: { [even]: 1 } },
    { expertise: { [even]: 1, [odd]: -1 } },
    { ties: [{ organisation: organisation(1), reason: '曾任顾问' }], expertise: { [odd]: 2 } },
    { employer: '示例机构 05', expertise: { [even]: 2 } },
    { expertise: { [odd]: 1 } },
    { expertise: { [even]: 2, [odd]: -1 } },
    { expertise: { [even]: -1, [odd]: 2 } },
    {},
  ]
  const invite = `/competitions/${contest.id}`
  for (const [n, said] of says.entries()) {
    const judge = await platform.person(`评委 0${n + 1}`)
    await accepted(contest.administrator, `${invite}/invitations`, judge, said)
    contest.judges.push(judge)
  }
  const supervisor = await platform.person('监督员 01')
  await accepted(contest.administrator, `${invite}/supervisors/invitations`, supervisor)
  await guidesFirst(platform, contest)
  return { platform, contest, supervisor }
}

/** The second judge becomes a member of an agency, and is named the mentor of a project of the first applicant. */
async function guidesFirst(platform: TestPlatform, { administrator, applicants, judges }: Contest): Promise<void> {
  const agency = await admittedOrganisation(platform, '示例社工机构', { kind: 'agency', creditCode: nextCode() })
  const colleague = await platform.person('机构成员', { member: [agency] })
  const mentor = nthOf(judges, 1)
  await accepted(colleague, `/organisations/${agency}/invitations`, mentor)
  const project = await projectIn(platform, 'incubation', { id: nthOf(applicants, 0).organisation, name: '示例机构 01' })
  ok(await administrator.api('PUT', `/projects/${project}/mentor`, { person: mentor.id, organisation: agency }))
}

/** What is done while the platform's time stands still, so that what is read twice may be compared. */
export async function inOneMoment<T>({ platform: { clock } }: TestPlatform, done: () => Promise<T>): Promise<T> {
  const at = Date.now() + clock.ahead()
  useClock(() => at)
  try {
    return await done()
  } finally {
    useClock(clock.now)
  }
}

export function nthOf<T>(list: readonly T[], at: number): T {
  const found = list[at]
  if (found === undefined) throw new Error(`nothing at ${at} of ${list.length}`)
  return found
}

/** What a refused answer says: its status, and each mistake's code with its sentence. */
export const refusal = ({ status, body }: ApiAnswer): [number, ...string[]] => [status, ...(body.errors ?? []).map(({ code, detail }: { code: string; detail: string }) => `${code} ${detail}`)]

/** Whom a plan gives each proposal. */
export const dealt = (plan: { groups: { proposals: { proposal: string; judges: string[] }[] }[] }): Map<string, string[]> =>
  new Map(plan.groups.flatMap(({ proposals }) => proposals).map(({ proposal, judges }) => [proposal, judges]))

export const sha256 = (...parts: Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest()

/** The names in the order that SHA-256 draws: of the seed, a zero byte and the name. Written out, as anybody would who does not trust the platform. */
export const drawnByHand = (seed: string, names: readonly string[]): string[] =>
  names.map((name) => ({ name, lot: sha256(Buffer.from(`${seed}\u0000${name}`)).toString('hex') })).toSorted((a, b) => (a.lot < b.lot ? -1 : 1)).map(({ name }) => name)

function leafByHand({ competition, round, proposal }: LeafPlace, { card, salt }: Slot): string {
  const scores = card === null ? null : { scores: Object.fromEntries(Object.entries(card.scores).toSorted(([a], [b]) => (a < b ? -1 : 1))) }
  return sha256(Buffer.of(0), Buffer.from(JSON.stringify(['xiuyuan/card/1', competition, round, proposal, scores, salt]))).toString('hex')
}

function rootByHand(leaves: readonly string[]): string {
  if (leaves.length === 1) return nthOf(leaves, 0)
  const half = 2 ** Math.floor(Math.log2(leaves.length - 1))
  return sha256(Buffer.of(1), Buffer.from(rootByHand(leaves.slice(0, half)), 'hex'), Buffer.from(rootByHand(leaves.slice(half)), 'hex')).toString('hex')
}

/** Each round's root from the opened cards of a bundle, with `node:crypto` alone. */
export const rootsByHand = ({ competition, rounds }: Bundle): string[] => rounds.map(({ round, entries, seal, opened }) => rootByHand(
  (opened?.slots ?? []).map((slot, i) => leafByHand({ competition, round, proposal: nthOf(entries, Math.floor(i / seal.slots)).proposal }, slot)),
))
