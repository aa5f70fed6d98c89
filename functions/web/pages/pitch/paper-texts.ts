import type { Look } from '../../look/look.ts'
import { words } from '../../look/words.ts'

export const paperTexts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    sheets: '评分表', sheet: '评委评分表', summary: '评分汇总表', record: '抽签记录', fees: '评委劳务费签领表', judge: '评委', place: '序号', project: '项目', total: '总分', receipt: '回执', signature: '评委签名：', date: '　　　　年　　月　　日', colon: '：', score: '得分', unofficial: '评分表的分值是本平台的默认值，不是官方规定。',
    letter: (letter: string) => `评委${letter}`, hideNames: '隐去评委姓名', showNames: '显示评委姓名', rule: { mean: '得分是各评委总分的平均分。', 'trimmed-mean': '得分是去掉最高分和最低分后的平均分。', median: '得分是各评委总分的中位数。' }, tallier: '计分人', supervisor: '监督员', host: '主持人',
    drawnAt: '抽签时间', said: '现场喊出的话', seed: '种子', result: '抽签结果', entryNumber: '申报编号', repeat: '任何人都可以复算：对每个项目算出“种子＋零字节＋申报编号”的 SHA-256，从小到大排列，就是上台顺序。', seedWord: '种子',
    amounts: '每位评委的劳务费', amountsHint: '保存后，下面出现可以打印的签领表；不填的不列入。', save: '保存', number: '序号', amount: '金额（元）', idCard: '身份证号', bank: '开户行', account: '银行账号', signs: '本人签名', sum: (text: string) => `合计 ${text} 元`, preparer: '经办人', approver: '审批人',
  },
  en: {
    sheets: 'Score sheets', sheet: 'Score sheet', summary: 'Summary of scores', record: 'Record of the draw', fees: 'Judges’ fees', judge: 'Judge', place: 'No.', project: 'Project', total: 'Total', receipt: 'Receipt', signature: 'Judge’s signature: ', date: ' Date: ', colon: ': ', score: 'Score', unofficial: 'The points of the scorecard are a default of this platform and not official.',
    letter: (letter) => `Judge ${letter}`, hideNames: 'Without the judges’ names', showNames: 'With the judges’ names', rule: { mean: 'The score is the mean of the judges’ totals.', 'trimmed-mean': 'The score is the mean without the highest and lowest totals.', median: 'The score is the median of the judges’ totals.' }, tallier: 'Counted by', supervisor: 'Supervisor', host: 'Host',
    drawnAt: 'Drawn', said: 'Called out in the hall', seed: 'Seed', result: 'Result of the draw', entryNumber: 'Number', repeat: 'Anybody can repeat it: for each project take the SHA-256 of seed, a zero byte and its number; from the lowest to the highest they are the order.', seedWord: 'SEED',
    amounts: 'What each judge is paid', amountsHint: 'Once saved, the list to print stands below; who has no amount is not on it.', save: 'Save', number: 'No.', amount: 'Amount (yuan)', idCard: 'Id number', bank: 'Bank', account: 'Account', signs: 'Signature', sum: (text) => `${text} yuan in all`, preparer: 'Prepared by', approver: 'Approved by',
  },
})
