import {
  BatchGetItemCommand, type ConsumedCapacity, DynamoDBClient, GetItemCommand, QueryCommand, TransactionCanceledException, type TransactWriteItem, TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import * as z from 'zod'
import { Refusal } from '../kernel/refusal.ts'
import { type IndexName, indexes, type Key, type Keys } from './keys.ts'

/** What is read back: the value and the version that a later write of it must still find. */
export interface Stored<T> {
  value: T
  version: number
  key: Key
}

/** One write of a transaction. `expect` is the version that must still stand: a number, 'none' (nothing there yet) or 'any'. */
export type Write =
  | { put: Keys; type: string; data: unknown; expect: number | 'none' | 'any'; expiresAt?: number | undefined }
  | { remove: Key; expect: number | 'any' }
  /** Nothing is written; the transaction fails unless the item still has this version ('none': is still not there). */
  | { check: Key; expect: number | 'none' }

export interface Query {
  pk: string
  prefix?: string
  index?: IndexName
  /** Bounds of the sort key, both included; not together with `prefix`. */
  from?: string
  to?: string
  limit?: number
  /** What an earlier page gave as `next`. */
  after?: string | undefined
  newestFirst?: boolean
  /** False: half the units for what may be a second old. Indexes never are more than that. */
  consistent?: boolean
}
export interface PageOf<T> {
  items: Stored<T>[]
  next: string | undefined
}

/** A write's condition did not hold; `failed` are the places in the list of writes. */
export class Conflict extends Error {
  override readonly name = 'Conflict'
  readonly failed: number[]
  constructor(failed: number[]) {
    super(`conditions failed at ${failed.join(', ')}`)
    this.failed = failed
  }
}

const rawItem = z.object({ pk: z.string(), sk: z.string(), type: z.string(), version: z.number(), data: z.unknown(), ttl: z.number().optional() })

/** A kind of item: its name, its schema, and where a value of it stands. Everything read is parsed by the schema. */
export interface ItemKind<T> {
  type: string
  put(value: T, expect: number | 'none' | 'any'): Write
  parse(raw: Record<string, unknown>): Stored<T>
}
export function itemKind<S extends z.ZodType>(type: string, schema: S, place: (value: z.infer<S>) => Keys, expires?: (value: z.infer<S>) => number | undefined): ItemKind<z.infer<S>> {
  return {
    type,
    put: (value, expect) => ({ put: place(value), type, data: value, expect, expiresAt: expires?.(value) }),
    parse: (raw) => {
      const item = rawItem.parse(raw)
      if (item.type !== type) throw new TypeError(`${item.pk} ${item.sk} is a ${item.type}, not a ${type}`)
      return { value: schema.parse(item.data), version: item.version, key: { pk: item.pk, sk: item.sk } }
    },
  }
}

export interface TableOptions {
  name: string
  endpoint?: string | undefined
  region: string
  /** Told of each call's capacity units: benches and `rehearse` sum them up. */
  onCapacity?: ((units: number, operation: 'read' | 'write') => void) | undefined
}

const marshalOptions = { removeUndefinedValues: true } as const

/** The few verbs the platform needs of DynamoDB. Reads are consistent unless they go through an index. */
export class Table {
  readonly #client: DynamoDBClient
  readonly #name: string
  readonly #onCapacity: TableOptions['onCapacity']

  constructor(options: TableOptions) {
    this.#name = options.name
    this.#onCapacity = options.onCapacity
    this.#client = new DynamoDBClient({
      region: options.region,
      ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }),
    })
    // It copies every item read and written, for a logger that nobody has set: a tenth of the time of a request.
    this.#client.middlewareStack.remove('loggerMiddleware')
  }

  async get<T>(kind: ItemKind<T>, key: Key): Promise<Stored<T> | undefined> {
    if (!canBeKey(key)) return undefined
    const { Item, ConsumedCapacity } = await this.#client.send(
      new GetItemCommand({ TableName: this.#name, Key: marshall({ pk: key.pk, sk: key.sk }), ConsistentRead: true, ReturnConsumedCapacity: 'TOTAL' }),
    )
    this.#count('read', ConsumedCapacity)
    if (Item === undefined) return undefined
    const raw = unmarshall(Item)
    return expired(raw) ? undefined : kind.parse(raw)
  }

  /** Many items at once, in the order of `wanted`; undefined where nothing is. */
  async getMany<T>(kind: ItemKind<T>, wanted: readonly Key[]): Promise<(Stored<T> | undefined)[]> {
    const found = new Map<string, Stored<T>>()
    for (let start = 0; start < wanted.length; start += 100) {
      for (const raw of await this.#batch(wanted.slice(start, start + 100))) found.set(`${raw.pk} ${raw.sk}`, kind.parse(raw))
    }
    return wanted.map(({ pk, sk }) => found.get(`${pk} ${sk}`))
  }

  /** Items of several kinds (100 at most) in one request, in the order asked; undefined where nothing is. */
  async getEach<T extends readonly unknown[]>(...wanted: { [I in keyof T]: { kind: ItemKind<T[I]>; key: Key } }): Promise<{ [I in keyof T]: Stored<T[I]> | undefined }> {
    const raws = new Map<string, Record<string, unknown>>()
    for (const raw of await this.#batch(wanted.map(({ key }) => key))) raws.set(`${raw.pk} ${raw.sk}`, raw)
    return wanted.map(({ kind, key }) => {
      const raw = raws.get(`${key.pk} ${key.sk}`)
      return raw === undefined ? undefined : kind.parse(raw)
    }) as { [I in keyof T]: Stored<T[I]> | undefined }
  }

  /** What is there of the keys, in no order. */
  async #batch(wanted: readonly Key[]): Promise<Record<string, unknown>[]> {
    const found: Record<string, unknown>[] = []
    // DynamoDB refuses a batch that names a key twice.
    let ask = [...new Map(wanted.filter(canBeKey).map(({ pk, sk }) => [`${pk} ${sk}`, marshall({ pk, sk })])).values()]
    while (ask.length > 0) {
      const answer = await this.#client.send(
        new BatchGetItemCommand({ RequestItems: { [this.#name]: { Keys: ask, ConsistentRead: true } }, ReturnConsumedCapacity: 'TOTAL' }),
      )
      this.#count('read', ...(answer.ConsumedCapacity ?? []))
      found.push(...(answer.Responses?.[this.#name] ?? []).map((item) => unmarshall(item)).filter((raw) => !expired(raw)))
      ask = answer.UnprocessedKeys?.[this.#name]?.Keys ?? []
    }
    return found
  }

  /** One page of one partition. Items of other kinds than `kinds` names are left out. */
  async query<T>(kinds: ItemKind<T> | readonly ItemKind<T>[], query: Query): Promise<PageOf<T>> {
    const byType = new Map((Array.isArray(kinds) ? kinds : [kinds]).map((kind: ItemKind<T>) => [kind.type, kind]))
    const { items, next } = await this.queryRaw(query)
    return { items: items.flatMap((raw) => byType.get(String(raw.type))?.parse(raw) ?? []), next }
  }

  /** Every item of one partition, page after page. */
  async queryAll<T>(kinds: ItemKind<T> | readonly ItemKind<T>[], query: Omit<Query, 'after' | 'limit'>): Promise<Stored<T>[]> {
    const all: Stored<T>[] = []
    let after: string | undefined
    do {
      const page = await this.query(kinds, { ...query, after })
      all.push(...page.items)
      after = page.next
    } while (after !== undefined)
    return all
  }

  /** Items as stored, for a partition that holds several kinds; parse each by its kind (`kind.parse`). */
  async queryRaw(query: Query): Promise<{ items: Record<string, unknown>[]; next: string | undefined }> {
    if (!canBeKey({ pk: query.pk, sk: query.prefix ?? '' })) return { items: [], next: undefined }
    const names = query.index === undefined ? { pk: 'pk', sk: 'sk' } : indexes[query.index]
    const values: Record<string, string> = { ':pk': query.pk }
    let condition = `${names.pk} = :pk`
    if (query.prefix !== undefined && query.prefix !== '') {
      condition += ` AND begins_with(${names.sk}, :prefix)`
      values[':prefix'] = query.prefix
    } else if (query.from !== undefined || query.to !== undefined) {
      condition += ` AND ${names.sk} BETWEEN :from AND :to`
      values[':from'] = query.from ?? ' '
      values[':to'] = query.to ?? '\uffff'
    }
    const { Items, LastEvaluatedKey, ConsumedCapacity } = await this.#client.send(
      new QueryCommand({
        TableName: this.#name,
        ...(query.index === undefined ? { ConsistentRead: query.consistent !== false } : { IndexName: query.index }),
        KeyConditionExpression: condition,
        ExpressionAttributeValues: marshall(values),
        ScanIndexForward: query.newestFirst !== true,
        ...(query.limit === undefined ? {} : { Limit: query.limit }),
        ...(query.after === undefined ? {} : { ExclusiveStartKey: marshall(cursor(query.after, names.pk, query.pk)) }),
        ReturnConsumedCapacity: 'TOTAL',
      }),
    ).catch((error: unknown) => {
      // A place that reads like one of the list's own and is none: DynamoDB alone can tell.
      throw query.after !== undefined && error instanceof Error && error.name === 'ValidationException' ? noPlace() : error
    })
    this.#count('read', ConsumedCapacity)
    return {
      items: (Items ?? []).map((item) => unmarshall(item)).filter((raw) => !expired(raw)),
      next: LastEvaluatedKey === undefined ? undefined : Buffer.from(JSON.stringify(unmarshall(LastEvaluatedKey))).toString('base64url'),
    }
  }

  /**
   * All writes or none (at most 100). Throws Conflict when a condition does not hold; a collision with another transaction in flight
   * is tried again.
   */
  async transact(writes: readonly Write[]): Promise<void> {
    const items = writes.map((write) => this.#transactItem(write))
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { ConsumedCapacity } = await this.#client.send(new TransactWriteItemsCommand({ TransactItems: items, ReturnConsumedCapacity: 'TOTAL' }))
        this.#count('write', ...(ConsumedCapacity ?? []))
        return
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error
        const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code)
        const failed = codes.flatMap((code, place) => (code === 'ConditionalCheckFailed' ? [place] : []))
        if (failed.length > 0) throw new Conflict(failed)
        if (!codes.includes('TransactionConflict') || attempt === 6) throw error
        await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 10 * (0.5 + Math.random())))
      }
    }
  }

  #transactItem(write: Write): TransactWriteItem {
    const key = 'remove' in write ? write.remove : 'check' in write ? write.check : write.put
    const guard = write.expect === 'any' ? undefined
      : write.expect === 'none' ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : { ConditionExpression: '#version = :version', ExpressionAttributeNames: { '#version': 'version' }, ExpressionAttributeValues: marshall({ ':version': write.expect }) }
    if ('check' in write) {
      if (guard === undefined) throw new TypeError('a check needs an expectation')
      return { ConditionCheck: { TableName: this.#name, Key: marshall({ pk: key.pk, sk: key.sk }), ...guard } }
    }
    if ('remove' in write) return { Delete: { TableName: this.#name, Key: marshall({ pk: key.pk, sk: key.sk }), ...guard } }
    const version = typeof write.expect === 'number' ? write.expect + 1 : 1
    return {
      Put: {
        TableName: this.#name,
        Item: marshall({ ...write.put, type: write.type, version, data: write.data, ...(write.expiresAt === undefined ? {} : { ttl: write.expiresAt }) }, marshalOptions),
        ...guard,
      },
    }
  }

  #count(operation: 'read' | 'write', ...consumed: (ConsumedCapacity | undefined)[]): void {
    this.#onCapacity?.(consumed.reduce((sum, one) => sum + (one?.CapacityUnits ?? 0), 0), operation)
  }
}

/** TTL removes items up to days late; until then they still come back from reads. It goes by the real clock, as DynamoDB does. */
const expired = (raw: Record<string, unknown>): boolean => typeof raw.ttl === 'number' && raw.ttl * 1000 <= Date.now()

/** DynamoDB's sizes of keys, in bytes: under anything longer nothing is kept, and asking for it would be an error. */
const canBeKey = ({ pk, sk }: Key): boolean => Buffer.byteLength(pk) <= 2048 && Buffer.byteLength(sk) <= 1024

/** What an earlier page gave as `next`. Throws INVALID for anything else: it comes back from outside. */
function cursor(after: string, name: string, pk: string): Record<string, string> {
  try {
    const key = z.record(z.string(), z.string().min(1).max(1024)).parse(JSON.parse(Buffer.from(after, 'base64url').toString()))
    if (key[name] === pk) return key
  } catch {
    // Refused below, as a cursor of another list is.
  }
  throw noPlace()
}

const noPlace = () => new Refusal('INVALID', { mistakes: [{ path: 'after', code: 'CURSOR_MALFORMED', zh: '分页位置不对，请从第一页重新看', en: 'This is not a place in the list; start again from its first page' }] })
