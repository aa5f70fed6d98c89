import type { PageRoute } from '../page.ts'
import { deskPages } from './desk.tsx'
import { liveCardPages } from './live-cards.tsx'
import { paperPages } from './papers.tsx'
import { watchPages } from './watch.tsx'

/** The live pitch: its desk, what everybody watches, and the judges' cards. */
export const pitchPages: PageRoute[] = [...paperPages, ...deskPages, ...watchPages, ...liveCardPages]
