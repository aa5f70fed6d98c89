import { describe, expect, it } from 'vitest'
import { wordsTo } from '../../../shared/scorecard/words.ts'

describe('what judges have to say to an applicant', () => {
  const comments = ['目标清楚。\n预算偏高。', '', '志愿者从哪里来？', '  \n']

  it('is there in every order of the cards, the same', () => {
    const all = wordsTo('p1', comments)
    expect(all.toSorted()).toEqual(['志愿者从哪里来？', '目标清楚。', '预算偏高。'].toSorted())
    for (const order of [comments.toReversed(), [...comments.slice(2), ...comments.slice(0, 2)]]) expect(wordsTo('p1', order)).toEqual(all)
    // A card's own paragraphs stay in their order.
    expect(all.indexOf('预算偏高。')).toBe(all.indexOf('目标清楚。') + 1)
  })

  it('does not tell how many wrote: the same words stand once', () => {
    expect(wordsTo('p1', ['很好。', '很好。', '很好。'])).toEqual(wordsTo('p1', ['很好。']))
  })
})
