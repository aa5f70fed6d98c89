import { say } from '../../../shared/kernel/text.ts'
import type { Criterion } from '../../../shared/rulebook/round.ts'
import { useLook } from '../look/look.ts'
import { ScoreField } from '../look/score.tsx'
import { words } from '../look/words.ts'

/** A sheet's criteria as fields of points, branch by branch. `value` by the criterion's id; the sheet's own heading is of level 2. */
export function Criteria({ criteria, step, value, level = 3 }: { criteria: readonly Criterion[]; step: number; value: (id: string) => string; level?: 3 | 4 }) {
  const { language } = useLook()
  const t = words(language, { zh: { from: (max: number) => `满分 ${max}` }, en: { from: (max) => `out of ${max}` } })
  return (
    <>
      {criteria.map((criterion) => {
        const label = say(criterion.label, language)
        if (criterion.children === undefined || criterion.children.length === 0) {
          const bands = (criterion.anchors ?? []).toSorted((a, b) => a.from - b.from).map(({ from, to, text }) => ({ from, to, text: say(text, language) }))
          return <ScoreField path={`scores.${criterion.id}`} label={label} hint={criterion.hint === undefined ? undefined : say(criterion.hint, language)} max={criterion.max} step={step} value={value(criterion.id)} bands={bands} required />
        }
        const name = <>{label} <span class="soft small">{t.from(criterion.max)}</span></>
        return (
          <div class="crit-branch" role="group" aria-label={label}>
            {level === 3 ? <h3>{name}</h3> : <h4>{name}</h4>}
            <Criteria criteria={criterion.children} step={step} value={value} level={4} />
          </div>
        )
      })}
    </>
  )
}
