import type { PageRoute } from '../page.ts'

export const inboxPages: PageRoute[] = []
