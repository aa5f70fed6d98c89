import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { exposureOf, inside, open, personal, publicView, undeclared } from '../../../shared/kernel/exposure.ts'
import { answersSchema, contentSchema } from '../../../shared/project/content.ts'
import { projectFileSchema } from '../../../shared/project/file.store.ts'
import { projectSchema } from '../../../shared/project/project.ts'
import { eventSchema } from '../../../shared/showcase/event.ts'
import { offerSchema } from '../../../shared/showcase/offer.ts'
import { editionSchema, pictureSchema, showcaseSchema, wordsSchema } from '../../../shared/showcase/showcase.ts'
import { stageSchema } from '../../../shared/stage/stage.ts'

const schemas: Record<string, z.ZodObject> = {
  project: projectSchema, stage: stageSchema, content: contentSchema, answers: answersSchema, 'project-file': projectFileSchema, showcase: showcaseSchema, edition: editionSchema, words: wordsSchema, picture: pictureSchema, offer: offerSchema, event: eventSchema,
}

/** Fields of a schema that are declared public, those within them after a dot. */
function openPaths(schema: z.ZodObject, under = ''): string[] {
  return Object.entries(schema.shape).flatMap(([name, field]) => {
    if (exposureOf(field as z.ZodType)?.seen !== 'public') return []
    let at = field as z.ZodType
    while (at instanceof z.ZodNullable || at instanceof z.ZodOptional || at instanceof z.ZodDefault) at = at.unwrap() as z.ZodType
    const element = at instanceof z.ZodArray ? (at.element as z.ZodType) : at
    return element instanceof z.ZodObject ? [`${under}${name}`, ...openPaths(element, `${under}${name}.`)] : [`${under}${name}`]
  })
}

/** Names of everything in a value, those within lists without their numbers. */
function pathsIn(value: unknown, under = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => pathsIn(one, under))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, part]) => [`${under}${name}`, ...pathsIn(part, `${under}${name}.`)])
}

/** A value with every field of the schema, each text a mark that says where it stood, and fields that the schema does not have. */
function filled(schema: z.ZodType, path: string): fc.Arbitrary<unknown> {
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return filled(schema.unwrap() as z.ZodType, path)
  if (schema instanceof z.ZodArray) return fc.array(filled(schema.element as z.ZodType, path), { minLength: 1, maxLength: 3 })
  if (schema instanceof z.ZodObject) {
    const shape = Object.fromEntries(Object.entries(schema.shape).map(([name, field]) => [name, filled(field as z.ZodType, path === '' ? name : `${path}.${name}`)]))
    return fc.tuple(fc.record(shape), fc.dictionary(fc.string({ minLength: 1 }).filter((name) => !(name in shape) && name !== '__proto__'), fc.anything())).map(([known, more]) => ({ ...more, ...known }))
  }
  return fc.oneof(fc.constant(`«${path}»`), fc.constant(path.length))
}

describe.each(Object.entries(schemas))('%s', (_, schema) => {
  test('every field says who may see it', () => {
    expect(undeclared(schema)).toEqual([])
  })

  test('its public view has no field but those declared public, whatever the value holds', () => {
    const declared = new Set(openPaths(schema))
    fc.assert(fc.property(filled(schema, ''), (value) => {
      const seen = publicView(schema, value as never)
      // What a public leaf holds is public whole; objects and lists of objects are taken apart.
      expect(pathsIn(seen).filter((path) => !declared.has(path))).toEqual([])
      const marks = [...JSON.stringify(seen).matchAll(/«([^»]*)»/g)].map(([, path]) => path ?? '')
      expect(marks.filter((path) => !declared.has(path))).toEqual([])
    }))
  })
})

describe('the view itself', () => {
  test('leaves out what says nothing about itself, within an open object too', () => {
    const schema = z.object({ a: open(z.string()), b: z.string(), c: open(z.object({ d: open(z.string()), e: z.string(), f: personal(z.string()) })), g: inside(z.object({ h: open(z.string()) })) })
    expect(undeclared(schema)).toEqual(['b', 'c.e'])
    expect(publicView(schema, { a: '1', b: '2', c: { d: '3', e: '4', f: '5' }, g: { h: '6' } })).toEqual({ a: '1', c: { d: '3' } })
  })

  test('an offer has nothing public at all', () => {
    expect(openPaths(offerSchema)).toEqual([])
  })

  test('a contact, the number of minors, sums of money and names of people are never public', () => {
    const paths = [...openPaths(projectSchema), ...openPaths(contentSchema), ...openPaths(showcaseSchema)]
    for (const hidden of ['mentor', 'evaluator', 'createdBy', 'answers.contact', 'answers.contactPhone', 'answers.contactEmail', 'answers.minors', 'answers.budget', 'answers.wanted.worth', 'edition.by', 'edition.words.pictures.agreed', 'draft']) expect(paths, hidden).not.toContain(hidden)
  })
})
