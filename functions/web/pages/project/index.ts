import type { PageRoute } from '../page.ts'

export const projectPages: PageRoute[] = []
