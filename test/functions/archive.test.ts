import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import exceljs from 'exceljs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { handler as make } from '../../functions/tasks/make-archive.lambda.ts'
import { Storage } from '../../shared/file/storage.ts'
import { membershipItem } from '../../shared/person/person.store.ts'
import { loadGrant } from '../../shared/grant/grant.store.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { competitionId, newObjectionId } from '../../shared/kernel/ids.ts'
import { objectionItem } from '../../shared/notice/notice.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { madeArchive, newestArchive, openedArchive } from '../support/archives.ts'
import { ok, poll } from '../support/contest.ts'
import { deliver, fundedVenture } from '../support/grants.ts'
import { scoreAll, scoring } from '../support/judging.ts'
import { anObjection } from '../support/objections.ts'
import { approveFirst, bank, orderAll, returnFile } from '../support/payments.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { applicant, openCompetition, pdf, postFile, sentProposal, setState, upload } from '../support/proposals.ts'

let platform: TestPlatform
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('归档管理员', { administrator: '330411' })
})
afterAll(() => platform.close())

const everything = ({ files }: { files: Map<string, Uint8Array> }): string => [...files.values()].map((bytes) => Buffer.from(bytes).toString()).join('\n')
async function rowsOf(bytes: Uint8Array | undefined, sheet: string): Promise<unknown[][]> {
  const book = new exceljs.Workbook()
  await book.xlsx.load(Buffer.from(bytes ?? new Uint8Array()) as never)
  return (book.getWorksheet(sheet)?.getSheetValues() ?? []).flatMap((row) => (Array.isArray(row) ? [row.slice(1)] : []))
}

describe('an archive of a call', () => {
  test('has every version that was sent with its files as they were uploaded; drafts are their applicants\' own', async () => {
    const competition = await openCompetition(platform)
    const [sender, drafter] = [await applicant(platform), await applicant(platform)]
    const id = await sentProposal(competition, sender, { summary: '第一版的简介' })
    ok(await upload(sender.member, id, 'supporting', '补充 方案.pdf', pdf))
    const { draft } = ok(await sender.member.api('GET', `/proposals/${id}`))
    ok(await sender.member.api('PUT', `/proposals/${id}/draft`, { revision: draft.revision, category: draft.category, content: { ...draft.content, summary: '<b>第二版</b>的简介' } }))
    ok(await sender.member.api('POST', `/proposals/${id}/submission`, {}))
    const { proposal: unsent, revision } = ok(await drafter.member.api('POST', `/competitions/${competition}/proposals`, { category: 'children' }))
    ok(await drafter.member.api('PUT', `/proposals/${unsent}/draft`, { revision, category: 'children', content: { name: '没有提交的项目', summary: '只有我们自己看的话' } }))
    const archive = await openedArchive(platform, administrator, competition)
    expect(archive).toMatchObject({ interim: true, number: 1, name: '示例志愿服务项目大赛-归档（中间稿）-1.zip', made: { missing: 0 } })
    expect(archive.text('申报书-第1版.html')).toContain('第一版的简介')
    expect(archive.text('申报书-第2版.html')).toContain('&lt;b&gt;第二版&lt;/b&gt;的简介')
    expect(archive.text('申报书-第2版.html')).toContain('中间稿')
    const [attached] = [...archive.files].filter(([path]) => path.endsWith('补充 方案.pdf'))
    expect(Buffer.from(attached?.[1] ?? []).equals(pdf)).toBe(true)
    expect(everything(archive)).not.toContain('只有我们自己看的话')
    expect(archive.text('目录.html')).toContain(encodeURIComponent('申报书-第2版.html'))
    const files = await rowsOf(archive.files.get('目录.xlsx'), '文件')
    expect(files).toHaveLength(1 + archive.files.size - 3)
    expect(await rowsOf(archive.files.get('目录.xlsx'), '申报书')).toHaveLength(3)
  })

  test('names an upload whose bytes are lost, and is made all the same', async () => {
    const competition = await openCompetition(platform)
    await sentProposal(competition, await applicant(platform))
    const kept = join(platform.data, 'files', 'files')
    const before = readdirSync(kept)
    const later = await applicant(platform)
    await sentProposal(competition, later)
    for (const name of readdirSync(kept).filter((one) => !before.includes(one))) rmSync(join(kept, name))
    const archive = await openedArchive(platform, administrator, competition)
    expect(archive.made?.missing).toBe(1)
    expect(archive.text('目录.html')).toContain('读不到的文件')
  })

  test('once it is cancelled, is no interim one; in English where that was asked for', async () => {
    const competition = await openCompetition(platform)
    await sentProposal(competition, await applicant(platform))
    await setState(platform, competition, { state: 'cancelled', endedBecause: { zh: '场地不能用了', en: 'The hall was lost' } })
    const archive = await openedArchive(platform, administrator, competition, { language: 'en' })
    expect(archive).toMatchObject({ interim: false, name: 'Example contest-archive-1.zip' })
    expect(archive.text('competition.html')).toContain('The hall was lost')
    expect(archive.text('index.html')).not.toMatch(/中间稿|Interim/)
    expect(archive.text('trail/trail.csv')).toContain('Time (Beijing)')
  })
})

test('an archive of judging has the cards that were handed in and the ranking, and no judge\'s draft', async () => {
  const made = await scoring(platform, { proposals: 2, judges: 4 })
  await scoreAll(made)
  const archive = await openedArchive(platform, made.administrator, made.competition)
  const [path, bytes] = [...archive.files].find(([name]) => name.endsWith('评分与排名.xlsx')) ?? []
  expect(path).toMatch(/^03-评审\/第1轮-/)
  const [head, ...cards] = await rowsOf(bytes, '评分表')
  expect(head?.slice(0, 4)).toEqual(['编号', '项目', '评委', '计入'])
  expect(cards.length).toBeGreaterThan(3)
  expect(new Set(cards.map((row) => row[3]))).toEqual(new Set(['是']))
  expect((await rowsOf(bytes, '分组')).length).toBe(3)
})

test('an archive of a venture has the money to the fen, agreements with their digests, orders and returns, what was claimed back; accounts by their last digits alone', { timeout: 90_000 }, async () => {
  const funded = await fundedVenture(platform, { amounts: [10_000_001, 5_000_000] })
  const payable = { ...funded, finance: await platform.person('财务甲', { finance: '330411' }) }
  const [first, second] = payable.grants
  if (first === undefined || second === undefined) throw new Error('two grants expected')
  ok(await payable.administrator.api('POST', `/grants/${first.id}/agreements`, { from: '2027-01-01', to: '2027-12-31', special: '每季度交一次小结。' }))
  const { agreements: [agreement] } = ok(await payable.administrator.api('GET', `/grants/${first.id}/agreements`))
  for (const [side, who] of [['organisation', first.member], ['authority', payable.administrator]] as const) ok(await who.api('POST', `/grants/${first.id}/agreements/${agreement.version}/${side}`, { digest: agreement.digest, title: '负责人' }))
  await deliver(platform, second.id)
  for (const grant of [first, second]) await bank(platform, payable, grant)
  await approveFirst(payable)
  const { lines } = await orderAll(payable)
  const { file } = ok(await payable.finance.api('POST', `/competitions/${payable.competition}/payments/1/returns`, returnFile(lines.map(({ reference, amount }, i) => [reference, (amount / 100).toFixed(2), i === 0 ? '成功' : '退票', shanghaiDate(platform.clock.now()), i === 0 ? '' : '户名不符']))))
  ok(await payable.finance.api('POST', `/competitions/${payable.competition}/payments/1/returns/${file.id}/application`))
  ok(await payable.administrator.api('POST', `/grants/${first.id}/clawbacks`, { cause: 'misuse', lines: [{ what: '购买固定资产', amount: 123_456 }], reasons: '不在协议用途内。', ban: true }))
  const scan = ok(await payable.administrator.api('POST', `/grants/${first.id}/files/scan`, { of: '1', name: '盖章协议.pdf', bytes: pdf.length }))
  await postFile(scan, '盖章协议.pdf', pdf)
  ok(await payable.administrator.api('POST', `/grants/${first.id}/files/scan/${scan.file}/check`))
  const { value: grant } = await loadGrant(platform.table, first.id)
  await platform.table.transact([objectionItem.put({ ...anObjection({ id: newObjectionId(), competition: competitionId.parse(payable.competition), proposal: null, at: platform.clock.now() }), state: 'dismissed' }, 'none')])
  const both = await platform.person('又是财务的管理员', { administrator: '330411', finance: '330411' })
  const archive = await openedArchive(platform, both, payable.competition)
  expect(archive.text('协议-第1版.html')).toContain(agreement.digest)
  expect(archive.text('协议-第1版.html')).toContain('每季度交一次小结。')
  expect(archive.text('材料/协议扫描件-1-盖章协议.pdf')).toContain('%PDF')
  expect(archive.text('追回-第1次.html')).toContain('1,234.56 元')
  expect(archive.text('禁止申报.html')).toContain(grant.organisation.name)
  expect(everything(archive)).not.toContain('6222000012340005678')
  const orders = archive.files.get('07-拨款与台账/付款清单与银行回单.xlsx')
  expect((await rowsOf(orders, '付款清单')).slice(1).map((row) => [row[7], row[8], row[11]])).toEqual([['***************5678', lines[0]?.amount === undefined ? 0 : lines[0].amount / 100, '到账'], ['***************5678', 25_000, '退回']])
  expect((await rowsOf(orders, '银行回单')).slice(1).map((row) => row[9])).toEqual(['', '户名不符'])
  const movements = (await rowsOf(archive.files.get('07-拨款与台账/资助台账.xlsx'), '明细')).slice(1)
  expect(movements.reduce((sum, row) => sum + Math.round(Number(row[6]) * 100), 0)).toBe(0)
  expect(archive.text('08-留痕/留痕.csv')).toContain('归档')
  expect([...archive.files.keys()].filter((path) => path.includes('异议-'))).toHaveLength(1)
})

describe('an archive', () => {
  test('is for administrators, but for none who belongs to an applicant; the trail says who asked for it and who took it', async () => {
    const competition = await openCompetition(platform)
    const by = await applicant(platform)
    await sentProposal(competition, by)
    const both = await platform.person('也是成员', { administrator: '330411', member: [by.organisation] })
    const at = `/competitions/${competition}/archives`
    for (const who of [by.member, both, await platform.person('承办', { organiser: [competition] }), await platform.person('外区', { administrator: '330402' })]) expect((await who.api('POST', at, {})).status).toBe(403)
    await openedArchive(platform, administrator, competition)
    expect((await both.api('POST', `${at}/1/taking`)).status).toBe(403)
    expect((await both.api('GET', at)).body).toEqual({ archives: [] })
    const { entries } = ok(await administrator.api('GET', `/competitions/${competition}/trail`)) as { entries: { action: string; by: { name: string } | null }[] }
    expect(entries.filter(({ action }) => action.startsWith('archive.')).map(({ action, by: who }) => [action, who?.name])).toEqual([['archive.take', '归档管理员'], ['archive.made', undefined], ['archive.make', '归档管理员']])
  })

  test('asked for twice while it is made is one; made twice it is one, and no bytes are left over', async () => {
    const competition = await openCompetition(platform)
    await sentProposal(competition, await applicant(platform))
    const archived = () => readdirSync(join(platform.data, 'files', 'archives'))
    const before = archived().length
    const asked = await Promise.all([1, 2, 3].map(() => administrator.api('POST', `/competitions/${competition}/archives`, {})))
    expect(asked.map(({ body }) => body.number)).toEqual([1, 1, 1])
    await Promise.all([make({ competition, number: 1 }), make({ competition, number: 1 })])
    const made = await madeArchive(platform, administrator, competition)
    expect(made).toMatchObject({ number: 2, state: 'ready' })
    await make({ competition, number: 1 })
    expect(archived()).toHaveLength(before + 2)
    expect(readdirSync(join(platform.data, 'files', 'uploads'))).toEqual([])
  })

  test('is not made for somebody who may not any more, and says so; another can ask', async () => {
    const competition = await openCompetition(platform)
    const leaving = await platform.person('要离开的管理员', { administrator: '330411' })
    platform.platform.streams.poke()
    const { number } = ok(await leaving.api('POST', `/competitions/${competition}/archives`, {})) as { number: number }
    const [membership] = await platform.table.queryAll(membershipItem, keys.memberships(leaving.id))
    if (membership === undefined) throw new Error('a membership expected')
    await platform.table.transact([{ remove: membership.key, expect: 'any' }])
    await make({ competition, number }).catch(() => undefined)
    const told = await newestArchive(administrator, competition)
    // The machine may have been faster than the removal.
    if (told.state !== 'ready') expect(told).toMatchObject({ state: 'failed', failed: { because: { zh: expect.stringContaining('没有这个权限') } } })
    expect((await madeArchive(platform, administrator, competition)).number).toBe(2)
  })

  test('is tried again where the storage is away, and given up when it stays away: then it says so', async () => {
    const competition = await openCompetition(platform)
    const away = vi.spyOn(Storage.prototype, 'archive').mockRejectedValueOnce(new Error('the storage is away'))
    const forwardUntil = async (state: string) => poll(platform, async () => { platform.clock.forward({ minutes: 2 }); return (await newestArchive(administrator, competition)).state === state }, () => `it is not ${state}`)
    const ask = async () => ok(await administrator.api('POST', `/competitions/${competition}/archives`, {}))
    try {
      await ask()
      await forwardUntil('ready')
      away.mockRejectedValue(new Error('the storage is away'))
      await ask()
      await forwardUntil('failed')
      expect((await newestArchive(administrator, competition)).failed?.because.zh).toContain('反复尝试')
    } finally {
      away.mockRestore()
    }
    expect((await madeArchive(platform, administrator, competition)).number).toBe(3)
  })

  test('is kept for a month', async () => {
    const competition = await openCompetition(platform)
    await madeArchive(platform, administrator, competition)
    platform.clock.forward({ days: 31 })
    expect(await newestArchive(administrator, competition)).toMatchObject({ state: 'gone' })
    expect((await administrator.api('POST', `/competitions/${competition}/archives/1/taking`)).status).toBe(409)
    expect((await madeArchive(platform, administrator, competition)).number).toBe(2)
  })
})
