import { newProject, projectWrites, startOrder } from '../../../functions/commands/project.ts'
import { activityItem } from '../../../shared/activity/activity.store.ts'
import { attendanceItem } from '../../../shared/hours/hours.store.ts'
import { derivedId, newPersonId, newProjectId, newVolunteerId, type OrganisationId, type ProjectId, type VolunteerId } from '../../../shared/kernel/ids.ts'
import { type Instant, plusDays } from '../../../shared/kernel/instant.ts'
import { outboxItem } from '../../../shared/outbox/outbox.store.ts'
import type { Project } from '../../../shared/project/project.ts'
import { pastStageItem } from '../../../shared/project/project.store.ts'
import { beginStage } from '../../../shared/stage/begin.ts'
import type { Definition } from '../../../shared/stage/definition.ts'
import { stageNames } from '../../../shared/stage/lifecycle.ts'
import type { Stage } from '../../../shared/stage/stage.ts'
import type { Table, Write } from '../../../shared/store/table.ts'
import { DISTRICT } from '../rehearse/cast.ts'
import { several } from '../rehearse/client.ts'
import { inventedActivity, inventedAttendance } from './records.ts'

const streets = ['示例一街道', '示例二街道', '示例三镇', '示例四镇', '示例五镇', '示例六街道', '示例七镇'] as const
const themes = ['独居老人敲门行动', '放学后的一小时', '一键找到会手语的人', '楼道微更新与邻里议事', '河道观察员与小小讲解队', '认知症友好小店结对计划', '新居民第一课', '社区厨房共享日与送餐到家'] as const
const needs = ['独居老人一周里说不上几句话', '孩子放学后没有人接', '听障居民办事没有人翻译', '楼道堆物多年没有人管', '小河的事没有人记', '走失的老人要找三小时', '刚搬来的人不知道先办什么', '高龄老人一天只做一顿饭'] as const

export interface Many {
  organisations: readonly { id: OrganisationId; name: string }[]
  volunteers: readonly VolunteerId[]
  definition: Definition
  from: number
  to: number
  now: Instant
  /** A project; it need not be whole. */
  activities: number
  /** Hour records of one activity after the other. */
  hours: readonly number[]
  /** Begins the workflow of each project under way. */
  workflows: boolean
}

export interface Loaded {
  projects: ProjectId[]
  activities: number
  hours: number
  /** Of all counted hour records. */
  minutes: number
}

/** Projects number `from` to `to` of an invented district, with what went before their stage, their activities and hours: written straight into the table, 95 items a transaction. */
export async function loadMany(table: Table, many: Many): Promise<Loaded> {
  const loaded: Loaded = { projects: [], activities: 0, hours: 0, minutes: 0 }
  const writes: Write[] = []
  for (let nth = many.from; nth < many.to; nth += 1) {
    const { project, past } = inventedProject(many, nth)
    const answers = { name: project.title, class: project.class, street: project.street, summary: project.summary }
    writes.push(...projectWrites(project, answers, project.createdAt), ...past.map((stage) => pastStageItem.put({ project: project.id, stage }, 'none')))
    if (many.workflows && project.state === 'active') {
      const { key, order } = startOrder(project)
      writes.push(outboxItem.put({ id: derivedId(key), at: many.now, done: false, tries: 0, order }, 'none'))
    }
    loaded.projects.push(project.id)
    const [first, last] = [Math.floor(nth * many.activities), Math.floor((nth + 1) * many.activities)]
    for (let i = first; i < last; i += 1) writes.push(...activityWrites(many, project, i, loaded))
  }
  const parts = Array.from({ length: Math.ceil(writes.length / 95) }, (_, i) => writes.slice(i * 95, (i + 1) * 95))
  await several(parts, 2, (part) => table.transact(part))
  return loaded
}

const by = newPersonId()
const mentors = Array.from({ length: 9 }, (_, nth) => ({ person: newPersonId(), name: `督导 ${nth + 1}` }))

/** In each stage as many as the next, every tenth closed; a project far on has its earlier stages behind it. */
function inventedProject({ organisations, definition, now }: Many, nth: number): { project: Project; past: Stage[] } {
  const id = newProjectId()
  const organisation = organisations[nth % organisations.length]
  if (organisation === undefined) throw new TypeError('no organisation to have projects')
  const at = nth % stageNames.length
  const name = stageNames[at] ?? 'incubation'
  const startedAt = plusDays(now, -(nth % 80))
  const createdAt = plusDays(startedAt, -60 * at)
  const theme = nth % themes.length
  const fresh = newProject({ id, district: DISTRICT, organisation: { ...organisation }, title: `${themes[theme]}（${nth + 1}）`, definition, by, now: createdAt })
  const past = stageNames.slice(0, at).map((before, i): Stage => {
    const [from, to] = [plusDays(createdAt, i * 60), plusDays(createdAt, (i + 1) * 60)]
    const stage = beginStage({ project: id, number: i + 1, name: before, cycle: 1, definition, now: from })
    return { ...stage, state: 'passed', endedAt: to, reports: [] }
  })
  const current = beginStage({ project: id, number: at + 1, name, cycle: 1, definition, now: startedAt })
  const closed = name === 'evaluation' && nth % 10 === 3
  return {
    past,
    project: {
      ...fresh, class: definition.classes[nth % definition.classes.length]?.id ?? '', street: streets[nth % streets.length] ?? '', summary: `${needs[theme]}，志愿者每周来一次。`,
      mentor: nth % 3 === 0 ? null : { ...mentors[nth % mentors.length] ?? { person: by, name: '' }, organisation: '示例机构', since: createdAt },
      ...(closed ? { state: 'closed', grade: '合格', current: { ...current, state: 'passed', endedAt: now } } : { current }),
    },
  }
}

function activityWrites({ volunteers, hours: each, now }: Many, project: Project, nth: number, loaded: Loaded): Write[] {
  const hours = each[nth % each.length] ?? 0
  loaded.activities += 1
  loaded.hours += hours
  loaded.minutes += hours * 120
  const activity = inventedActivity(project, plusDays(now, -(nth % 300)), { title: `第 ${nth + 1} 次活动`, stage: project.current.number, served: { beneficiaries: 20, attendances: 30 } })
  return [
    activityItem.put(activity, 'none'),
    ...Array.from({ length: hours }, (_, i) => attendanceItem.put(inventedAttendance(activity, volunteers[(nth * 7 + i) % volunteers.length] ?? newVolunteerId(), { organisation: project.organisation.id, minutes: 120, kind: i % 4 === 0 ? 'back-filled' : 'checked-in' }), 'none')),
  ]
}
