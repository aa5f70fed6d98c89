import type { Block } from '../../shared/archive/document.ts'
import { eligibilityItem } from '../../shared/eligibility/eligibility.store.ts'
import { type Eligibility, seenBy } from '../../shared/eligibility/review.ts'
import { readableBytes } from '../../shared/file/file.ts'
import { rulesFor } from '../../shared/proposal/paper.ts'
import { type Proposal, proposalNumber, type Version } from '../../shared/proposal/proposal.ts'
import { loadVersion, proposalItem } from '../../shared/proposal/proposal.store.ts'
import { budgetTotals, lineAmount } from '../../shared/rulebook/budget.ts'
import { budgetColumns, isEmpty, rowsOf } from '../../shared/rulebook/content.ts'
import type { Column, Field, Form } from '../../shared/rulebook/form.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, personOf } from '../context.ts'
import { type ArchiveEntry, type ArchiveRoom, heads, moment, paper, recordOf, said, shortName, uploads, word, yes, yuan } from './archive-room.ts'
import { outcomesOf } from './eligibility.ts'
import { categoryName, stateNames } from './proposal-list.ts'
import type { Sheet } from './xlsx.ts'

/** Every proposal that was sent: its versions, what was found of its eligibility, its cures, and its attachments. What was never sent is its applicant's own paper, and only counted. */
export async function* archiveProposals(room: ArchiveRoom, folder: string): AsyncGenerator<ArchiveEntry, Sheet[]> {
  const { context, competition, rulebook } = room
  authorise(context, 'proposal.list', { district: competition.district, competition: competition.id })
  const [stored, records] = await Promise.all([context.table.queryAll(proposalItem, keys.proposalsOf(competition.id)), context.table.queryAll(eligibilityItem, keys.eligibilities(competition.id))])
  const eligibilities = new Map<string, Eligibility>(records.map(({ value }) => [value.proposal, value]))
  const all = stored.map(({ value }) => value).toSorted((a, b) => proposalNumber(a.id).localeCompare(proposalNumber(b.id)))
  const [lines, reviews]: [string[][], string[][]] = [[], []]
  for (const proposal of all) {
    room.titles.set(proposal.id, proposal.title)
    lines.push([proposalNumber(proposal.id), proposal.title, proposal.organisation.name, said(room, categoryName(rulebook, proposal.category)), stateNames[proposal.state][room.archive.language], moment(proposal.submittedAt), String(proposal.version), proposal.eligibility?.reasons ?? ''])
    if (proposal.version === 0) continue
    const at = `${folder}/${proposalNumber(proposal.id)}-${shortName(proposal.title)}`
    const versions = await Promise.all(Array.from({ length: proposal.version }, (_, i) => loadVersion(context.table, proposal.id, i + 1)))
    const { form } = rulesFor(rulebook, proposal)
    for (const version of versions) yield paper(room, `${at}/${word(room, `申报书-第${version.number}版`, `form-version-${version.number}`)}`, version.title, versionBlocks(room, form, proposal, version))
    const eligibility = eligibilities.get(proposal.id)
    const seen = eligibility === undefined ? undefined : { ...eligibility, passes: eligibility.passes.map((pass) => seenBy(pass, rulebook.eligibility.reviewers, personOf(context).id)) }
    if (seen !== undefined || proposal.eligibility !== null) yield paper(room, `${at}/${word(room, '资格审查', 'eligibility')}`, `${word(room, '资格审查：', 'Eligibility: ')}${proposal.title}`, await eligibilityBlocks(room, proposal, seen))
    reviews.push(...reviewRows(room, proposal, seen))
    yield recordOf(room, at, { proposal, versions, eligibility: seen ?? null })
    const files = new Map(versions.flatMap(({ attachments }) => attachments).map(({ file, kind }) => [file as string, kind]))
    yield* uploads(room, `${at}/${word(room, '附件', 'attachments')}`, [...files].map(([id, kind]) => ({ id, prefix: `${shortName(kindName(room, form, kind))}-` })))
  }
  return [
    { name: word(room, '申报书', 'Proposals'), head: heads(room, ['编号', 'No.'], ['项目', 'Project'], ['申报单位', 'Applicant'], ['类别', 'Category'], ['状态', 'State'], ['提交时间', 'Sent at'], ['版本数', 'Versions'], ['审查意见', 'Reasons']), rows: lines, widths: [16, 32, 28, 16, 12, 20, 8, 40] },
    { name: word(room, '资格审查', 'Eligibility'), head: heads(room, ['编号', 'No.'], ['项目', 'Project'], ['轮次', 'Pass'], ['版本', 'Version'], ['审查人', 'Reviewer'], ['意见', 'Verdict'], ['理由', 'Reasons'], ['时间', 'When']), rows: reviews, widths: [16, 32, 8, 8, 14, 12, 40, 20] },
  ]
}

const kindName = (room: ArchiveRoom, form: Form, id: string): string => said(room, form.attachments.find((kind) => kind.id === id)?.label ?? { zh: id })

function versionBlocks(room: ArchiveRoom, form: Form, proposal: Proposal, version: Version): Block[] {
  return [
    { facts: [
      [word(room, '编号', 'Number'), `${proposalNumber(proposal.id)} · ${word(room, `第 ${version.number} 版`, `version ${version.number}`)}`],
      [word(room, '申报单位', 'Applicant'), version.organisation.name],
      [word(room, '类别', 'Category'), said(room, categoryName(room.rulebook, version.category))],
      [word(room, '提交', 'Sent'), `${version.submittedBy.name} ${moment(version.submittedAt)}`],
      ...(proposal.paper === undefined ? [] : [[word(room, '纸质录入', 'Entered from paper'), `${proposal.paper.by.name} ${moment(proposal.paper.at)}`] as const]),
    ] },
    ...form.sections.flatMap((section): Block[] => [{ heading: said(room, section.title) }, ...section.fields.flatMap((field) => fieldBlocks(room, field, version.content[field.id]))]),
    { heading: word(room, '附件', 'Attachments') },
    { table: { head: heads(room, ['材料', 'What'], ['文件', 'File'], ['大小', 'Size']), rows: version.attachments.map(({ kind, name, bytes }) => [kindName(room, form, kind), name, readableBytes(bytes)]) } },
  ]
}

function fieldBlocks(room: ArchiveRoom, field: Field, value: unknown): Block[] {
  if (field.kind !== 'rows' && field.kind !== 'budget') return [{ facts: [[said(room, field.label), field.kind === 'yes' ? yes(room, value === true) : answer(room, field, value)]] }]
  const rows = rowsOf(value)
  const columns = field.kind === 'rows' ? field.columns : budgetColumns(field)
  const amounts = field.kind === 'budget'
  const table: Block = { table: {
    head: [...columns.map(({ label }) => said(room, label)), ...(amounts ? [word(room, '金额', 'Amount')] : [])],
    rows: rows.map((row) => [...columns.map((column) => answer(room, column, row[column.id])), ...(amounts ? [yuan(room, lineAmount(row.unitPrice, row.quantity))] : [])]),
  } }
  return [{ facts: [[said(room, field.label), field.kind === 'budget' ? `${word(room, '合计', 'Total')} ${yuan(room, budgetTotals(field, rows).total)}` : rows.length === 0 ? '—' : '']] }, ...(rows.length === 0 ? [] : [table])]
}

function answer(room: ArchiveRoom, field: Column, value: unknown): string {
  if (isEmpty(value)) return '—'
  if (field.kind === 'money') return typeof value === 'number' ? yuan(room, value) : '—'
  if (field.kind === 'choice') return said(room, field.options.find(({ id }) => id === value)?.label ?? { zh: String(value) })
  return field.kind === 'integer' && field.unit !== undefined ? `${String(value)} ${said(room, field.unit)}` : String(value)
}

const verdictWords = { admitted: { zh: '通过', en: 'Admit' }, rejected: { zh: '不通过', en: 'Reject' }, cure: { zh: '补正', en: 'Cure' } }

function reviewRows(room: ArchiveRoom, { id, title }: Proposal, eligibility: Eligibility | undefined): string[][] {
  return (eligibility?.passes ?? []).flatMap(({ version, reviews, third }, i) => [...reviews, ...(third === null ? [] : [third])].map(({ by, verdict, reasons, at }) =>
    [proposalNumber(id), title, String(i + 1), String(version), by.name, said(room, verdictWords[verdict]), reasons, moment(at)]))
}

/** What the machine found of the newest version, what each reviewer said, the cures, and what was decided. */
async function eligibilityBlocks(room: ArchiveRoom, proposal: Proposal, eligibility: Eligibility | undefined): Promise<Block[]> {
  const outcomes = await outcomesOf(room.context.table, room.rulebook, proposal)
  const decided = proposal.eligibility
  const nameOf = (check: string) => said(room, outcomes.find(({ id }) => id === check)?.label ?? { zh: check })
  return [
    ...(decided === null ? [] : [{ facts: [[word(room, '决定', 'Decided'), `${said(room, verdictWords[decided.decision])} ${moment(decided.at)}`], [word(room, '理由', 'Reasons'), decided.reasons === '' ? '—' : decided.reasons]] } satisfies Block]),
    { heading: word(room, '审查项目', 'Checks') },
    { table: { head: heads(room, ['项目', 'Check'], ['机器查到', 'Found by the platform'], ['符合', 'Holds']), rows: outcomes.map(({ id, label, found, holds }) => {
      const stands = decided?.checks[id] ?? holds
      return [said(room, label), said(room, found), stands === null ? '—' : yes(room, stands)]
    }) } },
    ...(eligibility === undefined ? [] : [
      { heading: word(room, '审查意见', 'Reviews') },
      { table: { head: heads(room, ['轮次', 'Pass'], ['版本', 'Version'], ['审查人', 'Reviewer'], ['意见', 'Verdict'], ['理由', 'Reasons'], ['时间', 'When']), rows: reviewRows(room, proposal, eligibility).map((row) => row.slice(2)) } },
      { heading: word(room, '补正', 'Cures') },
      { table: { head: heads(room, ['次数', 'No.'], ['要补的', 'What failed'], ['理由', 'Reasons'], ['开始', 'From'], ['截止', 'Until'], ['结果', 'Outcome']), rows: eligibility.cures.map(({ number, checks, reasons, openedAt, until, ended }) => [String(number), checks.map(nameOf).join('、'), reasons, moment(openedAt), moment(until), ended === null ? '—' : `${ended.how === 'sent' ? word(room, '已补正', 'cured') : word(room, '没有补正', 'let pass')} ${moment(ended.at)}`]) } },
    ] satisfies Block[]),
  ]
}
