import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ok } from '../support/contest.ts'
import { screenshot, withPage } from '../support/browser.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { noticeText, sealedContest, type SealedContest } from '../support/sealed.ts'
import { sights } from '../support/sights.ts'

let platform: TestPlatform
let made: SealedContest
let closed: SealedContest
let objection: string
beforeAll(async () => {
  platform = await startTestPlatform()
  made = await sealedContest(platform, 'scores')
  closed = await sealedContest(platform, 'totals')
  for (const { contest } of [made, closed]) ok(await contest.administrator.api('POST', `/competitions/${contest.id}/notice`, noticeText))
  const { lines } = ok(await platform.visitor.api('GET', `/competitions/${made.contest.id}/notice`))
  objection = ok(await platform.visitor.api('POST', `/competitions/${made.contest.id}/objections`, { kind: 'person', name: '示例居民', contact: '0573-1111 1111', facts: '评分与项目的实际情况不符，请核实。', proposal: lines[0].number })).id
}, 180_000)
afterAll(() => platform.close())

const applicant = ({ contest }: SealedContest, nth: number): Somebody => contest.applicants[nth]?.person as Somebody

describe('pages of seals, proofs and replays', () => {
  sights(() => platform, async () => {
    const { contest, proposals } = made
    const at = `/competitions/${contest.id}/result/replay`
    const { cards } = ok(await contest.administrator.api('GET', `/competitions/${contest.id}/replay?proposal=${proposals[1]}`))
    const judge = contest.judges[0] as Somebody
    const [first] = ok(await judge.api('GET', `/competitions/${contest.id}/rounds/0/assignments`)).items
    return [
      { name: 'verification', path: `/public/competitions/${contest.id}/verification` },
      { name: 'verify', path: '/verify' },
      { name: 'notice-with-seals', path: `/public/competitions/${contest.id}/notice` },
      { name: 'proof', path: `/proposals/${proposals[1]}/proof`, as: applicant(made, 1) },
      { name: 'proof-totals', path: `/proposals/${closed.proposals[0]}/proof`, as: applicant(closed, 0) },
      { name: 'outcome-with-proof', path: `/proposals/${proposals[1]}`, as: applicant(made, 1) },
      { name: 'replay', path: at, as: contest.administrator },
      { name: 'what-if', path: `${at}?proposal=${proposals[1]}&round=0&judge=${cards[0].judge}`, as: contest.administrator },
      { name: 'objection-with-replay', path: `/competitions/${contest.id}/result/objections/${objection}`, as: contest.administrator },
      { name: 'card-with-receipt', path: `/judging/${contest.id}/0/${first.proposal}`, as: judge },
    ]
  })
})

test('the file to take home, opened without a network, says that bundle, receipt and proof hold, and what differs in a forged one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'xiuyuan-offline-'))
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const { contest, proposals, receipts } = made
  const bundle = (await platform.visitor.page(`/public/competitions/${contest.id}/bundle.json`)).html
  const page = file('verify.html', (await platform.visitor.page('/verify/offline')).html)
  const paths = { bundle: file('bundle.json', bundle), receipt: file('receipt.json', JSON.stringify(receipts[0])), proof: file('proof.json', (await applicant(made, 1).page(`/proposals/${proposals[1]}/proof.json`)).html) }
  const forged = JSON.parse(readFileSync(paths.bundle, 'utf8'))
  const slot = forged.rounds[0].opened.slots.find(({ card }: { card: unknown }) => card !== null)
  slot.card.scores.breadth = '1'
  await withPage({}, async (tab) => {
    await tab.context().setOffline(true)
    await tab.goto(pathToFileURL(page).href)
    for (const [id, path] of Object.entries(paths)) await tab.setInputFiles(`#${id}`, path)
    await tab.fill('#roots', forged.rounds[0].seal.root)
    await tab.click('button[type=submit]')
    await tab.locator('#findings li').nth(6).waitFor()
    await screenshot(tab, 'offline-1280-zh')
    expect(await tab.locator('#findings .is-late').allTextContents()).toEqual([])
    expect(await tab.locator('#findings').textContent()).toMatch(/与您知道的相同.*9 份评分表重新计分，3 个名次全部相同.*奖项.*就是 XY-.* 的评分表 [A-C]/s)
    await tab.setInputFiles('#bundle', file('forged.json', JSON.stringify(forged)))
    await tab.locator('#findings .is-late').first().waitFor()
    expect(await tab.locator('#findings li').first().textContent()).toMatch(/不符.* 的评分表 [A-C] 与封存时不同/)
    await screenshot(tab, 'offline-forged-1280-zh')
    await tab.setInputFiles('#bundle', file('none.json', 'no json'))
    await tab.locator('#findings li', { hasText: 'none.json 不是 JSON 文件' }).waitFor()
  })
  rmSync(folder, { recursive: true })
})
