import { say } from '../../../../shared/kernel/text.ts'
import { leftOn } from '../../../../shared/pitch/pitch.ts'
import type { GroupNow } from '../../../../shared/pitch/snapshot.ts'
import { instant } from '../../../../shared/kernel/instant.ts'
import { type Look, useLook } from '../../look/look.ts'
import { words } from '../../look/words.ts'

export const liveTexts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    turn: (n: number, of: number) => `第 ${n} 号，共 ${of} 个`, next: (title: string) => `下一个：${title}`, open: (places: readonly number[]) => `评委正在评：第 ${places.join('、')} 号`, phases: { called: '请上台', talk: '路演', answers: '答辩', heard: '讲完了', absent: '没有到场' },
    paused: (phase: string) => `${phase}：暂停`, left: '剩余时间',
  },
  en: {
    turn: (n, of) => `No. ${n} of ${of}`, next: (title) => `Next: ${title}`, open: (places) => `Being scored: no. ${places.join(', ')}`, phases: { called: 'Please come up', talk: 'Pitch', answers: 'Questions', heard: 'Done', absent: 'Not here' },
    paused: (phase) => `${phase}, paused`, left: 'Time left',
  },
})

/** Seconds from which the clock warns; live.js has the same. */
const SOON = 30

/** As live.js writes it: 4:05, and +0:12 past the end. */
function clockText(left: number): string {
  const over = left < 0
  const seconds = over ? Math.floor(-left / 1000) : Math.ceil(left / 1000)
  return `${over && seconds > 0 ? '+' : ''}${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** One group of the snapshot as it is at this moment; live.js goes on from there. `strip`: just who and how long. */
export function GroupNowView({ group, heading, strip }: { group: GroupNow; heading: 'h2' | 'p'; strip?: boolean }) {
  const { language, now } = useLook()
  const t = liveTexts({ language })
  const { phase, clock, turn } = group
  const left = leftOn(clock, instant.parse(now))
  const shown = phase === 'called' || phase === 'talk' || phase === 'answers'
  const running = phase === 'talk' || phase === 'answers'
  const words = phase === null ? '' : running && clock.startedAt === null ? t.paused(t.phases[phase]) : t.phases[phase]
  const time = !running ? '' : left < 0 ? 'over' : left < SOON * 1000 ? 'soon' : 'fine'
  const title = group.title ?? ''
  if (strip) {
    return (
      <div class="live" data-group={group.id} data-phase={phase ?? ''} data-time={time}>
        <span class="live-title" data-part="title">{title}</span>
        <span class="nw"><span class="live-phase small" data-part="phase">{words}</span> <span class="live-clock" role="timer" aria-label={t.left} data-part="clock">{shown ? clockText(left) : ''}</span></span>
      </div>
    )
  }
  return (
    <div class="live" data-group={group.id} data-phase={phase ?? ''} data-time={time}>
      <p class="live-head"><span>{say(group.name, language)}</span><span class="n" data-part="turn">{turn === null ? '' : t.turn(turn, group.of)}</span></p>
      {heading === 'h2' ? <h2 class="live-title" data-part="title">{title}</h2> : <p class="live-title" data-part="title">{title}</p>}
      <p class="live-organisation" data-part="organisation">{group.organisation ?? ''}</p>
      <div class="live-now">
        <span class="live-clock" role="timer" aria-label={t.left} data-part="clock">{shown ? clockText(left) : ''}</span>
        <span class="live-phase" data-part="phase">{words}</span>
      </div>
      <p data-part="open">{group.open.length === 0 ? '' : t.open(group.open)}</p>
      <p class="live-next" data-part="next">{group.next === null || group.state !== 'running' ? '' : t.next(group.next)}</p>
    </div>
  )
}
