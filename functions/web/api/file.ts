import * as z from 'zod'
import { fileId, proposalId } from '../../../shared/kernel/ids.ts'
import { bilingual } from '../../../shared/kernel/text.ts'
import { attachmentSchema } from '../../../shared/proposal/proposal.ts'
import { announceAttachment, announceInput, attachExisting, checkAttachment, removeAttachment } from '../../commands/file.ts'
import { readFile } from '../../queries/file.ts'
import { route, type Route } from './route.ts'

const attached = z.object({ proposal: proposalId, file: fileId })
const params = z.object({ file: fileId })
const view = { file: fileId, name: z.string(), bytes: z.int(), type: z.string().nullable() }

export const fileRoutes: Route[] = [
  route({
    method: 'post', path: '/proposals/{proposal}/attachments', action: 'proposal.attach', summary: 'A form to upload one attachment with: post `fields`, then the file as `file`, to `url`; then ask for its check',
    params: z.object({ proposal: proposalId }), body: announceInput, status: 201, answer: z.object({ file: fileId, url: z.string(), fields: z.record(z.string(), z.string()) }),
    run: (context, { params: { proposal }, body }) => announceAttachment(context, proposal, body),
  }),
  route({
    method: 'put', path: '/proposals/{proposal}/attachments/{file}', action: 'proposal.attach', summary: 'Attach a certificate that the organisation has uploaded before',
    params: attached, answer: attachmentSchema, run: (context, { params: { proposal, file } }) => attachExisting(context, proposal, file),
  }),
  route({
    method: 'delete', path: '/proposals/{proposal}/attachments/{file}', action: 'proposal.attach', summary: 'Take a file off the draft',
    params: attached, answer: z.object({ removed: z.boolean() }), run: (context, { params: { proposal, file } }) => removeAttachment(context, proposal, file),
  }),
  route({
    method: 'post', path: '/files/{file}/check', action: 'proposal.attach', summary: 'Check what was uploaded by its bytes; a ready file is attached to its proposal',
    params, answer: z.object({ ...view, kind: z.string(), state: z.enum(['ready', 'refused']), reason: bilingual.nullable() }),
    run: async (context, { params: { file } }) => {
      const { id, ...checked } = await checkAttachment(context, file)
      return { ...checked, file: id }
    },
  }),
  route({
    method: 'get', path: '/files/{file}', action: 'file.read', summary: 'A file’s facts and an address that gives it for a minute',
    params, query: z.object({ proposal: proposalId.optional() }), answer: z.object({ ...view, url: z.string() }),
    run: async (context, { params: { file }, query }) => {
      const { file: { id, bytes, type }, name, url } = await readFile(context, file, query.proposal)
      return { file: id, name, bytes, type, url }
    },
  }),
]
