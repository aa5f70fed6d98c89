import { publicView } from '../kernel/exposure.ts'
import { derivedId, type FileId, type ProjectId } from '../kernel/ids.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Bilingual } from '../kernel/text.ts'
import { type Answers, contentSchema, type ProjectContent } from '../project/content.ts'
import { type Project, projectSchema } from '../project/project.ts'
import { rowsOf } from '../rulebook/content.ts'
import type { Definition } from '../stage/definition.ts'
import type { ProjectState, StageName } from '../stage/lifecycle.ts'
import { type By, stageSchema } from '../stage/stage.ts'
import { fewIn, type NumberField, withoutFew } from './groups.ts'
import { type Edition, type Showcase, showcaseSchema } from './showcase.ts'

/** The public page: all that anybody gets to see of a project, and what the preview shows beforehand. */
export interface ShowcasePage {
  project: ProjectId
  title: string
  organisation: string
  class: { id: string; name: Bilingual } | null
  street: string
  stage: StageName | null
  cycle: number
  state: ProjectState
  /** Since when it is public; null in a preview of a page that is not. */
  shownAt: Instant | null
  /** When this edition went out. */
  changedAt: Instant
  headline: string
  summary: string
  soFar: string
  help: string
  need: string
  who: string
  goals: string
  place: string
  startDate: string
  endDate: string
  /** null: not given, or left out because so few people would be pointed at. */
  numbers: Record<NumberField, number | null>
  few: NumberField[]
  steps: { date: string; what: string; place: string }[]
  wanted: { kind: string; what: string }[]
  pictures: { file: FileId; alt: string }[]
}

/** The edition that publishing now would put out: a copy of what is declared public and of nothing else. */
export function nextEdition(showcase: Showcase, content: ProjectContent, by: By, now: Instant): Edition {
  const answers = publicView(contentSchema, content).answers ?? {}
  const few = fewIn(answers)
  return { number: (showcase.edition?.number ?? 0) + 1, at: now, by, words: showcase.draft, answers: withoutFew(answers, few), few }
}

/** The same for the same text and pictures: by it a publication says which preview it was decided on. */
export const editionMark = ({ words, answers }: Pick<Edition, 'words' | 'answers'>): string => derivedId('edition', JSON.stringify([words.headline, words.soFar, words.help, words.pictures.map(({ file, alt }) => [file, alt]), answers]))

/**
 * What the public sees of an edition. It is made from the public views of the project, its stage and the showcase: a field that is not
 * declared public does not get here, whatever it holds. `edition` in place of the showcase's own makes the preview.
 */
export function pageOf(project: Project, showcase: Showcase, definition: Pick<Definition, 'classes'>, edition = showcase.edition): ShowcasePage {
  if (edition === null) throw new TypeError(`${project.id} has no edition`)
  const seen = publicView(projectSchema, project)
  const stage = publicView(stageSchema, project.current)
  const shown = publicView(showcaseSchema, { ...showcase, edition })
  const { words, answers = {}, few = [] } = shown.edition ?? {}
  const known = definition.classes.find(({ id }) => id === answers.class)
  return {
    project: project.id, title: answers.name?.trim() ?? '', organisation: seen.organisation?.name ?? '', class: known ?? null, street: answers.street ?? '',
    stage: stage.name ?? null, cycle: seen.cycle ?? 1, state: seen.state ?? project.state, shownAt: shown.shownAt ?? null, changedAt: edition.at,
    headline: words?.headline ?? '', summary: answers.summary ?? '', soFar: words?.soFar ?? '', help: words?.help ?? '',
    need: answers.need ?? '', who: answers.who ?? '', goals: answers.goals ?? '', place: answers.place ?? '', startDate: answers.startDate ?? '', endDate: answers.endDate ?? '',
    numbers: numbersOf(answers), few: [...few],
    steps: rowsOf(answers.steps).map((row) => ({ date: textOf(row.stepDate), what: textOf(row.stepName), place: textOf(row.stepPlace) })),
    wanted: rowsOf(answers.wanted).map((row) => ({ kind: textOf(row.kind), what: textOf(row.what) })),
    pictures: (words?.pictures ?? []).map(({ file, alt }) => ({ file, alt })),
  }
}

const textOf = (cell: unknown): string => (typeof cell === 'string' ? cell : '')

/** Few people are left out here a second time: an edition that was made otherwise shows no more. */
function numbersOf(answers: Answers): Record<NumberField, number | null> {
  const { directPeople, indirectPeople, attendances } = withoutFew(answers, fewIn(answers))
  return { directPeople: directPeople ?? null, indirectPeople: indirectPeople ?? null, attendances: attendances ?? null }
}
