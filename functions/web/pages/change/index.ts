import type { PageRoute } from '../page.ts'
import { askPages } from './ask.tsx'
import { showChanges } from './list.tsx'
import { onePages } from './one.tsx'

export const changePages: PageRoute[] = [
  { method: 'get', path: '/projects/:project/changes', action: 'change.read', show: showChanges },
  ...askPages,
  ...onePages,
]
