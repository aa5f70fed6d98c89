import type { Child } from 'hono/jsx'
import { type Grant, grantNumber, grantTarget } from '../../../../shared/grant/grant.ts'
import { grantStateNames } from '../../../../shared/grant/lifecycle.ts'
import { may } from '../../../../shared/person/access.ts'
import type { Context } from '../../../context.ts'
import type { Look, Mistake, Way } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { Money, Tabs, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { grantTones } from './words.ts'

const texts = (look: Look) => words(look.language, {
  zh: { grants: '资助', own: '我们的资助', evaluations: '我的评估', parts: '资助的各部分' },
  en: { grants: 'Grants', own: 'Our grants', evaluations: 'My evaluations', parts: 'Parts of the grant' },
})

/** The parts of a grant, in the order in which it goes through them; each is for who may read it. */
const tabs = [
  { id: 'overview', path: '', name: { zh: '概览', en: 'Overview' }, action: 'grant.read' },
  { id: 'agreement', path: '/agreement', name: { zh: '协议', en: 'Agreement' }, action: 'agreement.read' },
  { id: 'money', path: '/money', name: { zh: '拨款', en: 'Payments' }, action: 'grant.read' },
  { id: 'evaluation', path: '/evaluation', name: { zh: '评估', en: 'Evaluation' }, action: 'appraisal.read' },
  { id: 'recovery', path: '/recovery', name: { zh: '追回', en: 'Recovery' }, action: 'clawback.read' },
] as const
export type GrantTab = (typeof tabs)[number]['id']

export function GrantTag({ grant, look }: { grant: Grant; look: Look }) {
  return <Tag state={grantTones[grant.state]}>{grantStateNames[grant.state][look.language]}</Tag>
}

/** The list that the reader has the grant from; an evaluator has it from their own. */
function wayBack(look: Look, { actor }: Context, grant: Grant): Way {
  const t = texts(look)
  if (may(actor, 'grant.list', grantTarget(grant))) return { href: `/competitions/${grant.competition}/grants`, label: t.grants }
  return may(actor, 'grant.read', grantTarget(grant)) ? { href: '/grants', label: t.own } : { href: '/evaluations', label: t.evaluations }
}

/** The frame of every page of a grant: number, sum and state under the project's name, its parts as tabs. */
export function GrantPage({ look, context, grant, tab, title, actions, mistakes, scripts = [], styles = [], footed = false, children }: {
  look: Look
  context: Context
  grant: Grant
  tab: GrantTab
  /** Of a page below the tab's own. */
  title?: string
  actions?: Child
  mistakes?: readonly Mistake[] | undefined
  scripts?: string[]
  styles?: string[]
  footed?: boolean
  children?: Child
}) {
  const t = texts(look)
  const at = `/grants/${grant.id}`
  const ways = tabs.filter(({ action }) => may(context.actor, action, grantTarget(grant))).map(({ id, path, name }) => ({ href: `${at}${path}`, label: name[look.language], current: id === tab }))
  const here = tabs.find(({ id }) => id === tab)?.path ?? ''
  const from = wayBack(look, context, grant)
  return (
    <Page
      look={look} title={title ?? (tab === 'overview' ? grant.title : `${ways.find(({ current }) => current)?.label ?? ''} · ${grant.title}`)} heading={title ?? grant.title} mistakes={mistakes ?? []} actions={actions} scripts={scripts} styles={styles} footed={footed}
      crumbs={[from, ...(title === undefined ? [] : [{ href: `${at}${here}`, label: grant.title }])]}
      lead={<p class="acts"><GrantTag grant={grant} look={look} /><span class="soft"><span class="nw">{grantNumber(grant)}</span><span class="sep">·</span>{grant.organisation.name}<span class="sep">·</span><span class="nw"><Money fen={grant.amount} /></span></span></p>}
      tabs={ways.length < 2 ? null : <Tabs label={t.parts} ways={ways} />}
    >
      {children}
    </Page>
  )
}
