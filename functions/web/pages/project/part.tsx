import { newSecret } from '../../../../shared/kernel/ids.ts'
import { isRefusal, type Mistake, Refusal } from '../../../../shared/kernel/refusal.ts'
import { say } from '../../../../shared/kernel/text.ts'
import { may } from '../../../../shared/person/access.ts'
import { isOpenFor, projectTarget } from '../../../../shared/project/project.ts'
import type { Similar } from '../../../../shared/project/similar.ts'
import type { ContentPart } from '../../../../shared/stage/definition.ts'
import { contentParts } from '../../../../shared/stage/definition.ts'
import { isEmpty } from '../../../../shared/rulebook/content.ts'
import { savePart } from '../../../commands/project.ts'
import { authorise } from '../../../context.ts'
import { readProject, type ReadProject, similarProjects } from '../../../queries/project.ts'
import { Button, ButtonLink, Form, Saved } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { At, Panel, type Task, Tasks } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { CONTENT, pressedRow, readTyped } from '../../typed-content.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { FormField } from '../proposal-fields.tsx'
import { sectionTags } from '../proposal-parts.tsx'

const texts = (look: Look) => words(look.language, {
  zh: { projects: '项目', contents: '项目书目录', done: (n: number, all: number) => `已完成 ${n} 项，共 ${all} 项`, save: '保存并继续', back: '回到项目', similar: '本区做过的相似项目', similarLead: '按文字相近程度找出，供您参考：是不是可以一起做、接着做，或者说清楚不同在哪里。', alike: (percent: number) => `相近约 ${percent}%`, since: '立项', stale: '别处刚保存过这一部分。下面是您填的内容；再点一次保存，就以这里的为准。' },
  en: { projects: 'Projects', contents: 'Contents', done: (n, all) => `${n} of ${all} done`, save: 'Save and go on', back: 'Back to the project', similar: 'Similar projects of the district', similarLead: 'Found by how alike the texts are: could you join in, carry it on, or say what is different?', alike: (percent) => `about ${percent}% alike`, since: 'begun', stale: 'This part was saved elsewhere a moment ago. Below is what you typed; save once more for it to count.' },
})

type PartState = keyof typeof sectionTags

/** How each part of the text stands. */
export function partStates({ form, content, mistakes }: Pick<ReadProject, 'form' | 'content' | 'mistakes'>): Record<ContentPart, PartState> {
  const answers: Record<string, unknown> = content.answers
  return Object.fromEntries(form.sections.map(({ id, fields }) => {
    const found = mistakes[id as ContentPart]
    const begun = fields.some((field) => !isEmpty(answers[field.id]))
    return [id, found.length === 0 ? 'done' : !begun ? 'todo' : found.every(({ code }) => code === 'REQUIRED') ? 'doing' : 'fix']
  })) as Record<ContentPart, PartState>
}

/** The parts of the text that can be written now; for a page's contents and for where 'save and go on' leads. */
export const openParts = ({ project, rule }: ReadProject): ContentPart[] => contentParts.filter((part) => isOpenFor(project, part, rule.parts))

export function partTasks(read: ReadProject, look: Look, current?: string): Task[] {
  const states = partStates(read)
  const open = openParts(read)
  return read.form.sections.map(({ id, title }): Task => ({
    label: say(title, look.language), current: id === current, state: sectionTags[states[id as ContentPart]].state, tag: sectionTags[states[id as ContentPart]][look.language],
    ...(open.includes(id as ContentPart) ? { href: `/projects/${read.project.id}/parts/${id}` } : {}),
  }))
}

async function show(asked: Asked, attempt?: { values: Record<string, string> | null; mistakes: readonly Mistake[] }): Promise<Shown> {
  const { context, look, params, query } = asked
  const read = await readProject(context, params.project ?? '')
  const { project, content, form } = read
  const part = openParts(read).find((one) => one === params.part)
  if (part === undefined || !may(context.actor, 'project.edit', projectTarget(project))) return { go: `/projects/${project.id}/text` }
  const section = form.sections.find(({ id }) => id === part)
  if (section === undefined) throw new Refusal('NOT_FOUND')
  const t = texts(look)
  // Where an idea takes shape: the more is written, the more can be found.
  const similar = part === 'basics' || part === 'need' || part === 'others' || part === 'plan' ? await similarProjects(context, project.id) : null
  const standing = read.mistakes[part].filter(({ code }) => code !== 'REQUIRED' || query.get('check') === '1').map((mistake) => ({ ...mistake, path: CONTENT + mistake.path }))
  const tasks = partTasks(read, look, part)
  const title = say(section.title, look.language)
  return { page: (
    <Page look={look} title={title} heading={null} crumbs={[{ href: '/projects', label: t.projects }, { href: `/projects/${project.id}`, label: project.title }]} mistakes={attempt?.mistakes ?? standing} scripts={['autosave.js', 'rows.js', 'fresh.js']}>
      <div class="rail">
        <nav class="panel rail-side" aria-labelledby="toc">
          <h2 id="toc">{t.contents}</h2>
          <p class="small soft">{t.done(tasks.filter(({ state }) => state === 'done').length, tasks.length)}</p>
          <Tasks ordered tasks={tasks} />
        </nav>
        <div class="stackv">
          <Form action={`/projects/${project.id}/parts/${part}`} command={newSecret()} revision={content.revision} autosave={`/api/projects/${project.id}/parts/${part}`} labelledBy="part">
            <div class="head"><div><h1 id="part">{title}</h1></div><Saved at={content.savedAt} /></div>
            {/* Enter in a field presses the form's first button: it is to save, not to add a row. */}
            <button class="vh" tabindex={-1} aria-hidden="true">{t.save}</button>
            {section.fields.map((field) => <FormField field={field} filled={{ content: content.answers, typed: attempt?.values ?? null }} />)}
            {similar === null ? null : <div id="alike" data-fresh aria-live="polite">{similar.length === 0 ? null : <SimilarPanel look={look} similar={similar} />}</div>}
            <div class="acts"><Button>{t.save}</Button><ButtonLink href={`/projects/${project.id}`}>{t.back}</ButtonLink></div>
          </Form>
        </div>
      </div>
    </Page>
  ) }
}

function SimilarPanel({ look, similar }: { look: Look; similar: readonly Similar[] }) {
  const t = texts(look)
  return (
    <Panel title={t.similar} id="similar">
      <p class="soft">{t.similarLead}</p>
      <Tasks tasks={similar.map((one) => ({ label: one.title, hint: <>{one.organisation}<span class="sep">·</span>{t.since} <At at={one.since} time={false} weekday={false} year="always" /></>, end: <span class="soft nw">{t.alike(Math.round(one.likeness * 100))}</span> }))} />
    </Panel>
  )
}

async function send(asked: Asked, posted: Posted): Promise<Shown> {
  const read = await readProject(asked.context, asked.params.project ?? '')
  authorise(asked.context, 'project.edit', projectTarget(read.project))
  const part = contentParts.find((one) => one === asked.params.part)
  const fields = read.form.sections.find(({ id }) => id === part)?.fields
  if (part === undefined || fields === undefined) throw new Refusal('NOT_FOUND')
  const pressed = pressedRow(fields, posted.fields)
  if (pressed !== undefined) return show(asked, { values: pressed, mistakes: [] })
  const typed = readTyped(fields, posted.fields)
  return tryForm(posted, async () => {
    if (typed.mistakes.length > 0) throw new Refusal('INVALID', { mistakes: typed.mistakes })
    await keep(asked, read, part, typed.content, Number(posted.fields.revision ?? 0) || 0)
    return { go: await nextPage(asked, part) }
  }, ({ mistakes }: Attempt) => show(asked, { values: { ...posted.fields, ...typed.values }, mistakes }))
}

async function keep(asked: Asked, read: ReadProject, part: ContentPart, content: Record<string, unknown>, revision: number): Promise<void> {
  try {
    await savePart(asked.context, read.project.id, { part, revision, content })
  } catch (error) {
    if (!isRefusal(error, 'STALE')) throw error
    throw new Refusal('STALE', { mistakes: [{ path: '', code: 'STALE', zh: texts({ ...asked.look, language: 'zh' }).stale, en: texts({ ...asked.look, language: 'en' }).stale }] })
  }
}

/** The next part that can be written; the same one again where what was typed is wrong. */
async function nextPage(asked: Asked, part: ContentPart): Promise<string> {
  const read = await readProject(asked.context, asked.params.project ?? '')
  if (partStates(read)[part] === 'fix') return `/projects/${read.project.id}/parts/${part}?check=1`
  const open = openParts(read)
  const next = open[open.indexOf(part) + 1]
  return next === undefined ? `/projects/${read.project.id}` : `/projects/${read.project.id}/parts/${next}`
}

export const projectPartPages: PageRoute[] = [
  { method: 'get', path: '/projects/:project/parts/:part', action: 'project.read', show: (asked) => show(asked) },
  { method: 'post', path: '/projects/:project/parts/:part', action: 'project.edit', send },
]
