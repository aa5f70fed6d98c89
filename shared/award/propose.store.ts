import type { Competition } from '../competition/competition.ts'
import type { Rulebook } from '../rulebook/rulebook.ts'
import type { Choice } from '../portfolio/decision.ts'
import { loadStanding, type StandingLine } from '../standing/standing.store.ts'
import type { Table } from '../store/table.ts'
import { type Awards, writeAwardList } from './award.store.ts'
import { giveAwards } from './award.ts'
import type { AwardLine } from './line.ts'

/** What people have decided about the awards so far: kept whenever they are given anew. */
export type Decided = Pick<Awards, 'decisions' | 'annulled' | 'corrected'>

/**
 * The awards of a venture competition: those chosen, with their amounts, in the order of the ranking, less what rulings took out. Each
 * takes the rulebook's first award. What an annulled one was to get goes to nobody until the decision is taken anew.
 */
export async function fundedAwards(table: Table, competition: Competition, rulebook: Rulebook, standing: Awards['standing'], choices: readonly Choice[], decided: Decided = { decisions: [], annulled: [], corrected: [] }): Promise<Awards> {
  const ranked = await loadStanding(table, competition.id, standing.round, standing.version)
  const { decisions, annulled, corrected } = decided
  const [award] = rulebook.awards
  if (award === undefined) throw new TypeError(`${rulebook.id} has no award`)
  const out = new Set<string>(annulled.map(({ proposal }) => proposal))
  const amounts = new Map<string, number>(choices.map(({ proposal, amount }) => [proposal, amount]))
  const lines = ranked.flatMap((line): AwardLine[] => {
    const amount = amounts.get(line.proposal)
    return amount === undefined || out.has(line.proposal) ? [] : [{ award: award.id, awardName: award.name, place: line.place, proposal: line.proposal, ...namesOf(line, corrected), category: line.category, total: line.total, amount }]
  })
  return {
    competition: competition.id, standing, list: await writeAwardList(table, competition.id, lines), lines: lines.length,
    ties: [], waiting: [], decisions, annulled, corrected, early: [], unfilled: [], publishedAt: null, publishedBy: null,
  }
}

/**
 * The awards by the final standing, less what rulings took out: the AWARDS item's value, for the caller to put in its own transaction.
 * Its lines are written before, under a version of their own that nothing names yet. The same standing and decisions always give the same.
 */
export async function proposeAwards(
  table: Table, competition: Competition, rulebook: Rulebook, standing: Awards['standing'], decided: Decided = { decisions: [], annulled: [], corrected: [] },
): Promise<Awards> {
  const ranked = await loadStanding(table, competition.id, standing.round, standing.version)
  const { decisions, annulled, corrected } = decided
  const given = giveAwards(rulebook, ranked.map(rankOf), choices(decisions), new Set(annulled.map(({ proposal }) => proposal)))
  const byProposal = new Map<string, StandingLine>(ranked.map((line) => [line.proposal, line]))
  const lines = given.awards.map(({ award, place, entry, total }): AwardLine => {
    const line = byProposal.get(entry)
    if (line === undefined) throw new TypeError(`${entry} takes an award and is not in the standing`)
    return { award, awardName: nameOf(rulebook, award), place, proposal: line.proposal, ...namesOf(line, corrected), category: line.category, total, amount: null }
  })
  return {
    competition: competition.id,
    standing,
    list: await writeAwardList(table, competition.id, lines),
    lines: lines.length,
    ties: given.tied.map(({ award, category, entries, seats }) => ({
      award, awardName: nameOf(rulebook, award), category, places: seats,
      tied: entries.flatMap((entry) => byProposal.get(entry) ?? []).map((line) => ({ proposal: line.proposal, ...namesOf(line, corrected), total: line.total })),
    })),
    waiting: given.waiting.map((award) => nameOf(rulebook, award)),
    decisions, annulled, corrected,
    early: [],
    unfilled: given.unfilled.map(({ sentence }) => sentence),
    publishedAt: null,
    publishedBy: null,
  }
}

/**
 * The same awards less what rulings took out, with the names and sums that they put right; nobody moves up: who takes a venture's money was
 * decided by people, and once some of a contest's awards are published, the others cannot change what those took. Its lines are written before, as those of `proposeAwards` are.
 */
export async function amendAwards(table: Table, awards: Awards, lines: readonly AwardLine[]): Promise<Awards> {
  const gone = new Set<string>(awards.annulled.map(({ proposal }) => proposal))
  const left = lines.filter(({ proposal }) => !gone.has(proposal)).map((line) => ({ ...line, ...namesOf(line, awards.corrected), amount: amountOf(line, awards.corrected) }))
  return { ...awards, list: await writeAwardList(table, awards.competition, left), lines: left.length }
}

const rankOf = ({ proposal, category, group, place, total }: StandingLine) => ({ entry: proposal, category, group: group?.id, place, total })

/** An award that is given in each category apart may have a decision in each: together they name who of all the tied is chosen. */
const choices = (decisions: Awards['decisions']) =>
  [...Map.groupBy(decisions, ({ award }) => award)].map(([award, all]) => ({ award, chosen: all.flatMap(({ chosen }) => chosen.map(({ proposal }) => proposal)) }))

function nameOf(rulebook: Rulebook, award: string): AwardLine['awardName'] {
  const rule = rulebook.awards.find(({ id }) => id === award)
  if (rule === undefined) throw new TypeError(`the rulebook has no award ${award}`)
  return rule.name
}

/** The last ruling about a name counts. */
function namesOf({ proposal, title, organisation }: Pick<StandingLine, 'proposal' | 'title' | 'organisation'>, corrected: Awards['corrected']): { title: string; organisation: string } {
  const own = corrected.filter((one) => one.proposal === proposal)
  const last = (part: 'title' | 'organisation') => own.findLast((one) => one[part] !== null)?.[part]
  return { title: last('title') ?? title, organisation: last('organisation') ?? organisation }
}

const amountOf = ({ proposal, amount }: AwardLine, corrected: Awards['corrected']): AwardLine['amount'] =>
  corrected.findLast((one) => one.proposal === proposal && one.amount !== null)?.amount ?? amount
