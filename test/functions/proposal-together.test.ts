import { afterAll, beforeAll, expect, test } from 'vitest'
import { formFields } from '../support/forms.ts'
import { ok } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { admittedOrganisation, openCompetition } from '../support/proposals.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

interface Team { first: Somebody; second: Somebody; proposal: string }

/** Two members of one organisation and its draft. */
async function team(): Promise<Team> {
  const organisation = await admittedOrganisation(platform, '一起写的机构')
  const [first, second] = [await platform.person('成员甲', { member: [organisation] }), await platform.person('成员乙', { member: [organisation] })]
  const { proposal } = ok(await first.api('POST', `/competitions/${await openCompetition(platform)}/proposals`, { category: 'children' }))
  return { first, second, proposal }
}

const at = ({ proposal }: Team, section: string) => `/proposals/${proposal}/sections/${section}`
const opened = async (who: Somebody, path: string) => formFields((await who.page(path)).html, path)
const contentOf = async ({ first, proposal }: Team) => ok(await first.api('GET', `/proposals/${proposal}`)).draft.content
/** As autosave.js sends a form. */
const autosave = (who: Somebody, path: string, fields: Record<string, string>) => who.api('POST', path, {
  revision: fields.revision, fields: Object.fromEntries(Object.entries(fields).filter(([name]) => name.startsWith('content.') || name === 'category')),
  was: Object.fromEntries(Object.entries(fields).filter(([name]) => name.startsWith('was.')).map(([name, mark]) => [name.slice(4), mark])),
})

test('two members in different parts, and in different answers of one part, do not disturb each other', async () => {
  const made = await team()
  const path = at(made, 'people')
  const [one, other] = [await opened(made.first, path), await opened(made.second, path)]
  const elsewhere = await opened(made.second, at(made, 'need'))
  expect((await made.first.post(path, { ...one, 'content.directPeople': '40' })).status).toBe(303)
  expect((await made.second.post(path, { ...other, 'content.attendances': '2000' })).status).toBe(303)
  expect((await made.second.post(at(made, 'need'), { ...elsewhere, 'content.need': '没有人照看。' })).status).toBe(303)
  expect(await contentOf(made)).toMatchObject({ directPeople: 40, attendances: 2000, need: '没有人照看。' })
})

test('who saved last is shown: of the whole draft, and of each part', async () => {
  const made = await team()
  const path = at(made, 'need')
  await made.second.post(path, { ...(await opened(made.second, path)), 'content.need': '乙写的' })
  expect((await made.first.page(path)).html).toMatch(/成员乙 \d{2}:\d{2} 保存/)
  expect((await made.first.page(path, { language: 'en' })).html).toMatch(/Saved \d{2}:\d{2} by 成员乙/)
  await made.first.post(at(made, 'people'), { ...(await opened(made.first, at(made, 'people'))), 'content.directPeople': '3' })
  expect((await made.second.page(path)).html).toMatch(/成员乙 \d{2}:\d{2} 保存/)
  expect((await made.second.page(`/proposals/${made.proposal}`)).html).toMatch(/成员甲 \d{2}:\d{2} 保存/)
  // Looked at and sent back unchanged, it is still the other's.
  await made.first.post(path, await opened(made.first, path))
  expect((await made.first.page(path)).html).toMatch(/成员乙 \d{2}:\d{2} 保存/)
})

test('the same answer: the second is told by whom, sees both texts, and may save theirs knowingly; what else they changed is not lost either', async () => {
  const made = await team()
  const path = at(made, 'plan')
  const [one, other] = [await opened(made.first, path), await opened(made.second, path)]
  await made.first.post(path, { ...one, 'content.goals': '甲的目标' })
  const told = await made.second.post(path, { ...other, 'content.goals': '乙的目标', 'content.risks': '乙写的预案' })
  expect(told.status).toBe(409)
  for (const words of ['href="#f-content.goals"', '成员甲在', '也改了这一处', '成员甲保存的是这样', '甲的目标', '乙的目标', '乙写的预案']) expect(told.html).toContain(words)
  const kept = await contentOf(made)
  expect([kept.goals, kept.risks ?? '']).toEqual(['甲的目标', ''])
  const again = formFields(told.html, path)
  expect(again['content.goals']).toBe('乙的目标')
  // A third version has come meanwhile: they are told again.
  await made.first.post(path, { ...(await opened(made.first, path)), 'content.goals': '甲又改了' })
  const twice = await made.second.post(path, again)
  expect(twice.status).toBe(409)
  expect(twice.html).toContain('甲又改了')
  expect((await made.second.post(path, formFields(twice.html, path))).status).toBe(303)
  expect(await contentOf(made)).toMatchObject({ goals: '乙的目标', risks: '乙写的预案' })
})

test('tables are one answer; both changing it collides, and a row’s button keeps what one began with', async () => {
  const made = await team()
  const path = at(made, 'team')
  const [one, other] = [await opened(made.first, path), await opened(made.second, path)]
  expect(one['was.team']).toBe('')
  const pressed = formFields((await made.second.post(path, { ...other, add: 'content.team' })).html, path)
  await made.first.post(path, { ...one, 'content.team.0.memberName': '组员甲', 'content.team.0.duty': '', 'content.team.0.memberPhone': '' })
  const told = await made.second.post(path, { ...pressed, 'content.team.0.memberName': '组员乙' })
  expect(told.status).toBe(409)
  for (const words of ['组员甲', '组员乙']) expect(told.html).toContain(words)
})

test('autosave merges the same way: it goes on from what it saved, and says what others changed', async () => {
  const made = await team()
  const path = at(made, 'people')
  const [one, other] = [await opened(made.first, path), await opened(made.second, path)]
  const saved = ok(await autosave(made.first, path, { ...one, 'content.directPeople': '40' }))
  expect(saved.behind).toEqual([])
  const merged = ok(await autosave(made.second, path, { ...other, 'content.attendances': '2000' }))
  expect(merged.behind).toEqual(['directPeople'])
  // Each goes on typing with the marks that came back.
  const marks = (was: Record<string, string>) => Object.fromEntries(Object.entries(was).map(([name, mark]) => [`was.${name}`, mark]))
  ok(await autosave(made.first, path, { ...one, ...marks(saved.was), 'content.directPeople': '41' }))
  ok(await autosave(made.second, path, { ...other, ...marks(merged.was), 'content.attendances': '2001' }))
  expect(await contentOf(made)).toMatchObject({ directPeople: 41, attendances: 2001 })
  const clash = await autosave(made.second, path, { ...other, ...marks(merged.was), 'content.attendances': '2001', 'content.directPeople': '99' })
  expect([clash.status, clash.body.errors.map(({ path: place, code }: { path: string; code: string }) => `${place} ${code}`)]).toEqual([409, ['content.directPeople CHANGED_MEANWHILE']])
  expect(await contentOf(made)).toMatchObject({ directPeople: 41, attendances: 2001 })
})

test('at the very same moment, both are kept', async () => {
  const made = await team()
  const path = at(made, 'people')
  const [one, other] = [await opened(made.first, path), await opened(made.second, path)]
  const both = await Promise.all([autosave(made.first, path, { ...one, 'content.directPeople': '40' }), autosave(made.second, path, { ...other, 'content.attendances': '2000' })])
  expect(both.map(({ status }) => status)).toEqual([200, 200])
  expect(await contentOf(made)).toMatchObject({ directPeople: 40, attendances: 2000 })
})
