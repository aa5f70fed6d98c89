import type { ProjectId } from '../../../shared/kernel/ids.ts'
import { plusDays } from '../../../shared/kernel/instant.ts'
import type { Target } from '../../../shared/person/access.ts'
import { ok } from '../contest.ts'
import { aPhone, aPlan, around, timesOf } from '../hours.ts'
import { projectIn, setProject } from '../projects.ts'
import { DISTRICT, type World } from '../world.ts'

// From ./world.ts, not from ../samples.ts: that one is made of these files, and which of the two is loaded first depends on who asks.
export const district = { district: DISTRICT }
export const anyone = {}
export const ofOwner = (world: World): Target => ({ ...district, organisation: world.owner })

/** A project of the owner in implementation, guided and evaluated by two of the cast. */
export async function ownerProject(world: World): Promise<{ project: ProjectId; target: Target }> {
  const { platform, owner, people } = world
  const project = await projectIn(platform, 'implementation', { id: owner }, { createdAt: plusDays(platform.clock.now(), -40) })
  const { assigned, unassigned } = people
  await setProject(platform, project, (value) => ({
    ...value, mentor: { person: assigned.id, name: assigned.name, organisation: '示例机构', since: value.createdAt }, evaluator: { person: unassigned.id, name: unassigned.name },
  }))
  return { project, target: { district: DISTRICT, organisation: owner, mentor: assigned.id, evaluator: unassigned.id } }
}

/** One of its activities: under way, or over an hour ago. */
export async function ownerActivity(world: World, when: 'now' | 'over' | 'ahead' = 'now') {
  const { project, target } = await ownerProject(world)
  const minutes = when === 'now' ? [10, 60] : when === 'over' ? [180, -60] : [-180, 300]
  const { activities: [activity] } = ok(await world.people.member.api('POST', `/projects/${project}/activities`, aPlan(around(world.platform, minutes[0] ?? 0, minutes[1] ?? 0))))
  return { project, activity: String(activity), target, params: { project: String(project), activity: String(activity) } }
}

export async function ownerVolunteer(world: World, more: Record<string, unknown> = {}): Promise<{ volunteer: string; phone: string }> {
  const phone = aPhone()
  return { volunteer: ok(await world.people.member.api('POST', `/organisations/${world.owner}/volunteers`, { name: '示例志愿者', phone, consent: true, ...more })).volunteer, phone }
}

/** A volunteer who came to an activity that is over, written down afterwards. */
export async function recorded(world: World) {
  const made = await ownerActivity(world, 'over')
  const { volunteer } = await ownerVolunteer(world)
  ok(await world.people.member.api('POST', `/projects/${made.project}/activities/${made.activity}/attendances`, { volunteers: [volunteer], rating: 'good' }))
  return { ...made, volunteer }
}

/** Nine hours of one day, which wait for an administrator. */
export async function waiting(world: World) {
  const { project } = await ownerProject(world)
  const day = timesOf(plusDays(world.platform.clock.now(), -2), plusDays(world.platform.clock.now(), -2)).day
  const { activities: [activity] } = ok(await world.people.member.api('POST', `/projects/${project}/activities`, aPlan({ day, from: '08:00', to: '17:30' })))
  const { volunteer } = await ownerVolunteer(world)
  ok(await world.people.member.api('POST', `/projects/${project}/activities/${activity}/attendances`, { volunteers: [volunteer], rating: 'good' }))
  return { activity: String(activity), volunteer }
}

export async function codeNow(world: World, made: { project: string; activity: string }): Promise<string> {
  return String(ok(await world.people.member.api('GET', `/projects/${made.project}/activities/${made.activity}/code`)).url).split('/').at(-1) ?? ''
}

/** A certificate of the owner's. */
export async function certified(world: World): Promise<{ volunteer: string; certificate: string }> {
  const { volunteer } = await recorded(world)
  const now = world.platform.clock.now()
  const { certificate } = ok(await world.people.member.api('POST', `/organisations/${world.owner}/volunteers/${volunteer}/certificates`, { from: timesOf(plusDays(now, -9), now).day, to: timesOf(now, now).day }))
  return { volunteer, certificate }
}
