/** How far the live pitch of one group is. */
export const pitchLifecycle = {
  /** The desk is set up; the order is to be drawn before everybody's eyes. */
  drawing: ['running'],
  running: ['finished'],
  /** Everybody was called and every card is locked. Back to running where a card is opened again. */
  finished: ['running', 'revealed'],
  revealed: [],
} as const satisfies Record<string, readonly string[]>
export type PitchState = keyof typeof pitchLifecycle

/** One turn on stage. */
export const turnLifecycle = {
  called: ['talk', 'absent'],
  talk: ['answers', 'heard'],
  answers: ['heard'],
  heard: [],
  /** Called and not there; called again, it may still pitch. */
  absent: ['called'],
} as const satisfies Record<string, readonly string[]>
export type TurnPhase = keyof typeof turnLifecycle
