import type { Mistake } from '../kernel/refusal.ts'
import { YOUNGEST } from '../volunteer/taking-part.ts'
import { normalPhone } from '../volunteer/volunteer.ts'

/** One line of a pasted list. */
export interface ListLine {
  /** From 1, as the reader counts. */
  line: number
  name: string
  /** Phone or volunteer number, as typed. */
  who: string
  /** Whether they are 18 or older, by their age or the word for it; null where the line does not say. */
  adult: boolean | null
  /** Of a minor: who agreed for them. */
  guardian: { name: string; phone: string } | null
  /** Clock times, '' where the line gives none. */
  from: string
  to: string
}

export const saysMinor = ({ adult }: Pick<ListLine, 'adult'>): boolean => adult === false

export const MOST_LINES = 300
const OF_AGE = 18

/**
 * Reads a pasted list: a line each person, with name and phone or number, and where it matters the age (a number, 成年, 未成年), the name and
 * phone of a minor's guardian after the minor's own, and the times they came and went; divided by commas (of either width), semicolons or
 * tabs, in any order that can be told apart. A heading line without digits is passed over.
 */
export function readList(text: string, path: string): { lines: ListLine[]; mistakes: Mistake[] } {
  const typed = text.replaceAll('\r', '').split('\n').map((raw, i) => ({ raw: raw.normalize('NFKC').trim(), line: i + 1 })).filter(({ raw }) => raw !== '')
  const body = typed.filter(({ raw }, i) => i > 0 || /\d/.test(raw))
  if (body.length > MOST_LINES) return { lines: [], mistakes: [{ path, code: 'TOO_MANY', zh: `一次最多 ${MOST_LINES} 行`, en: `At most ${MOST_LINES} lines at once` }] }
  const read = body.map(({ raw, line }) => lineOf(raw, line))
  return { lines: read.flatMap((one) => ('name' in one ? [one] : [])), mistakes: read.flatMap((one) => ('name' in one ? [] : [{ path, code: one.code, zh: `第 ${one.line} 行${one.zh}`, en: `Line ${one.line}${one.en}` }])) }
}

interface Unread { line: number; code: string; zh: string; en: string }

function lineOf(raw: string, line: number): ListLine | Unread {
  const unread = (code: string, zh: string, en: string): Unread => ({ line, code, zh, en })
  const cells = raw.split(/[,;\t、]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')).filter((cell) => cell !== '')
  const times = cells.filter((cell) => /^\d{1,2}:\d{2}$/.test(cell)).map((cell) => cell.padStart(5, '0'))
  const [who, secondPhone] = cells.filter((cell) => /^\+?[\d\s-]{9,18}$/.test(cell))
  const ages = cells.filter((cell) => agePattern.test(cell))
  const [name, secondName] = cells.filter((cell) => !/^[\d+]/.test(cell) && !agePattern.test(cell))
  if (who === undefined || name === undefined || times.length > 2 || [...name].length > 60) return unread('LINE_UNREAD', '看不懂：要有姓名，和手机号或志愿者编号', ' cannot be read: it needs a name, and a mobile or volunteer number')
  if (ages.length > 1 || cells.some((cell) => cell.includes('岁') && !agePattern.test(cell))) return unread('AGE_UNREAD', '的年龄看不懂：请另写一栏，例如“8 岁”', ' has an age that cannot be read: give it in a column of its own, for example "8"')
  const age = ages[0] === undefined ? null : ageOf(ages[0])
  if (typeof age === 'number' && age < YOUNGEST) return unread('TOO_YOUNG', `：志愿者要满 ${YOUNGEST} 周岁`, `: a volunteer is at least ${YOUNGEST} years old`)
  // What is beside them (a note, a street) is passed over; a second number can only be a guardian's.
  const phone = secondPhone === undefined ? undefined : normalPhone(secondPhone)
  if (secondPhone !== undefined && (phone === undefined || secondName === undefined)) return unread('GUARDIAN_UNREAD', '的监护人要写姓名和 11 位手机号', ' needs the guardian’s name and 11-digit mobile number')
  return {
    line, name, who, from: times[0] ?? '', to: times[1] ?? '', adult: typeof age === 'number' ? age >= OF_AGE : age,
    guardian: secondName === undefined || phone === undefined ? null : { name: secondName, phone },
  }
}

const agePattern = /^(\d{1,3}\s*(周?岁)?|已?成年人?|未成年人?|adult|minor)$/i
/** Years, or only whether they are of age. */
const ageOf = (cell: string): number | boolean => (/^\d/.test(cell) ? Number.parseInt(cell, 10) : !/未成年|minor/i.test(cell))

/** What has to be known of the age of somebody new: whether those without an age are said to be of age, and whether only adults may come, each by their own line. */
export interface AgesAsked {
  adults: boolean
  adultsOnly: boolean
}

/** What the lines of people whom nobody knows yet leave open of their age. Mistakes name the lines; one about all without an age stands at `adults`. */
export function ageMistakes(lines: readonly ListLine[], { adults, adultsOnly }: AgesAsked): Mistake[] {
  const of = (which: (line: ListLine) => boolean, path: string, code: string, zh: string, en: string): Mistake[] => {
    const found = lines.filter(which).map(({ line }) => line)
    return found.length === 0 ? [] : [{ path, code, zh: `第 ${found.join('、')} 行${zh}`, en: `Line ${found.join(', ')}${en}` }]
  }
  return [
    ...(adultsOnly ? of(saysMinor, 'list', 'ADULTS_ONLY', '是未成年人：有危险的活动，只能由成年人参加', ': only adults take part in a dangerous activity') : of((line) => saysMinor(line) && line.guardian === null, 'list', 'GUARDIAN_MISSING', '是未成年人：要写监护人的姓名和手机号', ': a minor needs the guardian’s name and mobile number')),
    ...(adultsOnly ? of(({ adult }) => adult === null, 'list', 'AGE_MISSING', '没有写年龄：有危险的活动，每个人都要写年龄或“成年”', ' has no age: in a dangerous activity every line gives the age or says "adult"') : adults ? [] : of(({ adult }) => adult === null, 'adults', 'AGE_MISSING', '没有写年龄：请写上，或确认都已满 18 周岁', ' has no age: give it, or confirm that they are all 18 or older')),
  ]
}
