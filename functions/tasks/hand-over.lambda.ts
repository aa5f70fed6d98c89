import * as z from 'zod'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { machineOf } from '../../shared/competition/steps.ts'
import { competitionId, derivedId, grantId, projectId } from '../../shared/kernel/ids.ts'
import { grantItem, loadGrant } from '../../shared/grant/grant.store.ts'
import type { Order } from '../../shared/outbox/outbox.ts'
import { loadProject, projectItem } from '../../shared/project/project.store.ts'
import type { Write } from '../../shared/store/table.ts'
import { successorName } from '../../shared/workflow/execution.store.ts'
import { act } from '../commit.ts'
import { type Context, workflowContext } from '../context.ts'

const input = z.union([
  z.object({ competition: competitionId, index: z.int().min(0).optional(), execution: z.string() }),
  z.object({ project: projectId, number: z.int().min(1), execution: z.string() }),
  z.object({ grant: grantId, execution: z.string() }),
])

/** Orders the successor of an execution that has run for 300 days; it starts from the record. */
export async function handler(event: unknown): Promise<void> {
  const asked = input.parse(event)
  const name = successorName(asked.execution)
  const context = workflowContext()
  const order: Order = 'project' in asked ? { do: 'start', machine: 'project-stage', name, input: { project: asked.project, number: asked.number } }
    : 'grant' in asked ? { do: 'start', machine: 'grant', name, input: { grant: asked.grant } }
    : asked.index === undefined ? { do: 'start', machine: machineOf((await loadCompetition(context.table, asked.competition)).value), name, input: { competition: asked.competition } }
    : { do: 'start', machine: 'judging-round', name, input: { competition: asked.competition, index: asked.index } }
  await act<undefined>(context, async () => ({
    writes: 'project' in asked ? await newOwner(context, asked.project, asked.number, name) : 'grant' in asked ? await newWatch(context, asked.grant, name) : [],
    trail: [], orders: [{ key: derivedId('start', name), order }], answer: undefined,
  }))
}

/** The stage names the execution that watches over it. */
async function newOwner(context: Context, id: string, number: number, execution: string): Promise<Write[]> {
  const { value: project, version } = await loadProject(context.table, id)
  return project.current.number === number ? [projectItem.put({ ...project, current: { ...project.current, execution } }, version)] : []
}

/** The grant names the execution that watches over it. */
async function newWatch(context: Context, id: string, execution: string): Promise<Write[]> {
  const { value: grant, version } = await loadGrant(context.table, id)
  return [grantItem.put({ ...grant, execution }, version)]
}
