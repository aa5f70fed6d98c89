import { afterAll, beforeAll, expect, test } from 'vitest'
import { mailItem } from '../../shared/mail/mail.store.ts'
import { memberItem } from '../../shared/organisation/organisation.store.ts'
import { personItem } from '../../shared/person/person.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { keys } from '../../shared/store/keys.ts'
import { apply, type Contest, ok, oneRound, openContest, passWindow, poll, until } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

const twoReviewers: Rulebook['eligibility'] = {
  days: 10, reviewers: 2, cure: { days: 5, rounds: 1 },
  checks: [{ id: 'complete', label: { zh: '内容完整' }, about: { sections: ['need'], fields: [], attachments: [] } }, { id: 'field', label: { zh: '在征集范围内' } }, { id: 'volunteers', label: { zh: '志愿者不少于 10 人' }, rule: { rule: 'field-at-least', field: 'volunteers', value: 10 } }],
}

/** The applicants stand in the lists that mail goes by. */
async function reachable({ applicants }: Contest): Promise<void> {
  for (const { person, organisation } of applicants) {
    const found = await platform.table.get(personItem, keys.person(person.id))
    if (found === undefined) throw new Error('no such person')
    await platform.table.transact([personItem.put({ ...found.value, email: `${person.id}@example.cn` }, found.version), memberItem.put({ organisation, person: person.id, since: platform.clock.now(), removedAt: null }, 'none')])
  }
}
const subjects = async (who: Somebody): Promise<string[]> => {
  await platform.platform.streams.caughtUp()
  return (await platform.table.queryAll(mailItem, keys.mailbox)).flatMap(({ value }) => (value.to === `${who.id}@example.cn` ? [value.subject] : []))
}
const got = (who: Somebody, subject: string) => poll(platform, async () => (await subjects(who)).some((one) => one.startsWith(subject)), () => `${who.name} was not told: ${subject}`)

test('eligibility by two reviewers: one agreed on, one cured, one not cured in time, with its reminders; nothing goes on while a cure runs', async () => {
  const contest = await openContest(platform, { rulebook: oneRound((rulebook) => ({ ...rulebook, eligibility: twoReviewers })) })
  await reachable(contest)
  const [one, two, three] = [contest.administrator, await platform.person('管理员 02', { administrator: '330411' }), await platform.person('管理员 03', { administrator: '330411' })]
  const [plain, repaired, late] = [await apply(contest, 0), await apply(contest, 1), await apply(contest, 2)]
  const [, hers, his] = contest.applicants.map(({ person }) => person)
  if (hers === undefined || his === undefined) throw new Error('no applicants')
  await passWindow(platform, 10)
  await until(platform, contest, 'eligibility')

  const say = async (who: Somebody, proposal: string, decision: string, complete: boolean) =>
    ok(await who.api('POST', `/proposals/${proposal}/eligibility`, { decision, reasons: decision === 'admitted' ? '' : '需求没有依据', checks: { complete, field: true } })).state
  expect([await say(one, plain, 'admitted', true), await say(two, plain, 'admitted', true)]).toEqual(['submitted', 'admitted'])
  expect([await say(one, repaired, 'cure', false), await say(two, repaired, 'cure', false)]).toEqual(['submitted', 'curing'])
  expect([await say(one, late, 'rejected', false), await say(two, late, 'cure', false), await say(three, late, 'cure', false)]).toEqual(['submitted', 'submitted', 'curing'])
  for (const who of [hers, his]) await got(who, '请在')
  const finish = () => one.api('POST', `/competitions/${contest.id}/eligibility/finish`)
  expect((await finish()).body.code).toBe('CURES_OPEN')

  // Three days before the end both are reminded; the one who has sent it is reminded no more.
  await passWindow(platform, 3)
  for (const who of [hers, his]) await got(who, '补正快要到期')
  const due = ok(await hers.api('GET', '/inbox')).due
  expect(due).toMatchObject([{ href: `/proposals/${repaired}/cure`, state: 'wait' }])
  const { draft } = ok(await hers.api('GET', `/proposals/${repaired}`))
  ok(await hers.api('PUT', `/proposals/${repaired}/cure`, { revision: draft.revision, content: { need: '走访了三十户，二十户有需求。' } }))
  ok(await hers.api('POST', `/proposals/${repaired}/cure/submission`, {}))
  await passWindow(platform, 2)
  const reminders = async (who: Somebody) => (await subjects(who)).filter((subject) => subject.startsWith('补正快要到期')).length
  await poll(platform, async () => (await reminders(his)) === 2, () => 'he was not reminded again')
  expect(await reminders(hers)).toBe(1)
  expect((await finish()).body.code).toBe('CURES_OPEN')

  // At its end the machine itself closes the cure; the competition waits for people.
  await passWindow(platform, 1)
  await got(his, '补正期已过')
  expect(ok(await one.api('GET', `/proposals/${late}`)).state).toBe('submitted')
  expect((await finish()).body).toMatchObject({ code: 'PROPOSALS_UNDECIDED', facts: { undecided: 2 } })
  await passWindow(platform, 3)
  expect(ok(await one.api('GET', `/competitions/${contest.id}`)).state).toBe('eligibility')

  // They look again at just what was repaired; the third of before may be one of the two now.
  const again = async (who: Somebody, proposal: string, body: object) => ok(await who.api('POST', `/proposals/${proposal}/eligibility`, body)).state
  expect([await again(three, repaired, { decision: 'admitted', checks: { complete: true } }), await again(one, repaired, { decision: 'admitted', checks: { complete: true } })]).toEqual(['submitted', 'admitted'])
  const reject = { decision: 'rejected', reasons: '逾期未补正' }
  expect([await again(one, late, reject), await again(two, late, reject)]).toEqual(['submitted', 'rejected'])
  await got(hers, '资格审查通过')
  await got(his, '资格审查未通过')
  expect(ok(await finish())).toMatchObject({ admitted: 2, rejected: 1 })
  await until(platform, contest, 'judging')
  const story = ok(await one.api('GET', `/competitions/${contest.id}/trail?limit=100`)).entries.map(({ sentence }: { sentence: { zh: string } }) => sentence.zh)
  expect(story.filter((sentence: string) => sentence.includes('第三人'))).toHaveLength(1)
})
