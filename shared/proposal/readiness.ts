import { identifyingTexts, namesIn } from '../rulebook/blind.ts'
import { checkContent } from '../rulebook/content-check.ts'
import type { Content } from '../rulebook/content.ts'
import type { Mistake } from '../kernel/refusal.ts'
import type { Rulebook } from '../rulebook/rulebook.ts'
import { type CallFacts, callMistakes, callRules } from './call-rules.ts'
import type { Draft, Proposal } from './proposal.ts'

type Written = Pick<Draft, 'category' | 'content' | 'attachments'> & Partial<Pick<Proposal, 'project'>>

/**
 * Everything that keeps a draft from being sent: first what the form asks, in its order, then what the call's rules do (`facts` is what they
 * ask about the applicant; null in a contest). Empty when it is ready.
 */
export function notReady(rulebook: Rulebook, draft: Written, facts: CallFacts | null): Mistake[] {
  const category: Mistake[] = rulebook.categories.some(({ id }) => id === draft.category) ? [] : [{ path: 'category', code: 'NOT_A_CHOICE', zh: '请选择类别。', en: 'Choose a category.' }]
  const ofForm = checkContent(rulebook.form, draft.content, draft.attachments)
  // One cause is said once: what the form itself caps is not told again as the call's cap.
  const ofCall = callMistakes(callRules(rulebook, { project: null, ...draft }, facts)).filter(({ path, code }) => code !== 'ABOVE_GRANT_CAP' || !ofForm.some((one) => one.path === path && one.code === 'ABOVE_CAP'))
  return [...category, ...ofForm, ...ofCall]
}

/** Where judges of a blind competition would read who applies: a warning, because a name may be a common word too. */
export function namesShown(rulebook: Rulebook, content: Content, organisation: string): Mistake[] {
  if (!rulebook.blind) return []
  // The record's name and the form's may differ in a space only: said once.
  const names = new Map([...identifyingTexts(rulebook.form, content), organisation].map((name) => [name.normalize('NFKC').replaceAll(/\s/g, ''), name]))
  return namesIn(content, rulebook.form, [...names.values()]).map(({ path, name }) => ({
    path, code: 'NAME_SHOWN', zh: `这里写有“${name}”，评委会据此知道是谁申报的。`, en: `This says "${name}", which tells judges who applies.`,
  }))
}

/** How far each section of the form is. `todo`: nothing typed yet and something is asked; `doing`: begun; `done`: nothing to fix. */
export type SectionState = 'todo' | 'doing' | 'fix' | 'done'

/** `fix` where something typed is wrong, as opposed to not typed yet. */
export function sectionStates(rulebook: Rulebook, draft: Written, facts: CallFacts | null): { id: string; state: SectionState; mistakes: Mistake[] }[] {
  const mistakes = notReady(rulebook, draft, facts)
  const own = (ids: ReadonlySet<string>) => mistakes.filter(({ path }) => ids.has(path.split('.')[0] ?? ''))
  const sections = rulebook.form.sections.map((section) => {
    const found = own(new Set(section.fields.map(({ id }) => id)))
    const typed = section.fields.some(({ id }) => hasValue(draft.content[id]))
    const missing = found.every(({ code }) => code === 'REQUIRED')
    const state: SectionState = found.length === 0 ? (typed || section.fields.some(({ required }) => required) ? 'done' : 'todo') : !typed ? 'todo' : missing ? 'doing' : 'fix'
    return { id: section.id, state, mistakes: found }
  })
  if (rulebook.form.attachments.length === 0) return sections
  const found = own(new Set(['attachments']))
  const state: SectionState = found.length === 0 ? 'done' : draft.attachments.length === 0 ? 'todo' : 'doing'
  return [...sections, { id: 'attachments', state, mistakes: found }]
}

const hasValue = (value: unknown): boolean => value !== undefined && value !== null && value !== '' && value !== false && !(Array.isArray(value) && value.length === 0)
