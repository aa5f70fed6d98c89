import { createContext, useContext } from 'hono/jsx'
import type { Child } from 'hono/jsx'
import type { Mistake } from '../../../shared/kernel/refusal.ts'
import type { Language } from '../../../shared/kernel/text.ts'

export type { Mistake }

/** A link of a trail of breadcrumbs, a tab or the main navigation. */
export interface Way {
  href: string
  label: string
  current?: boolean
}

/** What every part of a page may know about the request that it answers. */
export interface Look {
  language: Language
  /** UTC ISO instant; time left and "this year" are counted from it. */
  now: string
  /** Path and query of this page; language, sorting and paging links come back to it. */
  path: string
  person: { name: string } | null
  nav: Way[]
  /** True where organisations, people and figures are invented: a banner says so. */
  demo: boolean
  /** Where a reader gets help (phone and hours), for the footer. */
  help?: string | null
}

/** Addresses the frame of every page links to; the web app serves them. */
export const frame = {
  home: '/',
  signIn: '/sign-in',
  signOut: '/sign-out',
  account: '/account',
  language: (language: Language, to: string): string => `/language/${language}?to=${encodeURIComponent(to)}`,
} as const

const LookContext = createContext<Look | null>(null)
const MistakesContext = createContext<readonly Mistake[]>([])

/**
 * The look of the request being answered. hono keeps a render's context in AsyncLocalStorage, so requests answered at the same time do
 * not see each other's, also after an await in an async component (test/functions/web/look/look.test.tsx shows it).
 *
 * @throws TypeError outside a Page or Looking
 */
export function useLook(): Look {
  const look = useContext(LookContext)
  if (look === null) throw new TypeError('useLook() was called outside <Page> or <Looking>: render the component inside one')
  return look
}

/** Gives its children a look; Page does it for whole documents, this is for a fragment on its own. */
export function Looking({ look, children }: { look: Look; children?: Child }) {
  return LookContext.Provider({ value: look, children })
}

/** Gives the fields inside their mistakes; Form does it. */
export function Mistaken({ mistakes, children }: { mistakes: readonly Mistake[]; children?: Child }) {
  return MistakesContext.Provider({ value: mistakes, children })
}

/** The mistake at a path, from the list given or else from the Form around. */
export function useMistake(path: string, given?: readonly Mistake[]): Mistake | undefined {
  const around = useContext(MistakesContext)
  return (given ?? around).find((m) => m.path === path)
}

/** The mistake's sentence in the reader's language. */
export function mistakeText(mistake: Mistake, language: Language): string {
  return language === 'zh' ? mistake.zh : mistake.en
}

/** The id of a field's control, from its path: what the error summary links to. */
export function fieldId(path: string): string {
  return `f-${path}`
}
