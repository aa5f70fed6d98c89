import { competitionItem } from '../../shared/competition/competition.store.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import type { Project } from '../../shared/project/project.ts'
import { projectEntryItem } from '../../shared/project/project.store.ts'
import type { Proposal } from '../../shared/proposal/proposal.ts'
import { proposalItem } from '../../shared/proposal/proposal.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Context } from '../context.ts'

/** A competition that a project has entered, with its proposal. */
export interface ProjectEntry {
  proposal: Proposal
  competition: Bilingual
}

/** The competitions that a project has entered, the newest first. The caller has read the project. */
export async function entriesOf({ table }: Context, project: Project): Promise<ProjectEntry[]> {
  const entries = (await table.queryAll(projectEntryItem, keys.entries(project.id))).map(({ value }) => value)
  const [proposals, competitions] = await Promise.all([
    table.getMany(proposalItem, entries.map(({ proposal }) => keys.proposal(proposal))), table.getMany(competitionItem, entries.map(({ competition }) => keys.competition(competition))),
  ])
  return entries.flatMap((_, i): ProjectEntry[] => {
    const [proposal, competition] = [proposals[i], competitions[i]]
    return proposal === undefined || competition === undefined ? [] : [{ proposal: proposal.value, competition: competition.value.name }]
  }).toSorted((a, b) => b.proposal.createdAt.localeCompare(a.proposal.createdAt))
}
