import type { Language } from '../../../shared/kernel/text.ts'
import type { RegisteredKind } from '../../../shared/organisation/credit-code.ts'
import type { AdmissionDecision, OrganisationState } from '../../../shared/organisation/lifecycle.ts'
import type { Organisation, OrganisationKind } from '../../../shared/organisation/organisation.ts'
import type { Fact, State } from '../look/tell.tsx'

type Named<Name extends string> = Record<Name, Record<Language, string>>

export const kindNames: Named<OrganisationKind> = {
  organisation: { zh: '社会组织', en: 'Social organisation' },
  agency: { zh: '专业社工机构', en: 'Social work agency' },
  team: { zh: '志愿服务队伍', en: 'Volunteer team' },
}
export const registeredNames: Named<RegisteredKind> = {
  association: { zh: '社会团体', en: 'Association' },
  service: { zh: '社会服务机构（民办非企业单位）', en: 'Social service (private non-enterprise unit)' },
  foundation: { zh: '基金会', en: 'Foundation' },
  other: { zh: '其他有统一社会信用代码的单位', en: 'Another body with a credit code' },
}
export const stateNames: Named<OrganisationState> = {
  asked: { zh: '待审核', en: 'Waiting' },
  returned: { zh: '退回补充', en: 'Returned' },
  rejected: { zh: '未通过', en: 'Not admitted' },
  admitted: { zh: '已入驻', en: 'Admitted' },
  suspended: { zh: '已暂停', en: 'Suspended' },
}
export const stateTones: Record<OrganisationState, State> = { asked: 'wait', returned: 'wait', rejected: 'late', admitted: 'done', suspended: 'late' }

/** What the host of a filed organisation has answered, as both sides and the administrators read it. */
export const hostingNames: Named<'waits' | 'accepted' | 'declined'> = {
  waits: { zh: '等挂靠单位答复', en: 'Waits for its host' },
  accepted: { zh: '挂靠单位已接受', en: 'Host has accepted' },
  declined: { zh: '挂靠单位没有接受', en: 'Host has declined' },
}
export const hostingTones: Record<keyof typeof hostingNames, State> = { waits: 'wait', accepted: 'done', declined: 'late' }

/** What a decision's button says, and what will happen. */
export const decisionNames: Record<AdmissionDecision, { zh: { label: string; hint: string }; en: { label: string; hint: string } }> = {
  admit: { zh: { label: '通过', hint: '可以开始申报，联系人收到邮件' }, en: { label: 'Admit', hint: 'They can apply; the contact gets a mail' } },
  return: { zh: { label: '退回补充', hint: '对方看到理由，修改后再提交' }, en: { label: 'Return', hint: 'They read the reason, change it and ask again' } },
  reject: { zh: { label: '不通过', hint: '对方看到理由；以后可以重新受理' }, en: { label: 'Reject', hint: 'They read the reason; it can be taken up again later' } },
  suspend: { zh: { label: '暂停申报资格', hint: '已有的申报书不受影响，不能再交新的' }, en: { label: 'Suspend', hint: 'Proposals already sent stay; no new ones' } },
  reinstate: { zh: { label: '恢复申报资格', hint: '又可以申报' }, en: { label: 'Reinstate', hint: 'They can apply again' } },
  reopen: { zh: { label: '重新受理', hint: '回到待审核' }, en: { label: 'Take up again', hint: 'It waits for a decision again' } },
}

/** What an organisation told of itself, as labels and values. */
export function organisationFacts(organisation: Organisation, language: Language): Fact[] {
  const zh = language === 'zh'
  const own: Fact[] = organisation.standing === 'registered'
    ? [{ term: zh ? '登记类型' : 'Registered as', detail: registeredNames[organisation.registeredAs][language] }, { term: zh ? '信用代码' : 'Credit code', detail: organisation.creditCode }]
    : [
        { term: zh ? '备案单位' : 'Filed with', detail: organisation.filing.with },
        ...(organisation.filing.number === '' ? [] : [{ term: zh ? '备案编号' : 'Filing number', detail: organisation.filing.number }]),
        { term: zh ? '挂靠单位' : 'Host organisation', detail: `${organisation.host.name} ${organisation.host.creditCode}` },
        { term: zh ? '挂靠答复' : 'Host’s answer', detail: [hostingNames[organisation.hosting?.state ?? 'waits'][language], organisation.hosting?.reason ?? ''].filter((part) => part !== '').join(zh ? '：' : ': ') },
      ]
  const team: Fact[] = organisation.team === null ? [] : [{ term: zh ? '队伍' : 'Team', detail: zh ? `${organisation.team.size} 人，其中骨干 ${organisation.team.core} 人` : `${organisation.team.size} people, ${organisation.team.core} of them core` }]
  return [
    { term: zh ? '类别' : 'Kind', detail: kindNames[organisation.kind][language] }, ...own, ...team,
    { term: zh ? '联系人' : 'Contact', detail: organisation.contact.name }, { term: zh ? '电话' : 'Phone', detail: organisation.contact.phone }, { term: zh ? '邮箱' : 'E-mail', detail: organisation.contact.email },
  ]
}
