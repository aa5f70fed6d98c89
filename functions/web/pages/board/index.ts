import type { PageRoute } from '../page.ts'

export const boardPages: PageRoute[] = []
