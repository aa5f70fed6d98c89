import { type Assignments, deskOf, myAssignments, nextAfter } from '../../queries/assignment.ts'
import { readForJudge, type JudgesReading } from '../../queries/proposal.ts'
import { type CardView, readCard } from '../../queries/scorecard.ts'
import { recusalInput, recuse } from '../../commands/recusal.ts'
import { saveScorecard, submitScorecard } from '../../commands/scorecard.ts'
import { proposalId } from '../../../shared/kernel/ids.ts'
import { Refusal } from '../../../shared/kernel/refusal.ts'
import { say } from '../../../shared/kernel/text.ts'
import { Button, ButtonLink } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { ScoreBar } from '../look/score.tsx'
import { Bar, When } from '../look/tell.tsx'
import { listHref, roundAt } from './judging.tsx'
import { mistakesOf } from '../mistakes.ts'
import { scoresIn } from '../typed-content.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'
import { AttachmentList } from './proposal-answers.tsx'
import { Reading } from './scorecard-reading.tsx'
import { CardForm, ClosedCard, LockedCard, RecusalForm } from './scorecard-card.tsx'
import { scorecardTexts } from './scorecard-texts.ts'

interface Desk {
  list: Assignments
  view: CardView
  reading: JudgesReading
  /** From 1. */
  place: number
}

const placeIn = (params: Record<string, string>) => {
  const proposal = proposalId.safeParse(params.proposal)
  if (!proposal.success) throw new Refusal('NOT_FOUND')
  return { ...roundAt(params), proposal: proposal.data }
}

async function load({ context, params }: Asked): Promise<Desk> {
  const { competition, index, proposal } = placeIn(params)
  // The card first: who is not assigned to it is told so before anything else is read.
  const { desk, view } = await readCard(context, proposal, index)
  if (desk.competition.id !== competition) throw new Refusal('NOT_FOUND')
  const [list, reading] = await Promise.all([myAssignments(context, competition, index), readForJudge(context, proposal)])
  return { list, view, reading, place: list.items.findIndex((item) => item.proposal === proposal) + 1 }
}

async function showDesk(asked: Asked, attempt?: Attempt, recusal?: Attempt): Promise<Shown> {
  return { page: <DeskPage look={asked.look} desk={await load(asked)} attempt={attempt} recusal={recusal} /> }
}

function DeskPage({ look, desk, attempt, recusal }: { look: Look; desk: Desk; attempt: Attempt | undefined; recusal: Attempt | undefined }) {
  const { list, view, reading, place } = desk
  const t = scorecardTexts(look)
  const href = listHref(list)
  const done = list.items.filter(({ state }) => state === 'submitted').length
  const next = nextAfter(list.items, view.proposal)
  const editable = view.open && view.state !== 'submitted'
  const category = list.rulebook.categories.find(({ id }) => id === reading.category)?.name
  const about = [category === undefined ? '' : say(category, look.language), reading.organisation ?? '', reading.number].filter((text) => text !== '')
  return (
    <Page
      look={look} title={reading.title} crumbs={[{ href: '/judging', label: t.judging }, { href, label: say(list.rules.name, look.language) }]}
      lead={<p class="soft">{about.map((text, i) => <>{i === 0 ? null : <span class="sep">·</span>}<span class="nw">{text}</span></>)}</p>}
      actions={<div><p class="nw"><strong class="n">{t.place(place, list.items.length)}</strong></p><Bar value={done} max={list.items.length} words={t.done(done, list.items.length)} hidden />{view.open ? <p class="small"><When at={view.closesAt} /></p> : null}</div>}
      mistakes={attempt?.mistakes ?? recusal?.mistakes ?? []} scripts={editable ? ['score.js', 'autosave.js'] : []} footed={editable}
    >
      <div class="panes">
        <Reading reading={reading} look={look}><AttachmentList form={reading.form} attachments={reading.attachments} proposal={reading.proposal} /></Reading>
        <div class="pane-stay panel">
          {editable ? (
            <CardForm look={look} view={view} rules={list.rules} form={reading.form} action={`${href}/${view.proposal}`} attempt={attempt}>
              <ScoreBar total={view.total} max={view.sheet.total} missing={view.missing} card="card">
                <Button weight="second" class="wide-only">{t.saveNext}</Button>
                <Button formaction={`${href}/${view.proposal}/submission`}>{t.send}</Button>
              </ScoreBar>
            </CardForm>
          ) : view.state === 'submitted' ? (
            <LockedCard view={view} look={look} receipt={`${href}/${view.proposal}/receipt.json`}>{next === null ? <ButtonLink href={href}>{t.backToList}</ButtonLink> : <ButtonLink href={`${href}/${next.proposal}`} weight="primary">{t.next}</ButtonLink>}</LockedCard>
          ) : <ClosedCard view={view} look={look} />}
          {editable ? <RecusalForm look={look} action={`${href}/${view.proposal}/recusal`} attempt={recusal} /> : null}
        </div>
      </div>
    </Page>
  )
}

const typedIn = ({ fields }: Posted) => ({ scores: scoresIn(fields), comment: fields.comment ?? '', revision: /^\d{1,9}$/.test(fields.revision ?? '') ? Number(fields.revision) : 0 })

async function saveAndNext(asked: Asked, posted: Posted): Promise<Shown> {
  const { competition, index, proposal } = placeIn(asked.params)
  const here = `/judging/${competition}/${index}`
  return tryForm(posted, async () => {
    await saveScorecard(asked.context, proposal, index, typedIn(posted))
    const next = nextAfter((await myAssignments(asked.context, competition, index)).items, proposal)
    return { go: next === null ? here : `${here}/${next.proposal}` }
  }, (attempt) => showDesk(asked, attempt))
}

async function sendCard(asked: Asked, posted: Posted): Promise<Shown> {
  const { competition, index, proposal } = placeIn(asked.params)
  return tryForm(posted, async () => {
    await submitScorecard(asked.context, proposal, index, typedIn(posted))
    return { go: `/judging/${competition}/${index}/${proposal}` }
  }, (attempt) => showDesk(asked, attempt))
}

async function sendRecusal(asked: Asked, posted: Posted): Promise<Shown> {
  const { competition, index, proposal } = placeIn(asked.params)
  await deskOf(asked.context, 'recusal.ask', proposal, index)
  return tryForm(posted, async () => {
    const kind = posted.fields.kind ?? ''
    const why = (posted.fields.reason ?? '').trim()
    const t = scorecardTexts({ language: 'zh' })
    const named = t.ties.find(({ value }) => value === kind)?.label
    const parsed = recusalInput.safeParse({ reason: named === undefined || kind === 'other' ? why : [named, why].filter((text) => text !== '').join('：') }, { reportInput: true })
    if (!parsed.success) throw new Refusal('INVALID', { mistakes: mistakesOf(parsed.error) })
    await recuse(asked.context, proposal, parsed.data)
    return { go: `/judging/${competition}/${index}?recused=1` }
  }, (attempt) => showDesk(asked, undefined, attempt))
}


export const scorecardPages: PageRoute[] = [
  { method: 'get', path: '/judging/:competition/:round/:proposal', action: 'scorecard.read', show: (asked) => showDesk(asked) },
  { method: 'post', path: '/judging/:competition/:round/:proposal', action: 'scorecard.save', send: saveAndNext },
  { method: 'post', path: '/judging/:competition/:round/:proposal/submission', action: 'scorecard.submit', send: sendCard },
  { method: 'post', path: '/judging/:competition/:round/:proposal/recusal', action: 'recusal.ask', send: sendRecusal },
]
