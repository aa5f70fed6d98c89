import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, shanghaiDate } from '../../shared/kernel/calendar.ts'
import { newSecret } from '../../shared/kernel/ids.ts'
import { leavesOf } from '../../shared/rulebook/sheet.ts'
import { type House, openHouse, type Player } from '../support/lifecycle.ts'
import { defaultDefinition, fullAnswers } from '../support/projects.ts'
import { pdf } from '../support/proposals.ts'
import { png } from '../support/showcase.ts'

const folder = mkdtempSync(join(tmpdir(), 'xiuyuan-lifecycle-'))
let house: House
beforeAll(async () => { house = await openHouse(folder) })
afterAll(async () => {
  await house.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The default rules with one report and a file for the gate, so that the story is told once. */
const rules = () => {
  const definition = defaultDefinition()
  const { implementation, incubation } = definition.stages
  return {
    ...definition, version: 2,
    stages: {
      ...definition.stages,
      incubation: { ...incubation, evidence: [...incubation.evidence, { id: 'survey', label: { zh: '需求调查表', en: 'Survey of the need' }, rule: 'files', kind: 'survey', least: 1 }] },
      implementation: { ...implementation, days: 60, reports: { everyMonths: 6, dueDays: 10, reminderDays: [7] } },
    },
  }
}

const day = async (days = 0) => addDays(shanghaiDate(await house.now()), days)

test('a project goes from an idea to its next cycle, returned, paused, extended and handed over on the way, and killed in each stage', { timeout: 300_000 }, async () => {
  const agency = await house.organisation('示例社工服务中心', 'agency')
  const team = await house.organisation('示例志愿队', 'organisation')
  const taker = await house.organisation('示例接手机构', 'agency')
  const [administrator, second] = [await house.player('管理员 01', { administrator: true }), await house.player('管理员 02', { administrator: true })]
  const [member, successor, mentor, evaluator, resident] = [await house.player('队长 01', { member: team }), await house.player('社工 03', { member: taker }), await house.player('督导 01', { member: agency }), await house.player('评估员 01', { evaluator: true }), await house.player('居民 01')]
  await administrator.call('POST', '/stage-definitions', { definition: rules() })

  const { project } = await member.call('POST', '/projects', { name: '放学后的一小时' })
  const at = `/projects/${project}`
  const record = async (who: Player = administrator) => (await who.call('GET', at)).project
  const step = (expected: string) => house.until(`the machine is at ${expected}`, async () => {
    const { now, failed } = await administrator.call('GET', `${at}/progress`)
    return now?.step === expected || { at: now?.step, failed }
  })
  const missing = async () => (await administrator.call('GET', `${at}/gate`)).lines.filter(({ met }: { met: boolean }) => !met).map(({ evidence }: { evidence: { id: string } }) => evidence.id)
  const attach = async (who: Player, kind: string, of = '') => {
    const [name, bytes] = kind === 'photo' ? ['照片.png', png(8, 8)] as const : ['材料.pdf', pdf] as const
    const { file, url, fields } = await who.call('POST', `${at}/files`, { kind, of, name, bytes: bytes.length })
    const form = new FormData()
    for (const [field, value] of Object.entries(fields as Record<string, string>)) form.set(field, value)
    form.set('file', new Blob([new Uint8Array(bytes)]), name)
    // The storage moved with the platform after a crash: what it was told before still names its old address.
    await fetch(house.theatre.origin() + new URL(url as string).pathname, { method: 'POST', body: form, redirect: 'manual' })
    expect((await who.call('POST', `${at}/files/${file}/check`)).state).toBe('ready')
  }

  // 孵化: written in parts, guided, returned once, and killed while the gate waits.
  const [today, end] = [await day(), await day(200)]
  const answers = fullAnswers({ contact: '联系人甲', startDate: today, endDate: end, steps: [{ stepDate: await day(20), stepName: '开班', stepPlace: '社区活动室', stepAttendances: 40 }] })
  const write = async (who: Player, part: string, fields: (keyof typeof answers)[]) => {
    const { revision } = await who.call('GET', at)
    await who.call('PUT', `${at}/parts/${part}`, { revision, content: Object.fromEntries(fields.map((field) => [field, answers[field]])) })
  }
  await write(member, 'basics', ['name', 'class', 'street', 'summary'])
  await write(member, 'need', ['need'])
  await write(member, 'beneficiaries', ['who', 'directPeople', 'indirectPeople', 'attendances', 'minors'])
  await write(member, 'others', ['others'])
  await write(member, 'plan', ['goals', 'startDate', 'endDate', 'place', 'steps', 'risks'])
  await write(member, 'contact', ['contact', 'contactPhone', 'contactEmail'])
  expect(await missing()).toEqual(['mentor', 'sessions', 'survey'])
  await member.call('POST', `${at}/mentor/request`)
  expect((await record()).waitsFor).toBe('administrator')
  await administrator.call('PUT', `${at}/mentor`, { person: mentor.id, organisation: agency })
  await mentor.call('POST', `${at}/mentoring/sessions`, { kind: 'session', day: today, minutes: 60, text: '一起看了需求调查的结果。', advice: '把受益人写得更具体。' })
  await attach(member, 'evidence-survey')
  await member.call('POST', `${at}/gate`, { note: '请审。' })
  await step('gate')
  await administrator.call('POST', `${at}/gate/changes`, { reasons: '说明怎么知道没人照看。', parts: ['need'] })
  expect((await record()).current).toMatchObject({ state: 'working', reopened: ['need'] })
  await expect(write(member, 'plan', ['goals'])).rejects.toThrow('WRONG_STATE')
  await write(member, 'need', ['need'])
  await member.call('POST', `${at}/gate`, {})
  await house.crash()
  await step('gate')
  await administrator.call('POST', `${at}/gate/approvals`, { note: '可以展示。' })

  // 展示: shown, offered help, paused and resumed, and killed in the pause.
  await write(member, 'resources', ['wanted'])
  await write(member, 'budget', ['budget'])
  await member.call('PUT', `${at}/showcase`, { headline: '四点半以后，有人陪', soFar: '走访了一百四十户家庭。', help: '需要每周一位晚班志愿者。', revision: 0 })
  await member.call('POST', `${at}/showcase/publication`, {})
  const { offer } = await resident.call('POST', `/public/showcases/${project}/offers`, { kind: 'people', what: '周三晚上可以来', name: '居民甲', contact: 'resident@example.cn', consent: true })
  expect(await missing()).toEqual(['offers'])
  await member.call('POST', `${at}/offers/${offer}/answer`, { state: 'accepted', words: '谢谢您，周三见。' })
  const due = (await record()).current.dueAt
  await administrator.call('POST', `${at}/pause`, { reason: '活动室装修', until: await day(10) })
  await step('pause')
  await house.pass(5)
  await house.crash()
  await step('pause')
  await administrator.call('POST', `${at}/resumption`)
  expect(Math.round((Date.parse((await record()).current.dueAt) - Date.parse(due)) / 86_400_000)).toBe(5)
  await step('work')
  await member.call('POST', `${at}/gate`, {})
  await administrator.call('POST', `${at}/gate/approvals`, {})

  // 实施: extended, handed over, delivered and reported; killed while the extension waits.
  expect((await record()).current).toMatchObject({ name: 'implementation', number: 3 })
  await step('work')
  await member.call('POST', `${at}/extension`, { to: await day(100), reason: '开班晚了两周' })
  await step('extension')
  await house.crash()
  await step('extension')
  await administrator.call('POST', `${at}/extension/answer`, { grant: true })
  expect(shanghaiDate((await record()).current.dueAt)).toBe(await day(100))
  await administrator.call('POST', `${at}/organisation`, { organisation: taker, reason: '原队伍人手不够' })
  await expect(member.call('GET', at)).rejects.toThrow('NOT_ALLOWED')
  const { activities } = await successor.call('POST', `${at}/activities`, { title: '开班', what: '写作业、读书、运动', place: '社区活动室', day: await day(1), from: '16:30', to: '18:00', insurance: '', agreement: '', guardians: '' })
  const [activity] = activities as string[]
  await house.pass(2)
  const list = { list: '', volunteers: [], rating: 'good', consent: true, adults: true }
  await successor.call('POST', `${at}/activities/${activity}/attendances`, { ...list, list: '志愿者甲,13900000001\n志愿者乙,13900000002' })
  await successor.call('POST', `${at}/activities/${activity}/attendances`, { ...list, list: '志愿者甲,13900000001\n志愿者乙,13900000002' })
  await successor.call('POST', `${at}/activities/${activity}/report`, { what: '第一次开班。', beneficiaries: 38, attendances: 38 })
  await house.theatre.caughtUp()
  const { attendances } = await successor.call('GET', `${at}/activities/${activity}`)
  expect(attendances.map(({ minutes, kind, state }: { minutes: number; kind: string; state: string }) => [minutes, kind, state])).toEqual([[90, 'back-filled', 'counted'], [90, 'back-filled', 'counted']])
  const { current } = await record()
  // A report is sent from the last day of its period.
  const lastDay = (current.reports as { to: string }[]).map(({ to }) => to).toSorted().at(-1) ?? ''
  await house.pass(Math.max(0, Math.round((Date.parse(lastDay) - Date.parse(await day())) / 86_400_000)))
  for (const { number } of current.reports as { number: number }[]) {
    const report = `${at}/reports/${current.number}/${number}`
    await successor.call('PUT', `${report}/draft`, { revision: 0, content: { done: '开班。', results: '孩子有人接。', difficulties: '无', next: '继续。', beneficiaries: 38, attendances: 38 } })
    await attach(successor, 'report', `report-${current.number}-${number}`)
    await attach(successor, 'photo', activity)
    await successor.call('POST', `${report}/submission`, {})
    await administrator.call('POST', `${report}/review`, { version: 1, decision: 'return', reasons: '请写明日期' })
    await successor.call('POST', `${report}/submission`, {})
    await administrator.call('POST', `${report}/review`, { version: 2, decision: 'accept', reasons: '' })
  }
  expect(await missing()).toEqual([])
  await successor.call('POST', `${at}/gate`, {})
  await administrator.call('POST', `${at}/gate/approvals`, {})
  expect((await record()).current.state).toBe('review')
  await second.call('POST', `${at}/gate/approvals`, {})

  // 评估: assessed by itself, by those it served and by the evaluator; killed before the last approval, and continued.
  await step('work')
  await administrator.call('PUT', `${at}/evaluator`, { person: evaluator.id })
  await successor.call('PUT', `${at}/evaluation/self`, { content: { achievedSteps: 1, achievedPeople: 38, achievedAttendances: 38, spent: 0, difference: '无', results: '孩子有人接。', lessons: '早点排班。', next: '继续。' } })
  await successor.call('POST', `${at}/evaluation/self/submission`)
  const { secret } = await successor.call('POST', `${at}/evaluation/survey`)
  const ticks = Object.fromEntries(defaultDefinition().survey.questions.map(({ id }) => [id, 5]))
  for (let n = 0; n < 5; n += 1) await resident.call('POST', `/surveys/${secret}/answers`, { scores: ticks, text: '', device: newSecret() })
  await successor.call('DELETE', `${at}/evaluation/survey`)
  const scores = Object.fromEntries(leavesOf(defaultDefinition().rubric.criteria).map(({ id, max }) => [id, String(max - 1)]))
  await evaluator.call('POST', `${at}/evaluation/card/submission`, { scores, comment: '做得扎实。' })
  expect(await missing()).toEqual([])
  await successor.call('POST', `${at}/gate`, {})
  await administrator.call('POST', `${at}/gate/approvals`, { ending: 'continue' })
  await house.crash()
  await step('gate')
  await second.call('POST', `${at}/gate/approvals`, { ending: 'continue' })

  const last = await administrator.call('GET', at)
  expect(last.project).toMatchObject({ state: 'active', cycle: 2, current: { name: 'implementation', number: 5, cycle: 2, state: 'working' } })
  expect(last.past.map(({ name, state, number }: { name: string; state: string; number: number }) => [number, name, state])).toEqual([[1, 'incubation', 'passed'], [2, 'showcase', 'passed'], [3, 'implementation', 'passed'], [4, 'evaluation', 'passed']])
  await step('work')
  const actions: string[] = []
  for (let after: string | null = ''; after !== null;) {
    const page: { entries: { action: string }[]; next: string | null } = await administrator.call('GET', `${at}/story${after === '' ? '' : `?after=${encodeURIComponent(after)}`}`)
    actions.push(...page.entries.map(({ action }) => action))
    after = page.next
  }
  const times = (action: string) => actions.filter((one) => one === action).length
  expect({ asked: times('project.ask'), decided: times('project.decide') }).toEqual({ asked: 6, decided: 7 })
})
