import { planActivities, reportActivity } from '../../../functions/commands/activity.ts'
import { backFill } from '../../../functions/commands/attendance-list.ts'
import { saveSelfEvaluation } from '../../../functions/commands/evaluation.ts'
import { arrangeEvent, orderEvent, publishEvent } from '../../../functions/commands/event.ts'
import { appointEvaluator } from '../../../functions/commands/evaluator.ts'
import { appointMentor, askForMentor, recordSession } from '../../../functions/commands/mentor.ts'
import { answerToOffer, makeOffer } from '../../../functions/commands/offer.ts'
import { announceProjectFile, checkProjectFile } from '../../../functions/commands/project-file.ts'
import { approveGate, askForChanges, askForGate } from '../../../functions/commands/project-gate.ts'
import { migrateProject, pauseProject } from '../../../functions/commands/project-steer.ts'
import { createProject, savePart } from '../../../functions/commands/project.ts'
import { publishShowcase, saveShowcase } from '../../../functions/commands/showcase.ts'
import { addSpending } from '../../../functions/commands/spending.ts'
import { importDefinition } from '../../../functions/commands/stage-definition.ts'
import { startSurvey, typeInAnswer } from '../../../functions/commands/survey.ts'
import { makeContext, theTable } from '../../../functions/context.ts'
import { addDays, shanghaiDate } from '../../../shared/kernel/calendar.ts'
import { now } from '../../../shared/kernel/clock.ts'
import type { OrganisationId, PersonId, ProjectId } from '../../../shared/kernel/ids.ts'
import type { Answers } from '../../../shared/project/content.ts'
import { projectForm } from '../../../shared/project/form.ts'
import { contentItem, loadProject } from '../../../shared/project/project.store.ts'
import type { Definition } from '../../../shared/stage/definition.ts'
import { loadDefinition } from '../../../shared/stage/definition.store.ts'
import { keys } from '../../../shared/store/keys.ts'
import type { Seeded } from '../people.ts'
import { demoPdf } from './content.ts'
import { demoProjects, type DemoProject } from './projects.ts'
import { as, sendPdf } from './stage.ts'

/** Who plays the projects of the demonstration. */
interface Players {
  administrators: readonly PersonId[]
  worker: PersonId
  agency: OrganisationId
  leader: PersonId
  team: OrganisationId
  mentor: PersonId
  mentorAgency: OrganisationId
  evaluator: PersonId
}

/** One project of the demonstration, and its organisation's member. */
export interface Played {
  project: ProjectId
  member: PersonId
  organisation: OrganisationId
}

const today = (days = 0): string => addDays(shanghaiDate(now()), days)

function playersOf(seeded: Seeded): Players {
  const person = (subject: string): PersonId => {
    const found = seeded.people.get(subject)
    if (found === undefined) throw new TypeError(`${subject} was not seeded`)
    return found
  }
  const [agency, team, mentorAgency] = seeded.organisations
  if (agency === undefined || team === undefined || mentorAgency === undefined) throw new TypeError('no organisations were seeded')
  return { administrators: [person('administrator-01'), person('administrator-02')], worker: person('worker-01'), agency, leader: person('volunteer-01'), team, mentor: person('mentor-01'), mentorAgency, evaluator: person('evaluator-01') }
}

const streets = ['示例街道', '示例二街道', '示例镇', '示例二镇'] as const

/** What a project says, from the same inventions as the contests' proposals. */
function answersOf(project: DemoProject, nth: number): Answers {
  const half = Math.floor(project.fen / 2 / 10_000) * 100
  return {
    name: project.name, class: project.category, street: streets[nth % streets.length] ?? streets[0], summary: project.summary, need: project.need, who: '本社区有需要的居民', directPeople: project.people, indirectPeople: project.people * 3, attendances: project.people * 12, minors: 0,
    others: '街道有每月一次的集中服务，覆盖不到平时；本项目按周进行，由居民骨干接手。', goals: project.approach, startDate: today(), endDate: today(330), place: '示例社区活动室',
    steps: [{ stepDate: today(10), stepName: '招募和培训志愿者', stepPlace: '社区活动室', stepAttendances: 40 }, { stepDate: today(40), stepName: '开始服务', stepPlace: '各楼组', stepAttendances: 200 }],
    risks: '志愿者上岗前都买意外险；遇到突发情况先救人、再报告。', wanted: [{ kind: 'people', what: '每周一位愿意固定来的志愿者', worth: null }, { kind: 'place', what: '一间周末能用的活动室', worth: null }],
    budget: [{ head: 'materials', activity: '物资和工具', unitPrice: half, unit: '套', quantity: '100', source: 'grant', note: '' }, { head: 'insurance', activity: '志愿者意外险', unitPrice: half, unit: '份', quantity: '20', source: 'own', note: '' }],
    contact: '联系人甲', contactPhone: '0573-82700000', contactEmail: '',
  }
}

async function write({ project, member, organisation }: Played, answers: Answers, only?: readonly string[]): Promise<void> {
  const { value } = await loadProject(theTable(), project)
  const form = projectForm(await loadDefinition(theTable(), value.district, value.current.definition))
  for (const { id: part, fields } of form.sections) {
    if (only !== undefined && !only.includes(part)) continue
    const revision = (await theTable().get(contentItem, keys.projectContent(project)))?.value.revision ?? 0
    await savePart(await as(member, organisation), project, { part, revision, content: Object.fromEntries(fields.flatMap(({ id }) => (id in answers ? [[id, answers[id as keyof Answers]]] : []))) })
  }
}

async function approve(players: Players, project: ProjectId, times: number): Promise<void> {
  for (const administrator of players.administrators.slice(0, times)) await approveGate(await as(administrator), project, { note: '', ending: 'close' })
}

/** How far each of the demonstration's own projects comes on its first day; the last is a bare idea. */
const plot = ['evaluation', 'implementation', 'implementation', 'implementation', 'showcase', 'showcase', 'incubation', 'idea'] as const

/** The first day: projects are written, guided and taken through their first gates. Returns those that deliver. */
export async function beginProjects(seeded: Seeded): Promise<Played[]> {
  const players = playersOf(seeded)
  const delivering: Played[] = []
  for (const [nth, upTo] of plot.entries()) {
    const invented = demoProjects[nth]
    if (invented === undefined) continue
    const byTeam = nth % 2 === 1
    const played = { member: byTeam ? players.leader : players.worker, organisation: byTeam ? players.team : players.agency }
    const { project } = await createProject(await as(played.member, played.organisation), { name: invented.name, organisation: played.organisation })
    const one: Played = { project, ...played }
    if (upTo === 'idea') {
      await write(one, answersOf(invented, nth), ['basics', 'need'])
      await askForMentor(await as(one.member, one.organisation), project)
      continue
    }
    await write(one, answersOf(invented, nth))
    await appointMentor(await as(players.administrators[0] ?? players.mentor), project, { person: players.mentor, organisation: players.mentorAgency })
    await recordSession(await as(players.mentor, players.mentorAgency), project, { kind: 'session', day: today(), minutes: 90, text: '一起看了入户走访的记录，讨论先做哪几栋楼。', advice: '先从愿意来的三栋楼做起，记录表只记三件事。' })
    await askForGate(await as(one.member, one.organisation), project, { note: '' })
    if (upTo === 'incubation') {
      await askForChanges(await as(players.administrators[0] ?? players.mentor), project, { reasons: '请写清楚受益人数是怎么算出来的。', parts: ['beneficiaries'] })
      continue
    }
    await approve(players, project, 1)
    await show(one, nth)
    if (upTo === 'showcase') continue
    await askForGate(await as(one.member, one.organisation), project, { note: '' })
    await approve(players, project, 1)
    delivering.push(one)
  }
  await arrangeShow(players, delivering)
  return delivering
}

/** A day on which the delivering projects are shown together. */
async function arrangeShow({ administrators: [administrator] }: Players, delivering: readonly Played[]): Promise<void> {
  if (administrator === undefined) return
  const { event } = await arrangeEvent(await as(administrator), { name: '志愿服务项目秋季展示会', day: today(70), place: '示例文化中心一楼展厅' })
  for (const { project } of delivering) await orderEvent(await as(administrator), event, { project, deed: 'add' })
  await publishEvent(await as(administrator), event)
}

/** What the projects on show tell the public, in the order of the plot. */
const shown = [
  { headline: '每周敲一次门，看一看、问一问', soFar: '走访已经做完，第一批志愿者培训了六课时，从愿意开门的楼做起。', help: '欢迎每周能固定来一个下午的邻居，也欢迎能借我们活动室的单位。' },
  { headline: '四点半以后，孩子有地方去', soFar: '活动室借好了，周一到周五都有人值班。', help: '晚班还缺志愿者，退休老师和大学生都欢迎。' },
  { headline: '办事、就医，约得到会手语的人', soFar: '值班表排到了下个月，复杂的场合两人一组。', help: '会手语、愿意每月值一次班的，请联系我们。' },
  { headline: '堆物的楼道，变成能坐下来说话的地方', soFar: '第一栋楼开过三次会，规则是大家自己定的。', help: '需要粉刷工具和一辆清运的小货车。' },
  { headline: '认领一段河，每月看两次', soFar: '记录表和试纸都试过了，家长一起下河岸。', help: '欢迎懂水质、懂鸟的人来上一课。' },
  { headline: '每个楼组都有人会用除颤仪', soFar: '开了两班，人人上手练过。', help: '欢迎持证的急救培训师，也需要能坐二十人的教室。' },
] as const

async function show({ project, member, organisation }: Played, nth: number): Promise<void> {
  const words = shown[nth % shown.length] ?? shown[0]
  await saveShowcase(await as(member, organisation), project, { ...words, revision: 0 })
  await publishShowcase(await as(member, organisation), project, { reasons: [] })
  const { offer } = await makeOffer(makeContext({ kind: 'visitor' }), project, { kind: 'people', what: '周三晚上可以固定来。', name: '居民甲', contact: `resident-${nth + 1}@example.cn`, consent: true })
  if (nth < 5) await answerToOffer(await as(member, organisation), project, offer, { state: 'accepted', words: '谢谢您，周三晚上见。', told: false })
}

/** Each project has its own volunteers: nobody is in two places at once. */
const volunteersOf = (nth: number) => Array.from({ length: 9 }, (_, n) => `${'赵钱孙李'[nth % 4]}志愿${'甲乙丙丁戊己庚辛壬'[n] ?? n},139000${nth + 1}010${n},成年`)

/** A day of service in each of the projects: planned before, held, everybody's hours recorded, reported the day after. */
export async function holdActivities(delivering: readonly Played[], title: string, pass: (days: number) => Promise<void>): Promise<void> {
  const planned = await Promise.all(delivering.map(async (one) => {
    const { activities } = await planActivities(await as(one.member, one.organisation), one.project, {
      title, what: '分组入户，每户记三件事。', place: '示例社区活动室', day: today(1), from: '14:00', to: '16:30', expected: 12, capacity: null, breakMinutes: 0, leader: { name: '', phone: '' }, dangerous: false, insurance: '', agreement: '', minors: false, guardians: '', repeat: 'once',
    })
    const [activity] = activities
    if (activity === undefined) throw new TypeError('nothing was planned')
    return { ...one, activity }
  }))
  await pass(2)
  for (const [nth, { project, member, organisation, activity }] of planned.entries()) {
    const came = volunteersOf(nth).slice(0, 5 + nth)
    await backFill(await as(member, organisation), project, activity, { list: came.join('\n'), volunteers: [], rating: 'good', consent: true, adults: true })
    await reportActivity(await as(member, organisation), project, activity, { what: '按计划走完，三户需要社工跟进。', beneficiaries: 18 + nth * 4, attendances: 24 + nth * 6 })
    const { spending: entry } = await addSpending(await as(member, organisation), project, { day: today(), head: 'materials', source: 'grant', amount: 12_600 + nth * 900, what: '记录本和便签', paidTo: '示例文具店', activity, volunteerDay: null, override: null })
    const [name, receipt] = ['发票.pdf', demoPdf(`Invented receipt ${entry}, for the demonstration only`)]
    await checkProjectFile(await as(member, organisation), project, await sendPdf(await announceProjectFile(await as(member, organisation), project, { kind: 'receipt', of: entry, name, bytes: receipt.length }), name, receipt))
  }
}

/** The last days: one is paused, one is on its way through its evaluation. */
export async function leaveProjects(seeded: Seeded, delivering: readonly Played[]): Promise<void> {
  const players = playersOf(seeded)
  const paused = delivering[2]
  if (paused !== undefined) await pauseProject(await as(players.administrators[0] ?? players.mentor), paused.project, { reason: '活动室装修，下个月恢复。', until: today(30) })
}

/** Rules for small projects of a street: shorter, without periodic reports. They show that a running project can be moved to another version. */
const microRules = (rules: Definition): Definition => {
  const { implementation } = rules.stages
  return {
    ...rules, id: 'street-micro', version: 1, name: { zh: '街道微项目', en: 'Micro-projects of a street' },
    stages: { ...rules.stages, implementation: { ...implementation, days: 60, reports: null, evidence: implementation.evidence.filter(({ rule }) => rule !== 'reports-accepted'), approvals: 1 } },
  }
}

/** The first project delivered under the shorter rules is evaluated: it has assessed itself, and those it served have answered. */
export async function evaluateFirst(seeded: Seeded, [first]: readonly Played[]): Promise<void> {
  const players = playersOf(seeded)
  if (first === undefined) return
  const [administrator = players.mentor] = players.administrators
  const before = (await loadProject(theTable(), first.project)).value
  const rules = microRules(await loadDefinition(theTable(), before.district, before.current.definition))
  await importDefinition(await as(administrator), { definition: rules })
  await migrateProject(await as(administrator), first.project, { id: rules.id, version: rules.version })
  await askForGate(await as(first.member, first.organisation), first.project, { note: '任务已经完成。' })
  await approve(players, first.project, 1)
  const { value } = await loadProject(theTable(), first.project)
  await appointEvaluator(await as(administrator), first.project, { person: players.evaluator })
  await saveSelfEvaluation(await as(first.member, first.organisation), first.project, { revision: 0, content: { achievedSteps: 2, achievedPeople: 210, achievedAttendances: 480, spent: 126_000, difference: '两栋楼推迟了一个月。', results: '三成独居老人每周至少有一次上门。', lessons: '先从愿意开门的楼做起。', next: '交给楼组长，每季度回看一次。' } })
  await startSurvey(await as(first.member, first.organisation), first.project)
  const { survey } = await loadDefinition(theTable(), value.district, value.current.definition)
  for (let n = 0; n < 6; n += 1) await typeInAnswer(await as(first.member, first.organisation), first.project, { scores: Object.fromEntries(survey.questions.map(({ id }, i) => [id, 3 + ((n + i) % 3)])), text: '' })
}
