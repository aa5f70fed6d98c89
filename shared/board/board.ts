import * as z from 'zod'
import { office } from '../kernel/exposure.ts'
import { derivedId, projectId } from '../kernel/ids.ts'
import { type Instant, instant, milliseconds } from '../kernel/instant.ts'
import { districtCode } from '../person/person.ts'
import { nextDue, type Project, waitsFor } from '../project/project.ts'
import { type StageName, stageNames, stageStates } from '../stage/lifecycle.ts'

/** The board's columns: the four stages, and what is over. */
export const boardColumns = [...stageNames, 'closed', 'ended'] as const
export type BoardColumn = (typeof boardColumns)[number]
export const isStage = (column: BoardColumn): column is StageName => column !== 'closed' && column !== 'ended'

export const waiters = ['organisation', 'administrator', 'mentor', 'evaluator', 'nobody'] as const

/**
 * What the board shows of a project and what it is filtered by; 300 bytes at most as stored, so that a district's 1,200 are read at once.
 * Texts are cut to fit. `code`s stand for ids: their beginnings, too long for two of one board to be the same.
 */
export const boardLineSchema = z.object({
  district: office(districtCode),
  project: office(projectId),
  column: office(z.enum(boardColumns)),
  /** The next date somebody has to keep; null where none runs. */
  dueAt: office(instant.nullable()),
  /** When a project that is over came to its end. */
  endedAt: office(instant.nullable()),
  title: office(z.string()),
  organisation: office(z.object({ code: z.string(), name: z.string() })),
  /** As `classCode` writes it. */
  class: office(z.string()),
  street: office(z.string()),
  mentor: office(z.object({ code: z.string(), name: z.string() }).nullable()),
  state: office(z.enum(stageStates)),
  waitsFor: office(z.enum(waiters)),
})
export type BoardLine = z.infer<typeof boardLineSchema>

const ORGANISATION_CODE = 10
const MENTOR_CODE = 6
const CLASS_BYTES = 12
const bytesOf = { title: 90, organisation: 36, street: 24, mentor: 15 } as const

/** The beginning of a text, in bytes as they are stored; … stands where something is left out. */
export function cut(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text
  let kept = ''
  for (const character of text) {
    if (Buffer.byteLength(kept + character) > bytes - 3) break
    kept += character
  }
  return `${kept.trimEnd()}…`
}

/** 嘉兴市秀洲区启航社会工作发展中心 → 启航社会工作发展中心: on a district's board everybody is of that place. */
export function shortName(name: string): string {
  const rest = name.trim().replace(/^(?:\p{Script=Han}{2,3}省)?\p{Script=Han}{2,3}市(?:\p{Script=Han}{2,3}[区县])?/u, '')
  return cut([...rest].length >= 4 ? rest : name.trim(), bytesOf.organisation)
}

/** A person's or an organisation's id as lines hold it. */
export const organisationCode = (id: string): string => id.slice(2, 2 + ORGANISATION_CODE)
export const mentorCode = (id: string): string => id.slice(2, 2 + MENTOR_CODE)
export const classCode = (id: string): string => (id.length <= CLASS_BYTES ? id : `${id.slice(0, 6)}~${derivedId(id).slice(0, 5)}`)
/** A street as lines hold it. */
export const streetName = (street: string): string => cut(street.trim(), bytesOf.street)

export const columnOf = ({ state, current }: Pick<Project, 'state' | 'current'>): BoardColumn => (state === 'active' ? current.name : state)

/** The line of a project as it stands. */
export function boardLine(project: Project): BoardLine {
  const { id, district, title, organisation, mentor, current, state } = project
  return {
    district, project: id, column: columnOf(project), dueAt: nextDue(project), endedAt: state === 'active' ? null : (current.endedAt ?? current.startedAt),
    title: cut(title.trim(), bytesOf.title), organisation: { code: organisationCode(organisation.id), name: shortName(organisation.name) }, class: classCode(project.class), street: streetName(project.street),
    mentor: mentor === null ? null : { code: mentorCode(mentor.person), name: cut(mentor.name.trim(), bytesOf.mentor) }, state: current.state, waitsFor: waitsFor(project),
  }
}

export const isPaused = ({ column, state }: BoardLine): boolean => isStage(column) && state === 'paused'
export const isLateLine = ({ dueAt }: BoardLine, now: Instant): boolean => dueAt !== null && dueAt < now

/** Nine digits of base 36 sort as the milliseconds do, until the year 5188. */
const LAST = 36 ** 9 - 1
const digits = (n: number): string => n.toString(36).padStart(9, '0')

/** The place within a column: what is due first stands first, what has no date last; what is over, the latest first. */
export const boardOrder = ({ dueAt, endedAt }: Pick<BoardLine, 'dueAt' | 'endedAt'>): string =>
  endedAt !== null ? digits(LAST - milliseconds(endedAt)) : dueAt === null ? digits(LAST) : digits(milliseconds(dueAt))
/** Back from an order to what it was made of. */
export function momentOf(order: string, over: boolean): number | null {
  const n = Number.parseInt(order, 36)
  return over ? LAST - n : n === LAST ? null : n
}

/** Full names of organisations by the code that lines hold: those of which a line has only a part, so that they are found by all of it. */
export const boardNamesSchema = z.object({ district: districtCode, organisations: z.record(z.string(), z.string()) })
export type BoardNames = z.infer<typeof boardNamesSchema>

/** The names with a project's organisation; the same object where nothing is new. */
export function withName(names: BoardNames, { organisation }: Project): BoardNames {
  const [code, name] = [organisationCode(organisation.id), organisation.name.trim()]
  return shortName(name) === name || names.organisations[code] === name ? names : { ...names, organisations: { ...names.organisations, [code]: name } }
}

/** How many lines there are of each kind: changed in the same write as the lines. */
export const boardCountsSchema = z.object({
  district: districtCode,
  columns: z.partialRecord(z.enum(boardColumns), z.int()),
  waits: z.partialRecord(z.enum(waiters), z.int()),
  paused: z.int(),
  /** Of what is under way; what the filters offer. */
  streets: z.record(z.string(), z.int()),
  classes: z.record(z.string(), z.int()),
})
export type BoardCounts = z.infer<typeof boardCountsSchema>

export const noBoardCounts = (district: string): BoardCounts => ({ district, columns: {}, waits: {}, paused: 0, streets: {}, classes: {} })

/** The counts with one line more (`step` 1) or less (-1). What comes to none is left out, so that counts are the same however they came about. */
export function countLine(counts: BoardCounts, line: BoardLine, step: 1 | -1): BoardCounts {
  const under = isStage(line.column)
  const changed = <K extends string>(of: Partial<Record<K, number>>, key: K): Partial<Record<K, number>> => {
    const { [key]: had, ...rest } = of
    const next = (had ?? 0) + step
    return (next === 0 ? rest : { ...rest, [key]: next }) as Partial<Record<K, number>>
  }
  return {
    ...counts,
    columns: changed(counts.columns, line.column),
    waits: under ? changed(counts.waits, line.waitsFor) : counts.waits,
    paused: counts.paused + (isPaused(line) ? step : 0),
    streets: line.street === '' ? counts.streets : changed(counts.streets, line.street) as BoardCounts['streets'],
    classes: line.class === '' ? counts.classes : changed(counts.classes, line.class) as BoardCounts['classes'],
  }
}
