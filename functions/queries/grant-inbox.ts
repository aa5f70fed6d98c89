import type { Competition } from '../../shared/competition/competition.ts'
import { waitsForClosing } from '../../shared/grant/closing.ts'
import { type Grant, grantTarget } from '../../shared/grant/grant.ts'
import { grantsOf } from '../../shared/grant/grant.store.ts'
import { type EvaluationDuty, type GrantDuty, grantDuties } from '../../shared/grant/moments.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { type Action, may } from '../../shared/person/access.ts'
import type { Context } from '../context.ts'
import type { Due } from './due.ts'
import { dutyPath, dutyTitle } from './grant-due.ts'
import { preparable } from './grant-money.ts'

/** Of one kind so many stand by themselves; more are one line that leads to all of them. */
const MOST_EACH = 5

/** What whoever does it needs leave for; of the other duties nobody here is asked. */
const actions: Partial<Record<GrantDuty['of'] | EvaluationDuty, Action>> = { offer: 'agreement.offer', sign: 'agreement.sign-authority', postpone: 'appraisal.steer', appoint: 'appraisal.steer', rule: 'appraisal.rule' }
const actionOf = ({ of }: GrantDuty): Action | undefined => actions[of] ?? actions[of.split(' ')[0] as EvaluationDuty]

interface Asked {
  kind: string
  words: Bilingual
  grant: Grant
  href: string
  until: Instant | null
}

/**
 * What grants ask of the authority's people and of organisers, each by what they may do: agreements to draw up and to sign, money to ask finance
 * for, evaluators to name, requests to answer, objections to rule on, grants to close.
 */
export async function dueForRunners(context: Context, competitions: readonly Competition[]): Promise<Due[]> {
  const ventures = competitions.filter(({ kind, awardsPublishedAt }) => kind === 'venture' && awardsPublishedAt !== null)
  return (await Promise.all(ventures.map((competition) => dueOf(context, competition)))).flat()
}

async function dueOf(context: Context, competition: Competition): Promise<Due[]> {
  const grants = await grantsOf(context.table, competition.id)
  const all = [...dutiesOf(context, grants), ...closings(context, grants)]
  return [
    ...[...Map.groupBy(all, ({ kind }) => kind).values()].flatMap((alike) => (alike.length > MOST_EACH ? together(context, competition, alike) : alike.map((one) => lineOf(context, one)))),
    ...await releases(context, competition, grants),
  ]
}

const dutiesOf = ({ actor, now }: Context, grants: readonly Grant[]): Asked[] => grants.flatMap((grant) => grantDuties(grant).flatMap((duty): Asked[] => {
  const action = actionOf(duty)
  const theirs = (duty.whose === 'authority' || duty.whose === 'runner') && action !== undefined && may(actor, action, grantTarget(grant))
  return theirs && (duty.from === undefined || duty.from <= now) ? [{ kind: duty.of, words: dutyTitle(duty), grant, href: dutyPath(grant, duty), until: duty.dueAt }] : []
}))

const closings = ({ actor, now }: Context, grants: readonly Grant[]): Asked[] => grants.filter((grant) => waitsForClosing(grant, now) && may(actor, 'grant.close', grantTarget(grant))).map((grant) => ({
  kind: 'close', words: grant.results.final?.passed === false ? { zh: '末期评估没有通过：追回资金，或结项', en: 'The final evaluation was not passed: claim money back, or close the grant' } : { zh: '结项', en: 'Close the grant' }, grant, href: `/grants/${grant.id}`, until: null,
}))

const stateOf = ({ now }: Context, until: Instant | null): Due['state'] => (until !== null && until <= now ? 'late' : 'wait')
const lineOf = (context: Context, { words, grant, href, until }: Asked): Due => ({ title: words, about: { zh: grant.title }, href, until, state: stateOf(context, until) })

function together(context: Context, { id, name }: Competition, alike: readonly Asked[]): Due[] {
  const [first] = alike.toSorted((a, b) => (a.until ?? '9').localeCompare(b.until ?? '9'))
  if (first === undefined) return []
  const { words: { zh, en = zh }, until } = first
  return [{ title: { zh: `${zh}（${alike.length} 项资助）`, en: `${en} (${alike.length} grants)` }, about: name, href: `/competitions/${id}/grants`, until, state: stateOf(context, until) }]
}

/** Money is asked for grant by grant, and all that can be asked for stands on one page. */
async function releases(context: Context, competition: Competition, grants: readonly Grant[]): Promise<Due[]> {
  if (!may(context.actor, 'release.prepare', { district: competition.district, competition: competition.id })) return []
  const parts = await preparable(context, grants, competition)
  if (parts.length === 0) return []
  const until = parts.flatMap(({ grant, tranche }) => (grant.tranches[0] === tranche && grant.firstMoneyBy !== null ? [grant.firstMoneyBy] : [])).toSorted((a, b) => a.localeCompare(b))[0] ?? null
  return [{ title: { zh: `提请拨付（${parts.length} 笔条件已满足）`, en: `Ask finance to release money (${parts.length})` }, about: competition.name, href: `/competitions/${competition.id}/payments#preparable`, until, state: stateOf(context, until) }]
}
