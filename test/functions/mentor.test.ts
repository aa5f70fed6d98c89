import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OrganisationId } from '../../shared/kernel/ids.ts'
import { mentorFacts } from '../../shared/mentor/mentor.store.ts'
import { memberItem } from '../../shared/organisation/organisation.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { mistakes, ok } from '../support/contest.ts'
import { DISTRICT, type Evaluation, startEvaluation, stored } from '../support/evaluation.ts'
import type { Somebody, TestPlatform } from '../support/platform.ts'
import { projectIn, setProject } from '../support/projects.ts'
import { admittedOrganisation } from '../support/proposals.ts'

let platform: TestPlatform
let administrator: Somebody
let owner: OrganisationId
let member: Somebody
let evaluator: Somebody
let inEvaluation: Evaluation['inEvaluation']
beforeAll(async () => { ({ platform, administrator, owner, member, evaluator, inEvaluation } = await startEvaluation()) })
afterAll(async () => { await platform.close() })

describe('mentors', () => {
  test('are asked for, named from another agency, recorded, and leave with a reason', async () => {
    const agency = await admittedOrganisation(platform, '示例社工机构二', { kind: 'agency' })
    const guide = await platform.person('督导二', { member: [agency] })
    await platform.table.transact([memberItem.put({ organisation: agency, person: guide.id, since: platform.clock.now(), removedAt: null }, 'none')])
    const id = await projectIn(platform, 'incubation', { id: owner })
    expect(ok(await member.api('POST', `/projects/${id}/mentor/request`)).mentorAskedAt).not.toBeNull()
    expect(mistakes(await administrator.api('PUT', `/projects/${id}/mentor`, { person: member.id, organisation: owner }))).toEqual(['organisation SAME'])
    expect(mistakes(await administrator.api('PUT', `/projects/${id}/mentor`, { person: member.id, organisation: agency }))).toEqual(['person NOT_A_MEMBER'])
    expect(ok(await administrator.api('PUT', `/projects/${id}/mentor`, { person: guide.id, organisation: agency }))).toMatchObject({ mentor: { person: guide.id, organisation: agency }, mentorAskedAt: null })
    const day = platform.clock.now().slice(0, 10)
    expect(mistakes(await guide.api('POST', `/projects/${id}/mentoring/sessions`, { kind: 'session', day: '2099-01-01', text: '谈计划' }))).toEqual(['day DATE_AHEAD', 'minutes REQUIRED'])
    ok(await guide.api('POST', `/projects/${id}/mentoring/sessions`, { kind: 'session', day, minutes: 90, text: '谈了需求', advice: '先走访' }))
    ok(await guide.api('POST', `/projects/${id}/mentoring/sessions`, { kind: 'comment', day, text: '预算偏高' }))
    expect(await mentorFacts(platform.table, id)).toEqual({ sessions: 1 })
    expect(ok(await member.api('GET', `/projects/${id}/mentoring`)).sessions).toHaveLength(2)
    // Neither the evaluator nor the trail reads what was said.
    await setProject(platform, id, (project) => ({ ...project, evaluator: { person: evaluator.id, name: '评估员' } }))
    expect((await evaluator.api('GET', `/projects/${id}/mentoring`)).status).toBe(403)
    expect(JSON.stringify(await stored(platform, keys.projectTrail(id).pk))).not.toContain('谈了需求')
    expect(ok(await guide.api('GET', '/mentoring')).items).toMatchObject([{ project: id, sessions: 1, present: true }])
    expect(ok(await administrator.api('POST', `/projects/${id}/mentor/ending`, { reason: '换人' })).mentor).toBeNull()
    expect((await guide.api('GET', `/projects/${id}/mentoring`)).status).toBe(403)
    expect(ok(await guide.api('GET', '/mentoring')).items).toMatchObject([{ present: false }])
  })

  test('nobody guides what they or their agency evaluate', async () => {
    const agency = await admittedOrganisation(platform, '示例社工机构三', { kind: 'agency' })
    const judge = await platform.person('评估又督导', { member: [agency], evaluator: DISTRICT })
    const guide = await platform.person('同事', { member: [agency] })
    await platform.table.transact([judge, guide].map(({ id: person }) => memberItem.put({ organisation: agency, person, since: platform.clock.now(), removedAt: null }, 'none')))
    const id = await inEvaluation()
    ok(await administrator.api('PUT', `/projects/${id}/evaluator`, { person: judge.id }))
    for (const { id: person } of [judge, guide]) expect((await administrator.api('PUT', `/projects/${id}/mentor`, { person, organisation: agency })).body.code).toBe('CONFLICTED')
  })
})
