import type { PageRoute } from '../page.ts'
import { activityPagesOfOne } from './activity.tsx'
import { approvalPages } from './approvals.tsx'
import { attendanceListPages } from './attendance-list.tsx'
import { codePages } from './code.tsx'
import { correctionPages } from './correction.tsx'
import { activityListPages } from './list.tsx'
import { activityPlanPages } from './plan.tsx'

/** The form for a new one stands before the page of one: its address would be taken for an id. */
export const activityPages: PageRoute[] = [...activityListPages, ...activityPlanPages, ...activityPagesOfOne, ...attendanceListPages, ...correctionPages, ...codePages, ...approvalPages]
