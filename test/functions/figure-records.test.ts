import { afterAll, beforeAll, expect, test } from 'vitest'
import { inventedActivity, inventedAttendance } from '../../infra/local/demo/records.ts'
import { activityItem } from '../../shared/activity/activity.store.ts'
import { attendanceItem } from '../../shared/hours/hours.store.ts'
import { newVolunteerId } from '../../shared/kernel/ids.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { enrolmentItem } from '../../shared/volunteer/volunteer.store.ts'
import { ok } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { fullAnswers, projectIn } from '../support/projects.ts'
import { admittedOrganisation } from '../support/proposals.ts'

let platform: TestPlatform
let administrator: Somebody
const people = [newVolunteerId(), newVolunteerId(), newVolunteerId()]
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
  const organisation = await admittedOrganisation(platform, '示例志愿服务中心')
  const project = await projectIn(platform, 'implementation', { id: organisation, name: '示例志愿服务中心' }, {}, fullAnswers({ name: '放学后的一小时' }))
  await platform.table.transact(people.map((volunteer, n) => enrolmentItem.put({ organisation, volunteer, number: `ZY000${n}`, name: `王小${'甲乙丙'[n] ?? ''}`, minor: false, since: platform.clock.now() }, 'none')))
  // Over two months, so that neither alone has all of it.
  for (let n = 0; n < 32; n += 1) {
    const activity = inventedActivity({ id: project, district: '330411', cycle: 1 }, plusDays(platform.clock.now(), n % 2 === 0 ? -70 : -10), { title: `活动 ${n}`, served: { beneficiaries: 10, attendances: 20 } })
    await platform.table.transact([activityItem.put(activity, 'none'), ...people.slice(0, 1 + (n % 2)).map((volunteer) => attendanceItem.put(inventedAttendance(activity, volunteer, { organisation, minutes: 60, kind: 'checked-in' }), 'none'))])
  }
  platform.platform.streams.poke()
  await platform.platform.streams.caughtUp()
})
afterAll(async () => { await platform.close() })

const records = async (figure: string, page = 1) => ok(await administrator.api('GET', `/figures/records?figure=${figure}&month=all&page=${page}`))

test('a number of all time leads to all of what it is counted from', async () => {
  const { all } = ok(await administrator.api('GET', '/figures'))
  for (const figure of ['activities', 'checkedIn', 'services', 'beneficiaries', 'attendances']) {
    const [first, second] = [await records(figure), await records(figure, 2)]
    const sum = [...first.records, ...second.records].reduce((total: number, { share }: { share: Record<string, number> }) => total + (share[figure] ?? 0), 0)
    expect({ figure, sum }).toEqual({ figure, sum: all[figure] })
    expect((await records(figure, 99)).page).toBe(first.total > 30 ? 2 : 1)
    expect((await administrator.page('/district')).html).toContain(`/district/records?figure=${figure}&amp;month=all`)
  }
})

test('volunteers are people: by number and organisation, the name masked', async () => {
  const { people: found, total } = await records('volunteers')
  expect(total).toBe(ok(await administrator.api('GET', '/figures')).all.volunteers)
  expect(found).toEqual([
    { number: 'ZY0000', name: '王**', organisations: ['示例志愿服务中心'], checkedIn: 1920, backFilled: 0, services: 32 },
    { number: 'ZY0001', name: '王**', organisations: ['示例志愿服务中心'], checkedIn: 960, backFilled: 0, services: 16 },
  ])
  const { html } = await administrator.page('/district/records?figure=volunteers&month=all')
  expect([html.includes('ZY0001'), html.includes('王小乙')]).toEqual([true, false])
})

test('a page past the end is the last one', async () => {
  const board = await administrator.page('/board?view=table&sort=title&page=99')
  expect(board.html).toContain('放学后的一小时')
  expect(board.html).toContain('第 1–1 个，共 1 个')
  expect((await administrator.page('/district/records?figure=activities&month=all&page=99')).html).toContain('第 31–32 场，共 32 场')
  expect((await administrator.page('/organisations?page=99')).html).toContain('示例志愿服务中心')
})
