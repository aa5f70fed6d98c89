import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Appraisal } from '../../shared/appraisal/appraisal.ts'
import type { Grant } from '../../shared/grant/grant.ts'
import { addDays, addMonths, shanghaiDate } from '../../shared/kernel/calendar.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { books } from '../support/books.ts'
import { codes, mistakes, ok, passTo, passWindow, poll, until } from '../support/contest.ts'
import { anEntry, attach, mailTo, reportContent } from '../support/money.ts'
import { accountOf, bank } from '../support/payments.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { agree, appoint, assessSelf, bankAnswers, evaluate, grantOf, order, type Own, release, step } from '../support/venture-grant.ts'
import { playCall, playEligibility, playRounds, titleOf } from '../support/venture-play.ts'
import { addressOf } from '../support/venture-cast.ts'
import { draft, send, ventureContent } from '../support/venture-proposal.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

const PROPOSALS = 40
/** In yuan; what is left once the best are chosen is not enough for anybody else. */
const BUDGET = 200_000
/** What the best of them ask for, in yuan. */
const asks = [50_000, 20_000, 45_000, 30_000, 50_000, 25_000, 28_000, 40_000, 22_000, 20_000, 26_000]

test('a venture competition from the call to the last fen, and the next call refuses whom it barred', { timeout: 400_000 }, async () => {
  const play = await playCall(platform, { proposals: PROPOSALS, budget: BUDGET, asks })
  await playEligibility(play)
  await playRounds(play)
  const { id, at, contest, authority, deputy, organiser, finance, evaluator, of, memberOf, numberOf } = play
  const resident = platform.visitor

  // 资助决定: the programme's portfolio is not the rank order; prepared by the organiser with a reason, taken by the authority.
  const decision = async () => {
    await poll(platform, async () => ok(await organiser.api('GET', `${at}/decision`)).pending === false, () => 'the programme has not answered')
    return ok(await organiser.api('GET', `${at}/decision`))
  }
  const places = (list: readonly string[]) => list.map(numberOf).toSorted((a, b) => a - b)
  const prepare = async (reason: string) => {
    const { candidates, proposed } = (await decision()) as { candidates: { proposal: string; amount: number }[]; proposed: { best: { proposals: string[] } } }
    return organiser.api('PUT', `${at}/decision`, { reason, choices: candidates.flatMap(({ proposal, amount }) => (proposed.best.proposals.includes(proposal) ? [{ proposal, amount }] : [])) })
  }
  const { proposed } = await decision()
  expect([places(proposed.rank.proposals), places(proposed.best.proposals)]).toEqual([[0, 1, 2, 3, 4], [0, 1, 3, 5, 6, 8, 9]])
  expect(mistakes(await prepare(''))).toEqual(['reason REQUIRED'])
  const first = ok(await prepare('同样的钱多资助两个项目，总分更高。'))
  expect((await organiser.api('POST', `${at}/decision`, { number: first.number })).status).toBe(403)
  ok(await authority.api('POST', `${at}/decision`, { number: first.number }))
  await until(platform, contest, 'result')

  // 公示: an objection takes one of them out; the authority decides again, and only what has changed goes under notice again.
  const notice = { basis: '示例章程第十条', process: '资格审查、书面评审、路演、实地考察', contact: { phone: '0573-00000000', email: 'a@example.cn' } }
  ok(await authority.api('POST', `${at}/notice`, notice))
  await until(platform, contest, 'notice')
  const shown = async () => ok(await resident.api('GET', `${at}/notice`)) as { endsAt: string; lines: { number: string; title: string; notice: number }[]; removed: { title: string }[] }
  const objected = (await shown()).lines.find(({ title }) => title === titleOf(8))
  const objection = ok(await resident.api('POST', `${at}/objections`, { kind: 'person', name: '示例居民', contact: 'resident@example.cn', facts: '这个项目的场地两年前就停用了，请核实。', proposal: objected?.number }))
  expect((await authority.api('POST', `${at}/awards`)).status).toBe(409)
  await passWindow(platform, 2)
  expect((await organiser.api('POST', `${at}/objections/${objection.id}/ruling`, { reasons: '属实。', effect: 'annul' })).status).toBe(403)
  ok(await deputy.api('POST', `${at}/objections/${objection.id}/ruling`, { reasons: '现场核实，场地已停用。', effect: 'annul' }))
  await until(platform, contest, 'result')
  ok(await authority.api('POST', `${at}/decision/reopening`, { reason: '一个项目被取消，空出的资金重新安排。' }))
  await until(platform, contest, 'decision')
  expect(places((await decision()).proposed.best.proposals)).toEqual([0, 1, 3, 5, 6, 9, 10])
  ok(await authority.api('POST', `${at}/decision`, ok(await prepare('取消一个项目后仍按总分最高安排。'))))
  await until(platform, contest, 'result')
  ok(await authority.api('POST', `${at}/notice`, { ...notice, correction: '一项异议成立，名单有变。' }))
  await until(platform, contest, 'notice')
  const again = await shown()
  expect(again.removed.map(({ title }) => title)).toEqual([titleOf(8)])
  expect(again.lines.map(({ title, notice: under }) => [title, under])).toEqual([0, 1, 3, 5, 6, 9, 10].map((n) => [titleOf(n), n === 10 ? 2 : 1]))
  expect(ok(await resident.api('POST', `${at}/objections/receipt`, { number: objection.number, contact: 'resident@example.cn' }))).toMatchObject({ state: 'upheld', ruling: { effect: 'annul' } })
  await passTo(platform, again.endsAt)
  await until(platform, contest, 'award')
  ok(await authority.api('POST', `${at}/awards`))
  await until(platform, contest, 'funding')

  // 签约: drawn up by the organiser, signed by both; one is given up.
  const hands = { ...play, competition: id }
  const mailed = (address: string, words: string) => poll(platform, async () => (await mailTo(platform, address)).some((text) => text.includes(words)), () => `${address} was not told: ${words}`)
  await mailed('resident@example.cn', objection.number)
  await mailed(addressOf(memberOf(1)), '获得资助 20,000.00 元')
  const { grants } = ok(await authority.api('GET', `${at}/grants`)) as { grants: Grant[] }
  const own = (n: number): Own => ({ id: grants.find(({ proposal }) => proposal === of(n))?.id ?? '', member: memberOf(n) })
  expect(await books(finance, id)).toEqual({ left: 1_000, promised: 199_000 })
  const today = (months = 0) => addMonths(shanghaiDate(platform.clock.now()), months)
  const period = { from: today(), to: addDays(today(6), -1) }
  for (const n of [0, 1, 3, 5, 6, 10]) {
    await step(hands, own(n), 'agreement')
    await agree(hands, own(n), { ...period })
    await step(hands, own(n), 'delivery')
  }
  ok(await authority.api('POST', `/grants/${own(9).id}/end`, { reason: '该机构来函放弃。' }))
  expect(await books(finance, id)).toEqual({ left: 21_000, signed: 179_000 })

  // 首期: accounts confirmed, one payment comes back, the account is put right, and it is paid once.
  const delivering = [0, 1, 3, 5, 6, 10]
  for (const n of delivering) await bank(platform, hands, own(n))
  await release(hands, 'first', delivering.map(own))
  const firstOrder = await order(hands)
  expect(await books(finance, id)).toEqual({ left: 21_000, signed: 89_500, released: 89_500 })
  await bankAnswers(hands, firstOrder, { [own(1).id]: '账号与户名不符' })
  expect(await books(finance, id)).toEqual({ left: 21_000, signed: 99_500, paid: 79_500 })
  ok(await own(1).member.api('PUT', `/grants/${own(1).id}/account`, await accountOf(platform, own(1).id, { number: '6222000012340009999' })))
  expect(codes(await organiser.api('POST', `/grants/${own(1).id}/tranches/first/preparation`))).toEqual(['ACCOUNT_UNCONFIRMED'])
  const { account } = ok(await finance.api('GET', `/grants/${own(1).id}/money`))
  ok(await finance.api('POST', `/grants/${own(1).id}/account/confirmation`, { revision: account.revision }))
  await release(hands, 'first', [own(1)])
  const repeated = await order(hands)
  expect(repeated.lines.map(({ reference, amount, account: { holder } }) => [reference.slice(-3), amount, holder])).toEqual([['1-2', 10_000_00, '示例机构 01']])
  await bankAnswers(hands, repeated)
  expect(await books(finance, id)).toEqual({ left: 21_000, signed: 89_500, paid: 89_500 })

  // Less money by an amendment that both sign; and the projects are being implemented since the agreements, whose report serves the grant.
  await agree(hands, own(0), { ...period, amount: 48_000_00, reason: '场地由社区免费提供。' })
  expect(await books(finance, id)).toEqual({ left: 23_000, signed: 87_500, paid: 89_500 })
  const projects = new Map<number, string>()
  for (const n of delivering) {
    const project = (await grantOf(hands, own(n))).project ?? ''
    projects.set(n, project)
    expect(ok(await memberOf(n).api('GET', `/projects/${project}`)).project.current.name).toBe('implementation')
  }
  const project = (n: number) => `/projects/${projects.get(n)}`
  const { spending } = ok(await memberOf(0).api('POST', `${project(0)}/spending`, anEntry(platform, { head: 'activity', amount: 1_234_50 })))
  await attach(memberOf(0), project(0), 'receipt', spending)

  // 中期评估: one is postponed for a reason, one comes to nothing and fails by itself; the others pass, one after a supplement.
  const standing = async (n: number, of: 'mid-term' | 'final') => (ok(await authority.api('GET', `/grants/${own(n).id}/evaluations`)).evaluations as { of: string; window: { opensAt: string; dueAt: string }; appraisal: Appraisal }[]).find((one) => one.of === of)
  await passTo(platform, (await standing(0, 'mid-term'))?.window.opensAt ?? '')
  for (const n of delivering) if (n !== 6) await appoint(hands, own(n), 'mid-term')
  ok(await memberOf(3).api('POST', `/grants/${own(3).id}/evaluations/mid-term/postponement`, { reason: '活动室装修，停了一个月。', until: addDays(shanghaiDate(platform.clock.now()), 40) }))
  ok(await authority.api('POST', `/grants/${own(3).id}/evaluations/mid-term/postponement/answer`, { granted: true, reason: '属实。' }))
  for (const n of [0, 1, 5, 10]) await assessSelf(own(n), 'mid-term')
  expect((await standing(0, 'mid-term'))?.appraisal.self?.figures).toMatchObject({ spent: 1_234_50, from: 'project' })
  const midTerm = (n: number) => `/grants/${own(n).id}/evaluations/mid-term`
  ok(await evaluator.api('POST', `${midTerm(10)}/requests`, { kind: 'supplement', items: ['活动签到表'], days: 5 }))
  ok(await memberOf(10).api('POST', `${midTerm(10)}/supplement`, { text: '签到表已补。' }))
  for (const n of [0, 1, 5, 10]) expect(await evaluate(hands, own(n), 'mid-term', 80)).toMatchObject({ total: '80', passed: true, grade: null })
  expect(codes(await organiser.api('POST', `/grants/${own(0).id}/tranches/second/preparation`))).toEqual(['RESULT_OBJECTABLE'])
  await passTo(platform, (await standing(6, 'mid-term'))?.window.dueAt ?? '')
  await poll(platform, async () => (await grantOf(hands, own(6))).results['mid-term']?.passed === false, () => 'what is late has not failed')
  const late = ok(await memberOf(6).api('POST', `${midTerm(6)}/objections`, { facts: '负责人住院，忘了提交，请予补交。' }))
  ok(await deputy.api('POST', `${midTerm(6)}/objections/${late.id}/ruling`, { effect: 'confirm', reasons: '期限内没有申请延期。' }))
  await passWindow(platform, 6)
  expect(codes(await organiser.api('POST', `/grants/${own(6).id}/tranches/second/preparation`))).toEqual(['NOT_PASSED'])
  const excess = ok(await memberOf(0).api('POST', `${project(0)}/spending`, anEntry(platform, { head: 'activity', amount: 48_000_00 })))
  expect(codes(await organiser.api('POST', `/grants/${own(0).id}/tranches/second/preparation`))).toEqual(['OVER_GRANT'])
  ok(await memberOf(0).api('POST', `${project(0)}/spending/${excess.spending}/strike`, { reason: '记错了项目。' }))
  await release(hands, 'second', [0, 1, 5, 10].map(own))
  await bankAnswers(hands, await order(hands))
  expect(await books(finance, id)).toEqual({ left: 23_000, signed: 52_400, paid: 124_600 })
  await assessSelf(own(3), 'mid-term')
  expect(await evaluate(hands, own(3), 'mid-term', 75)).toMatchObject({ passed: true })
  await passWindow(platform, 6)
  await release(hands, 'second', [own(3)])
  await bankAnswers(hands, await order(hands))
  expect(await books(finance, id)).toEqual({ left: 23_000, signed: 43_400, paid: 133_600 })

  // 末期评估: one is an A with a bonus, one gets a better result by its objection, one is a C.
  await passTo(platform, (await standing(0, 'final'))?.window.opensAt ?? '')
  for (const n of delivering) {
    await appoint(hands, own(n), 'final')
    await assessSelf(own(n), 'final')
  }
  expect(await evaluate(hands, own(0), 'final', 92, { honour: '3' })).toMatchObject({ total: '95', grade: 'a' })
  for (const [n, total, grade] of [[1, 70, 'b'], [3, 88, 'a'], [6, 65, 'b'], [5, 40, 'c'], [10, 58, 'c']] as const) expect(await evaluate(hands, own(n), 'final', total)).toMatchObject({ grade })
  const final = `/grants/${own(10).id}/evaluations/final`
  const better = ok(await memberOf(10).api('POST', `${final}/objections`, { facts: '档案资料已在期限内交齐，漏记了分数。' }))
  ok(await deputy.api('POST', `${final}/objections/${better.id}/ruling`, { effect: 'change', total: '66', reasons: '档案已交齐，补记 8 分。' }))
  await passWindow(platform, 6)
  const paidLast = [0, 1, 3, 10]
  expect(codes(await organiser.api('POST', `/grants/${own(0).id}/tranches/last/preparation`))).toEqual(['REPORT_MISSING'])
  for (const n of paidLast) await report(n)
  await release(hands, 'last', paidLast.map(own))
  await bankAnswers(hands, await order(hands))
  expect(await books(finance, id)).toEqual({ left: 23_000, signed: 19_000, paid: 158_000 })

  // 追回: the C pays part of it back in instalments, a rest is given up, and the organisation may not apply for three years.
  const c = own(5)
  const claim = { cause: 'grade', lines: [{ what: '未开展的活动', amount: 12_345_67 }, { what: '超出协议的餐费', amount: 500_50 }], reasons: '末期评估为 C。', ban: true, instalments: [{ on: addDays(today(1), 0), amount: 6_000_00 }, { on: today(2), amount: 6_846_17 }] }
  expect((await organiser.api('POST', `/grants/${c.id}/clawbacks`, claim)).status).toBe(403)
  const clawback = `/grants/${c.id}/clawbacks/${ok(await authority.api('POST', `/grants/${c.id}/clawbacks`, claim)).number}`
  await step(hands, c, 'recovery')
  const received = (amount: number, reference: string) => finance.api('POST', `${clawback}/payments`, { on: today(), amount, reference })
  expect(ok(await received(6_000_00, 'R-1'))).toEqual({ open: 6_846_17 })
  expect(mistakes(await received(7_000_00, 'R-2'))).toEqual(['amount ABOVE_OPEN'])
  expect(await books(finance, id)).toEqual({ left: 23_000, signed: 19_000, paid: 145_153.83, claimed: 6_846.17, returned: 6_000 })
  ok(await authority.api('POST', `${clawback}/write-offs`, { amount: 846_17, reasons: '该机构无力偿还这一部分。' }))
  ok(await finance.api('POST', `${clawback}/write-offs/answer`, { approved: true, note: '同意。' }))
  expect(ok(await received(6_000_00, 'R-2'))).toEqual({ open: 0 })
  await step(hands, c, 'delivery')
  expect(await books(finance, id)).toEqual({ left: 23_000, signed: 19_000, paid: 145_153.83, returned: 12_000, 'written-off': 846.17 })

  // 结项: what is not paid is free again, and with the last grant the competition is complete.
  for (const n of delivering) {
    const unpaid = n === 5 || n === 6
    ok(await authority.api('POST', `/grants/${own(n).id}/closing`, unpaid ? { cancelRest: true, reason: '未达到拨付条件。' } : {}))
  }
  await until(platform, contest, 'completed')
  expect(await books(finance, id)).toEqual({ left: 42_000, paid: 145_153.83, returned: 12_000, 'written-off': 846.17 })

  // What everybody may know of it, and what the organisation is told.
  const { grants: funded } = ok(await resident.api('GET', `/public${at}/grants`)) as { grants: { title: string; state: string; grade: string | null }[] }
  expect(funded.map(({ title, state, grade }) => [title, state, grade])).toEqual([[0, 'closed', 'a'], [1, 'closed', 'b'], [3, 'closed', 'a'], [5, 'closed', 'c'], [6, 'closed', 'b'], [9, 'ended', null], [10, 'closed', 'b']].map(([n, ...rest]) => [titleOf(Number(n)), ...rest]))
  await mailed(addressOf(memberOf(5)), '需要退回 12,846.17 元')
  expect(ok(await authority.api('GET', '/bans')).bans).toMatchObject([{ organisation: { id: play.applicantOf(5).organisation }, until: today(36), lifted: null }])

  // 下一届: a copy of the call. What was funded is not funded again, and the barred organisation is held back by the check itself.
  const next: string = ok(await authority.api('POST', `${at}/copies`, { name: { zh: '示例区下一届公益创投大赛' }, callClosesAt: plusDays(platform.clock.now(), 20) })).id
  ok(await authority.api('POST', `/competitions/${next}/publication`, {}))
  const enter = (n: number, title: string) => draft(play.applicantOf(n), next, play.category(n), ventureContent(title, 20_000))
  expect(mistakes(await send(memberOf(0), await enter(0, titleOf(0))))).toEqual(['name FUNDED_BEFORE'])
  const [barred, free] = [await enter(5, '又一个项目'), await enter(PROPOSALS - 1, '另一个项目')]
  const told = (ok(await memberOf(5).api('GET', `/proposals/${barred}`)).rules as { id: string; holds: boolean | null }[]).find((rule) => rule.id === 'not-banned')
  expect(told).toMatchObject({ holds: false })
  for (const [n, proposal] of [[5, barred], [PROPOSALS - 1, free]] as const) ok(await send(memberOf(n), proposal))
  await passWindow(platform, 20)
  await until(platform, { ...contest, id: next }, 'eligibility')
  const { outcomes } = ok(await authority.api('GET', `/proposals/${barred}/eligibility`)) as { outcomes: { id: string; holds: boolean | null }[] }
  expect(outcomes.find((one) => one.id === 'not-banned')).toMatchObject({ holds: false })
  const admitting = (list: string[]) => authority.api('POST', `/competitions/${next}/eligibility/admissions`, { proposals: list })
  expect(mistakes(await admitting([barred, free]))).toEqual([`proposals.${barred} CHECK_FAILS`])
  ok(await admitting([free]))
  for (const who of [authority, deputy]) ok(await who.api('POST', `/proposals/${barred}/eligibility`, { decision: 'rejected', reasons: '处于禁止申报期。', checks: { complete: true, field: true, seals: true } }))
  expect(ok(await memberOf(5).api('GET', `/proposals/${barred}`)).state).toBe('rejected')

  async function report(n: number): Promise<void> {
    const { project: { current } } = ok(await memberOf(n).api('GET', project(n)))
    for (const { number: period } of current.reports as { number: number }[]) {
      const one = `${project(n)}/reports/${current.number}/${period}`
      if (n === 0) for (const kind of ['photo', 'report']) await attach(memberOf(0), project(0), kind, `report-${current.number}-${period}`)
      ok(await memberOf(n).api('PUT', `${one}/draft`, { revision: 0, content: reportContent() }))
      const { version } = ok(await memberOf(n).api('POST', `${one}/submission`, {}))
      ok(await authority.api('POST', `${one}/review`, { version, decision: 'accept' }))
    }
  }
})
