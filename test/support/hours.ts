import { type OrganisationId, type ProjectId } from '../../shared/kernel/ids.ts'
import { type Instant, plusDays, plusSeconds } from '../../shared/kernel/instant.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { clockOf } from '../../shared/activity/activity.ts'
import { ok } from './contest.ts'
import { type ApiAnswer, type Somebody, startTestPlatform, type TestPlatform } from './platform.ts'
import { projectIn } from './projects.ts'
import { admittedOrganisation } from './proposals.ts'

export interface Team {
  organisation: OrganisationId
  member: Somebody
  project: ProjectId
  /** `/projects/j_…`. */
  path: string
  /** Whoever scans the code on the leader's screen. */
  visitor: Somebody
}

/** An organisation with a member and a project in implementation, which began a month ago. */
export async function aTeam(platform: TestPlatform, name: string): Promise<Team> {
  const organisation = await admittedOrganisation(platform, name)
  const member = await platform.person(`${name}的成员`, { member: [organisation] })
  const project = await projectIn(platform, 'implementation', { id: organisation, name }, { createdAt: plusDays(platform.clock.now(), -40) })
  return { organisation, member, project, path: `/projects/${project}`, visitor: platform.visitor }
}

/** A platform with two teams and an administrator of their district, at eight in the morning: hours over midnight are two days' hours. */
export async function startTeams(): Promise<{ platform: TestPlatform; administrator: Somebody; team: Team; other: Team }> {
  const platform = await startTestPlatform()
  tomorrowAt(platform, '08:00')
  const administrator = await platform.person('管理员 01', { administrator: '330411' })
  return { platform, administrator, team: await aTeam(platform, '示例机构甲'), other: await aTeam(platform, '示例机构乙') }
}

/** Day and clock times of a plan, from one instant to another. */
export const timesOf = (from: Instant, to: Instant): { day: string; from: string; to: string } => ({ day: shanghaiDate(from), from: clockOf(from), to: clockOf(to) })

/** A plan that goes from so many minutes before now to so many after it (both may be negative). */
export const around = (platform: TestPlatform, before: number, after: number) => timesOf(plusSeconds(platform.clock.now(), -before * 60), plusSeconds(platform.clock.now(), after * 60))

/** A plan of so many minutes that ended so many minutes ago. */
export const ended = (platform: TestPlatform, minutes: number, ago = 60) => around(platform, minutes + ago, -ago)

/** Goes on to this time of the next day, as in `20:00`. */
export function tomorrowAt(platform: TestPlatform, time: string): void {
  platform.clock.forward({ milliseconds: Date.parse(`${shanghaiDate(plusDays(platform.clock.now(), 1))}T${time}:00+08:00`) - Date.parse(platform.clock.now()) })
}

export const aPlan = (times: { day: string; from: string; to: string }, more: Record<string, unknown> = {}) => ({ title: '陪伴独居老人', place: '示例社区', ...times, ...more })

/** Plans one activity and returns its id. */
export async function planned(team: Team, times: { day: string; from: string; to: string }, more: Record<string, unknown> = {}): Promise<string> {
  return ok(await team.member.api('POST', `${team.path}/activities`, aPlan(times, more))).activities[0]
}

/** The code on the leader's screen. */
export async function codeOf(team: Team, activity: string): Promise<string> {
  const { url } = ok(await team.member.api('GET', `${team.path}/activities/${activity}/code`))
  return String(url).split('/').at(-1) ?? ''
}

let next = 0
export const aPhone = (): string => `139${String(10_000_000 + (next += 1)).slice(-8)}`

/** A volunteer on an organisation's list. */
export async function aVolunteer(team: Pick<Team, 'organisation' | 'member'>, more: Record<string, unknown> = {}): Promise<{ volunteer: string; number: string; phone: string; name: string }> {
  const given = { name: '示例志愿者', phone: aPhone(), consent: true, ...more }
  const { volunteer, number } = ok(await team.member.api('POST', `/organisations/${team.organisation}/volunteers`, given))
  return { volunteer, number, phone: given.phone, name: given.name }
}

export const seen = async (team: Team, activity: string) => ok(await team.member.api('GET', `${team.path}/activities/${activity}`))

/** A volunteer, by telephone or number, scans the code that is shown now; who is new says more. */
export const signIn = async (of: Team, activity: string, who: string, more: Record<string, unknown> = {}): Promise<ApiAnswer> => of.visitor.api('POST', `/activities/${activity}/sign-in`, { pass: await codeOf(of, activity), who, ...more })
export const signOut = async (of: Team, activity: string, who: string): Promise<ApiAnswer> => of.visitor.api('POST', `/activities/${activity}/sign-out`, { pass: await codeOf(of, activity), who })

/** The leader writes afterwards who was there. */
export const backFill = (of: Team, activity: string, body: Record<string, unknown>): Promise<ApiAnswer> => of.member.api('POST', `${of.path}/activities/${activity}/attendances`, { rating: 'good', ...body })
