import { isPublished } from '../../shared/award/award.ts'
import { type Awards, awardsItem, loadAwardList, loadAwards } from '../../shared/award/award.store.ts'
import { type Certificate, certificateIdOf } from '../../shared/award/certificate.ts'
import { certificateItem } from '../../shared/award/certificate.store.ts'
import type { AwardLine } from '../../shared/award/line.ts'
import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Notice } from '../../shared/notice/notice.ts'
import { loadNotice } from '../../shared/notice/notice.store.ts'
import type { Proposal } from '../../shared/proposal/proposal.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { wordsTo } from '../../shared/scorecard/words.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context } from '../context.ts'
import { isApplicant } from './applicant.ts'
import { listNotices, listObjections, type ObjectionView, publicLine, type PublicLine } from './notice.ts'
import { cardsOfProposal } from './round-cards.ts'

export interface AwardsView {
  competition: Competition
  rulebook: Rulebook
  /** null until they are published, or the first of them. */
  publishedAt: Instant | null
  /** Those that wait for a ruling, where others are published already. */
  waiting: number
  lines: (PublicLine & { certificate: string })[]
}

/** The published awards; before that there is nothing to see. Throws NOT_FOUND for a draft. */
export async function readAwards(context: Context, competitionId: string): Promise<AwardsView> {
  authorise(context, 'award.read', {})
  const { value: competition } = await loadCompetition(context.table, competitionId)
  if (competition.state === 'draft') throw new Refusal('NOT_FOUND')
  const rulebook = await loadRulebook(context.table, competition)
  const awards = (await context.table.get(awardsItem, keys.awards(competitionId)))?.value
  const publishedAt = competition.awardsPublishedAt ?? awards?.early[0]?.at ?? null
  if (awards === undefined || publishedAt === null) return { competition, rulebook, publishedAt: null, waiting: 0, lines: [] }
  const all = await loadAwardList(context.table, competitionId, awards.list)
  const lines = all.filter(({ proposal }) => isPublished(awards, proposal))
  return {
    competition, rulebook, publishedAt, waiting: all.length - lines.length,
    lines: lines.map((line) => ({ ...publicLine(line), certificate: certificateIdOf(competition.id, line.proposal, line.award) })),
  }
}

/** A certificate that is real. Throws NOT_FOUND for any other id, and for one whose awards are not published. */
export async function readCertificate(context: Context, id: string): Promise<Certificate> {
  authorise(context, 'certificate.verify', {})
  const found = await context.table.get(certificateItem, keys.certificate(id))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  const { value: competition } = await loadCompetition(context.table, found.value.competition)
  if (competition.awardsPublishedAt === null && !isPublished((await loadAwards(context.table, competition.id)).value, found.value.proposal)) throw new Refusal('NOT_FOUND')
  return found.value
}

export interface ResultView {
  competition: Competition
  rulebook: Rulebook
  /** null while judging goes on. */
  awards: Awards | null
  lines: AwardLine[]
  notices: Notice[]
  /** null: kept from the asker, who belongs to an applicant. */
  objections: ObjectionView[] | null
}

/** All that an administrator decides between the last round and the awards. */
export async function readResult(context: Context, competitionId: string): Promise<ResultView> {
  const { value: competition } = await loadCompetition(context.table, competitionId)
  authorise(context, 'notice.prepare', { district: competition.district, competition: competition.id })
  const kept = await isApplicant(context, competitionId)
  const [rulebook, found, notices, objections] = await Promise.all([
    loadRulebook(context.table, competition), context.table.get(awardsItem, keys.awards(competitionId)), listNotices(context, competition), kept ? null : listObjections(context, competitionId).then((list) => list.objections),
  ])
  const lines = found === undefined ? [] : await loadAwardList(context.table, competitionId, found.value.list)
  return { competition, rulebook, awards: found?.value ?? null, lines, notices, objections }
}

export interface Outcome {
  /** null: no award, or taken back by a ruling. */
  award: { name: AwardLine['awardName']; place: number | null; total: string } | null
  /** `proposed`: under notice; `published`: for good. */
  state: 'proposed' | 'published'
  /** Where the certificate is checked and printed, once it is published. */
  certificate: string | null
  /** The notice names seals: there is a proof that its cards are under them. */
  sealed: boolean
  /** What its judges have to say, as paragraphs that name nobody; none before the result is published for good. */
  words: string[]
}

/**
 * What came of a proposal, for its applicant: nothing (undefined) until the list is under public notice. The caller has let the asker
 * read the proposal.
 */
export async function outcomeFor(context: Context, proposal: Pick<Proposal, 'id' | 'competition'>): Promise<Outcome | undefined> {
  const { value: competition } = await loadCompetition(context.table, proposal.competition)
  if (competition.notice === null || competition.state === 'decision') return undefined
  const [awards, notice] = await Promise.all([loadAwards(context.table, competition.id), loadNotice(context.table, competition.id, competition.notice)])
  const published = isPublished(awards.value, proposal.id)
  if (competition.state === 'result' && !published) return undefined
  const line = (await loadAwardList(context.table, competition.id, awards.value.list)).find((one) => one.proposal === proposal.id)
  return {
    award: line === undefined ? null : { name: line.awardName, place: line.place, total: line.total },
    state: published ? 'published' : 'proposed',
    certificate: published && line !== undefined ? certificateIdOf(competition.id, proposal.id, line.award) : null,
    sealed: notice.seals.length > 0,
    words: published ? wordsTo(proposal.id, (await cardsOfProposal(context.table, proposal)).map(({ comment }) => comment)) : [],
  }
}
