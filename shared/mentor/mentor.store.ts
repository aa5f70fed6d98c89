import { keys } from '../store/keys.ts'
import { itemKind, type Table } from '../store/table.ts'
import { type MentorSession, mentorSessionSchema } from './mentor.ts'

export const mentorSessionItem = itemKind('mentor-session', mentorSessionSchema, (session) => keys.mentorSession(session.project, session.id))

/** By day, the newest first. */
export async function mentorSessions(table: Table, project: string): Promise<MentorSession[]> {
  const found = await table.queryAll(mentorSessionItem, keys.sessions(project))
  return found.map(({ value }) => value).toSorted((a, b) => b.day.localeCompare(a.day) || b.id.localeCompare(a.id))
}

/** For gates: sessions held with the project, comments left out. */
export async function mentorFacts(table: Table, project: string): Promise<{ sessions: number }> {
  return { sessions: (await mentorSessions(table, project)).filter(({ kind }) => kind === 'session').length }
}
