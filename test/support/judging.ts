import { randomBytes } from 'node:crypto'
import { competitionItem, competitionRulebookItem } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { type CompetitionId, newCompetitionId, newOrganisationId, newPersonId, newProposalId, type OrganisationId, type ProposalId } from '../../shared/kernel/ids.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { proposalItem, versionItem } from '../../shared/proposal/proposal.store.ts'
import { makeGroups } from '../../shared/round/groups.ts'
import { judgeItem } from '../../shared/round/judge.store.ts'
import { loadRound, planHeadItem, type RoundRecord, roundItem } from '../../shared/round/round.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { leavesOf } from '../../shared/rulebook/sheet.ts'
import type { Write } from '../../shared/store/table.ts'
import type { Somebody, TestPlatform } from './platform.ts'
import { defaultRulebook, fullContent } from './proposals.ts'

export interface Judging {
  competition: CompetitionId
  rulebook: Rulebook
  administrator: Somebody
  judges: Somebody[]
  proposals: { id: ProposalId; title: string; organisation: OrganisationId; organisationName: string }[]
  /** Path of the round in the API. */
  at: string
}

/**
 * A contest in its first round, as the workflow leaves it when the round is open: groups made, judges not assigned yet. The n-th judge
 * declares ties to the organisations of the proposals in `ties[n]`.
 */
export async function judging(platform: TestPlatform, options: { proposals?: number; judges?: number; ties?: number[][]; change?: (rulebook: Rulebook) => Rulebook; days?: number } = {}): Promise<Judging> {
  const { proposals: count = 4, judges: judgeCount = 4, ties = [], change = (rulebook) => rulebook, days = 5 } = options
  const rulebook = change(defaultRulebook())
  const rules = rulebook.rounds[0]
  if (rules === undefined) throw new Error('no round')
  const id = newCompetitionId()
  const at = platform.clock.now()
  const administrator = await platform.person('管理员 01', { administrator: '330411' })
  const competition: Competition = {
    id, district: '330411', kind: rulebook.kind, name: { zh: '示例志愿服务项目大赛', en: 'Example contest' }, authority: { zh: '示例主办单位' }, contact: { phone: '0573-00000000', email: 'a@example.cn' }, introduction: '', state: 'judging',
    rulebook: { id: rulebook.id, version: rulebook.version }, seed: `seed-${randomBytes(4).toString('hex')}`, createdAt: at, createdBy: administrator.id, publishedAt: at, round: 0, eligibilityFinishedAt: at, notice: null, endedBecause: null, cancelledAt: null,
    awardsPublishedAt: null, dates: { callClosesAt: at, eligibilityClosesAt: at, roundsCloseAt: rulebook.rounds.map((_, i) => plusDays(at, days + i * 5)) },
  }
  const proposals = Array.from({ length: count }, (_, i) => ({ id: newProposalId(), title: `敲门行动 ${i + 1}`, organisation: newOrganisationId(), organisationName: `梧桐社工服务中心${i + 1}号` }))
  const categories = rulebook.categories.map((category) => category.id)
  const writes: Write[] = proposals.flatMap(({ id: proposal, title, organisation, organisationName }, i) => {
    const category = categories[i % categories.length] ?? 'other'
    const of = { id: organisation, name: organisationName, kind: 'organisation' }
    const secrets = { applicantName: organisationName, representative: '魏法人', lead: '秦负责', contact: '尤联系', team: [1, 2, 3].map((n) => ({ memberName: `许组员${n}`, duty: '带班', memberPhone: `1390000010${n}` })) }
    return [
      proposalItem.put({ project: null, id: proposal, competition: id, district: '330411', organisation: of, category, title, state: 'admitted', createdAt: at, createdBy: newPersonId(), version: 1, submittedAt: at, withdrawnAt: null, cure: null, eligibility: { decision: 'admitted', reasons: '', checks: {}, at, by: administrator.id } }, 'none'),
      versionItem.put({
        proposal, number: 1, category, title, content: fullContent({ name: title, ...secrets }), organisation: { id: organisation, name: organisationName }, submittedAt: at, submittedBy: { id: newPersonId(), name: '申成员' },
        attachments: [{ kind: 'certificate', file: `f_${proposal.slice(2)}` as never, name: `${organisationName}登记证书.pdf`, bytes: 1000, type: 'pdf' }],
      }, 'none'),
    ]
  })
  const judges = []
  for (let n = 0; n < judgeCount; n += 1) {
    const judge = await platform.person(`评委 ${String(n + 1).padStart(2, '0')}`, { judge: [id] })
    judges.push(judge)
    const tied = (ties[n] ?? []).flatMap((of) => proposals[of] ?? [])
    writes.push(judgeItem.put({ competition: id, person: judge.id, name: judge.name, ties: tied.map(({ organisation }) => ({ organisation, reason: '曾任顾问' })), expertise: {}, maxLoad: null, acceptedAt: at, removedAt: null }, 'none'))
  }
  const groups = makeGroups(rules.grouping, proposals.map(({ id: proposal }, i) => ({ id: proposal, category: categories[i % categories.length] ?? 'other' })), competition.seed, categories)
  const ids = new Map<string, ProposalId>(proposals.map((proposal) => [proposal.id, proposal.id]))
  const round: RoundRecord = {
    competition: id, index: 0, round: rules.id, state: 'planning', entries: count, plan: null, preparedPlan: 'groups', standing: null, seal: null, openedAt: at, scoringOpenedAt: null, closedAt: null, endedAt: null, unscored: [], unscoredSettled: false,
    ties: null, parentToken: null, execution: null,
  }
  writes.push(
    competitionItem.put(competition, 'none'), competitionRulebookItem.put({ competition: id, rulebook }, 'none'), roundItem.put(round, 'none'),
    planHeadItem.put({ competition: id, index: 0, version: 'groups', shortfalls: [], madeAt: at, groups: groups.map((group) => ({ id: group.id, name: group.name, category: group.category, panel: [], proposals: group.entries.flatMap((entry) => ids.get(entry) ?? []) })) }, 'none'),
  )
  for (let start = 0; start < writes.length; start += 90) await platform.table.transact(writes.slice(start, start + 90))
  return { competition: id, rulebook, administrator, judges, proposals, at: `/competitions/${id}/rounds/0` }
}

/** The same with the plan made and confirmed: cards are open. */
export async function scoring(platform: TestPlatform, options: Parameters<typeof judging>[1] = {}): Promise<Judging> {
  const made = await judging(platform, options)
  for (const path of ['plan', 'plan/confirmation']) {
    const answer = await made.administrator.api('POST', `${made.at}/${path}`, path === 'plan' ? {} : undefined)
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body))
  }
  return made
}

/** What a judge has to score, in the order of the judge's list. */
export async function tasksOf(judge: Somebody, at: string): Promise<string[]> {
  const { body } = await judge.api('GET', `${at}/assignments`)
  return body.items.map(({ proposal }: { proposal: string }) => proposal)
}

/** Every leaf of the first round with a share of its max, in tenths: whole points where the sheet asks for them. */
export function scoresOf(rulebook: Rulebook, tenths = 8, index = 0): Record<string, string> {
  const rules = rulebook.rounds[index]
  if (rules === undefined) throw new Error('no round')
  return Object.fromEntries(leavesOf(rules.criteria).map(({ id, max }) => [id, String(Math.floor((max * tenths) / 10))]))
}

/** All cards of everybody, sent. */
export async function scoreAll(made: Judging, tenths: (judge: number, proposal: string) => number = () => 8): Promise<void> {
  for (const [n, judge] of made.judges.entries()) {
    for (const proposal of await tasksOf(judge, made.at)) {
      const sent = await judge.api('POST', `/proposals/${proposal}/scorecards/0/submission`, { scores: scoresOf(made.rulebook, tenths(n, proposal)) })
      if (sent.status !== 201) throw new Error(JSON.stringify(sent.body))
    }
  }
}

/** Puts ROUND into a state that a task of the workflow leads to. */
export async function setRound(platform: TestPlatform, made: Judging, change: Partial<RoundRecord>): Promise<void> {
  const { value, version } = await loadRound(platform.table, made.competition, 0)
  await platform.table.transact([roundItem.put({ ...value, ...change }, version)])
}
