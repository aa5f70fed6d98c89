import type { CompetitionId } from '../../shared/kernel/ids.ts'
import { competitionId, grantId, projectId } from '../../shared/kernel/ids.ts'
import { type Instant, instant } from '../../shared/kernel/instant.ts'
import * as z from 'zod'
import { activitiesDue } from '../../shared/activity/activity.store.ts'
import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import { loadGrant, openGrants } from '../../shared/grant/grant.store.ts'
import { grantStanding } from '../../shared/grant/wait.ts'
import { eligibilityItem } from '../../shared/eligibility/eligibility.store.ts'
import { cureUnderWay } from '../../shared/eligibility/review.ts'
import { windowsEnd } from '../../shared/notice/changes.ts'
import { loadNoticesInForce, loadObjections } from '../../shared/notice/notice.store.ts'
import { decisionItem } from '../../shared/portfolio/decision.store.ts'
import { roundItem } from '../../shared/round/round.store.ts'
import { loadProject } from '../../shared/project/project.store.ts'
import { stageStanding } from '../../shared/project/wait.ts'
import { ruleFor } from '../../shared/stage/definition.ts'
import { loadDefinition } from '../../shared/stage/definition.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored } from '../../shared/store/table.ts'
import { type DecisionName, decisionName, type NextStep, nextStep, type Standing, standingOf, type Wait } from '../../shared/wait/wait.ts'
import { waitItem } from '../../shared/wait/wait.store.ts'
import type { Context } from '../context.ts'

/** What every task of a wait is handed. `index` is the round's, for the round's own waits; `number` the stage's. */
const ofCompetition = z.object({ competition: competitionId, decision: decisionName, index: z.int().optional() })
const ofProject = z.object({ project: projectId, decision: decisionName, number: z.int().min(1) })
export const waitInput = ofCompetition
const ofGrant = z.object({ grant: grantId, decision: decisionName })
export const grantWait = ofGrant
export const anyWait = z.union([ofCompetition, ofProject, ofGrant])
type AnyWait = z.infer<typeof anyWait>

/** The competition, project or grant that it is about. */
export const aboutOf = (wait: AnyWait): string => ('project' in wait ? wait.project : 'grant' in wait ? wait.grant : wait.competition)

/** ASL gives times of its own with or without milliseconds. */
export const executionStart = z.string().transform((text) => instant.parse(new Date(text).toISOString()))

const indexOf = (decision: DecisionName): number | undefined => {
  const digits = /-(\d+)$/.exec(decision)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

export interface WaitState {
  wait: Stored<Wait> | undefined
  standing: Standing
  next: NextStep
}

/** Reads the wait before the state it depends on, so that a decision taken in between raises the wait's version and is not missed. */
export async function readWait(context: Context, input: AnyWait, startedAt: Instant): Promise<WaitState> {
  const wait = await context.table.get(waitItem, keys.wait(aboutOf(input), input.decision))
  const since = wait?.value.since ?? context.now
  const standing = 'project' in input ? await ofStage(context, input, since) : 'grant' in input ? grantStanding(input.decision, (await loadGrant(context.table, input.grant)).value, since, context.now) : await ofContest(context, input.competition, input.decision, since)
  return { wait, standing, next: nextStep(standing, wait?.value.reminded ?? [], startedAt, context.now) }
}

async function ofStage(context: Context, { project: id, decision, number }: z.infer<typeof ofProject>, since: Instant): Promise<Standing> {
  const { value: project } = await loadProject(context.table, id)
  const definition = await loadDefinition(context.table, project.district, project.current.definition)
  const rule = ruleFor(definition, project.current.name)
  return stageStanding(decision, number, project, rule, await activitiesDue(context.table, project, rule), since, context.now)
}

async function ofContest(context: Context, competition: CompetitionId, decision: DecisionName, since: Instant): Promise<Standing> {
  const found = await loadCompetition(context.table, competition)
  const index = indexOf(decision)
  const [rulebook, round, notices, objections, open, eligibilities, portfolio] = await Promise.all([
    loadRulebook(context.table, found.value),
    index === undefined ? undefined : context.table.get(roundItem, keys.round(competition, index)),
    decision === 'notice' ? loadNoticesInForce(context.table, competition) : [],
    decision === 'notice' || decision === 'rulings' ? loadObjections(context.table, competition) : [],
    decision === 'grants' ? openGrants(context.table, competition) : 0,
    decision === 'eligibility' ? context.table.queryAll(eligibilityItem, keys.eligibilities(competition)) : [],
    decision === 'decision' ? context.table.get(decisionItem, keys.decision(competition)) : undefined,
  ])
  return standingOf(decision, { competition: found.value, rulebook, round: round?.value, noticesEnd: windowsEnd(notices), objections: objections.map(({ value }) => value), openGrants: open, cures: eligibilities.flatMap(({ value }) => cureUnderWay(value) ?? []), decision: portfolio?.value, since, now: context.now })
}
