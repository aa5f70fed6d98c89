import { createContext, useContext } from 'hono/jsx'
import type { Child } from 'hono/jsx'
import type { Mistake } from '../../../shared/kernel/refusal.ts'
import type { Language } from '../../../shared/kernel/text.ts'
import type { Action, Target } from '../../../shared/person/access.ts'

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
  /** The id of whoever is signed in, '' of a visitor; none where a page is made without knowing (of a failure): what a device keeps of one person goes when another is here. */
  asker?: string
  /** Whether the access table lets the reader do it: what they may not do is not offered. */
  allows: (action: Action, target: Target) => boolean
  nav: Way[]
  /** True where organisations, people and figures are invented: a banner says so. */
  demo: boolean
  /** Page that moves the clock and shows the mailbox, where there is one: the banner links to it. */
  controls?: string | null
  /** Where a reader gets help (phone and hours), for the footer. */
  help?: string | null
}

/** Addresses the frame of every page links to; the web app serves them. */
export const frame = {
  home: '/',
  signIn: '/sign-in',
  signOut: '/sign-out',
  account: '/account',
  public: '/public',
  language: (language: Language, to: string): string => `/language/${language}?to=${encodeURIComponent(to)}`,
} as const

const LookContext = createContext<Look | null>(null)
const MistakesContext = createContext<readonly Mistake[]>([])
/** By dotted path, what the reader calls each field that has been drawn: the error summary names them. */
const LabelsContext = createContext<Map<string, string> | null>(null)
const WithinContext = createContext<string>('')

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

/**
 * Draws its children, then what stands before them: `above` gets the labels of the fields inside, by path. It is called when they have
 * all been drawn, also the asynchronous ones.
 */
export function Labelled({ above, children }: { above: (labels: ReadonlyMap<string, string>) => Child; children?: Child }) {
  const labels = new Map<string, string>()
  const drawn: unknown = LabelsContext.Provider({ value: labels, children })
  const whole = (body: Child) => [above(labels), body]
  return drawn instanceof Promise ? drawn.then(whole) : whole(drawn as Child)
}

/** Several parts of one form have the same fields: their labels in the error summary begin with the part's name (`第 1 轮 书面评审`). */
export function Within({ name, children }: { name: string; children?: Child }) {
  return WithinContext.Provider({ value: name, children })
}

/** The mistake at a path, from the list given or else from the Form around. Every field asks with its label, by which the error summary names it. */
export function useMistake(path: string, label: string, given?: readonly Mistake[]): Mistake | undefined {
  const around = useContext(MistakesContext)
  const within = useContext(WithinContext)
  useContext(LabelsContext)?.set(path, within === '' ? label : `${within} ${label}`)
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
