import { mostFen } from '../kernel/money.ts'
import { checkContent } from '../rulebook/content-check.ts'
import type { ContentMistake } from '../rulebook/content.ts'
import type { Field, Form } from '../rulebook/form.ts'
import { type ContentPart, contentParts, type Definition } from '../stage/definition.ts'
import { partWords } from '../stage/words.ts'
import type { Answers } from './content.ts'

const text = (id: string, zh: string, en: string, limit: number, required = true): Field => ({ id, kind: 'text', label: { zh, en }, limit, required })
const long = (id: string, zh: string, en: string, limit: number, hint?: { zh: string; en: string }): Field => ({ id, kind: 'longtext', label: { zh, en }, limit, required: true, ...(hint === undefined ? {} : { hint }) })
const whole = (id: string, zh: string, en: string, unit: { zh: string; en: string }, required = true, min = 0): Field => ({ id, kind: 'integer', label: { zh, en }, min, max: 10_000_000, unit, required })
const persons = { zh: '人', en: 'persons' }

/** 展示时向社会征集什么: what a project asks others for. */
export const wantedKinds = [
  { id: 'money', label: { zh: '资金', en: 'Money' } }, { id: 'people', label: { zh: '志愿者', en: 'Volunteers' } }, { id: 'place', label: { zh: '场地', en: 'A place' } },
  { id: 'things', label: { zh: '物资', en: 'Things' } }, { id: 'skills', label: { zh: '专业支持', en: 'Skills' } },
]

/**
 * The form of a project's text, in a rulebook's own format, so that what writes, checks and shows proposals serves projects too. Fields that
 * a proposal has as well bear the same ids: a project fills in a proposal by them.
 */
export function projectForm(definition: Pick<Definition, 'classes' | 'budget'>): Form {
  const fields: Record<ContentPart, Field[]> = {
    basics: [
      text('name', '项目名称', 'Name of the project', 30),
      { id: 'class', kind: 'choice', label: { zh: '项目类别', en: 'Class' }, required: true, options: definition.classes.map(({ id, name }) => ({ id, label: name })) },
      text('street', '所在街道、镇', 'Street or town', 20),
      long('summary', '项目简介', 'Summary', 300),
    ],
    need: [long('need', '要回应的需求', 'The need it answers', 800, { zh: '谁遇到了什么困难，怎么知道的。', en: 'Who has what difficulty, and how you know.' })],
    beneficiaries: [
      text('who', '服务谁', 'Whom it serves', 200),
      whole('directPeople', '直接受益人数', 'Direct beneficiaries', persons, true, 1),
      whole('indirectPeople', '间接受益人数', 'Indirect beneficiaries', persons, false),
      whole('attendances', '服务人次', 'Attendances', { zh: '人次', en: 'attendances' }),
      whole('minors', '其中未成年人', 'Of them minors', persons, false),
    ],
    others: [long('others', '同类服务现状', 'What others already do', 800, { zh: '本地已有谁在做，您的做法有什么不同。', en: 'Who does something like it here, and what you do differently.' })],
    plan: [
      long('goals', '项目目标', 'Goals', 800),
      { id: 'startDate', kind: 'date', label: { zh: '开始日期', en: 'Begins' }, required: true },
      { id: 'endDate', kind: 'date', label: { zh: '结束日期', en: 'Ends' }, required: true },
      text('place', '实施地点', 'Where', 100),
      {
        id: 'steps', kind: 'rows', label: { zh: '实施步骤', en: 'Steps' }, required: true, minRows: 1, maxRows: 40,
        columns: [
          { id: 'stepDate', kind: 'date', label: { zh: '日期', en: 'Date' }, required: true },
          { id: 'stepName', kind: 'text', label: { zh: '做什么', en: 'What' }, limit: 60, required: true },
          { id: 'stepPlace', kind: 'text', label: { zh: '地点', en: 'Where' }, limit: 40, required: false },
          { id: 'stepAttendances', kind: 'integer', label: { zh: '预计人次', en: 'Attendances' }, min: 0, max: 1_000_000, required: false },
        ],
      },
      long('risks', '风险与预案', 'Risks, and what then', 500),
    ],
    resources: [{
      id: 'wanted', kind: 'rows', label: { zh: '需要的资源', en: 'Resources asked for' }, required: true, minRows: 1, maxRows: 20,
      columns: [
        { id: 'kind', kind: 'choice', label: { zh: '种类', en: 'Kind' }, required: true, options: wantedKinds },
        { id: 'what', kind: 'text', label: { zh: '具体需要', en: 'What exactly' }, limit: 60, required: true },
        { id: 'worth', kind: 'money', label: { zh: '折合金额', en: 'Worth' }, required: false, min: 0, max: mostFen },
      ],
    }],
    budget: [{ id: 'budget', kind: 'budget', label: { zh: '预算明细', en: 'Budget lines' }, required: true, heads: definition.budget.heads, sources: definition.budget.sources, maxRows: definition.budget.maxRows }],
    contact: [
      text('contact', '联系人', 'Contact', 30),
      text('contactPhone', '联系电话', 'Telephone', 30),
      text('contactEmail', '联系邮箱', 'E-mail', 80, false),
    ],
  }
  return {
    title: { zh: '项目书', en: 'Project' }, nameField: 'name', attachments: [], seals: [],
    sections: contentParts.map((id) => ({ id, title: partWords[id], fields: fields[id] })),
    checks: [{ rule: 'dates-in-order', from: 'startDate', to: 'endDate' }, { rule: 'rows-within-dates', rows: 'steps', column: 'stepDate', from: 'startDate', to: 'endDate' }],
  }
}

/** What is still missing or wrong in each part, in the form's order; a part without a mistake is complete. */
export function partMistakes(form: Form, answers: Answers): Record<ContentPart, ContentMistake[]> {
  const all = [...checkContent(form, answers, []), ...minorsMistake(answers)]
  const partOf = new Map(form.sections.flatMap(({ id, fields }) => fields.map((field) => [field.id, id] as const)))
  return Object.fromEntries(contentParts.map((part) => [part, all.filter(({ path }) => partOf.get(path.split('.')[0] ?? '') === part)])) as Record<ContentPart, ContentMistake[]>
}

/** Fewer direct beneficiaries than minors cannot be: said beside the field. */
function minorsMistake({ minors, directPeople }: Answers): ContentMistake[] {
  if (typeof minors !== 'number' || typeof directPeople !== 'number' || minors <= directPeople) return []
  return [{ path: 'minors', code: 'TOO_LARGE', label: { zh: '其中未成年人', en: 'Of them minors' }, limit: directPeople, found: minors, zh: `未成年人（${minors}）不能多于直接受益人数（${directPeople}）。`, en: `There cannot be more minors (${minors}) than direct beneficiaries (${directPeople}).` }]
}
