import type { Instant } from '../kernel/instant.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'
import { type ChosenMail, type DigestLine, digestLineSchema, type MailChoice, mailChoiceSchema } from './mail-choice.ts'

/** Listed, by when it goes out, only while something is collected. */
export const mailChoiceItem = itemKind('mail-choice', mailChoiceSchema, (one) => ({
  ...keys.mailChoice(one.person), ...(one.digestAt === null ? {} : { lpk: keys.digestsDue.pk, lsk: `${one.digestAt}#${one.person}` }),
}))
export const digestLineItem = itemKind('digest-line', digestLineSchema, (line) => keys.digestLine(line.person, line.id))

/** What some people chose; `usual` where they never did. */
export async function choicesOf(table: Table, people: readonly string[]): Promise<Map<string, MailChoice>> {
  const found = await table.getMany(mailChoiceItem, people.map((person) => keys.mailChoice(person)))
  return new Map(people.map((person, i) => [person, found[i]?.value.choice ?? 'usual']))
}

/** People whose collected lines are due. The index may lag: who acts on it reads the choice again. */
export const digestsDue = async (table: Table, now: Instant, limit: number): Promise<ChosenMail[]> => (await table.query(mailChoiceItem, { ...keys.digestsDue, to: `${now}#~`, limit })).items.map(({ value }) => value)

/** What is collected for a person, in the order in which it came. */
export const digestLines = async (table: Table, person: string): Promise<Stored<DigestLine>[]> => (await table.queryAll(digestLineItem, keys.digest(person))).toSorted((a, b) => a.value.at.localeCompare(b.value.at))
