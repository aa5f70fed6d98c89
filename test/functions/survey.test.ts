import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { surveyDeviceSchema } from '../../shared/evaluation/evaluation.store.ts'
import { newSecret, type ProjectId } from '../../shared/kernel/ids.ts'
import { keys } from '../../shared/store/keys.ts'
import { mistakes, ok } from '../support/contest.ts'
import { type Evaluation, factsOf, startEvaluation, stored } from '../support/evaluation.ts'
import type { Somebody, TestPlatform } from '../support/platform.ts'
import { defaultDefinition, setProject } from '../support/projects.ts'

let platform: TestPlatform
let member: Somebody
let inEvaluation: Evaluation['inEvaluation']
beforeAll(async () => { ({ platform, member, inEvaluation } = await startEvaluation()) })
afterAll(async () => { await platform.close() })

describe('the satisfaction survey', () => {
  const questions = () => defaultDefinition().survey.questions.map(({ id }) => id)
  const ticks = (n: number) => Object.fromEntries(questions().map((id) => [id, n]))
  async function opened(): Promise<{ id: ProjectId; secret: string; at: string }> {
    const id = await inEvaluation()
    const { secret } = ok(await member.api('POST', `/projects/${id}/evaluation/survey`))
    return { id, secret, at: `/projects/${id}/evaluation/survey` }
  }
  const answer = (secret: string, n: number, text = '', device = newSecret()) => platform.visitor.api('POST', `/surveys/${secret}/answers`, { scores: ticks(n), text, device })
  const surveyOf = async (id: string) => ok(await member.api('GET', `/projects/${id}/evaluation`)).survey

  test('takes one answer a device, wants every question, and no telephone or ID number', async () => {
    const { id, secret } = await opened()
    const device = newSecret()
    expect(mistakes(await platform.visitor.api('POST', `/surveys/${secret}/answers`, { scores: { needed: 4 }, device }))).toEqual(['scores.staff REQUIRED', 'scores.helped REQUIRED', 'scores.again REQUIRED'])
    expect(mistakes(await answer(secret, 5, '找我 138 0000 0001', device))).toEqual(['text NAMES_SOMEBODY'])
    expect((await answer(secret, 6, '', device)).status).toBe(422)
    ok(await answer(secret, 5, '很好', device))
    expect((await answer(secret, 1, '再来', device)).body.code).toBe('ALREADY_EXISTS')
    const both = await Promise.all([newSecret()].flatMap((twice) => [answer(secret, 3, '', twice), answer(secret, 3, '', twice)]))
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
    expect((await surveyOf(id)).link.count).toBe(2)
    expect((await platform.visitor.api('POST', `/surveys/${newSecret()}/answers`, { scores: ticks(5), device })).status).toBe(404)
  })

  test('nothing in any item leads from an answer to a device, a person, an address or a time', async () => {
    const { id, secret } = await opened()
    const device = newSecret()
    const before = await stored(platform, 'COMMAND#visitor')
    const sent = await platform.visitor.api('POST', `/surveys/${secret}/answers`, { scores: ticks(4), text: '谢谢', device }, { key: 'one-answer-only' })
    ok(sent)
    const [item = {}] = await stored(platform, keys.answers(id, 1).pk)
    expect(Object.keys(item).toSorted()).toEqual(['data', 'pk', 'sk', 'type', 'version'])
    expect(Object.keys(item.data as object).toSorted()).toEqual(['id', 'project', 'scores', 'stage', 'text', 'way'])
    expect(Object.keys(surveyDeviceSchema.shape).toSorted()).toEqual(['digest', 'goneAt'])
    // Neither a command record nor a line of the trail, which hold times.
    expect(await stored(platform, 'COMMAND#visitor')).toEqual(before)
    expect((await stored(platform, 'COMMAND#visitor#one-answer-only'))).toEqual([])
    const trail = await stored(platform, keys.projectTrail(id).pk)
    expect(trail.filter((entry) => JSON.stringify(entry).includes('survey.answer'))).toEqual([])
    const answerId = (item.data as { id: string }).id
    for (const other of await stored(platform, keys.project(id).pk, keys.projectTrail(id).pk)) expect(JSON.stringify(other)).not.toContain(answerId)
    expect(JSON.stringify(item)).not.toContain(device)
    expect(answerId).not.toBe(device)
  })

  test('results are read when it is over and five have answered: exact averages, texts in no order, paper apart', async () => {
    const { id, secret, at } = await opened()
    for (const n of [5, 5, 4, 3]) ok(await answer(secret, n, `说 ${n}`))
    ok(await member.api('POST', `${at}/paper`, { scores: ticks(1) }))
    expect(await surveyOf(id)).toMatchObject({ open: true, link: { count: 4, averages: null, texts: null }, paper: { count: 1, averages: null } })
    ok(await member.api('DELETE', at))
    expect((await answer(secret, 5)).body.code).toBe('WRONG_STATE')
    expect(await surveyOf(id)).toMatchObject({ over: true, link: { count: 4, averages: null, texts: null } })
    // Nobody has read anything: it may be opened again.
    expect(ok(await member.api('POST', at)).secret).toBe(secret)
    for (const n of [5, 4]) ok(await answer(secret, n))
    expect((await surveyOf(id)).link.averages).toBeNull()
    ok(await member.api('DELETE', at))
    const result = await surveyOf(id)
    // 26 / 6 = 4.333…
    expect(result.link.averages).toEqual(questions().map((question) => ({ id: question, average: '4.33' })))
    expect(result.link.texts.toSorted()).toEqual(['说 3', '说 4', '说 5', '说 5'])
    expect(result.paper).toEqual({ count: 1, averages: null, texts: null })
    expect((await member.api('POST', at)).body.code).toBe('WRONG_STATE')
    expect((await factsOf(platform, id)).survey).toEqual({ over: true, answers: 7 })
  })

  test('ends with its stage', async () => {
    const { id, secret } = await opened()
    await setProject(platform, id, (project) => ({ ...project, state: 'closed', current: { ...project.current, state: 'passed', endedAt: platform.clock.now() } }))
    expect((await answer(secret, 5)).body.code).toBe('WRONG_STATE')
    expect((await platform.visitor.page(`/survey/${secret}`)).html).toContain('已经结束')
  })

  test('the page asks nothing of who answers, gives the device its mark, and says thanks', async () => {
    const { secret } = await opened()
    const first = await platform.visitor.page(`/survey/${secret}`)
    expect(first.html).not.toContain('name="name"')
    const cookie = /survey-device=[0-9a-z]{52}/.exec(first.headers.get('set-cookie') ?? '')?.[0] ?? ''
    expect(first.headers.get('set-cookie')).toMatch(/HttpOnly/)
    const fields = new URLSearchParams({ ...Object.fromEntries(questions().map((id) => [`scores.${id}`, '5'])), text: '' })
    const post = (headers: Record<string, string>) => fetch(`${platform.url}/survey/${secret}`, { method: 'POST', redirect: 'manual', headers: { origin: platform.url, 'content-type': 'application/x-www-form-urlencoded', ...headers }, body: fields.toString() })
    expect((await post({})).status).toBe(422)
    expect((await post({ cookie })).status).toBe(303)
    expect((await post({ cookie })).status).toBe(303)
    const after = await fetch(`${platform.url}/survey/${secret}`, { headers: { cookie, 'accept-language': 'zh' } })
    expect(await after.text()).toContain('谢谢，已收到')
  })
})
