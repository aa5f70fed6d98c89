import type { Look } from '../look/look.ts'
import { words } from '../look/words.ts'

/** The words of the settings' form. */
export function settingsTexts(look: Look) {
  return words(look.language, {
    zh: {
      saved: '已保存。', fixed: '征集已公布，规则和日期都已固定；这里只能改联系方式和介绍。改日期请到“进展”里的“修改日期”。', save: '保存', saveAndPreview: '保存并预览', back: '返回进展', deleteDraft: '删除草稿',
      about: '基本信息', nameZh: '中文名称', nameEn: '英文名称', authority: '主办单位', authorityHint: '公示和证书上的落款。', authorityEn: '主办单位英文名', phone: '咨询电话', contactHint: '电话和邮箱至少留一个。', email: '咨询邮箱', introduction: '介绍', introductionHint: '申报单位在征集公告里看到。',
      dates: '日期', datesHint: '北京时间。每一项都要在前一项之后；公布后可以凭理由修改。',
      categories: '类别与申报', categoriesHint: '申报时选一个类别；分组、名额可以按类别算。', addCategory: '加一个类别', proposalsEach: '每个单位最多申报', proposalsEachHint: '留空为不限。', copies: '份', blind: '盲评：评委看不到申报单位', blindHint: '评审页面、附件名和导出里都不出现单位名称。',
      row: (n: string) => `第 ${n} 行`, round: (n: number, name: string) => `第 ${n} 轮：${name}`,
      weight: '占总分', panelSize: '每份由几位评委评', floor: '最少几个评分', floorHint: '有评委回避时，不低于这个数就可以继续。', judges: '位', assignment: '分配方式', panel: '一组评委评一整组', spread: '逐份均匀分配', grouping: '分组', groupOne: '不分组', groupByCategory: '按类别', groupEven: '平均分', groups: '组数', groupsHint: '按类别时至少每类一组。', groupUnit: '组',
      advance: '晋级', advanceAll: '全部进入下一轮', advanceTop: '取前几名', advanceShare: '取百分之几', advanceThreshold: '达到分数线', amount: '数值', amountHint: '名次、百分比或分数。', within: '范围', withinAll: '全部一起', withinCategory: '各类别', withinGroup: '各组', tie: '分数线上并列', tieInclude: '都晋级', tieIncludeAward: '都获奖', tieDecide: '由管理员决定', lastRound: '最后一轮不淘汰，名次和奖项由总分决定。',
      disclosure: '评分公开多少', disclosureHint: '结果公示时，谁看得到评委打的分。总分、名次和封存码总是公开，评委姓名不写在里面；评委写给申报单位的话，奖项公布后只给那家单位看。评委接受邀请时会看到这一项；有评委接受以后，只能改成公开得更少。',
      disclosures: { totals: '只公开总分', own: '申报单位另看自己的评分', scores: '公开每张评分表的分数' },
      discloses: { totals: '每张评分表的分数都不公开，申报单位也看不到；只能核对评分表有没有被改动。', own: '申报单位看得到自己项目每张评分表的各项分数，评委只写字母；别人的看不到。公众只看总分。', scores: '谁都看得到每张评分表的各项分数，能自己重算结果。评委只写字母，每份申报书重新排。' },
      awards: '奖项', awardsHint: '按从上到下的顺序评出，每份申报书只拿一个奖。', addAward: '加一个奖项', award: '奖项', rule: '怎么定', ruleCount: '固定名额', ruleShare: '决赛项目的百分比', ruleThreshold: '达到分数', category: '限类别', anyCategory: '不限', awardTie: '名额线上并列',
      vote: '公众投票', voteWeight: '占总分', voteHint: (most: number) => `章程规定最多 ${most}%；与各轮加起来是 100%。`, money: '资金', budget: '资金总额', budgetHint: '本届大赛一共可以资助多少。', otherMoney: '其余资助规则', otherMoneyHint: '这些规则来自章程。要改的话，请导入改过的章程，再用它新建大赛。',
      notice: '公示', workingDays: '公示几个工作日', days: '个工作日', firstDayCounts: '公布当天计入公示期', firstDayHint: '不勾选时从第二天起算。', rulingDays: '收到异议后几个工作日内作出处理决定', rulingDaysHint: '从收到的第二天起算；到期前提醒，过期会标出来。', partial: '有异议待处理时，可以先公布与它无关的奖项', partialHint: '先公布以后，取消的奖项不再递补。',
    },
    en: {
      saved: 'Saved.', fixed: 'The call is out, so rules and dates are fixed; only contact and introduction can be changed here. To move a date, use "Move a date" under Progress.', save: 'Save', saveAndPreview: 'Save and preview', back: 'Back to progress', deleteDraft: 'Delete the draft',
      about: 'About', nameZh: 'Name in Chinese', nameEn: 'Name in English', authority: 'Authority', authorityHint: 'As it stands on the notice and the certificates.', authorityEn: 'Authority in English', phone: 'Phone', contactHint: 'Give a phone number or an e-mail address.', email: 'E-mail', introduction: 'Introduction', introductionHint: 'Applicants read it in the call.',
      dates: 'Dates', datesHint: 'Beijing time. Each has to be after the one before it; once published they can be moved with a reason.',
      categories: 'Categories and proposals', categoriesHint: 'A proposal is of one category; groups and numbers can go by category.', addCategory: 'Add a category', proposalsEach: 'Most proposals an organisation', proposalsEachHint: 'Empty: as many as it likes.', copies: '', blind: 'Blind: judges do not see who applies', blindHint: 'No page, file name or export for judges names the organisation.',
      row: (n) => `Row ${n}`, round: (n, name) => `Round ${n}: ${name}`,
      weight: 'Share of the final score', panelSize: 'Judges a proposal', floor: 'Fewest scores', floorHint: 'A recusal may bring it down to this.', judges: '', assignment: 'Assignment', panel: 'A panel scores its whole group', spread: 'Dealt evenly, proposal by proposal', grouping: 'Groups', groupOne: 'None', groupByCategory: 'By category', groupEven: 'Of even size', groups: 'Number of groups', groupsHint: 'By category: one for each at least.', groupUnit: '',
      advance: 'Who goes on', advanceAll: 'All', advanceTop: 'The first n', advanceShare: 'A share in percent', advanceThreshold: 'From a score on', amount: 'Figure', amountHint: 'Places, percent or score.', within: 'Among', withinAll: 'all together', withinCategory: 'each category', withinGroup: 'each group', tie: 'Tied across the line', tieInclude: 'All go on', tieIncludeAward: 'All take it', tieDecide: 'Administrators decide', lastRound: 'The last round cuts nobody: final score and awards decide.',
      disclosure: 'What is shown of the scores', disclosureHint: 'Who sees what judges gave, once the result is under notice. Totals, places and seals are always public; judges’ names are not part of it; what judges write to an applicant is shown to that applicant alone once the awards are published. Judges read this when they accept; from the first of them on it can only be changed to show less.',
      disclosures: { totals: 'Totals only', own: 'Applicants also see their own cards', scores: 'The scores of every card' },
      discloses: { totals: 'The scores of single cards are shown to nobody, applicants included; all can check that no card was changed.', own: 'Each applicant sees the scores of every card of its own project, under letters, and nobody else’s. The public sees totals only.', scores: 'Everybody sees the scores of every card and can count the result again. Judges are letters, dealt anew for each proposal.' },
      awards: 'Awards', awardsHint: 'Given from top to bottom; a proposal takes one at most.', addAward: 'Add an award', award: 'Award', rule: 'Decided by', ruleCount: 'A number', ruleShare: 'Percent of the finalists', ruleThreshold: 'A score', category: 'Category', anyCategory: 'any', awardTie: 'Tied across the last place',
      vote: 'Public vote', voteWeight: 'Share of the final score', voteHint: (most) => `The rulebook allows ${most}% at most; with the rounds it makes 100%.`, money: 'Money', budget: 'Budget', budgetHint: 'What this competition may fund in all.', otherMoney: 'The other rules of funding', otherMoneyHint: 'They come from the rulebook. To change them, import a changed rulebook and set up the competition from it.',
      notice: 'Notice', workingDays: 'Working days of the notice', days: 'working days', firstDayCounts: 'The day of publication counts', firstDayHint: 'Otherwise counting starts on the next day.', rulingDays: 'Working days for ruling on an objection', rulingDaysHint: 'From the day after it came in; administrators are reminded before, and late ones are marked.', partial: 'While objections wait, awards that none of them is about may be published', partialHint: 'After that nobody moves up where an award is annulled.',
    },
  })
}
