import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { judgeItem } from '../../shared/round/judge.store.ts'
import { loadPlan, loadRound, planHeadItem, planJudgeItem, roundItem, writePlan } from '../../shared/round/round.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { judging, type Judging, scoreAll, scoresOf, scoring, setRound, tasksOf } from '../support/judging.ts'
import { startTestPlatform, type Somebody, type TestPlatform } from '../support/platform.ts'
import { isAnswered, waitFor } from '../support/result.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

type Errors = { body: { errors?: { path: string; code: string; detail: string }[] } }
const codes = (answer: Errors) => (answer.body.errors ?? []).map(({ code }) => code)
const first = (rulebook: Rulebook, change: Partial<Rulebook['rounds'][number]>): Rulebook => ({ ...rulebook, rounds: rulebook.rounds.map((round, i) => (i === 0 ? { ...round, ...change } : round)) })
const card = (proposal: string) => `/proposals/${proposal}/scorecards/0`

describe('the plan', () => {
  test('is even, avoids ties, opens nothing until it is confirmed, and is the same for the same seed', async () => {
    const made = await judging(platform, { proposals: 8, judges: 6, ties: [[0, 1]] })
    const plan = await made.administrator.api('POST', `${made.at}/plan`, {})
    expect(plan.status).toBe(201)
    expect(plan.body).toMatchObject({ made: true, ready: true, missing: [], shortfalls: [] })
    expect(plan.body.judges.map(({ load }: { load: number }) => load)).toEqual([4, 4, 4, 4, 4, 4])
    const barred = made.judges[0]?.id
    expect(plan.body.barred).toHaveLength(2)
    const dealt: { proposal: string; judges: string[] }[] = plan.body.groups.flatMap((group: { proposals: unknown[] }) => group.proposals)
    for (const { id } of made.proposals.slice(0, 2)) expect(dealt.find(({ proposal }) => proposal === id)?.judges).not.toContain(barred)
    expect(await tasksOf(made.judges[1] as Somebody, made.at)).toEqual([])
    const again = await made.administrator.api('POST', `${made.at}/plan`, {})
    expect(again.body.version).not.toBe(plan.body.version)
    expect(again.body.groups).toEqual(plan.body.groups)
    const confirmed = await made.administrator.api('POST', `${made.at}/plan/confirmation`)
    expect(confirmed.body.state).toBe('scoring')
    expect(await tasksOf(made.judges[1] as Somebody, made.at)).toHaveLength(4)
    expect((await made.administrator.api('POST', `${made.at}/plan`, {})).body.code).toBe('WRONG_STATE')
  })

  test('a member of the applicant is barred without declaring it', async () => {
    const made = await judging(platform, { proposals: 2, judges: 3 })
    const insider = await platform.person('评委 09', { judge: [made.competition], member: [made.proposals[0]?.organisation ?? ''] })
    await platform.table.transact([judgeItem.put({ competition: made.competition, person: insider.id, name: insider.name, ties: [], expertise: {}, maxLoad: null, acceptedAt: platform.clock.now(), removedAt: null }, 'none')])
    const plan = await made.administrator.api('POST', `${made.at}/plan`, {})
    expect(plan.body.barred).toEqual([{ judge: insider.id, proposal: made.proposals[0]?.id, reason: { zh: '是申报单位的成员', en: 'is a member of the applicant' } }])
    await made.administrator.api('POST', `${made.at}/plan/confirmation`)
    expect((await insider.api('GET', card(made.proposals[0]?.id ?? ''))).status).toBe(403)
  })

  test('is not confirmed while a proposal has fewer judges than the floor, and says which', async () => {
    const made = await judging(platform, { proposals: 2, judges: 3, ties: [[0], [0], [1]] })
    const plan = await made.administrator.api('POST', `${made.at}/plan`, {})
    expect(plan.body.ready).toBe(false)
    const refused = await made.administrator.api('POST', `${made.at}/plan/confirmation`)
    expect(refused.body.code).toBe('PLAN_NOT_READY')
    expect(refused.body.errors).toHaveLength(1)
    expect(refused.body.errors[0].detail).toContain('敲门行动 1')
    const nobody = await judging(platform, { proposals: 1, judges: 0 })
    expect(codes(await nobody.administrator.api('POST', `${nobody.at}/plan/confirmation`))).toEqual(['NO_JUDGES'])
  })

  test('by hand: what it leads to is listed, a barred judge is refused by name, and undo brings the version before back', async () => {
    const made = await judging(platform, { proposals: 3, judges: 5, ties: [[0]] })
    const { body: plan } = await made.administrator.api('POST', `${made.at}/plan`, {})
    const [target, conflicted, other] = [made.proposals[0]?.id ?? '', made.judges[0]?.id ?? '', made.judges[1]?.id ?? '']
    const refused = await made.administrator.api('PUT', `${made.at}/plan`, { version: plan.version, proposals: { [target]: [conflicted, other] } })
    expect(codes(refused)).toEqual(['CONFLICT'])
    expect(refused.body.errors[0].detail).toContain('评委 01')
    const preview = await made.administrator.api('PUT', `${made.at}/plan`, { version: plan.version, proposals: { [target]: [other] }, preview: true })
    expect(preview.body.consequences.map(({ zh }: { zh: string }) => zh).join()).toContain('有 1 位评委，章程要 3 位')
    expect((await made.administrator.api('GET', `${made.at}/plan`)).body.version).toBe(plan.version)
    const changed = await made.administrator.api('PUT', `${made.at}/plan`, { version: plan.version, proposals: { [target]: [other] } })
    expect(changed.body.plan.ready).toBe(false)
    expect((await made.administrator.api('PUT', `${made.at}/plan`, { version: plan.version, proposals: { [target]: [other] } })).body.code).toBe('STALE')
    const undone = await made.administrator.api('POST', `${made.at}/plan/undo`)
    expect(undone.body.groups).toEqual(plan.groups)
    expect((await made.administrator.api('PUT', `${made.at}/plan`, { version: plan.version, panels: { g99: [other] } })).status).toBe(422)
  })

  test('a panel set by hand leaves a barred judge out of just the proposals concerned', async () => {
    const made = await judging(platform, { proposals: 3, judges: 4, ties: [[0]], change: (rulebook) => first(rulebook, { assignment: 'panel', grouping: { rule: 'one' } }) })
    const { body: plan } = await made.administrator.api('POST', `${made.at}/plan`, {})
    const panel = made.judges.slice(0, 3).map(({ id }) => id)
    const changed = await made.administrator.api('PUT', `${made.at}/plan`, { version: plan.version, panels: { g01: panel } })
    const dealt: { proposal: string; judges: string[] }[] = changed.body.plan.groups.flatMap((group: { proposals: unknown[] }) => group.proposals)
    for (const { proposal, judges } of dealt) expect(judges.toSorted()).toEqual(panel.filter((judge) => judge !== made.judges[0]?.id || proposal !== made.proposals[0]?.id).toSorted())
  })

  test('of more than a hundred judges comes into force in one write: a failure before it changes nothing', async () => {
    const made = await judging(platform, { proposals: 60, judges: 120 })
    const { body: plan } = await made.administrator.api('POST', `${made.at}/plan`, {})
    expect(plan.judges.filter(({ load }: { load: number }) => load > 0).length).toBe(120)
    // A half-written version: shares stand in the table, the head and the switch are missing.
    const { head, assignments } = await loadPlan(platform.table, made.competition, 0, plan.version)
    await platform.table.transact([planHeadItem.put({ ...head, version: 'half' }, 'none')])
    await expect(writePlan(platform.table, { ...head, version: 'half' }, assignments)).rejects.toThrow('conditions failed')
    const shares = await platform.table.queryAll(planJudgeItem, keys.planJudges(made.competition, 0, 'half'))
    expect(shares.length).toBeGreaterThan(90)
    expect((await made.administrator.api('GET', `${made.at}/plan`)).body.version).toBe(plan.version)
    await made.administrator.api('POST', `${made.at}/plan/confirmation`)
    expect((await loadRound(platform.table, made.competition, 0)).value.plan).toBe(plan.version)
    expect(await tasksOf(made.judges[119] as Somebody, made.at)).not.toHaveLength(0)
  })

  test('confirming answers the machine that waits for it', async () => {
    const made = await judging(platform)
    await waitFor(platform.table, made.competition, 'plan-0', 'token-1')
    await made.administrator.api('POST', `${made.at}/plan`, {})
    expect(await isAnswered(platform.table, made.competition, 'plan-0')).toBe(false)
    await made.administrator.api('POST', `${made.at}/plan/confirmation`)
    expect(await isAnswered(platform.table, made.competition, 'plan-0')).toBe(true)
  })
})

describe('recusal', () => {
  const asked = async (options: Parameters<typeof scoring>[1]) => {
    const made = await scoring(platform, options)
    const judge = made.judges[0] as Somebody
    const [proposal] = await tasksOf(judge, made.at)
    return { ...made, judge, proposal: proposal ?? '' }
  }

  test('takes the proposal and what was filled in from the judge at once; others can’t tell', async () => {
    const { judge, judges, proposal, at, administrator } = await asked({ proposals: 4, judges: 4 })
    await judge.api('PUT', card(proposal), { scores: { breadth: '20' } })
    const others = await Promise.all(judges.slice(1).map((other) => other.api('GET', `${at}/assignments`)))
    const before = others.map(({ body }) => body)
    expect((await judge.api('POST', `/proposals/${proposal}/recusals`, { reason: '  ' })).status).toBe(422)
    expect((await judge.api('POST', `/proposals/${proposal}/recusals`, { reason: '近亲属参与这个项目' })).status).toBe(201)
    expect((await judge.api('GET', card(proposal))).body.code).toBe('RECUSED')
    expect((await judge.api('PUT', card(proposal), { scores: { breadth: '20' } })).body.code).toBe('RECUSED')
    expect(await tasksOf(judge, at)).not.toContain(proposal)
    expect((await Promise.all(judges.slice(1).map((other) => other.api('GET', `${at}/assignments`)))).map(({ body }) => body)).toEqual(before)
    expect((await administrator.api('GET', `/proposals/${proposal}/scorecards`)).body.items).toEqual([])
    const listed = await administrator.api('GET', `${at}/recusals`)
    expect(listed.body.items).toMatchObject([{ proposal, judgeName: '评委 01', reason: '近亲属参与这个项目', state: 'asked', left: 2, mayGoOn: true, blocked: false }])
    expect((await judges[1]?.api('GET', `${at}/recusals`))?.status).toBe(403)
  })

  test('is not open any more once the card is sent', async () => {
    const { judge, proposal, rulebook } = await asked({ proposals: 2, judges: 3 })
    await judge.api('POST', `${card(proposal)}/submission`, { scores: scoresOf(rulebook) })
    expect((await judge.api('POST', `/proposals/${proposal}/recusals`, { reason: '想起来了' })).body.code).toBe('CARD_LOCKED')
  })

  test('going on without is refused below the floor; a judge without a tie stands in', async () => {
    const { judge, judges, proposal, at, administrator } = await asked({ proposals: 3, judges: 4, change: (rulebook) => first(rulebook, { panelSize: 3, floor: 3 }), ties: [] })
    await judge.api('POST', `/proposals/${proposal}/recusals`, { reason: '做过辅导' })
    const { body: { items: [recusal] } } = await administrator.api('GET', `${at}/recusals`)
    const path = `${at}/recusals/${proposal}/${judge.id}`
    const without = await administrator.api('POST', path, { decision: 'without', reason: '人手不够' })
    expect(without.body.code).toBe('PLAN_NOT_READY')
    expect(codes(without)).toEqual(['BELOW_FLOOR'])
    expect(codes(await administrator.api('POST', path, { decision: 'replace', replacement: judge.id }))).toEqual(['JUDGE_BARRED'])
    expect(recusal.candidates).toHaveLength(1)
    const standIn = judges.find(({ id }) => id === recusal.candidates[0].judge) as Somebody
    expect((await standIn.api('GET', card(proposal))).status).toBe(403)
    expect((await administrator.api('POST', path, { decision: 'replace', replacement: standIn.id })).body.state).toBe('replaced')
    expect((await standIn.api('GET', card(proposal))).status).toBe(200)
    expect(await tasksOf(standIn, at)).toContain(proposal)
    expect((await administrator.api('POST', path, { decision: 'replace', replacement: standIn.id })).body.code).toBe('WRONG_STATE')
  })

  test('every judge of one proposal recused: it is listed as blocked until somebody decides, and the round can’t be ended', async () => {
    const { judges, at, administrator, rulebook, ...made } = await scoring(platform, { proposals: 1, judges: 3, change: (found) => first(found, { panelSize: 2, floor: 1 }) })
    const proposal = made.proposals[0]?.id ?? ''
    for (const judge of judges) if ((await tasksOf(judge, at)).includes(proposal)) await judge.api('POST', `/proposals/${proposal}/recusals`, { reason: '同一个单位' })
    const { body: { items } } = await administrator.api('GET', `${at}/recusals`)
    expect(items).toHaveLength(2)
    expect(items.every(({ blocked, mayGoOn }: { blocked: boolean; mayGoOn: boolean }) => blocked && !mayGoOn)).toBe(true)
    const refused = await administrator.api('POST', `${at}/closing`)
    expect(codes(refused)).toEqual(['RECUSALS_OPEN'])
    const [standIn] = items[0].candidates
    await administrator.api('POST', `${at}/recusals/${proposal}/${items[0].judge}`, { decision: 'replace', replacement: standIn.judge })
    await administrator.api('POST', `${at}/recusals/${proposal}/${items[1].judge}`, { decision: 'without', reason: '一位也够章程要求' })
    await scoreAll({ ...made, judges, at, administrator, rulebook })
    expect((await administrator.api('POST', `${at}/closing`)).status).toBe(200)
  })

  test('a plan changed by hand at the same moment does not bring a recused judge back', async () => {
    const { judge, proposal, at, administrator } = await asked({ proposals: 3, judges: 4 })
    const { body: plan } = await administrator.api('GET', `${at}/plan`)
    const given = plan.groups[0].proposals.find((one: { proposal: string }) => one.proposal === proposal).judges
    await judge.api('POST', `/proposals/${proposal}/recusals`, { reason: '近亲属' })
    expect(codes(await administrator.api('PUT', `${at}/plan`, { version: plan.version, proposals: { [proposal]: given } }))).toEqual(['CONFLICT'])
    // Even where a version names the judge (it was made before the recusal), the recusal counts.
    const { head, assignments } = await loadPlan(platform.table, competitionIn(at), 0, plan.version)
    await writePlan(platform.table, { ...head, version: 'late' }, { ...assignments, [proposal]: given })
    const round = await loadRound(platform.table, competitionIn(at), 0)
    await platform.table.transact([roundItem.put({ ...round.value, plan: 'late' }, round.version)])
    expect(await tasksOf(judge, at)).not.toContain(proposal)
    expect((await judge.api('PUT', card(proposal), { scores: {} })).body.code).toBe('RECUSED')
  })
})

const competitionIn = (at: string) => at.split('/')[2] ?? ''

describe('the end of a round', () => {
  test('it ends early only when every card is in, and the waiting machine is answered', async () => {
    const made = await scoring(platform, { proposals: 2, judges: 3 })
    const refused = await made.administrator.api('POST', `${made.at}/closing`)
    expect(refused.body.code).toBe('SCORES_MISSING')
    expect(refused.body.errors).toHaveLength(3)
    await scoreAll(made)
    await waitFor(platform.table, made.competition, 'round-0', 'token-2')
    expect((await made.administrator.api('POST', `${made.at}/closing`)).body.endedAt).toBeTruthy()
    expect(await isAnswered(platform.table, made.competition, 'round-0')).toBe(true)
    const [proposal] = await tasksOf(made.judges[0] as Somebody, made.at)
    expect((await made.administrator.api('POST', `${card(proposal ?? '')}/reopening`, { judge: made.judges[0]?.id, reason: '改一项' })).body.code).toBe('ROUND_NOT_OPEN')
  })

  async function unscored(): Promise<Judging> {
    const made = await scoring(platform, { proposals: 3, judges: 4, change: (rulebook) => first(rulebook, { panelSize: 2, floor: 2 }) })
    const [judge] = made.judges as [Somebody]
    for (const proposal of await tasksOf(judge, made.at)) await judge.api('POST', `${card(proposal)}/submission`, { scores: scoresOf(made.rulebook) })
    await setRound(platform, made, { state: 'closed', closedAt: platform.clock.now() })
    return made
  }

  test('what has too few scores is listed with its count, and each is decided with a reason before the tally goes on', async () => {
    const made = await unscored()
    const { body: { items } } = await made.administrator.api('GET', `${made.at}/unscored`)
    expect(items).toHaveLength(3)
    const empty = items.find(({ cards }: { cards: number }) => cards === 0)
    await waitFor(platform.table, made.competition, 'unscored-0', 'token-3')
    const decide = (decisions: unknown[]) => made.administrator.api('POST', `${made.at}/unscored/decisions`, { decisions })
    expect(codes(await decide([{ proposal: empty.proposal, decision: 'accept-fewer', reason: '时间紧' }]))).toEqual(['NO_SCORES'])
    expect((await decide([{ proposal: empty.proposal, decision: 'exclude', reason: '' }])).status).toBe(422)
    const none = items.filter(({ cards }: { cards: number }) => cards === 0).map(({ proposal }: { proposal: string }) => ({ proposal, decision: 'exclude', reason: '材料不实，两位评委都退回' }))
    expect((await decide(none)).body).toEqual({ open: 3 - none.length })
    expect(await isAnswered(platform.table, made.competition, 'unscored-0')).toBe(false)
    const rest = items.filter(({ cards }: { cards: number }) => cards > 0).map(({ proposal }: { proposal: string }) => ({ proposal, decision: 'accept-fewer', reason: '一位评委生病' }))
    expect((await decide(rest)).body).toEqual({ open: 0 })
    expect(await isAnswered(platform.table, made.competition, 'unscored-0')).toBe(true)
    expect((await loadRound(platform.table, made.competition, 0)).value.unscoredSettled).toBe(true)
  })

  test('reassigned, they are scored until a new date; cards that are in stay locked', async () => {
    const made = await unscored()
    const { body: { items } } = await made.administrator.api('GET', `${made.at}/unscored`)
    const target = items.find(({ cards }: { cards: number }) => cards === 1)
    const scored = target.judges.find(({ submitted }: { submitted: boolean }) => submitted).judge
    const standIn = made.judges.find(({ id }) => id === target.candidates[0].judge) as Somebody
    const closesAt = plusDays(platform.clock.now(), 3)
    const reassign = (change: Record<string, unknown>) => made.administrator.api('POST', `${made.at}/unscored/reassignment`, { closesAt, proposals: { [target.proposal]: [scored, standIn.id] }, reason: '一位评委没有评', ...change })
    expect(codes(await reassign({ closesAt: plusDays(platform.clock.now(), -1) }))).toEqual(['DATE_PASSED'])
    expect(codes(await reassign({ proposals: { [target.proposal]: [standIn.id] } }))).toEqual(['TOO_FEW_JUDGES'])
    expect((await reassign({})).body).toEqual({ state: 'scoring', closesAt })
    expect((await loadCompetition(platform.table, made.competition)).value.dates.roundsCloseAt[0]).toBe(closesAt)
    expect((await standIn.api('POST', `${card(target.proposal)}/submission`, { scores: scoresOf(made.rulebook) })).status).toBe(201)
    const first = made.judges.find(({ id }) => id === scored) as Somebody
    expect((await first.api('PUT', card(target.proposal), { scores: {} })).body.code).toBe('CARD_LOCKED')
  })

  test('a tie across the line: exactly as many as there are places are chosen, with a reason', async () => {
    const made = await scoring(platform, { proposals: 4, judges: 3 })
    const ids = made.proposals.map(({ id }) => id)
    await setRound(platform, made, { state: 'tied', ties: { pools: [{ pool: null, seats: 2, tied: ids.slice(1, 4) }], chosen: null, reason: null } })
    await waitFor(platform.table, made.competition, 'tie-0', 'token-4')
    const decide = (chosen: (string | undefined)[], reason = '现场复议') => made.administrator.api('POST', `${made.at}/ties`, { chosen, reason })
    expect(codes(await decide([ids[1]]))).toEqual(['WRONG_NUMBER'])
    expect(codes(await decide([ids[0], ids[1], ids[2]]))).toEqual(['NOT_TIED'])
    expect((await decide([ids[1], ids[2]], '')).status).toBe(422)
    expect((await decide([ids[1], ids[2]])).body).toEqual({ chosen: 2 })
    expect(await isAnswered(platform.table, made.competition, 'tie-0')).toBe(true)
    expect((await decide([ids[1], ids[2]])).body.code).toBe('WRONG_STATE')
  })

  test('progress names each judge’s share, and a reminder goes once a day to who has something to do', async () => {
    const made = await scoring(platform, { proposals: 2, judges: 3 })
    await made.judges[0]?.api('POST', `${card((await tasksOf(made.judges[0], made.at))[0] ?? '')}/submission`, { scores: scoresOf(made.rulebook) })
    const { body } = await made.administrator.api('GET', `${made.at}/progress`)
    expect(body).toMatchObject({ assigned: 6, submitted: 1, complete: false })
    expect(body.judges.find(({ name }: { name: string }) => name === '评委 01')).toMatchObject({ assigned: 2, submitted: 1, late: false })
    // These people have no mail address; that is said, and nothing fails.
    expect((await made.administrator.api('POST', `${made.at}/reminders`, {})).body).toEqual({ reminded: 0, withoutMail: 3 })
  })
})

test('only administrators of the district run a round', async () => {
  const made = await scoring(platform, { proposals: 2, judges: 3 })
  const stranger = await platform.person('管理员 03', { administrator: '330402' })
  for (const somebody of [stranger, made.judges[0] as Somebody]) {
    for (const [method, path, body] of [['GET', '/plan'], ['POST', '/plan', {}], ['GET', '/progress'], ['GET', '/unscored'], ['POST', '/closing'], ['GET', '/recusals'], ['GET', '/standings'], ['POST', '/plan/undo']] as const) {
      expect((await somebody.api(method, made.at + path, body)).status, `${somebody.name} ${method} ${path}`).toBe(403)
    }
  }
  expect((await platform.visitor.api('GET', `${made.at}/plan`)).status).toBe(401)
})
