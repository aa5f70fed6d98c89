import type { Look } from '../../look/look.ts'
import { words } from '../../look/words.ts'

export const agreementTexts = (look: Look) => words(look.language, {
  zh: {
    none: '还没有拟定协议', noneHint: '主办单位拟定后，双方在这里阅读并签字。', offer: '拟定协议', amend: '变更协议', offerLead: '文本按模板生成，金额、分期和收款单位已经填好。双方都签字后生效。', amendLead: '变更是一个新的版本，双方都签字后取代现在的版本；已经拨付的部分不变。', replaces: '还有一版没有签完；新拟定的会取代它。',
    from: '执行期第一天', to: '执行期最后一天', amount: '变更后的资助金额', amountHint: '不变就不用改。不能超过公布的金额，也不能少于已经拨付的。', special: '补充约定', specialHint: '每行一条，写进协议正文。', reason: '变更理由', make: '生成协议', version: (n: number) => `第 ${n} 版`, titled: (n: number) => `资助协议第 ${n} 版`, states: { offered: '待签', signed: '已生效', superseded: '已被取代', withdrawn: '已撤回' }, versions: '各版协议', read: '全文和打印', print: '打印',
    signatures: '签字', side: { organisation: '获资助单位', authority: '主办单位' }, unsigned: '还没有签', title: '您的职务', titleHint: '例如：法定代表人、科长', sign: { organisation: '代表本单位签字', authority: '代表主办单位签字' }, signTitle: '签字后不能撤回', signLead: '您签的是上面这份全文，系统会记下您的姓名、时间和文本的摘要。', digest: '文本摘要（SHA-256）', drawnUp: '拟定', inForce: '双方已签，协议生效。', paper: '纸质协议盖章处',
  },
  en: {
    none: 'No agreement yet', noneHint: 'Once the authority has drawn it up, both sides read and sign it here.', offer: 'Draw up the agreement', amend: 'Amend the agreement', offerLead: 'The text comes from the template with sums, tranches and payee filled in. It is in force once both have signed.', amendLead: 'An amendment is a new version; once both have signed it takes the place of the present one. What has been paid stays.', replaces: 'One version is not signed by both yet; the new one takes its place.',
    from: 'First day', to: 'Last day', amount: 'Sum after the amendment', amountHint: 'Leave it as it is if it does not change. Not above what was published, nor below what has been paid.', special: 'Special terms', specialHint: 'One a line; they become part of the text.', reason: 'Reason for the amendment', make: 'Make the text', version: (n) => `Version ${n}`, titled: (n) => `Agreement, version ${n}`, states: { offered: 'To be signed', signed: 'In force', superseded: 'Superseded', withdrawn: 'Withdrawn' }, versions: 'Versions', read: 'Full text, to print', print: 'Print',
    signatures: 'Signatures', side: { organisation: 'The grantee', authority: 'The authority' }, unsigned: 'not signed yet', title: 'Your office', titleHint: 'For example: legal representative, head of section', sign: { organisation: 'Sign for our organisation', authority: 'Sign for the authority' }, signTitle: 'A signature cannot be taken back', signLead: 'You sign the whole text above; your name, the time and the digest of the text are kept.', digest: 'Digest of the text (SHA-256)', drawnUp: 'Drawn up', inForce: 'Signed by both and in force.', paper: 'For the paper copy',
  },
})
