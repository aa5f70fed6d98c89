import * as z from 'zod'
import { competitionItem } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { type Conflict, type Finding, ruleOnConflict, rulingDecisions } from '../../shared/conflict/conflict.ts'
import { conflictRulingItem, findingsItem, loadFindings, writeFindings } from '../../shared/conflict/conflict.store.ts'
import { findConflicts } from '../../shared/conflict/find.ts'
import { type CompetitionId, personId, proposalId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { typed } from '../../shared/kernel/text.ts'
import { requireUnbarred } from '../../shared/person/hats.ts'
import { membershipItem } from '../../shared/person/person.store.ts'
import type { Assignment } from '../../shared/project/assignment.store.ts'
import { projectItem } from '../../shared/project/project.store.ts'
import { proposalNumber } from '../../shared/proposal/proposal.ts'
import { loadProposal, ownProposalItem } from '../../shared/proposal/proposal.store.ts'
import { judgeItem } from '../../shared/round/judge.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Write } from '../../shared/store/table.ts'
import type { Entry } from '../../shared/trail/trail.ts'
import { act } from '../commit.ts'
import { type Context, personOf } from '../context.ts'
import { conflictsIn, requireConflicts } from '../queries/conflict.ts'
import { conflictFacts } from '../queries/conflict-facts.ts'
import { wearerOf } from '../queries/hats.ts'

type TrailLine = Omit<Entry, 'id' | 'at' | 'by'>

/** What is found now, kept under a version that nobody reads until the writes given are committed; no writes where nothing has changed. */
export async function freshFindings(context: Context, competition: Competition): Promise<{ findings: Finding[]; pairs: number; writes: Write[]; trail: TrailLine[] }> {
  const { table, now } = context
  const [before, facts] = await Promise.all([loadFindings(table, competition.id), conflictFacts(table, competition, now)])
  const findings = findConflicts(facts)
  const version = await writeFindings(table, competition.id, findings)
  const head = { competition: competition.id, version, foundAt: now, pairs: findings.length, judges: facts.judges.length, proposals: facts.entries.length }
  const same = before !== undefined && before.head.value.version === version && before.head.value.judges === head.judges && before.head.value.proposals === head.proposals
  return {
    findings, pairs: findings.length,
    writes: same ? [] : [findingsItem.put(head, before?.head.version ?? 'none')],
    trail: before?.head.value.version === version ? [] : [{
      scope: { of: 'competition', id: competition.id }, action: 'conflict.find', about: { noun: 'competition', id: competition.id, label: competition.name.zh },
      sentence: { zh: `查出评委与申报书之间 ${findings.length} 处利益关系`, en: `found ${findings.length} ties between judges and proposals` },
    }],
  }
}

/** Looks for ties again, on demand. */
export async function findAgain(context: Context, id: string): Promise<{ pairs: number }> {
  return act(context, async () => {
    const competition = await requireConflicts(context, 'conflict.find', id)
    const { writes, trail, pairs } = await freshFindings(context, competition)
    return { writes, trail, answer: { pairs } }
  })
}

/** When this process last began to look, by competition: real time, ms. */
const begun = new Map<string, number>()
/** A stream tells whole seconds, and an index may be one behind: a look that began so much later has seen a change, ms. */
const SETTLED = 5_000

/**
 * A sequel of whatever ties follow from, while judges are being assigned or score. Before that, opening the round finds them. `changedAt`: real time, ms. Looking reads every applicant and takes
 * seconds in a large competition, so what a look has seen that began after the change asks for none of its own.
 */
export async function followFacts(context: Context, id: CompetitionId, changedAt: number): Promise<void> {
  if ((begun.get(id) ?? 0) > changedAt + SETTLED) return
  const began = Date.now()
  await act(context, async () => {
    const competition = (await context.table.get(competitionItem, keys.competition(id)))?.value
    if (competition?.state !== 'judging') return { writes: [], trail: [], answer: undefined }
    const { writes, trail } = await freshFindings(context, competition)
    return { writes, trail, answer: undefined }
  })
  begun.set(id, began)
}

/** The same for every competition that the person judges. */
export async function followPerson(context: Context, person: string, changedAt: number): Promise<void> {
  await followEach(context, await judgedBy(context, person), changedAt)
}

/** The same for whoever begins or ends to guide a project: as a judge, and as the colleague of judges from the same agency, wherever the project's organisation has applied. */
export async function followAssignment(context: Context, { person, project }: Pick<Assignment, 'person' | 'project'>, changedAt: number): Promise<void> {
  const found = await context.table.get(projectItem, keys.project(project))
  const own = found === undefined ? [] : await context.table.queryAll(ownProposalItem, keys.proposalsOfOrganisation(found.value.organisation.id))
  await followEach(context, [...await judgedBy(context, person), ...own.map(({ value }) => value.competition)], changedAt)
}

const judgedBy = async ({ table }: Context, person: string): Promise<CompetitionId[]> =>
  (await table.queryAll(membershipItem, keys.memberships(person))).flatMap(({ value }) => (value.role === 'judge' ? [value.competition] : []))

/** The same for every competition of a district. */
export async function followRegistry(context: Context, district: string, changedAt: number): Promise<void> {
  const listed = await context.table.queryAll(competitionItem, keys.competitionsOf(district))
  await followEach(context, listed.flatMap(({ value }) => (value.state === 'judging' ? [value.id] : [])), changedAt)
}

/** One whose records can't be read keeps no other from being looked at. Throws once all have been, with what failed. */
async function followEach(context: Context, competitions: readonly CompetitionId[], changedAt: number): Promise<void> {
  const failed: string[] = []
  for (const id of new Set(competitions)) await followFacts(context, id, changedAt).catch((error: unknown) => failed.push(`${id}: ${String(error)}`))
  if (failed.length > 0) throw new Error(`no ties found in ${failed.join('; ')}`)
}

export const ruleInput = z.strictObject({ decision: z.enum(rulingDecisions), reason: typed(500) })

const sentences = {
  confirm: (judge: string, number: string) => ({ zh: `确认${judge}与 ${number} 有利益关系`, en: `confirmed that ${judge} is tied to ${number}` }),
  lift: (judge: string, number: string) => ({ zh: `解除${judge}与 ${number} 的利益关系`, en: `lifted the tie of ${judge} to ${number}` }),
  add: (judge: string, number: string) => ({ zh: `补充：${judge}与 ${number} 有利益关系`, en: `added that ${judge} is tied to ${number}` }),
  undo: (judge: string, number: string) => ({ zh: `撤回对${judge}与 ${number} 利益关系的处理`, en: `took back what was said of the tie of ${judge} to ${number}` }),
}

/**
 * Confirms or lifts a tie that was found, or adds one. Throws NOT_FOUND for a judge or proposal that is not of this competition or has no tie,
 * WRONG_STATE for a recusal or once the competition is over, ALREADY_EXISTS, CONFLICTED for whoever is bound to the proposal or is the judge.
 */
export async function ruleOn(context: Context, id: string, proposal: string, judge: string, input: z.infer<typeof ruleInput>): Promise<{ state: Conflict['state'] }> {
  return act<{ state: Conflict['state'] }>(context, async () => {
    const { competition, conflict, name, stored } = await pairIn(context, id, proposal, judge)
    const by = personOf(context)
    const pair = { competition: competition.id, proposal: proposalId.parse(proposal), judge: personId.parse(judge) }
    const ruling = ruleOnConflict(conflict, pair, input.decision, { reason: input.reason, by: { id: by.id, name: by.name }, at: context.now })
    return { writes: [conflictRulingItem.put(ruling, stored?.version ?? 'none')], trail: [line(competition, pair.proposal, sentences[input.decision](name, proposalNumber(pair.proposal)), input.reason)], answer: { state: ruling.state } }
  })
}

/** Takes back what was said of a pair: it stands again as it was found. Throws NOT_FOUND where nothing was said, and as `ruleOn` does. */
export async function undoRuling(context: Context, id: string, proposal: string, judge: string): Promise<{ undone: true }> {
  return act<{ undone: true }>(context, async () => {
    const { competition, name, stored } = await pairIn(context, id, proposal, judge)
    if (stored === undefined) throw new Refusal('NOT_FOUND')
    return { writes: [{ remove: stored.key, expect: stored.version }], trail: [line(competition, stored.value.proposal, sentences.undo(name, proposalNumber(stored.value.proposal)))], answer: { undone: true } }
  })
}

async function pairIn(context: Context, id: string, proposal: string, judge: string) {
  const { table } = context
  const competition = await requireConflicts(context, 'conflict.rule', id)
  if (competition.state === 'cancelled' || competition.state === 'ended' || competition.state === 'completed') throw new Refusal('WRONG_STATE', { facts: { state: competition.state } })
  const [{ value: of }, seat, stored, conflicts, wearer] = await Promise.all([
    loadProposal(table, proposal), table.get(judgeItem, keys.judge(id, judge)), table.get(conflictRulingItem, keys.conflictRuling(id, proposal, judge)), conflictsIn(table, competition), wearerOf(context),
  ])
  if (of.competition !== competition.id || seat === undefined) throw new Refusal('NOT_FOUND')
  const project = of.project === null ? undefined : await table.get(projectItem, keys.project(of.project))
  requireUnbarred('decide-conflict', wearer, { organisations: [of.organisation.id], mentor: project?.value.mentor?.person ?? null, judge })
  return { competition, stored, name: seat.value.name, conflict: conflicts.find((one) => one.proposal === proposal && one.judge === judge) }
}

const line = (competition: Competition, proposal: Finding['proposal'], sentence: TrailLine['sentence'], reason?: string): TrailLine => ({
  scope: { of: 'competition', id: competition.id }, action: 'conflict.rule', about: { noun: 'proposal', id: proposal, label: proposalNumber(proposal) }, sentence, ...(reason === undefined ? {} : { reason }),
})
