import * as z from 'zod'
import { loadGrant } from '../../shared/grant/grant.store.ts'
import type { GrantState } from '../../shared/grant/lifecycle.ts'
import { grantId } from '../../shared/kernel/ids.ts'
import { workflowContext } from '../context.ts'

const input = z.object({ grant: grantId })

/** The state of a grant by the record. */
export async function handler(event: unknown): Promise<{ outcome: GrantState }> {
  const { value: grant } = await loadGrant(workflowContext().table, input.parse(event).grant)
  return { outcome: grant.state }
}
