import type { PageRoute } from './page.ts'

/** Every page and every form's target, noun by noun. */
export const pages: readonly PageRoute[] = []
