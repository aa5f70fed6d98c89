import { libraryRulebooks } from '../../../shared/rulebook/library.ts'
import type { Content } from '../../../shared/rulebook/content.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'

export function rulebook(id: string): Rulebook {
  const found = libraryRulebooks().find((one) => one.id === id)
  if (!found) throw new Error(`no rulebook ${id} in the library`)
  return found
}

/** Answers to the form of jiaxing-default with which a proposal can be sent; all names are invented. */
export function sampleContent(changes: Content = {}): Content {
  return {
    name: '一口暖心饭',
    applicantName: '示例社工服务中心 1',
    registrationNumber: '52330411MJ9900020C',
    address: '秀洲区示例路 1 号',
    representative: '示例甲',
    representativePhone: '13800000001',
    lead: '示例乙',
    leadPhone: '13800000002',
    contact: '示例丙',
    contactPhone: '13800000003',
    profile: '从事社区为老服务。',
    team: ['示例乙', '示例丙', '示例丁'].map((memberName) => ({ memberName, duty: '送餐与走访' })),
    summary: '为独居老人送餐并探访。',
    need: '走访发现独居老人午餐困难。',
    goals: '每周送餐五次。',
    approach: '志愿者分组轮值。',
    steps: [{ stepDate: '2025-03-01', stepName: '启动', stepAttendances: 30 }, { stepDate: '2025-06-30', stepName: '总结' }],
    risks: '雨雪天由社区食堂代送。',
    effect: '独居老人按时用餐。',
    sustainability: '与社区食堂共建。',
    places: [{ placeName: '示例街道示例社区' }],
    startDate: '2025-03-01',
    endDate: '2025-08-31',
    directPeople: 40,
    indirectPeople: 120,
    attendances: 4000,
    totalBudget: 5_400_000,
    requested: 3_000_000,
    ownFunds: 2_000_000,
    inKind: 400_000,
    budget: [
      { head: 'meals', activity: '送餐', unitPrice: 1500, unit: '份', quantity: '2000', source: 'grant', note: '' },
      { head: 'labour', activity: '轮值', unitPrice: 10_000, unit: '人次', quantity: '200', source: 'own', note: '' },
      { head: 'materials', activity: '保温箱', unitPrice: 16_000, unit: '个', quantity: '25', source: 'in-kind', note: '按市价折算' },
    ],
    volunteers: 35,
    activitiesHeld: 12,
    ...changes,
  }
}
