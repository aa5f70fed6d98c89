import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type * as z from 'zod'
import { type Instance, instanceSchema } from '../../../shared/assignment/instance.ts'
import { Trouble } from '../trouble.ts'

const MOST_MISTAKES = 5

/** An instance from a file, packed or not. Throws Trouble with a sentence where it can't be read or is none. */
export function readInstance(file: string): Instance {
  return parsedFile(file, instanceSchema, 'an instance')
}

/** A JSON file of the given schema, packed or not. Throws Trouble. */
export function parsedFile<T>(file: string, schema: z.ZodType<T>, noun: string): T {
  const text = textOf(file)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new Trouble(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  const read = schema.safeParse(json)
  if (read.success) return read.data
  const mistakes = read.error.issues.slice(0, MOST_MISTAKES).map(({ path, message }) => `  ${path.join('.') || 'file'}: ${message}`)
  throw new Trouble(`${file} is not ${noun}:\n${mistakes.join('\n')}${read.error.issues.length > MOST_MISTAKES ? `\n  and ${read.error.issues.length - MOST_MISTAKES} more` : ''}`)
}

/** A file's text, packed or not. Throws Trouble. */
export function textOf(file: string): string {
  try {
    const bytes = readFileSync(file)
    const packed = bytes[0] === 0x1f && bytes[1] === 0x8b
    return (packed ? gunzipSync(bytes) : bytes).toString('utf8')
  } catch (error) {
    throw new Trouble(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}
