import { type Read, readChoice, readDay, readPhone, readText } from './cells.ts'
import { keysOfPerson, type PersonEntry, type WorkerLevel } from './entry.ts'
import type { CellFault, Column, Sheet } from './sheet.ts'

export type PersonDraft = Omit<PersonEntry, 'id'>
type Draft = PersonDraft

const levelWords: Record<WorkerLevel, readonly string[]> = { assistant: ['助理社会工作师', '助理'], 'social-worker': ['社会工作师', '中级'], senior: ['高级社会工作师', '高级'] }
const levels = [{ zh: '助理社会工作师', en: 'Assistant social worker' }, { zh: '社会工作师', en: 'Social worker' }, { zh: '高级社会工作师', en: 'Senior social worker' }]

const into = <K extends keyof Draft>(key: K, read: Read<Draft[K]>): Read<Partial<Draft>> => ('fault' in read ? read : { value: { [key]: read.value } as Partial<Draft> })
const base = (zh: string, en: string, more: { hint?: [string, string]; required?: boolean; width?: number } = {}) =>
  ({ label: { zh, en }, hint: { zh: more.hint?.[0] ?? '', en: more.hint?.[1] ?? '' }, required: more.required ?? false, width: more.width ?? 16, choices: [] as Column<Draft>['choices'] })
const text = (id: 'name' | 'street' | 'organisation' | 'certificate' | 'leads' | 'seats' | 'reportedTo', most: number, shown: ReturnType<typeof base>): Column<Draft> => ({ ...shown, id, as: 'text', read: (cell) => into(id, readText(cell, most)), write: (draft) => draft[id] })
const day = (id: 'registeredUntil' | 'reportedOn', shown: ReturnType<typeof base>): Column<Draft> => ({ ...shown, id, as: 'date', read: (cell) => into(id, readDay(cell)), write: (draft) => draft[id] ?? '' })

const columns: readonly Column<Draft>[] = [
  text('name', 60, base('姓名', 'Name', { required: true })),
  { ...base('手机', 'Mobile', { required: true, hint: ['和姓名一起认人', 'With the name it tells who it is'] }), id: 'phone', as: 'text', read: (cell) => into('phone', readPhone(cell)), write: (draft) => draft.phone },
  text('street', 40, base('街道', 'Street')),
  text('organisation', 60, base('所在单位', 'Works at', { width: 28 })),
  {
    ...base('社工级别', 'Level', { hint: [`可填：${levels.map(({ zh }) => zh).join('、')}`, `One of ${levels.map(({ zh }) => zh).join(', ')}`] }), id: 'level', as: 'choice', choices: levels,
    read: (cell) => into('level', readChoice<WorkerLevel>(cell, levelWords, '')), write: ({ level }) => (level === '' ? '' : (levelWords[level][0] ?? '')),
  },
  text('certificate', 40, base('证书编号', 'Certificate', { hint: ['整列设成文本', 'Format the column as text'], width: 24 })),
  day('registeredUntil', base('登记有效期至', 'Registered until', { hint: ['例如 2028-12-31', 'For example 2028-12-31'] })),
  text('leads', 60, base('带领队伍', 'Leads the team', { width: 28 })),
  text('seats', 200, base('任职单位', 'Seats held at', { hint: ['法定代表人、理事、监事；几家用“、”隔开', 'Legal representative, board, supervisor; several between 、'], width: 28 })),
  text('reportedTo', 60, base('双报到社区', 'Reported to', { hint: ['党员自愿填', 'Party members, if they like'] })),
  day('reportedOn', base('双报到日期', 'Reported on')),
]

function check(draft: Draft): CellFault[] {
  const missing = (column: keyof Draft & string, zh: string, en: string): CellFault => ({ column, code: 'REQUIRED', zh, en })
  return [
    ...(draft.level !== '' && draft.certificate === '' ? [missing('certificate', '填了社工级别就要填证书编号', 'A level needs the number of its certificate')] : []),
    ...(draft.level === '' && draft.certificate !== '' ? [missing('level', '填了证书编号就要填社工级别', 'A certificate needs its level')] : []),
    ...(draft.reportedOn !== null && draft.reportedTo === '' ? [missing('reportedTo', '填了双报到日期就要填社区', 'The day needs the community')] : []),
  ]
}

export const personSheet: Sheet<PersonEntry, Draft> = {
  register: 'people', columns, check,
  empty: { name: '', phone: '', street: '', organisation: '', level: '', certificate: '', registeredUntil: null, leads: '', seats: '', reportedTo: '', reportedOn: null },
  draftOf: ({ id: _id, ...rest }) => rest,
  entryOf: (draft, known, id) => ({ ...draft, id: known?.id ?? id }),
  keysOf: keysOfPerson,
  nameOf: ({ name }) => name,
  notOurs: () => undefined,
}
