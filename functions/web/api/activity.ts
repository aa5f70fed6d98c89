import * as z from 'zod'
import { activitySchema, planSchema } from '../../../shared/activity/activity.ts'
import { explainedSchema } from '../../../shared/doubt/doubt.ts'
import { attendanceSchema, hourKinds, hourStates } from '../../../shared/hours/hours.ts'
import { activityId, projectId, volunteerId } from '../../../shared/kernel/ids.ts'
import { callOff, callOffInput, changeActivity, planActivities, planInput, reasonInput, reopenReport, reportActivity, reportInput, takeUpAgain } from '../../commands/activity.ts'
import { signIn, signInInput, signOut, type SignedIn } from '../../commands/attendance.ts'
import { backFill, backFillInput, leaderSignInput, rate, rateInput, signByLeader } from '../../commands/attendance-list.ts'
import { explainActivity, explainInput } from '../../commands/doubt.ts'
import { approveHours, approveInput, correctHours, correctInput } from '../../commands/hours.ts'
import { activityFilter, listActivities, listDoubts, readActivity, readCode, standings } from '../../queries/activity.ts'
import { listWaitingHours } from '../../queries/hours-waiting.ts'
import { route, type Route } from './route.ts'

const params = z.object({ project: projectId })
const one = params.extend({ activity: activityId })
const changed = z.object({ id: activityId })
const standing = z.enum(standings)
const sums = z.object({ checkedIn: z.int(), backFilled: z.int() })
const mistakes = z.array(z.object({ path: z.string(), code: z.string(), zh: z.string(), en: z.string() }))
const doubt = z.object({ kind: z.enum(['two-places', 'long-day', 'over-length', 'not-out', 'same-photo']), activity: z.string(), volunteer: z.string().optional(), day: z.string().optional(), other: z.string().optional(), minutes: z.int().optional(), length: z.int().optional(), file: z.string().optional(), otherActivity: z.string().optional(), id: z.string(), explained: explainedSchema.pick({ sentence: true, by: true, at: true }).nullable() })
const state = z.enum(hourStates)
/** To whom it may be told without an account: that it was done, not whose phone it is. */
const signed = z.object({ state: z.enum(['unknown', ...hourStates]), from: z.string().nullable(), to: z.string().nullable(), minutes: z.int(), fresh: z.boolean() })
const tell = ({ state: at, from, to, minutes, fresh }: SignedIn): z.input<typeof signed> => ({ state: at, from, to, minutes, fresh })

/** Activities of a project, who came, and their hours. */
export const activityRoutes: Route[] = [
  route({
    method: 'get', path: '/projects/{project}/activities', action: 'activity.read', summary: 'Activities of a project: what lies ahead first, then what is over', params, query: activityFilter,
    answer: z.object({ items: z.array(z.object({ activity: activitySchema, standing })), total: z.int(), page: z.int(), size: z.int(), counts: z.partialRecord(standing, z.int()) }),
    run: (context, { params, query }) => listActivities(context, params.project, query),
  }),
  route({
    method: 'post', path: '/projects/{project}/activities', action: 'activity.plan', summary: 'Plan an activity, or a series of dated ones', params, body: planInput, status: 201, answer: z.object({ activities: z.array(activityId) }),
    run: (context, { params, body }) => planActivities(context, params.project, body),
  }),
  route({
    method: 'get', path: '/projects/{project}/doubts', action: 'activity.read', summary: 'Doubtful records, a page of activities at a time', params, query: z.object({ page: z.coerce.number().int().min(1).max(1000).default(1) }),
    answer: z.object({ items: z.array(z.object({ activity: activityId, doubts: z.array(doubt) })), page: z.int(), size: z.int(), total: z.int() }),
    run: async (context, { params, query }) => {
      const { items, ...rest } = await listDoubts(context, params.project, query.page)
      return { ...rest, items: items.map(({ activity, doubts }) => ({ activity: activity.id, doubts })) }
    },
  }),
  route({
    method: 'get', path: '/projects/{project}/activities/{activity}', action: 'activity.read', summary: 'One activity with who came and what is doubtful', params: one,
    answer: z.object({ activity: activitySchema, standing, lateFrom: z.string(), opening: mistakes, takesSignIns: z.boolean(), attendances: z.array(attendanceSchema), sums, doubts: z.array(doubt) }),
    run: (context, { params }) => readActivity(context, params.project, params.activity),
  }),
  route({
    method: 'post', path: '/projects/{project}/activities/{activity}/doubts/{doubt}', action: 'doubt.explain', summary: 'Say what was found out about a doubtful record; it stands as explained', params: one.extend({ doubt: z.string().max(60) }), body: explainInput,
    answer: explainedSchema, run: (context, { params, body }) => explainActivity(context, params.project, params.activity, params.doubt, body),
  }),
  route({
    method: 'put', path: '/projects/{project}/activities/{activity}', action: 'activity.plan', summary: 'Change or move one activity', params: one, body: planSchema, answer: changed,
    run: (context, { params, body }) => changeActivity(context, params.project, params.activity, body),
  }),
  route({
    method: 'post', path: '/projects/{project}/activities/{activity}/cancellation', action: 'activity.plan', summary: 'Call it off, or with it those after it in its series', params: one, body: callOffInput, answer: changed,
    run: (context, { params, body }) => callOff(context, params.project, params.activity, body),
  }),
  route({
    method: 'delete', path: '/projects/{project}/activities/{activity}/cancellation', action: 'activity.plan', summary: 'Take it up again', params: one, answer: changed,
    run: (context, { params }) => takeUpAgain(context, params.project, params.activity),
  }),
  route({
    method: 'post', path: '/projects/{project}/activities/{activity}/report', action: 'activity.report', summary: 'Report what happened, once hours and ratings are recorded', params: one, body: reportInput, answer: changed,
    run: (context, { params, body }) => reportActivity(context, params.project, params.activity, body),
  }),
  route({
    method: 'post', path: '/projects/{project}/activities/{activity}/report/withdrawal', action: 'activity.report', summary: 'Take the report back to put it right', params: one, body: reasonInput, answer: changed,
    run: (context, { params, body }) => reopenReport(context, params.project, params.activity, body),
  }),
  route({
    method: 'get', path: '/projects/{project}/activities/{activity}/code', action: 'attendance.record', summary: 'The sign-in code of this minute, as an address to be shown as a QR code', params: one,
    answer: z.object({ url: z.string().nullable(), lasts: z.int(), here: z.int(), gone: z.int() }), run: (context, { params }) => readCode(context, params.project, params.activity),
  }),
  route({
    method: 'post', path: '/projects/{project}/activities/{activity}/attendances', action: 'attendance.record', summary: 'Record who came, afterwards: a pasted list or volunteers of the organisation', params: one, body: backFillInput,
    answer: z.object({ rows: z.array(z.object({ line: z.int(), name: z.string(), outcome: z.enum(['added', 'already', 'refused']), minutes: z.int(), state: state.nullable(), mistakes })) }),
    run: async (context, { params, body }) => {
      const { rows } = await backFill(context, params.project, params.activity, body)
      return { rows: rows.map((row) => ({ ...row, mistakes: [...row.mistakes] })) }
    },
  }),
  route({
    method: 'post', path: '/projects/{project}/activities/{activity}/attendances/now', action: 'attendance.record', summary: 'Sign one volunteer in or out on the spot, by the server’s clock', params: one, body: leaderSignInput, answer: z.object({ state }),
    run: (context, { params, body }) => signByLeader(context, params.project, params.activity, body),
  }),
  route({
    method: 'post', path: '/projects/{project}/activities/{activity}/ratings', action: 'attendance.record', summary: 'Rate one volunteer, or everybody who is not rated yet', params: one, body: rateInput, answer: z.object({ rated: z.int() }),
    run: (context, { params, body }) => rate(context, params.project, params.activity, body),
  }),
  route({
    method: 'post', path: '/projects/{project}/activities/{activity}/attendances/{volunteer}/correction', action: 'hours.correct', summary: 'Correct one record; the old value, the reason and both names are kept', params: one.extend({ volunteer: volunteerId }),
    body: correctInput, answer: z.object({ state, minutes: z.int(), kind: z.enum(hourKinds) }), run: (context, { params, body }) => correctHours(context, params.project, params.activity, params.volunteer, body),
  }),
  route({
    method: 'post', path: '/activities/{activity}/attendances/{volunteer}/approval', action: 'hours.approve', summary: 'Decide on more than eight hours a day', params: z.object({ activity: activityId, volunteer: volunteerId }), body: approveInput,
    answer: z.object({ state }), run: (context, { params, body }) => approveHours(context, params.activity, params.volunteer, body),
  }),
  route({
    method: 'get', path: '/hours/waiting', action: 'hours.approve', summary: 'Hours above eight a day that wait for a decision', query: z.object({ district: z.string().optional() }),
    answer: z.object({ items: z.array(attendanceSchema.pick({ activity: true, project: true, volunteer: true, number: true, title: true, kind: true, minutes: true, days: true, recordedAt: true })) }),
    run: (context, { query }) => listWaitingHours(context, query.district),
  }),
  route({
    method: 'post', path: '/activities/{activity}/sign-in', action: 'attendance.sign-in', summary: 'Sign in with the code on the leader’s screen; nobody needs an account', params: z.object({ activity: activityId }), body: signInInput, answer: signed,
    run: async (context, { params, body }) => tell(await signIn(context, params.activity, body, undefined)),
  }),
  route({
    method: 'post', path: '/activities/{activity}/sign-out', action: 'attendance.sign-in', summary: 'Sign out with the code on the leader’s screen', params: z.object({ activity: activityId }), body: signInInput.pick({ pass: true, who: true }), answer: signed,
    run: async (context, { params, body }) => tell(await signOut(context, params.activity, body, undefined)),
  }),
]
