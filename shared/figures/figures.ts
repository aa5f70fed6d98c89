import * as z from 'zod'
import type { Activity } from '../activity/activity.ts'
import type { Attendance } from '../hours/hours.ts'
import { inside, personal } from '../kernel/exposure.ts'
import { activityId, projectId, type VolunteerId, volunteerId } from '../kernel/ids.ts'
import { shanghaiDate } from '../kernel/calendar.ts'
import { type Instant, instant } from '../kernel/instant.ts'
import { districtCode } from '../person/person.ts'
import type { Project } from '../project/project.ts'
import type { Stage } from '../stage/stage.ts'

/** 'YYYY-MM' in Shanghai. */
export const month = z.string().regex(/^\d{4}-\d{2}$/)
export type Month = z.infer<typeof month>
export const monthOf = (at: Instant): Month => shanghaiDate(at).slice(0, 7)

/** Service of volunteers: minutes, checked-in and back-filled apart (forms.md part 4), and how often somebody served (人次). */
const serviceSchema = z.object({ checkedIn: inside(z.int()), backFilled: inside(z.int()), services: inside(z.int()) })
export type Service = z.infer<typeof serviceSchema>
export const noService: Service = { checkedIn: 0, backFilled: 0, services: 0 }

/** Activities that were held, with whom they served as reported: people (人数) and attendances (人次). */
const heldSchema = z.object({ activities: inside(z.int()), beneficiaries: inside(z.int()), attendances: inside(z.int()) })
export type Held = z.infer<typeof heldSchema>
const noHeld: Held = { activities: 0, beneficiaries: 0, attendances: 0 }

/**
 * What of an activity is in the sums and figures: made anew from the activity and its attendances at every change, and the difference to
 * the last one is what the sums change by. So an event that comes twice, late or in another order has no effect of its own.
 */
export const countedSchema = z.object({
  activity: inside(activityId),
  project: inside(projectId),
  district: inside(districtCode),
  held: inside(heldSchema.extend({ month }).nullable()),
  /** By volunteer: a month's service each. */
  people: personal(z.record(volunteerId, z.array(serviceSchema.extend({ month })).min(1))),
})
export type Counted = z.infer<typeof countedSchema>

/** An activity's share of a month's figures: what a figure is counted from. */
export const shareSchema = z.object({ district: inside(districtCode), month: inside(month), activity: inside(activityId), project: inside(projectId), ...heldSchema.shape, ...serviceSchema.shape })
export type Share = z.infer<typeof shareSchema>

/** A project that had incubation behind it in that month. */
export const incubatedSchema = z.object({ district: inside(districtCode), month: inside(month), project: inside(projectId), at: inside(instant) })
export type Incubated = z.infer<typeof incubatedSchema>

/** Of one project. `volunteers` are different people. */
export const projectSumsSchema = z.object({ project: inside(projectId), ...heldSchema.shape, ...serviceSchema.shape, volunteers: inside(z.int()) })
export type ProjectSums = z.infer<typeof projectSumsSchema>
export const noProjectSums = (project: ProjectSums['project']): ProjectSums => ({ project, ...noHeld, ...noService, volunteers: 0 })

/** One volunteer's service at one project. */
export const projectPersonSchema = z.object({ project: inside(projectId), volunteer: personal(volunteerId), ...serviceSchema.shape })
export type ProjectPerson = z.infer<typeof projectPersonSchema>

/** Of one volunteer: all, and by district and month, by which those know how many different people served. */
export const volunteerSumsSchema = z.object({ volunteer: personal(volunteerId), ...serviceSchema.shape, months: personal(z.record(districtCode, z.record(month, serviceSchema))) })
export type VolunteerSums = z.infer<typeof volunteerSumsSchema>
export const noVolunteerSums = (volunteer: VolunteerSums['volunteer']): VolunteerSums => ({ volunteer, ...noService, months: {} })

/** All months together. */
export const ALL = 'all'
/** A district's figures of a month, or of all of them. `volunteers` are different people within it: months do not add up to `all`. */
export const figureSchema = z.object({ district: districtCode, month: z.union([month, z.literal(ALL)]), ...heldSchema.shape, ...serviceSchema.shape, volunteers: z.int(), incubated: z.int() })
export type DistrictFigure = z.infer<typeof figureSchema>
export const noFigure = (district: string, of: DistrictFigure['month']): DistrictFigure => ({ district, month: of, ...noHeld, ...noService, volunteers: 0, incubated: 0 })

/** Whether a project may have incubation behind it: then its past stages tell since when. */
export const isPastIncubation = ({ current }: Project): boolean => current.name !== 'incubation' || current.number > 1

/** When a project first had incubation behind it; null: it has not. `past` are its past stages, in order. One that began in a later stage (an admitted proposal) was incubated before it came. */
export function incubatedAt(project: Project, past: readonly Stage[]): Instant | null {
  if ((past[0] ?? project.current).name !== 'incubation') return project.createdAt
  return past.find(({ name, state }) => name === 'incubation' && state === 'passed')?.endedAt ?? null
}

/** What counts of an activity. Of attendances only those that are `counted`: not open, not waiting for a word, not struck. */
export function countedOf(activity: Activity, attendances: readonly Attendance[]): Counted {
  const { id, project, district, state, report, startsAt } = activity
  const people = attendances.flatMap((attendance) => {
    const months = monthsOf(attendance)
    return months.length === 0 ? [] : [[attendance.volunteer, months] as const]
  }).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return {
    activity: id, project, district, people: Object.fromEntries(people),
    held: state === 'reported' && report !== null ? { activities: 1, beneficiaries: report.beneficiaries, attendances: report.attendances, month: monthOf(startsAt) } : null,
  }
}

/** By month: what of the activity is in that month's figures. */
export function sharesOf({ district, activity, project, held, people }: Counted): Map<Month, Share> {
  const shares = new Map<Month, Share>()
  const share = (at: Month) => orMade(shares, at, () => ({ district, month: at, activity, project, ...noHeld, ...noService }))
  if (held !== null) {
    const { month: at, ...what } = held
    Object.assign(share(at), what)
  }
  for (const months of Object.values(people)) for (const { month: at, ...service } of months) Object.assign(share(at), addService(share(at), service))
  return shares
}

export const countsNothing = ({ held, people }: Counted): boolean => held === null && Object.keys(people).length === 0

/** An attendance's minutes in the months in which they were spent; that somebody served is counted in the first. */
function monthsOf({ state, kind, days, from }: Attendance): (Service & { month: Month })[] {
  if (state !== 'counted') return []
  const found = new Map<Month, Service>([[(days[0]?.day ?? shanghaiDate(from)).slice(0, 7), { ...noService, services: 1 }]])
  for (const { day, minutes } of days) {
    const at = day.slice(0, 7)
    found.set(at, addService(found.get(at) ?? noService, kind === 'checked-in' ? { ...noService, checkedIn: minutes } : { ...noService, backFilled: minutes }))
  }
  return [...found].map(([at, service]) => ({ ...service, month: at })).filter((one) => !isNothing(one))
}

export const addService = (a: Service, b: Service, sign: 1 | -1 = 1): Service => ({ checkedIn: a.checkedIn + sign * b.checkedIn, backFilled: a.backFilled + sign * b.backFilled, services: a.services + sign * b.services })
export const isNothing = ({ checkedIn, backFilled, services }: Service): boolean => checkedIn === 0 && backFilled === 0 && services === 0

/** By how much a month changes, for one volunteer (`volunteer`) or for what was held (null). */
export type Step = { month: Month; volunteer: VolunteerId; service: Service } | { month: Month; volunteer: null; held: Held }

/** The steps from one counted state of an activity to another, of what differs only; undefined: nothing was counted. */
export function stepsBetween(before: Counted | undefined, after: Counted): Step[] {
  const steps: Step[] = []
  for (const [counted, other, sign] of [[before, after, -1], [after, before, 1]] as const) {
    if (counted === undefined) continue
    const { held, people } = counted
    if (held !== null && !equal(held, other?.held)) steps.push({ month: held.month, volunteer: null, held: { activities: sign * held.activities, beneficiaries: sign * held.beneficiaries, attendances: sign * held.attendances } })
    for (const [id, months] of Object.entries(people)) {
      const volunteer = id as VolunteerId
      if (!equal(months, other?.people[volunteer])) for (const { month: at, ...service } of months) steps.push({ month: at, volunteer, service: addService(noService, service, sign) })
    }
  }
  return steps
}

/** Of values as the table gives them back or as they are made here: their fields stand in the order of the schema either way. */
const equal = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Everything that some steps of one project's activities touch, as it stands. */
export interface Sums {
  district: string
  project: ProjectSums
  people: Map<VolunteerId, ProjectPerson>
  volunteers: Map<VolunteerId, VolunteerSums>
  figures: Map<DistrictFigure['month'], DistrictFigure>
}

/** Takes steps, in place: the sums of a project, of its people, of the volunteers and of the district move together, and so always agree. */
export function take(sums: Sums, steps: readonly Step[]): void {
  const { district, project } = sums
  for (const step of steps) {
    const figures = ([step.month, ALL] as const).map((at) => orMade(sums.figures, at, () => noFigure(district, at)))
    if (step.volunteer === null) {
      for (const sum of [project, ...figures]) {
        sum.activities += step.held.activities
        sum.beneficiaries += step.held.beneficiaries
        sum.attendances += step.held.attendances
      }
      continue
    }
    const { volunteer, service } = step
    const person = orMade(sums.people, volunteer, () => ({ project: project.project, volunteer, ...noService }))
    const own = orMade(sums.volunteers, volunteer, () => noVolunteerSums(volunteer))
    const months = (own.months[district] ??= {})
    const before = { project: person.services, month: months[step.month]?.services ?? 0, all: servicesIn(months) }
    for (const sum of [project, ...figures, person, own]) Object.assign(sum, addService(sum, service))
    const inMonth = addService(months[step.month] ?? noService, service)
    if (isNothing(inMonth)) delete months[step.month]
    else months[step.month] = inMonth
    project.volunteers += came(before.project, person.services)
    const [ofMonth, ofAll] = figures
    if (ofMonth !== undefined) ofMonth.volunteers += came(before.month, inMonth.services)
    if (ofAll !== undefined) ofAll.volunteers += came(before.all, servicesIn(months))
    if (Object.keys(months).length === 0) delete own.months[district]
  }
}

const servicesIn = (months: Record<Month, Service>): number => Object.values(months).reduce((sum, { services }) => sum + services, 0)
/** 1 when somebody is there who was not, -1 when the last of somebody is gone. */
const came = (before: number, after: number): number => (after > 0 ? 1 : 0) - (before > 0 ? 1 : 0)

function orMade<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}
