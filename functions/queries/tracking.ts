import type { Competition } from '../../shared/competition/competition.ts'
import { closesAt } from '../../shared/competition/competition.ts'
import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import { isOver } from '../../shared/competition/steps.ts'
import { keyDates } from '../../shared/competition/forecast.ts'
import { machineOf } from '../../shared/competition/steps.ts'
import { type Counts, noCounts } from '../../shared/counts/counts.ts'
import { countsItem } from '../../shared/counts/counts.store.ts'
import type { NoticeWindow } from '../../shared/kernel/calendar.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { loadCorrections } from '../../shared/notice/calendar.store.ts'
import { loadObjections, noticeItem } from '../../shared/notice/notice.store.ts'
import type { Notice } from '../../shared/notice/notice.ts'
import { firstLateFrom } from '../../shared/notice/ruling.ts'
import type { RoundRecord } from '../../shared/round/round.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Entry } from '../../shared/trail/trail.ts'
import { readTrail } from '../../shared/trail/trail.store.ts'
import type { Visit } from '../../shared/workflow/path.ts'
import type { Step, Whereabouts } from '../../shared/workflow/picture.ts'
import type { MachineName } from '../../shared/workflow/machines.ts'
import type { ExecutionStatus } from '../../shared/workflow/workflow.ts'
import { authorise, type Context } from '../context.ts'
import { type Chain, chain } from './execution.ts'
import { judgeLoads, type JudgeLoad } from './judge.ts'

const beforeResult: ReadonlySet<Competition['state']> = new Set(['call', 'eligibility', 'judging'])

/** Where it stands now, in the words of the machine that holds it: the contest's, or its round's while one is under way. */
interface Now extends Whereabouts {
  machine: MachineName
  execution: string
  /** Entered its present step at. */
  since: string
  /** The date that this step has. */
  until: string | null
  late: boolean
}

export interface Tracking {
  competition: Competition
  rulebook: Rulebook
  /** Steps of the contest, with the judging spread out by round. */
  steps: Step[]
  now: Now | null
  /** An execution that failed and has no successor yet. */
  failed: { execution: string; doing: Bilingual; status: ExecutionStatus; error: string | null } | null
  /** The path the steps were made from, oldest first, by execution. */
  path: { execution: string; visits: Visit[] }[]
  counts: Counts
  round: RoundRecord | null
  judges: JudgeLoad[]
  notice: Notice | null
  /** When the notice would run if it is published on the first working day after the last round; null once judging is over. */
  expectedNotice: NoticeWindow | null
  entries: Entry[]
}

/**
 * A published competition's progress, read from its executions' own histories: nothing here is a second copy of the state. Figures come
 * from the counts that the stream's consumer keeps.
 */
export async function trackCompetition(context: Context, id: string): Promise<Tracking> {
  const { table } = context
  const { value: competition } = await loadCompetition(table, id)
  authorise(context, 'competition.track', { district: competition.district, competition: id })
  const [rulebook, corrections, counts, loads, notice, trail, contest, rounds] = await Promise.all([
    loadRulebook(table, competition),
    loadCorrections(table, competition.district),
    table.get(countsItem, keys.counts(id)),
    judgeLoads(context, competition),
    competition.notice === null ? undefined : table.get(noticeItem, keys.notice(id, competition.notice)),
    readTrail(table, { of: 'competition', id }, { limit: 6 }),
    chain(context, machineOf(competition), `${id}-1`),
    Promise.all(Array.from({ length: (competition.round ?? -1) + 1 }, (_, index) => chain(context, 'judging-round', `${id}-r${index}-1`))),
  ])
  const rulingDue = competition.state === 'ruling' ? firstLateFrom((await loadObjections(table, id)).map(({ value }) => value)) : null
  const now = nowOf(context, competition, notice?.value ?? null, rulingDue, contest, rounds)
  const broken = [...rounds, contest].find((one) => one !== undefined && one.newest.status !== 'running' && one.newest.status !== 'succeeded')
  return {
    competition, rulebook, now, round: loads.round, judges: loads.judges,
    steps: contest === undefined ? [] : spread(contest.picture.steps, rulebook, rounds),
    failed: broken === undefined ? null : { execution: broken.newest.name, doing: broken.picture.at?.words ?? { zh: '开始', en: 'Start' }, status: broken.newest.status, error: broken.newest.cause ?? broken.newest.error },
    path: [contest, ...rounds].flatMap((one) => (one === undefined ? [] : [{ execution: one.newest.name, visits: one.path }])),
    counts: counts?.value ?? noCounts(id),
    notice: notice?.value ?? null,
    expectedNotice: beforeResult.has(competition.state) ? keyDates(competition.dates, rulebook, corrections).notice : null,
    entries: trail.items.map(({ value }) => value),
  }
}

/** The step of judging as one step a round, each by its own executions. */
function spread(steps: readonly Step[], rulebook: Rulebook, rounds: readonly (Chain | undefined)[]): Step[] {
  return steps.flatMap((step) => {
    if (step.id !== 'judging') return [step]
    return rulebook.rounds.map((round, index): Step => {
      const run = rounds[index]
      const visits = run?.path ?? []
      const status = run?.newest.status
      const state = status === undefined ? 'next' : status === 'running' ? (visits.length === 0 ? 'next' : 'now') : status === 'succeeded' ? 'done' : 'failed'
      return { id: `round-${index}`, name: round.name, state, enteredAt: visits[0]?.enteredAt ?? null, leftAt: state === 'done' ? (visits.at(-1)?.leftAt ?? visits.at(-1)?.enteredAt ?? null) : null, times: run === undefined ? 0 : 1 }
    })
  })
}

function nowOf(context: Context, competition: Competition, notice: Notice | null, rulingDue: Instant | null, contest: Chain | undefined, rounds: readonly (Chain | undefined)[]): Now | null {
  if (contest === undefined) return null
  const index = rounds.length - 1
  const round = rounds[index]
  const judging = contest.picture.at?.step === 'judging' && round?.picture.at !== undefined && round.picture.at !== null && round.newest.status !== 'succeeded'
  const holds = judging && round !== undefined ? round : contest
  const at = holds.picture.at
  if (at === null) return null
  const until = isOver(competition) ? null : dateOf(competition, notice, rulingDue, judging ? `round-${index}` : null, at.step)
  return {
    ...at,
    machine: judging ? 'judging-round' : machineOf(competition),
    execution: holds.newest.name,
    since: holds.picture.steps.find(({ id }) => id === at.step)?.enteredAt ?? at.enteredAt,
    until,
    late: until !== null && until < context.now && holds.newest.status === 'running',
  }
}

function dateOf(competition: Competition, notice: Notice | null, rulingDue: Instant | null, round: `round-${number}` | null, step: string): string | null {
  if (round !== null) return step === 'planning' || step === 'scoring' ? closesAt(competition, round) : null
  if (step === 'call' || step === 'eligibility') return closesAt(competition, step)
  if (step !== 'notice') return null
  return competition.state === 'notice' ? (notice?.endsAt ?? null) : competition.state === 'ruling' ? rulingDue : null
}
