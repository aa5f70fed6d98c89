import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handler as readStage } from '../../functions/tasks/read-stage.lambda.ts'
import { newActivityId, newPersonId, type OrganisationId, type ProjectId } from '../../shared/kernel/ids.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { asks } from '../../shared/project/asks.ts'
import { type ActivityDue, isAsk, matterKey, moments, obligations } from '../../shared/project/moments.ts'
import { approve, askExtension, askGate, endEarly, pause } from '../../shared/project/moves.ts'
import type { Project } from '../../shared/project/project.ts'
import { loadProject } from '../../shared/project/project.store.ts'
import { stageDecision, stageStanding, waitKinds } from '../../shared/project/wait.ts'
import { type StageRule, ruleFor } from '../../shared/stage/definition.ts'
import { type StageState, stageLifecycle, stageStates } from '../../shared/stage/lifecycle.ts'
import { nextStep } from '../../shared/wait/wait.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { admittedOrganisation } from '../support/proposals.ts'
import { defaultDefinition, projectIn, setProject } from '../support/projects.ts'

interface State { Type: string; Resource?: string; Next?: string; Default?: string; Choices?: { Condition: string; Next: string }[]; Arguments?: { FunctionName: string }; Catch?: { Next: string }[] }
const { States: states } = JSON.parse(readFileSync(new URL('../../workflows/project-stage.asl.json', import.meta.url), 'utf8')) as { States: Record<string, State> }
const choices = (name: string) => Object.fromEntries((states[name]?.Choices ?? []).map(({ Condition, Next }) => [/'([a-z-]+)'/.exec(Condition)?.[1] ?? '', Next]))
/** Where the machine goes from its hub for a state of the stage. */
const roomOf = (state: StageState): string => choices('WhereItStands')[state] ?? ''

const definition = defaultDefinition()
const by = { person: newPersonId(), name: '某人' }
let platform: TestPlatform
let organisation: OrganisationId
beforeAll(async () => {
  platform = await startTestPlatform()
  organisation = await admittedOrganisation(platform, '示例机构')
})
afterAll(async () => { await platform.close() })

/** By the moves themselves, into each state of the lifecycle. */
function into(state: StageState, project: Project): Project {
  const now = platform.clock.now()
  const gate = () => askGate(project, [], by, '', now)
  switch (state) {
    case 'working': return project
    case 'extension': return askExtension(project, { to: plusDays(project.current.dueAt, 30), reason: '晚', by }, now)
    case 'review': return gate()
    case 'paused': return pause(project, { reason: '停', until: plusDays(now, 3) }, now)
    case 'passed': return Array.from({ length: ruleFor(definition, 'evaluation').approvals }).reduce<Project>((one, _, i) => approve(one, definition, { by: { person: newPersonId(), name: `管理员 ${i}` }, note: '', ending: 'close' }, now).project, gate())
    case 'ended': return endEarly(project, '终止', now)
  }
}

async function projectAt(state: StageState): Promise<{ id: ProjectId; project: Project }> {
  const id = await projectIn(platform, 'evaluation', { id: organisation })
  await setProject(platform, id, (project) => into(state, project))
  return { id, project: (await loadProject(platform.table, id)).value }
}

/** Everything that can be owed and asked for at once, whatever the stage's own rules leave out. */
const rule: StageRule = { ...ruleFor(definition, 'evaluation'), reports: { everyMonths: 1, dueDays: 10, reminderDays: [3] } }
function laden(project: Project): { project: Project; activities: ActivityDue[] } {
  const now = platform.clock.now()
  const report = (number: number, state: 'open' | 'returned' | 'submitted') => ({ number, from: '', to: '', dueAt: plusDays(now, 20 + number), state, sentAt: state === 'submitted' ? now : null })
  const current = { ...project.current, reports: [report(1, 'open'), report(2, 'returned'), report(3, 'submitted')] }
  return { project: { ...project, evaluator: by, openChange: { number: 1, at: now }, mentorAskedAt: now, current }, activities: [{ id: newActivityId(), title: '读书会', dueAt: plusDays(now, 25) }] }
}

describe.each(stageStates)('%s', (state) => {
  test('the machine goes from the record to where the lifecycle goes on, and ends where it ends', async () => {
    const { id, project } = await projectAt(state)
    const { outcome } = await readStage({ project: id, number: 1 })
    expect(outcome).toBe(state)
    const decision = stageDecision(project.current)
    const exits = stageLifecycle[state]
    expect(decision === undefined).toBe(exits.length === 0)
    const room = roomOf(outcome)
    expect(states[room]?.Type).toBe(exits.length === 0 ? 'Succeed' : 'Task')
    if (decision === undefined) return
    // It waits for that very decision, once it is taken reads the record, and has a room for each state that may follow.
    const wait = room.replace('Read', 'Await')
    expect(decision).toBe(`${waitKinds[state as keyof typeof waitKinds]}-1`)
    for (const name of [room, wait]) expect(JSON.stringify(states[name]?.Arguments), name).toContain(`'${decision.split('-')[0] ?? ''}-'`)
    expect(states[wait]?.Resource).toMatch(/waitForTaskToken$/)
    expect([states[wait]?.Next, states[wait]?.Catch?.[0]?.Next]).toEqual([room, room])
    const next = states[room]?.Next ?? ''
    expect([states[next]?.Default, states.ReadAgain?.Next]).toEqual(['ReadAgain', 'WhereItStands'])
    for (const exit of exits) expect(states[roomOf(exit)], `${state} → ${exit}`).toBeDefined()
    for (const other of stageStates) {
      const moved = { ...project, current: { ...project.current, state: other } }
      expect(stageStanding(decision, 1, moved, rule, [], project.current.startedAt, platform.clock.now()).decided, `${state} → ${other}`).toBe(other !== state)
    }
  })

  test('whatever is owed or asked for in it is told of, by a state of the machine that comes back to its wait', async () => {
    const { project, activities } = laden((await projectAt(state)).project)
    const decision = stageDecision(project.current)
    if (decision === undefined) {
      expect(project.state === 'active' ? [] : [...obligations(project, activities), ...asks(project)]).toEqual([])
      return
    }
    const room = roomOf(state)
    const ways = choices(states[room]?.Next ?? '')
    expect(ways).toMatchObject({ wait: room.replace('Read', 'Await'), 'hand-over': 'HandOver' })
    // A machine that does as it is told, until it hands over.
    const start = platform.clock.now()
    const told = new Map<string, Set<string>>()
    let [now, reminded] = [start, [] as typeof start[]]
    while (now < plusDays(start, 500)) {
      const standing = stageStanding(decision, 1, project, rule, activities, start, now)
      const step = nextStep(standing, reminded, start, now)
      if (step.then === 'hand-over') break
      if (step.then === 'wait') {
        expect(step.until > now).toBe(true)
        now = step.until
        continue
      }
      const to = states[ways[step.then] ?? '']
      expect(to?.Arguments?.FunctionName, `${state}: ${step.then}`).toBe('${RemindStage}')
      expect(to?.Next).toBe(room)
      const last = reminded.at(-1) ?? start
      for (const { at, kind, about } of moments(project, rule, activities, now)) if (at > last && at <= now) told.set(matterKey(about), (told.get(matterKey(about)) ?? new Set()).add(kind))
      reminded = [...reminded, now]
    }
    for (const owed of obligations(project, activities)) expect(told.get(matterKey(owed)), matterKey(owed)).toEqual(new Set(['remind', 'escalate']))
    for (const asked of asks(project)) expect(told.get(matterKey(asked)), matterKey(asked)).toBeDefined()
    expect(told.size).toBe(new Set([...obligations(project, activities), ...asks(project)].map(matterKey)).size)
  })
})

test('while an extension is asked for everything is owed that is owed without it', async () => {
  const [working, extension] = await Promise.all((['working', 'extension'] as const).map(async (state) => laden((await projectAt(state)).project)))
  const kinds = (one: ReturnType<typeof laden> | undefined) => (one === undefined ? [] : obligations(one.project, one.activities)).filter((about) => !isAsk(about)).map(({ of }) => of)
  expect(kinds(extension)).toEqual(kinds(working))
  expect(new Set(kinds(extension))).toEqual(new Set(['stage', 'report', 'activity', 'card']))
})
