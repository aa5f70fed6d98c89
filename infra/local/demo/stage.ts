import { makeContext, type Context, theTable } from '../../../functions/context.ts'
import { announceAttachment, checkAttachment, type Upload } from '../../../functions/commands/file.ts'
import { acceptInvitation } from '../../../functions/commands/acceptance.ts'
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

export async function seatJudges(administrator: PersonId, competition: CompetitionId, judges: readonly { person: PersonId; name: string }[]): Promise<void> {
  for (const { person, name } of judges) {
    const { link } = await inviteJudge(await as(administrator), competition, { name, email: null })
    await acceptInvitation(await as(person), link?.split('/').at(-1) ?? '', { ties: [] })
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

/** Judges hand in their cards; `share` of each judge's, all of them by default. */
export async function scoreCards(competition: CompetitionId, judges: readonly PersonId[], qualityOf: (proposal: ProposalId) => number, share: (judge: number) => number = () => 1): Promise<void> {
  const table = theTable()
  const { value: contest } = await loadCompetition(table, competition)
  const [rulebook, { value: round }] = await Promise.all([loadRulebook(table, contest), loadRound(table, competition, 0)])
  const rules = rulebook.rounds[0]
  if (rules === undefined || round.plan === null) throw new TypeError('no round is open')
  for (const [nth, judge] of judges.entries()) {
    const own = await table.get(planJudgeItem, keys.planJudge(competition, 0, round.plan, judge))
    const proposals = own?.value.proposals ?? []
    for (const proposal of proposals.slice(0, Math.round(proposals.length * share(nth)))) {
      const scores = Object.fromEntries(leavesOf(rules.criteria).map((leaf) => {
        const wobble = (Number.parseInt(derivedId(judge, proposal, leaf.id).replaceAll(/\D/g, '').slice(0, 3) || '0', 10) % 13) - 6
        const points = Math.min(leaf.max, Math.max(0, (leaf.max * (qualityOf(proposal) + wobble)) / 100))
        return [leaf.id, String(Math.floor(points / rules.entry.step) * rules.entry.step)]
      }))
      await submitScorecard(await as(judge), proposal, 0, { scores, comment: '', revision: null })
    }
  }
}
