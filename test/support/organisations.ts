import type { Somebody, TestPlatform } from './platform.ts'

const contact = (email: string) => ({ name: '示例人员 21', phone: '13800000000', email })

/** What a registered agency sends when it asks to join. */
export const anAgency = (creditCode: string, email = 'agency@example.cn') => ({ standing: 'registered', kind: 'agency', registeredAs: 'service', creditCode, street: '示例街道', name: '示例社工服务中心', contact: contact(email) })

/** What a filed volunteer team sends. */
export const aTeam = (email = 'team@example.cn') => ({
  standing: 'filed', kind: 'team', name: '示例志愿队', filing: { with: '新塍镇' }, host: { name: '示例社工服务中心', creditCode: '52330411MJ9900020C' }, team: { size: 24, core: 4 }, contact: contact(email),
})

/** An organisation that asked to join, and its first member. */
export async function joined(platform: TestPlatform, body: ReturnType<typeof anAgency> | ReturnType<typeof aTeam>, email = body.contact.email): Promise<{ member: Somebody; id: string }> {
  const member = await platform.person('示例成员 21')
  const answer = await member.api('POST', '/organisations', { ...body, contact: contact(email) })
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return { member, id: answer.body.id }
}
