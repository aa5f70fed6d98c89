import type { Language } from '../../../../shared/kernel/text.ts'
import { listed, words } from '../../look/words.ts'

export const overviewTexts = (language: Language) => words(language, {
  zh: {
    steer: '暂停、延期、移交', extension: '申请延期', flow: '项目走到哪里', write: '填写项目书', story: '动态', wholeStory: '看全部动态', platform: '系统', facts: '基本情况',
    failed: (doing: string) => `流程停在“${doing}”`, restartLead: '记录都在。从记录的状态重新开始，不会丢也不会重复。', restart: '重新开始流程', changes: (name: string, parts: string[]) => `${name}请您修改：${parts.join('、')}`, paused: '项目已暂停，期限不再计算。', extensionAsked: '已申请延期到', ended: '项目已提前终止', closed: '项目已结项', endedShort: '已终止', stuck: '流程停了',
    since: (days: number) => `第 ${days} 天`, until: (day: string) => `${day} 前`, thisStep: '这一步', from: '从', comma: '，', lasted: (days: number) => (days <= 0 ? '今天开始' : `已 ${days} 天`), asked: '等谁', deadline: '期限', held: '卡在哪里', overdue: '已超期，系统每周提醒并报告管理员', next: '之后', otherwise: '如果没做',
    gate: '关口', gateLead: (n: number) => (n === 1 ? '下面各项齐了就能提请审核，由一位管理员审批。' : `下面各项齐了就能提请审核，由 ${n} 位管理员审批。`), there: '已有', missing: '还缺', ofAll: (met: number, all: number) => `${met} / ${all} 项已有`, notYet: (n: number) => `还缺 ${n} 项，齐了就能提请审核。`, ask: '提请关口审核',
    approvals: (has: number, needed: number) => `审批 ${has} / ${needed}`, noApproval: '还没有人审批。', approvedBy: (name: string) => `${name}同意`, takeBack: '撤回，继续修改', organisation: '承担单位', mentor: '督导', noMentor: '还没有', mentorAsked: '已申请，等管理员安排', evaluator: '评估员', noEvaluator: '还没有', contact: '联系人', due: '下一个期限', grade: '评估等次', begun: '立项', text: (n: number) => `看项目书全文（${n} 部分）`,
  },
  en: {
    steer: 'Pause, extend, hand over', extension: 'Ask for an extension', flow: 'Where the project stands', write: 'Write the text', story: 'Story', wholeStory: 'The whole story', platform: 'The platform', facts: 'About it',
    failed: (doing) => `The workflow stopped at "${doing}"`, restartLead: 'The record is whole. Started again from it, nothing is lost and nothing happens twice.', restart: 'Start the workflow again', changes: (name, parts) => `${name} asks for changes of: ${listed('en', parts)}`, paused: 'The project is paused; no date runs.', extensionAsked: 'An extension is asked for, to', ended: 'The project was ended early', closed: 'The project is closed', endedShort: 'ended', stuck: 'stopped',
    since: (days) => `day ${days}`, until: (day) => `by ${day}`, thisStep: 'This step', from: 'Since', comma: ', ', lasted: (days) => (days <= 0 ? 'today' : days === 1 ? 'one day' : `${days} days`), asked: 'Who is asked', deadline: 'Due', held: 'Held up by', overdue: 'Late: reminded weekly, and the administrators are told', next: 'Then', otherwise: 'If not',
    gate: 'Gate', gateLead: (n) => (n === 1 ? 'When all of this is there, the decision can be asked for; one administrator approves.' : `When all of this is there, the decision can be asked for; ${n} administrators approve.`), there: 'There', missing: 'Missing', ofAll: (met, all) => `${met} of ${all} there`, notYet: (n) => (n === 1 ? 'One thing is missing; then the decision can be asked for.' : `${n} things are missing; then the decision can be asked for.`), ask: 'Ask for the decision',
    approvals: (has, needed) => `Approvals ${has} of ${needed}`, noApproval: 'Nobody has approved yet.', approvedBy: (name) => `${name} approved`, takeBack: 'Take it back to go on writing', organisation: 'Delivered by', mentor: 'Mentor', noMentor: 'None yet', mentorAsked: 'Asked for', evaluator: 'Evaluator', noEvaluator: 'None yet', contact: 'Contact', due: 'Next date', grade: 'Grade', begun: 'Begun', text: (n) => `Read the whole text (${n} parts)`,
  },
})
