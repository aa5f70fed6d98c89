import { afterAll, beforeAll, describe } from 'vitest'
import { type OrganisationId, personId } from '../../shared/kernel/ids.ts'
import { membershipItem } from '../../shared/person/person.store.ts'
import { ok } from '../support/contest.ts'
import { type Judging, scoring, tasksOf } from '../support/judging.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { applicant, openCompetition, sentProposal } from '../support/proposals.ts'
import { sights } from '../support/sights.ts'

let platform: TestPlatform
let made: Judging
let member: Somebody
let exclusions: string
let pair: string

const member1 = (judge: Somebody, organisation: OrganisationId) => membershipItem.put({ role: 'member', person: personId.parse(judge.id), organisation, since: platform.clock.now() }, 'none')

beforeAll(async () => {
  platform = await startTestPlatform()
  made = await scoring(platform, { proposals: 6, judges: 9, ties: [[0, 1], [2], [], [3]] })
  const [first, second] = made.judges
  if (first === undefined || second === undefined) throw new Error('no judges')
  await platform.table.transact([member1(second, made.proposals[2]?.organisation ?? ('' as OrganisationId))])
  ok(await second.api('PUT', `/competitions/${made.competition}/ties`, { ties: [{ organisation: made.proposals[2]?.organisation, reason: '曾任理事' }].slice(1), employer: '示例大学社会工作系', phone: '139 0000 0101' }))
  ok(await made.administrator.api('POST', `/competitions/${made.competition}/conflicts`))
  const at = `/competitions/${made.competition}/conflicts`
  ok(await made.administrator.api('POST', `${at}/${made.proposals[0]?.id}/${first.id}`, { decision: 'lift', reason: '顾问期已满五年，评委书面说明在案。' }))
  ok(await made.administrator.api('POST', `${at}/${made.proposals[1]?.id}/${first.id}`, { decision: 'confirm', reason: '已向评委核实。' }))
  const judge = await firstScoring()
  const [task = ''] = await tasksOf(judge, made.at)
  pair = `${at}/${task}/${judge.id}`
  ok(await made.administrator.api('POST', pair, { decision: 'add', reason: '有人来电反映二人是亲属，已核实。' }))
  const owner = await applicant(platform)
  member = owner.member
  exclusions = `/proposals/${await sentProposal(await openCompetition(platform), owner)}`
  ok(await member.api('PUT', `${exclusions}/exclusions`, { asks: [{ person: '王芳', organisation: '示例大学', reason: '曾是我单位员工，离职时有争议。' }, { person: '', organisation: '示例社会组织 2', reason: '同一领域的竞争单位' }] }))
})
afterAll(() => platform.close())

async function firstScoring(): Promise<Somebody> {
  for (const judge of made.judges.slice(4)) if ((await tasksOf(judge, made.at)).length > 0) return judge
  throw new Error('nobody scores')
}

describe('pages of ties', () => {
  sights(() => platform, () => [
    { name: 'conflicts', path: `/competitions/${made.competition}/conflicts`, as: made.administrator },
    { name: 'conflict-to-replace', path: pair, as: made.administrator },
    { name: 'conflict-lifted', path: `/competitions/${made.competition}/conflicts/${made.proposals[0]?.id}/${made.judges[0]?.id}`, as: made.administrator },
    { name: 'conflict-new', path: `/competitions/${made.competition}/conflicts/new`, as: made.administrator },
    { name: 'ties-of-a-judge', path: `/ties/${made.competition}`, as: made.judges[1] ?? platform.visitor },
    { name: 'exclusions', path: `${exclusions}/exclusions`, as: member },
    { name: 'exclusions-before-sending', path: `${exclusions}/answers`, as: member },
  ])
})
