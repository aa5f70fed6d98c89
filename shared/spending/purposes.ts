import type { Bilingual } from '../kernel/text.ts'

/** What public money is not for: by these words an entry's text is found to name it. `words` stand anywhere in a Chinese text, `en` as whole words. */
export interface Purpose {
  id: string
  label: Bilingual & { en: string }
  words: readonly string[]
  en: readonly string[]
  /** Row of forms.md's sources. */
  source: string
}

/** forms.md part 2, 'Never'. Words are ours (default): they ask for a reason, and forbid nothing by themselves. */
export const forbiddenPurposes: readonly Purpose[] = [
  { id: 'fixed-assets', label: { zh: '购置固定资产', en: 'Fixed assets' }, words: ['固定资产', '电脑', '空调', '冰箱', '打印机', '复印机', '投影仪', '电视机', '办公家具'], en: ['fixed assets?', 'computers?', 'laptops?', 'printers?', 'projectors?', 'air.?conditioners?'], source: 'S16' },
  { id: 'building', label: { zh: '基建、装修', en: 'Building works' }, words: ['基建', '装修', '修缮', '工程款', '建房', '改造工程'], en: ['renovations?', 'construction', 'building works?'], source: 'S16' },
  { id: 'comfort', label: { zh: '向服务对象发放现金或慰问品', en: 'Cash or comfort goods for clients' }, words: ['现金', '慰问金', '慰问品', '红包', '购物卡', '代金券', '礼金'], en: ['cash', 'comfort goods', 'vouchers?', 'gift cards?'], source: 'S16' },
  { id: 'cars', label: { zh: '购置车辆', en: 'Cars' }, words: ['购车', '汽车', '车辆购置', '轿车', '面包车', '电动车'], en: ['cars?', 'vehicles?', 'scooters?'], source: 'S14' },
  { id: 'fines', label: { zh: '罚款、滞纳金', en: 'Fines' }, words: ['罚款', '罚金', '滞纳金', '违约金'], en: ['fines?', 'penalt(?:y|ies)'], source: 'S14' },
  { id: 'debts', label: { zh: '偿还债务', en: 'Debts' }, words: ['还债', '偿还', '债务', '还贷', '借款', '贷款'], en: ['debts?', 'loans?', 'repayments?'], source: 'S14' },
  { id: 'investment', label: { zh: '对外投资', en: 'Investment' }, words: ['投资', '股票', '理财', '入股', '证券'], en: ['investments?', 'shares', 'stocks?', 'securities'], source: 'S14' },
  { id: 'gifts', label: { zh: '与项目无关的捐赠、赠送', en: 'Unrelated gifts' }, words: ['捐赠', '赞助', '礼品', '赠送'], en: ['gifts?', 'donations?', 'sponsorships?'], source: 'S14' },
  { id: 'hospitality', label: { zh: '宴请、出国（境）', en: 'Receptions and trips abroad' }, words: ['宴请', '招待', '出国', '出境', '旅游'], en: ['banquets?', 'receptions?', 'trips? abroad', 'tourism'], source: 'S44' },
]

/** The purposes that a text names. */
export function purposesIn(text: string): Purpose[] {
  const plain = text.normalize('NFKC').toLowerCase()
  return forbiddenPurposes.filter(({ words, en }) => words.some((word) => plain.includes(word)) || new RegExp(`\\b(?:${en.join('|')})\\b`).test(plain))
}
