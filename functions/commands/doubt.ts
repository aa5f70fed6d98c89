import * as z from 'zod'
import { explainedItem } from '../../shared/doubt/doubt.store.ts'
import type { Explained } from '../../shared/doubt/doubt.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { typed } from '../../shared/kernel/text.ts'
import { type Project, projectTarget } from '../../shared/project/project.ts'
import { loadProject } from '../../shared/project/project.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { readActivity } from '../queries/activity.ts'
import { readSpending } from '../queries/spending.ts'
import { projectEntry } from './project.ts'

export const explainInput = z.strictObject({ sentence: typed(300) })
export type ExplainInput = z.infer<typeof explainInput>

/** Says what was found out about a doubt of an entry. It stands on, as explained; said again, the new sentence stands. Throws NOT_FOUND where there is no such doubt (any more). */
export const explainSpending = (context: Context, project: string, entry: string, doubt: string, input: ExplainInput): Promise<Explained> =>
  explain(context, project, doubt, input, async () => {
    const { entries, cycle } = await readSpending(context, project)
    const found = entries.find(({ spending }) => spending.id === entry)
    return found?.doubts.some(({ id }) => id === doubt) === true ? { zh: `第 ${cycle} 周期的支出“${found.spending.what}”`, en: `the spending "${found.spending.what}" of cycle ${cycle}` } : null
  })

/** The same for a doubt of an activity. */
export const explainActivity = (context: Context, project: string, activity: string, doubt: string, input: ExplainInput): Promise<Explained> =>
  explain(context, project, doubt, input, async () => {
    const found = await readActivity(context, project, activity)
    return found.doubts.some(({ id }) => id === doubt) ? { zh: `活动“${found.activity.title}”`, en: `the activity "${found.activity.title}"` } : null
  })

async function explain(context: Context, id: string, doubt: string, { sentence }: ExplainInput, find: (project: Project) => Promise<{ zh: string; en: string } | null>): Promise<Explained> {
  return act<Explained>(context, async () => {
    const { value: project } = await loadProject(context.table, id)
    authorise(context, 'doubt.explain', projectTarget(project))
    const about = await find(project)
    if (about === null) throw new Refusal('NOT_FOUND')
    const before = await context.table.get(explainedItem, keys.explainedDoubt(project.id, doubt))
    const person = personOf(context)
    const explained: Explained = { project: project.id, doubt, sentence, by: { person: person.id, name: person.name }, at: context.now }
    return {
      writes: [explainedItem.put(explained, before?.version ?? 'none')],
      trail: [projectEntry(project, 'doubt.explain', { zh: `说明了${about.zh}的一处存疑`, en: `explained a doubt about ${about.en}` }, { reason: sentence })],
      answer: explained,
    }
  })
}
