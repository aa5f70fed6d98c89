import * as z from 'zod'
import { open } from '../kernel/exposure.ts'
import { districtCode } from '../person/person.ts'
import type { Language } from '../kernel/text.ts'
import type { Read } from './cells.ts'

const MAJORS = 4
const MINORS = 17

const name = z.string().trim().max(40)
/** The district's classes of organisations on two levels. How many there are is known, their names are not: whoever administers the district names them. */
export const classTableSchema = z.object({
  district: open(districtCode),
  majors: open(z.array(z.object({ id: open(z.string()), name: open(name) })).max(20)),
  minors: open(z.array(z.object({ id: open(z.string()), major: open(z.string()), name: open(name) })).max(100)),
})
export type ClassTable = z.infer<typeof classTableSchema>

/** 4 major and 17 minor classes without names, dealt evenly: a place to begin, not the district's own order. */
export const unnamedClasses = (district: string): ClassTable => ({
  district,
  majors: Array.from({ length: MAJORS }, (_, i) => ({ id: `M${i + 1}`, name: '' })),
  minors: Array.from({ length: MINORS }, (_, i) => ({ id: `S${i + 1}`, major: `M${Math.floor((i * MAJORS) / MINORS) + 1}`, name: '' })),
})

const numbered = { zh: { M: '大类', S: '小类' }, en: { M: 'Major class', S: 'Minor class' } } as const

/** Its name, or its number while nobody has named it: `大类 2`, `小类 5`. Cells of a list have the Chinese one. */
export function className({ majors, minors }: ClassTable, id: string, language: Language = 'zh'): string {
  const found = majors.find((one) => one.id === id) ?? minors.find((one) => one.id === id)
  if (found === undefined) return ''
  return found.name === '' ? `${numbered[language][id.startsWith('M') ? 'M' : 'S']} ${id.slice(1)}` : found.name
}

/** A cell that names a minor class, by its name or its number; '' where it is empty. */
export function readClass(text: string, classes: ClassTable): Read<string> {
  const plain = text.normalize('NFKC').replaceAll(' ', '')
  if (plain === '') return { value: '' }
  const found = classes.minors.find(({ id, name }) => plain === name.replaceAll(' ', '') || plain === `小类${id.slice(1)}`)
  return found !== undefined ? { value: found.id }
    : { fault: { code: 'CLASS_UNKNOWN', zh: `分类表里没有“${text}”。请先在“分类”页给小类取名，或填“小类 1”到“小类 ${classes.minors.length}”`, en: `The class table has no "${text}". Name the class first, or write 小类 1 to 小类 ${classes.minors.length}` } }
}
