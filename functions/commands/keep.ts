import { activityItem } from '../../shared/activity/activity.store.ts'
import { attendanceItem } from '../../shared/hours/hours.store.ts'
import { projectItem } from '../../shared/project/project.store.ts'
import { keepLine } from './board.ts'
import { countActivity } from './figures.ts'
import type { Kept } from './kept.ts'

/** What is to be brought up to date after a change of a record: the board's line of a project, the sums that an activity is in. */
export interface Upkeep {
  /** Several changes of one thing are one upkeep: that of the newest version. */
  of: string
  version: number
  run: (context: Kept) => Promise<void>
}

/** From an item's image before and after; undefined where nothing that is kept depends on it. */
export function upkeepOf(before: Record<string, unknown> | undefined, after: Record<string, unknown> | undefined): Upkeep | undefined {
  const image = after ?? before
  switch (image?.type) {
    case projectItem.type: {
      if (after === undefined) return undefined
      const project = projectItem.parse(after)
      return { of: project.value.id, version: project.version, run: (context) => keepLine(context, project) }
    }
    case activityItem.type: {
      const { value: { project, id } } = activityItem.parse(image)
      return { of: id, version: 0, run: (context) => countActivity(context, project, id) }
    }
    case attendanceItem.type: {
      const { value: { project, activity } } = attendanceItem.parse(image)
      return { of: activity, version: 0, run: (context) => countActivity(context, project, activity) }
    }
    default:
      return undefined
  }
}
