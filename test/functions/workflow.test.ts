import { afterAll, beforeAll, expect, test } from 'vitest'
import { count, recount } from '../../functions/commands/counts.ts'
import { workflowContext } from '../../functions/context.ts'
import { handler as dispatch } from '../../functions/streams/dispatcher.lambda.ts'
import { theWorkflow } from '../../functions/workflow.ts'
import { countsItem } from '../../shared/counts/counts.store.ts'
import { mailItem } from '../../shared/mail/mail.store.ts'
import { outboxItem } from '../../shared/outbox/outbox.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { executionItem } from '../../shared/workflow/execution.store.ts'
import { admitAll, apply, ok, openContest, openScoring, passWindow, poll, scoreAll, until, untilRound } from '../support/contest.ts'
import { pathOf } from '../../shared/workflow/path.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

const execution = async (name: string) => (await platform.table.get(executionItem, keys.execution(name)))?.value

test('an order is carried out once, however often the stream hands it over and the sweep finds it', async () => {
  const mail = { id: 'once', to: 'a@example.cn', language: 'zh' as const, subject: '一次', text: '一次', at: platform.clock.now() }
  const outbox = { id: 'order-once', at: platform.clock.now(), done: false, tries: 0, order: { do: 'mail' as const, mail } }
  const record = { eventID: 'e1', eventName: 'INSERT' as const, dynamodb: { SequenceNumber: '1', NewImage: { type: { S: 'outbox' }, data: { M: { id: { S: 'order-once' } } } } } }
  await platform.table.transact([outboxItem.put(outbox, 'none')])
  for (let n = 0; n < 3; n += 1) expect(await dispatch({ Records: [record] })).toEqual({ batchItemFailures: [] })
  await platform.platform.sweep()
  expect((await platform.table.get(outboxItem, keys.outbox('order-once')))?.value.done).toBe(true)
  expect(await platform.table.queryAll(mailItem, keys.mailbox)).toHaveLength(1)
})

test('one order that fails holds up neither the others of its batch nor the stream', async () => {
  const good = { id: 'order-good', at: platform.clock.now(), done: false, tries: 0, order: { do: 'mail' as const, mail: { id: 'good', to: 'a@example.cn', language: 'zh' as const, subject: '好', text: '好', at: platform.clock.now() } } }
  const bad = { id: 'order-bad', at: platform.clock.now(), done: false, tries: 0, order: { do: 'start' as const, machine: 'volunteer-contest' as const, name: 'nobody-1', input: { competition: 'c_00000000000000000000000000' } } }
  await platform.table.transact([outboxItem.put(bad, 'none'), outboxItem.put(good, 'none')])
  const record = (id: string, n: string) => ({ eventID: n, eventName: 'INSERT' as const, dynamodb: { SequenceNumber: n, NewImage: { type: { S: 'outbox' }, data: { M: { id: { S: id } } } } } })
  expect(await dispatch({ Records: [record('order-bad', '10'), record('order-good', '11')] })).toEqual({ batchItemFailures: [{ itemIdentifier: '10' }] })
  expect((await platform.table.get(outboxItem, keys.outbox('order-good')))?.value.done).toBe(true)
})

test('figures count each event once and agree with a count from the records', async () => {
  const contest = await openContest(platform, { applicants: 3 })
  for (const n of [0, 1, 2]) await apply(contest, n)
  await platform.platform.streams.caughtUp()
  const read = async () => (await platform.table.get(countsItem, keys.counts(contest.id)))?.value
  const before = await read()
  expect(before?.proposals.submitted).toBe(3)
  const change = { of: 'proposal' as const, competition: contest.id, from: null, to: 'submitted' }
  await count(workflowContext(), contest.id, [{ event: 'again', change }])
  await count(workflowContext(), contest.id, [{ event: 'again', change }])
  expect((await read())?.proposals.submitted).toBe(4)
  await recount(workflowContext(), contest.id)
  expect(nonZero((await read())?.proposals)).toEqual(nonZero(before?.proposals))
})

const nonZero = (figures: Record<string, number> | undefined) => Object.fromEntries(Object.entries(figures ?? {}).filter(([, n]) => n !== 0))

test('a round whose execution is aborted fails the contest that waits for it; started again from the record, both go on', async () => {
  const contest = await openContest(platform, { applicants: 2 })
  for (const n of [0, 1]) await apply(contest, n)
  await passWindow(platform, 10)
  await until(platform, contest, 'eligibility')
  await admitAll(platform, contest)
  await openScoring(platform, contest)
  const [parent, child] = [`${contest.id}-1`, `${contest.id}-r0-1`]
  await poll(platform, async () => pathOf(await theWorkflow().history('judging-round', child)).at(-1)?.state === 'AwaitScoring', () => 'the round does not wait for its scores')
  await theWorkflow().stop('judging-round', child, 'a test')
  await platform.platform.sweep()
  await poll(platform, async () => {
    await platform.platform.sweep()
    return (await execution(parent))?.status === 'failed'
  }, () => 'the parent does not fail')
  expect((await execution(child))?.status).toBe('aborted')
  expect((await execution(child))?.path.at(-1)?.state).toBe('AwaitScoring')
  // It stands on the administrator's first page with what it was doing.
  expect((await contest.administrator.page('/home')).html).toContain('示例志愿服务项目大赛')
  for (const name of [parent, child]) ok(await contest.administrator.api('POST', `/competitions/${contest.id}/restart`, { execution: name }))
  await scoreAll(contest, () => 80)
  await passWindow(platform, 20)
  await until(platform, contest, 'result')
  expect((await execution(`${contest.id}-2`))?.status).toBe('running')
})

test('an execution of three hundred days hands over to a successor that goes on from the record', async () => {
  const contest = await openContest(platform, { applicants: 1 })
  await apply(contest, 0)
  await passWindow(platform, 10)
  await until(platform, contest, 'eligibility')
  let last: unknown[] = []
  // Nobody decides for most of a year: reminders go out, then the successor takes over.
  for (let days = 0; days < 300; days += 50) await passWindow(platform, 50)
  await poll(platform, async () => {
    await platform.platform.sweep()
    last = pathOf(await theWorkflow().history('volunteer-contest', `${contest.id}-1`)).slice(-6)
    return (await execution(`${contest.id}-1`))?.path.at(-1)?.state === 'HandedOver'
  }, () => `it does not hand over: ${JSON.stringify(last)}`)
  expect((await execution(`${contest.id}-2`))?.status).toBe('running')
  const proposals = ok(await contest.administrator.api('GET', `/competitions/${contest.id}/proposals`)).proposals
  ok(await contest.administrator.api('POST', `/proposals/${proposals[0].id}/eligibility`, { decision: 'admitted' }))
  ok(await contest.administrator.api('POST', `/competitions/${contest.id}/eligibility/finish`))
  await untilRound(platform, contest, 0, 'planning')
})
