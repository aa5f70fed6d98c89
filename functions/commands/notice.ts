import * as z from 'zod'
import { loadAwards } from '../../shared/award/award.store.ts'
import { type Competition } from '../../shared/competition/competition.ts'
import { competitionItem, loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import { date, shanghaiDate, type NoticeWindow } from '../../shared/kernel/calendar.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { loadCorrections } from '../../shared/notice/calendar.store.ts'
import type { Notice } from '../../shared/notice/notice.ts'
import { noticeAbout, noticeItem } from '../../shared/notice/notice.store.ts'
import { preparedWindow } from '../../shared/notice/window.ts'
import { keys } from '../../shared/store/keys.ts'
import { wake } from '../../shared/wait/wait.store.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { sealedRounds } from '../queries/bundle.ts'

export const publishNoticeInput = z.strictObject({
  /** 公示依据 */
  basis: z.string().trim().min(1).max(1000),
  /** 评审过程 */
  process: z.string().trim().min(1).max(2000),
  contact: z.strictObject({ phone: z.string().trim().min(1).max(40), email: z.union([z.literal(''), z.email().max(254)]) }),
  /** Left out: today. */
  firstDay: date.optional(),
  /** The last day as it was shown; when it has become another one meanwhile, nothing is published. */
  lastDay: date.optional(),
  /** What is different from the notice before; asked for when there is one. */
  correction: z.string().trim().min(1).max(1000).optional(),
})
export type PublishNotice = z.infer<typeof publishNoticeInput>

export interface NoticeAnswer {
  number: number
  firstDay: string
  lastDay: string
  endsAt: Instant
  provisional: boolean
  replaces: number | null
}

/**
 * Publishes the award list for objections, for good. From `result` it opens the window: after a ruling, of what has changed alone. While
 * a notice runs, a notice with a correction takes its place and all days start again. Throws TIES_UNDECIDED, WRONG_STATE, INVALID.
 */
export function publishNotice(context: Context, competitionId: string, input: PublishNotice): Promise<NoticeAnswer> {
  return act(context, async () => {
    const competition = await loadCompetition(context.table, competitionId)
    authorise(context, 'notice.publish', { district: competition.value.district, competition: competition.value.id })
    const again = competition.value.state === 'notice'
    if (competition.value.state !== 'result' && !(again && input.correction !== undefined)) throw new Refusal('WRONG_STATE', { facts: { state: competition.value.state } })
    const [awards, rulebook, corrections] = await Promise.all([
      loadAwards(context.table, competitionId), loadRulebook(context.table, competition.value), loadCorrections(context.table, competition.value.district),
    ])
    if (awards.value.ties.length > 0) throw new Refusal('TIES_UNDECIDED')
    const window = preparedWindow(rulebook.notice, corrections, input.firstDay ?? shanghaiDate(context.now), context.now)
    const about = await noticeAbout(context.table, competition.value, awards.value.list)
    const seals = (await sealedRounds(context.table, competition.value)).map(({ round, seal }) => ({ round, root: seal }))
    const notice = makeNotice(context, competition.value, { list: awards.value.list, seals, ...about }, rulebook.notice.firstDayCounts, window, input)
    const woken = await wake(context.table, competitionId, again ? 'notice' : 'notice-publication', again ? 'moved' : 'decided', context.now)
    const { number, firstDay, lastDay, endsAt, provisional, replaces } = notice
    return {
      writes: [
        noticeItem.put(notice, 'none'),
        competitionItem.put({ ...competition.value, state: 'notice', notice: number }, competition.version),
        { check: keys.awards(competitionId), expect: awards.version },
        ...woken.writes,
      ],
      orders: woken.orders,
      trail: [{
        scope: { of: 'competition', id: competitionId },
        action: 'notice.publish',
        about: { noun: 'notice', id: String(number), label: `${competition.value.name.zh}第 ${number} 号公示` },
        sentence: {
          zh: `发布了第 ${number} 号公示，${firstDay} 至 ${lastDay}${replaces === null ? '' : notice.lines === 'all' ? `，替代第 ${replaces} 号，公示期重新计算` : `，只公示第 ${replaces} 号以来的变动，其余项目的公示期照旧`}`,
          en: `published notice ${number}, ${firstDay} to ${lastDay}${replaces === null ? '' : notice.lines === 'all' ? `, in place of notice ${replaces}; its days start again` : `, about what has changed since notice ${replaces} alone; the days of the rest go on`}`,
        },
        from: competition.value.state,
        to: 'notice',
        ...(input.correction === undefined ? {} : { reason: input.correction }),
      }],
      answer: { number, firstDay, lastDay, endsAt, provisional, replaces },
    }
  })
}

function makeNotice(context: Context, competition: Competition, about: Pick<Notice, 'list' | 'lines' | 'removed' | 'seals'>, firstDayCounts: boolean, window: NoticeWindow, input: PublishNotice): Notice {
  if (input.lastDay !== undefined && input.lastDay !== window.last) {
    throw new Refusal('INVALID', { mistakes: [{
      path: 'lastDay', code: 'WINDOW_MOVED',
      zh: `公示期已变为 ${window.first} 至 ${window.last}，与您看到的不同，请核对后再发布`, en: `The window is now ${window.first} to ${window.last}, not what you were shown; check it and publish again`,
    }] })
  }
  if (competition.notice !== null && input.correction === undefined) {
    throw new Refusal('INVALID', { mistakes: [{
      path: 'correction', code: 'REQUIRED', zh: `请写明与第 ${competition.notice} 号公示相比改了什么`, en: `Say what has changed since notice ${competition.notice}`,
    }] })
  }
  return {
    competition: competition.id,
    number: (competition.notice ?? 0) + 1,
    basis: input.basis,
    process: input.process,
    ...about,
    firstDay: window.first,
    lastDay: window.last,
    days: window.days,
    workingDays: window.days.filter(({ counts }) => counts).length,
    firstDayCounts,
    provisional: window.provisional,
    publishedAt: context.now,
    publishedBy: personOf(context).id,
    endsAt: window.endsAt,
    contact: input.contact,
    issuer: competition.authority,
    replaces: competition.notice,
    correction: competition.notice === null ? null : (input.correction ?? null),
  }
}
