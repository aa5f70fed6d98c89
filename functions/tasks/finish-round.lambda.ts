import { derivedId } from '../../shared/kernel/ids.ts'
import { loadRound, roundItem } from '../../shared/round/round.store.ts'
import { act } from '../commit.ts'
import { workflowContext } from '../context.ts'
import { roundInput } from './round-input.ts'

/** Tells the competition's execution that the round is over. */
export async function handler(event: unknown): Promise<void> {
  const { competition, index } = roundInput.parse(event)
  const context = workflowContext()
  await act(context, async () => {
    const found = await loadRound(context.table, competition, index)
    const token = found.value.parentToken
    return {
      writes: [roundItem.put({ ...found.value, state: 'finished', parentToken: null }, found.version)],
      trail: [],
      orders: token === null ? [] : [{ key: derivedId('answer', token), order: { do: 'answer', token, output: { because: 'finished' } } }],
      answer: undefined,
    }
  })
}
