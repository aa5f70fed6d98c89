import * as z from 'zod'
import { typed } from '../../shared/kernel/text.ts'
import { missingEvidence } from '../../shared/project/gate.ts'
import { approve, askGate, needChanges, takeBack } from '../../shared/project/moves.ts'
import type { Project } from '../../shared/project/project.ts'
import { part, ruleFor } from '../../shared/stage/definition.ts'
import { endings } from '../../shared/stage/stage.ts'
import { endingWords, partWords, stageWords } from '../../shared/stage/words.ts'
import type { Context } from '../context.ts'
import { gateOf } from '../queries/project-gate.ts'
import { administrators, byOf, doers, moveProject } from './project-move.ts'

const note = z.string().trim().max(1000).default('')
export const askGateInput = z.strictObject({ note })
export const approveInput = z.strictObject({ note, /** Of the last stage: closed, or continued as a next cycle. */ ending: z.enum(endings).default('close') })
export const needChangesInput = z.strictObject({ reasons: typed(1000), parts: z.array(part).min(1).max(20) })

const nameOf = (project: Project) => stageWords[project.current.name]

/** Asks for the decision that ends the stage. Throws GATE_NOT_READY with everything that is missing, WRONG_STATE. */
export async function askForGate(context: Context, id: string, input: z.infer<typeof askGateInput>): Promise<Project> {
  return moveProject(context, id, 'project.ask', async (project, definition) => {
    const { lines } = await gateOf(context, project, definition)
    const { zh, en } = nameOf(project)
    return {
      project: askGate(project, missingEvidence(lines), byOf(context), input.note, context.now),
      sentence: { zh: `提请${zh}关口审核`, en: `asked for the decision on ${en.toLowerCase()}` }, reason: input.note,
      news: { to: administrators(project), news: { zh: `${zh}关口等您审核`, en: `${en}: your decision is asked for` } },
    }
  })
}

/** Takes the question back while nobody has approved. Throws WRONG_STATE. */
export async function takeGateBack(context: Context, id: string): Promise<Project> {
  return moveProject(context, id, 'project.ask', (project) => ({ project: takeBack(project), sentence: { zh: '撤回了关口审核申请，继续修改', en: 'took the question back to go on writing' } }))
}

/** One approval; the last one that is needed begins what comes next. Throws WRONG_STATE. */
export async function approveGate(context: Context, id: string, input: z.infer<typeof approveInput>): Promise<Project> {
  return moveProject(context, id, 'project.decide', (project, definition) => {
    const by = byOf(context)
    const { project: next, past } = approve(project, definition, { by, ...input }, context.now)
    const needed = ruleFor(definition, project.current.name).approvals
    const { zh, en } = nameOf(project)
    const passed = next.current.number > project.current.number || next.state !== 'active'
    if (!passed) {
      const ending = next.current.approvals.at(-1)?.ending ?? null
      const wanted = ending === null ? { zh: '', en: '' } : { zh: `，${endingWords[ending].zh}`, en: `, ${endingWords[ending].en.toLowerCase()}` }
      return { project: next, sentence: { zh: `同意${zh}通过（${next.current.approvals.length} / ${needed}）${wanted.zh}`, en: `approved ${en.toLowerCase()} (${next.current.approvals.length} of ${needed})${wanted.en}` }, reason: input.note }
    }
    const after = next.state === 'closed' ? { zh: '项目结项', en: 'the project is closed' }
      : next.cycle > project.cycle ? { zh: `进入第 ${next.cycle} 周期`, en: `cycle ${next.cycle} begins` } : { zh: `进入${stageWords[next.current.name].zh}阶段`, en: `${stageWords[next.current.name].en.toLowerCase()} begins` }
    return {
      project: next, past, sentence: { zh: `同意${zh}通过，${after.zh}`, en: `approved ${en.toLowerCase()}; ${after.en}` }, reason: input.note,
      news: { to: doers(project), news: { zh: `${zh}阶段已通过，${after.zh}`, en: `${en} has passed; ${after.en}` } },
    }
  })
}

/** 'Needs changes': earlier approvals are void, just the parts named are open again. Throws WRONG_STATE, INVALID. */
export async function askForChanges(context: Context, id: string, input: z.infer<typeof needChangesInput>): Promise<Project> {
  return moveProject(context, id, 'project.decide', (project, definition) => {
    const next = needChanges(project, { by: byOf(context), ...input }, ruleFor(definition, project.current.name).parts, context.now)
    const parts = next.current.reopened ?? []
    return {
      project: next, reason: input.reasons,
      sentence: { zh: `退回修改：${parts.map((one) => partWords[one].zh).join('、')}`, en: `asked for changes of: ${parts.map((one) => partWords[one].en).join(', ')}` },
      news: { to: doers(project), news: { zh: `${nameOf(project).zh}阶段退回修改`, en: `${nameOf(project).en}: changes are asked for` } },
    }
  })
}
