import { type Bilingual, type Language, say } from '../../../shared/kernel/text.ts'
import type { Judge } from '../../../shared/round/judge.store.ts'
import { ChoiceField } from '../look/choices.tsx'
import { IntegerField } from '../look/fields.tsx'
import { words } from '../look/words.ts'
import type { Values } from './typed-rows.ts'

export interface Category {
  id: string
  name: Bilingual
}

const LEVELS = ['2', '1', '0', '-1', '-2'] as const

/** What a judge knows well, category by category, and how much they take. */
export function ExpertiseFields({ language, categories, values }: { language: Language; categories: readonly Category[]; values: Values }) {
  const t = words(language, {
    zh: { title: '擅长的类别', lead: '分配时尽量把您熟悉的类别分给您。不填就是“一般”。', levels: { 2: '擅长', 1: '熟悉', 0: '一般', '-1': '不熟', '-2': '不愿评' }, most: '最多评几份', mostHint: '一轮里您最多能评的份数。不填就和其他评委一样多。', unit: '份' },
    en: { title: 'What you know well', lead: 'You are given what you know, as far as it goes. Left open it is "neither".', levels: { 2: 'I know it well', 1: 'I know it', 0: 'Neither', '-1': 'I know little of it', '-2': 'I would rather not' }, most: 'At most', mostHint: 'The proposals you can take in a round. Left open, as many as the other judges.', unit: 'proposals' },
  })
  return (
    <fieldset class="stackv">
      <legend>{t.title}</legend>
      <p class="hint">{t.lead}</p>
      <div class="fields">{categories.map(({ id, name }) => (
        <ChoiceField path={`expertise.${id}`} label={say(name, language)} required as="select" none={null} value={values[`expertise.${id}`] ?? '0'} choices={LEVELS.map((value) => ({ value, label: t.levels[value] }))} />
      ))}</div>
      <IntegerField path="maxLoad" label={t.most} hint={t.mostHint} value={values.maxLoad ?? ''} unit={t.unit} />
    </fieldset>
  )
}

const isOurs = (name: string) => name.startsWith('expertise.') || name === 'maxLoad'

/** What was typed, by field name. */
export const typedExpertise = (values: Values): Values => Object.fromEntries(Object.entries(values).filter(([name]) => isOurs(name)))

/** The same of what is kept. */
export const keptExpertise = ({ expertise, maxLoad }: Pick<Judge, 'expertise' | 'maxLoad'>): Values =>
  ({ ...Object.fromEntries(Object.entries(expertise).map(([category, level]) => [`expertise.${category}`, String(level)])), maxLoad: maxLoad === null ? '' : String(maxLoad) })

const whole = (text: string): number | string => (/^-?\d{1,9}$/.test(text.trim()) ? Number(text) : text)

/** What the form sent, as the command wants it; what is no number goes as it is, so that the command says so. */
export function sentExpertise(values: Values): { expertise?: Record<string, unknown>; maxLoad?: unknown } {
  const levels = Object.entries(values).filter(([name]) => name.startsWith('expertise.')).map(([name, level]) => [name.slice('expertise.'.length), whole(level)])
  const { maxLoad } = values
  return { ...(levels.length === 0 ? {} : { expertise: Object.fromEntries(levels) }), ...(maxLoad === undefined ? {} : { maxLoad: maxLoad.trim() === '' ? null : whole(maxLoad) }) }
}
