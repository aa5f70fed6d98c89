import { mkdtempSync, rmSync, writeFileSync, mkdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { archiveItem } from '../../shared/archive/archive.store.ts'
import { gaveUp } from '../../shared/archive/archive.ts'
import { competitionId } from '../../shared/kernel/ids.ts'
import { madeArchive } from '../support/archives.ts'
import { withPage } from '../support/browser.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { type Applicant, applicant, openCompetition, sentProposal, setState } from '../support/proposals.ts'
import { sights } from '../support/sights.ts'
import { look } from '../support/visits.ts'

let platform: TestPlatform
let administrator: Somebody
let by: Applicant
let [full, empty] = ['', '']

beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('归档管理员', { administrator: '330411' })
  by = await applicant(platform)
  const [one, two] = [await openCompetition(platform), await openCompetition(platform)]
  ;[full, empty] = [one, two]
  await sentProposal(one, by)
  await madeArchive(platform, administrator, one)
  // One that was not made, and one on which the machine is at work.
  const at = platform.clock.now()
  const asked = { competition: competitionId.parse(one), district: '330411', interim: true, language: 'zh' as const, asked: { by: administrator.id, name: administrator.name, at }, made: null }
  await platform.table.transact([archiveItem.put({ ...asked, number: 2, failed: { at, because: gaveUp } }, 'none'), archiveItem.put({ ...asked, number: 3, failed: null }, 'none')])
  await setState(platform, two, { state: 'cancelled', endedBecause: { zh: '场地不能用了', en: 'The hall was lost' } })
})
afterAll(async () => { await platform.close() })

describe('the pages of archives', () => {
  sights(() => platform, async () => [
    { name: 'archives', path: `/competitions/${full}/archives`, as: administrator },
    { name: 'archives-none', path: `/competitions/${empty}/archives`, as: administrator },
    { name: 'archives-barred', path: `/competitions/${full}/archives`, as: await platform.person('也是成员', { administrator: '330411', member: [by.organisation] }) },
  ])
})

test('an administrator asks for an archive, takes it, and reads it without the platform', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'xiuyuan-archive-'))
  try {
    await withPage({ width: 1280, baseURL: platform.url }, async (page) => {
      await page.context().addCookies([{ name: 'session', value: administrator.cookie, url: platform.url }])
      await page.goto(`/competitions/${empty}/archives`)
      await page.getByRole('button', { name: '做一份归档' }).click()
      await expect.poll(async () => { await page.reload(); return page.getByRole('button', { name: '下载 第 1 份' }).count() }, { timeout: 60_000 }).toBe(1)
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载 第 1 份' }).click()])
      expect(download.suggestedFilename()).toBe('示例志愿服务项目大赛-归档-1.zip')
      for (const [path, bytes] of Object.entries(unzipSync(new Uint8Array(readFileSync(await download.path()))))) {
        mkdirSync(join(folder, dirname(path)), { recursive: true })
        writeFileSync(join(folder, path), bytes)
      }
    })
    await withPage({ width: 390, baseURL: platform.url }, async (page) => {
      await page.goto(`file://${join(folder, '目录.html')}`)
      await look(page, 'archive-index-390-zh')
      await page.getByRole('link', { name: '大赛.html' }).click()
      await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe('示例志愿服务项目大赛')
      expect(await page.getByText('场地不能用了').count()).toBe(1)
      await look(page, 'archive-competition-390-zh')
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
