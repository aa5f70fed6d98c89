import { keys } from '../store/keys.ts'
import { itemKind } from '../store/table.ts'
import { activityHeadSchema, activitySchema } from './activity.ts'

export const activityItem = itemKind('activity', activitySchema, (activity) => keys.activity(activity.project, activity.id))
export const activityHeadItem = itemKind('activity-head', activityHeadSchema, (head) => keys.activityHead(head.activity))
