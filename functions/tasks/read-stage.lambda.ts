import * as z from 'zod'
import { projectId } from '../../shared/kernel/ids.ts'
import { loadProject, pastStageItem } from '../../shared/project/project.store.ts'
import type { StageState } from '../../shared/stage/lifecycle.ts'
import { keys } from '../../shared/store/keys.ts'
import { workflowContext } from '../context.ts'

const input = z.object({ project: projectId, number: z.int().min(1) })

/** The state of a project's stage by the record. Throws TypeError for a stage that the project never had. */
export async function handler(event: unknown): Promise<{ outcome: StageState }> {
  const { project: id, number } = input.parse(event)
  const { table } = workflowContext()
  const { value: project } = await loadProject(table, id)
  if (project.current.number === number) return { outcome: project.current.state }
  const past = await table.get(pastStageItem, keys.pastStage(id, number))
  if (past === undefined) throw new TypeError(`${id} has no stage ${number}`)
  return { outcome: past.value.stage.state }
}
