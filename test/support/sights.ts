import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { withPage } from './browser.ts'
import type { Somebody, TestPlatform } from './platform.ts'
import { look } from './visits.ts'

/** A page that somebody comes to; without `as`, anybody. */
export interface Sight {
  name: string
  path: string
  as?: Somebody | undefined
}

const visitors = [
  { width: 1280, language: 'zh', scheme: 'light', javaScript: true },
  { width: 390, language: 'zh', scheme: 'light', javaScript: true },
  { width: 360, language: 'en', scheme: 'dark', javaScript: false },
] as const

/**
 * Declares a test for each way in which people come: a desktop and a phone in Chinese, and the narrowest phone in English, dark, without
 * script. Every page answers, is accessible, fits the window, has ids of its own, and says in English what is ours to say.
 */
export function sights(platform: () => TestPlatform, all: () => Sight[] | Promise<Sight[]>): void {
  for (const visitor of visitors) {
    test(`are accessible and fit the window: ${visitor.width} px, ${visitor.language}, script ${visitor.javaScript ? 'on' : 'off'}`, { timeout: 240_000 }, async () => {
      const untranslated: string[] = []
      for (const { name, path, as } of await all()) {
        await withPage({ ...visitor, baseURL: platform().url }, async (page) => {
          if (as !== undefined) await page.context().addCookies([{ name: 'session', value: as.cookie, url: platform().url }])
          const response = await page.goto(path)
          expect(response?.status(), path).toBe(200)
          await look(page, `${name}-${visitor.width}-${visitor.language}`)
          if (visitor.language === 'en') untranslated.push(...(await ownChinese(page)).map((text) => `${path}: ${text}`))
        })
      }
      expect(untranslated).toEqual([])
    })
  }
}

const root = join(import.meta.dirname, '../..')
let known: Set<string> | undefined

/** Every Chinese text that our pages and rules can say, as it stands in the source: names and records are not among them, nor the language's own name. */
function ourTexts(): Set<string> {
  if (known !== undefined) return known
  const said = (paths: string[], literal: RegExp) => globSync(paths, { cwd: root }).flatMap((path) => [...readFileSync(join(root, path), 'utf8').matchAll(literal)].map(([, , text = '']) => text))
  const texts = [...said(['functions/web/**/*.{ts,tsx}'], /(['`])([^'`\n]*)\1/g), ...said(['functions/**/*.ts', 'shared/**/*.{ts,json}'], /"?zh"?: (['"`])(.*?)\1/g)]
  return known = new Set(texts.filter((text) => /\p{Script=Han}{2}/u.test(text) && !text.includes('${') && text !== '中文'))
}

/** What an English page says in Chinese of our own: the text of its nodes and the names of its controls. */
async function ownChinese(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = []
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) if (node.parentElement?.closest('[lang|=zh], script, style') === null) found.push(node.textContent?.trim() ?? '')
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) for (const name of ['aria-label', 'title', 'placeholder', 'alt']) found.push(element.getAttribute(name)?.trim() ?? '')
    return found
  })
  const ours = ourTexts()
  return texts.filter((text) => ours.has(text))
}
