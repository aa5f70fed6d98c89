import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rememberDevice } from '../../functions/commands/device.ts'
import { makeContext } from '../../functions/context.ts'
import { newOrganisationId, newSecret, newVolunteerId, type OrganisationId, personId, type VolunteerId } from '../../shared/kernel/ids.ts'
import { memberItem, organisationItem } from '../../shared/organisation/organisation.store.ts'
import { askToJoin, particulars } from '../../shared/organisation/organisation.ts'
import { lookup } from '../../shared/volunteer/volunteer.ts'
import { enrolmentItem, volunteerByItem, volunteerItem } from '../../shared/volunteer/volunteer.store.ts'
import { ballotsOf } from '../../shared/vote/ballot.store.ts'
import { codes, ok } from '../support/contest.ts'
import type { Judging } from '../support/judging.ts'
import { anAgency } from '../support/organisations.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { closeVote, voting } from '../support/votes.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

const signedIn = (made: Judging, who: Somebody, nth = 0) => who.api('POST', `/competitions/${made.competition}/ballots`, { proposals: [made.proposals[nth]?.id] })

/** Opens the vote's page, or sends it, on a phone that is proved for a volunteer or that of nobody. */
async function onPhone(made: Judging, cookies: Record<string, string>, nth?: number) {
  const form = nth === undefined ? undefined : new URLSearchParams([['command', newSecret()], ['proposals', made.proposals[nth]?.id ?? '']])
  const response = await fetch(`${platform.url}/vote/${made.competition}`, {
    method: form === undefined ? 'GET' : 'POST', redirect: 'manual', ...(form === undefined ? {} : { body: form.toString() }),
    headers: { origin: platform.url, 'accept-language': 'zh', cookie: Object.entries(cookies).map(([name, value]) => `${name}=${value}`).join('; '), ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }) },
  })
  return { status: response.status, html: await response.text(), visitor: response.headers.getSetCookie().find((one) => one.startsWith('visitor=')) }
}
const phoneOf = async (volunteer: VolunteerId) => ({ volunteer: await rememberDevice(makeContext({ kind: 'visitor' }), volunteer, true) })

/** A volunteer who is enrolled with an organisation. */
async function enrolled(organisation: OrganisationId, name: string, phone = '13800000001'): Promise<VolunteerId> {
  const volunteer = newVolunteerId()
  const at = platform.clock.now()
  await platform.table.transact([
    enrolmentItem.put({ organisation, volunteer, number: '123456782', name, minor: false, since: at }, 'none'),
    volunteerItem.put({ id: volunteer, district: '330411', number: '123456782', name, phone, gender: null, birthDate: null, minor: false, guardian: null, skills: '', checkedOn: null, consents: [], createdAt: at, createdBy: null }, 'none'),
  ])
  return volunteer
}
const counted = async (made: Judging) => (await ballotsOf(platform.table, made.competition)).filter(({ shadow }) => !shadow).length

describe('a member of an organisation who serves there as a volunteer', () => {
  test.each(['account first', 'phone first'])('is one person by name and place: %s', async (order) => {
    const made = await voting(platform)
    const organisation = newOrganisationId()
    const member = await platform.person('王小禾', { member: [organisation] })
    const phone = await phoneOf(await enrolled(organisation, '王小禾'))
    if (order === 'account first') {
      ok(await signedIn(made, member))
      expect((await onPhone(made, phone, 1)).status).toBe(422)
      const page = await onPhone(made, phone)
      // It is not told whom the other name chose.
      expect(page.html).toContain('是用您的另一个身份')
      expect(page.html).not.toContain(`您选的：${made.proposals[0]?.title}`)
    } else {
      expect((await onPhone(made, phone, 1)).status).toBe(303)
      const again = await signedIn(made, member)
      expect([codes(again), again.body.errors[0].detail]).toEqual([['VOTED'], '您今天已经用志愿者身份投过票了，明天可以再投。'])
      expect(ok(await member.api('GET', `/competitions/${made.competition}/vote`)).ballot).toBeNull()
    }
    expect(await counted(made)).toBe(1)
    platform.clock.forward({ days: 1 })
    expect((await onPhone(made, phone, 1)).status).toBe(303)
  })

  test('or by the phone that the organisation gives for its contact of that name', async () => {
    const made = await voting(platform)
    const [organisation, elsewhere] = [newOrganisationId(), newOrganisationId()]
    const member = await platform.person('示例人员 21', { member: [organisation] })
    await platform.table.transact([organisationItem.put(askToJoin(organisation, '330411', particulars.parse(anAgency('52330411MJ9900020C')), personId.parse(member.id), platform.clock.now()), 'none')])
    const volunteer = await enrolled(elsewhere, '示例人员 21', '13800000000')
    await platform.table.transact([volunteerByItem.put({ digest: lookup('330411', '13800000000'), volunteer }, 'any')])
    ok(await signedIn(made, member))
    expect((await onPhone(made, await phoneOf(volunteer), 1)).status).toBe(422)
    expect(await counted(made)).toBe(1)
  })

  test('is two where the records leave it open: another name, another organisation, two of the name', async () => {
    const made = await voting(platform)
    const [organisation, elsewhere, crowded, doubled] = [newOrganisationId(), newOrganisationId(), newOrganisationId(), newOrganisationId()]
    const votes = async (who: Somebody, volunteer: VolunteerId) => {
      ok(await signedIn(made, who))
      expect((await onPhone(made, await phoneOf(volunteer), 1)).status).toBe(303)
    }
    await votes(await platform.person('李一', { member: [organisation] }), await enrolled(organisation, '李一一'))
    await votes(await platform.person('李二', { member: [organisation] }), await enrolled(elsewhere, '李二'))
    const [one] = [await enrolled(crowded, '李三'), await enrolled(crowded, '李三')]
    await votes(await platform.person('李三', { member: [crowded] }), one)
    const namesake = await platform.person('李四', { member: [doubled] })
    await platform.table.transact([memberItem.put({ organisation: doubled, person: personId.parse(namesake.id), since: platform.clock.now(), removedAt: null }, 'none')])
    await votes(await platform.person('李四', { member: [doubled] }), await enrolled(doubled, '李四'))
    expect(await counted(made)).toBe(8)
    // Who watches is told.
    expect((await made.administrator.page(`/competitions/${made.competition}/vote`)).html).toContain('其他情况认不出来，可能计了两次')
  })
})

describe('what the store and the browser keep', () => {
  test('no address can be tried against a ballot or a count of tries', async () => {
    const made = await voting(platform)
    ok(await signedIn(made, await platform.person('居民')))
    const [ballot] = await ballotsOf(platform.table, made.competition)
    expect(ballot?.network).toMatch(/^[\w-]{43}$/)
    const plain = ['127.0.0.1', '::1', '::ffff:127.0.0.1', 'localhost'].map((address) => createHash('sha256').update(address).digest('base64url'))
    expect(plain).not.toContain(ballot?.network)
    const elsewhere = await voting(platform)
    ok(await signedIn(elsewhere, await platform.person('居民')))
    expect((await ballotsOf(platform.table, elsewhere.competition))[0]?.network).not.toBe(ballot?.network)
  })

  test('the browser is remembered only where one may vote: not before or after, not for a judge', async () => {
    const made = await voting(platform, { judges: 1 })
    expect((await onPhone(made, {})).visitor).toMatch(/HttpOnly/)
    const resident = await platform.person('居民')
    expect((await onPhone(made, { session: resident.cookie })).visitor).toMatch(/HttpOnly/)
    expect((await onPhone(made, { visitor: newSecret() })).visitor).toBeUndefined()
    expect((await onPhone(made, { session: made.judges[0]?.cookie ?? '' })).visitor).toBeUndefined()
    await closeVote(platform, made)
    expect((await onPhone(made, {})).visitor).toBeUndefined()
    const missing = await fetch(`${platform.url}/vote/${made.competition.slice(0, -2)}zz`)
    expect([missing.status, missing.headers.getSetCookie().filter((one) => one.startsWith('visitor='))]).toEqual([404, []])
  })
})
