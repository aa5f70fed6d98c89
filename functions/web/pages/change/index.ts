import type { PageRoute } from '../page.ts'

export const changePages: PageRoute[] = []
