import type * as z from 'zod'
import { openAppraisals } from '../../shared/appraisal/appraisal.store.ts'
import { milliseconds } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { UNDO_MINUTES } from '../../shared/organisation/organisation.ts'
import type { Action } from '../../shared/person/access.ts'
import { evaluatorItem, financeItem, membershipItem, type Officer } from '../../shared/person/person.store.ts'
import { openEvaluations } from '../../shared/project/project.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { act } from '../commit.ts'
import { authorise, type Context } from '../context.ts'
import { type removalInput, takenOff } from './removal.ts'

/** Offices of a district that somebody is invited to and removed from. */
export type Office = 'evaluator' | 'finance'
const offices = {
  evaluator: { item: evaluatorItem, key: keys.evaluator, action: 'evaluator.remove' as Action, name: { zh: '评估员', en: 'evaluator' } },
  finance: { item: financeItem, key: keys.finance, action: 'finance.remove' as Action, name: { zh: '财务', en: 'finance officer' } },
}

/**
 * Takes somebody off the district's evaluators or finance people; what they did stays. What is removed already stays so. Throws NOT_FOUND,
 * and for evaluators WRONG_STATE with each project that they are still to evaluate: another is named there first, so that none is left
 * without its evaluator.
 */
export async function removeOfficer(context: Context, office: Office, district: string, person: string, { reason }: z.infer<typeof removalInput>): Promise<Officer> {
  const { item, key, action, name } = offices[office]
  return act<Officer>(context, async () => {
    authorise(context, action, { district })
    return takenOff<Officer>(context, {
      item, key: key(district, person), membership: `${office.toUpperCase()}#${district}`, action, scope: { of: 'district', id: district }, reason,
      sentence: (officer) => ({ zh: `移除了${name.zh}${officer.name}`, en: `removed the ${name.en} ${officer.name}` }), first: (officer) => (office === 'evaluator' ? requireReplaced(context, officer) : Promise.resolve([])),
    })
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
      writes: [item.put(restored, stored.version), membershipItem.put({ role: office, person: restored.person, district: restored.district, since: restored.since }, 'none')],
      trail: [{ scope: { of: 'district', id: district }, action, about: { noun: 'person', id: restored.person, label: restored.name }, sentence: { zh: `撤销了对${name.zh}${restored.name}的移除`, en: `undid the removal of the ${name.en} ${restored.name}` } }],
      answer: restored,
    }
  })
}

async function requireReplaced(context: Context, { district, person, name }: Officer): Promise<[]> {
  const open = (await Promise.all([openEvaluations(context.table, district, person), openAppraisals(context.table, district, person)])).flat()
  if (open.length === 0) return []
  throw new Refusal('WRONG_STATE', { facts: { projects: open.map(({ id }) => id).join(',') }, mistakes: open.map(({ title }) => ({ path: '', code: 'STILL_NAMED', zh: `${name}还是《${title}》的评估员，请先在那个项目里换人`, en: `${name} still evaluates "${title}"; name another there first` })) })
}
