import { acceptAccount, setAccount } from '../../../functions/commands/account.ts'
import { offerAgreement, signAgreement } from '../../../functions/commands/agreement.ts'
import { saveAppraisalSelf, sendAppraisalSelf } from '../../../functions/commands/appraisal.ts'
import { appointAppraiser, askForMore, sendAppraisalCard } from '../../../functions/commands/appraisal-sheet.ts'
import { publishAwards } from '../../../functions/commands/award.ts'
import { applyBankReturn, readBankReturn } from '../../../functions/commands/bank-return.ts'
import { openClawback, receivePayment } from '../../../functions/commands/clawback.ts'
import { prepareDecision, takeDecision } from '../../../functions/commands/decision.ts'
import { closeGrant } from '../../../functions/commands/grant.ts'
import { orderPayments } from '../../../functions/commands/payment-order.ts'
import { approve, prepare } from '../../../functions/commands/release.ts'
import { theTable } from '../../../functions/context.ts'
import { payablesOf } from '../../../functions/queries/payment.ts'
import { loadAgreement } from '../../../shared/agreement/agreement.store.ts'
import { sheetOf } from '../../../shared/appraisal/appraisal.ts'
import { loadCompetition, loadRulebook } from '../../../shared/competition/competition.store.ts'
import { grantsOf, loadGrant } from '../../../shared/grant/grant.store.ts'
import type { EvaluationId } from '../../../shared/grant/standing.ts'
import { addDays, shanghaiDate } from '../../../shared/kernel/calendar.ts'
import { now } from '../../../shared/kernel/clock.ts'
import type { CompetitionId, OrganisationId, PersonId } from '../../../shared/kernel/ids.ts'
import { accountItem, loadOrder } from '../../../shared/payment/payment.store.ts'
import { referenceOf } from '../../../shared/payment/order.ts'
import { choicesOf } from '../../../shared/portfolio/decision.ts'
import { loadDecision, loadPortfolio } from '../../../shared/portfolio/decision.store.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import { leavesOf } from '../../../shared/rulebook/sheet.ts'
import { keys } from '../../../shared/store/keys.ts'
import { bankAnswer } from '../rehearse/bank.ts'
import { begin, type Cast, notice, organise, ownByTitle, qualities, seat, startScoring } from './contest.ts'
import { type DemoProject, demoProjects, ventureProjects } from './projects.ts'
import { as, propose, scoreCards, stateIs, until } from './stage.ts'

/** The venture competition of the demonstration. */
export interface Venture {
  id: CompetitionId
  entries: Entry[]
}

/** What becomes of each: closed; money claimed back; in its mid-term evaluation; first money paid; agreement signed by one side; release asked for; not funded. */
type Fate = 'closed' | 'claimed' | 'mid-term' | 'paid' | 'offered' | 'asked' | 'left-out'

interface Entry {
  fate: Fate
  project: DemoProject
  member: PersonId
  organisation: OrganisationId
}

interface Granted extends Entry {
  grant: string
}

/** Six grants at most out of 160,000 yuan, paid 50, 30 and 20 percent; small enough that a grant can be closed within two months. */
function microRules({ funding, awards: [award] }: Rulebook): Partial<Rulebook> {
  if (funding === null || award === undefined) throw new TypeError('a venture expected')
  const tranches = funding.tranches.map((one) => ({ ...one, conditions: one.conditions.filter((condition) => condition !== 'report-accepted') }))
  return { awards: [{ id: award.id, name: award.name, rule: 'count', count: 6, within: 'all' }], funding: { ...funding, budget: 16_000_000, oneEach: null, tranches, signDays: 60 } }
}

/** What each asks for, as a share of its usual sum, and under which topic of the call. */
function entriesOf({ seeded: { people, organisations } }: Cast): Entry[] {
  const [agency, team, other] = organisations
  const [album, steward, books] = ventureProjects
  const entry = (fate: Fate, project: DemoProject | undefined, subject: string, organisation: OrganisationId | undefined, change: Partial<DemoProject> = {}): Entry => {
    const member = people.get(subject)
    if (project === undefined || member === undefined || organisation === undefined) throw new TypeError(`${subject} was not seeded`)
    return { fate, project: { ...project, ...change }, member, organisation }
  }
  return [
    entry('closed', demoProjects[0], 'worker-01', agency, { fen: 7_200_000 }),
    entry('claimed', demoProjects[1], 'volunteer-01', team, { fen: 3_600_000 }),
    entry('mid-term', demoProjects[2], 'worker-01', agency, { fen: 5_200_000 }),
    entry('paid', demoProjects[4], 'worker-02', agency, { fen: 4_400_000, category: 'other' }),
    entry('offered', album, 'mentor-01', other),
    entry('asked', steward, 'worker-02', agency),
    entry('left-out', books, 'volunteer-01', team),
  ]
}

/** The call is out and everybody has sent, those with a project of that name for it. */
export async function announceVenture(cast: Cast): Promise<Venture> {
  const id = await begin(cast, {
    name: { zh: '示例区微公益创投', en: 'Example micro-venture competition' }, rulebook: 'jiaxing-venture-default', callDays: 5, eligibilityDays: 7, scoringDays: 11, change: microRules,
    introduction: '拿出 16 万元，资助社会组织把做得好的志愿服务项目做下去。本页的机构、人员和数字都是虚构的。',
  })
  await organise(cast, id)
  await seat(cast, id, cast.judges.slice(0, 5))
  await cast.stage.streams.caughtUp()
  const entries = entriesOf(cast)
  const known = await ownByTitle(entries.map(({ organisation }) => organisation))
  for (const { project, member, organisation } of entries) await propose(id, member, organisation, project, { send: true, project: known.get(project.name)?.project, answers: { topic: 'governance' } })
  return { id, entries }
}

export async function judgeVenture(cast: Cast, { id }: Venture): Promise<void> {
  await startScoring(cast, id)
  await scoreCards(cast.stage, id, cast.judges.slice(0, 5).map(({ person }) => person), await qualities(id))
}

/** The organiser prepares what the programme proposes, an administrator decides; the list goes under notice. */
export async function decideVenture(cast: Cast, { id }: Venture): Promise<void> {
  const { stage } = cast
  await stateIs(stage, id, 'decision')
  const decision = () => loadDecision(theTable(), id).then(({ value }) => value, () => undefined)
  await until(stage, 'the portfolio', async () => typeof (await decision())?.portfolio === 'string')
  const { lines, proposed } = await loadPortfolio(theTable(), id, (await decision())?.portfolio ?? '')
  const { number } = await prepareDecision(await as(person(cast, 'organiser-01')), id, { choices: choicesOf(lines, proposed.best?.proposals ?? []), reason: '总分最高，且都在总额之内' })
  await takeDecision(await as(person(cast, 'administrator-02')), id, { number })
  await stateIs(stage, id, 'result')
  await notice(cast, id, { basis: '示例区微公益创投章程第十五条', process: '经资格审查、书面评审和资助决定，拟资助以下项目，现予公示。' })
}

/** The grants are published; all but two agreements are signed, and their first parts paid: one payment comes back and is paid again. */
export async function grantVenture(cast: Cast, venture: Venture, noticeDays: number): Promise<void> {
  await stateIs(cast.stage, venture.id, 'award')
  await publishAwards(await as(cast.administrator), venture.id)
  await stateIs(cast.stage, venture.id, 'funding')
  // The mid-term evaluation of the third begins on the 56th day; the award is on the eleventh after its notice.
  const days: Partial<Record<Fate, number>> = { closed: 14, claimed: 14, 'mid-term': 2 * (45 - noticeDays), paid: 300 }
  for (const one of await grantedIn(venture)) {
    const length = days[one.fate]
    if (one.fate === 'offered') await sign(cast, one, 240, ['organisation'])
    if (length === undefined) continue
    await sign(cast, one, length, ['organisation', 'authority'])
    await bank(cast, one, one.fate === 'paid' ? '6222000000000004' : '6222000000000001')
    await release(cast, one, 'first')
  }
  await pay(cast, venture, 'paid')
  for (const one of await grantedIn(venture, 'paid')) {
    await bank(cast, one, '6222000000000005')
    await release(cast, one, 'first')
  }
  await pay(cast, venture)
}

/** The two short ones are evaluated; one does well and is closed, the other fails and pays back. Returns how many days went by. */
export async function evaluateGrants(cast: Cast, venture: Venture): Promise<number> {
  const short = await grantedIn(venture, 'closed', 'claimed')
  await cast.stage.pass(5)
  for (const one of short) await evaluate(cast, one, 'mid-term', one.fate === 'closed' ? 0.9 : 0.7)
  await cast.stage.pass(6)
  for (const one of short) await release(cast, one, 'second')
  await pay(cast, venture)
  await cast.stage.pass(2)
  for (const one of short) await evaluate(cast, one, 'final', one.fate === 'closed' ? 0.9 : 0.5)
  await cast.stage.pass(6)
  for (const one of short) await (one.fate === 'closed' ? finish(cast, venture, one) : claim(cast, one))
  return 19
}

async function finish(cast: Cast, venture: Venture, one: Granted): Promise<void> {
  await release(cast, one, 'last')
  await pay(cast, venture)
  await closeGrant(await as(cast.administrator), one.grant, { cancelRest: false, reason: '' })
}

const CLAIMED = 600_000

/** In two instalments: one in five days, the other when the demonstration is over. */
async function claim(cast: Cast, { grant }: Granted): Promise<void> {
  await openClawback(await as(cast.administrator), grant, {
    cause: 'grade', lines: [{ what: '下半程没有开班，志愿者补贴没有发生', amount: 400_000 }, { what: '教具超出协议约定的数量', amount: 200_000 }], reasons: '末期评估等级为最低一档，按协议追回没有用在项目上的部分。',
    instalments: [{ on: addDays(today(), 5), amount: CLAIMED / 2 }, { on: addDays(today(), 60), amount: CLAIMED / 2 }], ban: true,
  })
}

/** The first instalment has come. */
export async function receiveFirst(cast: Cast, venture: Venture): Promise<void> {
  for (const { grant } of await grantedIn(venture, 'claimed')) await receivePayment(await as(person(cast, 'finance-01')), grant, 1, { on: today(), amount: CLAIMED / 2, reference: '退款 0001' })
}

/** How the last days leave it: a supplement to the mid-term evaluation is asked for, and a release waits for finance. */
export async function leaveGrants(cast: Cast, venture: Venture): Promise<void> {
  for (const one of await grantedIn(venture, 'mid-term')) {
    await writeSelf(cast, one, 'mid-term')
    await askForMore(await as(person(cast, 'evaluator-01')), one.grant, 'mid-term', { kind: 'supplement', items: ['上个月的志愿者签到表', '手语培训的照片'], days: 10 })
  }
  for (const one of await grantedIn(venture, 'asked')) {
    await sign(cast, one, 240, ['organisation', 'authority'])
    await bank(cast, one, '6222000000000006')
    await prepare(await as(person(cast, 'organiser-01')), one.grant, 'first')
  }
}

const today = (): string => shanghaiDate(now())

function person({ seeded }: Cast, subject: string): PersonId {
  const found = seeded.people.get(subject)
  if (found === undefined) throw new TypeError(`${subject} was not seeded`)
  return found
}

/** Entries that were granted money, of these fates. */
async function grantedIn({ id, entries }: Venture, ...fates: Fate[]): Promise<Granted[]> {
  const grants = await grantsOf(theTable(), id)
  return entries.flatMap((entry) => {
    const grant = grants.find(({ title }) => title === entry.project.name)
    return grant === undefined || (fates.length > 0 && !fates.includes(entry.fate)) ? [] : [{ ...entry, grant: grant.id }]
  })
}

async function sign(cast: Cast, { grant, member, organisation }: Granted, days: number, sides: readonly ('organisation' | 'authority')[]): Promise<void> {
  const { version } = await offerAgreement(await as(cast.administrator), grant, { from: today(), to: addDays(today(), days - 1), special: '', reason: '' })
  const { value: { digest } } = await loadAgreement(theTable(), grant, version)
  for (const side of sides) {
    const signer = side === 'authority' ? await as(person(cast, 'administrator-02')) : await as(member, organisation)
    await signAgreement(signer, grant, version, side, { digest, title: side === 'authority' ? '科长' : '负责人' })
  }
}

async function bank(cast: Cast, { grant, member, organisation }: Granted, number: string): Promise<void> {
  const { value: { payee } } = await loadGrant(theTable(), grant)
  await setAccount(await as(member, organisation), grant, { holder: payee.name, bank: '示例银行', branch: '示例银行嘉兴秀洲支行', lineNumber: '103335000018', number, province: '浙江省', city: '嘉兴市' })
  const account = await theTable().get(accountItem, keys.account(grant))
  await acceptAccount(await as(person(cast, 'finance-01')), grant, { revision: account?.value.revision ?? 0 })
}

async function release(cast: Cast, { grant }: Granted, tranche: string): Promise<void> {
  await prepare(await as(person(cast, 'organiser-01')), grant, tranche)
  await approve(await as(person(cast, 'finance-01')), grant, tranche)
}

/** Orders all that is approved and reads the bank's answer; the payment of one fate comes back. */
async function pay(cast: Cast, { id, entries }: Venture, comesBack?: Fate): Promise<void> {
  const finance = () => as(person(cast, 'finance-01'))
  const { value: competition } = await loadCompetition(theTable(), id)
  const { ready } = await payablesOf(await finance(), competition)
  const { number } = await orderPayments(await finance(), id, { references: ready.map(referenceOf), payer: { name: '示例主办单位', account: '' } })
  const { value: { lines } } = await loadOrder(theTable(), id, number)
  const bad = new Set(ready.filter(({ grant }) => entries.some(({ fate, project }) => fate === comesBack && project.name === grant.title)).map(({ grant }) => grant.id as string))
  const { id: file } = await readBankReturn(await finance(), id, number, bankAnswer(lines, today(), (place) => bad.has(lines[place]?.grant ?? '')))
  await applyBankReturn(await finance(), id, number, file)
}

async function writeSelf(cast: Cast, { grant, member, organisation }: Granted, of: EvaluationId): Promise<void> {
  const content = { done: '入户走访按计划进行，志愿者两人一组。', results: '回访的家庭里八成说得上帮自己的志愿者是谁。', money: '按预算使用，没有超支。', difficulties: '天热时有几户改了时间。', next: '下半程增加一栋楼。' }
  await saveAppraisalSelf(await as(member, organisation), grant, of, { revision: null, content })
  await sendAppraisalSelf(await as(member, organisation), grant, of)
  await appointAppraiser(await as(cast.administrator), grant, of, { person: person(cast, 'evaluator-01') })
}

/** A whole evaluation, each line of the sheet at that share of its points. */
async function evaluate(cast: Cast, one: Granted, of: EvaluationId, share: number): Promise<void> {
  await writeSelf(cast, one, of)
  const { value: grant } = await loadGrant(theTable(), one.grant)
  const { funding } = await loadRulebook(theTable(), (await loadCompetition(theTable(), grant.competition)).value)
  const rule = funding?.evaluations.find(({ id }) => id === of)
  if (rule === undefined) throw new TypeError(`no evaluation ${of}`)
  const scores = Object.fromEntries(leavesOf(sheetOf(rule).criteria).map(({ id, max }) => [id, String(Math.floor(max * share * 2) / 2)]))
  await sendAppraisalCard(await as(person(cast, 'evaluator-01')), one.grant, of, { scores, comment: share > 0.8 ? '做得扎实，记录齐全，可以推广。' : share > 0.6 ? '基本按计划进行，后半程要抓紧。' : '下半程没有按协议开展，志愿者也没有到位。', revision: null })
}
