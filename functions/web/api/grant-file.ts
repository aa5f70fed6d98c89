import * as z from 'zod'
import { attachActions, grantFileKinds, type GrantFileKind, grantFileSchema } from '../../../shared/grant/file.ts'
import { fileId, grantId } from '../../../shared/kernel/ids.ts'
import { bilingual } from '../../../shared/kernel/text.ts'
import { announceGrantFile, announceGrantFileInput, checkGrantFile, removeGrantFile } from '../../commands/grant-file.ts'
import { listGrantFiles, readGrantFile } from '../../queries/grant-file.ts'
import { route, type Route } from './route.ts'

const params = z.object({ grant: grantId })
const one = params.extend({ file: fileId })
const what: Record<GrantFileKind, string> = { scan: 'the sealed scan of an agreement (`of`: its version)', self: 'something to a self-evaluation, or what it is to be supplied with (`of`: mid-term, final)', desk: 'something to a desk check (`of`: mid-term, final)', payment: 'the bank’s paper about a part (`of`: the part)' }

export const grantFileRoutes: Route[] = [
  route({
    method: 'get', path: '/grants/{grant}/files', action: 'grant.files', summary: 'What is attached to a grant and the asker reads: scans of agreements, files of evaluations, the bank’s papers', params, answer: z.object({ files: z.array(grantFileSchema) }),
    run: async (context, { params: { grant } }) => ({ files: await listGrantFiles(context, grant) }),
  }),
  route({
    method: 'get', path: '/grants/{grant}/files/{file}', action: 'grant.files', summary: 'A file’s facts and an address that gives it for a minute', params: one, answer: z.object({ file: fileId, name: z.string(), bytes: z.int(), type: z.string().nullable(), url: z.string() }),
    run: async (context, { params: { grant, file } }) => {
      const { file: { id, bytes, type }, name, url } = await readGrantFile(context, grant, file)
      return { file: id, name, bytes, type, url }
    },
  }),
  ...grantFileKinds.flatMap((kind): Route[] => [
    route({
      method: 'post', path: `/grants/{grant}/files/${kind}`, action: attachActions[kind], summary: `A form to upload ${what[kind]}: post \`fields\`, then the file as \`file\`, to \`url\`; then ask for its check`,
      params, body: announceGrantFileInput, status: 201, answer: z.object({ file: fileId, url: z.string(), fields: z.record(z.string(), z.string()) }), run: (context, { params: { grant }, body }) => announceGrantFile(context, grant, kind, body),
    }),
    route({
      method: 'post', path: `/grants/{grant}/files/${kind}/{file}/check`, action: attachActions[kind], summary: 'Check what was uploaded by its bytes; a ready file stands with the grant', params: one,
      answer: z.object({ file: fileId, name: z.string(), bytes: z.int(), type: z.string().nullable(), state: z.enum(['ready', 'refused']), reason: bilingual.nullable() }),
      run: async (context, { params: { grant, file } }) => {
        const { id, ...checked } = await checkGrantFile(context, grant, kind, file)
        return { ...checked, file: id }
      },
    }),
    route({
      method: 'delete', path: `/grants/{grant}/files/${kind}/{file}`, action: attachActions[kind], summary: 'Take a file off, as long as one can be attached there', params: one, answer: z.object({ removed: z.boolean() }),
      run: (context, { params: { grant, file } }) => removeGrantFile(context, grant, kind, file),
    }),
  ]),
]
