const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** Invented credit codes of social services in Xiuzhou (52330411MJ99…), each other than the last; both check characters by their own sums. */
export function creditCodes(start = 100): () => string {
  let next = start
  return () => {
    const body = `MJ99${String(next++).padStart(4, '0')}`
    const rest = 11 - ([3, 7, 9, 10, 5, 8, 4, 2].reduce((sum, weight, place) => sum + weight * Number.parseInt(body.charAt(place), 36), 0) % 11)
    const code = `52330411${body}${rest === 10 ? 'X' : rest === 11 ? '0' : rest}`
    let weight = 1
    let sum = 0
    for (const character of code) {
      sum += weight * alphabet.indexOf(character)
      weight = (weight * 3) % 31
    }
    return code + alphabet.charAt((31 - (sum % 31)) % 31)
  }
}

export const organisationHead = ['名称', '类型', '登记或备案', '统一社会信用代码', '备案单位', '备案编号', '挂靠单位', '挂靠单位代码', '街道', '类别', '评估等级', '等级开始日期', '等级到期日期', '联系人', '联系电话']
export const teamHead = ['队伍名称', '备案单位', '备案编号', '挂靠单位', '街道', '队伍人数', '骨干人数', '负责人', '联系电话']
export const personHead = ['姓名', '手机', '街道', '所在单位', '社工级别', '证书编号', '登记有效期至', '带领队伍', '双报到社区', '双报到日期']

const streets = ['示例街道甲', '示例街道乙', '示例街道丙', '示例镇丁']
const streetOf = (n: number): string => streets[n % streets.length] ?? ''

/** Plainly invented registered and filed organisations. */
export function organisationRows(registered: number, filed: number, start = 2000): string[][] {
  const next = creditCodes(start)
  return [
    ...Array.from({ length: registered }, (_, n) => [`示例社会组织 ${n + 1}`, n % 40 === 0 ? '专业社工机构' : '', '登记', next(), '', '', '', '', streetOf(n), `小类 ${(n % 17) + 1}`, n % 3 === 0 ? '3A' : '', n % 3 === 0 ? '2024-01-01' : '', n % 3 === 0 ? '2028-12-31' : '', `联系人 ${n + 1}`, '0573-8270 0000']),
    ...Array.from({ length: filed }, (_, n) => [`示例备案组织 ${n + 1}`, '', '备案', '', streetOf(n), `BA-${n + 1}`, '示例社工服务中心', '52330411MJ9900020C', streetOf(n), '', '', '', '', `联系人 ${n + 1}`, '']),
  ]
}
export const teamRows = (count: number): string[][] => Array.from({ length: count }, (_, n) => [`示例志愿队 ${n + 1}`, streetOf(n), `DW-${n + 1}`, '示例社工服务中心', streetOf(n), String(10 + (n % 50)), String(2 + (n % 5)), `队长 ${n + 1}`, '13800000000'])
export const personRows = (count: number): string[][] => Array.from({ length: count }, (_, n) => [`示例人员 ${n + 1}`, `1380000${String(n).padStart(4, '0')}`, streetOf(n), '示例社工服务中心', n % 2 === 0 ? '社会工作师' : '', n % 2 === 0 ? `SW${n}` : '', n % 2 === 0 ? '2027-12-31' : '', '', n % 5 === 0 ? '示例社区' : '', ''])
