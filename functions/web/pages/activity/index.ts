import type { PageRoute } from '../page.ts'

export const activityPages: PageRoute[] = []
