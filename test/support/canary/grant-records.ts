import { agreementItem } from '../../../shared/agreement/agreement.store.ts'
import { appraisalItem, evaluatedGrantItem } from '../../../shared/appraisal/appraisal.store.ts'
import { banItem } from '../../../shared/ban/ban.store.ts'
import { clawbackItem } from '../../../shared/clawback/clawback.store.ts'
import { grantFileItem } from '../../../shared/grant/file.store.ts'
import type { GrantFile } from '../../../shared/grant/file.ts'
import type { Grant } from '../../../shared/grant/grant.ts'
import { shanghaiDate } from '../../../shared/kernel/calendar.ts'
import { derivedId, newFileId, newObjectionId, newPersonId, type PersonId } from '../../../shared/kernel/ids.ts'
import { type Instant, plusDays } from '../../../shared/kernel/instant.ts'
import { move } from '../../../shared/ledger/ledger.ts'
import { movementItem } from '../../../shared/ledger/ledger.store.ts'
import { makeOrder } from '../../../shared/payment/order.ts'
import { accountItem, bankReturnItem, paymentOrderItem } from '../../../shared/payment/payment.store.ts'
import type { TestPlatform } from '../platform.ts'

const name = '经办'

/**
 * One of each record that a grant leaves behind, written directly and full: nothing is null or empty in which a text could stand, whatever a
 * real grant would have at the same time. The mid-term evaluation has its result; of the final one nothing is sent.
 */
export async function writeGrantRecords(platform: TestPlatform, grant: Grant, people: { member: PersonId; evaluator: PersonId }): Promise<{ file: string; draft: string; return: string }> {
  const at = platform.clock.now()
  const [file, draft] = [newFileId(), newFileId()]
  const attached = (id: GrantFile['file'], kind: GrantFile['kind'], of: string): GrantFile => ({ grant: grant.id, file: id, kind, of, name: '材料.pdf', bytes: 100, type: 'pdf', sha256: '0', at, by: { person: people.member, name } })
  await platform.table.transact([
    ...evaluations(grant, people, at), ...money(grant, people.member, at), ...recovery(grant, people.member, at),
    agreementItem.put({
      grant: grant.id, version: 1, state: 'signed', title: '资助协议', clauses: [{ heading: '一', paragraphs: ['正文'] }], digest: '0'.repeat(64), amount: grant.amount, tranches: grant.tranches.map(({ id, amount }) => ({ id, amount })),
      period: { from: shanghaiDate(at), to: shanghaiDate(at) }, reason: '变更', offeredBy: { person: people.member, name }, offeredAt: at, organisation: signed(people.member, at), authority: signed(people.member, at), scan: file,
    }, 'none'),
    evaluatedGrantItem.put({ person: people.evaluator, grant: grant.id, since: at }, 'none'),
    grantFileItem.put(attached(file, 'scan', '1'), 'none'), grantFileItem.put(attached(newFileId(), 'self', 'mid-term'), 'none'), grantFileItem.put(attached(newFileId(), 'desk', 'mid-term'), 'none'),
    grantFileItem.put(attached(newFileId(), 'payment', 'first'), 'none'), grantFileItem.put(attached(draft, 'desk', 'final'), 'none'),
  ])
  return { file, draft, return: RETURN }
}
const RETURN = 'return-1'
const signed = (by: PersonId, at: Instant) => ({ by, name, title: '负责人', at, digest: '0'.repeat(64) })

function evaluations(grant: Grant, { member, evaluator }: { member: PersonId; evaluator: PersonId }, at: Instant) {
  const [own, theirs] = [{ person: member, name }, { person: evaluator, name }]
  const answers = { done: '办了', results: '好', money: '按预算', difficulties: '无', next: '继续', activities: 1, people: 2, attendances: 3, spent: 4 }
  const card = { by: theirs, scores: { delivery: '50' }, comment: '草稿', revision: 1, savedAt: at }
  const objection = (kind: 'grantee' | 'person') => ({ id: newObjectionId() as string, kind, name: '异议人', contact: '电话', facts: '事实', at, by: { person: newPersonId(), name }, ruling: { effect: 'confirm' as const, reasons: '理由', at, by: own } })
  return [
    appraisalItem.put({
      grant: grant.id, of: 'mid-term', self: { answers, revision: 1, savedAt: at, savedBy: own, sentAt: at, figures: { activities: 1, people: 2, attendances: 3, spent: 4, from: 'typed' } }, card,
      requests: [{ kind: 'supplement', items: ['签到表'], at, by: theirs, dueAt: at, answer: { text: '已附', at, by: own } }],
      postponements: [{ reason: '停课', until: shanghaiDate(at), at, by: own, answer: { granted: true, until: shanghaiDate(at), reason: '属实', at, by: own } }],
      results: [{ because: 'sheet', scores: { delivery: '50', money: '30' }, comment: '扎实', total: '80', passed: true, grade: null, at, by: theirs, objectionsUntil: plusDays(at, 7) }],
      objections: [objection('person'), objection('grantee')],
    }, 'none'),
    appraisalItem.put({ grant: grant.id, of: 'final', self: { answers, revision: 1, savedAt: at, savedBy: own, sentAt: null, figures: null }, card, requests: [], postponements: [], results: [], objections: [] }, 'none'),
  ]
}

function money(grant: Grant, person: PersonId, at: Instant) {
  const who = { by: person, name, at }
  const account = { grant: grant.id, holder: grant.payee.name, bank: '银行', branch: '支行', lineNumber: '103335000018', number: '6222000012340005678', province: '省', city: '市', revision: 1, given: who, confirmed: who }
  const [tranche] = grant.tranches
  if (tranche === undefined) throw new Error('a part expected')
  const { order } = makeOrder({ competition: grant.competition, district: grant.district, number: 1, payer: { name: '付款人', account: '33000000' }, name: { zh: '大赛' } }, [{ grant: { ...grant, tranches: [{ ...tranche, state: 'approved' }] }, tranche: { ...tranche, state: 'approved', prepared: who, approved: who }, account }], { person, name }, at)
  return [
    accountItem.put(account, 'none'),
    movementItem.put({ id: derivedId('amend', grant.id), competition: grant.competition, at, kind: 'amend', because: { noun: 'agreement', id: `${grant.id} 1` }, sentence: { zh: '变更' }, by: { person, name }, sides: move(1, 'signed', 'left', grant.id) }, 'none'),
    paymentOrderItem.put({ ...order, lines: order.lines.map((line) => ({ ...line, outcome: { paid: false, on: shanghaiDate(at), reason: '户名不符', source: '回单.csv', recorded: who } })) }, 'none'),
    bankReturnItem.put({ competition: grant.competition, number: 1, id: RETURN, name: '回单.csv', rows: [{ line: 2, reference: order.lines[0]?.reference ?? '', amount: '1', result: '失败', on: shanghaiDate(at), reason: '户名不符', total: false }], readAt: at, by: { person, name }, applied: { at, by: person, name, paid: 0, returned: 1 } }, 'none'),
  ]
}

function recovery(grant: Grant, person: PersonId, at: Instant) {
  const who = { by: person, name, at }
  const day = shanghaiDate(at)
  return [
    clawbackItem.put({
      grant: grant.id, number: 1, cause: 'misuse', lines: [{ what: '招待费', amount: 100 }], total: 100, reasons: '用途不符', decided: who, instalments: [{ on: day, amount: 100 }], received: [{ id: 'received-1', on: day, amount: 1, reference: '凭证', recorded: who }],
      writeOffs: [{ number: 1, amount: 1, reasons: '无法追回', asked: who, answer: { approved: true, note: '同意', ...who } }], settledAt: null,
    }, 'none'),
    banItem.put({ id: derivedId('ban', grant.id), district: grant.district, organisation: { ...grant.organisation, creditCode: null }, from: day, until: day, grant: grant.id, competition: grant.competition, reasons: '用途不符', by: { person, name }, at, lifted: { person, name, at, reasons: '已补救' } }, 'none'),
  ]
}
