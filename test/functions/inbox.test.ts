import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newsOf } from '../../functions/commands/news.ts'
import { deliver } from '../../functions/commands/outbox.ts'
import { act } from '../../functions/commit.ts'
import { workflowContext } from '../../functions/context.ts'
import { handler as sweep } from '../../functions/tasks/sweep.lambda.ts'
import { nextDigest } from '../../shared/inbox/mail-choice.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { milliseconds, toInstant } from '../../shared/kernel/instant.ts'
import type { OrganisationId, ProjectId } from '../../shared/kernel/ids.ts'
import type { Mail } from '../../shared/mail/mail.ts'
import { mailItem } from '../../shared/mail/mail.store.ts'
import { outboxItem } from '../../shared/outbox/outbox.store.ts'
import { personItem } from '../../shared/person/person.store.ts'
import { loadProject } from '../../shared/project/project.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { derivedId } from '../../shared/kernel/ids.ts'
import { ok } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { projectIn, setProject } from '../support/projects.ts'
import { admittedOrganisation } from '../support/proposals.ts'

const DISTRICT = '330411'
let platform: TestPlatform
let owner: OrganisationId
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  owner = await admittedOrganisation(platform, '示例机构甲')
  administrator = await platform.person('管理员', { administrator: DISTRICT })
})
afterAll(async () => { await platform.close() })

/** Somebody with an address, who wants mail so often. */
async function reader(name: string, choice: 'each' | 'digest' | 'off', roles: Parameters<TestPlatform['person']>[1] = {}): Promise<Somebody & { email: string }> {
  const somebody = await platform.person(name, roles)
  const email = `${somebody.id.slice(2)}@example.cn`
  const found = await platform.table.get(personItem, keys.person(somebody.id))
  if (found === undefined) throw new Error('nobody')
  await platform.table.transact([personItem.put({ ...found.value, email }, found.version)])
  ok(await somebody.api('PUT', '/inbox/mail', { choice }))
  return { ...somebody, email }
}

/** Orders news of a project for somebody, as a command does. */
async function news(id: ProjectId, person: string, what: string, always = false): Promise<void> {
  const context = workflowContext()
  const { value } = await loadProject(platform.table, id)
  const orders = await newsOf(context, value, [{ person }], { news: { zh: what, en: what }, ...(always ? { always } : {}) }, what)
  await act<undefined>(context, async () => ({ writes: [], trail: [], orders, answer: undefined }))
  await platform.platform.streams.caughtUp()
}

const mailTo = async (email: string): Promise<Mail[]> => (await platform.table.queryAll(mailItem, keys.mailbox)).map(({ value }) => value).filter(({ to }) => to === email)
/** A minute past the next 8:00 in Shanghai. */
const toMorning = () => { platform.clock.forward({ milliseconds: milliseconds(nextDigest(platform.clock.now())) - milliseconds(platform.clock.now()) + 60_000 }) }

test('the next digest is at 8:00 in Shanghai, within the next 24 hours, whatever the time', () => {
  expect(nextDigest(toInstant(Date.parse('2026-02-28T23:59:59.999Z')))).toBe('2026-03-01T00:00:00.000Z')
  expect(nextDigest(toInstant(Date.parse('2026-03-01T00:00:00.000Z')))).toBe('2026-03-02T00:00:00.000Z')
  fc.assert(fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (at) => {
    const next = milliseconds(nextDigest(toInstant(at)))
    expect(next).toBeGreaterThan(at)
    expect(next - at).toBeLessThanOrEqual(86_400_000)
    expect(new Date(next).toISOString()).toMatch(/T00:00:00\.000Z$/)
  }))
})

describe('mail by choice', () => {
  test('each by itself, none, and invitations in any case', async () => {
    const id = await projectIn(platform, 'incubation', { id: owner })
    const [each, off] = [await reader('逐封', 'each'), await reader('不发', 'off')]
    for (const { id: person } of [each, off]) {
      await news(id, person, `消息 ${person}`)
      await news(id, person, `邀请 ${person}`, true)
    }
    expect((await mailTo(each.email)).map(({ subject }) => subject.split(' ')[0]).toSorted()).toEqual(['消息', '邀请'])
    expect((await mailTo(off.email)).map(({ subject }) => subject.split(' ')[0])).toEqual(['邀请'])
  })

  test('a digest goes out once at eight, with every line, also when the sweep runs twice at once and an order is carried out again', async () => {
    const id = await projectIn(platform, 'incubation', { id: owner })
    const somebody = await reader('每天一封', 'digest')
    await news(id, somebody.id, '第一件')
    await news(id, somebody.id, '第二件')
    expect(await mailTo(somebody.email)).toEqual([])
    await Promise.all([sweep(), sweep()])
    expect(await mailTo(somebody.email)).toEqual([])
    toMorning()
    const day = shanghaiDate(platform.clock.now())
    await Promise.all([sweep(), sweep(), sweep()])
    await platform.platform.streams.caughtUp()
    await sweep()
    const [mail, ...more] = await mailTo(somebody.email)
    expect(more).toEqual([])
    expect(mail).toMatchObject({ id: derivedId(`mail digest ${day}/${somebody.id}`), subject: `${day} 的消息，共 2 条` })
    expect(mail?.text).toContain('第一件')
    expect(mail?.text).toContain('第二件')
    // An order that is carried out once more, as after a crash between effect and note, adds nothing.
    const order = await platform.table.get(outboxItem, keys.outbox(derivedId(`digest mail projectNews ${id}/第一件/${somebody.id}`)))
    expect(order?.value.done).toBe(true)
    await deliver(workflowContext(), order?.value.id ?? '')
    toMorning()
    await sweep()
    await platform.platform.streams.caughtUp()
    expect(await mailTo(somebody.email)).toHaveLength(1)
    await news(id, somebody.id, '第三件')
    toMorning()
    await sweep()
    await platform.platform.streams.caughtUp()
    expect((await mailTo(somebody.email)).map(({ subject }) => subject.replace(/^\S+ /, ''))).toEqual(expect.arrayContaining(['的消息，共 1 条']))
    expect(await mailTo(somebody.email)).toHaveLength(2)
  })

  test('who turns mail off gets nothing of what was collected, and it is gone; who wants each gets one last digest', async () => {
    const id = await projectIn(platform, 'incubation', { id: owner })
    const [off, each] = [await reader('改成不发', 'digest'), await reader('改成逐封', 'digest')]
    for (const { id: person } of [off, each]) await news(id, person, `事 ${person}`)
    ok(await off.api('PUT', '/inbox/mail', { choice: 'off' }))
    ok(await each.api('PUT', '/inbox/mail', { choice: 'each' }))
    toMorning()
    await sweep()
    await platform.platform.streams.caughtUp()
    expect(await mailTo(off.email)).toEqual([])
    expect((await platform.table.queryRaw({ pk: keys.digest(off.id).pk })).items).toEqual([])
    expect(await mailTo(each.email)).toHaveLength(1)
  })

  test('a hundred and more lines are told over two days, none twice', async () => {
    const id = await projectIn(platform, 'incubation', { id: owner })
    const somebody = await reader('很多事', 'digest')
    const context = workflowContext()
    const { value } = await loadProject(platform.table, id)
    for (let start = 0; start < 100; start += 50) {
      const orders = (await Promise.all(Array.from({ length: 50 }, (_, i) => newsOf(context, value, [{ person: somebody.id }], { news: { zh: `第 ${start + i} 号事`, en: '' } }, `many/${start + i}`)))).flat()
      await act<undefined>(context, async () => ({ writes: [], trail: [], orders, answer: undefined }))
    }
    await platform.platform.streams.caughtUp()
    for (let day = 0; day < 3; day += 1) {
      toMorning()
      await sweep()
      await platform.platform.streams.caughtUp()
    }
    const texts = (await mailTo(somebody.email)).map(({ text }) => text)
    expect(texts).toHaveLength(2)
    expect([...texts.join('\n').matchAll(/第 (\d+) 号事/g)].map(([, n]) => n).toSorted()).toEqual(Array.from({ length: 100 }, (_, i) => String(i)).toSorted())
  })
})

describe('the inbox', () => {
  test('tells a member, a mentor and an evaluator what their projects want of them, the late first; the first page shows the same', async () => {
    const person = await platform.person('一人三职', { member: [owner], evaluator: DISTRICT })
    const other = await admittedOrganisation(platform, '示例机构乙')
    const mine = await projectIn(platform, 'showcase', { id: owner })
    const late = await projectIn(platform, 'implementation', { id: owner })
    await setProject(platform, late, (project) => ({ ...project, current: { ...project.current, dueAt: toInstant(milliseconds(platform.clock.now()) - 86_400_000) } }))
    const handedOver = await projectIn(platform, 'incubation', { id: owner })
    await setProject(platform, handedOver, (project) => ({ ...project, organisation: { id: other, name: '示例机构乙' } }))
    const toScore = await projectIn(platform, 'evaluation', { id: other })
    ok(await administrator.api('PUT', `/projects/${toScore}/evaluator`, { person: person.id }))
    const { due, late: number } = ok(await person.api('GET', '/inbox'))
    const hrefs: string[] = due.map(({ href }: { href: string }) => href)
    expect(hrefs[0]).toBe(`/projects/${late}`)
    expect(number).toBe(1)
    expect(hrefs).toContain(`/projects/${mine}`)
    expect(hrefs).toContain(`/projects/${toScore}/evaluation/card`)
    expect(hrefs).not.toContain(`/projects/${handedOver}`)
    const home = (await person.page('/home')).html
    for (const href of hrefs) expect(home).toContain(`href="${href}"`)
    expect((await person.page('/inbox?show=late')).html).not.toContain(`/projects/${mine}"`)
  })

  test('the choice is one’s own, and a wrong one is told beside the field', async () => {
    const somebody = await platform.person('选邮件')
    expect(ok(await somebody.api('GET', '/inbox/mail'))).toEqual({ choice: 'each', email: null })
    expect((await somebody.post('/inbox/mail', { choice: 'weekly' })).status).toBe(422)
    expect((await somebody.post('/inbox/mail', { choice: 'digest' })).location).toBe('/inbox/mail?kept=1')
    expect((await somebody.page('/inbox/mail?kept=1')).html).toContain('已保存：每天一封')
    expect((await platform.visitor.page('/inbox')).status).toBe(303)
  })
})
