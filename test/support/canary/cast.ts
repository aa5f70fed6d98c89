import { memberItem } from '../../../shared/organisation/organisation.store.ts'
import { type OrganisationId, secretHash, volunteerId } from '../../../shared/kernel/ids.ts'
import { administratorItem, personItem } from '../../../shared/person/person.store.ts'
import { assignmentItem } from '../../../shared/project/assignment.store.ts'
import { keys } from '../../../shared/store/keys.ts'
import { deviceItem } from '../../../shared/volunteer/volunteer.store.ts'
import { openCompetition } from '../proposals.ts'
import type { Roles, Somebody, TestPlatform } from '../platform.ts'
import { projectIn, setProject } from '../projects.ts'
import { DISTRICT } from './kinds.ts'

/** Somebody with a mailbox: what the platform would send them, it sends. */
export async function mailed(platform: TestPlatform, name: string, email: string, roles: Roles = {}): Promise<Somebody> {
  const somebody = await platform.person(name, roles)
  const found = await platform.table.get(personItem, keys.person(somebody.id))
  if (found === undefined) throw new Error('no person')
  await platform.table.transact([
    personItem.put({ ...found.value, email }, found.version),
    ...(roles.member ?? []).map((organisation) => memberItem.put({ organisation: organisation as OrganisationId, person: somebody.id, since: platform.clock.now(), removedAt: null }, 'none')),
    ...(roles.administrator === undefined ? [] : [administratorItem.put({ district: roles.administrator, person: somebody.id }, 'none')]),
  ])
  return somebody
}

/** A phone that the platform remembers as some volunteer's. */
export async function phoneOf(platform: TestPlatform, volunteer: string): Promise<Somebody> {
  const cookie = `${volunteer}.canary-phone`
  const since = Date.now()
  await platform.table.transact([deviceItem.put({ volunteer: volunteerId.parse(volunteer), hash: secretHash(cookie), proved: true, since, endsAt: since + 3_600_000 }, 'none')])
  return {
    ...platform.visitor,
    async page(path, { language = 'zh' } = {}) {
      const response = await fetch(platform.url + path, { redirect: 'manual', headers: { cookie: `volunteer=${cookie}`, 'accept-language': language } })
      return { status: response.status, html: await response.text(), headers: response.headers }
    },
  }
}

/** Somebody who reads what they can, and the kinds of record of the project that are theirs to read. */
export interface Reader {
  who: Somebody
  may: readonly string[]
}

/** Kinds that those who guide and evaluate the project read. */
const staff = ['person', 'project', 'content', 'past-stage', 'project-file', 'trail', 'activity', 'attendance', 'spending', 'explained-doubt', 'report', 'report-version', 'change', 'self-evaluation', 'evaluation-card', 'survey', 'survey-answer']

export interface Cast {
  readers: Record<string, Reader>
  mentor: Somebody
  /** A competition whose judge reads. */
  competition: string
}

/**
 * Everybody who is to be kept out (also those whose project it used to be), each with work of their own so that their lists are not empty, and those who are let in to a part: the
 * project's mentor and evaluator, an organisation that the same volunteer serves, and the volunteer.
 */
export async function castOf(platform: TestPlatform, given: { other: OrganisationId; former: OrganisationId; sharing: OrganisationId; agency: OrganisationId; volunteer: string; stranger: string; evaluator: Somebody; finance: Somebody }): Promise<Cast> {
  const { other, former, sharing, agency, evaluator } = given
  const competition = await openCompetition(platform)
  const [mentor, ownEvaluator, elsewhere] = [
    await mailed(platform, '督导', 'mentor@example.cn', { member: [agency] }), await mailed(platform, '评估员', 'evaluator@example.cn', { evaluator: DISTRICT }), await mailed(platform, '别处的督导', 'elsewhere@example.cn', { member: [agency] }),
  ]
  const project = await projectIn(platform, 'evaluation', { id: other, name: '别的机构' })
  const since = platform.clock.now()
  await setProject(platform, project, (one) => ({ ...one, mentor: { person: elsewhere.id, name: elsewhere.name, organisation: '督导机构', since }, evaluator: { person: evaluator.id, name: evaluator.name } }))
  await platform.table.transact([
    assignmentItem.put({ person: elsewhere.id, role: 'mentor', project, since, endedAt: null }, 'none'), assignmentItem.put({ person: evaluator.id, role: 'evaluator', project, since, endedAt: null }, 'none'),
  ])
  const nothing = (who: Somebody): Reader => ({ who, may: [] })
  return {
    mentor, competition,
    readers: {
      visitor: nothing(platform.visitor),
      'somebody signed in': nothing(await mailed(platform, '路人', 'stranger@example.cn')),
      'other organisation’s member': nothing(await mailed(platform, '别的成员', 'other@example.cn', { member: [other] })),
      'organisation that handed the project over': nothing(await mailed(platform, '原来的成员', 'former@example.cn', { member: [former] })),
      judge: nothing(await mailed(platform, '评委', 'judge@example.cn', { judge: [competition] })),
      'other district’s administrator': nothing(await mailed(platform, '外区管理员', 'far@example.cn', { administrator: '330402' })),
      'evaluator of another project': nothing(evaluator),
      // Who holds which role in a competition is theirs to know.
      'finance of the district': { who: given.finance, may: ['evaluator', 'finance'] },
      organiser: { who: await mailed(platform, '承办', 'organiser@example.cn', { organiser: [competition] }), may: ['evaluator', 'finance'] },
      'mentor of another project': nothing(elsewhere),
      'phone of another volunteer': nothing(await phoneOf(platform, given.stranger)),
      'volunteer’s own phone': { who: await phoneOf(platform, given.volunteer), may: ['volunteer', 'attendance', 'hours-certificate'] },
      'organisation that the volunteer serves too': { who: await mailed(platform, '共用的成员', 'sharing@example.cn', { member: [sharing] }), may: ['volunteer'] },
      'own evaluator': { who: ownEvaluator, may: staff },
      'own mentor': { who: mentor, may: [...staff, 'mentor-session', 'showcase'] },
    },
  }
}
