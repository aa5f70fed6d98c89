import type { Actor } from '../../shared/person/person.ts'
import type { Language } from '../../shared/kernel/text.ts'
import type { Way } from './look/look.ts'
import { words } from './look/words.ts'

/** The main navigation: what each role's work starts from. */
export function navOf(actor: Actor, language: Language, path: string): Way[] {
  const t = words(language, {
    zh: { home: '待办', competitions: '大赛', organisations: '机构', registry: '登记册', rulebooks: '章程', proposals: '申报', scoring: '评审', public: '公告', members: '机构' },
    en: { home: 'To do', competitions: 'Competitions', organisations: 'Organisations', registry: 'Registry', rulebooks: 'Rulebooks', proposals: 'Proposals', scoring: 'Judging', public: 'Notices', members: 'Organisation' },
  })
  const ways: Way[] = []
  if (actor.kind === 'person') {
    const roles = new Set(actor.memberships.map(({ role }) => role))
    ways.push({ href: '/home', label: t.home })
    if (roles.has('administrator')) ways.push({ href: '/competitions', label: t.competitions }, { href: '/organisations', label: t.organisations }, { href: '/registry', label: t.registry }, { href: '/rulebooks', label: t.rulebooks })
    if (roles.has('member')) ways.push({ href: '/proposals', label: t.proposals }, { href: '/organisation', label: t.members })
    if (roles.has('judge')) ways.push({ href: '/judging', label: t.scoring })
  }
  ways.push({ href: '/public', label: t.public })
  return ways.map((way) => ({ ...way, current: path === way.href || path.startsWith(`${way.href}/`) }))
}
