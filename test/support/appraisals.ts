import type { Appraisal } from '../../shared/appraisal/appraisal.ts'
import type { Grant } from '../../shared/grant/grant.ts'
import type { EvaluationStanding } from '../../shared/grant/standing.ts'
import { addDays } from '../../shared/kernel/calendar.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { outboxItem } from '../../shared/outbox/outbox.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { wake } from '../../shared/wait/wait.store.ts'
import { ok, poll } from './contest.ts'
import { deliver, fundedVenture, setGrant } from './grants.ts'
import type { Somebody, TestPlatform } from './platform.ts'

interface Read {
  standing: EvaluationStanding
  window: { dueAt: string }
  appraisal: Appraisal
}

/** A grant whose mid-term evaluation has begun: a hundred of its half year's days are over, and its machine waits in delivery. */
export async function midTerm(platform: TestPlatform, { project = null, rulebook }: { project?: Grant['project']; rulebook?: Rulebook } = {}) {
  const { administrator, grants: [first, second] } = await fundedVenture(platform, { amounts: [1_000_000, 2_000_000], ...(rulebook === undefined ? {} : { rulebook }) })
  if (first === undefined || second === undefined) throw new Error('two grants expected')
  const { id, member } = first
  const now = platform.clock.now()
  await deliver(platform, id)
  await setGrant(platform, id, (grant) => ({ ...grant, project, signedAt: plusDays(now, -100), period: grant.period === null ? null : { from: addDays(grant.period.from, -100), to: addDays(grant.period.to, -100) } }))
  const { writes, orders } = await wake(platform.table, id, 'agreement', 'decided', now)
  await platform.table.transact([...writes, ...orders.map(({ key, order }) => outboxItem.put({ id: key, at: now, done: false, tries: 0, order }, 'none'))])
  platform.platform.streams.poke()
  await poll(platform, async () => ok(await administrator.api('GET', `/grants/${id}`)).step === 'delivery', () => 'its machine is not in delivery')
  return {
    id, administrator, member, /** Of the second grant's organisation. */ other: second.member, at: `/grants/${id}/evaluations/mid-term`,
    read: async (who: Somebody = administrator): Promise<Read | undefined> => (ok(await who.api('GET', `/grants/${id}/evaluations`)) as { evaluations: Read[] }).evaluations[0],
    grant: async () => (ok(await administrator.api('GET', `/grants/${id}`)) as { grant: Grant }).grant,
  }
}
