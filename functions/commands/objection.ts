import * as z from 'zod'
import { type Awards, awardsItem, loadAwardList, loadAwards } from '../../shared/award/award.store.ts'
import type { AwardLine } from '../../shared/award/line.ts'
import { proposeAwards } from '../../shared/award/propose.store.ts'
import { competitionItem, loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { fileId, newObjectionId, type ObjectionId, type ProposalId } from '../../shared/kernel/ids.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { type Mistake, Refusal } from '../../shared/kernel/refusal.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { gates, type Notice, noticeIsOpen, type Objection, objectionNumber } from '../../shared/notice/notice.ts'
import { loadNotice, loadObjection, loadObjections, objectionItem } from '../../shared/notice/notice.store.ts'
import { proposalNumber } from '../../shared/proposal/proposal.ts'
import { wake } from '../../shared/wait/wait.store.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { countTry } from '../throttle.ts'
import { MOST_EVIDENCE, readyEvidence } from './evidence.ts'

/** An hour's objections from one address. An office shares an address; somebody who floods is one address too. */
const OBJECTIONS_AN_HOUR = 10

export const objectionInput = z.strictObject({
  /** `lead`: without a name. It is looked into but gates nothing. */
  kind: z.enum(['person', 'organisation', 'lead']),
  name: z.string().trim().max(60).default(''),
  /** Telephone or e-mail. */
  contact: z.string().trim().max(120).default(''),
  /** Number of the award's proposal as the notice shows it; left out: against the list as a whole. */
  proposal: z.string().trim().max(40).optional(),
  facts: z.string().trim().min(10).max(3000),
  files: z.array(fileId).max(MOST_EVIDENCE).default([]),
})
export type MakeObjection = z.infer<typeof objectionInput>

export interface ObjectionReceipt {
  id: ObjectionId
  number: string
  kind: Objection['kind']
  at: Instant
}

/**
 * Takes an objection against the notice that runs, from anybody. Throws NOTICE_NOT_OPEN outside its days, INVALID where name, contact
 * or seal is missing, TOO_MANY_TRIES.
 */
export async function makeObjection(context: Context, competitionId: string, input: MakeObjection): Promise<ObjectionReceipt> {
  authorise(context, 'objection.make', {})
  return act(context, async () => {
    const competition = await loadCompetition(context.table, competitionId)
    const { notice: number, state } = competition.value
    if (number === null) throw new Refusal('NOTICE_NOT_OPEN')
    const notice = await loadNotice(context.table, competitionId, number)
    if (state !== 'notice' || !noticeIsOpen(notice, context.now)) throw new Refusal('NOTICE_NOT_OPEN', { facts: { lastDay: notice.lastDay } })
    const lines = await loadAwardList(context.table, competitionId, notice.list)
    const line = input.proposal === undefined || input.proposal === '' ? null : lineOf(lines, input.proposal)
    refuseUnsigned(input, line)
    if ((await readyEvidence(context.table, competitionId, input.files)).length < input.files.length) throw new Refusal('FILE_NOT_READY')
    await countTry(context, `objection#${competitionId}`, OBJECTIONS_AN_HOUR)
    const objection = makeItem(context, notice, input, line?.proposal ?? null)
    const about = line === null || line === undefined ? { zh: '整个名单', en: 'the list' } : { zh: `《${line.title}》`, en: `“${line.title}”` }
    const words = input.kind === 'lead' ? { zh: '线索', en: 'a lead' } : { zh: '异议', en: 'an objection' }
    return {
      writes: [objectionItem.put(objection, 'none')],
      trail: [{
        scope: { of: 'competition', id: competitionId },
        action: 'objection.make',
        about: { noun: 'objection', id: objection.id, label: objectionNumber(objection.id) },
        // Neither name nor contact: the trail is read and exported by more people than the objection is.
        sentence: { zh: `收到一件关于${about.zh}的${words.zh}`, en: `${words.en} about ${about.en} came in` },
        to: 'open',
      }],
      answer: { id: objection.id, number: objectionNumber(objection.id), kind: objection.kind, at: objection.at },
    }
  })
}

/** By the number that the notice shows, or by the proposal's id. */
const lineOf = (lines: readonly AwardLine[], proposal: string): AwardLine | undefined =>
  lines.find((line) => proposalNumber(line.proposal) === proposal.toUpperCase() || line.proposal === proposal)

function refuseUnsigned(input: MakeObjection, line: AwardLine | null | undefined): void {
  const mistakes: Mistake[] = []
  const need = (path: string, zh: string, en: string) => mistakes.push({ path, code: 'REQUIRED', zh, en })
  if (input.kind === 'person' && input.name === '') need('name', '请写真实姓名；不便署名的，可以作为线索提交', 'Give your real name; without one, send it as a lead')
  if (input.kind === 'organisation' && input.name === '') need('name', '请写单位全称', 'Give the organisation’s full name')
  if (input.kind !== 'lead' && input.contact === '') need('contact', '请写联系电话或邮箱，好把处理决定告诉您', 'Give a telephone number or e-mail address, so that we can tell you the ruling')
  if (input.kind === 'organisation' && input.files.length === 0) need('files', '单位提出异议，请附上盖章的扫描件', 'An organisation’s objection needs a scan with its seal')
  if (line === undefined) mistakes.push({ path: 'proposal', code: 'NOT_A_CHOICE', zh: '公示名单里没有这个项目', en: 'The notice does not list this project' })
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
}

function makeItem(context: Context, notice: Notice, input: MakeObjection, proposal: ProposalId | null): Objection {
  const { kind, facts, files } = input
  // A lead's name is not kept: what nobody may act on need not be known.
  const signed = kind === 'lead' ? { name: '' } : { name: input.name }
  return { id: newObjectionId(), competition: notice.competition, notice: notice.number, kind, ...signed, contact: input.contact, proposal, facts, files, at: context.now, state: 'open', ruling: null }
}

export const rulingInput = z.strictObject({
  reasons: z.string().trim().min(1).max(3000),
  /** `annul` takes the proposal's award away, `correct` puts its names right; both change the list, so it goes under notice again. */
  effect: z.enum(['none', 'annul', 'correct']),
  /** Which proposal, where the objection is against the list as a whole. */
  proposal: z.string().trim().max(40).optional(),
  /** With `correct`: the names as they ought to be. */
  title: z.string().trim().min(1).max(200).optional(),
  organisation: z.string().trim().min(1).max(200).optional(),
})
export type Ruling = z.infer<typeof rulingInput>

export interface RulingAnswer {
  id: ObjectionId
  state: Objection['state']
  competition: Competition['state']
}

/**
 * Decides an objection or a lead, for good. Where the list changes, awards are given anew from the same standing and the competition
 * goes back to `result`, for a new notice. Throws WRONG_STATE for one that is decided, or whose list can't change any more; INVALID
 * where no proposal is named that the list has.
 */
export function ruleOnObjection(context: Context, competitionId: string, objectionId: string, input: Ruling): Promise<RulingAnswer> {
  return act(context, async () => {
    const competition = await loadCompetition(context.table, competitionId)
    authorise(context, 'objection.rule', { district: competition.value.district })
    const [objection, others] = await Promise.all([loadObjection(context.table, competitionId, objectionId), loadObjections(context.table, competitionId)])
    if (objection.value.state !== 'open') throw new Refusal('WRONG_STATE', { facts: { state: objection.value.state } })
    const changes = input.effect === 'none' ? undefined : await changeList(context, competition.value, objection.value, input)
    const state = changes !== undefined ? 'upheld' : objection.value.kind === 'lead' ? 'noted' : 'dismissed'
    const person = personOf(context)
    const after: Objection = { ...objection.value, state, ruling: { at: context.now, by: person.id, byName: person.name, reasons: input.reasons, effect: input.effect } }
    const moved = { ...competition.value, state: changes === undefined ? competition.value.state : ('result' as const) }
    const decision = wokenBy(competition.value.state, changes !== undefined, others.some(({ value }) => gates(value) && value.id !== after.id))
    const woken = decision === null ? { writes: [], orders: [] } : await wake(context.table, competitionId, decision, 'decided', context.now)
    const number = objectionNumber(after.id)
    return {
      writes: [
        objectionItem.put(after, objection.version),
        // Always written: of two rulings at the same moment one is decided again, so that the last of them wakes the workflow.
        competitionItem.put(moved, competition.version),
        ...(changes === undefined ? [] : [awardsItem.put(changes.awards, changes.version)]),
        ...woken.writes,
      ],
      orders: woken.orders,
      trail: [{
        scope: { of: 'competition', id: competitionId },
        action: 'objection.rule',
        about: { noun: 'objection', id: after.id, label: number },
        sentence: rulingSentence(number, state, changes),
        from: 'open',
        to: state,
        reason: input.reasons,
      }],
      answer: { id: after.id, state, competition: moved.state },
    }
  })
}

/** Which wait the ruling answers: a change ends the notice or the rulings; the last ruling without a change ends the rulings. */
function wokenBy(state: Competition['state'], changed: boolean, othersOpen: boolean): 'notice' | 'rulings' | null {
  if (state === 'notice' && changed) return 'notice'
  return state === 'ruling' && (changed || !othersOpen) ? 'rulings' : null
}

interface ListChange {
  awards: Awards
  version: number
  effect: 'annul' | 'correct'
  title: string
}

async function changeList(context: Context, competition: Competition, objection: Objection, input: Ruling): Promise<ListChange> {
  if (competition.state !== 'notice' && competition.state !== 'ruling' && competition.state !== 'result') throw new Refusal('WRONG_STATE', { facts: { state: competition.state } })
  const [{ value: awards, version }, rulebook] = await Promise.all([loadAwards(context.table, competition.id), loadRulebook(context.table, competition)])
  const lines = await loadAwardList(context.table, competition.id, awards.list)
  const line = input.proposal === undefined || input.proposal === '' ? lines.find(({ proposal }) => proposal === objection.proposal) : lineOf(lines, input.proposal)
  if (line === undefined) {
    throw new Refusal('INVALID', { mistakes: [{ path: 'proposal', code: 'NOT_A_CHOICE', zh: '请选名单上的一个项目', en: 'Choose a project on the list' }] })
  }
  const at = { objection: objection.id, at: context.now }
  const kept = input.effect === 'annul'
    ? { ...awards, annulled: [...awards.annulled, { proposal: line.proposal, title: line.title, organisation: line.organisation, reasons: input.reasons, ...at }] }
    : { ...awards, corrected: [...awards.corrected, { proposal: line.proposal, title: input.title ?? null, organisation: input.organisation ?? null, ...at }] }
  const again = await proposeAwards(context.table, competition, rulebook, awards.standing, kept)
  return { awards: again, version, effect: input.effect === 'annul' ? 'annul' : 'correct', title: line.title }
}

function rulingSentence(number: string, state: Objection['state'], change: ListChange | undefined): Bilingual {
  if (change?.effect === 'annul') return { zh: `裁定异议 ${number} 成立，取消《${change.title}》的奖项，名单重新公示`, en: `upheld ${number}: “${change.title}” loses its award and the list goes under notice again` }
  if (change !== undefined) return { zh: `裁定异议 ${number} 成立，更正《${change.title}》，名单重新公示`, en: `upheld ${number}: “${change.title}” is corrected and the list goes under notice again` }
  return state === 'noted' ? { zh: `记录了线索 ${number} 的核实情况`, en: `noted what came of lead ${number}` } : { zh: `裁定异议 ${number} 不成立`, en: `dismissed ${number}` }
}
