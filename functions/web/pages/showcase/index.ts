import type { PageRoute } from '../page.ts'

export const showcasePages: PageRoute[] = []
