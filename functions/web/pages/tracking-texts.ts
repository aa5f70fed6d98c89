import type { Language } from '../../../shared/kernel/text.ts'
import { words } from '../look/words.ts'

/** The words of a competition's own page. */
export function trackingTexts(language: Language) {
  return words(language, {
    zh: {
      flow: '流程', move: '修改日期', copy: '照这一届新建', cancel: '取消征集', cancelTitle: '取消后不能恢复', cancelLead: '征集页马上登出取消公告，申报单位和评委会收到邮件；申报书不能再改、再交，仍可查看。', cancelReason: '理由', cancelHint: '公开：写在取消公告和邮件里。', cancelled: '征集已取消', moved: '日期已改，流程已按新的日期走。', starting: '流程正在启动，请过几秒刷新。', platform: '系统',
      since: (n: number) => `现在，第 ${n} 天`, until: (day: string) => `截止 ${day}`, stuck: '停住了', cards: (n: number, of: number) => `评分表 ${n} / ${of}`, behind: (n: number) => `${n} 位评委落后`, copies: (n: number) => `${n} 份`, workingDays: (n: number) => `${n} 个工作日`, again: (n: number) => `第 ${n} 次`,
      thisStep: (name: string) => `这一步：${name}`, from: '从何时起', comma: '，', lasted: (n: number) => (n <= 0 ? '今天开始' : `已 ${n} 天`), asked: '在等谁', deadline: '截止', held: '卡在哪里', overdue: '已过截止时间', behindLong: (n: number) => `${n} 位评委进度落后`, semicolon: '；', next: '下一步', otherwise: '到期未办', because: '原因',
      cardsLong: (n: number, of: number) => `评分表 ${n} / ${of}（${Math.floor((n / Math.max(1, of)) * 100)}%）`, slowest: '进度最慢的评委', allJudges: (n: number) => `查看全部 ${n} 位`,
      counts: '数一数', proposals: '申报书', drafts: (n: number) => `另有草稿 ${n} 份`, admitted: '通过资格审查', rejected: (n: number) => `未通过 ${n} 份`, judges: '评委', withTies: (n: number) => `${n} 位声明了利益关系`, scorecards: '本轮评分表', noCards: '还没有分配', ofCards: (n: number) => `共 ${n} 张`,
      dates: '关键日期', over: '已过', noticeEnds: (n: number) => `公示结束（${n} 个工作日）`, noticeExpected: (n: number) => `公示（${n} 个工作日）`, expected: '预计', mayMove: '预计，放假安排公布后可能变动', remind: '提醒没评完的评委', trail: '动态', allTrail: '全部留痕',
      failed: (doing: string) => `流程在“${doing}”时停住了`, restartLead: '数据没有丢。重新开始后，流程从记录的状态继续，不会重复已做的事。', restart: '从记录的状态重新开始',
    },
    en: {
      flow: 'Workflow', move: 'Move a date', copy: 'Another like this', cancel: 'Cancel the call', cancelTitle: 'This cannot be taken back', cancelLead: 'The notice of cancellation appears on the call’s page at once, and applicants and judges are mailed; proposals can no longer be changed or sent, but still be read.', cancelReason: 'Reason', cancelHint: 'Public: it stands in the notice and the mail.', cancelled: 'The call was cancelled', moved: 'The date is moved, and the workflow follows it.', starting: 'The workflow is starting; reload in a few seconds.', platform: 'The platform',
      since: (n) => `now, day ${n}`, until: (day) => `until ${day}`, stuck: 'stopped', cards: (n, of) => `cards ${n} / ${of}`, behind: (n) => `${n} judges behind`, copies: (n) => String(n), workingDays: (n) => `${n} working days`, again: (n) => `time ${n}`,
      thisStep: (name) => `This step: ${name}`, from: 'Since', comma: ', ', lasted: (n) => (n <= 0 ? 'today' : n === 1 ? 'for 1 day' : `for ${n} days`), asked: 'Who is asked', deadline: 'Until', held: 'Held up by', overdue: 'its date has passed', behindLong: (n) => (n === 1 ? '1 judge is behind' : `${n} judges are behind`), semicolon: '; ', next: 'What comes next', otherwise: 'If not done in time', because: 'Why',
      cardsLong: (n, of) => `Cards ${n} / ${of} (${Math.floor((n / Math.max(1, of)) * 100)}%)`, slowest: 'Slowest judges', allJudges: (n) => `All ${n}`,
      counts: 'Figures', proposals: 'Proposals', drafts: (n) => (n === 1 ? 'and 1 draft' : `and ${n} drafts`), admitted: 'Admitted', rejected: (n) => `${n} not admitted`, judges: 'Judges', withTies: (n) => `${n} with declared ties`, scorecards: 'Cards of this round', noCards: 'not assigned yet', ofCards: (n) => `of ${n}`,
      dates: 'Key dates', over: 'over', noticeEnds: (n) => `Notice ends (${n} working days)`, noticeExpected: (n) => `Notice (${n} working days)`, expected: 'expected', mayMove: 'expected; may move once the holidays are published', remind: 'Remind judges who are not done', trail: 'What happened', allTrail: 'The whole trail',
      failed: (doing) => `The workflow stopped at "${doing}"`, restartLead: 'Nothing is lost. Started again, it goes on from the record and repeats nothing that is done.', restart: 'Start again from the record',
    },
  })
}
