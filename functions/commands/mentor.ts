import * as z from 'zod'
import { bondsOf } from '../../shared/evaluation/conflict.store.ts'
import { date } from '../../shared/kernel/calendar.ts'
import { orderedId, organisationId, personId } from '../../shared/kernel/ids.ts'
import { milliseconds } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { typed } from '../../shared/kernel/text.ts'
import { type MentorSession, requireSession, sessionKinds } from '../../shared/mentor/mentor.ts'
import { mentorSessionItem } from '../../shared/mentor/mentor.store.ts'
import { loadOrganisation, memberItem } from '../../shared/organisation/organisation.store.ts'
import { personItem } from '../../shared/person/person.store.ts'
import { type Project, projectTarget } from '../../shared/project/project.ts'
import { loadProject, projectItem } from '../../shared/project/project.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored } from '../../shared/store/table.ts'
import { act, type Decision } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { assigned, type leaveInput } from './evaluator.ts'
import { newsOf } from './news.ts'
import { projectEntry } from './project.ts'
import { reread } from './project-move.ts'

export interface Mentored {
  project: Project['id']
  mentor: Project['mentor']
  mentorAskedAt: Project['mentorAskedAt']
}
const answerOf = ({ id, mentor, mentorAskedAt }: Project): Mentored => ({ project: id, mentor, mentorAskedAt })

function requireActive(project: Project): void {
  if (project.state !== 'active') throw new Refusal('WRONG_STATE', { facts: { state: project.state } })
}

/** The organisation asks for somebody to guide the project. Asking again changes nothing. Throws WRONG_STATE once the project is over or has a mentor. */
export async function askForMentor(context: Context, id: string): Promise<Mentored> {
  return act<Mentored>(context, async () => {
    const { value: project, version } = await loadProject(context.table, id)
    authorise(context, 'project.ask', projectTarget(project))
    requireActive(project)
    if (project.mentor !== null) throw new Refusal('WRONG_STATE', { facts: { mentor: project.mentor.name } })
    if (project.mentorAskedAt !== null) return { writes: [], trail: [], answer: answerOf(project) }
    const asked: Project = { ...project, mentorAskedAt: context.now }
    const woken = await reread(context, project)
    return {
      writes: [projectItem.put(asked, version), ...woken.writes],
      trail: [projectEntry(project, 'project.ask', { zh: '申请督导', en: 'asked for a mentor' })],
      orders: [...woken.orders, ...(await newsOf(context, project, [{ administrators: project.district }], { news: { zh: '项目申请督导，请指定一位', en: 'The project asks for a mentor; please name one' }, path: `/projects/${project.id}/mentoring` }, `mentor-asked/${version}`))],
      answer: answerOf(asked),
    }
  })
}

export const appointMentorInput = z.strictObject({ person: personId, organisation: organisationId })

/**
 * Names a present member of an admitted agency, other than the one that delivers the project, as its mentor. Throws INVALID for any other
 * agency or person, CONFLICTED where they or their agency evaluate the project, WRONG_STATE once it is over.
 */
export async function appointMentor(context: Context, id: string, input: z.infer<typeof appointMentorInput>): Promise<Mentored> {
  return act<Mentored>(context, async () => {
    const { value: project, version } = await loadProject(context.table, id)
    authorise(context, 'project.staff', projectTarget(project))
    requireActive(project)
    const agency = await agencyOf(context, project, input)
    const [person, member] = await context.table.getEach({ kind: personItem, key: keys.person(input.person) }, { kind: memberItem, key: keys.member(agency.id, input.person) })
    if (person === undefined || member === undefined || member.value.removedAt !== null) throw wrong('person', 'NOT_A_MEMBER', '这个人不是这家机构的成员', 'This person is no member of the agency')
    const { evaluator, mentor: before } = project
    if (evaluator !== null && (evaluator.person === input.person || (await bondsOf(context.table, project, evaluator.person)).organisations.has(agency.id))) {
      throw new Refusal('CONFLICTED', { mistakes: [{ path: 'person', code: 'EVALUATOR', zh: '这个项目的评估员就是这个人，或属于这家机构', en: 'The project’s evaluator is this person, or belongs to this agency' }] })
    }
    if (before?.person === input.person && before.organisation === agency.id) return { writes: [], trail: [], answer: answerOf(project) }
    const mentor = { person: person.value.id, name: person.value.name, organisation: agency.id, since: context.now }
    const appointed: Project = { ...project, mentor, mentorAskedAt: null }
    return {
      writes: [
        projectItem.put(appointed, version), await assigned(context, project, mentor.person, 'mentor', false),
        ...(before === null || before.person === mentor.person ? [] : [await assigned(context, project, personId.parse(before.person), 'mentor', true)]),
      ],
      trail: [projectEntry(project, 'project.staff', { zh: `请${agency.name}的${mentor.name}担任督导`, en: `named ${mentor.name} of ${agency.name} as mentor` })],
      orders: [
        ...(await newsOf(context, project, [{ person: mentor.person }], { news: { zh: '请您督导这个项目', en: 'You are asked to guide this project' }, path: `/projects/${project.id}/mentoring`, always: true }, `mentor/${version}`)),
        ...(await newsOf(context, project, [{ organisation: project.organisation.id }], { news: { zh: `督导已指定：${mentor.name}`, en: `Your mentor is ${mentor.name}` }, path: `/projects/${project.id}/mentoring` }, `mentor-named/${version}`)),
      ],
      answer: answerOf(appointed),
    }
  })
}

const wrong = (path: string, code: string, zh: string, en: string) => new Refusal('INVALID', { mistakes: [{ path, code, zh, en }] })

async function agencyOf(context: Context, project: Project, { organisation }: { organisation: string }) {
  const { value: agency } = await loadOrganisation(context.table, organisation)
  if (agency.id === project.organisation.id) throw wrong('organisation', 'SAME', '承担项目的单位不能督导自己的项目', 'Who delivers a project does not guide it')
  if (agency.district !== project.district || agency.kind !== 'agency' || agency.state !== 'admitted') throw wrong('organisation', 'NOT_AN_AGENCY', '督导要来自已入驻的专业社工机构', 'A mentor comes from an admitted agency of social workers')
  return agency
}

/** An administrator ends the mentoring, with a reason. Throws WRONG_STATE where there is none. */
export const endMentoring = (context: Context, id: string, input: z.infer<typeof leaveInput>): Promise<Mentored> => ended(context, id, 'project.staff', input.reason)
/** The mentor's own withdrawal, with a reason. */
export const leaveMentoring = (context: Context, id: string, input: z.infer<typeof leaveInput>): Promise<Mentored> => ended(context, id, 'project.advise', input.reason)

async function ended(context: Context, id: string, action: 'project.staff' | 'project.advise', reason: string): Promise<Mentored> {
  return act<Mentored>(context, async () => {
    const stored: Stored<Project> = await loadProject(context.table, id)
    const project = stored.value
    authorise(context, action, projectTarget(project))
    const { mentor } = project
    if (mentor === null) throw new Refusal('WRONG_STATE', { facts: { mentor: '' } })
    const free: Project = { ...project, mentor: null }
    const audience = [{ organisation: project.organisation.id }, action === 'project.staff' ? { person: mentor.person } : { administrators: project.district }]
    return {
      writes: [projectItem.put(free, stored.version), await assigned(context, project, personId.parse(mentor.person), 'mentor', true)],
      trail: [projectEntry(project, action, { zh: `结束了${mentor.name}的督导`, en: `ended the mentoring by ${mentor.name}` }, { reason })],
      orders: await newsOf(context, project, audience, { news: { zh: `${mentor.name}不再督导这个项目`, en: `${mentor.name} no longer guides this project` }, reason, path: `/projects/${project.id}/mentoring` }, `mentor-ended/${stored.version}`),
      answer: answerOf(free),
    }
  })
}

export const sessionInput = z.strictObject({ kind: z.enum(sessionKinds), day: date, minutes: z.int().min(0).default(0), text: typed(2000), advice: z.string().trim().max(2000).default('') })

/** The mentor records a session that was held, or writes a comment. Throws INVALID, WRONG_STATE once the project is over. */
export async function recordSession(context: Context, id: string, input: z.infer<typeof sessionInput>): Promise<MentorSession> {
  const by = personOf(context)
  const made = orderedId(milliseconds(context.now))
  return act<MentorSession>(context, async (): Promise<Decision<MentorSession>> => {
    const { value: project } = await loadProject(context.table, id)
    authorise(context, 'project.advise', projectTarget(project))
    requireActive(project)
    const minutes = input.kind === 'comment' ? 0 : input.minutes
    requireSession({ ...input, minutes }, context.now)
    const session: MentorSession = { project: project.id, id: made, cycle: project.cycle, ...input, minutes, by: { person: by.id, name: by.name }, at: context.now }
    const [zh, en] = session.kind === 'session' ? ['督导记录了一次面谈', 'The mentor recorded a session'] : ['督导写了意见', 'The mentor wrote a comment']
    return {
      writes: [mentorSessionItem.put(session, 'none')],
      // The words stay between the two: the trail is read by more people.
      trail: [projectEntry(project, 'project.advise', session.kind === 'session' ? { zh: `记录了一次督导，${minutes} 分钟`, en: `recorded a mentoring session of ${minutes} minutes` } : { zh: '写了一条督导意见', en: 'wrote a mentor’s comment' })],
      orders: await newsOf(context, project, [{ organisation: project.organisation.id }], { news: { zh, en }, path: `/projects/${project.id}/mentoring` }, `session/${made}`),
      answer: session,
    }
  })
}
