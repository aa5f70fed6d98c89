import { marshall } from '@aws-sdk/util-dynamodb'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handler as dispatch } from '../../functions/streams/dispatcher.lambda.ts'
import type { OrganisationId, ProjectId } from '../../shared/kernel/ids.ts'
import { keys } from '../../shared/store/keys.ts'
import { admitAll, type Contest, ok, openContest, openScoring, passWindow, scoreAll, until } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { fullAnswers, projectIn } from '../support/projects.ts'
import { fullContent } from '../support/proposals.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

interface Entered {
  member: Somebody
  organisation: OrganisationId
  project: ProjectId
  proposal: string
}

/** A project of the contest's nth applicant that has entered it; nothing is sent yet. */
async function entered(contest: Contest, nth: number, title: string): Promise<Entered> {
  const applicant = contest.applicants[nth]
  if (applicant === undefined) throw new Error('no such applicant')
  const { person: member, organisation } = applicant
  const project = await projectIn(platform, 'implementation', { id: organisation }, {}, fullAnswers({ name: title }))
  const { proposal } = ok(await member.api('POST', `/projects/${project}/entries`, { competition: contest.id, category: contest.rulebook.categories[0]?.id }))
  return { member, organisation, project, proposal }
}

/** Fills in what the project could not say, and sends it. */
async function send({ member, proposal }: Pick<Entered, 'member' | 'proposal'>): Promise<void> {
  const { draft } = ok(await member.api('GET', `/proposals/${proposal}`))
  ok(await member.api('PUT', `/proposals/${proposal}/draft`, { revision: draft.revision, category: draft.category, content: { ...fullContent(), ...draft.content } }))
  ok(await member.api('POST', `/proposals/${proposal}/submission`, {}))
}

/** What the story says of competitions, oldest first. */
async function story({ member, project }: Pick<Entered, 'member' | 'project'>): Promise<[string, string][]> {
  await platform.platform.streams.caughtUp()
  const { entries } = ok(await member.api('GET', `/projects/${project}/story`))
  return (entries as { action: string; sentence: { zh: string } }[]).filter(({ action }) => action.startsWith('proposal.')).map(({ action, sentence }): [string, string] => [action, sentence.zh]).toReversed()
}

/** Hands a change of an item to the stream's consumer twice more, as a stream may: from what it was to what it became. */
async function handOver(key: { pk: string; sk: string }, was: Record<string, unknown>, became: Record<string, unknown> = {}): Promise<void> {
  const { items: [item] } = await platform.table.queryRaw({ pk: key.pk, prefix: key.sk })
  if (item === undefined) throw new Error('no such item')
  const image = (change: Record<string, unknown>) => marshall({ ...item, data: { ...(item.data as object), ...change } }, { removeUndefinedValues: true }) as never
  const record = { eventID: 'again', eventName: 'MODIFY' as const, dynamodb: { SequenceNumber: '1', OldImage: image({ ...became, ...was }), NewImage: image(became) } }
  for (let times = 0; times < 2; times += 1) expect(await dispatch({ Records: [record] })).toEqual({ batchItemFailures: [] })
}

const projectsOf = async (member: Somebody) => ok(await member.api('GET', '/projects')).items as { id: ProjectId; title: string }[]

describe('a project that enters an open competition', () => {
  test('finds its proposal filled in with what it says, and the rest left to be written', async () => {
    const contest = await openContest(platform, { applicants: 1, judges: 0 })
    const one = await entered(contest, 0, '放学后的一小时')
    const { draft, project, state } = ok(await one.member.api('GET', `/proposals/${one.proposal}`))
    expect(draft.content).toMatchObject({ name: '放学后的一小时', need: '社区里有许多孩子放学后没有人照看。', directPeople: 40, attendances: 2000, startDate: '2027-03-01', steps: [{ stepDate: '2027-03-10', stepName: '开班', stepPlace: '社区活动室', stepAttendances: 40 }] })
    expect(draft.content.budget.map(({ head, unitPrice }: { head: string; unitPrice: number }) => [head, unitPrice])).toContainEqual(['materials', 10_000])
    expect(draft.content.profile ?? '').toBe('')
    expect([project, state]).toEqual([one.project, 'draft'])
    expect(await story(one)).toEqual([])
    expect((await one.member.page(`/projects/${one.project}`)).html).toContain(`/proposals/${one.proposal}`)
  })

  test('is entered by its own people only, and not after the call', async () => {
    const contest = await openContest(platform, { applicants: 2, judges: 0 })
    const one = await entered(contest, 0, '只有自己人')
    const again = { competition: contest.id, category: contest.rulebook.categories[0]?.id }
    expect((await contest.applicants[1]?.person.api('POST', `/projects/${one.project}/entries`, again))?.status).toBe(403)
    expect((await contest.administrator.api('POST', `/projects/${one.project}/entries`, again)).status).toBe(403)
    expect((await platform.visitor.api('POST', `/projects/${one.project}/entries`, again)).status).toBe(401)
    await passWindow(platform, 10)
    expect((await one.member.api('POST', `/projects/${one.project}/entries`, again)).body.code).toBe('CALL_CLOSED')
  })

  test('tells in its story what became of the proposal, each once', async () => {
    const contest = await openContest(platform, { applicants: 3, judges: 3 })
    const [taken, refused, withdrawn] = [await entered(contest, 0, '获奖的项目'), await entered(contest, 1, '没有通过的项目'), await entered(contest, 2, '撤回的项目')]
    for (const one of [taken, refused, withdrawn]) await send(one)
    ok(await withdrawn.member.api('POST', `/proposals/${withdrawn.proposal}/withdrawal`, {}))
    await passWindow(platform, 10)
    await until(platform, contest, 'eligibility')
    ok(await contest.administrator.api('POST', `/proposals/${refused.proposal}/eligibility`, { decision: 'rejected', reasons: '登记证书已过有效期' }))
    await admitAll(platform, contest)
    await handOver(keys.proposal(taken.proposal), { state: 'submitted' })
    await handOver(keys.proposal(refused.proposal), { state: 'submitted' })
    const sent = ['proposal.submitted', '向“示例志愿服务项目大赛”提交了申报书']
    expect(await story(taken)).toEqual([sent, ['proposal.admitted', '通过“示例志愿服务项目大赛”的资格审查']])
    expect(await story(refused)).toEqual([sent, ['proposal.rejected', '没有通过“示例志愿服务项目大赛”的资格审查']])
    expect(await story(withdrawn)).toEqual([sent, ['proposal.withdrawn', '撤回了“示例志愿服务项目大赛”的申报']])
    const { html } = await refused.member.page(`/projects/${refused.project}/story`)
    expect(html).toContain('登记证书已过有效期')
  })
})

describe('an admitted proposal without a project', () => {
  test('makes exactly one, which says what the proposal says; the published result stands in every story, once', async () => {
    const contest = await openContest(platform, { applicants: 4, judges: 3 })
    const members = contest.applicants.map(({ person }) => person)
    const proposals: string[] = []
    for (const [n, member] of members.entries()) {
      const { proposal } = ok(await member.api('POST', `/competitions/${contest.id}/proposals`, { category: contest.rulebook.categories[0]?.id }))
      const { draft } = ok(await member.api('GET', `/proposals/${proposal}`))
      ok(await member.api('PUT', `/proposals/${proposal}/draft`, { revision: draft.revision, category: draft.category, content: fullContent({ name: `示例项目 ${n + 1}` }) }))
      ok(await member.api('POST', `/proposals/${proposal}/submission`, {}))
      proposals.push(proposal)
    }
    await platform.platform.streams.caughtUp()
    for (const member of members) expect(await projectsOf(member)).toEqual([])
    await passWindow(platform, 10)
    await until(platform, contest, 'eligibility')
    await admitAll(platform, contest)
    await handOver(keys.proposal(proposals[0] ?? ''), { state: 'submitted' }, { project: null })
    await platform.platform.streams.caughtUp()
    const made: ProjectId[] = []
    for (const [n, member] of members.entries()) {
      const own = await projectsOf(member)
      expect(own.map(({ title }) => title)).toEqual([`示例项目 ${n + 1}`])
      made.push(...own.map(({ id }) => id))
      const { answers, project } = ok(await member.api('GET', `/projects/${own[0]?.id}`))
      expect(answers).toMatchObject({ need: '社区里有许多孩子放学后没有人照看。', directPeople: 40 })
      expect(project.current).toMatchObject({ name: 'incubation', state: 'working' })
      // Others that begin the same are told of it.
      expect(ok(await member.api('GET', `/projects/${own[0]?.id}/similar`)).items.some(({ title }: { title: string }) => title.startsWith('示例项目 '))).toBe(true)
      expect(ok(await member.api('GET', `/proposals/${proposals[n]}`)).project).toBe(own[0]?.id)
    }

    await openScoring(platform, contest)
    await scoreAll(contest, (proposal) => 90 - proposals.indexOf(proposal) * 10)
    await passWindow(platform, 20)
    await until(platform, contest, 'result')
    ok(await contest.administrator.api('POST', `/competitions/${contest.id}/notice`, { basis: '大赛章程', process: '经评审，按总分排列。', contact: { phone: '0573-00000000', email: '' } }))
    await passWindow(platform, 14)
    await until(platform, contest, 'award')
    const told = async () => Promise.all(made.map(async (project, n) => (await story({ member: members[n] ?? platform.visitor, project })).map(([, sentence]) => sentence)))
    expect(await told()).toEqual([[], [], [], []])
    ok(await contest.administrator.api('POST', `/competitions/${contest.id}/awards`))
    await handOver(keys.competition(contest.id), { awardsPublishedAt: null })
    expect(await told()).toEqual([['在“示例志愿服务项目大赛”中获一等奖'], ['在“示例志愿服务项目大赛”中获二等奖'], ['在“示例志愿服务项目大赛”中获二等奖'], ['“示例志愿服务项目大赛”公布结果，没有获奖']])
  })
})
