import { shanghaiDate } from '../../../shared/kernel/calendar.ts'
import { newSecret, proposalId } from '../../../shared/kernel/ids.ts'
import { isPublished, mayPublishEarly } from '../../../shared/award/award.ts'
import type { Awards } from '../../../shared/award/award.store.ts'
import { formatYuan } from '../../../shared/kernel/money.ts'
import { say } from '../../../shared/kernel/text.ts'
import { blockedBy, gates, workingDaysLeft } from '../../../shared/notice/notice.ts'
import { decideTie, decideTieInput, publishAwards } from '../../commands/award.ts'
import { authorise } from '../../context.ts'
import { readResult, type ResultView } from '../../queries/award.ts'
import { publicLine } from '../../queries/notice.ts'
import { CheckField } from '../look/choices.tsx'
import { Dialog } from '../look/dialog.tsx'
import { HiddenField, TextArea, Wrong } from '../look/fields.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import { fieldId, type Look, useLook, useMistake } from '../look/look.ts'
import { Table } from '../look/table.tsx'
import { At, DateRange, Empty, Panel, Section, Tabs, Tag, Trail } from '../look/tell.tsx'
import { inBrackets, withColon, words } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { CompetitionPage } from './competition-frame.tsx'
import { LinesTable } from './notice-parts.tsx'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'

const texts = (look: Pick<Look, 'language'>) =>
  words(look.language, {
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
      annulled: (title: string) => `取消《${title}》的奖项`, corrected: '按处理决定更正了名单', tabs: '结果', result: '奖项', notice: '公示', objectionTab: '异议',
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
      corrected: 'corrected the list by a ruling', tabs: 'Result', result: 'Awards', notice: 'Notice', objectionTab: 'Objections',
      list2: ', ', ranking: 'Ranked list to print', out: 'Published', yuan: (sum) => `${sum} yuan`, publishClear: (n) => `Publish the ${n} that no objection is about`, publishClearLead: (n) => `These ${n} awards do not wait for the rulings: they are published now with their certificates. From then on nobody moves up where an award is annulled.`,
    },
  })
type Texts = ReturnType<typeof texts>

/** The parts of a result: awards, notice, objections. */
export function ResultTabs({ id, here, open }: { id: string; here: 'result' | 'objections'; /** null: kept from the reader. */ open: number | null }) {
  const { language } = useLook()
  const t = texts({ language })
  if (open === null) return null
  return <Tabs label={t.tabs} ways={[{ href: `/competitions/${id}/result`, label: t.result, current: here === 'result' }, { href: `/competitions/${id}/result/objections`, label: t.objectionTab, current: here === 'objections', count: open }]} />
}

async function show({ context, look, params }: Asked, attempt: Attempt = { values: {}, mistakes: [] }): Promise<Shown> {
  const view = await readResult(context, params.competition ?? '')
  const t = texts(look)
  const { competition, awards, lines, rulebook, objections } = view
  // The forms on this page: shown again, they have asked too.
  authorise(context, 'award.decide', { district: competition.district, competition: competition.id })
  authorise(context, 'award.publish', { district: competition.district, competition: competition.id })
  const { language } = look
  const frame = { look, competition, rulebook, tab: 'result' as const, until: competition.state === 'notice' ? view.notices[0]?.endsAt : undefined, title: t.title, mistakes: attempt.mistakes }
  if (awards === null) return { page: <CompetitionPage {...frame}><Empty title={t.early}>{t.earlyLead}</Empty></CompetitionPage> }
  return { page: (
    <CompetitionPage {...frame}>
      <ResultTabs id={competition.id} here="result" open={objections?.filter(({ state }) => state === 'open').length ?? null} />
      <NextStep view={view} awards={awards} />
      {awards.ties.map((tie) => <Tie tie={tie} competition={competition.id} attempt={attempt} />)}
      {awards.waiting.length === 0 ? null : <p>{t.waiting(awards.waiting.map((name) => say(name, language)).join(t.list2))}</p>}
      <Section title={t.list} id="list" end={<><span class="soft n">{t.lines(lines.length)}</span>{lines.length === 0 ? null : <> <a href={`/competitions/${competition.id}/result/ranking`}>{t.ranking}</a></>}</>}>
        {lines.length === 0 ? <Empty title={t.none}>{t.noneLead}</Empty> : <LinesTable lines={lines.map((line) => ({ ...publicLine(line), blocks: blockedBy(objections ?? [], line).length, out: awards.publishedAt === null && isPublished(awards, line.proposal) }))} rulebook={rulebook} caption={t.caption} mark={({ blocks, out }) => (out ? <Tag state="done">{t.out}</Tag> : blocks === 0 ? null : <Tag state="wait">{t.blocked(blocks)}</Tag>)} />}
      </Section>
      {awards.unfilled.length === 0 ? null : <Section title={t.unfilled} id="unfilled"><ul class="read">{awards.unfilled.map((sentence) => <li>{say(sentence, language)}</li>)}</ul></Section>}
      <History awards={awards} />
      <Notices view={view} />
    </CompetitionPage>
  ) }
}

/** What is to be done now, and what stands in the way. */
function NextStep({ view: { competition, rulebook, lines, notices, objections }, awards }: { view: ResultView; awards: Awards }) {
  const { language, now } = useLook()
  const t = texts({ language })
  const here = `/competitions/${competition.id}/result`
  const open = (objections ?? []).filter(gates).length
  const late = (objections ?? []).filter((one) => one.late).length
  const leads = (objections ?? []).filter(({ state, kind }) => state === 'open' && kind === 'lead').length
  const pending = objections === null ? <p class="soft">{t.keptFrom}</p> : open + leads === 0 ? null : <p>{[open > 0 && t.objections(open, late), leads > 0 && t.leads(leads)].filter(Boolean).join(t.list2)} <a href={`${here}/objections`}>{t.see}</a></p>
  const [newest] = notices
  if (competition.awardsPublishedAt !== null) return <Panel title={t.finished} id="next"><p class="acts"><ButtonLink href={`/public/competitions/${competition.id}/awards`}>{t.awards}</ButtonLink></p>{pending}</Panel>
  if (competition.state === 'award') {
    return (
      <Panel title={t.award} id="next">
        <p>{t.awardLead(awards.lines)}</p>{pending}
        <Dialog label={t.publish} title={t.ask}><p>{t.awardLead(awards.lines)}</p><Form action={`${here}/awards`} command={newSecret()} label={t.publish}><p class="acts"><Button>{t.publish}</Button></p></Form></Dialog>
      </Panel>
    )
  }
  if (competition.state === 'ruling') {
    const clear = objections === null || !mayPublishEarly(competition, rulebook) ? 0 : lines.filter((line) => !isPublished(awards, line.proposal) && blockedBy(objections, line).length === 0).length
    return (
      <Panel title={t.ruling} id="next">
        <p>{t.rulingLead}</p>{pending}
        {clear === 0 ? null : <Dialog label={t.publishClear(clear)} title={t.ask}><p>{t.publishClearLead(clear)}</p><Form action={`${here}/awards`} command={newSecret()} label={t.publishClear(clear)}><p class="acts"><Button>{t.publishClear(clear)}</Button></p></Form></Dialog>}
      </Panel>
    )
  }
  if (competition.state === 'notice' && newest !== undefined) {
    return (
      <Panel title={t.running} id="next">
        <p><DateRange from={newest.firstDay} to={newest.lastDay} /> <span class="soft">{t.left(workingDaysLeft(newest.days, shanghaiDate(now)), newest.workingDays)}</span></p>{pending}
        <p class="acts"><ButtonLink href={`/public/competitions/${competition.id}/notice`}>{t.public}</ButtonLink><ButtonLink href={`${here}/notice`} weight="quiet">{t.correct}</ButtonLink></p>
      </Panel>
    )
  }
  if (competition.state !== 'result') return null
  return (
    <Panel title={newest === undefined ? t.prepare : t.again} id="next">
      <p>{awards.ties.length > 0 ? t.decideFirst(awards.ties.length) : newest === undefined ? t.prepareLead : t.againLead}</p>{pending}
      {awards.ties.length > 0 ? null : <p class="acts"><ButtonLink href={`${here}/notice`} weight="primary">{t.prepare}</ButtonLink></p>}
    </Panel>
  )
}

function Tie({ tie, competition, attempt }: { tie: Awards['ties'][number]; competition: string; attempt: Attempt }) {
  const { language } = useLook()
  const t = texts({ language })
  const id = `tie-${tie.award}${tie.category === null ? '' : `-${tie.category}`}`
  const mistake = useMistake('chosen', t.choose(tie.places))
  const again = attempt.values.award === tie.award && (attempt.values.category ?? '') === (tie.category ?? '')
  return (
    <Panel title={t.tie(say(tie.awardName, language), tie.tied.length, tie.places)} id={id}>
      <p class="soft">{t.tieLead}</p>
      <Form action={`/competitions/${competition}/result/ties`} command={newSecret()} labelledBy={id}>
        <HiddenField path="award" value={tie.award} />
        {tie.category === null ? null : <HiddenField path="category" value={tie.category} />}
        <fieldset class="field" id={fieldId('chosen')} tabindex={-1}>
          <legend>{t.choose(tie.places)}</legend>
          {again && mistake !== undefined ? <Wrong id="f-chosen-e" mistake={mistake} /> : null}
          {tie.tied.map(({ proposal, title, organisation, total }) => <CheckField path={`chosen.${proposal}`} label={inBrackets(language, title, organisation, total)} checked={again && attempt.values[`chosen.${proposal}`] !== undefined} />)}
        </fieldset>
        <TextArea path="reason" label={t.reason} value={again ? attempt.values.reason : ''} limit={1000} rows={3} required />
        <p class="acts"><Button>{t.decide}</Button></p>
      </Form>
    </Panel>
  )
}

function History({ awards }: { awards: Awards }) {
  const { language } = useLook()
  const t: Texts = texts({ language })
  const entries = [
    ...awards.decisions.map(({ at, awardName, chosen, reason, byName }) => ({ at, text: t.decided(say(awardName, language), chosen.map(({ title }) => title).join(t.list2)), detail: withColon(language, byName, reason) })),
    ...awards.annulled.map(({ at, title, reasons }) => ({ at, text: t.annulled(title), detail: reasons })),
    ...awards.corrected.map(({ at, title, organisation, amount }) => ({ at, text: t.corrected, detail: [title, organisation, amount === null ? null : t.yuan(formatYuan(amount))].filter((name) => name !== null).join(t.list2) })),
  ].toSorted((a, b) => b.at.localeCompare(a.at))
  return entries.length === 0 ? null : <Section title={t.history} id="history"><Trail entries={entries} /></Section>
}

function Notices({ view: { competition, notices } }: { view: ResultView }) {
  const { language } = useLook()
  const t = texts({ language })
  if (notices.length === 0) return null
  return (
    <Section title={t.notices} id="notices">
      <Table caption={t.notices} rows={notices} columns={[
        { header: t.number, names: true, cell: ({ number }) => <a href={`/public/competitions/${competition.id}/notice?number=${number}`}>{t.numbered(number)}</a> },
        { header: t.window, cell: ({ firstDay, lastDay }) => <DateRange from={firstDay} to={lastDay} /> },
        { header: t.published, cell: ({ publishedAt }) => <At at={publishedAt} /> },
        { header: t.change, cell: ({ correction }) => correction ?? t.first },
      ]} />
    </Section>
  )
}

async function decide(asked: Asked, posted: Posted): Promise<Shown> {
  const competition = asked.params.competition ?? ''
  return tryForm(posted, async () => {
    const ticked = Object.keys(posted.fields).flatMap((name) => proposalId.safeParse(name.replace(/^chosen\./, '')).data ?? [])
    const { award, category, reason } = posted.fields
    await decideTie(asked.context, competition, readAs(decideTieInput, { award, category: category ?? null, chosen: ticked, reason }))
    return { go: `/competitions/${competition}/result` }
  }, (attempt) => show(asked, attempt))
}

async function publish(asked: Asked, posted: Posted): Promise<Shown> {
  const competition = asked.params.competition ?? ''
  return tryForm(posted, async () => {
    await publishAwards(asked.context, competition)
    return { go: `/competitions/${competition}/result` }
  }, (attempt) => show(asked, attempt))
}

export const resultPages: PageRoute[] = [
  { method: 'get', path: '/competitions/:competition/result', action: 'notice.prepare', show: (asked) => show(asked) },
  { method: 'post', path: '/competitions/:competition/result/ties', action: 'award.decide', send: decide },
  { method: 'post', path: '/competitions/:competition/result/awards', action: 'award.publish', send: publish },
]
