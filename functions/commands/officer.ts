import * as z from 'zod'
import { openAppraisals } from '../../shared/appraisal/appraisal.store.ts'
import { milliseconds } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { type Bilingual, typed } from '../../shared/kernel/text.ts'
import { UNDO_MINUTES } from '../../shared/organisation/organisation.ts'
import type { Action } from '../../shared/person/access.ts'
import type { Membership } from '../../shared/person/person.ts'
import { evaluatorItem, financeItem, membershipItem, membershipScope, type Officer } from '../../shared/person/person.store.ts'
import { openEvaluations } from '../../shared/project/project.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { act } from '../commit.ts'
import { authorise, type Context } from '../context.ts'

/** Offices of a district that somebody is invited to and removed from. */
export type Office = 'evaluator' | 'finance'
const offices = {
  evaluator: { item: evaluatorItem, key: keys.evaluator, action: 'evaluator.remove' as Action, name: { zh: '评估员', en: 'evaluator' } },
  finance: { item: financeItem, key: keys.finance, action: 'finance.remove' as Action, name: { zh: '财务', en: 'finance officer' } },
}

export const removeOfficerInput = z.strictObject({ reason: typed(500) })

/**
 * Takes somebody off the district's evaluators or finance people; what they did stays. What is removed already stays so. Throws NOT_FOUND,
 * and for evaluators WRONG_STATE with each project that they are still to evaluate: another is named there first, so that none is left
 * without its evaluator.
 */
export async function removeOfficer(context: Context, office: Office, district: string, person: string, input: z.infer<typeof removeOfficerInput>): Promise<Officer> {
  const { item, key, action, name } = offices[office]
  return act<Officer>(context, async () => {
    authorise(context, action, { district })
    const stored = await context.table.get(item, key(district, person))
    if (stored === undefined) throw new Refusal('NOT_FOUND')
    if (stored.value.removedAt !== null) return { writes: [], trail: [], answer: stored.value }
    if (office === 'evaluator') await requireReplaced(context, stored.value)
    const removed: Officer = { ...stored.value, removedAt: context.now }
    return {
      writes: [item.put(removed, stored.version), { remove: keys.membership(person, membershipScope(membershipOf(office, removed))), expect: 'any' }],
      trail: [inDistrict(removed, action, { zh: `移除了${name.zh}${removed.name}`, en: `removed the ${name.en} ${removed.name}` }, input.reason)],
      answer: removed,
    }
  })
}

/** Takes the removal back, within the minutes that a removed member of an organisation has. Throws NOT_FOUND, WRONG_STATE later. */
export async function restoreOfficer(context: Context, office: Office, district: string, person: string): Promise<Officer> {
  const { item, key, action, name } = offices[office]
  return act<Officer>(context, async () => {
    authorise(context, action, { district })
    const stored = await context.table.get(item, key(district, person))
    if (stored === undefined) throw new Refusal('NOT_FOUND')
    const { removedAt } = stored.value
    if (removedAt === null) return { writes: [], trail: [], answer: stored.value }
    if (milliseconds(context.now) - milliseconds(removedAt) > UNDO_MINUTES * 60_000) throw new Refusal('WRONG_STATE')
    const restored: Officer = { ...stored.value, removedAt: null }
    return {
      writes: [item.put(restored, stored.version), membershipItem.put(membershipOf(office, restored), 'none')],
      trail: [inDistrict(restored, action, { zh: `撤销了对${name.zh}${restored.name}的移除`, en: `undid the removal of the ${name.en} ${restored.name}` })],
      answer: restored,
    }
  })
}

async function requireReplaced(context: Context, { district, person, name }: Officer): Promise<void> {
  const open = (await Promise.all([openEvaluations(context.table, district, person), openAppraisals(context.table, district, person)])).flat()
  if (open.length === 0) return
  throw new Refusal('WRONG_STATE', { facts: { projects: open.map(({ id }) => id).join(',') }, mistakes: open.map(({ title }) => ({ path: '', code: 'STILL_NAMED', zh: `${name}还是《${title}》的评估员，请先在那个项目里换人`, en: `${name} still evaluates "${title}"; name another there first` })) })
}

const membershipOf = (role: Office, { person, district, since }: Officer): Membership => ({ role, person, district, since })
const inDistrict = ({ person, district, name }: Officer, action: Action, sentence: Bilingual, reason?: string) => ({ scope: { of: 'district' as const, id: district }, action, about: { noun: 'person', id: person, label: name }, sentence, ...(reason === undefined ? {} : { reason }) })
