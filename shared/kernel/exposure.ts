import * as z from 'zod'

/**
 * Who may see a field, and how long it is kept: declared where the field's schema stands, and nowhere else. Showcases, exports and the API
 * of outsiders are built from this declaration alone (`publicView`), so that a field nobody thought of stays inside.
 */
export interface Exposure {
  /**
   * `public`: anybody. `inside`: the project's organisation, its mentor and evaluator, the administrators. `personal`: the same, and it
   * tells something of a person. `office`: administrators only.
   */
  seen: 'public' | 'inside' | 'personal' | 'office'
  /** forms.md part 7 (4). `lasting`: for the record; `cycle`: until its project's cycle is over; `consent`: until the person takes back the consent. */
  keep: 'lasting' | 'cycle' | 'consent'
}

const declared = z.registry<Exposure>()
const declare = (exposure: Exposure) => <S extends z.ZodType>(schema: S): S => {
  // A copy: ids and other shared schemas stand in many places, with another class in each.
  const own = schema.clone()
  declared.add(own, exposure)
  return own
}

/** Anybody may read it. Of an object or a list of objects only the fields that are open themselves. */
export const open = declare({ seen: 'public', keep: 'lasting' })
export const inside = declare({ seen: 'inside', keep: 'lasting' })
export const personal = declare({ seen: 'personal', keep: 'consent' })
export const office = declare({ seen: 'office', keep: 'lasting' })
/** Working material that goes with its cycle. */
export const passing = declare({ seen: 'inside', keep: 'cycle' })

export const exposureOf = (schema: z.ZodType): Exposure | undefined => declared.get(schema)

/** Without nullable, optional, default and the like around it. */
function core(schema: z.ZodType): z.ZodType {
  let at: z.ZodType = schema
  for (;;) {
    if (at instanceof z.ZodNullable || at instanceof z.ZodOptional || at instanceof z.ZodDefault || at instanceof z.ZodReadonly) at = at.unwrap() as z.ZodType
    else return at
  }
}

/** What anybody may see of a value: the fields declared `public`, and of those that are objects again only such fields. */
export function publicView<S extends z.ZodObject>(schema: S, value: z.infer<S>): Partial<z.infer<S>> {
  const seen = Object.entries(schema.shape).flatMap(([name, field]) => {
    const type = field as z.ZodType
    return exposureOf(type)?.seen === 'public' ? [[name, publicValue(type, (value as Record<string, unknown>)[name])]] : []
  })
  return Object.fromEntries(seen) as Partial<z.infer<S>>
}

function publicValue(schema: z.ZodType, value: unknown): unknown {
  if (value === null || value === undefined) return value
  const type = core(schema)
  if (type instanceof z.ZodObject) return publicView(type, value as Record<string, unknown>)
  if (type instanceof z.ZodArray && Array.isArray(value)) return value.map((one: unknown) => publicValue(type.element as z.ZodType, one))
  return value
}

/** Dotted paths of the fields that say nothing about themselves: a test wants none. An object inside an `inside` field needs no words of its own. */
export function undeclared(schema: z.ZodObject, under = ''): string[] {
  return Object.entries(schema.shape).flatMap(([name, field]) => {
    const type = field as z.ZodType
    const exposure = exposureOf(type)
    if (exposure === undefined) return [`${under}${name}`]
    if (exposure.seen !== 'public') return []
    const inner = core(type)
    const element = inner instanceof z.ZodArray ? core(inner.element as z.ZodType) : inner
    return element instanceof z.ZodObject ? undeclared(element, `${under}${name}.`) : []
  })
}
