import { say } from '../../../shared/kernel/text.ts'
import { type Change, type Replay, type ReplayedCard, replay } from '../../queries/replay.ts'
import { listObjections } from '../../queries/notice.ts'
import { authorise } from '../../context.ts'
import { ChoiceField } from '../look/choices.tsx'
import { type Look, useLook } from '../look/look.ts'
import { Table, Tools } from '../look/table.tsx'
import { Empty, Hash, Note, Panel, Section, Tag } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { CompetitionPage } from './competition-frame.tsx'
import type { Asked, PageRoute, Shown } from './page.ts'
import { ResultTabs } from './result.tsx'

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    title: '复算', none: '还没有可以复算的结果', noneLead: '一轮评分截止、封存并计分以后，可以在这里复算。', again: '由评分表重新计算', lead: (name: string, version: number) => `按当时生效的章程（${name}，第 ${version} 版），由每一张评分表重新计分、排名。再与当时存下的结果逐字比较，一字不差才算相同。`,
    caption: '各轮', round: '轮次', cards: '评分表', cardsOf: (n: number) => `${n} 张`, sealed: '与封存时相比', stored: '结果版本', same: '相同', differs: '不同', rebuilt: '重算得', awards: '奖项与按章程重新给出的', awardsChosen: '名单由主办单位选定，不由排名单独得出。',
    whatIf: '假如少了某一张评分表', whatIfLead: '只作计算，不改动任何结果。', proposal: '项目', choose: '选一个项目', seeCards: '看评分表', cardsCaption: '这个项目计入的评分表', judge: '评委', total: '合计', leave: '不计这一张', whatIfHead: '假如', leaveOf: (judge: string) => `不计这一张（${judge}）`, noCards: '这个项目没有计入的评分表。',
    result: (judge: string, round: string) => `假如${round}不计${judge}的这张评分表`, noChange: '谁的名次、总分和奖项都不会变。', changes: (n: number) => `${n} 个项目会有变化`, number: '编号', place: '名次', sum: '总分', award: '奖项', out: '不在排名里', noAward: '没有', advances: '进入下一轮', to: '变为',
    short: (number: string, cards: number, needed: number) => `${number} 只剩 ${cards} 份评分（至少要 ${needed} 份）：${cards > 0 ? '按剩下的计算' : '不计入'}。`, unheard: (number: string, title: string) => `《${title}》（${number}）会进入下一轮，但当时没有参加，下一轮里没有它的名次。`,
  },
  en: {
    title: 'Replay', none: 'Nothing to count again yet', noneLead: 'Once a round is closed, sealed and counted, it can be counted again here.', again: 'Counted again from the cards', lead: (name, version) => `By the rulebook in force then (${name}, version ${version}), from every single card, and compared with the stored result to the last byte.`,
    caption: 'Rounds', round: 'Round', cards: 'Cards', cardsOf: (n) => String(n), sealed: 'As sealed', stored: 'Version of the result', same: 'the same', differs: 'different', rebuilt: 'counted again', awards: 'Awards and what the rulebook gives again', awardsChosen: 'The list was chosen by the authority; it does not follow from the ranking alone.',
    whatIf: 'What if a card were not there', whatIfLead: 'This only calculates; it changes no result.', proposal: 'Project', choose: 'Choose a project', seeCards: 'See its cards', cardsCaption: 'Cards of this project that count', judge: 'Judge', total: 'Total', leave: 'Leave this one out', whatIfHead: 'What if', leaveOf: (judge) => `Leave this one out (${judge})`, noCards: 'No card of this project counts.',
    result: (judge, round) => `Without the card of ${judge} in ${round}`, noChange: 'Nobody’s place, total or award would change.', changes: (n) => (n === 1 ? 'One project would change' : `${n} projects would change`), number: 'No.', place: 'Place', sum: 'Total', award: 'Award', out: 'not ranked', noAward: 'none', advances: 'goes on', to: 'becomes',
    short: (number, cards, needed) => `${number} has ${cards} scores left of ${needed} at least: ${cards > 0 ? 'counted with those' : 'left out'}.`, unheard: (number, title) => `"${title}" (${number}) would have gone on; it was not judged in the next round and has no place there.`,
  },
})
type Texts = ReturnType<typeof texts>

async function show({ context, look, params, query }: Asked): Promise<Shown> {
  const id = params.competition ?? ''
  const round = /^\d$/.test(query.get('round') ?? '') ? Number(query.get('round')) : undefined
  const found = await replay(context, id, { proposal: query.get('proposal') ?? undefined, round, judge: query.get('judge') ?? undefined })
  const { competition, rounds } = found
  // Its tab counts the open objections.
  authorise(context, 'objection.list', { district: competition.district, competition: competition.id })
  const { objections } = await listObjections(context, id)
  const t = texts(look)
  return { page: (
    <CompetitionPage look={look} competition={competition} tab="result" title={t.title}>
      <ResultTabs competition={competition} here="replay" open={objections.filter(({ state }) => state === 'open').length} />
      {rounds.length === 0 ? <Empty title={t.none}>{t.noneLead}</Empty> : <><Rounds found={found} /><Struck found={found} chosen={query.get('proposal') ?? ''} /></>}
    </CompetitionPage>
  ) }
}

const Same = ({ same, t }: { same: boolean; t: Texts }) => <Tag state={same ? 'done' : 'late'}>{same ? t.same : t.differs}</Tag>

function Rounds({ found: { rounds, rulebook, awards } }: { found: Replay }) {
  const { language } = useLook()
  const t = texts({ language })
  return (
    <Section title={t.again} id="again">
      <p class="soft">{t.lead(say(rulebook.name, language), rulebook.version)}</p>
      <Table caption={t.caption} rows={rounds} columns={[
        { header: t.round, names: true, cell: ({ name }) => say(name, language) },
        { header: t.cards, cell: ({ cards }) => t.cardsOf(cards) },
        { header: t.sealed, cell: ({ sealed }) => <Same same={sealed} t={t} /> },
        { header: t.stored, cell: ({ same, stored, rebuilt }) => <><Same same={same} t={t} /> <span class="small soft"><Hash hex={stored} />{same ? null : <> {t.rebuilt} <Hash hex={rebuilt} /></>}</span></> },
      ]} />
      <p>{awards === null ? <span class="soft">{t.awardsChosen}</span> : <>{t.awards}{language === 'zh' ? '：' : ': '}<Same same={awards} t={t} /></>}</p>
    </Section>
  )
}

function Struck({ found, chosen }: { found: Replay; chosen: string }) {
  const { language } = useLook()
  const t = texts({ language })
  const roundName = (index: number) => { const round = found.rounds.find((one) => one.index === index); return round === undefined ? '' : say(round.name, language) }
  const href = ({ index, judge }: ReplayedCard) => `?${new URLSearchParams({ proposal: chosen, round: String(index), judge })}#what-if`
  return (
    <Section title={t.whatIf} id="what-if">
      <p class="soft">{t.whatIfLead}</p>
      <Tools label={t.whatIf} deed={t.seeCards}><ChoiceField path="proposal" label={t.proposal} as="select" none={t.choose} required value={chosen} choices={found.proposals.map(({ id, title, number }) => ({ value: id, label: `${title} ${number}` }))} /></Tools>
      {found.whatIf === null ? null : <Changes found={found.whatIf} t={t} title={t.result(found.whatIf.card.name, roundName(found.whatIf.card.index))} />}
      {chosen === '' ? null : found.cards.length === 0 ? <p class="soft">{t.noCards}</p> : (
        <Table caption={t.cardsCaption} rows={found.cards} columns={[
          { header: t.round, cell: ({ index }) => roundName(index) },
          { header: t.judge, names: true, cell: ({ name }) => name },
          { header: t.total, align: 'end', cell: ({ total }) => total },
          { header: t.whatIfHead, cell: (card) => <a href={href(card)} aria-label={t.leaveOf(card.name)}>{t.leave}</a> },
        ]} />
      )}
    </Section>
  )
}

function Changes({ found: { changes, short, unheard }, title, t }: { found: NonNullable<Replay['whatIf']>; title: string; t: Texts }) {
  const { language } = useLook()
  const moved = (before: string, after: string) => (before === after ? before : <>{before} <span aria-hidden="true">→</span><span class="vh">{t.to}</span> <strong>{after}</strong></>)
  const award = (side: Change['before']) => (side.award === null ? t.noAward : say(side.award, language))
  return (
    <Panel title={title} id="changes" level={3}>
      {changes.length === 0 ? <Note state="done">{t.noChange}</Note> : (
        <Table caption={t.changes(changes.length)} rows={changes} columns={[
          { header: t.proposal, names: true, cell: ({ title: name, number }) => <>{name} <span class="soft small n">{number}</span></> },
          { header: t.place, cell: ({ before, after }) => moved(String(before.place ?? t.out), String(after.place ?? t.out)) },
          { header: t.sum, align: 'end', cell: ({ before, after }) => moved(before.total ?? '—', after.total ?? '—') },
          ...(changes.some(({ before, after }) => before.award !== null || after.award !== null) ? [{ header: t.award, cell: ({ before, after }: Change) => moved(award(before), award(after)) }] : []),
        ]} />
      )}
      {[...short.map((one) => t.short(one.number, one.cards, one.needed)), ...unheard.map((one) => t.unheard(one.number, one.title))].map((sentence) => <p class="soft">{sentence}</p>)}
    </Panel>
  )
}

export const resultReplayPages: PageRoute[] = [{ method: 'get', path: '/competitions/:competition/result/replay', action: 'result.replay', show }]
