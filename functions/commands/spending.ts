import { activityItem } from '../../shared/activity/activity.store.ts'
import * as z from 'zod'
import { type FileId, orderedId, type VolunteerId } from '../../shared/kernel/ids.ts'
import { milliseconds } from '../../shared/kernel/instant.ts'
import { formatYuan } from '../../shared/kernel/money.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { say, typed } from '../../shared/kernel/text.ts'
import { projectFileItem } from '../../shared/project/file.store.ts'
import type { Project } from '../../shared/project/project.ts'
import { changesOf, checkedSpending, spendingInput, type SpendingInput } from '../../shared/spending/record.ts'
import type { Spending } from '../../shared/spending/spending.ts'
import { spendingItem } from '../../shared/spending/spending.store.ts'
import type { Definition } from '../../shared/stage/definition.ts'
import type { By } from '../../shared/stage/stage.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored, Write } from '../../shared/store/table.ts'
import type { Enrolment } from '../../shared/volunteer/volunteer.ts'
import { enrolmentItem, volunteerItem } from '../../shared/volunteer/volunteer.store.ts'
import { act } from '../commit.ts'
import { type Context, personOf } from '../context.ts'
import { loadForPart, projectEntry } from './project.ts'

export const changeSpendingInput = spendingInput.extend({ revision: z.int() })
export const strikeInput = z.strictObject({ reason: typed(200) })
export interface SpendingSaved {
  spending: string
  revision: number
}

const by = (context: Context): By => {
  const { id, name } = personOf(context)
  return { person: id, name }
}
/** The part stays open until the entry is written: a gate that is asked for at the same moment counts it, or keeps it out. */
const stillOpen = ({ key, version }: Stored<Project>): Write => ({ check: key, expect: version })

/** Records one sum that was spent. Throws WRONG_STATE where the part is locked, INVALID. */
export async function addSpending(context: Context, project: string, input: SpendingInput): Promise<SpendingSaved> {
  return act(context, async () => {
    const { stored, definition } = await loadForPart(context, project, 'spending', 'spending.record')
    const checked = await readable(context, stored.value, definition, input, await volunteersOf(context, stored.value, null))
    const id = orderedId(milliseconds(context.now))
    const spending: Spending = { project: stored.value.id, id, cycle: stored.value.cycle, revision: 1, ...checked, recordedAt: context.now, recordedBy: by(context), struck: null }
    return {
      writes: [stillOpen(stored), spendingItem.put(spending, 'none')],
      trail: [projectEntry(stored.value, 'spending.record', { zh: `记了一笔支出：${spending.what}，${formatYuan(spending.amount)} 元`, en: `recorded spending: ${spending.what}, ${formatYuan(spending.amount)} yuan` }, spending.override === null ? {} : { reason: spending.override.reason })],
      answer: { spending: id, revision: 1 },
    }
  })
}

/** Changes an entry; what stood there before is kept in the trail. Throws STALE, WRONG_STATE, INVALID, NOT_FOUND. */
export async function changeSpending(context: Context, project: string, id: string, input: z.infer<typeof changeSpendingInput>): Promise<SpendingSaved> {
  return act(context, async () => {
    const { stored, definition } = await loadForPart(context, project, 'spending', 'spending.record')
    const found = await loadSpending(context, stored.value, id)
    const { revision, ...given } = input
    if (revision !== found.value.revision) throw new Refusal('STALE', { facts: { revision: found.value.revision } })
    if (found.value.struck !== null) throw new Refusal('WRONG_STATE', { facts: { state: 'struck' } })
    const volunteers = await volunteersOf(context, stored.value, found.value.volunteerDay?.volunteer ?? null)
    const checked = await readable(context, stored.value, definition, given, volunteers)
    const changes = changesOf(found.value, checked, definition.budget.heads, (id) => volunteers.find(({ volunteer }) => volunteer === id)?.number ?? '')
    if (changes.length === 0) return { writes: [], trail: [], answer: { spending: id, revision } }
    const [zh, en] = [changes.map(({ label }) => label.zh).join('、'), changes.map(({ label }) => say(label, 'en')).join(', ')]
    return {
      writes: [stillOpen(stored), spendingItem.put({ ...found.value, ...checked, revision: revision + 1 }, found.version)],
      trail: [projectEntry(stored.value, 'spending.record', { zh: `改了支出“${found.value.what}”：${zh}`, en: `changed the spending "${found.value.what}": ${en}` }, { from: changes.map(({ from }) => from || '—').join('；'), to: changes.map(({ to }) => to || '—').join('；') })],
      answer: { spending: id, revision: revision + 1 },
    }
  })
}

/** Takes an entry out of the count, with a reason; it stays to be seen. Throws WRONG_STATE where it is struck already. */
export async function strikeSpending(context: Context, project: string, id: string, input: z.infer<typeof strikeInput>): Promise<SpendingSaved> {
  return struckOrNot(context, project, id, input.reason)
}

/** Takes the striking back. */
export async function restoreSpending(context: Context, project: string, id: string): Promise<SpendingSaved> {
  return struckOrNot(context, project, id, null)
}

async function struckOrNot(context: Context, project: string, id: string, reason: string | null): Promise<SpendingSaved> {
  return act(context, async () => {
    const { stored } = await loadForPart(context, project, 'spending', 'spending.record')
    const { value, version } = await loadSpending(context, stored.value, id)
    if ((value.struck === null) !== (reason !== null)) throw new Refusal('WRONG_STATE', { facts: { state: value.struck === null ? 'counted' : 'struck' } })
    const revision = value.revision + 1
    const amount = formatYuan(value.amount)
    return {
      writes: [stillOpen(stored), spendingItem.put({ ...value, revision, struck: reason === null ? null : { reason, by: by(context), at: context.now } }, version)],
      trail: [projectEntry(stored.value, 'spending.record', reason === null ? { zh: `恢复了支出“${value.what}”，${amount} 元`, en: `restored the spending "${value.what}", ${amount} yuan` } : { zh: `划掉了支出“${value.what}”，${amount} 元`, en: `struck the spending "${value.what}", ${amount} yuan` }, reason === null ? {} : { reason })],
      answer: { spending: id, revision },
    }
  })
}

/** Takes a receipt off an entry; the trail says which it was. Throws NOT_FOUND. */
export async function removeReceipt(context: Context, project: string, id: string, file: FileId): Promise<{ removed: boolean }> {
  return act(context, async () => {
    const { stored } = await loadForPart(context, project, 'spending', 'spending.record')
    const [{ value }, receipt] = await Promise.all([loadSpending(context, stored.value, id), context.table.get(projectFileItem, keys.projectFile(project, file))])
    if (receipt === undefined || receipt.value.kind !== 'receipt' || receipt.value.of !== id) throw new Refusal('NOT_FOUND')
    return {
      writes: [stillOpen(stored), { remove: receipt.key, expect: receipt.version }],
      trail: [projectEntry(stored.value, 'spending.record', { zh: `从支出“${value.what}”移除了凭证`, en: `took a receipt off the spending "${value.what}"` }, { from: receipt.value.name })],
      answer: { removed: true },
    }
  })
}

/** An entry of the present cycle. Throws NOT_FOUND; WRONG_STATE for one of an earlier cycle. */
async function loadSpending(context: Context, project: Project, id: string): Promise<Stored<Spending>> {
  const found = await context.table.get(spendingItem, keys.spending(project.id, id))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  if (found.value.cycle !== project.cycle) throw new Refusal('WRONG_STATE', { facts: { cycle: found.value.cycle } })
  return found
}

type Listed = Pick<Enrolment, 'volunteer' | 'number' | 'name'>

/** The organisation's volunteers, and whoever the entry names already: the project may have come from another organisation. */
async function volunteersOf({ table }: Context, { organisation }: Project, named: VolunteerId | null): Promise<Listed[]> {
  const [listed, known] = await Promise.all([table.queryAll(enrolmentItem, keys.volunteersOf(organisation.id)), named === null ? undefined : table.get(volunteerItem, keys.volunteer(named))])
  const own: Listed[] = listed.map(({ value }) => value)
  return known === undefined || own.some(({ volunteer }) => volunteer === named) ? own : [...own, { volunteer: known.value.id, number: known.value.number, name: known.value.name }]
}

async function readable(context: Context, project: Project, definition: Definition, input: SpendingInput, volunteers: readonly Listed[]) {
  if (input.activity !== null && (await context.table.get(activityItem, keys.activity(project.id, input.activity))) === undefined) {
    throw new Refusal('INVALID', { mistakes: [{ path: 'activity', code: 'NOT_A_CHOICE', zh: '没有这个活动', en: 'There is no such activity' }] })
  }
  return checkedSpending(input, definition, { by: by(context), volunteers }, context.now)
}
