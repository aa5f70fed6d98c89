import * as z from 'zod'
import { competitionId, fileId, personId, proposalId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { formatYuan } from '../kernel/money.ts'
import type { Mistake } from '../kernel/refusal.ts'
import { say } from '../kernel/text.ts'
import type { Funding } from '../rulebook/funding.ts'
import type { CandidateLine } from './candidate.ts'
import { type Constraint, keeps } from './constraint.ts'
import type { Proposed } from './propose.ts'

const fen = z.int().min(0)
const byWhom = { by: personId, byName: z.string(), at: instant }

export const choiceSchema = z.object({ proposal: proposalId, amount: fen.min(1) })
export type Choice = z.infer<typeof choiceSchema>
export const pinSchema = z.object({ proposal: proposalId, take: z.boolean() })

/** Who is funded and with how much, from the first question to the programme to the authority's word. */
export const decisionSchema = z.object({
  competition: competitionId,
  /** The final standing that it goes by. */
  standing: z.object({ round: z.int(), version: z.string() }),
  /** Fen; the rulebook's, or less. */
  budget: fen,
  /** Set by hand for the programme. */
  pins: z.array(pinSchema),
  /** How often the programme was asked, and which question it has answered last: `portfolio` is that answer's version. */
  asked: z.int(),
  answered: z.int(),
  portfolio: z.string().nullable(),
  /** What is put before whoever decides. `portfolio`: the answer that lay on the table then, kept with it. `differs`: not the plain rank order. */
  prepared: z.object({ number: z.int(), choices: z.array(choiceSchema), reason: z.string(), differs: z.boolean(), portfolio: z.string(), ...byWhom }).nullable(),
  /** 会议纪要 and other opinions, as scans. */
  opinions: z.array(z.object({ file: fileId, name: z.string(), bytes: z.int(), ...byWhom })),
  /** Taken; `number` is that of what was prepared. */
  decided: z.object({ number: z.int(), ...byWhom }).nullable(),
})
export type Decision = z.infer<typeof decisionSchema>

/** The choice that a list of proposals is, each with what the rules let it have. */
export const choicesOf = (lines: readonly CandidateLine[], proposals: readonly string[]): Choice[] => lines.flatMap(({ proposal, amount }) => (amount > 0 && proposals.includes(proposal) ? [{ proposal, amount }] : []))

/** Whether a choice is another than the plain rank order: other projects, or other sums. */
export function differsFromRank(lines: readonly CandidateLine[], rank: Proposed['rank'], choices: readonly Choice[]): boolean {
  const plain = choicesOf(lines, rank.proposals)
  return plain.length !== choices.length || plain.some((one) => !choices.some(({ proposal, amount }) => proposal === one.proposal && amount === one.amount))
}

/** Every way in which a choice made by hand does not keep to the rules: sums at their project, and each rule that is broken. */
export function choiceMistakes(lines: readonly CandidateLine[], funding: Pick<Funding, 'steps' | 'least'>, constraints: readonly Constraint[], choices: readonly Choice[]): Mistake[] {
  const given = new Map<string, number>(choices.map(({ proposal, amount }) => [proposal, amount]))
  const unknown = choices.filter(({ proposal }) => !lines.some((line) => line.proposal === proposal))
  const wrong = lines.flatMap(({ proposal, title, amount: most }): Mistake[] => {
    const amount = given.get(proposal)
    if (amount === undefined) return []
    const path = `choices.${proposal}`
    if (most === 0) return [{ path, code: 'NOT_FUNDABLE', zh: `按章程不能资助“${title}”`, en: `The rules do not let "${title}" be funded` }]
    if (amount > most) return [{ path, code: 'TOO_BIG', zh: `“${title}”最多 ${formatYuan(most)} 元`, en: `"${title}" can have ${formatYuan(most)} yuan at most` }]
    if (amount < funding.least) return [{ path, code: 'TOO_SMALL', zh: `每个项目至少 ${formatYuan(funding.least)} 元`, en: `No grant is below ${formatYuan(funding.least)} yuan` }]
    if (funding.steps.length > 0 && !funding.steps.includes(amount)) return [{ path, code: 'NOT_A_STEP', zh: `只能是 ${funding.steps.map(formatYuan).join('、')} 元`, en: `It has to be one of ${funding.steps.map(formatYuan).join('; ')} yuan` }]
    return []
  })
  const amounts = lines.map(({ proposal }) => given.get(proposal) ?? 0)
  return [
    ...unknown.map(({ proposal }): Mistake => ({ path: `choices.${proposal}`, code: 'NOT_A_CHOICE', zh: '这个项目不在最终排名里', en: 'This project is not in the final ranking' })),
    ...(new Set(choices.map(({ proposal }) => proposal)).size === choices.length ? [] : [{ path: 'choices', code: 'TWICE', zh: '同一个项目写了两次', en: 'A project stands there twice' }]),
    ...wrong,
    ...constraints.filter((constraint) => !keeps(constraint, amounts)).map(({ id, sentence }): Mistake => ({ path: 'choices', code: `BREAKS_${id.toUpperCase()}`, zh: `没有做到：${sentence.zh}`, en: `Not kept: ${say(sentence, 'en')}` })),
    ...(choices.length === 0 ? [{ path: 'choices', code: 'REQUIRED', zh: '请至少资助一个项目', en: 'Fund one project at least' }] : []),
  ]
}
