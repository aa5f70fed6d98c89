import type { Competition } from '../../shared/competition/competition.ts'
import type { PersonId } from '../../shared/kernel/ids.ts'
import { type Bar, barredFrom } from '../../shared/person/hats.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { CandidateLine } from '../../shared/portfolio/candidate.ts'
import { projectItem } from '../../shared/project/project.store.ts'
import { proposalItem } from '../../shared/proposal/proposal.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { type Context, personOf } from '../context.ts'
import { ownAmong, wearerOf } from './hats.ts'

/** What keeps the asker from deciding about the grants, though the access table lets them: a hat in any of the projects that may be funded. */
export async function decisionBar(context: Context, { id }: Competition, preparedBy: PersonId | null, lines: readonly Pick<CandidateLine, 'proposal'>[]): Promise<Bar | null> {
  const { table } = context
  const wearer = await wearerOf(context)
  const [organisations, proposals] = await Promise.all([ownAmong(context, wearer, id, lines.map(({ proposal }) => proposal)), table.getMany(proposalItem, lines.map(({ proposal }) => keys.proposal(proposal)))])
  const projects = await table.getMany(projectItem, proposals.flatMap((found) => (found === undefined || found.value.project === null ? [] : [keys.project(found.value.project)])))
  const me = personOf(context).id
  const guided = projects.some((found) => found?.value.mentor?.person === me)
  return barredFrom('decide-portfolio', wearer, { competitions: [id], organisations, preparedBy, mentor: guided ? me : null })
}

/** Throws CONFLICTED, saying why. */
export async function requireFree(context: Context, competition: Competition, preparedBy: PersonId | null, lines: readonly Pick<CandidateLine, 'proposal'>[]): Promise<void> {
  const bar = await decisionBar(context, competition, preparedBy, lines)
  if (bar !== null) throw new Refusal('CONFLICTED', { mistakes: [{ path: '', code: `IS_${bar.hat.toUpperCase()}`, zh: bar.zh, en: bar.en }] })
}
