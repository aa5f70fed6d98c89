import type { PageRoute } from '../page.ts'

export const volunteerPages: PageRoute[] = []
