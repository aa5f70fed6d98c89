import * as z from 'zod'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import type { PersonId } from '../../shared/kernel/ids.ts'
import { type ChosenMail, mailChoices, nextDigest } from '../../shared/inbox/mail-choice.ts'
import { digestLineItem, digestLines, mailChoiceItem } from '../../shared/inbox/mail-choice.store.ts'
import { mailOrder } from '../../shared/mail/templates.ts'
import { outboxItem } from '../../shared/outbox/outbox.store.ts'
import type { Order } from '../../shared/outbox/outbox.ts'
import { personItem } from '../../shared/person/person.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { Conflict } from '../../shared/store/table.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'

export const mailChoiceInput = z.strictObject({ choice: z.enum(mailChoices) })

/** How often the asker is mailed. What was collected before still goes out with the next digest, unless nothing is wanted any more. */
export async function chooseMail(context: Context, { choice }: z.infer<typeof mailChoiceInput>): Promise<{ choice: ChosenMail['choice'] }> {
  const { id: person } = personOf(context)
  authorise(context, 'inbox.choose-mail', { person })
  return act(context, async () => {
    const found = await context.table.get(mailChoiceItem, keys.mailChoice(person))
    if (found?.value.choice === choice) return { writes: [], trail: [], answer: { choice } }
    return { writes: [mailChoiceItem.put({ person, choice, digestAt: found?.value.digestAt ?? null, sentFor: found?.value.sentFor ?? null }, found?.version ?? 'none')], trail: [], answer: { choice } }
  })
}

/**
 * Carries out an order to collect: the line, its reader's place among those who are due, and the order's own end are one transaction, so
 * that an order carried out twice adds one line, also where the first has gone out already.
 */
export async function collect({ table, now }: Context, id: string, { line }: Extract<Order, { do: 'collect' }>): Promise<void> {
  for (;;) {
    const [order, choice] = await table.getEach({ kind: outboxItem, key: keys.outbox(id) }, { kind: mailChoiceItem, key: keys.mailChoice(line.person) })
    if (order === undefined || order.value.done) return
    const reader = choice?.value ?? { person: line.person, choice: 'usual' as const, digestAt: null, sentFor: null }
    try {
      await table.transact([
        digestLineItem.put(line, 'none'), outboxItem.put({ ...order.value, done: true }, order.version),
        // Written, or looked at: a digest that goes out at this moment must not leave the line behind.
        reader.digestAt === null ? mailChoiceItem.put({ ...reader, digestAt: nextDigest(now) }, choice?.version ?? 'none') : { check: keys.mailChoice(line.person), expect: choice?.version ?? 'none' },
      ])
      return
    } catch (error) {
      if (!(error instanceof Conflict)) throw error
    }
  }
}

/** Lines of one digest, so that a transaction has room for taking them all away; more wait for the next day. */
const MOST_LINES = 80

/**
 * One person's digest: the mail is ordered, its lines are gone and the next is due in one transaction, so that it goes out once however
 * often this runs. Its Message-ID is made from the day and the person.
 */
export async function sendDigest(context: Context, id: PersonId): Promise<void> {
  const { table, now, environment } = context
  await act<undefined>(context, async () => {
    const [choice, person, lines] = await Promise.all([table.get(mailChoiceItem, keys.mailChoice(id)), table.get(personItem, keys.person(id)), digestLines(table, id)])
    const due = choice?.value.digestAt ?? null
    if (choice === undefined || due === null || due > now) return { writes: [], trail: [], answer: undefined }
    const day = shanghaiDate(due)
    // Something came in the very moment in which that day's mail went out.
    if (choice.value.sentFor === day) return { writes: [mailChoiceItem.put({ ...choice.value, digestAt: nextDigest(now) }, choice.version)], trail: [], answer: undefined }
    const sent = lines.slice(0, MOST_LINES)
    const email = choice.value.choice === 'off' ? null : (person?.value.email ?? null)
    return {
      writes: [mailChoiceItem.put({ ...choice.value, digestAt: lines.length > sent.length ? nextDigest(now) : null, sentFor: day }, choice.version), ...sent.map(({ key, version }) => ({ remove: key, expect: version }))],
      trail: [],
      orders: email === null || sent.length === 0 ? [] : [mailOrder('digest', { day, lines: sent.map(({ value: { subject, url } }) => ({ subject, url })), url: `${environment.XIUYUAN_BASE_URL}/inbox` }, { email, language: person?.value.language ?? 'zh' }, `${day}/${id}`, now)],
      answer: undefined,
    }
  })
}
