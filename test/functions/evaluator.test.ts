import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OrganisationId } from '../../shared/kernel/ids.ts'
import { memberItem } from '../../shared/organisation/organisation.store.ts'
import { loadProject } from '../../shared/project/project.store.ts'
import { mistakes, ok } from '../support/contest.ts'
import { DISTRICT, type Evaluation, fullScores, startEvaluation } from '../support/evaluation.ts'
import type { Somebody, TestPlatform } from '../support/platform.ts'
import { projectIn, setProject } from '../support/projects.ts'
import { admittedOrganisation } from '../support/proposals.ts'

let platform: TestPlatform
let administrator: Somebody
let owner: OrganisationId
let evaluator: Somebody
let inEvaluation: Evaluation['inEvaluation']
let appointed: Evaluation['appointed']
beforeAll(async () => { ({ platform, administrator, owner, evaluator, inEvaluation, appointed } = await startEvaluation()) })
afterAll(async () => { await platform.close() })

describe('who may evaluate', () => {
  test('an evaluator is invited by a link, accepts, and can be named; strangers cannot', async () => {
    const { link } = ok(await administrator.api('POST', `/districts/${DISTRICT}/invitations`, { name: '新评估员' }))
    const newcomer = await platform.person('新评估员')
    const id = await inEvaluation()
    expect((await administrator.api('PUT', `/projects/${id}/evaluator`, { person: newcomer.id })).status).toBe(404)
    ok(await newcomer.api('POST', `/invitations/${link.split('/').at(-1)}/acceptance`, {}))
    expect(ok(await newcomer.api('GET', '/me')).memberships).toMatchObject([{ role: 'evaluator', district: DISTRICT }])
    expect(ok(await administrator.api('GET', `/districts/${DISTRICT}/evaluators`)).items.map(({ person }: { person: string }) => person)).toContain(newcomer.id)
    ok(await administrator.api('PUT', `/projects/${id}/evaluator`, { person: newcomer.id }))
    expect(ok(await newcomer.api('GET', '/evaluations')).items).toMatchObject([{ project: id, waits: true, card: 'none', present: true }])
    // Evaluator of the district, but of no other project.
    expect((await newcomer.api('GET', `/projects/${await inEvaluation()}/evaluation`)).status).toBe(403)
  })

  test('who is or was bound to the project is refused, and told how', async () => {
    const agency = await admittedOrganisation(platform, '示例社工机构')
    const before = await admittedOrganisation(platform, '示例机构乙')
    const guide = await platform.person('督导', { member: [agency], evaluator: DISTRICT })
    const former = await platform.person('前成员', { evaluator: DISTRICT })
    await platform.table.transact([memberItem.put({ organisation: owner, person: former.id, since: platform.clock.now(), removedAt: platform.clock.now() }, 'none')])
    const earlier = await platform.person('前承担单位的人', { member: [before], evaluator: DISTRICT })
    const colleague = await platform.person('督导的同事', { member: [agency], evaluator: DISTRICT })
    const own = await platform.person('本单位的人', { member: [owner], evaluator: DISTRICT })
    const free = await platform.person('无关的人', { evaluator: DISTRICT })
    const outside = await platform.person('督导（外）', { evaluator: DISTRICT })

    const id = await projectIn(platform, 'evaluation', { id: before })
    await setProject(platform, id, (project) => ({ ...project, organisation: { id: owner, name: '示例机构甲' }, mentor: { person: guide.id, name: '督导', organisation: agency, since: platform.clock.now() } }))
    const naming = async (who: Somebody) => {
      const answer = await administrator.api('PUT', `/projects/${id}/evaluator`, { person: who.id })
      return answer.status === 200 ? 'named' : `${answer.body.code} ${mistakes(answer).join()}`
    }
    expect(await naming(own)).toBe('CONFLICTED person DELIVERER')
    expect(await naming(former)).toBe('CONFLICTED person DELIVERER')
    expect(await naming(earlier)).toBe('CONFLICTED person FORMER_DELIVERER')
    expect(await naming(guide)).toBe('CONFLICTED person MENTOR')
    expect(await naming(colleague)).toBe('CONFLICTED person AGENCY')
    expect(await naming(free)).toBe('named')
    // The mentor goes, and is still who guided it.
    await setProject(platform, id, (project) => ({ ...project, mentor: { person: outside.id, name: '督导（外）', organisation: agency, since: platform.clock.now() } }))
    ok(await outside.api('POST', `/projects/${id}/mentor/withdrawal`, { reason: '调走了' }))
    expect(await naming(outside)).toBe('CONFLICTED person FORMER_MENTOR')
  })

  test('a tie that comes up later bars the sheet from being sent', async () => {
    const turncoat = await platform.person('后来入职的人', { evaluator: DISTRICT })
    const id = await inEvaluation()
    ok(await administrator.api('PUT', `/projects/${id}/evaluator`, { person: turncoat.id }))
    await platform.table.transact([memberItem.put({ organisation: owner, person: turncoat.id, since: platform.clock.now(), removedAt: null }, 'none')])
    expect((await turncoat.api('POST', `/projects/${id}/evaluation/card/submission`, { scores: fullScores(), comment: '好' })).body.code).toBe('CONFLICTED')
    expect((await loadProject(platform.table, id)).value.grade).toBeNull()
  })

  test('an evaluator steps down with a reason; the next begins a sheet of their own', async () => {
    const id = await appointed()
    ok(await evaluator.api('PUT', `/projects/${id}/evaluation/card`, { scores: { plan: '3' }, comment: '', revision: 0 }))
    expect((await evaluator.api('POST', `/projects/${id}/evaluator/withdrawal`, { reason: ' ' })).status).toBe(422)
    expect(ok(await evaluator.api('POST', `/projects/${id}/evaluator/withdrawal`, { reason: '近期出差' })).evaluator).toBeNull()
    const next = await platform.person('接手的评估员', { evaluator: DISTRICT })
    ok(await administrator.api('PUT', `/projects/${id}/evaluator`, { person: next.id }))
    expect(ok(await next.api('GET', `/projects/${id}/evaluation`)).card).toMatchObject({ revision: 0, scores: {} })
    expect(ok(await next.api('PUT', `/projects/${id}/evaluation/card`, { scores: { output: '9.5' }, comment: '', revision: 0 }))).toMatchObject({ total: '9.5' })
    expect((await evaluator.api('GET', `/projects/${id}/evaluation`)).status).toBe(403)
  })
})
