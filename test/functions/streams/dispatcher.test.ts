import { marshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBRecord } from 'aws-lambda'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { handler } from '../../../functions/streams/dispatcher.lambda.ts'
import { findingsItem } from '../../../shared/conflict/conflict.store.ts'
import { countsItem, failureItem } from '../../../shared/counts/counts.store.ts'
import { newOrganisationId } from '../../../shared/kernel/ids.ts'
import { mailItem } from '../../../shared/mail/mail.store.ts'
import { memberItem } from '../../../shared/organisation/organisation.store.ts'
import { outboxItem } from '../../../shared/outbox/outbox.store.ts'
import { proposalItem } from '../../../shared/proposal/proposal.store.ts'
import { judgeItem } from '../../../shared/round/judge.store.ts'
import { keys } from '../../../shared/store/keys.ts'
import type { Write } from '../../../shared/store/table.ts'
import { judging, type Judging } from '../../support/judging.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../../support/platform.ts'

let platform: TestPlatform
/** Ties can't be looked for in it: one of its judges can't be read. */
let broken: Judging
let sound: Judging
/** Judges both. */
let both: Somebody

const judgeOf = async (of: Judging, n = 0) => {
  const found = await platform.table.get(judgeItem, keys.judge(of.competition, of.judges[n]?.id ?? ''))
  if (found === undefined) throw new Error('no such judge')
  return found.value
}
const unreadable = (write: Write): Write => ('put' in write ? { ...write, data: { ...(write.data as object), name: 5 } } : write)
const found = async (of: Judging): Promise<boolean> => (await platform.table.get(findingsItem, keys.conflicts(of.competition))) !== undefined

/** What the stream would say of an item that was written. */
function written(write: Write, number: number): DynamoDBRecord {
  if (!('put' in write)) throw new TypeError('nothing is written')
  const NewImage = marshall({ ...write.put, type: write.type, version: 1, data: write.data }, { removeUndefinedValues: true }) as never
  return { eventID: `event-${number}`, eventName: 'INSERT', dynamodb: { SequenceNumber: String(number), NewImage } }
}

beforeAll(async () => {
  platform = await startTestPlatform()
  ;[broken, sound] = [await judging(platform, { judges: 3, proposals: 3 }), await judging(platform, { judges: 3, proposals: 3, ties: [[0]] })]
  await platform.platform.streams.caughtUp()
  both = await platform.person('两场的评委', { judge: [broken.competition, sound.competition] })
  await platform.table.transact([unreadable(judgeItem.put({ ...(await judgeOf(broken)), person: both.id }, 'any'))])
})
afterAll(() => platform.close())
beforeEach(async () => {
  vi.restoreAllMocks()
  await platform.platform.streams.caughtUp()
  await platform.table.transact([{ remove: keys.conflicts(sound.competition), expect: 'any' }])
})

test('what can never be done is set aside where an administrator sees it, and the stream goes on behind it', async () => {
  const failures = (await platform.table.queryAll(failureItem, keys.failures)).map(({ value }) => value)
  expect(failures.map(({ about }) => about)).toEqual([`${keys.judge(broken.competition, both.id).pk} ${keys.judge(broken.competition, both.id).sk}`])
  await platform.table.transact([judgeItem.put({ ...(await judgeOf(sound)), expertise: {} }, 'any')])
  await platform.platform.streams.caughtUp()
  expect(await found(sound)).toBe(true)
})

test('of many changes that ask for the same thing one look is taken, and where it fails the stream comes back to the last of them', async () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const judges = [await judgeOf(broken, 0), await judgeOf(broken, 1), await judgeOf(broken, 2)]
  const records = judges.map((judge, n) => written(judgeItem.put(judge, 'none'), n + 1))
  expect(await handler({ Records: records })).toEqual({ batchItemFailures: [{ itemIdentifier: '3' }] })
  expect(told).toHaveBeenCalledTimes(1)
  told.mockRestore()
})

test('what fails takes nothing from the rest of its batch: neither another’s sequel, nor an order', async () => {
  const mail = { id: 'beside', to: 'a@example.cn', language: 'zh' as const, subject: '同一批', text: '同一批', at: platform.clock.now() }
  const order = outboxItem.put({ id: 'order-beside', at: platform.clock.now(), done: false, tries: 0, order: { do: 'mail', mail } }, 'none')
  await platform.table.transact([order])
  const records = [written(judgeItem.put(await judgeOf(broken), 'none'), 1), written(judgeItem.put(await judgeOf(sound), 'none'), 2), written(order, 3)]
  expect(await handler({ Records: records })).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] })
  expect(await found(sound)).toBe(true)
  expect((await platform.table.queryAll(mailItem, keys.mailbox)).filter(({ value }) => value.id === 'beside')).toHaveLength(1)
})

test('a record that can’t be read, and figures that can’t, are blamed alone', async () => {
  const proposal = await platform.table.get(proposalItem, keys.proposal(broken.proposals[0]?.id ?? ''))
  if (proposal === undefined) throw new Error('no proposal')
  const counts = await platform.table.get(countsItem, keys.counts(broken.competition))
  const [sent, judge] = [proposalItem.put({ ...proposal.value, state: 'submitted' }, 'none'), judgeItem.put(await judgeOf(sound), 'none')]
  expect(await handler({ Records: [written(judge, 1), written({ ...sent, data: {} } as Write, 2)] })).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] })
  expect(await found(sound)).toBe(true)
  await platform.table.transact([{ remove: keys.conflicts(sound.competition), expect: 'any' }, { put: keys.counts(broken.competition), type: countsItem.type, data: {}, expect: 'any' }])
  expect(await handler({ Records: [written(sent, 1), written(judge, 2)] })).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] })
  expect(await found(sound)).toBe(true)
  await platform.table.transact([counts === undefined ? { remove: keys.counts(broken.competition), expect: 'any' } : countsItem.put(counts.value, 'any')])
})

test('of somebody’s competitions, one that can’t be looked at keeps no other from it', async () => {
  const member = memberItem.put({ organisation: newOrganisationId(), person: both.id, since: platform.clock.now(), removedAt: null }, 'none')
  expect(await handler({ Records: [written(member, 1)] })).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] })
  expect(await found(sound)).toBe(true)
})

test('a change that a later look has seen already asks for none of its own', async () => {
  const judge = judgeItem.put(await judgeOf(sound), 'none')
  const at = (secondsAgo: number): DynamoDBRecord => {
    const record = written(judge, 1)
    return { ...record, dynamodb: { ...record.dynamodb, ApproximateCreationDateTime: Math.floor(Date.now() / 1000) - secondsAgo } }
  }
  await handler({ Records: [at(0)] })
  expect(await found(sound)).toBe(true)
  await platform.table.transact([{ remove: keys.conflicts(sound.competition), expect: 'any' }])
  await handler({ Records: [at(60)] })
  expect(await found(sound)).toBe(false)
  await handler({ Records: [at(0)] })
  expect(await found(sound)).toBe(true)
})
