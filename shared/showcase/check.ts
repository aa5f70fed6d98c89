import { type PersonalKind, personalIn } from '../kernel/personal.ts'
import type { Mistake } from '../kernel/refusal.ts'
import { type Bilingual, characters } from '../kernel/text.ts'
import type { Answers } from '../project/content.ts'
import { fieldsOf, rowsOf } from '../rulebook/content.ts'
import type { Form } from '../rulebook/form.ts'
import { namedMinorsIn, pseudonymsIn, smallGroupsOf } from './known.ts'
import { type Edition, limits, type ShowcaseWords } from './showcase.ts'

type Words = Bilingual & { en: string }

export const wordLabels: Record<Exclude<keyof ShowcaseWords, 'pictures'>, Words> = {
  headline: { zh: '一句话介绍', en: 'In one line' }, soFar: { zh: '做到了哪里', en: 'So far' }, help: { zh: '怎样支持', en: 'How to help' },
}

/** A text that anybody would read: where it is typed, and what its field is called. */
interface Shown {
  path: string
  label: Words
  text: string
}

/** Every text of an edition. Those of the project's own text have paths under `project.`. */
function textsOf(form: Form, { words, answers }: Pick<Edition, 'words' | 'answers'>): Shown[] {
  const own = Object.entries(wordLabels).map(([path, label]): Shown => ({ path, label, text: words[path as keyof typeof wordLabels] }))
  const pictures = words.pictures.map(({ alt }, i): Shown => ({ path: `pictures.${i}.alt`, label: { zh: `第 ${i + 1} 张照片的说明`, en: `Description of picture ${i + 1}` }, text: alt }))
  return [...own, ...pictures, ...projectTexts(form, answers)]
}

function projectTexts(form: Form, answers: Answers): Shown[] {
  return fieldsOf(form).flatMap((field) => {
    const value = (answers as Record<string, unknown>)[field.id]
    const label = { zh: field.label.zh, en: field.label.en ?? field.label.zh }
    const one = (text: unknown, path: string): Shown[] => (typeof text === 'string' ? [{ path: `project.${path}`, label, text }] : [])
    if (!Array.isArray(value)) return one(value, field.id)
    return rowsOf(value).flatMap((row, i) => Object.entries(row).flatMap(([column, cell]) => one(cell, `${field.id}.${i}.${column}`)))
  })
}

const kindWords: Record<PersonalKind, Words> = {
  id: { zh: '身份证号', en: 'an ID number' }, mobile: { zh: '手机号', en: 'a mobile number' }, card: { zh: '银行卡号', en: 'a bank card number' },
  landline: { zh: '电话号码', en: 'a telephone number' }, wechat: { zh: '微信号', en: 'a WeChat account' }, qq: { zh: 'QQ 号', en: 'a QQ number' }, email: { zh: '邮箱', en: 'an e-mail address' },
}

/** Widths, cases and spaces hide no name. */
const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll(/[\s-]/g, '')

/** Personal data in what would be public, each named beside its field: numbers and accounts of people, children by name with age or school, and the project's own contact. It keeps the page from being published. */
export function personalMistakes(form: Form, edition: Pick<Edition, 'words' | 'answers'>, contact: Pick<Answers, 'contact' | 'contactPhone' | 'contactEmail'>): Mistake[] {
  const own = [
    { what: { zh: '联系人的姓名', en: 'the contact’s name' }, text: plain(contact.contact ?? ''), least: 2 },
    { what: { zh: '联系人的电话', en: 'the contact’s telephone' }, text: plain(contact.contactPhone ?? ''), least: 7 },
    { what: { zh: '联系人的邮箱', en: 'the contact’s e-mail address' }, text: plain(contact.contactEmail ?? ''), least: 5 },
  ].filter(({ text, least }) => characters(text) >= least)
  return textsOf(form, edition).flatMap(({ path, label, text }) => {
    const wrong = (code: string, what: Words): Mistake => (path.startsWith('project.')
      ? { path, code, zh: `项目书的“${label.zh}”里有${what.zh}，请先在项目书里改掉。`, en: `"${label.en}" in the project's text has ${what.en}; change it there first.` }
      : { path, code, zh: `“${label.zh}”里有${what.zh}，请改掉后再公开。`, en: `"${label.en}" has ${what.en}; take it out before publishing.` })
    const numbers = personalIn(text).map(({ kind, masked }) => wrong('PERSONAL', { zh: `${kindWords[kind].zh} ${masked}`, en: `${kindWords[kind].en}, ${masked}` }))
    const minors = namedMinorsIn(text).map((found) => wrong('MINOR', { zh: `孩子的名字和年龄或学校（“${found}”）`, en: `a child’s name with age or school (“${found}”)` }))
    // Said once: a contact's mobile number has been found as a number already.
    return numbers.length > 0 ? [...numbers, ...minors] : [...minors, ...own.filter((one) => plain(text).includes(one.text)).map(({ what }) => wrong('CONTACT_SHOWN', what))]
  })
}

/** A place that seems to tell of single people. `what` names it and the words, for the trail. */
export interface Described extends Mistake {
  what: string
}

/** Places that seem to tell of single people: each keeps the page from being published until it is changed, or the publisher says why nobody can be known by it. */
export function smallGroupsIn(form: Form, edition: Pick<Edition, 'words' | 'answers'>): Described[] {
  return textsOf(form, edition).flatMap(({ path, label, text }) => {
    const found = [...smallGroupsOf(text), ...pseudonymsIn(text)].join('、')
    return found === '' ? [] : [{ path, code: 'SMALL_GROUP', what: `“${label.zh}”里的“${found}”`, zh: `“${label.zh}”里写到“${found}”：少于 5 人时，旁人可能认得出是谁。`, en: `"${label.en}" says “${found}”: with fewer than five people others may know who they are.` }]
  })
}

/** Characters of a statement why nobody can be known: a sentence, not a tick. */
export const statementLength = { least: 10, most: 200 } as const
export interface Stated {
  /** Path of the place that it is about. */
  place: string
  reason: string
}

/** Of each place without a statement of its own: where to make it. */
export function unstated(described: readonly Described[], stated: readonly Stated[]): Mistake[] {
  return described.flatMap(({ path, what }, i) => {
    const at = stated.findIndex(({ place }) => place === path)
    if (characters(stated[at]?.reason ?? '') >= statementLength.least) return []
    return [{
      path: `reasons.${at === -1 ? i : at}.reason`, code: 'SMALL_GROUP', zh: `请改掉${what}，或用一句话（至少 ${statementLength.least} 个字）说明为什么认不出是谁`,
      en: `Change ${what}, or say in a sentence of ${statementLength.least} characters or more why nobody can be known by it`,
    }]
  })
}

/** The statements as the trail keeps them. */
export const statements = (described: readonly Described[], stated: readonly Stated[]): string =>
  described.map(({ path, what }) => `${what}：${stated.find(({ place }) => place === path)?.reason ?? ''}`).join('；')

/** What a page needs before it can be public. */
export function incomplete({ words, answers }: Pick<Edition, 'words' | 'answers'>): Mistake[] {
  const mistakes: Mistake[] = []
  const need = (path: string, zh: string, en: string) => mistakes.push({ path, code: 'REQUIRED', zh, en })
  for (const path of ['headline', 'help'] as const) if (words[path].trim() === '') need(path, `“${wordLabels[path].zh}”还没有写。`, `"${wordLabels[path].en}" is still empty.`)
  if ((answers.name ?? '').trim() === '') need('project.name', '项目书里还没有写项目名称。', 'The project’s text has no name yet.')
  if ((answers.summary ?? '').trim() === '') need('project.summary', '项目书里还没有写项目简介。', 'The project’s text has no summary yet.')
  for (const path of ['headline', 'soFar', 'help'] as const) {
    const [n, limit] = [characters(words[path]), limits[path]]
    if (n > limit) mistakes.push({ path, code: 'TOO_LONG', zh: `“${wordLabels[path].zh}”有 ${n} 字，请减到 ${limit} 字以内。`, en: `"${wordLabels[path].en}" has ${n} characters; keep it to ${limit}.` })
  }
  return mistakes
}
