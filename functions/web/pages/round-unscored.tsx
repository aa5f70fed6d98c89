import { newSecret } from '../../../shared/kernel/ids.ts'
import { instant, plusDays } from '../../../shared/kernel/instant.ts'
import { Refusal } from '../../../shared/kernel/refusal.ts'
import { decideTies, decideTiesInput, decideUnscored, decideUnscoredInput, reassignInput, reassignUnscored } from '../../commands/round.ts'
import { readUnscored, roomOf, type UnscoredView } from '../../queries/round.ts'
import { loadStanding } from '../../../shared/standing/standing.store.ts'
import { ChoiceField, ChoicesField } from '../look/choices.tsx'
import { DateTimeField, HiddenField, TextField } from '../look/fields.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import { readDateTime } from '../look/format.ts'
import type { Look } from '../look/look.ts'
import { Table } from '../look/table.tsx'
import { Empty, Note, Panel, Tag } from '../look/tell.tsx'
import { inBrackets, listed, words } from '../look/words.ts'
import { roundAt } from './judging.tsx'
import { mistakesOf } from '../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'
import { roundHref, RoundPage, roundTarget } from './round-frame.tsx'

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    lead: (n: number, floor: number) => `${n} 份申报书的评分不够 ${floor} 份，计分要等您逐份决定：改派评委并给新的截止时间，或说明理由后不计入、按已有评分计入。`, none: '评分都够了', noneLead: '每份申报书都有足够的评分，计分会自动进行。', proposal: '申报书', applicant: '申报单位', cards: '已有评分', judges: '评委', notSent: '没有交', decide: '决定', act: '操作', decided: { exclude: '不计入', 'accept-fewer': '按已有评分计入' }, open: '待决定',
    deciding: (title: string) => `怎么处理《${title}》`, how: '怎么处理', exclude: '不计入本轮', excludeHint: '这份申报书不进入排名', fewer: '按已有评分计入', fewerHint: (n: number) => `按 ${n} 份评分计算`, reason: '理由（记入留痕）', save: '就这样决定', leave: '先不决定', reassign: '改派评委', reassigning: (title: string) => `改派《${title}》`, whom: '由谁评（含已交的评委）', sent: '已交', until: '新的截止时间', again: '改派并重新开放评分', has: (n: number) => `现有 ${n} 份`,
    tiesLead: (tied: number, seats: number) => `${tied} 份并列，名额还剩 ${seats} 个。请选出进入下一轮的 ${seats} 份，并说明理由。`, tie: (pool: string | null) => (pool === null ? '名额线上的并列' : `${pool}的并列`), goes: '进入的申报书', tieDone: '已经决定，正在更新排名。', forAuthority: '有并列，等主办单位决定。', noTie: '没有并列', noTieLead: '名额线上没有并列的申报书。', value: '得分', settle: '就选这几份',
  },
  en: {
    lead: (n, floor) => `${n} proposals have fewer than ${floor} scores. The tally waits for your decision on each: reassign it until a new date, or leave it out or take the scores there are, with a reason.`, none: 'All have their scores', noneLead: 'Every proposal has enough scores; the tally goes on by itself.', proposal: 'Proposal', applicant: 'Applicant', cards: 'Scores', judges: 'Judges', notSent: 'not sent', decide: 'Decide', act: 'Actions', decided: { exclude: 'Left out', 'accept-fewer': 'Counted with fewer' }, open: 'To decide',
    deciding: (title) => `What about "${title}"`, how: 'What to do', exclude: 'Leave it out of this round', excludeHint: 'It is not ranked', fewer: 'Count the scores there are', fewerHint: (n) => `with ${n} scores`, reason: 'Reason (kept in the trail)', save: 'Decide so', leave: 'Not yet', reassign: 'Reassign', reassigning: (title) => `Reassign "${title}"`, whom: 'Who scores it (those who have sent among them)', sent: 'sent', until: 'New date', again: 'Reassign and open the scoring again', has: (n) => `has ${n}`,
    tiesLead: (tied, seats) => `${tied} are tied for ${seats} places. Choose the ${seats} that go on, with a reason.`, tie: (pool) => (pool === null ? 'Tie across the line' : `Tie in ${pool}`), goes: 'Proposals that go on', tieDone: 'Decided; the ranking is being updated.', forAuthority: 'Proposals are tied; the authority decides.', noTie: 'No tie', noTieLead: 'No proposals are tied across the line.', value: 'Score', settle: 'Choose these',
  },
})

const tagOf = (t: ReturnType<typeof texts>, one: UnscoredView) => (one.decision === null ? <Tag state="wait">{t.open}</Tag> : <Tag state="done">{t.decided[one.decision.decision]}</Tag>)

async function showUnscored(asked: Asked, attempt?: Attempt & { proposal: string; as: 'decide' | 'reassign' }): Promise<Shown> {
  const { competition, index } = roundAt(asked.params)
  const { room, unscored } = await readUnscored(asked.context, competition, index)
  const t = texts(asked.look)
  const href = `${roundHref(room)}/unscored`
  const [deciding, reassigning] = [attempt?.as === 'decide' ? attempt.proposal : asked.query.get('decide'), attempt?.as === 'reassign' ? attempt.proposal : asked.query.get('reassign')]
  const find = (id: string | null) => unscored.find(({ proposal }) => proposal === id)
  const [toDecide, toReassign] = [find(deciding), find(reassigning)]
  const open = room.round.value.state === 'closed' && !room.round.value.unscoredSettled && asked.look.allows('round.resolve', roundTarget(room))
  return { page: (
    <RoundPage look={asked.look} room={room} tab="unscored" mistakes={attempt?.mistakes}>
      {toDecide === undefined || !open ? null : (
        <Panel title={t.deciding(toDecide.title)} id="decide">
          <Form action={`${href}/decisions`} command={newSecret()} labelledBy="decide">
            <HiddenField path="proposal" value={toDecide.proposal} />
            <ChoiceField path="decision" label={t.how} as="radio" required value={attempt?.values.decision ?? null} choices={[{ value: 'exclude', label: t.exclude, hint: t.excludeHint }, ...(toDecide.cards === 0 ? [] : [{ value: 'accept-fewer', label: t.fewer, hint: t.fewerHint(toDecide.cards) }])]} />
            <TextField path="reason" label={t.reason} required value={attempt?.values.reason ?? ''} />
            <p class="acts"><Button>{t.save}</Button><ButtonLink href={href} weight="quiet">{t.leave}</ButtonLink></p>
          </Form>
        </Panel>
      )}
      {toReassign === undefined || !open ? null : <ReassignForm look={asked.look} one={toReassign} href={href} attempt={attempt} />}
      {unscored.length === 0 ? <Empty title={t.none}>{t.noneLead}</Empty> : (
        <>
          {open ? <Note state="wait">{t.lead(unscored.filter(({ decision }) => decision === null).length, room.rules.floor)}</Note> : null}
          <Table
            caption={t.none} rows={unscored}
            columns={[
              { header: t.proposal, names: true, cell: (one) => <a href={`/proposals/${one.proposal}`}>{one.title}</a> },
              { header: t.applicant, cell: (one) => one.organisation },
              { header: t.cards, align: 'end', cell: (one) => <span class="n">{one.cards} / {one.needed}</span> },
              { header: t.judges, cell: (one) => listed(asked.look.language, one.judges.map(({ name, submitted }) => (submitted ? name : inBrackets(asked.look.language, name, t.notSent)))) },
              { header: t.decide, cell: (one) => <>{tagOf(t, one)}{one.decision === null ? null : <span class="soft small"> {one.decision.reason}</span>}</> },
              ...(open ? [{ header: t.act, hidden: true, align: 'end' as const, cell: (one: UnscoredView) => <span class="acts"><a class="btn btn-q" href={`${href}?reassign=${one.proposal}`}>{t.reassign}<span class="vh">：{one.title}</span></a><a class="btn btn-q" href={`${href}?decide=${one.proposal}`}>{t.decide}<span class="vh">：{one.title}</span></a></span> }] : []),
            ]}
          />
        </>
      )}
    </RoundPage>
  ) }
}

function ReassignForm({ look, one, href, attempt }: { look: Look; one: UnscoredView; href: string; attempt: Attempt | undefined }) {
  const t = texts(look)
  const sent = one.judges.filter(({ submitted }) => submitted)
  const missing = Math.max(0, one.needed - sent.length)
  const values = attempt?.values.judges?.split(' ') ?? [...sent.map(({ judge }) => judge), ...one.candidates.slice(0, missing).map(({ judge }) => judge)]
  return (
    <Panel title={t.reassigning(one.title)} id="reassign">
      <Form action={`${href}/reassignment`} command={newSecret()} labelledBy="reassign">
        <HiddenField path="proposal" value={one.proposal} />
        <ChoicesField path="judges" label={t.whom} required values={values} choices={[...one.judges.map(({ judge, name, submitted }) => ({ value: judge, label: name, hint: submitted ? t.sent : t.notSent })), ...one.candidates.map(({ judge, name, load }) => ({ value: judge, label: name, hint: t.has(load) }))]} />
        <DateTimeField path="closesAt" label={t.until} required value={attempt?.values.closesAt ?? plusDays(instant.parse(look.now), 3)} />
        <TextField path="reason" label={t.reason} required value={attempt?.values.reason ?? ''} />
        <p class="acts"><Button>{t.again}</Button><ButtonLink href={href} weight="quiet">{t.leave}</ButtonLink></p>
      </Form>
    </Panel>
  )
}

async function sendDecision(asked: Asked, posted: Posted): Promise<Shown> {
  const { competition, index } = roundAt(asked.params)
  const { proposal = '', decision = '', reason = '' } = posted.fields
  await roomOf(asked.context, 'round.resolve', competition, index)
  return tryForm(posted, async () => {
    const parsed = decideUnscoredInput.safeParse({ decisions: [{ proposal, decision, reason }] }, { reportInput: true })
    if (!parsed.success) throw new Refusal('INVALID', { mistakes: mistakesOf(parsed.error).map((mistake) => ({ ...mistake, path: mistake.path.replace('decisions.0.', '') })) })
    await decideUnscored(asked.context, competition, index, parsed.data)
    return { go: `/competitions/${competition}/rounds/${index}/unscored` }
  }, (attempt) => showUnscored(asked, { ...attempt, proposal, as: 'decide' }))
}

async function sendReassignment(asked: Asked, posted: Posted): Promise<Shown> {
  const { competition, index } = roundAt(asked.params)
  const { proposal = '', closesAt = '', reason = '' } = posted.fields
  await roomOf(asked.context, 'round.resolve', competition, index)
  const judges = posted.lists.judges ?? []
  return tryForm(posted, async () => {
    const parsed = reassignInput.safeParse({ closesAt: readDateTime(closesAt) ?? closesAt, proposals: { [proposal]: judges }, reason }, { reportInput: true })
    if (!parsed.success) throw new Refusal('INVALID', { mistakes: mistakesOf(parsed.error).map((mistake) => ({ ...mistake, path: mistake.path.startsWith('proposals') ? 'judges' : mistake.path })) })
    await reassignUnscored(asked.context, competition, index, parsed.data)
    return { go: `/competitions/${competition}/rounds/${index}/progress` }
  }, (attempt) => showUnscored(asked, { ...attempt, values: { ...attempt.values, judges: judges.join(' ') }, mistakes: attempt.mistakes.map((mistake) => (mistake.path.startsWith('proposals') ? { ...mistake, path: 'judges' } : mistake)), proposal, as: 'reassign' }))
}

async function showTies(asked: Asked, attempt?: Attempt & { chosen: string[] }): Promise<Shown> {
  const { competition, index } = roundAt(asked.params)
  const room = await roomOf(asked.context, 'round.read', competition, index)
  const { ties, standing, state } = room.round.value
  const t = texts(asked.look)
  const lines = standing === null ? [] : await loadStanding(asked.context.table, competition, index, standing)
  const said = new Map(lines.map((line) => [line.proposal as string, line]))
  const open = state === 'tied' && ties !== null && ties.chosen === null
  const decides = asked.look.allows('round.resolve', roundTarget(room))
  return { page: (
    <RoundPage look={asked.look} room={room} tab="ties" mistakes={attempt?.mistakes}>
      {ties === null ? <Empty title={t.noTie}>{t.noTieLead}</Empty> : open && !decides ? <Note state="wait">{t.forAuthority}</Note> : open ? (
        <Form action={`${roundHref(room)}/ties`} command={newSecret()} label={t.goes}>
          {ties.pools.map(({ pool, tied, seats }, i) => (
            <Panel title={t.tie(poolName(room.rulebook.categories, pool, asked.look.language))} id={`tie-${i}`}>
              <p>{t.tiesLead(tied.length, seats)}</p>
              <ChoicesField path={i === 0 ? 'chosen' : `chosen-${i}`} label={t.goes} required values={attempt?.chosen ?? []} choices={tied.map((proposal) => ({ value: proposal, label: said.get(proposal)?.title ?? proposal, hint: `${said.get(proposal)?.organisation ?? ''}${asked.look.language === 'zh' ? '，' : ', '}${t.value} ${said.get(proposal)?.value ?? ''}` }))} />
            </Panel>
          ))}
          <TextField path="reason" label={t.reason} required value={attempt?.values.reason ?? ''} />
          <p class="acts"><Button>{t.settle}</Button></p>
        </Form>
      ) : <Note state="done">{t.tieDone} {ties.reason}<ul>{(ties.chosen ?? []).map((proposal) => <li>{said.get(proposal)?.title ?? proposal}</li>)}</ul></Note>}
    </RoundPage>
  ) }
}

const poolName = (categories: readonly { id: string; name: { zh: string; en?: string | undefined } }[], pool: string | null, language: Look['language']): string | null => {
  const name = categories.find(({ id }) => id === pool)?.name
  return name === undefined ? pool : language === 'en' ? (name.en ?? name.zh) : name.zh
}

async function sendTies(asked: Asked, posted: Posted): Promise<Shown> {
  const { competition, index } = roundAt(asked.params)
  await roomOf(asked.context, 'round.resolve', competition, index)
  const chosen = Object.entries(posted.lists).flatMap(([name, values]) => (name.startsWith('chosen') ? values : []))
  return tryForm(posted, async () => {
    const parsed = decideTiesInput.safeParse({ chosen, reason: posted.fields.reason ?? '' }, { reportInput: true })
    if (!parsed.success) throw new Refusal('INVALID', { mistakes: mistakesOf(parsed.error) })
    await decideTies(asked.context, competition, index, parsed.data)
    return { go: `/competitions/${competition}/rounds/${index}/ties` }
  }, (attempt) => showTies(asked, { ...attempt, chosen }))
}

const at = '/competitions/:competition/rounds/:round'
export const roundUnscoredPages: PageRoute[] = [
  { method: 'get', path: `${at}/unscored`, action: 'round.read', show: (asked) => showUnscored(asked) },
  { method: 'post', path: `${at}/unscored/decisions`, action: 'round.resolve', send: sendDecision },
  { method: 'post', path: `${at}/unscored/reassignment`, action: 'round.resolve', send: sendReassignment },
  { method: 'get', path: `${at}/ties`, action: 'round.read', show: (asked) => showTies(asked) },
  { method: 'post', path: `${at}/ties`, action: 'round.resolve', send: sendTies },
]
