import { createHmac } from 'node:crypto'
import * as z from 'zod'
import { inside, personal } from '../kernel/exposure.ts'
import { organisationId, volunteerId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { districtCode } from '../person/person.ts'
import { bySchema } from '../stage/stage.ts'

/** What a volunteer may agree to, each by itself and each revocable (forms.md part 7 (1)). */
export const purposes = ['hours', 'name', 'photo'] as const
export type Purpose = (typeof purposes)[number]

/** One word of consent or its withdrawal, with the version of the text it was given to. The last one of a purpose stands. */
const consentSchema = z.object({
  purpose: z.enum(purposes),
  version: z.int(),
  given: z.boolean(),
  at: instant,
  /** Themselves, the guardian of a minor, or a member who has it on paper. */
  by: z.enum(['self', 'guardian', 'paper']),
})
export type Consent = z.infer<typeof consentSchema>

/** A person who serves; may never sign in. The record is shared by the organisations that they serve with (`enrolmentSchema`). */
export const volunteerSchema = z.object({
  id: inside(volunteerId),
  district: inside(districtCode),
  /** 志愿者编号: their own number, never the one on the identity card. */
  number: personal(z.string()),
  name: personal(z.string()),
  phone: personal(z.string()),
  gender: personal(z.enum(['female', 'male']).nullable()),
  birthDate: personal(z.iso.date().nullable()),
  /** Said to be under 18 where no birth date is known. */
  minor: personal(z.boolean()),
  guardian: personal(z.object({ name: z.string(), phone: z.string(), agreedOn: z.iso.date() }).nullable()),
  skills: personal(z.string()),
  /** Day of the last offence check (part 6 (4)). */
  checkedOn: personal(z.iso.date().nullable()),
  consents: personal(z.array(consentSchema)),
  createdAt: inside(instant),
  /** The organisation's member who wrote the record; null: themselves, on the spot. */
  createdBy: personal(bySchema.nullable()),
})
export type Volunteer = z.infer<typeof volunteerSchema>

/** An organisation's volunteer: what its list shows. */
export const enrolmentSchema = z.object({
  organisation: inside(organisationId),
  volunteer: inside(volunteerId),
  number: personal(z.string()),
  name: personal(z.string()),
  /** When the record was last changed; lists mask a minor's name. */
  minor: personal(z.boolean()),
  since: inside(instant),
})
export type Enrolment = z.infer<typeof enrolmentSchema>

/** Those of an organisation's list whom `typed` names: by the record's id, by the number (alone, or behind the name), or by the name. */
export function enrolledAs<E extends Pick<Enrolment, 'volunteer' | 'number' | 'name'>>(enrolments: readonly E[], typed: string): E[] {
  const plain = typed.normalize('NFKC').replaceAll(/\s/g, '')
  const byNumber = normalNumber(plain.slice(-9))
  return enrolments.filter(({ volunteer, number, name }) => volunteer === plain || (byNumber === number && (plain === number || plain === name + number)) || plain === name)
}

/** A mobile number as its eleven digits, however it was typed; undefined if it is none. */
export function normalPhone(typed: string): string | undefined {
  const digits = typed.normalize('NFKC').replaceAll(/[\s-]/g, '').replace(/^(\+|00)86/, '')
  return /^1[3-9]\d{9}$/.test(digits) ? digits : undefined
}

/** Nine digits, the last a check digit (Luhn): shorter than a phone, so that neither is taken for the other, and a slip is noticed. */
export function newVolunteerNumber(random: (below: number) => number): string {
  const body = String(10_000_000 + random(90_000_000))
  return body + checkDigit(body)
}
export function normalNumber(typed: string): string | undefined {
  const digits = typed.normalize('NFKC').replaceAll(/[\s-]/g, '')
  return /^[1-9]\d{8}$/.test(digits) && checkDigit(digits.slice(0, 8)) === digits[8] ? digits : undefined
}
function checkDigit(body: string): string {
  const sum = [...body].toReversed().reduce((total, digit, i) => {
    const n = Number(digit) * (i % 2 === 0 ? 2 : 1)
    return total + (n > 9 ? n - 9 : n)
  }, 0)
  return String((10 - (sum % 10)) % 10)
}

/**
 * What the table looks a phone or number up by. The record holds both, so this hides them from nobody who reads it; it keeps them out of
 * keys, which logs and metrics show.
 */
export const lookup = (district: string, phoneOrNumber: string): string => createHmac('sha256', `volunteer ${district}`).update(phoneOrNumber).digest('base64url')

/** 王小禾 → 王**. */
export function maskedName(name: string): string {
  const [first = '', ...rest] = name
  return first + '*'.repeat(Math.max(1, Math.min(rest.length, 2)))
}
/** 138****5678: forms.md part 7. */
export const maskedPhone = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(-4)}`

/** Whole years on a day. Who was born on 29 February is a year older on 1 March of a year without one. */
export function ageOn(birthDate: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years
}
export const isMinorOn = ({ birthDate, minor }: Pick<Volunteer, 'birthDate' | 'minor'>, day: string): boolean => (birthDate === null ? minor : ageOn(birthDate, day) < 18)

/** Whether a consent stands: the last word on its purpose counts. */
export const agrees = ({ consents }: Pick<Volunteer, 'consents'>, purpose: Purpose): boolean => consents.findLast((one) => one.purpose === purpose)?.given ?? false
