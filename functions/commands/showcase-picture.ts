import * as z from 'zod'
import type { StoredFile } from '../../shared/file/file.ts'
import type { FileId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { typed } from '../../shared/kernel/text.ts'
import { projectFileItem } from '../../shared/project/file.store.ts'
import { projectTarget } from '../../shared/project/project.ts'
import { loadProject } from '../../shared/project/project.store.ts'
import { limits, shownOnPicture, STATEMENT, withoutPicture, withPicture } from '../../shared/showcase/showcase.ts'
import { keys } from '../../shared/store/keys.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { startUpload, type Upload } from './file.ts'
import { announceProjectFile, checkProjectFile } from './project-file.ts'
import { loadForPart, projectEntry } from './project.ts'
import { opened, type ShowcaseStanding, standing } from './showcase.ts'

/** As other pictures of a project (project-file.ts). */
export const MOST_PICTURE_BYTES = 10 * 1024 * 1024

export const announcePictureInput = z.strictObject({ name: z.string().min(1).max(255), bytes: z.int().min(0) })

/** A form for a program to upload one picture with; then `checkPicture`, then `describePicture`. Throws INVALID, WRONG_STATE. */
export async function announcePicture(context: Context, project: string, input: z.infer<typeof announcePictureInput>): Promise<Upload> {
  await loadForPart(context, project, 'showcase', 'showcase.edit')
  return announceProjectFile(context, project, { ...input, kind: 'showcase', of: '' })
}

/** The form of the page; the browser comes back to where the picture is described. */
export async function pictureForm(context: Context, project: string): Promise<Upload> {
  const { stored } = await loadForPart(context, project, 'showcase', 'showcase.edit')
  return startUpload(context, { owner: { noun: 'project', id: stored.value.id }, kind: 'showcase', name: null, maxBytes: MOST_PICTURE_BYTES, proposal: null, back: (file) => `/projects/${project}/showcase/pictures/${file}` })
}

/** Checks what has come by its bytes. Throws FILE_NOT_READY while nothing has come. */
export async function checkPicture(context: Context, project: string, file: FileId): Promise<StoredFile> {
  await loadForPart(context, project, 'showcase', 'showcase.edit')
  return checkProjectFile(context, project, file)
}

export const pictureInput = z.strictObject({
  /** What can be seen on it, for those who do not see it. */
  alt: typed(limits.alt),
  shows: z.enum(shownOnPicture),
  /** Those on it agreed to be shown to everybody; for minors their guardians, in writing. */
  agreed: z.literal(true, { error: 'CONSENT_MISSING' }),
})

/** Puts an uploaded picture on the draft, with what it shows and the statement that those on it agreed; described again, it is changed. Throws FILE_NOT_READY, INVALID, WRONG_STATE. */
export function describePicture(context: Context, id: string, file: FileId, input: z.infer<typeof pictureInput>): Promise<ShowcaseStanding> {
  return act(context, async () => {
    const { stored } = await loadForPart(context, id, 'showcase', 'showcase.edit')
    const [found, { showcase, put }] = await Promise.all([context.table.get(projectFileItem, keys.projectFile(id, file)), opened(context, stored.value)])
    if (found === undefined || found.value.kind !== 'showcase') throw new Refusal('FILE_NOT_READY')
    const person = personOf(context)
    const by = { person: person.id, name: person.name }
    const changed = withPicture(showcase, { file, alt: input.alt, shows: input.shows, agreed: { by, at: context.now, statement: STATEMENT } }, context.now)
    return { writes: [put(changed), projectFileItem.put({ ...found.value, shown: true }, found.version)], trail: [], answer: standing(changed) }
  })
}

/** Takes a picture off the draft and at once off the public page, in any stage; it can be described anew. Removing what is not there changes nothing. */
export function removePicture(context: Context, id: string, file: FileId): Promise<ShowcaseStanding> {
  return act(context, async () => {
    const { value: project } = await loadProject(context.table, id)
    authorise(context, 'showcase.edit', projectTarget(project))
    const [found, { showcase, put }] = await Promise.all([context.table.get(projectFileItem, keys.projectFile(id, file)), opened(context, project)])
    const changed = withoutPicture(showcase, file)
    const wasPublic = showcase.shownAt !== null && showcase.edition?.words.pictures.some((one) => one.file === file) === true
    return {
      writes: [put(changed), ...(found?.value.shown === true ? [projectFileItem.put({ ...found.value, shown: false }, found.version)] : [])],
      trail: wasPublic ? [projectEntry(project, 'showcase.remove-picture', { zh: '从展示页撤下了一张照片', en: 'took a picture off the showcase page' })] : [],
      answer: standing(changed),
    }
  })
}
