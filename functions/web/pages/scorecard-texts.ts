import type { Look } from '../look/look.ts'
import { words } from '../look/words.ts'

export const scorecardTexts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    judging: '评审', place: (n: number, all: number) => `第 ${n} 份，共 ${all} 份`, done: (n: number, all: number) => `已交 ${n} 份，共 ${all} 份`, proposal: '申报书', contents: '申报书目录', attachments: '附件', card: '评分表', saveNext: '存着，下一份', save: '保存', send: '交评分表', next: '评下一份', backToList: '回到列表',
    comment: '给申报单位的话', commentHint: '奖项公布后，申报单位能看到，各位评委的合在一起，不写姓名；请不要写出您的名字。', unofficial: '这张评分表的指标分值是本平台的默认值，不是官方规定。', look: '请看', stale: '别处刚保存过这张评分表。下面是您填的内容；再点一次，就以这里的为准。',
    locked: '评分表已收到', receipt: '下载回执', lockedNext: '已锁定，不能再改。确需更改，请向管理员说明理由。留好回执，公示后可以核对这份评分表有没有原样计入。', total: '总分', noComment: '（没有写）', closed: '这一轮已不收评分。下面是您最后保存的内容，没有交，不计入。', waits: '主持人还没有开放这份评分表；听完这一场后会开放。', taken: '主持人已经锁定这份评分表。刚才没有连上网的，请举手告诉主持人，可以为您单独重开。', none: '没有打分', reopened: '管理员请您重填：',
    recusal: '我与这份申报书有利益关系，需要回避', kind: '是哪一种关系？', reason: '请说明', reasonHint: '只有管理员能看到。回避后，这份申报书改由别人评，已填的分数作废。', recuse: '申请回避',
    ties: [{ value: 'employed', label: '我在申报单位任职或领取报酬' }, { value: 'mentored', label: '我为这个项目做过辅导' }, { value: 'family', label: '近亲属参与这个项目' }, { value: 'other', label: '其他' }],
  },
  en: {
    judging: 'Judging', place: (n, all) => `${n} of ${all}`, done: (n, all) => `${n} of ${all} sent`, proposal: 'Proposal', contents: 'Parts of the proposal', attachments: 'Attachments', card: 'Scorecard', saveNext: 'Keep it, next one', save: 'Save', send: 'Send the scorecard', next: 'Score the next', backToList: 'Back to the list',
    comment: 'A word to the applicant', commentHint: 'The applicant reads it once the awards are published, together with the other judges’ words and without names; please do not write your name.', unofficial: 'The points of this scorecard are a default of this platform and not official.', look: 'See', stale: 'This scorecard was saved elsewhere a moment ago. Below is what you typed; press once more for it to count.',
    locked: 'The scorecard has been received', receipt: 'Download the receipt', lockedNext: 'It is locked. If it must change, give an administrator the reason. Keep the receipt: once the result is under notice you can check that this card was counted as it is.', total: 'Total', noComment: '(nothing written)', closed: 'This round takes no scores any more. Below is what you saved last; it was not sent and does not count.', waits: 'The host has not opened this card yet; it opens after the pitch.', taken: 'The host has locked this card. If you were offline, raise your hand: the host can open it for you alone.', none: 'no score', reopened: 'An administrator asks you to fill it in again: ',
    recusal: 'I have a tie to this proposal and must recuse myself', kind: 'What kind of tie is it?', reason: 'Please explain', reasonHint: 'Only administrators see it. Somebody else will score this proposal; what you have filled in is dropped.', recuse: 'Recuse myself',
    ties: [{ value: 'employed', label: 'I work for the applicant or am paid by it' }, { value: 'mentored', label: 'I have mentored this project' }, { value: 'family', label: 'A close relative takes part in it' }, { value: 'other', label: 'Another' }],
  },
})
