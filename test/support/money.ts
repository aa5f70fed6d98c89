import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { memberItem } from '../../shared/organisation/organisation.store.ts'
import { type FileId, newFileId, type OrganisationId, type PersonId, type ProjectId } from '../../shared/kernel/ids.ts'
import { mailItem } from '../../shared/mail/mail.store.ts'
import { administratorItem } from '../../shared/person/person.store.ts'
import type { Answers } from '../../shared/project/content.ts'
import { projectFileItem, type ProjectFileKind } from '../../shared/project/file.store.ts'
import type { Project } from '../../shared/project/project.ts'
import { keys } from '../../shared/store/keys.ts'
import { ok } from './contest.ts'
import type { Somebody, TestPlatform } from './platform.ts'
import { admittedOrganisation, pdf, postFile } from './proposals.ts'
import { fullAnswers, projectIn, setProject } from './projects.ts'
import { png } from './showcase.ts'

export interface UnderWay {
  project: ProjectId
  organisation: OrganisationId
  member: Somebody
}
let people = 0

/** A project in implementation, its member with a mailbox; its plan runs around the present day. */
export async function underWay(platform: TestPlatform, change: Partial<Project> = {}, answers: Partial<Answers> = {}): Promise<UnderWay & { address: string }> {
  const organisation = await admittedOrganisation(platform, `示例机构 ${(people += 1)}`)
  const member = await platform.person(`成员 ${people}`, { member: [organisation] })
  const address = `member-${people}@example.cn`
  ok(await member.api('PUT', '/me', { name: member.name, email: address, language: 'zh' }))
  await platform.table.transact([memberItem.put({ organisation, person: member.id, since: platform.clock.now(), removedAt: null }, 'none')])
  const year = platform.clock.now().slice(0, 4)
  const project = await projectIn(platform, 'implementation', { id: organisation, name: `示例机构 ${people}` }, change, fullAnswers({ startDate: `${year}-01-01`, endDate: `${Number(year) + 1}-12-31`, ...answers }))
  await lastDay(platform, project)
  return { project, organisation, member, address }
}

/** Today is the last day of a report's period: it can be sent. */
export const lastDay = (platform: TestPlatform, project: ProjectId, number = 1): Promise<void> => setProject(platform, project, (one) => ({
  ...one, current: { ...one.current, reports: one.current.reports.map((report) => (report.number === number ? { ...report, to: shanghaiDate(platform.clock.now()) } : report)) },
}))

/** An administrator whom mail of the district reaches. */
export async function mailedAdministrator(platform: TestPlatform, email = 'administrator@example.cn'): Promise<Somebody> {
  const administrator = await platform.person('管理员 01', { administrator: '330411' })
  ok(await administrator.api('PUT', '/me', { name: administrator.name, email, language: 'zh' }))
  await platform.table.transact([administratorItem.put({ district: '330411', person: administrator.id }, 'none')])
  return administrator
}

/** Subjects and texts of what came to an address. */
export async function mailTo(platform: TestPlatform, address: string): Promise<string[]> {
  await platform.platform.streams.caughtUp()
  return (await platform.table.queryAll(mailItem, keys.mailbox)).map(({ value }) => value).filter(({ to }) => to === address).map(({ subject, text }) => `${subject}\n${text}`)
}

/** A checked file, written directly: how it is uploaded is not what these tests are about. */
export async function aFile(platform: TestPlatform, project: ProjectId, kind: ProjectFileKind, of: string, by: PersonId, sha256 = Math.random().toString(16)): Promise<FileId> {
  const file = newFileId()
  await platform.table.transact([projectFileItem.put({ project, file, kind, of, name: `${kind}.pdf`, bytes: 1200, type: 'pdf', sha256, cycle: 1, at: platform.clock.now(), by, shown: false }, 'none')])
  return file
}

/** One file as its member uploads it. */
export async function attach(member: Somebody, project: string, kind: string, of: string): Promise<void> {
  const [name, bytes] = kind === 'photo' ? ['照片.png', png(8, 8)] as const : ['材料.pdf', pdf] as const
  const announced = ok(await member.api('POST', `${project}/files`, { kind, of, name, bytes: bytes.length }))
  await postFile(announced, name, bytes)
  ok(await member.api('POST', `${project}/files/${announced.file}/check`))
}

/** The body of an entry of today. */
export const anEntry = (platform: TestPlatform, change: Record<string, unknown> = {}) => ({ day: new Date(Date.parse(platform.clock.now()) + 8 * 3_600_000).toISOString().slice(0, 10), head: 'materials', source: 'grant', amount: 100_00, what: '活动文具', paidTo: '示例文具店', ...change })

export async function spend(platform: TestPlatform, { project, member }: Pick<UnderWay, 'project' | 'member'>, change: Record<string, unknown> = {}): Promise<string> {
  return ok(await member.api('POST', `/projects/${project}/spending`, anEntry(platform, change))).spending
}

export const reportContent = (change: Record<string, unknown> = {}) => ({ done: '办了三次活动。', results: '孩子们按时完成作业。', difficulties: '无', next: '继续每周一次。', beneficiaries: 20, attendances: 60, ...change })
