import type { PageRoute } from '../page.ts'

export const definitionPages: PageRoute[] = []
