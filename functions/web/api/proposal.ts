import * as z from 'zod'
import { eligibilitySchema } from '../../../shared/eligibility/review.ts'
import { competitionId, organisationId, proposalId, slug } from '../../../shared/kernel/ids.ts'
import { instant } from '../../../shared/kernel/instant.ts'
import { bilingual } from '../../../shared/kernel/text.ts'
import { callRules } from '../../../shared/proposal/call-rules.ts'
import { proposalNumber, proposalSchema, draftSchema, type Proposal, versionSchema } from '../../../shared/proposal/proposal.ts'
import { saveCure, saveCureInput, sendCure } from '../../commands/cure.ts'
import { admitInput, admitSeveral, decideEligibility, decideInput, finishEligibility } from '../../commands/eligibility.ts'
import { enterPaper, paperInput } from '../../commands/paper-proposal.ts'
import { createInput, createProposal, restoreProposal, saveDraft, saveInput, saveSection, submitInput, submitProposal, withdrawProposal } from '../../commands/proposal.ts'
import { readCure } from '../../queries/cure.ts'
import { listFilter, listProposals } from '../../queries/proposal-list.ts'
import { ownProposals, readForJudge, readProposal, readVersion } from '../../queries/proposal.ts'
import { readForCheck } from '../../queries/review.ts'
import { single, typedAs } from '../typed-content.ts'
import { route, type Route } from './route.ts'

const params = z.object({ proposal: proposalId })
const competition = z.object({ competition: competitionId })

const head = proposalSchema.extend({ number: z.string() })
const headOf = (proposal: Proposal) => ({ ...proposal, number: proposalNumber(proposal.id) })
/** `holds` is null where nothing is written yet that it could be asked of; `code` that of the mistake that sending would meet. */
const callRule = z.object({ id: z.string(), rule: bilingual, holds: z.boolean().nullable(), found: bilingual.nullable(), source: bilingual, path: z.string(), code: z.string().nullable() })
const saved = z.object({ revision: z.int(), savedAt: instant })
const receipt = z.object({ number: z.string(), submittedAt: instant, version: z.int() })
const eligibilityAnswer = z.object({
  outcomes: z.array(z.object({ id: z.string(), label: bilingual, holds: z.boolean().nullable(), found: bilingual.nullable() })),
  passes: eligibilitySchema.shape.passes, cures: eligibilitySchema.shape.cures,
  /** Who is still to be heard, and whether that may be the asker; `null`: nobody. */
  waits: z.object({ for: z.enum(['two', 'one', 'third']), mine: z.boolean() }).nullable(),
  mayReview: z.boolean(), mayCure: z.boolean(),
})
const scope = z.object({ fields: z.array(z.string()), attachments: z.array(z.string()) })
const cureAnswer = z.object({
  cure: z.object({
    number: z.int(), openedAt: instant, until: instant, reasons: z.string(), checks: z.array(z.object({ id: z.string(), label: bilingual })), scope,
    next: z.object({ content: z.record(z.string(), z.unknown()), attachments: versionSchema.shape.attachments, changed: scope }).nullable(),
  }).nullable(),
})
/** By field: which version of an answer a page began with. Given back as it came, answers that others changed meanwhile are merged. */
const marks = z.record(z.string().max(80), z.string().max(40))

export const proposalRoutes: Route[] = [
  route({
    method: 'get', path: '/competitions/{competition}/proposals', action: 'proposal.list', summary: 'Proposals of a competition; `sort` takes a column, with - for descending; 50 a page',
    params: competition, query: listFilter, answer: z.object({ proposals: z.array(head), total: z.int(), counts: z.record(z.string(), z.int()) }),
    run: async (context, { params: { competition: id }, query }) => {
      const { proposals, total, counts } = await listProposals(context, id, query)
      return { proposals: proposals.map(headOf), total, counts }
    },
  }),
  route({
    method: 'post', path: '/competitions/{competition}/proposals', action: 'proposal.create', summary: 'Start a draft for your organisation',
    params: competition, body: createInput, status: 201, answer: z.object({ proposal: proposalId, revision: z.int() }),
    run: (context, { params: { competition: id }, body }) => createProposal(context, id, body),
  }),
  route({
    method: 'post', path: '/competitions/{competition}/paper-proposals', action: 'proposal.enter', summary: 'Start to enter what an organisation handed in on paper; filled in, scanned and sent like any other proposal',
    params: competition, body: paperInput, status: 201, answer: z.object({ proposal: proposalId, revision: z.int() }),
    run: (context, { params: { competition: id }, body }) => enterPaper(context, id, body),
  }),
  route({
    method: 'get', path: '/proposals', action: 'proposal.list-own', summary: 'Proposals of your organisations, newest first',
    query: z.object({ organisation: organisationId.optional() }), answer: z.object({ proposals: z.array(head.extend({ competitionName: bilingual, open: z.boolean() })) }),
    run: async (context, { query }) => ({ proposals: (await ownProposals(context, query.organisation)).map(({ proposal, competition: of, open }) => ({ ...headOf(proposal), competitionName: of.name, open })) }),
  }),
  route({
    method: 'get', path: '/proposals/{proposal}', action: 'proposal.read', summary: 'A proposal with its newest version, and for whoever may write it the draft, with how each rule of an open venture’s call stands',
    params, answer: head.extend({ draft: draftSchema.nullable(), sent: versionSchema.nullable(), open: z.boolean(), rules: z.array(callRule) }),
    run: async (context, { params: { proposal: id } }) => {
      const { proposal, rulebook, draft, version, open, facts } = await readProposal(context, id)
      return { ...headOf(proposal), draft, sent: version, open, rules: draft === null ? [] : callRules(rulebook, { ...draft, project: proposal.project }, facts) }
    },
  }),
  route({
    method: 'put', path: '/proposals/{proposal}/draft', action: 'proposal.edit', summary: 'Save the draft as a whole; STALE with the current revision where somebody saved since',
    params, body: saveInput, answer: saved, run: (context, { params: { proposal }, body }) => saveDraft(context, proposal, body),
  }),
  route({
    method: 'post', path: '/proposals/{proposal}/sections/{section}', action: 'proposal.edit', summary: 'Save one section as a page’s form holds it (autosave): names with `content.` before them, texts as typed',
    params: params.extend({ section: slug }), body: z.strictObject({ revision: z.coerce.number().int().min(0), fields: z.record(z.string(), z.union([z.string(), z.array(z.string())])), was: marks.optional() }), answer: saved.extend({ was: marks, behind: z.array(z.string()) }),
    run: (context, { params: { proposal, section }, body }) => {
      const fields = single(body.fields)
      return saveSection(context, proposal, { section, revision: body.revision, was: body.was, category: fields.category, content: typedAs(fields) })
    },
  }),
  route({
    method: 'post', path: '/proposals/{proposal}/submission', action: 'proposal.submit', summary: 'Send the draft as a new version',
    params, body: submitInput, status: 201, answer: receipt,
    run: (context, { params: { proposal }, body }) => submitProposal(context, proposal, body),
  }),
  route({
    method: 'post', path: '/proposals/{proposal}/withdrawal', action: 'proposal.withdraw', summary: 'Take a proposal back, or put a draft away',
    params, answer: z.object({ state: z.literal('withdrawn') }), run: (context, { params: { proposal } }) => withdrawProposal(context, proposal),
  }),
  route({
    method: 'delete', path: '/proposals/{proposal}/withdrawal', action: 'proposal.withdraw', summary: 'Undo the withdrawal while the call is open',
    params, answer: z.object({ state: z.enum(['draft', 'submitted']) }), run: (context, { params: { proposal } }) => restoreProposal(context, proposal),
  }),
  route({
    method: 'get', path: '/proposals/{proposal}/versions/{number}', action: 'proposal.read', summary: 'One version as it was sent',
    params: params.extend({ number: z.coerce.number().int().min(1) }), answer: versionSchema,
    run: async (context, { params: { proposal, number } }) => (await readVersion(context, proposal, number)).version,
  }),
  route({
    method: 'get', path: '/proposals/{proposal}/reading', action: 'proposal.read-blind', summary: 'What an assigned judge reads of it',
    params, answer: z.object({ proposal: proposalId, number: z.string(), title: z.string(), category: z.string(), organisation: z.string().nullable(), content: z.record(z.string(), z.unknown()), attachments: versionSchema.shape.attachments }),
    run: (context, { params: { proposal } }) => readForJudge(context, proposal),
  }),
  route({
    method: 'get', path: '/proposals/{proposal}/eligibility', action: 'proposal.decide', summary: 'What the rulebook’s checks say of it (`holds` is null where a person decides), and what reviewers said; of another’s review nothing until both are in',
    params, answer: eligibilityAnswer, run: (context, { params: { proposal } }) => readForCheck(context, proposal),
  }),
  route({
    method: 'post', path: '/proposals/{proposal}/eligibility', action: 'proposal.decide', summary: 'Admit, reject or let what fails be cured; `submitted` while another reviewer is to be heard. Can be changed until the check is finished',
    params, body: decideInput, answer: z.object({ state: proposalSchema.shape.state }),
    run: (context, { params: { proposal }, body }) => decideEligibility(context, proposal, body),
  }),
  route({
    method: 'get', path: '/proposals/{proposal}/cure', action: 'proposal.read', summary: 'The cure that is open: what failed, what of the form can be changed, until when; null where none is open',
    params, answer: cureAnswer, run: (context, { params: { proposal } }) => readCure(context, proposal),
  }),
  route({
    method: 'put', path: '/proposals/{proposal}/cure', action: 'proposal.edit', summary: 'Keep answers of what the cure opens',
    params, body: saveCureInput, answer: saved, run: (context, { params: { proposal }, body }) => saveCure(context, proposal, body),
  }),
  route({
    method: 'post', path: '/proposals/{proposal}/cure', action: 'proposal.edit', summary: 'The same as a page’s form holds it (autosave): names with `content.` before them, texts as typed',
    params, body: z.strictObject({ revision: z.coerce.number().int().min(0), fields: z.record(z.string(), z.union([z.string(), z.array(z.string())])) }), answer: saved,
    run: (context, { params: { proposal }, body }) => saveCure(context, proposal, { revision: body.revision, content: typedAs(single(body.fields)) }),
  }),
  route({
    method: 'post', path: '/proposals/{proposal}/cure/submission', action: 'proposal.submit', summary: 'Send what was repaired as a new version; reviewers look again at just that',
    params, body: submitInput, status: 201, answer: receipt, run: (context, { params: { proposal }, body }) => sendCure(context, proposal, body),
  }),
  route({
    method: 'post', path: '/competitions/{competition}/eligibility/admissions', action: 'proposal.decide', summary: 'Admit several that no check holds back, all or none',
    params: competition, body: admitInput, answer: z.object({ admitted: z.array(proposalId) }),
    run: (context, { params: { competition: id }, body }) => admitSeveral(context, id, body),
  }),
  route({
    method: 'post', path: '/competitions/{competition}/eligibility/finish', action: 'proposal.decide', summary: 'Finish the eligibility check; the workflow goes on to judging',
    params: competition, answer: z.object({ finishedAt: instant, admitted: z.int(), rejected: z.int() }), run: (context, { params: { competition: id } }) => finishEligibility(context, id),
  }),
]
