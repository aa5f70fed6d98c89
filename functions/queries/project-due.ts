import { isLate, nextDue, type Project, waitsFor } from '../../shared/project/project.ts'
import { ownProjectItem, projectItem } from '../../shared/project/project.store.ts'
import { stageWords } from '../../shared/stage/words.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Context } from '../context.ts'
import { boardCountsItem } from '../../shared/board/board.store.ts'
import { administered } from './districts.ts'
import type { Due } from './due.ts'
import { myEvaluations, waitsForCard } from './evaluation.ts'
import { type Mentoring, myMentoring } from './mentor.ts'
import { dueForOffers } from './offer.ts'

/** What projects want of the asker: as a member of their organisations, as mentor, as evaluator, and as administrator, whom the board shows which. */
export async function dueForProjects(context: Context): Promise<Due[]> {
  if (context.actor.kind !== 'person') return []
  return (await Promise.all([dueForMembers(context), dueForOffers(context), dueForMentor(context), dueForEvaluator(context), dueForAdministrator(context)])).flat()
}

async function dueForMembers({ actor, table, now }: Context): Promise<Due[]> {
  const own = actor.kind === 'person' ? actor.memberships.flatMap((one) => (one.role === 'member' ? [one.organisation] : [])) : []
  const listed = (await Promise.all(own.map((organisation) => table.queryAll(ownProjectItem, keys.projectsOfOrganisation(organisation))))).flat()
  const projects = await table.getMany(projectItem, listed.map(({ value }) => keys.project(value.project)))
  // One that was handed over stays listed, and is no longer theirs to do.
  return projects.flatMap((found, i) => (found !== undefined && found.value.organisation.id === listed[i]?.value.organisation && waitsFor(found.value) === 'organisation' ? dueOf(found.value, now) : []))
}

/** Of a project that is under way: what was returned, or the next thing with a date. */
function dueOf(project: Project, now: string): Due[] {
  const { id, title, current } = project
  const until = nextDue(project)
  const late = until !== null && until < now
  const stage = stageWords[current.name]
  const returned = current.reports.find(({ state }) => state === 'returned')
  const open = current.reports.find(({ state, dueAt }) => state === 'open' && dueAt === until)
  const what = current.changesAsked !== null ? { zh: `按审核意见修改：${stage.zh}`, en: `Change what was asked: ${stage.en.toLowerCase()}` }
    : returned !== undefined ? { zh: `第 ${returned.number} 期报告退回，请修改`, en: `Report ${returned.number} came back` }
    : open !== undefined ? { zh: `交第 ${open.number} 期报告`, en: `Send report ${open.number}` }
    : { zh: `继续做${stage.zh}阶段`, en: `Go on with the ${stage.en.toLowerCase()} stage` }
  return [{ title: what, about: { zh: title }, href: `/projects/${id}`, until, state: late ? 'late' : current.changesAsked !== null || returned !== undefined ? 'wait' : 'now' }]
}

/** How many projects wait for an administrator, by the board's own counts. */
async function dueForAdministrator({ actor, table }: Context): Promise<Due[]> {
  const counts = await Promise.all(administered(actor).map((district) => table.get(boardCountsItem, keys.boardCounts(district))))
  const waiting = counts.reduce((sum, found) => sum + (found?.value.waits.administrator ?? 0), 0)
  return waiting === 0 ? [] : [{
    title: { zh: `${waiting} 个项目等管理员处理`, en: `${waiting} ${waiting === 1 ? 'project waits' : 'projects wait'} for an administrator` }, about: { zh: '项目看板', en: 'Board' }, href: '/board?waits=administrator', until: null, state: 'wait',
  }]
}

async function dueForMentor(context: Context): Promise<Due[]> {
  return (await myMentoring(context)).filter(({ present, project }) => present && project.state === 'active' && project.current.state !== 'paused').map((one) => dueOfMentor(one, isLate(one.project, context.now)))
}

function dueOfMentor({ project, sessions }: Mentoring, late: boolean): Due {
  const first = project.current.name === 'incubation' && sessions === 0
  return {
    title: first ? { zh: '约第一次督导', en: 'Hold the first mentoring session' } : late ? { zh: '督导的项目已超期，帮一把', en: 'A project you guide is late' } : { zh: '督导项目', en: 'Guide the project' },
    about: { zh: project.title }, href: `/projects/${project.id}/mentoring`, until: nextDue(project), state: late ? 'late' : first ? 'wait' : 'now',
  }
}

async function dueForEvaluator(context: Context): Promise<Due[]> {
  return (await myEvaluations(context)).filter(waitsForCard).map(({ project: { id, title, current } }) => ({
    title: { zh: '填评估表', en: 'Fill in the evaluation sheet' }, about: { zh: title }, href: `/projects/${id}/evaluation/card`, until: current.dueAt, state: current.dueAt < context.now ? 'late' : 'wait',
  }))
}
