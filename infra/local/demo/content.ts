import type { DemoProject } from './projects.ts'

/** Answers to the district's default form for one invented project; `day` gives a date so many days from now, as YYYY-MM-DD. */
export function demoContent(project: DemoProject, applicant: { name: string; code: string }, day: (days: number) => string): Record<string, unknown> {
  const half = Math.floor(project.fen / 2 / 10_000) * 10_000
  const own = Math.floor(project.fen / 4 / 10_000) * 10_000
  return {
    name: project.name,
    applicantName: applicant.name, registrationNumber: applicant.code, address: '示例街道示例路 1 号', representative: '示例法人', representativePhone: '0573-00000001', lead: '示例负责人', leadPhone: '0573-00000002', contact: '示例联系人', contactPhone: '0573-00000003',
    profile: '成立五年，专职社工 6 人，稳定服务的志愿者 40 余人，做过的社区项目都有记录可查。',
    team: ['统筹', '志愿者培训', '记录与评估'].map((duty, n) => ({ memberName: `组员 ${n + 1}`, education: '本科', qualification: n === 0 ? '社会工作师' : '', duty, memberPhone: `0573-0000001${n}` })),
    summary: project.summary, need: project.need, approach: project.approach,
    goals: `一年内稳定服务 ${project.people} 人，形成社区自己能接着做的办法。`,
    steps: [
      { stepDate: day(45), stepName: '招募和培训志愿者', stepPlace: '社区活动室', stepAttendances: 40 },
      { stepDate: day(75), stepName: '开始服务', stepPlace: '各楼组', stepAttendances: project.people * 2 },
      { stepDate: day(240), stepName: '中期回看，调整做法', stepPlace: '社区活动室', stepAttendances: 60 },
    ],
    risks: '志愿者上岗前都买意外险；遇到突发情况先救人、再报告，联络顺序贴在记录本首页。',
    effect: `直接服务 ${project.people} 人，服务后回访满意度不低于九成；留下一份别的社区能照着做的手册。`,
    sustainability: '楼组长和志愿者骨干接手日常，社工每季度督导一次；场地由社区长期提供。',
    places: [{ placeName: '示例街道示例社区' }], startDate: day(40), endDate: day(340),
    directPeople: project.people, indirectPeople: project.people * 3, attendances: project.people * 12,
    totalBudget: half + own, requested: half, ownFunds: own, inKind: 0,
    budget: [
      { head: 'activity', activity: '培训和活动', unitPrice: half / 100, unit: '场', quantity: '100', source: 'grant', note: '' },
      { head: 'materials', activity: '物资', unitPrice: own / 100, unit: '套', quantity: '100', source: 'own', note: '' },
    ],
    volunteers: 42, activitiesHeld: 36,
  }
}

/** A small PDF that stands for a scanned certificate. */
export function demoPdf(text: string): Uint8Array<ArrayBuffer> {
  const drawn = `BT /F1 18 Tf 72 720 Td (${text}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let body = '%PDF-1.4\n'
  const offsets = objects.map((object, n) => {
    const at = body.length
    body += `${n + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  return new TextEncoder().encode(`${body}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`)
}
