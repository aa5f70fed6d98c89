import { admitAll, apply, type Contest, oneRound, ok, openContest, openScoring, passWindow, score, until } from './contest.ts'
import type { TestPlatform } from './platform.ts'
import type { Round } from '../../shared/rulebook/round.ts'
import { receiptSchema, type Receipt } from '../../shared/seal/leaf.ts'

export const noticeText = { basis: '大赛章程', process: '经评审，按总分排列。', contact: { phone: '0573-0000 0000', email: 'contest@example.cn' } }

export interface SealedContest {
  contest: Contest
  proposals: string[]
  /** As the judges took them. */
  receipts: Receipt[]
}

/** A contest of three proposals and four judges, played through the real machines until its result waits for the notice. */
export async function sealedContest(platform: TestPlatform, disclosure: Round['disclosure']): Promise<SealedContest> {
  const rulebook = oneRound((book) => ({ ...book, rounds: book.rounds.map((round) => ({ ...round, disclosure })) }))
  const contest = await openContest(platform, { rulebook, judges: 4 })
  const proposals = [await apply(contest, 0), await apply(contest, 1), await apply(contest, 2)]
  await passWindow(platform, 10)
  await until(platform, contest, 'eligibility')
  await admitAll(platform, contest)
  await openScoring(platform, contest)
  const receipts: Receipt[] = []
  for (const [n, judge] of contest.judges.entries()) {
    for (const { proposal } of ok(await judge.api('GET', `/competitions/${contest.id}/rounds/0/assignments`)).items) {
      ok(await score(contest, judge, proposal, 60 + 3 * proposals.indexOf(proposal) + 5 * n))
      receipts.push(receiptSchema.parse(ok(await judge.api('GET', `/proposals/${proposal}/scorecards/0/receipt`))))
    }
  }
  ok(await contest.administrator.api('POST', `/competitions/${contest.id}/rounds/0/closing`))
  await passWindow(platform, 0)
  await until(platform, contest, 'result')
  return { contest, proposals, receipts }
}
