import type { OrganisationId } from '../kernel/ids.ts'
import { organisationId } from '../kernel/ids.ts'
import { registeredKindOf } from '../organisation/credit-code.ts'
import type { Bilingual } from '../kernel/text.ts'
import { type Fault, type Read, readChoice, readCount, readCreditCode, readDay, readEmail, readPhone, readText } from './cells.ts'
import { readClass, className } from './classes.ts'
import { type Entry, type Grade, keysOfEntry, type Listing, type PartyForm } from './entry.ts'
import type { CellFault, Column, Sheet } from './sheet.ts'

/** An organisation as the cells of a row say it: of grades and listings the latest period. */
export interface EntryDraft extends Omit<Entry, 'id' | 'grades' | 'listings' | 'joinedAt'> {
  /** Told by the code; a cell that says otherwise is a mistake. */
  registeredAs: 'association' | 'service' | 'foundation' | 'other' | ''
  grade: Grade | ''
  gradeFrom: string | null
  gradeTo: string | null
  abnormalFrom: string | null
  abnormalTo: string | null
  dishonestFrom: string | null
  dishonestTo: string | null
}
type Draft = EntryDraft

/** Words that a cell may have, the first as it is written, and what it is called in English. */
type Words<T extends string> = Readonly<Record<T, { zh: readonly [string, ...string[]]; en: string }>>
const kindWords: Words<'organisation' | 'agency'> = { organisation: { zh: ['社会组织'], en: 'Social organisation' }, agency: { zh: ['专业社工机构', '社工机构'], en: 'Social work agency' } }
const standingWords: Words<Entry['standing']> = { registered: { zh: ['登记'], en: 'Registered' }, filed: { zh: ['备案'], en: 'Filed' } }
const registeredWords: Words<'association' | 'service' | 'foundation' | 'other'> = {
  association: { zh: ['社会团体'], en: 'Association' }, service: { zh: ['社会服务机构', '民办非企业单位'], en: 'Social service' }, foundation: { zh: ['基金会'], en: 'Foundation' }, other: { zh: ['其他'], en: 'Other' },
}
const gradeWords: Words<Grade> = { '5A': { zh: ['5A', 'AAAAA'], en: '5A' }, '4A': { zh: ['4A', 'AAAA'], en: '4A' }, '3A': { zh: ['3A', 'AAA'], en: '3A' }, '2A': { zh: ['2A', 'AA'], en: '2A' }, '1A': { zh: ['1A', 'A'], en: '1A' } }
const partyWords: Words<PartyForm> = {
  own: { zh: ['单独组建'], en: 'Its own' }, joint: { zh: ['联合组建'], en: 'Joint' }, functional: { zh: ['功能型党支部'], en: 'Functional' }, instructor: { zh: ['党建指导员'], en: 'Instructor' },
}

const spellings = <T extends string>(words: Words<T>): Record<T, readonly string[]> => Object.fromEntries((Object.keys(words) as T[]).map((name): [string, readonly string[]] => [name, words[name].zh])) as Record<T, readonly string[]>
const offered = <T extends string>(words: Words<T>): (Bilingual & { en: string })[] => (Object.keys(words) as T[]).map((name) => ({ zh: words[name].zh[0], en: words[name].en }))
const into = <K extends keyof Draft>(key: K, read: Read<Draft[K]>): Read<Partial<Draft>> => ('fault' in read ? read : { value: { [key]: read.value } as Partial<Draft> })

type Text = [zh: string, en: string]
interface Look {
  label: Text
  hint?: Text
  required?: boolean
  width?: number
}
const base = ({ label, hint = ['', ''], required = false, width = 14 }: Look) => ({ label: { zh: label[0], en: label[1] }, hint: { zh: hint[0], en: hint[1] }, required, width, choices: [] as Column<Draft>['choices'] })

const text = (id: keyof Draft & ('name' | 'filedWith' | 'filingNumber' | 'hostName' | 'street' | 'contactName'), most: number, look: Look): Column<Draft> => ({ ...base(look), id, as: 'text', read: (cell) => into(id, readText(cell, most)), write: (draft) => draft[id] })
const code = (id: 'creditCode' | 'hostCode', look: Look): Column<Draft> => ({ ...base({ width: 22, ...look }), id, as: 'text', read: (cell) => into(id, readCreditCode(cell)), write: (draft) => draft[id] })
const day = (id: 'gradeFrom' | 'gradeTo' | 'abnormalFrom' | 'abnormalTo' | 'dishonestFrom' | 'dishonestTo' | 'partySince', look: Look): Column<Draft> => ({ ...base({ hint: ['例如 2026-05-22', 'For example 2026-05-22'], ...look }), id, as: 'date', read: (cell) => into(id, readDay(cell)), write: (draft) => draft[id] ?? '' })
const count = (id: 'size' | 'core', look: Look): Column<Draft> => ({ ...base(look), id, as: 'count', read: (cell) => into(id, readCount(cell)), write: (draft) => (draft[id] === null ? '' : String(draft[id])) })
function choice<T extends string>(id: 'kind' | 'standing' | 'registeredAs' | 'grade' | 'partyForm', words: Words<T>, none: T | '', look: Look): Column<Draft> {
  const choices = offered(words)
  return {
    ...base({ hint: [`可填：${choices.map(({ zh }) => zh).join('、')}`, `One of ${choices.map(({ zh }) => zh).join(', ')}`], ...look }), id, as: 'choice', choices,
    read: (cell) => into(id, readChoice(cell, spellings(words), none) as Read<Draft[typeof id]>),
    write: (draft) => (draft[id] in words ? words[draft[id] as T].zh[0] : ''),
  }
}

const registeredAs = choice('registeredAs', registeredWords, '', { label: ['登记类型', 'Registered as'], hint: ['可不填；填了就要与代码前两位一致（51 社会团体，52 社会服务机构，53 基金会）', 'May be left out; if given it has to agree with the code (51 association, 52 social service, 53 foundation)'] })
const standing = (none: 'filed' | '') => choice('standing', standingWords, none, { label: ['登记或备案', 'Registered or filed'], required: none === '' })
const identity = (): Column<Draft>[] => [
  code('creditCode', { label: ['统一社会信用代码', 'Credit code'], hint: ['登记的填，18 位；整列设成文本', 'For registered ones: 18 characters, the column formatted as text'] }),
  registeredAs,
  text('filedWith', 60, { label: ['备案单位', 'Filed with'], hint: ['备案的填：街道或镇', 'For filed ones: the street or town'] }),
  text('filingNumber', 40, { label: ['备案编号', 'Filing number'] }),
  text('hostName', 60, { label: ['挂靠单位', 'Host organisation'], hint: ['备案的填', 'For filed ones'], width: 26 }),
  code('hostCode', { label: ['挂靠单位代码', 'Code of the host'] }),
  text('street', 40, { label: ['街道', 'Street'], required: true }),
  { ...base({ label: ['类别', 'Class'], hint: ['分类表里的小类，名称或“小类 1”', 'A minor class of the class table, by its name or 小类 1'] }), id: 'class', as: 'class', read: (cell, classes) => into('class', readClass(cell, classes)), write: (draft, classes) => className(classes, draft.class) },
]
const periods = (): Column<Draft>[] => [
  choice('grade', gradeWords, '', { label: ['评估等级', 'Grade'], width: 10 }),
  day('gradeFrom', { label: ['等级开始日期', 'Grade from'] }),
  day('gradeTo', { label: ['等级到期日期', 'Grade until'] }),
  day('abnormalFrom', { label: ['异常名录列入日期', 'On the abnormal list from'] }),
  day('abnormalTo', { label: ['异常名录移出日期', 'Off the abnormal list on'] }),
  day('dishonestFrom', { label: ['失信名单列入日期', 'On the dishonest list from'] }),
  day('dishonestTo', { label: ['失信名单移出日期', 'Off the dishonest list on'] }),
  choice('partyForm', partyWords, '', { label: ['党组织形式', 'Party branch'] }),
  day('partySince', { label: ['党组织成立日期', 'Party branch since'] }),
]
const contact = (label: Text): Column<Draft>[] => [
  text('contactName', 60, { label }),
  { ...base({ label: ['联系电话', 'Phone'] }), id: 'contactPhone', as: 'text', read: (cell) => into('contactPhone', readPhone(cell)), write: (draft) => draft.contactPhone },
  { ...base({ label: ['邮箱', 'E-mail'], width: 24 }), id: 'contactEmail', as: 'text', read: (cell) => into('contactEmail', readEmail(cell)), write: (draft) => draft.contactEmail },
]
const name = (zh: string, en: string) => text('name', 60, { label: [zh, en], required: true, width: 32 })

const organisationColumns: readonly Column<Draft>[] = [
  name('名称', 'Name'),
  choice('kind', kindWords, 'organisation', { label: ['类型', 'Kind'], hint: ['可填：社会组织、专业社工机构；不填就是社会组织', '社会组织 (the default) or 专业社工机构'] }),
  standing(''), ...identity(), ...periods(), ...contact(['联系人', 'Contact']),
]
const teamColumns: readonly Column<Draft>[] = [
  name('队伍名称', 'Name of the team'), standing('filed'), ...identity(),
  count('size', { label: ['队伍人数', 'People'], width: 10 }), count('core', { label: ['骨干人数', 'Core members'], width: 10 }),
  ...contact(['负责人', 'Leader']),
]

const empty: Draft = {
  kind: 'organisation', standing: 'registered', name: '', creditCode: '', registeredAs: '', filedWith: '', filingNumber: '', hostName: '', hostCode: '', street: '', class: '', grade: '', gradeFrom: null, gradeTo: null,
  abnormalFrom: null, abnormalTo: null, dishonestFrom: null, dishonestTo: null, partyForm: '', partySince: null, size: null, core: null, contactName: '', contactPhone: '', contactEmail: '',
}

const latest = <P extends { from: string }>(all: readonly P[]): P | undefined => all.reduce<P | undefined>((last, one) => (last === undefined || one.from > last.from ? one : last), undefined)

function draftOf({ id: _id, joinedAt: _joinedAt, grades, listings, ...rest }: Entry): Draft {
  const grade = latest(grades)
  const listed = (list: Listing) => latest(listings.filter((one) => one.list === list))
  const [abnormal, dishonest] = [listed('abnormal'), listed('dishonest')]
  return {
    ...rest, registeredAs: rest.creditCode === '' ? '' : registeredKindOf(rest.creditCode), grade: grade?.grade ?? '', gradeFrom: grade?.from ?? null, gradeTo: grade?.to ?? null,
    abnormalFrom: abnormal?.from ?? null, abnormalTo: abnormal?.to ?? null, dishonestFrom: dishonest?.from ?? null, dishonestTo: dishonest?.to ?? null,
  }
}

/** A later period is added to those before it; one that begins no later than the last is that one put right. */
function withPeriod<P extends { from: string }>(before: readonly P[], given: P | undefined, corrects: boolean): P[] {
  const last = latest(before)
  const earlier = before.filter((one) => one !== last)
  if (given === undefined) return corrects ? earlier : [...before]
  return last !== undefined && given.from > last.from ? [...before, given] : [...earlier, given]
}

function entryOf(draft: Draft, known: Entry | undefined, id: string, corrects: boolean): Entry {
  const { grade, gradeFrom, gradeTo, abnormalFrom, abnormalTo, dishonestFrom, dishonestTo, registeredAs: _registeredAs, ...rest } = draft
  const listing = (list: Listing, from: string | null, to: string | null) => withPeriod((known?.listings ?? []).filter((one) => one.list === list), from === null ? undefined : { list, from, to }, corrects)
  return {
    ...rest,
    // A registered one has no file and no host, a filed one no code.
    ...(rest.standing === 'registered' ? { filedWith: '', filingNumber: '', hostName: '', hostCode: '' } : { creditCode: '' }),
    ...(rest.kind === 'team' ? {} : { size: null, core: null }),
    id: (known?.id ?? organisationId.parse(id)) satisfies OrganisationId,
    grades: withPeriod(known?.grades ?? [], grade === '' || gradeFrom === null || gradeTo === null ? undefined : { grade, from: gradeFrom, to: gradeTo }, corrects),
    listings: [...listing('abnormal', abnormalFrom, abnormalTo), ...listing('dishonest', dishonestFrom, dishonestTo)],
    joinedAt: known?.joinedAt ?? null,
  }
}

const at = (column: keyof Draft & string, code: string, zh: string, en: string): CellFault => ({ column, code, zh, en })
const missing = (column: keyof Draft & string, zh: string, en: string) => at(column, 'REQUIRED', zh, en)

function check(draft: Draft): CellFault[] {
  const faults: CellFault[] = []
  if (draft.standing === 'registered') {
    if (draft.creditCode === '') faults.push(missing('creditCode', '登记的组织要填统一社会信用代码', 'A registered organisation needs its credit code'))
    else if (draft.registeredAs !== '' && draft.registeredAs !== registeredKindOf(draft.creditCode)) faults.push(at('registeredAs', 'CREDIT_CODE_KIND', '登记类型与统一社会信用代码的前两位对不上：51 社会团体，52 社会服务机构，53 基金会', 'The kind does not agree with the first two characters of the credit code: 51 association, 52 social service, 53 foundation'))
  } else {
    if (draft.creditCode !== '') faults.push(at('creditCode', 'NO_CODE_OF_ITS_OWN', '备案的组织没有自己的统一社会信用代码；有代码的请填“登记”', 'A filed one has no code of its own; one with a code is registered (登记)'))
    if (draft.filedWith === '') faults.push(missing('filedWith', '备案的组织要填备案的街道或镇', 'A filed one needs the street or town that keeps its file'))
    if (draft.hostName === '') faults.push(missing('hostName', '备案的组织要填挂靠单位', 'A filed one needs its host'))
  }
  if (draft.grade !== '' && draft.gradeFrom === null) faults.push(missing('gradeFrom', '填了等级就要填开始日期', 'A grade needs its first day'))
  if (draft.grade !== '' && draft.gradeTo === null) faults.push(missing('gradeTo', '填了等级就要填到期日期', 'A grade needs its last day'))
  if (draft.grade === '' && (draft.gradeFrom !== null || draft.gradeTo !== null)) faults.push(missing('grade', '填了等级的日期就要填等级', 'The days of a grade need the grade'))
  for (const [from, to] of [['gradeFrom', 'gradeTo'], ['abnormalFrom', 'abnormalTo'], ['dishonestFrom', 'dishonestTo']] as const) {
    const [first, last] = [draft[from], draft[to]]
    if (first !== null && last !== null && last < first) faults.push(at(to, 'ENDS_BEFORE', `${last} 早于开始的 ${first}`, `${last} is before its beginning, ${first}`))
    if (from !== 'gradeFrom' && first === null && last !== null) faults.push(missing(from, '填了移出日期就要填列入日期', 'The day it came off needs the day it was put on'))
  }
  if (draft.size !== null && draft.core !== null && draft.core > draft.size) faults.push(at('core', 'TOO_BIG', `骨干人数不能多于队伍人数（${draft.size} 人）`, `No more core members than the team has (${draft.size})`))
  return faults
}

const notOurs = (entry: Entry, teams: boolean): Fault | undefined =>
  (entry.kind === 'team') === teams ? undefined : { code: 'OTHER_REGISTER', zh: `登记册里它已是${entry.kind === 'team' ? '志愿服务队伍' : '社会组织'}“${entry.name}”，请放到那一种文件里`, en: `The registry has it as ${entry.kind === 'team' ? 'the team' : 'the organisation'} "${entry.name}"; put it into that kind of file` }

const shared = { draftOf, entryOf, check, keysOf: keysOfEntry, nameOf: ({ name }: Entry) => name }
export const organisationSheet: Sheet<Entry, Draft> = { register: 'organisations', columns: organisationColumns, empty, ...shared, notOurs: (entry) => notOurs(entry, false) }
export const teamSheet: Sheet<Entry, Draft> = { register: 'teams', columns: teamColumns, empty: { ...empty, kind: 'team', standing: 'filed' }, ...shared, notOurs: (entry) => notOurs(entry, true) }
