import * as z from 'zod'
import { fileId, importId, invitationId, organisationId } from '../../../shared/kernel/ids.ts'
import { instant } from '../../../shared/kernel/instant.ts'
import { districtCode } from '../../../shared/person/person.ts'
import { classTableSchema } from '../../../shared/registry/classes.ts'
import { entrySchema, grades, listings } from '../../../shared/registry/entry.ts'
import { importSchema, undoUntil } from '../../../shared/registry/import.ts'
import { rowStates } from '../../../shared/registry/plan.ts'
import { registers } from '../../../shared/registry/sheet.ts'
import { addEntry, changeEntry, classesInput, entryInput, nameClasses, newEntryInput, removalInput, removeEntry, revisionOf } from '../../commands/registry.ts'
import { admitFromRegistry, knownAdmissionInput } from '../../commands/registry-admission.ts'
import { announceImport, applyImport, applyInput, importInput, readImport, readUpload, undoImport, uploadInput } from '../../commands/registry-import.ts'
import { exportRegistry, type ListFile, listFormats, listRegistry, readClasses, readEntry, registryFilter, registryTemplate } from '../../queries/registry.ts'
import { listImports, previewFilter, previewImport } from '../../queries/registry-import.ts'
import { route, type Route } from './route.ts'

const district = z.object({ district: districtCode })
const inRegister = district.extend({ register: z.enum(registers) })
const entryOf = inRegister.extend({ entry: z.string().max(60) })
const importOf = district.extend({ import: importId })

const listed = z.object({
  id: z.string(),
  /** By column, in the forms that a file has. */
  cells: z.record(z.string(), z.string()),
  standing: z.object({ grade: z.enum(grades).nullable(), listings: z.array(z.enum(listings)) }).nullable(),
  joinedAt: instant.nullable(),
})
const made = z.object({ id: z.string() })
const file = z.object({ name: z.string(), type: z.string(), content: z.base64() })
const withContent = ({ name, type, bytes }: ListFile) => ({ name, type, content: Buffer.from(bytes).toString('base64') })
const plannedRow = z.object({
  line: z.int(), name: z.string(), id: z.string().nullable(), state: z.enum(rowStates),
  changes: z.array(z.object({ column: z.string(), from: z.string(), to: z.string() })),
  faults: z.array(z.object({ column: z.string(), code: z.string(), zh: z.string(), en: z.string() })),
})
const imported = importSchema.omit({ applied: true, undone: true, by: true }).extend({ undoUntil: instant.nullable(), added: z.int().nullable(), changed: z.int().nullable(), same: z.int().nullable() })
const importSeen = (one: z.infer<typeof importSchema>): z.input<typeof imported> => ({ ...one, undoUntil: undoUntil(one), added: one.applied?.added ?? null, changed: one.applied?.changed ?? null, same: one.applied?.same ?? null })

/** What the district knows of its organisations, teams and people: by hand and by files. */
export const registryRoutes: Route[] = [
  route({
    method: 'get', path: '/districts/{district}/registry/{register}', action: 'registry.read', summary: 'A register: organisations, teams or people, filtered and in order', params: inRegister, query: registryFilter,
    answer: z.object({ items: z.array(listed), total: z.int(), page: z.int(), size: z.int(), all: z.int(), streets: z.array(z.string()), classes: classTableSchema }),
    run: (context, { params, query }) => listRegistry(context, params.district, params.register, query),
  }),
  route({
    method: 'post', path: '/districts/{district}/registry/{register}', action: 'registry.change', summary: 'Add one entry by hand, its cells as text', params: inRegister, body: newEntryInput, status: 201, answer: made,
    run: (context, { params, body }) => addEntry(context, params.district, params.register, body),
  }),
  route({
    method: 'get', path: '/districts/{district}/registry/{register}/entries/{entry}', action: 'registry.read', summary: 'One entry with its grades and listings', params: entryOf,
    answer: listed.extend({ revision: z.string(), grades: entrySchema.shape.grades, listings: entrySchema.shape.listings }),
    run: async (context, { params }) => {
      const { entry, ...seen } = await readEntry(context, params.district, params.register, params.entry)
      return { ...seen, revision: revisionOf(entry) }
    },
  }),
  route({
    method: 'put', path: '/districts/{district}/registry/{register}/entries/{entry}', action: 'registry.change', summary: 'Change cells of one entry, with the reason; the others stay', params: entryOf, body: entryInput, answer: made,
    run: (context, { params, body }) => changeEntry(context, params.district, params.register, params.entry, body),
  }),
  route({
    method: 'post', path: '/districts/{district}/registry/{register}/entries/{entry}/removal', action: 'registry.change', summary: 'Take one entry out, with the reason', params: entryOf, body: removalInput, answer: made,
    run: (context, { params, body }) => removeEntry(context, params.district, params.register, params.entry, body),
  }),
  route({
    method: 'post', path: '/districts/{district}/registry/organisations/entries/{entry}/admission', action: 'registry.change', summary: 'Admit an organisation or team as the registry knows it, and invite its first member; the link is answered once', params: district.extend({ entry: organisationId }), body: knownAdmissionInput, status: 201,
    answer: z.object({ id: invitationId, link: z.string().nullable() }),
    run: async (context, { params, body }) => {
      const { invitation, link } = await admitFromRegistry(context, params.district, params.entry, body)
      return { id: invitation.id, link }
    },
  }),
  route({
    method: 'get', path: '/districts/{district}/registry/{register}/export', action: 'registry.export', summary: 'The register as a file in the columns that an import takes', params: inRegister,
    query: registryFilter.omit({ page: true, size: true }).extend({ format: z.enum(listFormats).default('xlsx') }), answer: file,
    run: async (context, { params, query: { format, ...filter } }) => withContent(await exportRegistry(context, params.district, params.register, filter, format)),
  }),
  route({
    method: 'get', path: '/districts/{district}/registry/{register}/template', action: 'registry.import', summary: 'An empty list to fill in', params: inRegister, answer: file,
    run: async (context, { params }) => withContent(await registryTemplate(context, params.district, params.register)),
  }),
  route({ method: 'get', path: '/districts/{district}/classes', action: 'registry.read', summary: 'The classes of organisations on two levels', params: district, answer: classTableSchema, run: (context, { params }) => readClasses(context, params.district) }),
  route({
    method: 'put', path: '/districts/{district}/classes', action: 'registry.change', summary: 'Name the classes, and say to which major class each minor one belongs', params: district, body: classesInput, answer: classTableSchema,
    run: (context, { params, body }) => nameClasses(context, params.district, body),
  }),
  route({
    method: 'get', path: '/districts/{district}/imports', action: 'registry.import', summary: 'Files that were read in, newest first', params: district, answer: z.object({ items: z.array(imported) }),
    run: async (context, { params }) => ({ items: (await listImports(context, params.district)).map(importSeen) }),
  }),
  route({
    method: 'post', path: '/districts/{district}/imports', action: 'registry.import', summary: 'Read in a small file (xlsx or CSV, base64); nothing changes until it is applied', params: district, body: importInput, status: 201, answer: imported,
    run: async (context, { params, body }) => importSeen(await readImport(context, params.district, body)),
  }),
  route({
    method: 'post', path: '/districts/{district}/imports/uploads', action: 'registry.import', summary: 'A form to upload a larger file with: post `fields`, then the file as `file`, to `url`; then ask to have it read', params: district, body: uploadInput, status: 201,
    answer: z.object({ file: fileId, url: z.string(), fields: z.record(z.string(), z.string()) }), run: (context, { params, body }) => announceImport(context, params.district, body),
  }),
  route({
    method: 'post', path: '/districts/{district}/imports/uploads/{file}', action: 'registry.import', summary: 'Read in a file that was uploaded', params: district.extend({ file: fileId }), status: 201, answer: imported,
    run: async (context, { params }) => importSeen(await readUpload(context, params.district, params.file)),
  }),
  route({
    method: 'get', path: '/districts/{district}/imports/{import}', action: 'registry.import', summary: 'What applying it would change, row by row, the wrong rows first', params: importOf, query: previewFilter,
    answer: z.object({ import: imported, plan: z.object({ counts: z.record(z.enum(rowStates), z.int()), rows: z.array(plannedRow), total: z.int(), page: z.int(), size: z.int(), revision: z.int() }).nullable() }),
    run: async (context, { params, query }) => {
      const preview = await previewImport(context, params.district, params.import, query)
      return { ...preview, import: importSeen(preview.import) }
    },
  }),
  route({
    method: 'post', path: '/districts/{district}/imports/{import}/application', action: 'registry.import', summary: 'Put all of its rows in force, or none', params: importOf, body: applyInput, answer: imported,
    run: async (context, { params, body }) => importSeen(await applyImport(context, params.district, params.import, body)),
  }),
  route({
    method: 'post', path: '/districts/{district}/imports/{import}/undoing', action: 'registry.import', summary: 'Take all of it back, or nothing where something was changed since', params: importOf, answer: imported,
    run: async (context, { params }) => importSeen(await undoImport(context, params.district, params.import)),
  }),
]
