import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { assetUrl, findAsset } from '../../../../functions/web/look/assets.ts'
import { ChoiceField } from '../../../../functions/web/look/choices.tsx'
import { MoneyField, TextField } from '../../../../functions/web/look/fields.tsx'
import { wrap } from '../../../../functions/web/look/flow.tsx'
import { Form } from '../../../../functions/web/look/form.tsx'
import { icons } from '../../../../functions/web/look/icons.ts'
import { Looking, useLook, Within } from '../../../../functions/web/look/look.ts'
import type { Look } from '../../../../functions/web/look/look.ts'
import { Page } from '../../../../functions/web/look/page.tsx'
import { litBand } from '../../../../functions/web/look/score.tsx'
import { Pager, sortOf, Table, withQuery } from '../../../../functions/web/look/table.tsx'

const look: Look = { language: 'zh', now: '2026-05-18T06:32:00.000Z', path: '/projects?sort=-days&street=1&page=3', person: null, allows: () => false, nav: [], demo: false }
const text = async (node: { toString(): string | Promise<string> }): Promise<string> => String(await node.toString())

describe('the look of a request', () => {
  it('stays that of its own request when many are answered at once', async () => {
    async function Slow({ wait }: { wait: number }) {
      const before = useLook().path
      await sleep(wait)
      return <p>{before === useLook().path ? before : 'mixed up'}<Name /></p>
    }
    function Name() {
      return <b>{useLook().language}</b>
    }
    const app = new Hono()
    app.get('/:n', (c) => {
      const n = Number(c.req.param('n'))
      return c.html(<Page look={{ ...look, path: `/${n}`, language: n % 2 ? 'zh' : 'en' }} title="t"><Slow wait={(n * 7) % 23} /></Page>)
    })
    const answers = await Promise.all(Array.from({ length: 60 }, async (_, n) => (await app.request(`/${n}`)).text()))
    for (const [n, html] of answers.entries()) {
      expect(html).toContain(`<p>/${n}<b>${n % 2 ? 'zh' : 'en'}</b></p>`)
      expect(html).toContain(`<html lang="${n % 2 ? 'zh-CN' : 'en'}">`)
    }
  })

  it('is missed with a sentence outside a page', async () => {
    await expect(async () => text(<TextField path="a" label="A" />)).rejects.toThrow(/inside one/)
  })
})

describe('a page', () => {
  it('says first how many things are to fix, and links to them', async () => {
    const html = await text(
      <Page look={look} title="预算" mistakes={[{ path: 'budget.2.unitPrice', code: 'X', zh: '请只填数字', en: 'Digits only' }]}>
        <Form action="/x" command="k" revision={4}><MoneyField path="budget.2.unitPrice" label="单价" value="约 300" /><MoneyField path="ask" label="申请" value={123_456_789} /></Form>
      </Page>,
    )
    expect(html).toContain('<title>有 1 处要改：预算 · 秀愿</title>')
    expect(html).toContain('<a href="#f-budget.2.unitPrice">单价：请只填数字</a>')
    expect(html).toMatch(/<input[^>]*value="约 300"[^>]*id="f-budget\.2\.unitPrice"[^>]*aria-invalid="true"[^>]*aria-describedby="f-budget\.2\.unitPrice-e"/)
    expect(html).toContain('value="1,234,567.89"')
    expect(html).toContain('<input type="hidden" name="command" value="k"/><input type="hidden" name="revision" value="4"/>')
  })

  it('names each field in the summary, also those drawn late or alike, and links only where there is a field', async () => {
    async function Late() {
      await sleep(5)
      return <TextField path="rounds.1.floor" label="最少评分" />
    }
    const mistake = (path: string, zh: string) => ({ path, code: 'X', zh, en: zh })
    const html = await text(
      <Page look={look} title="设置" mistakes={[mistake('rounds.0.floor', '这一项要填'), mistake('rounds.1.floor', '这一项要填'), mistake('name', '请填写“名称”。'), mistake('seed', '先选章程'), mistake('', '整页有误')]}>
        <Form action="/x">
          <TextField path="name" label="名称" />
          <Within name="第 1 轮"><TextField path="rounds.0.floor" label="最少评分" /></Within>
          <Within name="第 2 轮"><Late /></Within>
        </Form>
      </Page>,
    )
    const summary = html.slice(html.indexOf('class="errsum"'), html.indexOf('</ul>'))
    expect(summary).toContain('<a href="#f-rounds.0.floor">第 1 轮 最少评分：这一项要填</a>')
    expect(summary).toContain('<a href="#f-rounds.1.floor">第 2 轮 最少评分：这一项要填</a>')
    expect(summary).toContain('<a href="#f-name">请填写“名称”。</a>')
    expect(summary).toContain('>先选章程</strong>')
    expect(summary).toContain('>整页有误</strong>')
    expect([...summary.matchAll(/>([^<>]+)<\/(?:a|strong)>/g)].map(([, said]) => said)).toEqual(['先选章程', '整页有误', '请填写“名称”。', '第 1 轮 最少评分：这一项要填', '第 2 轮 最少评分：这一项要填'])
    expect(html.indexOf('class="errsum"')).toBeLessThan(html.indexOf('<h1>'))
  })

  it('carries nothing that a strict policy would stop', async () => {
    const html = await text(<Page look={look} title="<b>&" scripts={['score.js']}><p>x</p></Page>)
    expect(html).not.toMatch(/ style=|<style|<script(?![^>]* src=)| on[a-z]+="/)
    expect(html).toContain('<title>&lt;b&gt;&amp; · 秀愿</title>')
  })

  it('offers sign-in to a visitor and a form to sign out to a person', async () => {
    const visitor = await text(<Page look={look} title="t" />)
    expect(visitor).toContain('href="/sign-in?to=%2Fprojects%3Fsort%3D-days%26street%3D1%26page%3D3"')
    const person = await text(<Page look={{ ...look, person: { name: '评委 05' } }} title="t" />)
    expect(person).toContain('<form method="post" action="/sign-out">')
    expect(person).not.toContain('/sign-in')
  })
})

describe('a field', () => {
  const field = (node: unknown) => text(<Looking look={look}>{node as string}</Looking>)

  it('counts characters as the rules do', async () => {
    expect(await field(<TextField path="a" label="A" limit={5} value="一 二三👩‍👩‍👧" />)).toContain('4 / 5 字')
    expect(await field(<TextField path="a" label="A" limit={2} value="一二三" />)).toContain('3 / 2 字，多了 1 字')
  })

  it('puts its id on the first radio, where the summary leads', async () => {
    const html = await field(<ChoiceField path="kind" label="领域" choices={[{ value: 'a', label: '为老' }, { value: 'b', label: '儿童' }]} value="b" />)
    expect(html).toContain('id="f-kind" name="kind" value="a"')
    expect(html).toContain('id="f-kind-b" name="kind" value="b" checked')
  })
})

describe('lists', () => {
  it('sort by their heading, keep the filter and go back to the first page', async () => {
    const html = await text(<Looking look={look}><Table caption="c" rows={[{ days: 3 }]} columns={[{ header: '停留', sort: 'days', cell: (r) => r.days }, { header: '人数', sort: 'people', cell: () => 1 }]} /></Looking>)
    expect(html).toContain('aria-sort="descending"><a class="sort" href="/projects?sort=days&amp;street=1"')
    expect(html).toContain('href="/projects?sort=people&amp;street=1"')
    expect(sortOf('/a?sort=-x')).toEqual({ key: 'x', direction: 'descending' })
    expect(sortOf('/a')).toBeUndefined()
  })

  it('page with the query kept, and say where they are', async () => {
    const html = await text(<Looking look={look}><Pager page={3} size={20} total={167} /></Looking>)
    expect(html).toContain('第 41–60 个，共 167 个')
    expect(html).toContain('href="/projects?sort=-days&amp;street=1&amp;page=4"')
    expect(html.match(/>(\d+|…)</g)?.map((m) => m.slice(1, -1))).toEqual(['1', '2', '3', '4', '…', '9'])
    expect(withQuery('/a?x=1&y=2', { x: null, z: 3 })).toBe('/a?y=2&z=3')
  })

  it('show what to do when there is nothing', async () => {
    const html = await text(<Looking look={look}><Table caption="c" rows={[]} columns={[{ header: 'a', cell: () => '' }]} empty={<p>还没有</p>} /></Looking>)
    expect(html).toBe('<p>还没有</p>')
  })
})

describe('bands', () => {
  const bands = [{ from: 0, to: 11, text: '' }, { from: 12, to: 20, text: '' }, { from: 21, to: 30, text: '' }]
  it.each([[undefined, -1], [0, 0], [11.5, 0], [12, 1], [20.5, 1], [30, 2]])('%s lights %s', (value, lit) => {
    expect(litBand(bands, value)).toBe(lit)
  })
})

describe('the workflow picture', () => {
  it('breaks long words to their room and loses none', () => {
    const lines = wrap('异议成立的退回书面评审复核，最多一次', 120, 14)
    expect(lines.length).toBeGreaterThan(1)
    expect(lines.join('')).toBe('异议成立的退回书面评审复核，最多一次')
    expect(wrap('Objection: review again', 100, 14).join(' ')).toBe('Objection: review again')
  })
})

describe('icons', () => {
  it('are those of the package', () => {
    for (const { from, svg } of Object.values(icons)) {
      const file = readFileSync(new URL(`../../../../node_modules/lucide-static/icons/${from}.svg`, import.meta.url), 'utf8')
      const inner = file.replace(/<!--[\s\S]*?-->/, '').replace(/<svg[\s\S]*?>/, '').replace('</svg>', '').replaceAll(/\s*\n\s*/g, '').replaceAll(' />', '/>').trim()
      expect(svg, from).toBe(inner)
    }
  })
})

describe('assets', () => {
  it('have a name that changes with their content and may be kept for ever', () => {
    const url = assetUrl('components.css')
    expect(url).toMatch(/^\/assets\/components\.[\w-]{10}\.css$/)
    expect(findAsset(url)).toMatchObject({ type: 'text/css; charset=utf-8', immutable: true })
    expect(findAsset('/assets/components.css')?.immutable).toBe(false)
    expect(findAsset('/assets/components.0000000000.css')).toBeUndefined()
    expect(findAsset('/assets/../look/page.tsx')).toBeUndefined()
    expect(() => assetUrl('nothing.css')).toThrow(TypeError)
  })

  it('make a first view of less than 40 KB compressed', async () => {
    const html = await text(<Page look={look} title="t" scripts={['score.js', 'autosave.js', 'rows.js']} styles={['print.css']} />)
    const sent = [html, ...[...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((m) => findAsset(m[1] ?? '')?.body ?? '')]
    const size = sent.reduce((sum, part) => sum + gzipSync(part).length, 0)
    // An empty page with everything: a page's own words have the rest.
    expect(size).toBeLessThan(25_000)
  })

  it('a module that needs another asks for it under its own hash, so that each may be kept for ever', () => {
    const folder = new URL('../../../../functions/web/assets/', import.meta.url)
    const modules = readdirSync(folder).filter((n) => n.endsWith('.js'))
    const sent = (path: string) => new TextDecoder().decode(findAsset(path)?.body)
    const asked = modules.flatMap((name) => [...sent(assetUrl(name)).matchAll(/^import\b.*'(.*)'/gm)].map(([, from = '']) => from))
    expect(new Set(asked)).toEqual(new Set([assetUrl('kept-page.js'), assetUrl('queue.js'), assetUrl('snapshot.js')]))
    for (const from of asked) expect(findAsset(from)?.immutable, from).toBe(true)
  })

  it('bundle without the packages of icons', async () => {
    const bundle = await build({
      entryPoints: [new URL('../../../../functions/web/look/page.tsx', import.meta.url).pathname],
      bundle: true, platform: 'node', format: 'esm', write: false, metafile: true, jsx: 'automatic', jsxImportSource: 'hono/jsx', logLevel: 'silent',
    })
    expect(Object.keys(bundle.metafile.inputs).filter((path) => path.includes('lucide'))).toEqual([])
  })
})
