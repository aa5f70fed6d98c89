import { afterAll, beforeAll, describe } from 'vitest'
import { midTerm } from '../support/appraisals.ts'
import { ok } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { sights } from '../support/sights.ts'

const content = {
  activities: 12, people: 83, attendances: 246, spent: 486_050, done: '协议约定全年 24 次手机课，已开 12 次；入户 30 户，已走访 18 户。', results: '83 位老人里，61 位能自己用手机挂号。\n回访 20 户，都说会再来。',
  money: '讲师补贴 2,400 元，教材 1,360.50 元，志愿者交通 1,100 元。', difficulties: '暑期场地停用三周，改在社区食堂上课。', next: '下半年把入户补齐。',
}
const scores = { delivery: '52', money: '33.5', press: '2' }

let platform: TestPlatform
let begun: Awaited<ReturnType<typeof midTerm>>
let desk: typeof begun
let ended: typeof begun
let evaluator: Somebody

async function sent() {
  const one = await midTerm(platform)
  ok(await one.member.api('PUT', `${one.at}/self`, { content }))
  ok(await one.member.api('POST', `${one.at}/self/submission`))
  ok(await one.administrator.api('PUT', `${one.at}/evaluator`, { person: evaluator.id }))
  return one
}

beforeAll(async () => {
  platform = await startTestPlatform()
  evaluator = await platform.person('评估员 01', { evaluator: '330411' })
  begun = await midTerm(platform)
  desk = await sent()
  ok(await evaluator.api('POST', `${desk.at}/requests`, { kind: 'supplement', items: ['6 月 12 日的签到表', '讲师补贴的收据'], days: 10 }))
  ok(await desk.member.api('POST', `${desk.at}/supplement`, { text: '签到表在项目记录 6 月 12 日的活动里；收据已传到支出第 4 笔。' }))
  ended = await sent()
  ok(await evaluator.api('POST', `${ended.at}/card/submission`, { scores, comment: '课程开得扎实，入户进度慢，下半年要补上。' }))
  ok(await ended.member.api('POST', `${ended.at}/objections`, { facts: '资金一项少算了两张发票，凭证号 0612、0613。' }))
})
afterAll(() => platform.close())

describe('pages of a grant’s evaluation', () => {
  sights(() => platform, () => [
    { name: 'grant-evaluation-begun', path: `/grants/${begun.id}/evaluation`, as: begun.member },
    { name: 'grant-evaluation-self', path: `/grants/${begun.id}/evaluation/mid-term/self`, as: begun.member },
    { name: 'grant-evaluation-appoint', path: `/grants/${begun.id}/evaluation`, as: begun.administrator },
    { name: 'grant-evaluation-desk', path: `/grants/${desk.id}/evaluation`, as: evaluator },
    { name: 'grant-evaluation-card', path: `/grants/${desk.id}/evaluation/mid-term/card`, as: evaluator },
    { name: 'grant-evaluation-result', path: `/grants/${ended.id}/evaluation`, as: ended.administrator },
    { name: 'grant-evaluation-list', path: '/evaluations', as: evaluator },
  ])
})
