import type { Look } from '../../look/look.ts'
import { words } from '../../look/words.ts'

export const recoveryTexts = (look: Look) => words(look.language, {
  zh: {
    none: '没有追回', noneHint: '支出超出协议用途、末期评估不合格或违约时，在这里办理追回。', open: '追回资金', openLead: (sum: string) => `最多可以追回已拨付的 ${sum} 元。追回期间不再拨付。`, cause: '原因', causes: { misuse: '支出超出协议用途', grade: '评估不合格', breach: '其他违约' }, lines: '追回的明细', what: '事项', amount: '金额', linesHint: '逐项写明，没有用到的行留空。', reasons: '理由', reasonsHint: '写明事实和依据，会通知单位。', on: '退回期限', onHint: '不分期的，只填一行；都不填，就是 30 天内一次退回。', instalments: '分期', ban: '同时禁止申报', banHint: (years: number) => `${years} 年内不得申报；下次申报时自动检查。`, decide: '决定追回', sure: '决定后会通知单位',
    claim: (n: number) => `第 ${n} 次追回`, settled: '已结清', running: '追回中', total: '追回总额', left: '还没有退回', due: '下一期', decided: '决定', came: '已退回', reference: '凭证号或说明', day: '到账日期', record: '登记退回', writeOff: '申请核销', writeOffHint: '确实收不回的部分，由财务另一人审批。', asked: '申请核销', approve: '批准核销', refuse: '不批准', note: '意见', approved: '已核销', refused: '没有批准', waiting: '待审批', lapsed: '已全部退回，不再需要', fen: '元',
    bans: '禁止申报的单位', noBans: '现在没有禁止申报的单位', organisation: '单位', until: '禁止到', why: '理由', state: '状态', lifted: '已解除', over: '已期满', inForce: '禁止中', lift: '解除', liftReason: '解除的理由', grant: '来自',
  },
  en: {
    none: 'Nothing was claimed back', noneHint: 'Spending outside the agreement, a failed final evaluation or a breach is dealt with here.', open: 'Claim money back', openLead: (sum) => `At most the ${sum} yuan that were paid. Nothing more is released meanwhile.`, cause: 'Cause', causes: { misuse: 'Spent outside the agreement', grade: 'Failed evaluation', breach: 'Another breach' }, lines: 'What is claimed', what: 'For', amount: 'Sum', linesHint: 'One by one; leave rows empty that you do not need.', reasons: 'Reasons', reasonsHint: 'Facts and rules; the organisation is told.', on: 'Due', onHint: 'One row if it is paid at once; none: all of it within 30 days.', instalments: 'Instalments', ban: 'Bar it from applying, too', banHint: (years) => `For ${years} years; the next call checks it by itself.`, decide: 'Claim it back', sure: 'The organisation will be told',
    claim: (n) => `Claim ${n}`, settled: 'Settled', running: 'Open', total: 'Claimed', left: 'Still open', due: 'Next instalment', decided: 'Decided', came: 'Came back', reference: 'Voucher or note', day: 'Day it came', record: 'Record a payment', writeOff: 'Ask to write off', writeOffHint: 'What cannot be got back; another person, of finance, approves.', asked: 'Write-off asked for', approve: 'Approve the write-off', refuse: 'Refuse', note: 'Note', approved: 'Written off', refused: 'Refused', waiting: 'To be approved', lapsed: 'All came back; not needed any more', fen: 'yuan',
    bans: 'Barred organisations', noBans: 'No organisation is barred now', organisation: 'Organisation', until: 'Until', why: 'Reason', state: 'State', lifted: 'Lifted', over: 'Over', inForce: 'Barred', lift: 'Lift', liftReason: 'Reason to lift it', grant: 'From',
  },
})
