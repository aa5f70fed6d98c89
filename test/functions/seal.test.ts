import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Round } from '../../shared/rulebook/round.ts'
import { handler as seal } from '../../functions/tasks/seal.lambda.ts'
import { loadRound, type RoundRecord } from '../../shared/round/round.store.ts'
import { bundleSchema, proofSchema } from '../../shared/seal/bundle.ts'
import { type Receipt, receiptCode } from '../../shared/seal/leaf.ts'
import { verifyProof, verifyReceipt } from '../../shared/seal/papers.ts'
import { loadSeal } from '../../shared/seal/seal.store.ts'
import { verifyBundle } from '../../shared/seal/verify.ts'
import { openedArchive } from '../support/archives.ts'
import { type Contest, ok } from '../support/contest.ts'
import { type Judging, scoreAll, scoresOf, scoring, setRound, tasksOf } from '../support/judging.ts'
import { noticeText, sealedContest, type SealedContest } from '../support/sealed.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

const applicant = (contest: Contest, nth: number): Somebody => contest.applicants[nth]?.person as Somebody

/** The same under notice. */
async function underNotice(disclosure: Round['disclosure']): Promise<SealedContest & { lines: { number: string; title: string }[] }> {
  const made = await sealedContest(platform, disclosure)
  const { contest } = made
  expect((await platform.visitor.api('GET', `/public/competitions/${contest.id}/bundle`)).status).toBe(404)
  ok(await contest.administrator.api('POST', `/competitions/${contest.id}/notice`, noticeText))
  const { lines } = ok(await platform.visitor.api('GET', `/competitions/${contest.id}/notice`))
  return { ...made, lines }
}

test('a contest’s bundle can be counted again by anybody, its seal stands in the notice, and each receipt and proof leads to it', async () => {
  const { contest, proposals, receipts, lines } = await underNotice('scores')
  const { seals } = ok(await platform.visitor.api('GET', `/competitions/${contest.id}/notice`))
  const answer = await platform.visitor.api('GET', `/public/competitions/${contest.id}/bundle`)
  const bundle = bundleSchema.parse(ok(answer))
  expect(seals).toEqual([{ round: 'review', root: bundle.rounds[0]?.seal.root }])
  expect(verifyBundle(bundle, seals.map(({ root }: { root: string }) => root)).filter(({ holds }) => !holds)).toEqual([])
  expect(bundle.awards?.lines.map(({ proposal }) => proposal)).toEqual(lines.map(({ number }) => number))
  expect(receipts.length).toBe(9)
  const { items } = ok(await contest.administrator.api('GET', `/proposals/${proposals[0]}/scorecards`))
  expect(receipts.map(({ leaf }) => receiptCode(leaf))).toEqual(expect.arrayContaining(items.map(({ receipt }: { receipt: string }) => receipt)))
  for (const receipt of receipts) expect(verifyReceipt(receipt, bundle).map(({ holds }) => holds)).toEqual([true, true])
  const proof = proofSchema.parse(ok(await applicant(contest, 1).api('GET', `/proposals/${proposals[1]}/proof`)))
  expect(verifyProof(proof, bundle).every(({ holds }) => holds)).toBe(true)
  // Neither judge nor comment nor applicant nor the ids by which pages are found.
  const text = JSON.stringify(answer.body)
  for (const secret of [...contest.judges.map(({ id }) => id), ...contest.judges.map(({ name }) => name), ...proposals, ...contest.applicants.map(({ organisation }) => organisation), '示例机构']) expect(text).not.toContain(secret)
})

test('where applicants are to see their own scores, a proof opens them and counts them again, and the bundle opens none', async () => {
  const { contest, proposals } = await underNotice('own')
  const bundle = bundleSchema.parse(ok(await platform.visitor.api('GET', `/public/competitions/${contest.id}/bundle`)))
  expect(bundle.rounds.map(({ opened }) => opened)).toEqual([null])
  const proof = proofSchema.parse(ok(await applicant(contest, 1).api('GET', `/proposals/${proposals[1]}/proof`)))
  const line = bundle.rounds[0]?.standing.find(({ proposal }) => proposal === proof.proposal)
  expect(proof.rounds[0]?.slots.filter(({ opened }) => opened?.card !== null).length).toBeGreaterThan(0)
  expect(verifyProof(proof, bundle).map(({ holds, what }) => [holds, (what.en ?? '').includes(`cards make ${line?.rounds[0]?.score}, as published`)])).toEqual([[true, false], [true, true]])
  // Said to be a point more than its cards make.
  const more = { ...proof, rounds: proof.rounds.map((round) => ({ ...round, score: `1${round.score}` })) }
  expect(verifyProof(more, bundle).map(({ holds }) => holds)).toEqual([true, false])
  // Nobody reads another's.
  expect((await applicant(contest, 0).api('GET', `/proposals/${proposals[1]}/proof`)).status).toBe(403)
})

test('where the rulebook publishes totals alone, neither bundle nor proof tells a score, and both still lead to the seal', async () => {
  const { contest, proposals, receipts } = await underNotice('totals')
  const bundle = bundleSchema.parse(ok(await platform.visitor.api('GET', `/public/competitions/${contest.id}/bundle`)))
  expect(bundle.rounds.map(({ opened }) => opened)).toEqual([null])
  expect(verifyBundle(bundle).filter(({ holds }) => !holds)).toEqual([])
  for (const receipt of receipts) expect(verifyReceipt(receipt, bundle).map(({ holds }) => holds)).toEqual([true, true])
  const proof = proofSchema.parse(ok(await applicant(contest, 0).api('GET', `/proposals/${proposals[0]}/proof`)))
  expect(proof.rounds[0]?.slots.map(({ opened }) => opened)).toEqual([null, null, null])
  expect(verifyProof(proof, bundle).every(({ holds }) => holds)).toBe(true)
})

test('a proof is the applicant’s own: another applicant, a judge and a stranger do not get it', async () => {
  const { contest, proposals } = await underNotice('scores')
  const path = `/proposals/${proposals[0]}/proof`
  for (const somebody of [applicant(contest, 1), contest.judges[0] as Somebody, platform.visitor]) expect([401, 403, 404]).toContain((await somebody.api('GET', path)).status)
  expect((await contest.administrator.api('GET', path)).status).toBe(200)
})

const stored = async (made: Judging): Promise<RoundRecord> => (await loadRound(platform.table, made.competition, 0)).value

test('sealing again seals nothing new; a card that was sent anew is sealed anew, and the new seal names the old one', async () => {
  const made = await scoring(platform, { proposals: 3, judges: 4 })
  await scoreAll(made)
  await setRound(platform, made, { state: 'closed', closedAt: platform.clock.now(), unscoredSettled: true })
  const input = { competition: made.competition, index: 0 }
  await seal(input)
  const first = (await stored(made)).seal ?? ''
  await seal(input)
  expect((await stored(made)).seal).toBe(first)
  expect(await loadSeal(platform.table, made.competition, 0, first)).toMatchObject({ slots: 3, leaves: { length: 9 }, previous: null })

  const judge = made.judges[0] as Somebody
  const proposal = (await tasksOf(judge, made.at))[0] as string
  await setRound(platform, made, { state: 'scoring', closedAt: null })
  ok(await made.administrator.api('POST', `/proposals/${proposal}/scorecards/0/reopening`, { judge: judge.id, reason: '填错了一项' }))
  expect((await judge.api('GET', `/proposals/${proposal}/scorecards/0/receipt`)).status).toBe(404)
  ok(await judge.api('POST', `/proposals/${proposal}/scorecards/0/submission`, { scores: scoresOf(made.rulebook, 5) }))
  await setRound(platform, made, { state: 'closed', closedAt: platform.clock.now() })
  await seal(input)
  const second = (await stored(made)).seal ?? ''
  expect(second).not.toBe(first)
  expect(await loadSeal(platform.table, made.competition, 0, second)).toMatchObject({ previous: first })
})

test('the archive holds each round’s seal, the receipts, and the bundle as it was published', async () => {
  const { contest, receipts } = await underNotice('totals')
  const archive = await openedArchive(platform, contest.administrator, contest.id)
  expect(JSON.parse(archive.text('封存.json'))).toMatchObject({ slots: 3, previous: null, replaced: [] })
  const kept = JSON.parse(archive.text('回执.json')) as (Receipt & { judge: string })[]
  expect(kept.map(({ leaf }) => leaf).toSorted()).toEqual(receipts.map(({ leaf }) => leaf).toSorted())
  expect(new Set(kept.map(({ judge }) => judge))).toEqual(new Set(contest.judges.map(({ name }) => name)))
  expect(verifyBundle(bundleSchema.parse(JSON.parse(archive.text('核验包.json')))).filter(({ holds }) => !holds)).toEqual([])
})
