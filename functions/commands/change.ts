import * as z from 'zod'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { applied, type AskChange, partsOf, proposedChange, requireAskable } from '../../shared/change/ask.ts'
import { type Change, type ChangeKind, settleChange } from '../../shared/change/change.ts'
import { changeItem, loadChange } from '../../shared/change/change.store.ts'
import type { ProjectContent } from '../../shared/project/content.ts'
import { type Project, projectTarget } from '../../shared/project/project.ts'
import { contentItem, loadProject, loadWithContent, projectItem } from '../../shared/project/project.store.ts'
import { loadDefinition } from '../../shared/stage/definition.store.ts'
import type { By } from '../../shared/stage/stage.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored, Write } from '../../shared/store/table.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { newsOf } from './news.ts'
import { projectEntry } from './project.ts'
import { reread } from './project-move.ts'

const names: Record<ChangeKind, Bilingual & { en: string }> = { dates: { zh: '日期', en: 'dates' }, budget: { zh: '预算', en: 'budget' }, scope: { zh: '目标与范围', en: 'scope' } }
const pathOf = (project: string, number: number) => `/projects/${project}/changes/${number}`
const by = (context: Context): By => {
  const { id, name } = personOf(context)
  return { person: id, name }
}

/** Asks for a change of what was approved; one request at a time. Throws WRONG_STATE, INVALID. */
export async function askChange(context: Context, id: string, input: AskChange): Promise<{ change: number }> {
  return act(context, async () => {
    const { project: stored, content: { value: content } } = await loadWithContent(context.table, id)
    const { value: project } = stored
    authorise(context, 'change.ask', projectTarget(project))
    const definition = await loadDefinition(context.table, project.district, project.current.definition)
    requireAskable(project, definition, input.kind)
    const proposed = proposedChange(project, definition, content.answers, input, context.now)
    const earlier = await context.table.queryAll(changeItem, keys.changes(id))
    const number = earlier.length + 1
    const change: Change = { project: project.id, number, stage: project.current.number, proposed, base: baseOf(content, proposed), reasons: input.reasons, state: 'open', askedAt: context.now, askedBy: by(context), decision: null }
    const name = names[proposed.kind]
    const woken = await reread(context, project)
    return {
      writes: [...woken.writes, projectItem.put({ ...project, openChange: { number, at: context.now } }, stored.version), changeItem.put(change, 'none')],
      trail: [projectEntry(project, 'change.ask', { zh: `申请变更${name.zh}`, en: `asked for a change of the ${name.en}` }, { reason: input.reasons })],
      orders: [...woken.orders, ...(await newsOf(context, project, [{ administrators: project.district }], { news: { zh: `申请变更${name.zh}，在等答复`, en: `A change of the ${name.en} is asked for and waits for your answer` }, reason: input.reasons, path: pathOf(id, number) }, `change-${number}-asked`))],
      answer: { change: number },
    }
  })
}

const baseOf = ({ parts }: ProjectContent, proposed: Change['proposed']): Change['base'] => Object.fromEntries(partsOf(proposed).map((part) => [part, parts[part] ?? 0]))

export const decideChangeInput = z.strictObject({ decision: z.enum(['approve', 'refuse']), reasons: z.string().trim().max(1000).default('') })

/** An administrator's answer; approved, the text and the dates are changed in the same transaction. Throws WRONG_STATE, STALE where the text has moved on since, INVALID. */
export async function decideChange(context: Context, id: string, number: number, input: z.infer<typeof decideChangeInput>): Promise<{ state: 'approved' | 'refused' }> {
  return act(context, async () => {
    const { project: stored, content } = await loadWithContent(context.table, id)
    authorise(context, 'change.decide', projectTarget(stored.value))
    const found = await loadChange(context.table, id, number)
    const state = input.decision === 'approve' ? 'approved' : 'refused'
    const settled = settleChange(stored.value, found.value, state, { reasons: input.reasons, by: by(context) }, context.now)
    const outcome = state === 'refused' ? { writes: [projectItem.put(settled.project, stored.version)], orders: [] } : await approved(context, { ...stored, value: settled.project }, content, found.value)
    const name = names[found.value.proposed.kind]
    const said = state === 'approved' ? { zh: `变更${name.zh}的申请已同意`, en: `The change of the ${name.en} was approved` } : { zh: `变更${name.zh}的申请没有同意`, en: `The change of the ${name.en} was refused` }
    const news = await newsOf(context, stored.value, [{ organisation: stored.value.organisation.id }], { news: said, reason: input.reasons, path: pathOf(id, number) }, `change-${number}-${state}`)
    return {
      writes: [changeItem.put(settled.change, found.version), ...outcome.writes],
      trail: [projectEntry(stored.value, 'change.decide', state === 'approved' ? { zh: `同意变更${name.zh}`, en: `approved a change of the ${name.en}` } : { zh: `不同意变更${name.zh}`, en: `refused a change of the ${name.en}` }, { from: 'open', to: state, ...(input.reasons === '' ? {} : { reason: input.reasons }) })],
      orders: [...outcome.orders, ...news],
      answer: { state },
    }
  })
}

/** Everything that an approval changes: the text's parts, the stage's dates and its reports, and the machine that waits for these. */
async function approved(context: Context, stored: Stored<Project>, content: Stored<ProjectContent>, change: Change) {
  const { value: project } = stored
  if (project.state !== 'active' || project.current.number !== change.stage) {
    throw new Refusal('WRONG_STATE', { facts: { stage: project.current.number }, mistakes: [{ path: '', code: 'STAGE_OVER', zh: '申请之后项目已进入别的阶段，不能再照此变更；可以不同意，请对方重新申请。', en: 'The project has gone on to another stage since this was asked. Refuse it, so that it can be asked anew.' }] })
  }
  if (partsOf(change.proposed).some((part) => (content.value.parts[part] ?? 0) !== change.base[part])) {
    throw new Refusal('STALE', { mistakes: [{ path: '', code: 'STALE', zh: '申请之后这一部分的内容已经改过，不能再照此变更；可以不同意，请对方重新申请。', en: 'This part of the text has changed since. Refuse the request, so that it can be asked anew.' }] })
  }
  const definition = await loadDefinition(context.table, project.district, project.current.definition)
  const next = applied(project, definition, content.value.answers, change.proposed, change.reasons, context.now)
  const revision = content.value.revision + 1
  const parts = partsOf(change.proposed)
  const writes: Write[] = [
    projectItem.put(next.project, stored.version),
    ...(parts.length === 0 ? [] : [contentItem.put({ ...content.value, answers: next.answers, revision, parts: { ...content.value.parts, ...Object.fromEntries(parts.map((part) => [part, revision])) }, savedAt: context.now, savedBy: personOf(context).id }, content.version)]),
  ]
  const woken = await reread(context, project)
  return { writes: [...writes, ...woken.writes], orders: woken.orders }
}

/** Takes a request back while it is open. Throws WRONG_STATE. */
export async function withdrawChange(context: Context, id: string, number: number): Promise<{ state: 'withdrawn' }> {
  return act(context, async () => {
    const stored = await loadProject(context.table, id)
    authorise(context, 'change.ask', projectTarget(stored.value))
    const found = await loadChange(context.table, id, number)
    const settled = settleChange(stored.value, found.value, 'withdrawn', { reasons: '', by: by(context) }, context.now)
    const name = names[found.value.proposed.kind]
    return {
      writes: [projectItem.put(settled.project, stored.version), changeItem.put(settled.change, found.version)],
      trail: [projectEntry(stored.value, 'change.ask', { zh: `撤回了变更${name.zh}的申请`, en: `withdrew the request for a change of the ${name.en}` }, { from: 'open', to: 'withdrawn' })],
      answer: { state: 'withdrawn' },
    }
  })
}
