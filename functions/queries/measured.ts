import type { AppraisalFigures } from '../../shared/appraisal/appraisal.ts'
import { loadProposal, loadVersion } from '../../shared/proposal/proposal.store.ts'
import type { Criterion } from '../../shared/rulebook/round.ts'
import { hasComputed, type Measured } from '../../shared/rulebook/sheet.ts'
import type { Table } from '../../shared/store/table.ts'

const nothing: Measured = { planned: {}, actual: {} }

async function sentContent(table: Table, proposal: string): Promise<Readonly<Record<string, unknown>>> {
  const { value } = await loadProposal(table, proposal)
  return (await loadVersion(table, proposal, value.version)).content
}

/** The numbers that the computed leaves of a judge's sheet follow from: the proposal's own, in the version that was sent. Reads nothing where the sheet has none. */
export async function measuredInForm(table: Table, criteria: readonly Criterion[], proposal: string): Promise<Measured> {
  if (!hasComputed(criteria)) return nothing
  const content = await sentContent(table, proposal)
  return { planned: content, actual: content }
}

/** The same for the evaluation of a grant: what the proposal planned, and the figures of the self-evaluation that was sent. */
export async function measuredInGrant(table: Table, criteria: readonly Criterion[], proposal: string, figures: AppraisalFigures | null): Promise<Measured> {
  return hasComputed(criteria) ? { planned: await sentContent(table, proposal), actual: figures ?? {} } : nothing
}
