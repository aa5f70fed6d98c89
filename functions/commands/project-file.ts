import * as z from 'zod'
import { type Allowed, announcedMistakes, type FileOwner, type StoredFile } from '../../shared/file/file.ts'
import type { FileId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { projectFileItem, projectFileKind, type ProjectFileKind, projectFiles } from '../../shared/project/file.store.ts'
import { type Project, projectTarget } from '../../shared/project/project.ts'
import { loadProject } from '../../shared/project/project.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { checkedOnce, finishUpload, isOf, startUpload, type Upload } from './file.ts'
import { loadForPart } from './project.ts'

/** Photos are pictures; receipts, reports and evidence may also be papers. */
const allowed = (kind: ProjectFileKind): Allowed => (kind === 'photo' || kind === 'showcase' ? { types: ['jpg', 'png'], maxBytes: 10 * 1024 * 1024 } : { types: ['pdf', 'jpg', 'png', 'docx', 'xlsx'], maxBytes: 20 * 1024 * 1024 })
/** Files of one project in all its cycles. */
const MOST_FILES = 2000

export const announceProjectFileInput = z.strictObject({
  kind: projectFileKind,
  /** The activity, report or spending it belongs to; '' for the project's own. */
  of: z.string().max(60).default(''),
  name: z.string().min(1).max(255), bytes: z.int().min(0),
})

/** What it belongs to travels with the upload's kind: `photo:a_…`. */
const kindOf = (kind: ProjectFileKind, of: string): string => (of === '' ? kind : `${kind}:${of}`)
function readKind(text: string): { kind: ProjectFileKind; of: string } {
  const [kind, of = ''] = text.split(':')
  return { kind: projectFileKind.parse(kind), of }
}

/** A form for a program to upload one file with; then `checkProjectFile`. Throws INVALID for what can be seen beforehand. */
export async function announceProjectFile(context: Context, project: string, input: z.infer<typeof announceProjectFileInput>): Promise<Upload> {
  const { owner } = await ownerFor(context, project)
  const mistakes = announcedMistakes(input.name, input.bytes, allowed(input.kind))
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
  return startUpload(context, { owner, kind: kindOf(input.kind, input.of), name: input.name, maxBytes: allowed(input.kind).maxBytes, proposal: null, back: null })
}

/** The form of a page; the browser names the file and comes back to the check, which leads on to `then` (a path of this site). */
export async function projectFileForm(context: Context, project: string, kind: ProjectFileKind, of: string, then: string): Promise<Upload> {
  const { owner } = await ownerFor(context, project)
  return startUpload(context, { owner, kind: kindOf(kind, of), name: null, maxBytes: allowed(kind).maxBytes, proposal: null, back: (file) => `/projects/${project}/files/${file}/arrived?to=${encodeURIComponent(then)}` })
}

/** Checks what has come by its bytes; a ready file is the project's from now on. Asked again, it answers as before. Throws FILE_NOT_READY while nothing has come. */
export async function checkProjectFile(context: Context, project: string, id: FileId): Promise<StoredFile> {
  const { owner, value } = await ownerFor(context, project)
  return checkedOnce(context, id, isOf(owner), (arrived) => {
    const { kind, of } = readKind(arrived.kind)
    return finishUpload(context, id, arrived, owner, allowed(kind), async (file) => {
      if (file.type === null || file.sha256 === null) return []
      if ((await projectFiles(context.table, project)).length >= MOST_FILES) return 'no-room'
      return [projectFileItem.put({ project: value.id, file: id, kind, of, name: file.name, bytes: file.bytes, type: file.type, sha256: file.sha256, cycle: value.cycle, at: context.now, by: personOf(context).id, shown: false }, 'none')]
    })
  })
}

/** Takes a file off the project; it can be put back by uploading it again. Removing what is not there changes nothing. */
export async function removeProjectFile(context: Context, project: string, id: string): Promise<{ removed: boolean }> {
  return act(context, async () => {
    await ownerFor(context, project)
    const found = await context.table.get(projectFileItem, keys.projectFile(project, id))
    return { writes: found === undefined ? [] : [{ remove: found.key, expect: found.version }], trail: [], answer: { removed: found !== undefined } }
  })
}

/** Takes a photo off an activity while the project works on activities. Removing what is not there changes nothing. Throws NOT_FOUND for another file, WRONG_STATE. */
export async function removePhoto(context: Context, project: string, activity: string, file: string): Promise<{ removed: boolean }> {
  return act<{ removed: boolean }>(context, async () => {
    await loadForPart(context, project, 'activities', 'activity.report')
    const found = await context.table.get(projectFileItem, keys.projectFile(project, file))
    if (found === undefined) return { writes: [], trail: [], answer: { removed: false } }
    if (found.value.kind !== 'photo' || found.value.of !== activity) throw new Refusal('NOT_FOUND')
    return { writes: [{ remove: found.key, expect: found.version }], trail: [], answer: { removed: true } }
  })
}

async function ownerFor(context: Context, project: string): Promise<{ owner: FileOwner; value: Project }> {
  const { value } = await loadProject(context.table, project)
  authorise(context, 'project.attach', projectTarget(value))
  return { owner: { noun: 'project', id: value.id }, value }
}
