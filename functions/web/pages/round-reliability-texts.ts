import type { Aggregation } from '../../../shared/rulebook/round.ts'
import type { Look } from '../look/look.ts'
import { words } from '../look/words.ts'

/** Sentences for whoever has never heard of a standard error; the figures stand behind them. */
export const reliabilityTexts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    advice: '这一页只供参考。名次和奖项由公布的章程决定，这里的任何一个数都不会改动结果。', soon: '正在算', soonLead: '计分刚完成，再过几秒钟刷新这一页。', at: '算于',
    lines: '在每条线上', noLines: '这一轮没有要分的线', noLinesLead: '全部项目都进入下一轮，或者由人决定。', advance: (n: number) => `进入下一轮（${n} 个）`, award: (name: string, n: number) => `${name}（${n} 个）`,
    sure: { firm: '稳', close: '接近', open: '很接近' },
    sides: (last: string, value: string, next: string, other: string, margin: string) => `线内最后一位《${last}》${value} 分，线外第一位《${next}》${other} 分，相差 ${margin} 分。`,
    threshold: (mark: string, last: string, value: string, next: string, other: string, margin: string) => `分数线 ${mark} 分；线内最近的《${last}》${value} 分，线外最近的《${next}》${other} 分，离线最近的差 ${margin} 分。`,
    tied: (n: number) => `有 ${n} 个项目并列在线上，由主办单位决定。`,
    noChance: '每个项目只有一位评委，看不出偶然的出入有多大。', chance: (points: string) => `按这一轮评委打分的出入，这样的分差常会偶然上下 ${points} 分。`,
    against: { firm: '这个差距比偶然大得多。', close: '这个差距比偶然大，但大得不多。', open: '这个差距不比偶然大：换一组同样水平的评委，结果可能就反过来。' },
    same: (n: number) => `去掉任何一位评委，或者换成别的常用算法（共试了 ${n} 种），线内都是同样的项目。`, different: (k: number, n: number) => `去掉一位评委或换一种常用算法，共试了 ${n} 种，其中 ${k} 种会不一样：`, more: '看是哪些',
    without: (judge: string) => `没有${judge}`, by: (rule: string) => `改用${rule}`, enters: (titles: string) => `${titles}进线`, leaves: (titles: string) => `${titles}出线`, comma: '、', colon: '：', stop: '；',
    rules: (rule: Aggregation) => (rule.rule === 'mean' ? '平均分' : rule.rule === 'median' ? '中位数' : '去掉最高最低后的平均分'), picture: (value: string, points: string) => `${value} 分，可能偶然上下约 ${points} 分`,
    agree: '评委看法一致吗', whole: '整轮', grades: {
      excellent: '评委看法很一致：再请一组同样的评委，平均分的次序会几乎一样。', good: '评委看法大体一致：再请一组同样的评委，平均分的次序大体不变。', moderate: '评委看法有不少分歧：再请一组同样的评委，名次会有一些变动。', poor: '评委看法分歧很大：再请一组同样的评委，名次会有很大变动。',
    },
    share: (percent: string, low: string, high: string) => `项目平均分的差别里，约 ${percent} 来自项目本身（95% 的把握在 ${low} 到 ${high} 之间），其余来自是谁评的。`, unknown: '评分太少，算不出来：至少要有 3 个项目，每个至少两位评委。',
    part: '范围', size: (entries: number, judges: number, cards: number) => `${entries} 个项目，${judges} 位评委，${cards} 份评分表`, figures: '具体的数', icc1: '一位评委的分（ICC）', icck: (k: string) => `${k} 位评委的平均分（ICC）`, interval: (low: string, high: string) => `${low} 到 ${high}`, w: '次序是否相同（肯德尔 W）', alpha: '分数是否相同（克里彭多夫 α）', none: '—', scale: '1 是完全一致，0 是和随便打分一样。',
    models: { 'two-way': '同一组评委评了全部项目', 'one-way': '各项目由不同的评委评' }, value: '数', range: '95% 区间', what: '指标',
    spread: '各项目的分歧', spreadCaption: '各项目的评委分和名次范围', place: '名次', name: '项目', scores: '各评委的分', gap: '最高与最低相差', places: '名次范围', placesHint: '名次范围：去掉任何一位评委、或换成别的常用算法时，最好和最差的名次。',
    severity: '评委宽严', severityLead: '同样的项目，这位评委比大家的平均高或低多少分。横线是 95% 的把握所在的范围；跨过竖线，就说不出宽严。', judge: '评委', cards: '评分表', points: '宽严', strict: '偏严', lenient: '偏宽', even: '不明显', lower: (points: string) => `低 ${points} 分`, higher: (points: string) => `高 ${points} 分`, from: (low: string, high: string) => `${low} 到 ${high}`,
    unconnected: (n: number) => `说不出全部评委谁严谁宽：他们分成 ${n} 拨，拨与拨之间没有评过同一个项目。分数低，可能是评委严，也可能是项目弱，从分数里分不开。`, partOf: (n: number) => `第 ${n} 拨`, inPart: '每一拨里面可以比：', tooFew: '评分太少，说不出谁严谁宽。', tooFewPart: '评分太少，说不出。', page: '个',
  },
  en: {
    advice: 'Advice only. The published rulebook decides places and awards, and no figure here changes a result.', soon: 'Being worked out', soonLead: 'The round has just been counted. Load this page again in a few seconds.', at: 'Worked out',
    lines: 'At each line', noLines: 'This round draws no line', noLinesLead: 'All projects go on, or people decide.', advance: (n) => `To the next round (${n})`, award: (name, n) => `${name} (${n})`,
    sure: { firm: 'Firm', close: 'Close', open: 'Very close' },
    sides: (last, value, next, other, margin) => `Last inside: “${last}” with ${value}. First outside: “${next}” with ${other}. Between them: ${margin} points.`,
    threshold: (mark, last, value, next, other, margin) => `The line is at ${mark}. Nearest inside: “${last}” with ${value}; nearest outside: “${next}” with ${other}; ${margin} points from the line at least.`,
    tied: (n) => `${n} projects are tied across the line; the authority decides.`,
    noChance: 'Each project has one judge, so nothing is known of chance.', chance: (points) => `As judges differ in this round, such a difference is often off by ${points} points by chance.`,
    against: { firm: 'The gap is much larger than that.', close: 'The gap is larger than that, but not by much.', open: 'The gap is no larger than that: another panel of the same kind could turn it round.' },
    same: (n) => `Without any one judge, or by another usual rule (${n} tried), the same projects are inside.`, different: (k, n) => `Without one of the judges, or by another usual rule, ${k} of ${n} tried come out differently:`, more: 'See which',
    without: (judge) => `Without ${judge}`, by: (rule) => `By ${rule}`, enters: (titles) => `${titles} would be in`, leaves: (titles) => `${titles} would be out`, comma: ', ', colon: ': ', stop: '; ',
    rules: (rule) => (rule.rule === 'mean' ? 'the mean' : rule.rule === 'median' ? 'the median' : 'the mean without highest and lowest'), picture: (value, points) => `${value} points, off by about ${points} by chance`,
    agree: 'Do judges agree?', whole: 'Whole round', grades: {
      excellent: 'Judges are of one mind: another panel of the same kind would put the projects into nearly the same order.', good: 'Judges agree by and large: another panel of the same kind would mostly keep the order.', moderate: 'Judges differ a good deal: with another panel of the same kind some places would change.', poor: 'Judges differ widely: with another panel of the same kind many places would change.',
    },
    share: (percent, low, high) => `Of the differences between projects’ mean scores about ${percent} come from the projects (between ${low} and ${high} with 95% confidence), the rest from who judged them.`, unknown: 'Too few scores to tell: it takes 3 projects with two judges each.',
    part: 'Part', size: (entries, judges, cards) => `${entries} projects, ${judges} judges, ${cards} cards`, figures: 'The figures', icc1: 'One judge’s score (ICC)', icck: (k) => `Mean of ${k} judges (ICC)`, interval: (low, high) => `${low} to ${high}`, w: 'The same order? (Kendall’s W)', alpha: 'The same scores? (Krippendorff’s α)', none: '—', scale: '1 is perfect agreement, 0 what scoring at random would give.',
    models: { 'two-way': 'The same judges scored all of it', 'one-way': 'Each project had judges of its own' }, value: 'Value', range: '95% interval', what: 'Measure',
    spread: 'Project by project', spreadCaption: 'Judges’ scores and range of places by project', place: 'Place', name: 'Project', scores: 'Judges’ scores', gap: 'Highest − lowest', places: 'Places', placesHint: 'Places: best and worst without any one judge, or by another usual rule.',
    severity: 'How strict judges are', severityLead: 'By how many points a judge is above or below the others for the same projects. The stroke holds the true value with 95% confidence; where it crosses the upright line, nothing can be said.', judge: 'Judge', cards: 'Cards', points: 'Strictness', strict: 'Strict', lenient: 'Generous', even: 'No sign', lower: (points) => `${points} lower`, higher: (points) => `${points} higher`, from: (low, high) => `${low} to ${high}`,
    unconnected: (n) => `It cannot be told which of all judges are strict: they fall into ${n} parts that have no project in common. Low scores may come from strict judges or from weak projects, and the scores do not tell which.`, partOf: (n) => `Part ${n}`, inPart: 'Within each part they compare:', tooFew: 'Too few scores to tell who is strict.', tooFewPart: 'Too few scores to tell.', page: '',
  },
})
