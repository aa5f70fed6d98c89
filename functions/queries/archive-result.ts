import type { Block } from '../../shared/archive/document.ts'
import { loadAwardList } from '../../shared/award/award.store.ts'
import type { AwardLine } from '../../shared/award/line.ts'
import { decisionItem } from '../../shared/portfolio/decision.store.ts'
import { proposalNumber } from '../../shared/proposal/proposal.ts'
import { keys } from '../../shared/store/keys.ts'
import { type ArchiveEntry, type ArchiveRoom, heads, moment, paper, recordOf, said, uploads, word, yes, yuan } from './archive-room.ts'
import { readResult, type ResultView } from './award.ts'
import { readDecision } from './decision.ts'
import type { ObjectionView } from './notice.ts'
import { categoryName } from './proposal-list.ts'
import type { Sheet } from './xlsx.ts'

/** Of a venture: what the programme proposed, what was put before whoever decides and why it differs from the rank order, the word, and the opinions that go with it. */
export async function* archiveDecision(room: ArchiveRoom, folder: string): AsyncGenerator<ArchiveEntry, Sheet[]> {
  const { context, competition } = room
  if ((await context.table.get(decisionItem, keys.decision(competition.id))) === undefined) return []
  const { decision, basis } = await readDecision(context, competition.id)
  if (decision === null) return []
  const { prepared, decided, opinions } = decision
  const chosen = new Map<string, number>(prepared?.choices.map(({ proposal, amount }) => [proposal, amount]))
  const lines = basis?.lines ?? []
  const listed = (proposals: readonly string[] | undefined, proposal: string) => (proposals === undefined ? '' : yes(room, proposals.includes(proposal)))
  const head = heads(room, ['名次', 'Place'], ['编号', 'No.'], ['项目', 'Project'], ['单位', 'Organisation'], ['得分', 'Score'], ['申请', 'Asked'], ['按章程最多', 'Most by the rules'], ['按名次', 'By rank'], ['按组合', 'By portfolio'], ['决定', 'Decided'])
  const rows = lines.map((line) => [String(line.place), proposalNumber(line.proposal), line.title, line.organisationName, line.score, yuan(room, line.asked), yuan(room, line.amount), listed(basis?.proposed.rank.proposals, line.proposal), listed(basis?.proposed.best?.proposals, line.proposal), yuan(room, chosen.get(line.proposal))])
  yield paper(room, `${folder}/${word(room, '资助决定', 'decision')}`, word(room, '资助决定', 'Decision on grants'), [
    { facts: [
      [word(room, '资助总额', 'Budget'), yuan(room, decision.budget)],
      [word(room, '决定资助', 'Funded'), `${chosen.size} · ${yuan(room, [...chosen.values()].reduce((sum, fen) => sum + fen, 0))}`],
      [word(room, '拟定', 'Prepared'), prepared === null ? '—' : `${prepared.byName} ${moment(prepared.at)}`],
      [word(room, '与名次顺序不同', 'Differs from the rank order'), prepared === null ? '—' : yes(room, prepared.differs)],
      [word(room, '理由', 'Reason'), prepared === null || prepared.reason === '' ? '—' : prepared.reason],
      [word(room, '决定', 'Decided'), decided === null ? '—' : `${decided.byName} ${moment(decided.at)}`],
    ] },
    { table: { head, rows } },
    { heading: word(room, '规则', 'Rules') },
    { table: { head: heads(room, ['规则', 'Rule'], ['依据', 'Source'], ['没有它能多得的分', 'Gain without it']), rows: (basis?.proposed.constraints ?? []).map(({ id, sentence, source }) => [said(room, sentence), said(room, source), basis?.proposed.costs.find(({ constraint }) => constraint === id)?.gain ?? '']) } },
    { heading: word(room, '审批意见', 'Opinions') },
    { table: { head: heads(room, ['文件', 'File'], ['谁上传', 'Uploaded by'], ['时间', 'When']), rows: opinions.map(({ name, byName, at }) => [name, byName, moment(at)]) } },
  ])
  yield recordOf(room, folder, { decision, basis })
  yield* uploads(room, `${folder}/${word(room, '审批意见', 'opinions')}`, opinions.map(({ file }) => ({ id: file })))
  return [{ name: word(room, '资助决定', 'Decision'), head, rows }]
}

/** Each notice with its list and its days, each objection with its ruling, and the awards as they stand. */
export async function* archiveResult(room: ArchiveRoom, folder: string): AsyncGenerator<ArchiveEntry, Sheet[]> {
  const { context, competition } = room
  const view = await readResult(context, competition.id)
  const { awards, lines, notices } = view
  if (awards === null) return []
  for (const notice of notices.toReversed()) {
    const own = await loadAwardList(context.table, competition.id, notice.list)
    yield paper(room, `${folder}/${word(room, `公示-第${notice.number}次`, `notice-${notice.number}`)}`, word(room, `公示（第 ${notice.number} 次）`, `Notice no. ${notice.number}`), [
      { facts: [
        [word(room, '公布单位', 'Issuer'), said(room, notice.issuer)], [word(room, '公布时间', 'Published'), moment(notice.publishedAt)],
        [word(room, '公示期', 'Days'), `${notice.firstDay} – ${notice.lastDay}（${word(room, `${notice.workingDays} 个工作日`, `${notice.workingDays} working days`)}${notice.provisional ? word(room, '，按暂定日历', ', by a provisional calendar') : ''}）`],
        [word(room, '针对', 'About'), notice.lines === 'all' ? word(room, '全部名单', 'the whole list') : word(room, '有变动的各行', 'the lines that changed')],
        [word(room, '依据', 'Basis'), notice.basis], [word(room, '过程', 'Process'), notice.process], [word(room, '受理', 'Contact'), `${notice.contact.phone} ${notice.contact.email}`],
        ...(notice.correction === null ? [] : [[word(room, '更正', 'Correction'), notice.correction] as const]),
      ] },
      lineTable(room, own),
      ...(notice.removed.length === 0 ? [] : [{ heading: word(room, '撤下的', 'Taken off') }, { table: { head: heads(room, ['编号', 'No.'], ['项目', 'Project'], ['单位', 'Organisation']), rows: notice.removed.map(({ proposal, title, organisation }) => [proposalNumber(proposal), title, organisation]) } }] satisfies Block[]),
    ])
  }
  for (const objection of view.objections ?? []) {
    const name = word(room, `异议-${objection.number}`, `objection-${objection.number}`)
    yield paper(room, `${folder}/${name}`, word(room, `异议 ${objection.number}`, `Objection ${objection.number}`), objectionBlocks(room, objection))
    yield* uploads(room, `${folder}/${name}`, objection.files.map((id) => ({ id })))
  }
  yield paper(room, `${folder}/${word(room, competition.kind === 'venture' ? '资助名单' : '获奖名单', 'award-list')}`, word(room, competition.kind === 'venture' ? '资助名单' : '获奖名单', 'Awards'), [
    { facts: [[word(room, '公布', 'Published'), moment(awards.publishedAt) === '' ? '—' : moment(awards.publishedAt)]] },
    lineTable(room, lines),
    ...changeBlocks(room, awards),
  ])
  yield recordOf(room, folder, { awards, lines, notices, objections: view.objections })
  return [
    { name: word(room, '名单', 'Awards'), head: lineHead(room), rows: lineRows(room, lines) },
    {
      name: word(room, '异议', 'Objections'), head: heads(room, ['编号', 'No.'], ['类型', 'Kind'], ['谁提出', 'By'], ['针对', 'About'], ['时间', 'When'], ['状态', 'State'], ['处理', 'Ruling'], ['处理人', 'Ruled by'], ['处理时间', 'Ruled at']),
      rows: (view.objections ?? []).map((one) => [one.number, said(room, kindWords[one.kind]), one.name, one.line?.title ?? word(room, '全部名单', 'the list'), moment(one.at), said(room, stateWords[one.state]), one.ruling?.reasons ?? '', one.ruling?.byName ?? '', moment(one.ruling?.at)]),
    },
  ]
}

const kindWords: Record<ObjectionView['kind'], { zh: string; en: string }> = { person: { zh: '个人实名', en: 'Person' }, organisation: { zh: '单位', en: 'Organisation' }, lead: { zh: '线索', en: 'Lead' } }
const stateWords: Record<ObjectionView['state'], { zh: string; en: string }> = { open: { zh: '处理中', en: 'Open' }, upheld: { zh: '成立', en: 'Upheld' }, dismissed: { zh: '不成立', en: 'Dismissed' }, noted: { zh: '已记录', en: 'Noted' } }
const effectWords = { none: { zh: '不改变名单', en: 'The list stays' }, annul: { zh: '撤销', en: 'Annulled' }, correct: { zh: '更正', en: 'Corrected' } }

function objectionBlocks(room: ArchiveRoom, { kind, name, contact, line, facts, at, deadline, state, ruling, notice }: ObjectionView): Block[] {
  return [
    { facts: [
      [word(room, '类型', 'Kind'), said(room, kindWords[kind])], [word(room, '提出人', 'By'), name === '' ? '—' : name], [word(room, '联系方式', 'Contact'), contact === '' ? '—' : contact],
      [word(room, '针对', 'About'), line?.title ?? word(room, `第 ${notice} 次公示的全部名单`, `the list of notice ${notice}`)], [word(room, '时间', 'When'), moment(at)], [word(room, '处理期限', 'To be ruled on by'), deadline?.day ?? '—'], [word(room, '状态', 'State'), said(room, stateWords[state])],
    ] },
    { heading: word(room, '事实', 'Facts') }, { text: facts },
    ...(ruling === null ? [] : [{ heading: word(room, '处理决定', 'Ruling') }, { facts: [[word(room, '结果', 'Effect'), said(room, effectWords[ruling.effect])], [word(room, '理由', 'Reasons'), ruling.reasons], [word(room, '处理人', 'By'), `${ruling.byName} ${moment(ruling.at)}`]] }] satisfies Block[]),
  ]
}

const lineHead = (room: ArchiveRoom): string[] => [...heads(room, ['名次', 'Place'], ['编号', 'No.'], ['项目', 'Project'], ['单位', 'Organisation'], ['类别', 'Category'], ['奖项', 'Award'], ['总分', 'Total']), ...(room.competition.kind === 'venture' ? [word(room, '资助金额', 'Amount')] : [])]
const lineRows = (room: ArchiveRoom, lines: readonly AwardLine[]): string[][] => lines.map((line) => [line.place === null ? '' : String(line.place), proposalNumber(line.proposal), line.title, line.organisation, said(room, categoryName(room.rulebook, line.category)), said(room, line.awardName), line.total, ...(room.competition.kind === 'venture' ? [yuan(room, line.amount)] : [])])
const lineTable = (room: ArchiveRoom, lines: readonly AwardLine[]): Block => ({ table: { head: lineHead(room), rows: lineRows(room, lines) } })

/** What people decided about the list, and what rulings changed in it. */
function changeBlocks(room: ArchiveRoom, { decisions, annulled, corrected }: NonNullable<ResultView['awards']>): Block[] {
  const names = (all: readonly { title: string }[]) => all.map(({ title }) => title).join('、')
  return [
    ...(decisions.length === 0 ? [] : [{ heading: word(room, '并列的决定', 'Ties decided') }, { table: { head: heads(room, ['奖项', 'Award'], ['并列', 'Tied'], ['选定', 'Chosen'], ['理由', 'Reason'], ['决定人', 'By'], ['时间', 'When']), rows: decisions.map((one) => [said(room, one.awardName), names(one.tied), names(one.chosen), one.reason, one.byName, moment(one.at)]) } }] satisfies Block[]),
    ...(annulled.length === 0 ? [] : [{ heading: word(room, '撤销的', 'Annulled') }, { table: { head: heads(room, ['项目', 'Project'], ['单位', 'Organisation'], ['理由', 'Reasons'], ['时间', 'When']), rows: annulled.map((one) => [one.title, one.organisation, one.reasons, moment(one.at)]) } }] satisfies Block[]),
    ...(corrected.length === 0 ? [] : [{ heading: word(room, '更正的', 'Corrected') }, { table: { head: heads(room, ['项目', 'Project'], ['单位', 'Organisation'], ['金额', 'Amount'], ['时间', 'When']), rows: corrected.map((one) => [one.title ?? room.titles.get(one.proposal) ?? '', one.organisation ?? '', yuan(room, one.amount), moment(one.at)]) } }] satisfies Block[]),
  ]
}
