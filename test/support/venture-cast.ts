import { creditCodes } from '../../infra/local/demo/register.ts'
import { administratorItem } from '../../shared/person/person.store.ts'
import { ok } from './contest.ts'
import type { Somebody, TestPlatform } from './platform.ts'
import { secretOf } from './world.ts'

const DISTRICT = '330411'

export interface Applicant {
  member: Somebody
  organisation: string
  name: string
  /** Of a filed one: who is paid for it. */
  host: string | null
}

/** People and organisations of a district as they come to it: by an invitation that they accept, and by asking to join. */
export function castOf(platform: TestPlatform) {
  /** Somebody with a mailbox. */
  async function person(name: string): Promise<Somebody> {
    const somebody = await platform.person(name)
    ok(await somebody.api('PUT', '/me', { name, email: addressOf(somebody), language: 'zh' }))
    return somebody
  }
  async function invited(by: Somebody, path: string, name: string, more: object = {}): Promise<Somebody> {
    const somebody = await person(name)
    const { link } = ok(await by.api('POST', path, { name, email: null, ...more }))
    ok(await somebody.api('POST', `/invitations/${secretOf(link)}/acceptance`, {}))
    return somebody
  }
  const nextCode = creditCodes(7000)
  const contact = { name: '示例联系人', phone: '0573-82700000', email: 'contact@example.cn' }

  return {
    /** The bureau's people are set up with the platform, not invited. */
    async administrator(name: string): Promise<Somebody> {
      const somebody = await platform.person(name, { administrator: DISTRICT })
      ok(await somebody.api('PUT', '/me', { name, email: addressOf(somebody), language: 'zh' }))
      await platform.table.transact([administratorItem.put({ district: DISTRICT, person: somebody.id }, 'none')])
      return somebody
    },
    finance: (by: Somebody, name: string) => invited(by, `/districts/${DISTRICT}/finance/invitations`, name),
    evaluator: (by: Somebody, name: string) => invited(by, `/districts/${DISTRICT}/invitations`, name),
    organiser: (by: Somebody, competition: string, name: string) => invited(by, `/competitions/${competition}/organisers/invitations`, name, { organisation: '示例承办中心' }),
    judge: (by: Somebody, competition: string, name: string) => invited(by, `/competitions/${competition}/invitations`, name),
    /** A registered organisation that asks to join. */
    async registered(name: string, street: string): Promise<Applicant & { creditCode: string }> {
      const member = await person(`${name}成员`)
      const creditCode = nextCode()
      const { id } = ok(await member.api('POST', '/organisations', { standing: 'registered', kind: 'agency', registeredAs: 'service', creditCode, street, name, contact }))
      return { member, organisation: id, name, host: null, creditCode }
    },
    /** A filed team that asks to join, and which its host accepts. */
    async filed(name: string, street: string, host: Applicant & { creditCode: string }): Promise<Applicant> {
      const member = await person(`${name}成员`)
      const { id } = ok(await member.api('POST', '/organisations', { standing: 'filed', kind: 'team', name, filing: { with: street, number: 'BA-1' }, host: { name: host.name, creditCode: host.creditCode }, team: { size: 20, core: 4 }, contact }))
      ok(await host.member.api('POST', `/organisations/${host.organisation}/hosted/${id}`, { answer: 'accepted' }))
      return { member, organisation: id, name, host: host.name }
    },
  }
}

/** Where mail reaches somebody of the cast. */
export const addressOf = ({ id }: Somebody): string => `${id}@example.cn`
