import * as z from 'zod'
import { date, endOfShanghaiDay, shanghaiDate } from '../../shared/kernel/calendar.ts'
import { bondsOf } from '../../shared/evaluation/conflict.store.ts'
import { tieOf } from '../../shared/evaluation/conflict.ts'
import { organisationId } from '../../shared/kernel/ids.ts'
import { type Instant, plusSeconds } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { typed } from '../../shared/kernel/text.ts'
import { loadOrganisation, memberItem } from '../../shared/organisation/organisation.store.ts'
import { answerExtension, askExtension, endEarly, extend, handOver, migrate, type Migration, pause, resume } from '../../shared/project/moves.ts'
import { type Project, projectTarget } from '../../shared/project/project.ts'
import { loadProject, ownProjectItem } from '../../shared/project/project.store.ts'
import { dueAfter } from '../../shared/stage/begin.ts'
import { loadDefinition } from '../../shared/stage/definition.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Write } from '../../shared/store/table.ts'
import { authorise, type Context } from '../context.ts'
import { assigned } from './evaluator.ts'
import { administrators, byOf, doers, moveProject } from './project-move.ts'

const reason = typed(500)
export const pauseInput = z.strictObject({ reason, /** The day it should go on; null: open. */ until: date.nullable().default(null) })
export const extensionInput = z.strictObject({ /** The new due day. */ to: date, reason })
export const extensionAnswerInput = z.strictObject({ grant: z.boolean(), reason: z.string().trim().max(500).default('') })
export const handOverInput = z.strictObject({ organisation: organisationId, reason })
export const endInput = z.strictObject({ reason })
export const migrationInput = z.strictObject({ id: z.string().max(40), version: z.int().min(1) })

/** Days end at five in the afternoon, as a stage's own due date does. */
const closingOf = (day: string): Instant => plusSeconds(endOfShanghaiDay(day), -7 * 3600)

/** No date runs until it is resumed. Throws WRONG_STATE, INVALID. */
export async function pauseProject(context: Context, id: string, input: z.infer<typeof pauseInput>): Promise<Project> {
  return moveProject(context, id, 'project.steer', (project) => ({
    project: pause(project, { reason: input.reason, until: input.until === null ? null : closingOf(input.until) }, context.now), reason: input.reason,
    sentence: input.until === null ? { zh: '暂停了项目', en: 'paused the project' } : { zh: `暂停了项目，预计 ${input.until} 恢复`, en: `paused the project until about ${input.until}` },
    news: { to: doers(project), news: { zh: '项目已暂停，期限不再计算', en: 'The project is paused; no date runs' } },
  }))
}

/** Goes on where it was; dates move by the time it was paused. Throws WRONG_STATE. */
export async function resumeProject(context: Context, id: string): Promise<Project> {
  return moveProject(context, id, 'project.steer', (project) => {
    const next = resume(project, context.now)
    return {
      project: next, sentence: { zh: `恢复了项目，本阶段顺延到 ${shanghaiDate(next.current.dueAt)}`, en: `resumed the project; this stage now runs to ${shanghaiDate(next.current.dueAt)}` },
      news: { to: doers(project), news: { zh: `项目已恢复，本阶段顺延到 ${shanghaiDate(next.current.dueAt)}`, en: `The project goes on; this stage runs to ${shanghaiDate(next.current.dueAt)}` } },
    }
  })
}

/** The organisation asks for a later end. Throws WRONG_STATE, INVALID. */
export async function askForExtension(context: Context, id: string, input: z.infer<typeof extensionInput>): Promise<Project> {
  return moveProject(context, id, 'project.ask-extension', (project) => ({
    project: askExtension(project, { to: closingOf(input.to), reason: input.reason, by: byOf(context) }, context.now), reason: input.reason,
    sentence: { zh: `申请延期到 ${input.to}`, en: `asked for an extension to ${input.to}` },
    news: { to: administrators(project), news: { zh: `申请延期到 ${input.to}，等您答复`, en: `An extension to ${input.to} is asked for` } },
  }))
}

/** Grants or refuses it. Throws WRONG_STATE, INVALID where a refusal has no reason. */
export async function decideExtension(context: Context, id: string, input: z.infer<typeof extensionAnswerInput>): Promise<Project> {
  return moveProject(context, id, 'project.steer', (project, definition) => {
    const next = answerExtension(project, definition, input)
    const day = shanghaiDate(next.current.dueAt)
    const said = input.grant ? { zh: `同意延期到 ${day}`, en: `granted the extension to ${day}` } : { zh: `没有同意延期，仍到 ${day}`, en: `did not grant the extension; it stays ${day}` }
    return { project: next, reason: input.reason, sentence: said, news: { to: doers(project), news: said } }
  })
}

/** A later end by the administrator's own word; the waiting execution follows at once. Throws WRONG_STATE, INVALID. */
export async function extendStage(context: Context, id: string, input: z.infer<typeof extensionInput>): Promise<Project> {
  return moveProject(context, id, 'project.steer', (project, definition) => {
    const said = { zh: `把本阶段延期到 ${input.to}`, en: `extended this stage to ${input.to}` }
    return { project: extend(project, definition, { to: closingOf(input.to), reason: input.reason }, context.now), reason: input.reason, sentence: said, news: { to: doers(project), news: { zh: `本阶段延期到 ${input.to}`, en: `This stage is extended to ${input.to}` } } }
  })
}

/**
 * Another organisation delivers the project from now on; the one before no longer sees it. A mentor or evaluator who belongs to the new one
 * steps back. Throws WRONG_STATE, NOT_FOUND, ORGANISATION_NOT_ADMITTED, INVALID.
 */
export async function handProjectOver(context: Context, id: string, input: z.infer<typeof handOverInput>): Promise<Project> {
  return moveProject(context, id, 'project.steer', async (project) => {
    const { value: next } = await loadOrganisation(context.table, input.organisation)
    if (next.district !== project.district) throw new Refusal('NOT_FOUND')
    if (next.state !== 'admitted') throw new Refusal('ORGANISATION_NOT_ADMITTED')
    const handed = handOver(project, { id: next.id, name: next.name }, input.reason)
    const { project: free, writes } = await withoutTies(context, handed)
    return {
      project: free, reason: input.reason,
      sentence: { zh: `把项目从${project.organisation.name}移交给${next.name}`, en: `handed the project over from ${project.organisation.name} to ${next.name}` },
      writes: [{ remove: keys.projectOfOrganisation(project.organisation.id, project.id), expect: 'any' }, ownProjectItem.put({ organisation: next.id, project: project.id }, 'any'), ...writes],
      news: { to: [...doers(project), { organisation: next.id }], news: { zh: `项目由${next.name}承担`, en: `${next.name} delivers the project from now on` } },
    }
  })
}

/** Without a mentor who belongs to the new organisation, or an evaluator who is tied to it in any way. */
async function withoutTies(context: Context, project: Project): Promise<{ project: Project; writes: Write[] }> {
  const { mentor, evaluator, organisation } = project
  const member = mentor === null ? undefined : await context.table.get(memberItem, keys.member(organisation.id, mentor.person))
  const mentorTied = mentor !== null && (mentor.organisation === organisation.id || member?.value.removedAt === null)
  const evaluatorTied = evaluator !== null && tieOf(project, await bondsOf(context.table, project, evaluator.person)) !== undefined
  return {
    project: { ...project, mentor: mentorTied ? null : mentor, evaluator: evaluatorTied ? null : evaluator },
    writes: [
      ...(mentorTied ? [await assigned(context, project, mentor.person, 'mentor', true)] : []),
      ...(evaluatorTied ? [await assigned(context, project, evaluator.person, 'evaluator', true)] : []),
    ],
  }
}

/** Ends the project before its time. Throws WRONG_STATE, INVALID. */
export async function endProject(context: Context, id: string, input: z.infer<typeof endInput>): Promise<Project> {
  return moveProject(context, id, 'project.steer', (project) => ({
    project: endEarly(project, input.reason, context.now), reason: input.reason, sentence: { zh: '提前终止了项目', en: 'ended the project early' },
    news: { to: doers(project), news: { zh: '项目提前终止', en: 'The project has been ended early' } },
  }))
}

/** What moving the project to another version of its definition would change. Throws WRONG_STATE, NOT_FOUND. */
export async function previewMigration(context: Context, id: string, to: z.infer<typeof migrationInput>): Promise<Migration> {
  const { value: project } = await loadProject(context.table, id)
  authorise(context, 'project.migrate', projectTarget(project))
  const [before, after] = await Promise.all([loadDefinition(context.table, project.district, project.current.definition), loadDefinition(context.table, project.district, to)])
  return migrate(project, before, after, dueAfter).changes
}

/** Moves the project to another version; its machine reads the new dates at once. Throws WRONG_STATE, NOT_FOUND. */
export async function migrateProject(context: Context, id: string, to: z.infer<typeof migrationInput>): Promise<Project> {
  return moveProject(context, id, 'project.migrate', async (project, before) => {
    const after = await loadDefinition(context.table, project.district, to)
    return { project: migrate(project, before, after, dueAfter).project, sentence: { zh: `改用阶段规则 ${after.id} 第 ${after.version} 版`, en: `moved to version ${after.version} of the stage rules ${after.id}` } }
  })
}
