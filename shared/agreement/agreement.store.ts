import { Refusal } from '../kernel/refusal.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'
import { type Agreement, agreementSchema } from './agreement.ts'

export const agreementItem = itemKind('agreement', agreementSchema, (agreement) => keys.agreement(agreement.grant, agreement.version))

/** Every version, newest first. */
export async function agreementsOf(table: Table, grant: string): Promise<Stored<Agreement>[]> {
  return (await table.queryAll(agreementItem, keys.agreements(grant))).toReversed()
}

/** Throws NOT_FOUND. */
export async function loadAgreement(table: Table, grant: string, version: number): Promise<Stored<Agreement>> {
  const found = await table.get(agreementItem, keys.agreement(grant, version))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}
