import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOf } from '../../shared/clawback/clawback.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { competitionId, newObjectionId } from '../../shared/kernel/ids.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { formatYuan } from '../../shared/kernel/money.ts'
import { loadObjections, objectionItem } from '../../shared/notice/notice.store.ts'
import { openLines } from '../../shared/payment/order.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { concludeAgreement } from '../support/agreements.ts'
import { ok } from '../support/contest.ts'
import { type Moment, crashes } from '../support/crashes.ts'
import { type Funded, fundedVenture, setGrant, ventureRulebook } from '../support/grants.ts'
import { type Books, readBooks, wrongIn, wrongSince } from '../support/money-books.ts'
import { anObjection } from '../support/objections.ts'
import { accountOf, bank, returnFile } from '../support/payments.ts'
import { type ApiAnswer, type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { DISTRICT } from '../support/result.ts'

const SEED = 20_261_127
const SEQUENCES = 6
const STEPS = 36

let platform: TestPlatform
let crash: ReturnType<typeof crashes>
beforeAll(async () => {
  platform = await startTestPlatform()
  crash = crashes(platform.table)
})
afterAll(async () => {
  crash.restore()
  await platform.close()
})

/** Between one and four parts, of shares with two decimals; all but the first may wait for an evaluation. */
const rulebooks: fc.Arbitrary<Rulebook> = fc.record({
  cuts: fc.uniqueArray(fc.integer({ min: 1, max: 9_999 }), { maxLength: 3 }), conditions: fc.array(fc.constantFrom<('mid-term-passed' | 'final-passed')[]>([], ['mid-term-passed'], ['mid-term-passed', 'final-passed']), { minLength: 3, maxLength: 3 }),
}).map(({ cuts, conditions }) => {
  const at = [0, ...cuts.toSorted((a, b) => a - b), 10_000]
  return ventureRulebook({ tranches: at.slice(1).map((end, i) => ({ id: `part-${i + 1}`, name: { zh: `第${i + 1}期` }, percent: (end - (at[i] ?? 0)) / 100, conditions: i === 0 ? [] : (conditions[i - 1] ?? []) })) })
})

const deeds = [
  'next', 'offer', 'sign for the organisation', 'sign for the authority', 'end', 'close', 'give account', 'confirm account', 'prepare', 'undo preparation', 'approve', 'undo approval', 'order', 'bank answers',
  'claim', 'receive', 'ask write-off', 'answer write-off', 'lift ban',
] as const
/** What happens elsewhere, and is written directly. */
const events = ['objection', 'ruling', 'result'] as const
/** Once; twice under one key, one after the other or both at once; with its answer lost or the process dead before; and again some steps later. */
const ways = ['once', 'twice', 'at once', 'lost', 'died', 'later'] as const

const deed = fc.record({
  // What brings a grant on comes oftener than what ends it.
  what: fc.oneof(
    { weight: 7, arbitrary: fc.constant<(typeof deeds)[number]>('next') }, { weight: 2, arbitrary: fc.constantFrom(...deeds) },
  ),
  grant: fc.nat({ max: 1 }), who: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.integer({ min: 1, max: 2 }) }), part: fc.nat({ max: 3 }), share: fc.integer({ min: 1, max: 100 }),
  way: fc.oneof({ weight: 2, arbitrary: fc.constant<(typeof ways)[number]>('once') }, { weight: 3, arbitrary: fc.constantFrom(...ways) }),
})
type Deed = typeof deed extends fc.Arbitrary<infer D> ? D : never
const step = fc.oneof(
  { weight: 7, arbitrary: fc.tuple(deed) }, { weight: 3, arbitrary: fc.tuple(deed, deed) },
  { weight: 2, arbitrary: fc.record({ event: fc.constantFrom(...events), grant: fc.nat({ max: 1 }), well: fc.integer({ min: 0, max: 4 }).map((n) => n > 0) }) },
)

interface Stage extends Funded { finance: Somebody; both: Somebody; insider: Somebody }
interface Sent { what: string; who: Somebody; method: string; path: string; body?: object; key: string }

const today = () => shanghaiDate(platform.clock.now())
const named = <T>(all: readonly [T, ...T[]], place: number): T => all[place % all.length] ?? all[0]

/** What brings the grant on by a step. */
function onward({ grants, orders }: Books, place: number): Deed['what'] {
  const found = grants[place]
  if (found === undefined) return 'offer'
  const { grant: { state, tranches, agreement }, account, agreements: [newest] } = found
  if (state === 'agreement') return newest === undefined ? 'offer' : newest.organisation === null ? 'sign for the organisation' : 'sign for the authority'
  if (state === 'recovery') return 'receive'
  if (account === undefined) return 'give account'
  if (account.confirmed === null) return 'confirm account'
  const part = tranches.find((one) => one.state !== 'paid' && one.amount > 0)
  if (agreement === null || part === undefined) return 'claim'
  if (part.state === 'ordered') return orders.some((order) => openLines(order).length > 0) ? 'bank answers' : 'order'
  return part.state === 'approved' ? 'order' : part.state === 'prepared' ? 'approve' : 'prepare'
}

/** What else can come between: an amendment, signatures of it, a claim, a request to write off and its answer. */
function between({ grants }: Books, place: number): Deed['what'][] {
  const found = grants[place]
  if (found === undefined) return []
  const { grant: { state, agreement }, agreements, clawbacks } = found
  const offered = agreements.find((one) => one.state === 'offered')
  const asked = clawbacks.some(({ writeOffs }) => writeOffs.some(({ answer }) => answer === null))
  return [
    ...(state === 'agreement' && offered !== undefined ? (['end'] as const) : []), ...(state === 'delivery' && agreement !== null ? (['offer', 'claim'] as const) : []),
    ...(offered !== undefined ? [offered.organisation === null ? 'sign for the organisation' as const : 'sign for the authority' as const] : []),
    ...(asked ? ['answer write-off' as const] : state === 'recovery' ? ['ask write-off' as const] : []),
  ]
}

function nextDeed(books: Books, place: number, share: number): Deed['what'] {
  const others = between(books, place)
  return share % 3 > 0 ? onward(books, place) : (others[Math.floor(share / 3) % others.length] ?? onward(books, place))
}

/** The request that a deed is, as somebody would send it who has just looked; null where there is nothing to send. */
async function requestOf(stage: Stage, books: Books, { what, grant: place, who, part, share }: Omit<Deed, 'way'>): Promise<Omit<Sent, 'key'> | null> {
  const { administrator, finance, both, insider, competition } = stage
  const owner = stage.grants[place]
  const found = books.grants[place]
  if (owner === undefined || found === undefined) throw new Error('two grants expected')
  const { grant, account, agreements, clawbacks } = found
  const [office, purse] = [named([administrator, both, insider], who), named([finance, both, insider], who)]
  const at = `/grants/${grant.id}`
  const [version] = agreements
  const open = clawbacks.find(({ settledAt }) => settledAt === null) ?? clawbacks[0]
  const claimAt = `${at}/clawbacks/${open?.number}`
  // Where the grant has come to, three times of four.
  const tranche = `${at}/tranches/${(part < 3 ? grant.tranches.find(({ state }) => state !== 'paid') : undefined)?.id ?? `part-${part}`}`
  const portion = (of: number) => Math.max(1, Math.floor((of * share) / 100))
  const post = (by: Somebody, path: string, body?: object) => ({ what, who: by, method: 'POST', path, ...(body === undefined ? {} : { body }) })
  switch (what) {
    case 'next': return requestOf(stage, books, { what: nextDeed(books, place, share), grant: place, who, part, share })
    case 'offer': return post(office, `${at}/agreements`, { from: '2027-01-01', to: '2027-12-31', ...(grant.agreement === null ? {} : { amount: grant.amount - Math.floor((grant.amount * (share % 40)) / 100), reason: '变更' }) })
    case 'sign for the organisation': return version === undefined ? null : post(who === 2 ? insider : owner.member, `${at}/agreements/${version.version}/organisation`, { digest: version.digest, title: '理事长' })
    case 'sign for the authority': return version === undefined ? null : post(office, `${at}/agreements/${version.version}/authority`, { digest: version.digest, title: '科长' })
    case 'end': return share > 15 ? null : post(office, `${at}/end`, { reason: '放弃' })
    case 'close': return post(office, `${at}/close`, { cancelRest: true, reason: '不再拨付' })
    case 'give account': return { what, who: owner.member, method: 'PUT', path: `${at}/account`, body: await accountOf(platform, grant.id, { number: `622200001234000${part}` }) }
    case 'confirm account': return post(purse, `${at}/account/confirmation`, { revision: account?.revision ?? 1 })
    case 'prepare': return post(office, `${tranche}/preparation`)
    case 'undo preparation': return post(office, `${tranche}/preparation/undo`, { reason: '再核对' })
    case 'approve': return post(purse, `${tranche}/approval`)
    case 'undo approval': return post(purse, `${tranche}/approval/undo`, { reason: '再核对' })
    case 'order': {
      const { ready } = ok(await finance.api('GET', `/competitions/${competition}/payments`)) as { ready: { reference: string }[] }
      return ready.length === 0 ? null : post(purse, `/competitions/${competition}/payments`, { references: ready.map(({ reference }) => reference), payer: { name: '示例区民政局', account: '' } })
    }
    case 'bank answers': {
      const order = books.orders.find((one) => openLines(one).length > 0) ?? books.orders.at(-1)
      if (order === undefined) return null
      const returns = `/competitions/${competition}/payments/${order.number}/returns`
      const rows = order.lines.map(({ reference, amount }, i) => [reference, formatYuan(amount).replaceAll(',', ''), (share + i) % 4 === 0 ? '退票' : '成功', today(), ''])
      return post(purse, `${returns}/${ok(await finance.api('POST', returns, returnFile(rows))).file.id}/application`)
    }
    case 'claim': {
      const { claimable } = ok(await administrator.api('GET', `${at}/clawbacks`)) as { claimable: number }
      return claimable === 0 ? null : post(office, `${at}/clawbacks`, { cause: 'misuse', lines: [{ what: '不合规支出', amount: portion(claimable) }], reasons: '不在协议用途内', ban: part === 0 })
    }
    case 'receive': return open === undefined ? null : post(purse, `${claimAt}/payments`, { on: today(), amount: share > 50 ? openOf(open) : portion(openOf(open)), reference: `回单 ${share}` })
    case 'ask write-off': return open === undefined ? null : post(office, `${claimAt}/write-offs`, { amount: portion(openOf(open)), reasons: '无法追回' })
    case 'answer write-off': return open === undefined ? null : post(purse, `${claimAt}/write-offs/answer`, { approved: share > 30, note: '已核' })
    case 'lift ban': {
      const ban = books.bans.find((one) => one.grant === grant.id)
      return ban === undefined ? null : post(office, `/districts/${DISTRICT}/bans/${ban.id}/lifting`, { reasons: '已整改' })
    }
  }
}

const send = ({ who, method, path, body, key }: Sent): Promise<ApiAnswer> => who.api(method, path, body, { key })

/** Sends it as the way says; what was answered, the last being what the client goes by. */
async function sendAs(sent: Sent, way: Deed['way'], late: Sent[]): Promise<ApiAnswer[]> {
  const dying = async (moment: Moment) => {
    crash.arm(moment)
    const first = await send(sent)
    crash.disarm()
    // Refused, there was nothing to write: the process has not died.
    return first.status === 500 ? [await send(sent)] : [first, await send(sent)]
  }
  switch (way) {
    case 'once': return [await send(sent)]
    case 'twice': return [await send(sent), await send(sent)]
    case 'at once': return Promise.all([send(sent), send(sent)])
    case 'lost': return dying('after')
    case 'died': return dying('before')
    case 'later':
      late.push(sent)
      return [await send(sent)]
  }
}

async function happen(stage: Funded, place: number, event: (typeof events)[number], well: boolean): Promise<void> {
  const { table } = platform
  const id = stage.grants[place]?.id ?? ''
  const at = platform.clock.now()
  switch (event) {
    case 'objection': {
      const { proposal } = (await readBooks(table, stage.competition, [id], at)).grants[0]?.grant ?? {}
      if (!well && proposal !== undefined) await table.transact([objectionItem.put(anObjection({ id: newObjectionId(), competition: competitionId.parse(stage.competition), proposal, at }), 'none')])
      return
    }
    case 'ruling':
      for (const { value, version } of await loadObjections(table, stage.competition)) if (value.state === 'open') await table.transact([objectionItem.put({ ...value, state: 'dismissed' }, version)])
      return
    case 'result': {
      const result = { passed: well, grade: null, total: well ? '88' : '51', at, objectionsUntil: plusDays(at, -1), openObjections: 0 }
      await setGrant(platform, id, (grant) => ({ ...grant, results: { 'mid-term': result, final: grant.results['mid-term'] === null ? null : result } }))
    }
  }
}

/** `begun`: how many of the two are under agreement, with an account; `evaluated`: results are in, so that no part waits for one. */
async function setUp(rulebook: Rulebook, amounts: [number, number], { begun, evaluated }: { begun: number; evaluated: boolean }): Promise<Stage> {
  const funded = await fundedVenture(platform, { amounts, rulebook })
  // Test organisations share one credit code, and a ban goes by it, too.
  for (const { id } of funded.grants) await setGrant(platform, id, (grant) => ({ ...grant, payee: { ...grant.payee, creditCode: `TEST-${id}` } }))
  const finance = await platform.person('财务甲', { finance: DISTRICT })
  for (const grant of funded.grants.slice(0, begun)) {
    await concludeAgreement(funded.administrator, grant)
    await bank(platform, { finance }, grant)
  }
  if (evaluated) for (const place of [0, 0, 1, 1]) await happen(funded, place, 'result', true)
  const hats = { administrator: DISTRICT, finance: DISTRICT }
  return { ...funded, finance, both: await platform.person('管理员兼财务', hats), insider: await platform.person('单位里的管理员兼财务', { ...hats, member: funded.grants.slice(0, 1).map(({ organisation }) => organisation) }) }
}

test(`whatever is sent twice, late, at once or by a process that dies: money adds up, and none is paid twice (seed ${SEED})`, { timeout: 600_000 }, async () => {
  console.info(`seed ${SEED}`)
  const reached = new Map<string, number>()
  const amount = fc.oneof(fc.integer({ min: 100, max: 2_000 }), fc.integer({ min: 2_001, max: 20_000_000 }))
  await fc.assert(fc.asyncProperty(rulebooks, fc.tuple(amount, amount), fc.record({ begun: fc.nat({ max: 2 }), evaluated: fc.boolean() }), fc.array(step, { minLength: STEPS, maxLength: STEPS }), async (rulebook, amounts, begun, steps) => {
    const stage = await setUp(rulebook, amounts, begun)
    const read = () => readBooks(platform.table, stage.competition, stage.grants.map(({ id }) => id), platform.clock.now())
    let before = await read()
    expect(wrongIn(before)).toEqual([])
    const late: Sent[] = []
    for (const [n, one] of steps.entries()) {
      const told: string[] = []
      if (Array.isArray(one)) {
        const asked = await Promise.all(one.map(async (each) => ({ each, request: await requestOf(stage, before, each) })))
        const answers = await Promise.all(asked.map(async ({ each, request }, i) => {
          if (request === null) return
          // Of two at once neither dies: which of them it would hit is chance.
          const way = asked.length > 1 && (each.way === 'lost' || each.way === 'died') ? 'twice' : each.way
          const all = await sendAs({ ...request, key: randomUUID() }, way, late)
          told.push(`${i}: ${request.what} by ${request.who.name} ${way} ${all.map(({ status, body }) => `${status} ${body?.code ?? ''}`).join(', ')}`)
          return { what: request.what, all }
        }))
        for (const done of answers.flatMap((answer) => answer ?? [])) {
          for (const { status, body } of done.all) expect(status, `${told.join('; ')} ${JSON.stringify(body)}`).toBeLessThan(500)
          const [first] = done.all
          if (first !== undefined && first.status < 300) {
            reached.set(done.what, (reached.get(done.what) ?? 0) + 1)
            // Sent again it is the same, not another one, and not refused.
            for (const again of done.all) expect(again.status, told.join('; ')).toBe(first.status)
            if (['offer', 'claim', 'order'].includes(done.what)) for (const again of done.all) expect(again.body, told.join('; ')).toEqual(first.body)
          }
        }
      } else {
        await happen(stage, one.grant, one.event, one.well)
        told.push(`${one.event} ${one.well}`)
      }
      // A copy that was on its way for a while.
      if (n % 5 === 4) for (const sent of late.splice(0)) told.push(`late ${sent.what}: ${(await send(sent)).status}`)
      const after = await read()
      const lifted = told.some((line) => line.includes('lift ban'))
      expect([...wrongIn(after), ...wrongSince(before, after, { lifted })], `step ${n}: ${told.join('; ')}`).toEqual([])
      before = after
    }
  }), { seed: SEED, numRuns: SEQUENCES, endOnFailure: true })
  console.info([...reached].map(([what, times]) => `${what} ${times}`).join(', '))
  for (const what of ['offer', 'sign for the organisation', 'sign for the authority', 'prepare', 'approve', 'order', 'bank answers', 'claim', 'receive']) expect([...reached.keys()], 'the sequences reach it').toContain(what)
})
