import type { Look } from '../../look/look.ts'
import { words } from '../../look/words.ts'

export const mentoringTexts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    mine: '我督导的项目', mineCaption: '您督导和督导过的项目', noneMine: '还没有请您督导的项目', noneMineHint: '管理员指定您督导一个项目后，会出现在这里，也会发邮件。', project: '项目', stage: '阶段', sessions: '面谈次数', until: '阶段截止', ended: '已结束',
    record: '督导记录', minutesAll: (n: number) => `共 ${n} 分钟`, noSessions: '还没有督导记录', noSessionsHint: '督导的面谈和意见会出现在这里，只有项目单位、督导和管理员看得到。',
    kinds: { session: '面谈', comment: '意见' }, minutes: (n: number) => `${n} 分钟`, advice: '建议', mentor: '督导', none: '没有', asked: '已申请', noneHint: '可以向管理员申请一位专业社工机构的督导。', askedAt: '申请时间', name: '姓名', agency: '机构', since: '开始', ask: '申请督导',
    appoint: '指定督导', replace: '换一位督导', noAgencies: '还没有其他已入驻的专业社工机构。', chooseAgency: '机构', members: '看成员', noMembers: '这家机构还没有成员。', whom: '督导', end: '结束督导', withdraw: '我不再督导', reason: '原因', reasonHint: '对方会看到。',
    write: '记一笔', kind: '记什么', sessionHint: '见面、电话或线上谈过', commentHint: '看过材料后的书面意见', day: '日期', minutesLabel: '时长', minutesHint: '面谈要填，意见不用填。', minuteUnit: '分钟', text: '内容', save: '记下', seenBy: '项目单位和管理员看得到，不公开。',
  },
  en: {
    mine: 'Projects that I guide', mineCaption: 'Projects that you guide or guided', noneMine: 'No project to guide yet', noneMineHint: 'When an administrator names you for a project it appears here, and is mailed to you.', project: 'Project', stage: 'Stage', sessions: 'Sessions', until: 'Stage ends', ended: 'ended',
    record: 'What was done', minutesAll: (n) => `${n} minutes`, noSessions: 'Nothing recorded yet', noSessionsHint: 'Sessions and comments of the mentor appear here, for the organisation, the mentor and administrators only.',
    kinds: { session: 'Session', comment: 'Comment' }, minutes: (n) => `${n} min`, advice: 'Advice', mentor: 'Mentor', none: 'none', asked: 'asked for', noneHint: 'Ask the administrators for a mentor from an agency of social workers.', askedAt: 'Asked on', name: 'Name', agency: 'Agency', since: 'Since', ask: 'Ask for a mentor',
    appoint: 'Name a mentor', replace: 'Name another mentor', noAgencies: 'No other agency has been admitted yet.', chooseAgency: 'Agency', members: 'See its members', noMembers: 'This agency has no members yet.', whom: 'Mentor', end: 'End the mentoring', withdraw: 'I no longer guide it', reason: 'Reason', reasonHint: 'They will read it.',
    write: 'Record', kind: 'What', sessionHint: 'a talk, in person, by telephone or online', commentHint: 'in writing, on what the project says', day: 'Day', minutesLabel: 'Length', minutesHint: 'For a session; leave it empty for a comment.', minuteUnit: 'minutes', text: 'What about', save: 'Record it', seenBy: 'Read by the organisation and administrators; never public.',
  },
})
