import { type Mistake, Refusal } from '../kernel/refusal.ts'
import type { Hat } from '../person/hats.ts'
import type { Project } from '../project/project.ts'

/** What binds somebody to a project so that they cannot evaluate it. */
export type Tie = 'deliverer' | 'former-deliverer' | 'host' | 'mentor' | 'former-mentor' | 'agency' | 'organiser'

/** What is known of a person: their present hats, organisations they belong or belonged to, which of these delivered the project before, and whether they guided it. */
export interface Bonds {
  hats: ReadonlySet<Hat>
  organisations: ReadonlySet<string>
  /** Organisations of theirs that have delivered the project, also before it was handed over. */
  delivered: ReadonlySet<string>
  guided: boolean
}

/** The first tie that bars the person; undefined for none. */
export function tieOf({ organisation, mentor }: Pick<Project, 'organisation' | 'mentor'>, bonds: Bonds): Tie | undefined {
  if (bonds.organisations.has(organisation.id)) return 'deliverer'
  if (bonds.delivered.size > 0) return 'former-deliverer'
  if (bonds.hats.has('applicant')) return 'host'
  if (bonds.hats.has('mentor')) return 'mentor'
  if (bonds.guided) return 'former-mentor'
  if (mentor !== null && bonds.organisations.has(mentor.organisation)) return 'agency'
  return bonds.hats.has('organiser') ? 'organiser' : undefined
}

const sentences: Record<Tie, { zh: string; en: string }> = {
  deliverer: { zh: '是项目单位的成员，或曾经是', en: 'is or was a member of the organisation that delivers the project' },
  'former-deliverer': { zh: '所在的单位曾承担这个项目', en: 'belongs to an organisation that delivered the project before' },
  host: { zh: '是项目单位的挂靠单位的成员', en: 'belongs to the host of the organisation that delivers the project' },
  mentor: { zh: '是这个项目的督导', en: 'is the project’s mentor' },
  'former-mentor': { zh: '曾是这个项目的督导', en: 'was the project’s mentor' },
  agency: { zh: '是督导所在机构的成员，或曾经是', en: 'is or was a member of the mentor’s agency' },
  organiser: { zh: '在承办这个项目参加的大赛', en: 'organises a competition that the project entered' },
}

export const tieWords = (tie: Tie): { zh: string; en: string } => sentences[tie]

/** What is said beside the field that names the person. */
const mistakeOf = (tie: Tie, path: string): Mistake => ({ path, code: tie.toUpperCase().replaceAll('-', '_'), zh: `这个人${sentences[tie].zh}，不能评估它`, en: `This person ${sentences[tie].en} and cannot evaluate it` })

/** Throws CONFLICTED, saying why. */
export const requireNoTie = (project: Pick<Project, 'organisation' | 'mentor'>, bonds: Bonds, path = ''): void => refuseTied(tieOf(project, bonds), path)

/** Throws CONFLICTED for a tie, saying which. `path`: the field that names the person. */
export function refuseTied(tie: Tie | undefined, path = ''): void {
  if (tie !== undefined) throw new Refusal('CONFLICTED', { mistakes: [mistakeOf(tie, path)] })
}
