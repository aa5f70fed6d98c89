import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answered, carried, emptyQueue, heard, isPending, keepMine, nextLetter, type Outcome, type Queue, recalled, write } from '../../functions/web/assets/queue.js'
import { ok } from '../support/contest.ts'
import { type Judging, scoresOf } from '../support/judging.ts'
import { desk, drawnDesk, pitched, pitching } from '../support/pitches.ts'
import { type ApiAnswer, type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

/** What the network does to one letter: delivers it, loses it on the way there, or loses the answer on the way back. */
type Weather = 'fine' | 'lost' | 'unanswered'
type Step =
  | { do: 'type'; card: number; tenths: number }
  | { do: 'submit'; card: number; tenths: number }
  | { do: 'carry'; weather: Weather }
  | { do: 'look' }
  /** The page is kept as it is now; it is opened again as it was kept. */
  | { do: 'keep' }
  | { do: 'reopen' }
  | { do: 'lock' | 'open'; card: number }

const card = fc.nat(1)
const tenths = fc.integer({ min: 1, max: 10 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('type' as const), card, tenths }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('submit' as const), card, tenths }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('carry' as const), weather: fc.constantFrom<Weather>('fine', 'fine', 'lost', 'unanswered') }) },
  { weight: 2, arbitrary: fc.constant({ do: 'look' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'keep' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'reopen' as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('lock' as const, 'open' as const), card }) },
)

type Kept = Parameters<typeof recalled>[2] & { proposal: string }

/** A judge's phone: the queue of the page, and a network that does as it is told. */
class Phone {
  queue: Queue = emptyQueue()
  /** What the judge last did with each card, until it was sent. */
  readonly meant = new Map<string, { scores: Record<string, string>; submit: boolean }>()
  /** Letters that reached the server, in order, each time they did. */
  readonly arrivals: { id: string; proposal: string; revision: number }[] = []
  #ids = 0
  #kept: Kept[] = []

  constructor(readonly judge: Somebody, readonly made: Judging, readonly name: string) {}

  #id = () => `${this.name}-${String(++this.#ids).padStart(6, '0')}`

  write(proposal: string, tenths: number, kind: 'save' | 'submit'): void {
    const letters = this.queue.letters.filter((letter) => letter.proposal === proposal)
    // The page's form is shut once the card was sent off.
    if (this.queue.cards[proposal]?.sent || letters.at(-1)?.kind === 'submit') return
    const scores = scoresOf(this.made.rulebook, tenths)
    this.queue = write(this.queue, proposal, { scores, comment: '' }, kind, this.#id())
    this.meant.set(proposal, { scores, submit: kind === 'submit' })
  }

  async carry(weather: Weather): Promise<boolean> {
    const letter = nextLetter(this.queue)
    if (letter === null) return false
    this.queue = carried(this.queue, letter.id)
    let outcome: Outcome = { ok: false, code: 'NO_ANSWER' }
    if (weather !== 'lost') {
      const address = `/proposals/${letter.proposal}/scorecards/0`
      this.arrivals.push({ id: letter.id, proposal: letter.proposal, revision: letter.body.revision })
      const answer: ApiAnswer = await this.judge.api(letter.kind === 'save' ? 'PUT' : 'POST', letter.kind === 'save' ? address : `${address}/submission`, letter.body, { key: letter.id })
      if (weather === 'fine') outcome = answer.status < 300 ? { ok: true, revision: answer.body.revision, receipt: answer.body.receipt, total: answer.body.total } : { ok: false, code: answer.body.errors?.[0]?.code ?? answer.body.code, words: answer.body.title }
    }
    this.queue = answered(this.queue, letter.id, outcome, this.#id())
    return true
  }

  async look(): Promise<void> {
    for (const one of await this.#cards()) this.queue = heard(this.queue, one.proposal, one)
  }

  async keep(): Promise<void> {
    this.#kept = await this.#cards()
  }

  /** All that survives is the storage, and the page as it was kept. */
  reopen(): void {
    this.queue = JSON.parse(JSON.stringify(this.queue))
    for (const one of this.#kept) this.queue = recalled(this.queue, one.proposal, one)
  }

  #cards = async (): Promise<Kept[]> => ok(await this.judge.api('GET', `${this.made.at}/live`)).groups.flatMap(({ cards }: { cards: Kept[] }) => cards)
}

async function stage(): Promise<{ made: Judging; order: string[] }> {
  const made = await pitching(platform, { proposals: 2 })
  const order = await drawnDesk(made)
  for (const turn of [1, 2]) await pitched(made, turn)
  return { made, order }
}

test('whatever the network and the host do meanwhile, phone and server agree in the end: nothing lost, nothing doubled, order intact', { timeout: 300_000 }, async () => {
  let run = 0
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
    run += 1
    const { made, order } = await stage()
    const [judge] = made.judges
    if (judge === undefined) throw new Error('no judge')
    const phone = new Phone(judge, made, `phone-${run}`)
    const of = (place: number) => order[place] ?? ''
    for (const one of steps) {
      if (one.do === 'type' || one.do === 'submit') phone.write(of(one.card), one.tenths, one.do === 'type' ? 'save' : 'submit')
      else if (one.do === 'carry') await phone.carry(one.weather)
      else if (one.do === 'look') await phone.look()
      else if (one.do === 'keep') await phone.keep()
      else if (one.do === 'reopen') phone.reopen()
      // The host's deeds may come when they fit no longer: then nothing happens.
      else await made.administrator.api('POST', `${made.at}/desk/g01`, { do: one.do, proposal: of(one.card) })
    }

    // The network is back, and the host lets the judge send what was locked meanwhile.
    for (const proposal of order) await made.administrator.api('POST', `${made.at}/desk/g01`, { do: 'late', proposal, judge: judge.id })
    await phone.look()
    while (await phone.carry('fine')) await phone.look()
    await phone.look()

    expect(phone.queue.letters).toEqual([])
    for (const proposal of order) {
      expect(isPending(phone.queue, proposal)).toBe(false)
      const there = ok(await judge.api('GET', `/proposals/${proposal}/scorecards/0`))
      const meant = phone.meant.get(proposal)
      expect(there.scores).toEqual(meant?.scores ?? {})
      expect(there.state).toBe(meant === undefined ? 'none' : meant.submit ? 'submitted' : 'draft')
      expect(phone.queue.cards[proposal]?.base).toBe(there.revision)
      // One revision a letter that was not joined to another: none was written twice, none before the one in front of it.
      const first = new Map(phone.arrivals.filter((letter) => letter.proposal === proposal).map(({ id, revision }) => [id, revision]))
      expect([...first.values()]).toEqual([...first.values()].toSorted((a, b) => a - b))
    }
    const sent = ok(await made.administrator.api('GET', `/competitions/${made.competition}/trail`)).entries.filter(({ action }: { action: string }) => action === 'scorecard.submit')
    expect(sent).toHaveLength(order.filter((proposal) => phone.meant.get(proposal)?.submit).length)
  }), { numRuns: 25, endOnFailure: true })
})

test('two phones of one judge: the second is told, and the judge chooses which stands', async () => {
  const { made, order } = await stage()
  const [judge] = made.judges
  const [proposal = ''] = order
  if (judge === undefined) throw new Error('no judge')
  const [phone, tablet] = [new Phone(judge, made, 'two-phone'), new Phone(judge, made, 'two-tablet')]
  tablet.write(proposal, 9, 'save')
  await tablet.carry('fine')
  phone.write(proposal, 5, 'submit')
  await phone.carry('fine')
  expect(phone.queue.cards[proposal]).toMatchObject({ hold: 'stale' })
  expect(ok(await judge.api('GET', `/proposals/${proposal}/scorecards/0`))).toMatchObject({ state: 'draft', scores: scoresOf(made.rulebook, 9) })
  phone.queue = keepMine(phone.queue, proposal, 1)
  await phone.carry('fine')
  expect(ok(await judge.api('GET', `/proposals/${proposal}/scorecards/0`))).toMatchObject({ state: 'submitted', scores: scoresOf(made.rulebook, 5) })
  tablet.write(proposal, 8, 'save')
  await tablet.carry('fine')
  expect(tablet.queue.cards[proposal]?.sent).not.toBeNull()
  expect(tablet.queue.letters).toEqual([])
})

test('letters that are held go when the host opens the card, in the order in which they were written', async () => {
  const made = await pitching(platform, { proposals: 2 })
  const order = await drawnDesk(made)
  const [judge] = made.judges
  if (judge === undefined) throw new Error('no judge')
  const phone = new Phone(judge, made, 'held')
  for (const [i, proposal] of order.entries()) phone.write(proposal, 6 + i, 'submit')
  while (await phone.carry('fine')) { /* each is refused once, and then held */ }
  expect(order.map((proposal) => phone.queue.cards[proposal]?.hold)).toEqual(['waits', 'waits'])
  await pitched(made, 1)
  await phone.look()
  while (await phone.carry('fine')) { /* the first goes */ }
  expect(order.map((proposal) => phone.queue.cards[proposal]?.sent !== null)).toEqual([true, false])
  await pitched(made, 2)
  await desk(made, { do: 'lock', proposal: order[1] })
  await phone.look()
  expect(await phone.carry('fine')).toBe(false)
  await desk(made, { do: 'late', proposal: order[1], judge: judge.id })
  await phone.look()
  await phone.carry('fine')
  expect(ok(await judge.api('GET', `/proposals/${order[1]}/scorecards/0`))).toMatchObject({ state: 'submitted', revision: 1 })
})
