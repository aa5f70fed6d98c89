import { awardsItem, loadAwardList, loadAwards } from '../../shared/award/award.store.ts'
import type { AwardLine } from '../../shared/award/line.ts'
import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { type NoticeWindow, shanghaiDate } from '../../shared/kernel/calendar.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { loadCorrections } from '../../shared/notice/calendar.store.ts'
import { inForce, noticeOf, objectionsTaken } from '../../shared/notice/changes.ts'
import { blockedBy, gates, type Notice, type Objection, objectionNumber } from '../../shared/notice/notice.ts'
import { loadNotice, loadNotices, loadObjection, loadObjections, noticeAbout } from '../../shared/notice/notice.store.ts'
import { firstLateFrom, isLate } from '../../shared/notice/ruling.ts'
import { preparedWindow } from '../../shared/notice/window.ts'
import { proposalNumber } from '../../shared/proposal/proposal.ts'
import { roundItem } from '../../shared/round/round.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { may } from '../../shared/person/access.ts'
import { keys } from '../../shared/store/keys.ts'
import type { SetAside } from '../../shared/vote/strike.ts'
import { authorise, type Context } from '../context.ts'
import { isApplicant, refuseApplicants } from './applicant.ts'
import { publicSetAside } from './beside.ts'
import type { Due } from './due.ts'

/** A line as the public sees it: the proposal by its number, never by its id. */
export interface PublicLine extends Omit<AwardLine, 'proposal'> {
  number: string
}

export const publicLine = ({ proposal, ...line }: AwardLine): PublicLine => ({ ...line, number: proposalNumber(proposal) })

/** A line with the days it stands under: its own notice's, which may be an earlier one. */
export interface NoticedLine extends PublicLine {
  notice: number
  lastDay: string
  /** Objections against it are taken now. */
  open: boolean
}

export interface NoticeView {
  competition: Competition
  rulebook: Rulebook
  notice: Notice
  lines: NoticedLine[]
  /** Taken off the list since the notice before. */
  removed: { number: string; title: string; organisation: string }[]
  /** Objections are taken now: against this notice, or, where it is the newest, against another one in force. */
  open: boolean
  /** Signed objections to this notice that are still open. */
  objections: number
  /** The newest notice, where there is a newer one: that is about all lines again, or about what has changed. */
  replacedBy: number | null
  /** A newer one is about what has changed alone: of the rest, this one's days count still. */
  amended: boolean
  /** Awards that no objection is about are published before the rest. */
  early: boolean
  /** Ballots of the public that are not among the votes; null where there are none. */
  setAside: SetAside | null
}

/** A notice as anybody may read it: the newest, or the one of that number. Throws NOT_FOUND. */
export async function readNotice(context: Context, competitionId: string, number?: number): Promise<NoticeView> {
  authorise(context, 'notice.read', {})
  const { value: competition } = await loadCompetition(context.table, competitionId)
  const wanted = number ?? competition.notice
  if (wanted === null || competition.notice === null) throw new Refusal('NOT_FOUND')
  const [notices, rulebook, objections, awards, setAside] = await Promise.all([
    loadNotices(context.table, competitionId), loadRulebook(context.table, competition), loadObjections(context.table, competitionId), loadAwards(context.table, competitionId), publicSetAside(context.table, competitionId),
  ])
  const notice = notices.find(({ number: one }) => one === wanted)
  if (notice === undefined) throw new Refusal('NOT_FOUND')
  const lines = await loadAwardList(context.table, competitionId, notice.list)
  const force = inForce(notices)
  const then = inForce(notices.filter(({ number: one }) => one <= wanted))
  const open = (notice: Notice): boolean => force.includes(notice) && objectionsTaken(competition.state, [notice], context.now)
  return {
    competition, rulebook, notice,
    lines: lines.map((line) => {
      const own = noticeOf(then, line.proposal)
      return { ...publicLine(line), notice: own.number, lastDay: own.lastDay, open: open(own) }
    }),
    removed: notice.removed.map(({ proposal, ...names }) => ({ number: proposalNumber(proposal), ...names })),
    open: open(notice) || (competition.notice === wanted && force.some(open)),
    objections: objections.filter(({ value }) => gates(value) && value.notice === wanted).length,
    replacedBy: competition.notice === wanted ? null : competition.notice,
    amended: competition.notice !== wanted && force.includes(notice),
    early: awards.value.early.length > 0 && awards.value.publishedAt === null,
    setAside,
  }
}

/** The notice that an objection would be against, whether or not it is taken now. Throws NOT_FOUND. */
export async function readForObjection(context: Context, competitionId: string): Promise<NoticeView> {
  authorise(context, 'objection.make', {})
  return readNotice(context, competitionId)
}

export interface NoticePreview {
  competition: Competition
  rulebook: Rulebook
  window: NoticeWindow
  /** `changed`: under notice from now on; the others' days go on. */
  lines: (PublicLine & { changed: boolean })[]
  /** After a ruling: only what has changed goes under notice, and these are gone. null: all of it does. */
  removed: { title: string; organisation: string }[] | null
  /** Ties that stand in the way. */
  ties: number
  /** Wording to begin with: the notice before, or what the rulebook and the rounds say. */
  suggested: { basis: string; process: string; contact: { phone: string; email: string } }
}

/** What publishing on that first day would put out, each day of the window included. Throws INVALID for a first day in the past. */
export async function previewNotice(context: Context, competitionId: string, firstDay?: string): Promise<NoticePreview> {
  const { value: competition } = await loadCompetition(context.table, competitionId)
  authorise(context, 'notice.prepare', { district: competition.district, competition: competition.id })
  const [awards, rulebook, corrections] = await Promise.all([
    loadAwards(context.table, competitionId), loadRulebook(context.table, competition), loadCorrections(context.table, competition.district),
  ])
  const window = preparedWindow(rulebook.notice, corrections, firstDay ?? shanghaiDate(context.now), context.now)
  const lines = await loadAwardList(context.table, competitionId, awards.value.list)
  const about = await noticeAbout(context.table, competition, awards.value.list)
  return {
    competition, rulebook, window, lines: lines.map((line) => ({ ...publicLine(line), changed: about.lines === 'all' || about.lines.includes(line.proposal) })),
    removed: about.lines === 'all' ? null : about.removed.map(({ title, organisation }) => ({ title, organisation })), ties: awards.value.ties.length, suggested: await suggest(context, competition, rulebook),
  }
}

async function suggest(context: Context, competition: Competition, rulebook: Rulebook): Promise<NoticePreview['suggested']> {
  if (competition.notice !== null) {
    const { basis, process, contact } = await loadNotice(context.table, competition.id, competition.notice)
    return { basis, process, contact }
  }
  const rounds = await context.table.queryAll(roundItem, keys.rounds(competition.id))
  const steps = rounds.map(({ value }) => `${value.entries} 个项目进入${rulebook.rounds[value.index]?.name.zh ?? value.round}`)
  return {
    basis: `《${rulebook.name.zh}》和本次大赛的征集公告。`,
    process: `经资格审查，${steps.length === 0 ? '' : `${steps.join('，')}，`}${competition.kind === 'venture' ? '作出资助决定，提出以下拟资助名单' : '按总分排列，提出以下获奖名单'}，现予公示，听取意见。`,
    contact: competition.contact,
  }
}

/** Every notice of a competition, newest first, for its administrators. */
export async function listNotices(context: Context, competition: Competition): Promise<Notice[]> {
  authorise(context, 'notice.prepare', { district: competition.district, competition: competition.id })
  return loadNotices(context.table, competition.id)
}

export interface ObjectionView extends Objection {
  number: string
  /** null: against the list as a whole, or a project that is no longer on it. */
  line: PublicLine | null
  late: boolean
}

/**
 * Objections and leads, open ones first, and the lines of the list that wait for them; for administrators, and for supervisors without whose they are: applicants never learn who objected. Throws NOT_ALLOWED also for an
 * administrator who belongs to an applicant.
 */
export async function listObjections(context: Context, competitionId: string): Promise<{ competition: Competition; objections: ObjectionView[]; blocked: PublicLine[] }> {
  const { value: competition } = await loadCompetition(context.table, competitionId)
  authorise(context, 'objection.list', { district: competition.district, competition: competition.id })
  await refuseApplicants(context, competitionId)
  const [stored, awards] = await Promise.all([loadObjections(context.table, competitionId), context.table.get(awardsItem, keys.awards(competitionId))])
  const found = stored.map(({ value }) => value)
  const lines = awards === undefined ? [] : await loadAwardList(context.table, competitionId, awards.value.list)
  const views = await Promise.all(found.map((objection) => viewOf(context, shownTo(context, competition, objection))))
  return {
    competition, objections: views.toSorted((a, b) => Number(b.state === 'open') - Number(a.state === 'open')),
    blocked: lines.filter((line) => blockedBy(found, line).length > 0).map(publicLine),
  }
}

/** Throws NOT_FOUND, and NOT_ALLOWED as `listObjections` does. */
export async function readObjection(context: Context, competitionId: string, objectionId: string): Promise<{ competition: Competition; objection: ObjectionView; lines: PublicLine[]; open: number }> {
  const { value: competition } = await loadCompetition(context.table, competitionId)
  authorise(context, 'objection.list', { district: competition.district, competition: competition.id })
  await refuseApplicants(context, competitionId)
  const [{ value }, all, awards] = await Promise.all([loadObjection(context.table, competitionId, objectionId), loadObjections(context.table, competitionId), loadAwards(context.table, competitionId)])
  const lines = await loadAwardList(context.table, competitionId, awards.value.list)
  return { competition, objection: await viewOf(context, shownTo(context, competition, value)), lines: lines.map(publicLine), open: all.filter((one) => one.value.state === 'open').length }
}

/** Who objected is for those who rule on it. */
const shownTo = ({ actor }: Context, { id, district }: Competition, objection: Objection): Objection =>
  may(actor, 'objection.rule', { district, competition: id }) ? objection : { ...objection, name: '', contact: '', files: [] }

async function viewOf(context: Context, objection: Objection): Promise<ObjectionView> {
  const known = { ...objection, number: objectionNumber(objection.id), late: isLate(objection, context.now) }
  if (objection.proposal === null) return { ...known, line: null }
  const notice = await loadNotice(context.table, objection.competition, objection.notice)
  const line = (await loadAwardList(context.table, objection.competition, notice.list)).find(({ proposal }) => proposal === objection.proposal)
  return { ...known, line: line === undefined ? null : publicLine(line) }
}

/** What waits for the competition's administrator between the last round and the awards. */
export async function dueForResult(context: Context, competition: Competition): Promise<Due[]> {
  authorise(context, 'notice.prepare', { district: competition.district, competition: competition.id })
  const href = `/competitions/${competition.id}/result`
  const due = (title: Bilingual, state: Due['state'], to = href): Due => ({ title, about: competition.name, href: to, until: null, state })
  const found: Due[] = []
  if (competition.state === 'result') {
    const ties = (await loadAwards(context.table, competition.id)).value.ties.length
    found.push(ties > 0 ? due({ zh: `决定奖项并列（${ties} 处）`, en: `Decide the ties for awards (${ties})` }, 'wait') : due({ zh: '发布公示', en: 'Publish the notice' }, 'wait', `${href}/notice`))
  }
  if (competition.state === 'award' && competition.awardsPublishedAt === null) found.push(due(competition.kind === 'venture' ? { zh: '公布资助名单', en: 'Publish the grants' } : { zh: '公布奖项', en: 'Publish the awards' }, 'wait'))
  if (competition.notice !== null && competition.awardsPublishedAt === null && !(await isApplicant(context, competition.id))) {
    const open = (await loadObjections(context.table, competition.id)).filter(({ value }) => value.state === 'open')
    const signed = open.filter(({ value }) => gates(value)).length
    if (signed > 0) {
      const until = firstLateFrom(open.map(({ value }) => value))
      const late = until !== null && until <= context.now
      found.push({ ...due({ zh: `处理异议（${signed} 件）`, en: `Rule on objections (${signed})` }, late ? 'late' : competition.state === 'ruling' ? 'wait' : 'now', `${href}/objections`), until })
    }
    if (open.length > signed) found.push(due({ zh: `核实线索（${open.length - signed} 条）`, en: `Look into leads (${open.length - signed})` }, 'now', `${href}/objections`))
  }
  return found
}
