import * as z from 'zod'
import { competitionId, organisationId, proposalId, slug } from '../../../shared/kernel/ids.ts'
import { instant } from '../../../shared/kernel/instant.ts'
import { bilingual } from '../../../shared/kernel/text.ts'
import { proposalNumber, proposalSchema, draftSchema, type Proposal, versionSchema } from '../../../shared/proposal/proposal.ts'
import { admitInput, admitSeveral, decideEligibility, decideInput, finishEligibility } from '../../commands/eligibility.ts'
import { createInput, createProposal, restoreProposal, saveDraft, saveInput, saveSection, submitInput, submitProposal, withdrawProposal } from '../../commands/proposal.ts'
import { listFilter, listProposals } from '../../queries/proposal-list.ts'
import { ownProposals, readForCheck, readForJudge, readProposal, readVersion } from '../../queries/proposal.ts'
import { single, typedAs } from '../typed-content.ts'
import { route, type Route } from './route.ts'

const params = z.object({ proposal: proposalId })
const competition = z.object({ competition: competitionId })

const head = proposalSchema.extend({ number: z.string() })
const headOf = (proposal: Proposal) => ({ ...proposal, number: proposalNumber(proposal.id) })
const saved = z.object({ revision: z.int(), savedAt: instant })

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
    method: 'get', path: '/proposals', action: 'proposal.list-own', summary: 'Proposals of your organisations, newest first',
    query: z.object({ organisation: organisationId.optional() }), answer: z.object({ proposals: z.array(head.extend({ competitionName: bilingual, open: z.boolean() })) }),
    run: async (context, { query }) => ({ proposals: (await ownProposals(context, query.organisation)).map(({ proposal, competition: of, open }) => ({ ...headOf(proposal), competitionName: of.name, open })) }),
  }),
  route({
    method: 'get', path: '/proposals/{proposal}', action: 'proposal.read', summary: 'A proposal with its newest version, and for its own organisation the draft',
    params, answer: head.extend({ draft: draftSchema.nullable(), sent: versionSchema.nullable(), open: z.boolean() }),
    run: async (context, { params: { proposal: id } }) => {
      const { proposal, draft, version, open } = await readProposal(context, id)
      return { ...headOf(proposal), draft, sent: version, open }
    },
  }),
  route({
    method: 'put', path: '/proposals/{proposal}/draft', action: 'proposal.edit', summary: 'Save the draft as a whole; STALE with the current revision where somebody saved since',
    params, body: saveInput, answer: saved, run: (context, { params: { proposal }, body }) => saveDraft(context, proposal, body),
  }),
  route({
    method: 'post', path: '/proposals/{proposal}/sections/{section}', action: 'proposal.edit', summary: 'Save one section as a page’s form holds it (autosave): names with `content.` before them, texts as typed',
    params: params.extend({ section: slug }), body: z.strictObject({ revision: z.coerce.number().int().min(0), fields: z.record(z.string(), z.union([z.string(), z.array(z.string())])) }), answer: saved,
    run: (context, { params: { proposal, section }, body }) => {
      const fields = single(body.fields)
      return saveSection(context, proposal, { section, revision: body.revision, category: fields.category, content: typedAs(fields) })
    },
  }),
  route({
    method: 'post', path: '/proposals/{proposal}/submission', action: 'proposal.submit', summary: 'Send the draft as a new version',
    params, body: submitInput, status: 201, answer: z.object({ number: z.string(), submittedAt: instant, version: z.int() }),
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
    method: 'get', path: '/proposals/{proposal}/eligibility', action: 'proposal.decide', summary: 'What the rulebook’s checks say of it; `holds` is null where a person decides',
    params, answer: z.object({ outcomes: z.array(z.object({ id: z.string(), label: bilingual, holds: z.boolean().nullable(), found: bilingual.nullable() })) }),
    run: (context, { params: { proposal } }) => readForCheck(context, proposal),
  }),
  route({
    method: 'post', path: '/proposals/{proposal}/eligibility', action: 'proposal.decide', summary: 'Admit or reject; can be changed until the check is finished',
    params, body: decideInput, answer: z.object({ state: z.enum(['admitted', 'rejected']) }),
    run: (context, { params: { proposal }, body }) => decideEligibility(context, proposal, body),
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
