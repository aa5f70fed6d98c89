import type { Language } from '../../../shared/kernel/text.ts'
import { words } from '../look/words.ts'

/** The words of everybody's first page. */
export function homeTexts(language: Language) {
  return words(language, {
    zh: {
      title: '待办', waits: (n: number) => `${n} 件事等您办理`, nothing: '没有等您办理的事', late: (n: number) => `${n} 件已逾期`, today: (n: number) => `${n} 件今天截止`, trail: '全区留痕', create: '新建大赛', nothingWaits: '都办完了', supervision: '看监督的大赛', nothingHint: '有新的事会出现在这里，也会发邮件提醒。',
      dueCaption: '等您办理的事，急的在前', matter: '事项', state: '状态', until: '截止', act: '操作', overdue: '已逾期', yours: '等您', can: '可以办', noDate: '没有期限', waited: (days: number) => (days <= 0 ? '今天来的' : `已等 ${days} 天`), allDue: (n: number) => `全部 ${n} 件事`, go: '去办理',
      running: '正在进行的大赛', all: (n: number) => `全部 ${n} 个（含筹备和已结束）`, noneRunning: '没有正在进行的大赛', competition: '大赛', where: '现在到哪一步', now: '现在', progress: '进度', stepUntil: '这一步截止',
      received: (n: number) => `已交 ${n} 份`, drafts: (n: number) => `，在写 ${n} 份`, decided: (n: number, of: number) => `已审 ${n} / ${of}`, admitted: (n: number) => `${n} 份参评`, unassigned: '评委还没有分配', cards: (n: number, of: number) => `评分表 ${n} / ${of}`,
      stuck: '卡住的地方', failed: (name: string) => `流程停住了：${name}`, stopped: '已停住', failure: (about: string) => `有一条记录没有处理成功：${about}`, notDone: '没办成', judge: (name: string, n: number, of: number) => `${name}：评了 ${n} / ${of}`, neverScored: '还没有打过分', lastScore: '上次打分', behind: '落后',
      finance: '本区的大赛', actingFor: (name: string) => `以${name}的名义`, other: '换一个单位', firstHint: '选一份章程，填名称和日期，看过预览就能公布征集。', calls: '正在征集', noCalls: '现在没有征集', noCallsHint: '有新的征集会出现在这里。', apply: '开始申报', proposals: '我的申报书', allProposals: '全部', noProposals: '还没有申报书。',
      nobody: '您还没有加入任何机构', join: '申请入驻', nobodyHint: '社会组织和志愿服务队伍可以申请入驻；受邀的成员和评委请打开收到的邀请链接。',
    },
    en: {
      title: 'To do', waits: (n) => (n === 1 ? 'One thing waits for you' : `${n} things wait for you`), nothing: 'Nothing waits for you', late: (n) => `${n} late`, today: (n) => `${n} due today`, trail: 'Trail of the district', create: 'New competition', nothingWaits: 'All done', supervision: 'What you watch over', nothingHint: 'New things appear here, and are mailed to you.',
      dueCaption: 'What waits for you, the most urgent first', matter: 'What', state: 'State', until: 'Until', act: 'Actions', overdue: 'late', yours: 'waits for you', can: 'can be done', noDate: 'no date', waited: (days) => (days <= 0 ? 'came today' : days === 1 ? 'waits for a day' : `waits for ${days} days`), allDue: (n) => `All ${n} things`, go: 'Go',
      running: 'Competitions under way', all: (n) => `All ${n}, also drafts and past ones`, noneRunning: 'No competition is under way', competition: 'Competition', where: 'Where it stands', now: 'Now', progress: 'Progress', stepUntil: 'This step ends',
      received: (n) => `${n} sent`, drafts: (n) => `, ${n} being written`, decided: (n, of) => `${n} of ${of} decided`, admitted: (n) => `${n} judged`, unassigned: 'judges not assigned yet', cards: (n, of) => `Cards ${n} / ${of}`,
      stuck: 'What is stuck', failed: (name) => `The workflow stopped: ${name}`, stopped: 'stopped', failure: (about) => `A record could not be worked on: ${about}`, notDone: 'not done', judge: (name, n, of) => `${name}: ${n} of ${of} scored`, neverScored: 'no score yet', lastScore: 'last score', behind: 'behind',
      finance: 'Competitions of the district', actingFor: (name) => `in the name of ${name}`, other: 'Act for another', firstHint: 'Choose a rulebook, fill in names and dates, look at the preview, publish the call.', calls: 'Open calls', noCalls: 'No call is open', noCallsHint: 'New ones appear here.', apply: 'Apply', proposals: 'Our proposals', allProposals: 'All', noProposals: 'None yet.',
      nobody: 'You belong to no organisation yet', join: 'Ask to join', nobodyHint: 'Organisations and volunteer teams can ask to join; invited members and judges open the link they were sent.',
    },
  })
}
