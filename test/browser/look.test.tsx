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
