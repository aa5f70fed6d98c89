import type { Competition } from '../../../shared/competition/competition.ts'
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
import { fieldId, useLook, useMistake } from '../look/look.ts'
import { Table } from '../look/table.tsx'
import { At, DateRange, Empty, Panel, Section, Tabs, Tag, Trail } from '../look/tell.tsx'
import { inBrackets, withColon } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { CompetitionPage } from './competition-frame.tsx'
import { LinesTable } from './notice-parts.tsx'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'
import { resultTexts } from './result-texts.ts'

/** The parts of a result: awards, notice, objections. */
export function ResultTabs({ competition: { id, district, kind }, here, open }: { competition: Pick<Competition, 'id' | 'district' | 'kind'>; here: 'result' | 'objections' | 'replay'; /** null: kept from the reader. */ open: number | null }) {
  const { language, allows } = useLook()
  const t = resultTexts(language, kind)
  if (open === null || !allows('notice.prepare', { district, competition: id })) return null
  return <Tabs label={t.tabs} ways={[{ href: `/competitions/${id}/result`, label: t.result, current: here === 'result' }, { href: `/competitions/${id}/result/objections`, label: t.objectionTab, current: here === 'objections', count: open }, { href: `/competitions/${id}/result/replay`, label: t.replayTab, current: here === 'replay' }]} />
}

async function show({ context, look, params }: Asked, attempt: Attempt = { values: {}, mistakes: [] }): Promise<Shown> {
  const view = await readResult(context, params.competition ?? '')
  const { competition, awards, lines, rulebook, objections } = view
  const t = resultTexts(look.language, competition.kind)
  // The forms on this page: shown again, they have asked too.
  authorise(context, 'award.decide', { district: competition.district, competition: competition.id })
  authorise(context, 'award.publish', { district: competition.district, competition: competition.id })
  const { language } = look
  const frame = { look, competition, rulebook, tab: 'result' as const, until: competition.state === 'notice' ? view.notices[0]?.endsAt : undefined, title: t.title, mistakes: attempt.mistakes }
  if (awards === null) return { page: <CompetitionPage {...frame}><Empty title={t.early}>{t.earlyLead}</Empty></CompetitionPage> }
  return { page: (
    <CompetitionPage {...frame}>
      <ResultTabs competition={competition} here="result" open={objections?.filter(({ state }) => state === 'open').length ?? null} />
      <NextStep view={view} awards={awards} />
      {awards.ties.map((tie) => <Tie tie={tie} competition={competition} attempt={attempt} />)}
      {awards.waiting.length === 0 ? null : <p>{t.waiting(awards.waiting.map((name) => say(name, language)).join(t.list2))}</p>}
      <Section title={t.list} id="list" end={<><span class="soft n">{t.lines(lines.length)}</span>{lines.length === 0 ? null : <> <a href={`/competitions/${competition.id}/result/ranking`}>{t.ranking}</a></>}</>}>
        {lines.length === 0 ? <Empty title={t.none}>{t.noneLead}</Empty> : <LinesTable lines={lines.map((line) => ({ ...publicLine(line), blocks: blockedBy(objections ?? [], line).length, out: awards.publishedAt === null && isPublished(awards, line.proposal) }))} rulebook={rulebook} caption={t.caption} mark={({ blocks, out }) => (out ? <Tag state="done">{t.out}</Tag> : blocks === 0 ? null : <Tag state="wait">{t.blocked(blocks)}</Tag>)} />}
      </Section>
      {awards.unfilled.length === 0 ? null : <Section title={t.unfilled} id="unfilled"><ul class="read">{awards.unfilled.map((sentence) => <li>{say(sentence, language)}</li>)}</ul></Section>}
      <History awards={awards} kind={competition.kind} />
      <Notices view={view} />
    </CompetitionPage>
  ) }
}

/** What is to be done now, and what stands in the way. */
function NextStep({ view: { competition, rulebook, lines, notices, objections }, awards }: { view: ResultView; awards: Awards }) {
  const { language, now } = useLook()
  const t = resultTexts(language, competition.kind)
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

function Tie({ tie, competition, attempt }: { tie: Awards['ties'][number]; competition: Competition; attempt: Attempt }) {
  const { language } = useLook()
  const t = resultTexts(language, competition.kind)
  const id = `tie-${tie.award}${tie.category === null ? '' : `-${tie.category}`}`
  const mistake = useMistake('chosen', t.choose(tie.places))
  const again = attempt.values.award === tie.award && (attempt.values.category ?? '') === (tie.category ?? '')
  return (
    <Panel title={t.tie(say(tie.awardName, language), tie.tied.length, tie.places)} id={id}>
      <p class="soft">{t.tieLead}</p>
      <Form action={`/competitions/${competition.id}/result/ties`} command={newSecret()} labelledBy={id}>
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

function History({ awards, kind }: { awards: Awards; kind: Competition['kind'] }) {
  const { language } = useLook()
  const t = resultTexts(language, kind)
  const entries = [
    ...awards.decisions.map(({ at, awardName, chosen, reason, byName }) => ({ at, text: t.decided(say(awardName, language), chosen.map(({ title }) => title).join(t.list2)), detail: withColon(language, byName, reason) })),
    ...awards.annulled.map(({ at, title, reasons }) => ({ at, text: t.annulled(title), detail: reasons })),
    ...awards.corrected.map(({ at, title, organisation, amount }) => ({ at, text: t.corrected, detail: [title, organisation, amount === null ? null : t.yuan(formatYuan(amount))].filter((name) => name !== null).join(t.list2) })),
  ].toSorted((a, b) => b.at.localeCompare(a.at))
  return entries.length === 0 ? null : <Section title={t.history} id="history"><Trail entries={entries} /></Section>
}

function Notices({ view: { competition, notices } }: { view: ResultView }) {
  const { language } = useLook()
  const t = resultTexts(language, competition.kind)
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
