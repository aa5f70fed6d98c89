import type { Language } from '../../../shared/kernel/text.ts'

/** The same shape with every literal widened, so that English must have each Chinese entry with the same parameters. */
type Same<T> = T extends string
  ? string
  : T extends (...args: infer A) => infer R
    ? (...args: A) => Same<R>
    : { readonly [K in keyof T]: Same<T[K]> }

/**
 * A page's own texts in the reader's language. They stand in the page's file, Chinese first; a missing or extra English entry is a type
 * error. Use functions where a text takes a value: `{ left: (days: number) => `还剩 ${days} 天` }`.
 */
export function words<T extends object>(language: Language, texts: { zh: T; en: NoInfer<Same<T>> }): Same<T> {
  const chosen: unknown = texts[language]
  return chosen as Same<T>
}

/** A name with what tells it apart: `名称（机构，81.67）`, `Name (organisation, 81.67)`. */
export const inBrackets = (language: Language, name: string, ...inside: readonly string[]): string =>
  language === 'zh' ? `${name}（${inside.join('，')}）` : `${name} (${inside.join(', ')})`

/** `名称：内容`, `Name: content`. */
export const withColon = (language: Language, name: string, content: string): string => `${name}${language === 'zh' ? '：' : ': '}${content}`

/** `甲、乙`, `A, B`. */
export const listed = (language: Language, items: readonly string[]): string => items.join(language === 'zh' ? '、' : ', ')
