import * as z from 'zod'
import { isPublished, mayPublishEarly } from '../../shared/award/award.ts'
import { awardsItem, loadAwardList, loadAwards } from '../../shared/award/award.store.ts'
import { type Certificate, certificateIdOf } from '../../shared/award/certificate.ts'
import { writeCertificates } from '../../shared/award/certificate.store.ts'
import type { AwardLine } from '../../shared/award/line.ts'
import { proposeAwards } from '../../shared/award/propose.store.ts'
import { competitionItem, loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { proposalId } from '../../shared/kernel/ids.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { typed } from '../../shared/kernel/text.ts'
import { requireUnbarred } from '../../shared/person/hats.ts'
import { blockedBy, gates } from '../../shared/notice/notice.ts'
import { loadObjections } from '../../shared/notice/notice.store.ts'
import { wake } from '../../shared/wait/wait.store.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { ownAmong, wearerOf } from '../queries/hats.ts'
import { prepareGrants } from './grant.ts'

export const decideTieInput = z.strictObject({
  award: z.string().min(1),
  /** Where the award is given in each category apart. */
  category: z.string().nullable().default(null),
  /** Who of the tied takes it: as many as there are places. */
  chosen: z.array(proposalId).min(1).max(1000),
  reason: typed(1000),
})
export type DecideTie = z.infer<typeof decideTieInput>

export interface TiesAnswer {
  /** Ties still to be decided: deciding one may bring up the next. */
  open: number
}

/** Decides who of those tied across an award's last place takes it; the rest go on to the awards after it. Throws WRONG_STATE, NOT_FOUND, INVALID, CONFLICTED. */
export function decideTie(context: Context, competitionId: string, input: DecideTie): Promise<TiesAnswer> {
  return act(context, async () => {
    const competition = await loadCompetition(context.table, competitionId)
    authorise(context, 'award.decide', { district: competition.value.district, competition: competition.value.id })
    if (competition.value.state !== 'result') throw new Refusal('WRONG_STATE', { facts: { state: competition.value.state } })
    const [{ value: awards, version }, rulebook] = await Promise.all([loadAwards(context.table, competitionId), loadRulebook(context.table, competition.value)])
    const tie = awards.ties.find(({ award, category }) => award === input.award && category === input.category)
    if (tie === undefined) throw new Refusal('NOT_FOUND')
    await requireImpartial(context, competition.value, tie.tied)
    const chosen = tie.tied.filter(({ proposal }) => input.chosen.includes(proposal))
    if (chosen.length !== tie.places || new Set(input.chosen).size !== tie.places) {
      throw new Refusal('INVALID', { mistakes: [{ path: 'chosen', code: 'WRONG_NUMBER', zh: `请从并列的 ${tie.tied.length} 个里选 ${tie.places} 个`, en: `Choose ${tie.places} of the ${tie.tied.length} that are tied` }] })
    }
    const person = personOf(context)
    const { award, awardName, category, tied } = tie
    // A tie that a ruling has opened again is decided anew.
    const others = awards.decisions.filter((one) => one.award !== award || one.category !== category)
    const decisions = [...others, { award, awardName, category, tied, chosen, reason: input.reason, at: context.now, by: person.id, byName: person.name }]
    const again = await proposeAwards(context.table, competition.value, rulebook, awards.standing, { ...awards, decisions })
    return {
      writes: [awardsItem.put(again, version)],
      trail: [{
        scope: { of: 'competition', id: competitionId },
        action: 'award.decide',
        about: { noun: 'award', id: input.award, label: tie.awardName.zh },
        sentence: { zh: `决定了${tie.awardName.zh}的并列：${tie.tied.length} 个里取 ${tie.places} 个`, en: `decided the tie for ${tie.awardName.en ?? tie.awardName.zh}: ${tie.places} of ${tie.tied.length}` },
        reason: input.reason,
      }],
      answer: { open: again.ties.length },
    }
  })
}

export interface PublishedAwards {
  /** Published now or before. */
  awards: number
  /** Those that wait for a ruling. */
  waiting: number
  publishedAt: Instant
}

/**
 * Publishes the awards with their certificates; what is published already stays as it is. While objections wait for their rulings it
 * publishes, where the rulebook lets it, those that none of them is about. Certificates are written before, unseen, and one transaction
 * makes all of them count. Throws NOTICE_OPEN, OBJECTIONS_OPEN, WRONG_STATE, CONFLICTED.
 */
export function publishAwards(context: Context, competitionId: string): Promise<PublishedAwards> {
  return act(context, async () => {
    const competition = await loadCompetition(context.table, competitionId)
    authorise(context, 'award.publish', { district: competition.value.district, competition: competition.value.id })
    const { state, awardsPublishedAt } = competition.value
    const rulebook = await loadRulebook(context.table, competition.value)
    const early = mayPublishEarly(competition.value, rulebook)
    if (state !== 'award' && !early && awardsPublishedAt === null) await refuseEarly(context, competition.value)
    const { value: awards, version } = await loadAwards(context.table, competitionId)
    if (awardsPublishedAt !== null) return { writes: [], trail: [], answer: { awards: awards.lines, waiting: 0, publishedAt: awardsPublishedAt } }
    const lines = await loadAwardList(context.table, competitionId, awards.list)
    const objections = early ? (await loadObjections(context.table, competitionId)).map(({ value }) => value) : []
    const going = lines.filter((line) => !isPublished(awards, line.proposal) && blockedBy(objections, line).length === 0)
    if (early && going.length === 0) await refuseEarly(context, competition.value)
    await requireImpartial(context, competition.value, lines)
    if (competition.value.kind === 'venture') await prepareGrants(context, competition.value, awards, lines)
    await writeCertificates(context.table, going.map((line) => certificateFor(competition.value, line, context.now)))
    const what = competition.value.kind === 'venture' ? { zh: '资助项目', en: 'grants' } : { zh: '奖项', en: 'awards' }
    const trail = (zh: string, en: string) => [{ scope: { of: 'competition' as const, id: competitionId }, action: 'award.publish' as const, about: { noun: 'competition' as const, id: competitionId, label: competition.value.name.zh }, sentence: { zh, en } }]
    if (early) {
      const published = [...awards.early, ...going.map(({ proposal }) => ({ proposal, at: context.now }))]
      return {
        writes: [awardsItem.put({ ...awards, early: published }, version)],
        trail: trail(`先公布了 ${going.length} 个与异议无关的${what.zh}`, `published ${going.length} ${what.en} that no objection is about`),
        answer: { awards: published.length, waiting: lines.length - published.length, publishedAt: context.now },
      }
    }
    const woken = await wake(context.table, competitionId, 'awards', 'decided', context.now)
    return {
      writes: [
        awardsItem.put({ ...awards, publishedAt: context.now, publishedBy: personOf(context).id }, version),
        competitionItem.put({ ...competition.value, awardsPublishedAt: context.now }, competition.version),
        ...woken.writes,
      ],
      orders: woken.orders,
      trail: trail(`公布了 ${going.length} 个${what.zh}`, `published ${going.length} ${what.en}`),
      answer: { awards: lines.length, waiting: 0, publishedAt: context.now },
    }
  })
}

/** Throws CONFLICTED for whoever organises the competition, or belongs to one of those concerned. */
async function requireImpartial(context: Context, { id }: Competition, concerned: readonly { proposal: string }[]): Promise<void> {
  const wearer = await wearerOf(context)
  requireUnbarred('decide-award', wearer, { competitions: [id], organisations: await ownAmong(context, wearer, id, concerned.map(({ proposal }) => proposal)) })
}

async function refuseEarly(context: Context, { id, state }: Competition): Promise<never> {
  const open = (await loadObjections(context.table, id)).filter(({ value }) => gates(value)).length
  if (state === 'ruling' || open > 0) throw new Refusal('OBJECTIONS_OPEN', { facts: { open } })
  throw new Refusal(state === 'notice' ? 'NOTICE_OPEN' : 'WRONG_STATE', { facts: { state } })
}

function certificateFor(competition: Competition, line: AwardLine, now: Instant): Certificate {
  const { award, awardName, place, proposal, title, organisation } = line
  return {
    id: certificateIdOf(competition.id, proposal, award),
    competition: competition.id, competitionName: competition.name, proposal, title, organisation, award, awardName, place,
    issuer: competition.authority, date: shanghaiDate(now),
  }
}
