import type { Aggregation } from '../../shared/rulebook/round.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { say } from '../../shared/kernel/text.ts'
import { loadStanding, loadStandingHead, type StandingHead, type StandingLine } from '../../shared/standing/standing.store.ts'
import type { Table } from '../../shared/store/table.ts'
import type { Context } from '../context.ts'
import { csv } from './csv.ts'
import { type Room, roomOf } from './round.ts'

/** A stored ranking as a whole. */
export interface Ranking {
  head: StandingHead
  lines: StandingLine[]
}

/** A version is made from its content and never rewritten, so a process that has it need not read it again. */
const kept = new Map<string, Ranking>()
const KEPT = 24

async function ranking(table: Table, competition: string, index: number, version: string): Promise<Ranking> {
  const key = `${competition}#${index}#${version}`
  const known = kept.get(key)
  if (known !== undefined) return known
  const [head, lines] = await Promise.all([loadStandingHead(table, competition, index, version), loadStanding(table, competition, index, version)])
  if (kept.size >= KEPT) kept.delete(kept.keys().next().value ?? '')
  kept.set(key, { head, lines })
  return { head, lines }
}

/** The ranking that ROUND names. Throws NOT_FOUND while there is none. */
export async function readStanding(context: Context, id: string, index: number): Promise<{ room: Room; ranking: Ranking }> {
  const room = await roomOf(context, 'standing.read', id, index)
  const { standing } = room.round.value
  if (standing === null) throw new Refusal('NOT_FOUND')
  return { room, ranking: await ranking(context.table, id, index, standing) }
}

export interface StandingFilter {
  /** Part of a title or an organisation's name. */
  text?: string | undefined
  category?: string | undefined
  result?: 'advances' | 'out' | 'waits' | undefined
}

export function filtered(lines: readonly StandingLine[], { text = '', category = '', result }: StandingFilter): StandingLine[] {
  const wanted = text.trim().normalize('NFKC').toLowerCase()
  return lines.filter((line) =>
    (category === '' || line.category === category)
    && (wanted === '' || `${line.title} ${line.organisation}`.normalize('NFKC').toLowerCase().includes(wanted))
    && (result === undefined || (result === 'waits' ? line.waits : result === 'advances' ? line.advances : !line.advances && !line.waits)))
}

/** Which of the totals (highest first) the rule counts: the others are drawn hollow. */
export function countedOf(aggregation: Aggregation, totals: readonly string[]): { score: number; counted: boolean }[] {
  const n = totals.length
  const drop = aggregation.rule === 'trimmed-mean' && n > 2 * aggregation.drop ? aggregation.drop : 0
  const [first, last] = aggregation.rule === 'median' ? [Math.ceil(n / 2) - 1, Math.floor(n / 2)] : [drop, n - 1 - drop]
  return totals.map((total, i) => ({ score: Number(total), counted: i >= first && i <= last }))
}

/** The ranking for a spreadsheet, in the asker's language. */
export async function standingCsv(context: Context, id: string, index: number): Promise<string> {
  const { room, ranking: { lines } } = await readStanding(context, id, index)
  const { language } = context
  const zh = language === 'zh'
  const rounds = room.rulebook.rounds.slice(0, index + 1)
  const most = Math.max(0, ...lines.map(({ totals }) => totals.length))
  const [raw, vote, bonus] = (['raw', 'vote', 'bonus'] as const).map((part) => lines.some((line) => line[part] !== undefined))
  const category = (of: string) => { const found = room.rulebook.categories.find((one) => one.id === of); return found === undefined ? of : say(found.name, language) }
  const outcome = (line: StandingLine) => (line.waits ? (zh ? '并列待定' : 'tied, to be decided') : line.advances ? (zh ? '进入' : 'goes on') : zh ? '未进入' : 'does not go on')
  return csv([
    [...(zh ? ['名次', '项目', '申报单位', '类别', '组'] : ['Place', 'Project', 'Applicant', 'Category', 'Group']), ...rounds.map(({ name }) => say(name, language)), ...(raw ? [zh ? '换算前' : 'Before groups were compared'] : []), ...(vote ? [zh ? '公众投票' : 'Public vote', zh ? '票数' : 'Votes'] : []), ...(bonus ? [zh ? '加分' : 'Bonus'] : []), zh ? '总分' : 'Total', ...Array.from({ length: most }, (_, i) => (zh ? `评委分 ${i + 1}` : `Score ${i + 1}`)), zh ? '结果' : 'Result', zh ? '同分说明' : 'Tie-break'],
    ...lines.map((line) => [
      String(line.place), line.title, line.organisation, category(line.category), line.group === null ? '' : say(line.group.name, language),
      ...rounds.map(({ id: round }) => line.rounds.find((one) => one.round === round)?.score ?? ''), ...(raw ? [line.raw ?? ''] : []), ...(vote ? [line.vote?.score ?? '', String(line.vote?.votes ?? '')] : []), ...(bonus ? [line.bonus?.points ?? ''] : []), line.total, ...Array.from({ length: most }, (_, i) => line.totals[i] ?? ''), outcome(line), line.tie === null ? '' : say(line.tie, language),
    ]),
  ])
}
