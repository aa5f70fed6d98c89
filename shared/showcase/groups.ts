import { type Answers, SMALLEST_GROUP } from '../project/content.ts'

/** The numbers of people that a public page shows. */
export const numberFields = ['directPeople', 'indirectPeople', 'attendances'] as const
export type NumberField = (typeof numberFields)[number]

const isFew = (n: number | null | undefined): boolean => typeof n === 'number' && n > 0 && n < SMALLEST_GROUP

/**
 * Which numbers would point at people: a group of one to four, and what gives such a group away: two counts of people that differ by so few
 * (one may hold the other), and how often so few were served.
 */
export function fewIn({ directPeople, indirectPeople, attendances }: Pick<Answers, NumberField>): NumberField[] {
  const few = new Set<NumberField>()
  if (isFew(directPeople)) few.add('directPeople').add('attendances')
  if (isFew(indirectPeople)) few.add('indirectPeople')
  if (isFew(attendances)) few.add('attendances')
  if (typeof directPeople === 'number' && typeof indirectPeople === 'number' && isFew(Math.abs(indirectPeople - directPeople))) few.add('indirectPeople')
  const given = { directPeople, indirectPeople, attendances }
  return numberFields.filter((field) => few.has(field) && typeof given[field] === 'number')
}

/** The same answers without those numbers. */
export const withoutFew = (answers: Answers, few: readonly NumberField[]): Answers => ({ ...answers, ...Object.fromEntries(few.map((field) => [field, null])) })
