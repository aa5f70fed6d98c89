import { afterAll, beforeAll, expect, test } from 'vitest'
import { ownProposalItem } from '../../shared/proposal/proposal.store.ts'
import { scoreAll, scoring } from '../support/judging.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

test('whoever belongs to an applicant reads neither ties nor recusals nor cards while others judge, also where they administer, run or watch over it', async () => {
  const made = await scoring(platform, { proposals: 2, judges: 4 })
  await scoreAll(made)
  const [own] = made.proposals
  if (own === undefined) throw new Error('no proposal')
  await platform.table.transact([ownProposalItem.put({ organisation: own.organisation, competition: made.competition, proposal: own.id }, 'none')])
  const at = `/competitions/${made.competition}`
  const paths = [`${at}/conflicts`, `${made.at}/recusals`, `${made.at}/progress`, `/proposals/${own.id}/scorecards`]
  const pages = [`${at}/conflicts`, `${at}/conflicts.csv`, `${made.at}/recusals`, `${made.at}/progress`]
  const other = await platform.person('别处成员', { administrator: '330411', member: ['o_0123456789abcdefghjkmnpqrs'] })
  for (const path of paths) expect([path, (await made.administrator.api('GET', path)).status, (await other.api('GET', path)).status]).toEqual([path, 200, 200])
  for (const hat of [{ administrator: '330411' }, { organiser: [made.competition] }, { supervisor: [made.competition] }]) {
    const both = await platform.person('两边都是', { ...hat, member: [own.organisation] })
    for (const path of paths) expect([path, (await both.api('GET', path)).status]).toEqual([path, 403])
    for (const path of pages) expect([path, [403, 404].includes((await both.page(path)).status)]).toEqual([path, true])
  }
})
