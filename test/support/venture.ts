import { competitionItem, competitionRulebookItem } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { type CompetitionId, derivedId, newCompetitionId, newProposalId, type OrganisationId, type ProposalId } from '../../shared/kernel/ids.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { outboxItem } from '../../shared/outbox/outbox.store.ts'
import { ownProposalItem, proposalItem, versionItem } from '../../shared/proposal/proposal.store.ts'
import { roundItem } from '../../shared/round/round.store.ts'
import type { Funding } from '../../shared/rulebook/funding.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { type StandingLine, writeStanding } from '../../shared/standing/standing.store.ts'
import { ok, poll } from './contest.ts'
import type { Somebody, TestPlatform } from './platform.ts'
import { admittedOrganisation, defaultRulebook } from './proposals.ts'

const source = { zh: '示例章程第八条', en: 'Example rulebook, article 8' }

/** The default rulebook as a venture competition's: 100,000 yuan in all, caps of 50,000 and 20,000, at most two of a category, one an organisation. */
export function ventureRulebook(change: Partial<Funding> = {}, rest: Partial<Rulebook> = {}): Rulebook {
  return {
    ...defaultRulebook(), kind: 'venture',
    awards: [{ id: 'funded', name: { zh: '资助项目', en: 'Funded' }, rule: 'count', count: 10, within: 'all' }],
    funding: {
      budget: 100_000_00, asked: 'requested', budgetField: 'budget',
      caps: [{ standing: 'registered', most: 50_000_00, source }, { standing: 'filed', most: 20_000_00, source }],
      share: null, steps: [], least: 5_000_00, quotas: [{ by: 'category', category: 'children', most: 2, source }], oneEach: { source }, doubleFunding: null,
      tranches: [{ id: 'first', name: { zh: '首期', en: 'First' }, percent: 50, conditions: [] }, { id: 'last', name: { zh: '尾款', en: 'Last' }, percent: 50, conditions: ['final-passed'] }],
      evaluations: [{ id: 'final', name: { zh: '末期评估', en: 'Final' }, criteria: [{ id: 'done', label: { zh: '完成情况', en: 'Done' }, max: 100 }], sheetTotal: 100, extras: [], triggers: [], official: false, passMark: 60, grades: [], selfDays: 10, objectionDays: 5 }],
      firstMoneyWorkingDays: 15, signDays: 30, banYears: 2, ...change,
    },
    ...rest,
  }
}

export interface Applied {
  /** With two decimals. */
  total: string
  /** Fen. */
  asked: number
  category?: string
  organisation?: OrganisationId
}

export interface Venture {
  id: CompetitionId
  /** In the order of the ranking. */
  proposals: { id: ProposalId; title: string; organisation: OrganisationId }[]
  administrator: Somebody
  /** Another one, so that who prepares and who decides are two. */
  other: Somebody
  organiser: Somebody
}

/** A venture competition whose judging is over, written directly, and its workflow started from there. `applied` in the order of the ranking; `spice` goes behind each title. */
export async function judgedVenture(platform: TestPlatform, applied: readonly Applied[], rulebook: Rulebook = ventureRulebook(), spice = ''): Promise<Venture> {
  const id = newCompetitionId()
  const at = platform.clock.now()
  const [administrator, other, organiser] = [await platform.person('管理员 01', { administrator: '330411' }), await platform.person('管理员 02', { administrator: '330411' }), await platform.person('承办 01', { organiser: [id] })]
  const index = rulebook.rounds.length - 1
  const competition: Competition = {
    id, district: '330411', kind: 'venture', name: { zh: '示例公益创投大赛', en: 'Example venture competition' }, authority: { zh: '示例区民政局', en: 'Example authority' }, contact: { phone: '0573-00000000', email: 'a@example.cn' }, introduction: '', state: 'decision',
    rulebook: { id: rulebook.id, version: rulebook.version }, seed: 'seed', createdAt: at, createdBy: administrator.id, publishedAt: at, round: index, eligibilityFinishedAt: at, notice: null, endedBecause: null, cancelledAt: null, awardsPublishedAt: null,
    dates: { callClosesAt: plusDays(at, -40), eligibilityClosesAt: plusDays(at, -30), roundsCloseAt: rulebook.rounds.map((_, i) => plusDays(at, i - 20)) },
  }
  const proposals = await Promise.all(applied.map(async ({ organisation }, i) => ({ id: newProposalId(), title: `示例项目 ${String(i + 1).padStart(2, '0')}${spice}`, organisation: organisation ?? await admittedOrganisation(platform, `示例机构 ${String(i + 1).padStart(2, '0')}`, { street: `示例街道 ${i % 3}` }) })))
  const categoryOf = (i: number) => applied[i]?.category ?? rulebook.categories[i % rulebook.categories.length]?.id ?? ''
  const lines = proposals.map(({ id: proposal, title }, i): StandingLine => {
    const total = applied[i]?.total ?? '0.00'
    return { proposal, title, organisation: `示例机构 ${String(i + 1).padStart(2, '0')}`, category: categoryOf(i), group: null, place: i + 1, value: total, total, rounds: [], totals: [], criteria: {}, tie: null, advances: true, waits: false }
  })
  const version = await writeStanding(platform.table, { competition: id, index, round: rulebook.rounds[index]?.id ?? '', madeAt: at, cutLines: [], tied: [], decided: [], lines })
  await platform.table.transact([
    competitionItem.put(competition, 'none'), competitionRulebookItem.put({ competition: id, rulebook }, 'none'),
    roundItem.put({ competition: id, index, round: rulebook.rounds[index]?.id ?? '', state: 'finished', entries: lines.length, plan: null, preparedPlan: null, standing: version, seal: null, openedAt: at, scoringOpenedAt: at, closedAt: at, endedAt: null, unscored: [], unscoredSettled: true, ties: null, parentToken: null, execution: null }, 'none'),
  ])
  for (const [i, { id: proposal, title, organisation }] of proposals.entries()) {
    const category = categoryOf(i)
    const asked = applied[i]?.asked ?? 0
    await platform.table.transact([
      ownProposalItem.put({ organisation, competition: id, proposal }, 'none'),
      proposalItem.put({ project: null, id: proposal, competition: id, district: '330411', organisation: { id: organisation, name: `示例机构 ${i + 1}`, kind: 'organisation' }, category, title, state: 'admitted', createdAt: at, createdBy: administrator.id, version: 1, submittedAt: at, withdrawnAt: null, cure: null, eligibility: { decision: 'admitted', reasons: '', checks: {}, at, by: administrator.id } }, 'none'),
      versionItem.put({ proposal, number: 1, category, title, content: { name: title, requested: asked, budget: [{ head: 'activity', activity: '课程', unitPrice: asked, unit: '次', quantity: '1', source: 'grant', note: '' }] }, attachments: [], organisation: { id: organisation, name: `示例机构 ${i + 1}` }, submittedAt: at, submittedBy: { id: administrator.id, name: '申报人' } }, 'none'),
    ])
  }
  const name = `${id}-1`
  await platform.table.transact([outboxItem.put({ id: derivedId('start', name), at, done: false, tries: 0, order: { do: 'start', machine: 'venture-competition', name, input: { competition: id } } }, 'none')])
  return { id, proposals, administrator, other, organiser }
}

/** The decision as its page has it, once the programme has answered. */
export async function answered(platform: TestPlatform, { id, administrator }: Venture) {
  const read = async () => ok(await administrator.api('GET', `/competitions/${id}/decision`))
  await poll(platform, async () => (await read()).pending === false, () => 'the programme has not answered')
  return read()
}
