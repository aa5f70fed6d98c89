import { type Appraisal, type AppraisalAnswers, type AppraisalFigures, type EvaluationRule, newAppraisal } from '../../shared/appraisal/appraisal.ts'
import { appraisalItem, evaluatedGrants, linkedRecords } from '../../shared/appraisal/appraisal.store.ts'
import { tieToGrant } from '../../shared/appraisal/conflict.store.ts'
import { objectionsOpen } from '../../shared/appraisal/objection.ts'
import { selfMistakes } from '../../shared/appraisal/self.ts'
import { type Grant, grantTarget } from '../../shared/grant/grant.ts'
import { type GrantDuty, grantDuties } from '../../shared/grant/moments.ts'
import { type EvaluationId, type EvaluationStanding, selfWindow } from '../../shared/grant/standing.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import type { Mistake } from '../../shared/kernel/refusal.ts'
import { may } from '../../shared/person/access.ts'
import { evaluatorItem } from '../../shared/person/person.store.ts'
import { computedScores, type Measured, type Measures, measuresOf } from '../../shared/rulebook/sheet.ts'
import { keys } from '../../shared/store/keys.ts'
import { measuredInGrant } from './measured.ts'
import { type GrantRoom, grantRoom } from './grant-room.ts'
import { authorise, type Context, personOf } from '../context.ts'
import type { Candidate } from './evaluation.ts'

/** One evaluation of a grant, as the asker may see it. */
export interface AppraisalView {
  of: EvaluationId
  rule: EvaluationRule
  standing: EvaluationStanding
  /** Of the self-evaluation; null before an agreement says when delivery is. */
  window: { opensAt: Instant; dueAt: Instant } | null
  /** The self-evaluation can be written now. */
  selfOpen: boolean
  /** Without other people's drafts. */
  appraisal: Appraisal
  /** What the linked project's records hold now; null without a project, and once the self-evaluation is in. */
  recorded: { figures: AppraisalFigures; texts: AppraisalAnswers } | null
  /** What keeps the draft from being sent. */
  selfMistakes: Mistake[]
  objectionsOpen: boolean
  /** Points of the sheet's computed leaves, and what they follow from; once the self-evaluation is in. */
  computed: Record<string, string>
  measured: Measures
  /** What the asker may do with it. */
  own: boolean
  evaluates: boolean
}

/** Every evaluation that the rulebook asks of the grant. Drafts are seen by who writes them; who objected, by who rules and whoever put it down. Throws NOT_FOUND. */
export async function readAppraisals(context: Context, id: string): Promise<{ room: GrantRoom; views: AppraisalView[] }> {
  const { version: _, ...room } = await grantRoom(context, id, 'appraisal.read')
  const { grant, funding } = room
  const [stored, records] = await Promise.all([context.table.getMany(appraisalItem, grant.evaluations.map(({ of }) => keys.appraisal(grant.id, of))), linkedRecords(context.table, grant)])
  const views = await Promise.all(grant.evaluations.map(async (standing, i): Promise<AppraisalView[]> => {
    const rule = funding.evaluations.find((one) => one.id === standing.of)
    if (rule === undefined) return []
    const appraisal = stored[i]?.value ?? newAppraisal(grant.id, standing.of)
    const measured = await measuredInGrant(context.table, rule.criteria, grant.proposal, appraisal.self?.figures ?? null)
    return [viewOf(context, grant, rule, standing, appraisal, records, measured)]
  }))
  return { room, views: views.flat() }
}

function viewOf(context: Context, grant: Grant, rule: EvaluationRule, standing: EvaluationStanding, appraisal: Appraisal, records: AppraisalView['recorded'], measured: Measured): AppraisalView {
  const { actor, now } = context
  const own = may(actor, 'appraisal.write', grantTarget(grant))
  const person = actor.kind === 'person' ? actor.person.id : ''
  const evaluates = standing.evaluator?.person === person
  const window = selfWindow(grant, standing)
  const sent = appraisal.self !== null && appraisal.self.sentAt !== null
  const knows = may(actor, 'appraisal.rule', grantTarget(grant))
  return {
    of: standing.of, rule, standing, window, own, evaluates,
    selfOpen: grant.state === 'delivery' && standing.step === 'self' && window !== null && window.opensAt <= now && now < window.dueAt,
    appraisal: {
      ...appraisal, self: sent || own ? appraisal.self : null, card: evaluates ? appraisal.card : null,
      objections: appraisal.objections.map((one) => (knows || one.by.person === person || one.kind === 'grantee' ? one : { ...one, name: '', contact: '' })),
    },
    recorded: sent ? null : records,
    selfMistakes: own && !sent ? selfMistakes({ grant, appraisal }) : [],
    objectionsOpen: objectionsOpen(grant, standing.of, now),
    computed: computedScores(rule.criteria, measured), measured: measuresOf(rule.criteria, measured),
  }
}

/** Who may be named as evaluator of a grant, and who may not and why. */
export async function appraisersFor(context: Context, grant: Grant): Promise<Candidate[]> {
  authorise(context, 'appraisal.steer', grantTarget(grant))
  const found = await context.table.queryAll(evaluatorItem, keys.evaluators(grant.district))
  const candidates = await Promise.all(found.filter(({ value: { removedAt } }) => removedAt === null).map(async ({ value: { person, name } }): Promise<Candidate> => ({ person, name, tie: (await tieToGrant(context.table, grant, person)) ?? null })))
  return candidates.toSorted((a, b) => Number(a.tie !== null) - Number(b.tie !== null) || a.name.localeCompare(b.name, 'zh'))
}

/** An evaluation of a grant that the asker makes or made; `duty` while it waits for them. */
export interface OwnAppraisal {
  grant: Grant
  standing: EvaluationStanding
  duty: GrantDuty | null
}

/** What the asker evaluates and evaluated of grants; what waits comes first, by its date. */
export async function myAppraisals(context: Context): Promise<OwnAppraisal[]> {
  const { id } = personOf(context)
  authorise(context, 'project.list-assigned', { person: id })
  const found = await evaluatedGrants(context.table, id)
  const all = found.flatMap((grant) => grant.evaluations.filter(({ evaluator }) => evaluator?.person === id).map((standing): OwnAppraisal => ({ grant, standing, duty: grantDuties(grant).find(({ of, person }) => person === id && of.endsWith(` ${standing.of}`)) ?? null })))
  return all.toSorted((a, b) => (a.duty?.dueAt ?? '9').localeCompare(b.duty?.dueAt ?? '9'))
}
