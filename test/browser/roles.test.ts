import { afterAll, beforeAll, describe } from 'vitest'
import { administratorItem } from '../../shared/person/person.store.ts'
import { ok } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { applicant, openCompetition, sentProposal, setState } from '../support/proposals.ts'
import { sights } from '../support/sights.ts'

const DISTRICT = '330411'
let platform: TestPlatform
let administrator: Somebody
let organiser: Somebody
let finance: Somebody
let competition: string
let links: { organiser: string; finance: string }

beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: DISTRICT })
  await platform.table.transact([administratorItem.put({ district: DISTRICT, person: administrator.id }, 'none')])
  const checked = await openCompetition(platform)
  competition = checked
  for (let n = 0; n < 2; n += 1) await sentProposal(checked, await applicant(platform))
  await setState(platform, checked, { state: 'eligibility' })
  organiser = await platform.person('承办 01', { organiser: [checked, await openCompetition(platform)] })
  await platform.person('承办 02', { organiser: [checked] })
  finance = await platform.person('财务 01', { finance: DISTRICT })
  await platform.person('评估员 01', { evaluator: DISTRICT })
  const pathOf = (link: string) => new URL(link).pathname
  links = {
    organiser: pathOf(ok(await administrator.api('POST', `/competitions/${competition}/organisers/invitations`, { name: '小周', email: 'zhou@example.cn', organisation: '示例承办中心' })).link),
    finance: pathOf(ok(await administrator.api('POST', `/districts/${DISTRICT}/finance/invitations`, { name: '小郑' })).link),
  }
})
afterAll(() => platform.close())

describe('pages of roles', () => {
  sights(() => platform, () => [
    { name: 'roles-administrator', path: `/competitions/${competition}/roles`, as: administrator },
    { name: 'roles-organiser', path: `/competitions/${competition}/roles`, as: organiser },
    { name: 'roles-finance', path: `/competitions/${competition}/roles`, as: finance },
    { name: 'finance-people', path: '/finance-people', as: administrator },
    { name: 'evaluators', path: '/evaluators', as: administrator },
    { name: 'home-organiser', path: '/home', as: organiser },
    { name: 'home-finance', path: '/home', as: finance },
    { name: 'competitions-organiser', path: '/competitions', as: organiser },
    { name: 'progress-organiser', path: `/competitions/${competition}`, as: organiser },
    { name: 'account-organiser', path: '/account', as: organiser },
    { name: 'call-public', path: `/public/competitions/${competition}` },
    { name: 'invitation-organiser', path: links.organiser, as: finance },
    { name: 'invitation-finance', path: links.finance, as: organiser },
  ])
})
