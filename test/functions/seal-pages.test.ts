import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => { world = await startWorld() })
afterAll(async () => { await world.platform.close() })

const root = fileURLToPath(new URL('../..', import.meta.url))

/** As `npm run verify` runs it. */
const verify = (...args: string[]): Promise<{ code: number; said: string }> => new Promise((resolve) => {
  execFile(join(root, 'node_modules/.bin/tsx'), ['infra/local/verify.ts', ...args], { cwd: root }, (error, stdout, stderr) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: `${stdout}${stderr}` }))
})

test('npm run verify says what holds, names the first difference, and tells a wrong call in a sentence', async () => {
  const { platform, completed, people } = world
  const folder = mkdtempSync(join(tmpdir(), 'xiuyuan-verify-'))
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const { html: text, headers } = await platform.visitor.page(`/public/competitions/${completed.contest.id}/bundle.json`)
  expect(headers.get('content-disposition')).toMatch(/attachment; filename="bundle-.*\.json"/)
  const bundle = file('bundle.json', text)
  const proof = file('proof.json', (await people.member.page(`/proposals/${completed.proposals[0]}/proof.json`)).html)
  const { seals } = (await platform.visitor.api('GET', `/competitions/${completed.contest.id}/notice`)).body
  const good = await verify(bundle, '--proof', proof, '--root', seals[0].root)
  expect(good.said).not.toContain('✗')
  expect(good.said).toContain(seals[0].root)
  expect(good.code).toBe(0)
  const forged = JSON.parse(text)
  forged.rounds[0].leaves.reverse()
  const bad = await verify(file('forged.json', JSON.stringify(forged)), '--language', 'en')
  expect([bad.code, bad.said]).toEqual([2, expect.stringMatching(/✗ .*out of order/)])
  expect((await verify(bundle, '--root', 'f'.repeat(64))).said).toMatch(/✗ .*您知道的封存码/)
  for (const wrong of [[], [join(folder, 'nowhere.json')], [file('text.json', 'no json')], [bundle, '--roots', 'x'], [bundle, '--root', 'xyz']]) {
    const { code, said } = await verify(...wrong)
    expect([code, said]).toEqual([1, expect.not.stringContaining('    at ')])
  }
  rmSync(folder, { recursive: true })
})

test('the notice and the page beside it name the seals; the file to take home may run its own script and reach nothing', async () => {
  const { platform: { visitor }, completed: { contest } } = world
  const { seals } = (await visitor.api('GET', `/competitions/${contest.id}/notice`)).body
  const short = (hex: string) => hex.slice(0, 8)
  expect((await visitor.page(`/public/competitions/${contest.id}/notice`)).html).toContain(short(seals[0].root))
  expect((await visitor.page(`/public/competitions/${contest.id}/verification`)).html).toContain(short(seals[0].root))
  const { html, headers } = await visitor.page('/verify/offline')
  expect(headers.get('content-disposition')).toContain('attachment')
  expect(headers.get('content-type')).toBe('application/octet-stream')
  expect(html).toMatch(/content-security-policy" content="default-src &#39;none&#39;; script-src &#39;sha256-/)
  expect(html).not.toMatch(/(src|href)="/)
})

test('beside an objection the result is counted again to the same version, and a card left out shows whose place changes', async () => {
  const { people: { administrator, assigned, organiser }, completed: { contest, proposals } } = world
  const at = `/competitions/${contest.id}/replay?proposal=${proposals[0]}`
  const found = (await administrator.api('GET', at)).body
  expect(found).toMatchObject({ rounds: [{ same: true, sealed: true }], awards: true, whatIf: null })
  expect(found.cards.length).toBeGreaterThan(1)
  const [card] = found.cards
  const { body: { whatIf } } = await administrator.api('GET', `${at}&round=${card.index}&judge=${card.judge}`)
  expect(whatIf).toMatchObject({ unheard: [] })
  const page = await administrator.page(`/competitions/${contest.id}/result/replay?proposal=${proposals[0]}&round=${card.index}&judge=${card.judge}`)
  expect(page.status).toBe(200)
  expect(page.html).toContain(card.name)
  expect((await administrator.api('GET', `${at}&round=0&judge=${administrator.id}`)).status).toBe(404)
  for (const other of [assigned, organiser]) expect((await other.api('GET', at)).status).toBe(403)
})
