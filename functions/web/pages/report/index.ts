import type { PageRoute } from '../page.ts'

export const reportPages: PageRoute[] = []
