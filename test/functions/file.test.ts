import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CompetitionId, PersonId, ProposalId } from '../../shared/kernel/ids.ts'
import { planJudgeItem, roundItem } from '../../shared/round/round.store.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { type Applicant, applicant, fullDraft, openCompetition, pdf, postFile, setState, upload } from '../support/proposals.ts'

let platform: TestPlatform
let by: Applicant
let competition: CompetitionId
let proposal: ProposalId
beforeAll(async () => {
  platform = await startTestPlatform()
  by = await applicant(platform)
  competition = await openCompetition(platform)
  proposal = await fullDraft(competition, by)
})
afterAll(() => platform.close())

const docx = (more: Record<string, Uint8Array> = {}) => Buffer.from(zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'word/document.xml': strToU8('<w:document/>'), ...more }))
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const exe = Buffer.concat([Buffer.from('MZ\x90\x00\x03\x00\x00\x00', 'latin1'), randomBytes(600)])

describe('what is uploaded', () => {
  test.each([
    ['supporting', '项目方案.pdf', pdf, 'pdf'],
    ['supporting', '预算说明（终稿）.docx', docx(), 'docx'],
    ['photos', '活动 照片.PNG', png, 'png'],
  ])('%s %s is ready after its check and attached', async (kind, name, bytes, type) => {
    const checked = await upload(by.member, proposal, kind, name, bytes)
    expect(checked).toMatchObject({ status: 200, body: { state: 'ready', reason: null, name, bytes: bytes.length, type, kind } })
    const { body } = await by.member.api('GET', `/proposals/${proposal}`)
    expect(body.draft.attachments).toContainEqual({ kind, file: checked.body.file, name, bytes: bytes.length, type })
    await by.member.api('DELETE', `/proposals/${proposal}/attachments/${checked.body.file}`)
  })

  test.each([
    ['a program renamed to .pdf', 'supporting', '方案.pdf', exe, /不是 PDF 文件/],
    ['a text renamed to .pdf', 'supporting', '方案.pdf', Buffer.from('hello, not a pdf'), /不是 PDF 文件/],
    ['a picture renamed to .pdf', 'supporting', '方案.pdf', png, /看起来是 PNG/],
    ['half a PDF', 'supporting', '方案.pdf', pdf.subarray(0, 120), /不完整/],
    ['a plain zip named .docx', 'supporting', '方案.docx', Buffer.from(zipSync({ 'a.txt': strToU8('a') })), /看起来是 ZIP/],
    ['a Word file named .xlsx', 'supporting', '方案.xlsx', docx(), /看起来是 DOCX/],
    ['a broken zip named .docx', 'supporting', '方案.docx', docx().subarray(0, 100), /已损坏/],
    ['a Word file with macros', 'supporting', '方案.docx', docx({ 'word/vbaProject.bin': strToU8('x') }), /宏/],
    ['a picture cut off', 'photos', '照片.png', png.subarray(0, 40), /不完整/],
  ])('%s is refused with a sentence', async (_, kind, name, bytes, sentence) => {
    const checked = await upload(by.member, proposal, kind, name, Buffer.from(bytes))
    expect(checked).toMatchObject({ status: 200, body: { state: 'refused', type: null } })
    expect(checked.body.reason.zh).toMatch(sentence)
    const { body } = await by.member.api('GET', `/proposals/${proposal}`)
    expect(body.draft.attachments.map(({ file }: { file: string }) => file)).not.toContain(checked.body.file)
    expect((await by.member.api('GET', `/files/${checked.body.file}`)).body.code).toBe('FILE_NOT_READY')
  })

  test('a zip bomb is refused without being unpacked', async () => {
    // As its list of parts tells it: one part of 2 GB, in a file of a few hundred bytes.
    const bomb = docx()
    bomb.writeUInt32LE(2 ** 31, bomb.indexOf('PK\u0001\u0002') + 24)
    const checked = await upload(by.member, proposal, 'supporting', '方案.docx', bomb)
    expect(checked.body).toMatchObject({ state: 'refused', reason: { zh: expect.stringContaining('展开后过大') } })
  })

  test('an empty one, one too large, one of a wrong kind are refused before they are sent', async () => {
    const announce = async (kind: string, name: string, bytes: number) => (await by.member.api('POST', `/proposals/${proposal}/attachments`, { kind, name, bytes })).body.errors
    expect(await announce('supporting', '方案.pdf', 0)).toMatchObject([{ code: 'FILE_EMPTY' }])
    expect(await announce('supporting', '方案.pdf', 26 * 1024 * 1024)).toMatchObject([{ code: 'FILE_TOO_LARGE', detail: '“方案.pdf”有 26 MB，请压缩到 20 MB 以内再传。' }])
    expect(await announce('photos', '照片.pdf', 10)).toMatchObject([{ code: 'FILE_TYPE' }])
    expect(await announce('supporting', '方案.exe', 10)).toMatchObject([{ code: 'FILE_TYPE' }])
    expect(await announce('nothing', '方案.pdf', 10)).toMatchObject([{ code: 'NOT_A_CHOICE' }])
  })

  test('more than the form takes are refused, also when they were announced at once', async () => {
    const announced = await Promise.all([1, 2].map((n) => by.member.api('POST', `/proposals/${proposal}/attachments`, { kind: 'commitment', name: `承诺书 ${n}.pdf`, bytes: pdf.length })))
    const checked = []
    for (const { body } of announced) {
      await postFile(body, '承诺书.pdf', pdf)
      checked.push((await by.member.api('POST', `/files/${body.file}/check`)).body)
    }
    expect(checked).toMatchObject([{ state: 'ready' }, { state: 'refused', reason: { zh: expect.stringContaining('已够了') } }])
    expect((await by.member.api('POST', `/proposals/${proposal}/attachments`, { kind: 'commitment', name: 'a.pdf', bytes: 10 })).body.errors).toMatchObject([{ code: 'TOO_MANY_FILES' }])
    await by.member.api('DELETE', `/proposals/${proposal}/attachments/${checked[0].file}`)
  })

  test('nothing has come yet: the check says so; asked again after it has, it answers the same', async () => {
    const { body } = await by.member.api('POST', `/proposals/${proposal}/attachments`, { kind: 'supporting', name: '方案.pdf', bytes: pdf.length })
    expect((await by.member.api('POST', `/files/${body.file}/check`)).body.code).toBe('FILE_NOT_READY')
    await postFile(body, '方案.pdf', pdf)
    const [one, two] = [await by.member.api('POST', `/files/${body.file}/check`), await by.member.api('POST', `/files/${body.file}/check`)]
    expect(two.body).toEqual(one.body)
    await by.member.api('DELETE', `/proposals/${proposal}/attachments/${body.file}`)
  })

  test('checked twice at the same moment, it is one file', async () => {
    const { body } = await by.member.api('POST', `/proposals/${proposal}/attachments`, { kind: 'supporting', name: '方案.pdf', bytes: pdf.length })
    await postFile(body, '方案.pdf', pdf)
    const answers = await Promise.all([1, 2, 3, 4].map(() => by.member.api('POST', `/files/${body.file}/check`)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1)
    const { body: { draft } } = await by.member.api('GET', `/proposals/${proposal}`)
    expect(draft.attachments.filter(({ file }: { file: string }) => file === body.file)).toHaveLength(1)
    await by.member.api('DELETE', `/proposals/${proposal}/attachments/${body.file}`)
  })

  test('another organisation can neither announce nor check nor read it', async () => {
    const other = await applicant(platform)
    const { body } = await by.member.api('POST', `/proposals/${proposal}/attachments`, { kind: 'supporting', name: '方案.pdf', bytes: pdf.length })
    await postFile(body, '方案.pdf', pdf)
    expect((await other.member.api('POST', `/proposals/${proposal}/attachments`, { kind: 'supporting', name: '方案.pdf', bytes: 10 })).status).toBe(403)
    expect((await other.member.api('POST', `/files/${body.file}/check`)).status).toBe(403)
    expect((await platform.visitor.api('POST', `/files/${body.file}/check`)).status).toBe(401)
    await by.member.api('POST', `/files/${body.file}/check`)
    expect((await other.member.api('GET', `/files/${body.file}`)).status).toBe(403)
    expect((await platform.visitor.api('GET', `/files/${body.file}`)).status).toBe(401)
    await by.member.api('DELETE', `/proposals/${proposal}/attachments/${body.file}`)
  })
})

describe('the local storage', () => {
  const announce = async () => (await by.member.api('POST', `/proposals/${proposal}/attachments`, { kind: 'commitment', name: '承诺书.pdf', bytes: pdf.length })).body as { file: string; url: string; fields: Record<string, string> }

  test('takes only the form that was signed', async () => {
    const form = await announce()
    const refused = async (fields: Record<string, string>) => (await postFile({ url: form.url, fields: { ...form.fields, ...fields } }, 'a.pdf', pdf)).status
    expect(await refused({ key: `files/${form.file}` })).toBe(403)
    expect(await refused({ 'x-amz-meta-proposal': 'r_someoneelses' })).toBe(403)
    expect(await refused({ 'X-Amz-Signature': '0'.repeat(64) })).toBe(403)
    expect(await refused({ Policy: Buffer.from('{"expiration":"2099-01-01T00:00:00Z","conditions":[]}').toString('base64') })).toBe(403)
    expect(await refused({ 'x-amz-acl': 'public-read' })).toBe(403)
    expect(await refused({})).toBe(201)
  })

  test('tells a browser in a sentence what is wrong, and leaves nothing behind', async () => {
    const form = await announce()
    const before = readdirSync(join(platform.data, 'files', 'blobs')).length
    const large = await postFile(form, '大文件.pdf', Buffer.alloc(21 * 1024 * 1024, 1), { accept: 'text/html' })
    expect(large.status).toBe(400)
    expect(await large.text()).toContain('文件太大')
    const empty = await postFile(form, '', Buffer.alloc(0), { accept: 'text/html' })
    expect(await empty.text()).toContain('没有选文件')
    expect(readdirSync(join(platform.data, 'files', 'blobs'))).toHaveLength(before)
  })

  test('gives nothing without a signature, nor by a changed one', async () => {
    const { body: { file } } = await upload(by.member, proposal, 'supporting', '方案.pdf', pdf)
    const { url } = (await by.member.api('GET', `/files/${file}`)).body
    expect((await fetch(url)).status).toBe(200)
    expect((await fetch(new URL(url).origin + new URL(url).pathname)).status).toBe(403)
    expect((await fetch(url.replace('attachment', 'inline'))).status).toBe(403)
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(403)
    expect((await fetch(url, { headers: { range: 'bytes=0-7' } })).status).toBe(206)
    await by.member.api('DELETE', `/proposals/${proposal}/attachments/${file}`)
  })
})

describe('a file that is read', () => {
  test('comes as its checked type, to be saved, and can run nothing', async () => {
    const { body: { file } } = await upload(by.member, proposal, 'supporting', '名"字;\u202e/..\\方案.pdf', pdf)
    const { body } = await by.member.api('GET', `/files/${file}`)
    const answer = await fetch(body.url)
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(pdf)
    expect(answer.headers.get('content-type')).toBe('application/pdf')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-security-policy')).toContain('sandbox')
    const disposition = answer.headers.get('content-disposition') ?? ''
    expect(disposition).toMatch(/^attachment; filename="file\.pdf"; filename\*=UTF-8''[\w%.-]+$/)
    expect(decodeURIComponent(disposition.split("UTF-8''")[1] ?? '')).not.toMatch(/["\\/;\u202e]/)
    await by.member.api('DELETE', `/proposals/${proposal}/attachments/${file}`)
  })

  test('by an assigned judge of a blind competition has a neutral name; other kinds and other judges get nothing', async () => {
    const supporting = (await upload(by.member, proposal, 'supporting', '示例机构 1 项目方案.pdf', pdf)).body.file
    const certificate = (await by.member.api('GET', `/proposals/${proposal}`)).body.draft.attachments.find(({ kind }: { kind: string }) => kind === 'certificate').file
    expect((await by.member.api('POST', `/proposals/${proposal}/submission`, {})).status).toBe(201)
    const [assigned, other] = [await platform.person('评委 01', { judge: [competition] }), await platform.person('评委 02', { judge: [competition] })]
    await plan(assigned.id, other.id)
    const read = (judge: Somebody, file: string) => judge.api('GET', `/files/${file}?proposal=${proposal}`)
    expect((await read(assigned, supporting)).body).toMatchObject({ name: '附件1-其他佐证材料.pdf' })
    expect((await read(assigned, certificate)).status).toBe(403)
    expect((await read(other, supporting)).status).toBe(403)
    const { body } = await assigned.api('GET', `/proposals/${proposal}/reading`)
    expect(body).toMatchObject({ title: '放学后的一小时', organisation: null, attachments: [{ name: '附件1-其他佐证材料.pdf' }] })
    expect(JSON.stringify(body)).not.toMatch(/示例机构|示例人员|组员甲|1300000/)
    expect((await other.api('GET', `/proposals/${proposal}/reading`)).status).toBe(403)
    const administrator = await platform.person('管理员', { administrator: '330411' })
    expect((await read(administrator, supporting)).body.name).toBe('示例机构 1 项目方案.pdf')
  })

  async function plan(judge: PersonId, other: PersonId): Promise<void> {
    const at = platform.clock.now()
    await setState(platform, competition, { state: 'judging', round: 0 })
    await platform.table.transact([
      roundItem.put({
        competition, index: 0, round: 'review', state: 'scoring', entries: 1, plan: 'v1', preparedPlan: 'v1', standing: null, seal: null, openedAt: at, scoringOpenedAt: at, closedAt: null, endedAt: null, unscored: [], unscoredSettled: false, ties: null, parentToken: null, execution: null,
      }, 'none'),
      planJudgeItem.put({ competition, index: 0, version: 'v1', judge, proposals: [proposal] }, 'none'),
      planJudgeItem.put({ competition, index: 0, version: 'v1', judge: other, proposals: [] }, 'none'),
    ])
  }
})
