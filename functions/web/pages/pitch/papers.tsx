import type { Child } from 'hono/jsx'
import { newSecret } from '../../../../shared/kernel/ids.ts'
import { capitalYuan, formatYuan } from '../../../../shared/kernel/money.ts'
import { say } from '../../../../shared/kernel/text.ts'
import { proposalNumber } from '../../../../shared/proposal/proposal.ts'
import { leavesOf } from '../../../../shared/rulebook/sheet.ts'
import { feesInput, setFees } from '../../../commands/fees.ts'
import { readDraw } from '../../../queries/pitch.ts'
import { type GroupSheets, readFees, readSheets } from '../../../queries/score-sheets.ts'
import { MoneyField } from '../../look/fields.tsx'
import { Button, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { PrintButton, Seals, Sheet } from '../../look/print.tsx'
import { Table } from '../../look/table.tsx'
import { At, Facts, Panel } from '../../look/tell.tsx'
import { inBrackets, listed, withColon } from '../../look/words.ts'
import { roundAt } from '../judging.tsx'
import { readAs } from '../../mistakes.ts'
import { typedAmount } from '../../typed-amount.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { roundHref } from '../round-frame.tsx'
import { paperTexts } from './paper-texts.ts'

/** A paper of the round: its crumbs lead back to the desk or the round. */
function Paper({ look, room, title, back, tabs, mistakes, children }: { look: Look; room: GroupSheets['room']; title: string; back: string; tabs?: Child; mistakes?: Attempt['mistakes'] | undefined; children?: Child }) {
  return (
    <Page
      look={look} title={`${title} · ${say(room.rules.name, look.language)}`} heading={title} styles={['print.css', 'live.css']} crumbs={[{ href: back, label: say(room.rules.name, look.language) }]} actions={<PrintButton />} tabs={tabs} {...(mistakes === undefined ? {} : { mistakes })}
    >
      {children}
    </Page>
  )
}

/** The head of every paper: whose contest, which round and group. */
function Heading({ look, room, title, group, judge }: { look: Look; room: GroupSheets['room']; title: string; group: string | null; judge?: string }) {
  const t = paperTexts(look)
  return (
    <>
      <h2 class="paper-title">{say(room.competition.value.name, look.language)}<br />{title}</h2>
      <p class="paper-number">{[say(room.rules.name, look.language), group, judge === undefined ? null : withColon(look.language, t.judge, judge)].filter((text) => text !== null).join('　')}</p>
    </>
  )
}

async function showSheets({ context, look, params, query }: Asked): Promise<Shown> {
  const { competition, index } = roundAt(params)
  const sheets = await readSheets(context, 'pitch.print', competition, index, query.get('group'))
  const { room, group, judges, entries, cardOf } = sheets
  const t = paperTexts(look)
  const leaves = leavesOf(room.rules.criteria)
  return { page: (
    <Paper look={look} room={room} title={t.sheets} back={`${roundHref(room)}/progress`}>
      {judges.map(({ judge, name }) => (
        <Sheet landscape={leaves.length > 5}>
          <Heading look={look} room={room} title={t.sheet} group={say(group.name, look.language)} judge={name} />
          <Table
            caption={`${t.sheet} ${name}`} rows={entries.map((entry, i) => ({ ...entry, place: i + 1, card: cardOf(entry.proposal, judge) })).filter(({ card }) => card !== null)}
            columns={[
              { header: t.place, cell: ({ place }) => String(place) },
              { header: t.project, names: true, cell: ({ title, organisation }) => <>{title}{organisation === null ? null : <><br /><span class="soft small">{organisation}</span></>}</> },
              ...leaves.map((leaf) => ({ header: inBrackets(look.language, say(leaf.label, look.language), String(leaf.max)), align: 'end' as const, cell: ({ card }: { card: ReturnType<typeof cardOf> }) => card?.scores[leaf.id] ?? '' })),
              ...room.rules.extras.map(({ id, label }) => ({ header: say(label, look.language), align: 'end' as const, cell: ({ card }: { card: ReturnType<typeof cardOf> }) => card?.scores[id] ?? '' })),
              { header: t.total, align: 'end', class: 'nw', cell: ({ card }) => <strong>{card?.total ?? ''}</strong> },
              { header: t.receipt, cell: ({ card }) => <span class="small n">{card?.receipt ?? ''}</span> },
            ]}
          />
          {room.rules.official ? null : <p class="small">{t.unofficial}</p>}
          <p class="sign">{t.signature}<span class="sign-line"></span>{t.date}</p>
        </Sheet>
      ))}
    </Paper>
  ) }
}

/** 甲 乙 丙 … and then numbers. */
const letters = '甲乙丙丁戊己庚辛壬癸'

async function showSummary({ context, look, params, query }: Asked): Promise<Shown> {
  const { competition, index } = roundAt(params)
  const { room, group, judges, entries, cardOf, scoreOf, supervisors } = await readSheets(context, 'pitch.print', competition, index, query.get('group'))
  const t = paperTexts(look)
  const hidden = query.get('names') === 'hidden'
  const named = (name: string, i: number) => (hidden ? t.letter(letters[i] ?? String(i + 1)) : name)
  const here = `${roundHref(room)}/print/summary?group=${group.id}`
  return { page: (
    <Paper look={look} room={room} title={t.summary} back={`${roundHref(room)}/progress`}>
      <p class="acts small no-print">{hidden ? <a href={here}>{t.showNames}</a> : <a href={`${here}&names=hidden`}>{t.hideNames}</a>}</p>
      <Sheet landscape={judges.length > 4}>
        <Heading look={look} room={room} title={t.summary} group={say(group.name, look.language)} />
        <Table
          caption={t.summary} rows={entries.map((entry, i) => ({ ...entry, place: i + 1 }))}
          columns={[
            { header: t.place, cell: ({ place }) => String(place) },
            { header: t.project, names: true, cell: ({ title, organisation }) => <>{title}{organisation === null ? null : <><br /><span class="soft small">{organisation}</span></>}</> },
            ...judges.map(({ judge, name }, i) => ({ header: named(name, i), align: 'end' as const, cell: ({ proposal }: { proposal: string }) => {
              const card = cardOf(proposal, judge)
              return card === null ? '—' : (card?.total ?? '')
            } })),
            { header: t.score, align: 'end', cell: ({ proposal }) => <strong>{scoreOf(proposal) ?? ''}</strong> },
          ]}
        />
        <p class="small">{t.rule[room.rules.aggregation.rule]}</p>
        <div class="signs">{judges.map(({ name }, i) => <p class="sign">{named(name, i)}{t.colon}<span class="sign-line"></span></p>)}</div>
        <Seals seals={[{ who: t.tallier, signs: true }, { who: supervisors[0] === undefined ? t.supervisor : inBrackets(look.language, t.supervisor, listed(look.language, supervisors)), signs: true }]} />
      </Sheet>
    </Paper>
  ) }
}

async function showDraw({ context, look, params }: Asked): Promise<Shown> {
  const { competition, index } = roundAt(params)
  const { room, pitch, draw } = await readDraw(context, competition, index, params.group ?? '')
  const t = paperTexts(look)
  const back = look.allows('pitch.run', { district: room.competition.value.district, competition }) ? `${roundHref(room)}/desk/${pitch.group}` : '/supervision'
  return { page: (
    <Paper look={look} room={room} title={t.record} back={back}>
      <Sheet>
        <Heading look={look} room={room} title={t.record} group={say(pitch.name, look.language)} />
        <Facts facts={[{ term: t.drawnAt, detail: <At at={draw.at} year="always" /> }, { term: t.host, detail: draw.host }, { term: t.supervisor, detail: draw.supervisor }, { term: t.said, detail: draw.said }, { term: t.seed, detail: <span class="seed">{draw.seed}</span> }]} />
        <Table
          caption={t.result} rows={pitch.order.map((proposal, i) => ({ proposal, place: i + 1 }))}
          columns={[
            { header: t.place, cell: ({ place }) => String(place) },
            { header: t.project, names: true, cell: ({ proposal }) => pitch.entries.find((entry) => entry.proposal === proposal)?.title ?? '' },
            { header: t.entryNumber, cell: ({ proposal }) => <span class="nw">{proposalNumber(proposal)}</span> },
          ]}
        />
        <p class="small">{t.repeat}<br /><code class="seed">{"printf '%s\\0%s' '"}{t.seedWord}{"' '"}{t.entryNumber}{"' | sha256sum"}</code></p>
        <Seals seals={[{ who: t.host, signs: true }, { who: t.supervisor, signs: true }]} />
      </Sheet>
    </Paper>
  ) }
}

async function showFees({ context, look, params }: Asked, attempt?: Attempt): Promise<Shown> {
  const { competition, index } = roundAt(params)
  const { room, lines } = await readFees(context, competition, index)
  const t = paperTexts(look)
  const paid = lines.flatMap(({ fen, ...line }) => (fen === null || fen === 0 ? [] : [{ ...line, fen }]))
  const total = paid.reduce((sum, { fen }) => sum + fen, 0)
  return { page: (
    <Paper look={look} room={room} title={t.fees} back={`${roundHref(room)}/progress`} mistakes={attempt?.mistakes}>
      <div class="no-print">
        <Panel title={t.amounts} id="amounts">
          <Form action={`${roundHref(room)}/fees`} command={newSecret()} labelledBy="amounts">
            <p class="hint">{t.amountsHint}</p>
            <div class="fields">{lines.map(({ judge, name, fen }) => <MoneyField path={`fees.${judge}`} label={name} value={attempt?.values[`fees.${judge}`] ?? (fen === null ? '' : formatYuan(fen))} />)}</div>
            <p class="acts"><Button>{t.save}</Button></p>
          </Form>
        </Panel>
      </div>
      {paid.length === 0 ? null : (
        <Sheet landscape>
          <Heading look={look} room={room} title={t.fees} group={null} />
          <Table
            caption={t.fees} rows={paid.map((line, i) => ({ ...line, place: i + 1 }))}
            columns={[
              { header: t.number, cell: ({ place }) => String(place) }, { header: t.judge, names: true, cell: ({ name }) => name }, { header: t.amount, align: 'end', cell: ({ fen }) => <span class="n">{formatYuan(fen)}</span> },
              { header: t.idCard, cell: () => '' }, { header: t.bank, cell: () => '' }, { header: t.account, cell: () => '' }, { header: t.signs, cell: () => '' },
            ]}
          />
          <p><strong>{t.sum(formatYuan(total))}</strong>　{capitalYuan(total)}</p>
          <Seals seals={[{ who: t.preparer, signs: true }, { who: t.approver, signs: true }]} />
        </Sheet>
      )}
    </Paper>
  ) }
}

async function sendFees(asked: Asked, posted: Posted): Promise<Shown> {
  const { competition, index } = roundAt(asked.params)
  const { lines } = await readFees(asked.context, competition, index)
  return tryForm(posted, async () => {
    const fees = Object.fromEntries(lines.flatMap(({ judge }) => {
      const fen = typedAmount(posted.fields[`fees.${judge}`] ?? '', `fees.${judge}`)
      return fen === undefined ? [] : [[judge, fen]]
    }))
    await setFees(asked.context, competition, index, readAs(feesInput, { fees }))
    return { go: `/competitions/${competition}/rounds/${index}/fees` }
  }, (attempt) => showFees(asked, attempt))
}

const at = '/competitions/:competition/rounds/:round'
export const paperPages: PageRoute[] = [
  { method: 'get', path: `${at}/print/sheets`, action: 'pitch.print', show: showSheets },
  { method: 'get', path: `${at}/print/summary`, action: 'pitch.print', show: showSummary },
  { method: 'get', path: `${at}/desk/:group/draw`, action: 'pitch.record', show: showDraw },
  { method: 'get', path: `${at}/fees`, action: 'pitch.fees', show: (asked) => showFees(asked) },
  { method: 'post', path: `${at}/fees`, action: 'pitch.fees', send: sendFees },
]
