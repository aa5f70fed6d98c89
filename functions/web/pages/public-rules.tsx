import { say, type Language } from '../../../shared/kernel/text.ts'
import type { Criterion, Round } from '../../../shared/rulebook/round.ts'
import type { AwardRule, Rulebook, TieBreak } from '../../../shared/rulebook/rulebook.ts'
import { criteriaOf, leavesOf } from '../../../shared/rulebook/sheet.ts'
import { useLook } from '../look/look.ts'
import { Table } from '../look/table.tsx'
import { Note, Section } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { BesideInWords, computedSentence, normalisationSentence, TriggersInWords } from './counting-rules.tsx'
import { FundingInWords } from './funding-rules.tsx'
import { EligibilityRules } from './eligibility-rules.tsx'

const texts = (language: Language) =>
  words(language, {
    zh: {
      judging: '怎样评审', awards: '奖项怎么给', attachments: '要交的附件', source: '章程出处', notOfficial: '非官方',
      notOfficialLead: '评分指标的权重没有官方公布，这里用的是平台的默认值。',
      criterion: '评分指标', points: '满分', hint: '得高分的', award: '奖项', rule: '怎么定', file: '附件', types: '格式', need: '要求', required: '必交',
      optional: '选交', seen: '评委可见', unseen: '仅管理员可见',
      modes: { paper: '书面评审', pitch: '路演', 'site-visit': '现场考察' },
      weight: (n: number) => (n === 0 ? '只用来选拔，不计入总分' : `占总分 ${n}%`),
      panel: (n: number, floor: number) => `每个项目由 ${n} 位评委打分，至少要有 ${floor} 位的有效评分`,
      disclosure: { totals: '公示时公开总分和评分表的封存码，不公开各张评分表的分数', own: '公示时公开总分和评分表的封存码；申报单位还能看到自己项目每张评分表的分数，不写评委和评语', scores: '公示时公开评分表的封存码和每张评分表的分数，不写评委和评语' },
      mean: '取平均分', trimmed: (n: number) => `去掉 ${n} 个最高分和 ${n} 个最低分后取平均分`, median: '取中位数',
      all: '全部进入下一轮', top: (n: number, within: string) => `${within}前 ${n} 名进入下一轮`,
      share: (n: number, within: string) => `${within}前 ${n}% 进入下一轮`, threshold: (n: number) => `达到 ${n} 分的进入下一轮`,
      within: { all: '', category: '每个类别', group: '每个组' },
      talk: (talk: string, answer: string) => `陈述 ${talk}${answer === '' ? '' : `，答辩 ${answer}`}`, people: (n: number) => `上台不超过 ${n} 人`,
      minutes: (m: number, s: number) => [m > 0 && `${m} 分钟`, s > 0 && `${s} 秒`].filter(Boolean).join(' '),
      count: (n: number, within: boolean) => `${within ? '每个类别' : ''}${n} 名，按总分从高到低`,
      percent: (n: number, within: boolean) => `${within ? '每个类别' : ''}进入最后一轮的项目的 ${n}%，不足一个的按一个计`, score: (n: number) => `总分达到 ${n} 分`,
      only: (category: string) => `（限${category}）`, ties: '总分相同时', tieWords: (list: string) => `依次比较${list}。`,
      round: (name: string) => `${name}的分数`, criterionOf: (name: string, round: string) => `${round}中“${name}”的平均分`,
      lot: '抽签（用公布的种子，任何人都能重算）',
      decide: '仍然相同而跨越名额的，由主办单位说明理由后决定。', include: '仍然相同的，都给。', noTieBreaks: { include: '都给。', decide: '跨越名额的，由主办单位说明理由后决定。' },
      notice: (days: number, first: boolean, ruling: number) => `结果公示 ${days} 个工作日，首日${first ? '计入' : '不计入'}；公示期内任何人都可以提出异议，收到后 ${ruling} 个工作日内作出处理决定。`,
      extras: '总分之外另有加分和扣分，总分可以超过满分', bonus: (name: string, most: number) => `${name}，最多加 ${most} 分`, deduction: (name: string, most: number) => `${name}，最多扣 ${most} 分`, partial: '与异议无关的奖项可以先公布。',
      blind: '评委看不到申报单位的名称。', megabytes: (n: number) => `不超过 ${n} MB`, colon: '：', stop: '。', sentence: '。', comma: '，', list: '、',
    },
    en: {
      judging: 'How projects are judged', awards: 'How awards are given', attachments: 'Files to send', source: 'Where the rules come from',
      notOfficial: 'not official',
      notOfficialLead: 'No official weights of the criteria are public; those here are defaults of this platform.',
      criterion: 'Criterion', points: 'Points', hint: 'What scores high', award: 'Award', rule: 'How it is given', file: 'File',
      types: 'Format', need: 'Needed', required: 'required', optional: 'optional', seen: 'judges see it', unseen: 'administrators only',
      modes: { paper: 'Paper review', pitch: 'Pitch', 'site-visit': 'Site visit' },
      weight: (n) => (n === 0 ? 'selects only, does not count in the total' : `${n}% of the total`),
      panel: (n, floor) => `${n} judges score each project, ${floor} scores at least`,
      disclosure: { totals: 'The notice gives totals and the seal of the cards, not the scores of single cards', own: 'The notice gives totals and the seal of the cards; each applicant also sees the scores of every card of its own project, without judge or comment', scores: 'The notice gives the seal of the cards and the scores of every card, without judge or comment' },
      mean: 'the mean counts', trimmed: (n) => `the mean counts, without the ${n} highest and ${n} lowest`, median: 'the median counts',
      all: 'all go on', top: (n, within) => `the first ${n}${within} go on`, share: (n, within) => `the first ${n}%${within} go on`,
      threshold: (n) => `those with ${n} points go on`,
      within: { all: '', category: ' of each category', group: ' of each group' },
      talk: (talk, answer) => `${talk} to talk${answer === '' ? '' : `, ${answer} for answers`}`,
      people: (n) => `${n} people on stage at most`,
      minutes: (m, s) => [m > 0 && `${m} min`, s > 0 && `${s} s`].filter(Boolean).join(' '),
      count: (n, within) => `${n}${within ? ' in each category' : ''}, by total score`,
      percent: (n, within) => `${n}% of the projects in the last round${within ? ', in each category' : ''}; one at least`,
      score: (n) => `a total of ${n} and above`,
      only: (category) => ` (${category} only)`, ties: 'Equal totals', tieWords: (list) => `Decided by, in this order: ${list}.`,
      round: (name) => `score in ${name}`, criterionOf: (name, round) => `mean of “${name}” in ${round}`,
      lot: 'lot (by the published seed; anybody can repeat it)',
      decide: 'Those still equal across the last place are decided by the authority, with reasons.',
      include: 'Those still equal all take the award.', noTieBreaks: { include: 'all take the award.', decide: 'across the last place the authority decides, with reasons.' },
      notice: (days, first, ruling) => `The result is under notice for ${days} working days, the first day ${first ? 'counted' : 'not counted'}; anybody may object within them, and is ruled on within ${ruling} working days.`,
      extras: 'Bonuses and deductions lie outside the total, which may pass its maximum', bonus: (name, most) => `${name}: up to ${most} added`, deduction: (name, most) => `${name}: up to ${most} taken off`, partial: ' Awards that no objection is about may be published before.',
      blind: 'Judges do not see who applies.', megabytes: (n) => `up to ${n} MB`, colon: ': ', stop: '.', sentence: '. ', comma: '; ', list: ', ',
    },
  })
type Texts = ReturnType<typeof texts>

const seconds = (t: Texts, n: number): string => (n === 0 ? '' : t.minutes(Math.floor(n / 60), n % 60))

/** One round in a sentence. */
function roundSentence(t: Texts, round: Round, last: boolean, language: Language): string {
  const counted = round.aggregation.rule === 'mean' ? t.mean : round.aggregation.rule === 'median' ? t.median : t.trimmed(round.aggregation.drop)
  const { advance, pitch } = round
  const on = last ? '' : advance.rule === 'all' ? t.all : advance.rule === 'threshold' ? t.threshold(advance.score) : advance.rule === 'top' ? t.top(advance.count, t.within[advance.within]) : t.share(advance.percent, t.within[advance.within])
  const stage = pitch === undefined ? '' : [t.talk(seconds(t, pitch.talkSeconds), seconds(t, pitch.answerSeconds)), ...(pitch.people === undefined ? [] : [t.people(pitch.people)])].join(t.comma)
  return `${[t.weight(round.weight), stage, t.panel(round.panelSize, round.floor), counted, normalisationSentence(round, language), on].filter((part) => part !== '').join(t.comma)}${t.sentence}${t.disclosure[round.disclosure]}${t.stop}`
}

function awardSentence(t: Texts, rule: AwardRule, categories: Rulebook['categories'], language: Language): string {
  const category = categories.find(({ id }) => id === rule.category)
  const how = rule.rule === 'count' ? t.count(rule.count, rule.within === 'category') : rule.rule === 'share' ? t.percent(rule.percent, rule.within === 'category') : t.score(rule.score)
  return `${how}${category === undefined ? '' : t.only(say(category.name, language))}`
}

function tieSentence(t: Texts, tie: TieBreak, rounds: readonly Round[], language: Language): string {
  if (tie.rule === 'lot') return t.lot
  const round = rounds.find(({ id }) => id === tie.round)
  const name = round === undefined ? tie.round : say(round.name, language)
  if (tie.rule === 'round') return t.round(name)
  const criterion = criteriaOf(round?.criteria ?? []).find(({ id }) => id === tie.criterion)
  return t.criterionOf(criterion === undefined ? tie.criterion : say(criterion.label, language), name)
}

/** The band of the rubric with the most points, or the criterion's hint where there are no bands. */
function best({ anchors = [], hint }: Criterion, language: Language): string | null {
  const top = anchors.toSorted((a, b) => b.to - a.to)[0]?.text ?? hint
  return top === undefined ? null : say(top, language)
}

/** The whole of a rulebook that applicants and the public ask about, in words and tables. */
export function RulesInWords({ rulebook }: { rulebook: Rulebook }) {
  const { language } = useLook()
  const t = texts(language)
  const unofficial = rulebook.rounds.some(({ official }) => !official)
  return (
    <>
      <EligibilityRules rulebook={rulebook} />
      <Section title={t.judging} id="judging">
        {unofficial ? <Note state="wait" icon="info">{t.notOfficialLead}</Note> : null}
        {rulebook.blind ? <p>{t.blind}</p> : null}
        {rulebook.rounds.map((round, i) => (
          <Section title={<>{say(round.name, language)} <span class="soft small">{[say(round.name, language) !== t.modes[round.mode] && t.modes[round.mode], !round.official && t.notOfficial].filter((word) => word !== false).join(t.list)}</span></>} id={`round-${round.id}`} level={3}>
            <p>{roundSentence(t, round, i === rulebook.rounds.length - 1, language)}</p>
            <Table caption={`${say(round.name, language)} ${t.criterion}`} rows={leavesOf(round.criteria)} columns={[
              { header: t.criterion, names: true, cell: ({ label }) => say(label, language) },
              { header: t.hint, cell: (criterion) => (criterion.computed === undefined ? best(criterion, language) : computedSentence(criterion.computed, rulebook.form, 'round', language)) },
              { header: t.points, align: 'end', cell: ({ max }) => max },
            ]} />
            {round.extras.length === 0 ? null : <p class="read">{t.extras}{t.colon}{round.extras.map(({ label, kind, most }) => t[kind](say(label, language), most)).join(t.comma)}{t.stop}</p>}
            <TriggersInWords criteria={round.criteria} triggers={round.triggers} />
          </Section>
        ))}
        <BesideInWords rulebook={rulebook} />
      </Section>
      <Section title={t.awards} id="awards">
        <Table caption={t.awards} rows={rulebook.awards} columns={[
          { header: t.award, names: true, cell: ({ name }) => say(name, language) },
          { header: t.rule, cell: (rule) => awardSentence(t, rule, rulebook.categories, language) },
        ]} />
        <div class="read">
          <p>{t.ties}{t.colon}{rulebook.tieBreaks.length === 0 ? t.noTieBreaks[rulebook.awardTie] : <>{t.tieWords(rulebook.tieBreaks.map((tie) => tieSentence(t, tie, rulebook.rounds, language)).join(t.list))}{rulebook.awardTie === 'include' ? t.include : t.decide}</>}</p>
          <p>{t.notice(rulebook.notice.workingDays, rulebook.notice.firstDayCounts, rulebook.notice.rulingWorkingDays)}{rulebook.notice.partial ? t.partial : ''}</p>
        </div>
      </Section>
      <FundingInWords rulebook={rulebook} />
      {rulebook.form.attachments.length === 0 ? null : (
        <Section title={t.attachments} id="attachments">
          <Table caption={t.attachments} rows={rulebook.form.attachments} columns={[
            { header: t.file, names: true, cell: ({ label, hint }) => <>{say(label, language)}{hint === undefined ? null : <p class="soft small">{say(hint, language)}</p>}</> },
            { header: t.types, cell: ({ types, maxBytes }) => <>{types.map((type) => type.toUpperCase()).join(t.list)}{t.comma}<span class="nw">{t.megabytes(Math.round(maxBytes / 1024 / 1024))}</span></> },
            { header: t.need, cell: ({ required, judgesSee }) => <><span class="nw">{required ? t.required : t.optional}</span>{t.comma}<span class="nw">{judgesSee ? t.seen : t.unseen}</span></> },
          ]} />
        </Section>
      )}
      <Section title={t.source} id="source">
        <div class="read small">
          <p>{say(rulebook.citation.issuer, language)}{rulebook.citation.year === null ? null : <>{t.comma}{rulebook.citation.year}</>}{t.colon}{say(rulebook.citation.title, language)}</p>
          <ol>{rulebook.citation.notes.map((note) => <li>{say(note, language)}</li>)}</ol>
        </div>
      </Section>
    </>
  )
}
