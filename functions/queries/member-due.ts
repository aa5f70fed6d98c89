import { activitiesDue, presentActivities } from '../../shared/activity/activity.store.ts'
import { surveyAnswers } from '../../shared/evaluation/evaluation.store.ts'
import { correctionsAsked } from '../../shared/hours/hours.store.ts'
import { endOfShanghaiDay } from '../../shared/kernel/calendar.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { isOpenFor, type Project } from '../../shared/project/project.ts'
import { ownProjectItem, projectItem } from '../../shared/project/project.store.ts'
import { ruleFor, type StageRule } from '../../shared/stage/definition.ts'
import { loadDefinition } from '../../shared/stage/definition.store.ts'
import { stageWords } from '../../shared/stage/words.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Context } from '../context.ts'
import { openDoubtsAt } from './doubt.ts'
import type { Due } from './due.ts'

/** Everything that the projects of the asker's organisations have to do. */
export async function dueForMembers(context: Context): Promise<Due[]> {
  const { actor, table } = context
  const own = actor.kind === 'person' ? actor.memberships.flatMap((one) => (one.role === 'member' ? [one.organisation] : [])) : []
  const listed = (await Promise.all(own.map((organisation) => table.queryAll(ownProjectItem, keys.projectsOfOrganisation(organisation))))).flat()
  const projects = await table.getMany(projectItem, listed.map(({ value }) => keys.project(value.project)))
  // One that was handed over stays listed, and is no longer theirs to do.
  const theirs = projects.flatMap((found, i) => (found !== undefined && found.value.organisation.id === listed[i]?.value.organisation ? [found.value] : []))
  return (await Promise.all(theirs.map((project) => dueOfProject(context, project)))).flat()
}

async function dueOfProject(context: Context, project: Project): Promise<Due[]> {
  const corrections = await dueOfCorrections(context, project)
  const { state, current } = project
  if (state !== 'active' || (current.state !== 'working' && current.state !== 'extension')) return corrections
  const rule = ruleFor(await loadDefinition(context.table, project.district, current.definition), current.name)
  const [activities, stage] = await Promise.all([dueOfActivities(context, project, rule), current.name === 'evaluation' ? dueOfEvaluation(context, project, rule) : [goOn(context, project)]])
  return [...dueOfReports(context, project), ...activities, ...corrections, ...stage]
}

/** A thing to do of a project: `path` below the project's own. */
function dueIn(context: Context, project: Project, title: Bilingual, path: string, until: Due['until'], state: 'wait' | 'now' = 'now', since?: Due['since']): Due {
  return { title, about: { zh: project.title }, href: `/projects/${project.id}${path}`, until, state: until !== null && until < context.now ? 'late' : state, ...(since === undefined ? {} : { since }) }
}

function goOn(context: Context, project: Project): Due {
  const { changesAsked, dueAt, name } = project.current
  const stage = stageWords[name]
  return changesAsked === null
    ? dueIn(context, project, { zh: `继续做${stage.zh}阶段`, en: `Go on with the ${stage.en.toLowerCase()} stage` }, '', dueAt)
    : dueIn(context, project, { zh: `按审核意见修改：${stage.zh}`, en: `Change what was asked: ${stage.en.toLowerCase()}` }, '', dueAt, 'wait', changesAsked.at)
}

/** Those that came back, those whose period is over, and the next one. */
function dueOfReports(context: Context, project: Project): Due[] {
  const { reports, number: stage } = project.current
  const next = reports.find(({ state }) => state === 'open')
  return reports.flatMap((report): Due[] => {
    const at = `/reports/${stage}/${report.number}`
    if (report.state === 'returned') return [dueIn(context, project, { zh: `第 ${report.number} 期报告退回，请修改`, en: `Report ${report.number} came back` }, at, report.dueAt, 'wait')]
    const writes = report.state === 'open' && (report === next || endOfShanghaiDay(report.to) <= context.now)
    return writes ? [dueIn(context, project, { zh: `交第 ${report.number} 期报告`, en: `Send report ${report.number}` }, at, report.dueAt)] : []
  })
}

/** Doubts are told while an activity can be put right before its report, and for so many days after it. */
const DOUBTED_DAYS = 30

async function dueOfActivities(context: Context, project: Project, rule: StageRule): Promise<Due[]> {
  if (!isOpenFor(project, 'activities', rule.parts)) return []
  const [owed, all] = await Promise.all([activitiesDue(context.table, project, rule), presentActivities(context.table, project)])
  const over = all.filter(({ endsAt }) => endsAt <= context.now)
  const unreported = new Set(over.filter(({ state }) => state === 'planned').map(({ id }) => id as string))
  const looked = over.filter(({ id, endsAt }) => unreported.has(id) || endsAt > plusDays(context.now, -DOUBTED_DAYS))
  const doubts = await openDoubtsAt(context, project.id, looked)
  return [
    ...owed.filter(({ id }) => unreported.has(id)).map(({ id, title, dueAt }) => dueIn(context, project, { zh: `填活动记录：${title}`, en: `Report the activity: ${title}` }, `/activities/${id}`, dueAt)),
    ...(doubts === 0 ? [] : [dueIn(context, project, { zh: `${doubts} 处记录存疑，请核对`, en: doubts === 1 ? 'A record is doubtful' : `${doubts} records are doubtful` }, '/doubts', null)]),
  ]
}

async function dueOfCorrections(context: Context, project: Project): Promise<Due[]> {
  return (await correctionsAsked(context.table, project.id)).map(({ activity, volunteer, title, at }) =>
    dueIn(context, project, { zh: `志愿者请求更正时长：${title}`, en: `A volunteer asks for hours to be put right: ${title}` }, `/activities/${activity}/hours/${volunteer}`, null, 'wait', at))
}

/** The organisation's own part of an evaluation, whatever the evaluator's does; then the stage, once the sheet is in. */
async function dueOfEvaluation(context: Context, project: Project, rule: StageRule): Promise<Due[]> {
  const { evaluation, dueAt, number } = project.current
  const least = rule.evidence.reduce((most, one) => (one.rule === 'satisfaction' ? Math.max(most, one.least) : most), 0)
  const answers = least === 0 ? 0 : (await surveyAnswers(context.table, project.id, number)).length
  return [
    ...(evaluation.self === null ? [dueIn(context, project, { zh: '交自评', en: 'Send the self-evaluation' }, '/evaluation/self', dueAt)] : []),
    ...(answers < least ? [dueIn(context, project, { zh: `满意度调查：已收 ${answers} / ${least} 份`, en: `Survey: ${answers} of ${least} answers` }, '/evaluation/survey', dueAt)] : []),
    ...(answers >= least && !evaluation.survey ? [dueIn(context, project, { zh: `满意度调查：已收 ${answers} 份，可以结束`, en: `Survey: ${answers} answers; it can be closed` }, '/evaluation/survey', dueAt)] : []),
    ...(evaluation.self !== null && evaluation.card !== null && answers >= least || project.current.changesAsked !== null ? [goOn(context, project)] : []),
  ]
}
