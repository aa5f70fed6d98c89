import type { PageRoute } from '../page.ts'
import { arrangementPages } from './arrangement.tsx'
import { deskPages } from './desk.tsx'
import { eventPages } from './events.tsx'
import { offeringPages } from './offering.tsx'
import { offersPages } from './offers.tsx'
import { picturePages } from './pictures.tsx'
import { previewPages } from './preview.tsx'
import { showcasePublicPages } from './public.tsx'

export const showcasePages: PageRoute[] = [...showcasePublicPages, ...offeringPages, ...deskPages, ...previewPages, ...picturePages, ...offersPages, ...eventPages, ...arrangementPages]
