import { describe, expect, test } from 'vitest'
import { pathOf } from '../../../shared/workflow/path.ts'
import { type MachineLabels, pictureOf } from '../../../shared/workflow/picture.ts'

const at = (minute: number) => `2026-05-11T01:${String(minute).padStart(2, '0')}:00.000Z`
const labels: MachineLabels = {
  steps: [{ id: 'call', zh: '征集', en: 'Call' }, { id: 'notice', zh: '公示', en: 'Notice' }, { id: 'awards', zh: '颁奖', en: 'Awards' }],
  states: {
    Read: { step: 'call', zh: '读', en: 'read', passing: true },
    AwaitCall: { step: 'call', zh: '征集', en: 'call', asked: { zh: '单位', en: 'applicants' } },
    CloseCall: { step: 'call', zh: '截止', en: 'close' },
    AwaitNotice: { step: 'notice', zh: '公示', en: 'notice' },
    AwaitAwards: { step: 'awards', zh: '公布', en: 'publish' },
  },
}
const visit = (state: string, from: number, to: number | null) => ({ state, enteredAt: at(from), leftAt: to === null ? null : at(to) })

describe('an execution as a picture', () => {
  test('states of one step are one stretch; what is sent back is a second one, and what follows is to come again', () => {
    const { steps, at: where } = pictureOf(labels, [visit('Read', 0, 1), visit('AwaitCall', 1, 2), visit('CloseCall', 2, 3), visit('AwaitNotice', 3, 4), visit('AwaitAwards', 4, 5), visit('AwaitNotice', 5, null)], 'running')
    expect(steps).toMatchObject([
      { id: 'call', state: 'done', enteredAt: at(1), leftAt: at(3), times: 1 },
      { id: 'notice', state: 'now', enteredAt: at(5), leftAt: null, times: 2 },
      { id: 'awards', state: 'next', times: 1 },
    ])
    expect(where).toMatchObject({ state: 'AwaitNotice', enteredAt: at(5) })
  })

  test('a successor that comes in by the reading states does not go back to the first step', () => {
    const { steps } = pictureOf(labels, [visit('AwaitCall', 1, 2), visit('AwaitNotice', 3, null), visit('Read', 10, 11), visit('AwaitNotice', 11, null)], 'running')
    expect(steps.map(({ state, times }) => [state, times])).toEqual([['done', 1], ['now', 1], ['next', 0]])
  })

  test('a failure stands where it happened; a success leaves everything done', () => {
    const path = [visit('AwaitCall', 1, 2), visit('AwaitNotice', 3, null)]
    expect(pictureOf(labels, path, 'failed').steps.map(({ state }) => state)).toEqual(['done', 'failed', 'next'])
    expect(pictureOf(labels, [...path, visit('AwaitAwards', 5, 6)], 'succeeded').steps.map(({ state }) => state)).toEqual(['done', 'done', 'done'])
  })

  test('a state that takes a moment speaks for the one that asks somebody; an unknown one says its own name', () => {
    expect(pictureOf(labels, [visit('CloseCall', 2, null)], 'running').at?.asked).toEqual({ zh: '单位', en: 'applicants' })
    expect(pictureOf(labels, [visit('Newer', 2, null)], 'running').at).toMatchObject({ words: { zh: 'Newer' }, asked: null })
    expect(pictureOf(labels, [], 'running')).toMatchObject({ at: null, steps: [{ state: 'next' }, { state: 'next' }, { state: 'next' }] })
  })

  test('steps that the running definition has no state of are not drawn', () => {
    expect(pictureOf(labels, [], 'running', new Set(['AwaitCall', 'AwaitAwards'])).steps.map(({ id }) => id)).toEqual(['call', 'awards'])
  })

  test('a history of events is a path of stays', () => {
    const event = (minute: number, details: Record<string, unknown>) => ({ timestamp: new Date(at(minute)), ...details })
    expect(pathOf([
      event(0, {}), event(1, { stateEnteredEventDetails: { name: 'AwaitCall' } }), event(2, { stateExitedEventDetails: { name: 'AwaitCall' } }), event(2, { stateEnteredEventDetails: { name: 'CloseCall' } }),
    ])).toEqual([visit('AwaitCall', 1, 2), visit('CloseCall', 2, null)])
  })
})
