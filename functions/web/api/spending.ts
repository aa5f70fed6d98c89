import * as z from 'zod'
import { date } from '../../../shared/kernel/calendar.ts'
import { fileId, projectId } from '../../../shared/kernel/ids.ts'
import { explainedSchema } from '../../../shared/doubt/doubt.ts'
import { bilingual } from '../../../shared/kernel/text.ts'
import { projectFileSchema } from '../../../shared/project/file.store.ts'
import { budgetSources } from '../../../shared/rulebook/form.ts'
import { doubtCodes } from '../../../shared/spending/doubts.ts'
import { spendingInput } from '../../../shared/spending/record.ts'
import { spendingSchema } from '../../../shared/spending/spending.ts'
import { addSpending, changeSpending, changeSpendingInput, removeReceipt, restoreSpending, strikeInput, strikeSpending } from '../../commands/spending.ts'
import { explainInput, explainSpending } from '../../commands/doubt.ts'
import { readSpending } from '../../queries/spending.ts'
import { route, type Route } from './route.ts'

const params = z.object({ project: projectId })
const one = params.extend({ spending: z.string().max(60) })
const saved = z.object({ spending: z.string(), revision: z.int() })

const sums = z.object({ planned: z.int(), spent: z.int(), left: z.int(), over: z.int() })
const bySource = z.object(Object.fromEntries(budgetSources.map((source) => [source, sums])) as Record<(typeof budgetSources)[number], typeof sums>)
const against = sums.extend({
  bySource,
  heads: z.array(sums.extend({ head: z.string(), overPercent: z.number().nullable(), bySource, cap: z.object({ maxPercent: z.number(), most: z.int() }).nullable(), aboveCap: z.boolean(), larger: z.boolean() })),
})
const doubt = bilingual.extend({ id: z.string(), code: z.enum(doubtCodes), with: z.array(z.string()), explained: explainedSchema.pick({ sentence: true, by: true, at: true }).nullable() })
const mistakes = z.array(z.object({ path: z.string(), code: z.string(), zh: z.string(), en: z.string() }))
const receipt = projectFileSchema.pick({ file: true, name: true, bytes: true, type: true, at: true })

export const spendingRoutes: Route[] = [
  route({
    method: 'get', path: '/projects/{project}/spending', action: 'spending.read', summary: 'What a project spent in its present cycle or an earlier one, against its budget by head and source (fen), with what is over, receipts and doubts',
    params, query: z.object({ cycle: z.coerce.number().int().min(1).optional() }), answer: z.object({ cycle: z.int(), over: mistakes, period: z.object({ from: date, to: date }), against, entries: z.array(spendingSchema.extend({ receipts: z.array(receipt), doubts: z.array(doubt) })) }),
    run: async (context, { params: { project }, query }) => {
      const { cycle, over, period, against: sumsOf, entries } = await readSpending(context, project, query.cycle)
      return { cycle, over, period, against: sumsOf, entries: entries.map(({ spending, receipts, doubts }) => ({ ...spending, receipts, doubts })) }
    },
  }),
  route({
    method: 'post', path: '/projects/{project}/spending', action: 'spending.record', summary: 'Record one sum that was spent; its receipts are uploaded as files of kind `receipt` of this id', status: 201,
    params, body: spendingInput, answer: saved, run: (context, { params: { project }, body }) => addSpending(context, project, body),
  }),
  route({
    method: 'put', path: '/projects/{project}/spending/{spending}', action: 'spending.record', summary: 'Change an entry; what stood there before is kept in the trail',
    params: one, body: changeSpendingInput, answer: saved, run: (context, { params: { project, spending }, body }) => changeSpending(context, project, spending, body),
  }),
  route({
    method: 'post', path: '/projects/{project}/spending/{spending}/strike', action: 'spending.record', summary: 'Take an entry out of the count, with a reason',
    params: one, body: strikeInput, answer: saved, run: (context, { params: { project, spending }, body }) => strikeSpending(context, project, spending, body),
  }),
  route({
    method: 'post', path: '/projects/{project}/spending/{spending}/doubts/{doubt}', action: 'doubt.explain', summary: 'Say what was found out about a doubt of an entry; it stands as explained',
    params: one.extend({ doubt: z.string().max(60) }), body: explainInput, answer: explainedSchema, run: (context, { params: { project, spending, doubt }, body }) => explainSpending(context, project, spending, doubt, body),
  }),
  route({
    method: 'delete', path: '/projects/{project}/spending/{spending}/strike', action: 'spending.record', summary: 'Count a struck entry again',
    params: one, answer: saved, run: (context, { params: { project, spending } }) => restoreSpending(context, project, spending),
  }),
  route({
    method: 'delete', path: '/projects/{project}/spending/{spending}/receipts/{file}', action: 'spending.record', summary: 'Take a receipt off an entry',
    params: one.extend({ file: fileId }), answer: z.object({ removed: z.boolean() }), run: (context, { params: { project, spending, file } }) => removeReceipt(context, project, spending, file),
  }),
]
