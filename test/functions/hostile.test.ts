import { DescribeExecutionCommand, GetExecutionHistoryCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { environment } from '../../shared/kernel/environment.ts'
import { keys } from '../../shared/store/keys.ts'
import { newCredential, newSecret, secretHash } from '../../shared/kernel/ids.ts'
import { membershipItem, sessionItem } from '../../shared/person/person.store.ts'
import { ok } from '../support/contest.ts'
import { raw } from '../support/raw.ts'
import type { Somebody } from '../support/platform.ts'
import { fullContent, pdf, upload } from '../support/proposals.ts'
import { colleague, draftCompetition, draftProposal, objectionBody, openCall, sentProposal, startWorld, underNotice, type World } from '../support/world.ts'

let world: World
let url: string
const lines: string[] = []
beforeAll(async () => {
  for (const level of ['log', 'info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation((...said: unknown[]) => { lines.push(said.map(String).join(' ')) })
  world = await startWorld()
  url = world.platform.url
})
afterAll(async () => {
  await world.platform.close()
  vi.restoreAllMocks()
})

const json = { 'content-type': 'application/json' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const cookieOf = (somebody: Somebody) => ({ cookie: `session=${somebody.cookie}` })
const bearerOf = (somebody: Somebody) => ({ authorization: `Bearer ${somebody.token}` })
const rename = JSON.stringify({ name: '改过的名字', email: null, language: null })
const codeOf = (text: string): string => (JSON.parse(text) as { code: string }).code

describe('a request from elsewhere', () => {
  const own = () => ({ origin: url })
  const foreign: [string, Record<string, string>][] = [
    ['another origin', { origin: 'https://elsewhere.example' }], ['no origin at all', {}], ['an origin that hides itself', { origin: 'null' }], ['our host on another port', { origin: 'http://127.0.0.1:1' }],
    ['a fetch across sites', { 'sec-fetch-site': 'cross-site' }], ['a fetch from a sister domain', { 'sec-fetch-site': 'same-site' }],
  ]

  test.each(foreign)('is refused with a cookie by the API: %s', async (_, headers) => {
    const answer = await raw(url, 'PUT', '/api/me', { headers: { ...json, ...cookieOf(world.people.stranger), ...headers }, body: rename })
    expect(answer.status).toBe(403)
    expect(codeOf(answer.text)).toBe('CROSS_SITE')
  })

  test.each(foreign)('is refused by a form’s target: %s', async (_, headers) => {
    const answer = await raw(url, 'POST', '/account', { headers: { ...form, ...cookieOf(world.people.stranger), ...headers }, body: 'name=x&email=&language=' })
    expect(answer.status).toBe(403)
  })

  test('is carried out from our own pages, and with a token from anywhere', async () => {
    expect((await raw(url, 'PUT', '/api/me', { headers: { ...json, ...cookieOf(world.people.stranger), ...own() }, body: rename })).status).toBe(200)
    expect((await raw(url, 'PUT', '/api/me', { headers: { ...json, ...cookieOf(world.people.stranger), 'sec-fetch-site': 'same-origin' }, body: rename })).status).toBe(200)
    expect((await raw(url, 'PUT', '/api/me', { headers: { ...json, ...bearerOf(world.people.stranger) }, body: rename })).status).toBe(200)
  })

  test('an Authorization header that is no token does not make a cookie’s request one of a program', async () => {
    for (const authorization of ['Basic eDp5', 'bearer x', 'Bearer']) {
      const answer = await raw(url, 'PUT', '/api/me', { headers: { ...json, ...cookieOf(world.people.stranger), authorization, origin: 'https://elsewhere.example' }, body: rename })
      expect([authorization, answer.status]).toEqual([authorization, 403])
    }
  })

  test('a form sent as plain text is not a way around it', async () => {
    const answer = await raw(url, 'POST', '/api/me/tokens', { headers: { 'content-type': 'text/plain', ...cookieOf(world.people.stranger), origin: 'https://elsewhere.example' }, body: '{"name":"x"}' })
    expect(answer.status).toBe(403)
  })

  test('nobody elsewhere may read our answers', async () => {
    const answer = await raw(url, 'OPTIONS', '/api/me', { headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'PUT' } })
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    expect(answer.status).toBeGreaterThanOrEqual(400)
  })

  test('signing out from elsewhere does not sign out', async () => {
    await raw(url, 'POST', '/sign-out', { headers: { ...form, ...cookieOf(world.people.stranger), origin: 'https://elsewhere.example' }, body: '' })
    expect((await world.people.stranger.page('/account')).status).toBe(200)
  })
})

describe('what lets somebody in', () => {
  test('a token opens no page', async () => {
    const answer = await raw(url, 'GET', '/account', { headers: bearerOf(world.people.administrator) })
    expect([answer.status, answer.headers.location]).toEqual([303, '/sign-in?to=%2Faccount'])
  })

  test('a revoked token opens nothing from the next request on', async () => {
    const { id, secret } = ok(await world.people.stranger.api('POST', '/me/tokens', { name: '脚本' }))
    const me = () => raw(url, 'GET', '/api/me', { headers: { authorization: `Bearer ${secret}` } })
    expect((await me()).status).toBe(200)
    ok(await world.people.stranger.api('DELETE', `/me/tokens/${id}`))
    expect((await me()).status).toBe(401)
  })

  test('a wrong token is not covered by a good cookie', async () => {
    expect((await raw(url, 'GET', '/api/me', { headers: { ...cookieOf(world.people.stranger), authorization: `Bearer ${newCredential(world.people.stranger.id)}` } })).status).toBe(401)
  })

  test('a session ends at its time, and a made-up one is none', async () => {
    const secret = newCredential(world.people.stranger.id)
    await world.platform.table.transact([sessionItem.put({ hash: secretHash(secret), person: world.people.stranger.id, organisation: null, createdAt: Date.now() - 2000, expiresAt: Date.now() - 1000 }, 'none')])
    for (const cookie of [secret, newCredential(world.people.stranger.id), newSecret(), '', 'x'.repeat(4000), '%00', '"quoted"']) expect((await raw(url, 'GET', '/api/me', { headers: { cookie: `session=${cookie}` } })).status).toBe(401)
  })

  test('a member who was removed loses every right at once, by cookie and by token', async () => {
    const { proposal } = await draftProposal(world)
    const gone = await colleague(world)
    expect((await gone.api('GET', `/proposals/${proposal}`)).status).toBe(200)
    expect((await gone.page(`/proposals/${proposal}`)).status).toBe(200)
    ok(await world.people.member.api('DELETE', `/organisations/${world.owner}/members/${gone.id}`))
    expect((await gone.api('GET', `/proposals/${proposal}`)).status).toBe(403)
    expect((await gone.page(`/proposals/${proposal}`)).status).toBe(403)
    expect((await gone.post(`/proposals/${proposal}/withdrawal`, {})).status).toBe(403)
    expect((await gone.page('/organisation')).html).not.toContain('示例机构甲')
  })

  test('a judge who lost the seat reads nothing any more', async () => {
    const { contest, proposals } = world.scoring
    const path = `/proposals/${proposals[0]}/reading`
    expect((await world.spare.api('GET', path)).status).toBe(200)
    const key = keys.membership(world.spare.id, `JUDGE#${contest.id}`)
    const seat = await world.platform.table.get(membershipItem, key)
    if (seat === undefined) throw new Error('no seat')
    await world.platform.table.transact([{ remove: key, expect: 'any' }])
    expect((await world.spare.api('GET', path)).status).toBe(403)
    await world.platform.table.transact([membershipItem.put(seat.value, 'none')])
  })
})

describe('a body', () => {
  const big = JSON.stringify({ name: 'x'.repeat(1024 * 1024) })
  test.each([['with its length', false], ['in pieces', true]] as const)('of more than a megabyte is too large, %s', async (_, chunked) => {
    const api = await raw(url, 'PUT', '/api/me', { headers: { ...json, ...bearerOf(world.people.stranger) }, body: big, chunked })
    expect(api.status).toBe(413)
    expect(api.headers['content-type']).toContain('application/problem+json')
    expect(codeOf(api.text)).toBe('TOO_LARGE')
    const page = await raw(url, 'POST', '/account', { headers: { ...form, ...cookieOf(world.people.stranger), origin: url }, body: `name=${'x'.repeat(1024 * 1024)}`, chunked })
    expect(page.status).toBe(413)
    expect(page.text).toContain('内容太大')
  })

  test.each(['', '{', 'nul', '[]', 'null', '"text"', '42', '{"name":"x"', '{"name":1e999}', '\uFEFF{}', '<xml/>', '{"name":"x","name":{}}', '[[[[[[[[[[]]]]]]]]]]', '{"a":'.repeat(5000) + '1' + '}'.repeat(5000)])('that is no such JSON is a mistake of the sender: %s', async (body) => {
    const answer = await raw(url, 'POST', '/api/me/tokens', { headers: { ...json, ...bearerOf(world.people.stranger) }, body })
    expect(answer.status).toBe(422)
    expect(codeOf(answer.text)).toBe('INVALID')
  })

  test.each([
    ['JSON', json, '{"name":"x"}'], ['a form in parts that is cut off', { 'content-type': 'multipart/form-data; boundary=b' }, '--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nx'],
    ['a form in parts without a boundary', { 'content-type': 'multipart/form-data' }, 'x'], ['nothing that is named', {}, 'x'], ['plain text', { 'content-type': 'text/plain' }, 'name=x'],
  ] as [string, Record<string, string>, string][])('that is no form is a mistake of the sender: %s', async (_, headers, body) => {
    const answer = await raw(url, 'POST', '/account', { headers: { ...headers, ...cookieOf(world.people.stranger), origin: url }, body })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
  })

  test('names of an object’s own workings are names like any other', async () => {
    const bodies = ['{"name":"x","__proto__":{"admin":true}}', '{"name":"x","constructor":{"prototype":{"admin":true}}}', '{"name":"x","hasOwnProperty":1}']
    for (const body of bodies) {
      const answer = await raw(url, 'POST', '/api/me/tokens', { headers: { ...json, ...bearerOf(world.people.stranger) }, body })
      expect(answer.status, body).toBe(422)
    }
    const fields = ['__proto__', '__proto__.admin', 'constructor.prototype.admin', 'contact.__proto__.admin', 'contact.constructor', 'toString', 'valueOf.x']
    for (const name of fields) {
      const answer = await world.people.member.post('/organisation/contact', { 'contact.name': '联系人', 'contact.phone': '0573-00000000', 'contact.email': 'a@example.cn', [name]: 'true' })
      expect(answer.status, name).toBeLessThan(500)
    }
    expect(({} as { admin?: unknown }).admin).toBeUndefined()
    const { proposal, revision } = await draftProposal(world)
    const saved = await raw(url, 'PUT', `/api/proposals/${proposal}/draft`, { headers: { ...json, ...bearerOf(world.people.member) }, body: `{"revision":${revision},"category":"children","content":{"__proto__":{"name":"x"},"name":"y"}}` })
    expect(saved.status).toBeLessThan(500)
    expect(({} as { name?: unknown }).name).toBeUndefined()
  })

  test('a row of a list with a number beyond all measure makes no such list', async () => {
    for (const row of ['999999999', '99999999999', '1e9', '-1', '1.5', 'NaN', '0x10']) {
      const started = Date.now()
      const answer = await world.people.assigned.post(`/ties/${world.scoring.contest.id}`, { [`ties.${row}.organisation`]: 'x', [`ties.${row}.reason`]: 'x' })
      expect(answer.status, row).toBeLessThan(500)
      expect(Date.now() - started, row).toBeLessThan(5000)
    }
    const draft = await draftCompetition(world)
    for (const add of ['categories', 'categories.0.name', '__proto__', 'x'.repeat(3000)]) {
      expect((await world.people.administrator.post(`/competitions/${draft}/settings`, { add, 'categories.99999999999.id': 'x' })).status, add).toBeLessThan(500)
    }
  })
})

describe('text', () => {
  const rare = '𠮷野家👨‍👩‍👧𪚥🇨🇳é́'
  test('of rare characters and families stays as it was typed, from draft to page', async () => {
    const { proposal, revision } = await draftProposal(world)
    const { member } = world.people
    ok(await member.api('PUT', `/proposals/${proposal}/draft`, { revision, category: 'children', content: fullContent({ name: rare, need: `${rare}\n第二行` }) }))
    expect(ok(await member.api('GET', `/proposals/${proposal}`)).draft.content).toMatchObject({ name: rare, need: `${rare}\n第二行` })
    expect((await member.page(`/proposals/${proposal}/sections/need`)).html).toContain(rare)
    expect((await member.page(`/proposals/${proposal}/print`)).html).toContain(rare)
    const saved = await member.post(`/proposals/${proposal}/sections/need`, { revision: String(revision + 1), 'content.need': rare })
    expect(saved.status).toBe(303)
    expect(ok(await member.api('GET', `/proposals/${proposal}`)).draft.content.need).toBe(rare)
  })

  test('with NUL or half a character in it breaks nothing', async () => {
    const { proposal, revision } = await draftProposal(world)
    const { member } = world.people
    for (const [escaped, kept] of [['\\u0000', '前\u0000后'], ['\\ud800', '前\uFFFD后'], ['\\udc00x', '前\uFFFDx后']] as const) {
      const answer = await raw(url, 'PUT', `/api/proposals/${proposal}/draft`, { headers: { ...json, ...bearerOf(member) }, body: `{"revision":${ok(await member.api('GET', `/proposals/${proposal}`)).draft.revision},"category":"children","content":{"need":"前${escaped}后"}}` })
      expect(answer.status, escaped).toBeLessThan(500)
      if (answer.status === 200) expect(ok(await member.api('GET', `/proposals/${proposal}`)).draft.content.need).toBe(kept)
      expect((await member.page(`/proposals/${proposal}/sections/need`)).status).toBe(200)
    }
    const posted = await raw(url, 'POST', `/proposals/${proposal}/sections/need`, { headers: { ...form, ...cookieOf(member), origin: url }, body: `revision=${revision}&content.need=%00%ED%A0%80%FF%C0%AF` })
    expect(posted.status).toBeLessThan(500)
    for (const path of ['/public?text=%00', '/public?text=%ED%A0%80', '/public?text=%ZZ', '/certificates/%ED%A0%80', '/competitions/%00', '/proposals/%FF', '/join/%E0%A4%A', '/%']) {
      expect((await raw(url, 'GET', path, { headers: cookieOf(member) })).status, path).toBeLessThan(500)
    }
  })

  test('that a spreadsheet would run is text in every export', async () => {
    const formula = '=1+2|"x"'
    const { proposal, revision, competition } = await draftProposal(world)
    ok(await world.people.member.api('PUT', `/proposals/${proposal}/draft`, { revision, category: 'children', content: fullContent({ name: formula }) }))
    ok(await world.people.member.api('POST', `/proposals/${proposal}/submission`, { acknowledgeNames: true }))
    ok(await world.people.administrator.api('PUT', `/competitions/${competition}`, { introduction: 'x' }))
    for (const start of ['=', '+', '-', '@', '\t']) ok(await world.people.administrator.api('POST', `/competitions/${competition}/dates`, { window: 'call', to: new Date(Date.parse(world.platform.clock.now()) + 864e6 + Math.floor(Math.random() * 1e6) * 1000).toISOString(), reason: `x${start}1`, following: 'shift' }))
    const sheets = [`/competitions/${competition}/proposals/export`, `/competitions/${competition}/trail/export`, '/organisations/export', '/trail/export', `/competitions/${world.completed.contest.id}/rounds/0/standings.csv`]
    for (const path of sheets) {
      const { status, html, headers } = await world.people.administrator.page(path)
      expect(status, path).toBe(200)
      expect(headers.get('content-type'), path).toContain('text/csv')
      expect(html.split(/[\r\n]|,(?=(?:[^"]*"[^"]*")*[^"]*$)/).filter((cell) => /^"?[=+\-@\t]/.test(cell)), path).toEqual([])
    }
    expect((await world.people.administrator.page(sheets[0] ?? '')).html).toContain(`'=1+2|`)
  })

  test('of a file’s name ends no header and opens no path', async () => {
    const { proposal } = await draftProposal(world)
    const { member } = world.people
    const names = ['a\r\nset-cookie: x=1\r\n.pdf', '"; filename="evil.html.pdf', '../../etc/passwd.pdf', '..\\..\\x.pdf', '𠮷.pdf', `${'长'.repeat(200)}.pdf`, "'; DROP.pdf"]
    for (const name of names) {
      const answer = await upload(member, proposal, 'supporting', name, pdf).catch((error: unknown) => ({ status: 599, body: String(error) }))
      expect(answer.status, name).toBeLessThan(500)
      if (answer.status >= 300) continue
      const { url: link } = ok(await member.api('GET', `/files/${answer.body.file}`))
      const given = await fetch(link)
      expect(given.status, name).toBe(200)
      expect(given.headers.get('set-cookie'), name).toBeNull()
      expect(given.headers.get('content-disposition'), name).toMatch(/^attachment;/)
      expect(given.headers.get('content-disposition'), name).not.toMatch(/evil\.html"/)
      expect(given.headers.get('x-content-type-options'), name).toBe('nosniff')
      ok(await member.api('DELETE', `/proposals/${proposal}/attachments/${answer.body.file}`))
    }
  })
})

describe('an address', () => {
  test('never leads out of this site', async () => {
    for (const to of ['//elsewhere.example', '/\\elsewhere.example', 'https://elsewhere.example', '/%09/elsewhere.example', '/\t/elsewhere.example', 'javascript:alert(1)', '\\\\elsewhere.example', '/\r\nlocation: https://elsewhere.example', '.elsewhere.example', '@elsewhere.example']) {
      for (const path of [`/language/en?to=${encodeURIComponent(to)}`, `/language/${encodeURIComponent(to)}?to=${encodeURIComponent(to)}`]) {
        const { headers, status } = await raw(url, 'GET', path)
        expect(status, path).toBeLessThan(500)
        const location = typeof headers.location === 'string' ? new URL(headers.location, url) : undefined
        if (location !== undefined) expect([path, location.origin]).toEqual([path, url])
      }
    }
  })

  test('of an asset stays among the assets', async () => {
    for (const path of ['/assets/../app.ts', '/assets/..%2f..%2fpackage.json', '/assets/%2e%2e/%2e%2e/package.json', '/assets//etc/passwd', '/assets/', '/assets', '/assets/tokens.css%00', '/assets/..\\app.ts', '/assets/__proto__', '/assets/constructor']) {
      expect([path, (await raw(url, 'GET', path)).status]).toEqual([path, expect.toBeOneOf([404, 400])])
    }
    expect((await raw(url, 'GET', '/assets/tokens.css')).status).toBe(200)
  })

  test('with an id that is none is not found', async () => {
    const { administrator, member } = world.people
    for (const id of ['x', 'c_1', 'c_' + '0'.repeat(26), 'C_00000000000000000000000000', '0', 'undefined', 'c_00000000000000000000000000%00', '𠮷', 'x'.repeat(3000)]) {
      for (const path of ['/competitions/{}', '/competitions/{}/trail', '/public/competitions/{}', '/certificates/{}', '/proposals/{}', '/organisations/{}', '/proposals/{}/versions/1']) {
        const filled = path.replace('{}', id.includes('%') ? id : encodeURIComponent(id))
        expect([filled, (await raw(url, 'GET', `/api${filled}`, { headers: bearerOf(administrator) })).status]).toEqual([filled, 404])
      }
      for (const path of ['/competitions/{}', '/competitions/{}/trail', '/competitions/{}/rounds/0', '/public/competitions/{}', '/public/competitions/{}/notice', '/certificates/{}', '/proposals/{}', '/organisations/{}', '/rulebooks/{}', '/invitation/{}', '/files/{}', '/judging/{}/0']) {
        const filled = path.replace('{}', id.includes('%') ? id : encodeURIComponent(id))
        for (const who of [administrator, member]) expect([filled, (await raw(url, 'GET', filled, { headers: cookieOf(who) })).status]).toEqual([filled, expect.toBeOneOf([404, 403, 303])])
      }
    }
  })

  test('of something within a thing says no more to strangers when it is there than when it is not', async () => {
    const { contest, proposals } = world.scoring
    const { stranger, otherAdministrator, unassigned, otherMember } = world.people
    const pairs: [string, string][] = [
      [`/competitions/${contest.id}/rounds/0`, `/competitions/${contest.id}/rounds/7`], [`/proposals/${proposals[0]}/versions/1`, `/proposals/${proposals[0]}/versions/9`],
      [`/proposals/${proposals[0]}/scorecards/0`, `/proposals/${proposals[0]}/scorecards/5`], ['/trail?district=330411', '/trail?district=999999'], ['/organisations?district=330411', '/organisations?district=999999'],
      [`/competitions/${contest.id}/rounds/0/standings`, `/competitions/${world.completed.contest.id}/rounds/0/standings`],
    ]
    for (const [there, not] of pairs) {
      for (const who of [stranger, otherAdministrator, unassigned, otherMember]) {
        const [first, second] = [await who.api('GET', there), await who.api('GET', not)]
        expect([there, who.name, first.status, first.body]).toEqual([there, who.name, second.status, second.body])
      }
    }
  })

  test('that is very long, or asked for in another way than it takes, is answered all the same', async () => {
    expect((await raw(url, 'GET', `/public?text=${'x'.repeat(12_000)}`)).status).toBeLessThan(500)
    expect((await raw(url, 'GET', `/${'x/'.repeat(4000)}`)).status).toBe(404)
    expect((await raw(url, 'GET', `/${'x'.repeat(20_000)}`)).status).toBeOneOf([404, 414, 431])
    for (const method of ['PUT', 'DELETE', 'PATCH', 'POST', 'OPTIONS']) {
      const answer = await raw(url, method, '/api/me/tokens/x'.replace(method === 'DELETE' ? '/x' : '', ''), { headers: { ...json, ...bearerOf(world.people.stranger) }, body: '{}' })
      expect([method, answer.status]).toEqual([method, 405])
    }
    for (const method of ['PUT', 'PATCH', 'DELETE']) expect((await raw(url, method, '/account', { headers: { ...cookieOf(world.people.stranger), origin: url } })).status, method).toBeOneOf([404, 405])
  })

  test('answers HEAD as GET without the body, and not again what the asker has', async () => {
    const head = await raw(url, 'HEAD', '/api/me', { headers: bearerOf(world.people.stranger) })
    expect([head.status, head.text]).toEqual([200, ''])
    const first = await raw(url, 'GET', '/api/me', { headers: bearerOf(world.people.stranger) })
    const etag = String(first.headers.etag)
    const again = await raw(url, 'GET', '/api/me', { headers: { ...bearerOf(world.people.stranger), 'if-none-match': etag } })
    expect([again.status, again.text, again.headers.etag]).toEqual([304, '', etag])
    expect((await raw(url, 'GET', '/api/me', { headers: { ...bearerOf(world.people.stranger), 'if-none-match': '"other"' } })).status).toBe(200)
    expect((await raw(url, 'HEAD', '/public')).status).toBe(200)
  })

  test('takes a place in a list only from that list', async () => {
    const { administrator } = world.people
    const trail = (query: string) => administrator.api('GET', `/competitions/${world.completed.contest.id}/trail?limit=2${query}`)
    const { next } = ok(await trail(''))
    expect(ok(await trail(`&after=${next}`)).entries).toHaveLength(2)
    const place = JSON.parse(Buffer.from(next, 'base64url').toString()) as Record<string, string>
    const forged = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url')
    const [, pk] = Object.entries(place).find(([name]) => name === 'pk') ?? ['', '']
    const cursors = ['x', '%00', 'e30', forged({}), forged([]), forged(null), forged({ ...place, pk: `C#${world.scoring.contest.id}` }), forged({ ...place, pk: 'P#x' }), forged({ pk }), forged({ ...place, extra: 'x' }), forged({ ...place, sk: '' }), forged({ ...place, sk: 'x'.repeat(1400) }), next.slice(0, -5)]
    for (const after of cursors) expect([after, (await trail(`&after=${after}`)).status]).toEqual([after, 422])
    for (const after of cursors) expect([after, (await world.platform.visitor.page(`/public?after=${after}`)).status]).toEqual([after, expect.toBeOneOf([200, 422])])
  })

  test('does not mind questions that it does not know', async () => {
    expect((await world.people.administrator.api('GET', '/competitions?nothing=1&__proto__=2&constructor=3')).status).toBe(200)
    for (const query of ['page=-1', 'page=1e999', 'page=NaN', 'size=0', 'sort=__proto__', 'state=constructor', 'kind=toString', 'q=%25', 'page=99999999999999999999', 'sort=-', 'from=2026-02-31', 'to=x', 'district=x', 'check=1', 'number=-1', 'window=__proto__']) {
      for (const path of ['/organisations', '/competitions', `/competitions/${world.scoring.contest.id}/proposals`, `/competitions/${world.completed.contest.id}/trail`, '/trail', '/calendar', '/public', `/competitions/${world.completed.contest.id}/rounds/0/standings`, `/public/competitions/${world.completed.contest.id}/notice`, `/competitions/${world.scoring.contest.id}/dates`]) {
        expect([`${path}?${query}`, (await world.people.administrator.page(`${path}?${query}`)).status]).toEqual([`${path}?${query}`, expect.toBeOneOf([200, 403, 404, 422])])
      }
    }
  })
})

describe('the same request twice', () => {
  test('is carried out once and answered the same; under the same key another request is refused', async () => {
    const { administrator } = world.people
    const body = { rulebook: 'jiaxing-default', district: '330411', name: { zh: '只建一次' }, authority: { zh: '示例主办单位' } }
    const [first, second] = await Promise.all([administrator.api('POST', '/competitions', body, { key: 'the-same-key-1' }), administrator.api('POST', '/competitions', body, { key: 'the-same-key-1' })])
    expect(second.body).toEqual(first.body)
    expect((await administrator.api('POST', '/competitions', body, { key: 'the-same-key-1' })).body).toEqual(first.body)
    const listed = ok(await administrator.api('GET', '/competitions?state=draft')).competitions.filter(({ name }: { name: { zh: string } }) => name.zh === '只建一次')
    expect(listed).toHaveLength(1)
    const other = await administrator.api('POST', '/competitions', { ...body, name: { zh: '另一个' } }, { key: 'the-same-key-1' })
    expect([other.status, other.body.code]).toEqual([409, 'COMMAND_REUSED'])
    const elsewhere = await administrator.api('POST', '/me/tokens', { name: 'x' }, { key: 'the-same-key-1' })
    expect([elsewhere.status, elsewhere.body.code]).toEqual([409, 'COMMAND_REUSED'])
    // Somebody else's keys are their own.
    expect((await world.people.stranger.api('POST', '/me/tokens', { name: 'x' }, { key: 'the-same-key-1' })).status).toBe(201)
  })

  test('a key that is none is said to be none', async () => {
    for (const key of ['short', 'x'.repeat(101), 'with space in it', '../../../etc']) expect((await world.people.stranger.api('POST', '/me/tokens', { name: 'x' }, { key })).status, key).toBe(422)
  })

  test('the same file named twice is one file', async () => {
    const { competition } = await underNotice(world)
    const file = `f_${'0'.repeat(26)}`
    const answer = await world.platform.visitor.api('POST', `/competitions/${competition}/objections`, { ...objectionBody, files: [file, file] })
    expect([answer.status, answer.body.code]).toEqual([409, 'FILE_NOT_READY'])
  })

  test('a double click sends one proposal, and makes one objection', async () => {
    const competition = await openCall(world)
    const fields = { category: 'children', organisation: world.owner, command: 'double-click-1' }
    const answers = await Promise.all([1, 2, 3].map(() => world.people.member.post(`/proposals/new/${competition}`, fields)))
    expect(new Set(answers.map(({ status, location }) => `${status} ${location}`)).size).toBe(1)
    expect(ok(await world.people.administrator.api('GET', `/competitions/${competition}/proposals?state=draft`)).proposals).toHaveLength(1)
    const { competition: noticed } = await underNotice(world)
    const objections = await Promise.all([1, 2].map(() => world.platform.visitor.post(`/public/competitions/${noticed}/objection`, { ...objectionBody, proposal: '', files: '', command: 'double-click-2' })))
    expect(objections.map(({ status }) => status)).toEqual([303, 303])
    expect(new Set(objections.map(({ location }) => location)).size).toBe(1)
    expect(ok(await world.people.administrator.api('GET', `/competitions/${noticed}/objections`)).objections).toHaveLength(2)
  })

  test('two decisions at once leave one', async () => {
    const { proposal } = await sentProposal(world)
    const answers = await Promise.all([1, 2].map(() => world.people.member.api('POST', `/proposals/${proposal}/withdrawal`)))
    expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([])
    expect(ok(await world.people.member.api('GET', `/proposals/${proposal}`)).state).toBe('withdrawn')
  })
})

describe('what is nobody’s business', () => {
  const personal = ['13000000001', '13000000101', '示例人员 11', '组员甲 1', 'resident@example.cn', '示例居民', '成立以来一直开展社区志愿服务', '联系人 01', 'contact@example.cn', '评委甲', '机构甲成员']
  test('stands in no line of the log', () => {
    expect(lines.filter((line) => personal.some((text) => line.includes(text)))).toEqual([])
  })

  test('stands in no execution of a workflow', async () => {
    const text = JSON.stringify(await histories())
    expect(text).toContain(world.completed.contest.id)
    expect(personal.filter((said) => text.includes(said))).toEqual([])
  })

  test('a 500 says nothing but that it is one', () => {
    expect(lines.filter((line) => line.includes('"level":"error"'))).toEqual([])
  })
})

/** What the machines were started with and went through, data and all. */
async function histories(): Promise<unknown[]> {
  const { XIUYUAN_WORKFLOW_ENDPOINT: endpoint, XIUYUAN_MACHINE_VOLUNTEER_CONTEST: contest, XIUYUAN_MACHINE_JUDGING_ROUND: round } = environment()
  const client = new SFNClient({ ...(endpoint === undefined ? {} : { endpoint }), region: 'local', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } })
  const all: unknown[] = []
  for (const stateMachineArn of [contest, round]) {
    const { executions = [] } = await client.send(new ListExecutionsCommand({ stateMachineArn }))
    for (const { executionArn } of executions) {
      all.push(await client.send(new DescribeExecutionCommand({ executionArn })), (await client.send(new GetExecutionHistoryCommand({ executionArn, includeExecutionData: true, maxResults: 1000 }))).events)
    }
  }
  client.destroy()
  return all
}
