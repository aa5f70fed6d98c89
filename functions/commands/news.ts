import { loadOrganisers } from '../../shared/competition/organiser.store.ts'
import type { Bilingual, Language } from '../../shared/kernel/text.ts'
import type { MailChoice } from '../../shared/inbox/mail-choice.ts'
import { choicesOf } from '../../shared/inbox/mail-choice.store.ts'
import { mailOrder } from '../../shared/mail/templates.ts'
import type { Order } from '../../shared/outbox/outbox.ts'
import { memberItem } from '../../shared/organisation/organisation.store.ts'
import type { Person } from '../../shared/person/person.ts'
import { administratorItem, financeItem, personItem } from '../../shared/person/person.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Context } from '../context.ts'

/** Who is told: all present members of an organisation, all administrators or finance people of a district, the organisers of a competition, or one person. */
export type Audience = { organisation: string } | { administrators: string } | { finance: string } | { organisers: string } | { person: string | null | undefined }

/** Orders of one transaction have room for so many readers. */
export const MOST_READERS = 60

/** Who must know comes first, so that a large team leaves none of them out: whoever is named, then the administrators. */
const rank = (audience: Audience): number => ('person' in audience ? 0 : 'organisation' in audience ? 2 : 1)

/** The people of some audiences, each once. */
export async function readers({ table }: Context, audiences: readonly Audience[]): Promise<Person[]> {
  const ids = await Promise.all(audiences.toSorted((a, b) => rank(a) - rank(b)).map(async (audience): Promise<string[]> => {
    if ('person' in audience) return audience.person === null || audience.person === undefined ? [] : [audience.person]
    if ('organisation' in audience) return (await table.queryAll(memberItem, keys.members(audience.organisation))).flatMap(({ value }) => (value.removedAt === null ? [value.person] : []))
    if ('finance' in audience) return (await table.queryAll(financeItem, keys.financeOf(audience.finance))).flatMap(({ value }) => (value.removedAt === null ? [value.person] : []))
    if ('organisers' in audience) return (await loadOrganisers(table, audience.organisers)).map(({ person }) => person)
    return (await table.queryAll(administratorItem, keys.administrators(audience.administrators))).map(({ value }) => value.person)
  }))
  const found = await table.getMany(personItem, [...new Set(ids.flat())].slice(0, MOST_READERS).map((id) => keys.person(id)))
  return found.flatMap((one) => (one === undefined ? [] : [one.value]))
}

export interface Orders {
  key: string
  order: Order
}

/** Mail about something that happened to a project or a grant. `occasion` names it, so that a deed decided again orders the same mail. */
export async function newsOf(context: Context, project: { id: string; title: string }, audiences: readonly Audience[], what: { news: Bilingual; reason?: string; path?: string; /** An invitation: it comes whatever its reader chose. */ always?: boolean }, occasion: string): Promise<Orders[]> {
  const url = `${context.environment.XIUYUAN_BASE_URL}${what.path ?? `/projects/${project.id}`}`
  const people = await readers(context, audiences)
  return mailsTo(context, people, url, (person, to) => mailOrder('projectNews', { project: project.title, news: what.news, reason: what.reason ?? '', url }, to, `${project.id}/${occasion}/${person.id}`, context.now), { always: what.always ?? false })
}

export interface MailOptions {
  /** An invitation: it comes whatever its reader chose. */
  always?: boolean
  /** Those who get it as one of many, unless they chose to have each by itself. */
  gathered?: ReadonlySet<string>
}

/** What each of some people gets by their own choice: the mail, a line of the day's mail (its subject, and `url` to go to), or nothing. */
export async function mailsTo({ table }: Pick<Context, 'table'>, people: readonly Person[], url: string, write: (person: Person, to: { email: string; language: Language }) => Orders, { always = false, gathered = new Set() }: MailOptions = {}): Promise<Orders[]> {
  const choices = always ? new Map<string, MailChoice>() : await choicesOf(table, people.map(({ id }) => id))
  return people.flatMap((person) => {
    const choice = choices.get(person.id) ?? 'usual'
    if (person.email === null || choice === 'off') return []
    const letter = write(person, { email: person.email, language: person.language ?? 'zh' })
    const alone = choice === 'each' || (choice === 'usual' && !gathered.has(person.id))
    if (alone || letter.order.do !== 'mail') return [letter]
    const { id, at, subject } = letter.order.mail
    return [{ key: `digest ${letter.key}`, order: { do: 'collect', line: { person: person.id, id, at, subject, url } } }]
  })
}
