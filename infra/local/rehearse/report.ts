import { formatYuan } from '../../../shared/kernel/money.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import type { Outcome } from './player.ts'
import type { Consumed } from './protocol.ts'

/** Capacity units of one kind of call: how often it was made, and what it took in the middle of all of them. */
export interface StepCapacity {
  step: string
  calls: number
  read: number
  written: number
}

export interface Report {
  rulebook: string
  seed: string
  state: string
  finalists: number
  awards: Outcome['awards']
  funding: Outcome['funding']
  /** What the platform says of awards that are not filled, and why it ended where it ended early. */
  notes: string[]
  apiCalls: number
  transitions: number
  capacity: StepCapacity[]
  seconds: number
}

/** The least that a call of a step took leaves out what only chance decides: who came first and found a cache empty, who had to try again. */
export function capacityOf(steps: readonly Consumed[]): StepCapacity[] {
  const least = (units: readonly number[]) => units.reduce((a, b) => Math.min(a, b))
  return steps.map(({ step, read, written }) => ({ step, calls: read.length, read: least(read), written: least(written) })).toSorted((a, b) => (a.step < b.step ? -1 : 1))
}

/** The award list and the figures, as people read them. */
export function printed(report: Report, rulebook: Rulebook, steps: readonly { name: string; seconds: number; read: number; written: number }[]): string {
  const name = new Map(rulebook.awards.map((award) => [award.id, award.name.zh]))
  const lines = report.awards.map(({ award, place, proposal, total, amount }) => `  ${(name.get(award) ?? award).padEnd(8, '　')}${String(place ?? '').padStart(4)}  项目 ${String(proposal).padStart(4)}  ${total}${amount === null ? '' : `  ${formatYuan(amount).padStart(14)} 元`}`)
  return [
    '',
    `${rulebook.name.zh}（${report.rulebook}），种子 seed ${report.seed}：${report.state}`,
    ...(lines.length === 0 ? ['  没有奖项 no awards'] : lines),
    ...report.notes.map((note) => `  ${note}`),
    ...(report.funding === null ? [] : fundingLines(report.funding)),
    '',
    `决赛 finalists ${report.finalists}   奖项 awards ${report.awards.length}   API 调用 calls ${report.apiCalls}   状态转换 state transitions ${report.transitions}   用时 ${report.seconds} s`,
    '',
    '每一步 each step                                   秒 s    读 RCU    写 WCU  （含流程和统计 workflow and consumers included）',
    ...steps.map((step) => `  ${step.name.padEnd(44)}${step.seconds.toFixed(1).padStart(8)}${step.read.toFixed(0).padStart(10)}${step.written.toFixed(0).padStart(10)}`),
    '',
    '每次调用 each call (least)                          次数        读        写',
    ...report.capacity.map(({ step, calls, read, written }) => `  ${step.padEnd(66)}${String(calls).padStart(7)}${read.toFixed(1).padStart(8)}${written.toFixed(1).padStart(8)}`),
    '',
  ].join('\n')
}

const fundingLines = ({ grants, granted, paid, bounced, returned, forgone }: NonNullable<Outcome['funding']>): string[] => [
  `资助 ${grants} 项 grants，共 ${formatYuan(granted)} 元；拨付 paid ${formatYuan(paid)} 元（退票后重付 ${bounced} 笔 sent back and repeated），追回 returned ${formatYuan(returned)} 元，不再拨付 not paid ${formatYuan(forgone)} 元`,
]
