/** A value that JSON can carry. */
export type Json = null | boolean | number | string | Json[] | JsonObject

/** A JSON object. */
export type JsonObject = { [key: string]: Json }

/** Step Functions' limit on one payload, one Assign or one execution input: 256 KiB of UTF-8. */
export const PAYLOAD_LIMIT = 262_144

/** True for a JSON object: not null, not an array. */
export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The bytes a value takes as compact JSON in UTF-8. */
export const bytesOf = (value: Json): number => Buffer.byteLength(JSON.stringify(value))

/** Parses text to JSON; undefined when it is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
