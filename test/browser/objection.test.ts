import { afterAll, beforeAll, describe } from 'vitest'
import { competitionItem, loadCompetition } from '../../shared/competition/competition.store.ts'
import { ok } from '../support/contest.ts'
import { decidedVenture } from '../support/grants.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { closeNotice, DISTRICT, judgedContest, plainRulebook } from '../support/result.ts'
import { sights } from '../support/sights.ts'

let platform: TestPlatform
let administrator: Somebody
let changed: { id: string; late: string }
let ruled: { id: string; objection: string }
let waiting: string
let ended: string
let venture: { id: string; objection: string }

const notice = { basis: '《区级志愿服务项目大赛章程》和本次大赛的征集公告。', process: '经资格审查、书面评审和路演，按总分提出以下获奖名单，现予公示，听取意见。', contact: { phone: '0573-0000 0000', email: 'contest@example.cn' } }
const facts = '该项目的服务次数与事实不符：3 月以来小区里没有开展过活动，附近居民可以作证。'

async function noticed(name: string): Promise<{ id: string; numbers: string[] }> {
  const { id } = await judgedContest(platform.table, { name, rulebook: plainRulebook({ notice: { workingDays: 10, firstDayCounts: false, rulingWorkingDays: 2, partial: false } }) })
  ok(await administrator.api('POST', `/competitions/${id}/notice`, notice))
  const { lines } = ok(await platform.visitor.api('GET', `/competitions/${id}/notice`))
  return { id, numbers: lines.map(({ number }: { number: string }) => number) }
}
const object = async (id: string, proposal: string | undefined) => ok(await platform.visitor.api('POST', `/competitions/${id}/objections`, { kind: 'person', name: '示例居民', contact: '0573-1111 1111', facts, proposal })).id as string
const annul = async (id: string, objection: string) => ok(await administrator.api('POST', `/competitions/${id}/objections/${objection}/ruling`, { reasons: '经核实，材料不实。', effect: 'annul' }))

beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: DISTRICT })
  const [one, two, three] = [await noticed('示例志愿服务项目大赛（春季）'), await noticed('示例志愿服务项目大赛（夏季）'), await noticed('示例志愿服务项目大赛（秋季）')]
  const [upheld, late] = [await object(one.id, one.numbers[0]), await object(one.id, one.numbers[2])]
  await annul(one.id, upheld)
  changed = { id: one.id, late }
  waiting = two.id
  await annul(two.id, await object(two.id, two.numbers[1]))
  ruled = { id: three.id, objection: await object(three.id, three.numbers[0]) }
  await annul(three.id, ruled.objection)
  platform.clock.forward({ days: 6 })
  ok(await administrator.api('POST', `/competitions/${one.id}/notice`, { ...notice, correction: '一项异议成立：取消一个项目的一等奖，后面的项目依次递补。' }))
  await object(one.id, undefined)
  ended = (await noticed('示例志愿服务项目大赛（去年）')).id
  await closeNotice(platform.table, ended, 'award')
  ok(await administrator.api('POST', `/competitions/${ended}/awards`))
  const { competition } = await decidedVenture(platform)
  const found = await loadCompetition(platform.table, competition)
  await platform.table.transact([competitionItem.put({ ...found.value, state: 'result', notice: null }, found.version)])
  ok(await administrator.api('POST', `/competitions/${competition}/notice`, notice))
  const { lines } = ok(await platform.visitor.api('GET', `/competitions/${competition}/notice`))
  venture = { id: competition, objection: await object(competition, lines[0].number) }
})
afterAll(() => platform.close())

describe('notice, objection and ruling', () => {
  sights(() => platform, () => [
    { name: 'notice-of-changes', path: `/public/competitions/${changed.id}/notice` },
    { name: 'notice-venture', path: `/public/competitions/${venture.id}/notice` },
    { name: 'objection-venture', path: `/competitions/${venture.id}/result/objections/${venture.objection}`, as: administrator },
    { name: 'notice-amended', path: `/public/competitions/${changed.id}/notice?number=1` },
    { name: 'receipt-lookup', path: `/public/competitions/${changed.id}/receipt` },
    { name: 'receipt-late', path: `/public/competitions/${changed.id}/objection/${changed.late}` },
    { name: 'receipt-ruled', path: `/public/competitions/${ruled.id}/objection/${ruled.objection}` },
    { name: 'result-blocked', path: `/competitions/${changed.id}/result`, as: administrator },
    { name: 'objections-late', path: `/competitions/${changed.id}/result/objections`, as: administrator },
    { name: 'objection-late', path: `/competitions/${changed.id}/result/objections/${changed.late}`, as: administrator },
    { name: 'notice-form-changes', path: `/competitions/${waiting}/result/notice`, as: administrator },
    { name: 'ranking-draft', path: `/competitions/${changed.id}/result/ranking`, as: administrator },
    { name: 'ranking', path: `/competitions/${ended}/result/ranking?most=5&to=${encodeURIComponent('示例市社会工作部')}`, as: administrator },
  ])
})
