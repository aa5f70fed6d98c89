import { afterAll, beforeAll, expect, test } from 'vitest'
import { endOfShanghaiDay } from '../../shared/kernel/calendar.ts'
import { mailItem } from '../../shared/mail/mail.store.ts'
import { administratorItem, personItem } from '../../shared/person/person.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { admitAll, apply, type Contest, ok, openContest, openScoring, passWindow, poll, scoreAll, until } from '../support/contest.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

const notice = { basis: '示例章程第十条', process: '资格审查、书面评审', contact: { phone: '0573-00000000', email: 'a@example.cn' } }
const publish = async (contest: Contest, more = {}) => ok(await contest.administrator.api('POST', `/competitions/${contest.id}/notice`, { ...notice, ...more }))
const shown = async (contest: Contest) => ok(await platform.visitor.api('GET', `/competitions/${contest.id}/notice`))
const object = async (contest: Contest, proposal: string) => ok(await platform.visitor.api('POST', `/competitions/${contest.id}/objections`, { kind: 'person', name: '示例居民', contact: 'resident@example.cn', facts: '这个项目的受益人数与我们看到的不符。', proposal }))
const rule = async (contest: Contest, objection: string, body: object) => ok(await contest.administrator.api('POST', `/competitions/${contest.id}/objections/${objection}/ruling`, body))

/** A contest of four whose result waits for the notice; the administrator can be written to. */
async function judged(): Promise<Contest> {
  const contest = await openContest(platform, { applicants: 4, judges: 3 })
  const found = await platform.table.get(personItem, keys.person(contest.administrator.id))
  if (found === undefined) throw new Error('no such person')
  await platform.table.transact([personItem.put({ ...found.value, email: `${contest.administrator.id}@example.cn` }, found.version), administratorItem.put({ district: '330411', person: contest.administrator.id }, 'none')])
  ok(await contest.administrator.api('PUT', '/inbox/mail', { choice: 'each' }))
  const proposals = [await apply(contest, 0), await apply(contest, 1), await apply(contest, 2), await apply(contest, 3)]
  await passWindow(platform, 10)
  await until(platform, contest, 'eligibility')
  await admitAll(platform, contest)
  await openScoring(platform, contest)
  await scoreAll(contest, (proposal) => 90 - proposals.indexOf(proposal) * 10)
  await passWindow(platform, 20)
  await until(platform, contest, 'result')
  return contest
}

async function subjectsTo(contest: Contest): Promise<string[]> {
  await platform.platform.streams.caughtUp()
  return (await platform.table.queryAll(mailItem, keys.mailbox)).map(({ value }) => value).filter(({ to, text }) => to === `${contest.administrator.id}@example.cn` && text.includes(contest.id)).map(({ subject }) => subject)
}
const told = (contest: Contest, subject: string, times = 1) => poll(platform, async () => (await subjectsTo(contest)).filter((one) => one.startsWith(subject)).length >= times, () => `nobody was told: ${subject}`)
const forwardTo = async (moment: string, seconds: number) => {
  await platform.platform.streams.caughtUp()
  platform.clock.forward({ milliseconds: Date.parse(moment) + seconds * 1000 - Date.parse(platform.clock.now()) })
}

test('administrators are reminded of an objection before its last day and after it, while the notice runs and when it is over', async () => {
  const contest = await judged()
  await publish(contest)
  await until(platform, contest, 'notice')
  const [first] = (await shown(contest)).lines
  // The machine waits for the end of the notice already when this comes in.
  const { id, deadline } = await object(contest, first.number)
  const end = endOfShanghaiDay(deadline.day)
  await forwardTo(end, -39 * 3600 + 60)
  await told(contest, '异议处理快要到期')
  await forwardTo(end, 120)
  await until(platform, contest, 'ruling')
  const tracking = ok(await contest.administrator.api('GET', `/competitions/${contest.id}/tracking`))
  expect(tracking.now).toMatchObject({ until: end, late: true })
  await forwardTo(end, 9 * 3600 + 60)
  await told(contest, '异议处理已超期')
  await forwardTo(end, (9 + 48) * 3600 + 60)
  await told(contest, '异议处理已超期', 2)
  await rule(contest, id, { reasons: '经核查，人数属实。', effect: 'none' })
  await until(platform, contest, 'award')
  const before = await subjectsTo(contest)
  await forwardTo(end, (9 + 96) * 3600 + 60)
  await platform.platform.streams.caughtUp()
  expect((await subjectsTo(contest)).filter((subject) => subject.startsWith('异议'))).toEqual(before.filter((subject) => subject.startsWith('异议')))
})

test('a ruling that annuls puts what has changed under notice, and the awards wait for its days', async () => {
  const contest = await judged()
  await publish(contest)
  await until(platform, contest, 'notice')
  const before = await shown(contest)
  const { id } = await object(contest, before.lines[0].number)
  platform.clock.forward({ days: 1 })
  await rule(contest, id, { reasons: '材料不实。', effect: 'annul' })
  await until(platform, contest, 'result')
  await publish(contest, { correction: '一项异议成立，名单有变。' })
  await until(platform, contest, 'notice')
  const after = await shown(contest)
  expect(after.removed.map(({ title }: { title: string }) => title)).toEqual(['示例项目 1'])
  expect(after.lines.map((line: { title: string; award: string; notice: number }) => [line.title, line.award, line.notice])).toEqual([['示例项目 2', 'first', 2], ['示例项目 3', 'second', 1], ['示例项目 4', 'second', 2]])
  // An objection to what did not change still counts: its days go on.
  const other = await object(contest, after.lines[1].number)
  await forwardTo(after.endsAt, 120)
  await until(platform, contest, 'ruling')
  await rule(contest, other.id, { reasons: '经核查，属实。', effect: 'none' })
  await until(platform, contest, 'award')
  ok(await contest.administrator.api('POST', `/competitions/${contest.id}/awards`))
  await until(platform, contest, 'completed')
  const { awards } = ok(await platform.visitor.api('GET', `/competitions/${contest.id}/awards`))
  expect(awards.map(({ title }: { title: string }) => title)).toEqual(['示例项目 2', '示例项目 3', '示例项目 4'])
})
