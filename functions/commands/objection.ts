import * as z from 'zod'
import { isPublished } from '../../shared/award/award.ts'
import { type Awards, awardsItem, loadAwardList, loadAwards } from '../../shared/award/award.store.ts'
import type { AwardLine } from '../../shared/award/line.ts'
import { amendAwards, proposeAwards } from '../../shared/award/propose.store.ts'
import { competitionItem, loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { fileId, newObjectionId, type ObjectionId, type ProposalId } from '../../shared/kernel/ids.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { formatYuan, mostFen } from '../../shared/kernel/money.ts'
import { type Mistake, Refusal } from '../../shared/kernel/refusal.ts'
import { type Bilingual, type Language, say } from '../../shared/kernel/text.ts'
import { mailOrder } from '../../shared/mail/templates.ts'
import { loadCorrections } from '../../shared/notice/calendar.store.ts'
import { noticeOf, objectionsTaken } from '../../shared/notice/changes.ts'
import { gates, type Notice, type Objection, objectionNumber } from '../../shared/notice/notice.ts'
import { loadNoticesInForce, loadObjection, loadObjections, objectionItem } from '../../shared/notice/notice.store.ts'
import { emailIn, rulingDeadline } from '../../shared/notice/ruling.ts'
import { requireUnbarred } from '../../shared/person/hats.ts'
import { proposalNumber } from '../../shared/proposal/proposal.ts'
import { loadProposal } from '../../shared/proposal/proposal.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { markAdded } from '../../shared/store/mark.store.ts'
import { stir, wake } from '../../shared/wait/wait.store.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { refuseApplicants } from '../queries/applicant.ts'
import { guideAmong, ownAmong, wearerOf } from '../queries/hats.ts'
import { countTry } from '../throttle.ts'
import { MOST_EVIDENCE, readyEvidence } from './evidence.ts'
import { mailsTo, type Orders, readers } from './news.ts'

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
  deadline: Objection['deadline']
}

/**
 * Takes an objection against a notice that runs, from anybody. Throws NOTICE_NOT_OPEN outside all days, INVALID where name, contact or
 * seal is missing or the days of that project are over, TOO_MANY_TRIES.
 */
export async function makeObjection(context: Context, competitionId: string, input: MakeObjection): Promise<ObjectionReceipt> {
  authorise(context, 'objection.make', {})
  return act(context, async () => {
    const competition = await loadCompetition(context.table, competitionId)
    const notices = await loadNoticesInForce(context.table, competitionId)
    const [newest] = notices
    if (newest === undefined || !objectionsTaken(competition.value.state, notices, context.now)) throw new Refusal('NOTICE_NOT_OPEN', { facts: newest === undefined ? {} : { lastDay: newest.lastDay } })
    const lines = await loadAwardList(context.table, competitionId, newest.list)
    const line = input.proposal === undefined || input.proposal === '' ? null : lineOf(lines, input.proposal)
    const notice = line === null || line === undefined ? newest : noticeOf(notices, line.proposal)
    refuseUnsigned(input, line)
    if (!objectionsTaken(competition.value.state, notices, context.now, line?.proposal ?? null)) throw overFor(notice)
    if ((await readyEvidence(context.table, competitionId, input.files)).length < input.files.length) throw new Refusal('FILE_NOT_READY')
    await countTry(context, `objection#${competitionId}`, OBJECTIONS_AN_HOUR)
    const [rulebook, corrections] = await Promise.all([loadRulebook(context.table, competition.value), loadCorrections(context.table, competition.value.district)])
    const deadline = input.kind === 'lead' ? null : rulingDeadline(rulebook.notice, corrections, context.now)
    const objection = makeItem(context, notice, input, line?.proposal ?? null, deadline)
    // The machine that waits for the notice's end reads again: it reminds of the ruling's last day too.
    const read = await stir(context.table, competitionId, 'notice', 'notice', context.now)
    const about = line === null || line === undefined ? { zh: '整个名单', en: 'the list' } : { zh: `《${line.title}》`, en: `“${line.title}”` }
    const words = input.kind === 'lead' ? { zh: '线索', en: 'a lead' } : { zh: '异议', en: 'an objection' }
    return {
      writes: [objectionItem.put(objection, 'none'), await markAdded(context.table, keys.objectionMark(competitionId)), ...read.writes],
      orders: read.orders,
      trail: [{
        scope: { of: 'competition', id: competitionId },
        action: 'objection.make',
        about: { noun: 'objection', id: objection.id, label: objectionNumber(objection.id) },
        // Neither name nor contact: the trail is read and exported by more people than the objection is.
        sentence: { zh: `收到一件关于${about.zh}的${words.zh}`, en: `${words.en} about ${about.en} came in` },
        to: 'open',
      }],
      answer: { id: objection.id, number: objectionNumber(objection.id), kind: objection.kind, at: objection.at, deadline },
    }
  })
}

const overFor = ({ lastDay }: Notice): Refusal => new Refusal('INVALID', { mistakes: [{
  path: 'proposal', code: 'NOTICE_OVER', zh: `这个项目的公示已在 ${lastDay} 结束，现在只能对变动的项目提出异议`, en: `The notice of this project ended on ${lastDay}; objections are taken against those that have changed`,
}] })

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

function makeItem(context: Context, notice: Notice, input: MakeObjection, proposal: ProposalId | null, deadline: Objection['deadline']): Objection {
  const { kind, facts, files } = input
  // A lead's name is not kept: what nobody may act on need not be known.
  const signed = kind === 'lead' ? { name: '' } : { name: input.name }
  const { now: at, language } = context
  return { id: newObjectionId(), competition: notice.competition, notice: notice.number, kind, ...signed, contact: input.contact, proposal, facts, files, language, at, deadline, state: 'open', ruling: null }
}

export const rulingInput = z.strictObject({
  reasons: z.string().trim().min(1).max(3000),
  /** `annul` takes the proposal's award away, `correct` puts its names right; both change the list, and what has changed goes under notice again. */
  effect: z.enum(['none', 'annul', 'correct']),
  /** Which proposal, where the objection is against the list as a whole. */
  proposal: z.string().trim().max(40).optional(),
  /** With `correct`: the names as they ought to be. */
  title: z.string().trim().min(1).max(200).optional(),
  organisation: z.string().trim().min(1).max(200).optional(),
  /** With `correct`, in a venture: the grant in fen, less than on the list. More is for a decision under the budget. */
  amount: z.int().min(1).max(mostFen).optional(),
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
 * where no proposal is named that the list has; CONFLICTED for whoever organises the competition, belongs to the applicant concerned or guides its project.
 */
export function ruleOnObjection(context: Context, competitionId: string, objectionId: string, input: Ruling): Promise<RulingAnswer> {
  return act(context, async () => {
    const competition = await loadCompetition(context.table, competitionId)
    authorise(context, 'objection.rule', { district: competition.value.district, competition: competition.value.id })
    await refuseApplicants(context, competitionId)
    const [objection, others] = await Promise.all([loadObjection(context.table, competitionId, objectionId), loadObjections(context.table, competitionId)])
    if (objection.value.state !== 'open') throw new Refusal('WRONG_STATE', { facts: { state: objection.value.state } })
    await requireImpartial(context, competition.value, objection.value, input)
    const changes = input.effect === 'none' ? undefined : await changeList(context, competition.value, objection.value, input)
    const state = changes !== undefined ? 'upheld' : objection.value.kind === 'lead' ? 'noted' : 'dismissed'
    const person = personOf(context)
    const after: Objection = { ...objection.value, state, ruling: { at: context.now, by: person.id, byName: person.name, reasons: input.reasons, effect: input.effect } }
    const moved = { ...competition.value, state: changes === undefined ? competition.value.state : ('result' as const) }
    const decision = wokenBy(competition.value.state, changes !== undefined, others.some(({ value }) => gates(value) && value.id !== after.id))
    const woken = decision === null ? { writes: [], orders: [] } : await wake(context.table, competitionId, decision, 'decided', context.now)
    const number = objectionNumber(after.id)
    const told = await newsOfRuling(context, competition.value, after, changes)
    return {
      writes: [
        objectionItem.put(after, objection.version),
        // Always written: of two rulings at the same moment one is decided again, so that the last of them wakes the workflow.
        competitionItem.put(moved, competition.version),
        ...(changes === undefined ? [] : [awardsItem.put(changes.awards, changes.version)]),
        ...woken.writes,
      ],
      orders: [...woken.orders, ...told],
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

/** Against the list as a whole, everybody on it is concerned. */
async function requireImpartial(context: Context, { id }: Competition, objection: Objection, input: Ruling): Promise<void> {
  const wearer = await wearerOf(context)
  const wide = objection.proposal === null || (input.proposal ?? '') !== ''
  const concerned = wide ? (await loadAwardList(context.table, id, (await loadAwards(context.table, id)).value.list)).map(({ proposal }) => proposal) : []
  const proposals = objection.proposal === null ? concerned : [...concerned, objection.proposal]
  requireUnbarred('rule', wearer, { competitions: [id], organisations: await ownAmong(context, wearer, id, proposals), mentor: await guideAmong(context, proposals) })
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
  proposal: ProposalId
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
  if (isPublished(awards, line.proposal)) {
    throw new Refusal('INVALID', { mistakes: [{ path: 'proposal', code: 'PUBLISHED', zh: '这个项目的奖项已经公布，不能再改', en: 'The award of this project is published and cannot be changed any more' }] })
  }
  refuseNoChange(line, input)
  const at = { objection: objection.id, at: context.now }
  const kept = input.effect === 'annul'
    ? { ...awards, annulled: [...awards.annulled, { proposal: line.proposal, title: line.title, organisation: line.organisation, reasons: input.reasons, ...at }] }
    : { ...awards, corrected: [...awards.corrected, { proposal: line.proposal, title: input.title ?? null, organisation: input.organisation ?? null, amount: input.amount ?? null, ...at }] }
  const again = competition.kind === 'venture' || awards.early.length > 0 ? await amendAwards(context.table, kept, lines) : await proposeAwards(context.table, competition, rulebook, awards.standing, kept)
  return { awards: again, version, effect: input.effect === 'annul' ? 'annul' : 'correct', proposal: line.proposal, title: line.title }
}

function refuseNoChange(line: AwardLine, { effect, title = line.title, organisation = line.organisation, amount }: Ruling): void {
  if (effect !== 'correct') return
  if (amount !== undefined && (line.amount === null || amount >= line.amount)) {
    throw new Refusal('INVALID', { mistakes: [line.amount === null
      ? { path: 'amount', code: 'NO_AMOUNT', zh: '这个项目没有资助金额', en: 'This project is given no money' }
      : { path: 'amount', code: 'NOT_LESS', zh: `更正后的金额要低于名单上的 ${formatYuan(line.amount)} 元`, en: `The sum has to be less than the ${formatYuan(line.amount)} yuan on the list` }] })
  }
  if (amount !== undefined || title !== line.title || organisation !== line.organisation) return
  throw new Refusal('INVALID', { mistakes: [{
    path: 'title', code: 'NOTHING_CHANGED', zh: '请填写与名单上不同的项目名称或单位名称', en: 'Give a name of the project or of the applicant that is not the one on the list',
  }] })
}

/** Whoever objected hears of it where an e-mail address was given, and so do the members of the applicant whose line changes. */
async function newsOfRuling(context: Context, competition: Competition, { id, contact, language, ruling }: Objection, change: ListChange | undefined): Promise<Orders[]> {
  const base = context.environment.XIUYUAN_BASE_URL
  const name = (reader: Language) => say(competition.name, reader)
  const email = emailIn(contact)
  const url = `${base}/public/competitions/${competition.id}/objection/${id}`
  const objector = email === null ? [] : [mailOrder('objectionRuled', { competition: name(language), number: objectionNumber(id), url }, { email, language }, id, context.now)]
  if (change === undefined) return objector
  const { value: proposal } = await loadProposal(context.table, change.proposal)
  const own = `${base}/proposals/${proposal.id}`
  const facts = { project: change.title, annulled: change.effect === 'annul', reasons: ruling?.reasons ?? '', url: own }
  const members = await readers(context, [{ organisation: proposal.organisation.id }])
  return [...objector, ...(await mailsTo(context, members, own, (person, to) => mailOrder('lineRuled', { ...facts, competition: name(to.language) }, to, `${id}/${person.id}`, context.now)))]
}

function rulingSentence(number: string, state: Objection['state'], change: ListChange | undefined): Bilingual {
  if (change?.effect === 'annul') return { zh: `裁定异议 ${number} 成立，取消《${change.title}》的奖项，变动的部分重新公示`, en: `upheld ${number}: “${change.title}” loses its award and what has changed goes under notice again` }
  if (change !== undefined) return { zh: `裁定异议 ${number} 成立，更正《${change.title}》，变动的部分重新公示`, en: `upheld ${number}: “${change.title}” is corrected and what has changed goes under notice again` }
  return state === 'noted' ? { zh: `记录了线索 ${number} 的核实情况`, en: `noted what came of lead ${number}` } : { zh: `裁定异议 ${number} 不成立`, en: `dismissed ${number}` }
}
