import { newProject, projectWrites } from '../../../functions/commands/project.ts'
import { activityItem } from '../../../shared/activity/activity.store.ts'
import { attendanceItem } from '../../../shared/hours/hours.store.ts'
import { newPersonId, newProjectId, newVolunteerId, type OrganisationId, type ProjectId, type VolunteerId } from '../../../shared/kernel/ids.ts'
import { type Instant, plusDays } from '../../../shared/kernel/instant.ts'
import type { Project } from '../../../shared/project/project.ts'
import { beginStage } from '../../../shared/stage/begin.ts'
import { definitionLibrary } from '../../../shared/stage/library.ts'
import { stageNames } from '../../../shared/stage/lifecycle.ts'
import type { Table, Write } from '../../../shared/store/table.ts'
import { enrolmentItem } from '../../../shared/volunteer/volunteer.store.ts'
import { inventedActivity, inventedAttendance } from '../demo/records.ts'
import { DISTRICT } from '../rehearse/cast.ts'
import { several } from '../rehearse/client.ts'

/** Activities a project: 15,000 of 1,200. */
const ACTIVITIES = 12.5
/** Hour records of one activity after the other: 100,000 of 15,000. */
const HOURS = [7, 7, 6] as const
const VOLUNTEERS = 4000
const streets = ['示例一街道', '示例二街道', '示例三镇', '示例四镇', '示例五镇', '示例六街道', '示例七镇'] as const
const themes = ['独居老人敲门行动', '放学后的一小时', '一键找到会手语的人', '楼道微更新与邻里议事', '河道观察员与小小讲解队', '认知症友好小店结对计划', '新居民第一课', '社区厨房共享日与送餐到家'] as const
const by = { person: newPersonId(), name: '成员 01' }

export interface Loaded {
  projects: ProjectId[]
  activities: number
  hours: number
  /** Of all counted hour records. */
  minutes: number
}

/** Writes projects from number `from` to `to` with their activities and hours straight into the table, 95 items a transaction. */
export async function loadDistrict(table: Table, organisations: readonly OrganisationId[], from: number, to: number, now: Instant): Promise<Loaded> {
  const definition = definitionLibrary().get('district-default')
  const [first] = organisations
  if (definition === undefined || first === undefined) throw new TypeError('nothing to load with')
  const loaded: Loaded = { projects: [], activities: 0, hours: 0, minutes: 0 }
  const volunteers = Array.from({ length: Math.ceil((VOLUNTEERS * (to - from)) / 1200) }, () => newVolunteerId())
  const writes: Write[] = volunteers.map((volunteer, i) => enrolmentItem.put({ organisation: organisations[i % organisations.length] ?? first, volunteer, number: String(i), name: `志愿者 ${i}`, minor: false, since: now }, 'none'))
  for (let nth = from; nth < to; nth += 1) {
    const id = newProjectId()
    const organisation = organisations[nth % organisations.length] ?? first
    const name = stageNames[nth % stageNames.length] ?? 'incubation'
    const fresh = newProject({ id, district: DISTRICT, organisation: { id: organisation, name: `嘉兴市示例区第 ${nth % organisations.length} 社会工作服务中心` }, title: `${themes[nth % themes.length]}（${nth + 1}）`, definition, by: by.person, now: plusDays(now, -300) })
    const project: Project = {
      ...fresh, class: definition.classes[nth % definition.classes.length]?.id ?? '', street: streets[nth % streets.length] ?? '', mentor: nth % 3 === 0 ? null : { person: by.person, name: `督导 ${nth % 9}`, organisation: '示例机构', since: now },
      current: beginStage({ project: id, number: 1, name, cycle: 1, definition, now: plusDays(now, -(nth % 80)) }),
    }
    writes.push(...projectWrites(project, {}, now))
    loaded.projects.push(id)
    const wanted = Math.floor((nth + 1) * ACTIVITIES) - Math.floor(nth * ACTIVITIES)
    for (let i = 0; i < wanted; i += 1) writes.push(...activityWrites(project, Math.floor(nth * ACTIVITIES) + i, volunteers, now, loaded))
  }
  const parts = Array.from({ length: Math.ceil(writes.length / 95) }, (_, i) => writes.slice(i * 95, (i + 1) * 95))
  await several(parts, 2, (part) => table.transact(part))
  return loaded
}

function activityWrites(project: Project, nth: number, volunteers: readonly VolunteerId[], now: Instant, loaded: Loaded): Write[] {
  const hours = HOURS[nth % HOURS.length] ?? 6
  loaded.activities += 1
  loaded.hours += hours
  loaded.minutes += hours * 120
  const activity = inventedActivity(project, plusDays(now, -(nth % 300)), { title: `第 ${nth + 1} 次活动`, served: { beneficiaries: 20, attendances: 30 } })
  return [
    activityItem.put(activity, 'none'),
    ...Array.from({ length: hours }, (_, i) => attendanceItem.put(inventedAttendance(activity, volunteers[(nth * 7 + i) % volunteers.length] ?? newVolunteerId(), { minutes: 120, kind: i % 4 === 0 ? 'back-filled' : 'checked-in' }), 'none')),
  ]
}
