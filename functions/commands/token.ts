import * as z from 'zod'
import { newCredential, newTokenId, secretHash } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { typed } from '../../shared/kernel/text.ts'
import type { Token } from '../../shared/person/person.ts'
import { tokenItem } from '../../shared/person/person.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'

export const tokenInput = z.strictObject({ name: typed(60) })

/** Enough for every program one person may run; more would be a mistake in a loop. */
const MOST_TOKENS = 50

/**
 * Makes a bearer token. Its secret is answered once: only a digest is kept, so the same command sent again gets `secret: null`.
 * Throws INVALID where the person has fifty in use.
 */
export async function makeToken(context: Context, input: z.infer<typeof tokenInput>): Promise<{ token: Token; secret: string | null }> {
  const person = personOf(context)
  authorise(context, 'token.make', { person: person.id })
  const secret = newCredential(person.id)
  const made: Token = { id: newTokenId(), hash: secretHash(secret), person: person.id, name: input.name, createdAt: context.now, revokedAt: null }
  const token = await act<Token>(context, async () => {
    const used = (await context.table.queryAll(tokenItem, keys.tokensOf(person.id))).filter(({ value }) => value.revokedAt === null)
    if (used.length >= MOST_TOKENS) throw new Refusal('INVALID', { mistakes: [{ path: 'name', code: 'TOO_MANY', zh: `最多同时有 ${MOST_TOKENS} 个令牌，请先撤销不用的`, en: `At most ${MOST_TOKENS} tokens at a time; revoke one that is no longer used` }] })
    return { writes: [tokenItem.put(made, 'none')], trail: [], answer: made }
  })
  return { token, secret: token.id === made.id ? secret : null }
}

/** It lets nobody in from the next request on. Revoking twice is once. Throws NOT_FOUND. */
export async function revokeToken(context: Context, id: string): Promise<Token> {
  const person = personOf(context)
  authorise(context, 'token.revoke', { person: person.id })
  return act<Token>(context, async () => {
    const listed = await context.table.get(tokenItem, keys.tokenOf(person.id, id))
    if (listed === undefined) throw new Refusal('NOT_FOUND')
    if (listed.value.revokedAt !== null) return { writes: [], trail: [], answer: listed.value }
    const revoked: Token = { ...listed.value, revokedAt: context.now }
    return { writes: [tokenItem.put(revoked, listed.version)], trail: [], answer: revoked }
  })
}
