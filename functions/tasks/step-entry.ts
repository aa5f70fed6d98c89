import type { Competition } from '../../shared/competition/competition.ts'
import { canMove, type CompetitionState } from '../../shared/competition/lifecycle.ts'
import { say, type Bilingual } from '../../shared/kernel/text.ts'
import type { Entry } from '../../shared/trail/trail.ts'

/** The trail's line for a step that the workflow took by itself. `to` is the competition's state after it. Throws TypeError for a step that the lifecycle does not have. */
export function stepEntry(competition: Competition, task: string, to: CompetitionState, sentence: Bilingual): Omit<Entry, 'id' | 'at' | 'by'> {
  if (to !== competition.state && !canMove(competition.state, to)) throw new TypeError(`${task} would take ${competition.id} from ${competition.state} to ${to}`)
  return { scope: { of: 'competition', id: competition.id }, action: task, about: { noun: 'competition', id: competition.id, label: say(competition.name, 'zh') }, sentence, from: competition.state, to }
}
