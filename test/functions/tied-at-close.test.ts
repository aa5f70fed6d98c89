import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { memberItem } from '../../shared/organisation/organisation.store.ts'
import { membershipItem } from '../../shared/person/person.store.ts'
import { ownProposalItem } from '../../shared/proposal/proposal.store.ts'
import { loadRound, roundItem } from '../../shared/round/round.store.ts'
import { Conflict } from '../../shared/store/table.ts'
import { admitAll, apply, codes, type Contest, oneRound, ok, openContest, openScoring, passWindow, score, until, untilRound } from '../support/contest.ts'
import { scoreAll, scoring, tasksOf } from '../support/judging.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { projectIn } from '../support/projects.ts'
import { admittedOrganisation } from '../support/proposals.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

const nth = <T>(list: readonly T[], at: number): T => {
  const found = list[at]
  if (found === undefined) throw new Error(`nothing at ${at}`)
  return found
}

/** Three judges a proposal; everybody has scored everything of theirs, the first proposal's first judge with all the points there are. */
async function scored(floor: number): Promise<{ contest: Contest; proposals: string[]; tied: Somebody }> {
  const contest = await openContest(platform, { judges: 4, rulebook: oneRound((book) => ({ ...book, rounds: book.rounds.map((round) => ({ ...round, floor })) })) })
  const proposals = [await apply(contest, 0), await apply(contest, 1), await apply(contest, 2)]
  await passWindow(platform, 10)
  await until(platform, contest, 'eligibility')
  await admitAll(platform, contest)
  await openScoring(platform, contest)
  const plan = ok(await contest.administrator.api('GET', `/competitions/${contest.id}/rounds/0/plan`))
  const [of] = plan.groups.flatMap((group: { proposals: { proposal: string; judges: string[] }[] }) => group.proposals).filter(({ proposal }: { proposal: string }) => proposal === proposals[0])
  const tied = nth(contest.judges, contest.judges.findIndex(({ id }) => id === of.judges[0]))
  for (const judge of contest.judges) {
    for (const { proposal } of ok(await judge.api('GET', `/competitions/${contest.id}/rounds/0/assignments`)).items) ok(await score(contest, judge, proposal, judge.id === tied.id && proposal === proposals[0] ? 100 : 50))
  }
  return { contest, proposals, tied }
}

/** The judge says so after the cards are in, and nobody acts on it. */
const declare = async ({ contest, tied }: Awaited<ReturnType<typeof scored>>) => ok(await tied.api('PUT', `/competitions/${contest.id}/ties`, { ties: [{ organisation: nth(contest.applicants, 0).organisation, reason: '刚刚受聘为顾问' }] }))

describe('a tie that came up after the judges were assigned, and that nobody has acted on by the close', () => {
  test('keeps the judge’s card out of the result, which a replay finds the same', async () => {
    const made = await scored(2)
    const { contest, proposals } = made
    await declare(made)
    await passWindow(platform, 40)
    await until(platform, contest, 'result')
    const { items } = ok(await contest.administrator.api('GET', `/competitions/${contest.id}/rounds/0/standings`))
    const line = items.find(({ proposal }: { proposal: string }) => proposal === proposals[0])
    expect(line.totals).toHaveLength(2)
    expect(new Set(line.totals).size).toBe(1)
    const replay = ok(await contest.administrator.api('GET', `/competitions/${contest.id}/replay`))
    expect(replay.rounds.map(({ same, sealed }: { same: boolean; sealed: boolean }) => [same, sealed])).toEqual([[true, true]])
  })

  test('waits for a decision where too few cards are left', async () => {
    const made = await scored(3)
    await declare(made)
    await passWindow(platform, 40)
    await untilRound(platform, made.contest, 0, 'closed')
    const { items } = ok(await made.contest.administrator.api('GET', `/competitions/${made.contest.id}/rounds/0/unscored`))
    expect(items.map(({ proposal, cards }: { proposal: string; cards: number }) => [proposal, cards])).toContainEqual([made.proposals[0], 2])
  })

  test('counts again once it is lifted in time', async () => {
    const made = await scored(2)
    await declare(made)
    await platform.platform.streams.caughtUp()
    ok(await made.contest.administrator.api('POST', `/competitions/${made.contest.id}/conflicts/${made.proposals[0]}/${made.tied.id}`, { decision: 'lift', reason: '聘期在评审之后' }))
    await passWindow(platform, 40)
    await until(platform, made.contest, 'result')
    const { items } = ok(await made.contest.administrator.api('GET', `/competitions/${made.contest.id}/rounds/0/standings`))
    expect(items.find(({ proposal }: { proposal: string }) => proposal === made.proposals[0]).totals).toHaveLength(3)
  })
})

test('a mentor named after the judges were assigned ties judges of the same agency, without anybody typing it', async () => {
  const made = await scoring(platform, { proposals: 2, judges: 4 })
  const [of, colleague] = [nth(made.proposals, 0), nth(made.judges, 0)]
  const agency = await admittedOrganisation(platform, '示例结对机构', { kind: 'agency' })
  const guide = await platform.person('新督导', { member: [agency] })
  await platform.table.transact([
    ownProposalItem.put({ organisation: of.organisation, competition: made.competition, proposal: of.id }, 'none'),
    memberItem.put({ organisation: agency, person: guide.id, since: platform.clock.now(), removedAt: null }, 'none'),
    membershipItem.put({ role: 'member', person: colleague.id, organisation: agency, since: platform.clock.now() }, 'any'),
  ])
  const project = await projectIn(platform, 'incubation', { id: of.organisation })
  const guided = async (): Promise<string[]> => {
    await platform.platform.streams.caughtUp()
    const { items } = ok(await made.administrator.api('GET', `/competitions/${made.competition}/conflicts?kind=mentor`))
    return items.map(({ judge, proposal }: { judge: string; proposal: string }) => `${judge} ${proposal}`)
  }
  expect(await guided()).toEqual([])
  ok(await made.administrator.api('PUT', `/projects/${project}/mentor`, { person: guide.id, organisation: agency }))
  expect(await guided()).toEqual([`${colleague.id} ${of.id}`])
})

test('a card that is given back while the round is being ended is not lost: whoever ends it looks again', async () => {
  const made = await scoring(platform, { proposals: 2, judges: 4 })
  await scoreAll(made)
  const judge = nth(made.judges, (await Promise.all(made.judges.map((one) => tasksOf(one, made.at)))).findIndex((tasks) => tasks.length > 0))
  const [proposal = ''] = await tasksOf(judge, made.at)
  const before = await loadRound(platform.table, made.competition, 0)
  ok(await made.administrator.api('POST', `/proposals/${proposal}/scorecards/0/reopening`, { judge: judge.id, reason: '填错了一项' }))
  // What `closeRound` would write from what it had read before: all cards in.
  await expect(platform.table.transact([roundItem.put({ ...before.value, endedAt: platform.clock.now() }, before.version)])).rejects.toThrow(Conflict)
  expect(codes(await made.administrator.api('POST', `${made.at}/closing`))).toEqual(['CARDS_MISSING'])
})
