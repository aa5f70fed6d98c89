import { leavesOf } from '../../shared/rulebook/sheet.ts'
import type { Criterion } from '../../shared/rulebook/round.ts'
import { ok } from './contest.ts'
import type { Somebody } from './platform.ts'
import { fullContent, pdf, upload } from './proposals.ts'
import type { Applicant } from './venture-cast.ts'

/** Answers that the district's venture rulebook lets through: 80% of the budget is asked for. `asked` in yuan, a multiple of four. */
export function ventureContent(title: string, asked: number, change: Record<string, unknown> = {}): Record<string, unknown> {
  const [grant, own] = [asked * 100, asked * 25]
  return fullContent({
    name: title, topic: 'care', totalBudget: grant + own, requested: grant, ownFunds: own, inKind: 0,
    budget: [
      { head: 'activity', activity: '上门陪伴', unitPrice: grant / 100, unit: '份', quantity: '100', source: 'grant', note: '' },
      { head: 'labour', activity: '志愿者补贴', unitPrice: own / 100, unit: '人次', quantity: '100', source: 'own', note: '' },
    ],
    ...change,
  })
}

/** Writes one proposal with its papers, ready to be sent. */
export async function draft({ member, organisation }: Pick<Applicant, 'member' | 'organisation'>, competition: string, category: string, content: Record<string, unknown>): Promise<string> {
  const { proposal } = ok(await member.api('POST', `/competitions/${competition}/proposals`, { category, organisation }))
  const { draft: { revision, attachments } } = ok(await member.api('GET', `/proposals/${proposal}`)) as { draft: { revision: number; attachments: { kind: string }[] } }
  ok(await member.api('PUT', `/proposals/${proposal}/draft`, { revision, category, content }))
  for (const kind of ['certificate', 'commitment']) if (!attachments.some((one) => one.kind === kind)) ok(await upload(member, proposal, kind, `${kind}.pdf`, pdf))
  return proposal
}

export const send = (member: Somebody, proposal: string) => member.api('POST', `/proposals/${proposal}/submission`, { acknowledgeNames: true })

/** Scores of a sheet that make a total: its leaves filled one after the other. */
export function scoresFor(criteria: readonly Criterion[], total: number): Record<string, string> {
  let left = total
  return Object.fromEntries(leavesOf([...criteria]).map(({ id, max }) => {
    const given = Math.min(max, left)
    left -= given
    return [id, String(given)]
  }))
}
