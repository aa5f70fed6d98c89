import type { Json, JsonObject } from './json.ts'

/** How a check says what is wrong: a code, where, and a sentence. */
export type Report = (code: string, path: string, message: string) => void

/** Step Functions' code for a field that is missing, foreign or of the wrong kind. */
export const SCHEMA = 'SCHEMA_VALIDATION_FAILED'

const QUERY_LANGUAGES = ['JSONPath', 'JSONata']

export const textOf = (value: Json | undefined) => (typeof value === 'string' ? value : undefined)

/** QueryLanguage, of a machine or a state. */
export function lintLanguage(language: Json | undefined, path: string, report: Report): void {
  if (language === undefined) return
  if (typeof language !== 'string') report(SCHEMA, path, 'Expected value of type [STRING]')
  else if (!QUERY_LANGUAGES.includes(language)) report(SCHEMA, path, 'Value should be one of the following: [JSONPath, JSONata]')
}

/** Fields that do not belong here. */
export function unknownFields(value: JsonObject, known: string[], path: string, report: Report): void {
  for (const field of Object.keys(value)) {
    if (!known.includes(field)) report(SCHEMA, `${path}/${field}`, `Field '${field}' is not supported`)
  }
}

/** A field that is text where it is there. */
export function expectText(value: Json | undefined, path: string, report: Report): void {
  if (value !== undefined && typeof value !== 'string') report(SCHEMA, path, 'Expected value of type [STRING]')
}

/** Seconds as a literal. */
export function positiveInteger(value: Json | undefined, path: string, report: Report): void {
  if (!(Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 99_999_999)) {
    report(SCHEMA, path, 'Expected a whole number of seconds from 1 to 99999999')
  }
}
