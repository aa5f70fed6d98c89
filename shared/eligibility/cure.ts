import { addDays, endOfShanghaiDay, shanghaiDate } from '../kernel/calendar.ts'
import { type Instant, plusDays } from '../kernel/instant.ts'
import type { Attachment, Draft, Version } from '../proposal/proposal.ts'
import type { Content } from '../rulebook/content.ts'
import type { Field } from '../rulebook/form.ts'
import type { EligibilityCheck, Rulebook } from '../rulebook/rulebook.ts'

/** What of the form a cure opens: ids of fields and of kinds of attachments, in the form's order. */
export interface Scope {
  fields: string[]
  attachments: string[]
}

/** What the checks are about, together. A check that names nothing opens nothing: it can't be cured. */
export function scopeOf({ form, eligibility }: Rulebook, checks: readonly string[]): Scope {
  const about = eligibility.checks.filter(({ id }) => checks.includes(id)).map(aboutOf)
  const named = (part: keyof ReturnType<typeof aboutOf>) => new Set(about.flatMap((one) => one[part]))
  const [sections, fields, attachments] = [named('sections'), named('fields'), named('attachments')]
  return {
    fields: form.sections.flatMap((section) => section.fields.flatMap(({ id }) => (sections.has(section.id) || fields.has(id) ? [id] : []))),
    attachments: form.attachments.flatMap(({ id }) => (attachments.has(id) ? [id] : [])),
  }
}

/** A rule that looks at one field or kind of attachment is about that, unless the rulebook says otherwise. */
function aboutOf({ about, rule }: EligibilityCheck): NonNullable<EligibilityCheck['about']> {
  if (about !== undefined) return about
  return { sections: [], fields: rule?.rule === 'field-at-least' ? [rule.field] : [], attachments: rule?.rule === 'attachment-present' ? [rule.attachment] : [] }
}

/** Whether something of the form would be opened for this check. */
export function isCurable(rulebook: Rulebook, check: string): boolean {
  const { fields, attachments } = scopeOf(rulebook, [check])
  return fields.length + attachments.length > 0
}

/** The form's fields that a cure opens, in their order. */
export const openFields = ({ form }: Rulebook, { fields }: Scope): Field[] => form.sections.flatMap((section) => section.fields.filter(({ id }) => fields.includes(id)))

/** The first moment after the window: whole days in Shanghai, the day of opening not counted. */
export const cureUntil = (openedAt: Instant, days: number): Instant => endOfShanghaiDay(addDays(shanghaiDate(openedAt), days))

/** Days before its end on which an applicant is reminded; not on the day on which it was told. */
const REMINDER_DAYS = [3, 1]
export const cureReminders = ({ openedAt, until }: { openedAt: Instant; until: Instant }): Instant[] => REMINDER_DAYS.map((days) => plusDays(until, -days)).filter((at) => at > plusDays(openedAt, 1))

/** The proposal as it would be sent: what was sent before, with the draft's answers and files where the cure opens the form. */
export function cured(version: Pick<Version, 'content' | 'attachments'>, draft: Pick<Draft, 'content' | 'attachments'>, scope: Scope): { content: Content; attachments: Attachment[] } {
  const open = Object.fromEntries(scope.fields.map((id) => [id, draft.content[id]]))
  const isOpen = ({ kind }: Attachment) => scope.attachments.includes(kind)
  return { content: { ...version.content, ...open } as Content, attachments: [...version.attachments.filter((one) => !isOpen(one)), ...draft.attachments.filter(isOpen)] }
}

/** Names of what is not the same any more in two versions, of what a cure opens. */
export function changedIn(scope: Scope, before: Pick<Version, 'content' | 'attachments'>, after: Pick<Version, 'content' | 'attachments'>): Scope {
  const files = ({ attachments }: Pick<Version, 'attachments'>, wanted: string) => attachments.flatMap(({ kind, file }) => (kind === wanted ? [file] : [])).join(' ')
  return {
    fields: scope.fields.filter((id) => JSON.stringify(before.content[id] ?? null) !== JSON.stringify(after.content[id] ?? null)),
    attachments: scope.attachments.filter((kind) => files(before, kind) !== files(after, kind)),
  }
}
