import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Agreement } from '../../shared/agreement/agreement.ts'
import type { GrantFile } from '../../shared/grant/file.ts'
import { midTerm } from '../support/appraisals.ts'
import { ok } from '../support/contest.ts'
import { type Funded, fundedVenture, setGrant } from '../support/grants.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { pdf, postFile } from '../support/proposals.ts'
import { DISTRICT } from '../support/result.ts'

let platform: TestPlatform
let finance: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  finance = await platform.person('财务甲', { finance: DISTRICT })
})
afterAll(() => platform.close())

/** Announces, posts and has checked one file, as a program does. */
async function attach(who: Somebody, grant: string, kind: string, of: string, name = `${kind}.pdf`, bytes: Buffer = pdf) {
  const announced = await who.api('POST', `/grants/${grant}/files/${kind}`, { of, name, bytes: bytes.length })
  if (announced.status !== 201) return announced
  await postFile(announced.body, name, bytes)
  return who.api('POST', `/grants/${grant}/files/${kind}/${announced.body.file}/check`)
}
const seenBy = async (who: Somebody, grant: string) => (ok(await who.api('GET', `/grants/${grant}/files`)) as { files: GrantFile[] }).files.map(({ kind, of, name }) => `${kind} ${of} ${name}`)
const statusOf = async (who: Somebody, grant: string, file: string) => (await who.api('GET', `/grants/${grant}/files/${file}`)).status
const firstOf = ({ grants: [grant] }: Funded) => {
  if (grant === undefined) throw new Error('a grant expected')
  return grant
}

describe('papers of a grant', () => {
  test('the sealed scan of an agreement that both have signed, seen by both sides and nobody else', async () => {
    const funded = await fundedVenture(platform, { amounts: [1_000_000, 2_000_000] })
    const { administrator, competition, grants: [, second] } = funded
    const { id, member } = firstOf(funded)
    expect((await attach(member, id, 'scan', '1')).status).toBe(404)
    ok(await administrator.api('POST', `/grants/${id}/agreements`, { from: '2027-01-01', to: '2027-12-31' }))
    expect((await attach(member, id, 'scan', '1')).status).toBe(409)
    const agreement = async () => (ok(await member.api('GET', `/grants/${id}/agreements`)) as { agreements: [Agreement] }).agreements[0]
    const { digest } = await agreement()
    ok(await member.api('POST', `/grants/${id}/agreements/1/organisation`, { digest, title: '法定代表人' }))
    ok(await administrator.api('POST', `/grants/${id}/agreements/1/authority`, { digest, title: '科长' }))
    expect((await attach(member, id, 'scan', '1', '协议.docx')).body.errors).toMatchObject([{ path: 'name', code: 'FILE_TYPE' }])
    const wrong = ok(await attach(member, id, 'scan', '1', '协议.pdf', Buffer.from('MZ not a pdf at all')))
    expect([wrong.state, (await agreement()).scan]).toEqual(['refused', null])
    const { file } = ok(await attach(member, id, 'scan', '1', '盖章协议.pdf'))
    expect((await agreement()).scan).toBe(file)
    // The digest of what both have signed is not touched by it.
    expect((await agreement()).digest).toBe(digest)
    const organiser = await platform.person('承办员', { organiser: [competition] })
    for (const who of [member, administrator, organiser, finance]) {
      expect(await seenBy(who, id), who.name).toEqual(['scan 1 盖章协议.pdf'])
      const { url } = ok(await who.api('GET', `/grants/${id}/files/${file}`)) as { url: string }
      expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(pdf)
    }
    const strangers = [second?.member, await platform.person('评估员', { evaluator: DISTRICT }), await platform.person('外区', { administrator: '330402' })]
    for (const who of strangers) if (who !== undefined) expect([await statusOf(who, id, file), (await who.api('GET', `/files/${file}`)).status], who.name).toEqual([403, 403])
    expect(await statusOf(platform.visitor, id, file)).toBe(401)
    const { html } = await administrator.page(`/grants/${id}/agreement`)
    for (const text of ['盖章扫描件', `/grants/${id}/files/${file}`, '盖章协议.pdf']) expect(html).toContain(text)
    const said = async () => (ok(await member.api('GET', `/grants/${id}/trail`)) as { entries: { sentence: { zh: string } }[] }).entries.map(({ sentence }) => sentence.zh)
    expect((await said())[0]).toBe('附上了第 1 版协议的盖章扫描件“盖章协议.pdf”')
    expect(ok(await administrator.api('DELETE', `/grants/${id}/files/scan/${file}`))).toEqual({ removed: true })
    expect(ok(await administrator.api('DELETE', `/grants/${id}/files/scan/${file}`))).toEqual({ removed: false })
    expect([(await agreement()).scan, await seenBy(member, id), await statusOf(member, id, file), (await said())[0]]).toEqual([null, [], 404, '移除了第 1 版协议的扫描件“盖章协议.pdf”'])
  })

  test('what belongs to an evaluation is its writer’s until it is sent, and stays as it was from then on', async () => {
    const { id, member, other, administrator, at } = await midTerm(platform)
    const [evaluator, another] = [await platform.person('评估员甲', { evaluator: DISTRICT }), await platform.person('评估员乙', { evaluator: DISTRICT })]
    ok(await administrator.api('PUT', `${at}/evaluator`, { person: evaluator.id }))
    const { file } = ok(await attach(member, id, 'self', 'mid-term', '签到表.pdf'))
    // Another, uploaded and not checked yet.
    const late = ok(await member.api('POST', `/grants/${id}/files/self`, { of: 'mid-term', name: '迟.pdf', bytes: pdf.length })) as { file: string; url: string; fields: Record<string, string> }
    await postFile(late, '迟.pdf', pdf)
    expect(await seenBy(member, id)).toEqual(['self mid-term 签到表.pdf'])
    for (const who of [administrator, evaluator]) expect([await seenBy(who, id), await statusOf(who, id, file)], who.name).toEqual([[], 404])
    for (const who of [other, another]) expect(await statusOf(who, id, file), who.name).toBe(403)
    expect((await attach(evaluator, id, 'desk', 'mid-term')).status).toBe(409)
    ok(await member.api('PUT', `${at}/self`, { content: { done: '开展活动。', results: '会用手机。', money: '按预算花。', difficulties: '无', activities: 1, people: 8, attendances: 24, spent: 100 } }))
    ok(await member.api('POST', `${at}/self/submission`))
    for (const who of [administrator, evaluator]) expect(await seenBy(who, id), who.name).toEqual(['self mid-term 签到表.pdf'])
    expect((await member.api('POST', `/grants/${id}/files/self/${late.file}/check`)).status).toBe(409)
    expect([(await attach(member, id, 'self', 'mid-term')).status, (await member.api('DELETE', `/grants/${id}/files/self/${file}`)).status]).toEqual([409, 409])
    expect([(await attach(another, id, 'desk', 'mid-term')).status, (await attach(administrator, id, 'desk', 'mid-term')).status, (await attach(member, id, 'desk', 'mid-term')).status]).toEqual([403, 403, 403])
    ok(await attach(evaluator, id, 'desk', 'mid-term', '现场.pdf'))
    expect([await seenBy(member, id), await seenBy(evaluator, id)].map((all) => all.includes('desk mid-term 现场.pdf'))).toEqual([false, true])
    expect((await evaluator.page(`/grants/${id}/evaluation/mid-term/card`)).html).toContain('现场.pdf')
    ok(await evaluator.api('POST', `${at}/card/submission`, { scores: { delivery: '50', money: '30.5', press: '2' }, comment: '扎实' }))
    for (const who of [member, administrator, evaluator]) expect(await seenBy(who, id), who.name).toContain('desk mid-term 现场.pdf')
    expect((await attach(evaluator, id, 'desk', 'mid-term')).status).toBe(409)
    expect((await member.page(`/grants/${id}/evaluation`)).html).toContain('现场.pdf')
  })

  test('the bank’s papers about a part that it was asked to pay', async () => {
    const funded = await fundedVenture(platform, { amounts: [1_000_000] })
    const { id, member } = firstOf(funded)
    expect((await attach(finance, id, 'payment', 'first')).status).toBe(409)
    await setGrant(platform, id, (grant) => ({ ...grant, state: 'delivery', tranches: grant.tranches.map((one, i) => (i === 0 ? { ...one, state: 'paid', paidOn: '2026-01-01' } : one)) }))
    expect([(await attach(member, id, 'payment', 'first')).status, (await attach(finance, id, 'payment', 'nowhere')).status]).toEqual([403, 404])
    ok(await attach(finance, id, 'payment', 'first', '回单.pdf'))
    expect(await seenBy(member, id)).toEqual(['payment first 回单.pdf'])
    expect((await member.page(`/grants/${id}/money`)).html).toContain('回单.pdf')
  })
})
