import { say } from '../kernel/text.ts'
import type { Round } from '../rulebook/round.ts'
import { scoreMistakes } from '../rulebook/sheet.ts'
import { entryScore } from '../standing/aggregate.ts'
import { type Bundle, type Proof, proofSchema } from './bundle.ts'
import { type CountedCard, leafOf, type Receipt, receiptCode, receiptSchema } from './leaf.ts'
import { rootBy } from './merkle.ts'
import { letterOf } from './seal.ts'
import { differs, type Finding, holds, type Read, readAs } from './verify.ts'

export const readReceipt = (json: unknown): Read<Receipt> => readAs(receiptSchema, json, { zh: '回执', en: 'receipt' })
export const readProof = (json: unknown): Read<Proof> => readAs(proofSchema, json, { zh: '证明', en: 'proof' })

/** A judge's receipt by itself, and, with the bundle, whether its card is among those sealed (and, where cards are open, the same). */
export function verifyReceipt(receipt: Receipt, bundle?: Bundle): Finding[] {
  const { competition, round: id, proposal, card, salt, leaf } = receipt
  const code = receiptCode(leaf)
  if (leafOf({ competition, round: id, proposal }, { card, salt }) !== leaf) return [differs(`回执 ${code}：分数和随机数算不出回执上的散列值。`, `Receipt ${code}: its scores and salt do not give its hash.`)]
  const own = holds(`回执 ${code}：散列值由 ${proposal} 的这份评分表算出。`, `Receipt ${code}: its hash is that of this card of ${proposal}.`)
  if (bundle === undefined) return [own]
  if (bundle.competition !== competition) return [own, differs(`回执 ${code} 属于另一个大赛。`, `Receipt ${code} is of another competition.`)]
  const round = bundle.rounds.find((one) => one.round === id)
  const at = round?.entries.findIndex((entry) => entry.proposal === proposal) ?? -1
  const slot = round === undefined || at === -1 ? -1 : round.leaves.slice(at * round.seal.slots, (at + 1) * round.seal.slots).indexOf(leaf)
  if (round === undefined || slot === -1) return [own, differs(`回执 ${code}：${proposal} 封存的散列值里没有这一份。`, `Receipt ${code}: it is not among the sealed hashes of ${proposal}.`)]
  return [own, holds(`回执 ${code}：就是 ${proposal} 的评分表 ${letterOf(slot)}，在封存码 ${round.seal.root} 之下。`, `Receipt ${code}: it is card ${letterOf(slot)} of ${proposal}, under the seal ${round.seal.root}.`)]
}

/** An applicant's proof by itself, and, with the bundle, whether it leads to the bundle's seals. */
export function verifyProof(proof: Proof, bundle?: Bundle): Finding[] {
  const { competition, proposal } = proof
  if (bundle !== undefined && bundle.competition !== competition) return [differs('证明属于另一个大赛。', 'The proof is of another competition.')]
  const left = (bundle?.rounds ?? []).filter((one) => one.entries.some((entry) => entry.proposal === proposal) && !proof.rounds.some(({ round }) => round === one.round))
  const missing = left.map(({ round }) => differs(`${proposal}：证明里没有“${round}”这一轮。`, `${proposal}: the proof says nothing of round "${round}".`))
  return [...proof.rounds.flatMap(({ round: id, root, size, slots, score }): Finding[] => {
    const published = bundle?.rounds.find((one) => one.round === id)
    const rules = bundle?.rulebook.rounds.find((one) => one.id === id)
    const [zh, en] = [`${proposal}，${rules?.name.zh ?? id}`, `${proposal}, ${rules === undefined ? id : say(rules.name, 'en')}`]
    for (const [i, { index, leaf, path, opened }] of slots.entries()) {
      if (opened !== null && leafOf({ competition, round: id, proposal }, opened) !== leaf) return [differs(`${zh}：评分表 ${letterOf(i)} 算不出它的散列值。`, `${en}: card ${letterOf(i)} does not give its hash.`)]
      if (rootBy(leaf, index, size, path) !== root) return [differs(`${zh}：评分表 ${letterOf(i)} 的路径到不了封存码 ${root}。`, `${en}: the path of card ${letterOf(i)} does not lead to the seal ${root}.`)]
      if (published !== undefined && published.leaves[index] !== leaf) return [differs(`${zh}：核验包里同一位置的散列值不同（${letterOf(i)}）。`, `${en}: the bundle has another hash at the place of card ${letterOf(i)}.`)]
    }
    if (bundle !== undefined && published?.seal.root !== root) return [differs(`${zh}：证明的封存码与核验包的不同。`, `${en}: the proof's seal is not the bundle's.`)]
    const [count, at] = published === undefined ? [slots.length, (slots[0]?.index ?? 0) / slots.length] : [published.seal.slots, published.entries.findIndex((entry) => entry.proposal === proposal)]
    if (at < 0 || slots.length !== count || slots.some(({ index }, i) => index !== at * count + i) || size % count !== 0) return [differs(`${zh}：证明里不是这份申报书的全部 ${count} 格。`, `${en}: the proof does not hold all ${count} slots of this proposal, and no others.`)]
    const sealed = holds(`${zh}：${slots.length} 格都在封存码 ${root} 之下。`, `${en}: all ${slots.length} slots are under the seal ${root}.`)
    const line = published?.standing.find((one) => one.proposal === proposal)?.rounds.find((one) => one.round === id)
    if (score !== null && published !== undefined && line?.score !== score) return [sealed, differs(`${zh}：证明里的得分是 ${score}，公布的是 ${line?.score ?? '—'}。`, `${en}: the proof says ${score}; ${line?.score ?? 'nothing'} is published.`)]
    const counted = rules === undefined || score === null ? undefined : scoreFinding(rules, slots.flatMap(({ opened }) => opened?.card ?? []), score, proposal, [zh, en])
    return counted === undefined ? [sealed] : [sealed, counted]
  }), ...missing]
}

/** Whether a proposal's own cards make its score; undefined where they are not open, or where its score hangs on those of its group, too. */
function scoreFinding(rules: Round, cards: readonly CountedCard[], published: string, proposal: string, [zh, en]: readonly [string, string]): Finding | undefined {
  if (cards.length === 0 || rules.normalisation.rule !== 'none') return undefined
  if (cards.some(({ scores }) => scoreMistakes(rules, scores, true).length > 0)) return differs(`${zh}：公开的评分表不合评分表的规定。`, `${en}: an opened card does not fit the sheet.`)
  const { score } = entryScore(rules, cards.map((card) => ({ ...card, entry: proposal, judge: '' })))
  return score === published
    ? holds(`${zh}：由 ${cards.length} 份评分表算出 ${score}，与公布的相同。`, `${en}: ${cards.length} cards make ${score}, as published.`)
    : differs(`${zh}：由 ${cards.length} 份评分表算出 ${score}，公布的是 ${published}。`, `${en}: ${cards.length} cards make ${score}; ${published} is published.`)
}
