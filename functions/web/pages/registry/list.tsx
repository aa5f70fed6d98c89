import { shanghaiDate } from '../../../../shared/kernel/calendar.ts'
import type { Instant } from '../../../../shared/kernel/instant.ts'
import { className } from '../../../../shared/registry/classes.ts'
import { grades, type Listing, listings, workerLevels } from '../../../../shared/registry/entry.ts'
import { inRegister } from '../../../../shared/registry/registers.store.ts'
import type { Register } from '../../../../shared/registry/sheet.ts'
import { authorise } from '../../../context.ts'
import { districtOf } from '../../../queries/districts.ts'
import { exportRegistry, type Listed, listFormats, listRegistry, registryFilter, type RegistryFilter, type RegistryList } from '../../../queries/registry.ts'
import { ChoiceField } from '../../look/choices.tsx'
import { TextField } from '../../look/fields.tsx'
import { ButtonLink } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { type Column, Pager, Table, Tools } from '../../look/table.tsx'
import { Empty, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import type { Asked, Shown } from '../page.ts'
import { districtIn, download, registerIn, registerNames, registryAt, RegistryPage } from './frame.tsx'

/** What the address asks for; a filter that makes no sense (an old link) is left out. */
function filterOf(query: URLSearchParams): RegistryFilter {
  const given = Object.fromEntries([...query].filter(([, value]) => value !== ''))
  const parsed = registryFilter.safeParse(given)
  return parsed.success ? parsed.data : registryFilter.parse({})
}

/** The district's first list. */
export function showFirst({ context }: Asked): Promise<Shown> {
  const district = districtOf(context, undefined)
  authorise(context, 'registry.read', { district })
  return Promise.resolve({ go: `${registryAt(district)}/organisations` })
}

export async function showList(asked: Asked): Promise<Shown> {
  const { context, look, query } = asked
  const [district, register, filter] = [districtIn(asked), registerIn(asked), filterOf(query)]
  return { page: <ListPage look={look} district={district} register={register} filter={filter} list={await listRegistry(context, district, register, filter)} /> }
}

export async function showExport(asked: Asked): Promise<Shown> {
  const { context, query } = asked
  const format = listFormats.find((one) => one === query.get('format')) ?? 'xlsx'
  return download(await exportRegistry(context, districtIn(asked), registerIn(asked), filterOf(query), format))
}

const filters = ['q', 'street', 'class', 'grade', 'listed', 'standing', 'joined', 'level', 'reported'] as const

function ListPage({ look, district, register, filter, list }: { look: Look; district: string; register: Register; filter: RegistryFilter; list: RegistryList }) {
  const t = listTexts(look)
  const here = `${registryAt(district)}/${register}`
  const chosen = Object.entries(filter).filter((pair): pair is [string, string] => filters.some((name) => name === pair[0]) && pair[1] !== undefined)
  const file = (format: string) => `${here}/export?${new URLSearchParams([...chosen, ['format', format]]).toString()}`
  return (
    <RegistryPage
      look={look} district={district} tab={register} lead={<p class="soft">{t.lead(list.all, t.unit[register])}</p>}
      actions={<><ButtonLink href={file('xlsx')} icon="download" download>{t.xlsx}</ButtonLink><ButtonLink href={file('csv')} icon="download" download>CSV</ButtonLink><ButtonLink href={`${here}/new`} weight="primary" icon="add">{t.add}</ButtonLink></>}
    >
      <Tools>
        <TextField path="q" label={t.search[register]} value={filter.q ?? ''} type="search" required />
        <ChoiceField path="street" label={t.street} as="select" none={t.all} value={filter.street ?? ''} required choices={list.streets.map((value) => ({ value, label: value }))} />
        {register === 'people' ? <PeopleFilters look={look} filter={filter} /> : <OrganisationFilters look={look} filter={filter} list={list} />}
      </Tools>
      <Table
        caption={`${registerNames[register][look.language]}${t.ordered}`}
        rows={list.items}
        empty={chosen.length > 0 ? <Empty title={t.noneFound} action={<a href={here}>{t.showAll}</a>} /> : <Empty title={t.none} action={<a href={`${registryAt(district)}/imports?register=${register}`}>{t.import}</a>}>{t.noneHint}</Empty>}
        columns={columnsOf(look, register, here)}
      />
      <Pager page={list.page} size={list.size} total={list.total} unit={look.language === 'zh' ? t.unit[register] : ''} />
    </RegistryPage>
  )
}

function OrganisationFilters({ look, filter, list }: { look: Look; filter: RegistryFilter; list: RegistryList }) {
  const t = listTexts(look)
  const { majors, minors } = list.classes
  const classes = majors.flatMap((major) => [{ value: major.id, label: className(list.classes, major.id, look.language) }, ...minors.filter(({ major: of }) => of === major.id).map(({ id }) => ({ value: id, label: `· ${className(list.classes, id, look.language)}` }))])
  return (
    <>
      <ChoiceField path="class" label={t.class} as="select" none={t.all} value={filter.class ?? ''} required choices={classes} />
      <ChoiceField path="grade" label={t.grade} as="select" none={t.all} value={filter.grade ?? ''} required choices={[...grades.toReversed().map((value) => ({ value, label: value })), { value: 'none', label: t.noGrade }]} />
      <ChoiceField path="listed" label={t.listed} as="select" none={t.all} value={filter.listed ?? ''} required choices={[...listings.map((value) => ({ value, label: listingNames(look)[value] })), { value: 'none', label: t.notListed }]} />
      <ChoiceField path="standing" label={t.standing} as="select" none={t.all} value={filter.standing ?? ''} required choices={[{ value: 'registered', label: t.registered }, { value: 'filed', label: t.filed }]} />
      <ChoiceField path="joined" label={t.joined} as="select" none={t.all} value={filter.joined ?? ''} required choices={[{ value: 'yes', label: t.hasJoined }, { value: 'no', label: t.notJoined }]} />
    </>
  )
}

function PeopleFilters({ look, filter }: { look: Look; filter: RegistryFilter }) {
  const t = listTexts(look)
  return (
    <>
      <ChoiceField path="level" label={t.level} as="select" none={t.all} value={filter.level ?? ''} required choices={[...workerLevels.map((value) => ({ value, label: t.levels[value] })), { value: 'none', label: t.noLevel }]} />
      <ChoiceField path="reported" label={t.reported} as="select" none={t.all} value={filter.reported ?? ''} required choices={[{ value: 'yes', label: t.hasReported }, { value: 'no', label: t.notReported }]} />
    </>
  )
}

/** What a cell says, in the reader's language where it is one of some words. */
export function sayCell(look: Look, register: Register, column: string, text: string): string {
  if (look.language === 'zh') return text
  // A class that nobody has named goes by its number.
  const number = column === 'class' ? /^小类 (\d+)$/.exec(text)?.[1] : undefined
  if (number !== undefined) return `Minor class ${number}`
  return inRegister(register, ({ sheet }) => sheet.columns.find(({ id }) => id === column)?.choices.find(({ zh }) => zh === text)?.en) ?? text
}

export const listingNames = (look: Look): Record<Listing, string> =>
  words(look.language, { zh: { abnormal: '活动异常名录', dishonest: '严重违法失信名单' }, en: { abnormal: 'List of abnormal activity', dishonest: 'List of serious dishonesty' } })

/** A registration is good until the end of its last day. */
const isLapsed = (look: Look, until: string): boolean => until !== '' && until < shanghaiDate(look.now as Instant)

function columnsOf(look: Look, register: Register, here: string): Column<Listed>[] {
  const t = listTexts(look)
  const cell = (id: string, header: string, more: Partial<Column<Listed>> = {}): Column<Listed> => ({ header, cell: ({ cells }) => sayCell(look, register, id, cells[id] ?? ''), ...more })
  const name: Column<Listed> = { header: register === 'people' ? t.personName : t.name, names: true, sort: 'name', cell: ({ id, cells }) => <a href={`${here}/entries/${id}`}>{cells.name}</a> }
  const street = cell('street', t.street, { sort: 'street' })
  if (register === 'people') {
    return [name, cell('organisation', t.organisation), street, cell('level', t.level), cell('certificate', t.certificate, { class: 'n' }), { header: t.until, sort: 'until', class: 'n', cell: ({ cells }) => <>{cells.registeredUntil}{isLapsed(look, cells.registeredUntil ?? '') ? <> <Tag state="late">{t.lapsed}</Tag></> : null}</> }, cell('leads', t.leads), cell('seats', t.seats), cell('reportedTo', t.reported)]
  }
  const code: Column<Listed> = { header: t.code, cell: ({ cells }) => <span class="n">{cells.creditCode === '' ? `${cells.filedWith ?? ''} ${cells.filingNumber ?? ''}`.trim() : cells.creditCode}</span> }
  const grade: Column<Listed> = { header: t.grade, sort: 'grade', cell: ({ standing }) => standing?.grade ?? '' }
  const marks: Column<Listed> = {
    header: t.marks,
    cell: ({ standing, joinedAt }) => [
      ...(standing?.listings ?? []).map((list) => <><Tag state="late">{t.listings[list]}</Tag>{' '}</>),
      joinedAt === null ? null : <Tag state="done">{t.hasJoined}</Tag>,
    ],
  }
  return register === 'teams'
    ? [name, code, street, cell('size', t.size, { align: 'end' }), cell('contactName', t.leader), cell('hostName', t.host), marks]
    : [name, code, street, cell('class', t.class), grade, marks]
}

function listTexts(look: Look) {
  return words(look.language, {
    zh: {
      lead: (n: number, unit: string) => `本区在册 ${n.toLocaleString('en')} ${unit}`, unit: { organisations: '家', teams: '支', people: '人' }, xlsx: 'Excel', add: '新增', all: '全部', ordered: '，按所选的列排列',
      search: { organisations: '名称、代码、挂靠单位或联系人', teams: '队伍、挂靠单位或负责人', people: '姓名、手机、单位或证书编号' },
      name: '名称', personName: '姓名', lapsed: '已过期', code: '代码或备案', street: '街道', class: '类别', grade: '评估等级', noGrade: '没有等级', listed: '名录', notListed: '不在名录', standing: '登记或备案', registered: '登记', filed: '备案', joined: '平台', hasJoined: '已入驻', notJoined: '未入驻',
      marks: '状态', listings: { abnormal: '活动异常', dishonest: '严重失信' }, size: '人数', leader: '负责人', host: '挂靠单位',
      organisation: '所在单位', level: '社工级别', levels: { assistant: '助理社会工作师', 'social-worker': '社会工作师', senior: '高级社会工作师' }, noLevel: '不是持证社工', certificate: '证书编号', until: '登记有效期至', leads: '带领队伍', seats: '任职单位', reported: '双报到', hasReported: '已报到', notReported: '没有报到',
      noneFound: '没有找到', showAll: '看全部', none: '登记册里还没有内容', noneHint: '可以从 Excel 或 CSV 导入，也可以逐条新增。', import: '去导入',
    },
    en: {
      lead: (n) => `${n.toLocaleString('en')} in this district's registry`, unit: { organisations: '', teams: '', people: '' }, xlsx: 'Excel', add: 'Add', all: 'All', ordered: ' in the chosen order',
      search: { organisations: 'Name, code, host or contact', teams: 'Team, host or leader', people: 'Name, mobile, employer or certificate' },
      name: 'Name', personName: 'Name', lapsed: 'Lapsed', code: 'Code or file', street: 'Street', class: 'Class', grade: 'Grade', noGrade: 'No grade', listed: 'Lists', notListed: 'On no list', standing: 'Registered or filed', registered: 'Registered', filed: 'Filed', joined: 'Platform', hasJoined: 'Joined', notJoined: 'Not joined',
      marks: 'State', listings: { abnormal: 'Abnormal', dishonest: 'Dishonest' }, size: 'People', leader: 'Leader', host: 'Host',
      organisation: 'Works at', level: 'Level', levels: { assistant: 'Assistant social worker', 'social-worker': 'Social worker', senior: 'Senior social worker' }, noLevel: 'No certified social worker', certificate: 'Certificate', until: 'Registered until', leads: 'Leads', seats: 'Seats', reported: 'Reported to', hasReported: 'Reported', notReported: 'Not reported',
      noneFound: 'Nothing like that', showAll: 'Show all', none: 'The registry is empty', noneHint: 'Import it from Excel or CSV, or add entries one by one.', import: 'Import',
    },
  })
}
