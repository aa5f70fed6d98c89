import { isOver } from '../../../shared/competition/steps.ts'
import { newSecret, personId, proposalId } from '../../../shared/kernel/ids.ts'
import { Refusal } from '../../../shared/kernel/refusal.ts'
import { ruleInput, ruleOn, undoRuling } from '../../commands/conflict.ts'
import { replaceConflicted, replaceInput } from '../../commands/conflict-replacement.ts'
import { authorise } from '../../context.ts'
import { readConflict, requireConflicts, stateNames } from '../../queries/conflict.ts'
import { replacementOf, type Replacement } from '../../queries/conflict-replacement.ts'
import { ChoiceField } from '../look/choices.tsx'
import { Undo } from '../look/dialog.tsx'
import { TextArea } from '../look/fields.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { At, Facts, Note, Panel, Tag } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { conflictTone, Reasons } from './competition-conflicts.tsx'
import { CompetitionPage } from './competition-frame.tsx'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    title: '利益关系', judge: '评委', proposal: '申报书', applicant: '申报单位', why: '利益关系', state: '状态', said: '处理', saidBy: (name: string) => `${name}，`, decide: '处理这处利益关系', reason: '理由', reasonHint: '会留痕，异议时要能说明。', confirm: '确认，要回避', lift: '解除，可以评', back: '返回全部',
    again: '解除以后又查出了新的利益关系，所以仍要回避。', undone: (state: string) => `${state}。`, undo: '撤回处理', recused: '这是评委自己申请的回避，不能由别人解除；改派在“回避”里处理。', replace: '改派', replaceLead: '这份申报书分配以后才查出利益关系。改派后，这位评委已填的评分表不再计入，本人只看到少了一份。',
    standIn: '请谁接替', load: (name: string, n: number) => `${name}（现有 ${n} 份）`, nobody: '不补，照常评', replaceButton: '改派', noStandIn: '没有可以接替的评委：其他评委都有利益关系或已在评。请先邀请新的评委，或看看哪一处可以解除。',
  },
  en: {
    title: 'Tie', judge: 'Judge', proposal: 'Proposal', applicant: 'Applicant', why: 'Ties', state: 'State', said: 'Said of it', saidBy: (name) => `${name}, `, decide: 'Deal with this tie', reason: 'Reason', reasonHint: 'It stays in the trail, for when somebody objects.', confirm: 'Confirm: barred', lift: 'Lift: may score', back: 'Back to all',
    again: 'Another tie was found since it was lifted, so the judge is barred again.', undone: (state) => `${state}.`, undo: 'Take it back', recused: 'The judge recused; nobody else can lift that. A replacement is asked under Recusals.', replace: 'Replace the judge', replaceLead: 'The tie came up after the proposal was assigned. Once replaced, what the judge filled in does not count any more; they only see one proposal less.',
    standIn: 'Who stands in', load: (name, n) => `${name} (has ${n})`, nobody: 'Go on without', replaceButton: 'Replace', noStandIn: 'Nobody can stand in: the others are tied or score it already. Invite another judge, or see which tie can be lifted.',
  },
})

/** The pair that an address names. Throws NOT_FOUND where it names none. */
function pairOf({ params }: Asked): { competition: string; proposal: string; judge: string; here: string } {
  const [proposal, judge] = [proposalId.safeParse(params.proposal), personId.safeParse(params.judge)]
  if (!proposal.success || !judge.success) throw new Refusal('NOT_FOUND')
  const competition = params.competition ?? ''
  return { competition, proposal: proposal.data, judge: judge.data, here: `/competitions/${competition}/conflicts/${proposal.data}/${judge.data}` }
}

async function show(asked: Asked, attempt?: Attempt): Promise<Shown> {
  const { context, look } = asked
  const t = texts(look)
  const pair = pairOf(asked)
  const { competition, row } = await readConflict(context, pair.competition, pair.proposal, pair.judge)
  const target = { district: competition.district, competition: competition.id }
  const replacement = row.assigned && look.allows('round.plan', target) ? await replacementOf(context, competition, pair.proposal, pair.judge) : null
  const { ruling, state } = row
  const rules = look.allows('conflict.rule', target) && !isOver(competition)
  return { page: (
    <CompetitionPage look={look} competition={competition} tab="conflicts" title={t.title} mistakes={attempt?.mistakes}>
      {ruling === null || !rules || state === 'recused' ? null : <Undo action={`${pair.here}/undo`} command={newSecret()} words={t.undo}>{t.undone(stateNames[ruling.state][look.language])}</Undo>}
      <Panel title={`${row.judgeName} · ${row.title}`} id="tie" end={<Tag state={conflictTone[state]}>{stateNames[state][look.language]}</Tag>}>
        <Facts facts={[
          { term: t.judge, detail: row.judgeName }, { term: t.proposal, detail: <>{row.title} <span class="soft n nw">{row.number}</span></> }, { term: t.applicant, detail: row.organisation }, { term: t.why, detail: <Reasons look={look} row={row} /> },
          ruling !== null && { term: t.said, detail: <>{stateNames[ruling.state][look.language]}{look.language === 'zh' ? '：' : ': '}{ruling.reason}<br /><span class="soft small">{t.saidBy(ruling.by.name)}<At at={ruling.at} /></span></> },
        ]} />
        {ruling?.state === 'lifted' && state === 'found' ? <p class="late">{t.again}</p> : null}
        {state === 'recused' ? <p class="soft">{t.recused}</p> : null}
      </Panel>
      {replacement === null ? null : <Replace look={look} replacement={replacement} here={pair.here} attempt={attempt} />}
      {!rules || state === 'recused' ? null : (
        <Panel title={t.decide} id="decide">
          <Form action={pair.here} command={newSecret()}>
            <TextArea path="reason" label={t.reason} hint={t.reasonHint} required rows={2} limit={500} value={attempt?.values.reason ?? ''} />
            <p class="acts">{state === 'confirmed' || state === 'added' ? null : <Button name="decision" value="confirm">{t.confirm}</Button>}{state === 'lifted' ? null : <Button name="decision" value="lift" weight="late">{t.lift}</Button>}</p>
          </Form>
        </Panel>
      )}
      <p><ButtonLink href={`/competitions/${competition.id}/conflicts`}>{t.back}</ButtonLink></p>
    </CompetitionPage>
  ) }
}

function Replace({ look, replacement: { candidates, mayGoOn }, here, attempt }: { look: Look; replacement: Replacement; here: string; attempt: Attempt | undefined }) {
  const t = texts(look)
  const choices = [...candidates.map(({ judge, name, load }) => ({ value: judge, label: t.load(name, load) })), ...(mayGoOn ? [{ value: 'nobody', label: t.nobody }] : [])]
  return (
    <Panel title={t.replace} id="replace">
      <p class="soft">{t.replaceLead}</p>
      {choices.length === 0 ? <Note state="late">{t.noStandIn}</Note> : (
        <Form action={`${here}/replacement`} command={newSecret()}>
          <ChoiceField path="replacement" label={t.standIn} as="select" required value={attempt?.values.replacement ?? choices[0]?.value ?? null} choices={choices} />
          <p class="acts"><Button>{t.replaceButton}</Button></p>
        </Form>
      )}
    </Panel>
  )
}

async function rule(asked: Asked, posted: Posted): Promise<Shown> {
  const { competition, proposal, judge, here } = pairOf(asked)
  await requireConflicts(asked.context, 'conflict.rule', competition)
  return tryForm(posted, async () => {
    await ruleOn(asked.context, competition, proposal, judge, readAs(ruleInput, { decision: posted.fields.decision, reason: posted.fields.reason }))
    return { go: here }
  }, (attempt) => show(asked, attempt))
}

async function undo(asked: Asked, posted: Posted): Promise<Shown> {
  const { competition, proposal, judge } = pairOf(asked)
  await requireConflicts(asked.context, 'conflict.rule', competition)
  return tryForm(posted, async () => {
    await undoRuling(asked.context, competition, proposal, judge)
    return { go: `/competitions/${competition}/conflicts` }
  }, (attempt) => show(asked, attempt))
}

async function replace(asked: Asked, posted: Posted): Promise<Shown> {
  const { competition, proposal, judge } = pairOf(asked)
  const { district } = await requireConflicts(asked.context, 'conflict.list', competition)
  authorise(asked.context, 'round.plan', { district, competition })
  return tryForm(posted, async () => {
    const { replacement } = posted.fields
    await replaceConflicted(asked.context, competition, proposal, judge, readAs(replaceInput, { replacement: replacement === 'nobody' ? null : replacement }))
    return { go: `/competitions/${competition}/conflicts` }
  }, (attempt) => show(asked, attempt))
}

const at = '/competitions/:competition/conflicts/:proposal/:judge'
export const competitionConflictPages: PageRoute[] = [
  { method: 'get', path: at, action: 'conflict.list', show: (asked) => show(asked) },
  { method: 'post', path: at, action: 'conflict.rule', send: rule },
  { method: 'post', path: `${at}/undo`, action: 'conflict.rule', send: undo },
  { method: 'post', path: `${at}/replacement`, action: 'round.plan', send: replace },
]
