import { deflateSync } from 'node:zlib'
import { newOrganisationId, type OrganisationId, type ProjectId } from '../../shared/kernel/ids.ts'
import { memberItem } from '../../shared/organisation/organisation.store.ts'
import { personItem } from '../../shared/person/person.store.ts'
import type { Answers } from '../../shared/project/content.ts'
import type { Project } from '../../shared/project/project.ts'
import { keys } from '../../shared/store/keys.ts'
import { ok } from './contest.ts'
import type { Somebody, TestPlatform } from './platform.ts'
import { fullAnswers, projectIn } from './projects.ts'
import { postFile } from './proposals.ts'

/** A PNG of one colour: real enough for a browser to draw. */
export function png(width: number, height: number, [r, g, b]: readonly [number, number, number] = [90, 140, 120]): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc(body))
    return Buffer.concat([length, body, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const line = Buffer.concat([Buffer.from([0]), Buffer.concat(Array.from({ length: width }, () => Buffer.from([r, g, b])))])
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: height }, () => line)))), chunk('IEND', Buffer.alloc(0))])
}

function crc(bytes: Buffer): number {
  let sum = 0xffffffff
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1
  }
  return (sum ^ 0xffffffff) >>> 0
}

/** Answers that may be published as they are: the contact's name stands in no public text. */
export const publicAnswers = (change: Partial<Answers> = {}): Answers => fullAnswers({ contact: '联系人甲', ...change })

export const words = { headline: '四点半以后，孩子有地方去', soFar: '已经办了两期，来了四十个孩子。', help: '每周来一个晚上，或借我们一间屋子。' }

/** An organisation's member who gets mail. */
export async function memberOf(platform: TestPlatform, organisation: OrganisationId, email: string): Promise<Somebody> {
  const member = await platform.person('机构成员', { member: [organisation] })
  const found = await platform.table.get(personItem, keys.person(member.id))
  if (found === undefined) throw new Error('no person')
  await platform.table.transact([personItem.put({ ...found.value, email }, found.version), memberItem.put({ organisation, person: member.id, since: platform.clock.now(), removedAt: null }, 'none')])
  return member
}

export interface OnShow {
  project: ProjectId
  organisation: OrganisationId
  member: Somebody
}

/** A project in its showcase stage, with words on its draft. */
export async function withDraft(platform: TestPlatform, options: { answers?: Partial<Answers>; draft?: Partial<typeof words>; change?: Partial<Project>; organisation?: OrganisationId; name?: string } = {}): Promise<OnShow> {
  const organisation = options.organisation ?? newOrganisationId()
  const member = await memberOf(platform, organisation, 'member@example.cn')
  const project = await projectIn(platform, 'showcase', { id: organisation, name: options.name ?? '示例机构' }, options.change, publicAnswers(options.answers))
  ok(await member.api('PUT', `/projects/${project}/showcase`, { ...words, ...options.draft, revision: 0 }))
  return { project, organisation, member }
}

export async function onShow(platform: TestPlatform, options: Parameters<typeof withDraft>[1] = {}): Promise<OnShow> {
  const made = await withDraft(platform, options)
  ok(await made.member.api('POST', `/projects/${made.project}/showcase/publication`, {}))
  return made
}

/** Uploads, checks and describes one picture of the draft; returns its file. */
export async function addPicture({ member, project }: { member: Somebody; project: string }, alt = '孩子们在读书', bytes = png(240, 160), name = '活动照片.png'): Promise<string> {
  const announced = ok(await member.api('POST', `/projects/${project}/showcase/pictures`, { name, bytes: bytes.length }))
  await postFile(announced, name, bytes)
  ok(await member.api('POST', `/projects/${project}/showcase/pictures/${announced.file}/check`))
  ok(await member.api('PUT', `/projects/${project}/showcase/pictures/${announced.file}`, { alt, shows: 'minors', agreed: true }))
  return announced.file
}

export const anOffer = { kind: 'people', what: '周三晚上可以来带班', name: '示例居民乙', contact: '13912345678', consent: true }
