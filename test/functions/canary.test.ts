import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { routes } from '../../functions/web/api/index.ts'
import { pages } from '../../functions/web/pages/index.ts'
import { newObjectionId, newPersonId, newProposalId } from '../../shared/kernel/ids.ts'
import { addresses, crawl, type Leak } from '../support/canary/crawl.ts'
import { afterwards, before, DISTRICT, nothingHidden } from '../support/canary/kinds.ts'
import { mails, OPEN, type Scene, sceneOn } from '../support/canary/scene.ts'
import { ok } from '../support/contest.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let scene: Scene
/** What each reader was answered, by address. */
const seen = new Map<string, Map<string, string>>()

beforeAll(async () => {
  platform = await startTestPlatform()
  scene = await sceneOn(platform)
  const starts = everywhere(scene)
  await Promise.all(Object.entries(scene.readers).map(async ([name, { who }]) => { seen.set(name, await crawl(platform, who, starts)) }))
}, 240_000)
afterAll(() => platform.close())

/** Every page and every question of the API with the ids of what is planted, as somebody who knows them all would ask. */
function everywhere({ made, second, code, competition }: Scene): string[] {
  const known = {
    ...made, district: DISTRICT, competition, code, secret: made.survey, stage: '1', number: '1', version: '1', round: '0', register: 'organisations', part: 'content', section: 'need', id: 'district-default', definition: 'district-default', rulebook: 'jiaxing-default',
    proposal: newProposalId(), judge: newPersonId(), objection: newObjectionId(), applicant: made.organisation, grant: `g_${'0'.repeat(26)}`, order: '1', return: '1', tranche: 'first', side: 'organisation', group: 'first', of: 'mid-term',
  }
  const asked = [...pages.filter(({ method }) => method === 'get').map(({ path }) => path), ...routes.filter(({ method }) => method === 'get').map(({ path }) => `/api${path}`)]
  const more = (paths: readonly string[], change: Partial<typeof known>) => addresses(paths, { ...known, ...change })
  return [
    '/api/openapi.json', ...addresses(asked, known), ...asked.filter((path) => !/[:{]/.test(path)).map((path) => `${path}?district=${DISTRICT}`),
    ...more(asked.filter((path) => /[:{]file\b/.test(path)), { file: made.unpublished }),
    ...more(asked.filter((path) => /[:{]activity\b/.test(path)), { activity: made.over }),
    ...more(asked.filter((path) => /changes\//.test(path)), { number: '2' }), ...more(asked.filter((path) => /changes\//.test(path)), { number: '3' }),
    ...more(asked.filter((path) => /[:{]entry\b/.test(path)), { entry: made.registered }),
    ...['teams', 'people'].flatMap((register) => more(asked.filter((path) => /[:{]register\b/.test(path)), { register, entry: register === 'people' ? made.registeredPerson : made.registered })),
    ...more(asked.filter((path) => /[:{]offer\b/.test(path)), second), ...more(asked.filter((path) => /surveys?\/[:{]/.test(path)), { secret: made.pastSurvey }),
  ]
}

/** Whoever has the link to a survey reads its questions. */
const surveyIsRead = (address: string, place: string): boolean => [scene.made.survey, scene.made.pastSurvey].some((secret) => address.endsWith(`/${secret}`)) && /^survey\.(questions|comment|secret)/.test(place)
const allowed = (may: readonly string[], address: string, place: string): boolean => may.some((kind) => place.startsWith(`${kind}.`)) || surveyIsRead(address, place)

describe('a canary in every field that is not public', () => {
  test('sits in every kind of record, in every place that its schema has for a text', () => {
    const kinds = Map.groupBy([...before, ...afterwards], ({ kind }) => kind)
    const bare = [...kinds].flatMap(([kind, [one]]) => (one?.places ?? []).filter((place) => scene.planted.get(kind)?.has(place) !== true).map((place) => `${kind}.${place} has no canary: give it a text in test/support/canary/records.ts`))
    expect(bare).toEqual([])
    expect([...kinds].filter(([, [one]]) => one?.places.length === 0).map(([kind]) => kind)).toEqual([])
    for (const [kind, places] of Object.entries(nothingHidden)) expect(places, `${kind} has a text that is not public: plant it`).toEqual([])
    const places = [...scene.marks.placed.values()]
    for (const place of ['content.answers.contactPhone', 'project.mentor.name', 'project.current.approvals.0.note', 'showcase.draft.headline', 'offer.contact', 'activity.leader.phone', 'attendance.corrections.0.reason', 'volunteer.guardian.name', 'hours-certificate.lines.0.title', 'spending.paidTo', 'report.reviews.0.fields.done', 'report-version.answers.done', 'change.proposed.after.goals', 'mentor-session.advice', 'self-evaluation.answers.lessons', 'evaluation-card.comment', 'survey-answer.text', 'registry-entry.contactEmail', 'registry-person.phone', 'organisation.contact.phone']) expect(places, place).toContain(place)
  })

  test('is seen by nobody whose it is not, on no page, in no answer of the API, in no file and no address', () => {
    const leaks: Leak[] = [...seen].flatMap(([as, answers]) => [...answers].flatMap(([address, text]) => {
      const found = scene.marks.in(text).filter((place) => !allowed(scene.readers[as]?.may ?? [], address, place))
      return found.length === 0 ? [] : [{ as, address, found }]
    }))
    expect(leaks).toEqual([])
  })

  test('is in no mail to anybody outside', async () => {
    const { administrator, mentor, made, marks } = scene
    ok(await administrator.api('POST', `/projects/${made.project}/reports/1/1/review`, { version: 1, decision: 'return', reasons: '请更正' }))
    ok(await administrator.api('POST', `/projects/${made.project}/changes/1/decision`, { decision: 'refuse', reasons: '不行' }))
    ok(await mentor.api('POST', `/projects/${made.project}/mentoring/sessions`, { kind: 'comment', day: platform.clock.now().slice(0, 10), minutes: 0, text: '好', advice: '' }))
    ok(await administrator.api('POST', `/projects/${made.project}/mentor/ending`, { reason: '换人' }))
    const all = await mails(platform)
    const within = new Set(['member@example.cn', 'administrator@example.cn', 'mentor@example.cn', 'evaluator@example.cn'])
    const outside = all.filter(({ to }) => !within.has(to) && marks.in(to).length === 0)
    expect(outside.map(({ to }) => to)).toContain('second@example.cn')
    expect(outside.filter((mail) => marks.in(JSON.stringify(mail)).length > 0)).toEqual([])
    // Their own people are told, so the mails were written from what is planted.
    expect(all.filter(({ to }) => to === 'member@example.cn').flatMap((mail) => marks.in(JSON.stringify(mail)))).toContain('project.mentor.name')
  })

  test('nor is the picture that is not public', () => {
    const { made: { unpublished }, readers } = scene
    for (const [as, answers] of seen) {
      if (readers[as]?.may.includes('project-file') === true) continue
      const found = [...answers].filter(([address, text]) => !address.includes(unpublished) && text.includes(unpublished)).map(([address]) => address)
      expect(found, as).toEqual([])
    }
  })
})

describe('the walk itself', () => {
  test('finds what stands in a public field, on pages and in the API, and comes far', () => {
    const { made: { project, event } } = scene
    for (const [as, answers] of seen) {
      const found = [...answers].filter(([, text]) => text.includes(OPEN)).map(([address]) => address)
      for (const address of ['/showcase', `/showcase/${project}`, '/api/public/showcases', `/api/public/showcases/${project}`, `/events/${event}`]) expect(found, as).toContain(address)
      expect(answers.size, as).toBeGreaterThan(250)
      expect([...answers.keys()].some((address) => address.includes('/local-files/')), `${as} came to the picture's file`).toBe(true)
    }
  })

  test('sees a mark in each of its shapes', () => {
    const { marks } = scene
    const found = [...marks.placed].map(([mark, where]) => marks.in(`<p>${mark}</p>`).includes(where))
    expect(found).not.toContain(false)
  })

  test('opens what outsiders may open', () => {
    const { made, code } = scene
    const visitor = seen.get('visitor')
    for (const [address, says] of [[`/v/${made.activity}/${code}`, '示例活动'], [`/hours-certificates/${made.certificate}`, '示例机构'], [`/survey/${made.survey}`, 'canary'], ['/my-hours', 'my-hours']] as const) expect(visitor?.get(address), address).toContain(says)
  })

  test('finds the marks of every kind when it walks as those whose they are', async () => {
    const { marks, member, administrator, planted } = scene
    const found = new Set<string>()
    for (const who of [member, administrator]) {
      for (const text of (await crawl(platform, who, everywhere(scene), { follow: false })).values()) for (const place of marks.in(text)) found.add(place.split('.')[0] ?? '')
    }
    // The secret that codes are made from, and what waits for the day's mail, stand on no page at all.
    expect([...planted.keys()].filter((kind) => !found.has(kind))).toEqual(['activity-head', 'digest-line'])
  })
})
