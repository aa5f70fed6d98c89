import type { Instant } from '../kernel/instant.ts'
import type { DecisionName, Standing } from '../wait/wait.ts'
import type { Grant } from './grant.ts'
import { grantMoments } from './moments.ts'

/** What a grant's machine waits for: the end of the state that the grant is in. */
export function grantStanding(decision: DecisionName, grant: Grant, since: Instant, now: Instant): Standing {
  const decided = grant.state !== decision
  return { decided, closesAt: null, endedAt: null, reminderDays: [], since, moments: decided ? [] : grantMoments(grant, now) }
}
