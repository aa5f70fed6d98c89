import type { BlockedReport, PlanReport } from '../../../shared/assignment/report.ts'

/** What the command says of a plan, or of there being none. */
export function printed(report: PlanReport | BlockedReport): string {
  if (!report.feasible) {
    const { submissions, reviewers, needed, places } = report.blocking
    return [
      `No plan: submissions ${submissions.join(', ')} can only be judged by ${reviewers.length} reviewers (${reviewers.join(', ') || 'nobody'}), who have ${places} places; ${needed} are needed.`,
      ...report.repairs, `${report.seconds} s`,
    ].join('\n')
  }
  const { total, worst, tenth, bounds, loads, certificate, fair, seconds, peakMegabytes } = report
  const taken = Object.values(loads)
  return [
    `total   ${total} of at most ${bounds.total}, gap ${certificate.gap}${fair ? ' (given for the worst-served)' : ''}`,
    `worst   ${worst} of at most ${bounds.worst}`,
    `tenth   ${tenth} of at most ${bounds.tenth} (sum over the worst-served tenth)`,
    `loads   ${taken.length === 0 ? 0 : Math.min(...taken)} to ${taken.length === 0 ? 0 : Math.max(...taken)}`,
    `${seconds} s, ${peakMegabytes} MB`,
  ].join('\n')
}
