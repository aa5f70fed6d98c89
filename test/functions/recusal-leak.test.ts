import { afterAll, beforeAll, expect, test } from 'vitest'
import { mailItem } from '../../shared/mail/mail.store.ts'
import { personItem } from '../../shared/person/person.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { admitAll, apply, type Contest, ok, oneRound, openContest, openScoring, passWindow, scoresOf, until } from '../support/contest.ts'
import { differences, everyAddress, type Fork, forkAfter, goOn, reachedBy } from '../support/forks.ts'
import type { Somebody, TestPlatform } from '../support/platform.ts'
import { noticeBody } from '../support/world.ts'

/** Whom it may tell nothing. */
type Reader = 'fellow judge' | 'other judge' | 'applicant' | 'other applicant' | 'resident'

const ADMINISTRATOR = 'the administrator, who is told'

interface Scene {
  contest: Contest
  proposals: string[]
  /** The proposal that one judge leaves, and who that is; who else scores it, who stands in, and who has nothing to do with it. */
  left: string
  leaver: string
  fellow: string
  standIn: string
  other: string
}

let fork: Fork
let scene: Scene
let remove: () => void = () => undefined

/** Five judges, three to a proposal; those who have the proposal with the one who will leave have sent their cards of it. */
beforeAll(async () => {
  ({ fork, made: scene, remove } = await forkAfter(async (platform) => {
    const contest = await openContest(platform, { applicants: 3, judges: 6, rulebook: oneRound((rulebook) => ({ ...rulebook, rounds: rulebook.rounds.map((round) => ({ ...round, aggregation: { rule: 'mean' } })) })) })
    for (const somebody of [...contest.judges, ...contest.applicants.map(({ person }) => person)]) await mailable(platform, somebody)
    const proposals = [await apply(contest, 0), await apply(contest, 1), await apply(contest, 2)]
    await passWindow(platform, 10)
    await until(platform, contest, 'eligibility')
    await admitAll(platform, contest)
    await openScoring(platform, contest)
    const plan = ok(await contest.administrator.api('GET', `/competitions/${contest.id}/rounds/0/plan`))
    const given = new Map<string, string[]>(plan.groups.flatMap((group: { proposals: { proposal: string; judges: string[] }[] }) => group.proposals.map(({ proposal, judges }) => [proposal, judges] as const)))
    const [left = ''] = proposals
    const [leaver = '', fellow = ''] = given.get(left) ?? []
    const [standIn = '', other = ''] = contest.judges.map(({ id }) => id as string).filter((id) => given.get(left)?.includes(id) === false)
    for (const judge of contest.judges) if (judge.id !== leaver && given.get(left)?.includes(judge.id) === true) ok(await send(contest, judge, left))
    return { contest, proposals, left, leaver, fellow, standIn, other }
  }))
})
afterAll(() => { remove() })

async function mailable(platform: TestPlatform, { id }: Somebody): Promise<void> {
  const stored = await platform.table.get(personItem, keys.person(id))
  if (stored === undefined) throw new Error('nobody')
  await platform.table.transact([personItem.put({ ...stored.value, email: `${id.slice(2, 12)}@example.cn` }, stored.version)])
}

/** A proposal's score and the words to it are the same from whoever gives them: who left must not be told by the result. */
const percentOf = (contest: Contest, proposals: readonly string[], proposal: string) => scoresOf(contest.rulebook, 0, 90 - 10 * proposals.indexOf(proposal))
const send = (contest: Contest, judge: Somebody, proposal: string, proposals: readonly string[] = [proposal]) => judge.api('POST', `/proposals/${proposal}/scorecards/0/submission`, { scores: percentOf(contest, proposals, proposal), comment: '说得清楚。\n账目再细一些。' })

type Deed = (cast: { administrator: Somebody; judge: (id: string) => Somebody; at: string }) => Promise<void>

/** The judge leaves (or nobody does), administrators settle it, all score, the result is published; what each reader reaches on the way. */
async function world(leaves: Deed, settled: Deed): Promise<Map<string, Map<string, string>>> {
  return goOn(fork, async (platform) => {
    const { contest: before, proposals, left, leaver, fellow, standIn, other } = scene
    const contest: Contest = { ...before, administrator: platform.again(before.administrator), judges: before.judges.map((judge) => platform.again(judge)) }
    const judge = (id: string): Somebody => {
      const found = contest.judges.find((one) => one.id === id)
      if (found === undefined) throw new Error('no such judge')
      return found
    }
    const applicant = (nth: number): Somebody => {
      const found = before.applicants[nth]
      if (found === undefined) throw new Error('no such applicant')
      return platform.again(found.person)
    }
    const readers: Record<Reader, Somebody> = { 'fellow judge': judge(fellow), 'other judge': judge(other), applicant: applicant(0), 'other applicant': applicant(1), resident: platform.visitor }
    const known = {
      competition: [contest.id], proposal: proposals, round: ['0'], number: ['1'], version: ['1'], district: ['330411'], organisation: before.applicants.map(({ organisation }) => organisation), judge: [leaver], section: ['need'],
      rulebook: ['jiaxing-default'], id: ['jiaxing-default'],
    }
    const seen = new Map<string, Map<string, string>>()
    const look = async (when: string) => {
      await platform.platform.streams.caughtUp()
      await Promise.all(Object.entries(readers).map(async ([name, reader]) => { seen.set(`${when}, the ${name}`, await reachedBy(platform, reader, everyAddress(known))) }))
      const mails = (await platform.table.queryAll(mailItem, keys.mailbox)).map(({ value }) => value)
      for (const [name, { id }] of Object.entries(readers)) seen.set(`${when}, mails to the ${name}`, new Map(mails.filter(({ to }) => to === `${id.slice(2, 12)}@example.cn`).map((mail, nth) => [`mail ${nth + 1}`, JSON.stringify([mail.subject, mail.text]).replaceAll(platform.url, '<platform>')])))
    }
    const cast = { administrator: contest.administrator, judge, at: `/competitions/${contest.id}` }
    await leaves(cast)
    await look('after somebody left')
    await settled(cast)
    platform.clock.forward({ hours: 3 })
    for (const one of contest.judges) {
      const { items } = ok(await one.api('GET', `/competitions/${contest.id}/rounds/0/assignments`))
      for (const { proposal, state } of items) if (state !== 'submitted') ok(await send(contest, one, proposal, proposals))
    }
    await passWindow(platform, 40)
    await until(platform, contest, 'result')
    ok(await contest.administrator.api('POST', `/competitions/${contest.id}/notice`, noticeBody))
    await look('under notice')
    await passWindow(platform, 14)
    await until(platform, contest, 'award')
    ok(await contest.administrator.api('POST', `/competitions/${contest.id}/awards`))
    await until(platform, contest, 'completed')
    await look('at the end')
    seen.set(ADMINISTRATOR, await reachedBy(platform, contest.administrator, [`/api/competitions/${contest.id}/rounds/0/plan`], { follow: false }))
    expect([left, leaver, standIn]).not.toContain('')
    return seen
  })
}

const nothing: Deed = async () => undefined
const recuse: Deed = async ({ judge }) => { ok(await judge(scene.leaver).api('POST', `/proposals/${scene.left}/recusals`, { reason: '与申报单位有亲属关系' })) }

test('no page, answer, header, order, count, file or mail tells other judges, applicants or residents who is recused or assigned elsewhere', { timeout: 600_000 }, async () => {
  const stays = await world(nothing, nothing)
  const worlds: Record<string, Map<string, Map<string, string>>> = {
    'a judge recused and another stood in': await world(recuse, async ({ administrator, at }) => { ok(await administrator.api('POST', `${at}/rounds/0/recusals/${scene.left}/${scene.leaver}`, { decision: 'replace', replacement: scene.standIn })) }),
    'a judge recused and nobody stood in': await world(recuse, async ({ administrator, at }) => { ok(await administrator.api('POST', `${at}/rounds/0/recusals/${scene.left}/${scene.leaver}`, { decision: 'without', reason: '其余评委足够' })) }),
    'a judge was assigned elsewhere': await world(async ({ administrator, at }) => {
      const plan = ok(await administrator.api('GET', `${at}/rounds/0/plan`))
      const given: string[] = plan.groups.flatMap(({ proposals }: { proposals: { proposal: string; judges: string[] }[] }) => proposals).find(({ proposal }: { proposal: string }) => proposal === scene.left).judges
      ok(await administrator.api('PUT', `${at}/rounds/0/plan`, { version: plan.version, proposals: { [scene.left]: given.map((one) => (one === scene.leaver ? scene.standIn : one)) } }))
    }, nothing),
    'a judge turned out to be tied and was replaced': await world(
      async ({ administrator, at }) => { ok(await administrator.api('POST', `${at}/conflicts/${scene.left}/${scene.leaver}`, { decision: 'add', reason: '有人反映，已核实' })) },
      async ({ administrator, at }) => { ok(await administrator.api('POST', `${at}/conflicts/${scene.left}/${scene.leaver}/replacement`, { replacement: scene.standIn })) },
    ),
  }
  for (const [name, seen] of Object.entries(worlds)) expect(differences(stays.get(ADMINISTRATOR) ?? new Map(), seen.get(ADMINISTRATOR) ?? new Map()), name).not.toEqual([])
  const told = Object.entries(worlds).flatMap(([name, seen]) => [...stays].filter(([when]) => when !== ADMINISTRATOR).flatMap(([when, reading]) => differences(reading, seen.get(when) ?? new Map()).map((difference) => `When ${name}, ${when} can tell it:\n${difference}`)))
  expect(told.join('\n\n')).toBe('')
  // Otherwise nothing was read that could have told it.
  expect([...stays.values()].reduce((sum, reading) => sum + reading.size, 0)).toBeGreaterThan(500)
})
