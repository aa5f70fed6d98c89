import * as z from 'zod'
import { projectId } from '../../shared/kernel/ids.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { type Moment, moments } from '../../shared/project/moments.ts'
import type { Project } from '../../shared/project/project.ts'
import { loadProject } from '../../shared/project/project.store.ts'
import { ruleFor } from '../../shared/stage/definition.ts'
import { loadDefinition } from '../../shared/stage/definition.store.ts'
import { stageWords } from '../../shared/stage/words.ts'
import { keys } from '../../shared/store/keys.ts'
import { decisionName, type Wait } from '../../shared/wait/wait.ts'
import { waitItem } from '../../shared/wait/wait.store.ts'
import { dayOf, newsOf, type Orders, reminderOf } from '../commands/news.ts'
import { act } from '../commit.ts'
import { type Context, workflowContext } from '../context.ts'

const input = z.object({ project: projectId, number: z.int().min(1), decision: decisionName })

/**
 * Tells those whose part is missing: the organisation before a date, the administrators too after it; for a gate, an extension or a
 * pause the administrators. Noted with the wait in the same transaction, so that each is told once.
 */
export async function handler(event: unknown): Promise<void> {
  const { project: id, number, decision } = input.parse(event)
  const context = workflowContext()
  await act<undefined>(context, async () => {
    const wait = await context.table.get(waitItem, keys.wait(id, decision))
    const { value: project } = await loadProject(context.table, id)
    if (wait === undefined || project.current.number !== number) return { writes: [], trail: [], answer: undefined }
    const occasion = `${decision}/${wait.value.since}/${wait.value.reminded.length}`
    const { orders, sentence } = decision.startsWith('work-') ? await ofWork(context, project, wait.value, occasion) : await ofDecision(context, project, decision, occasion)
    return {
      writes: [waitItem.put({ ...wait.value, reminded: [...wait.value.reminded, context.now] }, wait.version)],
      trail: [{ scope: { of: 'project', id }, action: 'remind-stage', about: { noun: 'project', id, label: project.title }, sentence }],
      orders, answer: undefined,
    }
  })
}

interface Told {
  orders: Orders[]
  sentence: Bilingual
}

/** What the moments that have come since the last reminder are about; of each obligation the gravest. */
async function ofWork(context: Context, project: Project, wait: Wait, occasion: string): Promise<Told> {
  const definition = await loadDefinition(context.table, project.district, project.current.definition)
  const last = wait.reminded.reduce<Instant>((latest, at) => (at > latest ? at : latest), wait.since)
  const due = moments(project, ruleFor(definition, project.current.name), context.now).filter(({ at }) => at > last && at <= context.now)
  const gravest = [...Map.groupBy(due, ({ of, number }) => `${of} ${number}`).values()].flatMap((all) => all.find(({ kind }) => kind === 'escalate') ?? all[0] ?? [])
  const orders = await Promise.all(gravest.map((moment) => {
    const late = moment.kind === 'escalate'
    const audiences = [{ organisation: project.organisation.id }, { person: project.mentor?.person }, ...(late ? [{ administrators: project.district }] : [])]
    return reminderOf(context, project, audiences, { late, what: nameOf(project, moment), until: dayOf(moment.dueAt) }, `${occasion}/${moment.of}-${moment.number}`)
  }))
  const late = gravest.some(({ kind }) => kind === 'escalate')
  const all = gravest.map((moment) => nameOf(project, moment))
  const [zh, en] = [all.map((one) => one.zh).join('、'), all.map((one) => one.en ?? one.zh).join(', ')]
  return {
    orders: orders.flat(),
    sentence: late ? { zh: `提醒了项目单位并报告管理员：${zh}已超期`, en: `reminded the organisation and told the administrators: ${en} is late` } : { zh: `提醒了项目单位：${zh}快要到期`, en: `reminded the organisation: ${en} is due soon` },
  }
}

const nameOf = (project: Project, moment: Moment): Bilingual => {
  const stage = stageWords[project.current.name]
  return moment.of === 'stage' ? { zh: `${stage.zh}阶段`, en: `the ${stage.en.toLowerCase()} stage` } : { zh: `第 ${moment.number} 期报告`, en: `report ${moment.number}` }
}

const asked: Record<string, Bilingual & { en: string }> = {
  gate: { zh: '关口审核在等管理员', en: 'The gate waits for an administrator' },
  extension: { zh: '延期申请在等管理员答复', en: 'An extension waits for an answer' },
  pause: { zh: '已过预计恢复的日期，项目还在暂停', en: 'The project is still paused past the date it should go on' },
}

async function ofDecision(context: Context, project: Project, decision: string, occasion: string): Promise<Told> {
  const news = asked[decision.split('-')[0] ?? '']
  if (news === undefined) throw new TypeError(`nobody is reminded of ${decision}`)
  return { orders: await newsOf(context, project, [{ administrators: project.district }], { news }, occasion), sentence: { zh: `提醒了管理员：${news.zh}`, en: `reminded the administrators: ${news.en}` } }
}
