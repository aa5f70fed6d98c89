import type { PageRoute } from '../page.ts'

export const registryPages: PageRoute[] = []
