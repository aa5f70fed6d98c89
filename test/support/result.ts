import { proposeAwards } from '../../shared/award/propose.store.ts'
import { awardsItem } from '../../shared/award/award.store.ts'
import { competitionItem, competitionRulebookItem, loadCompetition } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { now } from '../../shared/kernel/clock.ts'
import { type CompetitionId, newCompetitionId, newOrganisationId, newPersonId, newProposalId, type OrganisationId, type ProposalId } from '../../shared/kernel/ids.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { ownProposalItem, proposalItem, versionItem } from '../../shared/proposal/proposal.store.ts'
import { libraryRulebooks } from '../../shared/rulebook/library.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { type StandingLine, writeStanding } from '../../shared/standing/standing.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'
import { waitItem } from '../../shared/wait/wait.store.ts'
import type { DecisionName } from '../../shared/wait/wait.ts'

export const DISTRICT = '330411'

export interface JudgedContest {
  id: CompetitionId
  rulebook: Rulebook
  /** In the order of the standing. */
  proposals: { id: ProposalId; title: string; organisation: string; organisationId: OrganisationId }[]
}

/** The default rulebook with three awards by count, so that a test sees who takes what at a glance. */
export function plainRulebook(changes: Partial<Rulebook> = {}): Rulebook {
  const found = libraryRulebooks().find(({ id }) => id === 'jiaxing-default')
  if (found === undefined) throw new Error('the library has no jiaxing-default')
  const award = (id: string, zh: string, en: string, count: number) => ({ id, name: { zh, en }, rule: 'count' as const, count, within: 'all' as const })
  return { ...found, awards: [award('first', '一等奖', 'First prize', 1), award('second', '二等奖', 'Second prize', 2), award('third', '三等奖', 'Third prize', 3)], ...changes }
}

/**
 * A contest as the workflow leaves it when its last round is counted: standing written, awards proposed, state `result`. Totals fall by one
 * from 95 unless given; equal totals share a place.
 */
export async function judgedContest(table: Table, options: { entries?: number; totals?: number[]; rulebook?: Rulebook; name?: string } = {}): Promise<JudgedContest> {
  const rulebook = options.rulebook ?? plainRulebook()
  const totals = options.totals ?? Array.from({ length: options.entries ?? 8 }, (_, i) => 95 - i * 0.1)
  const id = newCompetitionId()
  const at = now()
  const administrator = newPersonId()
  const competition: Competition = {
    id, district: DISTRICT, kind: rulebook.kind, name: { zh: options.name ?? '示例志愿服务项目大赛', en: 'Sample volunteer contest' }, authority: { zh: '示例区社会工作部', en: 'Sample district authority' },
    contact: { phone: '0573-0000 0000', email: 'contest@example.cn' }, introduction: '面向全区社会组织和志愿服务队伍。',
    state: 'result', rulebook: { id: rulebook.id, version: rulebook.version }, seed: 'sample-seed',
    dates: { callClosesAt: plusDays(at, -40), eligibilityClosesAt: plusDays(at, -30), roundsCloseAt: rulebook.rounds.map((_, i) => plusDays(at, -20 + i * 10)) },
    createdAt: plusDays(at, -60), createdBy: administrator, publishedAt: plusDays(at, -59), round: rulebook.rounds.length - 1, eligibilityFinishedAt: plusDays(at, -30),
    notice: null, endedBecause: null, cancelledAt: null, awardsPublishedAt: null,
  }
  const proposals = totals.map((_, i) => ({
    id: newProposalId(), title: `示例项目 ${String(i + 1).padStart(2, '0')}`, organisation: `示例机构 ${String(i + 1).padStart(2, '0')}`,
    organisationId: newOrganisationId(),
  }))
  const categories = rulebook.categories.map(({ id: category }) => category)
  const categoryOf = (i: number) => categories[i % categories.length] ?? 'other'
  const lines = proposals.map((proposal, i): StandingLine => {
    const total = (totals[i] ?? 0).toFixed(rulebook.total.decimals)
    return {
      proposal: proposal.id, title: proposal.title, organisation: proposal.organisation, category: categoryOf(i), group: null,
      place: totals.findIndex((other) => other === totals[i]) + 1, value: total, total, rounds: [], totals: [], criteria: {}, tie: null, advances: true, waits: false,
    }
  })
  const index = rulebook.rounds.length - 1
  const round = rulebook.rounds[index]?.id ?? ''
  const version = await writeStanding(table, { competition: id, index, round, madeAt: at, cutLines: [], tied: [], decided: [], lines })
  const awards = await proposeAwards(table, competition, rulebook, { round: index, version })
  await table.transact([competitionItem.put(competition, 'none'), competitionRulebookItem.put({ competition: id, rulebook }, 'none'), awardsItem.put(awards, 'none')])
  for (let start = 0; start < proposals.length; start += 30) {
    await table.transact(proposals.slice(start, start + 30).flatMap(({ id: proposal, title, organisation, organisationId }, i) => {
      const category = categoryOf(start + i)
      return [
        ownProposalItem.put({ organisation: organisationId, competition: id, proposal }, 'none'),
        proposalItem.put({
          project: null, id: proposal, competition: id, district: DISTRICT, organisation: { id: organisationId, name: organisation, kind: 'organisation' }, category, title,
          state: 'admitted', createdAt: at, createdBy: administrator, version: 1, submittedAt: at, withdrawnAt: null, cure: null,
          eligibility: { decision: 'admitted', reasons: '', checks: {}, at, by: administrator },
        }, 'none'),
        versionItem.put({
          proposal, number: 1, category, title, content: { name: title }, attachments: [], organisation: { id: organisationId, name: organisation }, submittedAt: at, submittedBy: { id: administrator, name: '申报人' },
        }, 'none'),
      ]
    }))
  }
  return { id, rulebook, proposals }
}

/** What the workflow's task does when the notice's days are over. */
export async function closeNotice(table: Table, competition: string, to: 'award' | 'ruling'): Promise<void> {
  const { value, version } = await loadCompetition(table, competition)
  await table.transact([competitionItem.put({ ...value, state: to }, version)])
}

/** Leaves a token at a decision, as a waiting state does. */
export async function waitFor(table: Table, competition: string, decision: DecisionName, token: string): Promise<void> {
  await table.transact([waitItem.put({ about: competition, decision, token, until: null, since: now(), reminded: [] }, 'any')])
}

/** Whether the decision has answered its token. */
export async function isAnswered(table: Table, competition: string, decision: DecisionName): Promise<boolean> {
  const found = await table.get(waitItem, keys.wait(competition, decision))
  return found !== undefined && found.value.token === null
}
