import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type EntryFacts, findConflicts, type JudgeFacts } from '../../../shared/conflict/find.ts'
import { plainEmail, plainName, plainPhone } from '../../../shared/conflict/same.ts'
import { personId, proposalId } from '../../../shared/kernel/ids.ts'

const JUDGE = personId.parse(`p_${'1'.repeat(26)}`)
const ENTRY = proposalId.parse(`r_${'1'.repeat(26)}`)
const RIVAL = proposalId.parse(`r_${'2'.repeat(26)}`)
const FAR = proposalId.parse(`r_${'3'.repeat(26)}`)

const body = (id: string, name: string, creditCode = '') => ({ id, name, creditCode })
const applicant = body('o_1', '示例社工服务中心 1', '52330411MJ9900020C')
const judge = (change: Partial<JudgeFacts> = {}): JudgeFacts => ({ judge: JUDGE, name: '评委 01', phones: [], emails: [], circles: [], declared: [], guided: { projects: [], organisations: [] }, ...change })
const entry = (change: Partial<EntryFacts> = {}): EntryFacts => ({ proposal: ENTRY, category: 'children', project: 'j_1', bodies: [applicant], host: null, people: [], mentors: [], payees: [], asks: [], ...change })
const rivals = [entry(), entry({ proposal: RIVAL, project: null, bodies: [body('o_2', '示例机构 2')] }), entry({ proposal: FAR, category: 'elderly', project: null, bodies: [body('o_3', '示例机构 3')] })]

/** Proposal and kinds of what is found for one judge. */
function found(one: JudgeFacts, entries: readonly EntryFacts[] = [entry()], payees = new Map<string, ReturnType<typeof body>[]>()): string[] {
  return findConflicts({ judges: [one], entries, payees }).map(({ proposal, ties }) => `${proposal.slice(2, 3)} ${ties.map(({ kind }) => kind).join(' ')}`)
}

test('a judge without a tie to anybody is found with nobody', () => {
  const elsewhere = judge({ phones: ['13800005678'], emails: ['a@example.cn'], circles: [{ body: body('o_9', '别处机构'), host: body('', '别处挂靠', '51330411MJ9900012L'), bond: 'member' }], declared: [{ body: body('o_8', ''), reason: '' }], guided: { projects: ['j_9'], organisations: ['o_9'] } })
  expect(found(elsewhere, [entry({ people: [{ name: '评委 01', phone: '13900000000', email: 'b@example.cn', office: 'lead' }], asks: [{ person: '评委 02', organisation: '', reason: '亲属' }] })])).toEqual([])
})

describe('an organisation of the judge that is the applicant', () => {
  const bonds: [JudgeFacts['circles'][number]['bond'], string][] = [['member', 'organisation'], ['former-member', 'organisation'], ['employer', 'employer'], ['seat', 'office'], ['leader', 'office'], ['contact', 'office']]
  test.each(bonds)('%s', (bond, kind) => expect(found(judge({ circles: [{ body: applicant, host: null, bond }] }))).toEqual([`1 ${kind}`]))

  test('is found under another id and name by its credit code, under another code by its name', () => {
    const [finding] = findConflicts({ judges: [judge({ circles: [{ body: body('', '示例社工中心', '52330411mj9900020c '), host: null, bond: 'employer' }] })], entries: [entry()], payees: new Map() })
    expect(finding?.ties).toMatchObject([{ kind: 'employer', zh: '在申报单位工作（统一社会信用代码相同）' }])
    expect(found(judge({ circles: [{ body: body('', ' 示例 社工服务中心１', ''), host: null, bond: 'employer' }] }))).toEqual(['1 employer'])
  })

  test('is found by the code that the form names, whoever it says it is', () => {
    const typed = entry({ bodies: [body('o_2', '另一家'), body('o_2', '另一家', applicant.creditCode)] })
    expect(found(judge({ circles: [{ body: applicant, host: null, bond: 'member' }] }), [typed])).toEqual(['1 organisation'])
  })

  test('competes with the others of its category, and with no other', () => {
    expect(found(judge({ circles: [{ body: applicant, host: null, bond: 'employer' }] }), rivals)).toEqual(['1 employer', '2 competes'])
    expect(found(judge({ circles: [{ body: applicant, host: null, bond: 'former-member' }] }), rivals)).toEqual(['1 organisation'])
  })
})

test('hosts: of the applicant, of the judge, of both', () => {
  const host = body('o_5', '示例挂靠单位', '51330411MJ9900012L')
  expect(found(judge({ circles: [{ body: host, host: null, bond: 'employer' }] }), [entry({ host: body('', '', host.creditCode) })])).toEqual(['1 host'])
  expect(found(judge({ circles: [{ body: body('o_6', '示例队'), host: body('', '', applicant.creditCode), bond: 'leader' }] }))).toEqual(['1 host'])
  expect(found(judge({ circles: [{ body: body('o_6', '示例队'), host, bond: 'leader' }] }), [entry({ host })])).toEqual(['1 host'])
})

test('the mentor of the project, of another project of the applicant, and the agency that guides it', () => {
  expect(found(judge({ guided: { projects: ['j_1'], organisations: ['o_1'] } }))).toEqual(['1 mentor'])
  expect(found(judge({ guided: { projects: ['j_7'], organisations: ['o_1'] } }))).toEqual(['1 mentor'])
  expect(found(judge({ circles: [{ body: body('o_4', '示例机构 4'), host: null, bond: 'member' }] }), [entry({ mentors: [{ person: 'p_9', agency: 'o_4' }] })])).toEqual(['1 mentor'])
})

test('one person under another phone format or address', () => {
  const people = [{ name: '王芳', phone: '138-0000-5678', email: 'Wang.Fang@Example.cn', office: 'contact' as const }]
  expect(found(judge({ phones: ['+86 13800005678'] }), [entry({ people })])).toEqual(['1 person'])
  expect(found(judge({ emails: ['wang.fang+judge@example.cn'] }), [entry({ people })])).toEqual(['1 person'])
  expect(found(judge({ phones: [''], emails: [''] }), [entry({ people: [{ name: '', phone: '', email: '', office: 'lead' }] })])).toEqual([])
})

test('money: a grant paid to the other, or both paid to one account', () => {
  const own = judge({ circles: [{ body: body('o_4', '示例机构 4', '53330000MJ9900047E'), host: null, bond: 'member' }] })
  expect(found(own, [entry({ payees: [body('', '示例机构 4', '53330000MJ9900047E')] })])).toEqual(['1 funding'])
  expect(found(own, [entry()], new Map([['o_4', [applicant]]]))).toEqual(['1 funding'])
  const account = body('', '示例账户单位', '51330411MJ9900012L')
  expect(found(own, [entry({ payees: [account] })], new Map([['o_4', [account]]]))).toEqual(['1 funding'])
})

test('declared by either side', () => {
  expect(found(judge({ declared: [{ body: body('o_1', ''), reason: '配偶在该机构任职' }] }))).toEqual(['1 judge'])
  expect(found(judge(), [entry({ asks: [{ person: ' 评委01', organisation: '', reason: '诉讼' }] })])).toEqual(['1 applicant'])
  const member = judge({ circles: [{ body: body('o_4', '示例机构 4'), host: null, bond: 'employer' }] })
  expect(found(member, [entry({ asks: [{ person: '', organisation: '示例机构４', reason: '竞争' }] })])).toEqual(['1 applicant'])
})

test('spellings are compared without widths, blanks, brackets, prefixes and tags', () => {
  expect(plainName('示例（秀洲） 中心')).toBe(plainName('示例(秀洲)中心'))
  expect(['+86 138 0000 5678', '008613800005678', '１３８００００５６７８'].map(plainPhone)).toEqual(Array(3).fill('13800005678'))
  expect(plainPhone('0573-12')).toBe('')
  expect(['A@B.cn', ' a+x@b.cn ', '+a@b.cn'].map(plainEmail)).toEqual(['a@b.cn', 'a@b.cn', '+a@b.cn'])
})

test('what is found does not depend on the order of judges, proposals or records', () => {
  const judges = [judge({ circles: [{ body: applicant, host: null, bond: 'member' }, { body: body('o_5', '示例挂靠单位'), host: null, bond: 'employer' }] }), judge({ judge: personId.parse(`p_${'2'.repeat(26)}`), guided: { projects: ['j_1'], organisations: [] } })]
  const entries = [...rivals, entry({ proposal: proposalId.parse(`r_${'4'.repeat(26)}`), bodies: [body('o_4', '示例机构 4')], host: body('o_5', '示例挂靠单位') })]
  const pairs = (facts: { judges: JudgeFacts[]; entries: EntryFacts[] }) => findConflicts({ ...facts, payees: new Map() })
  const expected = pairs({ judges, entries })
  fc.assert(fc.property(fc.shuffledSubarray(judges, { minLength: judges.length }), fc.shuffledSubarray(entries, { minLength: entries.length }), (some, others) => {
    expect(pairs({ judges: some, entries: others })).toEqual(expected)
  }))
})
