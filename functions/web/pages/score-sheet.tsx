import type { Child } from 'hono/jsx'
import { type Bilingual, say } from '../../../shared/kernel/text.ts'
import type { Criterion, Extra, Trigger } from '../../../shared/rulebook/round.ts'
import { criteriaOf, FOUND, foundOn, leavesOf, type Measures, type Scores, type Sheet } from '../../../shared/rulebook/sheet.ts'
import { formatNumber } from '../look/format.ts'
import { type Look, useLook } from '../look/look.ts'
import { ComputedScore, ScoreField, TriggerField } from '../look/score.tsx'
import { Facts, Tag } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import type { Attempt } from './page.ts'

interface Filling {
  /** What stands in a field, by the id of a leaf, a bonus, a deduction or a trigger. */
  value: (id: string) => string
  /** What computed leaves follow from. */
  measures?: Measures
  /** What stands before the fields' names where a page has several sheets: 'r_….'. */
  under?: string
  /** More to say beside a leaf's own hint. */
  beside?: (leaf: Criterion) => Child
}

/** What stands in a sheet's fields: what was typed where a form comes back (a box that is not ticked is not sent), else what is kept; of computed leaves always that. */
export const standsIn = (attempt: Attempt | undefined, kept: Scores, measures: Measures = {}, under = '') => (id: string): string =>
  (attempt === undefined || measures[id] !== undefined ? kept[id] : attempt.values[`${under}scores.${id}`]) ?? ''

/** A sheet to be filled in, branch by branch: leaves with their bands in sight, what counts outside the total, what makes points 0. Its own heading is of level 2. */
export function SheetFields({ sheet: { criteria, entry: { step }, extras = [], triggers = [] }, ...filling }: { sheet: Sheet } & Filling) {
  return (
    <>
      <div><Criteria criteria={criteria} step={step} level={3} {...filling} /></div>
      <Extras extras={extras} step={step} {...filling} />
      <Triggers criteria={criteria} triggers={triggers} {...filling} />
    </>
  )
}

function Criteria({ criteria, step, level, ...filling }: { criteria: readonly Criterion[]; step: number; level: 3 | 4 } & Filling) {
  const { language } = useLook()
  const { value, measures = {}, under = '', beside } = filling
  const t = words(language, { zh: { from: (max: number) => `满分 ${max}` }, en: { from: (max) => `out of ${max}` } })
  return (
    <>
      {criteria.map((criterion) => {
        const label = say(criterion.label, language)
        if (criterion.computed !== undefined) return <ComputedLeaf criterion={criterion} points={value(criterion.id) || '0'} measures={measures} />
        if (criterion.children === undefined || criterion.children.length === 0) {
          const [own, more] = [criterion.hint && say(criterion.hint, language), beside?.(criterion)]
          const hint = own === undefined || more === undefined ? own ?? more : <>{own} {more}</>
          return <ScoreField path={`${under}scores.${criterion.id}`} label={label} hint={hint} max={criterion.max} step={step} value={value(criterion.id)} bands={bandsOf(criterion, language)} required />
        }
        const name = <>{label} <span class="soft small">{t.from(criterion.max)}</span></>
        return (
          <div class="crit-branch" role="group" aria-label={label}>
            {level === 3 ? <h3>{name}</h3> : <h4>{name}</h4>}
            <Criteria {...filling} criteria={criterion.children} step={step} level={4} />
          </div>
        )
      })}
    </>
  )
}

/** A leaf that nobody judges, with what its points follow from. */
function ComputedLeaf({ criterion, points, measures }: { criterion: Criterion; points: string; measures: Measures }) {
  const { language } = useLook()
  const t = words(language, {
    zh: { unknown: '没有填', from: (planned: string, actual: string, percent: string) => `计划 ${planned}，实际 ${actual}${percent}`, reached: (percent: string) => `，达到 ${percent}%`, step: (percent: number, points: number) => `≥${percent}% 得 ${points} 分`, list: '，', colon: '。' },
    en: { unknown: 'not filled in', from: (planned, actual, percent) => `planned ${planned}, reached ${actual}${percent}`, reached: (percent) => ` (${percent}%)`, step: (percent, points) => `${percent}% and above: ${points}`, list: ', ', colon: '. ' },
  })
  const { planned = null, actual = null } = measures[criterion.id] ?? {}
  const said = (n: number | null) => (n === null ? t.unknown : formatNumber(n))
  const percent = planned === null || actual === null || planned <= 0 ? '' : t.reached(String(Math.floor((actual / planned) * 100)))
  return (
    <ComputedScore leaf={criterion.id} label={say(criterion.label, language)} points={points} max={criterion.max}>
      {t.from(said(planned), said(actual), percent)}{t.colon}{(criterion.computed?.steps ?? []).map(({ percent: at, points: gives }) => t.step(at, gives)).join(t.list)}
    </ComputedScore>
  )
}

/** What counts outside the total. */
function Extras({ extras, step, value, under = '' }: { extras: readonly Extra[]; step: number } & Filling) {
  const { language } = useLook()
  const t = words(language, { zh: { title: '加分与扣分', lead: '在总分之外，没有的留空' }, en: { title: 'Bonuses and deductions', lead: 'outside the total; leave empty what there is none of' } })
  if (extras.length === 0) return null
  return (
    <div class="crit-branch" role="group" aria-label={t.title}>
      <h3>{t.title} <span class="soft small">{t.lead}</span></h3>
      {extras.map(({ id, label, hint, kind, most }) => <ScoreField path={`${under}scores.${id}`} label={say(label, language)} hint={hint && say(hint, language)} max={most} step={step} value={value(id)} extra={kind} />)}
    </div>
  )
}

/** What makes an item, or the whole sheet, 0: tick boxes under a heading of their own. */
function Triggers({ criteria, triggers, value, under = '' }: { criteria: readonly Criterion[]; triggers: readonly Trigger[] } & Filling) {
  const { language } = useLook()
  const t = words(language, {
    zh: { title: '否决情形', lead: '查到才勾选，并在下面写明查到了什么。', total: '总分记 0 分', item: (name: string) => `“${name}”记 0 分` },
    en: { title: 'What makes points 0', lead: 'Tick only what was found, and say below what it was.', total: 'The whole sheet is 0', item: (name) => `"${name}" is 0` },
  })
  if (triggers.length === 0) return null
  return (
    <div class="crit-branch" role="group" aria-label={t.title}>
      <h3>{t.title} <span class="soft small">{t.lead}</span></h3>
      {triggers.map((trigger) => {
        const item = trigger.zero === 'item' ? criteriaOf(criteria).find(({ id }) => id === trigger.criterion) : undefined
        const effect = item === undefined ? t.total : t.item(say(item.label, language))
        return <TriggerField path={`${under}scores.${trigger.id}`} label={say(trigger.label, language)} hint={<>{effect}{trigger.hint === undefined ? null : <> · {say(trigger.hint, language)}</>}</>} zeroes={item === undefined ? null : leavesOf([item]).map(({ id }) => id)} ticked={value(trigger.id) === FOUND} />
      })}
    </div>
  )
}

/** A sheet that was filled in, a fact a line: leaves, what counts outside the total, what made points 0. What has no score is left out, or `none` is said of it. */
export function factsOf({ language }: Pick<Look, 'language'>, { criteria, extras = [], triggers = [] }: Pick<Sheet, 'criteria' | 'extras' | 'triggers'>, scores: Scores, none?: string): { term: string; detail: Child }[] {
  const t = words(language, { zh: { total: '总分记 0 分', item: '该项记 0 分' }, en: { total: 'the whole sheet is 0', item: 'its item is 0' } })
  const line = ({ id, label }: { id: string; label: Bilingual }, said: (score: string) => Child) => {
    const score = scores[id] ?? none
    return score === undefined ? [] : [{ term: say(label, language), detail: scores[id] === undefined ? <span class="soft">{score}</span> : said(score) }]
  }
  return [
    ...leavesOf(criteria).flatMap((leaf) => line(leaf, (score) => <><strong class="n">{score}</strong> <span class="soft">/ {leaf.max}</span></>)),
    ...extras.flatMap((extra) => line(extra, (score) => <strong class="n">{extra.kind === 'bonus' ? '+' : '−'}{score}</strong>)),
    ...foundOn({ triggers }, scores).map(({ label, zero }) => ({ term: say(label, language), detail: <Tag state="late">{zero === 'total' ? t.total : t.item}</Tag> })),
  ]
}

/** What a leaf's bands mean, to be read. */
export function BandFacts({ leaf }: { leaf: Criterion }) {
  const { language } = useLook()
  return <Facts facts={bandsOf(leaf, language).map(({ from, to, text }) => ({ term: <span class="n nw">{from === to ? from : `${from}–${to}`}</span>, detail: text }))} />
}

const bandsOf = ({ anchors = [] }: Criterion, language: 'zh' | 'en') => anchors.toSorted((a, b) => a.from - b.from).map(({ from, to, text }) => ({ from, to, text: say(text, language) }))
