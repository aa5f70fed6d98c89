import { existsSync } from 'node:fs'
import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import axe from 'axe-core'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, expect } from 'vitest'

/** Folder that `screenshot` writes to; without it no picture is taken. */
const SCREENSHOTS = 'XIUYUAN_SCREENSHOTS'

export interface Visitor {
  /** Window's width in CSS pixels: 1280 a desktop, 390 a phone, 360 the narrowest we promise. */
  width?: number
  height?: number
  /** What the browser asks for. */
  language?: 'zh' | 'en'
  javaScript?: boolean
  scheme?: 'light' | 'dark'
  /** Prefixed to paths given to `page.goto`. */
  baseURL?: string
}

let shared: Promise<Browser> | undefined

/** The browser of this test file: started when first asked for, closed after the file's last test. */
export function browser(): Promise<Browser> {
  shared ??= launch()
  return shared
}

// The browser is closed however the file's tests end; this stands at the top so that every importing file has it.
afterAll(async () => {
  const running = shared
  shared = undefined
  await (await running)?.close()
})

/**
 * Runs `visit` with a fresh page (no cookies of another), closes it afterwards, and fails if a script threw or the content security
 * policy stopped something meanwhile.
 */
export async function withPage<T>(visitor: Visitor, visit: (page: Page) => Promise<T>): Promise<T> {
  const { width = 1280, height = 900, language = 'zh', javaScript = true, scheme = 'light', baseURL } = visitor
  const options: BrowserContextOptions = {
    viewport: { width, height },
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: 'Asia/Shanghai',
    javaScriptEnabled: javaScript,
    colorScheme: scheme,
    reducedMotion: 'reduce',
    hasTouch: width < 640,
    ...(baseURL === undefined ? {} : { baseURL }),
  }
  const context = await (await browser()).newContext(options)
  try {
    const page = await context.newPage()
    if (!javaScript) scriptless.add(page)
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(`script: ${error.message}`))
    page.on('console', (line) => {
      if (line.type() === 'error' && /Content.Security.Policy/i.test(line.text())) faults.push(line.text())
    })
    const result = await visit(page)
    expect(faults, 'errors in the browser').toEqual([])
    return result
  } finally {
    await context.close()
  }
}

/** Pages opened with scripts off. */
const scriptless = new WeakSet<Page>()

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Fails with rule and target for everything axe finds against WCAG 2.2 AA and its best practice. */
export async function expectAccessible(page: Page): Promise<void> {
  const url = page.url()
  // axe needs a page whose scripts run: for a page without, the same document is opened again with its own scripts held back.
  const violations = scriptless.has(page) ? await onCopy(page, url) : await axeOn(page)
  expect(violations, `axe on ${url}`).toEqual([])
}

async function axeOn(page: Page): Promise<string[]> {
  // Evaluated, not injected: a script tag would meet the page's security policy.
  await page.evaluate(axe.source)
  return page.evaluate(async (only) => {
    const run = (globalThis as unknown as { axe: typeof axe }).axe.run
    const result = await run(document, { runOnly: { type: 'tag', values: only }, resultTypes: ['violations'] })
    return result.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 4).map((n) => `${n.target.join(' ')} (${n.failureSummary?.split('\n')[1]?.trim() ?? ''})`).join('; ')}`)
  }, tags)
}

async function onCopy(page: Page, url: string): Promise<string[]> {
  const scheme = await page.evaluate(() => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' as const : 'light' as const))
  const context = await (await browser()).newContext({ viewport: page.viewportSize(), colorScheme: scheme, reducedMotion: 'reduce' })
  try {
    const copy = await context.newPage()
    const body = await page.content()
    await copy.route('**/*', (route) => {
      if (route.request().resourceType() === 'script') return route.abort()
      return route.request().isNavigationRequest() ? route.fulfill({ body, contentType: 'text/html; charset=utf-8' }) : route.continue()
    })
    await copy.goto(url)
    return await axeOn(copy)
  } finally {
    await context.close()
  }
}

/** Fails, naming what sticks out, if the page can be scrolled sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const wide = await page.evaluate(() => {
    const root = document.documentElement
    if (root.scrollWidth <= root.clientWidth) return []
    const out: string[] = [`page is ${root.scrollWidth} wide in ${root.clientWidth}`]
    for (const element of document.querySelectorAll('body *')) {
      const box = element.getBoundingClientRect()
      if (box.right > root.clientWidth + 1 && out.length < 8) out.push(`${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} to ${Math.round(box.right)}`)
    }
    return out
  })
  expect(wide, `sideways scroll on ${page.url()}`).toEqual([])
}

/** A picture of the whole page for people to look at, only where XIUYUAN_SCREENSHOTS names a folder. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = process.env[SCREENSHOTS]
  if (!folder) return
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}

async function launch(): Promise<Browser> {
  const { executablePath, libraries, fonts } = await unpack()
  return chromium.launch({
    executablePath,
    headless: true,
    args: ['--no-sandbox', '--disable-setuid-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--font-render-hinting=none'],
    // Without a UTF-8 locale a download of a Chinese name is called `download`.
    env: { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: fonts },
  })
}

/**
 * Unpacks the browser that comes as an npm package, with the system libraries that it needs, so that tests ask nothing of the machine.
 * One process at a time: two that unpack to the same place would start each other's half-written file.
 */
async function unpack(): Promise<{ executablePath: string; libraries: string; fonts: string }> {
  // The package looks at these when imported, and changes the process's own library path: other children should not get that.
  const before = { ...process.env }
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs24.x'
  process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs24.x'
  const lock = join(tmpdir(), 'xiuyuan-browser.lock')
  await take(lock)
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    packed.setGraphicsMode = false
    const executablePath = await packed.executablePath()
    const libraries = process.env.LD_LIBRARY_PATH ?? ''
    return { executablePath, libraries, fonts: await fontList() }
  } finally {
    await rm(lock, { recursive: true, force: true })
    for (const name of ['AWS_EXECUTION_ENV', 'AWS_LAMBDA_JS_RUNTIME', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH', 'HOME']) {
      if (before[name] === undefined) delete process.env[name]
      else process.env[name] = before[name]
    }
  }
}

/** A directory is made by one process only. One left by a process that died is taken over after a minute. */
async function take(lock: string): Promise<void> {
  for (;;) {
    try {
      await mkdir(lock)
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const age = await stat(lock).then((s) => Date.now() - s.mtimeMs, () => 0)
      if (age > 60_000) await rm(lock, { recursive: true, force: true })
      else await sleep(100)
    }
  }
}

/** The machine's fonts where it has some (so that pictures show Chinese), the package's own otherwise. */
async function fontList(): Promise<string> {
  const folders = ['/usr/share/fonts', join(tmpdir(), 'fonts')].filter((folder) => existsSync(folder))
  const file = join(tmpdir(), 'xiuyuan-fonts.conf')
  const lines = folders.map((folder) => `  <dir>${folder}</dir>`).join('\n')
  await writeFile(file, `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n${lines}\n  <cachedir>${join(tmpdir(), 'xiuyuan-fonts')}</cachedir>\n</fontconfig>\n`)
  return file
}
