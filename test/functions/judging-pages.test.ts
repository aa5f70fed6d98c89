import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeContext } from '../../functions/context.ts'
import { dueForJudge } from '../../functions/queries/assignment.ts'
import { dueForRounds } from '../../functions/queries/round.ts'
import { routes } from '../../functions/web/api/index.ts'
import { pages } from '../../functions/web/pages/index.ts'
import { access, type Relation } from '../../shared/person/access.ts'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { membershipItem, personItem } from '../../shared/person/person.store.ts'
import { type StandingLine, writeStanding } from '../../shared/standing/standing.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { judging, type Judging, scoreAll, scoresOf, scoring, setRound, tasksOf } from '../support/judging.ts'
import { startTestPlatform, type Somebody, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

const typed = (made: Judging, tenths = 8) => Object.fromEntries(Object.entries(scoresOf(made.rulebook, tenths)).map(([leaf, score]) => [`scores.${leaf}`, score]))
const revisionOf = (html: string) => /name="revision" value="(\d+)"/.exec(html)?.[1] ?? ''

describe('a judge’s pages', () => {
  test('from what waits to the receipt, without a script', async () => {
    const made = await scoring(platform, { proposals: 3, judges: 3 })
    const judge = made.judges[0] as Somebody
    const base = `/judging/${made.competition}/0`
    const [first = '', second = ''] = await tasksOf(judge, made.at)
    const start = await judge.page('/judging')
    expect(start.html).toContain('已交 0 份，共 3 份')
    expect(start.html).toContain(`href="${base}/${first}"`)
    const desk = await judge.page(`${base}/${first}`)
    expect(desk.status).toBe(200)
    for (const text of ['需求广泛性', '惠及多个社区或一类人群中的大多数', '第 1 份，共 3 份', '社区里有许多孩子放学后没有人照看']) expect(desk.html).toContain(text)
    const missing = await judge.post(`${base}/${first}/submission`, { revision: revisionOf(desk.html), 'scores.breadth': '31', 'scores.urgency': '20', comment: '写得清楚' })
    expect(missing.status).toBe(422)
    expect(missing.html).toContain('应在 0 到 30 之间')
    expect(missing.html).toContain('value="31"')
    expect(missing.html).toContain('写得清楚')
    const kept = await judge.post(`${base}/${first}`, { revision: '0', 'scores.breadth': '20', comment: '' })
    expect(kept.location).toBe(`${base}/${second}`)
    const sent = await judge.post(`${base}/${first}/submission`, { revision: '1', ...typed(made), comment: '写得清楚' })
    expect(sent.location).toBe(`${base}/${first}`)
    const locked = await judge.page(`${base}/${first}`)
    expect(locked.html).toContain('评分表已收到')
    expect(locked.html).toMatch(/PF-[0-9A-F]{5}-[0-9A-F]{5}/)
    expect(locked.html).not.toContain('name="scores.breadth"')
    expect((await judge.post(`${base}/${first}/submission`, { revision: '2', ...typed(made, 3), comment: '' })).status).toBe(422)
  })

  test('a stale tab sees what it typed and may put it in place of the other', async () => {
    const made = await scoring(platform, { proposals: 2, judges: 3 })
    const judge = made.judges[0] as Somebody
    const [first = ''] = await tasksOf(judge, made.at)
    const path = `/judging/${made.competition}/0/${first}`
    await judge.post(path, { revision: '0', 'scores.breadth': '20', comment: '' })
    const stale = await judge.post(path, { revision: '0', 'scores.breadth': '5', comment: '另一个窗口' })
    expect(stale.status).toBe(409)
    expect(stale.html).toContain('另一个窗口')
    expect(revisionOf(stale.html)).toBe('1')
  })

  test('recusing asks for a reason and leads back to the list, from which the proposal is gone', async () => {
    const made = await scoring(platform, { proposals: 3, judges: 4 })
    const judge = made.judges[0] as Somebody
    const [first = ''] = await tasksOf(judge, made.at)
    const path = `/judging/${made.competition}/0/${first}`
    const without = await judge.post(`${path}/recusal`, { reason: '' })
    expect(without.status).toBe(422)
    const done = await judge.post(`${path}/recusal`, { kind: 'mentored', reason: '去年带过这支队伍' })
    expect(done.location).toBe(`/judging/${made.competition}/0?recused=1`)
    expect((await judge.page(done.location ?? '')).html).not.toContain(first)
    expect((await judge.page(path)).status).toBe(409)
    const recusals = await made.administrator.page(`/competitions/${made.competition}/rounds/0/recusals`)
    expect(recusals.html).toContain('我为这个项目做过辅导：去年带过这支队伍')
  })

  test('forms.md part 3, consequence 5: a default sheet says “not official”, an official one does not', async () => {
    for (const official of [false, true]) {
      const made = await scoring(platform, { proposals: 1, judges: 3, change: (rulebook) => ({ ...rulebook, rounds: rulebook.rounds.map((round) => ({ ...round, official })) }) })
      const judge = made.judges[0] as Somebody
      const [first = ''] = await tasksOf(judge, made.at)
      const seen = [await judge.page(`/judging/${made.competition}/0/${first}`), await made.administrator.page(`/competitions/${made.competition}/rounds/0/plan`)]
      for (const { html, status } of seen) {
        expect(status).toBe(200)
        expect(html.includes('不是官方规定')).toBe(!official)
      }
      expect((await judge.api('GET', `/proposals/${first}/scorecards/0`)).body.sheet.official).toBe(official)
    }
  })

  test('blind: no page and no answer that a judge can reach names the applicant or its people', async () => {
    const made = await scoring(platform, { proposals: 4, judges: 4 })
    const judge = made.judges[0] as Somebody
    const tasks = await tasksOf(judge, made.at)
    await judge.api('PUT', `/proposals/${tasks[0]}/scorecards/0`, { scores: { breadth: '20' } })
    await judge.api('POST', `/proposals/${tasks[1]}/scorecards/0/submission`, { scores: scoresOf(made.rulebook) })
    const reach = (action: keyof typeof access) => (access[action] as readonly Relation[]).some((relation) => ['anyone', 'signed-in', 'judge', 'assigned'].includes(relation))
    const names = [...made.proposals.map(({ organisationName }) => organisationName), '梧桐社工', '魏法人', '秦负责', '尤联系', '许组员', '申成员', '13900000101', ...made.proposals.map(({ organisation }) => organisation as string)]
    const values: Record<string, string[]> = { competition: [made.competition], round: ['0'], proposal: [...tasks, ...made.proposals.map(({ id }) => id)], file: tasks.map((id) => `f_${id.slice(2)}`), judge: [judge.id] }
    const fill = (path: string, pattern: RegExp): string[] => {
      const name = pattern.exec(path)?.[1]
      return name === undefined ? [path] : (values[name] ?? []).flatMap((value) => fill(path.replace(pattern, value), pattern))
    }
    let answers = 0
    const clean = (what: string, text: string) => {
      answers += 1
      for (const name of names) expect(text.includes(name), `${what} shows ${name}`).toBe(false)
    }
    for (const route of routes.filter(({ method, action }) => method === 'get' && reach(action))) for (const path of fill(route.path, /\{(\w+)\}/)) clean(path, JSON.stringify((await judge.api('GET', path)).body))
    for (const page of pages.filter(({ method, action }) => method === 'get' && reach(action))) for (const path of fill(page.path, /:(\w+)/)) {
      const { html, headers } = await judge.page(path)
      clean(path, html + JSON.stringify([...headers]))
    }
    const [mine = ''] = tasks
    clean('autosave', JSON.stringify((await judge.api('POST', `/proposals/${mine}/scorecards/0/autosave`, { revision: 1, fields: {} })).body))
    clean('a form refused', (await judge.post(`/judging/${made.competition}/0/${mine}/submission`, { revision: '2' })).html)
    clean('a recusal', JSON.stringify((await judge.api('POST', `/proposals/${tasks[2]}/recusals`, { reason: '同一单位' })).body))
    expect(answers).toBeGreaterThan(25)
    // The names are there to be leaked: an administrator reads them.
    expect((await made.administrator.page(`/competitions/${made.competition}/rounds/0/plan`)).html).toContain('梧桐社工服务中心1号')
  })

  test('whoever judges nothing has no desk', async () => {
    const made = await scoring(platform, { proposals: 1, judges: 3 })
    const [first = ''] = await tasksOf(made.judges[0] as Somebody, made.at)
    expect((await made.administrator.page('/judging')).status).toBe(403)
    expect((await made.administrator.page(`/judging/${made.competition}/0/${first}`)).status).toBe(403)
    expect((await (made.judges[0] as Somebody).page(`/judging/${made.competition}/x/${first}`)).status).toBe(404)
  })
})

describe('an administrator’s pages', () => {
  test('plan, change by hand with its consequences, undo, confirm', async () => {
    const made = await judging(platform, { proposals: 3, judges: 4, ties: [[0]] })
    const base = `/competitions/${made.competition}/rounds/0`
    const { administrator } = made
    expect((await administrator.page(base)).headers.get('location')).toBe(`${base}/plan`)
    expect((await administrator.page(`${base}/plan`)).html).toContain('还没有分配')
    expect((await administrator.post(`${base}/plan`, { assignment: 'spread' })).location).toBe(`${base}/plan`)
    const { body: plan } = await administrator.api('GET', `${made.at}/plan`)
    const [target, barred, other] = [made.proposals[0]?.id ?? '', made.judges[0]?.id ?? '', made.judges[1]?.id ?? '']
    const form = await administrator.page(`${base}/plan?proposal=${target}`)
    expect(form.html).toContain('与申报单位有利益关系，须回避')
    const refused = await administrator.post(`${base}/plan/change`, { version: plan.version, proposal: target, judges: barred, do: 'change' })
    expect(refused.status).toBe(422)
    expect(refused.html).toContain('（评委 01）')
    const preview = await administrator.post(`${base}/plan/change`, { version: plan.version, proposal: target, judges: other, do: 'preview' })
    expect(preview.html).toContain('有 1 位评委，章程要 3 位')
    expect((await administrator.post(`${base}/plan/change`, { version: plan.version, proposal: target, judges: other, do: 'change' })).location).toBe(`${base}/plan`)
    const short = await administrator.post(`${base}/plan/confirmation`, {})
    expect(short.status).toBe(422)
    expect(short.html).toContain('《敲门行动 1》')
    await administrator.post(`${base}/plan/undo`, {})
    expect((await administrator.post(`${base}/plan/confirmation`, {})).location).toBe(`${base}/progress`)
    expect((await administrator.page(`${base}/progress`)).html).toContain('评分表已交 0 / 9 份')
  })

  test('a card is given back from its page, with a reason', async () => {
    const made = await scoring(platform, { proposals: 1, judges: 3 })
    await scoreAll(made)
    const base = `/competitions/${made.competition}/rounds/0`
    const [proposal] = made.proposals
    expect((await made.administrator.page(`${base}/progress`)).html).toContain('评分表都交齐了')
    const path = `${base}/cards/${proposal?.id}`
    expect((await made.administrator.page(path)).html).toContain('请评委重填')
    expect((await made.administrator.post(`${path}/reopening`, { judge: made.judges[0]?.id ?? '', reason: '' })).status).toBe(422)
    expect((await made.administrator.post(`${path}/reopening`, { judge: made.judges[0]?.id ?? '', reason: '看错了一栏' })).location).toBe(path)
    expect((await (made.judges[0] as Somebody).page(`/judging/${made.competition}/0`)).html).toContain('看错了一栏')
    expect((await made.administrator.post(`${base}/closing`, {})).status).toBe(422)
  })

  test('unscored proposals and ties are decided on their pages', async () => {
    const made = await scoring(platform, { proposals: 1, judges: 4, change: (rulebook) => ({ ...rulebook, rounds: rulebook.rounds.map((round) => ({ ...round, panelSize: 2, floor: 2 })) }) })
    const base = `/competitions/${made.competition}/rounds/0`
    const proposal = made.proposals[0]?.id ?? ''
    await setRound(platform, made, { state: 'closed', closedAt: platform.clock.now() })
    const page = await made.administrator.page(`${base}/unscored?reassign=${proposal}`)
    expect(page.html).toContain('0 / 2')
    expect((await made.administrator.post(`${base}/unscored/reassignment`, { proposal, judges: made.judges[0]?.id ?? '', closesAt: '2020-01-01T00:00', reason: '换人' })).status).toBe(422)
    expect((await made.administrator.post(`${base}/unscored/decisions`, { proposal, decision: 'exclude', reason: '无人能评' })).location).toBe(`${base}/unscored`)
    await setRound(platform, made, { state: 'tied', ties: { pools: [{ pool: null, seats: 1, tied: made.proposals.map(({ id }) => id) }], chosen: null, reason: null } })
    expect((await made.administrator.post(`${base}/ties`, { reason: '复议' })).status).toBe(422)
    expect((await made.administrator.post(`${base}/ties`, { reason: '复议', chosen: proposal })).location).toBe(`${base}/ties`)
  })
})

describe('the ranking', () => {
  const line = (made: Judging, i: number, change: Partial<StandingLine> = {}): StandingLine => ({
    proposal: made.proposals[i % made.proposals.length]?.id ?? (undefined as never), title: `项目 ${i + 1}`, organisation: i === 0 ? '=1+1机构' : `机构 ${i + 1}`, category: i % 2 === 0 ? 'elderly' : 'children', group: null, place: i + 1, value: `${90 - i}.00`, total: '36.00',
    rounds: [{ round: 'review', score: `${90 - i}.00`, weighted: '36.00' }], totals: ['90', '80', '70'], criteria: {}, tie: null, advances: i < 2, waits: false, ...change,
  })
  const rank = async (made: Judging, lines: StandingLine[]) => {
    const version = await writeStanding(platform.table, { competition: made.competition, index: 0, round: 'review', madeAt: platform.clock.now(), cutLines: [], tied: [], decided: [], lines })
    await setRound(platform, made, { state: 'finished', standing: version })
    return version
  }

  test('shows place, applicant, spread, tie-break and the line, filters and sorts, and exports for a spreadsheet', async () => {
    const made = await scoring(platform, { proposals: 4, judges: 3 })
    expect((await made.administrator.api('GET', `${made.at}/standings`)).status).toBe(404)
    await rank(made, Array.from({ length: 4 }, (_, i) => line(made, i, i === 1 ? { tie: { zh: '由路演得分排定', en: 'by the pitch' } } : {})))
    const path = `/competitions/${made.competition}/rounds/0/standings`
    const { html } = await made.administrator.page(path)
    for (const text of ['项目 1', '机构 4', '由路演得分排定', 'class="cut"', '书面评审各评委的分：70、80、90']) expect(html, text).toContain(text)
    expect((await made.administrator.page(`${path}?category=children`)).html).not.toContain('项目 1<')
    expect((await made.administrator.page(`${path}?text=${encodeURIComponent('机构 3')}`)).html).not.toContain('项目 4<')
    const upward = (await made.administrator.page(`${path}?sort=review`)).html
    expect(upward.indexOf('项目 4<')).toBeLessThan(upward.indexOf('项目 1<'))
    const csv = await fetch(`${platform.url}${path}.csv`, { headers: { cookie: `session=${made.administrator.cookie}` } })
    const text = Buffer.from(await csv.arrayBuffer()).toString('utf8')
    expect(text.startsWith('\uFEFF')).toBe(true)
    expect(text).toContain("'=1+1机构")
    expect(text.split('\r\n')).toHaveLength(6)
    expect((await (made.judges[0] as Somebody).page(path)).status).toBe(403)
  })

  test('goes by pages of the API, and a new version shows at once, in both languages', async () => {
    const made = await scoring(platform, { proposals: 4, judges: 3 })
    const path = `/competitions/${made.competition}/rounds/0/standings`
    const old = await rank(made, Array.from({ length: 450 }, (_, i) => line(made, i)))
    const second = await made.administrator.api('GET', `${made.at}/standings?page=2&size=200`)
    expect(second.body).toMatchObject({ version: old, total: 450, page: 2 })
    expect(second.body.items.map(({ place }: { place: number }) => place)).toEqual(Array.from({ length: 200 }, (_, i) => 201 + i))
    expect((await made.administrator.page(path)).html).toContain('项目 450')
    expect((await made.administrator.page(path, { language: 'en' })).html).toContain('Does not')
    const next = await rank(made, [line(made, 0, { title: '改正后的项目' })])
    expect(next).not.toBe(old)
    const after = (await made.administrator.page(path)).html
    expect(after).toContain('改正后的项目')
    expect(after).not.toContain('项目 450')
    expect((await made.administrator.api('GET', `${made.at}/standings`)).body).toMatchObject({ version: next, total: 1 })
    expect((await made.administrator.page(path, { language: 'en' })).html).toContain('改正后的项目')
  })
})

test('what waits: a judge’s cards until the date, an administrator’s plan, recusals and late judges', async () => {
  const made = await judging(platform, { proposals: 3, judges: 4, days: 3 })
  const actorOf = async (somebody: Somebody) => {
    const [person, memberships] = await Promise.all([platform.table.get(personItem, keys.person(somebody.id)), platform.table.queryAll(membershipItem, keys.memberships(somebody.id))])
    if (person === undefined) throw new Error('nobody')
    return makeContext({ kind: 'person', person: person.value, memberships: memberships.map(({ value }) => value), organisation: null, session: null })
  }
  const judge = made.judges[0] as Somebody
  const due = async () => dueForRounds(await actorOf(made.administrator), (await loadCompetition(platform.table, made.competition)).value)
  expect(await dueForJudge(await actorOf(judge))).toEqual([])
  expect(await due()).toMatchObject([{ title: { zh: '分配评委，开始评分' }, href: `/competitions/${made.competition}/rounds/0/plan` }])
  for (const step of ['plan', 'plan/confirmation']) await made.administrator.api('POST', `${made.at}/${step}`, step === 'plan' ? {} : undefined)
  const tasks = await tasksOf(judge, made.at)
  expect(await dueForJudge(await actorOf(judge))).toMatchObject([{ href: `/judging/${made.competition}/0`, state: 'wait' }])
  expect(await due()).toEqual([])
  await judge.api('POST', `/proposals/${tasks[0]}/recusals`, { reason: '近亲属' })
  expect(await due()).toMatchObject([{ title: { zh: '处理回避（1 份）' } }])
  platform.clock.forward({ days: 3 })
  expect((await due()).map(({ state }) => state)).toContain('late')
  expect(await dueForJudge(await actorOf(judge))).toMatchObject([{ state: 'late' }])
})
