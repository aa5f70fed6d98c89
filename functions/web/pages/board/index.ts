import type { PageRoute } from '../page.ts'
import { boardBoardPages } from './board.tsx'
import { districtPages } from './district.tsx'
import { boardViewPages } from './views.tsx'

export const boardPages: PageRoute[] = [...boardBoardPages, ...boardViewPages, ...districtPages]
