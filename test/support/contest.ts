import { judgeItem } from '../../shared/round/judge.store.ts'
import { competitionId, type OrganisationId } from '../../shared/kernel/ids.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { leavesOf } from '../../shared/rulebook/sheet.ts'
import type { ApiAnswer, Somebody, TestPlatform } from './platform.ts'
import { admittedOrganisation, defaultRulebook, fullContent } from './proposals.ts'

/** A contest with a real workflow behind it, played through the API. */
export interface Contest {
  id: string
  rulebook: Rulebook
  administrator: Somebody
  applicants: { person: Somebody; organisation: OrganisationId }[]
  judges: Somebody[]
}

/** Throws with the problem's text unless the answer is a success; returns its body. */
// oxlint-disable-next-line typescript/no-explicit-any -- an answer of any endpoint; tests assert on what they read
export function ok(answer: ApiAnswer): any {
  if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** What a refused answer complains of, by code. */
export const codes = ({ body }: ApiAnswer): string[] => (body.errors ?? []).map(({ code }: { code: string }) => code)

/** The same with the field of each. */
export const mistakes = ({ body }: ApiAnswer): string[] => (body.errors ?? []).map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)

/** The default rulebook with one paper round of everybody scoring everything, no attachments asked, and no cap on proposals. */
export function oneRound(change: (rulebook: Rulebook) => Rulebook = (rulebook) => rulebook): Rulebook {
  const rulebook = defaultRulebook()
  const [first] = rulebook.rounds
  if (first === undefined) throw new Error('no round')
  return change({
    ...rulebook,
    applicants: { ...rulebook.applicants, proposalsEach: null },
    form: { ...rulebook.form, attachments: [] },
    eligibility: { ...rulebook.eligibility, checks: [] },
    rounds: [{ ...first, weight: 100, panelSize: 3, floor: 2, assignment: 'spread', grouping: { rule: 'one' }, aggregation: { rule: 'mean' }, advance: { rule: 'all' }, criteria: first.criteria.map(({ anchors: _, ...criterion }) => criterion) }],
    tieBreaks: [],
    awards: [{ id: 'first', name: { zh: '一等奖', en: 'First prize' }, rule: 'count', count: 1, within: 'all' }, { id: 'second', name: { zh: '二等奖', en: 'Second prize' }, rule: 'count', count: 2, within: 'all' }],
    awardTie: 'decide',
  })
}

/** Sets a contest up and opens its call for ten days. */
export async function openContest(platform: TestPlatform, options: { rulebook?: Rulebook; applicants?: number; judges?: number } = {}): Promise<Contest> {
  const { rulebook = oneRound(), applicants = 3, judges = 3 } = options
  const administrator = await platform.person('管理员 01', { administrator: '330411' })
  const at = Date.parse(platform.clock.now())
  const day = (days: number) => new Date(at + days * 86_400_000).toISOString()
  const created = ok(await administrator.api('POST', '/competitions', {
    rulebook: 'jiaxing-default', name: { zh: '示例志愿服务项目大赛', en: 'Example contest' }, authority: { zh: '示例主办单位' }, contact: { phone: '0573-00000000', email: 'a@example.cn' },
  }))
  ok(await administrator.api('PUT', `/competitions/${created.id}`, { rulebook, dates: { callClosesAt: day(10), eligibilityClosesAt: day(15), roundsCloseAt: rulebook.rounds.map((_, i) => day(25 + i * 10)) } }))
  ok(await administrator.api('POST', `/competitions/${created.id}/publication`, { seed: 'seed' }))
  const people = []
  for (let n = 1; n <= applicants; n += 1) {
    const organisation = await admittedOrganisation(platform, `示例机构 ${String(n).padStart(2, '0')}`)
    people.push({ person: await platform.person(`成员 ${n}`, { member: [organisation] }), organisation })
  }
  const judging = []
  for (let n = 1; n <= judges; n += 1) judging.push(await addJudge(platform, created.id, `评委 ${String(n).padStart(2, '0')}`))
  return { id: created.id, rulebook, administrator, applicants: people, judges: judging }
}

export async function addJudge(platform: TestPlatform, competition: string, name: string): Promise<Somebody> {
  const judge = await platform.person(name, { judge: [competition] })
  await platform.table.transact([judgeItem.put({ competition: competitionId.parse(competition), person: judge.id, name, ties: [], expertise: {}, maxLoad: null, acceptedAt: platform.clock.now(), removedAt: null }, 'none')])
  return judge
}

/** Writes and sends one proposal, in the first category unless another is said; returns its id. */
export async function apply(contest: Contest, nth: number, title = `示例项目 ${nth + 1}`, category = contest.rulebook.categories[0]?.id): Promise<string> {
  const applicant = contest.applicants[nth % contest.applicants.length]
  if (applicant === undefined) throw new Error('no applicant')
  const { person } = applicant
  const { proposal, revision } = ok(await person.api('POST', `/competitions/${contest.id}/proposals`, { category }))
  ok(await person.api('PUT', `/proposals/${proposal}/draft`, { revision, category, content: fullContent({ name: title }) }))
  const saved = ok(await person.api('GET', `/proposals/${proposal}`))
  ok(await person.api('POST', `/proposals/${proposal}/submission`, { revision: saved.draft.revision, acknowledgeNames: true }))
  return proposal
}

/** Waits for the workflow to bring the competition there, as the API tells it; fails after ten seconds with where it stands. */
export async function until(platform: TestPlatform, contest: Contest, state: string): Promise<void> {
  let seen = ''
  await poll(platform, async () => {
    seen = ok(await contest.administrator.api('GET', `/competitions/${contest.id}`)).state
    return seen === state
  }, () => `the competition is ${seen}, not ${state}`)
}

export async function untilRound(platform: TestPlatform, contest: Contest, index: number, state: string): Promise<void> {
  let seen = ''
  await poll(platform, async () => {
    const answer = await contest.administrator.api('GET', `/competitions/${contest.id}/rounds/${index}`)
    seen = answer.status === 200 ? answer.body.state : String(answer.status)
    return seen === state
  }, () => `round ${index} is ${seen}, not ${state}`)
}

/** Wakes the stream and asks again until it holds. */
export async function poll(platform: TestPlatform, holds: () => Promise<boolean>, otherwise: () => string): Promise<void> {
  const deadline = Date.now() + 60_000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(otherwise())
    platform.platform.streams.poke()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Over the end of a window and the minute after it. */
export async function passWindow(platform: TestPlatform, days: number): Promise<void> {
  await platform.platform.streams.caughtUp()
  platform.clock.forward({ days, minutes: 2 })
  await platform.platform.streams.caughtUp()
}

/** To a moment and the minute after it. */
export async function passTo(platform: TestPlatform, moment: string): Promise<void> {
  await platform.platform.streams.caughtUp()
  platform.clock.forward({ milliseconds: Math.max(0, Date.parse(moment) - Date.parse(platform.clock.now())) + 60_000 })
  await platform.platform.streams.caughtUp()
}

/** Admits everything that was sent and finishes the check. */
export async function admitAll(platform: TestPlatform, contest: Contest): Promise<void> {
  const { proposals } = ok(await contest.administrator.api('GET', `/competitions/${contest.id}/proposals?state=submitted`))
  for (const { id } of proposals) ok(await contest.administrator.api('POST', `/proposals/${id}/eligibility`, { decision: 'admitted' }))
  ok(await contest.administrator.api('POST', `/competitions/${contest.id}/eligibility/finish`))
  await untilRound(platform, contest, 0, 'planning')
  await poll(platform, async () => (await contest.administrator.api('POST', `/competitions/${contest.id}/rounds/0/plan`, {})).status === 201, () => 'no plan could be made')
}

export async function openScoring(platform: TestPlatform, contest: Contest, index = 0): Promise<void> {
  ok(await contest.administrator.api('POST', `/competitions/${contest.id}/rounds/${index}/plan/confirmation`))
  await untilRound(platform, contest, index, 'scoring')
}

/** Scores of a sheet: each leaf the same share of its maximum, in the sheet's own step. */
export function scoresOf(rulebook: Rulebook, index: number, percent: number): Record<string, string> {
  const round = rulebook.rounds[index]
  if (round === undefined) throw new Error('no such round')
  return Object.fromEntries(leavesOf(round.criteria).map((leaf) => [leaf.id, String(Math.floor((leaf.max * percent) / 100))]))
}

/** One judge's card, sent. */
export async function score(contest: Contest, judge: Somebody, proposal: string, percent: number, index = 0): Promise<ApiAnswer> {
  return judge.api('POST', `/proposals/${proposal}/scorecards/${index}/submission`, { scores: scoresOf(contest.rulebook, index, percent), comment: '' })
}

/** Every judge scores what is theirs; `percentOf` says how well. */
export async function scoreAll(contest: Contest, percentOf: (proposal: string, judge: Somebody) => number, index = 0): Promise<void> {
  for (const judge of contest.judges) {
    const answer = await judge.api('GET', `/competitions/${contest.id}/rounds/${index}/assignments`)
    for (const { proposal } of ok(answer).items) ok(await score(contest, judge, proposal, percentOf(proposal, judge), index))
  }
}
