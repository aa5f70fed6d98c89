import { newSecret } from '../../../../shared/kernel/ids.ts'
import { type Pitch, untilScoring } from '../../../../shared/pitch/pitch.ts'
import type { DeskView } from '../../../queries/pitch.ts'
import { ChoiceField } from '../../look/choices.tsx'
import { Button, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Panel, Tag } from '../../look/tell.tsx'
import { withColon } from '../../look/words.ts'
import { Deed } from './deed.tsx'
import { deskTexts } from './desk-texts.ts'

/** The order with each one's card: open, locked, who has not sent. For the host's eyes only. */
export function DeskRows({ look, view, pitch, href }: { look: Look; view: DeskView; pitch: Pitch; href: string }) {
  const t = deskTexts(look)
  const left = untilScoring(pitch, view.room.rules)
  return (
    <Panel title={t.order} id="order" end={left > 0 ? <Tag state="wait">{t.until(left)}</Tag> : undefined}>
      <div class="desk-rows">{pitch.order.map((_, place) => <Row look={look} view={view} pitch={pitch} href={href} place={place} />)}</div>
    </Panel>
  )
}

function Row({ look, view, pitch, href, place }: { look: Look; view: DeskView; pitch: Pitch; href: string; place: number }) {
  const t = deskTexts(look)
  const proposal = pitch.order[place]
  const entry = pitch.entries.find((one) => one.proposal === proposal)
  if (proposal === undefined || entry === undefined) return null
  const card = pitch.cards[proposal]
  const turn = pitch.turns[proposal]
  const here = pitch.turn === place && pitch.phase !== 'heard' && pitch.phase !== 'absent'
  const cards = view.cards[proposal] ?? []
  const toCome = cards.filter(({ state }) => state !== 'submitted')
  const late = pitch.late.filter((one) => one.proposal === proposal)
  const name = (judge: string) => cards.find((one) => one.judge === judge)?.name ?? ''
  const about = (deed: string) => withColon(look.language, deed, entry.title)
  const busy = pitch.phase === 'talk' || pitch.phase === 'answers' || pitch.state === 'revealed'
  const others = toCome.filter(({ judge }) => !late.some((one) => one.judge === judge))
  return (
    <section class={`desk-row${here ? ' on' : ''}`} aria-label={entry.title}>
      <span class="n">{place + 1}</span>
      <div>
        <p><strong>{entry.title}</strong>{entry.organisation === null ? null : <span class="soft small"> {entry.organisation}</span>}</p>
        <p class="desk-missing">
          {here ? <Tag state="now">{t.onStage}</Tag> : turn === 'absent' ? <Tag state="late">{t.missing}</Tag> : turn === 'heard' ? null : <Tag state="idle">{t.toCome}</Tag>}
          {turn === 'heard' ? <Tag state={card === 'open' ? 'now' : card === 'locked' ? 'done' : 'wait'} {...(card === 'locked' ? { icon: 'locked' as const } : {})}>{t.cardStates[card ?? 'closed']}</Tag> : null}
          {card === undefined ? null : <span class="small" id={`sent-${place}`} data-fresh><b class="n">{t.sent(cards.length - toCome.length, cards.length)}</b> <span class="soft">{toCome.length === 0 ? '' : t.notSent(toCome.map((one) => one.name).join(t.list))}</span></span>}
          {late.map(({ judge }) => <Tag state="wait">{t.lateNow(name(judge))}</Tag>)}
        </p>
        <div class="acts">
          {!busy && turn !== 'heard' && !here ? <Deed href={href} deed={{ do: 'call', turn: place + 1 }} weight="quiet" label={about(t.callThis)}>{t.callThis}</Deed> : null}
          {card === 'open' ? <Deed href={href} deed={{ do: 'lock', proposal }} label={about(t.lock)}>{t.lock}</Deed> : null}
          {turn === 'heard' && card !== 'open' && pitch.state !== 'revealed' && untilScoring(pitch, view.room.rules) === 0 ? <Deed href={href} deed={{ do: 'open', proposal }} weight="quiet" label={about(card === 'locked' ? t.openAgain : t.open)}>{card === 'locked' ? t.openAgain : t.open}</Deed> : null}
          {late.map(({ judge }) => <Deed href={href} deed={{ do: 'close-late', proposal, judge }} weight="quiet">{t.lateClose(name(judge))}</Deed>)}
        </div>
        {card !== 'locked' || pitch.state === 'revealed' || others.length === 0 ? null : (
          <details class="more">
            <summary>{t.lateFor}</summary>
            <Form action={href} command={newSecret()} label={about(t.lateOpen)} class="acts">
              <input type="hidden" name="do" value="late" /><input type="hidden" name="proposal" value={proposal} />
              <ChoiceField path={`judge-${place}`} none={null} label={about(t.lateFor)} bare as="select" required value={others[0]?.judge ?? null} choices={others.map((one) => ({ value: one.judge, label: one.name }))} />
              <Button weight="second">{t.lateOpen}</Button>
            </Form>
          </details>
        )}
      </div>
    </section>
  )
}
