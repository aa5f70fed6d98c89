import type { PageRoute } from '../page.ts'
import { stageRulePages } from './definitions.tsx'

/** The rules by which projects go through their stages. */
export const definitionPages: PageRoute[] = stageRulePages
