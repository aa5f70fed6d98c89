import { inventedActivity, inventedAttendance } from '../../../infra/local/demo/records.ts'
import type { Activity } from '../../../shared/activity/activity.ts'
import { activityHeadItem, activityItem } from '../../../shared/activity/activity.store.ts'
import { changeItem } from '../../../shared/change/change.store.ts'
import type { Proposed } from '../../../shared/change/change.ts'
import { evaluationCardItem, selfEvaluationItem, surveyAnswerItem, surveyByItem, surveyItem } from '../../../shared/evaluation/evaluation.store.ts'
import { hoursCertificateId } from '../../../shared/hours/certificate.ts'
import { attendanceItem, correctionAskedItem, hoursCertificateItem, volunteerDayItem } from '../../../shared/hours/hours.store.ts'
import { hoursDoubtId } from '../../../shared/hours/doubts.ts'
import { explainedItem } from '../../../shared/doubt/doubt.store.ts'
import { digestLineItem } from '../../../shared/inbox/mail-choice.store.ts'
import { shanghaiDate } from '../../../shared/kernel/calendar.ts'
import { newFileId, newSecret, newVolunteerId, type OrganisationId, type PersonId, secretHash, type VolunteerId } from '../../../shared/kernel/ids.ts'
import { plusDays, plusSeconds } from '../../../shared/kernel/instant.ts'
import { mentorSessionItem } from '../../../shared/mentor/mentor.store.ts'
import { projectFileItem } from '../../../shared/project/file.store.ts'
import type { Project } from '../../../shared/project/project.ts'
import { pastStageItem } from '../../../shared/project/project.store.ts'
import { reportItem, reportVersionItem } from '../../../shared/report/report.store.ts'
import { spendingItem } from '../../../shared/spending/spending.store.ts'
import type { Write } from '../../../shared/store/table.ts'
import { lookup, type Volunteer } from '../../../shared/volunteer/volunteer.ts'
import { enrolmentItem, volunteerByItem, volunteerItem } from '../../../shared/volunteer/volunteer.store.ts'
import { aPhone } from '../hours.ts'
import type { TestPlatform } from '../platform.ts'
import { defaultDefinition, fullAnswers } from '../projects.ts'

/** What the records of a project are known by. */
export interface RecordIds {
  /** Under way, and reported. */
  activity: string
  over: string
  volunteer: string
  /** Somebody else, who never came. */
  stranger: string
  certificate: string
  entry: string
  /** Secrets of the survey that is open, and of one that is over. */
  survey: string
  pastSurvey: string
}

/** Whose project it is, and another organisation that the volunteer serves too. */
interface Given {
  project: Project
  member: PersonId
  sharing: OrganisationId
}

/**
 * One of each record that implementation and evaluation leave behind a project, written directly and full: nothing is null or empty in
 * which a text could stand, whatever a real record would have at the same time.
 */
export async function writeRecords(platform: TestPlatform, given: Given): Promise<RecordIds> {
  const volunteer = newVolunteerId()
  const { activities: [now, over], writes: served } = service(platform, given, volunteer)
  const { certificate, stranger, writes: volunteered } = person(platform, given, volunteer)
  const { entry, writes: managed } = management(platform, given)
  const [past, present] = [evaluation(platform, given, PAST), evaluation(platform, given, given.project.current.number)]
  for (const writes of [served, volunteered, managed, past.writes, present.writes]) await platform.table.transact(writes)
  return { activity: now.id, over: over.id, volunteer, stranger, certificate, entry, survey: present.secret, pastSurvey: past.secret }
}

/** Number of a stage that is over. */
export const PAST = 0

const name = '记录里的人'
const by = ({ member }: Given) => ({ person: member, name })

function service(platform: TestPlatform, given: Given, volunteer: VolunteerId): { activities: [Activity, Activity]; writes: Write[] } {
  const at = platform.clock.now()
  const full = { insurance: '保单', agreement: '协议', guardians: '监护人书面同意', minors: true, createdBy: by(given), series: { id: 's', number: 1, of: 2 }, calledOff: { reason: '下雨', at, by: by(given) } }
  const now = inventedActivity(given.project, plusSeconds(at, -1800), { ...full, calledOff: null })
  const over = inventedActivity(given.project, plusDays(at, -2), { ...full, served: { beneficiaries: 20, attendances: 40 } })
  const recorder = { person: given.member, name }
  const attendance = (activity: Activity) => inventedAttendance(activity, volunteer, {
    organisation: given.project.organisation.id, minutes: 120, state: activity === over ? 'waiting' : 'counted', rating: { value: 'good', at }, recordedBy: recorder, approval: { at, by: recorder, granted: true, reason: '值守' }, asked: { at, text: '少记了半小时' },
    corrections: [{ at, reason: '记错', by: recorder, recordedBy: recorder, before: { kind: 'checked-in', state: 'counted', from: activity.startsAt, to: activity.endsAt, breakMinutes: 0, minutes: 60 } }],
  })
  const writes = [now, over].flatMap((activity) => {
    const { organisation, kind, state, from } = attendance(activity)
    const day = shanghaiDate(activity.startsAt)
    return [
      activityItem.put(activity, 'none'), activityHeadItem.put({ activity: activity.id, project: activity.project, secret: newSecret() }, 'none'), attendanceItem.put(attendance(activity), 'none'),
      volunteerDayItem.put({ volunteer, day, spans: [{ activity: activity.id, organisation, kind, state: activity === over ? 'open' : state, from, to: activity.endsAt, minutes: 120 }] }, 'none'),
    ]
  })
  // Somebody who never signed out, as somebody explains.
  writes.push(explainedItem.put({ project: given.project.id, doubt: hoursDoubtId({ kind: 'not-out', volunteer, activity: over.id }), sentence: '手机没电了', by: recorder, at }, 'none'))
  return { activities: [now, over], writes: [...writes, correctionAskedItem.put({ project: now.project, activity: now.id, volunteer, title: now.title, at }, 'none')] }
}

function person(platform: TestPlatform, given: Given, volunteer: VolunteerId): { certificate: string; stranger: string; writes: Write[] } {
  const at = platform.clock.now()
  const day = shanghaiDate(at)
  const { project: { district, organisation }, sharing } = given
  const [phone, number] = [aPhone(), '123456782']
  const id = hoursCertificateId(newSecret())
  const enrolment = (of: OrganisationId) => enrolmentItem.put({ organisation: of, volunteer, number, name, minor: false, since: at }, 'none')
  const record: Volunteer = {
    id: volunteer, district, number, name, phone, gender: 'female', birthDate: '1990-01-01', minor: false, guardian: { name, phone: aPhone(), agreedOn: day }, skills: '辅导作业', checkedOn: day,
    consents: [{ purpose: 'hours', version: 1, given: true, at, by: 'paper' }], createdAt: at, createdBy: by(given),
  }
  const stranger: Volunteer = { ...record, id: newVolunteerId(), number: '876543213', name: '另一个人', phone: aPhone(), guardian: null }
  return {
    certificate: id, stranger: stranger.id,
    writes: [
      volunteerItem.put(record, 'none'), volunteerItem.put(stranger, 'none'),
      ...[phone, number].map((one) => volunteerByItem.put({ digest: lookup(district, one), volunteer }, 'none')),
      enrolment(organisation.id), enrolment(sharing),
      hoursCertificateItem.put({ id, volunteer, name, number, organisation, from: day, to: day, checkedIn: 120, backFilled: 0, activities: 1, lines: [{ day, title: '陪伴', minutes: 120, kind: 'checked-in' }], handler: name, issuedAt: at }, 'none'),
    ],
  }
}

function management(platform: TestPlatform, given: Given): { entry: string; writes: Write[] } {
  const at = platform.clock.now()
  const day = shanghaiDate(at)
  const { id: project, cycle, current } = given.project
  const stage = current.number
  const answers = { done: '办了', results: '好', difficulties: '无', next: '继续', beneficiaries: 20, attendances: 40 }
  const figures = { activities: 1, attendances: 40, volunteers: 1, checkedIn: 120, backFilled: 0, spending: { total: 0, entries: 0, bySource: {}, byHead: {} } }
  const entry = 'spending-1'
  const { goals = '', place = '', who = '', budget = [] } = fullAnswers()
  const [scope, dates] = [{ goals, place, who }, { endDate: day, dueDay: day }]
  const proposed: Proposed[] = [{ kind: 'scope', before: scope, after: scope }, { kind: 'budget', before: budget, after: budget, words: '多' }, { kind: 'dates', before: dates, after: dates }]
  return {
    entry,
    writes: [
      reportItem.put({ project, stage, number: 1, revision: 1, draft: answers, savedAt: at, savedBy: given.member, version: 1, reviews: [{ version: 1, decision: 'returned', reasons: '请改', fields: { done: '写明日期' }, by: by(given), at }] }, 'none'),
      reportVersionItem.put({ project, stage, number: 1, version: 1, from: day, to: day, dueAt: at, late: false, answers, figures, files: [{ file: newFileId(), kind: 'photo', name: '照片.png' }], sentAt: at, sentBy: by(given) }, 'none'),
      projectFileItem.put({ project, file: newFileId(), kind: 'receipt', of: entry, name: '收据.pdf', bytes: 1200, type: 'pdf', sha256: '0', cycle, at, by: given.member, shown: false }, 'none'),
      spendingItem.put({
        project, id: entry, cycle, revision: 1, day, head: 'materials', source: 'grant', amount: 100, what: '文具', activity: null, paidTo: '文具店', volunteerDay: { kind: 'subsidy', volunteer: newVolunteerId(), day },
        override: { purposes: ['food'], reason: '值守', by: by(given), at }, recordedAt: at, recordedBy: by(given), struck: { reason: '记错', by: by(given), at },
      }, 'none'),
      ...proposed.map((one, i) => changeItem.put({ project, number: i + 1, stage, proposed: one, base: {}, reasons: '场地变了', state: i === 0 ? 'open' : 'refused', askedAt: at, askedBy: by(given), decision: { reasons: '不行', by: by(given), at } }, 'none')),
      ...(['session', 'comment'] as const).map((kind, i) => mentorSessionItem.put({ project, id: `session-${i}`, kind, cycle, day, minutes: 60, text: '谈了', advice: '走访', by: by(given), at }, 'none')),
      pastStageItem.put({ project, stage: { ...full(given, at), number: PAST, name: 'evaluation', state: 'passed', endedAt: at } }, 'none'),
      digestLineItem.put({ person: given.member, id: 'line-1', at, subject: '有一条消息', url: '/' }, 'none'),
    ],
  }
}

/** The project's stage with everything in it that is ever in one. */
export function full({ project: { current }, ...given }: Given, at: Project['createdAt']): Project['current'] {
  const who = { person: given.member, name }
  return {
    ...current, extension: { to: plusDays(at, 30), reason: '场地装修', by: who, at }, paused: { from: 'working', since: at, until: null, reason: '场地装修' }, asked: { by: who, at, note: '请审' }, approvals: [{ by: who, at, note: '同意', ending: null }],
    changesAsked: { by: who, at, reasons: '请改' }, outcome: '通过', reports: [{ number: 1, from: shanghaiDate(at), to: shanghaiDate(at), dueAt: at, state: 'submitted', sentAt: at }],
  }
}

function evaluation(platform: TestPlatform, given: Given, stage: number): { secret: string; writes: Write[] } {
  const at = platform.clock.now()
  const { id: project } = given.project
  const { survey: asked, rubric } = defaultDefinition()
  const [secret, who] = [newSecret(), by(given)]
  const answer = (i: number, way: 'link' | 'paper') => surveyAnswerItem.put({ project, stage, id: `answer-${way}-${i}`, way, scores: Object.fromEntries(asked.questions.map(({ id }) => [id, 4])), text: '谢谢' }, 'none')
  return {
    secret,
    writes: [
      selfEvaluationItem.put({ project, stage, state: 'sent', revision: 1, answers: { difference: '无', results: '好', lessons: '早', next: '继续' }, savedAt: at, savedBy: who, sentAt: at, lines: [] }, 'none'),
      evaluationCardItem.put({
        project, stage, evaluator: who, state: 'submitted', scores: Object.fromEntries(rubric.criteria.map(({ id }) => [id, '9'])), comment: '扎实', total: '90', grade: 'a', earlierGrade: 'b', revision: 1, savedAt: at, submittedAt: at, receipt: 'PG-1',
        reopened: [{ at, by: name, reason: '填错' }],
      }, 'none'),
      surveyItem.put({ project, stage, secret, questions: asked.questions, comment: asked.comment, openedAt: at, openedBy: who, closedAt: null }, 'none'),
      surveyByItem.put({ digest: secretHash(secret), project, stage }, 'none'),
      ...[0, 1, 2, 3, 4].flatMap((i) => [answer(i, 'link'), answer(i, 'paper')]),
    ],
  }
}
