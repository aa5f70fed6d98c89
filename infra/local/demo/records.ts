import type { Activity } from '../../../shared/activity/activity.ts'
import type { Attendance } from '../../../shared/hours/hours.ts'
import { shanghaiDate } from '../../../shared/kernel/calendar.ts'
import { newActivityId, newPersonId, type VolunteerId } from '../../../shared/kernel/ids.ts'
import { type Instant, plusSeconds } from '../../../shared/kernel/instant.ts'
import type { Project } from '../../../shared/project/project.ts'

const nobody = newPersonId()

/** An invented activity of two hours, written straight into the table where a bench, a demonstration or a test needs many. With people served it is reported. */
export function inventedActivity(project: Pick<Project, 'id' | 'district' | 'cycle'>, startsAt: Instant, given: Partial<Activity> & { served?: { beneficiaries: number; attendances: number } } = {}): Activity {
  const { served, ...other } = given
  const by = { person: nobody, name: '成员 01' }
  const endsAt = plusSeconds(startsAt, 7200)
  return {
    id: newActivityId(), project: project.id, district: project.district, stage: 1, cycle: project.cycle, title: '示例活动', what: '', place: '示例社区活动室', startsAt, endsAt, expected: 30, capacity: null, breakMinutes: 0,
    leader: { name: '负责人 1', phone: '13000000000' }, dangerous: false, insurance: '', agreement: '', minors: false, guardians: '', series: null, state: served === undefined ? 'planned' : 'reported',
    report: served === undefined ? null : { what: '按计划完成。', ...served, at: endsAt, by }, calledOff: null, createdAt: startsAt, createdBy: by, ...other,
  }
}

/** Somebody's counted service at an activity, whole and on its one day. */
export function inventedAttendance(activity: Activity, volunteer: VolunteerId, given: Partial<Attendance> & Pick<Attendance, 'organisation' | 'minutes'>): Attendance {
  return {
    activity: activity.id, project: activity.project, district: activity.district, title: activity.title, volunteer, name: '志愿者 1', number: '1', minor: false, kind: 'checked-in', via: 'leader', state: 'counted',
    from: activity.startsAt, to: activity.endsAt, breakMinutes: 0, days: [{ day: shanghaiDate(activity.startsAt), minutes: given.minutes }], rating: null, recordedAt: activity.endsAt, recordedBy: null, approval: null, asked: null, corrections: [], ...given,
  }
}
