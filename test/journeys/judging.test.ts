import { afterAll, beforeAll, expect, test } from 'vitest'
import { solve } from '../../infra/local/assign/solve.ts'
import { instanceSchema } from '../../shared/assignment/instance.ts'
import { startingSamples } from '../../shared/calibration/calibration.ts'
import { type Bundle, bundleSchema, type Proof, proofSchema } from '../../shared/seal/bundle.ts'
import { type Receipt, receiptCode, receiptSchema } from '../../shared/seal/leaf.ts'
import { verifyProof, verifyReceipt } from '../../shared/seal/papers.ts'
import { verifyBundle } from '../../shared/seal/verify.ts'
import type { RoundResult } from '../../shared/standing/aggregate.ts'
import { type Counted, countRound } from '../../shared/standing/count.ts'
import { admitAll, apply, ok, openScoring, passWindow, poll, score, scoresOf, until, untilRound } from '../support/contest.ts'
import { differences, everyAddress, reachedBy } from '../support/forks.ts'
import { dealt, drawnByHand, inOneMoment, nthOf, refusal, rootsByHand, type Story, storyOpens } from '../support/judging-story.ts'
import type { Somebody } from '../support/platform.ts'
import { startRegistry } from '../support/registry.ts'
import { noticeText } from '../support/sealed.ts'

/** One contest from the judges' acceptance to the awards, told in chapters that follow each other. */
let story: Story
let proposals: string[]
beforeAll(async () => {
  const { platform, register } = await startRegistry()
  story = await storyOpens(platform, register)
})
afterAll(async () => { await story.platform.close() })

const admin = (method: string, path: string, body?: unknown) => story.contest.administrator.api(method, `/competitions/${story.contest.id}${path}`, body)
const get = async (path: string) => ok(await admin('GET', path))
const judgeOf = (id: string): Somebody => nthOf(story.contest.judges.filter((judge) => judge.id === id), 0)
const applicant = (nth: number): Somebody => nthOf(story.contest.applicants, nth).person
const titleOf = (proposal: string) => `示例项目 ${proposals.indexOf(proposal) + 1}`
const loads = (plan: Map<string, string[]>): number[] => story.contest.judges.map(({ id }) => [...plan.values()].flat().filter((one) => one === id).length)
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length

/** What the judges were told of each card that they sent, by round and proposal. */
const told: Map<string, number[]>[] = [new Map(), new Map()]
const receipts: { judge: string; round: number; proposal: string; total: number; receipt: Receipt }[] = []

/** Sends a card and takes its receipt. Better proposals get more from everybody; judges differ by a few percent. */
async function sends(judge: Somebody, proposal: string, index: number): Promise<void> {
  const n = story.contest.judges.findIndex(({ id }) => id === judge.id)
  const { total } = ok(await score(story.contest, judge, proposal, 48 + 6 * proposals.indexOf(proposal) + (n % 4) * 1.2, index))
  told[index]?.set(proposal, [...(told[index].get(proposal) ?? []), Number(total)])
  receipts.push({ judge: judge.id, round: index, proposal, total: Number(total), receipt: receiptSchema.parse(ok(await judge.api('GET', `/proposals/${proposal}/scorecards/${index}/receipt`))) })
}

test('proposals come in; an applicant asks somebody to stay away; ties are found without anybody typing them, one is lifted and the others stay', async () => {
  const { platform, contest } = story
  const categories = contest.rulebook.categories.map(({ id }) => id)
  proposals = []
  for (let n = 0; n < 8; n += 1) proposals.push(await apply(contest, n, undefined, categories[n % 2]))
  ok(await applicant(3).api('PUT', `/proposals/${proposals[3]}/exclusions`, { asks: [{ person: '评委 05', organisation: '', reason: '前雇主，曾有劳动争议' }] }))
  await passWindow(platform, 10)
  await until(platform, contest, 'eligibility')
  await admitAll(platform, contest)

  const found = async () => (await get('/conflicts?state=found')).items.map(({ judgeName, title, ties }: { judgeName: string; title: string; ties: { kind: string }[] }) => `${judgeName} ${title} ${ties.map(({ kind }) => kind).join(' ')}`).toSorted()
  expect(await found()).toEqual([
    // Whoever sits on an applicant's board is barred from what competes with it, too. Who guides a project belongs to the agency that does: two facts.
    '评委 01 示例项目 1 competes', '评委 01 示例项目 3 office', '评委 01 示例项目 5 competes', '评委 01 示例项目 7 competes', '评委 02 示例项目 1 mentor mentor', '评委 03 示例项目 2 judge',
    '评委 04 示例项目 1 competes', '评委 04 示例项目 3 competes', '评委 04 示例项目 5 employer', '评委 04 示例项目 7 competes', '评委 05 示例项目 4 applicant',
  ])
  const pair = `/conflicts/${proposals[1]}/${nthOf(contest.judges, 2).id}`
  expect(refusal(await admin('POST', pair, { decision: 'lift', reason: '' }))[0]).toBe(422)
  expect(ok(await admin('POST', pair, { decision: 'lift', reason: '顾问关系五年前已结束' }))).toEqual({ state: 'lifted' })
  expect((await found()).filter((one: string) => one.startsWith('评委 03'))).toEqual([])
  expect(ok(await admin('POST', `/conflicts/${proposals[0]}/${nthOf(contest.judges, 1).id}`, { decision: 'confirm', reason: '已向评委核实' }))).toEqual({ state: 'confirmed' })
  expect((await applicant(2).api('GET', `/competitions/${contest.id}/conflicts`)).status).toBe(403)
})

test('the plan is one optimum, even and without conflicts, which the command line makes again; a drop-out changes only what has to change', async () => {
  const { contest } = story
  const made = ok(await admin('POST', '/rounds/0/plan', {}))
  const plan = dealt(made)
  expect([...plan.values()].map((judges) => judges.length)).toEqual(proposals.map(() => 3))
  expect(loads(plan)).toEqual(contest.judges.map(() => 3))
  const barred = made.barred.map(({ judge, proposal }: { judge: string; proposal: string }) => `${judge} ${proposal}`)
  expect(barred).toHaveLength(10)
  expect([...plan].flatMap(([proposal, judges]) => judges.map((judge) => `${judge} ${proposal}`)).filter((one) => barred.includes(one))).toEqual([])

  const instance = await get('/rounds/0/instance')
  const { rows } = solve(instanceSchema.parse(instance), { perSubmission: instance.perSubmission, seed: instance.seed, fair: true })
  for (const [proposal, judges] of plan) expect(rows?.filter(([entry]) => entry === proposal).map(([, judge]) => judge)).toEqual(judges.toSorted())

  const gone = nthOf(contest.judges, 7)
  const { plan: after, changes } = ok(await admin('POST', '/rounds/0/plan/replanning', { version: made.version, without: [gone.id] }))
  expect(changes.map(({ leave, come }: { leave: string[]; come: string[] }) => [leave, come.length])).toEqual([1, 2, 3].map(() => [[gone.id], 1]))
  const kept = [...dealt(after)].flatMap(([proposal, judges]) => judges.filter((judge) => plan.get(proposal)?.includes(judge) === true))
  expect(kept).toHaveLength(24 - 3)
  expect(loads(dealt(after)).toSorted()).toEqual([0, 3, 3, 3, 3, 4, 4, 4])
})

test('two judges score the sample cases, which count for nothing', async () => {
  const { contest } = story
  const [one, other, third] = [nthOf(contest.judges, 0), nthOf(contest.judges, 5), nthOf(contest.judges, 6)]
  const at = `/competitions/${contest.id}/rounds/0/calibration`
  const { revision } = ok(await admin('PUT', '/rounds/0/calibration', { samples: startingSamples, revision: 0 }))
  for (const [judge, percent] of [[one, 90], [other, 40]] as const) for (const sample of [0, 1]) ok(await judge.api('POST', `${at}/${sample}/card`, { scores: scoresOf(contest.rulebook, 0, percent), revision }))
  expect(ok(await one.api('GET', `${at}/own`)).samples.map(({ spread }: { spread: { totals: string[] } }) => spread.totals.length)).toEqual([2, 2])
  expect(ok(await third.api('GET', `${at}/own`)).samples.map(({ spread }: { spread: unknown }) => spread)).toEqual([null, null])
  await openScoring(story.platform, contest)
  expect(await get('/rounds/0/progress')).toMatchObject({ cards: [], submitted: 0 })
})

test('a recusal is replaced, and the judge beside it sees the same as before; all score, the round is sealed and counted', async () => {
  const { platform, contest } = story
  const proposal = nthOf(proposals, 5)
  const [leaver = '', fellow = ''] = dealt(await get('/rounds/0/plan')).get(proposal) ?? []
  const addresses = everyAddress({ competition: [contest.id], proposal: [proposal], round: ['0'], judge: [fellow], district: ['330411'] })
  const seen = () => reachedBy(platform, judgeOf(fellow), addresses, { follow: false })
  const standIn = await inOneMoment(platform, async () => {
    const before = await seen()
    expect([...before.values()].filter((text) => text.includes(titleOf(proposal))).length).toBeGreaterThan(2)
    ok(await judgeOf(leaver).api('POST', `/proposals/${proposal}/recusals`, { reason: '申报材料里有我的同学' }))
    expect(differences(before, await seen())).toEqual([])
    const { items: [recusal] } = await get('/rounds/0/recusals')
    expect(recusal).toMatchObject({ judge: leaver, proposal, state: 'asked', left: 2 })
    const [{ judge }] = recusal.candidates
    expect(ok(await admin('POST', `/rounds/0/recusals/${proposal}/${leaver}`, { decision: 'replace', replacement: judge }))).toEqual({ state: 'replaced' })
    expect(differences(before, await seen())).toEqual([])
    return judge
  })
  expect(refusal(await score(contest, judgeOf(leaver), proposal, 70))[0]).toBe(409)

  const plan = dealt(await get('/rounds/0/plan'))
  expect(plan.get(proposal)).toContain(standIn)
  for (const [one, judges] of plan) for (const judge of judges) await sends(judgeOf(judge), one, 0)
  expect(receipts).toHaveLength(24)
  ok(await admin('POST', '/rounds/0/closing'))
  await passWindow(platform, 0)
  await untilRound(platform, contest, 1, 'planning')
  expect(refusal(await score(contest, judgeOf(fellow), proposal, 10))[0]).toBe(409)
  const { items } = await get('/rounds/0/standings')
  expect(items.map(({ title, rounds }: { title: string; rounds: { score: string }[] }) => [title, rounds[0]?.score])).toEqual(proposals.toReversed().map((one) => [titleOf(one), mean(told[0]?.get(one) ?? []).toFixed(2)]))
  expect(items.map(({ advances }: { advances: boolean }) => advances)).toEqual([...Array(6).fill(true), false, false])
})

interface Group {
  id: string
  panel: string[]
  order: string[]
}
const desk = async (group: Group, deed: Record<string, unknown>) => admin('POST', `/rounds/1/desk/${group.id}`, deed)
const run = async (group: Group, deed: Record<string, unknown>) => ok(await desk(group, deed))
const turn = async (group: Group, place: number) => { for (const deed of [{ do: 'call', turn: place }, { do: 'start' }, { do: 'answers' }, { do: 'finish' }]) await run(group, deed) }
const watched = async () => ok(await story.platform.visitor.api('GET', `/competitions/${story.contest.id}/rounds/1/snapshot`)).groups

test('the pitch is drawn from what the hall calls out, scored while the host has the cards open, and read out after the next group', async () => {
  const { platform, contest, supervisor } = story
  await poll(platform, async () => (await admin('POST', '/rounds/1/plan', {})).status === 201, () => 'no plan could be made')
  const plan = await get('/rounds/1/plan')
  await openScoring(platform, contest, 1)
  const { seed } = ok(await platform.visitor.api('GET', `/public/competitions/${contest.id}`))
  const groups: Group[] = plan.groups.map(({ id, panel }: { id: string; panel: string[] }) => ({ id, panel, order: [] }))
  expect(groups.map(({ panel }) => panel.length)).toEqual([3, 3])
  for (const [n, group] of groups.entries()) {
    await run(group, { do: 'set-up' })
    group.order = (await run(group, { do: 'draw', said: `金桂飘香 ${n + 7}`, supervisor: supervisor.name })).order
    const record = ok(await supervisor.api('GET', `/competitions/${contest.id}/rounds/1/desk/${group.id}/draw`))
    expect(record.seed).toBe(`${seed}/pitch/pitch/${group.id}/金桂飘香 ${n + 7}`)
    expect(record.order.map(({ proposal }: { proposal: string }) => proposal)).toEqual(group.order)
    // Whoever sits in the hall repeats it from what the public page shows, and no page's own id is on it.
    const { html } = await platform.visitor.page(`/live/${contest.id}/1`)
    const shown = nthOf(html.split('id="group-').filter((part) => part.startsWith(`${group.id}"`)), 0)
    const numbers = shown.match(/XY-[0-9A-Z_-]{4}-[0-9A-Z_-]{4}/g) ?? []
    expect(shown).toContain(record.seed)
    expect(numbers).toEqual(record.order.map(({ number }: { number: string }) => number))
    expect(drawnByHand(record.seed, numbers.toSorted())).toEqual(numbers)
    expect(shown).not.toContain(group.order[0])
    expect(refusal(await desk(group, { do: 'draw', said: '再来一次', supervisor: supervisor.name }))).toEqual([409, 'DRAWN_ALREADY 顺序已经抽定，不能再抽。'])
  }
  const [first, second] = [nthOf(groups, 0), nthOf(groups, 1)]
  const late = judgeOf(nthOf(first.panel, 0))
  const lateCard = nthOf(first.order, 0)
  const own = async () => ok(await late.api('GET', `/proposals/${lateCard}/scorecards/1`))
  const untouched = await own()
  expect(refusal(await score(contest, late, lateCard, 70, 1))).toEqual([409, 'CARD_WAITS 主持人还没有开放这份评分表，什么都没有改。开放后这里会亮起来。'])
  await turn(first, 1)
  expect(refusal(await desk(first, { do: 'open', proposal: lateCard }))).toEqual([409, 'SCORING_WAITS 章程规定先听完几场再评分，还要再听 1 场。'])
  expect(await own()).toEqual(untouched)
  for (const place of [2, 3]) await turn(first, place)
  expect((await watched())[0]).toMatchObject({ turn: 3, open: [1, 2, 3], scores: null })
  for (const proposal of first.order) for (const judge of first.panel) if (judge !== late.id || proposal !== lateCard) await sends(judgeOf(judge), proposal, 1)
  for (const proposal of first.order) await run(first, { do: 'lock', proposal })
  expect(refusal(await score(contest, late, lateCard, 70, 1))).toEqual([409, 'CARD_TAKEN 主持人已经锁定这份评分表，什么都没有改。刚才没有连上网的，请举手告诉主持人，可以为您单独重开。'])
  await run(first, { do: 'late', proposal: lateCard, judge: late.id })
  await sends(late, lateCard, 1)
  platform.clock.forward({ minutes: 2 })
  expect(refusal(await desk(first, { do: 'reveal' }))).toEqual([409, 'REVEAL_WAITS 章程规定：下一组讲完后才公布这一组的得分。'])
  for (const place of [1, 2, 3]) await turn(second, place)
  for (const proposal of second.order) for (const judge of second.panel) await sends(judgeOf(judge), proposal, 1)
  for (const proposal of second.order) await run(second, { do: 'lock', proposal })
  expect((await watched()).map(({ scores }: { scores: unknown }) => scores)).toEqual([null, null])
  platform.clock.forward({ minutes: 2 })
  for (const group of groups) await run(group, { do: 'reveal' })
  const read = await watched()
  for (const [n, { order }] of groups.entries()) {
    const heard = order.map((proposal, i): [number, string] => [i + 1, mean(told[1]?.get(proposal) ?? []).toFixed(2)]).toSorted(([, a], [, b]) => Number(b) - Number(a))
    expect(read[n].scores).toEqual(heard)
  }
})

test('residents vote once each, judges not; the scoring is closed, and the result is made of paper, pitch and votes', async () => {
  const { platform, contest } = story
  const ballots = [[5], [5, 7], [7], [6, 7], [7, 3]]
  const vote = (who: Somebody, chosen: string[]) => who.api('POST', `/competitions/${contest.id}/ballots`, { proposals: chosen })
  for (const [n, ballot] of ballots.entries()) ok(await vote(await platform.person(`居民 ${n}`), ballot.map((at) => nthOf(proposals, at))))
  const again = await platform.person('居民')
  ok(await vote(again, [nthOf(proposals, 5)]))
  expect(refusal(await vote(again, [nthOf(proposals, 5)]))).toEqual([422, 'VOTED 您已经投过票了，每人只投一次。'])
  expect(refusal(await vote(nthOf(contest.judges, 0), [nthOf(proposals, 5)]))).toEqual([422, 'JUDGE_VOTES 您是本次大赛的评委，已经打分，不再投票。'])
  expect(refusal(await vote(await platform.person('居民 9'), [nthOf(proposals, 0)]))[1]).toContain('CHOICE_UNKNOWN')

  ok(await admin('POST', '/rounds/1/closing'))
  await passWindow(platform, 0)
  await until(platform, contest, 'result')
  const { items } = await get('/rounds/1/standings')
  const overall = mean(items.map(({ raw }: { raw: string }) => Number(raw)))
  for (const { proposal, group, raw, rounds, vote: votes, total } of items) {
    expect(raw).toBe(mean(told[1]?.get(proposal) ?? []).toFixed(2))
    const panel = mean(items.filter((one: { group: { id: string } }) => one.group.id === group.id).map((one: { raw: string }) => Number(one.raw)))
    const [paper, pitch] = rounds.map((one: { score: string }) => Number(one.score))
    expect(Math.abs(pitch - (Number(raw) * overall) / panel)).toBeLessThan(0.006)
    const cast = [...ballots, [5]].flat().filter((at) => proposals[at] === proposal).length
    expect(votes.votes).toBe(cast)
    expect(Math.abs(Number(total) - (paper * 0.3 + pitch * 0.5 + (cast / 4) * 100 * 0.2))).toBeLessThan(0.02)
  }
})

test('the reliability of both rounds can be read, by those who may', async () => {
  const { platform, contest, supervisor } = story
  for (const [index, cards] of [[0, 24], [1, 18]] as const) {
    const path = `/competitions/${contest.id}/rounds/${index}/reliability`
    await poll(platform, async () => (await contest.administrator.api('GET', path)).status === 200, () => `no reliability of round ${index}`)
    const { standing, parts, stability } = ok(await contest.administrator.api('GET', path))
    expect(standing).toBe((await get(`/rounds/${index}/standings`)).version)
    expect(parts[0]).toMatchObject({ group: null, cards, entries: cards / 3 })
    expect(parts.slice(1).map(({ group }: { group: string }) => group)).toEqual(index === 0 ? [] : ['g01', 'g02'])
    expect(stability.variations).toBeGreaterThan(0)
    for (const who of [nthOf(contest.judges, 0), applicant(0), platform.visitor]) expect([401, 403]).toContain((await who.api('GET', path)).status)
    ok(await supervisor.api('GET', `/competitions/${contest.id}/rounds/${index}/radar`))
  }
})

let bundle: Bundle

test('the notice carries both seals; anybody can count the bundle again, and each receipt and proof leads to the seal, unless it was tampered with', async () => {
  const { platform, contest } = story
  expect((await platform.visitor.api('GET', `/public/competitions/${contest.id}/bundle`)).status).toBe(404)
  ok(await admin('POST', '/notice', noticeText))
  await until(platform, contest, 'notice')
  const { seals } = ok(await platform.visitor.api('GET', `/competitions/${contest.id}/notice`))
  const answer = ok(await platform.visitor.api('GET', `/public/competitions/${contest.id}/bundle`))
  bundle = bundleSchema.parse(answer)
  const roots = seals.map(({ root }: { root: string }) => root)
  expect(seals.map(({ round }: { round: string }) => round)).toEqual(['review', 'pitch'])
  expect(rootsByHand(bundle)).toEqual(roots)
  expect(verifyBundle(bundle, roots).filter(({ holds }) => !holds)).toEqual([])
  expect(bundle.rounds.map(({ opened }) => opened?.slots.filter(({ card }) => card !== null).length)).toEqual([24, 18])
  for (const secret of [...contest.judges.flatMap(({ id, name }) => [id, name]), ...proposals, '示例机构']) expect(JSON.stringify(answer)).not.toContain(secret)

  const { items } = ok(await contest.administrator.api('GET', `/proposals/${proposals[7]}/scorecards?round=1`))
  expect(items.map(({ receipt }: { receipt: string }) => receipt).toSorted()).toEqual(receipts.filter(({ round, proposal }) => round === 1 && proposal === proposals[7]).map(({ receipt }) => receiptCode(receipt.leaf)).toSorted())
  for (const { receipt } of receipts) expect(verifyReceipt(receipt, bundle).map(({ holds }) => holds)).toEqual([true, true])
  const { receipt } = nthOf(receipts, 30)
  expect(verifyReceipt({ ...receipt, card: { scores: { ...receipt.card.scores, breadth: '1' } } }, bundle).map(({ holds }) => holds)).toEqual([false])
  const proof: Proof = proofSchema.parse(ok(await applicant(6).api('GET', `/proposals/${proposals[6]}/proof`)))
  // The paper round's cards make its score; the pitch's was brought to one yardstick with its group.
  expect(verifyProof(proof, bundle).map(({ holds, what }) => [holds, what.zh.includes('份评分表算出')])).toEqual([[true, false], [true, true], [true, false]])
  const forged = structuredClone(proof)
  const { path } = nthOf(nthOf(forged.rounds, 1).slots, 0)
  path[0] = nthOf(path, 0).replace(/^./, (digit) => (digit === '0' ? '1' : '0'))
  expect(verifyProof(forged, bundle).map(({ holds }) => holds)).toEqual([true, true, false])
  expect([403, 404]).toContain((await applicant(5).api('GET', `/proposals/${proposals[6]}/proof`)).status)
  const changed = structuredClone(bundle)
  const card = nthOf(changed.rounds[1]?.opened?.slots ?? [], 4).card
  if (card !== null) card.scores['breadth'] = '0'
  expect(verifyBundle(changed, roots).find(({ holds }) => !holds)?.what.zh).toContain('与封存时不同')
})

/** The last round counted from the public bundle, without one card if a leaf is given. */
function countedFrom({ rulebook, rounds, seed }: Bundle, without?: string): Counted {
  const earlier: RoundResult[] = []
  let last: Counted | undefined
  for (const [index, round] of rounds.entries()) {
    const cards = (round.opened?.slots ?? []).flatMap(({ card }, i) => (card === null || round.leaves[i] === without ? [] : [{ ...card, judge: String(i), entry: nthOf(round.entries, Math.floor(i / round.seal.slots)).proposal }]))
    const count = countRound({ rulebook, index, seed, cards, earlier, chosen: round.chosen, beside: round.beside, decisions: [], entries: round.entries.map(({ proposal, category, group }) => ({ id: proposal, category, group: group ?? undefined })) })
    if (!count.ok) throw new Error('not counted')
    earlier.push(count.counted.result)
    last = count.counted
  }
  if (last === undefined) throw new Error('no round')
  return last
}

test('an objection: the result is rebuilt to the last byte, a card is struck for a look, the ruling stands, and the awards are published', async () => {
  const { platform, contest } = story
  const { lines } = ok(await platform.visitor.api('GET', `/competitions/${contest.id}/notice`))
  const objection = ok(await platform.visitor.api('POST', `/competitions/${contest.id}/objections`, { kind: 'person', name: '示例居民', contact: 'resident@example.cn', proposal: lines[0].number, facts: '路演当天有一位评委打分明显偏高，请复核。' }))
  expect((await admin('POST', '/awards')).status).toBe(409)

  const replayed = await get('/replay')
  expect(replayed.rounds.map(({ stored, rebuilt, same, sealed, seal, cards }: Record<string, unknown>) => [stored === rebuilt, same, sealed, seal, cards])).toEqual(bundle.rounds.map(({ seal }, i) => [true, true, true, seal.root, [24, 18][i]]))
  expect(replayed.awards).toBe(true)
  const off = ({ proposal, total }: { proposal: string; total: number }) => Math.abs(total - mean(told[1]?.get(proposal) ?? []))
  const struck = nthOf(receipts.filter(({ round }) => round === 1).toSorted((a, b) => off(b) - off(a)), 0)
  const { whatIf } = await get(`/replay?proposal=${struck.proposal}&round=1&judge=${struck.judge}`)
  const [before, after] = [countedFrom(bundle), countedFrom(bundle, struck.receipt.leaf)]
  const shown = ({ standings }: Counted) => new Map(standings.map(({ entry, place, total }) => [entry, { place, total }]))
  expect(whatIf.changes.length).toBeGreaterThan(0)
  const changed = [...shown(before)].filter(([entry, was]) => JSON.stringify(was) !== JSON.stringify(shown(after).get(entry))).map(([entry]) => entry)
  expect(whatIf.changes.map(({ number }: { number: string }) => number).toSorted()).toEqual(changed.toSorted())
  for (const change of whatIf.changes) {
    expect(change.before).toMatchObject(shown(before).get(change.number) ?? {})
    expect(change.after).toMatchObject(shown(after).get(change.number) ?? {})
  }
  expect((await get('/replay')).rounds).toEqual(replayed.rounds)
  expect((await applicant(0).api('GET', `/competitions/${contest.id}/replay`)).status).toBe(403)

  ok(await admin('POST', `/objections/${objection.id}/ruling`, { reasons: '经复算，结果与公示一致；去掉该评分表的情况已向异议人说明。', effect: 'none' }))
  await passWindow(platform, 14)
  await until(platform, contest, 'award')
  ok(await admin('POST', '/awards'))
  await until(platform, contest, 'completed')
  const { awards } = ok(await platform.visitor.api('GET', `/competitions/${contest.id}/awards`))
  expect(awards.map(({ award, title }: { award: string; title: string }) => [award, title])).toEqual(lines.map(({ award, title }: { award: string; title: string }) => [award, title]))
  expect(awards.map(({ award }: { award: string }) => award)).toEqual(['first', 'second', 'second'])
  const final = bundleSchema.parse(ok(await platform.visitor.api('GET', `/public/competitions/${contest.id}/bundle`)))
  expect(verifyBundle(final, rootsByHand(bundle)).filter(({ holds }) => !holds)).toEqual([])
})
