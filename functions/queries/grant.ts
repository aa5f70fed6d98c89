import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { grantItem, grantsOf, ownGrantItem } from '../../shared/grant/grant.store.ts'
import type { Grant } from '../../shared/grant/grant.ts'
import { isGrantOver } from '../../shared/grant/lifecycle.ts'
import { type GrantDuty, grantDuties } from '../../shared/grant/moments.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { type Balances, balances } from '../../shared/ledger/ledger.ts'
import { movementsOf } from '../../shared/ledger/ledger.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Entry } from '../../shared/trail/trail.ts'
import { readTrail } from '../../shared/trail/trail.store.ts'
import type { Step, Whereabouts } from '../../shared/workflow/picture.ts'
import type { ExecutionStatus } from '../../shared/workflow/workflow.ts'
import { type GrantRoom, grantRoom } from './grant-room.ts'
import { authorise, type Context } from '../context.ts'
import { myAppraisals } from './appraisal.ts'
import type { Due } from './due.ts'
import { chain } from './execution.ts'
import { dutyPath, dutyWords } from './grant-due.ts'

/** The grants of a competition in the order of its award list, and where its money stands. Empty before the list is published. */
export async function listGrants(context: Context, id: string): Promise<{ competition: Competition; rulebook: Rulebook; grants: Grant[]; balances: Balances }> {
  const { value: competition } = await loadCompetition(context.table, id)
  authorise(context, 'grant.list', { district: competition.district, competition: id })
  const [rulebook, grants, movements] = await Promise.all([loadRulebook(context.table, competition), grantsOf(context.table, id), movementsOf(context.table, id)])
  return { competition, rulebook, grants, balances: balances(movements) }
}

/** What the asker's own organisations were granted: what goes on first, then the newest. */
export async function ownGrants(context: Context): Promise<Grant[]> {
  const { actor, table } = context
  const own = actor.kind === 'person' ? actor.memberships.flatMap((one) => (one.role === 'member' ? [one.organisation] : [])) : []
  authorise(context, 'grant.list-own', { organisation: own[0] })
  const listed = (await Promise.all(own.map((organisation) => table.queryAll(ownGrantItem, keys.grantsOfOrganisation(organisation))))).flat()
  const found = await table.getMany(grantItem, listed.map(({ value }) => keys.grant(value.grant)))
  return found.flatMap((one) => (one === undefined ? [] : [one.value])).toSorted((a, b) => Number(isGrantOver(a)) - Number(isGrantOver(b)) || b.since.localeCompare(a.since))
}

export interface GrantTracking {
  steps: Step[]
  now: (Whereabouts & { since: string; until: string | null; late: boolean }) | null
  failed: { execution: string; doing: Bilingual; status: ExecutionStatus; error: string | null } | null
}

export interface ReadGrant extends GrantRoom {
  duties: GrantDuty[]
  tracking: GrantTracking
  /** The newest lines of its trail. */
  entries: Entry[]
}

/** A grant with its rules, what has to be done for it, its workflow and its story. Throws NOT_FOUND. */
export async function readGrant(context: Context, id: string): Promise<ReadGrant> {
  const { version: _, ...room } = await grantRoom(context, id, 'grant.read')
  const [tracking, trail] = await Promise.all([trackGrant(context, room.grant), readTrail(context.table, { of: 'grant', id }, { limit: 10 })])
  return { ...room, duties: grantDuties(room.grant), tracking, entries: trail.items.map(({ value }) => value) }
}

async function trackGrant(context: Context, grant: Grant): Promise<GrantTracking> {
  const line = await chain(context, 'grant', `${grant.id}-1`)
  if (line === undefined) return { steps: [], now: null, failed: null }
  const { picture, newest } = line
  const until = grantDuties(grant).reduce<string | null>((first, { dueAt }) => (first === null || dueAt < first ? dueAt : first), null)
  const broken = newest.status !== 'running' && newest.status !== 'succeeded'
  return {
    steps: picture.steps.filter(({ id, state }) => id !== 'recovery' || state !== 'next'),
    now: picture.at === null || isGrantOver(grant) ? null : { ...picture.at, since: grant.since, until, late: until !== null && until < context.now },
    failed: broken ? { execution: newest.name, doing: picture.at?.words ?? { zh: '开始', en: 'Start' }, status: newest.status, error: newest.cause ?? newest.error } : null,
  }
}

/** What grants ask of the asker now: as a member of the organisation that was granted one, and as an evaluator. */
export async function dueForGrants(context: Context): Promise<Due[]> {
  const { actor, now } = context
  const roles = new Set(actor.kind === 'person' ? actor.memberships.map(({ role }) => role) : [])
  const [own, evaluated] = await Promise.all([roles.has('member') ? ownGrants(context) : [], roles.has('evaluator') ? myAppraisals(context) : []])
  return [
    ...own.flatMap((grant) => grantDuties(grant).filter(({ whose }) => whose === 'organisation').map((duty) => ({ grant, duty }))),
    ...evaluated.flatMap(({ grant, duty }) => (duty === null ? [] : [{ grant, duty }])),
  ].filter(({ duty: { from } }) => from === undefined || from <= now).map(({ grant, duty }): Due => ({
    title: dutyWords(duty), about: { zh: grant.title }, href: dutyPath(grant.id, duty), until: duty.dueAt, state: duty.dueAt <= now ? 'late' : 'wait',
  }))
}
