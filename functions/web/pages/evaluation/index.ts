import type { PageRoute } from '../page.ts'

export const evaluationPages: PageRoute[] = []
