import { type Ask, type AskKind, askKinds, asks } from '../../shared/project/asks.ts'
import type { Project } from '../../shared/project/project.ts'
import { projectItem } from '../../shared/project/project.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Context } from '../context.ts'
import { administered } from './districts.ts'
import type { Due } from './due.ts'
import { askWords, pathOf } from './matters.ts'

interface Asked {
  project: Project
  ask: Ask
}

/** What of the district's projects waits for the asker, the oldest first: read from those alone in which something waits. */
async function askedOf({ actor, table, now }: Context): Promise<Asked[]> {
  const found = (await Promise.all(administered(actor).map((district) => table.queryAll(projectItem, { ...keys.projectsAsking(district), to: `${now}#~` })))).flat()
  const me = actor.kind === 'person' ? actor.person.id : ''
  const approved = ({ current }: Project) => current.approvals.some(({ by }) => by.person === me)
  return found
    .flatMap(({ value: project }) => asks(project).map((ask): Asked => ({ project, ask })))
    .filter(({ project, ask }) => ask.since <= now && !(ask.of === 'gate' && approved(project)))
    .toSorted((a, b) => a.ask.since.localeCompare(b.ask.since))
}

const lineOf = ({ project, ask }: Asked): Due => ({ title: askWords(ask), about: { zh: project.title }, href: pathOf(project, ask), until: null, since: ask.since, state: 'wait' })

/** Of one kind so many stand by themselves; more are one line that leads to them. */
const MOST_EACH = 5

const together: Record<AskKind, (n: number) => { zh: string; en: string }> = {
  gate: (n) => ({ zh: `${n} 个项目的关口在等审核`, en: `${n} gates wait for a decision` }),
  extension: (n) => ({ zh: `${n} 份延期申请在等答复`, en: `${n} extensions wait for an answer` }),
  change: (n) => ({ zh: `${n} 份变更申请在等答复`, en: `${n} change requests wait for an answer` }),
  'report-sent': (n) => ({ zh: `${n} 份报告在等审核`, en: `${n} reports wait to be read` }),
  mentor: (n) => ({ zh: `${n} 个项目在等指定督导`, en: `${n} projects wait for a mentor` }),
  evaluator: (n) => ({ zh: `${n} 个项目在等指定评估员`, en: `${n} projects wait for an evaluator` }),
  resume: (n) => ({ zh: `${n} 个项目过了预计恢复的日期，还在暂停`, en: `${n} projects are paused past their day` }),
}

/** Each thing that waits for an administrator with its age; where there are many of a kind, how many and how old the oldest is. */
export async function dueForAdministrator(context: Context): Promise<Due[]> {
  const byKind = Map.groupBy(await askedOf(context), ({ ask }) => ask.of)
  return askKinds.flatMap((kind): Due[] => {
    const all = byKind.get(kind) ?? []
    const [oldest] = all
    if (oldest === undefined || all.length <= MOST_EACH) return all.map(lineOf)
    return [{ title: together[kind](all.length), about: { zh: '最早的一件', en: 'The oldest' }, href: `/inbox?kind=${kind}`, until: null, since: oldest.ask.since, state: 'wait' }]
  })
}

/** All of one kind, the oldest first. */
export const dueOfKind = async (context: Context, kind: AskKind): Promise<Due[]> => (await askedOf(context)).filter(({ ask }) => ask.of === kind).map(lineOf)
