import * as z from 'zod'
import { type Grant, type Tranche } from '../../shared/grant/grant.ts'
import { formatYuan } from '../../shared/kernel/money.ts'
import type { Mistake } from '../../shared/kernel/refusal.ts'
import { requireUnbarred } from '../../shared/person/hats.ts'
import { loadProject } from '../../shared/project/project.store.ts'
import type { Write } from '../../shared/store/table.ts'
import { unmetConditions } from '../../shared/tranche/conditions.ts'
import { approveRelease, prepareRelease, trancheOf, undoApproval, undoPreparation } from '../../shared/tranche/tranche.ts'
import { type Context, personOf } from '../context.ts'
import { commonFacts, concernOf, releaseFacts } from '../queries/grant-money.ts'
import { wearerOf } from '../queries/hats.ts'
import { moveGrant } from './grant-move.ts'

const named = ({ name, amount }: Tranche) => ({ zh: `“${name.zh}”${formatYuan(amount)} 元`, en: `"${name.en ?? name.zh}", ${formatYuan(amount)} yuan` })

/** What is unmet now. The reports that it was read from must still stand when the deed is written, and no objection or ban have come in. */
async function conditionsOf(context: Context, grant: Grant, tranche: Tranche): Promise<{ unmet: Mistake[]; writes: Write[] }> {
  const project = grant.project === null ? undefined : await loadProject(context.table, grant.project)
  const common = await commonFacts(context.table, grant)
  const unmet = unmetConditions(grant, tranche, await releaseFacts(context, grant, common), context.now)
  return { unmet, writes: [...common.checks, ...(project === undefined ? [] : [{ check: project.key, expect: project.version }])] }
}

/** Asks finance to release a part. Throws WRONG_STATE, RELEASE_NOT_READY with every condition that is not met. */
export function prepare(context: Context, id: string, tranche: string): Promise<Grant> {
  const { id: person, name } = personOf(context)
  return moveGrant(context, id, 'release.prepare', async ({ grant }) => {
    const part = trancheOf(grant, tranche)
    const { unmet, writes } = await conditionsOf(context, grant, part)
    const words = named(part)
    return {
      grant: prepareRelease(grant, tranche, unmet, { person, name }, context.now), writes,
      sentence: { zh: `提请拨付${words.zh}`, en: `asked for the release of ${words.en}` },
      news: { to: [{ finance: grant.district }], news: { zh: `等您审批：拨付${words.zh}`, en: `the release of ${words.en} waits for you` }, path: `/grants/${id}/money` },
    }
  })
}

/** Finance approves, whoever has no other part in it. Throws CONFLICTED, WRONG_STATE, RELEASE_NOT_READY. */
export function approve(context: Context, id: string, tranche: string): Promise<Grant> {
  const { id: person, name } = personOf(context)
  return moveGrant(context, id, 'release.approve', async ({ grant }) => {
    const part = trancheOf(grant, tranche)
    requireUnbarred('approve-release', await wearerOf(context), { ...await concernOf(context.table, grant), preparedBy: part.prepared?.by ?? null })
    const { unmet, writes } = await conditionsOf(context, grant, part)
    const words = named(part)
    return { grant: approveRelease(grant, tranche, unmet, { person, name }, context.now), writes, sentence: { zh: `批准拨付${words.zh}`, en: `approved the release of ${words.en}` } }
  })
}

export const undoReleaseInput = z.strictObject({ reason: z.string().trim().max(1000).default('') })

/** Finance takes its approval back, as long as no payment order has the part. Throws WRONG_STATE. */
export function undoApprove(context: Context, id: string, tranche: string, { reason }: z.infer<typeof undoReleaseInput>): Promise<Grant> {
  return moveGrant(context, id, 'release.approve', ({ grant }) => {
    const words = named(trancheOf(grant, tranche))
    return { grant: undoApproval(grant, tranche), sentence: { zh: `撤销了对${words.zh}的批准`, en: `took back the approval of ${words.en}` }, reason }
  })
}

/** Whoever prepares takes a preparation back, or finance refuses it, before it is approved. Throws WRONG_STATE. */
export function undoPrepare(context: Context, id: string, tranche: string, { reason }: z.infer<typeof undoReleaseInput>): Promise<Grant> {
  return moveGrant(context, id, 'release.undo', ({ grant }) => {
    const words = named(trancheOf(grant, tranche))
    return { grant: undoPreparation(grant, tranche), sentence: { zh: `退回了${words.zh}的拨付申请`, en: `sent back the release of ${words.en}` }, reason }
  })
}
