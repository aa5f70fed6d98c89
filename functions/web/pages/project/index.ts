import type { PageRoute } from '../page.ts'
import { projectEnterPages } from './enter.tsx'
import { projectFilePages } from './files.tsx'
import { projectGatePages } from './gate.ts'
import { projectListPages } from './list.tsx'
import { projectPartPages } from './part.tsx'
import { projectSteerPages } from './steer.tsx'
import { projectTextPages } from './text.tsx'

/** A project from idea to evaluation: writing, gates, steering, story. */
export const projectPages: PageRoute[] = [...projectListPages, ...projectPartPages, ...projectSteerPages, ...projectTextPages, ...projectFilePages, ...projectEnterPages, ...projectGatePages]
