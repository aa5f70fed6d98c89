import { startingSamples } from '../../shared/calibration/calibration.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import type { Target } from '../../shared/person/access.ts'
import type { Actor } from '../../shared/person/person.ts'
import { executionItem } from '../../shared/workflow/execution.store.ts'
import { ok } from './contest.ts'
import { scoresOf } from './judging.ts'
import { anAgency } from './organisations.ts'
import { defaultRulebook, fullContent, pdf, postFile } from './proposals.ts'
import {
  askedOrganisation, checksOf, colleague, curing, DISTRICT, draftCompetition, draftProposal, inRound, inScoring, type Judged, judged, noticeBody, objectionBody, openCall, planning, secretOf, seated, sentProposal, toAward,
  SPICE, underCheck, underNotice, withCard, type World,
} from './world.ts'

/** A request that goes well for whoever may send it, and the thing that it is about. */
export interface Sample {
  params?: Record<string, string>
  query?: Record<string, string>
  body?: unknown
  /** What the access table is asked about; of the asker where it is the asker's own. */
  target: Target | ((actor: Actor) => Target)
}
export type Make = (world: World) => Sample | Promise<Sample>

export const district = { district: DISTRICT }
export const anyone = {}
/** The asker's own name, tokens, due list. */
export const own = (actor: Actor): Target => (actor.kind === 'person' ? { person: actor.person.id } : {})
/** The first competition that the asker judges. */
export const ownJudged = (actor: Actor): Target => {
  const found = actor.kind === 'person' ? actor.memberships.find(({ role }) => role === 'judge') : undefined
  return found?.role === 'judge' ? { competition: found.competition } : {}
}

export const ofContest = (competition: string): Pick<Sample, 'params' | 'target'> => ({ params: { competition }, target: { ...district, competition } })
/** `competition`: where it is about a proposal, the one that it was made to. */
export const ofOwner = (world: World, competition?: string): Target => ({ ...district, organisation: world.owner, competition })
/** The owner's proposal that is being scored for real. */
export const scored = ({ scoring, owner, people, spare }: World) => ({
  proposal: scoring.proposals[0] ?? '',
  target: { ...district, organisation: owner, competition: scoring.contest.id, assigned: [people.assigned.id, spare.id, ...scoring.contest.judges.map(({ id }) => id)] },
})
/** A round being planned, with cases for its judges to score. */
export const calibrated = async (world: World): Promise<Judged> => {
  const made = await planning(world)
  ok(await world.people.administrator.api('PUT', `${made.at}/calibration`, { samples: startingSamples, revision: 0 }))
  return made
}
const round = (world: World): Pick<Sample, 'params' | 'target'> => ({ params: { competition: world.scoring.contest.id, round: '0' }, target: { ...district, competition: world.scoring.contest.id } })
export const roundOf = (made: { competition: string; target: Target }): Pick<Sample, 'params' | 'target'> => ({ params: { competition: made.competition, round: '0' }, target: { ...district, competition: made.competition } })
const cardOf = (made: { proposal: string; target: Target }): Pick<Sample, 'params' | 'target'> => ({ params: { proposal: made.proposal, round: '0' }, target: made.target })
export const draftOf = async (world: World) => {
  const made = await draftProposal(world)
  return { ...made, sample: { params: { proposal: made.proposal }, target: ofOwner(world, made.competition) } }
}

/** An organisation that nobody of the cast belongs to, and its only member. */
export async function strangers(world: World) {
  const founder = await world.platform.person('别处成员')
  return { founder, organisation: await askedOrganisation(world, founder) }
}

/** A failed execution of a competition that runs. */
export async function failedExecution(world: World): Promise<{ competition: string; execution: string }> {
  const competition = await openCall(world)
  const execution = `${competition}-1`
  const at = world.platform.clock.now()
  await world.platform.table.transact([executionItem.put({ name: execution, machine: 'volunteer-contest', about: competition, district: DISTRICT, checkAt: at, index: null, status: 'failed', startedAt: at, endedAt: at, error: 'Sample', cause: null, path: [] }, 'none')])
  return { competition, execution }
}

/** An open call with a clarification, and a message to the owner. */
export async function correspondence(world: World): Promise<string> {
  const { competition } = await sentProposal(world)
  ok(await world.people.administrator.api('POST', `/competitions/${competition}/clarifications`, { question: `可以联合申报吗？${SPICE}`, answer: `可以，由一家牵头。${SPICE}` }))
  ok(await world.people.administrator.api('POST', `/competitions/${competition}/messages`, { audience: 'all', subject: `请补交材料${SPICE}`, text: `请在截止前上传证书。${SPICE}` }))
  return competition
}

export async function deletedCompetition(world: World): Promise<string> {
  const competition = await draftCompetition(world)
  ok(await world.people.administrator.api('DELETE', `/competitions/${competition}`))
  return competition
}

export async function invitedMember(world: World): Promise<{ invitation: string; secret: string }> {
  const { id, link } = ok(await world.people.member.api('POST', `/organisations/${world.owner}/invitations`, { name: '新同事', email: null }))
  return { invitation: id, secret: secretOf(link) }
}

export async function invitedJudge(world: World): Promise<{ competition: string; invitation: string; secret: string }> {
  const competition = await openCall(world)
  const { id, link } = ok(await world.people.administrator.api('POST', `/competitions/${competition}/invitations`, { name: '新评委', email: null }))
  return { competition, invitation: id, secret: secretOf(link) }
}

/** An upload that has come and is not checked yet. */
export async function arrivedFile(world: World): Promise<{ proposal: string; file: string }> {
  const { proposal } = await draftProposal(world)
  const announced = ok(await world.people.member.api('POST', `/proposals/${proposal}/attachments`, { kind: 'supporting', name: '材料.pdf', bytes: pdf.length }))
  await postFile(announced, '材料.pdf', pdf)
  return { proposal, file: announced.file }
}

/** The owner's certificate, come and not checked yet. */
export async function arrivedCertificate(world: World): Promise<string> {
  const announced = ok(await world.people.member.api('POST', `/organisations/${world.owner}/certificate`, { name: '登记证书.pdf', bytes: pdf.length }))
  await postFile(announced, '登记证书.pdf', pdf)
  return announced.file
}

export async function arrivedEvidence(world: World): Promise<{ competition: string; file: string }> {
  const { competition } = await underNotice(world)
  const announced = ok(await world.platform.visitor.api('POST', `/competitions/${competition}/objections/files`, { name: '证据.pdf', bytes: pdf.length }))
  await postFile(announced, '证据.pdf', pdf)
  return { competition, file: announced.file }
}

/** One for each endpoint, made afresh each time it is asked for where the request changes it. */
export const contestSamples: Record<string, Make> = {
  // proposals
  'GET /competitions/{competition}/proposals': (world) => ofContest(world.scoring.contest.id),
  'POST /competitions/{competition}/proposals': async (world) => ({ params: { competition: await openCall(world) }, body: { category: 'children', organisation: world.owner }, target: ofOwner(world) }),
  'POST /competitions/{competition}/paper-proposals': async (world) => ({ ...ofContest(await openCall(world)), body: { organisation: world.owner, category: 'children' } }),
  'GET /proposals': (world) => ({ query: { organisation: world.owner }, target: ofOwner(world) }),
  'GET /proposals/{proposal}': (world) => ({ params: { proposal: scored(world).proposal }, target: scored(world).target }),
  'PUT /proposals/{proposal}/draft': async (world) => {
    const { sample, revision } = await draftOf(world)
    return { ...sample, body: { revision, category: 'children', content: fullContent() } }
  },
  'POST /proposals/{proposal}/sections/{section}': async (world) => {
    const { sample, revision } = await draftOf(world)
    return { ...sample, params: { ...sample.params, section: 'need' }, body: { revision, fields: { 'content.need': '放学后没有人照看。' } } }
  },
  'POST /proposals/{proposal}/submission': async (world) => ({ ...(await draftOf(world)).sample, body: { acknowledgeNames: true } }),
  'POST /proposals/{proposal}/withdrawal': async (world) => ({ params: { proposal: (await sentProposal(world)).proposal }, target: ofOwner(world) }),
  'DELETE /proposals/{proposal}/withdrawal': async (world) => {
    const { proposal } = await sentProposal(world)
    ok(await world.people.member.api('POST', `/proposals/${proposal}/withdrawal`))
    return { params: { proposal }, target: ofOwner(world) }
  },
  'GET /proposals/{proposal}/versions/{number}': (world) => ({ params: { proposal: scored(world).proposal, number: '1' }, target: scored(world).target }),
  'GET /proposals/{proposal}/reading': (world) => ({ params: { proposal: scored(world).proposal }, target: scored(world).target }),
  'GET /proposals/{proposal}/eligibility': (world) => ({ params: { proposal: scored(world).proposal }, target: scored(world).target }),
  'POST /proposals/{proposal}/eligibility': async (world) => {
    const { competition, proposal } = await underCheck(world)
    return { params: { proposal }, body: { decision: 'admitted', checks: checksOf }, target: ofOwner(world, competition) }
  },
  'GET /proposals/{proposal}/cure': async (world) => {
    const { competition, proposal } = await curing(world)
    return { params: { proposal }, target: ofOwner(world, competition) }
  },
  'PUT /proposals/{proposal}/cure': async (world) => {
    const { proposal, revision } = await curing(world)
    return { params: { proposal }, body: { revision, content: { need: '走访了三十户。' } }, target: ofOwner(world) }
  },
  'POST /proposals/{proposal}/cure': async (world) => {
    const { proposal, revision } = await curing(world)
    return { params: { proposal }, body: { revision, fields: { 'content.need': '走访了三十户。', 'content.summary': '放学后的托管。' } }, target: ofOwner(world) }
  },
  'POST /proposals/{proposal}/cure/submission': async (world) => ({ params: { proposal: (await curing(world, true)).proposal }, body: { acknowledgeNames: true }, target: ofOwner(world) }),
  'POST /competitions/{competition}/eligibility/admissions': async (world) => {
    const { competition, proposal } = await underCheck(world)
    return { ...ofContest(competition), body: { proposals: [proposal] } }
  },
  'POST /competitions/{competition}/eligibility/finish': async (world) => {
    const { competition, proposal } = await underCheck(world)
    ok(await world.people.administrator.api('POST', `/proposals/${proposal}/eligibility`, { decision: 'admitted', checks: checksOf }))
    return ofContest(competition)
  },

  // files
  'POST /proposals/{proposal}/attachments': async (world) => ({ ...(await draftOf(world)).sample, body: { kind: 'supporting', name: '材料.pdf', bytes: pdf.length } }),
  'PUT /proposals/{proposal}/attachments/{file}': async (world) => {
    const { sample, certificate } = await draftOf(world)
    ok(await world.people.member.api('DELETE', `/proposals/${sample.params.proposal}/attachments/${certificate}`))
    return { ...sample, params: { ...sample.params, file: certificate } }
  },
  'DELETE /proposals/{proposal}/attachments/{file}': async (world) => {
    const { sample, certificate } = await draftOf(world)
    return { ...sample, params: { ...sample.params, file: certificate } }
  },
  'POST /files/{file}/check': async (world) => ({ params: { file: (await arrivedFile(world)).file }, target: ofOwner(world) }),
  'GET /files/{file}': (world) => ({ params: { file: world.scoring.file }, target: scored(world).target }),

  // people
  'GET /me': () => ({ target: own }),
  'PUT /me': () => ({ body: { name: '换个名字', email: null, language: 'zh' }, target: own }),
  'GET /me/tokens': () => ({ target: own }),
  'POST /me/tokens': () => ({ body: { name: '脚本' }, target: own }),
  'DELETE /me/tokens/{token}': async ({ people }) => ({ params: { token: ok(await people.member.api('POST', '/me/tokens', { name: '旧脚本' })).id }, target: { person: people.member.id } }),

  // organisations
  'POST /organisations': (world) => ({ body: anAgency(world.nextCreditCode()), target: anyone }),
  'GET /organisations': () => ({ query: district, target: district }),
  'GET /organisations/{organisation}': (world) => ({ params: { organisation: world.owner }, target: ofOwner(world) }),
  'PUT /organisations/{organisation}': async (world) => {
    const code = world.nextCreditCode()
    const { id } = ok(await world.people.member.api('POST', '/organisations', anAgency(code)))
    ok(await world.people.administrator.api('POST', `/organisations/${id}/admission`, { decision: 'return', reasons: '请补充联系方式' }))
    return { params: { organisation: id }, body: anAgency(code, 'new@example.cn'), target: { ...district, organisation: id } }
  },
  'PUT /organisations/{organisation}/contact': (world) => ({ params: { organisation: world.owner }, body: { contact: { name: '联系人 02', phone: '0573-00000001', email: 'b@example.cn' }, team: null }, target: ofOwner(world) }),
  'POST /organisations/{organisation}/admission': async (world) => {
    const { organisation } = await strangers(world)
    return { params: { organisation }, body: { decision: 'admit' }, target: { ...district, organisation } }
  },
  'POST /organisations/{organisation}/certificate': (world) => ({ params: { organisation: world.owner }, body: { name: '登记证书.pdf', bytes: pdf.length }, target: ofOwner(world) }),
  'POST /organisations/{organisation}/certificate/{file}/check': async (world) => ({ params: { organisation: world.owner, file: await arrivedCertificate(world) }, target: ofOwner(world) }),
  'GET /organisations/{organisation}/members': (world) => ({ params: { organisation: world.owner }, target: ofOwner(world) }),
  'DELETE /organisations/{organisation}/members/{person}': async (world) => ({ params: { organisation: world.owner, person: (await colleague(world)).id }, target: ofOwner(world) }),
  'POST /organisations/{organisation}/members': async (world) => {
    const { id } = await colleague(world)
    ok(await world.people.member.api('DELETE', `/organisations/${world.owner}/members/${id}`))
    return { params: { organisation: world.owner }, body: { person: id }, target: ofOwner(world) }
  },

  // invitations
  'GET /organisations/{organisation}/invitations': (world) => ({ params: { organisation: world.owner }, target: ofOwner(world) }),
  'POST /organisations/{organisation}/invitations': (world) => ({ params: { organisation: world.owner }, body: { name: '新同事', email: 'new@example.cn' }, target: ofOwner(world) }),
  'DELETE /organisations/{organisation}/invitations/{invitation}': async (world) => ({ params: { organisation: world.owner, invitation: (await invitedMember(world)).invitation }, target: ofOwner(world) }),
  'GET /competitions/{competition}/invitations': (world) => ofContest(world.scoring.contest.id),
  'POST /competitions/{competition}/invitations': async (world) => ({ ...ofContest(await openCall(world)), body: { name: '新评委', email: 'judge@example.cn' } }),
  'DELETE /competitions/{competition}/invitations/{invitation}': async (world) => {
    const { competition, invitation } = await invitedJudge(world)
    const sample = ofContest(competition)
    return { ...sample, params: { ...sample.params, invitation } }
  },
  'GET /invitations/{secret}': async (world) => ({ params: { secret: (await invitedMember(world)).secret }, target: anyone }),
  'POST /invitations/{secret}/acceptance': async (world) => ({ params: { secret: (await invitedJudge(world)).secret }, body: { ties: [] }, target: anyone }),
  'PUT /competitions/{competition}/ties': async (world) => ({ ...ofContest(await seated(world)), body: { ties: [{ organisation: world.other, reason: '曾任顾问' }] } }),

  // competitions and rulebooks
  'GET /competitions': () => ({ target: anyone }),
  'POST /competitions': () => ({ body: { ...district, rulebook: 'jiaxing-default', name: { zh: '另一个示例大赛' }, authority: { zh: '示例主办单位' } }, target: district }),
  'POST /competitions/{competition}/copies': (world) => ({ ...ofContest(world.completed.contest.id), body: { name: { zh: '下一届示例大赛' } } }),
  'GET /competitions/{competition}': (world) => ofContest(world.scoring.contest.id),
  'PUT /competitions/{competition}': async (world) => ({ ...ofContest(await draftCompetition(world)), body: { introduction: '面向全区。', proposalsEach: 3 } }),
  'DELETE /competitions/{competition}': async (world) => ofContest(await draftCompetition(world)),
  'POST /competitions/{competition}/restoration': async (world) => ofContest(await deletedCompetition(world)),
  'GET /competitions/{competition}/preview': async (world) => ofContest(await draftCompetition(world)),
  'POST /competitions/{competition}/publication': async (world) => ({ ...ofContest(await draftCompetition(world)), body: { seed: 'seed' } }),
  'POST /competitions/{competition}/cancellation': async (world) => ({ ...ofContest(await openCall(world)), body: { reason: '资金安排有变' } }),
  'GET /competitions/{competition}/clarifications': async (world) => ofContest(await correspondence(world)),
  'POST /competitions/{competition}/clarifications': async (world) => ({ ...ofContest(await openCall(world)), body: { question: '可以联合申报吗？', answer: '可以，由一家牵头。' } }),
  'GET /competitions/{competition}/messages': async (world) => ofContest(await correspondence(world)),
  'POST /competitions/{competition}/messages': async (world) => ({ ...ofContest((await sentProposal(world)).competition), body: { audience: 'all', subject: '请补交材料', text: '请在截止前上传证书。' } }),
  'GET /proposals/{proposal}/messages': async (world) => {
    const { competition, proposal } = await sentProposal(world)
    return { params: { proposal }, target: ofOwner(world, competition) }
  },
  'POST /competitions/{competition}/dates': async (world) => ({ ...ofContest(await openCall(world)), body: { window: 'call', to: plusDays(world.platform.clock.now(), 12), reason: '节日顺延' } }),
  'GET /rulebooks': () => ({ target: anyone }),
  'GET /rulebooks/{id}': () => ({ params: { id: 'jiaxing-default' }, target: anyone }),
  'POST /rulebooks': () => ({ body: { ...district, rulebook: { ...defaultRulebook(), id: 'sample-import' } }, target: district }),
  'GET /competitions/{competition}/tracking': (world) => ofContest(world.completed.contest.id),
  'POST /competitions/{competition}/restart': async (world) => {
    const { competition, execution } = await failedExecution(world)
    return { ...ofContest(competition), body: { execution } }
  },
  'GET /competitions/{competition}/judges': (world) => ofContest(world.scoring.contest.id),
  'PUT /competitions/{competition}/judges/{person}/limit': async (world) => {
    const sample = ofContest(await seated(world))
    return { ...sample, params: { ...sample.params, person: world.spare.id }, body: { maxLoad: 20 } }
  },
  'DELETE /competitions/{competition}/judges/{person}': async (world) => {
    const sample = ofContest(await seated(world))
    return { ...sample, params: { ...sample.params, person: world.spare.id }, body: { reason: '时间冲突' } }
  },
  'GET /competitions/{competition}/trail': (world) => ofContest(world.completed.contest.id),
  'GET /trail': () => ({ query: district, target: district }),

  // notice and awards
  'GET /competitions/{competition}/notice': (world) => ofContest(world.completed.contest.id),
  'GET /competitions/{competition}/notice/preview': async (world) => ofContest((await judged(world)).competition),
  'POST /competitions/{competition}/notice': async (world) => ({ ...ofContest((await judged(world)).competition), body: noticeBody }),
  'POST /competitions/{competition}/objections': async (world) => ({ ...ofContest((await underNotice(world)).competition), body: objectionBody }),
  'POST /competitions/{competition}/objections/files': async (world) => ({ ...ofContest((await underNotice(world)).competition), body: { name: '证据.pdf', bytes: pdf.length } }),
  'POST /competitions/{competition}/objections/files/{file}/check': async (world) => {
    const { competition, file } = await arrivedEvidence(world)
    const sample = ofContest(competition)
    return { ...sample, params: { ...sample.params, file } }
  },
  'POST /competitions/{competition}/objections/receipt': async (world) => {
    const { competition, number } = await underNotice(world)
    return { ...ofContest(competition), body: { number, contact: objectionBody.contact } }
  },
  'GET /competitions/{competition}/objections': async (world) => ofContest((await underNotice(world)).competition),
  'POST /competitions/{competition}/objections/{objection}/ruling': async (world) => {
    const { competition, objection } = await underNotice(world)
    const sample = ofContest(competition)
    return { ...sample, params: { ...sample.params, objection }, body: { reasons: '经核查，人数属实。', effect: 'none' } }
  },
  'POST /districts/{district}/calendar': () => ({ params: district, body: { date: '2027-03-01', day: 'off', reason: '地方假日' }, target: district }),
  'GET /competitions/{competition}/awards': (world) => ofContest(world.completed.contest.id),
  'POST /competitions/{competition}/awards': async (world) => ofContest(await toAward(world)),
  'GET /competitions/{competition}/awards/ranking': async (world) => ofContest((await judged(world)).competition),
  'GET /competitions/{competition}/awards/ties': async (world) => ofContest((await judged(world)).competition),
  'POST /competitions/{competition}/awards/ties': async (world) => {
    const { competition, proposals } = await judged(world, [95, 95, 90, 89])
    return { ...ofContest(competition), body: { award: 'first', category: null, chosen: proposals.slice(0, 1), reason: '评审小组复议' } }
  },
  'GET /certificates/{certificate}': (world) => ({ params: { certificate: world.completed.certificate }, target: anyone }),
  'GET /public/competitions': () => ({ target: anyone }),
  'GET /public/competitions/{competition}': (world) => ofContest(world.completed.contest.id),

  // judging
  'GET /judging': () => ({ target: ownJudged }),
  'GET /competitions/{competition}/rounds/{round}/assignments': round,
  'GET /competitions/{competition}/rounds/{round}': round,
  'GET /competitions/{competition}/rounds/{round}/plan': round,
  'POST /competitions/{competition}/rounds/{round}/plan': async (world) => ({ ...roundOf(await planning(world)), body: {} }),
  'PUT /competitions/{competition}/rounds/{round}/plan': async (world) => {
    const made = await planning(world)
    const { version } = ok(await world.people.administrator.api('GET', `${made.at}/plan`))
    return { ...roundOf(made), body: { version, proposals: { [made.proposal]: [world.people.assigned.id, world.spare.id] } } }
  },
  'POST /competitions/{competition}/rounds/{round}/plan/replanning': async (world) => {
    const made = await planning(world)
    const { version } = ok(await world.people.administrator.api('GET', `${made.at}/plan`))
    return { ...roundOf(made), body: { version, without: [] } }
  },
  'GET /competitions/{competition}/rounds/{round}/instance': round,
  'POST /competitions/{competition}/rounds/{round}/plan/undo': async (world) => roundOf(await planning(world)),
  'POST /competitions/{competition}/rounds/{round}/plan/confirmation': async (world) => roundOf(await planning(world)),
  'GET /competitions/{competition}/rounds/{round}/progress': round,
  'POST /competitions/{competition}/rounds/{round}/reminders': async (world) => ({ ...roundOf(await inScoring(world)), body: {} }),
  'POST /competitions/{competition}/rounds/{round}/closing': async (world) => {
    const made = await inScoring(world)
    for (const judge of [...made.judges, world.spare, world.people.assigned]) {
      for (const { id } of made.proposals) ok(await judge.api('POST', `/proposals/${id}/scorecards/0/submission`, { scores: scoresOf(made.rulebook) }))
    }
    return roundOf(made)
  },
  'GET /competitions/{competition}/rounds/{round}/unscored': async (world) => roundOf(await inRound(world, await inScoring(world), { state: 'closed', closedAt: world.platform.clock.now() })),
  'POST /competitions/{competition}/rounds/{round}/unscored/decisions': async (world) => {
    const made = await inRound(world, await inScoring(world), { state: 'closed', closedAt: world.platform.clock.now() })
    return { ...roundOf(made), body: { decisions: [{ proposal: made.proposal, decision: 'exclude', reason: '评委未答复' }] } }
  },
  'POST /competitions/{competition}/rounds/{round}/unscored/reassignment': async (world) => {
    const made = await inRound(world, await inScoring(world), { state: 'closed', closedAt: world.platform.clock.now() })
    return { ...roundOf(made), body: { closesAt: plusDays(world.platform.clock.now(), 3), proposals: { [made.proposal]: made.target.assigned }, reason: '评委未答复' } }
  },
  'POST /competitions/{competition}/rounds/{round}/ties': async (world) => {
    const made = await inScoring(world)
    const tied = made.proposals.map(({ id }) => id)
    await inRound(world, made, { state: 'tied', ties: { pools: [{ pool: null, seats: 1, tied }], chosen: null, reason: null } })
    return { ...roundOf(made), body: { chosen: tied.slice(0, 1), reason: '现场复议' } }
  },
  'GET /proposals/{proposal}/scorecards/{round}': (world) => cardOf(scored(world)),
  'PUT /proposals/{proposal}/scorecards/{round}': async (world) => {
    const made = await inScoring(world)
    return { ...cardOf(made), body: { scores: scoresOf(made.rulebook), comment: '', revision: null } }
  },
  'POST /proposals/{proposal}/scorecards/{round}/autosave': async (world) => ({ ...cardOf(await inScoring(world)), body: { revision: 0, fields: { comment: '写得清楚' } } }),
  'POST /proposals/{proposal}/scorecards/{round}/submission': async (world) => {
    const made = await inScoring(world)
    return { ...cardOf(made), body: { scores: scoresOf(made.rulebook), comment: '' } }
  },
  'POST /proposals/{proposal}/scorecards/{round}/reopening': async (world) => ({ ...cardOf(await withCard(world)), body: { judge: world.people.assigned.id, reason: '一项填错' } }),
  'GET /proposals/{proposal}/scorecards': (world) => ({ params: { proposal: scored(world).proposal }, target: scored(world).target }),
  'POST /proposals/{proposal}/recusals': async (world) => {
    const made = await inScoring(world)
    return { params: { proposal: made.proposal }, body: { reason: '曾任该机构顾问' }, target: made.target }
  },
  'GET /competitions/{competition}/rounds/{round}/recusals': round,
  'POST /competitions/{competition}/rounds/{round}/recusals/{proposal}/{judge}': async (world) => {
    const made = await inScoring(world)
    ok(await world.people.assigned.api('POST', `/proposals/${made.proposal}/recusals`, { reason: '曾任该机构顾问' }))
    const sample = roundOf(made)
    return { ...sample, params: { ...sample.params, proposal: made.proposal, judge: world.people.assigned.id }, body: { decision: 'without', reason: '其余评委足够' } }
  },
  'GET /competitions/{competition}/rounds/{round}/standings': (world) => ({ params: { competition: world.completed.contest.id, round: '0' }, target: { ...district, competition: world.completed.contest.id } }),
  'GET /competitions/{competition}/rounds/{round}/reliability': (world) => ({ params: { competition: world.completed.contest.id, round: '0' }, target: { ...district, competition: world.completed.contest.id } }),
  'GET /competitions/{competition}/rounds/{round}/calibration': async (world) => roundOf(await calibrated(world)),
  'PUT /competitions/{competition}/rounds/{round}/calibration': async (world) => ({ ...roundOf(await planning(world)), body: { samples: startingSamples, revision: 0 } }),
  'GET /competitions/{competition}/rounds/{round}/calibration/own': async (world) => roundOf(await calibrated(world)),
  'POST /competitions/{competition}/rounds/{round}/calibration/{sample}/card': async (world) => {
    const made = await calibrated(world)
    const sample = roundOf(made)
    return { ...sample, params: { ...sample.params, sample: '0' }, body: { scores: scoresOf(made.rulebook), revision: 1 } }
  },
  'GET /competitions/{competition}/rounds/{round}/radar': (world) => ({ params: { competition: world.completed.contest.id, round: '0' }, target: { ...district, competition: world.completed.contest.id } }),
}
