import type { Agreement } from '../../shared/agreement/agreement.ts'
import { ok } from './contest.ts'
import type { Funded } from './grants.ts'
import type { Somebody } from './platform.ts'

/** Draws up an agreement, or an amendment, and reads it. */
export async function offerAgreement(administrator: Somebody, grant: string, change: object = {}): Promise<Agreement> {
  ok(await administrator.api('POST', `/grants/${grant}/agreements`, { from: '2027-01-01', to: '2027-12-31', ...change }))
  return (ok(await administrator.api('GET', `/grants/${grant}/agreements`)) as { agreements: [Agreement] }).agreements[0]
}

export const signAgreement = (who: Somebody, { grant, version, digest }: Agreement, side: 'organisation' | 'authority') => who.api('POST', `/grants/${grant}/agreements/${version}/${side}`, { digest, title: '法定代表人' })

/** Drawn up and signed by both. */
export async function concludeAgreement(administrator: Somebody, { id, member }: Pick<Funded['grants'][number], 'id' | 'member'>, change: object = {}): Promise<void> {
  const made = await offerAgreement(administrator, id, change)
  ok(await signAgreement(member, made, 'organisation'))
  ok(await signAgreement(administrator, made, 'authority'))
}
