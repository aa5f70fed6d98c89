import type { Block } from '../../shared/archive/document.ts'
import { bansOf } from '../../shared/ban/ban.store.ts'
import { stateName } from '../../shared/competition/steps.ts'
import { judgeItem } from '../../shared/round/judge.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise } from '../context.ts'
import { type ArchiveEntry, type ArchiveRoom, heads, moment, paper, said, word } from './archive-room.ts'
import { readCorrespondence } from './message.ts'
import { readRoles } from './roles.ts'

/** The competition itself: what was called for by which rules, who held which role, what was answered and written to applicants. */
export async function* archiveCompetition(room: ArchiveRoom, folder: string): AsyncGenerator<ArchiveEntry, []> {
  const { context, competition, rulebook } = room
  const target = { district: competition.district, competition: competition.id }
  authorise(context, 'judge.list', target)
  const [roles, { clarifications, messages }, judges, bans] = await Promise.all([readRoles(context, competition.id), readCorrespondence(context, competition.id), context.table.queryAll(judgeItem, keys.judges(competition.id)), bansHere(room)])
  yield paper(room, `${folder}/${word(room, '大赛', 'competition')}`, said(room, competition.name), [
    { facts: [
      [word(room, '主办单位', 'Authority'), said(room, competition.authority)], [word(room, '联系', 'Contact'), `${competition.contact.phone} ${competition.contact.email}`],
      [word(room, '状态', 'State'), said(room, stateName(competition, rulebook))], [word(room, '章程', 'Rulebook'), `${said(room, rulebook.name)}（${rulebook.id} ${rulebook.version}）`],
      [word(room, '公布征集', 'Published'), moment(competition.publishedAt)], [word(room, '征集截止', 'Call closed'), moment(competition.dates.callClosesAt)], [word(room, '公布结果', 'Awards published'), moment(competition.awardsPublishedAt) === '' ? '—' : moment(competition.awardsPublishedAt)],
      [word(room, '随机种子', 'Seed of draws'), competition.seed],
      ...(competition.endedBecause === null ? [] : [[word(room, '结束原因', 'Why it ended'), said(room, competition.endedBecause)] as const]),
    ] },
    ...(competition.introduction === '' ? [] : [{ heading: word(room, '简介', 'Introduction') }, { text: competition.introduction }] satisfies Block[]),
    { heading: word(room, '分工', 'Roles') },
    { facts: [
      [word(room, '管理员', 'Administrators'), roles.administrators.join('、')], [word(room, '承办单位', 'Organisers'), roles.organisers.map(({ name, organisation }) => `${name}（${organisation}）`).join('、') || '—'],
      [word(room, '评估员', 'Evaluators'), roles.evaluators.join('、') || '—'], [word(room, '财务', 'Finance'), roles.finance.join('、') || '—'],
      [word(room, '监督员', 'Supervisors'), roles.supervisors.map(({ name }) => name).join('、') || '—'],
      [word(room, '评委', 'Judges'), judges.map(({ value }) => `${value.name}${value.removedAt === null ? '' : word(room, '（已退出）', ' (left)')}`).join('、') || '—'],
    ] },
  ])
  yield paper(room, `${folder}/${word(room, '答疑与消息', 'answers-and-messages')}`, word(room, '答疑与消息', 'Answers and messages'), [
    { heading: word(room, '答疑', 'Clarifications') },
    { table: { head: heads(room, ['编号', 'No.'], ['问', 'Question'], ['答', 'Answer'], ['谁', 'By'], ['时间', 'When']), rows: clarifications.map((one) => [String(one.number), one.question, one.answer, one.by.name, moment(one.at)]) } },
    { heading: word(room, '发给申报单位的消息', 'Messages to applicants') },
    { table: { head: heads(room, ['编号', 'No.'], ['主题', 'Subject'], ['内容', 'Text'], ['收件', 'Recipients'], ['谁', 'By'], ['时间', 'When']), rows: messages.map((one) => [String(one.number), one.subject, one.text, String(one.proposals.length), one.by.name, moment(one.at)]) } },
  ])
  if (bans.length > 0) {
    yield paper(room, `${folder}/${word(room, '禁止申报', 'bans')}`, word(room, '禁止申报', 'Bans'), [{ table: {
      head: heads(room, ['单位', 'Organisation'], ['禁止到', 'Until'], ['理由', 'Reasons'], ['决定时间', 'Decided']), rows: bans.map((ban) => [ban.organisation.name, ban.until, ban.reasons, moment(ban.at)]),
    } }])
  }
  yield { path: `${folder}/${word(room, '章程', 'rulebook')}.json`, bytes: Buffer.from(JSON.stringify(rulebook, null, 1)), pack: true }
  yield { path: `${folder}/${word(room, '记录', 'record')}.json`, bytes: Buffer.from(JSON.stringify({ competition, organisers: roles.organisers, supervisors: roles.supervisors, judges: judges.map(({ value }) => value), clarifications, messages, bans }, null, 1)), pack: true }
  return []
}

/** Those that came of this competition's grants. */
async function bansHere({ context, competition }: ArchiveRoom) {
  authorise(context, 'ban.list', { district: competition.district })
  return (await bansOf(context.table, competition.district)).filter((ban) => ban.competition === competition.id)
}
