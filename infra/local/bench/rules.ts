import { readFileSync } from 'node:fs'
import { parseRulebook, type Rulebook } from '../../../shared/rulebook/rulebook.ts'

/** The district's default with one paper round that five judges score each proposal in, and no files: what is measured is the writing. */
export function benchRules(): Rulebook {
  const json = JSON.parse(readFileSync(new URL('../../../shared/rulebook/library/jiaxing-default.json', import.meta.url), 'utf8')) as Rulebook
  const [first] = json.rounds
  if (first === undefined) throw new TypeError('the default rulebook has no round')
  const parsed = parseRulebook({
    ...json, id: 'bench',
    form: { ...json.form, attachments: [] },
    eligibility: { ...json.eligibility, checks: [] },
    rounds: [{ ...first, weight: 100, panelSize: 5, floor: 3, assignment: 'spread', grouping: { rule: 'one' }, aggregation: { rule: 'trimmed-mean', drop: 1 }, advance: { rule: 'all' } }],
    tieBreaks: [{ rule: 'lot' }],
  })
  if (!parsed.ok) throw new TypeError(parsed.mistakes.map(({ path, en }) => `${path}: ${en}`).join('\n'))
  return parsed.rulebook
}
