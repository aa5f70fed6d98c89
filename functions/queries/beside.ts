import { loadAwardList, loadAwards } from '../../shared/award/award.store.ts'
import { competitionItem } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import type { Proposal } from '../../shared/proposal/proposal.ts'
import { ownProposalItem, versionItem } from '../../shared/proposal/proposal.store.ts'
import { standingAt } from '../../shared/registry/entry.ts'
import { loadEntry } from '../../shared/registry/registry.store.ts'
import type { Bonuses } from '../../shared/rulebook/bonus.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { type Beside, earnedBonuses, nothingBeside } from '../../shared/standing/beside.ts'
import { besideItem } from '../../shared/standing/beside.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'
import { countVotes } from '../../shared/vote/ballot.ts'
import { counting, type SetAside, setAsideOf } from '../../shared/vote/strike.ts'
import { ballotsAndStrikes } from '../../shared/vote/strike.store.ts'
import { entriesOf } from './entries.ts'

/** What counts beside the cards in the round at `index`: as it was fixed with the last ranking, or before that as it stands now. Nothing before the last round. */
export async function besideOf(table: Table, competition: Competition, rulebook: Rulebook, index: number, proposals: readonly Proposal[]): Promise<Beside> {
  const { bonuses, vote } = rulebook
  if (index < rulebook.rounds.length - 1 || (bonuses === null && vote === null)) return nothingBeside
  const fixed = await table.get(besideItem, keys.beside(competition.id))
  if (fixed !== undefined) return { bonuses: fixed.value.bonuses, votes: fixed.value.votes }
  const during = rulebook.rounds.findIndex(({ id }) => id === vote?.during)
  const [earned, entries, { ballots, strikes }] = await Promise.all([
    bonuses === null ? {} : earnedIn(table, competition, bonuses, proposals),
    vote === null ? [] : entriesOf(table, competition.id, during),
    vote === null ? { ballots: [], strikes: [] } : ballotsAndStrikes(table, competition.id),
  ])
  return { bonuses: earned, votes: countVotes(entries.map(({ id }) => id), counting(ballots, strikes)) }
}

/** The ballots that are not among the votes, as they are kept with the last ranking. */
export async function setAsideIn(table: Table, competition: string): Promise<SetAside> {
  const { ballots, strikes } = await ballotsAndStrikes(table, competition)
  return setAsideOf(ballots, strikes)
}

/** What everybody may know of ballots that were set aside: null until the last ranking is fixed, and where there are none. */
export async function publicSetAside(table: Table, competition: string): Promise<SetAside | null> {
  const fixed = await table.get(besideItem, keys.beside(competition))
  return fixed === undefined || fixed.value.setAside.ballots === 0 ? null : fixed.value.setAside
}

/** The bonuses that proposals of a competition earn, by what was known on the day its call closed. */
export async function earnedIn(table: Table, competition: Competition, bonuses: Bonuses, proposals: readonly Proposal[]): Promise<Beside['bonuses']> {
  const at = competition.dates.callClosesAt
  const asks = (rule: Bonuses['rules'][number]['by']['rule']) => bonuses.rules.some(({ by }) => by.rule === rule)
  const applicants = [...new Set(proposals.map(({ organisation }) => organisation.id))]
  const published = new Map<string, Promise<{ on: string; winners: ReadonlySet<string> } | undefined>>()
  const [versions, standings, awards] = await Promise.all([
    asks('field-at-least') ? table.getMany(versionItem, proposals.map(({ id, version }) => keys.version(id, version))) : [],
    asks('grade-at-least') ? Promise.all(applicants.map(async (id) => [id, await loadEntry(table, competition.district, id)] as const)) : [],
    asks('past-award') ? Promise.all(applicants.map(async (id) => [id, await awardedOn(table, competition, id, published)] as const)) : [],
  ])
  const entryOf = new Map<string, (typeof standings)[number][1]>(standings)
  const awardsOf = new Map<string, string[]>(awards)
  return Object.fromEntries(proposals.flatMap(({ id, category, organisation }, i): [string, string[]][] => {
    const entry = entryOf.get(organisation.id)
    const earned = earnedBonuses(bonuses, {
      category, grade: entry === undefined ? null : standingAt(entry, at).grade, content: versions[i]?.value.content ?? {}, awardedOn: awardsOf.get(organisation.id) ?? [], day: shanghaiDate(at),
    })
    return earned.length === 0 ? [] : [[id, earned]]
  }))
}

/** The days on which awards of an organisation's in other competitions of the district were published. Each list is read once. */
async function awardedOn(table: Table, competition: Competition, organisation: string, published: Map<string, Promise<{ on: string; winners: ReadonlySet<string> } | undefined>>): Promise<string[]> {
  const own = (await table.queryAll(ownProposalItem, keys.proposalsOfOrganisation(organisation))).map(({ value }) => value).filter((one) => one.competition !== competition.id)
  const days = await Promise.all(own.map(async ({ competition: id, proposal }) => {
    const known = published.get(id) ?? publishedAwards(table, id, competition.district)
    published.set(id, known)
    const list = await known
    return list?.winners.has(proposal) === true ? [list.on] : []
  }))
  return days.flat()
}

async function publishedAwards(table: Table, id: string, district: string): Promise<{ on: string; winners: ReadonlySet<string> } | undefined> {
  const found = await table.get(competitionItem, keys.competition(id))
  const at = found?.value.awardsPublishedAt
  if (found === undefined || at === null || at === undefined || found.value.district !== district) return undefined
  const { value: awards } = await loadAwards(table, id)
  return { on: shanghaiDate(at), winners: new Set((await loadAwardList(table, id, awards.list)).map(({ proposal }) => proposal)) }
}
