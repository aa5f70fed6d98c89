import { startingSamples } from '../../shared/calibration/calibration.ts'
import type { Target } from '../../shared/person/access.ts'
import type { Actor } from '../../shared/person/person.ts'
import { ok } from './contest.ts'
import { scoresOf } from './judging.ts'
import { defaultRulebook } from './proposals.ts'
import { anyone, arrivedCertificate, arrivedEvidence, arrivedFile, calibrated, correspondence, deletedCompetition, district, draftOf, failedExecution, invitedJudge, invitedMember, ofContest, ofOwner, own, ownJudged, roundOf, type Sample, scored, strangers } from './samples.ts'
import { checksOf, colleague, curing, DISTRICT, draftCompetition, inRound, inScoring, judged, type Judged, objectionBody, openCall, planning, seated, sentProposal, toAward, underCheck, underNotice, withCard, type World } from './world.ts'

/** A page, or a form as the page's own fields send it. */
export interface PageSample extends Omit<Sample, 'body'> {
  fields?: Record<string, string>
  /** What the one who may see it gets where that is not a page or a way to the next one. */
  ends?: number
}
type Make = (world: World) => PageSample | Promise<PageSample>

/** The organisation that the asker acts for, as this browser has chosen it. */
const ownOrganisation = (actor: Actor): Target => (actor.kind === 'person' && actor.organisation !== null ? { organisation: actor.organisation } : {})
/** The first district that the asker administers. */
const ownDistrict = (actor: Actor): Target => {
  const found = actor.kind === 'person' ? actor.memberships.find(({ role }) => role === 'administrator') : undefined
  return found?.role === 'administrator' ? { district: found.district } : {}
}
/** A date and time as a form's control has it, in Beijing. */
const local = (world: World, days: number) => new Date(Date.parse(world.platform.clock.now()) + days * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 16)

const realRound = ({ scoring }: World) => ({ params: { competition: scoring.contest.id, round: '0' }, target: { ...district, competition: scoring.contest.id } })
const closed = async (world: World): Promise<Judged> => inRound(world, await inScoring(world), { state: 'closed', closedAt: world.platform.clock.now() })
const tiedRound = async (world: World) => {
  const made = await inScoring(world)
  const tied = made.proposals.map(({ id }) => id)
  return { made: await inRound(world, made, { state: 'tied', ties: { pools: [{ pool: null, seats: 1, tied }], chosen: null, reason: null } }), tied }
}
const desk = async (world: World) => {
  const made = await inScoring(world)
  const scores = Object.fromEntries(Object.entries(scoresOf(made.rulebook)).map(([id, text]) => [`scores.${id}`, text]))
  return { sample: { params: { competition: made.competition, round: '0', proposal: made.proposal }, target: made.target }, scores }
}
const withParams = <S extends PageSample>(sample: S, params: Record<string, string>): S => ({ ...sample, params: { ...sample.params, ...params } })
const proposalOf = (world: World) => ({ params: { proposal: scored(world).proposal }, target: scored(world).target })

/** Makes `member` act for an organisation whose request was returned. */
async function returned(world: World): Promise<PageSample & { code: string }> {
  const code = world.nextCreditCode()
  const { member, administrator } = world.people
  const { id } = ok(await member.api('POST', '/organisations', joining(code)))
  ok(await administrator.api('POST', `/organisations/${id}/admission`, { decision: 'return', reasons: '请补充联系方式' }))
  await member.post('/organisation/choose', { organisation: id })
  // Nobody of the others acts for one that was returned.
  return { code, target: (actor: Actor) => (actor.kind === 'person' && actor.person.id === member.id ? { organisation: id } : ownOrganisation(actor)) }
}

const joining = (creditCode: string) => ({ standing: 'registered', kind: 'agency', registeredAs: 'service', creditCode, street: '示例街道', name: '示例社工服务中心', contact: { name: '联系人', phone: '13800000000', email: 'agency@example.cn' } })
const joinFields = (creditCode: string) => ({ as: 'agency', name: '示例社工服务中心', registeredAs: 'service', creditCode, street: '示例街道', 'contact.name': '联系人', 'contact.phone': '13800000000', 'contact.email': 'agency@example.cn' })
const noticeFields = { basis: '示例章程第十条', process: '资格审查、书面评审', 'contact.phone': '0573-00000000', 'contact.email': 'a@example.cn', step: 'publish' }

/** What is only read is made once. */
const kept = new WeakMap<World, Map<(world: World) => Promise<unknown>, Promise<unknown>>>()
function still<T>(make: (world: World) => Promise<T>): (world: World) => Promise<T> {
  return (world) => {
    const made = kept.get(world) ?? new Map<(world: World) => Promise<unknown>, Promise<unknown>>()
    kept.set(world, made)
    const found = (made.get(make) as Promise<T> | undefined) ?? make(world)
    made.set(make, found)
    return found
  }
}
const [stillOpen, stillDraft, stillJudged, stillNoticed, stillWritten] = [still(openCall), still(draftCompetition), still(judged), still(underNotice), still(draftOf)]

/** One for each page and each form's target. */
export const contestPageSamples: Record<string, Make> = {
  // open to all
  'GET /': () => ({ target: anyone }),
  'GET /public': () => ({ target: anyone }),
  'GET /public/competitions/:competition': (world) => ofContest(world.completed.contest.id),
  'GET /public/competitions/:competition/notice': (world) => ofContest(world.completed.contest.id),
  'GET /public/competitions/:competition/awards': (world) => ofContest(world.completed.contest.id),
  'GET /public/competitions/:competition/objection': async (world) => ofContest((await stillNoticed(world)).competition),
  'POST /public/competitions/:competition/objection': async (world) => ({ ...ofContest((await underNotice(world)).competition), fields: { kind: 'person', name: '示例居民', contact: 'resident@example.cn', proposal: '', facts: '这个项目的受益人数与我们看到的不符。', files: '' } }),
  'GET /public/competitions/:competition/objection/:objection': async (world) => {
    const { competition, objection } = await stillNoticed(world)
    return withParams(ofContest(competition), { objection })
  },
  'GET /public/competitions/:competition/receipt': async (world) => ofContest((await stillNoticed(world)).competition),
  'POST /public/competitions/:competition/receipt': async (world) => {
    const { competition, number } = await underNotice(world)
    return { ...ofContest(competition), fields: { number, contact: objectionBody.contact } }
  },
  'GET /public/competitions/:competition/objection/files/:file': async (world) => {
    const { competition, file } = await arrivedEvidence(world)
    return withParams(ofContest(competition), { file })
  },
  'GET /certificates/:certificate': (world) => ({ params: { certificate: world.completed.certificate }, target: anyone }),
  'GET /certificates/:certificate/print': (world) => ({ params: { certificate: world.completed.certificate }, target: anyone }),
  'GET /invitation/:secret': async (world) => ({ params: { secret: (await invitedMember(world)).secret }, target: anyone }),
  'POST /invitation/:secret': async (world) => ({ params: { secret: (await invitedJudge(world)).secret }, fields: {}, target: anyone }),

  // one's own
  'GET /home': () => ({ target: anyone }),
  'GET /account': () => ({ target: own }),
  'POST /account': () => ({ fields: { name: '换个名字', email: '', language: '' }, target: own }),
  'POST /account/tokens': () => ({ fields: { tokenName: '脚本' }, target: own }),
  'POST /account/tokens/revoke': async ({ people }) => ({ fields: { token: ok(await people.member.api('POST', '/me/tokens', { name: '旧脚本' })).id }, target: { person: people.member.id } }),
  'GET /ties/:competition': async (world) => ofContest(await seated(world)),
  'POST /ties/:competition': async (world) => ({ ...ofContest(await seated(world)), fields: { 'ties.0.organisation': world.other, 'ties.0.reason': '曾任顾问', maxLoad: '12' } }),

  // organisations
  'GET /join': () => ({ target: anyone }),
  'GET /join/:applicant': () => ({ params: { applicant: 'agency' }, target: anyone }),
  'POST /join/:applicant': (world) => ({ params: { applicant: 'agency' }, fields: joinFields(world.nextCreditCode()), target: anyone }),
  'GET /organisation': () => ({ target: own }),
  'GET /organisation/edit': returned,
  'POST /organisation/edit': async (world) => {
    const { code, ...sample } = await returned(world)
    return { ...sample, fields: joinFields(code) }
  },
  'GET /organisation/contact': () => ({ target: ownOrganisation }),
  'POST /organisation/contact': () => ({ fields: { 'contact.name': '联系人 02', 'contact.phone': '0573-00000001', 'contact.email': 'b@example.cn' }, target: ownOrganisation }),
  'GET /organisation/certificate/:file': async (world) => ({ params: { file: await arrivedCertificate(world) }, target: ownOrganisation }),
  'POST /organisation/choose': (world) => ({ fields: { organisation: world.owner }, target: ofOwner(world) }),
  'POST /organisation/members/remove': async (world) => ({ fields: { person: (await colleague(world)).id }, target: ownOrganisation }),
  'POST /organisation/members/restore/:person': async (world) => {
    const { id } = await colleague(world)
    ok(await world.people.member.api('DELETE', `/organisations/${world.owner}/members/${id}`))
    return { params: { person: id }, target: ofOwner(world) }
  },
  'POST /organisation/invitations': () => ({ fields: { name: '新同事', email: '' }, target: ownOrganisation }),
  'POST /organisation/invitations/revoke': async (world) => ({ fields: { invitation: (await invitedMember(world)).invitation }, target: ofOwner(world) }),
  'GET /organisations': () => ({ query: district, target: district }),
  'GET /organisations/export': () => ({ query: district, target: district }),
  'GET /organisations/:organisation': (world) => ({ params: { organisation: world.owner }, target: ofOwner(world) }),
  'POST /organisations/:organisation/admission': async (world) => {
    const { organisation } = await strangers(world)
    return { params: { organisation }, fields: { decision: 'admit', reasons: '' }, target: { ...district, organisation } }
  },

  // proposals
  'GET /proposals': () => ({ target: ownOrganisation }),
  'GET /proposals/new/:competition': async (world) => ({ params: { competition: await stillOpen(world) }, target: ownOrganisation }),
  'POST /proposals/new/:competition': async (world) => ({ params: { competition: await openCall(world) }, fields: { category: 'children', organisation: world.owner }, target: ofOwner(world) }),
  'GET /proposals/:proposal': proposalOf,
  'GET /proposals/:proposal/answers': proposalOf,
  'GET /proposals/:proposal/print': proposalOf,
  'GET /proposals/:proposal/versions/:number': (world) => withParams(proposalOf(world), { number: '1' }),
  // Who may read may look here; only the applicant, while the call is open, finds a form.
  'GET /proposals/:proposal/sections/:section': async (world) => withParams((await stillWritten(world)).sample, { section: 'need' }),
  'POST /proposals/:proposal/sections/:section': async (world) => {
    const { sample, revision } = await draftOf(world)
    return { ...withParams(sample, { section: 'need' }), fields: { revision: String(revision), 'content.need': '放学后没有人照看。' } }
  },
  'GET /proposals/:proposal/attachments': async (world) => (await stillWritten(world)).sample,
  'POST /proposals/:proposal/attachments/removal': async (world) => {
    const { sample, certificate } = await draftOf(world)
    return { ...sample, fields: { file: certificate } }
  },
  'POST /proposals/:proposal/attachments/use': async (world) => {
    const { sample, certificate } = await draftOf(world)
    ok(await world.people.member.api('DELETE', `/proposals/${sample.params.proposal}/attachments/${certificate}`))
    return { ...sample, fields: { file: certificate } }
  },
  'GET /files/:file/arrived': async (world) => ({ params: { file: (await arrivedFile(world)).file }, target: ofOwner(world) }),
  'GET /files/:file': (world) => ({ params: { file: world.scoring.file }, target: scored(world).target }),
  'POST /proposals/:proposal/submission': async (world) => {
    const { sample, revision } = await draftOf(world)
    return { ...sample, fields: { revision: String(revision), acknowledgeNames: 'true' } }
  },
  'POST /proposals/:proposal/withdrawal': async (world) => ({ params: { proposal: (await sentProposal(world)).proposal }, fields: {}, target: ofOwner(world) }),
  'POST /proposals/:proposal/restoration': async (world) => {
    const { proposal } = await sentProposal(world)
    ok(await world.people.member.api('POST', `/proposals/${proposal}/withdrawal`))
    return { params: { proposal }, fields: {}, target: ofOwner(world) }
  },
  'GET /competitions/:competition/proposals': (world) => ofContest(world.scoring.contest.id),
  'GET /competitions/:competition/proposals/paper': async (world) => ofContest(await stillOpen(world)),
  'POST /competitions/:competition/proposals/paper': async (world) => ({ ...ofContest(await openCall(world)), fields: { q: '', organisation: world.owner, category: 'children' } }),
  'GET /competitions/:competition/proposals/export': (world) => ofContest(world.scoring.contest.id),
  'GET /competitions/:competition/proposals/next': async (world) => ofContest((await underCheck(world)).competition),
  'POST /competitions/:competition/proposals/admissions': async (world) => {
    const { competition, proposal } = await underCheck(world)
    return { ...ofContest(competition), fields: { [`pick.${proposal}`]: 'true' } }
  },
  'POST /competitions/:competition/eligibility/finish': async (world) => {
    const { competition, proposal } = await underCheck(world)
    ok(await world.people.administrator.api('POST', `/proposals/${proposal}/eligibility`, { decision: 'admitted', checks: checksOf }))
    return { ...ofContest(competition), fields: {} }
  },
  'GET /proposals/:proposal/eligibility': async (world) => {
    const { competition, proposal } = await underCheck(world)
    return { params: { proposal }, target: ofOwner(world, competition) }
  },
  'POST /proposals/:proposal/eligibility': async (world) => {
    const { competition, proposal } = await underCheck(world)
    return { params: { proposal }, fields: { decision: 'admitted', reasons: '', ...Object.fromEntries(Object.keys(checksOf).map((id) => [`checks.${id}`, 'true'])) }, target: ofOwner(world, competition) }
  },
  'GET /proposals/:proposal/cure': async (world) => {
    const { competition, proposal } = await curing(world)
    return { params: { proposal }, target: ofOwner(world, competition) }
  },
  'GET /proposals/:proposal/cure/answers': async (world) => {
    const { competition, proposal } = await curing(world, true)
    return { params: { proposal }, target: ofOwner(world, competition) }
  },
  'POST /proposals/:proposal/cure': async (world) => {
    const { proposal, revision } = await curing(world)
    return { params: { proposal }, fields: { revision: String(revision), 'content.need': '走访了三十户。', 'content.summary': '放学后的托管。' }, target: ofOwner(world) }
  },
  'POST /proposals/:proposal/cure/submission': async (world) => {
    const { proposal, revision } = await curing(world, true)
    return { params: { proposal }, fields: { revision: String(revision), acknowledgeNames: 'true' }, target: ofOwner(world) }
  },

  // competitions and rulebooks
  'GET /competitions': () => ({ target: anyone }),
  'GET /competitions/new': () => ({ target: ownDistrict }),
  'POST /competitions': () => ({ fields: { rulebook: 'jiaxing-default', 'name.zh': '又一个示例大赛', 'name.en': '', 'authority.zh': '示例主办单位' }, target: ownDistrict }),
  'GET /competitions/:competition': (world) => ofContest(world.completed.contest.id),
  'POST /competitions/:competition/restart': async (world) => {
    const { competition, execution } = await failedExecution(world)
    return { ...ofContest(competition), fields: { execution } }
  },
  'GET /competitions/:competition/copy': (world) => ofContest(world.completed.contest.id),
  'POST /competitions/:competition/copy': (world) => ({ ...ofContest(world.completed.contest.id), fields: { 'name.zh': '又一届示例大赛', 'name.en': '', callClosesAt: local(world, 20) } }),
  'GET /competitions/:competition/settings': async (world) => ofContest(await stillDraft(world)),
  'POST /competitions/:competition/settings': async (world) => ({ ...ofContest(await draftCompetition(world)), fields: { introduction: '面向全区。', 'contact.phone': '0573-00000000', 'contact.email': '' } }),
  'POST /competitions/:competition/deletion': async (world) => ({ ...ofContest(await draftCompetition(world)), fields: {} }),
  'POST /competitions/:competition/restoration': async (world) => ({ ...ofContest(await deletedCompetition(world)), fields: {} }),
  'GET /competitions/:competition/preview': async (world) => ofContest(await stillDraft(world)),
  'POST /competitions/:competition/publication': async (world) => ({ ...ofContest(await draftCompetition(world)), fields: { seed: 'seed' } }),
  'POST /competitions/:competition/cancellation': async (world) => ({ ...ofContest(await openCall(world)), fields: { reason: '资金安排有变' } }),
  'GET /competitions/:competition/messages': async (world) => ofContest(await correspondence(world)),
  'POST /competitions/:competition/messages': async (world) => ({ ...ofContest((await sentProposal(world)).competition), fields: { 'message.audience': 'all', 'message.subject': '请补交材料', 'message.text': '请在截止前上传证书。' } }),
  'POST /competitions/:competition/clarifications': async (world) => ({ ...ofContest(await openCall(world)), fields: { 'clarify.question': '', 'clarify.answer': '可以，由一家牵头。' } }),
  'GET /competitions/:competition/dates': async (world) => ofContest(await stillOpen(world)),
  'POST /competitions/:competition/dates': async (world) => ({ ...ofContest(await openCall(world)), fields: { window: 'call', to: local(world, 12), reason: '节日顺延' } }),
  'GET /competitions/:competition/judges': (world) => ofContest(world.scoring.contest.id),
  'POST /competitions/:competition/judges': async (world) => ({ ...ofContest(await openCall(world)), fields: { name: '新评委', email: '' } }),
  'POST /competitions/:competition/judges/:person/limit': async (world) => ({ ...withParams(ofContest(await seated(world)), { person: world.spare.id }), fields: { maxLoad: '20' } }),
  'POST /competitions/:competition/judges/:person/removal': async (world) => ({ ...withParams(ofContest(await seated(world)), { person: world.spare.id }), fields: { reason: '时间冲突' } }),
  'POST /competitions/:competition/judges/invitations/:invitation/revocation': async (world) => {
    const { competition, invitation } = await invitedJudge(world)
    return { ...withParams(ofContest(competition), { invitation }), fields: {} }
  },
  'GET /competitions/:competition/rulebook': (world) => ofContest(world.scoring.contest.id),
  'GET /rulebooks': () => ({ target: anyone }),
  'GET /rulebooks/:rulebook': () => ({ params: { rulebook: 'jiaxing-default' }, target: anyone }),
  'GET /rulebooks/import': () => ({ target: ownDistrict }),
  'POST /rulebooks/import': () => ({ fields: { json: JSON.stringify({ ...defaultRulebook(), id: 'sample-pasted' }) }, target: ownDistrict }),
  'GET /competitions/:competition/trail': (world) => ofContest(world.completed.contest.id),
  'GET /competitions/:competition/trail/export': (world) => ofContest(world.completed.contest.id),
  'GET /trail': () => ({ query: district, target: district }),
  'GET /trail/export': () => ({ query: district, target: district }),
  'GET /calendar': () => ({ query: district, target: district }),
  'POST /calendar': () => ({ fields: { district: DISTRICT, date: '2027-03-02', day: 'off', reason: '地方假日' }, target: district }),

  // rounds
  'GET /competitions/:competition/rounds/:round': realRound,
  'GET /competitions/:competition/rounds/:round/plan': realRound,
  'POST /competitions/:competition/rounds/:round/plan': async (world) => ({ ...roundOf(await planning(world)), fields: {} }),
  'POST /competitions/:competition/rounds/:round/plan/change': async (world) => {
    const made = await planning(world)
    const { version } = ok(await world.people.administrator.api('GET', `${made.at}/plan`))
    return { ...roundOf(made), fields: { version, proposal: made.proposal, panel: '', judges: world.people.assigned.id, do: 'change' } }
  },
  'POST /competitions/:competition/rounds/:round/plan/replanning': async (world) => {
    const made = await planning(world)
    const { version } = ok(await world.people.administrator.api('GET', `${made.at}/plan`))
    return { ...roundOf(made), fields: { version, without: '', do: 'change' } }
  },
  'POST /competitions/:competition/rounds/:round/plan/undo': async (world) => ({ ...roundOf(await planning(world)), fields: {} }),
  'POST /competitions/:competition/rounds/:round/plan/confirmation': async (world) => ({ ...roundOf(await planning(world)), fields: {} }),
  'GET /competitions/:competition/rounds/:round/progress': realRound,
  'POST /competitions/:competition/rounds/:round/reminders': async (world) => ({ ...roundOf(await inScoring(world)), fields: {} }),
  'POST /competitions/:competition/rounds/:round/closing': async (world) => {
    const made = await inScoring(world)
    for (const judge of [...made.judges, world.spare, world.people.assigned]) {
      for (const { id } of made.proposals) ok(await judge.api('POST', `/proposals/${id}/scorecards/0/submission`, { scores: scoresOf(made.rulebook) }))
    }
    return { ...roundOf(made), fields: {} }
  },
  'GET /competitions/:competition/rounds/:round/cards/:proposal': async (world) => {
    const made = await withCard(world)
    return withParams(roundOf(made), { proposal: made.proposal })
  },
  'POST /competitions/:competition/rounds/:round/cards/:proposal/reopening': async (world) => {
    const made = await withCard(world)
    return { ...withParams(roundOf(made), { proposal: made.proposal }), fields: { judge: world.people.assigned.id, reason: '一项填错' } }
  },
  'GET /competitions/:competition/rounds/:round/recusals': realRound,
  'POST /competitions/:competition/rounds/:round/recusals/:proposal/:judge': async (world) => {
    const made = await inScoring(world)
    ok(await world.people.assigned.api('POST', `/proposals/${made.proposal}/recusals`, { reason: '曾任该机构顾问' }))
    return { ...withParams(roundOf(made), { proposal: made.proposal, judge: world.people.assigned.id }), fields: { decision: 'without', 'reason-1': '其余评委足够' } }
  },
  'GET /competitions/:competition/rounds/:round/unscored': async (world) => roundOf(await closed(world)),
  'POST /competitions/:competition/rounds/:round/unscored/decisions': async (world) => {
    const made = await closed(world)
    return { ...roundOf(made), fields: { proposal: made.proposal, decision: 'exclude', reason: '评委未答复' } }
  },
  'POST /competitions/:competition/rounds/:round/unscored/reassignment': async (world) => {
    const made = await inRound(world, await withCard(world), { state: 'closed', closedAt: world.platform.clock.now() })
    // The floor is two judges; a form of this test sends one of each name, so the mistake is told on the page.
    return { ...roundOf(made), fields: { proposal: made.proposal, judges: world.spare.id, closesAt: local(world, 3), reason: '评委未答复' }, ends: 422 }
  },
  'GET /competitions/:competition/rounds/:round/ties': async (world) => roundOf((await tiedRound(world)).made),
  'POST /competitions/:competition/rounds/:round/ties': async (world) => {
    const { made, tied } = await tiedRound(world)
    return { ...roundOf(made), fields: { chosen: tied[0] ?? '', reason: '现场复议' } }
  },
  'GET /competitions/:competition/rounds/:round/standings': (world) => ({ params: { competition: world.completed.contest.id, round: '0' }, target: { ...district, competition: world.completed.contest.id } }),
  'GET /competitions/:competition/rounds/:round/reliability': (world) => ({ params: { competition: world.completed.contest.id, round: '0' }, target: { ...district, competition: world.completed.contest.id } }),
  'GET /competitions/:competition/rounds/:round/calibration': async (world) => roundOf(await planning(world)),
  'POST /competitions/:competition/rounds/:round/calibration': async (world) => ({ ...roundOf(await planning(world)), fields: Object.fromEntries(startingSamples.flatMap((sample, n) => Object.entries(sample).map(([part, text]) => [`samples.${n}.${part}`, text]))) }),
  'GET /calibration/:competition/:round': async (world) => roundOf(await calibrated(world)),
  'POST /calibration/:competition/:round/:sample': async (world) => {
    const made = await calibrated(world)
    return { ...withParams<PageSample>(roundOf(made), { sample: '0' }), fields: { revision: '1', ...Object.fromEntries(Object.entries(scoresOf(made.rulebook)).map(([id, text]) => [`0.scores.${id}`, text])) } }
  },
  'GET /competitions/:competition/rounds/:round/radar': (world) => ({ params: { competition: world.completed.contest.id, round: '0' }, target: { ...district, competition: world.completed.contest.id } }),
  'GET /competitions/:competition/rounds/:round/standings.csv': (world) => ({ params: { competition: world.completed.contest.id, round: '0' }, target: { ...district, competition: world.completed.contest.id } }),

  // a judge's desk
  'GET /judging': () => ({ target: ownJudged }),
  'GET /judging/:competition/:round': realRound,
  'GET /judging/:competition/:round/:proposal': (world) => withParams({ ...realRound(world), target: scored(world).target }, { proposal: scored(world).proposal }),
  'POST /judging/:competition/:round/:proposal': async (world) => {
    const { sample, scores } = await desk(world)
    return { ...sample, fields: { ...scores, comment: '', revision: '0' } }
  },
  'POST /judging/:competition/:round/:proposal/submission': async (world) => {
    const { sample, scores } = await desk(world)
    return { ...sample, fields: { ...scores, comment: '', revision: '0' } }
  },
  'POST /judging/:competition/:round/:proposal/recusal': async (world) => ({ ...(await desk(world)).sample, fields: { kind: 'other', reason: '曾任该机构顾问' } }),

  // results
  'GET /competitions/:competition/result': async (world) => ofContest((await stillJudged(world)).competition),
  'POST /competitions/:competition/result/ties': async (world) => {
    const { competition, proposals } = await judged(world, [95, 95, 90, 89])
    return { ...ofContest(competition), fields: { award: 'first', [`chosen.${proposals[0]}`]: 'true', reason: '评审小组复议' } }
  },
  'POST /competitions/:competition/result/awards': async (world) => ({ ...ofContest(await toAward(world)), fields: {} }),
  'GET /competitions/:competition/result/ranking': async (world) => ofContest((await stillJudged(world)).competition),
  'GET /competitions/:competition/result/notice': async (world) => ofContest((await stillJudged(world)).competition),
  'POST /competitions/:competition/result/notice': async (world) => ({ ...ofContest((await judged(world)).competition), fields: noticeFields }),
  'GET /competitions/:competition/result/objections': async (world) => ofContest((await stillNoticed(world)).competition),
  'GET /competitions/:competition/result/objections/:objection': async (world) => {
    const { competition, objection } = await stillNoticed(world)
    return withParams(ofContest(competition), { objection })
  },
  'POST /competitions/:competition/result/objections/:objection': async (world) => {
    const { competition, objection } = await underNotice(world)
    return { ...withParams(ofContest(competition), { objection }), fields: { reasons: '经核查，人数属实。', effect: 'none', proposal: '', title: '', organisation: '' } }
  },
}
