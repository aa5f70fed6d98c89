import type { Mistake } from '../kernel/refusal.ts'
import { fieldsOf, wantedKind } from './form-references.ts'
import { type Place, child, ids, items, repeated, text, texts, unknownName } from './loose.ts'

const names = { sections: { zh: '部分', en: 'section' }, fields: { zh: '字段', en: 'field' }, attachments: { zh: '附件', en: 'attachment' } }

/** Each check names parts of the form that are there; where the rulebook allows a cure, there is something that can be cured. */
export function eligibilityMistakes(rulebook: Place): Mistake[] {
  const form = child(rulebook, 'form')
  const fields = fieldsOf(form)
  const eligibility = child(rulebook, 'eligibility')
  const checks = items(eligibility, 'checks')
  const known = { sections: ids(items(form, 'sections')), fields: new Set(fields.keys()), attachments: ids(items(form, 'attachments')) }
  const parts = Object.keys(names) as (keyof typeof names)[]
  const ofRule = (rule: Place): Mistake[] => {
    if (text(rule, 'rule') === 'field-at-least') return wantedKind(rule, 'field', 'integer', fields)
    return text(rule, 'rule') === 'attachment-present' ? unknownName(`${rule.path}/attachment`, text(rule, 'attachment'), known.attachments, names.attachments) : []
  }
  const ofAbout = (about: Place): Mistake[] => parts.flatMap((part) => texts(about, part).flatMap(({ path, value }) => unknownName(path, value, known[part], names[part])))
  return [
    ...checks.flatMap((check) => [...ofRule(child(check, 'rule')), ...ofAbout(child(check, 'about'))]),
    ...repeated(checks),
    ...(eligibility.value.cure === null || eligibility.value.cure === undefined || checks.some(isAboutSomething) ? [] : [{
      path: `${eligibility.path}/cure`, code: 'NOTHING_TO_CURE',
      zh: '各项审查都没有写明涉及申报书的哪些内容（about），没有什么可以补正。', en: 'No check says what of the form it is about (about), so there is nothing to cure.',
    }]),
  ]
}

const isAboutSomething = (check: Place): boolean => ['sections', 'fields', 'attachments'].some((part) => texts(child(check, 'about'), part).length > 0)
  || ['field-at-least', 'attachment-present'].includes(text(child(check, 'rule'), 'rule') ?? '')
