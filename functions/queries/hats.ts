import type { PersonId } from '../../shared/kernel/ids.ts'
import { hostedBy } from '../../shared/organisation/organisation.store.ts'
import type { Wearer } from '../../shared/person/hats.ts'
import { projectItem } from '../../shared/project/project.store.ts'
import { ownProposalItem, proposalItem } from '../../shared/proposal/proposal.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { type Context, personOf } from '../context.ts'

/** The asker with all of their hats. Reads nothing for whoever belongs to no organisation. */
export async function wearerOf(context: Context): Promise<Required<Wearer>> {
  const { id: person } = personOf(context)
  const memberships = context.actor.kind === 'person' ? context.actor.memberships : []
  return { person, memberships, hosted: await hostedBy(context.table, memberships.flatMap((one) => (one.role === 'member' ? [one.organisation] : []))) }
}

/** Organisations of the wearer, and those that apply through them, that made any of the proposals to the competition. Reads nothing of anybody else's. */
export async function ownAmong({ table }: Context, { memberships, hosted }: Required<Wearer>, competition: string, proposals: readonly string[]): Promise<string[]> {
  const sphere = [...new Set([...memberships.flatMap((one) => (one.role === 'member' ? [one.organisation as string] : [])), ...hosted])]
  const listed = await Promise.all(sphere.map((id) => table.queryAll(ownProposalItem, { pk: keys.organisation(id).pk, prefix: `PROPOSAL#${competition}#` })))
  return sphere.filter((_, i) => listed[i]?.some(({ value }) => proposals.includes(value.proposal)) === true)
}

/** The asker, where they guide the project of one of the proposals. */
export async function guideAmong(context: Context, proposals: readonly string[]): Promise<PersonId | null> {
  const { table } = context
  const found = await table.getMany(proposalItem, proposals.map((one) => keys.proposal(one)))
  const projects = await table.getMany(projectItem, found.flatMap((one) => (one === undefined || one.value.project === null ? [] : [keys.project(one.value.project)])))
  const me = personOf(context).id
  return projects.some((one) => one?.value.mentor?.person === me) ? me : null
}
