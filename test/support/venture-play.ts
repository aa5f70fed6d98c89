import { expect } from 'vitest'
import { several } from '../../infra/local/rehearse/client.ts'
import { libraryRulebooks } from '../../shared/rulebook/library.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import type { Definition } from '../../shared/stage/definition.ts'
import { type Contest, ok, passTo, passWindow, poll, until, untilRound } from './contest.ts'
import type { Somebody, TestPlatform } from './platform.ts'
import { defaultDefinition } from './projects.ts'
import { type Applicant, castOf } from './venture-cast.ts'
import { draft, scoresFor, send, ventureContent } from './venture-proposal.ts'

/** A venture competition as it is played through the API; proposals are named by their number, from 0, the best first. */
export interface Play {
  platform: TestPlatform
  id: string
  /** Path in the API. */
  at: string
  rulebook: Rulebook
  contest: Contest
  authority: Somebody
  deputy: Somebody
  organiser: Somebody
  finance: Somebody
  evaluator: Somebody
  judges: Somebody[]
  applicants: Applicant[]
  of(n: number): string
  applicantOf(n: number): Applicant
  memberOf(n: number): Somebody
  numberOf(proposal: string): number
  category(n: number): string
}

const WIDTH = 8
/** In points, so that proposals stand in the ranking by their numbers. */
const quality = (n: number) => 99 - n
export const titleOf = (n: number) => `示例公益项目 ${String(n + 1).padStart(2, '0')}`

/** The district's venture rulebook, with two reviewers and a cure of the need. */
function rules(): Rulebook {
  const found = libraryRulebooks().find(({ id }) => id === 'jiaxing-venture-default')
  if (found === undefined) throw new Error('the library has no venture rulebook')
  const { eligibility } = found
  const checks = eligibility.checks.map((check) => (check.id === 'complete' ? { ...check, about: { sections: ['need'], fields: [], attachments: [] } } : check))
  return { ...found, eligibility: { ...eligibility, reviewers: 2, cure: { days: 5, rounds: 1 }, checks } }
}

/** Implementation has one report of its half year. */
function stages(): Definition {
  const definition = defaultDefinition()
  const { implementation } = definition.stages
  return {
    ...definition, version: definition.version + 1,
    stages: { ...definition.stages, implementation: { ...implementation, days: 180, reports: { everyMonths: 6, dueDays: 10, reminderDays: [] } } },
  }
}

/** 征集: set up by the authority, run by the organiser; everybody applies. `asks` in yuan, by number; all others ask for 50,000. */
export async function playCall(platform: TestPlatform, { proposals: count, budget, asks }: { proposals: number; budget: number; asks: readonly number[] }): Promise<Play> {
  const cast = castOf(platform)
  const rulebook = rules()
  const [authority, deputy] = [await cast.administrator('管理员 01'), await cast.administrator('管理员 02')]
  const [finance, evaluator] = [await cast.finance(authority, '财务 01'), await cast.evaluator(authority, '评估员 01')]
  ok(await authority.api('POST', '/stage-definitions', { definition: stages() }))
  const { id } = ok(await authority.api('POST', '/competitions', {
    rulebook: rulebook.id, name: { zh: '示例区公益创投大赛', en: 'Example venture' }, authority: { zh: '示例区民政局' }, contact: { phone: '0573-00000000', email: 'a@example.cn' },
  }))
  const at = `/competitions/${id}`
  ok(await authority.api('PUT', at, { rulebook, budget: budget * 100 }))
  const organiser = await cast.organiser(authority, id, '承办 01')
  ok(await organiser.api('POST', `${at}/publication`, { seed: 'seed' }))
  const judges: Somebody[] = []
  for (let n = 1; n <= 6; n += 1) judges.push(await cast.judge(organiser, id, `评委 ${n}`))

  // The second is a filed team, whose host is paid for it; the sixth's organisation has another proposal in the thirteenth place.
  const host = await cast.registered('示例机构 01', '示例街道甲')
  const applicants: Applicant[] = [host]
  await several(Array.from({ length: count - 1 }, (_, n) => n + 1), WIDTH, async (n) => {
    const street = `示例街道${['甲', '乙', '丙'][n % 3]}`
    applicants[n] = n === 1 ? await cast.filed('示例志愿队', street, host) : await cast.registered(`示例机构 ${String(n + 1).padStart(2, '0')}`, street)
  })
  for (const { organisation } of applicants) ok(await authority.api('POST', `/organisations/${organisation}/admission`, { decision: 'admit' }))
  applicants[12] = applicants[5] ?? host
  const category = (n: number) => rulebook.categories[n % rulebook.categories.length]?.id ?? ''
  const proposals: string[] = []
  await several(applicants, WIDTH, async (applicant, n) => {
    const proposal = await draft(applicant, id, category(n), ventureContent(titleOf(n), asks[n] ?? 50_000))
    ok(await send(applicant.member, proposal))
    proposals[n] = proposal
  })
  const applicantOf = (n: number) => applicants[n] ?? host
  const play: Play = {
    platform, id, at, rulebook, contest: { id, rulebook, administrator: authority, applicants: [], judges }, authority, deputy, organiser, finance, evaluator, judges, applicants, category,
    of: (n) => proposals[n] ?? '', applicantOf, memberOf: (n) => applicantOf(n).member, numberOf: (proposal) => proposals.indexOf(proposal),
  }
  await passTo(platform, ok(await authority.api('GET', at)).dates.callClosesAt)
  await until(platform, play.contest, 'eligibility')
  return play
}

/** One bulk admission takes so many. */
const AT_ONCE = 30

/** 资格审查: two look at each. The last is not repaired in time and rejected, the one before it is repaired, and of another they differ: a third admits it. */
export async function playEligibility({ platform, at, applicants, authority, deputy, organiser, of, memberOf }: Play): Promise<void> {
  const [late, repaired, disputed] = [applicants.length - 1, applicants.length - 2, applicants.length - 3]
  const review = async (who: Somebody, n: number, decision: string, checks: Record<string, boolean> = {}) =>
    ok(await who.api('POST', `/proposals/${of(n)}/eligibility`, { decision, reasons: decision === 'admitted' ? '' : '需求没有依据', checks: { complete: true, field: true, seals: true, ...checks } })).state
  for (const n of [repaired, late]) expect([await review(organiser, n, 'cure', { complete: false }), await review(authority, n, 'cure', { complete: false })]).toEqual(['submitted', 'curing'])
  expect([await review(organiser, disputed, 'admitted'), await review(authority, disputed, 'rejected', { field: false }), await review(deputy, disputed, 'admitted')]).toEqual(['submitted', 'submitted', 'admitted'])
  const clean = Array.from({ length: disputed }, (_, n) => of(n))
  for (const who of [organiser, authority]) {
    for (let from = 0; from < clean.length; from += AT_ONCE) ok(await who.api('POST', `${at}/eligibility/admissions`, { proposals: clean.slice(from, from + AT_ONCE) }))
  }
  const finish = () => organiser.api('POST', `${at}/eligibility/finish`)
  expect((await finish()).body.code).toBe('CURES_OPEN')
  const { draft: { revision } } = ok(await memberOf(repaired).api('GET', `/proposals/${of(repaired)}`))
  ok(await memberOf(repaired).api('PUT', `/proposals/${of(repaired)}/cure`, { revision, content: { need: '走访了三十户，二十户有需求。' } }))
  ok(await memberOf(repaired).api('POST', `/proposals/${of(repaired)}/cure/submission`, { acknowledgeNames: true }))
  expect([await review(organiser, repaired, 'admitted'), await review(authority, repaired, 'admitted')]).toEqual(['submitted', 'admitted'])
  await passWindow(platform, 6)
  expect([await review(organiser, late, 'rejected', { complete: false }), await review(authority, late, 'rejected', { complete: false })]).toEqual(['submitted', 'rejected'])
  expect(ok(await finish())).toMatchObject({ admitted: applicants.length - 1, rejected: 1 })
}

/** 评审: the rulebook's rounds, each with its panel and weight. A judge is recused from the best proposal, and another takes the place. */
export async function playRounds(play: Play): Promise<void> {
  const { platform, at, rulebook, contest, organiser, judges, numberOf } = play
  for (const [index, { criteria }] of rulebook.rounds.entries()) {
    const round = `${at}/rounds/${index}`
    await untilRound(platform, contest, index, 'planning')
    await poll(platform, async () => (await organiser.api('POST', `${round}/plan`, {})).status === 201, () => 'no plan could be made')
    ok(await organiser.api('POST', `${round}/plan/confirmation`))
    await untilRound(platform, contest, index, 'scoring')
    if (index === 0) await recuse(play, round)
    await several(judges, judges.length, async (judge) => {
      for (const proposal of await tasksOf(judge, round)) ok(await judge.api('POST', `/proposals/${proposal}/scorecards/${index}/submission`, { scores: scoresFor(criteria, quality(numberOf(proposal))), comment: '' }))
    })
    ok(await organiser.api('POST', `${round}/closing`))
    await passWindow(platform, 0)
  }
  await until(platform, contest, 'decision')
}

const tasksOf = async (judge: Somebody, round: string): Promise<string[]> => ok(await judge.api('GET', `${round}/assignments`)).items.map(({ proposal }: { proposal: string }) => proposal)

async function recuse({ organiser, judges, of, rulebook }: Play, round: string): Promise<void> {
  const tasks = await Promise.all(judges.map((judge) => tasksOf(judge, round)))
  const judge = judges.find((_, n) => tasks[n]?.includes(of(0)))
  if (judge === undefined) throw new Error('nobody judges the best')
  ok(await judge.api('POST', `/proposals/${of(0)}/recusals`, { reason: '曾任该机构顾问' }))
  const { items: [asked] } = ok(await organiser.api('GET', `${round}/recusals`)) as { items: { candidates: { judge: string }[] }[] }
  ok(await organiser.api('POST', `${round}/recusals/${of(0)}/${judge.id}`, { decision: 'replace', replacement: asked?.candidates[0]?.judge }))
  expect((await judge.api('POST', `/proposals/${of(0)}/scorecards/0/submission`, { scores: scoresFor(rulebook.rounds[0]?.criteria ?? [], 90), comment: '' })).status).toBe(409)
}
