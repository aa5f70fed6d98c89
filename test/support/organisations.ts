import type { Somebody, TestPlatform } from './platform.ts'

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** Invented credit codes of social services in Xiuzhou (52330411MJ99…), each other than the last; both check characters by their own sums. */
export function creditCodes(start = 100): () => string {
  let next = start
  return () => {
    const body = `MJ99${String(next++).padStart(4, '0')}`
    const rest = 11 - ([3, 7, 9, 10, 5, 8, 4, 2].reduce((sum, weight, place) => sum + weight * Number.parseInt(body.charAt(place), 36), 0) % 11)
    const code = `52330411${body}${rest === 10 ? 'X' : rest === 11 ? '0' : rest}`
    let weight = 1
    let sum = 0
    for (const character of code) {
      sum += weight * alphabet.indexOf(character)
      weight = (weight * 3) % 31
    }
    return code + alphabet.charAt((31 - (sum % 31)) % 31)
  }
}

const contact = (email: string) => ({ name: '联系人', phone: '13800000000', email })

/** What a registered agency sends when it asks to join. */
export const anAgency = (creditCode: string, email = 'agency@example.cn') => ({ standing: 'registered', kind: 'agency', registeredAs: 'service', creditCode, name: '示例社工服务中心', contact: contact(email) })

/** What a filed volunteer team sends. */
export const aTeam = (email = 'team@example.cn') => ({
  standing: 'filed', kind: 'team', name: '示例志愿队', filing: { with: '新塍镇' }, host: { name: '示例社工服务中心', creditCode: '52330411MJ9900020C' }, team: { size: 24, core: 4 }, contact: contact(email),
})

/** An organisation that asked to join, and its first member. */
export async function joined(platform: TestPlatform, body: ReturnType<typeof anAgency> | ReturnType<typeof aTeam>, email = body.contact.email): Promise<{ member: Somebody; id: string }> {
  const member = await platform.person('第一位成员')
  const answer = await member.api('POST', '/organisations', { ...body, contact: contact(email) })
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return { member, id: answer.body.id }
}
