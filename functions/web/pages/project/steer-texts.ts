import type { Language } from '../../../../shared/kernel/text.ts'
import { words } from '../../look/words.ts'

export const steerTexts = (language: Language) => words(language, {
  zh: {
    title: '暂停、延期、移交', over: '项目已经结束，没有可以调整的了。', reason: '理由', back: '返回', now: '现在的期限', dueNow: '本阶段现在的期限：', newDue: '新的期限', due: '期限', same: '不变', none: '没有',
    answer: '答复延期申请', askedTo: '申请延到', askedBy: '申请人', decision: '决定', grant: '同意', deny: '不同意', reasonIfNo: '不同意时必填，对方会看到。', resume: '恢复项目', resumeLead: '期限按暂停的天数顺延，从暂停处继续。',
    extend: '延期', pause: '暂停项目', pauseLead: '暂停期间不计期限，也不再提醒。', until: '预计哪天恢复', handOver: '移交给别的单位', handOverLead: '内容、督导和历史都留着；原单位不再看得到这个项目。', handOverTitle: '移交后不能撤销', handOverWarning: (name: string) => `${name}从移交那一刻起看不到也改不了这个项目，接手的单位马上可以查看和修改全部内容、支出和报告。双方和督导都会收到通知。`, handOverNow: '确认移交', to: '移交给',
    version: '阶段规则的版本', versionNow: (id: string, version: number) => `现在用 ${id} 第 ${version} 版。进行中的项目不会自动换版。`, preview: (name: string, version: number) => `看看换成《${name}》第 ${version} 版会怎样`, approvals: '审批人数', reports: '报告期数', evidenceAdded: '多要的佐证', evidenceDropped: '不再要的佐证', migrate: (version: number) => `换成第 ${version} 版`, keep: '不换',
    end: '提前终止', endLead: '写明原因，项目从此不再继续；全部记录保留。', endTitle: '终止后不能恢复', askExtension: '申请延期', askHint: '管理员会看到。批准前按原来的期限。',
  },
  en: {
    title: 'Pause, extend, hand over', over: 'The project is over; there is nothing left to steer.', reason: 'Reason', back: 'Back', now: 'Due now', dueNow: 'This stage is due:', newDue: 'New due day', due: 'Due', same: 'unchanged', none: 'none',
    answer: 'Answer the request for an extension', askedTo: 'Asked for', askedBy: 'By', decision: 'Decision', grant: 'Grant it', deny: 'Do not grant it', reasonIfNo: 'Needed for a no; they will read it.', resume: 'Resume the project', resumeLead: 'Dates move by the days of the pause, and it goes on where it was.',
    extend: 'Extend this stage', pause: 'Pause the project', pauseLead: 'While it is paused no date runs and nobody is reminded.', until: 'Goes on about', handOver: 'Hand over to another organisation', handOverLead: 'Text, mentor and history stay; the organisation before no longer sees the project.', handOverTitle: 'A hand-over cannot be undone', handOverWarning: (name) => `From that moment ${name} neither sees nor changes the project; the other organisation sees and changes all of it at once: text, spending, reports. Both and the mentor are told.`, handOverNow: 'Hand it over', to: 'To',
    version: 'Version of the stage rules', versionNow: (id, version) => `Goes by version ${version} of ${id}. A running project never changes version by itself.`, preview: (name, version) => `What would version ${version} of "${name}" change?`, approvals: 'Approvals', reports: 'Reports', evidenceAdded: 'Evidence asked for anew', evidenceDropped: 'Evidence no longer asked for', migrate: (version) => `Move to version ${version}`, keep: 'Keep the present one',
    end: 'End early', endLead: 'Give the reason; the project does not go on. All records stay.', endTitle: 'An ended project cannot be resumed', askExtension: 'Ask for an extension', askHint: 'The administrators read it. Until they answer the present date holds.',
  },
})
