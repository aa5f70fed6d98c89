import type { Objection } from '../../shared/notice/notice.ts'

/** An open objection of a person, as it stands in the table. */
export const anObjection = (given: Pick<Objection, 'id' | 'competition' | 'proposal' | 'at'>): Objection => ({
  ...given, notice: 1, kind: 'person', name: '示例居民', contact: 'resident@example.cn', facts: '受益人数与我们看到的不符，请核实。', files: [], language: 'zh', deadline: { day: '2099-12-31', provisional: true }, state: 'open', ruling: null,
})
