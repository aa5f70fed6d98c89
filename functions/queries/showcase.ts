import { theStorage } from '../../shared/file/storage.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Mistake } from '../../shared/kernel/refusal.ts'
import { type ProjectFile, projectFileItem, projectFiles } from '../../shared/project/file.store.ts'
import { projectForm } from '../../shared/project/form.ts'
import { isOpenFor, type Project, projectTarget } from '../../shared/project/project.ts'
import { loadProject, loadWithContent, projectItem } from '../../shared/project/project.store.ts'
import { incomplete, personalMistakes, smallGroupsIn } from '../../shared/showcase/check.ts'
import { editionMark, nextEdition, pageOf, type ShowcasePage } from '../../shared/showcase/page.ts'
import { isShown, newShowcase, type Showcase } from '../../shared/showcase/showcase.ts'
import { findShowcase, showcaseItem } from '../../shared/showcase/showcase.store.ts'
import { type Definition, ruleFor } from '../../shared/stage/definition.ts'
import { currentDefinition, loadDefinition } from '../../shared/stage/definition.store.ts'
import type { StageName } from '../../shared/stage/lifecycle.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context, personOf } from '../context.ts'

export interface ShowcaseFilter {
  text?: string | undefined
  class?: string | undefined
  stage?: StageName | undefined
  after?: string | undefined
}
export interface ShowcaseList {
  found: ShowcasePage[]
  next: string | undefined
  /** Classes to filter by. */
  classes: Definition['classes']
}

const PAGE = 12

/** Projects on show, newest first; `text` is looked for in title, organisation, class and street. */
export async function listShowcases(context: Context, filter: ShowcaseFilter): Promise<ShowcaseList> {
  authorise(context, 'showcase.read', {})
  const { XIUYUAN_DISTRICT: district } = context.environment
  const text = filter.text?.trim().toLowerCase() ?? ''
  const found: ShowcasePage[] = []
  let after = filter.after
  do {
    const page = await context.table.query(showcaseItem, { ...keys.showcasesOf(district), limit: PAGE, after, newestFirst: true })
    const some = page.items.map(({ value }) => value).filter(({ edition }) => filter.class === undefined || edition?.answers.class === filter.class)
    const pages = await pagesOf(context, some)
    found.push(...pages.filter((one) => (filter.stage === undefined || one.stage === filter.stage) && mentions(one, text)))
    after = page.next
  } while (after !== undefined && found.length < PAGE / 2)
  return { found, next: after, classes: (await currentDefinition(context.table, district)).classes }
}

const mentions = (page: ShowcasePage, text: string): boolean =>
  text === '' || [page.title, page.organisation, page.street, page.class?.name.zh, page.class?.name.en].some((words) => words?.toLowerCase().includes(text) === true)

/** The public pages of showcases, in their order; of those that are not shown, nothing. */
export async function pagesOf(context: Context, showcases: readonly Showcase[]): Promise<ShowcasePage[]> {
  const shown = showcases.filter(({ shownAt, edition }) => shownAt !== null && edition !== null)
  const projects = await context.table.getMany(projectItem, shown.map(({ project }) => keys.project(project)))
  const definitions = new Map<string, Promise<Definition>>()
  const definitionOf = ({ district, current: { definition } }: Project): Promise<Definition> => {
    const name = `${definition.id} ${definition.version}`
    const loading = definitions.get(name) ?? loadDefinition(context.table, district, definition)
    definitions.set(name, loading)
    return loading
  }
  const pages = await Promise.all(shown.map(async (showcase, i) => {
    const project = projects[i]?.value
    return project === undefined ? [] : [pageOf(project, showcase, await definitionOf(project))]
  }))
  return pages.flat()
}

/** A project's public page. Throws NOT_FOUND where there is none, or none any more. */
export async function readShowcase(context: Context, id: string): Promise<ShowcasePage> {
  authorise(context, 'showcase.read', {})
  return loadPage(context, id)
}

/** The page to which an offer would be made, and whether the project takes offers now. Throws NOT_FOUND. */
export async function readForOffer(context: Context, id: string): Promise<ShowcasePage> {
  authorise(context, 'offer.make', {})
  return loadPage(context, id)
}

async function loadPage(context: Context, id: string): Promise<ShowcasePage> {
  const showcase = await findShowcase(context.table, id)
  const [page] = showcase === undefined ? [] : await pagesOf(context, [showcase.value])
  if (page === undefined) throw new Refusal('NOT_FOUND')
  return page
}

/** An address that gives a picture of a public page for a minute. Throws NOT_FOUND for every other picture. */
export async function pictureLink(context: Context, id: string, file: string): Promise<string> {
  authorise(context, 'showcase.read', {})
  const [showcase, found] = await context.table.getEach({ kind: showcaseItem, key: keys.showcase(id) }, { kind: projectFileItem, key: keys.projectFile(id, file) })
  if (showcase === undefined || found === undefined || !found.value.shown || !isShown(showcase.value, file)) throw new Refusal('NOT_FOUND')
  // A neutral name: what somebody called the file is theirs.
  return theStorage().link(found.value.file, `picture.${found.value.type}`, found.value.type)
}

export interface ShowcaseDesk {
  project: Project
  showcase: Showcase
  /** What publishing now would show. */
  page: ShowcasePage
  /** Names this preview: publishing says which one was looked at. */
  mark: string
  /** What keeps it from being published, and what should be looked at first. */
  mistakes: Mistake[]
  cautions: Mistake[]
  /** The draft is what is public already. */
  same: boolean
  /** Checked pictures, on the draft or not, oldest first. */
  files: ProjectFile[]
  /** The words may be changed now, by a member. */
  open: boolean
}

/** The showcase for those who write it, guide it and administer it: draft, preview and what is still in the way. */
export async function readDesk(context: Context, id: string): Promise<ShowcaseDesk> {
  const { value: project } = await loadProject(context.table, id)
  authorise(context, 'showcase.preview', projectTarget(project))
  const [{ content }, found, files, definition] = await Promise.all([
    loadWithContent(context.table, id), findShowcase(context.table, id), projectFiles(context.table, id), loadDefinition(context.table, project.district, project.current.definition),
  ])
  const showcase = found?.value ?? newShowcase(project.id, project.district)
  const person = personOf(context)
  const edition = nextEdition(showcase, content.value, { person: person.id, name: person.name }, context.now)
  const form = projectForm(definition)
  return {
    project, showcase, page: pageOf(project, showcase, definition, edition), mark: editionMark(edition),
    mistakes: [...incomplete(edition), ...personalMistakes(form, edition, content.value.answers)], cautions: smallGroupsIn(form, edition),
    same: showcase.shownAt !== null && showcase.edition !== null && editionMark(showcase.edition) === editionMark(edition),
    files: files.map(({ value }) => value).filter(({ kind }) => kind === 'showcase'),
    open: isOpenFor(project, 'showcase', ruleFor(definition, project.current.name).parts),
  }
}
