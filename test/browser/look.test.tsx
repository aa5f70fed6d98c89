import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible, expectNoSidewaysScroll, screenshot, withPage } from '../support/browser.ts'
import { sampler } from './sampler.tsx'

let site: Awaited<ReturnType<typeof sampler>>
beforeAll(async () => {
  site = await sampler()
})
afterAll(() => site.close())

const pages = ['/pieces?sort=-days', '/form', '/contest', '/scorecard', '/paper']
const visitors = [
  { width: 1280, language: 'zh', scheme: 'light', javaScript: true },
  { width: 1280, language: 'en', scheme: 'dark', javaScript: true },
  { width: 800, language: 'en', scheme: 'light', javaScript: true },
  { width: 390, language: 'zh', scheme: 'dark', javaScript: true },
  { width: 390, language: 'en', scheme: 'light', javaScript: false },
  { width: 360, language: 'zh', scheme: 'light', javaScript: false },
  { width: 360, language: 'en', scheme: 'dark', javaScript: true },
] as const

describe('every component', () => {
  for (const visitor of visitors) {
    it(`is accessible and never wider than the window: ${visitor.width} px, ${visitor.language}, ${visitor.scheme}, script ${visitor.javaScript ? 'on' : 'off'}`, async () => {
      await withPage({ ...visitor, baseURL: site.url }, async (page) => {
        for (const path of pages) {
          await page.goto(path)
          await screenshot(page, `${path.slice(1).replace(/\?.*/, '')}-${visitor.width}-${visitor.language}-${visitor.scheme}${visitor.javaScript ? '' : '-noscript'}`)
          await expectNoSidewaysScroll(page)
          await expectAccessible(page)
          if (visitor.javaScript) expect(await page.locator('html').getAttribute('lang')).toBe(visitor.language === 'zh' ? 'zh-CN' : 'en')
        }
      })
    })
  }
})

describe('on a phone', () => {
  it('no word is squeezed into a column of letters', () =>
    withPage({ baseURL: site.url, width: 360, language: 'en' }, async (page) => {
      for (const path of pages) {
        await page.goto(path)
        const tall = await page.locator('main button, main a, main td, main th, main dt, main label').evaluateAll((all) =>
          all.filter((e) => e.textContent.trim().length > 3 && e.getBoundingClientRect().width > 2 && e.getBoundingClientRect().width < 48).map((e) => `${e.tagName} ${e.textContent.trim()}`),
        )
        expect(tall, path).toEqual([])
      }
    }))
})

describe('what takes the focus', () => {
  it('is in sight, also the ways to sort on a phone', () =>
    withPage({ baseURL: site.url, width: 360 }, async (page) => {
      for (const path of pages) {
        await page.goto(path)
        const unseen = await page.locator('main :is(a[href], button, input:not([type=hidden]), select, textarea, summary)').evaluateAll((all) =>
          all.filter((e) => e.checkVisibility() && !(e.closest('template, dialog')) && (e.getBoundingClientRect().width < 10 || getComputedStyle(e.parentElement ?? e).clipPath !== 'none')).map((e) => e.outerHTML.slice(0, 80)),
        )
        expect(unseen, path).toEqual([])
      }
    }))
})

describe('forms', () => {
  it('count characters as one types, and say how many are too many', () =>
    withPage({ baseURL: site.url }, async (page) => {
      await page.goto('/form?ok')
      const count = page.locator('[id="f-name-c"]')
      await page.fill('[id="f-name"]', '一 二 三👩‍👩‍👧')
      expect(await count.textContent()).toBe('4 / 10 字')
      await page.fill('[id="f-name"]', '一二三四五六七八九十十二')
      expect(await count.textContent()).toBe('12 / 10 字，多了 2 字')
      await expectAccessible(page)
    }))

  it('are sent once, however often the button is pressed', () =>
    withPage({ baseURL: site.url }, async (page) => {
      const before = site.posts.length
      await page.goto('/form?ok')
      await page.evaluate(() => {
        const button = document.querySelector<HTMLButtonElement>('main form button:not([name])')
        button?.click()
        button?.click()
      })
      await page.waitForURL('**/pieces')
      expect(site.posts.length - before).toBe(1)
      expect(site.posts.at(-1)).toMatchObject({ command: 'cmd-1', revision: '1', 'budget.2.use': '活动教室改造', 'budget.0.unitPrice': '1,200.00', groups: 'b', meeting: '2026-06-01T09:00' })
    }))

  it('lead from the summary into the field, and start at the summary', () =>
    withPage({ baseURL: site.url }, async (page) => {
      await page.goto('/form')
      expect(await page.title()).toMatch(/^有 4 处要改：/)
      expect(await page.evaluate(() => document.activeElement?.className)).toBe('errsum')
      await page.click('.errsum a[href="#f-budget.1.unitPrice"]')
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('f-budget.1.unitPrice')
    }))

  it('ask in a dialog, which Escape and the other button close', () =>
    withPage({ baseURL: site.url }, async (page) => {
      await page.goto('/pieces')
      await page.getByRole('button', { name: '公布名单' }).click()
      const dialog = page.getByRole('dialog', { name: '公布后不能收回' })
      expect(await dialog.isVisible()).toBe(true)
      await screenshot(page, 'dialog')
      await expectAccessible(page)
      await page.keyboard.press('Escape')
      expect(await dialog.isVisible()).toBe(false)
      await page.getByRole('button', { name: '公布名单' }).click()
      await dialog.getByRole('button', { name: '再看看' }).click()
      expect(await dialog.isVisible()).toBe(false)
    }))

  it('ask in place without script, and show nothing that needs one', () =>
    withPage({ baseURL: site.url, javaScript: false }, async (page) => {
      await page.goto('/pieces')
      await page.click('details.ask > summary')
      expect(await page.locator('.ask-body h2').isVisible()).toBe(true)
      expect(await page.locator('[data-close], [data-print]').evaluateAll((all) => all.filter((e) => e.getClientRects().length > 0).length)).toBe(0)
      await page.goto('/scorecard')
      expect(await page.locator('[data-by]').first().isVisible()).toBe(false)
    }))
})

describe('rows', () => {
  it('are added and removed in place, renumbered, with the focus near', () =>
    withPage({ baseURL: site.url }, async (page) => {
      await page.goto('/form?ok')
      await page.getByRole('button', { name: '加一行' }).click()
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('f-budget.3.use')
      await page.keyboard.type('保险')
      await page.getByLabel('第 4 行数量').fill('40')
      await page.getByRole('button', { name: '删除第 2 行' }).click()
      expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('删除第 2 行')
      expect(await page.getByLabel('第 3 行用途').inputValue()).toBe('保险')
      expect(await page.locator('[name="budget.2.count"]').inputValue()).toBe('40')
      expect(await page.locator('[name^="budget."][name$=".use"]').count()).toBe(3)
      await expectAccessible(page)
      await page.getByRole('button', { name: '加一行' }).click()
      await page.getByRole('button', { name: '加一行' }).click()
      expect(await page.getByRole('button', { name: '加一行' }).isDisabled()).toBe(true)
    }))

  it('are sent by the button without script', () =>
    withPage({ baseURL: site.url, javaScript: false }, async (page) => {
      await page.goto('/form?ok')
      await page.getByRole('button', { name: '加一行' }).click()
      expect(site.posts.at(-1)).toMatchObject({ add: 'budget', 'budget.1.unitPrice': '约 300' })
      await page.goto('/form?ok')
      await page.getByRole('button', { name: '删除第 2 行' }).click()
      expect(site.posts.at(-1)).toMatchObject({ remove: 'budget.1' })
    }))
})

describe('scoring', () => {
  it('goes by keyboard, lights the band and adds up exactly', () =>
    withPage({ baseURL: site.url }, async (page) => {
      await page.goto('/scorecard')
      const [first, second, third] = [0, 1, 2].map((i) => page.locator(`[id="f-scores.c${i}"]`))
      await first?.fill('20.1')
      await page.keyboard.press('Enter')
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('f-scores.c1')
      await page.keyboard.type('0.2')
      await page.keyboard.press('ArrowUp')
      expect(await second?.inputValue()).toBe('0.7')
      await page.keyboard.press('Enter')
      await page.keyboard.press('ArrowDown')
      expect(await third?.inputValue()).toBe('30')
      await page.keyboard.press('ArrowUp')
      expect(await third?.inputValue(), 'never above the most').toBe('30')
      // 20.1 + 0.7 + 30: floating point would not say 50.8.
      expect(await page.locator('[data-total]').textContent()).toBe('50.8')
      expect(await page.locator('[data-missing]').textContent()).toBe('已评完')
      expect(await page.locator('[id="f-scores.c0-a"] .on b').textContent()).toBe('12–20（现在在这一档）')
      await page.getByRole('button', { name: '需求广泛性加 0.5 分' }).click()
      expect(await first?.inputValue()).toBe('20.6')
      await first?.fill('31')
      expect(await first?.getAttribute('aria-invalid')).toBe('true')
      expect(await page.locator('[data-missing]').textContent()).toBe('还差 1 项')
      expect(await page.locator('[id="f-scores.c0-a"] .on').count()).toBe(0)
      await page.keyboard.press('Enter')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Enter')
      expect(await page.evaluate(() => document.activeElement?.textContent), 'Enter never sends').toBe('交评分表')
    }))
})

describe('drafts', () => {
  const saved = '[data-saved]'

  it('keep themselves and come back after the connection was lost', () =>
    withPage({ baseURL: site.url }, async (page) => {
      site.draft.revision = 1
      await page.goto('/form?ok')
      await page.fill('[id="f-name"]', '敲门行动')
      await page.locator(saved, { hasText: '已保存 14:32' }).waitFor()
      await page.waitForFunction(() => document.querySelector<HTMLInputElement>('[name=revision]')?.value === '2')
      expect(site.draft.fields).toMatchObject({ name: '敲门行动', 'budget.1.use': '课后托管老师补贴', groups: 'b', promise: [] })
      expect(site.draft.fields).not.toHaveProperty('command')

      await page.context().setOffline(true)
      await page.getByRole('button', { name: '加一行' }).click()
      await page.fill('[id="f-budget.3.use"]', '保险')
      await page.locator(saved, { hasText: '没有连上网，已存在本机' }).waitFor()
      expect(site.draft.fields).not.toHaveProperty('budget.3.use')
      await page.context().setOffline(false)
      await page.locator(saved, { hasText: '已保存' }).waitFor()
      expect(site.draft.fields).toMatchObject({ 'budget.3.use': '保险' })
    }))

  it('are offered again after the session had ended', () =>
    withPage({ baseURL: site.url }, async (page) => {
      site.draft.revision = 1
      site.answer.status = 401
      await page.goto('/form?ok')
      await page.getByRole('button', { name: '加一行' }).click()
      await page.fill('[id="f-budget.3.use"]', '保险')
      await page.locator(saved, { hasText: '登录已过期' }).waitFor()
      await page.goto('/form?ok')
      site.answer.status = 200
      expect(await page.locator('[id="f-budget.3.use"]').count()).toBe(0)
      await expectAccessible(page)
      await page.getByRole('button', { name: '放回来' }).click()
      expect(await page.inputValue('[id="f-budget.3.use"]')).toBe('保险')
      await page.locator(saved, { hasText: '已保存' }).waitFor()
      await page.waitForFunction(() => localStorage.length === 0)
      expect(site.draft.fields).toMatchObject({ 'budget.3.use': '保险' })
    }))

  it('say so when another window saved first, and leave the text alone', () =>
    withPage({ baseURL: site.url }, async (page) => {
      site.draft.revision = 7
      await page.goto('/form?ok')
      await page.fill('[id="f-name"]', '我的话')
      await page.locator(saved, { hasText: '别处已改过这一页' }).waitFor()
      expect(await page.inputValue('[id="f-name"]')).toBe('我的话')
      expect(site.draft.revision).toBe(7)
    }))
})

describe('the language switch', () => {
  it('comes back to the same page and is remembered', () =>
    withPage({ baseURL: site.url, javaScript: false }, async (page) => {
      await page.goto('/contest?x=1')
      await page.getByRole('link', { name: 'English' }).click()
      expect(page.url()).toBe(`${site.url}/contest?x=1`)
      expect(await page.locator('h1').textContent()).toBe('Demo Volunteer Project Contest 2026')
      await page.goto('/scorecard')
      expect(await page.getAttribute('html', 'lang')).toBe('en')
    }))
})

describe('paper', () => {
  it('gives a form and a certificate a sheet each, without the frame', () =>
    withPage({ baseURL: site.url }, async (page) => {
      await page.goto('/paper')
      await page.emulateMedia({ media: 'print' })
      for (const part of ['.top', '.foot', '.demo', 'h1']) expect(await page.locator(part).isVisible(), part).toBe(false)
      const pdf = await page.pdf({ preferCSSPageSize: true })
      const sheets = [...pdf.toString('latin1').matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/g)].map((m) => [Math.round(Number(m[1])), Math.round(Number(m[2]))])
      expect(sheets).toEqual([[595, 842], [842, 595]])
    }))
})
