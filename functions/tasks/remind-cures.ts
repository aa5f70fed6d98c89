import type { Competition } from '../../shared/competition/competition.ts'
import { cureReminders } from '../../shared/eligibility/cure.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { mailOrder } from '../../shared/mail/templates.ts'
import { proposalItem } from '../../shared/proposal/proposal.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { nudges } from '../../shared/wait/wait.ts'
import { lapseCure, lastDayOf, tellApplicant } from '../commands/cure.ts'
import type { Orders } from '../commands/news.ts'
import type { Context } from '../context.ts'
import { lapsedCures } from '../queries/cure.ts'

/** Closes the cures whose time is over, and writes to the applicants whose reminder has come since the `last` one. */
export async function remindOfCures(context: Context, competition: Competition, last: Instant): Promise<{ people: number; mails: Orders[] }> {
  for (const { id } of await lapsedCures(context.table, competition.id, context.now)) await lapseCure(context, id)
  const curing = (await context.table.queryAll(proposalItem, keys.proposalsOf(competition.id))).flatMap(({ value }) => (value.state === 'curing' && value.cure !== null ? [{ proposal: value, cure: value.cure }] : []))
  const due = curing.filter(({ cure }) => cure.until > context.now && cureReminders(cure).some((at) => at > last && at <= context.now))
  const mails = (await Promise.all(due.map(({ proposal, cure }) =>
    tellApplicant(context, proposal, competition, `cure ${cure.number} ${last}`, (about, to, key) => mailOrder('cureReminder', { ...about, until: lastDayOf(cure.until) }, to, key, context.now), '/cure')))).flat()
  return { people: mails.length, mails }
}

/** Whether this is a day on which administrators are reminded of the check, and something waits for them: not while all that is left is being cured. */
export async function reviewersAreAsked(context: Context, competition: Competition, since: Instant, last: Instant): Promise<boolean> {
  if (!nudges(since).some((at) => at > last && at <= context.now)) return false
  const states = (await context.table.queryAll(proposalItem, keys.proposalsOf(competition.id))).map(({ value }) => value.state)
  return states.includes('submitted') || !states.includes('curing')
}
