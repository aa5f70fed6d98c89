import * as z from 'zod'
import { fileId, organisationId, projectId, proposalId } from '../../../shared/kernel/ids.ts'
import { instant } from '../../../shared/kernel/instant.ts'
import { bilingual } from '../../../shared/kernel/text.ts'
import { answersSchema } from '../../../shared/project/content.ts'
import { nextDue, type Project, projectSchema, waitsFor } from '../../../shared/project/project.ts'
import { contentParts, evidenceSchema } from '../../../shared/stage/definition.ts'
import { stageSchema } from '../../../shared/stage/stage.ts'
import { entrySchema } from '../../../shared/trail/trail.ts'
import { restartStage } from '../../commands/execution-restart.ts'
import { enterCompetition, enterInput } from '../../commands/project-entry.ts'
import { announceProjectFile, announceProjectFileInput, checkProjectFile, removeProjectFile } from '../../commands/project-file.ts'
import { approveGate, approveInput, askForChanges, askForGate, askGateInput, needChangesInput, takeGateBack } from '../../commands/project-gate.ts'
import {
  askForExtension, decideExtension, endInput, endProject, extendStage, extensionAnswerInput, extensionInput, handOverInput, handProjectOver, migrateProject, migrationInput, pauseInput, pauseProject, previewMigration, resumeProject,
} from '../../commands/project-steer.ts'
import { createProject, createProjectInput, savePart, savePartInput } from '../../commands/project.ts'
import { gateOf } from '../../queries/project-gate.ts'
import { projectStory, trackProject } from '../../queries/project-tracking.ts'
import { ownProjects, readProject, requireProject, similarProjects } from '../../queries/project.ts'
import { single, typedAs } from '../typed-content.ts'
import { route, type Route } from './route.ts'

const params = z.object({ project: projectId })
const part = params.extend({ part: z.enum(contentParts) })
const file = params.extend({ file: fileId })
const saved = z.object({ revision: z.int(), savedAt: instant })

/** A project with what follows from its record: for whom it waits, and its next date. */
const head = projectSchema.extend({ waitsFor: z.string(), due: instant.nullable() })
const headOf = (project: Project) => ({ ...project, waitsFor: waitsFor(project), due: nextDue(project) })

const line = z.object({ evidence: evidenceSchema, met: z.boolean(), has: z.int().nullable(), least: z.int().nullable(), mistakes: z.array(z.object({ path: z.string(), code: z.string(), zh: z.string(), en: z.string() })) })
const step = z.object({ id: z.string(), name: bilingual, state: z.enum(['done', 'now', 'failed', 'next']), enteredAt: z.string().nullable(), leftAt: z.string().nullable() })
const whereabouts = z.object({ state: z.string(), step: z.string(), words: bilingual, asked: bilingual.nullable(), next: bilingual.nullable(), otherwise: bilingual.nullable(), since: z.string(), until: z.string().nullable(), late: z.boolean() })
const change = z.object({ from: z.int(), to: z.int() })
const migration = z.object({
  definition: z.object({ id: z.string(), version: z.int() }), dueAt: z.object({ from: instant, to: instant }), approvals: change, reports: change, evidence: z.object({ added: z.array(z.string()), dropped: z.array(z.string()) }),
})
const similar = z.object({ project: projectId, title: z.string(), organisation: z.string(), since: z.string(), likeness: z.number() })

/** Projects: writing, gates, steering, files, story. */
export const projectRoutes: Route[] = [
  route({ method: 'post', path: '/projects', action: 'project.create', summary: 'Begin a project of an admitted organisation', body: createProjectInput, status: 201, answer: z.object({ project: projectId, revision: z.int() }), run: (context, { body }) => createProject(context, body) }),
  route({
    method: 'get', path: '/projects', action: 'project.list-own', summary: 'Projects of the asker’s organisations, by their next date', query: z.object({ organisation: organisationId.optional() }), answer: z.object({ items: z.array(head) }),
    run: async (context, { query }) => ({ items: (await ownProjects(context, query.organisation)).map(headOf) }),
  }),
  route({
    method: 'get', path: '/projects/{project}', action: 'project.read', summary: 'A project: its record, its text, stages that are over', params,
    answer: z.object({ project: head, revision: z.int(), answers: answersSchema, past: z.array(stageSchema), open: z.array(z.string()) }),
    run: async (context, { params }) => {
      const { project, content, past, rule } = await readProject(context, params.project)
      const open = project.current.reopened ?? rule.parts
      return { project: headOf(project), revision: content.revision, answers: content.answers, past, open: project.state === 'active' && (project.current.state === 'working' || project.current.state === 'extension') ? [...open] : [] }
    },
  }),
  route({ method: 'put', path: '/projects/{project}/parts/{part}', action: 'project.edit', summary: 'Save one part of the text', params: part, body: savePartInput, answer: saved, run: (context, { params, body }) => savePart(context, params.project, { part: params.part, ...body }) }),
  route({
    method: 'post', path: '/projects/{project}/parts/{part}', action: 'project.edit', summary: 'Save one part as a page’s form holds it (autosave): names with `content.` before them, texts as typed',
    params: part, body: z.strictObject({ revision: z.coerce.number().int().min(0), fields: z.record(z.string(), z.union([z.string(), z.array(z.string())])) }), answer: saved,
    run: (context, { params, body }) => savePart(context, params.project, { part: params.part, revision: body.revision, content: typedAs(single(body.fields)) }),
  }),
  route({ method: 'get', path: '/projects/{project}/similar', action: 'project.similar', summary: 'Earlier projects of the district that say nearly the same', params, answer: z.object({ items: z.array(similar) }), run: async (context, { params }) => ({ items: await similarProjects(context, params.project) }) }),
  route({
    method: 'get', path: '/projects/{project}/gate', action: 'project.read', summary: 'What the present stage’s gate asks for, and what is there', params, answer: z.object({ stage: z.string(), state: z.string(), approvals: z.int(), needed: z.int(), lines: z.array(line) }),
    run: async (context, { params }) => {
      const { project, definition, rule } = await readProject(context, params.project)
      const { lines } = await gateOf(context, project, definition)
      return { stage: project.current.name, state: project.current.state, approvals: project.current.approvals.length, needed: rule.approvals, lines: lines.map((one) => ({ ...one, mistakes: [...one.mistakes] })) }
    },
  }),
  route({ method: 'post', path: '/projects/{project}/gate', action: 'project.ask', summary: 'Ask for the decision that ends the stage', params, body: askGateInput, answer: head, run: async (context, { params, body }) => headOf(await askForGate(context, params.project, body)) }),
  route({ method: 'delete', path: '/projects/{project}/gate', action: 'project.ask', summary: 'Take the question back while nobody has approved', params, answer: head, run: async (context, { params }) => headOf(await takeGateBack(context, params.project)) }),
  route({ method: 'post', path: '/projects/{project}/gate/approvals', action: 'project.decide', summary: 'Approve; the last approval needed begins what comes next', params, body: approveInput, answer: head, run: async (context, { params, body }) => headOf(await approveGate(context, params.project, body)) }),
  route({ method: 'post', path: '/projects/{project}/gate/changes', action: 'project.decide', summary: 'Ask for changes: earlier approvals are void, the parts named are open again', params, body: needChangesInput, answer: head, run: async (context, { params, body }) => headOf(await askForChanges(context, params.project, body)) }),
  route({ method: 'post', path: '/projects/{project}/pause', action: 'project.steer', summary: 'Pause: no date runs', params, body: pauseInput, answer: head, run: async (context, { params, body }) => headOf(await pauseProject(context, params.project, body)) }),
  route({ method: 'post', path: '/projects/{project}/resumption', action: 'project.steer', summary: 'Resume: dates move by the time of the pause', params, answer: head, run: async (context, { params }) => headOf(await resumeProject(context, params.project)) }),
  route({ method: 'post', path: '/projects/{project}/extension', action: 'project.ask-extension', summary: 'Ask for a later due date', params, body: extensionInput, answer: head, run: async (context, { params, body }) => headOf(await askForExtension(context, params.project, body)) }),
  route({ method: 'post', path: '/projects/{project}/extension/answer', action: 'project.steer', summary: 'Grant or refuse a later due date', params, body: extensionAnswerInput, answer: head, run: async (context, { params, body }) => headOf(await decideExtension(context, params.project, body)) }),
  route({ method: 'post', path: '/projects/{project}/due-date', action: 'project.steer', summary: 'Set a later due date', params, body: extensionInput, answer: head, run: async (context, { params, body }) => headOf(await extendStage(context, params.project, body)) }),
  route({ method: 'post', path: '/projects/{project}/organisation', action: 'project.steer', summary: 'Hand the project over to another organisation', params, body: handOverInput, answer: head, run: async (context, { params, body }) => headOf(await handProjectOver(context, params.project, body)) }),
  route({ method: 'post', path: '/projects/{project}/end', action: 'project.steer', summary: 'End the project early', params, body: endInput, answer: head, run: async (context, { params, body }) => headOf(await endProject(context, params.project, body)) }),
  route({ method: 'get', path: '/projects/{project}/definition', action: 'project.migrate', summary: 'What moving to another version of the stage rules would change', params, query: z.object({ id: z.string().max(40), version: z.coerce.number().int().min(1) }), answer: migration, run: (context, { params, query }) => previewMigration(context, params.project, query) }),
  route({ method: 'post', path: '/projects/{project}/definition', action: 'project.migrate', summary: 'Move to another version of the stage rules', params, body: migrationInput, answer: head, run: async (context, { params, body }) => headOf(await migrateProject(context, params.project, body)) }),
  route({ method: 'post', path: '/projects/{project}/restart', action: 'project.restart', summary: 'Start a failed execution’s successor from the record', params, body: z.strictObject({ execution: z.string().max(100) }), answer: z.object({ execution: z.string() }), run: (context, { params, body }) => restartStage(context, params.project, body.execution) }),
  route({
    method: 'get', path: '/projects/{project}/progress', action: 'project.read', summary: 'The stages, and where the present one’s execution is', params, answer: z.object({ steps: z.array(step), now: whereabouts.nullable(), failed: z.object({ execution: z.string(), doing: bilingual, status: z.string(), error: z.string().nullable() }).nullable() }),
    run: async (context, { params }) => {
      const { project, past } = await readProject(context, params.project)
      return trackProject(context, project, past)
    },
  }),
  route({
    method: 'get', path: '/projects/{project}/story', action: 'project.read', summary: 'Its whole story, newest first', params, query: z.object({ after: z.string().max(2000).optional() }), answer: z.object({ entries: z.array(entrySchema), next: z.string().nullable() }),
    run: async (context, { params, query }) => projectStory(context, await requireProject(context, params.project, 'project.read'), query.after),
  }),
  route({
    method: 'post', path: '/projects/{project}/files', action: 'project.attach', summary: 'A form to upload one file with: post `fields`, then the file as `file`, to `url`; then ask for its check', params, body: announceProjectFileInput, status: 201,
    answer: z.object({ file: fileId, url: z.string(), fields: z.record(z.string(), z.string()) }), run: (context, { params, body }) => announceProjectFile(context, params.project, body),
  }),
  route({
    method: 'post', path: '/projects/{project}/files/{file}/check', action: 'project.attach', summary: 'Check what was uploaded by its bytes; a ready file is the project’s', params: file,
    answer: z.object({ file: fileId, name: z.string(), bytes: z.int(), state: z.enum(['ready', 'refused']), reason: bilingual.nullable() }),
    run: async (context, { params }) => {
      const { id, ...checked } = await checkProjectFile(context, params.project, params.file)
      return { ...checked, file: id }
    },
  }),
  route({ method: 'post', path: '/projects/{project}/entries', action: 'project.enter', summary: 'Enter an open competition with a proposal that the project’s text has filled in', params, body: enterInput, status: 201, answer: z.object({ proposal: proposalId, revision: z.int() }), run: (context, { params, body }) => enterCompetition(context, params.project, body) }),
  route({ method: 'delete', path: '/projects/{project}/files/{file}', action: 'project.attach', summary: 'Take a file off the project', params: file, answer: z.object({ removed: z.boolean() }), run: (context, { params }) => removeProjectFile(context, params.project, params.file) }),
]
