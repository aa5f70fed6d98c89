import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'

/**
 * Bytes of an item as DynamoDB counts them for its units: names and texts in UTF-8, a number one byte for two digits and one more, a list
 * or map three and one for each thing in it (developer guide, "item sizes and formats").
 */
export const itemBytes = (item: Record<string, unknown>): number => fieldsBytes(marshall(item, { removeUndefinedValues: true }))

const fieldsBytes = (fields: Record<string, AttributeValue>): number => Object.entries(fields).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0)

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S)
  if (value.N !== undefined) return Math.ceil(value.N.replace(/^-|\./g, '').length / 2) + (value.N.startsWith('-') ? 2 : 1)
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1
  if (value.L !== undefined) return 3 + value.L.reduce((sum, one) => sum + 1 + valueBytes(one), 0)
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + fieldsBytes(value.M)
  throw new TypeError('a value of this kind is nowhere in the table')
}
