import { describe, expect, test } from 'vitest'
import { newCompetitionId, newOrganisationId, newPersonId } from '../../../shared/kernel/ids.ts'
import { toInstant } from '../../../shared/kernel/instant.ts'
import { isRefusal } from '../../../shared/kernel/refusal.ts'
import { barredFrom, type Concern, type Duty, hatsOf, requireUnbarred, type Wearer } from '../../../shared/person/hats.ts'
import type { Membership } from '../../../shared/person/person.ts'

const person = newPersonId()
const [competition, otherCompetition] = [newCompetitionId(), newCompetitionId()]
const [applicant, host, stranger] = [newOrganisationId(), newOrganisationId(), newOrganisationId()]
const since = toInstant(0)
const district = '330411'

/** What somebody may be, by itself: memberships, what applies through theirs, and how the matter names them. */
type Role = Partial<Wearer> & { concern?: Concern }
const held = (membership: Membership): Role => ({ memberships: [membership] })
const roles = {
  administrator: held({ role: 'administrator', person, district, since }),
  finance: held({ role: 'finance', person, district, since }),
  judge: held({ role: 'judge', person, competition, since }),
  'district evaluator': held({ role: 'evaluator', person, district, since }),
  organiser: held({ role: 'organiser', person, competition, organisation: '示例承办中心', since }),
  'organiser of another': held({ role: 'organiser', person, competition: otherCompetition, organisation: '示例承办中心', since }),
  member: held({ role: 'member', person, organisation: applicant, since }),
  'member of the host': { memberships: [{ role: 'member', person, organisation: host, since }], hosted: [applicant] },
  'member of another': held({ role: 'member', person, organisation: stranger, since }),
  mentor: { concern: { mentor: person } },
  evaluator: { concern: { evaluator: person } },
  preparer: { concern: { preparedBy: person } },
  'signer of the other side': { concern: { counterpart: person } },
  'judge concerned': { concern: { judge: person } },
} satisfies Record<string, Role>
type Name = keyof typeof roles
const names = Object.keys(roles) as Name[]

/** Each duty with all the roles that bar from it. */
const barring: Record<Duty, readonly Name[]> = {
  'decide-eligibility': ['member', 'member of the host'],
  'decide-portfolio': ['organiser', 'member', 'member of the host', 'mentor', 'preparer'],
  'decide-award': ['organiser', 'member', 'member of the host'],
  'strike-ballots': ['judge', 'organiser', 'member', 'member of the host', 'mentor'],
  rule: ['organiser', 'member', 'member of the host', 'mentor'],
  'sign-authority': ['organiser', 'member', 'member of the host', 'signer of the other side'],
  'sign-organisation': ['signer of the other side'],
  'approve-release': ['organiser', 'member', 'member of the host', 'mentor', 'evaluator', 'preparer'],
  'write-off': ['organiser', 'member', 'member of the host', 'mentor', 'evaluator', 'preparer'],
  'claw-back': ['organiser', 'member', 'member of the host', 'mentor', 'evaluator'],
  evaluate: ['organiser', 'member', 'member of the host', 'mentor'],
  'decide-conflict': ['member', 'member of the host', 'mentor', 'judge concerned'],
  'read-radar': ['judge', 'organiser', 'member', 'member of the host'],
}
const duties = Object.keys(barring) as Duty[]

function wearing(...worn: Name[]): [Wearer, Concern] {
  const all = worn.map((name): Role => roles[name])
  return [
    { person, memberships: all.flatMap(({ memberships = [] }) => memberships), hosted: all.flatMap(({ hosted = [] }) => hosted) },
    Object.assign({ competitions: [competition], organisations: [applicant], mentor: newPersonId(), evaluator: null, preparedBy: newPersonId() }, ...all.map(({ concern = {} }) => concern)) as Concern,
  ]
}

describe('separation of duties', () => {
  test('every pair of roles: a second hat never opens what the first one bars', () => {
    const found: string[] = []
    for (const duty of duties) {
      for (const one of names) {
        for (const other of names) {
          const barred = barredFrom(duty, ...wearing(one, other)) !== null
          if (barred !== (barring[duty].includes(one) || barring[duty].includes(other))) found.push(`${duty}: ${one} and ${other} is ${barred ? '' : 'not '}barred`)
        }
      }
    }
    expect(found).toEqual([])
  })

  test('money is approved by nobody who organises, applies, guides, evaluates or prepared it', () => {
    for (const duty of ['approve-release', 'write-off'] as const) {
      expect(barredFrom(duty, ...wearing('finance'))).toBeNull()
      for (const name of ['organiser', 'member', 'mentor', 'evaluator', 'preparer'] as const) expect(barredFrom(duty, ...wearing('finance', name)), name).not.toBeNull()
    }
  })

  test('a matter that names nobody binds nobody', () => {
    for (const duty of duties) expect(barredFrom(duty, wearing(...names)[0], {})).toBeNull()
    expect(hatsOf(wearing('organiser', 'member')[0], { preparedBy: null, mentor: null, counterpart: null })).toEqual(new Set())
  })

  test('says why, in both languages, beside the field', () => {
    const refused = (() => { try { return requireUnbarred('rule', ...wearing('administrator', 'organiser'), 'person') } catch (error) { return error } })()
    expect(isRefusal(refused, 'CONFLICTED') && refused.mistakes).toEqual([{ path: 'person', code: 'IS_ORGANISER', zh: '您在承办这个大赛，不能办理这件事，请由别人决定。', en: 'Who organises this competition cannot do this; let somebody else decide.' }])
    expect(() => requireUnbarred('rule', ...wearing('administrator'))).not.toThrow()
  })
})
