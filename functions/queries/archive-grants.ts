import type { Block } from '../../shared/archive/document.ts'
import type { Agreement } from '../../shared/agreement/agreement.ts'
import { type Clawback, openOf, receivedOf, writtenOffOf } from '../../shared/clawback/clawback.ts'
import { type Grant, grantNumber, type Tranche } from '../../shared/grant/grant.ts'
import type { GrantFileKind } from '../../shared/grant/file.ts'
import { grantsOf } from '../../shared/grant/grant.store.ts'
import { grantStateNames } from '../../shared/grant/lifecycle.ts'
import { capitalYuan } from '../../shared/kernel/money.ts'
import { masked } from '../../shared/payment/account.ts'
import { bankReturnItem } from '../../shared/payment/payment.store.ts'
import { leavesOf } from '../../shared/rulebook/sheet.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise } from '../context.ts'
import { readAgreements } from './agreement.ts'
import { type AppraisalView, readAppraisals } from './appraisal.ts'
import { type ArchiveEntry, type ArchiveRoom, heads, moment, paper, recordOf, said, shortName, uploads, word, yes, yuan } from './archive-room.ts'
import { readRecovery } from './clawback.ts'
import { seenFiles } from './grant-file.ts'
import { type ReadMoney, readMoney } from './grant-money.ts'
import { ledgerFile } from './ledger.ts'
import { readPayments } from './payment.ts'
import { allEntries, trailBlock } from './archive-trail.ts'
import { type Sheet, xlsx } from './xlsx.ts'

/** Each grant: what it was given and what came of it, every version of its agreement with digests and signatures, evaluations, what was claimed back, and its trail. */
export async function* archiveGrants(room: ArchiveRoom, folder: string): AsyncGenerator<ArchiveEntry, Sheet[]> {
  const { context, competition } = room
  if (competition.kind !== 'venture' || competition.awardsPublishedAt === null) return []
  authorise(context, 'grant.list', { district: competition.district, competition: competition.id })
  const grants = await grantsOf(context.table, competition.id)
  for (const { id } of grants) {
    const [money, { agreements }, { views }, { clawbacks }, entries] = await Promise.all([readMoney(context, id), readAgreements(context, id), readAppraisals(context, id), readRecovery(context, id), allEntries(context, { of: 'grant', id })])
    const { grant } = money
    const files = await seenFiles(context, grant)
    const at = `${folder}/${grantNumber(grant)}-${shortName(grant.title)}`
    const account = money.account === null ? null : maskedOnce(money.account)
    yield paper(room, `${at}/${word(room, '资助', 'grant')}`, `${grantNumber(grant)} ${grant.title}`, [...grantBlocks(room, grant, account), { heading: word(room, '留痕', 'Trail') }, trailBlock(room, entries)])
    for (const agreement of agreements.toReversed()) yield paper(room, `${at}/${word(room, `协议-第${agreement.version}版`, `agreement-version-${agreement.version}`)}`, agreement.title, agreementBlocks(room, agreement))
    for (const view of views) yield paper(room, `${at}/${said(room, view.rule.name)}`, `${said(room, view.rule.name)}：${grant.title}`, appraisalBlocks(room, view))
    for (const clawback of clawbacks.toReversed()) yield paper(room, `${at}/${word(room, `追回-第${clawback.number}次`, `claim-${clawback.number}`)}`, word(room, `追回（第 ${clawback.number} 次）：${grant.title}`, `Claim no. ${clawback.number}: ${grant.title}`), clawbackBlocks(room, clawback))
    yield recordOf(room, at, { grant, account, agreements, appraisals: views.map(({ appraisal }) => appraisal), clawbacks, files, trail: entries })
    yield* uploads(room, `${at}/${word(room, '材料', 'papers')}`, files.map(({ file, kind, of }) => ({ id: file, prefix: `${said(room, paperWords[kind])}-${kind === 'scan' ? of : placeName(room, grant, of)}-` })))
  }
  return [{
    name: word(room, '资助', 'Grants'), head: heads(room, ['编号', 'No.'], ['项目', 'Project'], ['单位', 'Organisation'], ['收款单位', 'Payee'], ['金额（元）', 'Yuan'], ['状态', 'State'], ['签订', 'Signed'], ['已到账（元）', 'Paid'], ['末期结果', 'Final result']),
    rows: grants.map((grant) => [grantNumber(grant), grant.title, grant.organisation.name, grant.payee.name, grant.amount / 100, grantStateNames[grant.state][room.archive.language], moment(grant.signedAt), paidOf(grant) / 100, grant.results.final?.grade ?? grant.results.final?.total ?? '']), money: [4, 7], widths: [18, 32, 28, 28, 14, 12, 20, 14, 12],
  }]
}

const paperWords: Record<GrantFileKind, { zh: string; en: string }> = { scan: { zh: '协议扫描件', en: 'agreement-scan' }, self: { zh: '自评', en: 'self-evaluation' }, desk: { zh: '评估', en: 'evaluation' }, payment: { zh: '银行凭证', en: 'bank' } }
/** What a paper belongs to: an evaluation, or a part. */
const placeName = (room: ArchiveRoom, { tranches }: Grant, of: string): string => said(room, room.rulebook.funding?.evaluations.find(({ id }) => id === of)?.name ?? tranches.find(({ id }) => id === of)?.name ?? { zh: of })

const paidOf = ({ tranches }: Grant): number => tranches.reduce((sum, { state, amount }) => sum + (state === 'paid' ? amount : 0), 0)
/** An archive leaves the platform: whoever asked for it, accounts are never whole in it. */
const maskedOnce = <A extends Parameters<typeof masked>[0]>(account: A): A => (account.number.startsWith('*') ? account : masked(account))

/** Payment orders with what the bank answered, its files as they were read, and the ledger. */
export async function* archiveMoney(room: ArchiveRoom, folder: string): AsyncGenerator<ArchiveEntry, Sheet[]> {
  const { context, competition } = room
  if (competition.kind !== 'venture' || competition.awardsPublishedAt === null) return []
  const { orders: seen } = await readPayments(context, competition.id)
  const orders = seen.toReversed().map((order) => ({ ...order, payer: { ...order.payer, account: '' }, lines: order.lines.map((line) => ({ ...line, account: maskedOnce(line.account) })) }))
  const returns = (await Promise.all(orders.map(({ number }) => context.table.queryAll(bankReturnItem, keys.bankReturns(competition.id, number))))).flat().map(({ value }) => value)
  if (orders.length > 0) {
    yield { path: `${folder}/${word(room, '付款清单与银行回单', 'orders-and-returns')}.xlsx`, pack: false, bytes: await xlsx([
      {
        name: word(room, '付款清单', 'Orders'), head: heads(room, ['清单', 'Order'], ['时间', 'When'], ['制单', 'By'], ['编号', 'Reference'], ['项目', 'Project'], ['收款单位', 'Payee'], ['开户行', 'Bank'], ['账号', 'Account'], ['金额（元）', 'Yuan'], ['提请', 'Asked by'], ['批准', 'Approved by'], ['结果', 'Result'], ['日期', 'Day'], ['原因', 'Reason']),
        rows: orders.flatMap((order) => order.lines.map((line) => [order.number, moment(order.at), order.by.name, line.reference, line.title, line.account.holder, line.account.bank, line.account.number, line.amount / 100, line.preparedBy, line.approvedBy, line.outcome === null ? '' : line.outcome.paid ? word(room, '到账', 'paid') : word(room, '退回', 'came back'), line.outcome?.on ?? '', line.outcome?.reason ?? ''])), money: [8],
      },
      {
        name: word(room, '银行回单', 'Returns'), head: heads(room, ['清单', 'Order'], ['文件', 'File'], ['读入', 'Read'], ['读入人', 'By'], ['行', 'Line'], ['编号', 'Reference'], ['金额', 'Amount'], ['结果', 'Result'], ['日期', 'Day'], ['原因', 'Reason'], ['生效', 'Applied']),
        rows: returns.flatMap((file) => file.rows.map((row) => [file.number, file.name, moment(file.readAt), file.by.name, row.line, row.reference, row.amount, row.result, row.on, row.reason, file.applied === null ? '' : `${file.applied.name} ${moment(file.applied.at)}`])),
      },
    ]) }
  }
  yield { path: `${folder}/${word(room, '资助台账', 'ledger')}.xlsx`, bytes: await ledgerFile(context, competition.id), pack: false }
  yield recordOf(room, folder, { orders, returns })
  return []
}

function grantBlocks(room: ArchiveRoom, grant: Grant, account: ReadMoney['account']): Block[] {
  const step = (done: Tranche['prepared']) => (done === null ? '' : `${done.name} ${moment(done.at)}`)
  return [
    { facts: [
      [word(room, '单位', 'Organisation'), grant.organisation.name], [word(room, '收款单位', 'Payee'), `${grant.payee.name}${grant.payee.host ? word(room, '（挂靠单位）', ' (host)') : ''}`],
      [word(room, '资助金额', 'Amount'), `${yuan(room, grant.amount)}（${capitalYuan(grant.amount)}）`], [word(room, '状态', 'State'), grantStateNames[grant.state][room.archive.language]],
      [word(room, '签订', 'Signed'), moment(grant.signedAt) === '' ? '—' : moment(grant.signedAt)], [word(room, '执行期', 'Delivery'), grant.period === null ? '—' : `${grant.period.from} – ${grant.period.to}`],
      [word(room, '收款账户', 'Account'), account === null ? '—' : `${account.holder} · ${account.bank} ${account.branch} · ${account.number} · ${account.confirmed === null ? word(room, '未确认', 'not confirmed') : `${word(room, '已确认', 'confirmed')} ${account.confirmed.name} ${moment(account.confirmed.at)}`}`],
      ...(grant.endedBecause === null ? [] : [[word(room, '放弃原因', 'Why it ended'), grant.endedBecause] as const]),
    ] },
    { heading: word(room, '分期拨款', 'Tranches') },
    { table: {
      head: heads(room, ['期次', 'Part'], ['比例', 'Share'], ['金额', 'Amount'], ['状态', 'State'], ['提请', 'Asked'], ['批准', 'Approved'], ['清单', 'Order'], ['到账', 'Paid on'], ['退票', 'Came back']),
      rows: grant.tranches.map((one) => [said(room, one.name), `${one.percent}%`, yuan(room, one.amount), said(room, trancheWords[one.state]), step(one.prepared), step(one.approved), one.order ?? '', one.paidOn ?? '', one.returned.map(({ order, on, reason }) => `${order} ${on} ${reason}`).join('\n')]),
    } },
    { heading: word(room, '评估结果', 'Results') },
    { table: { head: heads(room, ['评估', 'Evaluation'], ['评估员', 'Evaluator'], ['总分', 'Total'], ['通过', 'Passed'], ['等级', 'Grade'], ['时间', 'When']), rows: grant.evaluations.map(({ of, evaluator }) => {
      const result = grant.results[of]
      return [of === 'final' ? word(room, '末期', 'Final') : word(room, '中期', 'Mid-term'), evaluator?.name ?? '—', result?.total ?? '—', result === null ? '—' : yes(room, result.passed), result?.grade ?? '—', moment(result?.at)]
    }) } },
  ]
}

const trancheWords: Record<Tranche['state'], { zh: string; en: string }> = {
  waiting: { zh: '待拨', en: 'Waits' }, prepared: { zh: '待审批', en: 'To be approved' }, approved: { zh: '已批准', en: 'Approved' }, ordered: { zh: '已出清单', en: 'Ordered' }, paid: { zh: '已到账', en: 'Paid' }, failed: { zh: '退票', en: 'Came back' }, cancelled: { zh: '不再拨付', en: 'Called off' },
}
const agreementWords: Record<Agreement['state'], { zh: string; en: string }> = { offered: { zh: '待签', en: 'Offered' }, signed: { zh: '已签', en: 'Signed' }, superseded: { zh: '已被取代', en: 'Superseded' }, withdrawn: { zh: '已撤回', en: 'Withdrawn' } }

/** The text as both signed it, and by which digest that can be proved. */
function agreementBlocks(room: ArchiveRoom, agreement: Agreement): Block[] {
  const signed = (signature: Agreement['organisation']) => (signature === null ? '—' : `${signature.name}（${signature.title}）${moment(signature.at)}\nSHA-256 ${signature.digest}`)
  return [
    { facts: [
      [word(room, '状态', 'State'), said(room, agreementWords[agreement.state])], [word(room, '拟定', 'Offered by'), `${agreement.offeredBy.name} ${moment(agreement.offeredAt)}`],
      [word(room, '甲方签字', 'Signed for the authority'), signed(agreement.authority)], [word(room, '乙方签字', 'Signed for the organisation'), signed(agreement.organisation)],
      [word(room, '文本校验码（SHA-256）', 'Digest of the text (SHA-256)'), agreement.digest], ...(agreement.reason === '' ? [] : [[word(room, '变更理由', 'Reason of the amendment'), agreement.reason] as const]),
    ] },
    ...agreement.clauses.flatMap(({ heading, paragraphs }): Block[] => [{ heading }, ...paragraphs.map((text) => ({ text }))]),
  ]
}

function appraisalBlocks(room: ArchiveRoom, { appraisal: { self, requests, postponements, results, objections }, rule }: AppraisalView): Block[] {
  const { answers, figures } = self ?? {}
  const items = [...leavesOf(rule.criteria), ...rule.extras, ...rule.triggers]
  const ruled = (one: { by: { name: string }; at: Parameters<typeof moment>[0] }) => `${one.by.name} ${moment(one.at)}`
  return [
    { heading: word(room, '自评', 'Self-evaluation') },
    { facts: self === null ? [[word(room, '没有提交', 'None was sent'), '—']] : [
      [word(room, '提交', 'Sent'), `${self.savedBy.name} ${moment(self.sentAt)}`],
      [word(room, '数字', 'Figures'), figures === null || figures === undefined ? '—' : `${word(room, '活动', 'activities')} ${figures.activities} · ${word(room, '受益人', 'people')} ${figures.people} · ${word(room, '人次', 'attendances')} ${figures.attendances} · ${word(room, '支出', 'spent')} ${yuan(room, figures.spent)}`],
      [word(room, '完成情况', 'What was done'), answers?.done ?? '—'], [word(room, '成效', 'Results'), answers?.results ?? '—'], [word(room, '资金使用', 'Use of the money'), answers?.money ?? '—'], [word(room, '困难和变化', 'Difficulties'), answers?.difficulties ?? '—'], [word(room, '下一步', 'What next'), answers?.next ?? '—'],
    ] },
    { heading: word(room, '补充和实地核查', 'Supplements and visits') },
    { table: { head: heads(room, ['类型', 'Kind'], ['事项', 'About'], ['提出', 'Asked'], ['期限', 'Due'], ['答复', 'Answer']), rows: requests.map((one) => [one.kind === 'visit' ? word(room, '实地核查', 'Visit') : word(room, '补充材料', 'Supplement'), one.items.join('\n'), ruled(one), moment(one.dueAt), one.answer === null ? '' : `${one.answer.text}\n${ruled(one.answer)}`]) } },
    { heading: word(room, '延期', 'Postponements') },
    { table: { head: heads(room, ['申请到', 'Until'], ['理由', 'Reason'], ['申请', 'Asked'], ['结果', 'Answer']), rows: postponements.map((one) => [one.until, one.reason, ruled(one), one.answer === null ? '' : `${one.answer.granted ? word(room, '同意到', 'granted until') : word(room, '不同意', 'refused')} ${one.answer.until ?? ''} ${one.answer.reason} ${ruled(one.answer)}`]) } },
    { heading: word(room, '结果', 'Results') },
    { table: { head: [...heads(room, ['时间', 'When'], ['依据', 'Because of'], ['谁', 'By']), ...items.map(({ label }) => said(room, label)), ...heads(room, ['总分', 'Total'], ['通过', 'Passed'], ['等级', 'Grade'], ['意见', 'Comment'])], rows: results.map((one) => [moment(one.at), said(room, becauseWords[one.because]), one.by?.name ?? word(room, '系统', 'Platform'), ...items.map(({ id }) => one.scores[id] ?? ''), one.total, yes(room, one.passed), one.grade ?? '', one.comment]) } },
    { heading: word(room, '异议', 'Objections') },
    { table: { head: heads(room, ['提出人', 'By'], ['联系方式', 'Contact'], ['事实', 'Facts'], ['时间', 'When'], ['处理', 'Ruling']), rows: objections.map((one) => [one.name, one.contact, one.facts, moment(one.at), one.ruling === null ? '' : `${said(room, effectWords[one.ruling.effect])} ${one.ruling.reasons} ${ruled(one.ruling)}`]) } },
  ]
}

const becauseWords = { sheet: { zh: '评估员评分', en: 'the evaluator’s sheet' }, late: { zh: '逾期', en: 'nothing by the date' }, ruling: { zh: '异议处理', en: 'a ruling' } }
const effectWords = { confirm: { zh: '维持', en: 'Confirmed' }, change: { zh: '改变', en: 'Changed' }, again: { zh: '重新评估', en: 'To be done again' } }
const causeWords: Record<Clawback['cause'], { zh: string; en: string }> = { misuse: { zh: '支出超出协议用途', en: 'Spent outside the agreement' }, grade: { zh: '评估不合格', en: 'Failed evaluation' }, breach: { zh: '其他违约', en: 'Another breach' } }

function clawbackBlocks(room: ArchiveRoom, clawback: Clawback): Block[] {
  const { cause, lines, total, reasons, decided, instalments, received, writeOffs, settledAt } = clawback
  return [
    { facts: [
      [word(room, '原因', 'Cause'), said(room, causeWords[cause])], [word(room, '追回总额', 'Claimed'), yuan(room, total)], [word(room, '理由', 'Reasons'), reasons], [word(room, '决定', 'Decided'), `${decided.name} ${moment(decided.at)}`],
      [word(room, '已退回', 'Came back'), yuan(room, receivedOf(clawback))], [word(room, '已核销', 'Written off'), yuan(room, writtenOffOf(clawback))], [word(room, '未退回', 'Open'), yuan(room, openOf(clawback))], [word(room, '结清', 'Settled'), settledAt === null ? '—' : moment(settledAt)],
    ] },
    { heading: word(room, '明细', 'Lines') }, { table: { head: heads(room, ['事项', 'What'], ['金额', 'Amount']), rows: lines.map(({ what, amount }) => [what, yuan(room, amount)]) } },
    { heading: word(room, '分期', 'Instalments') }, { table: { head: heads(room, ['期限', 'Due'], ['金额', 'Amount']), rows: instalments.map(({ on, amount }) => [on, yuan(room, amount)]) } },
    { heading: word(room, '退回', 'Received') }, { table: { head: heads(room, ['日期', 'Day'], ['金额', 'Amount'], ['凭证', 'Reference'], ['登记', 'Recorded']), rows: received.map((one) => [one.on, yuan(room, one.amount), one.reference, `${one.recorded.name} ${moment(one.recorded.at)}`]) } },
    { heading: word(room, '核销', 'Write-offs') }, { table: { head: heads(room, ['金额', 'Amount'], ['理由', 'Reasons'], ['申请', 'Asked'], ['答复', 'Answer']), rows: writeOffs.map((one) => [yuan(room, one.amount), one.reasons, `${one.asked.name} ${moment(one.asked.at)}`, one.answer === null ? '' : `${one.answer.approved ? word(room, '批准', 'approved') : word(room, '不批准', 'refused')} ${one.answer.name} ${moment(one.answer.at)} ${one.answer.note}`]) } },
  ]
}
