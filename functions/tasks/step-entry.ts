import type { Competition } from '../../shared/competition/competition.ts'
import { say, type Bilingual } from '../../shared/kernel/text.ts'
import type { Entry } from '../../shared/trail/trail.ts'

/** The trail's line for a step that the workflow took by itself. `to` is the competition's state after it. */
export function stepEntry(competition: Competition, task: string, to: string, sentence: Bilingual): Omit<Entry, 'id' | 'at' | 'by'> {
  return { scope: { of: 'competition', id: competition.id }, action: task, about: { noun: 'competition', id: competition.id, label: say(competition.name, 'zh') }, sentence, from: competition.state, to }
}
