import { type Ranked, giveAwards } from '../award/award.ts'
import { canonicalJson } from '../kernel/canonical.ts'
import { compareDecimals } from '../kernel/decimal.ts'
import { type Bilingual, say } from '../kernel/text.ts'
import type { Round } from '../rulebook/round.ts'
import { scoreMistakes } from '../rulebook/sheet.ts'
import type { Card, RoundResult } from '../standing/aggregate.ts'
import { countRound } from '../standing/count.ts'
import type { Standing } from '../standing/standing.ts'
import { type Bundle, type BundleRound, bundleSchema } from './bundle.ts'
import { leafOf } from './leaf.ts'
import { rootOf } from './merkle.ts'
import { letterOf } from './seal.ts'

/** One thing that was checked: it holds, or what is the first difference. */
export interface Finding {
  holds: boolean
  what: Bilingual
}

export const holds = (zh: string, en: string): Finding => ({ holds: true, what: { zh, en } })
export const differs = (zh: string, en: string): Finding => ({ holds: false, what: { zh, en } })

export type Read<T> = { ok: true; value: T } | { ok: false; finding: Finding }

/** A file as its schema reads it, or where it is none. */
export function readAs<T>(schema: { safeParse: (json: unknown) => { success: true; data: T } | { success: false; error: { issues: readonly { path: readonly PropertyKey[] }[] } } }, json: unknown, name: Bilingual): Read<T> {
  const parsed = schema.safeParse(json)
  if (parsed.success) return { ok: true, value: parsed.data }
  const place = parsed.error.issues[0]?.path.map(String).join('.') ?? ''
  return { ok: false, finding: differs(`这不是一份完整的${name.zh}${place === '' ? '' : `：${place} 处不对`}。`, `This is no whole ${say(name, 'en')}${place === '' ? '' : `: it is wrong at ${place}`}.`) }
}

/** What a bundle says of itself once it is read. */
export const readBundle = (json: unknown): Read<Bundle> => readAs(bundleSchema, json, { zh: '核验包', en: 'bundle' })

/**
 * Everything that can be checked of a bundle, in order: form, notice, and for each round the seal, the opened cards, the count; then the awards.
 * `roots` are those known from elsewhere (a printed notice, a receipt's owner), round by round: without them a bundle is only checked against itself.
 */
export function verifyBundle(bundle: Bundle, roots: readonly string[] = []): Finding[] {
  const findings: Finding[] = []
  const earlier: RoundResult[] = []
  let before: BundleRound | undefined
  for (const [index, round] of bundle.rounds.entries()) {
    const rules = bundle.rulebook.rounds[index]
    if (rules === undefined || rules.id !== round.round) {
      findings.push(differs(`第 ${index + 1} 轮“${round.round}”不在章程里。`, `Round ${index + 1}, "${round.round}", is not in the rulebook.`))
      return findings
    }
    const name = (text: string, en: string): [string, string] => [`${rules.name.zh}：${text}`, `${say(rules.name, 'en')}: ${en}`]
    const sealed = sealFinding(bundle, round, rules, index, roots[index], name)
    findings.push(sealed)
    findings.push(entriesFinding(round, before, name))
    const counted = round.opened === null ? orderFinding(round, rules, name) : countFinding(bundle, round, rules, index, earlier, name)
    findings.push(counted)
    earlier.push(resultOf(bundle, round, index, earlier))
    before = round
  }
  const known = Math.max(bundle.notice.roots.length, roots.length)
  if (bundle.rounds.length < known) findings.push(differs(`公示里有 ${known} 轮的封存码，核验包里只有 ${bundle.rounds.length} 轮。`, `${known} rounds are sealed by the notice; the bundle has ${bundle.rounds.length} only.`))
  findings.push(awardsFinding(bundle))
  return findings
}

type Named = (zh: string, en: string) => [string, string]

function sealFinding(bundle: Bundle, round: BundleRound, rules: Round, index: number, known: string | undefined, name: Named): Finding {
  const { entries, leaves, opened, seal: { slots, root } } = round
  const at = (i: number) => ({ proposal: entries[Math.floor(i / slots)]?.proposal ?? '?', letter: letterOf(i % slots) })
  const unsorted = entries.findIndex(({ proposal }, i) => i > 0 && proposal <= (entries[i - 1]?.proposal ?? ''))
  if (unsorted !== -1) return differs(...name(`${entries[unsorted]?.proposal} 的次序不对，或者重复。`, `${entries[unsorted]?.proposal} is out of order, or there twice.`))
  if (slots < rules.panelSize) return differs(...name(`每份申报书只有 ${slots} 格，章程规定 ${rules.panelSize} 位评委。`, `a proposal has ${slots} slots only; the rulebook has ${rules.panelSize} judges.`))
  if (leaves.length !== entries.length * slots) return differs(...name(`应有 ${entries.length * slots} 个散列值，现有 ${leaves.length} 个。`, `there should be ${entries.length * slots} hashes; there are ${leaves.length}.`))
  const moved = leaves.findIndex((leaf, i) => i % slots > 0 && leaf <= (leaves[i - 1] ?? ''))
  if (moved !== -1) return differs(...name(`${at(moved).proposal} 的散列值次序不对，或者重复（${at(moved).letter}）。`, `the hashes of ${at(moved).proposal} are out of order, or one is there twice (${at(moved).letter}).`))
  if (opened === null && rules.disclosure === 'scores') return differs(...name('章程规定公开每份评分表，核验包里却没有。', 'by the rulebook all cards are published; the bundle has none.'))
  if (opened !== null) {
    if (opened.slots.length !== leaves.length) return differs(...name(`应有 ${leaves.length} 格，公开了 ${opened.slots.length} 格。`, `${leaves.length} slots should be opened; ${opened.slots.length} are.`))
    const changed = opened.slots.findIndex((slot, i) => leafOf({ competition: bundle.competition, round: round.round, proposal: at(i).proposal }, slot) !== leaves[i])
    if (changed !== -1) return differs(...name(`${at(changed).proposal} 的评分表 ${at(changed).letter} 与封存时不同。`, `card ${at(changed).letter} of ${at(changed).proposal} is not what was sealed.`))
  }
  const computed = rootOf(leaves)
  if (computed !== root) return differs(...name(`由散列值算出的封存码是 ${computed}，核验包里写的是 ${root}。`, `the hashes lead to the seal ${computed}; the bundle says ${root}.`))
  if (bundle.notice.roots[index] !== root) return differs(...name(`公示里的封存码是 ${bundle.notice.roots[index] ?? '（没有）'}，不是 ${root}。`, `the notice has the seal ${bundle.notice.roots[index] ?? '(none)'}, not ${root}.`))
  if (known !== undefined && known !== root) return differs(...name(`您知道的封存码是 ${known}，核验包里是 ${root}。`, `the seal you know is ${known}; the bundle has ${root}.`))
  const count = `${entries.length} × ${slots} = ${leaves.length}`
  return known === undefined
    ? holds(...name(`${count} 个散列值合成封存码 ${root}。请与公示上的核对。`, `${count} hashes make the seal ${root}. Compare it with the notice.`))
    : holds(...name(`${count} 个散列值合成封存码 ${root}，与您知道的相同。`, `${count} hashes make the seal ${root}, the same that you know.`))
}

/** Only who went on is judged in the next round. */
function entriesFinding(round: BundleRound, before: BundleRound | undefined, name: Named): Finding {
  const entries = new Set(round.entries.map(({ proposal }) => proposal))
  const stranger = round.standing.find(({ proposal }) => !entries.has(proposal))
  if (stranger !== undefined) return differs(...name(`${stranger.proposal} 在排名里，却不在这一轮的申报书里。`, `${stranger.proposal} is ranked, but is no proposal of this round.`))
  const advanced = before && new Set(before.standing.flatMap(({ proposal, advances }) => (advances ? [proposal] : [])))
  const unfounded = advanced && round.entries.find(({ proposal }) => !advanced.has(proposal))
  if (unfounded !== undefined) return differs(...name(`${unfounded.proposal} 没有从上一轮进入这一轮。`, `${unfounded.proposal} did not go on from the round before.`))
  const missing = advanced && [...advanced].find((proposal) => !entries.has(proposal))
  if (missing !== undefined) return differs(...name(`${missing} 从上一轮进入，却不在这一轮。`, `${missing} went on from the round before, and is not in this one.`))
  return holds(...name(`${entries.size} 份申报书参加这一轮${advanced === undefined ? '' : '，都由上一轮进入'}。`, `${entries.size} proposals are in it${advanced === undefined ? '' : ', all of whom went on from the round before'}.`))
}

/** The opened cards of a round, each under its letter. */
function cardsOf(round: BundleRound): Card[] {
  return (round.opened?.slots ?? []).flatMap(({ card }, i) => (card === null ? [] : [{ ...card, entry: round.entries[Math.floor(i / round.seal.slots)]?.proposal ?? '', judge: letterOf(i % round.seal.slots) }]))
}

function recount(bundle: Bundle, round: BundleRound, index: number, earlier: readonly RoundResult[]) {
  return countRound({
    rulebook: bundle.rulebook, index, seed: bundle.seed, earlier, chosen: round.chosen, beside: round.beside, cards: cardsOf(round),
    entries: round.entries.map(({ proposal, category, group }) => ({ id: proposal, category, group: group ?? undefined })),
    decisions: (round.opened?.decisions ?? []).map(({ proposal, decision }) => ({ entry: proposal, decision, reason: '' })),
  })
}

/** What the next round builds on: counted again where the cards are open, else as it was published (without criteria, so that ties by them stay open). */
function resultOf(bundle: Bundle, round: BundleRound, index: number, earlier: readonly RoundResult[]): RoundResult {
  const whole = round.opened !== null && wrongCard(bundle, round, index) === undefined ? recount(bundle, round, index, earlier) : undefined
  if (whole?.ok === true) return whole.counted.result
  return { round: round.round, decided: [], scores: Object.fromEntries(round.standing.map((line) => [line.proposal, { score: line.rounds.find((one) => one.round === round.round)?.score ?? '0', totals: [], criteria: {} }])) }
}

function wrongCard(bundle: Bundle, round: BundleRound, index: number): { card: Card; why: Bilingual } | undefined {
  const rules = bundle.rulebook.rounds[index]
  if (rules === undefined) return undefined
  for (const card of cardsOf(round)) {
    const [mistake] = scoreMistakes(rules, card.scores, true)
    if (mistake !== undefined) return { card, why: mistake }
  }
  return undefined
}

const shownOf = ({ entry, place, value, total, rounds }: Standing, advances: boolean) => ({ proposal: entry, place, value, total, rounds, advances })

/** A tie may have been broken by a criterion of an earlier round whose cards are not published. */
const tiesStayOpen = ({ rounds, rulebook }: Bundle, index: number): boolean =>
  rounds.slice(0, index).some((before) => before.opened === null && rulebook.tieBreaks.some((one) => one.rule === 'criterion' && one.round === before.round))

function countFinding(bundle: Bundle, round: BundleRound, rules: Round, index: number, earlier: readonly RoundResult[], name: Named): Finding {
  const wrong = wrongCard(bundle, round, index)
  if (wrong !== undefined) return differs(...name(`${wrong.card.entry} 的评分表 ${wrong.card.judge} 不合评分表的规定：${wrong.why.zh}`, `card ${wrong.card.judge} of ${wrong.card.entry} does not fit the sheet: ${say(wrong.why, 'en')}`))
  const count = recount(bundle, round, index, earlier)
  if (!count.ok) {
    const [short] = count.unscored
    return differs(...name(`${short?.entry} 只有 ${short?.cards} 份评分，应有 ${short?.needed} 份，也没有决定。`, `${short?.entry} has ${short?.cards} cards of ${short?.needed}, and no decision.`))
  }
  if (tiesStayOpen(bundle, index)) {
    const byProposal = new Map(round.standing.map((line) => [line.proposal, line]))
    const wrongScore = count.counted.standings.find(({ entry, value, total }) => byProposal.get(entry)?.value !== value || byProposal.get(entry)?.total !== total)
    if (wrongScore !== undefined) return differs(...name(`${wrongScore.entry} 算出 ${wrongScore.value} / ${wrongScore.total}，公布 ${byProposal.get(wrongScore.entry)?.value ?? '—'} / ${byProposal.get(wrongScore.entry)?.total ?? '—'}。`, `${wrongScore.entry}: counted ${wrongScore.value} / ${wrongScore.total}, published ${byProposal.get(wrongScore.entry)?.value ?? '—'} / ${byProposal.get(wrongScore.entry)?.total ?? '—'}.`))
    return orderFinding(round, rules, name)
  }
  const advancing = new Set(count.counted.advanced.advancing)
  const counted = count.counted.standings.map((one) => shownOf(one, advancing.has(one.entry)))
  const published = round.standing
  const other = counted.findIndex((line, i) => canonicalJson(line) !== canonicalJson(published[i]))
  const first = other === -1 && published.length > counted.length ? counted.length : other
  if (first === -1) return holds(...name(`由 ${cardsOf(round).length} 份评分表重新计分，${counted.length} 个名次全部相同。`, `counted again from ${cardsOf(round).length} cards: all ${counted.length} places are the same.`))
  const [own, theirs] = [counted[first], published[first]]
  const line = (one: typeof own): string => (one === undefined ? '—' : `${one.place}. ${one.proposal} ${one.value} / ${one.total}${one.advances ? ' →' : ''}`)
  return differs(...name(`排名第 ${first + 1} 行不同：算出 ${line(own)}，公布 ${line(theirs)}。`, `line ${first + 1} of the ranking: counted ${line(own)}, published ${line(theirs)}.`))
}

/** Without the cards: places follow the scores. How ties were broken can't be seen. */
function orderFinding(round: BundleRound, rules: Round, name: Named): Finding {
  for (const [i, line] of round.standing.entries()) {
    const above = round.standing[i - 1]
    const follows = above === undefined ? line.place === 1 : compareDecimals(above.value, line.value) > 0 ? line.place === i + 1 : compareDecimals(above.value, line.value) === 0 && (line.place === i + 1 || line.place === above.place)
    if (!follows) return differs(...name(`${line.proposal} 的名次 ${line.place} 与分数 ${line.value} 不符。`, `${line.proposal} is at place ${line.place}, which its score ${line.value} does not give.`))
  }
  const all = rules.advance.rule === 'all' && round.standing.find(({ advances }) => !advances)
  if (all) return differs(...name(`${all.proposal} 应当进入下一轮。`, `${all.proposal} should go on.`))
  return holds(...name(`${round.standing.length} 个名次与公布的分数相符。章程规定这一轮只公开总分，不能由评分表重算。`, `${round.standing.length} places follow the published scores. By the rulebook only totals are published of this round; they can't be counted again from cards.`))
}

function awardsFinding({ awards, rulebook, rounds }: Bundle): Finding {
  if (awards === null) return holds('名单正在因异议变动，没有公布新的名单。', 'The list is being changed after an objection; the new one is not published yet.')
  const last = rounds.at(-1)
  const entries = new Map(last?.entries.map((entry) => [entry.proposal, entry]))
  const ranked = (last?.standing ?? []).map((line): Ranked => {
    const entry = entries.get(line.proposal)
    return { entry: line.proposal, category: entry?.category ?? '', group: entry?.group ?? undefined, place: line.place, total: line.total }
  })
  const word = rulebook.kind === 'venture' ? { zh: '资助名单', en: 'grants' } : { zh: '奖项', en: 'awards' }
  if (awards.by === 'rule') {
    const given = giveAwards(rulebook, ranked, awards.decisions, new Set(awards.annulled)).awards.map(({ award, entry, place, total }) => ({ award, proposal: entry, place, total }))
    const at = Array.from({ length: Math.max(given.length, awards.lines.length) }, (_, i) => i).find((i) => canonicalJson(given[i] ?? null) !== canonicalJson(awards.lines[i] ?? null))
    if (at === undefined) return holds(`${word.zh}：按章程由排名得出的 ${given.length} 行全部相同。`, `${word.en}: all ${given.length} lines are what the rulebook gives by the ranking.`)
    const line = (one: (typeof given)[number] | Bundle['rounds'][number]['standing'][number] | { award: string; proposal: string } | undefined): string => (one === undefined ? '—' : `${'award' in one ? one.award : ''} ${one.proposal}`)
    return differs(`${word.zh}第 ${at + 1} 行不同：按章程应是 ${line(given[at])}，公布 ${line(awards.lines[at])}。`, `${word.en}, line ${at + 1}: by the rulebook ${line(given[at])}, published ${line(awards.lines[at])}.`)
  }
  const wrong = awards.lines.find(({ proposal, total }) => awards.annulled.includes(proposal) || ranked.find(({ entry }) => entry === proposal)?.total !== total)
  if (wrong !== undefined) return differs(`${word.zh}里的 ${wrong.proposal} 与排名不符。`, `${word.en}: ${wrong.proposal} does not agree with the ranking.`)
  return holds(`${word.zh}：${awards.lines.length} 行都在排名里，总分相同；选哪些由主办单位决定。`, `${word.en}: all ${awards.lines.length} lines stand in the ranking with the same totals; which of them is the authority's decision.`)
}
