import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { libraryRulebooks } from '../../shared/rulebook/library.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let administrator: Somebody
let elsewhere: Somebody
let stranger: Somebody

beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
  elsewhere = await platform.person('管理员 02', { administrator: '330402' })
  stranger = await platform.person('路人')
})
afterAll(() => platform.close())

const base = () => structuredClone(libraryRulebooks().find(({ id }) => id === 'jiaxing-default'))

describe('rulebooks', () => {
  test('the library is there for whoever signs in; anybody reads one in full', async () => {
    const { body } = await stranger.api('GET', '/rulebooks')
    expect(body.rulebooks.map(({ id }: { id: string }) => id)).toEqual(libraryRulebooks().map(({ id }) => id))
    expect((await platform.visitor.api('GET', '/rulebooks')).status).toBe(401)
    const one = await platform.visitor.api('GET', '/rulebooks/qingdao-2018')
    expect(one.body.rulebook.citation.notes.length).toBeGreaterThan(3)
    expect((await platform.visitor.api('GET', '/rulebooks/nothing')).status).toBe(404)
  })

  test('an imported one belongs to its district, and a competition is made from it', async () => {
    const rulebook = { ...base(), id: 'our-own', name: { zh: '本区章程' } }
    expect((await administrator.api('POST', '/rulebooks', { rulebook })).status).toBe(201)
    expect((await administrator.api('GET', '/rulebooks')).body.rulebooks.at(-1)).toMatchObject({ id: 'our-own', imported: { district: '330411', by: '管理员 01' } })
    expect((await elsewhere.api('GET', '/rulebooks')).body.rulebooks.map(({ id }: { id: string }) => id)).not.toContain('our-own')
    expect((await platform.visitor.api('GET', '/rulebooks/our-own?district=330411')).body.rulebook.name.zh).toBe('本区章程')
    const made = await administrator.api('POST', '/competitions', { rulebook: 'our-own', name: { zh: '大赛' }, authority: { zh: '主办' } })
    expect(made.body.rulebook).toEqual({ id: 'our-own', version: 1 })
    const newer = await administrator.api('POST', '/rulebooks', { rulebook: { ...rulebook, version: 2, blind: false } })
    expect(newer.body.rulebook.version).toBe(2)
    expect((await administrator.api('GET', `/competitions/${made.body.id}`)).body.rules).toMatchObject({ version: 1, blind: true })
    const older = await administrator.api('POST', '/rulebooks', { rulebook: { ...rulebook, name: { zh: '改了却没有新版本' } } })
    expect(older.body.errors).toMatchObject([{ path: '/version', code: 'VERSION_OLD' }])
  })

  test('ten mistakes are ten sentences, each with its path', async () => {
    const broken = base() as unknown as { rounds: Record<string, unknown>[]; awards: Record<string, unknown>[]; notice: Record<string, unknown>; categories: { id: string }[] } & Record<string, unknown>
    broken.id = 'Not A Slug'
    broken.version = 0
    broken.kind = 'party'
    broken.blind = 'yes'
    broken.notice = { workingDays: 0, firstDayCounts: false }
    broken.rounds[0] = { ...broken.rounds[0], weight: 50, floor: 9 }
    broken.awards[0] = { ...broken.awards[0], percent: 90 }
    broken.categories[1] = { ...broken.categories[1], id: broken.categories[0]?.id ?? '' }
    broken.colour = 'red'
    const { status, body } = await administrator.api('POST', '/rulebooks', { rulebook: broken })
    expect(status).toBe(422)
    const found = body.errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)
    expect(found.toSorted()).toEqual([
      '/awards SHARES_ABOVE_100', '/blind TYPE_WRONG', '/categories/1/id ID_REPEATED', '/colour KEY_UNKNOWN', '/id SLUG_MALFORMED', '/kind CHOICE_UNKNOWN',
      '/notice/workingDays TOO_LITTLE', '/rounds WEIGHTS_NOT_100', '/rounds/0/floor FLOOR_ABOVE_PANEL', '/version TOO_LITTLE',
    ])
    expect(body.errors.every(({ detail }: { detail: string }) => detail.length > 3)).toBe(true)
  })

  test('the names of the library are taken; strangers and other districts import nothing', async () => {
    expect((await administrator.api('POST', '/rulebooks', { rulebook: base() })).body.errors).toMatchObject([{ path: '/id', code: 'ID_TAKEN' }])
    expect((await administrator.api('POST', '/rulebooks', { rulebook: 7 })).status).toBe(422)
    expect((await administrator.api('POST', '/rulebooks', {})).status).toBe(422)
    expect((await stranger.api('POST', '/rulebooks', { rulebook: base() })).status).toBe(403)
    expect((await elsewhere.api('POST', '/rulebooks', { district: '330411', rulebook: base() })).status).toBe(403)
  })
})
