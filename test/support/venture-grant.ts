import type { Agreement } from '../../shared/agreement/agreement.ts'
import type { Grant } from '../../shared/grant/grant.ts'
import type { PaymentOrder } from '../../shared/payment/order.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { ok, poll } from './contest.ts'
import { returnFile } from './payments.ts'
import type { Somebody, TestPlatform } from './platform.ts'
import { scoresFor } from './venture-proposal.ts'

/** Who handles a competition's grants. */
export interface Hands {
  platform: TestPlatform
  competition: string
  rulebook: Rulebook
  authority: Somebody
  organiser: Somebody
  finance: Somebody
  evaluator: Somebody
}
export interface Own {
  id: string
  member: Somebody
}

export const grantOf = async ({ authority }: Pick<Hands, 'authority'>, { id }: Pick<Own, 'id'>): Promise<Grant> => ok(await authority.api('GET', `/grants/${id}`)).grant

/** Waits until its machine is there. */
export async function step({ platform, authority }: Pick<Hands, 'platform' | 'authority'>, { id }: Pick<Own, 'id'>, wanted: string | null): Promise<void> {
  let seen: string | null = ''
  await poll(platform, async () => (seen = ok(await authority.api('GET', `/grants/${id}`)).step) === wanted, () => `the machine of ${id} is at ${seen}, not ${wanted}`)
}

/** The organiser draws the newest version up, the grantee signs it, then the authority. */
export async function agree({ organiser, authority }: Pick<Hands, 'organiser' | 'authority'>, { id, member }: Own, terms: Record<string, unknown>): Promise<void> {
  const { version } = ok(await organiser.api('POST', `/grants/${id}/agreements`, terms))
  for (const [who, side, title] of [[member, 'organisation', '法定代表人'], [authority, 'authority', '科长']] as const) {
    const { agreements: [newest] } = ok(await who.api('GET', `/grants/${id}/agreements`)) as { agreements: Agreement[] }
    ok(await who.api('POST', `/grants/${id}/agreements/${version}/${side}`, { digest: newest?.digest, title }))
  }
}

/** The organiser asks for a part to be paid, finance approves it. */
export async function release({ organiser, finance }: Pick<Hands, 'organiser' | 'finance'>, tranche: string, grants: readonly Pick<Own, 'id'>[]): Promise<void> {
  for (const { id } of grants) {
    ok(await organiser.api('POST', `/grants/${id}/tranches/${tranche}/preparation`))
    ok(await finance.api('POST', `/grants/${id}/tranches/${tranche}/approval`))
  }
}

/** Finance orders all that is approved. */
export async function order({ finance, competition }: Pick<Hands, 'finance' | 'competition'>): Promise<PaymentOrder> {
  const { ready } = ok(await finance.api('GET', `/competitions/${competition}/payments`)) as { ready: { reference: string }[] }
  const { number } = ok(await finance.api('POST', `/competitions/${competition}/payments`, { references: ready.map(({ reference }) => reference), payer: { name: '示例区民政局', account: '' } }))
  return ok(await finance.api('GET', `/competitions/${competition}/payments/${number}`)) as PaymentOrder
}

/** What the bank says of an order comes in: all of it is paid today, but for the grants in `failed`, each with the bank's reason. */
export async function bankAnswers({ finance, competition, platform }: Pick<Hands, 'finance' | 'competition' | 'platform'>, { number, lines, total }: PaymentOrder, failed: Readonly<Record<string, string>> = {}): Promise<void> {
  const yuan = (fen: number) => (fen / 100).toFixed(2)
  const today = shanghaiDate(platform.clock.now())
  const rows = lines.map(({ reference, amount, grant }) => [reference, yuan(amount), failed[grant] === undefined ? '成功' : '退票', today, failed[grant] ?? ''])
  const at = `/competitions/${competition}/payments/${number}/returns`
  const { file, problems } = ok(await finance.api('POST', at, returnFile([...rows, ['合计', yuan(total), '', '', '']])))
  if (problems.length > 0) throw new Error(JSON.stringify(problems))
  ok(await finance.api('POST', `${at}/${file.id}/application`))
}

/** The grantee's self-evaluation, sent. What its project's records hold is not typed again. */
export async function assessSelf({ id, member }: Own, of: 'mid-term' | 'final'): Promise<void> {
  const at = `/grants/${id}/evaluations/${of}/self`
  ok(await member.api('PUT', at, { content: { done: '按协议开展了活动。', results: '参加的老人有人陪伴。', money: '按预算支出。', difficulties: '无', next: '继续开展。' } }))
  ok(await member.api('POST', `${at}/submission`))
}

/** The authority names the evaluator. */
export const appoint = async ({ authority, evaluator }: Pick<Hands, 'authority' | 'evaluator'>, { id }: Pick<Own, 'id'>, of: 'mid-term' | 'final'): Promise<void> =>
  ok(await authority.api('PUT', `/grants/${id}/evaluations/${of}/evaluator`, { person: evaluator.id }))

/** The evaluator's sheet, sent: its total with its extras, whether it passes, and the grade. */
export async function evaluate({ rulebook, evaluator }: Pick<Hands, 'rulebook' | 'evaluator'>, { id }: Pick<Own, 'id'>, of: 'mid-term' | 'final', total: number, extras: Record<string, string> = {}): Promise<{ total: string; passed: boolean; grade: string | null }> {
  const rule = rulebook.funding?.evaluations.find((one) => one.id === of)
  if (rule === undefined) throw new Error(`${rulebook.id} has no ${of}`)
  return ok(await evaluator.api('POST', `/grants/${id}/evaluations/${of}/card/submission`, { scores: { ...scoresFor(rule.criteria, total), ...extras }, comment: '逐项核对了材料。' }))
}
