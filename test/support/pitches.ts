import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { ok } from './contest.ts'
import { type Judging, scoring } from './judging.ts'
import type { TestPlatform } from './platform.ts'

/** The first round as a live pitch, judged by panels. */
export const asPitch = (pitch: Partial<NonNullable<Rulebook['rounds'][number]['pitch']>> = {}, groups = 1) => (rulebook: Rulebook): Rulebook => ({
  ...rulebook,
  rounds: rulebook.rounds.map((round, i) => (i > 0 ? round : {
    ...round, mode: 'pitch' as const, assignment: 'panel' as const, panelSize: 3, floor: 2, aggregation: { rule: 'mean' as const }, grouping: groups === 1 ? { rule: 'one' as const } : { rule: 'even' as const, count: groups },
    pitch: { talkSeconds: 300, answerSeconds: 180, ...pitch },
  })),
})

/** A live pitch whose cards are open for scoring as far as the workflow goes; no desk is set up yet. */
export const pitching = (platform: TestPlatform, options: { pitch?: Parameters<typeof asPitch>[0]; groups?: number; proposals?: number; judges?: number } = {}): Promise<Judging> =>
  scoring(platform, { proposals: options.proposals ?? 4, judges: options.judges ?? 3, change: asPitch(options.pitch, options.groups) })

/** One deed of the host; throws what it is refused with. */
export const desk = async (made: Judging, deed: Record<string, unknown>, group = 'g01') => ok(await made.administrator.api('POST', `${made.at}/desk/${group}`, deed))

/** The desk set up and the order drawn, which is returned. */
export async function drawnDesk(made: Judging, group = 'g01'): Promise<string[]> {
  await desk(made, { do: 'set-up' }, group)
  return (await desk(made, { do: 'draw', said: '春暖花开 42', supervisor: '监督员 01' }, group)).order
}

/** One pitch from the call to its end. */
export async function pitched(made: Judging, turn: number, group = 'g01'): Promise<void> {
  for (const deed of [{ do: 'call', turn }, { do: 'start' }, { do: 'answers' }, { do: 'finish' }]) await desk(made, deed, group)
}
