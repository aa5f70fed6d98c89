import { readFileSync } from 'node:fs'
import type { Competition } from '../../shared/competition/competition.ts'
import { competitionItem, competitionRulebookItem } from '../../shared/competition/competition.store.ts'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { type CompetitionId, newCompetitionId, newOrganisationId, newPersonId, type OrganisationId, type ProposalId } from '../../shared/kernel/ids.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { organisationSchema } from '../../shared/organisation/organisation.ts'
import { organisationItem } from '../../shared/organisation/organisation.store.ts'
import { type Rulebook, rulebookShape } from '../../shared/rulebook/rulebook.ts'
import type { Somebody, TestPlatform } from './platform.ts'

export const defaultRulebook = (): Rulebook => rulebookShape.parse(JSON.parse(readFileSync(new URL('../../shared/rulebook/library/jiaxing-default.json', import.meta.url), 'utf8')))

/** Written directly: how an organisation joins is not what these tests are about. */
export async function admittedOrganisation(platform: TestPlatform, name: string, more: Record<string, unknown> = {}): Promise<OrganisationId> {
  const id = newOrganisationId()
  await platform.table.transact([organisationItem.put(organisationSchema.parse({
    id, district: '330411', state: 'admitted', reasons: null, askedBy: newPersonId(), askedAt: platform.clock.now(), decidedAt: platform.clock.now(), asked: 1,
    name, contact: { name: '联系人 01', phone: '0573-00000000', email: 'contact@example.cn' }, team: null, certificate: null,
    standing: 'registered', kind: 'organisation', registeredAs: 'service', creditCode: '52330411MJ9900020C', ...more,
  }), 'none')])
  return id
}

/** A competition whose call is open for ten days, without a workflow of its own: tests move its state themselves. */
export async function openCompetition(platform: TestPlatform, change: (rulebook: Rulebook) => Rulebook = (rulebook) => rulebook, days = 10): Promise<CompetitionId> {
  const id = newCompetitionId()
  const rulebook = change(defaultRulebook())
  const at = platform.clock.now()
  const competition: Competition = {
    id, district: '330411', kind: rulebook.kind, name: { zh: '示例志愿服务项目大赛', en: 'Example contest' }, authority: { zh: '示例主办单位' }, contact: { phone: '0573-00000000', email: 'a@example.cn' }, introduction: '', state: 'call',
    rulebook: { id: rulebook.id, version: rulebook.version }, seed: 'seed', createdAt: at, createdBy: newPersonId(), publishedAt: at, round: null, eligibilityFinishedAt: null, notice: null, endedBecause: null, cancelledAt: null, awardsPublishedAt: null,
    dates: { callClosesAt: plusDays(at, days), eligibilityClosesAt: plusDays(at, days + 10), roundsCloseAt: rulebook.rounds.map((_, i) => plusDays(at, days + 20 + i)) },
  }
  await platform.table.transact([competitionItem.put(competition, 'none'), competitionRulebookItem.put({ competition: id, rulebook }, 'none')])
  return id
}

export async function setState(platform: TestPlatform, id: CompetitionId, change: Partial<Competition>): Promise<void> {
  const { value, version } = await loadCompetition(platform.table, id)
  await platform.table.transact([competitionItem.put({ ...value, ...change }, version)])
}

/** Answers that the default rulebook lets through. */
export function fullContent(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    name: '放学后的一小时', applicantName: '示例机构 07', registrationNumber: '52330411MJ9900020C', address: '示例街道示例路 1 号', representative: '示例人员 11', representativePhone: '13000000001', lead: '示例人员 12', leadPhone: '13000000002',
    contact: '示例人员 13', contactPhone: '13000000003', profile: '成立以来一直开展社区志愿服务。',
    team: [1, 2, 3].map((n) => ({ memberName: `组员甲 ${n}`, duty: '带班', memberPhone: `1300000010${n}` })),
    summary: '为双职工家庭的孩子提供放学后的托管。', need: '社区里有许多孩子放学后没有人照看。', goals: '让孩子放学后有去处。', approach: '每周五天，由志愿者轮班。',
    steps: [{ stepDate: '2027-03-10', stepName: '开班', stepPlace: '社区活动室', stepAttendances: 40 }], risks: '制订接送登记办法。', effect: '四十名孩子受益。', sustainability: '社区接续场地。',
    places: [{ placeName: '示例街道示例社区' }], startDate: '2027-03-01', endDate: '2027-12-31', directPeople: 40, indirectPeople: 80, attendances: 2000,
    totalBudget: 1_500_000, requested: 1_000_000, ownFunds: 500_000, inKind: 0,
    budget: [
      { head: 'activity', activity: '课程', unitPrice: 10_000, unit: '次', quantity: '100', source: 'grant', note: '' },
      { head: 'materials', activity: '文具', unitPrice: 5_000, unit: '套', quantity: '100', source: 'own', note: '' },
    ],
    volunteers: 25, activitiesHeld: 60, ...change,
  }
}

export interface Applicant {
  organisation: OrganisationId
  member: Somebody
}

let codes = 0
export async function applicant(platform: TestPlatform, name = `示例机构 ${(codes += 1)}`): Promise<Applicant> {
  const organisation = await admittedOrganisation(platform, name)
  return { organisation, member: await platform.person(`${name}成员`, { member: [organisation] }) }
}

/** A real PDF of one empty page. */
export const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')

/** Announces, posts and has checked one file, as a program does. */
export async function upload(member: Somebody, proposal: string, kind: string, name: string, bytes: Buffer) {
  const announced = await member.api('POST', `/proposals/${proposal}/attachments`, { kind, name, bytes: bytes.length })
  if (announced.status !== 201) return announced
  await postFile(announced.body, name, bytes)
  return member.api('POST', `/files/${announced.body.file}/check`)
}

export async function postFile(form: { url: string; fields: Record<string, string> }, name: string, bytes: Buffer, headers: Record<string, string> = {}): Promise<Response> {
  const body = new FormData()
  for (const [field, value] of Object.entries(form.fields)) body.set(field, value)
  body.set('file', new Blob([new Uint8Array(bytes)]), name)
  return fetch(form.url, { method: 'POST', body, redirect: 'manual', headers })
}

/** A draft with everything in it, certificate and all; `content` changes answers. */
export async function fullDraft(competition: CompetitionId, { member }: Applicant, content: Record<string, unknown> = {}): Promise<ProposalId> {
  const created = await member.api('POST', `/competitions/${competition}/proposals`, { category: 'children' })
  if (created.status !== 201) throw new Error(JSON.stringify(created.body))
  const { proposal, revision } = created.body
  const saved = await member.api('PUT', `/proposals/${proposal}/draft`, { revision, category: 'children', content: fullContent(content) })
  if (saved.status !== 200) throw new Error(JSON.stringify(saved.body))
  const { body } = await member.api('GET', `/proposals/${proposal}`)
  if (!body.draft.attachments.some(({ kind }: { kind: string }) => kind === 'certificate')) await upload(member, proposal, 'certificate', '登记证书.pdf', pdf)
  return proposal
}

export async function sentProposal(competition: CompetitionId, by: Applicant, content: Record<string, unknown> = {}): Promise<ProposalId> {
  const proposal = await fullDraft(competition, by, content)
  const sent = await by.member.api('POST', `/proposals/${proposal}/submission`, {})
  if (sent.status !== 201) throw new Error(JSON.stringify(sent.body))
  return proposal
}
