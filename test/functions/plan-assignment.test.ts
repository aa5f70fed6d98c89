import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { solve } from '../../infra/local/assign/solve.ts'
import { instanceSchema } from '../../shared/assignment/instance.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { judging, type Judging, scoresOf, tasksOf } from '../support/judging.ts'
import { startTestPlatform, type Somebody, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

type Group = { id: string; panel: string[]; proposals: { proposal: string; title: string; category: string; judges: string[] }[] }
const first = (rulebook: Rulebook, change: Partial<Rulebook['rounds'][number]>): Rulebook => ({ ...rulebook, rounds: rulebook.rounds.map((round, i) => (i === 0 ? { ...round, ...change } : round)) })
const dealt = (plan: { groups: Group[] }) => Object.fromEntries(plan.groups.flatMap(({ proposals }) => proposals).map(({ proposal, judges }) => [proposal, judges]))
const spread = (rulebook: Rulebook) => first(rulebook, { assignment: 'spread', panelSize: 2, floor: 1 })
const says = (judge: Somebody, made: Judging, body: Record<string, unknown>) => judge.api('PUT', `/competitions/${made.competition}/ties`, { ties: [], ...body })
const at = (made: Judging, n: number): Somebody => {
  const judge = made.judges[n]
  if (judge === undefined) throw new Error('no such judge')
  return judge
}

describe('what judges say of themselves', () => {
  test('who knows a category scores its proposals', async () => {
    const made = await judging(platform, { proposals: 8, judges: 4, change: spread })
    const category = made.rulebook.categories[0]?.id ?? ''
    for (const n of [0, 1]) expect((await says(at(made, n), made, { expertise: { [category]: 2 } })).status).toBe(200)
    const { body: plan } = await made.administrator.api('POST', `${made.at}/plan`, {})
    const experts = [0, 1].map((n) => at(made, n).id).toSorted()
    for (const { category: own, judges } of (plan.groups as Group[]).flatMap(({ proposals }) => proposals)) if (own === category) expect(judges).toEqual(experts)
    expect(plan.judges.map(({ load }: { load: number }) => load)).toEqual([4, 4, 4, 4])
    expect(plan.served.total).toBeGreaterThan(0)
  })

  test('nobody gets more than they take, and a category of another rulebook is refused', async () => {
    const made = await judging(platform, { proposals: 6, judges: 4, change: spread })
    expect((await says(at(made, 0), made, { maxLoad: 1 })).body.maxLoad).toBe(1)
    const { body: plan } = await made.administrator.api('POST', `${made.at}/plan`, {})
    const limited = plan.judges.find(({ id }: { id: string }) => id === at(made, 0).id)
    expect(limited).toMatchObject({ maxLoad: 1 })
    expect(limited.load).toBeLessThanOrEqual(1)
    expect((await says(at(made, 0), made, {})).body.maxLoad).toBe(1)
    expect((await says(at(made, 0), made, { expertise: { 'of-nobody': 1 } })).body.errors).toMatchObject([{ path: 'expertise.of-nobody', code: 'NOT_FOUND' }])
  })

  test('an administrator limits what a judge takes, and lifts the limit again', async () => {
    const made = await judging(platform, { proposals: 2, judges: 2, change: spread })
    const { administrator, competition } = made
    const judge = at(made, 0)
    const page = `/competitions/${competition}/judges`
    expect((await administrator.post(`${page}/${judge.id}/limit`, { maxLoad: '3' })).location).toBe(page)
    expect((await administrator.page(page)).html).toContain('最多 3 份')
    expect((await administrator.post(`${page}/${judge.id}/limit`, { maxLoad: '0' })).html).toContain('err')
    expect((await administrator.api('PUT', `${page}/${judge.id}/limit`, { maxLoad: null })).body.maxLoad).toBeNull()
    expect((await judge.api('PUT', `${page}/${judge.id}/limit`, { maxLoad: 1 })).status).toBe(403)
  })

  test('the page keeps what was typed wrong, and shows what is kept', async () => {
    const made = await judging(platform, { proposals: 2, judges: 2, change: spread })
    const category = made.rulebook.categories[0]?.id ?? ''
    const judge = at(made, 0)
    const wrong = await judge.post(`/ties/${made.competition}`, { [`expertise.${category}`]: '-2', maxLoad: 'many' })
    expect(wrong.html).toContain('value="many"')
    expect(wrong.html).toContain('href="#f-maxLoad"')
    expect(wrong.html).toMatch(/<option value="-2" selected/)
    expect((await judge.post(`/ties/${made.competition}`, { [`expertise.${category}`]: '-2', maxLoad: '7' })).location).toBe('/judging')
    const shown = (await judge.page(`/ties/${made.competition}`)).html
    expect(shown).toContain('value="7"')
    expect(shown).toMatch(/<option value="-2" selected/)
  })
})

describe.each([['a spread', spread], ['panels', (rulebook: Rulebook) => first(rulebook, { assignment: 'panel', panelSize: 2, floor: 1, grouping: { rule: 'even', count: 3 } })]] as const)('%s', (_name, change) => {
  test('the round as an instance gives the same plan on the command line', async () => {
    const made = await judging(platform, { proposals: 9, judges: 7, ties: [[0], [1]], change })
    const category = made.rulebook.categories[0]?.id ?? ''
    await says(at(made, 4), made, { expertise: { [category]: 2 }, maxLoad: 5 })
    const { body: plan } = await made.administrator.api('POST', `${made.at}/plan`, {})
    const { body } = await made.administrator.api('GET', `${made.at}/instance`)
    expect(body.seed).toBe(plan.seed)
    const { rows } = solve(instanceSchema.parse(body), { perSubmission: body.perSubmission, seed: body.seed, fair: true })
    const pairs = Object.groupBy(rows ?? [], ([entry]) => String(entry))
    const panels = Object.fromEntries((plan.groups as Group[]).map(({ id, panel }) => [id, panel]))
    const expected = Object.values(panels).some((panel) => panel.length > 0) ? panels : dealt(plan)
    for (const [place, judges] of Object.entries(expected)) expect(pairs[place]?.map(([, judge]) => judge)).toEqual(judges.toSorted())
  })

  test('after a drop-out only what has to change does; it is shown first, and can be taken back', async () => {
    const made = await judging(platform, { proposals: 9, judges: 7, change })
    const { body: plan } = await made.administrator.api('POST', `${made.at}/plan`, {})
    const before = dealt(plan)
    const gone = plan.judges.find(({ load }: { load: number }) => load > 0).id as string
    const shown = await made.administrator.api('POST', `${made.at}/plan/replanning`, { version: plan.version, without: [gone], preview: true })
    expect(shown.body.changes.map(({ proposal }: { proposal: string }) => proposal).toSorted()).toEqual(Object.keys(before).filter((proposal) => before[proposal]?.includes(gone)).toSorted())
    for (const { leave, come } of shown.body.changes) expect([leave, come.length]).toEqual([[gone], 1])
    expect(dealt((await made.administrator.api('GET', `${made.at}/plan`)).body)).toEqual(before)
    const done = await made.administrator.api('POST', `${made.at}/plan/replanning`, { version: plan.version, without: [gone] })
    expect(Object.values(dealt(done.body.plan)).flat()).not.toContain(gone)
    expect(done.body.plan.ready).toBe(true)
    expect((await made.administrator.api('POST', `${made.at}/plan/replanning`, { version: plan.version, without: [gone] })).body.code).toBe('STALE')
    expect(dealt((await made.administrator.api('POST', `${made.at}/plan/undo`)).body)).toEqual(before)
  })

  test('during the scoring, cards that were sent stay, and only the open ones get another judge', async () => {
    const made = await judging(platform, { proposals: 9, judges: 7, change })
    const { body: plan } = await made.administrator.api('POST', `${made.at}/plan`, {})
    await made.administrator.api('POST', `${made.at}/plan/confirmation`)
    const gone = made.judges.find(({ id }) => Object.values(dealt(plan)).filter((judges) => judges.includes(id)).length > 1)
    if (gone === undefined) throw new Error('nobody has two')
    const [sent = '', ...open] = await tasksOf(gone, made.at)
    expect((await gone.api('POST', `/proposals/${sent}/scorecards/0/submission`, { scores: scoresOf(made.rulebook) })).status).toBe(201)
    const { body: { version } } = await made.administrator.api('GET', `${made.at}/plan`)
    const { body } = await made.administrator.api('POST', `${made.at}/plan/replanning`, { version, without: [gone.id] })
    const after = dealt(body.plan)
    expect(after[sent]).toEqual(dealt(plan)[sent])
    for (const proposal of open) {
      expect(after[proposal]).not.toContain(gone.id)
      expect(after[proposal]).toHaveLength(2)
    }
  })
})

test('where it can’t be done, the page says who blocks and what would mend it', async () => {
  const made = await judging(platform, { proposals: 4, judges: 4, ties: [[], [], [0, 1], [0, 1]], change: (rulebook) => first(rulebook, { assignment: 'spread', panelSize: 3, floor: 1 }) })
  const { body: plan } = await made.administrator.api('POST', `${made.at}/plan`, {})
  expect(plan.blocking).toMatchObject({ needed: 6, free: 4, invite: 1, judges: [at(made, 0).id, at(made, 1).id].toSorted() })
  const { html } = await made.administrator.page(`/competitions/${made.competition}/rounds/0/plan`)
  expect(html).toContain('能评，他们还有 4 个名额，需要 6 个')
  expect(html).toContain('再请 1 位都能评的评委')
  expect(plan.ready).toBe(true)
})

test('the page shows a replanning before it is applied', async () => {
  const made = await judging(platform, { proposals: 6, judges: 5, change: spread })
  const path = `/competitions/${made.competition}/rounds/0/plan`
  const { body: plan } = await made.administrator.api('POST', `${made.at}/plan`, {})
  const gone = at(made, 2)
  const shown = await made.administrator.post(`${path}/replanning`, { version: plan.version, without: gone.id, do: 'preview' })
  expect(shown.html).toContain('就这样调整')
  expect(shown.html).toMatch(/改动 \d 份申报书/)
  expect((await made.administrator.post(`${path}/replanning`, { version: plan.version, without: gone.id, do: 'change' })).location).toBe(path)
  expect(Object.values(dealt((await made.administrator.api('GET', `${made.at}/plan`)).body)).flat()).not.toContain(gone.id)
  expect((await made.administrator.post(`${path}/replanning`, { version: plan.version, without: gone.id, do: 'change' })).html).toContain('err')
})
