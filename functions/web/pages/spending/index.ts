import type { PageRoute } from '../page.ts'

export const spendingPages: PageRoute[] = []
