import { newProject, projectWrites, startOrder } from '../../functions/commands/project.ts'
import { newPersonId, newProjectId, type OrganisationId, type ProjectId } from '../../shared/kernel/ids.ts'
import { outboxItem } from '../../shared/outbox/outbox.store.ts'
import type { Answers } from '../../shared/project/content.ts'
import type { Project } from '../../shared/project/project.ts'
import { loadProject, projectItem } from '../../shared/project/project.store.ts'
import { beginStage } from '../../shared/stage/begin.ts'
import type { Definition } from '../../shared/stage/definition.ts'
import { definitionLibrary } from '../../shared/stage/library.ts'
import type { StageName } from '../../shared/stage/lifecycle.ts'
import type { TestPlatform } from './platform.ts'

export function defaultDefinition() {
  const definition = definitionLibrary().get('district-default')
  if (definition === undefined) throw new Error('no default definition')
  return definition
}

/** Answers in which no part has a mistake. Dates lie in 2027, the money adds up to 15,000.00 yuan. */
export const fullAnswers = (change: Partial<Answers> = {}): Answers => ({
  name: '放学后的一小时', class: 'children', street: '示例街道', summary: '为双职工家庭的孩子提供放学后的托管。', need: '社区里有许多孩子放学后没有人照看。', who: '双职工家庭的小学生', directPeople: 40, indirectPeople: 80, attendances: 2000, minors: 40,
  others: '学校有到四点半的托管，本项目从四点半到六点。', goals: '让孩子放学后有去处。', startDate: '2027-03-01', endDate: '2027-12-31', place: '示例社区活动室', risks: '接送登记，家长签字。',
  steps: [{ stepDate: '2027-03-10', stepName: '开班', stepPlace: '社区活动室', stepAttendances: 40 }], wanted: [{ kind: 'people', what: '每周两位晚班志愿者', worth: null }],
  budget: [
    { head: 'materials', activity: '文具', unitPrice: 10_000, unit: '套', quantity: '100', source: 'grant', note: '' },
    { head: 'insurance', activity: '意外险', unitPrice: 5_000, unit: '人', quantity: '100', source: 'own', note: '' },
  ],
  contact: '示例人员 13', contactPhone: '13000000003', contactEmail: 'contact@example.cn', ...change,
})

/**
 * A project in a stage, written directly with all of its parts, and the real machine of that stage started. `change` is made to the record
 * as the last thing. A `definition` that is not of the library has been imported before.
 */
export async function projectIn(platform: TestPlatform, stage: StageName, organisation: { id: OrganisationId; name?: string }, change: Partial<Project> = {}, answers: Answers = fullAnswers(), definition: Definition = defaultDefinition()): Promise<ProjectId> {
  const id = newProjectId()
  const now = platform.clock.now()
  const fresh = newProject({ id, district: '330411', organisation: { id: organisation.id, name: organisation.name ?? '示例机构' }, title: answers.name ?? '', definition, by: newPersonId(), now })
  const project: Project = {
    ...fresh, class: answers.class ?? '', street: answers.street ?? '', summary: answers.summary ?? '',
    current: beginStage({ project: id, number: 1, name: stage, cycle: 1, definition, now }), ...change,
  }
  const { key, order } = startOrder(project)
  await platform.table.transact([...projectWrites(project, answers, now), outboxItem.put({ id: key, at: now, done: false, tries: 0, order }, 'none')])
  platform.platform.streams.poke()
  return id
}

/** Changes the record directly, as no command of the test's own would. */
export async function setProject(platform: TestPlatform, id: ProjectId, change: (project: Project) => Project): Promise<void> {
  const { value, version } = await loadProject(platform.table, id)
  await platform.table.transact([projectItem.put(change(value), version)])
}
