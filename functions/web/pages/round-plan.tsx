import { newSecret } from '../../../shared/kernel/ids.ts'
import { say } from '../../../shared/kernel/text.ts'
import { changePlan, changePlanInput, confirmPlan, makeRoundPlan, type Sentence, undoPlan } from '../../commands/plan.ts'
import { replanInput, replanRound } from '../../commands/replan.ts'
import { type PlanView, readPlan } from '../../queries/plan.ts'
import { roomOf } from '../../queries/round.ts'
import { Refusal } from '../../../shared/kernel/refusal.ts'
import { ChoiceField, ChoicesField } from '../look/choices.tsx'
import { HiddenField } from '../look/fields.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Table } from '../look/table.tsx'
import { Empty, Note, Panel, Tag } from '../look/tell.tsx'
import { withColon, words } from '../look/words.ts'
import { roundAt } from './judging.tsx'
import { mistakesOf, readAs } from '../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'
import { roundHref, RoundPage } from './round-frame.tsx'
import { type Again, BlockingNote, ReplanPanel, ServedPanel } from './round-plan-parts.tsx'

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    how: '怎么分配', panel: '每组一个评审小组', panelHint: '小组评完整组的申报书', spread: '均匀分配', spreadHint: '每份申报书各有评委，每位评委份数相近', make: '按规则分配', again: '重新分配', confirm: '确认方案，开始评分', confirmHint: '确认后评委就能看到分给自己的申报书。', undo: '撤回上一次改动', ready: '可以确认', readyShort: (n: number) => `可以确认，但有 ${n} 份申报书的评委没有排满`, notReady: '还不能确认',
    size: (n: number, floor: number) => `每份申报书 ${n} 位评委，至少 ${floor} 位`, judges: '评委', load: '份数', loads: '各评委的份数', barred: '须回避', why: (n: number) => `${n} 份须回避`, most: (n: number) => `最多 ${n}`, none: '还没有分配', noneLead: '申报书已经分好组。选一种分配方式，先看方案，再确认。', proposal: '申报书', applicant: '申报单位', change: '调整', changePanel: '调整小组', short: '评委不够', group: '各组方案',
    editing: (title: string) => `调整《${title}》的评委`, editingGroup: (name: string) => `调整${name}的评审小组`, pick: '评委', preview: '看看会怎样', save: '改成这样', leave: '不改了', leads: '这样改会带来：', nothing: '没有变化', barredHint: '与申报单位有利益关系，须回避', has: (n: number) => `现有 ${n} 份`, people: '小组', avoided: (n: number) => `分配时避开了 ${n} 处利益关系`, settled: '评分已经开始。调整立即生效，被换下的评委已交的评分表不再计入。',
  },
  en: {
    how: 'How to assign', panel: 'A panel for each group', panelHint: 'A panel scores all of its group', spread: 'An even spread', spreadHint: 'Each proposal has its own judges; loads are nearly equal', make: 'Assign by the rules', again: 'Assign afresh', confirm: 'Confirm and open the scoring', confirmHint: 'From then on judges see their proposals.', undo: 'Take the last change back', ready: 'Ready', readyShort: (n) => `Ready, but ${n === 1 ? 'one proposal has' : `${n} proposals have`} fewer judges than the rulebook asks for`, notReady: 'Not ready yet',
    size: (n, floor) => `${n} judges for each proposal, ${floor} at least`, judges: 'Judges', load: 'Proposals', loads: 'Proposals of each judge', barred: 'Barred', why: (n) => `barred from ${n}`, most: (n) => `of ${n} at most`, none: 'Nothing is assigned yet', noneLead: 'The groups are made. Choose a way, look at the plan, then confirm it.', proposal: 'Proposal', applicant: 'Applicant', change: 'Change', changePanel: 'Change the panel', short: 'Too few judges', group: 'The plan by group',
    editing: (title) => `Judges of "${title}"`, editingGroup: (name) => `Panel of ${name}`, pick: 'Judges', preview: 'See what it leads to', save: 'Change it', leave: 'Leave it', leads: 'This leads to:', nothing: 'No change', barredHint: 'Barred by a tie to the applicant', has: (n) => `has ${n}`, people: 'Panel', avoided: (n) => `${n} ties were avoided`, settled: 'The scoring is open. A change counts at once; cards of judges who are taken off do not count any more.',
  },
})

/** What is being changed by hand, by the address: `?proposal=` or `?panel=`. */
interface Editing {
  proposal: string
  panel: string
  chosen: string[] | null
  consequences: Sentence[] | null
}

async function showPlan(asked: Asked, attempt?: Attempt, editing?: Editing, again?: Again): Promise<Shown> {
  const { competition, index } = roundAt(asked.params)
  const { room, view } = await readPlan(asked.context, competition, index)
  const edit = editing ?? { proposal: asked.query.get('proposal') ?? '', panel: asked.query.get('panel') ?? '', chosen: null, consequences: null }
  const t = texts(asked.look)
  const href = roundHref(room)
  const planning = view.state === 'planning'
  const open = planning || view.state === 'scoring'
  // One thing at a time: a plan that is being changed is not confirmed as it was.
  const changing = edit.proposal !== '' || edit.panel !== '' || again !== undefined
  return { page: (
    <RoundPage
      look={asked.look} room={room} tab="plan" mistakes={attempt?.mistakes}
      actions={!planning || !view.made || changing ? undefined : view.ready ? <Form action={`${href}/plan/confirmation`} command={newSecret()} class="acts"><Button>{t.confirm}</Button></Form> : undefined}
    >
      {edit.proposal === '' && edit.panel === '' ? null : <HandForm look={asked.look} view={view} href={href} edit={edit} />}
      {open && !planning ? <Note state="wait">{t.settled}</Note> : null}
      {!planning ? null : view.made ? (
        view.ready ? (view.shortfalls.length === 0 ? <Note state="done"><strong>{t.ready}</strong><br />{t.confirmHint}</Note> : <Note state="wait"><strong>{t.readyShort(view.shortfalls.length)}</strong><br />{t.confirmHint}</Note>)
          : <Note state="late"><strong>{t.notReady}</strong><ul>{view.missing.slice(0, 20).map((mistake) => <li>{mistake[asked.look.language]}</li>)}</ul></Note>
      ) : <Empty title={t.none}>{t.noneLead}{view.missing.some(({ code }) => code === 'NO_JUDGES') ? <p class="late">{view.missing[0]?.[asked.look.language]}</p> : null}</Empty>}
      {view.blocking === null || !open ? null : <BlockingNote look={asked.look} view={view} competition={competition} />}
      {planning ? (
        <Form action={`${href}/plan`} command={newSecret()} label={t.how}>
          <ChoiceField path="assignment" label={t.how} as="radio" required value={view.assignment} choices={[{ value: 'panel', label: t.panel, hint: t.panelHint }, { value: 'spread', label: t.spread, hint: t.spreadHint }]} />
          <p class="acts"><Button weight={view.made ? 'second' : 'primary'}>{view.made ? t.again : t.make}</Button><span class="soft small">{t.size(view.panelSize, view.floor)}</span></p>
        </Form>
      ) : <p class="soft small">{t.size(view.panelSize, view.floor)}</p>}
      {open && view.previous !== null && view.made ? <Form action={`${href}/plan/undo`} command={newSecret()} class="acts"><Button weight="second" icon="back">{t.undo}</Button></Form> : null}
      {open && view.made ? <ReplanPanel look={asked.look} view={view} href={href} again={again} /> : null}
      {view.made ? <ServedPanel look={asked.look} view={view} instance={`/api${href}/instance`} /> : null}
      {view.made ? <PlanTables look={asked.look} view={view} href={href} open={open} /> : null}
    </RoundPage>
  ) }
}

function PlanTables({ look, view, href, open }: { look: Look; view: PlanView; href: string; open: boolean }) {
  const t = texts(look)
  const names = new Map(view.judges.map(({ id, name }) => [id, name]))
  const said = (judges: readonly string[]) => judges.map((judge) => names.get(judge) ?? '—').toSorted((a, b) => a.localeCompare(b, 'zh-CN')).join(look.language === 'zh' ? '、' : ', ')
  const barredOf = (judge: string) => view.barred.filter((one) => one.judge === judge)
  const short = new Set(view.shortfalls.map(({ entry }) => entry))
  return (
    <>
      <Panel title={t.loads} id="loads" end={<a class="small" href={`${href.slice(0, href.indexOf('/rounds/'))}/conflicts`}>{t.avoided(view.barred.length)}</a>}>
        <Table
          caption={t.loads} rows={view.judges.toSorted((a, b) => b.load - a.load || a.name.localeCompare(b.name, 'zh-CN'))}
          columns={[
            { header: t.judges, names: true, cell: ({ name }) => name },
            { header: t.load, align: 'end', cell: ({ load, maxLoad }) => <>{load}{maxLoad === null ? null : <span class="soft small"> {t.most(maxLoad)}</span>}</> },
            { header: t.barred, cell: ({ id }) => (barredOf(id).length === 0 ? '' : <span title={[...new Set(barredOf(id).map(({ reason }) => say(reason, look.language)))].join('；')}>{t.why(barredOf(id).length)}</span>) },
          ]}
        />
      </Panel>
      {view.groups.map((group) => (
        <Panel title={say(group.name, look.language)} id={`g-${group.id}`} end={open && group.panel.length > 0 ? <a href={`${href}/plan?panel=${group.id}`}>{t.changePanel}</a> : undefined}>
          {group.panel.length === 0 ? null : <p><span class="soft">{withColon(look.language, t.people, '')}</span>{said(group.panel)}</p>}
          <Table
            caption={say(group.name, look.language)} rows={group.proposals}
            columns={[
              { header: t.proposal, names: true, cell: (one) => <a href={`/proposals/${one.proposal}`}>{one.title}</a> },
              { header: t.applicant, cell: (one) => one.organisation },
              { header: t.judges, cell: (one) => <>{said(one.judges)} {short.has(one.proposal) ? <Tag state="late">{t.short}</Tag> : null}</> },
              ...(open ? [{ header: t.change, hidden: true, align: 'end' as const, cell: (one: PlanView['groups'][number]['proposals'][number]) => <a class="btn btn-q" href={`${href}/plan?proposal=${one.proposal}`}>{t.change}<span class="vh">{withColon(look.language, '', one.title)}</span></a> }] : []),
            ]}
          />
        </Panel>
      ))}
    </>
  )
}

function HandForm({ look, view, href, edit }: { look: Look; view: PlanView; href: string; edit: Editing }) {
  const t = texts(look)
  const group = view.groups.find(({ id }) => id === edit.panel)
  const proposal = view.groups.flatMap((one) => one.proposals).find((one) => one.proposal === edit.proposal)
  if (group === undefined && proposal === undefined) return null
  const title = proposal === undefined ? t.editingGroup(say(group?.name ?? { zh: '' }, look.language)) : t.editing(proposal.title)
  const values = edit.chosen ?? proposal?.judges ?? group?.panel ?? []
  return (
    <Panel title={title} id="by-hand">
      <Form action={`${href}/plan/change`} command={newSecret()} labelledBy="by-hand">
        <HiddenField path="version" value={view.version} />
        {proposal === undefined ? <HiddenField path="panel" value={edit.panel} /> : <HiddenField path="proposal" value={edit.proposal} />}
        {edit.consequences === null ? null : <Note state="wait"><strong>{t.leads}</strong>{edit.consequences.length === 0 ? <p>{t.nothing}</p> : <ul>{edit.consequences.map((one) => <li>{one[look.language]}</li>)}</ul>}</Note>}
        <ChoicesField path="judges" label={t.pick} required values={values} choices={view.judges.map(({ id, name, load }) => ({ value: id, label: name, hint: proposal !== undefined && view.barred.some((one) => one.judge === id && one.proposal === proposal.proposal) ? t.barredHint : t.has(load) }))} />
        <p class="acts"><Button weight="second" name="do" value="preview">{t.preview}</Button><Button name="do" value="change">{t.save}</Button><ButtonLink href={`${href}/plan`} weight="quiet">{t.leave}</ButtonLink></p>
      </Form>
    </Panel>
  )
}

async function sendMake(asked: Asked, posted: Posted): Promise<Shown> {
  const { competition, index } = roundAt(asked.params)
  return tryForm(posted, async () => {
    const { assignment } = posted.fields
    await makeRoundPlan(asked.context, competition, index, assignment === 'panel' || assignment === 'spread' ? { assignment } : {})
    return { go: `/competitions/${competition}/rounds/${index}/plan` }
  }, (attempt) => showPlan(asked, attempt))
}

async function sendChange(asked: Asked, posted: Posted): Promise<Shown> {
  const { competition, index } = roundAt(asked.params)
  await roomOf(asked.context, 'round.plan', competition, index)
  const chosen = posted.lists.judges ?? []
  const { version = '', proposal = '', panel = '' } = posted.fields
  const editing = { proposal, panel, chosen, consequences: null }
  return tryForm(posted, async () => {
    const parsed = changePlanInput.safeParse({ version, ...(proposal === '' ? { panels: { [panel]: chosen } } : { proposals: { [proposal]: chosen } }), preview: posted.fields.do === 'preview' }, { reportInput: true })
    if (!parsed.success) throw new Refusal('INVALID', { mistakes: mistakesOf(parsed.error) })
    const changed = await changePlan(asked.context, competition, index, parsed.data)
    if (parsed.data.preview) return showPlan(asked, undefined, { ...editing, consequences: changed.consequences })
    return { go: `/competitions/${competition}/rounds/${index}/plan` }
  }, (attempt) => showPlan(asked, attempt, editing))
}

async function sendReplan(asked: Asked, posted: Posted): Promise<Shown> {
  const { competition, index } = roundAt(asked.params)
  await roomOf(asked.context, 'round.plan', competition, index)
  const { version = '', without = '' } = posted.fields
  return tryForm(posted, async () => {
    const input = readAs(replanInput, { version, without: without === '' ? [] : [without], preview: posted.fields.do === 'preview' })
    const replanned = await replanRound(asked.context, competition, index, input)
    if (input.preview) return showPlan(asked, undefined, undefined, { without, replanned })
    return { go: `/competitions/${competition}/rounds/${index}/plan` }
  }, (attempt) => showPlan(asked, attempt, undefined, { without, replanned: null }))
}

async function sendUndo(asked: Asked, posted: Posted): Promise<Shown> {
  const { competition, index } = roundAt(asked.params)
  return tryForm(posted, async () => {
    await undoPlan(asked.context, competition, index)
    return { go: `/competitions/${competition}/rounds/${index}/plan` }
  }, (attempt) => showPlan(asked, attempt))
}

async function sendConfirmation(asked: Asked, posted: Posted): Promise<Shown> {
  const { competition, index } = roundAt(asked.params)
  return tryForm(posted, async () => {
    await confirmPlan(asked.context, competition, index)
    return { go: `/competitions/${competition}/rounds/${index}/progress` }
  }, (attempt) => showPlan(asked, attempt))
}

const at = '/competitions/:competition/rounds/:round/plan'
export const roundPlanPages: PageRoute[] = [
  { method: 'get', path: at, action: 'round.read', show: (asked) => showPlan(asked) },
  { method: 'post', path: at, action: 'round.plan', send: sendMake },
  { method: 'post', path: `${at}/change`, action: 'round.plan', send: sendChange },
  { method: 'post', path: `${at}/replanning`, action: 'round.plan', send: sendReplan },
  { method: 'post', path: `${at}/undo`, action: 'round.plan', send: sendUndo },
  { method: 'post', path: `${at}/confirmation`, action: 'round.plan', send: sendConfirmation },
]
