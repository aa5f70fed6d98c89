import type { Look } from '../../look/look.ts'
import { words } from '../../look/words.ts'

export const evaluationTexts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    colon: '：', none: '这个大赛的章程没有安排评估', noPeriod: '协议签订、定下执行期以后，这里会写明评估的日期。', window: '自评', evaluator: '评估员', unnamed: '未指定', due: '本步截止', pass: '及格分', objections: '异议', recordedTitle: '项目记录的数字',
    notBegun: '未开始', steps: { self: '待自评', desk: '待评估', supplement: '待补充材料', visit: '待实地核查', done: '已有结果' },
    write: '写自评', goOn: '接着写自评', read: '看自评', card: '填评估表', asked: '等主办单位答复延期申请',
    result: '结果', passed: '通过', failed: '不通过', points: (total: string, most: number) => `${total} 分（满分 ${most}）`, because: { sheet: '评估员打分', late: '逾期未交自评', ruling: '异议裁定后改变' }, stands: '现在的结果', before: '先前的结果', opinion: '评估意见', objectUntil: '可提异议至', objectionOver: '异议期已过，结果生效', openObjection: '有异议待裁定，结果暂不生效', clawback: '这个等次要追回资金，由主办单位办理。',
    requests: '补充和核查', kinds: { supplement: '补充材料', visit: '实地核查' }, waiting: '还没有', postponements: '延期', to: (day: string) => `延到 ${day}`, granted: '同意', refused: '不同意', unanswered: '待答复',
    objectors: { grantee: '获资助单位', person: '其他人' }, effects: { confirm: '维持结果', change: '改变结果', again: '重新评估' }, open: '待裁定',
    postpone: '申请延期', reason: '理由', newDate: '新的截止日期', ask: '提出申请', lost: '到期没有交、又没有申请延期的，按不通过处理。', answer: '答复延期', decision: '决定', otherDate: '另定日期', otherDateHint: '不填就按申请的日期。', send: '提交',
    appoint: '指定评估员', choose: '评估员', barred: '以下的人与这笔资助有关系，不能选：', nobody: '本区没有可选的评估员。', invite: '邀请评估员',
    askMore: '需要补充或核查', what: '哪一种', items: '事项', itemsHint: '一行一项。', days: '天数', supply: '补充材料', supplyHint: '逐项说明；凭证和照片传到项目记录里，在这里写明是哪一份。', visit: '核查情况', found: '看到了什么',
    object: '提出异议', facts: '事实', factsHint: '写清哪一项、有什么依据，至少 10 个字。', name: '提出人姓名', contact: '联系方式', ruling: '裁定', effect: '怎么处理', reasons: '理由', total: '改后的总分', totalHint: '选“改变结果”时填。', again: '自评新的截止日期', againHint: '选“重新评估”、而自评没有交过时填。',
    selfTitle: '自评', selfLead: '对照协议写。数字从项目记录里来，不用再填。', selfLeadTyped: '对照协议写。这笔资助没有关联项目，数字请在这里填。', fromReport: '下面先放进了最近一份报告的内容，请改成这次要说的。', keep: '存着', sendSelf: '交自评', sent: '已交', closed: '现在不能写自评。', figures: { activities: '开展活动（次）', people: '直接受益人（人）', attendances: '服务（人次）', spent: '实际支出（元）' }, notSent: '自评还没有交。', back: '回到评估', stale: '别处刚保存过。下面是您填的内容；再点一次，就以这里的为准。',
    sheet: '评估表', unofficial: '这张表的分值是本平台的默认值，不是官方规定。', opinionHint: '获资助单位会看到。', sendCard: '交评估表', locked: '评估表现在不能填。', confirmCard: '交了就有结果，不能再改。',
  },
  en: {
    colon: ': ', none: 'The rules of this competition have no evaluations', noPeriod: 'Once the agreement says when delivery is, the dates of evaluation are here.', window: 'Self-evaluation', evaluator: 'Evaluator', unnamed: 'not named', due: 'This step until', pass: 'Pass mark', objections: 'Objections', recordedTitle: 'Figures of the project’s records',
    notBegun: 'Not begun', steps: { self: 'Self-evaluation to come', desk: 'To be evaluated', supplement: 'Supplement to come', visit: 'Visit to be made', done: 'Has its result' },
    write: 'Write the self-evaluation', goOn: 'Go on writing', read: 'Read the self-evaluation', card: 'Fill in the sheet', asked: 'A later date was asked for and waits for an answer',
    result: 'Result', passed: 'Passed', failed: 'Failed', points: (total, most) => `${total} points of ${most}`, because: { sheet: 'by the evaluator’s sheet', late: 'no self-evaluation by its date', ruling: 'changed by a ruling' }, stands: 'The result', before: 'Earlier results', opinion: 'Opinion', objectUntil: 'Objections until', objectionOver: 'The days for objections are over: it counts', openObjection: 'An objection is open: it does not count yet', clawback: 'With this grade money is claimed back; the authority will see to it.',
    requests: 'Supplements and visits', kinds: { supplement: 'Supplement', visit: 'Visit' }, waiting: 'not yet', postponements: 'Later dates', to: (day) => `to ${day}`, granted: 'granted', refused: 'refused', unanswered: 'waits',
    objectors: { grantee: 'The grantee', person: 'Somebody else' }, effects: { confirm: 'The result stands', change: 'The result changes', again: 'Evaluate again' }, open: 'open',
    postpone: 'Ask for a later date', reason: 'Reason', newDate: 'New last day', ask: 'Ask', lost: 'What is not in by its date, without a later one asked for, has failed.', answer: 'Answer about the later date', decision: 'Decision', otherDate: 'Another date', otherDateHint: 'Left open: the date asked for.', send: 'Send',
    appoint: 'Name the evaluator', choose: 'Evaluator', barred: 'These have a tie to the grant and cannot be named:', nobody: 'The district has no evaluator to choose.', invite: 'Invite an evaluator',
    askMore: 'More is needed', what: 'Which', items: 'Items', itemsHint: 'One a line.', days: 'Days', supply: 'Supply it', supplyHint: 'Item by item; vouchers and photos go into the project’s records, say here which they are.', visit: 'Report of the visit', found: 'What was found',
    object: 'Object', facts: 'Facts', factsHint: 'Which item, and on what ground; at least 10 characters.', name: 'Name of who objects', contact: 'Telephone or e-mail', ruling: 'Ruling', effect: 'What is to happen', reasons: 'Reasons', total: 'The right total', totalHint: 'With ‘The result changes’.', again: 'New last day of the self-evaluation', againHint: 'With ‘Evaluate again’, where no self-evaluation came.',
    selfTitle: 'Self-evaluation', selfLead: 'By the agreement. Figures come from the project’s records; they need not be typed.', selfLeadTyped: 'By the agreement. The grant has no project, so please type the figures here.', fromReport: 'It begins with the text of the newest report; change it to what is to be said now.', keep: 'Keep', sendSelf: 'Send the self-evaluation', sent: 'Sent', closed: 'It cannot be written now.', figures: { activities: 'Activities', people: 'Direct beneficiaries (persons)', attendances: 'Attendances', spent: 'Spent (yuan)' }, notSent: 'The self-evaluation has not been sent.', back: 'Back to the evaluation', stale: 'It was saved elsewhere a moment ago. Below is what you typed; press once more for it to count.',
    sheet: 'Evaluator’s sheet', unofficial: 'The points of this sheet are a default of this platform and not official.', opinionHint: 'The grantee reads it.', sendCard: 'Send the sheet', locked: 'The sheet cannot be filled in now.', confirmCard: 'Once sent it is the result, and cannot be changed.',
  },
})
