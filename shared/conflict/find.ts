import type { PersonId, ProposalId } from '../kernel/ids.ts'
import { type Finding, nameOf, type Tie } from './conflict.ts'
import { type Body, marksOf, plainEmail, plainName, plainPhone } from './same.ts'

/** How a judge stands to an organisation. */
export const bonds = ['member', 'former-member', 'employer', 'seat', 'leader', 'contact'] as const
export type Bond = (typeof bonds)[number]

/** What is known of a judge. Phones and addresses are those of every record that is theirs. */
export interface JudgeFacts {
  judge: PersonId
  name: string
  phones: readonly string[]
  emails: readonly string[]
  /** Organisations of theirs; `host` is the one that a filed one applies through. */
  circles: readonly { body: Body; host: Body | null; bond: Bond }[]
  /** What they declared themselves. */
  declared: readonly { body: Body; reason: string }[]
  /** Projects that they guide or guided, and who delivers these. */
  guided: { projects: readonly string[]; organisations: readonly string[] }
}

/** 法定代表人, 项目负责人, 联系人, 团队成员, 指导老师; somebody who signs in for the applicant. */
export type Office = 'representative' | 'lead' | 'contact' | 'team' | 'adviser' | 'member'

/** What is known of a proposal and whose it is. */
export interface EntryFacts {
  proposal: ProposalId
  category: string
  project: string | null
  /** The applicant as each record knows it: its own, the registry's, the form's. All of them have the same id. */
  bodies: readonly Body[]
  host: Body | null
  people: readonly { name: string; phone: string; email: string; office: Office }[]
  /** Who guides projects of the applicant, and the agency that they belong to (结对). */
  mentors: readonly { person: string; agency: string }[]
  /** Accounts to which the applicant's grants of the last FUNDING_YEARS were paid. */
  payees: readonly Body[]
  /** Whom the applicant asks to stay away; either name may be ''. */
  asks: readonly { person: string; organisation: string; reason: string }[]
}

/** A funding tie is remembered for so many years, from the grant's day on. Ours; no rule that we know says a number. */
export const FUNDING_YEARS = 3

export interface ConflictFacts {
  judges: readonly JudgeFacts[]
  entries: readonly EntryFacts[]
  /** Accounts to which grants of the judges' organisations were paid in the same years, by organisation id. */
  payees: ReadonlyMap<string, readonly Body[]>
}

const bondWords: Record<Bond, { zh: string; en: string }> = {
  member: { zh: '是申报单位的成员', en: 'is a member of the applicant' },
  'former-member': { zh: '三年内曾是申报单位的成员', en: 'was a member of the applicant within three years' },
  employer: { zh: '在申报单位工作', en: 'works for the applicant' },
  seat: { zh: '在申报单位任职（理事、监事、法定代表人等）', en: 'holds a seat at the applicant (board, supervisor, legal representative)' },
  leader: { zh: '是申报队伍的负责人', en: 'leads the applicant' },
  contact: { zh: '是登记册里申报单位的联系人', en: 'is the contact of the applicant in the registry' },
}
const bondKind: Record<Bond, Tie['kind']> = { member: 'organisation', 'former-member': 'organisation', employer: 'employer', seat: 'office', leader: 'office', contact: 'office' }

const officeWords: Record<Office, { zh: string; en: string }> = {
  representative: { zh: '法定代表人', en: 'legal representative' }, lead: { zh: '项目负责人', en: 'project lead' }, contact: { zh: '联系人', en: 'contact' },
  team: { zh: '团队成员', en: 'team member' }, adviser: { zh: '指导老师', en: 'adviser' }, member: { zh: '单位成员', en: 'member of the applicant' },
}

/** How two records were told to be of the same organisation, in words; '' where it is simply the same record. */
function toldBy(mark: string): { zh: string; en: string } {
  if (mark.startsWith('code ')) return { zh: '（统一社会信用代码相同）', en: ' (the same credit code)' }
  return mark.startsWith('name ') ? { zh: '（名称相同）', en: ' (the same name)' } : { zh: '', en: '' }
}

/** Many places by mark. */
class Index<T> {
  readonly #found = new Map<string, T[]>()
  add(mark: string, value: T): void {
    const known = this.#found.get(mark)
    if (known === undefined) this.#found.set(mark, [value])
    else known.push(value)
  }
  get(mark: string): readonly T[] {
    return this.#found.get(mark) ?? []
  }
}

/**
 * Every tie between judges and proposals that the facts show, by judge and proposal in the order of their ids; a fact once a pair. A judge
 * whose own organisation applies is tied to all proposals of that category: it competes with them for the same places. A funding tie is a grant of
 * one that was paid to the other's account, or grants of both that were paid to the same account (a common host or payee). The payer is
 * the same authority for everybody and ties nobody. A name alone ties nobody either: namesakes are common.
 */
export function findConflicts({ judges, entries, payees }: ConflictFacts): Finding[] {
  const places = indexed(entries)
  const byId = <T extends { proposal: string; judge: string }>(a: T, b: T) => (a.judge === b.judge ? (a.proposal < b.proposal ? -1 : 1) : a.judge < b.judge ? -1 : 1)
  return judges.flatMap((judge) => {
    const found = new Map<ProposalId, Map<string, Tie>>()
    const tie: AddTie = (entry, kind, fact, zh, en) => {
      const ties = found.get(entry.proposal) ?? new Map<string, Tie>()
      const name = nameOf({ kind, fact })
      if (!ties.has(name)) ties.set(name, { kind, fact, zh, en })
      found.set(entry.proposal, ties)
    }
    tiesOfCircles(judge, places, payees, tie)
    tiesOfPerson(judge, places, tie)
    tiesOfMentoring(judge, places, tie)
    tiesDeclared(judge, places, tie)
    return [...found].map(([proposal, ties]): Finding => ({ proposal, judge: judge.judge, ties: [...ties.values()].toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)) }))
  }).toSorted(byId)
}

type Place = EntryFacts
interface Places {
  applicant: Index<Place>
  host: Index<Place>
  payee: Index<Place>
  agency: Index<Place>
  phone: Index<{ entry: Place; office: Office }>
  email: Index<{ entry: Place; office: Office }>
  project: Index<Place>
  mentor: Index<Place>
  category: Index<Place>
  asking: readonly Place[]
}

function indexed(entries: readonly EntryFacts[]): Places {
  const places: Places = { applicant: new Index(), host: new Index(), payee: new Index(), agency: new Index(), phone: new Index(), email: new Index(), project: new Index(), mentor: new Index(), category: new Index(), asking: entries.filter(({ asks }) => asks.length > 0) }
  for (const entry of entries) {
    for (const mark of new Set(entry.bodies.flatMap(marksOf))) places.applicant.add(mark, entry)
    for (const mark of entry.host === null ? [] : marksOf(entry.host)) places.host.add(mark, entry)
    for (const mark of new Set(entry.payees.flatMap(marksOf))) places.payee.add(mark, entry)
    for (const { person, agency } of entry.mentors) {
      places.mentor.add(person, entry)
      places.agency.add(agency, entry)
    }
    for (const { phone, email, office } of entry.people) {
      if (plainPhone(phone) !== '') places.phone.add(plainPhone(phone), { entry, office })
      if (plainEmail(email) !== '') places.email.add(plainEmail(email), { entry, office })
    }
    if (entry.project !== null) places.project.add(entry.project, entry)
    places.category.add(entry.category, entry)
  }
  return places
}

type AddTie = (entry: EntryFacts, kind: Tie['kind'], fact: string, zh: string, en: string) => void

/** An organisation in a fact: by its id, which stays when its name changes. */
const idOf = ({ id, name }: Body): string => (id === '' ? plainName(name) : id)

function tiesOfCircles({ circles }: JudgeFacts, places: Places, payees: ConflictFacts['payees'], tie: AddTie): void {
  for (const { body, host, bond } of circles) {
    const own = marksOf(body)
    const us = idOf(body)
    const applied = new Set<Place>()
    for (const mark of own) {
      const told = toldBy(mark)
      for (const entry of places.applicant.get(mark)) {
        applied.add(entry)
        tie(entry, bondKind[bond], `${bond} ${us}`, `${bondWords[bond].zh}${told.zh}`, `${bondWords[bond].en}${told.en}`)
      }
      for (const entry of places.host.get(mark)) tie(entry, 'host', `of applicant ${us}`, `申报单位挂靠在评委的单位“${body.name}”${told.zh}`, `the applicant applies through the judge's organisation, ${body.name}${told.en}`)
      for (const entry of places.payee.get(mark)) tie(entry, 'funding', `to judge ${us}`, `近三年申报单位的资助款拨到评委的单位“${body.name}”的账户`, `in the last three years a grant of the applicant was paid to the judge's organisation, ${body.name}`)
    }
    for (const mark of host === null ? [] : marksOf(host)) {
      for (const entry of places.applicant.get(mark)) tie(entry, 'host', `of judge ${us}`, `评委的单位“${body.name}”挂靠在申报单位`, `the judge's organisation, ${body.name}, applies through the applicant`)
      for (const entry of places.host.get(mark)) tie(entry, 'host', `of both ${us}`, `申报单位与评委的单位“${body.name}”挂靠同一家单位“${host?.name ?? ''}”`, `the applicant and the judge's organisation, ${body.name}, have the same host, ${host?.name ?? ''}`)
    }
    for (const entry of places.agency.get(body.id)) tie(entry, 'mentor', `agency ${us}`, `评委的机构“${body.name}”与申报单位结对，派有督导`, `the judge's agency, ${body.name}, guides the applicant`)
    for (const payee of payees.get(body.id) ?? []) {
      for (const mark of marksOf(payee)) {
        for (const entry of places.applicant.get(mark)) tie(entry, 'funding', `to applicant ${us}`, `近三年评委的单位“${body.name}”的资助款拨到申报单位的账户`, `in the last three years a grant of the judge's organisation, ${body.name}, was paid to the applicant`)
        for (const entry of places.payee.get(mark)) tie(entry, 'funding', `to ${idOf(payee)} ${us}`, `近三年申报单位与评委的单位“${body.name}”的资助款拨到同一账户“${payee.name}”`, `in the last three years grants of the applicant and of the judge's organisation, ${body.name}, were paid to the same account, ${payee.name}`)
      }
    }
    for (const rival of bond === 'former-member' ? [] : applied) {
      for (const entry of places.category.get(rival.category)) {
        if (!applied.has(entry)) tie(entry, 'competes', us, `评委的单位“${body.name}”也在本次大赛同一类别申报`, `the judge's organisation, ${body.name}, applies in the same category of this competition`)
      }
    }
  }
}

function tiesOfPerson({ phones, emails }: JudgeFacts, places: Places, tie: AddTie): void {
  for (const phone of phones) {
    for (const { entry, office } of plainPhone(phone) === '' ? [] : places.phone.get(plainPhone(phone))) tie(entry, 'person', 'phone', `手机号与申报书的${officeWords[office].zh}相同`, `has the phone of the proposal's ${officeWords[office].en}`)
  }
  for (const email of emails) {
    for (const { entry, office } of plainEmail(email) === '' ? [] : places.email.get(plainEmail(email))) tie(entry, 'person', 'email', `邮箱与申报书的${officeWords[office].zh}相同`, `has the e-mail address of the proposal's ${officeWords[office].en}`)
  }
}

function tiesOfMentoring({ judge, guided }: JudgeFacts, places: Places, tie: AddTie): void {
  const own = [...guided.projects.flatMap((project) => places.project.get(project)), ...places.mentor.get(judge), ...guided.organisations.flatMap((one) => places.applicant.get(`id ${one}`))]
  for (const entry of own) {
    const it = entry.project !== null && guided.projects.includes(entry.project)
    tie(entry, 'mentor', it ? 'project' : 'applicant', it ? '评委是或曾是这个项目的督导' : '评委是或曾是申报单位其他项目的督导', it ? 'the judge guides or guided this project' : 'the judge guides or guided another project of the applicant')
  }
}

function tiesDeclared({ name, declared, circles }: JudgeFacts, places: Places, tie: AddTie): void {
  for (const { body, reason } of declared) {
    for (const entry of marksOf(body).flatMap((mark) => places.applicant.get(mark))) tie(entry, 'judge', `${idOf(body)} ${reason}`, `本人申明与申报单位有关系${reason === '' ? '' : `（${reason}）`}`, `declared a tie to the applicant${reason === '' ? '' : ` (${reason})`}`)
  }
  const own = new Set(circles.flatMap(({ body }) => marksOf(body)).filter((mark) => mark.startsWith('name ')))
  for (const entry of places.asking) {
    for (const ask of entry.asks) {
      const person = plainName(ask.person)
      const organisation = plainName(ask.organisation)
      const meant = person === '' ? organisation !== '' && own.has(`name ${organisation}`) : person === plainName(name)
      // Of several the first is enough: an applicant may say the same person twenty times.
      if (meant) {
        tie(entry, 'applicant', ask.reason, `申报单位请这位评委回避（${ask.reason}）`, `the applicant asks the judge to stay away (${ask.reason})`)
        break
      }
    }
  }
}
