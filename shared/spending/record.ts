import * as z from 'zod'
import { date, shanghaiDate } from '../kernel/calendar.ts'
import { activityId, slug, type VolunteerId } from '../kernel/ids.ts'
import type { Instant } from '../kernel/instant.ts'
import { formatYuan, mostFen } from '../kernel/money.ts'
import { type Mistake, Refusal } from '../kernel/refusal.ts'
import { type Bilingual, say, typed } from '../kernel/text.ts'
import { budgetSources } from '../rulebook/form.ts'
import type { Definition } from '../stage/definition.ts'
import type { By } from '../stage/stage.ts'
import { purposesIn } from './purposes.ts'
import { type Spending, volunteerPayKinds } from './spending.ts'
import { enrolledAs } from '../volunteer/volunteer.ts'

export const spendingInput = z.strictObject({
  day: date,
  head: slug,
  source: z.enum(budgetSources),
  /** In fen. */
  amount: z.int().min(1).max(mostFen),
  what: typed(100),
  paidTo: typed(60),
  activity: activityId.nullable().default(null),
  /** `volunteer`: the id, number or name of somebody on the organisation's list; an entry keeps the id. */
  volunteerDay: z.strictObject({ kind: z.enum(volunteerPayKinds), volunteer: typed(60), day: date }).nullable().default(null),
  /** Names each purpose that the money is not for and that the text names all the same, with the reason. */
  override: z.strictObject({ purposes: z.array(slug).max(20), reason: typed(300) }).nullable().default(null),
})
export type SpendingInput = z.infer<typeof spendingInput>

type Checked = Pick<Spending, 'day' | 'head' | 'source' | 'amount' | 'what' | 'paidTo' | 'activity' | 'volunteerDay' | 'override'>

/**
 * What may be recorded: heads and sources of the definition, no day that has not come, and no forbidden purpose without its named override
 * (forms.md part 2 (3)). Sums over the plan are recorded all the same: they are spent, and pointed out. Throws INVALID.
 */
export function checkedSpending(input: SpendingInput, { budget }: Pick<Definition, 'budget'>, given: { by: By; volunteers: readonly { volunteer: VolunteerId; number: string; name: string }[] }, now: Instant): Checked {
  const { by, volunteers } = given
  const today = shanghaiDate(now)
  const mistakes: Mistake[] = []
  const wrong = (path: string, code: string, zh: string, en: string) => mistakes.push({ path, code, zh, en })
  if (!budget.heads.some(({ id }) => id === input.head)) wrong('head', 'NOT_A_CHOICE', '请选择一个费用类别', 'Choose a head')
  if (!budget.sources.includes(input.source)) wrong('source', 'NOT_A_CHOICE', '请选择一种资金来源', 'Choose a source')
  if (input.day > today) wrong('day', 'DAY_AHEAD', '日期还没有到', 'This day has not come yet')
  if (input.volunteerDay !== null && input.volunteerDay.day > today) wrong('volunteerDay.day', 'DAY_AHEAD', '日期还没有到', 'This day has not come yet')
  const meant = input.volunteerDay === null ? [] : enrolledAs(volunteers, input.volunteerDay.volunteer)
  const [volunteer] = meant
  if (input.volunteerDay !== null && volunteer === undefined) wrong('volunteerDay.volunteer', 'NOT_A_CHOICE', '本机构的志愿者名单里没有这个人，请先登记，或填志愿者编号', 'Nobody of that name or number is on your list of volunteers; put them on it first')
  if (meant.length > 1) wrong('volunteerDay.volunteer', 'SEVERAL', `名单里有 ${meant.length} 位同名的志愿者，请填志愿者编号`, `There are ${meant.length} volunteers of that name; give the number`)
  const named = purposesIn(`${input.what} ${input.paidTo}`)
  const unsaid = named.filter(({ id }) => input.override?.purposes.includes(id) !== true)
  if (unsaid.length > 0) {
    const [zh, en] = [unsaid.map(({ label }) => label.zh).join('、'), unsaid.map(({ label }) => label.en).join(', ')]
    wrong(`override.purposes.${unsaid[0]?.id}`, 'FORBIDDEN_PURPOSE', `这一笔提到了不得开支的用途：${zh}。确实可以开支的，请勾选并写明理由。`, `It names what the money is not for: ${en}. If it is in order all the same, tick it and give the reason.`)
  }
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
  const { override, volunteerDay, ...rest } = input
  return {
    ...rest, volunteerDay: volunteerDay === null || volunteer === undefined ? null : { ...volunteerDay, volunteer: volunteer.volunteer },
    override: named.length === 0 || override === null ? null : { purposes: named.map(({ id }) => id), reason: override.reason, by, at: now },
  }
}

/** One field of an entry that was changed, in words, for the trail: the old value is kept there. */
interface Change {
  label: Bilingual
  from: string
  to: string
}

const labels = {
  day: { zh: '日期', en: 'day' }, head: { zh: '费用类别', en: 'head' }, source: { zh: '来源', en: 'source' }, amount: { zh: '金额', en: 'amount' }, what: { zh: '用途', en: 'what for' },
  paidTo: { zh: '收款方', en: 'paid to' }, activity: { zh: '活动', en: 'activity' }, volunteerDay: { zh: '志愿者', en: 'volunteer' }, override: { zh: '用途说明', en: 'reason' },
} as const satisfies Record<keyof Checked, Bilingual>

const payNames = { subsidy: '补贴', transport: '交通费' } as const

/** What a change changes; empty: nothing. */
export function changesOf(before: Checked, after: Checked, heads: Definition['budget']['heads'], numberOf: (volunteer: VolunteerId) => string): Change[] {
  const shown = (of: Checked): Record<keyof Checked, string> => ({
    day: of.day, head: say(heads.find(({ id }) => id === of.head)?.label ?? { zh: of.head }, 'zh'), source: of.source, amount: formatYuan(of.amount), what: of.what, paidTo: of.paidTo, activity: of.activity ?? '',
    volunteerDay: of.volunteerDay === null ? '' : `${payNames[of.volunteerDay.kind]} ${numberOf(of.volunteerDay.volunteer)} ${of.volunteerDay.day}`, override: of.override?.reason ?? '',
  })
  const [old, next] = [shown(before), shown(after)]
  return (Object.keys(labels) as (keyof Checked)[]).flatMap((field) => (old[field] === next[field] ? [] : [{ label: labels[field], from: old[field], to: next[field] }]))
}
