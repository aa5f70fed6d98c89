import { isLate, nextDue } from '../../shared/project/project.ts'
import type { Context } from '../context.ts'
import { dueForAdministrator } from './administrator-due.ts'
import type { Due } from './due.ts'
import { myEvaluations, waitsForCard } from './evaluation.ts'
import { dueForMembers } from './member-due.ts'
import { type Mentoring, myMentoring } from './mentor.ts'
import { dueForOffers } from './offer.ts'

/** What projects want of the asker: as a member of their organisations, as mentor, as evaluator, and as administrator. */
export async function dueForProjects(context: Context): Promise<Due[]> {
  if (context.actor.kind !== 'person') return []
  return (await Promise.all([dueForMembers(context), dueForOffers(context), dueForMentor(context), dueForEvaluator(context), dueForAdministrator(context)])).flat()
}

async function dueForMentor(context: Context): Promise<Due[]> {
  return (await myMentoring(context)).filter(({ present, project }) => present && project.state === 'active' && project.current.state !== 'paused').map((one) => dueOfMentor(one, isLate(one.project, context.now)))
}

function dueOfMentor({ project, sessions, assignment }: Mentoring, late: boolean): Due {
  const first = sessions === 0
  return {
    title: first ? { zh: '请您督导：约第一次面谈', en: 'You are asked to guide it: hold the first session' } : late ? { zh: '督导的项目已超期，帮一把', en: 'A project you guide is late' } : { zh: '督导项目', en: 'Guide the project' },
    about: { zh: project.title }, href: `/projects/${project.id}/mentoring`, until: nextDue(project), state: late ? 'late' : first ? 'wait' : 'now', ...(first ? { since: assignment.since } : {}),
  }
}

/** Sheets to fill in; and projects that somebody is asked to evaluate, before they have come to it. */
async function dueForEvaluator(context: Context): Promise<Due[]> {
  return (await myEvaluations(context)).flatMap((one): Due[] => {
    const { project: { id, title, state, current }, present, assignment } = one
    const about = { about: { zh: title } }
    if (waitsForCard(one)) return [{ ...about, title: { zh: '填评估表', en: 'Fill in the evaluation sheet' }, href: `/projects/${id}/evaluation/card`, until: current.dueAt, state: current.dueAt < context.now ? 'late' : 'wait', since: assignment.since }]
    if (!present || state !== 'active' || current.name === 'evaluation') return []
    return [{ ...about, title: { zh: '请您评估，项目还没到评估阶段', en: 'You are asked to evaluate it, once it has come to that' }, href: `/projects/${id}/evaluation`, until: null, state: 'now', since: assignment.since }]
  })
}
