import { createHash } from 'node:crypto'
import * as z from 'zod'
import { newOrganisationId, newSecret, type OrganisationId } from '../../shared/kernel/ids.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { type Mistake, Refusal } from '../../shared/kernel/refusal.ts'
import { typed } from '../../shared/kernel/text.ts'
import type { Organisation, Particulars } from '../../shared/organisation/organisation.ts'
import { creditCodeItem, organisationItem } from '../../shared/organisation/organisation.store.ts'
import { tidyCell } from '../../shared/registry/cells.ts'
import { type ClassTable, classTableSchema } from '../../shared/registry/classes.ts'
import { type Entry, keysOfEntry } from '../../shared/registry/entry.ts'
import { changesOf, MOST_ENTRIES } from '../../shared/registry/plan.ts'
import { inRegister, type RegisterOf } from '../../shared/registry/registers.store.ts'
import { type Book, classTableItem, loadBook, loadBucket, loadClasses, organisationBook, prepareSwitch, retire, type Switch } from '../../shared/registry/registry.store.ts'
import { type CellFault, readRow, type Register } from '../../shared/registry/sheet.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'
import { act, type Decision } from '../commit.ts'
import { authorise, type Context } from '../context.ts'

const reason = typed(500)
/** Cells go by column id, as text in the forms that a file may have. `revision`: of the entry that was read. */
export const entryInput = z.strictObject({ cells: z.record(z.string().max(40), z.string().max(500)), reason, revision: z.string().max(60) })
export const newEntryInput = entryInput.omit({ revision: true })
export const removalInput = z.strictObject({ reason })

/** Names an entry as it stands, so that two people's changes do not overwrite each other. */
export const revisionOf = (entry: { id: string }): string => createHash('sha256').update(JSON.stringify(entry)).digest('base64url').slice(0, 22)

const inDistrict = (district: string) => ({ of: 'district' as const, id: district })
const nouns = { organisations: 'organisation', teams: 'organisation', people: 'registered-person' } as const

/** Commits a decision that switches a register, and lets go what the switch replaced. */
export async function actOnBook<Answer>(context: Context, decide: () => Promise<Decision<Answer> & { switched: Switch | undefined }>): Promise<Answer> {
  let switched: Switch | undefined
  const answer = await act<Answer>(context, async () => {
    const { switched: by, ...decision } = await decide()
    switched = by
    return by === undefined ? decision : { ...decision, writes: [...decision.writes, by.write] }
  })
  if (switched !== undefined) await retire(context.table, switched, context.now)
  return answer
}

/** Adds one entry by hand. Throws INVALID with every mistake, also where the registry has it already. */
export async function addEntry(context: Context, district: string, register: Register, input: z.infer<typeof newEntryInput>): Promise<{ id: string }> {
  authorise(context, 'registry.change', { district })
  return inRegister(register, (of) => actOnBook(context, async () => {
    const { head, entries } = await loadBook(context.table, district, of.book)
    if (entries.length >= MOST_ENTRIES) throw new Refusal('INVALID', { mistakes: [tooMany] })
    const entry = await read(context, district, of, input.cells, undefined, entries, register === 'people' ? newSecret().slice(0, 26) : newOrganisationId())
    const switched = await prepareSwitch(context.table, of.book, head, entries, { put: [entry], remove: [] })
    return { writes: [], switched, trail: [entryTrail(district, register, of.sheet.nameOf(entry), entry.id, { zh: '登记册新增了', en: 'added to the registry:' }, input.reason)], answer: { id: entry.id } }
  }))
}

/** Changes one entry by hand. Throws NOT_FOUND, STALE where it is no longer as it was read, INVALID with every mistake. */
export async function changeEntry(context: Context, district: string, register: Register, id: string, input: z.infer<typeof entryInput>): Promise<{ id: string }> {
  authorise(context, 'registry.change', { district })
  return inRegister(register, (of) => actOnBook(context, async () => {
    const { head, entries } = await loadBook(context.table, district, of.book)
    const known = entries.find((one) => one.id === id && of.holds(one))
    if (known === undefined) throw new Refusal('NOT_FOUND')
    if (revisionOf(known) !== input.revision) throw new Refusal('STALE')
    const entry = await read(context, district, of, input.cells, known, entries, id)
    const changes = changesOf(of.sheet, (await loadClasses(context.table, district)).value, known, entry)
    if (changes.length === 0) return { writes: [], switched: undefined, trail: [], answer: { id } }
    const switched = await prepareSwitch(context.table, of.book, head, entries, { put: [entry], remove: [] })
    const changed = of.sheet.columns.filter(({ label }) => changes.some(({ column }) => column === label.zh))
    return { writes: [], switched, trail: [entryTrail(district, register, of.sheet.nameOf(entry), id, { zh: `登记册改了${changed.map(({ label }) => label.zh).join('、')}：`, en: `changed in the registry (${changed.map(({ label }) => label.en).join(', ')}):` }, input.reason)], answer: { id } }
  }))
}

/** Takes one entry out; an organisation that has joined the platform stays on it. Throws NOT_FOUND. */
export async function removeEntry(context: Context, district: string, register: Register, id: string, input: z.infer<typeof removalInput>): Promise<{ id: string }> {
  authorise(context, 'registry.change', { district })
  return inRegister(register, (of) => actOnBook(context, async () => {
    const { head, entries, entry } = await loadBucket(context.table, district, of.book, id)
    if (entry === undefined || !of.holds(entry)) throw new Refusal('NOT_FOUND')
    const switched = await prepareSwitch(context.table, of.book, head, entries, { put: [], remove: [id] })
    return { writes: [], switched, trail: [entryTrail(district, register, of.sheet.nameOf(entry), id, { zh: '登记册移出了', en: 'removed from the registry:' }, input.reason)], answer: { id } }
  }))
}

const tooMany: Mistake = { path: '', code: 'TOO_MANY_ENTRIES', zh: `登记册最多 ${MOST_ENTRIES.toLocaleString('en')} 条`, en: `A register holds ${MOST_ENTRIES.toLocaleString('en')} entries at most` }

const entryTrail = (district: string, register: Register, name: string, id: string, said: { zh: string; en: string }, given: string) =>
  ({ scope: inDistrict(district), action: 'registry.change', about: { noun: nouns[register], id, label: name }, sentence: { zh: `${said.zh}${name}`, en: `${said.en} ${name}` }, reason: given })

/** The form's cells as an entry. Throws INVALID, each mistake beside its cell. */
async function read<E extends { id: string }, D>(context: Context, district: string, { book, sheet, holds }: RegisterOf<E, D>, cells: Readonly<Record<string, string>>, known: E | undefined, entries: readonly E[], id: string): Promise<E> {
  const { value: classes } = await loadClasses(context.table, district)
  const missing = known === undefined ? Object.fromEntries(sheet.columns.filter(({ required }) => required).map((column) => [column.id, ''])) : {}
  const { given, faults } = readRow(sheet, classes, { ...missing, ...Object.fromEntries(Object.entries(cells).map(([name, text]) => [name, tidyCell(text)])) })
  const draft = { ...(known === undefined ? sheet.empty : sheet.draftOf(known)), ...given }
  const all = faults.length > 0 ? faults : sheet.check(draft)
  if (all.length > 0) throw new Refusal('INVALID', { mistakes: all.map(mistakeOf) })
  const entry = sheet.entryOf(draft, known, id, true)
  const taken = entries.find((one) => one.id !== entry.id && sheet.keysOf(one).some((key) => sheet.keysOf(entry).includes(key)))
  if (taken !== undefined) {
    const where = holds(taken) ? '' : '（在另一类名册里）'
    throw new Refusal('INVALID', { mistakes: [{ path: `cells.${sheet.columns[0]?.id ?? ''}`, code: 'ENTRY_EXISTS', zh: `登记册里已有同一条：${sheet.nameOf(taken)}${where}`, en: `The registry has the same one: ${sheet.nameOf(taken)}` }] })
  }
  const [linked = entry] = known === undefined ? await withOrganisations(context.table, district, book, [entry]) : [entry]
  return linked
}

const mistakeOf = ({ column, code, zh, en }: CellFault): Mistake => ({ path: `cells.${column}`, code, zh, en })

/** New entries whose credit code belongs to an organisation that has joined get its id: they are that organisation. */
export async function withOrganisations<E extends { id: string }>(table: Table, district: string, book: Book<E>, fresh: readonly E[]): Promise<E[]> {
  if (book.name !== 'organisations') return [...fresh]
  const codeOf = (entry: E) => ('creditCode' in entry && typeof entry.creditCode === 'string' ? entry.creditCode : '')
  const claims = await table.getMany(creditCodeItem, fresh.map((entry) => keys.creditCode(codeOf(entry) || 'none')))
  const joined = await table.getMany(organisationItem, claims.map((claim) => keys.organisation(claim?.value.organisation ?? 'none')))
  return fresh.map((entry, at) => {
    const organisation = joined[at]?.value
    return organisation === undefined || organisation.district !== district ? entry : { ...entry, id: organisation.id, joinedAt: organisation.state === 'admitted' ? organisation.decidedAt : null }
  })
}

/** The id under which an organisation joins: the registry's where it knows it and nobody has joined as it yet. */
export async function idToJoinAs(table: Table, district: string, given: Particulars): Promise<OrganisationId> {
  const { entries } = await loadBook(table, district, organisationBook)
  const own = new Set(keysOfEntry(placed(given)))
  const entry = entries.find((one) => keysOfEntry(one).some((key) => own.has(key)))
  if (entry === undefined || (await table.get(organisationItem, keys.organisation(entry.id))) !== undefined) return newOrganisationId()
  return entry.id
}

/** Where an organisation stands by its own words, as an entry has it. */
const placed = (given: Particulars | Organisation) => ({
  standing: given.standing, name: given.name,
  ...(given.standing === 'registered'
    ? { creditCode: given.creditCode, filedWith: '', filingNumber: '', hostName: '', hostCode: '' }
    : { creditCode: '', filedWith: given.filing.with, filingNumber: given.filing.number, hostName: given.host.name, hostCode: given.host.creditCode }),
})

/** With its admission an organisation stands in the registry: what is known of it stays, and one that is not known is entered as it told of itself. */
export async function enterAdmitted(table: Table, organisation: Organisation, now: Instant): Promise<Switch> {
  const { head, entries, entry } = await loadBucket(table, organisation.district, organisationBook, organisation.id)
  return prepareSwitch(table, organisationBook, head, entries, { put: [{ ...(entry ?? entryFrom(organisation)), joinedAt: now }], remove: [] })
}

function entryFrom(organisation: Organisation): Entry {
  const { id, kind, team, contact } = organisation
  const place = placed(organisation)
  return {
    ...place, id, kind, street: organisation.standing === 'registered' ? organisation.street : place.filedWith, class: '', grades: [], listings: [], partyForm: '', partySince: null, size: team?.size ?? null, core: team?.core ?? null,
    contactName: contact.name, contactPhone: contact.phone, contactEmail: contact.email, joinedAt: null,
  }
}

export const classesInput = z.strictObject({ majors: classTableSchema.shape.majors, minors: classTableSchema.shape.minors, reason })

/** Names the classes. Which there are stays: entries name them by their number. Throws INVALID. */
export async function nameClasses(context: Context, district: string, input: z.infer<typeof classesInput>): Promise<ClassTable> {
  authorise(context, 'registry.change', { district })
  return act(context, async () => {
    const { value: before, version } = await loadClasses(context.table, district)
    const mistakes = [...unlike(before.majors, input.majors, 'majors'), ...unlike(before.minors, input.minors, 'minors'), ...input.minors.flatMap(({ major }, at): Mistake[] => (before.majors.some(({ id }) => id === major) ? [] : [{ path: `minors.${at}.major`, code: 'NOT_A_CHOICE', zh: '请从大类里选', en: 'Choose one of the major classes' }]))]
    if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
    const after: ClassTable = { district, majors: input.majors, minors: input.minors }
    return {
      writes: [classTableItem.put(after, version)],
      trail: [{ scope: inDistrict(district), action: 'registry.change', about: { noun: 'class-table', id: district, label: '分类表' }, sentence: { zh: '改了组织分类表', en: 'changed the table of classes' }, reason: input.reason }],
      answer: after,
    }
  })
}

function unlike(before: readonly { id: string }[], given: readonly { id: string; name: string }[], path: string): Mistake[] {
  if (before.length !== given.length || before.some(({ id }, at) => given[at]?.id !== id)) return [{ path, code: 'CLASSES_CHANGED', zh: '大类和小类的个数、顺序不能变', en: 'The classes themselves and their order stay' }]
  return given.flatMap(({ name }, at): Mistake[] => (name !== '' && given.findIndex((one) => one.name === name) !== at ? [{ path: `${path}.${at}.name`, code: 'NAME_TWICE', zh: `“${name}”已经用过了`, en: `"${name}" is used already` }] : []))
}
