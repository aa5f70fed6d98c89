import * as z from 'zod'
import { addMonths, date, shanghaiDate } from '../kernel/calendar.ts'
import { office, open, personal } from '../kernel/exposure.ts'
import { organisationId } from '../kernel/ids.ts'
import { instant, type Instant } from '../kernel/instant.ts'
import { organisationKinds } from '../organisation/organisation.ts'

/** 评估等级, the best last. */
export const grades = ['1A', '2A', '3A', '4A', '5A'] as const
export type Grade = (typeof grades)[number]
/** 活动异常名录; 严重违法失信名单 (Order 60). */
export const listings = ['abnormal', 'dishonest'] as const
export type Listing = (typeof listings)[number]

/** 党组织形式: of its own, joined with others, or work led by a sent instructor. */
export const partyForms = ['own', 'joint', 'functional', 'instructor'] as const
export type PartyForm = (typeof partyForms)[number]

/** What the district's registry knows of an organisation or a team, whether it has joined the platform or not. Its id is the organisation's when it joins. */
export const entrySchema = z.object({
  id: open(organisationId),
  kind: open(z.enum(organisationKinds)),
  standing: open(z.enum(['registered', 'filed'])),
  name: open(z.string()),
  /** '' for a filed one, which has none. */
  creditCode: open(z.string()),
  /** The street or town that keeps the file, and its number; '' for a registered one. */
  filedWith: open(z.string()),
  filingNumber: open(z.string()),
  /** 挂靠单位; '' for a registered one. */
  hostName: open(z.string()),
  hostCode: open(z.string()),
  street: open(z.string()),
  /** Of the class table's minor classes; '' while it has none. */
  class: open(z.string()),
  grades: open(z.array(z.object({ grade: open(z.enum(grades)), from: open(date), to: open(date) }))),
  listings: office(z.array(z.object({ list: z.enum(listings), from: date, to: date.nullable() }))),
  partyForm: office(z.enum(['', ...partyForms])),
  partySince: office(date.nullable()),
  size: open(z.int().nullable()),
  core: open(z.int().nullable()),
  /** 负责人 of a team, contact of an organisation. */
  contactName: personal(z.string()),
  contactPhone: personal(z.string()),
  contactEmail: personal(z.string()),
  /** When it was admitted to the platform; null: it has not joined. */
  joinedAt: open(instant.nullable()),
})
export type Entry = z.infer<typeof entrySchema>

export interface Standing {
  grade: Grade | null
  listings: Listing[]
}

/** Grade and listings on the day that it is in Shanghai at an instant: rules ask it at their own deadline, never of today. Both ends of a period count. */
export function standingAt({ grades, listings }: Pick<Entry, 'grades' | 'listings'>, at: Instant): Standing {
  const day = shanghaiDate(at)
  const graded = grades.filter(({ from, to }) => from <= day && day <= to).sort((a, b) => a.from.localeCompare(b.from)).at(-1)
  const listed = listings.filter(({ from, to }) => from <= day && (to === null || day <= to)).map(({ list }) => list)
  return { grade: graded?.grade ?? null, listings: [...new Set(listed)] }
}

/** The lists that it stood on at any time within so many years before the day (the day itself included), or on the day for 0 years. */
export function listedWithin(listings: Entry['listings'], day: string, years: number): Listing[] {
  const since = addMonths(day, -12 * years)
  return [...new Set(listings.filter(({ from, to }) => from <= day && (to === null || to >= since)).map(({ list }) => list))]
}

/** A registered one goes by its code, a filed one by its file's number or else by its name, within the street or town that keeps the file. */
export const keysOfEntry = ({ creditCode, filedWith, filingNumber, name }: Pick<Entry, 'creditCode' | 'filedWith' | 'filingNumber' | 'name'>): string[] =>
  creditCode !== '' ? [`code ${creditCode}`] : [...(filingNumber === '' ? [] : [`file ${filedWith} ${filingNumber}`]), `name ${filedWith} ${name}`]

/** 助理社会工作师, 社会工作师, 高级社会工作师. */
export const workerLevels = ['assistant', 'social-worker', 'senior'] as const
export type WorkerLevel = (typeof workerLevels)[number]

/** Somebody the registry knows: a social worker, a Party member who reported to their community (双报到), a team's leader. May never sign in. */
export const personEntrySchema = z.object({
  id: office(z.string()),
  name: personal(z.string()),
  phone: personal(z.string()),
  street: personal(z.string()),
  /** Where they work. */
  organisation: personal(z.string()),
  level: personal(z.enum(['', ...workerLevels])),
  certificate: personal(z.string()),
  registeredUntil: personal(date.nullable()),
  /** The team that they lead. */
  leads: personal(z.string()),
  /** Organisations in which they hold a seat (法定代表人、理事、监事), between 、. */
  seats: personal(z.string()),
  reportedTo: office(z.string()),
  reportedOn: office(date.nullable()),
})
export type PersonEntry = z.infer<typeof personEntrySchema>

export const keysOfPerson = ({ name, phone }: Pick<PersonEntry, 'name' | 'phone'>): string[] => [`person ${name} ${phone.replaceAll(/[^0-9]/g, '').replace(/^86(?=1\d{10}$)/, '')}`]
