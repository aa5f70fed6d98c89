import type { Transporter } from 'nodemailer'
import { environment } from '../../shared/kernel/environment.ts'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { loadGrant } from '../../shared/grant/grant.store.ts'
import { loadProject } from '../../shared/project/project.store.ts'
import type { Mail } from '../../shared/mail/mail.ts'
import { mailItem } from '../../shared/mail/mail.store.ts'
import { outboxItem } from '../../shared/outbox/outbox.store.ts'
import type { Order } from '../../shared/outbox/outbox.ts'
import { keys } from '../../shared/store/keys.ts'
import { Conflict, type Table } from '../../shared/store/table.ts'
import { executionItem } from '../../shared/workflow/execution.store.ts'
import type { Context } from '../context.ts'
import { secretOf } from '../secret.ts'
import { collect } from './mail-choice.ts'
import { theWorkflow } from '../workflow.ts'

/**
 * Carries out one order and marks it done. Run twice, it has one effect: a start goes by its name, an answer by its token, mail by its
 * Message-ID, a line by its id. Throws what the service throws; the stream's consumer and the sweep try again.
 */
export async function deliver(context: Context, id: string): Promise<void> {
  const found = await context.table.get(outboxItem, keys.outbox(id))
  if (found === undefined || found.value.done) return
  if (found.value.order.do === 'collect') return collect(context, id, found.value.order)
  await carryOut(context, found.value.order)
  try {
    await context.table.transact([outboxItem.put({ ...found.value, done: true }, found.version)])
  } catch (error) {
    // The sweep and the stream carried it out at the same time, to one effect.
    if (!(error instanceof Conflict)) throw error
  }
}

async function carryOut(context: Context, order: Exclude<Order, { do: 'collect' }>): Promise<void> {
  const workflow = theWorkflow()
  switch (order.do) {
    case 'start':
      await recordExecution(context, order)
      return workflow.start(order.machine, order.name, order.input)
    case 'answer':
      await workflow.answer(order.token, order.output)
      return
    case 'fail':
      await workflow.fail(order.token, order.error, order.cause)
      return
    case 'mail':
      return sendMail(context.table, order.mail)
  }
}

/** Before the start, so that the sweep knows of it whatever happens in between. */
async function recordExecution(context: Context, order: Extract<Order, { do: 'start' }>): Promise<void> {
  const { project, competition, grant, index, number } = order.input
  const { value: about } = project !== undefined ? await loadProject(context.table, String(project)) : grant !== undefined ? await loadGrant(context.table, String(grant)) : await loadCompetition(context.table, String(competition))
  const place = project === undefined ? index : number
  try {
    await context.table.transact([
      executionItem.put({
        name: order.name, machine: order.machine, about: about.id, district: about.district, index: typeof place === 'number' ? place : null,
        checkAt: context.now,
        status: 'running', startedAt: context.now, endedAt: null, error: null, cause: null, path: [],
      }, 'none'),
    ])
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
  }
}

let transport: Transporter | undefined

/** The library is loaded with the first message: most runs of the consumer send none. */
async function openTransport(address: string | undefined): Promise<Transporter> {
  if (address === undefined) throw new TypeError('Neither XIUYUAN_MAIL nor XIUYUAN_MAIL_SECRET_ARN says where mail goes')
  const { createTransport } = await import('nodemailer')
  return createTransport(address)
}

async function sendMail(table: Table, mail: Mail): Promise<void> {
  const { XIUYUAN_MAIL: outright, XIUYUAN_MAIL_SECRET_ARN: arn, XIUYUAN_MAIL_FROM: from } = environment()
  if (outright === 'store') return table.transact([mailItem.put(mail, 'any')])
  transport ??= await openTransport(outright ?? await secretOf(arn))
  await transport.sendMail({ from, to: mail.to, subject: mail.subject, text: mail.text, messageId: `<${mail.id}@${from.split('@')[1] ?? 'xiuyuan'}>` })
}
