import type { OrganisationId } from '../../shared/kernel/ids.ts'
import type { Mail } from '../../shared/mail/mail.ts'
import { mailItem } from '../../shared/mail/mail.store.ts'
import { memberItem } from '../../shared/organisation/organisation.store.ts'
import { personItem } from '../../shared/person/person.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { poll } from './contest.ts'
import type { Somebody, TestPlatform } from './platform.ts'

/** Gives somebody an address, and a place in the lists of members that mail goes by. */
export async function giveMail(platform: TestPlatform, somebody: Somebody, organisations: readonly string[] = []): Promise<Somebody> {
  const found = await platform.table.get(personItem, keys.person(somebody.id))
  if (found === undefined) throw new Error('no such person')
  await platform.table.transact([
    personItem.put({ ...found.value, email: `${somebody.id}@example.cn` }, found.version),
    ...organisations.map((one) => memberItem.put({ organisation: one as OrganisationId, person: somebody.id, since: platform.clock.now(), removedAt: null }, 'none')),
  ])
  return somebody
}

/** What has reached somebody, of one subject. */
export async function mailsOf(platform: TestPlatform, who: Somebody, subject: string): Promise<Mail[]> {
  await platform.platform.streams.caughtUp()
  return (await platform.table.queryAll(mailItem, keys.mailbox)).map(({ value }) => value).filter((mail) => mail.to === `${who.id}@example.cn` && mail.subject.includes(subject))
}

/** Waits until so many mails of a subject have reached somebody. */
export const mailed = (platform: TestPlatform, who: Somebody, subject: string, times = 1): Promise<void> =>
  poll(platform, async () => (await mailsOf(platform, who, subject)).length === times, () => `${who.name} was not told ${times} times: ${subject}`)
