import type { Competition } from '../../../shared/competition/competition.ts'
import type { Language } from '../../../shared/kernel/text.ts'
import { words } from '../look/words.ts'

const ofContest = (language: Language) => words(language, {
  zh: {
    title: '结果和奖项', early: '评审还没有结束', earlyLead: '最后一轮计分后，这里列出按章程算出的奖项。', list: '拟授奖项', caption: '按奖项排列', none: '没有项目获奖',
    noneLead: '最后一轮没有留下可授奖的项目。', lines: (n: number) => `${n} 个`,
    prepare: '准备公示', prepareLead: '核对名单后发布公示。发布后不能改，更正要另发一号，公示期重新计算。', again: '名单有变，请公示变动的部分', againLead: '只公示变动的项目，其余项目的公示期照旧。',
    decideFirst: (n: number) => `有 ${n} 处并列，决定后才能公示。`,
    tie: (award: string, n: number, places: number) => `${award}：${n} 个项目并列，取 ${places} 个`, tieLead: '按章程的各项比较后仍然相同。理由会进入留痕。',
    choose: (n: number) => `选 ${n} 个`, reason: '理由', decide: '就这样定', waiting: (list: string) => `${list}要等并列决定后才能给出。`,
    running: '正在公示', left: (n: number, all: number) => `共 ${all} 个工作日，还剩 ${n} 个`, public: '公开页面', correct: '更正公示',
    objections: (n: number, late: number) => `${n} 件异议未处理${late === 0 ? '' : `（${late} 件已超期）`}`, blocked: (n: number) => `${n} 件异议待处理`, keptFrom: '您所在的单位参加了申报，异议由其他管理员处理，不在这里显示。', leads: (n: number) => `${n} 条线索未核实`, see: '去处理', ruling: '公示期满，还有异议未处理',
    rulingLead: '处理完最后一件，流程自动进入公布。',
    award: '公示期满，可以公布奖项', awardLead: (n: number) => `将公布 ${n} 个奖项，生成证书。`, publish: '公布奖项', ask: '公布后不能收回', finished: '奖项已公布',
    awards: '看获奖名单', notices: '发过的公示', number: '编号', numbered: (n: number) => `第 ${n} 号`, window: '公示期', published: '发布时间', change: '更正内容', first: '首次公示',
    unfilled: '没有用满的奖项', history: '已作的决定', decided: (award: string, chosen: string) => `决定${award}的并列：${chosen}`,
    annulled: (title: string) => `取消《${title}》的奖项`, corrected: '按处理决定更正了名单', tabs: '结果', result: '奖项', notice: '公示', objectionTab: '异议', replayTab: '复算',
    list2: '、', ranking: '推荐名单（打印）', out: '已公布', yuan: (sum: string) => `${sum} 元`, publishClear: (n: number) => `先公布 ${n} 个与异议无关的奖项`, publishClearLead: (n: number) => `这 ${n} 个奖项不等异议处理，现在公布并生成证书。此后取消的奖项不再递补。`,
  },
  en: {
    title: 'Result and awards', early: 'Judging is not over',
    earlyLead: 'After the last round is counted, the awards by the rulebook are listed here.', list: 'Proposed awards',
    caption: 'In the order of awards', none: 'No project takes an award', noneLead: 'The last round left nobody to give an award to.',
    lines: (n) => `${n}`,
    prepare: 'Prepare the notice',
    prepareLead: 'Check the list, then publish the notice. Once published it cannot be changed: a correction is another notice whose days start again.',
    again: 'The list has changed; what changed goes under notice', againLead: 'Only what has changed goes under notice; the days of the rest go on.', decideFirst: (n) => `${n} ties have to be decided before the notice.`,
    tie: (award, n, places) => `${award}: ${n} projects are equal, ${places} can take it`,
    tieLead: 'They are equal after all comparisons of the rulebook. The reason is kept in the trail.', choose: (n) => `Choose ${n}`,
    reason: 'Reason', decide: 'Decide it so', waiting: (list) => `${list} can only be given after the tie is decided.`,
    running: 'Under notice', left: (n, all) => `${all} working days, ${n} left`, public: 'Public page', correct: 'Correct the notice',
    objections: (n, late) => `${n === 1 ? '1 objection open' : `${n} objections open`}${late === 0 ? '' : ` (${late} late)`}`, blocked: (n) => (n === 1 ? '1 objection open' : `${n} objections open`), keptFrom: 'Your organisation has applied, so objections are dealt with by other administrators and not shown here.', leads: (n) => (n === 1 ? '1 lead open' : `${n} leads open`), see: 'Deal with them',
    ruling: 'The notice is over and objections are still open', rulingLead: 'After the last ruling the workflow goes on by itself.',
    award: 'The notice is over: the awards can be published',
    awardLead: (n) => `${n} awards will be published and their certificates made.`, publish: 'Publish the awards',
    ask: 'This cannot be taken back', finished: 'The awards are published', awards: 'See the awards', notices: 'Notices so far',
    number: 'Number', numbered: (n) => `No. ${n}`, window: 'Window', published: 'Published', change: 'What changed', first: 'First notice',
    unfilled: 'Awards with places left', history: 'Decisions so far',
    decided: (award, chosen) => `decided the tie for ${award}: ${chosen}`, annulled: (title) => `annulled the award of “${title}”`,
    corrected: 'corrected the list by a ruling', tabs: 'Result', result: 'Awards', notice: 'Notice', objectionTab: 'Objections', replayTab: 'Replay',
    list2: ', ', ranking: 'Ranked list to print', out: 'Published', yuan: (sum) => `${sum} yuan`, publishClear: (n) => `Publish the ${n} that no objection is about`, publishClearLead: (n) => `These ${n} awards do not wait for the rulings: they are published now with their certificates. From then on nobody moves up where an award is annulled.`,
  },
})

/** A venture gives grants, no awards: the same steps under the names they have there. */
const ofVenture = (language: Language) => words(language, {
  zh: {
    title: '结果和资助名单', earlyLead: '资助决定作出后，这里列出拟资助的项目。', list: '拟资助项目', caption: '按名单排列', none: '没有资助项目', noneLead: '没有项目获得资助。', result: '资助名单',
    award: '公示期满，可以公布资助名单', awardLead: (n: number) => `将公布 ${n} 个资助项目，生成证书，随后逐个签订协议。`, publish: '公布资助名单', finished: '资助名单已公布', awards: '看资助名单',
    annulled: (title: string) => `取消《${title}》的资助`, publishClear: (n: number) => `先公布 ${n} 个与异议无关的项目`, publishClearLead: (n: number) => `这 ${n} 个资助项目不等异议处理，现在公布并生成证书。此后取消的资助不再递补。`,
  },
  en: {
    title: 'Result and grants', earlyLead: 'Once the decision on grants is taken, the projects to be funded are listed here.', list: 'Proposed grants', caption: 'In the order of the list', none: 'No project is funded', noneLead: 'Nobody is given a grant.', result: 'Grants',
    award: 'The notice is over: the grants can be published', awardLead: (n) => `${n} grants will be published and their certificates made; then the agreements are signed.`, publish: 'Publish the grants', finished: 'The grants are published', awards: 'See the grants',
    annulled: (title) => `annulled the grant of “${title}”`, publishClear: (n) => `Publish the ${n} that no objection is about`, publishClearLead: (n) => `These ${n} grants do not wait for the rulings: they are published now with their certificates. From then on nobody moves up where one is annulled.`,
  },
})

export const resultTexts = (language: Language, kind: Competition['kind']) => ({ ...ofContest(language), ...(kind === 'venture' ? ofVenture(language) : {}) })
