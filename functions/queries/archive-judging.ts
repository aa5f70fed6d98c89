import { recusalItem } from '../../shared/conflict/recusal.store.ts'
import { judgeItem } from '../../shared/round/judge.store.ts'
import { loadPitches } from '../../shared/pitch/pitch.store.ts'
import { loadPlan, roundItem, type RoundRecord } from '../../shared/round/round.store.ts'
import type { Round } from '../../shared/rulebook/round.ts'
import { leavesOf } from '../../shared/rulebook/sheet.ts'
import type { Scorecard } from '../../shared/scorecard/scorecard.ts'
import { loadStanding, loadStandingHead } from '../../shared/standing/standing.store.ts'
import { proposalNumber } from '../../shared/proposal/proposal.ts'
import { proposalId } from '../../shared/kernel/ids.ts'
import { keys } from '../../shared/store/keys.ts'
import { shortTrace } from '../../shared/vote/burst.ts'
import type { Strike } from '../../shared/vote/strike.ts'
import { strikesOf } from '../../shared/vote/strike.store.ts'
import { authorise } from '../context.ts'
import { type ArchiveEntry, type ArchiveRoom, heads, moment, recordOf, said, word, yes } from './archive-room.ts'
import { archiveBundle, archiveSeal } from './archive-seal.ts'
import { conflictFilter, exportConflicts } from './conflict.ts'
import { categoryName } from './proposal-list.ts'
import { listCards } from './scorecard.ts'
import { type Sheet, xlsx } from './xlsx.ts'

type Card = Awaited<ReturnType<typeof listCards>>[number] & { proposal: string }

/** Who was tied to what; each round: the computed ranking, every card that was handed in, who judged what, who withdrew, and how the cards were sealed. A judge's draft is the judge's own. */
export async function* archiveJudging(room: ArchiveRoom, folder: string): AsyncGenerator<ArchiveEntry, Sheet[]> {
  const { context, competition, rulebook } = room
  authorise(context, 'scorecard.list', { district: competition.district, competition: competition.id })
  const [rounds, judges] = await Promise.all([context.table.queryAll(roundItem, keys.rounds(competition.id)), context.table.queryAll(judgeItem, keys.judges(competition.id))])
  const names = new Map<string, string>(judges.map(({ value }) => [value.person, value.name]))
  const ties = await exportConflicts(context, competition.id, conflictFilter.parse({}))
  if (ties.rows > 0) yield { path: `${folder}/${word(room, '利益关系', 'ties')}.csv`, bytes: new TextEncoder().encode(ties.text), pack: true }
  const overview: string[][] = []
  for (const { value: round } of rounds) {
    const rules = rulebook.rounds[round.index]
    if (rules === undefined) continue
    const at = `${folder}/${word(room, `第${round.index + 1}轮-${said(room, rules.name)}`, `round-${round.index + 1}-${said(room, rules.name)}`)}`
    const { sheets, record } = await roundOf(room, round, rules, names)
    yield { path: `${at}/${word(room, '评分与排名', 'scores-and-ranking')}.xlsx`, bytes: await xlsx(sheets), pack: false }
    yield recordOf(room, at, record)
    yield* archiveSeal(room, at, round, rules, names)
    overview.push([String(round.index + 1), said(room, rules.name), String(round.entries), String(record.cards.length), moment(round.scoringOpenedAt), moment(round.closedAt), record.standing === null ? word(room, '没有排名', 'no ranking') : String(record.standing.head.lines)])
  }
  yield* archiveBundle(room, folder)
  const struck = await strikesOf(context.table, competition.id)
  return [...(struck.length === 0 ? [] : [strikeSheet(room, struck)]), { name: word(room, '评审', 'Judging'), head: heads(room, ['轮次', 'Round'], ['名称', 'Name'], ['项目数', 'Projects'], ['评分表', 'Cards'], ['开始', 'Opened'], ['结束', 'Closed'], ['排名行数', 'Ranked']), rows: overview }]
}

/** Ballots of the public that were set aside: where they came from and why, never whose they were. */
const strikeSheet = (room: ArchiveRoom, struck: readonly Strike[]): Sheet => ({
  name: word(room, '不计入的选票', 'Ballots set aside'), head: heads(room, ['来自', 'From'], ['开始', 'Since'], ['结束', 'Until'], ['选票', 'Ballots'], ['理由', 'Reason'], ['决定', 'By'], ['时间', 'When']),
  rows: struck.map(({ kind, trace, since, until, ballots, reason, by, at }) => [`${kind === 'network' ? word(room, '同一网络', 'one network') : word(room, '同一浏览器', 'one browser')} ${shortTrace(trace)}`, moment(since), moment(until), String(ballots), reason, by.name, moment(at)]), widths: [24, 20, 20, 8, 40, 14, 20],
})

async function roundOf(room: ArchiveRoom, round: RoundRecord, rules: Round, names: ReadonlyMap<string, string>) {
  const { context: { table }, competition: { id }, rulebook } = room
  const [plan, recusals, head, lines, pitches] = await Promise.all([
    round.plan === null ? null : loadPlan(table, id, round.index, round.plan), table.queryAll(recusalItem, keys.recusals(id, round.index)),
    round.standing === null ? null : loadStandingHead(table, id, round.index, round.standing), round.standing === null ? [] : loadStanding(table, id, round.index, round.standing),
    rules.mode === 'pitch' ? loadPitches(table, id, round.index) : [],
  ])
  const judged = plan?.head.groups.flatMap(({ proposals }) => proposals) ?? lines.map(({ proposal }) => proposal)
  const cards: Card[] = []
  for (const proposal of judged) cards.push(...(await listCards(room.context, proposal, round.index)).filter(({ state }) => state === ('submitted' satisfies Scorecard['state'])).map((card) => ({ ...card, proposal })))
  const assigned = (card: Card) => plan === null || (plan.assignments[card.proposal] ?? []).some((judge) => judge === card.judge)
  const items = [...leavesOf(rules.criteria), ...rules.extras, ...rules.triggers]
  const title = (proposal: string) => room.titles.get(proposal) ?? ''
  const sheets: Sheet[] = [
    {
      name: word(room, '排名', 'Ranking'), head: [...heads(room, ['名次', 'Place'], ['编号', 'No.'], ['项目', 'Project'], ['申报单位', 'Applicant'], ['类别', 'Category'], ['组', 'Group'], ['本轮', 'This round'], ['总分', 'Total'], ['评委总分', 'Judges’ totals'], ['结果', 'Result'], ['同分说明', 'Tie-break'])],
      rows: lines.map((line) => [line.place, proposalNumber(line.proposal), line.title, line.organisation, said(room, categoryName(rulebook, line.category)), said(room, line.group?.name), line.rounds.find(({ round: of }) => of === rules.id)?.score ?? line.value, line.total, line.totals.join('、'), line.waits ? word(room, '并列待定', 'tied') : line.advances ? word(room, '进入', 'goes on') : word(room, '未进入', 'out'), said(room, line.tie)]),
      widths: [8, 16, 32, 28, 16, 14, 10, 10, 28, 10, 28],
    },
    {
      name: word(room, '评分表', 'Cards'), head: [...heads(room, ['编号', 'No.'], ['项目', 'Project'], ['评委', 'Judge'], ['计入', 'Counts']), ...items.map(({ label }) => said(room, label)), ...heads(room, ['合计', 'Total'], ['评语', 'Comment'], ['提交时间', 'Handed in'], ['回执', 'Receipt'], ['重开', 'Reopened'])],
      rows: cards.map((card) => [proposalNumber(proposalId.parse(card.proposal)), title(card.proposal), card.name, yes(room, assigned(card)), ...items.map(({ id: leaf }) => card.scores[leaf] ?? ''), card.total ?? '', card.comment, moment(card.submittedAt), card.receipt ?? '', card.reopened.map(({ by, reason, at }) => `${moment(at)} ${by} ${reason}`).join('；')]),
    },
    {
      name: word(room, '分组', 'Groups'), head: heads(room, ['组', 'Group'], ['编号', 'No.'], ['项目', 'Project'], ['评委', 'Judges']),
      rows: (plan?.head.groups ?? []).flatMap(({ name, proposals }) => proposals.map((proposal) => [said(room, name), proposalNumber(proposal), title(proposal), (plan?.assignments[proposal] ?? []).map((judge) => names.get(judge) ?? '').join('、')])), widths: [16, 16, 32, 40],
    },
    {
      name: word(room, '回避', 'Recusals'), head: heads(room, ['编号', 'No.'], ['项目', 'Project'], ['评委', 'Judge'], ['理由', 'Reason'], ['时间', 'When'], ['接替', 'Replaced by']),
      rows: recusals.map(({ value: one }) => [proposalNumber(one.proposal), title(one.proposal), one.judgeName, one.reason, moment(one.at), one.replacement === null ? '' : names.get(one.replacement) ?? '']), widths: [16, 32, 14, 40, 20, 14],
    },
    {
      name: word(room, '例外', 'Exceptions'), head: heads(room, ['编号', 'No.'], ['项目', 'Project'], ['决定', 'Decision'], ['理由', 'Reason']),
      rows: round.unscored.map(({ proposal, decision, reason }) => [proposalNumber(proposal), title(proposal), decision === 'exclude' ? word(room, '不计排名', 'left out') : word(room, '按较少评分计', 'taken with fewer scores'), reason]), widths: [16, 32, 16, 40],
    },
  ]
  const draws = pitches.flatMap(({ name, draw, order }) => (draw === null ? [] : [[said(room, name), draw.said, draw.seed, moment(draw.at), draw.host, draw.supervisor, order.map(title).join('、')]]))
  if (draws.length > 0) sheets.push({ name: word(room, '抽签', 'Draws'), head: heads(room, ['组', 'Group'], ['喊出的话', 'Called out'], ['种子', 'Seed'], ['时间', 'When'], ['主持人', 'Host'], ['监督员', 'Supervisor'], ['顺序', 'Order']), rows: draws, widths: [16, 24, 40, 20, 14, 14, 60] })
  return { sheets, record: { pitches, round, groups: plan?.head.groups ?? [], assignments: plan?.assignments ?? {}, standing: head === null ? null : { head, lines }, cards, recusals: recusals.map(({ value }) => value) } }
}
