import { newSecret } from '../../../shared/kernel/ids.ts'
import { isRefusal, type Mistake, Refusal } from '../../../shared/kernel/refusal.ts'
import { say } from '../../../shared/kernel/text.ts'
import { callRules } from '../../../shared/proposal/call-rules.ts'
import { proposalTarget } from '../../../shared/proposal/proposal.ts'
import { markOf } from '../../../shared/proposal/merge.ts'
import { type SectionState, sectionStates } from '../../../shared/proposal/readiness.ts'
import { may } from '../../../shared/person/access.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import { authorise } from '../../context.ts'
import { CATEGORY_MARK, requireOpenCall, saveSection } from '../../commands/proposal.ts'
import { categoryName } from '../../queries/proposal-list.ts'
import { readProposal, type ReadProposal } from '../../queries/proposal.ts'
import { ChoiceField } from '../look/choices.tsx'
import { HiddenField } from '../look/fields.tsx'
import { Button, ButtonLink, Form, Saved } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { Panel, type Task, Tasks } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { CONTENT, pressedRow, readTyped } from '../typed-content.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'
import { SectionAnswers } from './proposal-answers.tsx'
import { FormField } from './proposal-fields.tsx'
import { proposalCrumbs, sectionTags } from './proposal-parts.tsx'
import { CallRulesTable, callRulesTexts } from './proposal-rules.tsx'

const texts = (look: Look) => words(look.language, {
  zh: { contents: '申报书目录', done: (n: number, all: number) => `已完成 ${n} 项，共 ${all} 项`, place: (n: number, all: number) => `第 ${n} 项，共 ${all} 项`, save: '保存并继续', back: '回到目录', category: '申报类别', attachments: '附件', check: '核对并提交', theirs: (name: string) => `${name}保存的是这样`, stale: '别处刚保存过这一节。下面是您填的内容；再点一次保存，就以这里的为准。' },
  en: { contents: 'Contents', done: (n, all) => `${n} of ${all} done`, place: (n, all) => `Part ${n} of ${all}`, save: 'Save and go on', back: 'Back to the contents', category: 'Category', attachments: 'Attachments', check: 'Check and send', theirs: (name) => `What ${name} saved`, stale: 'This part was saved elsewhere a moment ago. Below is what you typed; save once more for it to count.' },
})

/** The contents beside a section, with how each stands. */
export function Contents({ look, read, current }: { look: Look; read: ReadProposal; current: string }) {
  const t = texts(look)
  if (read.draft === null) return null
  const { proposal, rulebook } = read
  const states = sectionStates(rulebook, { ...read.draft, project: proposal.project }, read.facts)
  const titles = new Map(rulebook.form.sections.map(({ id, title }) => [id, say(title, look.language)]))
  const tasks = states.map(({ id, state }): Task => ({
    label: id === 'attachments' ? t.attachments : (titles.get(id) ?? id), href: id === 'attachments' ? `/proposals/${proposal.id}/attachments` : `/proposals/${proposal.id}/sections/${id}`,
    current: id === current, state: sectionTags[state].state, tag: sectionTags[state][look.language],
  }))
  return (
    <nav class="panel rail-side" aria-labelledby="toc">
      <h2 id="toc">{t.contents}</h2>
      <p class="small soft">{t.done(states.filter(({ state }) => state === 'done').length, states.length)}</p>
      <Tasks ordered tasks={[...tasks, { label: t.check, href: `/proposals/${proposal.id}/answers` }]} />
    </nav>
  )
}

/** A section of the form of an open call, for its own members; others are sent to the proposal's page. */
export async function openSection(asked: Asked): Promise<ReadProposal | { go: string }> {
  const read = await readProposal(asked.context, asked.params.proposal ?? '')
  const own = may(asked.context.actor, 'proposal.edit', proposalTarget(read.proposal))
  return own && read.open && read.draft !== null ? read : { go: `/proposals/${read.proposal.id}` }
}

function sectionOf(rulebook: Rulebook, id: string | undefined) {
  const section = rulebook.form.sections.find((one) => one.id === id)
  if (section === undefined) throw new Refusal('NOT_FOUND')
  return section
}

async function show(asked: Asked, attempt?: { values: Record<string, string> | null; mistakes: readonly Mistake[] }): Promise<Shown> {
  const read = await openSection(asked)
  if ('go' in read) return read
  const { look, params, query } = asked
  const t = texts(look)
  const { proposal, rulebook, draft } = read
  if (draft === null) return { go: `/proposals/${proposal.id}` }
  const section = sectionOf(rulebook, params.section)
  const place = rulebook.form.sections.indexOf(section)
  const all = rulebook.form.sections.length + (rulebook.form.attachments.length > 0 ? 1 : 0)
  const found = sectionStates(rulebook, { ...draft, project: proposal.project }, read.facts).find(({ id }) => id === section.id)
  // What is only missing is not held against somebody who has just come.
  const standing = (found?.mistakes ?? []).filter(({ code }) => code !== 'REQUIRED' || query.get('check') === '1').map((mistake) => ({ ...mistake, path: CONTENT + mistake.path }))
  const title = say(section.title, look.language)
  const named = section.fields.some(({ id }) => id === rulebook.form.nameField)
  const ofMoney = section.fields.some(({ id }) => id === rulebook.funding?.asked || id === rulebook.funding?.budgetField)
  const rules = ofMoney ? callRules(rulebook, { ...draft, project: proposal.project }, read.facts) : []
  const action = `/proposals/${proposal.id}/sections/${section.id}`
  const last = draft.sections[section.id]
  const clashing = (attempt?.mistakes ?? []).filter(({ code }) => code === 'CHANGED_MEANWHILE').map(({ path }) => (path === 'category' ? CATEGORY_MARK : path.slice(CONTENT.length)))
  // Shown what stands beside their own, the writer begins from it.
  const mark = (id: string, stands: unknown) => (clashing.includes(id) ? undefined : attempt?.values?.[WAS + id]) ?? markOf(stands)
  return { page: (
    <Page look={look} title={title} heading={null} crumbs={proposalCrumbs(proposal, look)} mistakes={attempt?.mistakes ?? standing} scripts={['autosave.js', 'rows.js', ...(rules.length === 0 ? [] : ['fresh.js'])]}>
      <div class="rail">
        <Contents look={look} read={read} current={section.id} />
        <Form action={action} command={newSecret()} revision={draft.revision} autosave={`/api/proposals/${proposal.id}/sections/${section.id}`} labelledBy="section">
          <div class="head">
            <div><h1 id="section">{title}</h1><p class="soft">{t.place(place + 1, all)}</p></div>
            <Saved at={last?.at ?? draft.savedAt} by={last?.by.name ?? draft.savedBy.name} />
          </div>
          {section.hint === undefined ? null : <p class="read">{say(section.hint, look.language)}</p>}
          {/* Enter in a field presses the form's first button: it is to save, not to add a row. */}
          <button class="vh" tabindex={-1} aria-hidden="true">{t.save}</button>
          {section.fields.map(({ id }) => <HiddenField path={WAS + id} value={mark(id, draft.content[id])} />)}
          {named ? <HiddenField path={WAS + CATEGORY_MARK} value={mark(CATEGORY_MARK, draft.category)} /> : null}
          {clashing.length === 0 ? null : (
            <Panel title={t.theirs(last?.by.name ?? '')} id="theirs">
              {clashing.includes(CATEGORY_MARK) ? <p>{t.category}{look.language === 'zh' ? '：' : ': '}{say(categoryName(rulebook, draft.category), look.language)}</p> : null}
              <SectionAnswers fields={section.fields.filter(({ id }) => clashing.includes(id))} content={draft.content} />
            </Panel>
          )}
          {named ? <ChoiceField path="category" label={t.category} required as="select" none={null} value={attempt?.values?.category ?? draft.category} choices={rulebook.categories.map(({ id, name }) => ({ value: id, label: say(name, look.language) }))} /> : null}
          {section.fields.map((field) => <FormField field={field} filled={{ content: draft.content, typed: attempt?.values ?? null }} />)}
          {rules.length === 0 ? null : (
            <section class="stackv" aria-labelledby="rules">
              <h2 id="rules">{callRulesTexts(look.language).title}</h2>
              <p class="hint">{callRulesTexts(look.language).lead}</p>
              <div id="call-rules" data-fresh><CallRulesTable rules={rules} /></div>
            </section>
          )}
          <div class="acts">
            <Button>{t.save}</Button>
            <ButtonLink href={`/proposals/${proposal.id}${proposal.version === 0 ? '' : '?edit=1'}`}>{t.back}</ButtonLink>
          </div>
        </Form>
      </div>
    </Page>
  ) }
}

async function send(asked: Asked, posted: Posted): Promise<Shown> {
  const read = await readProposal(asked.context, asked.params.proposal ?? '')
  authorise(asked.context, 'proposal.edit', proposalTarget(read.proposal))
  requireOpenCall(read.competition, asked.context.now)
  const section = sectionOf(read.rulebook, asked.params.section)
  const pressed = pressedRow(section.fields, posted.fields)
  if (pressed !== undefined) return show(asked, { values: pressed, mistakes: [] })
  const typed = readTyped(section.fields, posted.fields)
  const { category } = posted.fields
  return tryForm(posted, async () => {
    if (typed.mistakes.length > 0) throw new Refusal('INVALID', { mistakes: typed.mistakes })
    try {
      await saveSection(asked.context, read.proposal.id, { revision: Number(posted.fields.revision ?? 0) || 0, was: marksIn(posted.fields), section: section.id, content: typed.content, ...(category === undefined ? {} : { category }) })
    } catch (error) {
      if (!isRefusal(error, 'STALE') || error.mistakes.length > 0) throw error
      throw new Refusal('STALE', { mistakes: [{ path: '', code: 'STALE', zh: texts({ ...asked.look, language: 'zh' }).stale, en: texts({ ...asked.look, language: 'en' }).stale }] })
    }
    return { go: await nextPage(asked, section.id) }
  }, ({ mistakes }: Attempt) => show(asked, { values: { ...posted.fields, ...typed.values }, mistakes }))
}

const WAS = 'was.'

/** What the page began with; undefined for a form that does not say. */
function marksIn(fields: Readonly<Record<string, string>>): Record<string, string> | undefined {
  const marks = Object.entries(fields).flatMap(([name, mark]) => (name.startsWith(WAS) ? [[name.slice(WAS.length), mark]] : []))
  return marks.length === 0 ? undefined : Object.fromEntries(marks)
}

/** The next part of the form; the same one again where what was typed is wrong. */
async function nextPage(asked: Asked, section: string): Promise<string> {
  const { proposal, rulebook, draft, facts } = await readProposal(asked.context, asked.params.proposal ?? '')
  const states: { id: string; state: SectionState }[] = draft === null ? [] : sectionStates(rulebook, { ...draft, project: proposal.project }, facts)
  const place = states.findIndex(({ id }) => id === section)
  if (states[place]?.state === 'fix') return `/proposals/${proposal.id}/sections/${section}?check=1`
  const next = states[place + 1]
  return next === undefined ? `/proposals/${proposal.id}/answers` : next.id === 'attachments' ? `/proposals/${proposal.id}/attachments` : `/proposals/${proposal.id}/sections/${next.id}`
}

export const proposalSectionPages: PageRoute[] = [
  { method: 'get', path: '/proposals/:proposal/sections/:section', action: 'proposal.read', show: (asked) => show(asked) },
  { method: 'post', path: '/proposals/:proposal/sections/:section', action: 'proposal.edit', send },
]
