import * as z from 'zod'
import type { Instant } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { projectForm } from '../../shared/project/form.ts'
import { type Project, projectTarget } from '../../shared/project/project.ts'
import { loadProject, loadWithContent, projectItem } from '../../shared/project/project.store.ts'
import { incomplete, personalMistakes, smallGroupsIn, statementLength, statements, unstated } from '../../shared/showcase/check.ts'
import { editionMark, nextEdition } from '../../shared/showcase/page.ts'
import { newShowcase, publish, putBack, rewrite, type Showcase, takeDown } from '../../shared/showcase/showcase.ts'
import { findShowcase, showcaseItem } from '../../shared/showcase/showcase.store.ts'
import type { Stored, Write } from '../../shared/store/table.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { newsOf } from './news.ts'
import { loadForPart, projectEntry } from './project.ts'

/** Kept however long or incomplete: limits keep a page from being published, not from being saved. */
const kept = z.string().max(20_000).default('')
export const showcaseInput = z.strictObject({ headline: kept, soFar: kept, help: kept, /** What the words were read at. */ revision: z.int().min(0) })

export interface ShowcaseStanding {
  revision: number
  shownAt: Instant | null
}
export const standing = ({ revision, shownAt }: Showcase): ShowcaseStanding => ({ revision, shownAt })

/** The showcase as it stands, or a new one, with the write that changes it. */
export async function opened(context: Context, project: Project): Promise<{ showcase: Showcase; put: (changed: Showcase) => Write }> {
  const found = await findShowcase(context.table, project.id)
  return { showcase: found?.value ?? newShowcase(project.id, project.district), put: (changed) => showcaseItem.put(changed, found?.version ?? 'none') }
}

/** Keeps the words of the draft. Throws WRONG_STATE outside the stage, STALE where somebody saved meanwhile. */
export function saveShowcase(context: Context, id: string, input: z.infer<typeof showcaseInput>): Promise<ShowcaseStanding> {
  return act(context, async () => {
    const { stored } = await loadForPart(context, id, 'showcase', 'showcase.edit')
    const { showcase, put } = await opened(context, stored.value)
    const changed = rewrite(showcase, input, context.now)
    return { writes: [put(changed)], trail: [], answer: standing(changed) }
  })
}

export const publishShowcaseInput = z.strictObject({
  /** Tells which preview was looked at: another one is not published. */
  seen: z.string().max(60).optional(),
  /** Of each place that seems to tell of single people, by its path: why nobody can be known by it. The trail keeps it. */
  reasons: z.array(z.strictObject({ place: z.string().max(200), reason: z.string().trim().max(statementLength.most).default('') })).max(200).default([]),
})

/**
 * Makes the draft public, with a copy of the project's own public text. Throws INVALID with each place that has personal data, tells of
 * few people without a statement about it, or is missing; STALE where the page is no longer the one that was previewed.
 */
export function publishShowcase(context: Context, id: string, input: z.infer<typeof publishShowcaseInput>): Promise<ShowcaseStanding> {
  return act(context, async () => {
    const { definition } = await loadForPart(context, id, 'showcase', 'showcase.edit')
    const { project, content } = await loadWithContent(context.table, id)
    const { showcase, put } = await opened(context, project.value)
    const person = personOf(context)
    const edition = nextEdition(showcase, content.value, { person: person.id, name: person.name }, context.now)
    if (input.seen !== undefined && input.seen !== editionMark(edition)) throw new Refusal('STALE')
    const form = projectForm(definition)
    const described = smallGroupsIn(form, edition)
    const mistakes = [...incomplete(edition), ...personalMistakes(form, edition, content.value.answers), ...unstated(described, input.reasons)]
    if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
    const changed = publish(showcase, edition)
    const first = showcase.shownAt === null
    return {
      writes: [put(changed), ...(first ? [projectItem.put({ ...project.value, shownAt: changed.shownAt }, project.version)] : [])],
      trail: [projectEntry(project.value, 'showcase.publish', first ? { zh: '公开了展示页', en: 'published the showcase page' } : { zh: `更新了展示页（第 ${edition.number} 版）`, en: `published a new showcase page (edition ${edition.number})` }, described.length === 0 ? {} : { reason: statements(described, input.reasons) })],
      answer: standing(changed),
    }
  })
}

export const takeDownInput = z.strictObject({ reason: z.string().trim().max(500).default('') })

/** Takes the public page down, in any stage: by its organisation, or by an administrator with a reason that the organisation is told. Throws WRONG_STATE, INVALID. */
export function takeDownShowcase(context: Context, id: string, input: z.infer<typeof takeDownInput>): Promise<ShowcaseStanding> {
  return act(context, async () => {
    const project = await loadProject(context.table, id)
    authorise(context, 'showcase.take-down', projectTarget(project.value))
    const { showcase, put } = await opened(context, project.value)
    const person = personOf(context)
    const office = !isMember(context, project.value)
    const changed = takeDown(showcase, { by: { person: person.id, name: person.name }, reason: input.reason, office }, context.now)
    const news: Bilingual = { zh: '展示页已由管理员撤下', en: 'An administrator took the showcase page down' }
    return {
      ...shown(project, changed, put),
      trail: [projectEntry(project.value, 'showcase.take-down', { zh: '撤下了展示页', en: 'took the showcase page down' }, input.reason === '' ? {} : { reason: input.reason })],
      orders: office ? await newsOf(context, project.value, [{ organisation: project.value.organisation.id }], { news, reason: input.reason, path: `/projects/${id}/showcase` }, `showcase-down-${context.now}`) : [],
    }
  })
}

/** Shows again what its organisation itself took down. Throws WRONG_STATE. */
export function putBackShowcase(context: Context, id: string): Promise<ShowcaseStanding> {
  return act(context, async () => {
    const project = await loadProject(context.table, id)
    authorise(context, 'showcase.edit', projectTarget(project.value))
    const { showcase, put } = await opened(context, project.value)
    const changed = putBack(showcase, context.now)
    return { ...shown(project, changed, put), trail: [projectEntry(project.value, 'showcase.put-back', { zh: '恢复了展示页', en: 'put the showcase page back' })] }
  })
}

/** Page and project tell the same: since when it is public, or that it is not. */
const shown = ({ value, version }: Stored<Project>, changed: Showcase, put: (changed: Showcase) => Write): { writes: Write[]; answer: ShowcaseStanding } => ({
  writes: [put(changed), projectItem.put({ ...value, shownAt: changed.shownAt }, version)], answer: standing(changed),
})

const isMember = ({ actor }: Context, { organisation }: Project): boolean => actor.kind === 'person' && actor.memberships.some((one) => one.role === 'member' && one.organisation === organisation.id)
