import * as z from 'zod'
import { slug } from '../kernel/ids.ts'
import { bilingual } from '../kernel/text.ts'

/** Field ids are camelCase: they are the keys of a proposal's content. */
const fieldId = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, { error: 'FIELD_ID_MALFORMED' })

const common = {
  id: fieldId,
  label: bilingual,
  hint: bilingual.optional(),
  required: z.boolean(),
  /** Tells who the applicant is: never shown to judges where the rulebook is blind. */
  identifies: z.boolean().optional(),
}

const text = z.strictObject({ ...common, kind: z.literal('text'), limit: z.int().min(1).max(500) })
const longtext = z.strictObject({ ...common, kind: z.literal('longtext'), limit: z.int().min(1).max(5000) })
const integer = z.strictObject({ ...common, kind: z.literal('integer'), min: z.int(), max: z.int(), unit: bilingual.optional() })
/**
 * In fen. `max` is the cap; a request above it is refused with the cap named (forms.md part 1). Where there are `steps`, the amount is one
 * of them: grants in fixed sizes (part 10).
 */
const money = z.strictObject({ ...common, kind: z.literal('money'), min: z.int().min(0), max: z.int().min(0), steps: z.array(z.int().min(0)).min(1).max(40).optional() })
const date = z.strictObject({ ...common, kind: z.literal('date') })
const option = z.strictObject({ id: slug, label: bilingual })
const choice = z.strictObject({ ...common, kind: z.literal('choice'), options: z.array(option).min(2).max(40) })
const yes = z.strictObject({ ...common, kind: z.literal('yes') })

export const columnSchema = z.discriminatedUnion('kind', [text, longtext, integer, money, date, choice])
export type Column = z.infer<typeof columnSchema>

const rows = z.strictObject({
  ...common,
  kind: z.literal('rows'),
  columns: z.array(columnSchema).min(1).max(10),
  minRows: z.int().min(0),
  maxRows: z.int().min(1).max(100),
})
export const budgetSources = ['grant', 'own', 'in-kind'] as const
export type BudgetSource = (typeof budgetSources)[number]

/**
 * Lines of head, activity, unit price (fen), unit, quantity, source, note; a line's amount is price × quantity, computed.
 * A head's `maxPercent` is of the total of all lines, whatever their source (forms.md part 2).
 */
const budget = z.strictObject({
  ...common,
  kind: z.literal('budget'),
  heads: z.array(z.strictObject({
    id: slug, label: bilingual, maxPercent: z.number().gt(0).max(100).optional(),
    /** Where the limit stands; told to whom it holds back. */
    source: bilingual.optional(),
  })).min(1).max(30),
  sources: z.array(z.enum(budgetSources)).min(1),
  maxRows: z.int().min(1).max(200),
})

export const fieldSchema = z.discriminatedUnion('kind', [text, longtext, integer, money, date, choice, yes, rows, budget])
export type Field = z.infer<typeof fieldSchema>
export type RowsField = z.infer<typeof rows>
export type BudgetField = z.infer<typeof budget>

/** Rules between fields, chosen by name. They hold when a proposal is sent, never while it is a draft. */
export const formCheckSchema = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('dates-in-order'), from: fieldId, to: fieldId }),
  /** Every date in the rows' column lies from `from` to `to`, both included. */
  z.strictObject({ rule: z.literal('rows-within-dates'), rows: fieldId, column: fieldId, from: fieldId, to: fieldId }),
  /** The budget's lines (of one source, or all) add up to the money field `total`. */
  z.strictObject({ rule: z.literal('budget-total'), budget: fieldId, total: fieldId, source: z.enum(budgetSources).optional() }),
  /** Fewer than the rule asks (core members, team): not sent (forms.md part 1, consequence 5). */
  z.strictObject({ rule: z.literal('at-least'), field: fieldId, value: z.int() }),
  z.strictObject({ rule: z.literal('rows-at-least'), rows: fieldId, value: z.int() }),
])
export type FormCheck = z.infer<typeof formCheckSchema>

export const attachmentTypes = ['pdf', 'docx', 'xlsx', 'jpg', 'png'] as const

export const attachmentKindSchema = z.strictObject({
  id: slug,
  label: bilingual,
  hint: bilingual.optional(),
  types: z.array(z.enum(attachmentTypes)).min(1),
  maxBytes: z.int().min(1).max(20 * 1024 * 1024),
  maxFiles: z.int().min(1).max(20),
  required: z.boolean(),
  judgesSee: z.boolean(),
  /** Uploaded once for the organisation and used by all its applications (forms.md part 1, consequence 4). */
  reusable: z.boolean().optional(),
})
export type AttachmentKind = z.infer<typeof attachmentKindSchema>

const sectionSchema = z.strictObject({
  id: slug,
  title: bilingual,
  hint: bilingual.optional(),
  fields: z.array(fieldSchema).min(1).max(40),
})

/** Sections and fields stand in the order in which the form is filled in and printed. */
export const formSchema = z.strictObject({
  title: bilingual,
  /** The required text field that a proposal is called by on lists, desks and certificates. Its category is chosen beside the form. */
  nameField: fieldId,
  sections: z.array(sectionSchema).min(1).max(20),
  checks: z.array(formCheckSchema).max(40),
  attachments: z.array(attachmentKindSchema).max(20),
  /** The boxes for seals and opinions at the end of the printed form. */
  seals: z.array(bilingual).max(6),
})
export type Form = z.infer<typeof formSchema>
