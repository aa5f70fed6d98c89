import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { theWorkflow } from '../../functions/workflow.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import type { OrganisationId, ProjectId } from '../../shared/kernel/ids.ts'
import { memberItem } from '../../shared/organisation/organisation.store.ts'
import type { Project } from '../../shared/project/project.ts'
import { loadProject, pastStageItem } from '../../shared/project/project.store.ts'
import { stageDecision } from '../../shared/project/wait.ts'
import { reportVersionItem } from '../../shared/report/report.store.ts'
import { canMove, projectStates, stageNames, stageStates } from '../../shared/stage/lifecycle.ts'
import type { Stage } from '../../shared/stage/stage.ts'
import { keys } from '../../shared/store/keys.ts'
import { waitItem } from '../../shared/wait/wait.store.ts'
import { executionItem, successorName } from '../../shared/workflow/execution.store.ts'
import { ok, poll } from '../support/contest.ts'
import { timesOf } from '../support/hours.ts'
import { reportContent } from '../support/money.ts'
import { type ApiAnswer, type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { admittedOrganisation } from '../support/proposals.ts'
import { defaultDefinition } from '../support/projects.ts'

const SEED = 20_261_126
const SEQUENCES = 8
const COMMANDS = 15

let platform: TestPlatform
let organisations: [OrganisationId, OrganisationId]
let agency: OrganisationId
let member: Somebody
let administrators: [Somebody, Somebody]
let mentor: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  organisations = [await admittedOrganisation(platform, '示例机构甲'), await admittedOrganisation(platform, '示例机构乙')]
  agency = await admittedOrganisation(platform, '示例督导机构', { kind: 'agency' })
  // Of both organisations, so that a project that is handed over goes on being theirs.
  member = await platform.person('社工 01', { member: organisations })
  administrators = [await platform.person('管理员 01', { administrator: '330411' }), await platform.person('管理员 02', { administrator: '330411' })]
  mentor = await platform.person('督导 01', { member: [agency] })
  await platform.table.transact([memberItem.put({ organisation: agency, person: mentor.id, since: platform.clock.now(), removedAt: null }, 'none')])
  // Gates ask for nothing: what they ask for is tested elsewhere, and here every stage is to be come through.
  const definition = defaultDefinition()
  const stages = Object.fromEntries(stageNames.map((name) => [name, { ...definition.stages[name], evidence: [], reports: { everyMonths: 1, dueDays: 10, reminderDays: [3] }, parts: [...new Set([...definition.stages[name].parts, 'reports'])] }]))
  ok(await administrators[0].api('POST', '/stage-definitions', { definition: { ...definition, version: 2, stages } }))
})
afterAll(async () => { await platform.close() })

const deeds = ['ask', 'take back', 'approve', 'continue', 'changes', 'pause', 'resume', 'ask extension', 'grant', 'deny', 'extend', 'hand over', 'end', 'send report', 'accept report', 'return report', 'ask mentor', 'name mentor', 'session', 'mentor leaves', 'ask change', 'refuse change', 'plan activity', 'pass'] as const
const command = fc.record({
  // What keeps a project going comes oftener than what ends it.
  what: fc.oneof({ weight: 3, arbitrary: fc.constantFrom<(typeof deeds)[number][]>('ask', 'approve', 'send report', 'pass') }, { weight: 6, arbitrary: fc.constantFrom(...deeds) }),
  who: fc.nat({ max: 1 }), days: fc.integer({ min: 1, max: 45 }), report: fc.integer({ min: 1, max: 3 }),
})
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never

const read = async (id: ProjectId): Promise<Project> => (await loadProject(platform.table, id)).value

/** Sends one command as whoever may; whether it is taken is the platform's to say. */
async function carryOut(id: ProjectId, { what, who, days, report }: Command): Promise<ApiAnswer | null> {
  const at = `/projects/${id}`
  const one = administrators[who] ?? administrators[0]
  const day = (n: number) => shanghaiDate(plusDays(platform.clock.now(), n))
  const { current, openChange } = await read(id)
  const of = `${at}/reports/${current.number}/${report}`
  switch (what) {
    case 'ask': return member.api('POST', `${at}/gate`, {})
    case 'take back': return member.api('DELETE', `${at}/gate`)
    case 'approve': return one.api('POST', `${at}/gate/approvals`, { ending: 'close' })
    case 'continue': return one.api('POST', `${at}/gate/approvals`, { ending: 'continue' })
    case 'changes': return one.api('POST', `${at}/gate/changes`, { reasons: '改', parts: ['reports'] })
    case 'pause': return one.api('POST', `${at}/pause`, { reason: '停', until: who === 0 ? null : day(days) })
    case 'resume': return one.api('POST', `${at}/resumption`)
    case 'ask extension': return member.api('POST', `${at}/extension`, { to: day(days * 10), reason: '晚' })
    case 'grant': return one.api('POST', `${at}/extension/answer`, { grant: true })
    case 'deny': return one.api('POST', `${at}/extension/answer`, { grant: false, reason: '请按期' })
    case 'extend': return one.api('POST', `${at}/due-date`, { to: day(days * 10), reason: '晚' })
    case 'hand over': return one.api('POST', `${at}/organisation`, { organisation: organisations[who], reason: '换' })
    case 'end': return days > 35 ? one.api('POST', `${at}/end`, { reason: '终止' }) : null
    case 'send report': {
      // Sent from the last day of its period: people wait for it.
      const ends = current.reports.find(({ number }) => number === report)?.to
      if (ends !== undefined && ends > day(0)) platform.clock.forward({ days: Math.round((Date.parse(ends) - Date.parse(day(0))) / 86_400_000) })
      const draft = await member.api('GET', of)
      await member.api('PUT', `${of}/draft`, { revision: draft.body.report?.revision ?? 0, content: reportContent() })
      return member.api('POST', `${of}/submission`, {})
    }
    case 'accept report': case 'return report': {
      const { body } = await one.api('GET', of)
      return one.api('POST', `${of}/review`, { version: body.report?.version || 1, decision: what === 'accept report' ? 'accept' : 'return', reasons: what === 'accept report' ? '' : '改' })
    }
    case 'ask mentor': return member.api('POST', `${at}/mentor/request`)
    case 'name mentor': return one.api('PUT', `${at}/mentor`, { person: mentor.id, organisation: agency })
    case 'session': return mentor.api('POST', `${at}/mentoring/sessions`, { kind: 'comment', day: day(0), text: '看过了' })
    case 'mentor leaves': return mentor.api('POST', `${at}/mentor/withdrawal`, { reason: '忙' })
    case 'ask change': return member.api('POST', `${at}/changes`, { kind: 'dates', dueDay: day(days * 12), reasons: '晚' })
    case 'refuse change': return one.api('POST', `${at}/changes/${openChange?.number ?? 1}/decision`, { decision: who === 0 ? 'approve' : 'refuse', reasons: '答复' })
    case 'plan activity': return member.api('POST', `${at}/activities`, { title: '读书会', place: '社区', ...timesOf(plusDays(platform.clock.now(), days), plusDays(platform.clock.now(), days + 0.05)) })
    case 'pass':
      platform.clock.forward({ days })
      return null
  }
}

/** Every stage that the project has or had. */
const stagesOf = async (project: Project): Promise<Stage[]> => {
  const past = (await platform.table.queryAll(pastStageItem, keys.pastStages(project.id))).map(({ value }) => value.stage)
  return [...past.filter(({ number }) => number !== project.current.number), project.current]
}

/** All executions that ever watched over a project's stages, as the runner has them. */
async function executionsOf(stages: readonly Stage[], id: ProjectId): Promise<{ name: string; stage: number; status: string }[]> {
  const found = []
  for (const { number } of stages) {
    for (let name = `${id}-s${number}-1`; ; name = successorName(name)) {
      const described = await theWorkflow().describe('project-stage', name)
      if (described === undefined) break
      found.push({ name, stage: number, status: described.status })
    }
  }
  return found
}

/** Says what does not hold of a project and its machines; null: all does. */
async function amiss(id: ProjectId): Promise<string | null> {
  await platform.platform.streams.caughtUp()
  const project = await read(id)
  const stages = await stagesOf(project)
  const executions = await executionsOf(stages, id)
  const running = executions.filter(({ status }) => status === 'running')
  const broken = executions.filter(({ status }) => status !== 'running' && status !== 'succeeded')
  if (broken.length > 0) return `failed: ${JSON.stringify(broken)}`
  const waits = (await platform.table.queryAll(waitItem, { pk: keys.wait(id, 'work-1').pk, prefix: 'WAIT#' })).map(({ value }) => value)
  const held = waits.filter(({ token }) => token !== null).map(({ decision }) => decision)
  if (project.state !== 'active') return running.length === 0 && held.length === 0 ? null : `over, and ${JSON.stringify(running)} run, ${held.join()} wait`
  const names = running.map(({ name }) => name)
  if (names.length !== 1 || names[0] !== project.current.execution) return `${project.current.execution} should run alone, and ${names.join()} run`
  const record = await platform.table.get(executionItem, keys.execution(project.current.execution))
  if (record?.value.about !== id || record.value.index !== project.current.number) return 'the execution is nobody’s'
  const decision = stageDecision(project.current)
  return held.length === 1 && held[0] === decision ? null : `${decision ?? 'nothing'} should be waited for, and ${held.join()} is`
}

test(`random sequences of real commands never leave the lifecycle, lose a report, or leave an execution without an owner (seed ${SEED})`, { timeout: 600_000 }, async () => {
  console.info(`seed ${SEED}`)
  const reached = new Set<string>()
  await fc.assert(fc.asyncProperty(fc.nat({ max: 3 }), fc.array(command, { minLength: COMMANDS, maxLength: COMMANDS }), async (passed, sequence) => {
    const id: ProjectId = ok(await member.api('POST', '/projects', { name: '随机的项目', organisation: organisations[0] })).project
    for (let stage = 0; stage < passed; stage += 1) {
      ok(await member.api('POST', `/projects/${id}/gate`, {}))
      for (const one of administrators) if ((await read(id)).current.state === 'review') ok(await one.api('POST', `/projects/${id}/gate/approvals`, {}))
    }
    const sent = new Set<string>()
    for (const each of sequence) {
      const before = await read(id)
      const answer = await carryOut(id, each)
      expect(answer?.status ?? 200, `${each.what}: ${JSON.stringify(answer?.body)}`).toBeLessThan(500)
      const after = await read(id)
      if (answer !== null && answer.status >= 400) expect(after, `refused: ${each.what}`).toEqual(before)
      if (each.what === 'send report' && answer?.status === 201) sent.add(`${before.current.number}/${each.report}/${answer.body.version}`)
      if (answer !== null && answer.status < 300) reached.add(each.what)
      expect(projectStates).toContain(after.state)
      expect(stageStates).toContain(after.current.state)
      if (after.current.number === before.current.number) {
        if (after.current.state !== before.current.state) expect(canMove(before.current.state, after.current.state), `${before.current.state} → ${after.current.state}`).toBe(true)
      } else {
        const left = (await stagesOf(after)).find(({ number }) => number === before.current.number)
        expect([after.current.number, after.current.state, left?.state]).toEqual([before.current.number + 1, 'working', 'passed'])
      }
    }
    const stages = await stagesOf(await read(id))
    expect(stages.map(({ number }) => number)).toEqual(stages.map((_, i) => i + 1))
    for (const one of sent) {
      const [stage = 0, number = 0, version = 0] = one.split('/').map(Number)
      expect((await platform.table.get(reportVersionItem, keys.reportVersion(id, stage, number, version)))?.value.answers, one).toMatchObject(reportContent())
      expect(stages.find((found) => found.number === stage)?.reports.find((found) => found.number === number)?.state, one).toMatch(/^(submitted|returned|accepted)$/)
    }
    let why: string | null = null
    await poll(platform, async () => (why = await amiss(id)) === null, () => `${id}: ${why ?? ''}`)
  }), { seed: SEED, numRuns: SEQUENCES, endOnFailure: true })
  // The sequences did something: most deeds were taken at least once.
  expect(reached.size, [...reached].join()).toBeGreaterThan(deeds.length / 2)
})
