import type { Bilingual } from '../kernel/text.ts'
import type { Part } from './definition.ts'
import type { ProjectState, StageName, StageState } from './lifecycle.ts'

type Words<K extends string> = Record<K, Bilingual & { en: string }>

/** What people call the stages, their states and a project's parts, wherever these are named. */
export const stageWords: Words<StageName> = {
  incubation: { zh: '孵化', en: 'Incubation' }, showcase: { zh: '展示', en: 'Showcase' }, implementation: { zh: '实施', en: 'Implementation' }, evaluation: { zh: '评估', en: 'Evaluation' },
}
export const stageStateWords: Words<StageState> = {
  working: { zh: '进行中', en: 'Under way' }, extension: { zh: '申请延期', en: 'Extension asked' }, review: { zh: '关口审核', en: 'Under review' }, paused: { zh: '已暂停', en: 'Paused' },
  passed: { zh: '已通过', en: 'Passed' }, ended: { zh: '提前终止', en: 'Ended early' },
}
export const projectStateWords: Words<ProjectState> = { active: { zh: '进行中', en: 'Under way' }, closed: { zh: '已结项', en: 'Closed' }, ended: { zh: '提前终止', en: 'Ended early' } }
export const partWords: Words<Part> = {
  basics: { zh: '项目概况', en: 'Basics' }, need: { zh: '需求', en: 'The need' }, beneficiaries: { zh: '受益人', en: 'Beneficiaries' }, others: { zh: '已有做法', en: 'What others do' },
  plan: { zh: '计划', en: 'The plan' }, resources: { zh: '需要的资源', en: 'Resources asked for' }, budget: { zh: '预算', en: 'The budget' }, contact: { zh: '联系人', en: 'Contact' },
  showcase: { zh: '展示页', en: 'The showcase page' }, activities: { zh: '活动', en: 'Activities' }, spending: { zh: '支出', en: 'Spending' }, reports: { zh: '报告', en: 'Reports' }, 'self-evaluation': { zh: '自评', en: 'Self-evaluation' },
}

/** What an approval of the last stage is for. */
export const endingWords = { close: { zh: '结项', en: 'Close the project' }, continue: { zh: '进入下一周期', en: 'A next cycle' } } as const
