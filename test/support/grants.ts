import { awardsItem, loadAwardList, loadAwards, writeAwardList } from '../../shared/award/award.store.ts'
import { competitionItem, loadCompetition } from '../../shared/competition/competition.store.ts'
import { grantItem, loadGrant } from '../../shared/grant/grant.store.ts'
import type { Grant } from '../../shared/grant/grant.ts'
import { firstMoneyBy } from '../../shared/grant/moments.ts'
import { addMonths, shanghaiDate } from '../../shared/kernel/calendar.ts'
import { derivedId, type OrganisationId } from '../../shared/kernel/ids.ts'
import { move } from '../../shared/ledger/ledger.ts'
import { movementItem } from '../../shared/ledger/ledger.store.ts'
import { memberItem } from '../../shared/organisation/organisation.store.ts'
import { ownProposalItem, proposalItem } from '../../shared/proposal/proposal.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { outboxItem } from '../../shared/outbox/outbox.store.ts'
import { stir } from '../../shared/wait/wait.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { Conflict, type Write } from '../../shared/store/table.ts'
import { ok, poll } from './contest.ts'
import type { Somebody, TestPlatform } from './platform.ts'
import { admittedOrganisation } from './proposals.ts'
import { DISTRICT, judgedContest, plainRulebook } from './result.ts'

type Funding = NonNullable<Rulebook['funding']>
const source = { zh: '测试章程', en: 'Test rules' }

/** A venture competition's rules: three tranches of 50, 30 and 20 percent, a mid-term and a final evaluation. */
export function ventureRulebook(change: Partial<Funding> = {}): Rulebook {
  const leaf = (id: string, max: number) => ({ id, label: { zh: `指标 ${id}` }, max })
  const evaluation = (id: 'mid-term' | 'final', zh: string, en: string, grades: Funding['evaluations'][number]['grades']): Funding['evaluations'][number] => ({
    id, name: { zh, en }, criteria: [leaf('delivery', 60), leaf('money', 40)], sheetTotal: 100, extras: [{ id: 'press', label: { zh: '媒体报道' }, kind: 'bonus', most: 5 }], triggers: [], official: false, passMark: 60, grades, selfDays: 28, objectionDays: 7,
  })
  return {
    ...plainRulebook({ kind: 'venture' }),
    funding: {
      budget: 100_000_000, asked: 'amount', budgetField: 'budget', caps: [{ standing: 'registered', most: 20_000_000, source }, { standing: 'filed', most: 3_000_000, source }], share: null, steps: [], least: 0, quotas: [], oneEach: { source }, doubleFunding: null,
      tranches: [
        { id: 'first', name: { zh: '首期', en: 'First' }, percent: 50, conditions: [] },
        { id: 'second', name: { zh: '中期', en: 'Second' }, percent: 30, conditions: ['mid-term-passed'] },
        { id: 'last', name: { zh: '尾款', en: 'Last' }, percent: 20, conditions: ['final-passed', 'report-accepted'] },
      ],
      evaluations: [
        evaluation('mid-term', '中期评估', 'Mid-term evaluation', []),
        evaluation('final', '末期评估', 'Final evaluation', [{ id: 'a', name: { zh: 'A' }, from: 85, clawback: false }, { id: 'b', name: { zh: 'B' }, from: 60, clawback: false }, { id: 'c', name: { zh: 'C' }, from: 0, clawback: true }]),
      ],
      firstMoneyWorkingDays: 15, signDays: 30, banYears: 3,
      ...change,
    },
  }
}

export interface Funded {
  competition: string
  administrator: Somebody
  /** In the order of the award list. */
  grants: { id: string; amount: number; organisation: string; member: Somebody }[]
}

async function newOwner(platform: TestPlatform, n: number): Promise<{ organisation: OrganisationId; member: Somebody }> {
  const organisation = await admittedOrganisation(platform, `示例资助机构 ${n}`)
  const member = await platform.person(`机构成员 ${n}`, { member: [organisation] })
  await platform.table.transact([memberItem.put({ organisation, person: member.id, since: platform.clock.now(), removedAt: null }, 'none')])
  return { organisation, member }
}

/** A venture competition whose notice is over, with sums beside its awards; each proposal is of an admitted organisation with one member. Not published yet. */
export async function decidedVenture(platform: TestPlatform, options: { amounts?: readonly number[]; rulebook?: Rulebook; /** Who is granted the first ones; the others are made. */ owners?: readonly { organisation: OrganisationId; member: Somebody }[] } = {}): Promise<Omit<Funded, 'grants'> & { members: { organisation: string; member: Somebody }[] }> {
  const amounts = options.amounts ?? [10_000_001, 5_000_000, 3_333_333]
  const { table } = platform
  const { id, proposals } = await judgedContest(table, { entries: amounts.length, rulebook: options.rulebook ?? ventureRulebook(), name: '示例公益创投大赛' })
  const members = await Promise.all(proposals.map(async (one, i) => {
    const { organisation, member } = options.owners?.[i] ?? (await newOwner(platform, i + 1))
    // The stream's consumer makes a project of it: afterwards nobody else writes it.
    const admitted = async () => (await table.get(proposalItem, keys.proposal(one.id)))
    await poll(platform, async () => (await admitted())?.value.project !== null, () => 'no project was made')
    const proposal = await admitted()
    if (proposal === undefined) throw new Error('no proposal')
    await table.transact([proposalItem.put({ ...proposal.value, organisation: { ...proposal.value.organisation, id: organisation } }, proposal.version), ownProposalItem.put({ organisation, competition: id, proposal: one.id }, 'any')])
    return { organisation: organisation as string, member }
  }))
  const { value: awards, version } = await loadAwards(table, id)
  const lines = (await loadAwardList(table, id, awards.list)).map((line, i) => ({ ...line, amount: amounts[i] ?? 0 }))
  const competition = await loadCompetition(table, id)
  await table.transact([
    awardsItem.put({ ...awards, list: await writeAwardList(table, id, lines), lines: lines.length }, version),
    competitionItem.put({ ...competition.value, state: 'award', notice: 1 }, competition.version),
  ])
  return { competition: id, administrator: await platform.person('资助管理员', { administrator: DISTRICT }), members }
}

/** The same, published: every grant waits for its agreement, its machine runs. */
export async function fundedVenture(platform: TestPlatform, options: Parameters<typeof decidedVenture>[1] = {}): Promise<Funded> {
  const { members, ...made } = await decidedVenture(platform, options)
  ok(await made.administrator.api('POST', `/competitions/${made.competition}/awards`))
  const { grants } = ok(await made.administrator.api('GET', `/competitions/${made.competition}/grants`)) as { grants: { id: string; amount: number; organisation: { id: string } }[] }
  const funded = grants.map(({ id, amount, organisation }) => {
    const own = members.find((one) => one.organisation === organisation.id)
    if (own === undefined) throw new Error(`nobody of ${organisation.id}`)
    return { id, amount, organisation: own.organisation, member: own.member }
  })
  for (const { id } of funded) await poll(platform, async () => ok(await made.administrator.api('GET', `/grants/${id}`)).step === 'agreement', () => `the machine of ${id} does not run`)
  return { ...made, grants: funded }
}

/** A grant as it stands after `change`: for what lies outside the test's own subject. */
export async function setGrant(platform: TestPlatform, id: string, change: (grant: Grant) => Grant): Promise<Grant> {
  const { value, version } = await loadGrant(platform.table, id)
  const grant = change(value)
  await platform.table.transact([grantItem.put(grant, version)])
  return grant
}

/** Under agreement and being delivered for half a year from today, by the record; its money is signed in the ledger, its machine goes on. */
export async function deliver(platform: TestPlatform, id: string): Promise<Grant> {
  const at = platform.clock.now()
  const grant = await setGrant(platform, id, (one) => ({ ...one, state: 'delivery', since: at, agreement: 1, signedAt: at, firstMoneyBy: firstMoneyBy(at, 15, {}), period: { from: shanghaiDate(at), to: addMonths(shanghaiDate(at), 6) } }))
  await stirred(platform, id, [movementItem.put({
    id: `sign-${id}`, competition: grant.competition, at, kind: 'sign', because: { noun: 'agreement', id: `${id} 1` }, sentence: { zh: '协议签订' }, by: null, sides: move(grant.amount, 'promised', 'signed', grant.id),
  }, 'none')])
  return grant
}

/** Its machine reads again, which may be writing that it waits at the same moment. */
async function stirred(platform: TestPlatform, id: string, writes: readonly Write[], attempt = 1): Promise<void> {
  const { table } = platform
  const at = platform.clock.now()
  const woken = await stir(table, id, 'agreement', 'delivery', at)
  try {
    await table.transact([...woken.writes, ...woken.orders.map(({ key, order }) => outboxItem.put({ id: derivedId(key), at, done: false, tries: 0, order }, 'none')), ...writes])
  } catch (error) {
    if (!(error instanceof Conflict) || attempt === 8) throw error
    await stirred(platform, id, writes, attempt + 1)
  }
}
