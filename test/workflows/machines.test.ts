import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { lintDefinition } from '../../infra/local/asl/definition.ts'
import { substitutionName } from '../../infra/local/tasks.ts'
import { definition } from '../../infra/local/workflow.ts'
import { competitionLifecycle } from '../../shared/competition/lifecycle.ts'
import { roundLifecycle } from '../../shared/round/round.store.ts'
import { waitKinds } from '../../shared/project/wait.ts'
import { stageLifecycle } from '../../shared/stage/lifecycle.ts'
import { machineNames } from '../../shared/workflow/machines.ts'
import labels from '../../workflows/labels.json' with { type: 'json' }

interface State { Type: string; Next?: string; Default?: string; Choices?: { Condition: string; Next: string }[]; Resource?: string; TimeoutSeconds?: unknown; Arguments?: { FunctionName: string } }
const folder = new URL('../../functions/tasks/', import.meta.url)
const tasks = readdirSync(folder).filter((name) => name.endsWith('.lambda.ts')).map((name) => name.replace('.lambda.ts', ''))
const substitutions = new Map([['Partition', 'aws'], ...tasks.map((name) => [substitutionName(name), name] as const)])
const statesOf = (name: (typeof machineNames)[number]) => (JSON.parse(definition(name, substitutions)) as { States: Record<string, State> }).States

test('the folder of machines and the list of their names are the same', () => {
  const files = readdirSync(new URL('../../workflows/', import.meta.url)).filter((name) => name.endsWith('.asl.json')).map((name) => name.replace('.asl.json', ''))
  expect(files.toSorted()).toEqual([...machineNames].toSorted())
})

describe.each(machineNames)('%s', (name) => {
  test('passes the lint, without a warning', () => {
    expect(lintDefinition(definition(name, substitutions))).toEqual([])
  })

  test('has a label in both languages for each state, and none for others', () => {
    const labelled = labels[name].states as Record<string, { zh: string; en: string; step: string }>
    expect(Object.keys(labelled).toSorted()).toEqual(Object.keys(statesOf(name)).toSorted())
    const steps = labels[name].steps.map(({ id }) => id)
    for (const label of Object.values(labelled)) expect(steps).toContain(label.step)
  })

  test('gives every token a timeout, and every wait for a person says whom it asks, what comes next and what if not', () => {
    for (const [state, { Resource, TimeoutSeconds }] of Object.entries(statesOf(name))) {
      if (Resource?.endsWith('.waitForTaskToken') !== true) continue
      expect(TimeoutSeconds, state).toBeDefined()
      expect(labels[name].states[state as never], state).toMatchObject({ asked: { zh: expect.any(String), en: expect.any(String) }, next: { zh: expect.any(String), en: expect.any(String) }, otherwise: { zh: expect.any(String), en: expect.any(String) } })
    }
  })
})

/** What is decided about money is a venture competition's alone. */
const money = ['decision', 'funding']
const competitions = [
  { machine: 'volunteer-contest', lives: Object.keys(competitionLifecycle).filter((state) => state !== 'draft' && !money.includes(state)) },
  { machine: 'venture-competition', lives: Object.keys(competitionLifecycle).filter((state) => state !== 'draft') },
] as const

test.each(competitions)('$machine can continue from every state of a competition but the draft, and knows no other', ({ machine, lives }) => {
  const hub = statesOf(machine).WhereItStands
  const known = hub?.Choices?.map(({ Condition }) => /'([a-z-]+)'/.exec(Condition)?.[1] ?? '') ?? []
  expect(known.toSorted()).toEqual([...lives, 'judged'].toSorted())
})

test.each(competitions)('states that lead nowhere are where $machine succeeds', ({ machine, lives }) => {
  const states = statesOf(machine)
  const target = (state: string) => states.WhereItStands?.Choices?.find(({ Condition }) => Condition.includes(`'${state}'`))?.Next ?? ''
  for (const [state, exits] of Object.entries(competitionLifecycle)) {
    if (!lives.includes(state)) continue
    expect(states[target(state)]?.Type === 'Succeed', state).toBe(exits.length === 0)
  }
})

test('the round machine can continue from every state of a round', () => {
  const hub = statesOf('judging-round').WhereItStands
  const known = hub?.Choices?.map(({ Condition }) => /'([a-z-]+)'/.exec(Condition)?.[1] ?? '') ?? []
  expect([...known, 'finished'].toSorted()).toEqual(Object.keys(roundLifecycle).toSorted())
  expect(hub?.Default).toBe('FinishRound')
})

test('every task is called by a machine, but the one on a schedule', () => {
  const called = new Set(machineNames.flatMap((name) => Object.values(statesOf(name)).flatMap((state) => state.Arguments?.FunctionName ?? [])))
  expect(tasks.filter((task) => !called.has(task))).toEqual(['sweep'])
})

test('the stage machine can continue from every state of a stage, ends where the lifecycle does, and wakes by the decision it waits for', () => {
  const states = statesOf('project-stage')
  const hub = states.WhereItStands
  const target = (state: string) => hub?.Choices?.find(({ Condition }) => Condition.includes(`'${state}'`))?.Next ?? ''
  expect(hub?.Choices?.map(({ Condition }) => /'([a-z-]+)'/.exec(Condition)?.[1] ?? '').toSorted()).toEqual(Object.keys(stageLifecycle).toSorted())
  for (const [state, exits] of Object.entries(stageLifecycle)) {
    const next = target(state)
    expect(states[next]?.Type === 'Succeed', state).toBe(exits.length === 0)
    const kind = (waitKinds as Record<string, string>)[state]
    expect(kind === undefined, state).toBe(exits.length === 0)
    if (kind === undefined) continue
    const waits = states[next.replace('Read', 'Await')]
    expect(JSON.stringify(waits?.Arguments), state).toContain(`'${kind}-'`)
  }
})
