import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inventedActivity } from '../../infra/local/demo/records.ts'
import { activityItem } from '../../shared/activity/activity.store.ts'
import { ok } from '../support/contest.ts'
import { postFile, pdf } from '../support/proposals.ts'
import { png } from '../support/showcase.ts'
import { spend, underWay, type UnderWay } from '../support/money.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { marked, turnedJpeg } from '../support/pictures.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

/** Announces, posts and has checked one file of a project, as a program does. */
async function upload({ project, member }: UnderWay, kind: 'photo' | 'receipt', of: string, name: string, bytes: Buffer) {
  const announced = ok(await member.api('POST', `/projects/${project}/files`, { kind, of, name, bytes: bytes.length }))
  expect((await postFile(announced, name, bytes)).status).toBe(201)
  return ok(await member.api('POST', `/projects/${project}/files/${announced.file}/check`))
}
async function download(by: Somebody, file: string): Promise<Buffer> {
  const { url } = ok(await by.api('GET', `/files/${file}`))
  return Buffer.from(await (await fetch(new URL(url, platform.url))).arrayBuffer())
}

describe('equal files, really uploaded under other names', () => {
  test('one picture at two activities is pointed out', async () => {
    const made = await underWay(platform)
    const activities = [-2, -1].map((days) => inventedActivity({ id: made.project, district: '330411', cycle: 1 }, new Date(Date.parse(platform.clock.now()) + days * 86_400_000).toISOString() as never))
    await platform.table.transact(activities.map((one) => activityItem.put(one, 'none')))
    await upload(made, 'photo', activities[0]?.id ?? '', '一.png', png(8, 8))
    const again = await upload(made, 'photo', activities[1]?.id ?? '', '二.png', png(8, 8))
    const { items } = ok(await made.member.api('GET', `/projects/${made.project}/doubts`))
    expect(items.flatMap(({ doubts }: { doubts: unknown[] }) => doubts)).toEqual([expect.objectContaining({ kind: 'same-photo', file: again.file })])
  })

  test('one PDF for two payments is pointed out on both', async () => {
    const made = await underWay(platform)
    const [first, second] = [await spend(platform, made), await spend(platform, made, { amount: 7, paidTo: '另一家店' })]
    await upload(made, 'receipt', first, '发票.pdf', pdf)
    await upload(made, 'receipt', second, '收据.pdf', pdf)
    const { entries } = ok(await made.member.api('GET', `/projects/${made.project}/spending`))
    expect(entries.map(({ doubts }: { doubts: { code: string }[] }) => doubts.map(({ code }) => code))).toEqual([['RECEIPT_TWICE'], ['RECEIPT_TWICE']])
  })
})

describe('a picture tells nobody where and when it was taken', () => {
  test('a JPG keeps its image and how it is to be turned, nothing else', async () => {
    const made = await underWay(platform)
    const { file, bytes } = await upload(made, 'photo', '', '照片.jpg', turnedJpeg)
    const kept = await download(made.member, file)
    expect(kept.length).toBe(bytes)
    for (const told of marked) {
      expect(turnedJpeg.includes(told)).toBe(true)
      expect(kept.includes(told)).toBe(false)
    }
    expect(kept.includes('ICC_PROFILE')).toBe(true)
    expect(kept.includes(Buffer.from('Exif\0\0MM', 'latin1'))).toBe(true)
    expect(kept.subarray(-2).toString('hex')).toBe('ffd9')
  })

  test('twice the same photo is still told by what was uploaded', async () => {
    const made = await underWay(platform)
    const id = await spend(platform, made)
    for (const name of ['一.jpg', '二.jpg']) await upload(made, 'receipt', id, name, turnedJpeg)
    const { entries } = ok(await made.member.api('GET', `/projects/${made.project}/spending`))
    expect(entries[0].doubts.map(({ code }: { code: string }) => code)).toEqual(['RECEIPT_TWICE'])
  })

  test('half a JPG is refused', async () => {
    const made = await underWay(platform)
    expect(await upload(made, 'photo', '', '照片.jpg', turnedJpeg.subarray(0, 60))).toMatchObject({ state: 'refused', reason: { zh: expect.stringContaining('不完整') } })
  })
})
