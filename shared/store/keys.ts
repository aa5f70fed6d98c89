/**
 * Every key of the one table on one page. `pk`/`sk` are the table's own; `lpk`/`lsk` the index `list` (what is listed by something
 * other than its owner); `opk`/`osk` the sparse index `outbox` (what is still to be done). Every access is a Get, or a Query of one
 * partition of the table or of an index.
 *
 * | who asks | reads |
 * |---|---|
 * | a request with a cookie or token | Query P#person: person, memberships, sessions, tokens |
 * | an organisation's page | Query O#organisation |
 * | the administrator's list of organisations | Query list D#district#ORGANISATIONS |
 * | the competitions of a district | Query list D#district#COMPETITIONS |
 * | a competition's page | Query C#competition (a few dozen items: rounds, waits, counts, notice) |
 * | its proposals | Query list C#competition#PROPOSALS |
 * | a proposal with its versions and scorecards | Query R#proposal |
 * | a judge's list | Get the judge's item of the plan, Query list C#competition#ROUND#round#JUDGE#judge |
 * | the trail, all or of one person | Query C#competition#TRAIL, J#project#TRAIL or D#district#TRAIL, or list of it |
 * | a project's page | Query J#project (record, text, past stages, sessions, reports, changes, sums: a few dozen items) |
 * | its activities | Query J#project#ACTIVITIES; one with those who came: Query A#activity |
 * | what of all projects waits for an administrator | Query list D#district#ASKING |
 * | a volunteer's hours | Query V#volunteer |
 * | the board's first page | one Query a stage of D#district#BOARD with a limit; filtered or searched: all of that partition |
 * | a grant's page | Query G#grant |
 * | a competition's payments | Query C#competition#PAYMENTS |
 * | a competition's ledger | Query C#competition#LEDGER and C#competition#PROMISES#list |
 * | a competition's archives | Query C#competition#ARCHIVES |
 * | who voted in a competition, once it is counted | Query C#competition#BALLOTS#shard, 16 of them |
 * | which ballots are set aside | Query C#competition#STRIKES |
 * | the registry | Get its head, and BatchGet those of its 64 parts that are not at hand |
 */
export interface Key {
  pk: string
  sk: string
}
export interface Keys extends Key {
  lpk?: string
  lsk?: string
  opk?: string
  osk?: string
}

/** Partitions that a competition's ballots are spread over, by voter. */
export const BALLOT_SHARDS = 16
const ballotShard = (voter: string): number => [...voter].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 9973, 7) % BALLOT_SHARDS

export const indexes = { list: { pk: 'lpk', sk: 'lsk' }, outbox: { pk: 'opk', sk: 'osk' } } as const
export type IndexName = keyof typeof indexes

export const OUTBOX_SHARDS = 8
const pad = (n: number) => String(n).padStart(6, '0')

export const keys = {
  // people
  person: (person: string): Key => ({ pk: `P#${person}`, sk: 'PERSON' }),
  memberships: (person: string) => ({ pk: `P#${person}`, prefix: 'MEMBERSHIP#' }),
  membership: (person: string, scope: string): Key => ({ pk: `P#${person}`, sk: `MEMBERSHIP#${scope}` }),
  identity: (issuer: string, subject: string): Key => ({ pk: `IDENTITY#${issuer}#${subject}`, sk: 'IDENTITY' }),
  /** Sessions and tokens stand with their person, so that one Query finds who asks, what they may, and whether the credential is good. */
  session: (person: string, hash: string): Key => ({ pk: `P#${person}`, sk: `SESSION#${hash}` }),
  tokensOf: (person: string) => ({ pk: `P#${person}`, prefix: 'TOKEN#' }),
  tokenOf: (person: string, token: string): Key => ({ pk: `P#${person}`, sk: `TOKEN#${token}` }),
  invitation: (hash: string): Key => ({ pk: `INVITATION#${hash}`, sk: 'INVITATION' }),
  /** The same under what it invites to (`O#…`, `C#…`, `D#…`), to be listed and revoked. */
  invitationsOf: (scope: string) => ({ pk: `${scope}#INVITATIONS`, prefix: '' }),
  invitationOf: (scope: string, invitation: string): Key => ({ pk: `${scope}#INVITATIONS`, sk: invitation }),
  throttle: (what: string, window: string): Key => ({ pk: `THROTTLE#${what}`, sk: window }),

  // organisations
  organisation: (organisation: string): Key => ({ pk: `O#${organisation}`, sk: 'ORGANISATION' }),
  organisationsOf: (district: string) => ({ index: 'list' as const, pk: `D#${district}#ORGANISATIONS` }),
  members: (organisation: string) => ({ pk: `O#${organisation}`, prefix: 'MEMBER#' }),
  member: (organisation: string, person: string): Key => ({ pk: `O#${organisation}`, sk: `MEMBER#${person}` }),
  /** Taken by the first organisation that uses a credit code, so that nobody joins twice. */
  creditCode: (code: string): Key => ({ pk: `CREDITCODE#${code}`, sk: 'CREDITCODE' }),
  /** Filed organisations that name the one with this code as their host. */
  hostedBy: (code: string) => ({ pk: `CREDITCODE#${code}`, prefix: 'HOSTED#' }),
  hosted: (code: string, organisation: string): Key => ({ pk: `CREDITCODE#${code}`, sk: `HOSTED#${organisation}` }),
  proposalsOfOrganisation: (organisation: string) => ({ pk: `O#${organisation}`, prefix: 'PROPOSAL#' }),
  proposalsOfOrganisationTo: (organisation: string, competition: string) => ({ pk: `O#${organisation}`, prefix: `PROPOSAL#${competition}#` }),
  proposalOfOrganisation: (organisation: string, competition: string, proposal: string): Key => ({ pk: `O#${organisation}`, sk: `PROPOSAL#${competition}#${proposal}` }),
  /** Counts one organisation's proposals to one competition; only that organisation writes it. */
  entrySlots: (organisation: string, competition: string): Key => ({ pk: `O#${organisation}`, sk: `SLOTS#${competition}` }),

  // district
  administrators: (district: string) => ({ pk: `D#${district}`, prefix: 'ADMINISTRATOR#' }),
  administrator: (district: string, person: string): Key => ({ pk: `D#${district}`, sk: `ADMINISTRATOR#${person}` }),
  calendar: (district: string): Key => ({ pk: `D#${district}`, sk: 'CALENDAR' }),
  rulebooks: (district: string) => ({ pk: `D#${district}`, prefix: 'RULEBOOK#' }),
  rulebook: (district: string, rulebook: string): Key => ({ pk: `D#${district}`, sk: `RULEBOOK#${rulebook}` }),

  // projects
  project: (project: string): Key => ({ pk: `J#${project}`, sk: 'PROJECT' }),
  /** The record and everything small that belongs to it: one Query draws the project's page. */
  projectPartition: (project: string) => ({ pk: `J#${project}` }),
  projectContent: (project: string): Key => ({ pk: `J#${project}`, sk: 'CONTENT' }),
  pastStages: (project: string) => ({ pk: `J#${project}`, prefix: 'STAGE#' }),
  pastStage: (project: string, number: number): Key => ({ pk: `J#${project}`, sk: `STAGE#${pad(number)}` }),
  /** Of a district: those in which something waits for an administrator, by since when; no others. */
  projectsAsking: (district: string) => ({ index: 'list' as const, pk: `D#${district}#ASKING` }),
  projectsOfOrganisation: (organisation: string) => ({ pk: `O#${organisation}`, prefix: 'PROJECT#' }),
  projectOfOrganisation: (organisation: string, project: string): Key => ({ pk: `O#${organisation}`, sk: `PROJECT#${project}` }),
  /** Under a person: projects that they guide or evaluate. */
  projectsOfPerson: (person: string) => ({ pk: `P#${person}#PROJECTS`, prefix: '' }),
  projectOfPerson: (person: string, role: 'mentor' | 'evaluator', project: string): Key => ({ pk: `P#${person}#PROJECTS`, sk: `${role}#${project}` }),
  sessions: (project: string) => ({ pk: `J#${project}`, prefix: 'SESSION#' }),
  mentorSession: (project: string, id: string): Key => ({ pk: `J#${project}`, sk: `SESSION#${id}` }),
  projectFiles: (project: string) => ({ pk: `J#${project}`, prefix: 'FILE#' }),
  projectFile: (project: string, file: string): Key => ({ pk: `J#${project}`, sk: `FILE#${file}` }),
  /** Competitions that the project entered. */
  entries: (project: string) => ({ pk: `J#${project}`, prefix: 'ENTRY#' }),
  entry: (project: string, proposal: string): Key => ({ pk: `J#${project}`, sk: `ENTRY#${proposal}` }),
  projectTrail: (project: string) => ({ pk: `J#${project}#TRAIL` }),
  /** Character n-grams of projects for 'similar earlier projects': one compact line a project. */
  similarities: (district: string) => ({ pk: `D#${district}#SIMILAR`, prefix: '' }),
  similarity: (district: string, project: string): Key => ({ pk: `D#${district}#SIMILAR`, sk: project }),
  definitions: (district: string) => ({ pk: `D#${district}`, prefix: 'DEFINITION#' }),
  definition: (district: string, id: string, version: number): Key => ({ pk: `D#${district}`, sk: `DEFINITION#${id}#${pad(version)}` }),
  evaluators: (district: string) => ({ pk: `D#${district}`, prefix: 'EVALUATOR#' }),
  evaluator: (district: string, person: string): Key => ({ pk: `D#${district}`, sk: `EVALUATOR#${person}` }),
  financeOf: (district: string) => ({ pk: `D#${district}`, prefix: 'FINANCE#' }),
  finance: (district: string, person: string): Key => ({ pk: `D#${district}`, sk: `FINANCE#${person}` }),

  // showcase
  showcase: (project: string): Key => ({ pk: `J#${project}`, sk: 'SHOWCASE' }),
  /** Public pages of a district by when they were shown. */
  showcasesOf: (district: string) => ({ index: 'list' as const, pk: `D#${district}#SHOWCASES` }),
  offers: (project: string) => ({ pk: `J#${project}`, prefix: 'OFFER#' }),
  offer: (project: string, offer: string): Key => ({ pk: `J#${project}`, sk: `OFFER#${offer}` }),
  event: (event: string): Key => ({ pk: `W#${event}`, sk: 'EVENT' }),
  eventsOf: (district: string) => ({ index: 'list' as const, pk: `D#${district}#EVENTS` }),

  // implementation
  activities: (project: string) => ({ pk: `J#${project}#ACTIVITIES`, prefix: '' }),
  activity: (project: string, activity: string): Key => ({ pk: `J#${project}#ACTIVITIES`, sk: activity }),
  activityHead: (activity: string): Key => ({ pk: `A#${activity}`, sk: 'ACTIVITY' }),
  attendances: (activity: string) => ({ pk: `A#${activity}`, prefix: 'HOURS#' }),
  /** One a volunteer and activity: recorded twice it is the same record. */
  attendance: (activity: string, volunteer: string): Key => ({ pk: `A#${activity}`, sk: `HOURS#${volunteer}` }),
  /** Volunteers' requests to put hours right, while they wait; they go to whoever delivers the project now. */
  correctionsAsked: (project: string) => ({ pk: `J#${project}`, prefix: 'ASKED#' }),
  correctionAsked: (project: string, activity: string, volunteer: string): Key => ({ pk: `J#${project}`, sk: `ASKED#${activity}#${volunteer}` }),
  /** More than eight hours a day, waiting for an administrator. */
  hoursWaiting: (district: string) => ({ index: 'list' as const, pk: `D#${district}#HOURSWAITING` }),
  volunteer: (volunteer: string): Key => ({ pk: `V#${volunteer}`, sk: 'VOLUNTEER' }),
  volunteersOf: (organisation: string) => ({ index: 'list' as const, pk: `O#${organisation}#VOLUNTEERS` }),
  /** By the digest of a phone or a volunteer number. */
  volunteerBy: (digest: string): Key => ({ pk: `VOLUNTEERBY#${digest}`, sk: 'VOLUNTEER' }),
  /** What one volunteer did on one day: written by requests about that volunteer only, so that two sign-ins that overlap collide. */
  volunteerDay: (volunteer: string, day: string): Key => ({ pk: `V#${volunteer}`, sk: `DAY#${day}` }),
  volunteerDays: (volunteer: string) => ({ pk: `V#${volunteer}`, prefix: 'DAY#' }),
  volunteerSums: (volunteer: string): Key => ({ pk: `V#${volunteer}`, sk: 'SUMS' }),
  /** Under an organisation, in the order of names: its volunteers. */
  enrolment: (volunteer: string, organisation: string): Key => ({ pk: `V#${volunteer}`, sk: `WITH#${organisation}` }),
  enrolments: (volunteer: string) => ({ pk: `V#${volunteer}`, prefix: 'WITH#' }),
  /** A phone that is remembered: by the digest of what it holds. */
  volunteerDevice: (volunteer: string, hash: string): Key => ({ pk: `V#${volunteer}`, sk: `DEVICE#${hash}` }),
  volunteerDevices: (volunteer: string) => ({ pk: `V#${volunteer}`, prefix: 'DEVICE#' }),
  /** A member's reason to look at a minor's record, good for a while. */
  volunteerLook: (volunteer: string, person: string): Key => ({ pk: `V#${volunteer}`, sk: `LOOK#${person}` }),
  hoursCertificatesOf: (volunteer: string) => ({ index: 'list' as const, pk: `V#${volunteer}#CERTIFICATES` }),
  hoursCertificate: (certificate: string): Key => ({ pk: `HOURSCERTIFICATE#${certificate}`, sk: 'CERTIFICATE' }),
  spendings: (project: string) => ({ pk: `J#${project}#SPENDING`, prefix: '' }),
  spending: (project: string, id: string): Key => ({ pk: `J#${project}#SPENDING`, sk: id }),
  explainedDoubts: (project: string) => ({ pk: `J#${project}`, prefix: 'DOUBT#' }),
  explainedDoubt: (project: string, doubt: string): Key => ({ pk: `J#${project}`, sk: `DOUBT#${doubt}` }),
  reports: (project: string) => ({ pk: `J#${project}`, prefix: 'REPORT#' }),
  report: (project: string, stage: number, number: number): Key => ({ pk: `J#${project}`, sk: `REPORT#${pad(stage)}#${pad(number)}` }),
  /** Every version of a report that was sent. */
  reportVersions: (project: string, stage: number, number: number) => ({ pk: `J#${project}#REPORTS`, prefix: `${pad(stage)}#${pad(number)}#` }),
  reportVersion: (project: string, stage: number, number: number, version: number): Key => ({ pk: `J#${project}#REPORTS`, sk: `${pad(stage)}#${pad(number)}#${pad(version)}` }),
  changes: (project: string) => ({ pk: `J#${project}`, prefix: 'CHANGE#' }),
  change: (project: string, number: number): Key => ({ pk: `J#${project}`, sk: `CHANGE#${pad(number)}` }),

  // evaluation
  selfEvaluation: (project: string, stage: number): Key => ({ pk: `J#${project}`, sk: `SELF#${pad(stage)}` }),
  evaluationCard: (project: string, stage: number): Key => ({ pk: `J#${project}`, sk: `CARD#${pad(stage)}` }),
  survey: (project: string, stage: number): Key => ({ pk: `J#${project}`, sk: `SURVEY#${pad(stage)}` }),
  surveyBy: (digest: string): Key => ({ pk: `SURVEYBY#${digest}`, sk: 'SURVEY' }),
  /** That a device has answered; apart from the answers, and nothing in it says which. */
  surveyDevice: (digest: string): Key => ({ pk: `SURVEYDEVICE#${digest}`, sk: 'DEVICE' }),
  answers: (project: string, stage: number) => ({ pk: `J#${project}#ANSWERS#${pad(stage)}`, prefix: '' }),
  answer: (project: string, stage: number, id: string): Key => ({ pk: `J#${project}#ANSWERS#${pad(stage)}`, sk: id }),

  // board and figures, kept by the stream's consumer
  board: (district: string) => ({ pk: `D#${district}#BOARD`, prefix: '' }),
  boardStage: (district: string, column: string) => ({ pk: `D#${district}#BOARD`, prefix: `${column}#` }),
  boardLine: (district: string, column: string, order: string, project: string): Key => ({ pk: `D#${district}#BOARD`, sk: `${column}#${order}#${project}` }),
  /** Where a project's line stands, so that it can be moved. */
  boardPlace: (project: string): Key => ({ pk: `J#${project}`, sk: 'BOARD' }),
  boardNames: (district: string): Key => ({ pk: `D#${district}`, sk: 'BOARDNAMES' }),
  boardCounts: (district: string): Key => ({ pk: `D#${district}`, sk: 'BOARDCOUNTS' }),
  /** Sums of one project, and its people one by one, by which it knows how many they are. */
  projectSums: (project: string): Key => ({ pk: `J#${project}`, sk: 'SUMS' }),
  projectPeople: (project: string) => ({ pk: `J#${project}#PEOPLE`, prefix: '' }),
  projectPerson: (project: string, volunteer: string): Key => ({ pk: `J#${project}#PEOPLE`, sk: volunteer }),
  /** What of each activity is in the sums: by project, so that a rebuild reads them in one Query. */
  activitiesCounted: (project: string) => ({ pk: `J#${project}#COUNTED`, prefix: '' }),
  activityCounted: (project: string, activity: string): Key => ({ pk: `J#${project}#COUNTED`, sk: activity }),
  /** The district's figures, a month an item, and one of all. */
  figures: (district: string) => ({ pk: `D#${district}#FIGURES`, prefix: '' }),
  figure: (district: string, month: string): Key => ({ pk: `D#${district}#FIGURES`, sk: month }),
  /** What a month's figures are counted from: the activities (`a_…`) with their share, and the projects (`j_…`) that had incubation behind them. */
  figureRecords: (district: string, month: string, of: 'a_' | 'j_') => ({ pk: `D#${district}#RECORDS#${month}`, prefix: of }),
  figureRecord: (district: string, month: string, id: string): Key => ({ pk: `D#${district}#RECORDS#${month}`, sk: id }),
  views: (person: string) => ({ pk: `P#${person}#VIEWS`, prefix: '' }),
  view: (person: string, id: string): Key => ({ pk: `P#${person}#VIEWS`, sk: id }),

  // registry
  classTable: (district: string): Key => ({ pk: `D#${district}`, sk: 'CLASSES' }),
  /** `book`: organisations (with teams), or people. The head names the parts in force; parts are named by their content and never rewritten. */
  registryHead: (district: string, book: string): Key => ({ pk: `D#${district}`, sk: `REGISTRY#${book}` }),
  registryPart: (district: string, book: string, part: string): Key => ({ pk: `D#${district}#REGISTRY#${book}`, sk: `PART#${part}` }),
  imports: (district: string) => ({ pk: `D#${district}#IMPORTS`, prefix: '' }),
  importOf: (district: string, id: string): Key => ({ pk: `D#${district}#IMPORTS`, sk: id }),
  /** Rows of a prepared import, read by nobody until it is applied. */
  importRows: (id: string) => ({ pk: `IMPORT#${id}`, prefix: 'ROW#' }),
  importRow: (id: string, part: number): Key => ({ pk: `IMPORT#${id}`, sk: `ROW#${pad(part)}` }),

  // inbox
  mailChoice: (person: string): Key => ({ pk: `P#${person}`, sk: 'MAILCHOICE' }),
  digest: (person: string) => ({ pk: `P#${person}#DIGEST`, prefix: '' }),
  /** Those for whom something is collected, by when it goes out. */
  digestsDue: { index: 'list' as const, pk: 'DIGESTS' },
  digestLine: (person: string, id: string): Key => ({ pk: `P#${person}#DIGEST`, sk: id }),

  // competition
  competition: (competition: string): Key => ({ pk: `C#${competition}`, sk: 'COMPETITION' }),
  competitionsOf: (district: string) => ({ index: 'list' as const, pk: `D#${district}#COMPETITIONS` }),
  competitionRulebook: (competition: string): Key => ({ pk: `C#${competition}#RULEBOOK`, sk: 'RULEBOOK' }),
  /** Of a competition, a project or a grant. */
  wait: (about: string, decision: string): Key => ({ pk: `${about.startsWith('j_') ? 'J' : about.startsWith('g_') ? 'G' : 'C'}#${about}`, sk: `WAIT#${decision}` }),
  counts: (competition: string): Key => ({ pk: `C#${competition}`, sk: 'COUNTS' }),
  judges: (competition: string) => ({ pk: `C#${competition}`, prefix: 'JUDGE#' }),
  judge: (competition: string, person: string): Key => ({ pk: `C#${competition}`, sk: `JUDGE#${person}` }),
  organisers: (competition: string) => ({ pk: `C#${competition}`, prefix: 'ORGANISER#' }),
  organiser: (competition: string, person: string): Key => ({ pk: `C#${competition}`, sk: `ORGANISER#${person}` }),
  supervisors: (competition: string) => ({ pk: `C#${competition}`, prefix: 'SUPERVISOR#' }),
  supervisor: (competition: string, person: string): Key => ({ pk: `C#${competition}`, sk: `SUPERVISOR#${person}` }),
  rounds: (competition: string) => ({ pk: `C#${competition}`, prefix: 'ROUND#' }),
  round: (competition: string, index: number): Key => ({ pk: `C#${competition}`, sk: `ROUND#${pad(index)}` }),
  clarifications: (competition: string) => ({ pk: `C#${competition}`, prefix: 'CLARIFICATION#' }),
  clarification: (competition: string, number: number): Key => ({ pk: `C#${competition}`, sk: `CLARIFICATION#${pad(number)}` }),
  /** To applicants. Apart from the competition's own page: each names all whom it is meant for. */
  messages: (competition: string) => ({ pk: `C#${competition}#MESSAGES`, prefix: '' }),
  message: (competition: string, number: number): Key => ({ pk: `C#${competition}#MESSAGES`, sk: pad(number) }),
  notices: (competition: string) => ({ pk: `C#${competition}`, prefix: 'NOTICE#' }),
  notice: (competition: string, number: number): Key => ({ pk: `C#${competition}`, sk: `NOTICE#${pad(number)}` }),
  objections: (competition: string) => ({ pk: `C#${competition}`, prefix: 'OBJECTION#' }),
  objection: (competition: string, objection: string): Key => ({ pk: `C#${competition}`, sk: `OBJECTION#${objection}` }),
  /** Moves with every objection (mark.store.ts). */
  objectionMark: (competition: string): Key => ({ pk: `C#${competition}`, sk: 'OBJECTIONS' }),
  awards: (competition: string): Key => ({ pk: `C#${competition}`, sk: 'AWARDS' }),
  /** The lines of an award list, 100 a part, under a version that is made from their content and so never rewritten: AWARDS and each NOTICE name one. */
  awardList: (competition: string, list: string, part: number): Key => ({ pk: `C#${competition}#AWARDLIST#${list}`, sk: `PART#${pad(part)}` }),
  awardListParts: (competition: string, list: string) => ({ pk: `C#${competition}#AWARDLIST#${list}`, prefix: 'PART#' }),
  /** 资助决定 of a venture competition: what is asked of the programme, what was prepared, and what was decided. */
  decision: (competition: string): Key => ({ pk: `C#${competition}`, sk: 'DECISION' }),
  /** A proposed portfolio under a version that is made from its content and so never rewritten: its HEAD, and its candidates 200 a part. */
  portfolio: (competition: string, version: string): Key => ({ pk: `C#${competition}#PORTFOLIO#${version}`, sk: 'HEAD' }),
  portfolioPart: (competition: string, version: string, part: number): Key => ({ pk: `C#${competition}#PORTFOLIO#${version}`, sk: `PART#${pad(part)}` }),
  portfolioParts: (competition: string, version: string) => ({ pk: `C#${competition}#PORTFOLIO#${version}`, prefix: 'PART#' }),
  archives: (competition: string) => ({ pk: `C#${competition}#ARCHIVES`, prefix: '' }),
  archive: (competition: string, number: number): Key => ({ pk: `C#${competition}#ARCHIVES`, sk: pad(number) }),
  certificate: (certificate: string): Key => ({ pk: `CERTIFICATE#${certificate}`, sk: 'CERTIFICATE' }),

  // grants: a list's stand beside those of lists that were never published, and only the published one's count
  grant: (grant: string): Key => ({ pk: `G#${grant}`, sk: 'GRANT' }),
  /** The grant and everything small that belongs to it: one Query draws its page. */
  grantPartition: (grant: string) => ({ pk: `G#${grant}` }),
  grantsOf: (competition: string, list: string) => ({ index: 'list' as const, pk: `C#${competition}#GRANTS#${list}` }),
  grantsOfOrganisation: (organisation: string) => ({ pk: `O#${organisation}`, prefix: 'GRANT#' }),
  grantOfOrganisation: (organisation: string, grant: string): Key => ({ pk: `O#${organisation}`, sk: `GRANT#${grant}` }),
  account: (grant: string): Key => ({ pk: `G#${grant}`, sk: 'ACCOUNT' }),
  /** Payment orders of a competition, and what the bank answered to one. */
  paymentOrders: (competition: string) => ({ pk: `C#${competition}#PAYMENTS`, prefix: 'ORDER#' }),
  paymentOrder: (competition: string, number: number): Key => ({ pk: `C#${competition}#PAYMENTS`, sk: `ORDER#${pad(number)}` }),
  bankReturns: (competition: string, number: number) => ({ pk: `C#${competition}#PAYMENTS`, prefix: `RETURN#${pad(number)}#` }),
  bankReturn: (competition: string, number: number, id: string): Key => ({ pk: `C#${competition}#PAYMENTS`, sk: `RETURN#${pad(number)}#${id}` }),
  agreements: (grant: string) => ({ pk: `G#${grant}`, prefix: 'AGREEMENT#' }),
  agreement: (grant: string, version: number): Key => ({ pk: `G#${grant}`, sk: `AGREEMENT#${pad(version)}` }),
  grantFiles: (grant: string) => ({ pk: `G#${grant}`, prefix: 'FILE#' }),
  grantFile: (grant: string, file: string): Key => ({ pk: `G#${grant}`, sk: `FILE#${file}` }),
  appraisal: (grant: string, of: 'mid-term' | 'final'): Key => ({ pk: `G#${grant}`, sk: `APPRAISAL#${of}` }),
  /** Under a person: grants that they evaluate, or did. */
  grantsOfEvaluator: (person: string) => ({ pk: `P#${person}#GRANTS`, prefix: '' }),
  grantOfEvaluator: (person: string, grant: string): Key => ({ pk: `P#${person}#GRANTS`, sk: grant }),
  clawbacks: (grant: string) => ({ pk: `G#${grant}`, prefix: 'CLAWBACK#' }),
  clawback: (grant: string, number: number): Key => ({ pk: `G#${grant}`, sk: `CLAWBACK#${pad(number)}` }),
  /** Organisations that may not apply. */
  bans: (district: string) => ({ pk: `D#${district}#BANS`, prefix: '' }),
  ban: (district: string, ban: string): Key => ({ pk: `D#${district}#BANS`, sk: ban }),
  /** Moves with every ban (mark.store.ts). */
  banMark: (district: string): Key => ({ pk: `D#${district}`, sk: 'BANS' }),
  grantTrail: (grant: string) => ({ pk: `G#${grant}#TRAIL` }),
  /** The ledger: movements, each an item of its own that nobody else writes; and what an award list promises, which counts once it is published. */
  movements: (competition: string) => ({ pk: `C#${competition}#LEDGER`, prefix: '' }),
  movement: (competition: string, movement: string): Key => ({ pk: `C#${competition}#LEDGER`, sk: movement }),
  promises: (competition: string, list: string) => ({ pk: `C#${competition}#PROMISES#${list}`, prefix: '' }),
  promise: (competition: string, list: string, movement: string): Key => ({ pk: `C#${competition}#PROMISES#${list}`, sk: movement }),

  // one round: versions that nobody reads until ROUND's pointer names them
  planHead: (competition: string, round: number, version: string): Key => ({ pk: `C#${competition}#PLAN#${pad(round)}#${version}`, sk: 'HEAD' }),
  planJudge: (competition: string, round: number, version: string, judge: string): Key => ({ pk: `C#${competition}#PLAN#${pad(round)}#${version}`, sk: `JUDGE#${judge}` }),
  planJudges: (competition: string, round: number, version: string) => ({ pk: `C#${competition}#PLAN#${pad(round)}#${version}`, prefix: 'JUDGE#' }),
  /** One materialised ranking an item (split into parts of 500 places). */
  standing: (competition: string, round: number, version: string, part: number): Key => ({ pk: `C#${competition}#STANDING#${pad(round)}#${version}`, sk: `PART#${pad(part)}` }),
  standingParts: (competition: string, round: number, version: string) => ({ pk: `C#${competition}#STANDING#${pad(round)}#${version}`, prefix: 'PART#' }),
  /** Written last: a standing whose head is there is whole. */
  standingHead: (competition: string, round: number, version: string): Key => ({ pk: `C#${competition}#STANDING#${pad(round)}#${version}`, sk: 'HEAD' }),
  /** The desks of a round's live pitch, one a group: read together, written each by its host. */
  pitches: (competition: string, round: number) => ({ pk: `C#${competition}#PITCH#${pad(round)}`, prefix: 'GROUP#' }),
  pitch: (competition: string, round: number, group: string): Key => ({ pk: `C#${competition}#PITCH#${pad(round)}`, sk: `GROUP#${group}` }),
  fees: (competition: string, round: number): Key => ({ pk: `C#${competition}#PITCH#${pad(round)}`, sk: 'FEES' }),
  /** Bonuses and votes as they counted, fixed with the last tally. */
  beside: (competition: string): Key => ({ pk: `C#${competition}`, sk: 'BESIDE' }),
  /** Ballots of the public, spread by voter over 16 partitions; an item each, which nobody else writes. `day` is a day of Shanghai, or 'once'. */
  ballots: (competition: string, shard: number) => ({ pk: `C#${competition}#BALLOTS#${pad(shard)}`, prefix: '' }),
  ballot: (competition: string, voter: string, day: string): Key => ({ pk: `C#${competition}#BALLOTS#${pad(ballotShard(voter))}`, sk: `${voter}#${day}` }),
  /** Bursts of ballots that are set aside; the mark moves with every one, and when one is taken back (mark.store.ts). */
  strikes: (competition: string) => ({ pk: `C#${competition}#STRIKES`, prefix: '' }),
  strike: (competition: string, strike: string): Key => ({ pk: `C#${competition}#STRIKES`, sk: strike }),
  strikeMark: (competition: string): Key => ({ pk: `C#${competition}`, sk: 'STRIKES' }),
  /** What judges score before a round, to see how others read the sheet: apart from all that is counted. */
  calibration: (competition: string, round: number): Key => ({ pk: `C#${competition}#CALIBRATION#${pad(round)}`, sk: 'SAMPLES' }),
  /** Of the texts of one revision: a card that came in while they were changed is nobody's. */
  trialCards: (competition: string, round: number, revision: number) => ({ pk: `C#${competition}#CALIBRATION#${pad(round)}`, prefix: `CARD#${pad(revision)}#` }),
  trialCard: (competition: string, round: number, revision: number, sample: number, judge: string): Key => ({ pk: `C#${competition}#CALIBRATION#${pad(round)}`, sk: `CARD#${pad(revision)}#${pad(sample)}#${judge}` }),
  /** How sure a round's result is: advice, beside the competition's own items, for it is large. */
  reliability: (competition: string, round: number): Key => ({ pk: `C#${competition}#RELIABILITY`, sk: pad(round) }),
  /** A round's cards under the root of their tree: HEAD is written last, and no seal is ever rewritten. */
  sealHead: (competition: string, round: number, root: string): Key => ({ pk: `C#${competition}#SEAL#${pad(round)}#${root}`, sk: 'HEAD' }),
  sealPart: (competition: string, round: number, root: string, part: number): Key => ({ pk: `C#${competition}#SEAL#${pad(round)}#${root}`, sk: `PART#${pad(part)}` }),
  sealParts: (competition: string, round: number, root: string) => ({ pk: `C#${competition}#SEAL#${pad(round)}#${root}`, prefix: 'PART#' }),
  recusals: (competition: string, round: number) => ({ pk: `C#${competition}#RECUSALS#${pad(round)}`, prefix: '' }),
  recusal: (competition: string, round: number, proposal: string, judge: string): Key => ({ pk: `C#${competition}#RECUSALS#${pad(round)}`, sk: `${proposal}#${judge}` }),

  /** 利益关系 of a competition: its head names the version in force, whose parts are made from their content and never rewritten; what administrators said of a pair stands by itself. */
  conflicts: (competition: string): Key => ({ pk: `C#${competition}`, sk: 'CONFLICTS' }),
  conflictPart: (competition: string, version: string, part: number): Key => ({ pk: `C#${competition}#CONFLICTS#${version}`, sk: `PART#${pad(part)}` }),
  conflictParts: (competition: string, version: string) => ({ pk: `C#${competition}#CONFLICTS#${version}`, prefix: 'PART#' }),
  conflictRulings: (competition: string) => ({ pk: `C#${competition}#CONFLICTS`, prefix: '' }),
  conflictRuling: (competition: string, proposal: string, judge: string): Key => ({ pk: `C#${competition}#CONFLICTS`, sk: `${proposal}#${judge}` }),

  // proposal
  proposal: (proposal: string): Key => ({ pk: `R#${proposal}`, sk: 'PROPOSAL' }),
  proposalsOf: (competition: string) => ({ index: 'list' as const, pk: `C#${competition}#PROPOSALS` }),
  /** What reviewers said of each proposal's eligibility, and its cures: read together by whoever looks at who is still to be heard. */
  eligibilities: (competition: string) => ({ pk: `C#${competition}#ELIGIBILITY`, prefix: '' }),
  eligibility: (competition: string, proposal: string): Key => ({ pk: `C#${competition}#ELIGIBILITY`, sk: proposal }),
  /** Whom the applicant asks to stay away; apart from the text, which judges read. */
  exclusions: (proposal: string): Key => ({ pk: `R#${proposal}`, sk: 'EXCLUSIONS' }),
  draft: (proposal: string): Key => ({ pk: `R#${proposal}`, sk: 'DRAFT' }),
  version: (proposal: string, number: number): Key => ({ pk: `R#${proposal}`, sk: `VERSION#${pad(number)}` }),
  scorecards: (proposal: string, round?: number) => ({ pk: `R#${proposal}`, prefix: round === undefined ? 'SCORECARD#' : `SCORECARD#${pad(round)}#` }),
  scorecard: (proposal: string, round: number, judge: string): Key => ({ pk: `R#${proposal}`, sk: `SCORECARD#${pad(round)}#${judge}` }),
  scorecardsOfJudge: (competition: string, round: number, judge: string) => ({ index: 'list' as const, pk: `C#${competition}#ROUND#${pad(round)}#JUDGE#${judge}` }),
  file: (file: string): Key => ({ pk: `F#${file}`, sk: 'FILE' }),
  filesOf: (owner: string) => ({ index: 'list' as const, pk: `F#${owner}` }),

  // the platform's own
  competitionTrail: (competition: string) => ({ pk: `C#${competition}#TRAIL` }),
  districtTrail: (district: string) => ({ pk: `D#${district}#TRAIL` }),
  command: (person: string, command: string): Key => ({ pk: `COMMAND#${person}#${command}`, sk: 'COMMAND' }),
  outbox: (id: string): Key => ({ pk: `OUTBOX#${id}`, sk: 'OUTBOX' }),
  outboxShard: (shard: number) => ({ index: 'outbox' as const, pk: `OUTBOX#${shard}` }),
  execution: (name: string): Key => ({ pk: `EXECUTION#${name}`, sk: 'EXECUTION' }),
  executionsOf: (district: string) => ({ index: 'list' as const, pk: `D#${district}#EXECUTIONS` }),
  /** Executions that have not ended, over the same shards as the outbox so that the sweep finds them by a Query. */
  executionShard: (shard: number) => ({ index: 'outbox' as const, pk: `EXECUTION#${shard}` }),
  seenEvent: (event: string): Key => ({ pk: `EVENT#${event}`, sk: 'EVENT' }),
  mailbox: { index: 'list' as const, pk: 'MAILBOX' },
  mail: (id: string): Key => ({ pk: `MAIL#${id}`, sk: 'MAIL' }),
  failures: { index: 'list' as const, pk: 'FAILURES' },
  failure: (id: string): Key => ({ pk: `FAILURE#${id}`, sk: 'FAILURE' }),
} as const
