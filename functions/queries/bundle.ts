import { awardsItem, loadAwardList } from '../../shared/award/award.store.ts'
import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { proposalId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Notice } from '../../shared/notice/notice.ts'
import { loadNotice } from '../../shared/notice/notice.store.ts'
import { type Proposal, proposalNumber, proposalTarget } from '../../shared/proposal/proposal.ts'
import { loadProposal } from '../../shared/proposal/proposal.store.ts'
import { roundItem, type RoundRecord } from '../../shared/round/round.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { type Bundle, bundleRound, type BundleRound, bundleSchema, type Proof, proofOf } from '../../shared/seal/bundle.ts'
import { loadSeal, replacedBy } from '../../shared/seal/seal.store.ts'
import { loadStanding } from '../../shared/standing/standing.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'
import type { SetAside } from '../../shared/vote/strike.ts'
import { authorise, type Context } from '../context.ts'
import { rulesOf } from './assignment.ts'
import { publicSetAside } from './beside.ts'
import { recordsOfRound } from './round-records.ts'

/** What everybody may know of how a competition's cards were sealed, once a notice says so. */
export interface Verification {
  competition: Competition
  rulebook: Rulebook
  notice: Notice
  bundle: Bundle
  /** Ballots of the public that are not among the bundle's votes; null where there are none. */
  setAside: SetAside | null
}

/** Written out once for each notice and list: nothing in it changes under the same. */
const kept = new Map<string, { text: string; made: Verification }>()
const KEPT = 6

/** The published bundle of a competition. Throws NOT_FOUND until a notice names the seals of its rounds. */
export async function readBundle(context: Context, id: string): Promise<Verification & { text: string }> {
  authorise(context, 'bundle.read', {})
  const { value: competition } = await loadCompetition(context.table, id)
  if (competition.notice === null) throw new Refusal('NOT_FOUND')
  const [notice, awards] = await Promise.all([loadNotice(context.table, id, competition.notice), context.table.get(awardsItem, keys.awards(id))])
  if (notice.seals.length === 0) throw new Refusal('NOT_FOUND')
  const key = `${id} ${notice.number} ${awards?.value.list ?? ''}`
  const known = kept.get(key)
  if (known !== undefined) return { ...known.made, competition, text: known.text }
  const made = await makeBundle(context.table, competition, notice)
  const text = JSON.stringify(bundleSchema.parse(made.bundle))
  if (kept.size >= KEPT) kept.delete(kept.keys().next().value ?? '')
  kept.set(key, { text, made })
  return { ...made, text }
}

async function makeBundle(table: Table, competition: Competition, notice: Notice): Promise<Verification> {
  const sealed = await sealedRounds(table, competition)
  const rounds: BundleRound[] = []
  let rulebook: Rulebook | undefined
  for (const round of sealed) {
    const { records } = await recordsOfRound(table, competition, round)
    rulebook = records.rulebook
    rounds.push(await publishedRound(table, round, records))
  }
  if (rulebook === undefined) throw new Refusal('NOT_FOUND')
  const bundle: Bundle = {
    kind: 'xiuyuan-bundle', version: 1, competition: competition.id, name: competition.name, seed: competition.seed, rulebook, rounds,
    notice: { number: notice.number, publishedAt: notice.publishedAt, roots: notice.seals.map(({ root }) => root) }, awards: await awardsOf(table, competition, notice),
  }
  return { competition, rulebook, notice, bundle, setAside: await publicSetAside(table, competition.id) }
}

/** The rounds that are counted and sealed, in order. */
export async function sealedRounds(table: Table, competition: Pick<Competition, 'id'>): Promise<(RoundRecord & { seal: string; standing: string })[]> {
  const rounds = await table.queryAll(roundItem, keys.rounds(competition.id))
  return rounds.flatMap(({ value: round }) => (round.seal === null || round.standing === null ? [] : [{ ...round, seal: round.seal, standing: round.standing }]))
}

const numberOf = (id: string): string => proposalNumber(proposalId.parse(id))

const byNumber = <T>(byId: Record<string, T>): Record<string, T> => Object.fromEntries(Object.entries(byId).map(([id, value]) => [numberOf(id), value]))

type Records = Awaited<ReturnType<typeof recordsOfRound>>['records']

async function publishedRound(table: Table, round: RoundRecord & { seal: string; standing: string }, { rulebook, entries, decisions, chosen, beside }: Records): Promise<BundleRound> {
  const [seal, lines] = await Promise.all([loadSeal(table, round.competition, round.index, round.seal), loadStanding(table, round.competition, round.index, round.standing)])
  const sealed = new Set(seal.proposals)
  return bundleRound(rulesOf(rulebook, round.index), {
    seal: { ...seal, replaced: await replacedBy(table, round.competition, round.index, seal) },
    entries: entries.map((entry) => ({ ...entry, id: numberOf(entry.id) })).filter(({ id }) => sealed.has(id)),
    decisions: decisions.map((one) => ({ ...one, entry: numberOf(one.entry) })), chosen: chosen.map(numberOf),
    beside: { bonuses: byNumber(beside.bonuses), votes: byNumber(beside.votes) },
    standing: lines.map((line) => ({ ...line, proposal: numberOf(line.proposal) })),
  })
}

/** The list under notice; null while a ruling has made another of it that is not under notice yet. */
async function awardsOf(table: Table, competition: Competition, notice: Notice): Promise<Bundle['awards']> {
  const found = await table.get(awardsItem, keys.awards(competition.id))
  if (found === undefined || found.value.list !== notice.list) return null
  const { decisions, annulled, early } = found.value
  const lines = await loadAwardList(table, competition.id, notice.list)
  return {
    by: competition.kind === 'venture' || early.length > 0 ? 'decision' : 'rule',
    lines: lines.map(({ award, proposal, place, total }) => ({ award, proposal: numberOf(proposal), place, total })),
    decisions: [...Map.groupBy(decisions, ({ award }) => award)].map(([award, all]) => ({ award, chosen: all.flatMap(({ chosen }) => chosen.map(({ proposal }) => numberOf(proposal))) })),
    annulled: annulled.map(({ proposal }) => numberOf(proposal)),
  }
}

export interface OwnProof {
  competition: Competition
  rulebook: Rulebook
  proposal: Proposal
  proof: Proof
}

/**
 * The proof of one proposal, for its applicant: that its cards are among those sealed, and where the rulebook publishes scores, what they
 * say. Throws NOT_FOUND before a notice names the seals, and for a proposal that was not judged.
 */
export async function readProof(context: Context, id: string): Promise<OwnProof> {
  const { value: proposal } = await loadProposal(context.table, id)
  authorise(context, 'proof.read', proposalTarget(proposal))
  const { value: competition } = await loadCompetition(context.table, proposal.competition)
  if (competition.notice === null) throw new Refusal('NOT_FOUND')
  const [notice, sealed] = await Promise.all([loadNotice(context.table, competition.id, competition.notice), sealedRounds(context.table, competition)])
  if (notice.seals.length === 0) throw new Refusal('NOT_FOUND')
  const rulebook = await loadRulebook(context.table, competition)
  const rounds = await Promise.all(sealed.map(async (round) => {
    const [seal, lines] = await Promise.all([loadSeal(context.table, competition.id, round.index, round.seal), loadStanding(context.table, competition.id, round.index, round.standing)])
    const line = lines.find((one) => one.proposal === proposal.id)
    return { rules: rulesOf(rulebook, round.index), seal, score: line?.rounds.find((one) => one.round === round.round)?.score ?? null }
  }))
  const proof = proofOf(competition.id, proposalNumber(proposal.id), rounds)
  if (proof.rounds.length === 0) throw new Refusal('NOT_FOUND')
  return { competition, rulebook, proposal, proof }
}
