import { newSecret } from '../../../shared/kernel/ids.ts'
import { say } from '../../../shared/kernel/text.ts'
import type { RoundForecast } from '../../../shared/competition/forecast.ts'
import { publishCall, publishInput } from '../../commands/competition.ts'
import { requireCompetition } from '../../queries/competition.ts'
import { type Preview, previewCompetition } from '../../queries/preview.ts'
import { Days } from '../look/charts.tsx'
import { Dialog } from '../look/dialog.tsx'
import { IntegerField, TextField } from '../look/fields.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import { dayOf, formatNumber } from '../look/format.ts'
import type { Look } from '../look/look.ts'
import { Table } from '../look/table.tsx'
import { At, DateRange, Facts, Note, Panel, Section, Tag } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { CompetitionPage } from './competition-frame.tsx'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'
import { RulesInWords } from './public-rules.tsx'

const MOST = 5000

function figure(query: URLSearchParams, name: string, most: number): number | undefined {
  const text = query.get(name)?.trim() ?? ''
  return /^\d{1,5}$/.test(text) ? Math.min(Number(text), most) : undefined
}

async function show({ context, look, params, query }: Asked, attempt?: Attempt): Promise<Shown> {
  const id = params.competition ?? ''
  const each = Object.fromEntries([...query.keys()].filter((name) => name.startsWith('n.')).flatMap((name) => { const n = figure(query, name, 2000); return n === undefined ? [] : [[name.slice(2), n]] }))
  const total = figure(query, 'proposals', MOST)
  const judges = figure(query, 'judges', 1000)
  const preview = await previewCompetition(context, id, { proposals: total, judges, ...(total === undefined && Object.keys(each).length > 0 ? { perCategory: each } : {}) })
  return { page: <PreviewPage look={look} preview={preview} judges={judges} attempt={attempt} /> }
}

function PreviewPage({ look, preview, judges, attempt }: { look: Look; preview: Preview; judges: number | undefined; attempt: Attempt | undefined }) {
  const t = texts(look)
  const { competition, rulebook, forecast, mistakes } = preview
  const at = `/competitions/${competition.id}`
  const draft = competition.state === 'draft'
  return (
    <CompetitionPage look={look} competition={competition} rulebook={rulebook} tab="preview" mistakes={attempt?.mistakes} actions={draft ? <><ButtonLink href={`${at}/rule-trial`}>{t.trial}</ButtonLink><ButtonLink href={`${at}/settings`} icon="edit">{t.settings}</ButtonLink>{mistakes.length === 0 ? <Publish look={look} at={at} /> : null}</> : null}>
      {!draft ? <Note><p>{t.published}</p></Note> : mistakes.length === 0 ? null : (
        <Note state="wait"><p><strong>{t.notReady(mistakes.length)}</strong></p><ul>{mistakes.map((mistake) => <li><a href={`${at}/settings#f-${mistake.path}`}>{mistake[look.language]}</a></li>)}</ul></Note>
      )}
      <Section title={t.suppose} id="suppose">
        <Form action={`${at}/preview`} method="get" class="tools" label={t.suppose}>
          <IntegerField path="proposals" label={t.proposals} required value={forecast.proposals} unit={t.copies} />
          <IntegerField path="judges" label={t.judges} value={judges ?? ''} unit={t.people} />
          <Button weight="second" icon="play">{t.suppose}</Button>
        </Form>
        <p class="soft small">{t.supposeHint}</p>
        <Table caption={t.suppose} rows={forecast.rounds} columns={[
          { header: t.round, names: true, cell: ({ name }) => say(name, look.language) },
          { header: t.entries, align: 'end', cell: ({ entries }) => t.n(entries) },
          { header: t.groups, cell: (round) => groupsOf(round, t) },
          { header: t.needed, cell: ({ judges: wanted, panelSize }) => <>{t.wanted(wanted.comfortable)}<br /><span class="soft small">{t.least(wanted.least, panelSize)}</span></> },
          { header: t.cards, cell: (round) => <>{t.cardsOf(formatNumber(round.cards))}<br /><span class="soft small">{loadOf(round, t)}</span></> },
          { header: t.advances, align: 'end', cell: ({ advances }, i) => (i === forecast.rounds.length - 1 ? t.final : advances === null ? t.byScore : t.n(advances)) },
        ]} />
        {forecast.rounds.some(({ loads }) => loads.short > 0) ? <Note state="late"><p>{t.short(Math.max(...forecast.rounds.map(({ loads }) => loads.short)))}</p></Note> : null}
        {forecast.rounds.map(({ minutes, name }) => (minutes === null || minutes === 0 ? null : <p class="soft small">{t.stage(say(name, look.language), Math.floor(minutes / 60), minutes % 60)}</p>))}
      </Section>
      <div class="split">
        <div>
          <Section title={t.awards(forecast.finalists)} id="award-numbers">
            <Table caption={t.awards(forecast.finalists)} rows={forecast.awards} columns={[
              { header: t.award, names: true, cell: ({ name, category }) => <>{say(name, look.language)}{category === null ? null : <span class="soft"> {say(rulebook.categories.find(({ id }) => id === category)?.name ?? { zh: category }, look.language)}</span>}</> },
              { header: t.places, align: 'end', cell: ({ places }) => (places === null ? t.byScore : places) },
              { header: t.given, align: 'end', cell: ({ places, given }) => (given === null ? null : <>{given}{places !== null && given < places ? <> <Tag state="wait">{t.unfilled(places - given)}</Tag></> : null}</>) },
            ]} />
            {forecast.unawarded === null || forecast.unawarded === 0 ? null : <p class="soft small">{t.unawarded(forecast.unawarded)}</p>}
          </Section>
        </div>
        <DatesPanel look={look} preview={preview} />
      </div>
      <RulesInWords rulebook={rulebook} />
    </CompetitionPage>
  )
}

type Texts = ReturnType<typeof texts>

function groupsOf({ groups }: RoundForecast, t: Texts): string {
  if (groups.length === 0) return t.none
  const sizes = groups.map(({ entries }) => entries)
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)]
  return groups.length === 1 ? t.oneGroup : t.groupsOf(groups.length, least === most ? String(most) : `${least}–${most}`)
}

function loadOf({ loads }: RoundForecast, t: Texts): string {
  if (loads.most === 0) return t.noCards
  return t.load(loads.planned, loads.least === loads.most ? String(loads.most) : `${loads.least}–${loads.most}`) + (loads.idle > 0 ? t.idle(loads.idle) : '')
}

function DatesPanel({ look, preview }: { look: Look; preview: Preview }) {
  const t = texts(look)
  const { windows, notice } = preview.dates
  const unknown = [...new Set([...windows.filter(({ provisional }) => provisional).map(({ at }) => dayOf(at).slice(0, 4)), ...(notice.provisional ? [notice.last.slice(0, 4)] : [])])]
  let counted = 0
  return (
    <Panel title={t.dates} id="key-dates">
      <Facts facts={windows.map((window) => ({
        term: say(window.name, look.language),
        detail: <><At at={window.at} />{window.off ? <> <Tag state="wait" icon="calendar">{t.off}</Tag></> : null}</>,
      }))} />
      <h3>{t.notice(preview.rulebook.notice.workingDays)} {notice.provisional ? <Tag state="wait">{t.provisional}</Tag> : null}</h3>
      <p class="soft small">{t.noticeLead} <DateRange from={notice.first} to={notice.last} /></p>
      <Days today={dayOf(look.now)} days={notice.days.map(({ date, counts }) => { if (counts) counted += 1; return { day: date, working: counts ? counted : null } })} />
      {unknown.length === 0 ? null : <p class="soft small">{t.provisionalHint(unknown.join(t.comma))}</p>}
    </Panel>
  )
}

function Publish({ look, at }: { look: Look; at: string }) {
  const t = texts(look)
  return (
    <Dialog label={t.publish} icon="send" title={t.publishTitle}>
      <p>{t.publishLead}</p>
      <Form action={`${at}/publication`} command={newSecret()}>
        <TextField path="seed" label={t.seed} hint={t.seedHint} width="short" value="" />
        <Button>{t.publish}</Button>
      </Form>
    </Dialog>
  )
}

async function publish(asked: Asked, posted: Posted): Promise<Shown> {
  const id = asked.params.competition ?? ''
  await requireCompetition(asked.context, id, 'competition.publish')
  return tryForm(posted, async () => {
    const seed = posted.fields.seed?.trim() ?? ''
    await publishCall(asked.context, id, readAs(publishInput, seed === '' ? {} : { seed }))
    return { go: `/competitions/${id}` }
  }, (attempt) => show(asked, attempt))
}

export const competitionPreviewPages: PageRoute[] = [
  { method: 'get', path: '/competitions/:competition/preview', action: 'competition.preview', show: (asked) => show(asked) },
  { method: 'post', path: '/competitions/:competition/publication', action: 'competition.publish', send: publish },
]

function texts(look: Look) {
  return words(look.language, {
    zh: {
      settings: '改设置', publish: '公布征集', publishTitle: '公布后规则就固定了', publishLead: '申报单位马上可以看到并开始申报。规则、类别和奖项不能再改；日期可以凭理由修改。', seed: '抽签种子', seedHint: '当众抽过签的填抽签结果；不填由系统随机产生，同征集一起公布。',
      published: '征集已公布，规则不再变化。下面仍可按数量试算。', notReady: (n: number) => `公布前还有 ${n} 处要改`,
      trial: '规则试算', suppose: '试算', proposals: '假设收到', judges: '假设评委', copies: '份', people: '位', supposeHint: '申报书在各类别间平均分布，没有并列和回避；评委一栏留空时按每人工作量适中计。',
      round: '轮次', entries: '参评', groups: '分组', needed: '需要评委', cards: '评分表', advances: '晋级', final: '决出名次', byScore: '看分数', n: (n: number) => `${n} 份`, none: '无', oneGroup: '不分组', groupsOf: (n: number, sizes: string) => `${n} 组，每组 ${sizes} 份`,
      wanted: (n: number) => `建议 ${n} 位`, least: (n: number, size: number) => `至少 ${n} 位（每份 ${size} 位评）`, cardsOf: (n: string) => `共 ${n} 张`, load: (judges: number, each: string) => `${judges} 位评委，每人 ${each} 张`, idle: (n: number) => `，${n} 位没有分到`, noCards: '没有评委可分', short: (n: number) => `评委不够：最多会有 ${n} 份申报书评委人数不足，方案无法确认。`,
      stage: (name: string, h: number, m: number) => `${name}若一个接一个进行，共约 ${h > 0 ? `${h} 小时 ` : ''}${m} 分钟（不含间隔）。`,
      awards: (n: number) => `奖项：${n} 份进入最后排名`, award: '奖项', places: '名额', given: '评出', unfilled: (n: number) => `空缺 ${n}`, unawarded: (n: number) => `其余 ${n} 份没有奖项。`,
      dates: '关键日期', off: '休息日', provisional: '暂定', notice: (n: number) => `公示 ${n} 个工作日`, noticeLead: '如果最后一轮结束后的第一个工作日公示：', provisionalHint: (years: string) => `${years} 年的放假安排还没有公布，先按周一到周五是工作日算，日期可能变动。`, comma: '、',
    },
    en: {
      settings: 'Settings', publish: 'Publish the call', publishTitle: 'Once published, the rules are fixed', publishLead: 'Applicants can see it and apply at once. Rules, categories and awards cannot change any more; dates can be moved with a reason.', seed: 'Seed of the draws', seedHint: 'The result of a draw held in public, if there was one; otherwise it is drawn at random and published with the call.',
      published: 'The call is out and its rules are fixed. Numbers can still be tried out here.', notReady: (n) => `${n} to fix before it can be published`,
      trial: 'Rule trial', suppose: 'Try it with numbers', proposals: 'Suppose proposals', judges: 'Suppose judges', copies: '', people: '', supposeHint: 'Proposals spread evenly over categories, no ties, no recusals. Without a number of judges, as many as keep the work in bounds.',
      round: 'Round', entries: 'Judged', groups: 'Groups', needed: 'Judges needed', cards: 'Scorecards', advances: 'Go on', final: 'ranked', byScore: 'by score', n: (n) => String(n), none: 'none', oneGroup: 'no groups', groupsOf: (n, sizes) => `${n} groups of ${sizes}`,
      wanted: (n) => `${n} suggested`, least: (n, size) => `${n} at least (${size} a proposal)`, cardsOf: (n) => `${n} in all`, load: (judges, each) => `${judges} judges, ${each} each`, idle: (n) => `, ${n} without any`, noCards: 'nobody to assign', short: (n) => `Too few judges: up to ${n} proposals would lack one, and the plan could not be confirmed.`,
      stage: (name, h, m) => `${name}, one after the other: about ${h > 0 ? `${h} h ` : ''}${m} min without breaks.`,
      awards: (n) => `Awards: ${n} in the final ranking`, award: 'Award', places: 'Places', given: 'Given', unfilled: (n) => `${n} unfilled`, unawarded: (n) => `The other ${n} take no award.`,
      dates: 'Key dates', off: 'day off', provisional: 'provisional', notice: (n) => `Notice of ${n} working days`, noticeLead: 'If it is published on the first working day after the last round:', provisionalHint: (years) => `The official holidays of ${years} are not known yet, so every weekday counts as a working day; dates may move.`, comma: ', ',
    },
  })
}
