import { describe, expect, test } from 'vitest'
import { conflictsOf, ruleOnConflict } from '../../../shared/conflict/conflict.ts'
import { type EntryFacts, findConflicts, type JudgeFacts } from '../../../shared/conflict/find.ts'
import { marksOf, plainEmail, plainName } from '../../../shared/conflict/same.ts'
import { competitionId, personId, proposalId } from '../../../shared/kernel/ids.ts'
import { instant } from '../../../shared/kernel/instant.ts'
import { applicantOf } from '../../../shared/proposal/people.ts'

const JUDGE = personId.parse(`p_${'1'.repeat(26)}`)
const ENTRY = proposalId.parse(`r_${'1'.repeat(26)}`)
const body = (id: string, name: string, creditCode = '') => ({ id, name, creditCode })
const applicant = body('o_1', '示例社工服务中心', '52330411MJ9900020C')
const judge = (change: Partial<JudgeFacts> = {}): JudgeFacts => ({ judge: JUDGE, name: '评委 01', phones: [], emails: [], circles: [], declared: [], guided: { projects: [], organisations: [] }, ...change })
const entry = (change: Partial<EntryFacts> = {}): EntryFacts => ({ proposal: ENTRY, category: 'children', project: 'j_1', bodies: [applicant], host: null, people: [], mentors: [{ person: 'p_9', agency: 'o_4' }], payees: [], asks: [], ...change })
const find = (one: JudgeFacts, of = entry()) => findConflicts({ judges: [one], entries: [of], payees: new Map() })

const colleague: JudgeFacts['circles'] = [{ body: body('o_4', '示例机构'), host: null, bond: 'member' }]
const said = { reason: '已核实', by: { id: JUDGE, name: '管理员' }, at: instant.parse('2026-05-01T08:00:00.000Z') }
const lift = (one: JudgeFacts) => {
  const [known] = conflictsOf(find(one), [], [])
  return ruleOnConflict(known, { competition: competitionId.parse(`c_${'1'.repeat(26)}`), proposal: ENTRY, judge: JUDGE }, 'lift', said)
}

describe('a tie that was lifted', () => {
  test('stays lifted when the organisation is renamed', () => {
    const renamed: JudgeFacts['circles'] = [{ body: body('o_4', '示例机构（新名）'), host: null, bond: 'member' }]
    expect(conflictsOf(find(judge({ circles: renamed })), [lift(judge({ circles: colleague }))], []).map(({ state }) => state)).toEqual(['lifted'])
  })

  test('bars again by a new fact of the same kind: a colleague of the mentor who begins to guide the project', () => {
    const guides = judge({ circles: colleague, guided: { projects: ['j_1'], organisations: ['o_1'] } })
    const [now] = conflictsOf(find(guides), [lift(judge({ circles: colleague }))], [])
    expect(now?.ties.map(({ kind }) => kind)).toEqual(['mentor', 'mentor'])
    expect([now?.state, now?.bars]).toEqual(['found', true])
  })

  test('bars again when the judge says more of it', () => {
    const once = judge({ declared: [{ body: applicant, reason: '多年前曾任顾问' }] })
    expect(conflictsOf(find(judge({ declared: [{ body: applicant, reason: '配偶任理事长' }] })), [lift(once)], [])[0]?.bars).toBe(true)
  })
})

describe('other spellings hide nobody', () => {
  test('a name with what nobody sees in it, a code in full width, an address with points that mean nothing', () => {
    expect(plainName('示例\u200b社工_服务‧中心')).toBe(plainName('示例社工服务中心'))
    expect(marksOf(body('', '', ' ５２３３０４１１ＭＪ９９０００２０ｃ'))).toEqual(['code 52330411MJ9900020C'])
    expect(applicantOf({ registrationNumber: '5233 0411 MJ99 0002 ０ｃ' })).toMatchObject({ creditCode: '52330411MJ9900020C' })
    expect(['Wang.Fang+a@gmail.com', 'wangfang@googlemail.com'].map(plainEmail)).toEqual(Array(2).fill('wangfang@gmail.com'))
    expect(plainEmail('wang.fang@example.cn')).toBe('wang.fang@example.cn')
  })

  test('an organisation that a judge declares is the applicant’s under another id', () => {
    expect(find(judge({ declared: [{ body: body('o_8', '旧名', applicant.creditCode), reason: '曾任理事' }] })).map(({ ties }) => ties.map(({ kind }) => kind))).toEqual([['judge']])
  })
})

test('an applicant that names the same judge twenty times makes one tie of it', () => {
  const asks = Array.from({ length: 20 }, (_, i) => ({ person: '评委 01', organisation: '', reason: `理由 ${i}` }))
  expect(find(judge(), entry({ asks }))[0]?.ties.map(({ zh }) => zh)).toEqual(['申报单位请这位评委回避（理由 0）'])
})
