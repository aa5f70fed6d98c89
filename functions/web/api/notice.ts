import * as z from 'zod'
import { date } from '../../../shared/kernel/calendar.ts'
import { competitionId, fileId, objectionId } from '../../../shared/kernel/ids.ts'
import { bilingual } from '../../../shared/kernel/text.ts'
import { noticeSchema, objectionSchema } from '../../../shared/notice/notice.ts'
import { districtCode } from '../../../shared/person/person.ts'
import { setAsideSchema } from '../../../shared/vote/strike.ts'
import { correctCalendar, correctCalendarInput } from '../../commands/calendar.ts'
import { announceEvidence, announceEvidenceInput, checkEvidence } from '../../commands/evidence.ts'
import { publishNotice, publishNoticeInput } from '../../commands/notice.ts'
import { makeObjection, objectionInput, ruleOnObjection, rulingInput } from '../../commands/objection.ts'
import { findReceipt, receiptInput } from '../../queries/notice-receipt.ts'
import { listObjections, previewNotice, readNotice } from '../../queries/notice.ts'
import { publicLineView } from './lines.ts'
import { route, type Route } from './route.ts'

const params = z.object({ competition: competitionId })
const days = noticeSchema.shape.days

/** Everything on a notice; who published it stands in the trail. A line's `notice` is the one whose days it stands under. */
const noticeView = noticeSchema.omit({ publishedBy: true, list: true }).extend({
  lines: z.array(publicLineView.extend({ notice: z.int(), lastDay: date, open: z.boolean() })), removed: z.array(z.object({ number: z.string(), title: z.string(), organisation: z.string() })),
  open: z.boolean(), objections: z.int(), replacedBy: z.int().nullable(), amended: z.boolean(), early: z.boolean(), setAside: setAsideSchema.nullable(),
})
const published = z.object({ number: z.int(), firstDay: date, lastDay: date, endsAt: z.string(), provisional: z.boolean(), replaces: z.int().nullable() })

const objectionView = z.object({
  id: objectionId, number: z.string(), notice: z.int(), kind: objectionSchema.shape.kind, name: z.string(), contact: z.string(), facts: z.string(), files: z.array(fileId),
  line: publicLineView.nullable(), at: z.string(), deadline: objectionSchema.shape.deadline, late: z.boolean(), state: objectionSchema.shape.state,
  ruling: z.object({ at: z.string(), byName: z.string(), reasons: z.string(), effect: z.enum(['none', 'annul', 'correct']) }).nullable(),
})

export const noticeRoutes: Route[] = [
  route({
    method: 'get', path: '/competitions/{competition}/notice', action: 'notice.read', summary: 'The public notice: the newest, or one by its number',
    params, query: z.object({ number: z.coerce.number<string>().int().min(1).optional() }), answer: noticeView,
    run: async (context, { params, query }) => {
      const { notice, lines, removed, open, objections, replacedBy, amended, early, setAside } = await readNotice(context, params.competition, query.number)
      return { ...notice, lines, removed, open, objections, replacedBy, amended, early, setAside }
    },
  }),
  route({
    method: 'get', path: '/competitions/{competition}/notice/preview', action: 'notice.prepare', summary: 'The window and the list that a notice would have, before it is published',
    params, query: z.object({ firstDay: date.optional() }),
    answer: z.object({
      firstDay: date, lastDay: date, endsAt: z.string(), provisional: z.boolean(), workingDays: z.int(), firstDayCounts: z.boolean(), days,
      ties: z.int(), lines: z.array(publicLineView.extend({ changed: z.boolean() })), removed: z.array(z.object({ title: z.string(), organisation: z.string() })).nullable(), suggested: z.object({ basis: z.string(), process: z.string(), contact: z.object({ phone: z.string(), email: z.string() }) }),
    }),
    run: async (context, { params, query }) => {
      const { window, rulebook, lines, removed, ties, suggested } = await previewNotice(context, params.competition, query.firstDay)
      return { firstDay: window.first, lastDay: window.last, endsAt: window.endsAt, provisional: window.provisional, ...rulebook.notice, days: window.days, ties, lines, removed, suggested }
    },
  }),
  route({
    method: 'post', path: '/competitions/{competition}/notice', action: 'notice.publish', summary: 'Publish the notice; after a ruling, of what has changed; while one runs, with a correction, another in its place whose days start again',
    params, body: publishNoticeInput, status: 201, answer: published,
    run: (context, { params, body }) => publishNotice(context, params.competition, body),
  }),
  route({
    method: 'post', path: '/competitions/{competition}/objections', action: 'objection.make', summary: 'Object to the notice that runs; without a name it is a lead',
    params, body: objectionInput, status: 201, answer: z.object({ id: objectionId, number: z.string(), kind: objectionSchema.shape.kind, at: z.string(), deadline: objectionSchema.shape.deadline }),
    run: (context, { params, body }) => makeObjection(context, params.competition, body),
  }),
  route({
    method: 'post', path: '/competitions/{competition}/objections/files', action: 'objection.make', summary: 'A form to upload one file with, before the objection that names it: post `fields`, then the file as `file`, to `url`; then ask for its check',
    params, body: announceEvidenceInput, status: 201, answer: z.object({ file: fileId, url: z.string(), fields: z.record(z.string(), z.string()) }),
    run: (context, { params, body }) => announceEvidence(context, params.competition, body),
  }),
  route({
    method: 'post', path: '/competitions/{competition}/objections/files/{file}/check', action: 'objection.make', summary: 'Check what was uploaded by its bytes; a ready file may stand with an objection',
    params: params.extend({ file: fileId }), answer: z.object({ file: fileId, name: z.string(), bytes: z.int(), type: z.string().nullable(), state: z.enum(['ready', 'refused']), reason: bilingual.nullable() }),
    run: async (context, { params }) => {
      const { id, ...file } = await checkEvidence(context, params.competition, params.file)
      return { ...file, file: id }
    },
  }),
  route({
    method: 'post', path: '/competitions/{competition}/objections/receipt', action: 'objection.make', summary: 'What became of an objection, by its number and the contact given with it',
    params, body: receiptInput,
    answer: z.object({
      id: objectionId, number: z.string(), kind: objectionSchema.shape.kind, at: z.string(), deadline: objectionSchema.shape.deadline, state: objectionSchema.shape.state,
      ruling: z.object({ reasons: z.string(), effect: z.enum(['none', 'annul', 'correct']), at: z.string() }).nullable(),
    }),
    run: async (context, { params, body }) => {
      const { competition: _, ...receipt } = await findReceipt(context, params.competition, body)
      return receipt
    },
  }),
  route({
    method: 'get', path: '/competitions/{competition}/objections', action: 'objection.list', summary: 'Objections and leads, open ones first, and the numbers of the projects on the list that wait for a ruling',
    params, query: z.object({ state: objectionSchema.shape.state.optional() }), answer: z.object({ objections: z.array(objectionView), blocked: z.array(z.string()) }),
    run: async (context, { params, query }) => {
      const { objections, blocked } = await listObjections(context, params.competition)
      return { objections: objections.filter(({ state }) => query.state === undefined || state === query.state), blocked: blocked.map(({ number }) => number) }
    },
  }),
  route({
    method: 'post', path: '/competitions/{competition}/objections/{objection}/ruling', action: 'objection.rule', summary: 'Rule on an objection, with reasons; a change of the list asks for a new notice',
    params: params.extend({ objection: objectionId }), body: rulingInput,
    answer: z.object({ id: objectionId, state: objectionSchema.shape.state, competition: z.string() }),
    run: (context, { params, body }) => ruleOnObjection(context, params.competition, params.objection, body),
  }),
  route({
    method: 'post', path: '/districts/{district}/calendar', action: 'calendar.correct', summary: 'Say for one day whether it is worked',
    params: z.object({ district: districtCode }), body: correctCalendarInput, answer: z.object({ date, day: correctCalendarInput.shape.day }),
    run: (context, { params, body }) => correctCalendar(context, params.district, body),
  }),
]
