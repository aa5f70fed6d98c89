import { derivedId } from '../kernel/ids.ts'
import type { Instant } from '../kernel/instant.ts'
import { type Bilingual, type Language, say } from '../kernel/text.ts'
import type { Order } from '../outbox/outbox.ts'

interface Letter {
  subject: string
  /** Paragraphs; an address stands as one of its own. */
  lines: readonly string[]
}
type Template<Facts> = (facts: Facts) => Record<Language, Letter>

interface Dated {
  what: Bilingual
  until: string
}
/** The first of some things, and how many there are. */
const listed = (all: readonly Bilingual[], language: Language): string => {
  const first = all[0] === undefined ? '' : say(all[0], language)
  return all.length < 2 ? first : language === 'zh' ? `${first}等 ${all.length} 件` : `${first} and ${all.length - 1} more`
}
/** A mail lists so many lines of a kind. */
const MOST_LISTED = 10
const cutOff = (lines: readonly string[], more: (n: number) => string): string[] => [...lines.slice(0, MOST_LISTED), ...(lines.length > MOST_LISTED ? [more(lines.length - MOST_LISTED)] : [])]

/** Lets a template's facts be inferred where it stands. */
const template = <Facts>(write: Template<Facts>): Template<Facts> => write

/** Every mail the platform writes, in both languages. A mail holds what its reader needs and nothing about other people. */
export const templates = {
  organisationAdmitted: template((facts: { organisation: string; url: string }) => ({
    zh: { subject: `${facts.organisation}已入驻`, lines: [`${facts.organisation}的入驻申请已经通过，现在可以申报项目。`, '从这里开始：', facts.url] },
    en: { subject: `${facts.organisation} has been admitted`, lines: [`${facts.organisation} has been admitted and can now apply with its projects.`, 'Start here:', facts.url] },
  })),
  organisationReturned: template((facts: { organisation: string; reasons: string; url: string }) => ({
    zh: { subject: `${facts.organisation}的入驻申请需要补充`, lines: [`${facts.organisation}的入驻申请退回补充。需要补充的是：`, facts.reasons, '补充后请重新提交：', facts.url] },
    en: { subject: `${facts.organisation}: something to add to your request`, lines: [`The request of ${facts.organisation} to join came back. What to add or change:`, facts.reasons, 'Change it and send it again:', facts.url] },
  })),
  organisationRejected: template((facts: { organisation: string; reasons: string; url: string }) => ({
    zh: { subject: `${facts.organisation}的入驻申请没有通过`, lines: [`${facts.organisation}的入驻申请没有通过。理由：`, facts.reasons, '有疑问请联系管理员。申请内容在这里：', facts.url] },
    en: { subject: `${facts.organisation} was not admitted`, lines: [`The request of ${facts.organisation} to join was not admitted. The reason:`, facts.reasons, 'Ask the administrators if anything is unclear. Your request:', facts.url] },
  })),
  organisationSuspended: template((facts: { organisation: string; reasons: string; url: string }) => ({
    zh: { subject: `${facts.organisation}暂停申报`, lines: [`${facts.organisation}的申报资格已暂停。理由：`, facts.reasons, facts.url] },
    en: { subject: `${facts.organisation} has been suspended`, lines: [`${facts.organisation} cannot apply for now. The reason:`, facts.reasons, facts.url] },
  })),
  organisationReinstated: template((facts: { organisation: string; url: string }) => ({
    zh: { subject: `${facts.organisation}恢复申报`, lines: [`${facts.organisation}的申报资格已恢复。`, facts.url] },
    en: { subject: `${facts.organisation} can apply again`, lines: [`${facts.organisation} is no longer suspended.`, facts.url] },
  })),
  organisationReopened: template((facts: { organisation: string; url: string }) => ({
    zh: { subject: `${facts.organisation}的入驻申请重新受理`, lines: [`${facts.organisation}的入驻申请已重新受理，有结果会再通知您。`, facts.url] },
    en: { subject: `${facts.organisation}: your request has been taken up again`, lines: [`The request of ${facts.organisation} to join has been taken up again. You will hear the result.`, facts.url] },
  })),
  memberInvited: template((facts: { organisation: string; by: string; until: string; url: string }) => ({
    zh: { subject: `${facts.by}邀请您加入${facts.organisation}`, lines: [`${facts.by}邀请您作为成员加入${facts.organisation}，一起准备申报。`, `打开下面的链接登录并接受（${facts.until}前有效，只能用一次）：`, facts.url] },
    en: { subject: `${facts.by} invites you to ${facts.organisation}`, lines: [`${facts.by} invites you to act for ${facts.organisation} as a member.`, `Open this link, sign in and accept (once only, until ${facts.until}):`, facts.url] },
  })),
  judgeInvited: template((facts: { competition: string; name: string; by: string; until: string; url: string }) => ({
    zh: { subject: `邀请您担任评委：${facts.competition}`, lines: [`${facts.name}：`, `${facts.by}邀请您担任“${facts.competition}”的评委。`, `打开下面的链接登录并接受（${facts.until}前有效，只能用一次）：`, facts.url] },
    en: { subject: `Invitation to judge: ${facts.competition}`, lines: [`Dear ${facts.name},`, `${facts.by} invites you to judge "${facts.competition}".`, `Open this link, sign in and accept (once only, until ${facts.until}):`, facts.url] },
  })),
  evaluatorInvited: template((facts: { name: string; by: string; until: string; url: string }) => ({
    zh: { subject: '邀请您担任项目评估员', lines: [`${facts.name}：`, `${facts.by}邀请您担任本区公益项目的评估员。`, `打开下面的链接登录并接受（${facts.until}前有效，只能用一次）：`, facts.url] },
    en: { subject: 'Invitation to evaluate projects', lines: [`Dear ${facts.name},`, `${facts.by} invites you to evaluate projects of the district.`, `Open this link, sign in and accept (once only, until ${facts.until}):`, facts.url] },
  })),
  organiserInvited: template((facts: { competition: string; organisation: string; name: string; by: string; until: string; url: string }) => ({
    zh: { subject: `邀请您承办：${facts.competition}`, lines: [`${facts.name}：`, `${facts.by}邀请${facts.organisation}承办“${facts.competition}”，由您参与办理。`, `打开下面的链接登录并接受（${facts.until}前有效，只能用一次）：`, facts.url] },
    en: { subject: `Invitation to organise: ${facts.competition}`, lines: [`Dear ${facts.name},`, `${facts.by} invites you to run "${facts.competition}" for ${facts.organisation}.`, `Open this link, sign in and accept (once only, until ${facts.until}):`, facts.url] },
  })),
  supervisorInvited: template((facts: { competition: string; name: string; by: string; until: string; url: string }) => ({
    zh: { subject: `邀请您担任监督员：${facts.competition}`, lines: [`${facts.name}：`, `${facts.by}邀请您担任“${facts.competition}”的监督员：看抽签、回避和异议，不参与决定。`, `打开下面的链接登录并接受（${facts.until}前有效，只能用一次）：`, facts.url] },
    en: { subject: `Invitation to supervise: ${facts.competition}`, lines: [`Dear ${facts.name},`, `${facts.by} invites you to watch over the judging of "${facts.competition}": draws, recusals and objections. You decide nothing.`, `Open this link, sign in and accept (once only, until ${facts.until}):`, facts.url] },
  })),
  financeInvited: template((facts: { name: string; by: string; until: string; url: string }) => ({
    zh: { subject: '邀请您担任财务', lines: [`${facts.name}：`, `${facts.by}邀请您办理本区资助项目的拨款。`, `打开下面的链接登录并接受（${facts.until}前有效，只能用一次）：`, facts.url] },
    en: { subject: 'Invitation to handle payments', lines: [`Dear ${facts.name},`, `${facts.by} invites you to handle the payments of the district’s grants.`, `Open this link, sign in and accept (once only, until ${facts.until}):`, facts.url] },
  })),
  callCancelled: template((facts: { competition: string; reason: string; url: string }) => ({
    zh: { subject: `征集已取消：${facts.competition}`, lines: [`“${facts.competition}”的征集已取消，不再收申报书，也不再评审。理由：`, facts.reason, '已写的申报书仍然可以查看和打印。公告在这里：', facts.url] },
    en: { subject: `The call was cancelled: ${facts.competition}`, lines: [`The call of "${facts.competition}" was cancelled: no more proposals are taken, and none is judged. The reason:`, facts.reason, 'Proposals that were written can still be read and printed. The notice:', facts.url] },
  })),
  clarified: template((facts: { competition: string; number: number; question: string; answer: string; url: string }) => ({
    zh: { subject: `第 ${facts.number} 号澄清：${facts.competition}`, lines: [`“${facts.competition}”发布了第 ${facts.number} 号澄清。`, ...(facts.question === '' ? [] : [`问：${facts.question}`]), facts.question === '' ? facts.answer : `答：${facts.answer}`, '全部澄清在这里：', facts.url] },
    en: { subject: `Clarification ${facts.number}: ${facts.competition}`, lines: [`Clarification ${facts.number} of "${facts.competition}" is published.`, ...(facts.question === '' ? [] : [`Q: ${facts.question}`]), facts.question === '' ? facts.answer : `A: ${facts.answer}`, 'All clarifications are here:', facts.url] },
  })),
  /** What the authority writes to applicants, in its own words. */
  applicantMessage: template((facts: { competition: string; subject: string; text: string; url: string }) => ({
    zh: { subject: `${facts.subject}：${facts.competition}`, lines: [`“${facts.competition}”的主办单位给您的消息：`, facts.text, '消息也在收件箱里：', facts.url] },
    en: { subject: `${facts.subject}: ${facts.competition}`, lines: [`A message from the authority of "${facts.competition}":`, facts.text, 'It is in your inbox too:', facts.url] },
  })),
  paperEntered: template((facts: { organisation: string; competition: string; title: string; number: string; by: string; url: string }) => ({
    zh: { subject: `已录入贵单位的申报书：${facts.competition}`, lines: [`${facts.by}已据${facts.organisation}交来的纸质申报书录入并提交《${facts.title}》，编号 ${facts.number}，参加“${facts.competition}”。`, '征集截止前可以核对、修改、再交或撤回；内容不符请及时联系主办单位。从这里查看（要先登录）：', facts.url] },
    en: { subject: `Your proposal was entered: ${facts.competition}`, lines: [`${facts.by} entered and sent "${facts.title}" (${facts.number}) for "${facts.competition}", from the paper form that ${facts.organisation} handed in.`, 'Until the call closes you can check it, change it, send it again or withdraw it; tell the authority if anything is not as you wrote it. See it here (you need to sign in):', facts.url] },
  })),
  callReminder: template((facts: { competition: string; url: string }) => ({
    zh: { subject: `征集快要截止：${facts.competition}`, lines: [`“${facts.competition}”的征集快要截止，您的申报书还没有提交。`, '从这里继续：', facts.url] },
    en: { subject: `The call closes soon: ${facts.competition}`, lines: [`The call of "${facts.competition}" closes soon and your proposal has not been sent.`, 'Go on here:', facts.url] },
  })),
  /** `until`: the last day. */
  cureOpened: template((facts: { project: string; competition: string; reasons: string; until: string; url: string }) => ({
    zh: { subject: `请在 ${facts.until} 前补正申报书：${facts.project}`, lines: [`“${facts.competition}”的资格审查发现《${facts.project}》有需要补正的地方：`, facts.reasons, `请在 ${facts.until} 当天结束前补正并提交，只能改需要补正的内容；到期没有提交的，按现有材料决定。`, '从这里补正：', facts.url] },
    en: { subject: `To be cured by ${facts.until}: ${facts.project}`, lines: [`The eligibility check of "${facts.competition}" found something to repair in "${facts.project}":`, facts.reasons, `Repair it and send it by the end of ${facts.until}; nothing else can be changed. If nothing is sent, it is decided as it stands.`, 'Do it here:', facts.url] },
  })),
  cureReminder: template((facts: { project: string; competition: string; until: string; url: string }) => ({
    zh: { subject: `补正快要到期（${facts.until}）：${facts.project}`, lines: [`《${facts.project}》（“${facts.competition}”）的补正要在 ${facts.until} 当天结束前提交，现在还没有收到。`, '从这里继续：', facts.url] },
    en: { subject: `The cure is due by ${facts.until}: ${facts.project}`, lines: [`What is to be repaired in "${facts.project}" ("${facts.competition}") has to be sent by the end of ${facts.until}; nothing has come yet.`, 'Go on here:', facts.url] },
  })),
  cureLapsed: template((facts: { project: string; competition: string; url: string }) => ({
    zh: { subject: `补正期已过：${facts.project}`, lines: [`《${facts.project}》（“${facts.competition}”）的补正期已过，没有收到补正材料，将按现有材料决定。`, '从这里查看：', facts.url] },
    en: { subject: `The time for the cure is over: ${facts.project}`, lines: [`The time to repair "${facts.project}" ("${facts.competition}") is over and nothing was sent. It will be decided as it stands.`, 'See it here:', facts.url] },
  })),
  /** Of a proposal that was cured, or wasn't in time. */
  eligibilityDecided: template((facts: { project: string; competition: string; admitted: boolean; reasons: string; url: string }) => ({
    zh: { subject: `资格审查${facts.admitted ? '通过' : '未通过'}：${facts.project}`, lines: [`《${facts.project}》${facts.admitted ? '通过了' : '没有通过'}“${facts.competition}”的资格审查。`, ...(facts.reasons === '' ? [] : [facts.reasons]), '从这里查看：', facts.url] },
    en: { subject: `${facts.admitted ? 'Admitted' : 'Not admitted'}: ${facts.project}`, lines: [`"${facts.project}" was ${facts.admitted ? 'admitted' : 'not admitted'} to "${facts.competition}".`, ...(facts.reasons === '' ? [] : [facts.reasons]), 'See it here:', facts.url] },
  })),
  scoringReminder: template((facts: { competition: string; url: string }) => ({
    zh: { subject: `评分快要截止：${facts.competition}`, lines: [`“${facts.competition}”的评分快要截止，还有评分表等您。`, '从这里继续：', facts.url] },
    en: { subject: `Scoring closes soon: ${facts.competition}`, lines: [`Scoring in "${facts.competition}" closes soon and scorecards wait for you.`, 'Go on here:', facts.url] },
  })),
  decisionReminder: template((facts: { competition: string; url: string }) => ({
    zh: { subject: `有一件事等您办理：${facts.competition}`, lines: [`“${facts.competition}”有一步在等管理员办理。`, '从这里查看：', facts.url] },
    en: { subject: `Something waits for you: ${facts.competition}`, lines: [`A step of "${facts.competition}" waits for an administrator.`, 'See it here:', facts.url] },
  })),
  /** `late`: how many are past their last day; `until`: the first day on which one of the others is due. */
  rulingReminder: template((facts: { competition: string; open: number; late: number; until: string | null; url: string }) => {
    const { competition, open, late, until, url } = facts
    return {
      zh: {
        subject: late > 0 ? `异议处理已超期：${competition}` : `异议处理快要到期：${competition}`,
        lines: [`“${competition}”还有 ${open} 件异议没有处理${late > 0 ? `，其中 ${late} 件已超过最迟处理日期` : ''}。`, ...(until === null ? [] : [`最近的一件最迟在 ${until} 作出处理决定。`]), '从这里处理：', url],
      },
      en: {
        subject: late > 0 ? `Objections are late: ${competition}` : `Objections are due: ${competition}`,
        lines: [`${open} objections in "${competition}" wait for a ruling${late > 0 ? `; ${late} of them are past their last day` : ''}.`, ...(until === null ? [] : [`The next is due by ${until}.`]), 'Rule on them here:', url],
      },
    }
  }),
  /** To an address that anybody may have typed: what was decided stands behind the link, which only whoever objected has. */
  objectionRuled: template((facts: { competition: string; number: string; url: string }) => ({
    zh: { subject: `异议 ${facts.number} 已有处理决定`, lines: [`您对“${facts.competition}”提出的异议（编号 ${facts.number}）已经作出处理决定。`, '决定和理由在这里：', facts.url] },
    en: { subject: `Objection ${facts.number} has been ruled on`, lines: [`Your objection ${facts.number} in "${facts.competition}" has been ruled on.`, 'The ruling and its reasons are here:', facts.url] },
  })),
  /** To the applicant whose line a ruling changes. */
  lineRuled: template((facts: { competition: string; project: string; annulled: boolean; reasons: string; url: string }) => ({
    zh: { subject: `${facts.project}：${facts.annulled ? '拟授的奖项已取消' : '名单上的内容已更正'}`, lines: [`“${facts.competition}”公示期间有异议，经核实成立，“${facts.project}”${facts.annulled ? '拟授的奖项已取消' : '在名单上的内容已更正'}。理由：`, facts.reasons, '有疑问请联系主办单位。您的申报书在这里：', facts.url] },
    en: { subject: `${facts.project}: ${facts.annulled ? 'the proposed award is annulled' : 'the list is corrected'}`, lines: [`An objection in "${facts.competition}" was upheld, and ${facts.annulled ? `the award proposed for "${facts.project}" is annulled` : `the line of "${facts.project}" on the list is corrected`}. The reasons:`, facts.reasons, 'Ask the authority if anything is unclear. Your proposal:', facts.url] },
  })),
  /** Something of a project has been decided, returned, asked or offered: `news` says it in one sentence, `reason` in the words of whoever did it. */
  projectNews: template((facts: { project: string; news: Bilingual; reason: string; url: string }) => ({
    zh: { subject: `${say(facts.news, 'zh')}：${facts.project}`, lines: [`“${facts.project}”：${say(facts.news, 'zh')}。`, ...(facts.reason === '' ? [] : [facts.reason]), '从这里查看：', facts.url] },
    en: { subject: `${say(facts.news, 'en')}: ${facts.project}`, lines: [`"${facts.project}": ${say(facts.news, 'en')}.`, ...(facts.reason === '' ? [] : [facts.reason]), 'See it here:', facts.url] },
  })),
  /** What of a project is late, is due soon, or waits for its reader: all of it in one. `until` is a day. */
  projectReminder: template((facts: { project: string; late: readonly Dated[]; soon: readonly Dated[]; asked: readonly Bilingual[]; url: string }) => ({
    zh: {
      subject: `${facts.late.length > 0 ? `${listed(facts.late.map(({ what }) => what), 'zh')}已超期` : facts.soon.length > 0 ? `${listed(facts.soon.map(({ what }) => what), 'zh')}快要到期` : listed(facts.asked, 'zh')}：${facts.project}`,
      lines: [
        `“${facts.project}”：`,
        ...cutOff(facts.late.map(({ what, until }) => `${say(what, 'zh')}应在 ${until} 前完成，现已超期。`), (n) => `还有 ${n} 件也已超期。`),
        ...cutOff(facts.soon.map(({ what, until }) => `${say(what, 'zh')}要在 ${until} 前完成。`), (n) => `还有 ${n} 件也快要到期。`),
        ...facts.asked.map((what) => `${say(what, 'zh')}。`), '从这里继续：', facts.url,
      ],
    },
    en: {
      subject: `${facts.late.length > 0 ? `Late, ${listed(facts.late.map(({ what }) => what), 'en')}` : facts.soon.length > 0 ? `Due soon, ${listed(facts.soon.map(({ what }) => what), 'en')}` : listed(facts.asked, 'en')}: ${facts.project}`,
      lines: [
        `"${facts.project}":`,
        ...cutOff(facts.late.map(({ what, until }) => `Late: ${say(what, 'en')} was due by ${until}.`), (n) => `${n} more are late.`),
        ...cutOff(facts.soon.map(({ what, until }) => `Due soon: ${say(what, 'en')}, by ${until}.`), (n) => `${n} more are due soon.`),
        ...facts.asked.map((what) => `${say(what, 'en')}.`), 'Go on here:', facts.url,
      ],
    },
  })),
  /** What came together in a day for somebody who wants one mail a day. */
  digest: template((facts: { day: string; lines: readonly { subject: string; url: string }[]; url: string }) => ({
    zh: { subject: `${facts.day} 的消息，共 ${facts.lines.length} 条`, lines: [...facts.lines.flatMap(({ subject, url }) => [subject, url]), '所有等您办理的事，以及改成逐封发送或不发送，都在这里：', facts.url] },
    en: { subject: `News of ${facts.day}: ${facts.lines.length}`, lines: [...facts.lines.flatMap(({ subject, url }) => [subject, url]), 'Everything that waits for you, and how often we mail you:', facts.url] },
  })),
} as const

type FactsOf<Name extends keyof typeof templates> = Parameters<(typeof templates)[Name]>[0]

/**
 * The order to send one mail. `key` names the occasion: the same decision taken again (a retry) orders the same mail, and a mail sent
 * twice carries one Message-ID.
 */
export function mailOrder<Name extends keyof typeof templates>(
  name: Name, facts: FactsOf<Name>, to: { email: string; language: Language }, key: string, at: Instant,
): { key: string; order: Order } {
  const write = templates[name] as Template<FactsOf<Name>>
  const { subject, lines } = write(facts)[to.language]
  const once = `mail ${name} ${key}`
  return { key: once, order: { do: 'mail', mail: { id: derivedId(once), to: to.email, language: to.language, subject: oneLine(subject), text: `${lines.join('\n\n')}\n`, at } } }
}

/** A line end in a name must not begin another header. */
const oneLine = (text: string): string => text.replaceAll(/[\r\n]+/g, ' ')
