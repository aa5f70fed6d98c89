import * as z from 'zod'
import { instant } from '../kernel/instant.ts'
import { digestLineSchema } from '../inbox/mail-choice.ts'
import { mailSchema } from '../mail/mail.ts'
import { machineNames } from '../workflow/machines.ts'

/** What a transaction wants done outside the table: done by the stream's consumer, and by the sweep if that missed it; exactly one effect. */
export const outboxSchema = z.object({
  id: z.string(),
  at: instant,
  done: z.boolean(),
  tries: z.int(),
  order: z.discriminatedUnion('do', [
    /** Starts an execution; its name makes a repeated start the same start. `input` holds ids only. */
    z.object({ do: z.literal('start'), machine: z.enum(machineNames), name: z.string().max(80), input: z.record(z.string(), z.union([z.string(), z.number()])) }),
    /** Answers a waiting state. */
    z.object({ do: z.literal('answer'), token: z.string(), output: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])) }),
    z.object({ do: z.literal('fail'), token: z.string(), error: z.string(), cause: z.string() }),
    z.object({ do: z.literal('mail'), mail: mailSchema }),
    /** A line for somebody who wants one mail a day. */
    z.object({ do: z.literal('collect'), line: digestLineSchema }),
  ]),
})
export type Outbox = z.infer<typeof outboxSchema>
export type Order = Outbox['order']
