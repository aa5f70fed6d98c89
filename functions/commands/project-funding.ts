import { type Grant, grantNumber } from '../../shared/grant/grant.ts'
import { beginFunded } from '../../shared/project/moves.ts'
import type { Context } from '../context.ts'
import { administrators, doers, followWithMove } from './project-move.ts'

/**
 * A grant whose agreement has come into force has its project implemented, whichever earlier stage it stood in. Called by the stream's
 * consumer; called again, or late, it changes nothing: a stage that began after the signature stays.
 */
export async function implementProject(context: Context, grant: Grant): Promise<void> {
  const { project: id, signedAt } = grant
  if (id === null || signedAt === null) return
  await followWithMove(context, id, 'project.fund', (before, definition) => {
    if (before.current.startedAt > signedAt) return { project: before, sentence: { zh: '' } }
    const outcome = { zh: `资助协议生效（${grantNumber(grant)}），进入实施阶段`, en: `the grant’s agreement is in force (${grantNumber(grant)}); implementation begins` }
    const { project, past } = beginFunded(before, definition, outcome.zh, context.now)
    return { project, past, sentence: outcome, news: { to: [...doers(before), ...administrators(before)], news: outcome } }
  })
}
