import type { PageRoute } from '../page.ts'
import { deskPages } from './desk.tsx'
import { liveCardPages } from './live-cards.tsx'
import { watchPages } from './watch.tsx'

/** The live pitch: its desk, what everybody watches, and the judges' cards. */
export const pitchPages: PageRoute[] = [...deskPages, ...watchPages, ...liveCardPages]
