import type { Mistake } from '../kernel/refusal.ts'

/** One line of a pasted list. */
export interface ListLine {
  /** From 1, as the reader counts. */
  line: number
  name: string
  /** Phone or volunteer number, as typed. */
  who: string
  /** Clock times, '' where the line gives none. */
  from: string
  to: string
}

export const MOST_LINES = 300

/**
 * Reads a pasted list: a line each person, with name, phone or number, and the times they came and went, divided by commas (of either
 * width), semicolons or tabs, in any order that can be told apart. A heading line without digits is passed over.
 */
export function readList(text: string, path: string): { lines: ListLine[]; mistakes: Mistake[] } {
  const typed = text.replaceAll('\r', '').split('\n').map((raw, i) => ({ raw: raw.normalize('NFKC').trim(), line: i + 1 })).filter(({ raw }) => raw !== '')
  const body = typed.filter(({ raw }, i) => i > 0 || /\d/.test(raw))
  if (body.length > MOST_LINES) return { lines: [], mistakes: [{ path, code: 'TOO_MANY', zh: `一次最多 ${MOST_LINES} 行`, en: `At most ${MOST_LINES} lines at once` }] }
  const read = body.map(({ raw, line }) => lineOf(raw, line))
  return { lines: read.flatMap((one) => (typeof one === 'number' ? [] : [one])), mistakes: read.flatMap((one) => (typeof one === 'number' ? [unread(path, one)] : [])) }
}

const unread = (path: string, line: number): Mistake => ({ path, code: 'LINE_UNREAD', zh: `第 ${line} 行看不懂：要有姓名，和手机号或志愿者编号`, en: `Line ${line} cannot be read: it needs a name, and a mobile or volunteer number` })

function lineOf(raw: string, line: number): ListLine | number {
  const cells = raw.split(/[,;\t、]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')).filter((cell) => cell !== '')
  const times = cells.filter((cell) => /^\d{1,2}:\d{2}$/.test(cell)).map((cell) => cell.padStart(5, '0'))
  const who = cells.find((cell) => /^\+?[\d\s-]{9,18}$/.test(cell))
  const name = cells.find((cell) => !/^[\d+]/.test(cell))
  if (who === undefined || name === undefined || times.length > 2 || [...name].length > 60) return line
  return { line, name, who, from: times[0] ?? '', to: times[1] ?? '' }
}
