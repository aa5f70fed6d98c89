import { type Ban, banOn } from '../../shared/ban/ban.ts'
import { bansOf } from '../../shared/ban/ban.store.ts'
import type { Grant, Tranche } from '../../shared/grant/grant.ts'
import { grantTarget } from '../../shared/grant/grant.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
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
import type { Stored, Table } from '../../shared/store/table.ts'
import { type ReleaseFacts, unmetConditions } from '../../shared/tranche/conditions.ts'
import { grantRoom, type GrantRoom } from './grant-room.ts'
import type { Context } from '../context.ts'

/** Whom a decision about a grant's money binds. */
export async function concernOf(table: Table, grant: Grant): Promise<Concern> {
  const project = grant.project === null ? undefined : (await loadProject(table, grant.project)).value
  return { competitions: [grant.competition], organisations: [grant.organisation.id], mentor: project?.mentor?.person ?? null, evaluator: project?.evaluator?.person ?? null }
}

/** What the release of a grant's parts depends on, as it stands now. `known`: what is the whole competition's, where it has been read. */
export async function releaseFacts({ table, now }: Pick<Context, 'table' | 'now'>, grant: Grant, known?: CommonFacts): Promise<ReleaseFacts> {
  const [account, { objections, bans }, project] = await Promise.all([
    table.get(accountItem, keys.account(grant.id)), known ?? commonFacts(table, grant), grant.project === null ? null : projectFacts(table, grant.project),
  ])
  return {
    account: account?.value, project, objections: blockedBy(objections.map(({ value }) => value), grant).length,
    ban: banOn(bans, { id: grant.organisation.id, creditCode: grant.payee.creditCode }, shanghaiDate(now)),
  }
}

interface CommonFacts {
  objections: readonly Stored<Objection>[]
  bans: readonly Ban[]
}

export async function commonFacts(table: Table, { competition, district }: Pick<Grant, 'competition' | 'district'>): Promise<CommonFacts> {
  const [objections, bans] = await Promise.all([loadObjections(table, competition), bansOf(table, district)])
  return { objections, bans }
}

/** Of the project's present cycle. */
async function projectFacts(table: Table, id: string): Promise<NonNullable<ReleaseFacts['project']>> {
  const { project: { value: project }, content: { value: content } } = await loadWithContent(table, id)
  const [past, definition] = await Promise.all([table.queryAll(pastStageItem, keys.pastStages(id)), loadDefinition(table, project.district, project.current.definition)])
  const { over, fromGrant } = await spendingFacts(table, project, content, definition)
  return { reports: [...past.map(({ value }) => value.stage), project.current].filter(({ cycle }) => cycle === project.cycle).flatMap(({ reports }) => reports), over, fromGrant }
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
