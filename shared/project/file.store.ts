import * as z from 'zod'
import { attachmentTypes } from '../rulebook/form.ts'
import { inside, open, personal } from '../kernel/exposure.ts'
import { fileId, personId, projectId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'

/** What a file of a project is for. A gate's own kinds are named `evidence-<kind>`. */
export const projectFileKind = z.union([z.enum(['photo', 'receipt', 'showcase', 'report']), z.templateLiteral(['evidence-', z.string().max(40)])])
export type ProjectFileKind = z.infer<typeof projectFileKind>

/** A checked file of a project. `sha256`, of what was uploaded, tells the same photo or receipt under another name. */
export const projectFileSchema = z.object({
  project: inside(projectId),
  file: inside(fileId),
  kind: inside(projectFileKind),
  /** The activity, report or spending it belongs to; '' for the project's own. */
  of: inside(z.string().max(60)),
  name: personal(z.string()),
  bytes: inside(z.int()),
  type: inside(z.enum(attachmentTypes)),
  sha256: inside(z.string()),
  cycle: inside(z.int()),
  at: inside(instant),
  by: personal(personId),
  /** Somebody said that it may be seen by everybody, and that those on it agreed. */
  shown: open(z.boolean()),
})
export type ProjectFile = z.infer<typeof projectFileSchema>
export const projectFileItem = itemKind('project-file', projectFileSchema, (file) => keys.projectFile(file.project, file.file))

/** Oldest first. */
export async function projectFiles(table: Table, project: string): Promise<Stored<ProjectFile>[]> {
  return (await table.queryAll(projectFileItem, keys.projectFiles(project))).toSorted((a, b) => a.value.at.localeCompare(b.value.at))
}
