import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handler as awaitDecision } from '../../../functions/tasks/await-decision.lambda.ts'
import { handler as readWindow } from '../../../functions/tasks/read-window.lambda.ts'
import { derivedId } from '../../../shared/kernel/ids.ts'
import { plusDays } from '../../../shared/kernel/instant.ts'
import { outboxItem } from '../../../shared/outbox/outbox.store.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import { writeStanding } from '../../../shared/standing/standing.store.ts'
import { keys } from '../../../shared/store/keys.ts'
import type { DecisionName } from '../../../shared/wait/wait.ts'
import { waitItem } from '../../../shared/wait/wait.store.ts'
import { judging, type Judging, scoreAll, scoresOf, scoring, setRound, tasksOf } from '../../support/judging.ts'
import { type ApiAnswer, type Somebody, startTestPlatform, type TestPlatform } from '../../support/platform.ts'
import { applicant, openCompetition, sentProposal, setState } from '../../support/proposals.ts'
import { closeNotice, judgedContest } from '../../support/result.ts'

let platform: TestPlatform
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
})
afterAll(() => platform.close())

/** A competition in which a machine waits for the decision, and the command by which somebody takes it. None has a machine of its own here: the test is the machine. */
interface Waiting {
  competition: string
  take(): Promise<ApiAnswer>
}

const later = (days: number) => plusDays(platform.clock.now(), days)
const move = (competition: string, window: string, days: number) => administrator.api('POST', `/competitions/${competition}/dates`, { window, to: later(days), reason: '顺延', following: 'shift' })
const two = (rulebook: Rulebook): Rulebook => ({ ...rulebook, rounds: rulebook.rounds.map((round, i) => (i === 0 ? { ...round, panelSize: 2, floor: 2 } : round)) })
const notice = { basis: '大赛章程', process: '经评审，按总分排列。', contact: { phone: '0573-0000 0000', email: '' } }

async function unscored(): Promise<Judging> {
  const made = await scoring(platform, { proposals: 2, judges: 3, change: two })
  const [judge] = made.judges as [Somebody]
  for (const proposal of await tasksOf(judge, made.at)) await judge.api('POST', `/proposals/${proposal}/scorecards/0/submission`, { scores: scoresOf(made.rulebook) })
  await setRound(platform, made, { state: 'closed', closedAt: platform.clock.now() })
  return made
}

async function underNotice(): Promise<{ id: string; objection: string }> {
  const { id } = await judgedContest(platform.table)
  expect((await administrator.api('POST', `/competitions/${id}/notice`, notice)).status).toBe(201)
  const { body } = await platform.visitor.api('POST', `/competitions/${id}/objections`, { kind: 'person', name: '示例居民', contact: '13000000000', facts: '申报书里的受益人数与实际不符，请核查。' })
  return { id, objection: body.id }
}

const cases: { name: string; decision: DecisionName; prepare(): Promise<Waiting> }[] = [
  { name: 'the call’s date is moved', decision: 'call', prepare: async () => {
    const competition = await openCompetition(platform)
    return { competition, take: () => move(competition, 'call', 15) }
  } },
  { name: 'the eligibility check is finished', decision: 'eligibility', prepare: async () => {
    const competition = await openCompetition(platform)
    const proposal = await sentProposal(competition, await applicant(platform))
    await setState(platform, competition, { state: 'eligibility' })
    expect((await administrator.api('POST', `/proposals/${proposal}/eligibility`, { decision: 'rejected', reasons: '不在征集范围' })).status).toBe(200)
    return { competition, take: () => administrator.api('POST', `/competitions/${competition}/eligibility/finish`) }
  } },
  { name: 'a plan is confirmed', decision: 'plan-0', prepare: async () => {
    const made = await judging(platform, { proposals: 2, judges: 3 })
    expect((await made.administrator.api('POST', `${made.at}/plan`, {})).status).toBe(201)
    return { competition: made.competition, take: () => made.administrator.api('POST', `${made.at}/plan/confirmation`) }
  } },
  { name: 'a round’s date is moved', decision: 'round-0', prepare: async () => {
    const { competition } = await scoring(platform, { proposals: 2, judges: 3 })
    return { competition, take: () => move(competition, 'round-0', 8) }
  } },
  { name: 'a round is ended early', decision: 'round-0', prepare: async () => {
    const made = await scoring(platform, { proposals: 2, judges: 3 })
    await scoreAll(made)
    return { competition: made.competition, take: () => made.administrator.api('POST', `${made.at}/closing`) }
  } },
  { name: 'the unscored are decided', decision: 'unscored-0', prepare: async () => {
    const made = await unscored()
    const { body } = await made.administrator.api('GET', `${made.at}/unscored`)
    const decisions = body.items.map(({ proposal }: { proposal: string }) => ({ proposal, decision: 'exclude', reason: '无人可补' }))
    return { competition: made.competition, take: () => made.administrator.api('POST', `${made.at}/unscored/decisions`, { decisions }) }
  } },
  { name: 'the unscored are reassigned', decision: 'unscored-0', prepare: async () => {
    const made = await unscored()
    const { body } = await made.administrator.api('GET', `${made.at}/unscored`)
    const proposals = Object.fromEntries(body.items.map(({ proposal }: { proposal: string }) => [proposal, made.judges.slice(0, 2).map(({ id }) => id)]))
    return { competition: made.competition, take: () => made.administrator.api('POST', `${made.at}/unscored/reassignment`, { closesAt: later(3), proposals, reason: '一位评委没有评' }) }
  } },
  { name: 'a tie across the line is decided', decision: 'tie-0', prepare: async () => {
    const made = await scoring(platform, { proposals: 3, judges: 3 })
    const tied = made.proposals.map(({ id }) => id)
    const standing = await writeStanding(platform.table, { competition: made.competition, index: 0, round: made.rulebook.rounds[0]?.id ?? '', madeAt: platform.clock.now(), cutLines: [], tied: [{ pool: null, entries: tied, seats: 1 }], decided: [], lines: [] })
    await setRound(platform, made, { state: 'tied', standing, ties: { pools: [{ pool: null, seats: 1, tied }], chosen: null, reason: null } })
    return { competition: made.competition, take: () => made.administrator.api('POST', `${made.at}/ties`, { chosen: tied.slice(0, 1), reason: '抽签' }) }
  } },
  { name: 'the notice is published', decision: 'notice-publication', prepare: async () => {
    const { id } = await judgedContest(platform.table)
    return { competition: id, take: () => administrator.api('POST', `/competitions/${id}/notice`, notice) }
  } },
  { name: 'a notice takes the place of the one that runs', decision: 'notice', prepare: async () => {
    // Without an objection: the machine waits for the window's end, not for a reminder before it.
    const { id } = await judgedContest(platform.table)
    expect((await administrator.api('POST', `/competitions/${id}/notice`, notice)).status).toBe(201)
    // From four days on (three in Shanghai, early in the morning), whatever the weekday: its window is another one.
    return { competition: id, take: () => administrator.api('POST', `/competitions/${id}/notice`, { ...notice, firstDay: later(4).slice(0, 10), correction: '更正了一处名称' }) }
  } },
  { name: 'a ruling during the notice changes the list', decision: 'notice', prepare: async () => {
    const { id, objection } = await underNotice()
    const { body } = await platform.visitor.api('GET', `/competitions/${id}/notice`)
    return { competition: id, take: () => administrator.api('POST', `/competitions/${id}/objections/${objection}/ruling`, { reasons: '属实', effect: 'annul', proposal: body.lines[0].number }) }
  } },
  { name: 'the last objection is dismissed', decision: 'rulings', prepare: async () => {
    const { id, objection } = await underNotice()
    await closeNotice(platform.table, id, 'ruling')
    return { competition: id, take: () => administrator.api('POST', `/competitions/${id}/objections/${objection}/ruling`, { reasons: '经查不实', effect: 'none' }) }
  } },
  { name: 'the awards are published', decision: 'awards', prepare: async () => {
    const { id } = await judgedContest(platform.table)
    expect((await administrator.api('POST', `/competitions/${id}/notice`, notice)).status).toBe(201)
    await closeNotice(platform.table, id, 'award')
    return { competition: id, take: () => administrator.api('POST', `/competitions/${id}/awards`) }
  } },
]

let tokens = 0
/** What the machine knows when it comes to wait: the window it has read, and a token of its own. */
async function comeToWait(competition: string, decision: DecisionName) {
  const asked = { competition, decision, startedAt: platform.clock.now() }
  const window = await readWindow(asked)
  expect(window.then).toBe('wait')
  tokens += 1
  return { ...asked, until: window.until, seconds: window.seconds, token: `token-${tokens}` }
}

const answered = async (token: string) => (await platform.table.get(outboxItem, keys.outbox(derivedId(derivedId('answer', token)))))?.value.order
const waitsWith = async (competition: string, decision: DecisionName) => (await platform.table.get(waitItem, keys.wait(competition, decision)))?.value.token
const taken = async (answer: Promise<ApiAnswer>) => expect([200, 201]).toContain((await answer).status)

describe.each(cases)('$name', ({ decision, prepare }) => {
  test('after the token is stored: the command answers it, not before', async () => {
    const { competition, take } = await prepare()
    const asked = await comeToWait(competition, decision)
    await awaitDecision(asked)
    expect(await waitsWith(competition, decision)).toBe(asked.token)
    expect(await answered(asked.token)).toBeUndefined()
    await taken(take())
    expect(await answered(asked.token)).toMatchObject({ do: 'answer', token: asked.token })
    expect(await waitsWith(competition, decision)).toBeNull()
  })

  test('before the token is stored: storing it answers it', async () => {
    const { competition, take } = await prepare()
    const asked = await comeToWait(competition, decision)
    await taken(take())
    expect(await answered(asked.token)).toBeUndefined()
    await awaitDecision(asked)
    expect(await answered(asked.token)).toMatchObject({ do: 'answer', token: asked.token })
    expect(await waitsWith(competition, decision)).toBeNull()
  })

  test('at the same moment: it is answered, whoever comes first', async () => {
    const { competition, take } = await prepare()
    const asked = await comeToWait(competition, decision)
    await Promise.all([taken(take()), awaitDecision(asked)])
    expect(await answered(asked.token)).toMatchObject({ do: 'answer', token: asked.token })
  })
})

test('a newer token takes the place of the older, and storing one twice changes nothing', async () => {
  const competition = await openCompetition(platform)
  const [older, newer] = [await comeToWait(competition, 'call'), await comeToWait(competition, 'call')]
  for (const asked of [older, newer, newer]) await awaitDecision(asked)
  expect(await waitsWith(competition, 'call')).toBe(newer.token)
  await taken(move(competition, 'call', 15))
  expect(await answered(newer.token)).toBeDefined()
  expect(await answered(older.token)).toBeUndefined()
})

test('a machine that was held up between reading a date and waiting for it reads it again, so that its timeout is not late', async () => {
  const competition = await openCompetition(platform)
  const asked = await comeToWait(competition, 'call')
  platform.clock.forward({ hours: 2 })
  await awaitDecision(asked)
  expect(await answered(asked.token)).toMatchObject({ output: { because: 'moved' } })
  expect(await waitsWith(competition, 'call')).toBeNull()
})
