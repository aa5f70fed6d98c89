import * as z from 'zod'
import { activitiesDue } from '../../shared/activity/activity.store.ts'
import { projectId } from '../../shared/kernel/ids.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { mailOrder } from '../../shared/mail/templates.ts'
import type { Ask } from '../../shared/project/asks.ts'
import { isAsk, matterKey, type Moment, moments, type Obligation } from '../../shared/project/moments.ts'
import type { Project } from '../../shared/project/project.ts'
import { loadProject } from '../../shared/project/project.store.ts'
import { ruleFor } from '../../shared/stage/definition.ts'
import { loadDefinition } from '../../shared/stage/definition.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { decisionName, type Wait } from '../../shared/wait/wait.ts'
import { waitItem } from '../../shared/wait/wait.store.ts'
import { type Audience, mailsTo, MOST_READERS, type Orders, readers } from '../commands/news.ts'
import { act } from '../commit.ts'
import { type Context, workflowContext } from '../context.ts'
import { askWords, lastDay, obligationName, pathOf } from '../queries/matters.ts'

const input = z.object({ project: projectId, number: z.int().min(1), decision: decisionName })

/**
 * Tells those whose part is missing of all that has come due since the last time: before a date those who have to keep it, after it the
 * administrators too, and these of what waits for them. Each gets one mail; noted with the wait in the same transaction, so that each is
 * told once.
 */
export async function handler(event: unknown): Promise<void> {
  const { project: id, number, decision } = input.parse(event)
  const context = workflowContext()
  await act<undefined>(context, async () => {
    const wait = await context.table.get(waitItem, keys.wait(id, decision))
    const { value: project } = await loadProject(context.table, id)
    if (wait === undefined || project.current.number !== number) return { writes: [], trail: [], answer: undefined }
    const told = toldOf(await dueSince(context, project, wait.value))
    const sentence = sentenceOf(project, told)
    return {
      writes: [waitItem.put({ ...wait.value, reminded: [...wait.value.reminded, context.now] }, wait.version)],
      trail: sentence === null ? [] : [{ scope: { of: 'project', id }, action: 'remind-stage', about: { noun: 'project', id, label: project.title }, sentence }],
      orders: await lettersOf(context, project, told, `${decision}/${wait.value.since}/${wait.value.reminded.length}`), answer: undefined,
    }
  })
}

/** The moments that have come since the last reminder; of each matter the gravest. */
async function dueSince(context: Context, project: Project, wait: Wait): Promise<Moment[]> {
  const definition = await loadDefinition(context.table, project.district, project.current.definition)
  const rule = ruleFor(definition, project.current.name)
  const last = wait.reminded.reduce<Instant>((latest, at) => (at > latest ? at : latest), wait.since)
  const due = moments(project, rule, await activitiesDue(context.table, project, rule), context.now).filter(({ at }) => at > last && at <= context.now)
  return [...Map.groupBy(due, ({ about }) => matterKey(about)).values()].flatMap((all) => all.find(({ kind }) => kind === 'escalate') ?? all[0] ?? [])
}

interface Told {
  late: Obligation[]
  soon: Obligation[]
  asked: Ask[]
}
const toldOf = (due: readonly Moment[]): Told => ({
  late: due.flatMap(({ about, kind }) => (!isAsk(about) && kind === 'escalate' ? [about] : [])),
  soon: due.flatMap(({ about, kind }) => (!isAsk(about) && kind === 'remind' ? [about] : [])),
  asked: due.flatMap(({ about }) => (isAsk(about) ? [about] : [])),
})
const isCard = ({ of }: Obligation) => of === 'card'
const isOrganisations = (owed: Obligation) => !isCard(owed)

/** Who hears of what. An obligation is its keeper's; once it is late it is the administrators' too. */
const audiencesOf = ({ organisation, mentor, evaluator, district }: Project): { to: Audience[]; hear: (told: Told) => Told }[] => [
  { to: [{ person: evaluator?.person }], hear: ({ late, soon }) => ({ late: late.filter(isCard), soon: soon.filter(isCard), asked: [] }) },
  { to: [{ administrators: district }], hear: ({ late, asked }) => ({ late, soon: [], asked }) },
  { to: [{ person: mentor?.person }, { organisation: organisation.id }], hear: ({ late, soon }) => ({ late: late.filter(isOrganisations), soon: soon.filter(isOrganisations), asked: [] }) },
]

/** One mail for each reader with all that is theirs. Administrators get it with the day's, unless they chose otherwise: some project is late every day. */
async function lettersOf(context: Context, project: Project, told: Told, occasion: string): Promise<Orders[]> {
  const groups = await Promise.all(audiencesOf(project).map(async ({ to, hear }) => {
    const own = hear(told)
    return own.late.length + own.soon.length + own.asked.length === 0 ? [] : (await readers(context, to)).map((person) => ({ person, own, gathered: to.some((one) => 'administrators' in one) }))
  }))
  const each = [...Map.groupBy(groups.flat(), ({ person }) => person.id).values()].slice(0, MOST_READERS)
  const gathered = new Set(each.flatMap((all) => (all.every((one) => one.gathered) ? all.slice(0, 1).map(({ person }) => person.id) : [])))
  const letters = await Promise.all(each.map((all) => {
    const own: Told = { late: once(all.flatMap(({ own }) => own.late)), soon: once(all.flatMap(({ own }) => own.soon)), asked: once(all.flatMap(({ own }) => own.asked)) }
    const url = `${context.environment.XIUYUAN_BASE_URL}${pageOf(project, own)}`
    const dated = (owed: Obligation) => ({ what: obligationName(project, owed), until: lastDay(owed) })
    return mailsTo(context, all.slice(0, 1).map(({ person }) => person), url, (person, to) => mailOrder('projectReminder', {
      project: project.title, late: own.late.map(dated), soon: own.soon.map(dated), asked: own.asked.map(askWords), url,
    }, to, `${project.id}/${occasion}/${person.id}`, context.now), { gathered })
  }))
  return letters.flat()
}

const once = <T extends Obligation | Ask>(all: readonly T[]): T[] => [...new Map(all.map((one) => [matterKey(one), one])).values()]

/** The very page where one thing is done; the project's where there are several. */
function pageOf(project: Project, { late, soon, asked }: Told): string {
  const [first, ...more] = [...late, ...soon, ...asked]
  return first === undefined || more.length > 0 ? `/projects/${project.id}` : pathOf(project, first)
}

/** Names in one line of the story; null where nothing was told. */
const MOST_NAMED = 3
function sentenceOf(project: Project, { late, soon, asked }: Told): Bilingual | null {
  const names = (all: readonly Obligation[]) => {
    const words = all.slice(0, MOST_NAMED).map((one) => obligationName(project, one))
    return { zh: `${words.map(({ zh }) => zh).join('、')}${all.length > MOST_NAMED ? `等 ${all.length} 件` : ''}`, en: `${words.map(({ en }) => en).join(', ')}${all.length > MOST_NAMED ? ` and ${all.length - MOST_NAMED} more` : ''}` }
  }
  const keepers = (all: readonly Obligation[]) => ({
    zh: [...(all.some(isOrganisations) ? ['项目单位'] : []), ...(all.some(isCard) ? ['评估员'] : [])].join('和'),
    en: [...(all.some(isOrganisations) ? ['the organisation'] : []), ...(all.some(isCard) ? ['the evaluator'] : [])].join(' and '),
  })
  const parts = [
    ...(late.length === 0 ? [] : [{ zh: `提醒了${keepers(late).zh}并报告管理员：${names(late).zh}已超期`, en: `reminded ${keepers(late).en} and told the administrators of what is late: ${names(late).en}` }]),
    ...(soon.length === 0 ? [] : [{ zh: `提醒了${keepers(soon).zh}：${names(soon).zh}快要到期`, en: `reminded ${keepers(soon).en} of what is due soon: ${names(soon).en}` }]),
    ...(asked.length === 0 ? [] : [{ zh: `提醒了管理员：${asked.map((one) => askWords(one).zh).join('、')}`, en: `reminded the administrators: ${asked.map((one) => askWords(one).en).join(', ')}` }]),
  ]
  return parts.length === 0 ? null : { zh: parts.map(({ zh }) => zh).join('；'), en: parts.map(({ en }) => en).join('; ') }
}
