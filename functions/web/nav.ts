import type { Actor } from '../../shared/person/person.ts'
import type { Language } from '../../shared/kernel/text.ts'
import type { Way } from './look/look.ts'
import { words } from './look/words.ts'

/** The main navigation: what each role's work starts from. */
export function navOf(actor: Actor, language: Language, path: string): Way[] {
  const t = words(language, {
    zh: { home: '待办', board: '项目看板', projects: '项目', district: '全区数字', registry: '登记', ledger: '台账', volunteers: '志愿者', evaluations: '评估', competitions: '大赛', organisations: '机构', rulebooks: '章程', proposals: '申报', scoring: '评审', supervision: '监督', public: '公告', showcase: '展示', members: '机构' },
    en: { home: 'To do', board: 'Board', projects: 'Projects', district: 'District', registry: 'Registry', ledger: 'Ledger', volunteers: 'Volunteers', evaluations: 'Evaluations', competitions: 'Competitions', organisations: 'Organisations', rulebooks: 'Rulebooks', proposals: 'Proposals', scoring: 'Judging', supervision: 'Supervision', public: 'Notices', showcase: 'Showcase', members: 'Organisation' },
  })
  const ways: Way[] = []
  if (actor.kind === 'person') {
    const roles = new Set<string>(actor.memberships.map(({ role }) => role))
    ways.push({ href: '/home', label: t.home })
    if (roles.has('administrator')) {
      ways.push({ href: '/board', label: t.board }, { href: '/competitions', label: t.competitions }, { href: '/organisations', label: t.organisations }, { href: '/registry', label: t.registry }, { href: '/district', label: t.district }, { href: '/rulebooks', label: t.rulebooks })
    } else if (roles.has('organiser') || roles.has('finance')) ways.push({ href: '/competitions', label: t.competitions })
    if (roles.has('finance')) ways.push({ href: '/ledger', label: t.ledger })
    if (roles.has('member')) ways.push({ href: '/projects', label: t.projects }, { href: '/volunteers', label: t.volunteers }, { href: '/proposals', label: t.proposals }, { href: '/organisation', label: t.members })
    if (roles.has('judge')) ways.push({ href: '/judging', label: t.scoring })
    if (roles.has('supervisor')) ways.push({ href: '/supervision', label: t.supervision })
    if (roles.has('evaluator')) ways.push({ href: '/evaluations', label: t.evaluations })
  }
  ways.push({ href: '/showcase', label: t.showcase }, { href: '/public', label: t.public })
  return ways.map((way) => ({ ...way, current: path === way.href || path.startsWith(`${way.href}/`) }))
}
