import { say } from '../../../shared/kernel/text.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import { leavesOf } from '../../../shared/rulebook/sheet.ts'
import { useLook } from '../look/look.ts'
import { Facts, Note, Panel } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { computedSentence } from './counting-rules.tsx'
import { RulesInWords } from './public-rules.tsx'
import { BandFacts } from './score-sheet.tsx'

/** A rulebook to be read: where it comes from and what its source leaves open, the rules in words, what each score means, the form. */
export function RulebookView({ rulebook }: { rulebook: Rulebook }) {
  const { language } = useLook()
  const t = texts(language)
  const { citation, applicants, eligibility, call } = rulebook
  return (
    <>
      {citation.official ? null : <Note state="wait" icon="info"><p><strong>{t.unofficial}</strong> {t.unofficialLead}</p></Note>}
      <Panel title={t.glance} id="glance">
        <Facts facts={[
          { term: t.applicants, detail: <>{applicants.kinds.map((kind) => t.kinds[kind]).join(t.list)}<br /><span class="soft">{applicants.proposalsEach === null ? t.anyNumber : t.each(applicants.proposalsEach)}</span></> },
          { term: t.categories, detail: rulebook.categories.map(({ name }) => say(name, language)).join(t.list) },
          { term: t.weights, detail: rulebook.rounds.map(({ name, weight }) => `${say(name, language)} ${weight}%`).concat(rulebook.vote === null ? [] : [`${t.vote} ${rulebook.vote.weight}%`]).join(' + ') + (rulebook.bonuses === null ? '' : t.bonuses(rulebook.bonuses.most)) },
          { term: t.windows, detail: t.days(call.days, eligibility.days, rulebook.rounds.map(({ name, days }) => `${say(name, language)} ${days}`).join(t.list)) },
          { term: t.form, detail: t.formOf(rulebook.form.sections.length, rulebook.form.sections.reduce((sum, { fields }) => sum + fields.length, 0)) },
        ]} />
      </Panel>
      <RulesInWords rulebook={rulebook} />
      <Panel title={t.anchors} id="anchors">
        <p class="soft">{t.anchorsLead}</p>
        {rulebook.rounds.map((round) => (
          <details class="more">
            <summary>{t.sheet(say(round.name, language), round.sheetTotal)}</summary>
            {leavesOf(round.criteria).map((criterion) => (
              <div class="stackv">
                <h3>{say(criterion.label, language)} <span class="soft n">{t.points(criterion.max)}</span></h3>
                {criterion.computed !== undefined ? <p>{computedSentence(criterion.computed, rulebook.form, 'round', language)}</p> : criterion.anchors === undefined ? <p class="soft">{t.noAnchors}</p> : <BandFacts leaf={criterion} />}
              </div>
            ))}
          </details>
        ))}
      </Panel>
      <Panel title={t.formFields} id="form">
        {rulebook.form.sections.map((section) => (
          <details class="more">
            <summary>{t.sectionOf(say(section.title, language), section.fields.length)}</summary>
            <ul class="read">{section.fields.map((field) => <li>{say(field.label, language)}{field.required ? '' : t.optional}{'limit' in field ? <span class="soft"> {t.limit(field.limit)}</span> : null}</li>)}</ul>
          </details>
        ))}
      </Panel>
    </>
  )
}

function texts(language: 'zh' | 'en') {
  return words(language, {
    zh: {
      unofficial: '不是官方章程。', unofficialLead: '公开资料没有写明的地方由平台补足，逐条列在“章程出处”里。', glance: '一览',
      applicants: '谁能申报', kinds: { organisation: '社会组织', agency: '专业社工机构', team: '志愿服务队伍' }, anyNumber: '每个单位申报份数不限', each: (n: number) => `每个单位最多 ${n} 份`, list: '、',
      categories: '类别', weights: '总分', vote: '公众投票', bonuses: (most: number) => `，另可加分（最多 ${most} 分）`, windows: '期限', days: (call: number, eligibility: number, rounds: string) => `征集 ${call} 天，资格审查 ${eligibility} 天，${rounds} 天`, form: '申报书', formOf: (sections: number, fields: number) => `${sections} 个部分，${fields} 项`,
      anchors: '各指标怎么打分', anchorsLead: '评委打分时看到的分档说明。', sheet: (name: string, total: number) => `${name}评分表，满分 ${total}`, points: (n: number) => `${n} 分`, noAnchors: '没有分档说明。',
      formFields: '申报书要填什么', sectionOf: (title: string, n: number) => `${title}（${n} 项）`, optional: '（选填）', limit: (n: number) => `${n} 字以内`,
    },
    en: {
      unofficial: 'Not an official rulebook.', unofficialLead: 'What public sources leave open was filled in; each gap is listed under "Where the rules come from".', glance: 'At a glance',
      applicants: 'Who may apply', kinds: { organisation: 'social organisations', agency: 'social-work agencies', team: 'volunteer teams' }, anyNumber: 'As many proposals as they like', each: (n) => `${n} proposals each at most`, list: ', ',
      categories: 'Categories', weights: 'Final score', vote: 'public vote', bonuses: (most) => `, and bonuses (${most} at most)`, windows: 'Windows', days: (call, eligibility, rounds) => `Call ${call} days, eligibility ${eligibility} days, ${rounds} days`, form: 'Form', formOf: (sections, fields) => `${sections} sections, ${fields} fields`,
      anchors: 'What each score means', anchorsLead: 'The bands that judges see while they score.', sheet: (name, total) => `${name}: scorecard, ${total} points`, points: (n) => `${n} points`, noAnchors: 'No bands are given.',
      formFields: 'What the form asks for', sectionOf: (title, n) => `${title} (${n === 1 ? '1 field' : `${n} fields`})`, optional: ' (optional)', limit: (n) => `up to ${n} characters`,
    },
  })
}
