import { appraisalItem } from '../../shared/appraisal/appraisal.store.ts'
import { loadFile } from '../../shared/file/file.store.ts'
import { fileReadActions, type GrantFile } from '../../shared/grant/file.ts'
import { grantFileItem, grantFiles } from '../../shared/grant/file.store.ts'
import { loadGrant } from '../../shared/grant/grant.store.ts'
import { type Grant, grantTarget } from '../../shared/grant/grant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { may } from '../../shared/person/access.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context } from '../context.ts'
import { linked, type ReadFile } from './file.ts'

/** What of a grant's files the asker reads, oldest first. Throws NOT_FOUND, NOT_ALLOWED. */
export async function listGrantFiles(context: Context, id: string): Promise<GrantFile[]> {
  const { value: grant } = await loadGrant(context.table, id)
  authorise(context, 'grant.files', grantTarget(grant))
  return seenFiles(context, grant)
}

/** The same of a grant that the caller has read for the asker. */
export async function seenFiles(context: Context, grant: Grant): Promise<GrantFile[]> {
  return seen(context, grant, await grantFiles(context.table, grant.id))
}

/** One of them, with an address that gives it for a minute. Throws NOT_ALLOWED, NOT_FOUND also for what was taken off, or is no more than somebody else's draft. */
export async function readGrantFile(context: Context, id: string, file: string): Promise<ReadFile> {
  const { value: grant } = await loadGrant(context.table, id)
  authorise(context, 'grant.files', grantTarget(grant))
  const found = await context.table.get(grantFileItem, keys.grantFile(id, file))
  if (found === undefined || (await seen(context, grant, [found.value])).length === 0) throw new Refusal('NOT_FOUND')
  return linked((await loadFile(context.table, file)).value, found.value.name)
}

/**
 * Each kind by who reads what it belongs to. What belongs to a self-evaluation that is not sent, or to a desk check without its result, is seen
 * by who writes it alone.
 */
async function seen({ actor, table }: Context, grant: Grant, files: readonly GrantFile[]): Promise<GrantFile[]> {
  const target = grantTarget(grant)
  const readable = files.filter(({ kind }) => may(actor, fileReadActions[kind], target))
  if (!readable.some(({ kind }) => kind === 'self' || kind === 'desk')) return readable
  const appraisals = await table.getMany(appraisalItem, grant.evaluations.map(({ of }) => keys.appraisal(grant.id, of)))
  const me = actor.kind === 'person' ? actor.person.id : ''
  return readable.filter(({ kind, of, at }) => {
    const i = grant.evaluations.findIndex((one) => one.of === of)
    const appraisal = appraisals[i]?.value
    if (kind === 'self') return may(actor, 'appraisal.write', target) || (appraisal?.self?.sentAt ?? null) !== null
    if (kind === 'desk') return grant.evaluations[i]?.evaluator?.person === me || appraisal?.results.some((result) => result.at >= at) === true
    return true
  })
}
