import { type Ban, banOn } from '../../shared/ban/ban.ts'
import { bansOf } from '../../shared/ban/ban.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import type { Grant, Tranche } from '../../shared/grant/grant.ts'
import { grantTarget } from '../../shared/grant/grant.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import type { Mistake } from '../../shared/kernel/refusal.ts'
import { blockedBy, type Objection } from '../../shared/notice/notice.ts'
import { loadObjections } from '../../shared/notice/notice.store.ts'
import { type Account, masked } from '../../shared/payment/account.ts'
import { accountItem } from '../../shared/payment/payment.store.ts'
import { may } from '../../shared/person/access.ts'
import type { Concern } from '../../shared/person/hats.ts'
import { loadProject, loadWithContent, pastStageItem } from '../../shared/project/project.store.ts'
import { spendingFacts } from '../../shared/spending/spending.store.ts'
import { loadDefinition } from '../../shared/stage/definition.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { markSeen } from '../../shared/store/mark.store.ts'
import type { Stored, Table, Write } from '../../shared/store/table.ts'
import { type ReleaseFacts, unmetConditions } from '../../shared/tranche/conditions.ts'
import { grantRoom, type GrantRoom } from './grant-room.ts'
import type { Context } from '../context.ts'

/** Whom a decision about a grant's money binds. */
export async function concernOf(table: Table, grant: Grant): Promise<Concern> {
  const project = grant.project === null ? undefined : (await loadProject(table, grant.project)).value
  const evaluators = [project?.evaluator, ...grant.evaluations.map(({ evaluator }) => evaluator)].flatMap((one) => one?.person ?? [])
  return { competitions: [grant.competition], organisations: [grant.organisation.id], mentor: project?.mentor?.person ?? null, evaluator: evaluators }
}

/** What the release of a grant's parts depends on, as it stands now. `known`: what is the whole competition's, where it has been read. */
export async function releaseFacts({ table, now }: Pick<Context, 'table' | 'now'>, grant: Grant, known?: CommonFacts): Promise<ReleaseFacts> {
  const [account, common, project] = await Promise.all([
    table.get(accountItem, keys.account(grant.id)), known ?? commonFacts(table, grant), grant.project === null ? null : projectFacts(table, grant.project),
  ])
  return { account: account?.value, project, ...commonOf(grant, common, now) }
}

const commonOf = (grant: Grant, { objections, bans }: CommonFacts, now: Instant): Pick<ReleaseFacts, 'objections' | 'ban'> => ({
  objections: blockedBy(objections.map(({ value }) => value), grant).length,
  ban: banOn(bans, { id: grant.organisation.id, creditCode: grant.payee.creditCode }, shanghaiDate(now)),
})

interface CommonFacts {
  /** Go with whatever is written because of these facts. */
  checks: Write[]
  objections: readonly Stored<Objection>[]
  bans: readonly Ban[]
}

export async function commonFacts(table: Table, { competition, district }: Pick<Grant, 'competition' | 'district'>): Promise<CommonFacts> {
  const checks = await Promise.all([markSeen(table, keys.objectionMark(competition)), markSeen(table, keys.banMark(district))])
  const [objections, bans] = await Promise.all([loadObjections(table, competition), bansOf(table, district)])
  return { checks, objections, bans }
}

/** Of the project's present cycle. */
async function projectFacts(table: Table, id: string): Promise<NonNullable<ReleaseFacts['project']>> {
  const { project: { value: project }, content: { value: content } } = await loadWithContent(table, id)
  const [past, definition] = await Promise.all([table.queryAll(pastStageItem, keys.pastStages(id)), loadDefinition(table, project.district, project.current.definition)])
  const { over, fromGrant } = await spendingFacts(table, project, content, definition)
  return { reports: [...past.map(({ value }) => value.stage), project.current].filter(({ cycle }) => cycle === project.cycle).flatMap(({ reports }) => reports), over, fromGrant }
}

export interface Part {
  grant: Grant
  tranche: Tranche
}

/** The next part of each grant, where finance can be asked for it now. A linked project is read only where all else holds. */
export async function preparable({ table, now }: Pick<Context, 'table' | 'now'>, grants: readonly Grant[], competition: Pick<Competition, 'id' | 'district'>): Promise<Part[]> {
  const next = grants.flatMap((grant): Part[] => {
    const tranche = grant.tranches.find(({ state, amount }) => amount > 0 && state !== 'paid' && state !== 'cancelled')
    return grant.state === 'delivery' && tranche !== undefined && (tranche.state === 'waiting' || tranche.state === 'failed') ? [{ grant, tranche }] : []
  })
  if (next.length === 0) return []
  const [accounts, common] = await Promise.all([table.getMany(accountItem, next.map(({ grant }) => keys.account(grant.id))), commonFacts(table, { competition: competition.id, district: competition.district })])
  const found = await Promise.all(next.map(async ({ grant, tranche }, i): Promise<Part[]> => {
    const facts: ReleaseFacts = { account: accounts[i]?.value, ...commonOf(grant, common, now), project: null }
    const unmet = unmetConditions(grant, tranche, facts, now).filter(({ code }) => grant.project === null || code !== 'NO_PROJECT')
    if (unmet.length > 0) return []
    const project = grant.project === null ? null : await projectFacts(table, grant.project)
    return unmetConditions(grant, tranche, { ...facts, project }, now).length === 0 ? [{ grant, tranche }] : []
  }))
  return found.flat()
}

export interface ReadMoney extends GrantRoom {
  /** Whole to the grantee and finance, the last four digits of its number to others; null before it is given. */
  account: Account | null
  tranches: { tranche: Tranche; unmet: Mistake[] }[]
}

/** The money of a grant: its account, and of each part what is still missing. Throws NOT_FOUND. */
export async function readMoney(context: Context, id: string): Promise<ReadMoney> {
  const { version: _, ...room } = await grantRoom(context, id, 'grant.read')
  const { grant } = room
  const facts = await releaseFacts(context, grant)
  const whole = may(context.actor, 'account.give', grantTarget(grant)) || may(context.actor, 'account.confirm', grantTarget(grant))
  return {
    ...room, account: facts.account === undefined ? null : whole ? facts.account : masked(facts.account),
    tranches: grant.tranches.map((tranche) => ({ tranche, unmet: tranche.state === 'waiting' || tranche.state === 'failed' || tranche.state === 'prepared' || tranche.state === 'approved' ? unmetConditions(grant, tranche, facts, context.now) : [] })),
  }
}
