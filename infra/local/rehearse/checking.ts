import * as z from 'zod'
import { MOST_AT_ONCE } from '../../../functions/commands/eligibility.ts'
import { scopeOf } from '../../../shared/eligibility/cure.ts'
import { fieldsOf } from '../../../shared/rulebook/content.ts'
import type { Field } from '../../../shared/rulebook/form.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import type { Written } from './applying.ts'
import { keyOf } from './cast.ts'
import { type Caller, Refused } from './client.ts'
import { contentFor } from './content.ts'
import { numbers } from './numbers.ts'
import type { Scene } from './scene.ts'

/** How often a proposal is to be cured, where the rulebook lets it. */
const CURED = 0.2
/** How often two reviewers differ, so that a third decides. */
const DIFFER = 0.15

const any = z.unknown()
const checksAnswer = z.object({ outcomes: z.array(z.object({ id: z.string(), label: z.object({ zh: z.string() }), holds: z.boolean().nullable() })) })
const draftAnswer = z.object({ draft: z.object({ revision: z.int(), content: z.record(z.string(), z.unknown()) }) })

/** A check that a person decides, with a text that is about it and can be written anew. */
interface Curable {
  check: string
  field: string
}
type Verdict = 'admitted' | 'rejected' | 'cure'
type Sent = Pick<Written, 'id' | 'number'>

/**
 * Admits all that nothing holds back, and rejects the others with what they lack. Where the rulebook wants two reviewers both look, and a
 * third where they differ; where it knows a cure some proposals are cured and looked at again.
 */
export async function checkEligibility(scene: Scene, written: readonly Sent[]): Promise<void> {
  const { client, cast, rulebook, seed, administrator, tell } = scene
  const { reviewers, cure } = rulebook.eligibility
  const all = [administrator, client.as(cast.reviewer.token)].slice(0, reviewers)
  const curable = cure === null ? undefined : curableOf(rulebook)
  const lot = ({ number }: Sent) => {
    if (curable !== undefined && numbers(seed, 'cure', number).chance(CURED)) return 'faulty'
    return reviewers === 2 && numbers(seed, 'differs', number).chance(DIFFER) ? 'disputed' : 'plain'
  }
  const { faulty = [], disputed = [], plain = [] } = Object.groupBy(written, lot)
  let rejected = 0
  for (const [nth, reviewer] of all.entries()) rejected = await admitMany(reviewer, plain, `review ${nth}`)
  for (const one of disputed) {
    for (const [nth, reviewer] of all.entries()) await say(reviewer, one, nth === 0 ? 'admitted' : 'rejected', `dispute ${nth}`)
    rejected += (await say(client.as(cast.third.token), one, 'admitted', 'third')) === 'rejected' ? 1 : 0
  }
  for (const one of faulty) {
    if (curable === undefined) break
    for (const [nth, reviewer] of all.entries()) await say(reviewer, one, 'cure', `fault ${nth}`)
    await repair(scene, one, curable.field)
    let verdict: Verdict = 'admitted'
    for (const [nth, reviewer] of all.entries()) verdict = await say(reviewer, one, 'admitted', `again ${nth}`)
    rejected += verdict === 'rejected' ? 1 : 0
  }
  tell(`  ${written.length - rejected} 份通过 admitted，${rejected} 份不通过 rejected`)
  if (faulty.length + disputed.length > 0) tell(`  其中 ${faulty.length} 份补正 cured，${disputed.length} 份由第三人决定 decided by a third`)
  await administrator.call('POST', `/competitions/${cast.competition}/eligibility/finish`, any, { key: keyOf(seed, 'finish-eligibility') })

  /** Returns how many it had to reject. */
  async function admitMany(reviewer: Caller, proposals: readonly Sent[], step: string): Promise<number> {
    let failing = 0
    for (let start = 0; start < proposals.length; start += MOST_AT_ONCE) {
      const some = proposals.slice(start, start + MOST_AT_ONCE)
      try {
        await reviewer.call('POST', `/competitions/${cast.competition}/eligibility/admissions`, any, { body: { proposals: some.map(({ id }) => id) }, key: keyOf(seed, step, start) })
      } catch (error) {
        if (!(error instanceof Refused) || error.code !== 'INVALID') throw error
        for (const one of some) failing += (await say(reviewer, one, 'admitted', step)) === 'rejected' ? 1 : 0
      }
    }
    return failing
  }

  /** One reviewer's word; what a rule holds back is rejected whatever was meant. */
  async function say(reviewer: Caller, { id, number }: Sent, meant: Verdict, step: string): Promise<Verdict> {
    const { outcomes } = await reviewer.call('GET', `/proposals/${id}/eligibility`, checksAnswer)
    const failing = outcomes.filter(({ holds }) => holds === false)
    const decision = failing.length > 0 ? 'rejected' : meant
    const fails = (check: string) => decision === 'cure' && check === curable?.check
    const checks = Object.fromEntries(outcomes.flatMap(({ id: check, holds }) => (holds === null ? [[check, !fails(check)]] : [])))
    const reasons = failing.length > 0 ? `不符合：${failing.map(({ label }) => label.zh).join('；')}` : decision === 'admitted' ? '' : '写得不够具体'
    await reviewer.call('POST', `/proposals/${id}/eligibility`, any, { body: { decision, reasons, checks }, key: keyOf(seed, step, 'say', number) })
    return decision
  }
}

/** The first check of the list that can be cured with a text. */
function curableOf(rulebook: Rulebook): Curable | undefined {
  const isText = ({ kind, id, ...field }: Field) => (kind === 'text' || kind === 'longtext') && id !== rulebook.form.nameField && !('identifies' in field && field.identifies === true)
  const texts = new Set(fieldsOf(rulebook.form).filter(isText).map(({ id }) => id))
  return rulebook.eligibility.checks.filter(({ rule }) => rule === undefined).flatMap(({ id }) => scopeOf(rulebook, [id]).fields.filter((field) => texts.has(field)).map((field) => ({ check: id, field })))[0]
}

/** The applicant writes one text anew and sends the cure. */
async function repair({ client, cast, rulebook, seed }: Scene, { id, number }: Sent, field: string): Promise<void> {
  const applicant = cast.applicants[number - 1]
  if (applicant === undefined) throw new TypeError(`nobody wrote proposal ${number}`)
  const member = client.as(applicant.token)
  const { draft } = await member.call('GET', `/proposals/${id}`, draftAnswer)
  // Another proposal's text is one that the form takes, and seldom the same.
  const texts = [1, 2, 3, 4].map((nth) => contentFor(rulebook, seed, number + nth * 10_000)[field])
  const text = texts.find((one) => typeof one === 'string' && one !== draft.content[field]) ?? '补充说明'
  const { revision } = await member.call('PUT', `/proposals/${id}/cure`, z.object({ revision: z.int() }), { body: { revision: draft.revision, content: { [field]: text } }, key: keyOf(seed, 'cure', number) })
  await member.call('POST', `/proposals/${id}/cure/submission`, any, { body: { revision, acknowledgeNames: true }, key: keyOf(seed, 'send-cure', number) })
}
