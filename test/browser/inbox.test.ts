import { afterAll, beforeAll, describe } from 'vitest'
import { ok } from '../support/contest.ts'
import { around, aTeam, planned, type Team, tomorrowAt } from '../support/hours.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { fullAnswers, projectIn } from '../support/projects.ts'
import { sights } from '../support/sights.ts'

let platform: TestPlatform
let team: Team
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  tomorrowAt(platform, '08:00')
  team = await aTeam(platform, '示例机构')
  administrator = await platform.person('管理员 01', { administrator: '330411' })
  await planned(team, around(platform, 60, 60), { title: '读书会' })
  await projectIn(platform, 'evaluation', { id: team.organisation }, {}, fullAnswers({ name: '在评估的项目' }))
  for (let n = 1; n <= 7; n += 1) {
    const project = await projectIn(platform, 'incubation', { id: team.organisation }, {}, fullAnswers({ name: `要督导的项目 ${n}` }))
    ok(await team.member.api('POST', `/projects/${project}/mentor/request`))
  }
  ok(await team.member.api('POST', `${team.path}/mentor/request`))
  ok(await team.member.api('POST', `${team.path}/changes`, { kind: 'scope', content: { goals: '换一个目标' }, reasons: '场地没有了' }))
  platform.clock.forward({ days: 31 })
})
afterAll(async () => { await platform.close() })

describe('what waits for somebody', () => {
  sights(() => platform, () => [
    { name: 'inbox-member', path: '/inbox', as: team.member }, { name: 'inbox-administrator', path: '/inbox', as: administrator }, { name: 'inbox-kind', path: '/inbox?kind=mentor', as: administrator },
    { name: 'inbox-mail', path: '/inbox/mail', as: administrator }, { name: 'home-due', path: '/home', as: team.member },
  ])
})
