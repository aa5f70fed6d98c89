import { ok } from '../contest.ts'
import { deliver, fundedVenture, setGrant } from '../grants.ts'
import type { Somebody, TestPlatform } from '../platform.ts'
import { pdf, postFile } from '../proposals.ts'
import { answered, judgedVenture } from '../venture.ts'
import type { Reader } from './cast.ts'
import { type GrantMade, grantPlanters } from './grant-kinds.ts'
import { writeGrantRecords } from './grant-records.ts'
import { DISTRICT } from './kinds.ts'
import { Marks } from './marks.ts'

/** Somebody who reads what they can: the kinds that are theirs, but for some places in them. */
export interface GrantReader extends Reader {
  never?: readonly string[]
}

export interface GrantScene {
  made: GrantMade
  marks: Marks
  planted: Map<string, Set<string>>
  readers: Record<string, GrantReader>
  /** Those whose it is, together. */
  owners: Somebody[]
}

/** What both sides of a grant read. */
const both = ['grant', 'agreement', 'account', 'appraisal', 'clawback', 'grant-file', 'grant-trail']
/** The evaluator’s working paper, and who came with an objection. */
const closed = ['appraisal.card', 'appraisal.objections.0.name', 'appraisal.objections.0.contact']
/** Beyond what is printed in it a number is shown by its last four digits. */
const numbers = ['account.number', 'payment-order.lines.0.account.number', 'payment-order.payer.account']

/** A grant with everything that was ever written of it, a decision that is taken, and canaries in all that is not public. */
export async function grantSceneOn(platform: TestPlatform): Promise<GrantScene> {
  const { competition: venture, administrator, grants: [first, second] } = await fundedVenture(platform, { amounts: [1_000_000, 2_000_000] })
  if (first === undefined || second === undefined) throw new Error('two grants expected')
  const { id: grant, member } = first
  const decided = await decision(platform)
  const [evaluator, another, finance, organiser] = [
    await platform.person('评估员甲', { evaluator: DISTRICT }), await platform.person('评估员乙', { evaluator: DISTRICT }), await platform.person('财务', { finance: DISTRICT }), await platform.person('承办', { organiser: [venture] }),
  ]
  await deliver(platform, grant)
  const at = platform.clock.now()
  const full = await setGrant(platform, grant, (one) => ({
    ...one, evaluations: one.evaluations.map((standing) => ({ ...standing, step: standing.of === 'mid-term' ? 'done' : 'desk', dueAt: standing.of === 'mid-term' ? null : at, evaluator: { person: evaluator.id, name: evaluator.name } })),
    tranches: one.tranches.map((tranche, i) => (i > 0 ? tranche : { ...tranche, state: 'failed', prepared: { by: organiser.id, name: '提请', at }, approved: { by: finance.id, name: '批准', at }, returned: [{ order: '1', on: '2026-01-01', reason: '户名不符' }] })),
    results: { ...one.results, 'mid-term': { passed: true, grade: null, total: '80', at, objectionsUntil: at, openObjections: 0 } },
  }))
  const made: GrantMade = { venture, grant, decided: decided.id, ...(await writeGrantRecords(platform, full, { member: member.id, evaluator: evaluator.id })) }
  await platform.platform.streams.caughtUp()
  const [marks, planted] = [new Marks(), new Map<string, Set<string>>()]
  for (const { kind, plant } of grantPlanters) planted.set(kind, await plant(platform.table, made, marks))
  const nothing = (who: Somebody): GrantReader => ({ who, may: [] })
  return {
    made, marks, planted, owners: [member, administrator, evaluator, finance, decided.organiser],
    readers: {
      visitor: nothing(platform.visitor),
      'member of another grantee': nothing(second.member),
      'judge of the venture': nothing(await platform.person('评委', { judge: [venture] })),
      'evaluator of nothing': nothing(another),
      'organiser of another competition': { who: decided.organiser, may: ['decision'] },
      'administrator and finance of another district': nothing(await platform.person('外区的人', { administrator: '330402', finance: '330402' })),
      // Titles and names stand above every page of a grant.
      'its evaluator': { who: evaluator, may: ['grant', 'appraisal', 'unsent.card', 'grant-file', 'grant-draft'], never: ['appraisal.objections.0.name', 'appraisal.objections.0.contact', 'grant.payee', 'grant.tranches'] },
      'its organiser': { who: organiser, may: [...both, 'payment-order', 'movement'], never: [...closed, ...numbers] },
      finance: { who: finance, may: [...both, 'payment-order', 'bank-return', 'movement'], never: closed },
      'its member': { who: member, may: [...both, 'unsent.self'], never: closed },
      administrator: { who: administrator, may: [...both, 'payment-order', 'movement', 'ban', 'decision'], never: ['appraisal.card', ...numbers] },
    },
  }
}

/** A venture whose decision is taken, with an opinion. */
async function decision(platform: TestPlatform) {
  const venture = await judgedVenture(platform, [{ total: '95.00', asked: 40_000_00, category: 'elderly' }, { total: '90.00', asked: 30_000_00, category: 'children' }])
  const { candidates } = await answered(platform, venture) as { candidates: { proposal: string; amount: number }[] }
  const at = `/competitions/${venture.id}/decision`
  const announced = ok(await venture.organiser.api('POST', `${at}/opinions`, { name: '会议纪要.pdf', bytes: pdf.length })) as { file: string; url: string; fields: Record<string, string> }
  await postFile(announced, '会议纪要.pdf', pdf)
  ok(await venture.organiser.api('POST', `${at}/opinions/${announced.file}/check`))
  ok(await venture.organiser.api('PUT', at, { choices: candidates.slice(0, 1).map(({ proposal, amount }) => ({ proposal, amount })), reason: '只资助第一名' }))
  ok(await venture.other.api('POST', at, { number: 1 }))
  return venture
}
