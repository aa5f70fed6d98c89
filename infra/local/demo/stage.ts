import { makeContext, type Context, theTable } from '../../../functions/context.ts'
import { announceAttachment, checkAttachment, type Upload } from '../../../functions/commands/file.ts'
import type * as z from 'zod'
import { acceptInvitation, type acceptInput } from '../../../functions/commands/acceptance.ts'
import { inviteJudge, inviteOrganiser, inviteSupervisor } from '../../../functions/commands/invitation.ts'
import { enterCompetition } from '../../../functions/commands/project-entry.ts'
import { createProposal, saveDraft, submitProposal } from '../../../functions/commands/proposal.ts'
import { submitScorecard } from '../../../functions/commands/scorecard.ts'
import { loadCompetition, loadRulebook } from '../../../shared/competition/competition.store.ts'
import { now } from '../../../shared/kernel/clock.ts'
import { derivedId, type CompetitionId, type FileId, type OrganisationId, type PersonId, type ProjectId, type ProposalId } from '../../../shared/kernel/ids.ts'
import { plusDays } from '../../../shared/kernel/instant.ts'
import { loadOrganisation } from '../../../shared/organisation/organisation.store.ts'
import { loadRound, planJudgeItem } from '../../../shared/round/round.store.ts'
import { draftItem } from '../../../shared/proposal/proposal.store.ts'
import { membershipItem, personItem } from '../../../shared/person/person.store.ts'
import type { Round } from '../../../shared/rulebook/round.ts'
import { leavesOf } from '../../../shared/rulebook/sheet.ts'
import { keys } from '../../../shared/store/keys.ts'
import type { Streams } from '../streams.ts'
import { demoContent, demoPdf } from './content.ts'
import type { DemoProject } from './projects.ts'

/** What the demonstration's scenes are played with: the platform's own commands, each as the person whose part it is. */
export interface Stage {
  streams: Streams
  /** Moves the clock on and lets the workflows follow. */
  pass(days: number): Promise<void>
  /** Moves the clock on by minutes that no workflow waits for, such as a judge takes to read. */
  rest(minutes: number): void
}

export async function as(person: PersonId, organisation: OrganisationId | null = null): Promise<Context> {
  const table = theTable()
  const [found, memberships] = await Promise.all([table.get(personItem, keys.person(person)), table.queryAll(membershipItem, keys.memberships(person))])
  if (found === undefined) throw new TypeError(`no person ${person}`)
  return makeContext({ kind: 'person', person: found.value, memberships: memberships.map(({ value }) => value), organisation, session: null })
}

/** Waits until the workflow has come so far; throws after half a minute. */
export async function until(stage: Stage, what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new TypeError(`the demonstration waits in vain: ${what}`)
    stage.streams.poke()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

export const stateIs = (stage: Stage, competition: CompetitionId, state: string) => until(stage, state, async () => (await loadCompetition(theTable(), competition)).value.state === state)
export const roundIs = (stage: Stage, competition: CompetitionId, state: string) => until(stage, `round ${state}`, async () => (await loadRound(theTable(), competition, 0).catch(() => undefined))?.value.state === state)

const dayFromNow = (days: number) => plusDays(now(), days).slice(0, 10)

/** A proposal by a member of the organisation, of `project` where there is one, sent unless it is to stay a draft; `answers` go beyond the contest's form. Papers that the organisation has not given before are uploaded. */
export async function propose(competition: CompetitionId, member: PersonId, organisation: OrganisationId, project: DemoProject, options: { send: boolean; upTo?: readonly string[]; project?: ProjectId | undefined; answers?: Record<string, unknown> }): Promise<ProposalId> {
  const context = () => as(member, organisation)
  const { value: applicant } = await loadOrganisation(theTable(), organisation)
  const { proposal } = options.project === undefined
    ? await createProposal(await context(), competition, { organisation, category: project.category })
    : await enterCompetition(await context(), options.project, { competition, category: project.category })
  const draft = async () => (await theTable().get(draftItem, keys.draft(proposal)))?.value
  const { form } = await loadRulebook(theTable(), (await loadCompetition(theTable(), competition)).value)
  const given = new Set((await draft())?.attachments.map(({ kind }) => kind))
  for (const { id } of form.attachments.filter((one) => one.required && !given.has(one.id))) await attach(await context(), proposal, id)
  const content = { ...demoContent(project, { name: applicant.name, code: applicant.standing === 'registered' ? applicant.creditCode : '' }, dayFromNow), ...options.answers }
  const written = options.upTo === undefined ? content : Object.fromEntries(Object.entries(content).filter(([field]) => options.upTo?.includes(field) === true))
  await saveDraft(await context(), proposal, { revision: (await draft())?.revision ?? 0, category: project.category, content: written })
  if (options.send) await submitProposal(await context(), proposal, { acknowledgeNames: true })
  return proposal
}

const papers: Readonly<Record<string, string>> = { certificate: '登记证书.pdf', commitment: '承诺书.pdf' }

async function attach(context: Context, proposal: ProposalId, kind: string): Promise<void> {
  const pdf = demoPdf(`Invented ${kind}, for the demonstration only`)
  const name = papers[kind] ?? '附件.pdf'
  await checkAttachment(context, await sendPdf(await announceAttachment(context, proposal, { kind, name, bytes: pdf.length }), name, pdf))
}

/** Puts a paper where an upload was announced, as a browser does; gives the file's id. */
export async function sendPdf({ file, url, fields }: Upload, name: string, pdf: Uint8Array<ArrayBuffer>): Promise<FileId> {
  const form = new FormData()
  for (const [field, value] of Object.entries(fields)) form.set(field, value)
  form.set('file', new Blob([pdf], { type: 'application/pdf' }), name)
  const answer = await fetch(url, { method: 'POST', body: form, redirect: 'manual' })
  if (answer.status >= 400) throw new TypeError(`the demonstration's ${name} was not taken: ${answer.status} ${await answer.text()}`)
  return file
}

/** `words`: what each says of themselves on accepting. */
export async function seatJudges(administrator: PersonId, competition: CompetitionId, judges: readonly { person: PersonId; name: string }[], words?: (judge: number) => z.infer<typeof acceptInput>): Promise<void> {
  for (const [nth, { person, name }] of judges.entries()) {
    const { link } = await inviteJudge(await as(administrator), competition, { name, email: null })
    await acceptInvitation(await as(person), link?.split('/').at(-1) ?? '', words?.(nth) ?? { ties: [] })
  }
}

/** Somebody of a third party runs the competition for its authority. */
export async function seatOrganiser(administrator: PersonId, competition: CompetitionId, organiser: PersonId): Promise<void> {
  const { link } = await inviteOrganiser(await as(administrator), competition, { name: '承办 01', email: null, organisation: '示例公益服务中心' })
  await acceptInvitation(await as(organiser), link?.split('/').at(-1) ?? '', { ties: [] })
}

/** Somebody who watches over the judging. */
export async function seatSupervisor(administrator: PersonId, competition: CompetitionId, supervisor: PersonId): Promise<void> {
  const { link } = await inviteSupervisor(await as(administrator), competition, { name: '监督员 01', email: null })
  await acceptInvitation(await as(supervisor), link?.split('/').at(-1) ?? '', { ties: [] })
}

/** How a judge of the demonstration scores. */
export interface Habit {
  /** Of the judge's cards; the others are left. */
  share?: number
  /** Points of a hundred more than others give. */
  generous?: number
  /** The same words on every card, which are sent within seconds of each other. */
  comment?: string
}

/** Judges hand in their cards, each at their own pace of some minutes a card. */
export async function scoreCards(stage: Stage, competition: CompetitionId, judges: readonly PersonId[], qualityOf: (proposal: ProposalId) => number, habitOf: (judge: number) => Habit = () => ({})): Promise<void> {
  const [rules, { value: round }] = await Promise.all([loadRules(competition), loadRound(theTable(), competition, 0)])
  const { plan } = round
  if (plan === null) throw new TypeError('no round is open')
  const piles = await Promise.all(judges.map(async (judge, nth) => {
    const { share = 1, ...habit } = habitOf(nth)
    const proposals = (await theTable().get(planJudgeItem, keys.planJudge(competition, 0, plan, judge)))?.value.proposals ?? []
    return { judge, habit, proposals: proposals.slice(0, Math.round(proposals.length * share)) }
  }))
  const [hasty, steady] = [piles.filter(({ habit }) => habit.comment !== undefined), piles.filter(({ habit }) => habit.comment === undefined)]
  const send = ({ judge, habit }: (typeof piles)[number], proposal: ProposalId) => sendCard(rules, { proposal, judge }, qualityOf(proposal) + (habit.generous ?? 0), habit.comment)
  for (let nth = 0; nth < Math.max(0, ...steady.map(({ proposals }) => proposals.length)); nth += 1) {
    for (const pile of steady) {
      const proposal = pile.proposals[nth]
      if (proposal !== undefined) await send(pile, proposal)
    }
    stage.rest(4)
  }
  for (const pile of hasty) {
    for (const proposal of pile.proposals) {
      await send(pile, proposal)
      stage.rest(0.2)
    }
  }
}

/** Of the one round that a competition of the demonstration has. */
export async function loadRules(competition: CompetitionId): Promise<Round> {
  const table = theTable()
  const { rounds: [rules] } = await loadRulebook(table, (await loadCompetition(table, competition)).value)
  if (rules === undefined) throw new TypeError('no round')
  return rules
}

export async function sendCard(rules: Round, { proposal, judge }: { proposal: ProposalId; judge: PersonId }, quality: number, comment = remarkOf(judge, proposal)): Promise<void> {
  await submitScorecard(await as(judge), proposal, 0, { scores: scoresOf(rules, judge, proposal, quality), comment, revision: null })
}

/** What judges of the demonstration write: short enough to be nobody's copy. One in six writes nothing. */
const remarks = ['需求摸得实。', '预算列得清楚。', '队伍稳，可以长做。', '时间排得有些紧。', '做完以后怎么延续？', '']
const remarkOf = (judge: PersonId, proposal: ProposalId): string => remarks[Number.parseInt(derivedId(judge, proposal).replaceAll(/\D/g, '').slice(0, 3) || '0', 10) % remarks.length] ?? ''

/** A judge's scores of something of a quality from 0 to 100, each a little off. */
export function scoresOf(rules: Round, judge: PersonId, of: string, quality: number): Record<string, string> {
  return Object.fromEntries(leavesOf(rules.criteria).map((leaf) => {
    const wobble = (Number.parseInt(derivedId(judge, of, leaf.id).replaceAll(/\D/g, '').slice(0, 3) || '0', 10) % 13) - 6
    const points = Math.min(leaf.max, Math.max(0, (leaf.max * (quality + wobble)) / 100))
    return [leaf.id, String(Math.floor(points / rules.entry.step) * rules.entry.step)]
  }))
}
