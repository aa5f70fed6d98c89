import type { Child } from 'hono/jsx'
import { type Fen, formatYuan } from '../../../shared/kernel/money.ts'
import { type Bilingual, say } from '../../../shared/kernel/text.ts'
import type { CandidateLine, CutReason } from '../../../shared/portfolio/candidate.ts'
import { type Choice, choicesOf } from '../../../shared/portfolio/decision.ts'
import type { Portfolio } from '../../../shared/portfolio/decision.store.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import { MoneyField } from '../look/fields.tsx'
import { useLook } from '../look/look.ts'
import { Table } from '../look/table.tsx'
import { Money, Note, Panel, Section, Tag } from '../look/tell.tsx'
import { listed, words } from '../look/words.ts'

const cutWords: Record<CutReason, Bilingual> = {
  cap: { zh: '按上限减', en: 'cut to the cap' }, share: { zh: '按资助比例减', en: 'cut to the share' }, step: { zh: '按档减', en: 'cut to a step' }, least: { zh: '低于最低额', en: 'below the least' },
  score: { zh: '分数未达线', en: 'below the threshold' }, annulled: { zh: '已被处理决定取消', en: 'taken out by a ruling' },
}

/** The plain rank order, the portfolio and what was prepared, side by side: how many, how good, how much. */
export function Compared({ portfolio, prepared, actions }: { portfolio: Portfolio; prepared: readonly Choice[] | null; actions: Child }) {
  const { language } = useLook()
  const t = words(language, {
    zh: { title: '两种排法', plan: '方案', rank: '名次顺序：从高到低，钱不够下一名就停', best: '组合：在规则之内总分最高', own: '拟定的方案', projects: '项目', score: '总分', money: '资助（元）', left: '剩余（元）', none: '没有方案能同时做到所有规则', caption: '方案、项目数、总分和金额', unproven: (over: string) => `限时内还没有证明这是最好的，最多还能高 ${over} 分` },
    en: { title: 'Two ways', plan: 'Plan', rank: 'Rank order: down the ranking until the money is not enough for the next', best: 'Portfolio: the highest sum of scores within the rules', own: 'As prepared', projects: 'Projects', score: 'Sum of scores', money: 'Yuan', left: 'Yuan left', none: 'Nothing keeps to all of the rules', caption: 'Plan, projects, sum of scores and money', unproven: (over) => `not proven to be the best in time; ${over} points more could be possible` },
  })
  const { budget, lines, proposed: { best, rank } } = portfolio
  const scoreOf = (choices: readonly Choice[]) => {
    const taken = lines.filter(({ proposal }) => choices.some((one) => one.proposal === proposal))
    const decimals = rank.score.split('.')[1]?.length ?? 0
    return taken.reduce((sum, { score }) => sum + Number(score), 0).toFixed(decimals)
  }
  const rows: { name: string; note?: string; projects: number; score: string; total: Fen }[] = [
    { name: t.rank, projects: rank.proposals.length, score: rank.score, total: rank.total },
    ...(best === null ? [] : [{ name: t.best, ...(Number(best.over) > 0 ? { note: t.unproven(best.over) } : {}), projects: best.proposals.length, score: best.score, total: best.total }]),
    ...(prepared === null ? [] : [{ name: t.own, projects: prepared.length, score: scoreOf(prepared), total: prepared.reduce((sum, { amount }) => sum + amount, 0) }]),
  ]
  return (
    <Section title={t.title} id="ways">
      <Table caption={t.caption} rows={rows} columns={[
        { header: t.plan, names: true, cell: ({ name, note }) => <>{name}{note === undefined ? null : <> <span class="soft small">{note}</span></>}</> },
        { header: t.projects, align: 'end', cell: ({ projects }) => projects },
        { header: t.score, align: 'end', cell: ({ score }) => score },
        { header: t.money, align: 'end', cell: ({ total }) => <Money fen={total} bare /> },
        { header: t.left, align: 'end', cell: ({ total }) => <Money fen={budget - total} bare /> },
      ]} />
      {best === null ? <p>{t.none}</p> : <Differences portfolio={portfolio} />}
      {actions}
    </Section>
  )
}

/** Whom the portfolio takes that the rank order leaves, and the other way round. */
function Differences({ portfolio: { lines, proposed: { best, rank } } }: { portfolio: Portfolio }) {
  const { language } = useLook()
  const t = words(language, {
    zh: { same: '两种排法选的项目相同。', more: '组合多选：', less: '组合不选：', item: (place: number, title: string) => `第 ${place} 名《${title}》` },
    en: { same: 'Both take the same projects.', more: 'The portfolio also takes: ', less: 'The portfolio leaves out: ', item: (place, title) => `${title} (place ${place})` },
  })
  if (best === null) return null
  const only = (of: readonly string[], not: readonly string[]) => lines.filter(({ proposal }) => of.includes(proposal) && !not.includes(proposal)).map(({ place, title }) => t.item(place, title))
  const [more, less] = [only(best.proposals, rank.proposals), only(rank.proposals, best.proposals)]
  if (more.length + less.length === 0) return <p>{t.same}</p>
  return <ul class="read">{more.length === 0 ? null : <li>{t.more}{listed(language, more)}</li>}{less.length === 0 ? null : <li>{t.less}{listed(language, less)}</li>}</ul>
}

/** Each rule with its source and what it costs; where nothing keeps to all of them, those that clash. */
export function Rules({ portfolio: { proposed: { constraints, clash, costs, rank } } }: { portfolio: Portfolio }) {
  const { language } = useLook()
  const t = words(language, {
    zh: { title: '规则和代价', caption: '规则、出处，以及没有这一条组合能高多少分', rule: '规则', cost: '没有这一条', nothing: '不变', gain: (gain: string, n: number, atLeast: boolean) => `总分${atLeast ? '至少' : ''}高 ${gain}${n === 0 ? '' : n > 0 ? `，多 ${n} 个项目` : `，少 ${-n} 个项目`}`, clash: '下面这几条不能同时做到，改其中任何一条就可以：', clashes: '不能同时做到', unmet: '名次顺序没有做到' },
    en: { title: 'Rules and their cost', caption: 'Rules, where they stand, and how much better the portfolio would be without each', rule: 'Rule', cost: 'Without it', nothing: 'no difference', gain: (gain, n, atLeast) => `${atLeast ? 'at least ' : ''}${gain} points more${n === 0 ? '' : n > 0 ? `, ${n} projects more` : `, ${-n} projects fewer`}`, clash: 'These cannot all be kept; change any one of them:', clashes: 'Clashes', unmet: 'Not kept by the rank order' },
  })
  return (
    <Panel title={t.title} id="rules">
      {clash.length === 0 ? null : <Note state="late"><p>{t.clash}</p><ul>{constraints.filter(({ id }) => clash.includes(id)).map(({ sentence }) => <li>{say(sentence, language)}</li>)}</ul></Note>}
      <Table caption={t.caption} rows={constraints} columns={[
        { header: t.rule, names: true, cell: ({ id, sentence, source }) => <>{say(sentence, language)}{source === null ? null : <> <span class="soft small">{say(source, language)}</span></>}{rank.unmet.includes(id) ? <> <Tag state="wait">{t.unmet}</Tag></> : null}</> },
        { header: t.cost, cell: ({ id }) => {
          const cost = costs.find(({ constraint }) => constraint === id)
          return clash.includes(id) ? <Tag state="late">{t.clashes}</Tag> : cost === undefined ? null : Number(cost.gain) === 0 ? <span class="soft">{t.nothing}</span> : t.gain(cost.gain, cost.projects, cost.atLeast)
        } },
      ]} />
    </Panel>
  )
}

/** All of the ranking: what each may have, what each plan gives it, and where it is typed what it gets (`values`: null where nothing is typed any more). */
export function Candidates({ rulebook, portfolio, choices, values }: { rulebook: Rulebook; portfolio: Portfolio; choices: readonly Choice[]; values: Readonly<Record<string, string>> | null }) {
  const { language } = useLook()
  const t = words(language, {
    zh: { caption: '项目，按名次排列', place: '名次', project: '项目、申报单位、类别', score: '总分', asked: '申请（元）', most: '可给（元）', ways: '两种排法', rank: '名次', best: '组合', passed: { budget: '名次线以下', nothing: '不能资助' } as Record<string, string>, barred: '受规则限制', gets: '资助（元）', getsOf: (title: string) => `《${title}》资助金额`, nothing: '不资助' },
    en: { caption: 'Projects by place', place: 'Place', project: 'Project, applicant, category', score: 'Total', asked: 'Asked (yuan)', most: 'At most (yuan)', ways: 'Two ways', rank: 'Rank', best: 'Portfolio', passed: { budget: 'below the line', nothing: 'cannot be funded' }, barred: 'barred by a rule', gets: 'Grant (yuan)', getsOf: (title) => `Grant for ${title}`, nothing: 'none' },
  })
  const { lines, proposed: { best, rank } } = portfolio
  const categories = new Map(rulebook.categories.map(({ id, name }) => [id, say(name, language)]))
  const why = new Map<string, string>(rank.passed.map(({ proposal, because }) => [proposal, t.passed[because] ?? t.barred]))
  const given = new Map<string, Fen>(choices.map(({ proposal, amount }) => [proposal, amount]))
  return (
    <Table caption={t.caption} class="rank free" rows={lines} columns={[
      { header: t.place, align: 'end', class: 'rk', cell: ({ place }) => place },
      { header: t.project, names: true, cell: (line) => <><a href={`/proposals/${line.proposal}`}>{line.title}</a><br /><span class="soft small">{line.organisationName}<span class="sep">·</span>{categories.get(line.category) ?? line.category}{line.street === '' ? null : <><span class="sep">·</span>{line.street}</>}</span></> },
      { header: t.score, align: 'end', class: 'tot', cell: ({ score }) => score },
      { header: t.asked, align: 'end', class: 'sc', cell: ({ asked }) => <Money fen={asked} bare /> },
      { header: t.most, align: 'end', class: 'sc', cell: (line: CandidateLine) => <><Money fen={line.amount} bare />{line.cuts.length === 0 ? null : <> <span class="soft small">{line.cuts.map((cut) => say(cutWords[cut], language)).join(language === 'zh' ? '、' : ', ')}</span></>}</> },
      { header: t.ways, class: 'sc', cell: ({ proposal }) => <>{rank.proposals.includes(proposal) ? <Tag state="now">{t.rank}</Tag> : <span class="soft small">{why.get(proposal)}</span>} {best?.proposals.includes(proposal) === true ? <Tag state="done">{t.best}</Tag> : null}</> },
      { header: t.gets, align: 'end', class: 'sc', cell: ({ proposal, title, amount }) => (values === null
        ? (given.has(proposal) ? <strong><Money fen={given.get(proposal) ?? 0} bare /></strong> : <span class="soft">{t.nothing}</span>)
        : amount === 0 ? <span class="soft">{t.nothing}</span> : <MoneyField path={`choices.${proposal}`} label={t.getsOf(title)} bare unit={false} value={values[`choices.${proposal}`] ?? ''} />) },
    ]} />
  )
}

/** What the form of a plan starts with. */
export const amountsOf = (choices: readonly Choice[]): Record<string, string> => Object.fromEntries(choices.map(({ proposal, amount }) => [`choices.${proposal}`, formatYuan(amount)]))

/** The choice that the programme or the rank order makes. */
export function planOf({ lines, proposed }: Portfolio, from: 'best' | 'rank'): Choice[] {
  return choicesOf(lines, from === 'best' && proposed.best !== null ? proposed.best.proposals : proposed.rank.proposals)
}
