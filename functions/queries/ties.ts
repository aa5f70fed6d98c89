import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { OrganisationId } from '../../shared/kernel/ids.ts'
import { organisationItem, organisationNames } from '../../shared/organisation/organisation.store.ts'
import { type Disclosure, mostDisclosed } from '../../shared/rulebook/round.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { type Judge, judgeItem } from '../../shared/round/judge.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context, personOf } from '../context.ts'

type Ties = Judge['ties']

/**
 * What a judge declares, with the organisations that the judge belongs to added: those are ties whether declared or not. Throws
 * INVALID at each organisation that does not exist or is named twice.
 */
export async function judgeTies(context: Context, declared: Ties): Promise<Ties> {
  const own = context.actor.kind === 'person' ? context.actor.memberships.flatMap((one) => (one.role === 'member' ? [one.organisation] : [])) : []
  const names = await organisationNames(context.table, declared.map(({ organisation }) => organisation))
  const mistakes = declared.flatMap(({ organisation }, at) => {
    const path = `ties.${at}.organisation`
    if (!names.has(organisation)) return [{ path, code: 'NOT_FOUND', zh: '没有这个单位', en: 'There is no such organisation' }]
    if (declared.findIndex((other) => other.organisation === organisation) !== at) return [{ path, code: 'TWICE', zh: '这个单位已经填过了', en: 'This organisation is named already' }]
    return []
  })
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
  return [...declared, ...own.filter((organisation) => !declared.some((one) => one.organisation === organisation)).map((organisation) => ({ organisation, reason: '本人所在单位' }))]
}

type Work = Pick<Judge, 'expertise' | 'maxLoad'>

/** What a judge knows well and takes at most; what is left out stays as it was. Throws INVALID at each category the rulebook does not have. */
export async function declaredWork(context: Context, competition: Competition, { expertise, maxLoad }: Partial<Work>, before: Work = { expertise: {}, maxLoad: null }): Promise<Work> {
  const categories = new Set((await loadRulebook(context.table, competition)).categories.map(({ id }) => id))
  const mistakes = Object.keys(expertise ?? {}).filter((id) => !categories.has(id)).map((id) => ({ path: `expertise.${id}`, code: 'NOT_FOUND', zh: '章程里没有这个类别', en: 'The rulebook has no such category' }))
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
  return { expertise: expertise ?? before.expertise, maxLoad: maxLoad === undefined ? before.maxLoad : maxLoad }
}

/** The rulebook's categories, which a judge says what they know of. */
export async function categoriesOf(context: Context, competition: string): Promise<Rulebook['categories']> {
  const { value } = await loadCompetition(context.table, competition)
  return (await loadRulebook(context.table, value)).categories
}

/** Organisations that may apply in a district, by name: what a judge picks ties from. Not who has applied: that is not known, or blind. */
export async function organisationsToPick(context: Context, district: string): Promise<{ id: OrganisationId; name: string }[]> {
  const found = await context.table.queryAll(organisationItem, { ...keys.organisationsOf(district), prefix: 'admitted#' })
  return found.map(({ value }) => ({ id: value.id, name: value.name })).sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'))
}

/** What the asker declared for a competition they judge, and what they can pick from: also organisations that may not apply now but were named. Throws NOT_FOUND. */
export async function readOwnTies(context: Context, competition: string): Promise<{ competition: Competition; ties: Ties; employer: string; phone: string; picks: { id: OrganisationId; name: string }[]; categories: Rulebook['categories']; work: Work; disclosure: Disclosure }> {
  const { id } = personOf(context)
  authorise(context, 'judge.declare', { competition })
  const [{ value }, judge] = await Promise.all([loadCompetition(context.table, competition), context.table.get(judgeItem, keys.judge(competition, id))])
  if (judge === undefined) throw new Refusal('NOT_FOUND')
  const { ties, employer = '', phone = '' } = judge.value
  const [picks, { categories, rounds }] = await Promise.all([organisationsToPick(context, value.district), loadRulebook(context.table, value)])
  const names = await organisationNames(context.table, ties.map(({ organisation }) => organisation))
  const others = ties.filter(({ organisation }) => !picks.some((pick) => pick.id === organisation)).map(({ organisation }) => ({ id: organisation, name: names.get(organisation) ?? organisation }))
  return { competition: value, ties, employer, phone, picks: [...picks, ...others], categories, work: judge.value, disclosure: mostDisclosed(rounds) }
}
