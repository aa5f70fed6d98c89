import * as z from 'zod'
import { type Ban, banSchema } from '../../shared/ban/ban.ts'
import { banItem } from '../../shared/ban/ban.store.ts'
import { loadGrant } from '../../shared/grant/grant.store.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { requireUnbarred } from '../../shared/person/hats.ts'
import { keys } from '../../shared/store/keys.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { concernOf } from '../queries/grant-money.ts'
import { wearerOf } from '../queries/hats.ts'

export const liftBanInput = z.strictObject({ reasons: z.string().trim().min(1).max(1000) })

/** Lifts a ban before its day, with a reason. Lifted already, it stays as it is. Throws NOT_FOUND, CONFLICTED for who belongs to who is barred. */
export function liftBan(context: Context, district: string, id: string, { reasons }: z.infer<typeof liftBanInput>): Promise<Ban> {
  return act<Ban>(context, async () => {
    authorise(context, 'ban.lift', { district })
    const found = await context.table.get(banItem, keys.ban(district, id))
    if (found === undefined) throw new Refusal('NOT_FOUND')
    if (found.value.lifted !== null) return { writes: [], trail: [], answer: found.value }
    requireUnbarred('claw-back', await wearerOf(context), await concernOf(context.table, (await loadGrant(context.table, found.value.grant)).value))
    const { id: person, name } = personOf(context)
    const lifted = banSchema.parse({ ...found.value, lifted: { person, name, at: context.now, reasons } })
    return {
      writes: [banItem.put(lifted, found.version)],
      trail: [{ scope: { of: 'district', id: district }, action: 'ban.lift', about: { noun: 'ban', id, label: lifted.organisation.name }, sentence: { zh: `解除了${lifted.organisation.name}的禁止申报`, en: `lifted the ban of ${lifted.organisation.name}` }, reason: reasons }],
      answer: lifted,
    }
  })
}
