import { newSecret } from '../../../../shared/kernel/ids.ts'
import { say } from '../../../../shared/kernel/text.ts'
import { habits, type Pitch, revealWaits } from '../../../../shared/pitch/pitch.ts'
import { snapshotOf } from '../../../../shared/pitch/snapshot.ts'
import { deskInput, nextOf, runDesk } from '../../../commands/pitch.ts'
import { type DeskView, pitchRoom, readDesk } from '../../../queries/pitch.ts'
import { TextField } from '../../look/fields.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Facts, Note, Panel, Tabs } from '../../look/tell.tsx'
import { rawScoresSentence } from '../counting-rules.tsx'
import { roundAt } from '../judging.tsx'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { roundHref, RoundPage, roundTarget } from '../round-frame.tsx'
import { Deed } from './deed.tsx'
import { deskTexts } from './desk-texts.ts'
import { DeskRows } from './desk-rows.tsx'
import { GroupNowView } from './group-now.tsx'

export const deskHref = (view: Pick<DeskView, 'room'>, group: string): string => `${roundHref(view.room)}/desk/${group}`

/** The desk of the group that goes on now, or of the first. */
async function showFirst({ context, params }: Asked): Promise<Shown> {
  const { competition, index } = roundAt(params)
  const found = await pitchRoom(context, 'pitch.run', competition, index)
  const { groups } = found.plan.head
  const current = found.pitches.find(({ state }) => state === 'running') ?? found.pitches.find(({ state }) => state === 'drawing')
  return { go: deskHref(found, current?.group ?? groups[0]?.id ?? 'g01') }
}

async function showDesk(asked: Asked, attempt?: Attempt): Promise<Shown> {
  const { competition, index } = roundAt(asked.params)
  const view = await readDesk(asked.context, 'pitch.run', competition, index, asked.params.group ?? '')
  return { page: <DeskPage look={asked.look} now={asked.context.now} view={view} attempt={attempt} /> }
}

function DeskPage({ look, now, view, attempt }: { look: Look; now: Asked['context']['now']; view: DeskView; attempt: Attempt | undefined }) {
  const t = deskTexts(look)
  const { room, group, pitch, plan } = view
  const { id } = room.competition.value
  const live = `/live/${id}/${room.round.value.index}`
  const href = deskHref(view, group.id)
  return (
    <RoundPage
      look={look} room={room} tab="desk" mistakes={attempt?.mistakes} styles={['live.css']} scripts={['live.js']}
      actions={<><ButtonLink href={`${live}/screen?group=${group.id}`} icon="link">{t.screen}</ButtonLink><ButtonLink href={live} icon="eye">{t.viewers}</ButtonLink></>}
    >
      {plan.head.groups.length < 2 ? null : <Tabs label={t.groups} ways={plan.head.groups.map((one) => ({ href: deskHref(view, one.id), label: say(one.name, look.language), current: one.id === group.id }))} />}
      <div class="stackv" data-live={`${live}/snapshot`} data-now={now} data-follow="desk">
        {pitch === undefined ? <SetUp look={look} view={view} href={href} /> : pitch.state === 'drawing' ? <Draw look={look} view={view} href={href} attempt={attempt} /> : (
          <div class="split">
            <div class="stackv">
              <OnStage look={look} view={view} pitch={pitch} href={href} now={now} />
              <Papers look={look} view={view} pitch={pitch} href={href} />
            </div>
            <DeskRows look={look} view={view} pitch={pitch} href={href} />
          </div>
        )}
      </div>
    </RoundPage>
  )
}

function SetUp({ look, view, href }: { look: Look; view: DeskView; href: string }) {
  const t = deskTexts(look)
  const after = habits(view.room.rules).scoringStartsAfter ?? 0
  return (
    <Panel title={t.one} id="set-up">
      <p>{t.startLead}</p>
      {after === 0 ? null : <p class="soft">{t.startLeadAfter(after)}</p>}
      <p class="acts"><Deed href={href} deed={{ do: 'set-up' }} weight="primary">{t.start}</Deed></p>
    </Panel>
  )
}

function Draw({ look, view, href, attempt }: { look: Look; view: DeskView; href: string; attempt: Attempt | undefined }) {
  const t = deskTexts(look)
  return (
    <Panel title={t.draw} id="draw">
      <p>{t.drawLead}</p>
      <Facts facts={[{ term: t.published, detail: <span class="seed">{view.room.competition.value.seed}</span> }]} />
      <Form action={href} command={newSecret()} labelledBy="draw">
        <input type="hidden" name="do" value="draw" />
        <TextField path="said" label={t.said} hint={t.saidHint} required limit={60} value={attempt?.values.said ?? ''} autocomplete="off" />
        <TextField path="supervisor" label={t.supervisor} required limit={60} value={attempt?.values.supervisor ?? view.supervisors[0] ?? ''} autocomplete="off" />
        <p class="acts"><Button>{t.drawNow}</Button></p>
      </Form>
    </Panel>
  )
}

function OnStage({ look, view, pitch, href, now }: { look: Look; view: DeskView; pitch: Pitch; href: string; now: Asked['context']['now'] }) {
  const t = deskTexts(look)
  const [group] = snapshotOf([pitch], now).groups
  const title = (place: number) => pitch.entries.find(({ proposal }) => proposal === pitch.order[place])?.title ?? ''
  const nextUp = pitch.order.findIndex((proposal, place) => pitch.turns[proposal] === undefined && place !== (pitch.phase === 'called' ? pitch.turn : -1))
  const stopped = pitch.clock.startedAt === null
  const talking = pitch.phase === 'talk' || pitch.phase === 'answers'
  const raw = rawScoresSentence(view.room.rules, look.language)
  const waits = revealWaits(pitch, view.room.rules, nextOf(view, pitch), now)
  return (
    <Panel title={t.stage} id="stage" class="desk-clock">
      {group === undefined || pitch.turn === null ? <p class="soft">{t.nobody}</p> : <GroupNowView group={group} heading="p" />}
      <div class="acts">
        {pitch.phase === 'called' ? <><Deed href={href} deed={{ do: 'start' }} weight="primary">{t.begin}</Deed><Deed href={href} deed={{ do: 'absent' }} weight="late">{t.absent}</Deed></> : null}
        {pitch.phase === 'talk' ? <Deed href={href} deed={{ do: 'answers' }} weight="primary">{t.answers}</Deed> : null}
        {talking ? <Deed href={href} deed={{ do: 'finish' }} weight={pitch.phase === 'answers' ? 'primary' : 'second'}>{t.finish}</Deed> : null}
        {talking ? <><Deed href={href} deed={{ do: stopped ? 'start' : 'pause' }}>{stopped ? t.resume : t.pause}</Deed><Deed href={href} deed={{ do: 'add-time', seconds: 30 }} weight="quiet">{t.more(30)}</Deed><Deed href={href} deed={{ do: 'add-time', seconds: 60 }} weight="quiet">{t.minute}</Deed></> : null}
        {!talking && pitch.state !== 'revealed' && nextUp >= 0 ? <Deed href={href} deed={{ do: 'call', turn: nextUp + 1 }} weight={pitch.phase === 'called' ? 'quiet' : 'primary'}>{t.call(nextUp + 1, title(nextUp))}</Deed> : null}
      </div>
      {pitch.state === 'revealed' ? <Note state="done">{t.revealed}{raw === '' ? null : <><br /><span class="soft small">{raw}</span></>}</Note> : pitch.state === 'finished' ? (
        <div class="stackv tight">
          <p><strong>{t.allDone}</strong></p>
          {waits === null ? <><p class="soft">{t.revealLead}</p>{raw === '' ? null : <p class="soft">{raw}</p>}<p class="acts"><Deed href={href} deed={{ do: 'reveal' }} weight="primary">{t.reveal}</Deed></p></> : <p class="soft">{say(waits, look.language)} <a href={href}>{t.lookAgain}</a></p>}
        </div>
      ) : null}
    </Panel>
  )
}

function Papers({ look, view, pitch, href }: { look: Look; view: DeskView; pitch: Pitch; href: string }) {
  const t = deskTexts(look)
  const at = roundHref(view.room)
  return (
    <p class="acts small">
      {pitch.draw === null ? null : <a href={`${href}/draw`}>{t.record}</a>}
      <a href={`${at}/print/sheets?group=${pitch.group}`}>{t.sheets}</a>
      <a href={`${at}/print/summary?group=${pitch.group}`}>{t.summary}</a>
      {look.allows('pitch.fees', roundTarget(view.room)) ? <a href={`${at}/fees`}>{t.fees}</a> : null}
    </p>
  )
}

async function sendDeed(asked: Asked, posted: Posted): Promise<Shown> {
  const { competition, index } = roundAt(asked.params)
  const { group = '' } = asked.params
  // The page is only for who may run the desk, also when what it sends is refused.
  const view = await readDesk(asked.context, 'pitch.run', competition, index, group)
  return tryForm(posted, async () => {
    const { do: deed, turn, seconds, said, supervisor, proposal } = posted.fields
    // The select of each card's form has a name of its own.
    const judge = posted.fields.judge ?? Object.entries(posted.fields).find(([name]) => name.startsWith('judge-'))?.[1]
    const given = { do: deed, said, supervisor, proposal, judge, turn: turn === undefined ? undefined : Number(turn), seconds: seconds === undefined ? undefined : Number(seconds) }
    await runDesk(asked.context, competition, index, group, readAs(deskInput, Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))))
    return { go: deskHref(view, group) }
  }, (attempt) => showDesk(asked, attempt))
}

export const deskPages: PageRoute[] = [
  { method: 'get', path: '/competitions/:competition/rounds/:round/desk', action: 'pitch.run', show: showFirst },
  { method: 'get', path: '/competitions/:competition/rounds/:round/desk/:group', action: 'pitch.run', show: (asked) => showDesk(asked) },
  { method: 'post', path: '/competitions/:competition/rounds/:round/desk/:group', action: 'pitch.run', send: sendDeed },
]
