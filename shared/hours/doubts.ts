import { doubtId } from '../doubt/doubt.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Activity } from '../activity/activity.ts'
import { type Attendance, lengthOf, type Span, type VolunteerDay } from './hours.ts'

/** More than this on one day is pointed out (issue 4). */
export const DOUBTFUL_DAY = 12 * 60

/** What makes a record doubtful. It is pointed out for somebody to look at; nothing is ever deleted for it. */
export type Doubt =
  /** The same person at another activity at the same time. */
  | { kind: 'two-places'; volunteer: string; day: string; activity: string; other: string }
  /** More than twelve hours on one day. */
  | { kind: 'long-day'; volunteer: string; day: string; activity: string; minutes: number }
  /** More time counts than the activity has to give. */
  | { kind: 'over-length'; volunteer: string; activity: string; minutes: number; length: number }
  /** Signed in, and the activity is long over. */
  | { kind: 'not-out'; volunteer: string; activity: string }
  /** The same picture, byte for byte, twice in the project. */
  | { kind: 'same-photo'; activity: string; file: string; other: string; otherActivity: string }

/** Records of more time than their activity has to give: somebody stayed on, or a time is wrong. */
export const overlong = (activities: readonly Pick<Activity, 'id' | 'startsAt' | 'endsAt' | 'breakMinutes'>[], records: readonly Pick<Attendance, 'activity' | 'volunteer' | 'state' | 'minutes'>[]): Doubt[] =>
  activities.flatMap((activity) => records.flatMap(({ activity: of, volunteer, state, minutes }): Doubt[] => {
    const length = lengthOf(activity)
    return of === activity.id && state !== 'struck' && minutes > length ? [{ kind: 'over-length', volunteer, activity: of, minutes, length }] : []
  }))

interface Photo {
  file: string
  activity: string
  sha256: string
  at: Instant
}

/** The same at each activity that it is about. */
export function hoursDoubtId(doubt: Doubt): string {
  switch (doubt.kind) {
    case 'two-places': return doubtId(`two-places ${doubt.volunteer} ${doubt.day}`, [doubt.activity, doubt.other])
    case 'long-day': return doubtId(`long-day ${doubt.day} ${doubt.minutes}`, [doubt.volunteer])
    case 'over-length': return doubtId(`over-length ${doubt.minutes} ${doubt.length}`, [doubt.volunteer, doubt.activity])
    case 'not-out': return doubtId('not-out', [doubt.volunteer, doubt.activity])
    case 'same-photo': return doubtId('same-photo', [doubt.file, doubt.other])
  }
}

const live = (span: Span): boolean => span.state !== 'struck'

/** Every doubt about some activities, from the days of those who came and from all photos of the project. */
export function doubts(activities: readonly string[], days: readonly VolunteerDay[], photos: readonly Photo[], now: Instant): Doubt[] {
  const asked = new Set(activities)
  return [...days.flatMap((day) => doubtsOfDay(day, asked, now)), ...samePhotos(photos).filter(({ activity, otherActivity }) => asked.has(activity) || asked.has(otherActivity))]
}

function doubtsOfDay({ volunteer, day, spans }: VolunteerDay, asked: ReadonlySet<string>, now: Instant): Doubt[] {
  const found = spans.filter(live)
  const minutes = found.reduce((sum, span) => sum + span.minutes, 0)
  return found.filter(({ activity }) => asked.has(activity)).flatMap((span): Doubt[] => {
    const { activity } = span
    const other = found.find((one) => one.activity !== activity && one.from < span.to && span.from < one.to)
    return [
      ...(other === undefined ? [] : [{ kind: 'two-places' as const, volunteer, day, activity, other: other.activity }]),
      ...(minutes > DOUBTFUL_DAY ? [{ kind: 'long-day' as const, volunteer, day, activity, minutes }] : []),
      ...(span.state === 'open' && span.to < now ? [{ kind: 'not-out' as const, volunteer, activity }] : []),
    ]
  })
}

/** The later of two equal pictures is the doubtful one. */
function samePhotos(photos: readonly Photo[]): Extract<Doubt, { kind: 'same-photo' }>[] {
  const first = new Map<string, Photo>()
  return photos.toSorted((a, b) => a.at.localeCompare(b.at)).flatMap((photo) => {
    const other = first.get(photo.sha256)
    if (other === undefined) first.set(photo.sha256, photo)
    return other === undefined ? [] : [{ kind: 'same-photo' as const, activity: photo.activity, file: photo.file, other: other.file, otherActivity: other.activity }]
  })
}
