import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inventedActivity } from '../../infra/local/demo/records.ts'
import { activityItem } from '../../shared/activity/activity.store.ts'
import { assignmentSchema } from '../../shared/project/assignment.store.ts'
import { evaluationCardSchema } from '../../shared/evaluation/card.ts'
import { selfEvaluationSchema } from '../../shared/evaluation/self-evaluation.ts'
import { surveyAnswerSchema, surveySchema } from '../../shared/evaluation/survey.ts'
import { undeclared } from '../../shared/kernel/exposure.ts'
import type { OrganisationId } from '../../shared/kernel/ids.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { mentorSessionSchema } from '../../shared/mentor/mentor.ts'
import { loadProject } from '../../shared/project/project.store.ts'
import { leavesOf } from '../../shared/rulebook/sheet.ts'
import { spendingItem } from '../../shared/spending/spending.store.ts'
import { mistakes, ok } from '../support/contest.ts'
import { DISTRICT, type Evaluation, factsOf, fullScores, startEvaluation } from '../support/evaluation.ts'
import type { Somebody, TestPlatform } from '../support/platform.ts'
import { defaultDefinition, projectIn, setProject } from '../support/projects.ts'

let platform: TestPlatform
let administrator: Somebody
let owner: OrganisationId
let member: Somebody
let evaluator: Somebody
let inEvaluation: Evaluation['inEvaluation']
let appointed: Evaluation['appointed']
beforeAll(async () => { ({ platform, administrator, owner, member, evaluator, inEvaluation, appointed } = await startEvaluation()) })
afterAll(async () => { await platform.close() })

test('every field says who may see it', () => {
  for (const schema of [selfEvaluationSchema, evaluationCardSchema, surveySchema, surveyAnswerSchema, mentorSessionSchema, assignmentSchema]) expect(undeclared(schema)).toEqual([])
})

describe('self-evaluation', () => {
  const selfAnswers = { achievedSteps: 1, achievedPeople: 38, achievedAttendances: 1900, spent: 1_400_000, difference: '无', results: '孩子有人接。', lessons: '早点排班。', next: '继续。' }

  test('is kept as it is, sent whole, shows planned, said and recorded, and can be taken back', async () => {
    const id = await appointed()
    const day = plusDays(platform.clock.now(), -3)
    const [activity, other] = [1, 2].map((cycle) => inventedActivity({ id, district: DISTRICT, cycle }, day, { served: { beneficiaries: 35, attendances: 1850 } }))
    const by = { person: member.id, name: member.name }
    const spent = (amount: number, cycle: number, struck: string | null) => spendingItem.put({
      id: `s${amount}`, project: id, cycle, amount, revision: 1, day: '2027-03-01', head: 'activity', source: 'grant', what: '点心', activity: null, paidTo: '', volunteerDay: null, override: null, recordedAt: day, recordedBy: by, struck: struck === null ? null : { reason: struck, by, at: day },
    }, 'none')
    if (activity === undefined || other === undefined) throw new Error('no activity')
    await platform.table.transact([
      activityItem.put(activity, 'none'), activityItem.put(other, 'none'),
      spent(1_000_000, 1, null), spent(350_000, 1, null), spent(9_999, 1, '重复'), spent(7_777, 2, null),
    ])
    const at = `/projects/${id}/evaluation`
    expect(ok(await member.api('PUT', `${at}/self`, { revision: 0, content: { results: '长'.repeat(900), achievedPeople: 38 } }))).toMatchObject({ state: 'draft', revision: 1 })
    const early = await member.api('POST', `${at}/self/submission`)
    expect(early.status).toBe(422)
    expect(mistakes(early)).toContain('content.results TOO_LONG')
    expect(mistakes(early)).toContain('content.lessons REQUIRED')
    // A draft is nobody else's to read.
    expect(ok(await evaluator.api('GET', at)).self).toMatchObject({ state: 'draft', answers: null })
    expect((await member.api('PUT', `${at}/self`, { revision: 0, content: {} })).body.code).toBe('STALE')
    ok(await member.api('PUT', `${at}/self`, { revision: 1, content: selfAnswers }))
    ok(await member.api('POST', `${at}/self/submission`))
    const seen = ok(await evaluator.api('GET', at))
    expect(seen.self).toMatchObject({ state: 'sent', answers: { results: '孩子有人接。' } })
    expect(seen.lines).toEqual([
      { name: 'steps', planned: 1, said: 1, recorded: 1 }, { name: 'people', planned: 40, said: 38, recorded: 35 },
      { name: 'attendances', planned: 2000, said: 1900, recorded: 1850 }, { name: 'spending', planned: 1_500_000, said: 1_400_000, recorded: 1_350_000 },
    ])
    expect((await member.api('PUT', `${at}/self`, { revision: 3, content: {} })).body.code).toBe('WRONG_STATE')
    expect(await factsOf(platform, id)).toEqual({ selfEvaluation: true, card: false, survey: { over: true, answers: 5 } })
    ok(await member.api('DELETE', `${at}/self/submission`))
    expect((await factsOf(platform, id)).selfEvaluation).toBe(false)
  })

  test('is locked while the gate is asked, and outside the evaluation stage', async () => {
    const id = await inEvaluation()
    await setProject(platform, id, (project) => ({ ...project, current: { ...project.current, state: 'review' } }))
    expect((await member.api('PUT', `/projects/${id}/evaluation/self`, { content: {} })).body.code).toBe('WRONG_STATE')
    const early = await projectIn(platform, 'implementation', { id: owner })
    expect((await member.api('PUT', `/projects/${early}/evaluation/self`, { content: {} })).body.code).toBe('WRONG_STATE')
    expect(ok(await member.api('GET', `/projects/${early}/evaluation`))).toMatchObject({ stage: null, survey: null })
  })
})

describe('the evaluator’s sheet', () => {
  test('adds up exactly, earns its grade, gives it to the project in the same moment, and is locked', async () => {
    const id = await appointed()
    const at = `/projects/${id}/evaluation/card`
    // 14.1 + 14.2 + 9.3 + 11.1 + 7.9 + 12.2 + 9.1 + 7.1 in binary floating point is 84.99999999999999 or so; here it is 85, which is excellent.
    const scores = { plan: '14.1', output: '14.2', volunteers: '9.3', 'budget-kept': '11.1', receipts: '7.9', change: '12.2', satisfied: '9.1', files: '7.1' }
    const incomplete = await evaluator.api('POST', `${at}/submission`, { scores: { ...scores, files: '' }, comment: '' })
    expect(incomplete.body.code).toBe('CARD_INCOMPLETE')
    expect(mistakes(incomplete)).toEqual(['scores.files SCORE_MISSING', 'comment REQUIRED'])
    expect(mistakes(await evaluator.api('PUT', at, { scores: { plan: '15.5', output: '1.25', delivery: '3' }, comment: '' }))).toEqual(['scores.plan SCORE_OUT_OF_RANGE', 'scores.output SCORE_TOO_FINE', 'scores.delivery CRITERION_UNKNOWN'])
    ok(await evaluator.api('PUT', at, { scores, comment: '做得扎实。', revision: 0 }))
    expect(ok(await member.api('GET', `/projects/${id}/evaluation`)).card).toMatchObject({ state: 'draft', scores: {}, comment: '' })
    expect(ok(await evaluator.api('POST', `${at}/submission`, {}))).toMatchObject({ total: '85', grade: 'excellent' })
    expect((await loadProject(platform.table, id)).value.grade).toBe('excellent')
    expect((await factsOf(platform, id)).card).toBe(true)
    expect(ok(await member.api('GET', `/projects/${id}/evaluation`)).card).toMatchObject({ state: 'submitted', total: '85', comment: '做得扎实。' })
    expect((await evaluator.api('PUT', at, { scores, comment: '' })).body.code).toBe('CARD_LOCKED')
    expect((await evaluator.api('POST', `/projects/${id}/evaluator/withdrawal`, { reason: '太晚了' })).body.code).toBe('WRONG_STATE')
  })

  test('a hair below a grade is below it', async () => {
    const id = await appointed()
    const scores = { plan: '14.1', output: '14.2', volunteers: '9.3', 'budget-kept': '11.1', receipts: '7.9', change: '12.2', satisfied: '9.1', files: '7' }
    expect(ok(await evaluator.api('POST', `/projects/${id}/evaluation/card/submission`, { scores, comment: '好' }))).toMatchObject({ total: '84.9', grade: 'good' })
  })

  test('an administrator gives it back with a reason; the grade is what it was before, and the reason stays', async () => {
    const id = await appointed()
    await setProject(platform, id, (project) => ({ ...project, grade: 'pass' }))
    const at = `/projects/${id}/evaluation/card`
    ok(await evaluator.api('POST', `${at}/submission`, { scores: fullScores(), comment: '好' }))
    expect((await administrator.api('POST', `${at}/reopening`, { reason: '' })).status).toBe(422)
    ok(await administrator.api('POST', `${at}/reopening`, { reason: '凭证没有看' }))
    expect((await loadProject(platform.table, id)).value.grade).toBe('pass')
    expect(ok(await evaluator.api('GET', `/projects/${id}/evaluation`)).card).toMatchObject({ state: 'draft', scores: fullScores(), reopened: [{ reason: '凭证没有看' }] })
    expect(ok(await evaluator.api('POST', `${at}/submission`, { scores: fullScores(0.5), comment: '改了' }))).toMatchObject({ total: '50', grade: 'fail' })
    expect((await loadProject(platform.table, id)).value.grade).toBe('fail')
  })

  test('forms.md part 3, consequences 1 and 5: the leaves make 100, and a sheet of ours says that it is not official', async () => {
    const { criteria, official } = defaultDefinition().rubric
    expect(leavesOf(criteria).reduce((sum, { max }) => sum + max, 0)).toBe(100)
    expect(official).toBe(false)
    const id = await appointed()
    expect((await evaluator.page(`/projects/${id}/evaluation/card`)).html).toContain('不是官方规定')
  })
})
