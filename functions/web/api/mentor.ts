import * as z from 'zod'
import { projectId } from '../../../shared/kernel/ids.ts'
import { instant } from '../../../shared/kernel/instant.ts'
import { mentorSessionSchema } from '../../../shared/mentor/mentor.ts'
import { projectSchema } from '../../../shared/project/project.ts'
import { leaveInput } from '../../commands/evaluator.ts'
import { appointMentor, appointMentorInput, askForMentor, endMentoring, leaveMentoring, recordSession, sessionInput } from '../../commands/mentor.ts'
import { myMentoring, readMentoring } from '../../queries/mentor.ts'
import { route, type Route } from './route.ts'

const project = z.object({ project: projectId })
const mentored = z.object({ project: projectId, mentor: projectSchema.shape.mentor, mentorAskedAt: projectSchema.shape.mentorAskedAt })

/** Mentors: asked for, named, and what they do. */
export const mentorRoutes: Route[] = [
  route({
    method: 'get', path: '/projects/{project}/mentoring', action: 'mentoring.read', summary: 'The project’s mentor, sessions and comments', params: project, answer: mentored.extend({ agency: z.string().nullable(), sessions: z.array(mentorSessionSchema) }),
    run: async (context, { params }) => {
      const { project: { id, mentor, mentorAskedAt }, agency, sessions } = await readMentoring(context, params.project)
      return { project: id, mentor, mentorAskedAt, agency, sessions }
    },
  }),
  route({ method: 'post', path: '/projects/{project}/mentor/request', action: 'project.ask', summary: 'Ask for a mentor', params: project, status: 201, answer: mentored, run: (context, { params }) => askForMentor(context, params.project) }),
  route({ method: 'put', path: '/projects/{project}/mentor', action: 'project.staff', summary: 'Name a member of an agency as mentor', params: project, body: appointMentorInput, answer: mentored, run: (context, { params, body }) => appointMentor(context, params.project, body) }),
  route({ method: 'post', path: '/projects/{project}/mentor/ending', action: 'project.staff', summary: 'End the mentoring, with a reason', params: project, body: leaveInput, answer: mentored, run: (context, { params, body }) => endMentoring(context, params.project, body) }),
  route({ method: 'post', path: '/projects/{project}/mentor/withdrawal', action: 'project.advise', summary: 'Step down as the project’s mentor, with a reason', params: project, body: leaveInput, answer: mentored, run: (context, { params, body }) => leaveMentoring(context, params.project, body) }),
  route({ method: 'post', path: '/projects/{project}/mentoring/sessions', action: 'project.advise', summary: 'Record a session or write a comment', params: project, body: sessionInput, status: 201, answer: mentorSessionSchema, run: (context, { params, body }) => recordSession(context, params.project, body) }),
  route({
    method: 'get', path: '/mentoring', action: 'project.list-assigned', summary: 'Projects that I guide or guided',
    answer: z.object({ items: z.array(z.object({ project: projectId, title: z.string(), organisation: z.string(), until: instant, sessions: z.int(), present: z.boolean() })) }),
    run: async (context) => ({ items: (await myMentoring(context)).map(({ project: { id, title, organisation, current }, sessions, present }) => ({ project: id, title, organisation: organisation.name, until: current.dueAt, sessions, present })) }),
  }),
]
