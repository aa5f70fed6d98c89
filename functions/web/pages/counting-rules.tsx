import { figures } from '../../../shared/appraisal/self.ts'
import { type Bilingual, type Language, say } from '../../../shared/kernel/text.ts'
import type { Bonus } from '../../../shared/rulebook/bonus.ts'
import type { Computed, Round } from '../../../shared/rulebook/round.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import { fieldsOf } from '../../../shared/rulebook/content.ts'
import type { Form } from '../../../shared/rulebook/form.ts'
import { criteriaOf } from '../../../shared/rulebook/sheet.ts'
import { useLook } from '../look/look.ts'
import { Table } from '../look/table.tsx'
import { Section } from '../look/tell.tsx'
import { words } from '../look/words.ts'

/** How groups that different panels judge are brought to one yardstick, in a sentence; '' where they are not. */
export function normalisationSentence({ normalisation: rule }: Pick<Round, 'normalisation'>, language: Language): string {
  const t = texts(language)
  return rule.rule === 'none' ? '' : t[rule.rule](rule.within === 'all' ? t.ofAll : t.ofCategory)
}

/** Beside scores of one group before the others are counted: what will become of them. '' where groups are not brought to one yardstick. */
export const rawScoresSentence = ({ normalisation }: Pick<Round, 'normalisation'>, language: Language): string => (normalisation.rule === 'none' ? '' : texts(language).raw)

/** What a computed criterion's points follow from, in a sentence; its numbers by what the form calls them, in a grant's evaluation what was reached by what the self-evaluation does. */
export function computedSentence({ planned, actual, steps }: Computed, form: Form, of: 'round' | 'grant', language: Language): string {
  const t = texts(language)
  const label = (fields: readonly { id: string; label: Bilingual }[], name: string) => { const found = fields.find(({ id }) => id === name); return found === undefined ? name : say(found.label, language) }
  return t.computed(label(of === 'round' ? fieldsOf(form) : figures, actual), label(fieldsOf(form), planned), steps.map(({ percent, points }) => t.step(percent, points)).join(t.list))
}

/** What makes an item of a sheet, or all of it, 0. */
export function TriggersInWords({ criteria, triggers }: Pick<Round, 'criteria' | 'triggers'>) {
  const { language } = useLook()
  const t = texts(language)
  if (triggers.length === 0) return null
  const nameOf = (id: string) => { const found = criteriaOf(criteria).find((one) => one.id === id); return found === undefined ? id : say(found.label, language) }
  return <div class="read"><p>{t.triggers}</p><ul>{triggers.map((trigger) => <li>{trigger.zero === 'total' ? t.zeroTotal(say(trigger.label, language)) : t.zeroItem(say(trigger.label, language), nameOf(trigger.criterion))}</li>)}</ul></div>
}

/** The public's vote and the bonuses: what counts in the final score beside the judges' cards. */
export function BesideInWords({ rulebook }: { rulebook: Rulebook }) {
  const { language } = useLook()
  const t = texts(language)
  const { vote, bonuses, rounds } = rulebook
  const during = rounds.find(({ id }) => id === vote?.during)
  return (
    <>
      {vote === null ? null : (
        <Section title={t.vote} id="vote-rules" level={3}>
          <ul class="read">
            <li>{t.voteWeight(vote.weight, vote.mostWeight)}</li>
            <li>{t.voteWho(vote.ballots === 'daily', vote.choices)}</li>
            <li>{t.voteWhen(during === undefined ? vote.during : say(during.name, language))}</li>
            <li>{t[vote.score]}</li>
            <li>{vote.live ? t.live : t.notLive}</li>
          </ul>
        </Section>
      )}
      {bonuses === null ? null : (
        <Section title={t.bonuses} id="bonuses" level={3}>
          <p class="read">{t.bonusLead(bonuses.most)}</p>
          <Table caption={t.bonuses} rows={bonuses.rules} columns={[
            { header: t.bonus, names: true, cell: ({ label, source }) => <>{say(label, language)}{source === undefined ? null : <p class="soft small">{say(source, language)}</p>}</> },
            { header: t.who, cell: (bonus) => earnedBy(bonus, rulebook, t, language) },
            { header: t.points, align: 'end', cell: ({ points }) => `+${points}` },
          ]} />
        </Section>
      )}
    </>
  )
}

function earnedBy({ by }: Bonus, rulebook: Rulebook, t: ReturnType<typeof texts>, language: Language): string {
  switch (by.rule) {
    case 'grade-at-least':
      return t.grade(by.grade)
    case 'category': {
      const found = rulebook.categories.find(({ id }) => id === by.category)
      return t.category(found === undefined ? by.category : say(found.name, language))
    }
    case 'field-at-least': {
      const found = fieldsOf(rulebook.form).find(({ id }) => id === by.field)
      return t.field(found === undefined ? by.field : say(found.label, language), by.value)
    }
    case 'past-award':
      return t.award(by.years)
  }
}

const texts = (language: Language) => words(language, {
  zh: {
    ofAll: '全体', ofCategory: '本类别', list: '，',
    'group-coefficient': (of: string) => `各组由不同的评委评，分数按平均系数换算：项目得分 × ${of}平均分 ÷ 本组平均分，某组打分偏严或偏松都不影响名次`,
    'group-standard': (of: string) => `各组由不同的评委评，分数换算为标准分：${of}平均分 +（项目得分 − 本组平均分）× ${of}标准差 ÷ 本组标准差`,
    raw: '公布的是换算前的得分；排名次时，各组按章程换算到同一把尺上。',
    computed: (actual: string, planned: string, steps: string) => `不由评委打，按“${actual}”与“${planned}”之比算出：${steps}，其余 0 分`, step: (percent: number, points: number) => `达到 ${percent}% 得 ${points} 分`,
    triggers: '有下列情形的，评委写明理由后：', zeroItem: (name: string, item: string) => `${name}：“${item}”记 0 分`, zeroTotal: (name: string) => `${name}：这张评分表总分记 0 分`,
    vote: '公众投票', voteWeight: (weight: number, most: number) => `占总分 ${weight}%（章程规定不超过 ${most}%）`,
    voteWho: (daily: boolean, choices: number) => `登录的人或已登记并验证手机的志愿者，每人${daily ? '每天' : '只能'}投一次，每次最多选 ${choices} 个项目；本次大赛的评委不投`,
    voteWhen: (round: string) => `“${round}”评分期间可以投票，评分截止时一起截止`,
    'share-of-most': '投票得分 = 本项目票数 ÷ 最高票数 × 100', 'rank-share': '投票得分按票数名次算：共 n 个项目，有 k 个项目票数更多，得（n − k）÷ n × 100 分；刷票最多只能换来名次',
    live: '投票期间公布实时票数', notLive: '投票期间不公布票数',
    bonuses: '加分', bonusLead: (most: number) => `在总分之外，由平台按征集截止那天的记录加，合计最多加 ${most} 分，总分可以超过 100。`, bonus: '加分项', who: '条件', points: '加分',
    grade: (grade: string) => `登记册里的评估等级 ${grade} 及以上`, category: (name: string) => `申报类别为“${name}”`, field: (label: string, value: number) => `申报书“${label}”不少于 ${value}`, award: (years: number) => `申报单位此前 ${years} 年内在本区大赛获过奖`,
  },
  en: {
    ofAll: 'all', ofCategory: 'the category', list: ', ',
    'group-coefficient': (of) => `groups have judges of their own, so scores are converted by coefficient: score × mean of ${of} ÷ mean of the group; a strict or a generous panel costs or wins nobody a place`,
    'group-standard': (of) => `groups have judges of their own, so scores become standard scores: mean of ${of} + (score − mean of the group) × deviation of ${of} ÷ deviation of the group`,
    raw: 'What is read out are scores before conversion: for the ranking, the rulebook brings all groups to one yardstick.',
    computed: (actual, planned, steps) => `Not judged: computed from "${actual}" against "${planned}": ${steps}, else 0`, step: (percent, points) => `${percent}% and above gives ${points}`,
    triggers: 'Once a judge finds it and says why:', zeroItem: (name, item) => `${name}: "${item}" is 0`, zeroTotal: (name) => `${name}: the whole scorecard is 0`,
    vote: 'Public vote', voteWeight: (weight, most) => `${weight}% of the total (the rulebook allows ${most}% at most)`,
    voteWho: (daily, choices) => `Whoever is signed in, and registered volunteers whose phone is verified, vote once${daily ? ' a day' : ''} for ${choices} projects at most; judges of this competition do not vote`,
    voteWhen: (round) => `Votes are taken while "${round}" is scored, and close with it`,
    'share-of-most': 'Score of the vote = votes ÷ the most votes of any project × 100', 'rank-share': 'The vote is scored by place: of n projects, one that k others have more votes than gets (n − k) ÷ n × 100; a flood of votes wins a place at most',
    live: 'Votes are shown while they come in', notLive: 'No numbers are shown while votes come in',
    bonuses: 'Bonuses', bonusLead: (most) => `Added to the total by the platform, from its records on the day the call closes; ${most} points at most in all, so that a total may pass 100.`, bonus: 'Bonus', who: 'For whom', points: 'Points',
    grade: (grade) => `evaluation grade ${grade} or better in the registry`, category: (name) => `proposals in the category "${name}"`, field: (label, value) => `"${label}" in the form is ${value} or more`, award: (years) => `the applicant took an award in a competition of the district within ${years} years before`,
  },
})
