import { say } from '../../../shared/kernel/text.ts'
import type { Criterion, Trigger } from '../../../shared/rulebook/round.ts'
import { criteriaOf, leavesOf, type Measures } from '../../../shared/rulebook/sheet.ts'
import { formatNumber } from '../look/format.ts'
import { useLook } from '../look/look.ts'
import { ComputedScore, ScoreField, TriggerField } from '../look/score.tsx'
import { words } from '../look/words.ts'

/** A leaf that nobody judges, with what its points follow from. */
export function ComputedLeaf({ criterion, points, measures }: { criterion: Criterion; points: string; measures: Measures }) {
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

/** What makes an item, or the whole sheet, 0: tick boxes under a heading of their own. */
export function Triggers({ criteria, triggers, ticked, under = '' }: { criteria: readonly Criterion[]; triggers: readonly Trigger[]; ticked: (id: string) => boolean; /** What stands before the fields' names where a page has several sheets: 'r_….'. */ under?: string }) {
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
        return <TriggerField path={`${under}scores.${trigger.id}`} label={say(trigger.label, language)} hint={<>{effect}{trigger.hint === undefined ? null : <> · {say(trigger.hint, language)}</>}</>} zeroes={item === undefined ? null : leavesOf([item]).map(({ id }) => id)} ticked={ticked(trigger.id)} />
      })}
    </div>
  )
}

/** A sheet's criteria as fields of points, branch by branch. `value` by the criterion's id; the sheet's own heading is of level 2. */
export function Criteria({ criteria, step, value, measures = {}, under = '', level = 3 }: { criteria: readonly Criterion[]; step: number; value: (id: string) => string; measures?: Measures; under?: string; level?: 3 | 4 }) {
  const { language } = useLook()
  const t = words(language, { zh: { from: (max: number) => `满分 ${max}` }, en: { from: (max) => `out of ${max}` } })
  return (
    <>
      {criteria.map((criterion) => {
        const label = say(criterion.label, language)
        if (criterion.computed !== undefined) return <ComputedLeaf criterion={criterion} points={value(criterion.id)} measures={measures} />
        if (criterion.children === undefined || criterion.children.length === 0) {
          const bands = (criterion.anchors ?? []).toSorted((a, b) => a.from - b.from).map(({ from, to, text }) => ({ from, to, text: say(text, language) }))
          return <ScoreField path={`${under}scores.${criterion.id}`} label={label} hint={criterion.hint === undefined ? undefined : say(criterion.hint, language)} max={criterion.max} step={step} value={value(criterion.id)} bands={bands} required />
        }
        const name = <>{label} <span class="soft small">{t.from(criterion.max)}</span></>
        return (
          <div class="crit-branch" role="group" aria-label={label}>
            {level === 3 ? <h3>{name}</h3> : <h4>{name}</h4>}
            <Criteria criteria={criterion.children} step={step} value={value} measures={measures} under={under} level={4} />
          </div>
        )
      })}
    </>
  )
}
