import * as z from 'zod'
import { keys } from './keys.ts'
import { itemKind } from './table.ts'

/** That a command was carried out, and what was answered: the same command again gets the same answer. Kept for a week. */
export const commandItem = itemKind(
  'command',
  z.object({ person: z.string(), id: z.string(), digest: z.string(), answer: z.unknown(), at: z.number() }),
  (command) => keys.command(command.person, command.id),
  (command) => Math.floor(command.at / 1000) + 7 * 86_400,
)
