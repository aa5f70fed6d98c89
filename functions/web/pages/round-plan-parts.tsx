import { newSecret, proposalId } from '../../../shared/kernel/ids.ts'
import { say } from '../../../shared/kernel/text.ts'
import type { Replanned } from '../../commands/replan.ts'
import type { PlanView } from '../../queries/plan.ts'
import { ChoiceField } from '../look/choices.tsx'
import { HiddenField } from '../look/fields.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Table } from '../look/table.tsx'
import { Facts, Note, Panel } from '../look/tell.tsx'
import { words } from '../look/words.ts'

/** A new plan with few changes, as far as it has been asked for. */
export interface Again {
  without: string
  replanned: Replanned | null
}

interface Props {
  look: Look
  view: PlanView
}

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    list: '、', quoted: (title: string) => `《${title}》`, nobody: '没有评委',
    blocked: (places: string, judges: string, count: number, free: number, needed: number) => (count === 0 ? `${places}没有评委能评，需要 ${needed} 个名额。` : `${places}只有 ${count} 位评委（${judges}）能评，他们还有 ${free} 个名额，需要 ${needed} 个。`),
    repairs: '怎样补上，任选一种：', invite: (n: number) => `再请 ${n} 位都能评的评委`, raise: (who: string) => `提高份数上限：${who}`, by: (name: string, n: number) => `${name}多评 ${n} 份`, allow: '如果利益关系可以解除：', pair: (place: string, judge: string) => `${place}由${judge}评`, fewer: '少几位评委也能评的，直接确认方案', change: '去评委名单',
    served: '适配度', servedLead: '评委按自己填的擅长类别得分：擅长 10、熟悉 7、一般 0、不熟 −4、不愿评 −6。每份申报书把各评委的分相加。', unsaid: '还没有评委填擅长的类别，分配只看利益关系和份数。', total: '合计', mean: '平均每份', worst: '最低的一份', tenth: '最低的一成合计', points: (n: string) => `${n} 分`,
    seed: '抽签种子', again: '怎样重算', againLead: '下载本轮数据，任何人都能用同一个种子算出同样的方案：', download: '下载本轮数据',
    replan: '评委退出，少量调整', replanLead: '只换必须换的，其余不动。已交的评分表照样算数。', who: '退出的评委', noOne: '没有人退出，只补缺口', look: '看看会怎样', apply: '就这样调整', leave: '不调整', nothing: '不用改动。', changes: (n: number) => `改动 ${n} 份申报书`, proposal: '申报书', out: '换下', in: '换上', leads: '这样改会带来：',
  },
  en: {
    list: ', ', quoted: (title) => `"${title}"`, nobody: 'nobody',
    blocked: (places, judges, count, free, needed) => (count === 0 ? `Nobody can judge ${places}; ${needed} ${needed === 1 ? 'place is' : 'places are'} needed.` : `${places} can only be judged by ${count === 1 ? 'one judge' : `${count} judges`} (${judges}), with ${free === 1 ? 'one free place' : `${free} free places`}; ${needed} ${needed === 1 ? 'is' : 'are'} needed.`),
    repairs: 'Any of these mends it:', invite: (n) => `Invite ${n} more who can judge all of them`, raise: (who) => `Raise what judges take at most: ${who}`, by: (name, n) => `${name} by ${n}`, allow: 'If the conflicts can be lifted: ', pair: (place, judge) => `${place} with ${judge}`, fewer: 'Confirm the plan as it is, with fewer judges for some', change: 'To the judges',
    served: 'How well served', servedLead: 'Judges count by what they say of a category: knows it well 10, knows it 7, neither 0, little −4, would rather not −6. A proposal has the sum over its judges.', unsaid: 'No judge has said what they know; the plan looks at conflicts and loads only.', total: 'In all', mean: 'Each on average', worst: 'The worst-served', tenth: 'The worst-served tenth together', points: (n) => (n === '1' ? '1 point' : `${n} points`),
    seed: 'Seed of the draw', again: 'Run it again', againLead: 'With the round’s data and the same seed anybody gets the same plan:', download: 'Download the round’s data',
    replan: 'A judge drops out', replanLead: 'Only what has to change does. Cards that were sent count on.', who: 'Who drops out', noOne: 'Nobody; only fill gaps', look: 'See what it leads to', apply: 'Change it so', leave: 'Leave it', nothing: 'Nothing has to change.', changes: (n) => (n === 1 ? 'One proposal changes' : `${n} proposals change`), proposal: 'Proposal', out: 'Leaves', in: 'Comes', leads: 'This leads to:',
  },
})

const namesIn = (view: PlanView) => {
  const names = new Map(view.judges.map(({ id, name }) => [id, name]))
  return (id: string) => names.get(id) ?? '—'
}

/** Where the tie of a judge to one proposal is dealt with; of a whole group, all of them. */
const tieHref = (competition: string, { place, judge }: { place: string; judge: string }) => `/competitions/${competition}/conflicts${proposalId.safeParse(place).success ? `/${place}/${judge}` : ''}`

/** Why not all places could be filled, in words, and what would mend it. */
export function BlockingNote({ look, view, competition }: Props & { competition: string }) {
  const t = texts(look)
  const { blocking } = view
  if (blocking === null || blocking === undefined) return null
  const name = namesIn(view)
  const titles = new Map([
    ...view.groups.map((group) => [group.id, say(group.name, look.language)] as const),
    ...view.groups.flatMap(({ proposals }) => proposals).map(({ proposal, title }) => [proposal as string, t.quoted(title)] as const),
  ])
  const list = (ids: readonly string[], named: (id: string) => string) => ids.map(named).join(t.list)
  const place = (id: string) => titles.get(id) ?? '—'
  return (
    <Note state="late">
      <p>{t.blocked(list(blocking.places, place), list(blocking.judges, name), blocking.judges.length, blocking.free, blocking.needed)}</p>
      <p>{t.repairs}</p>
      <ul>
        <li><a href={`/competitions/${competition}/judges#invite`}>{t.invite(blocking.invite)}</a></li>
        {blocking.raise === null || blocking.raise.length === 0 ? null : <li><a href={`/competitions/${competition}/judges`}>{t.raise(blocking.raise.map(({ judge, by }) => t.by(name(judge), by)).join(t.list))}</a></li>}
        {blocking.allow === null || blocking.allow.length === 0 ? null : <li>{t.allow}{blocking.allow.map((pair, i) => <>{i === 0 ? null : t.list}<a href={tieHref(competition, pair)}>{t.pair(place(pair.place), name(pair.judge))}</a></>)}</li>}
        {view.ready ? <li>{t.fewer}</li> : null}
      </ul>
    </Note>
  )
}

/** How well proposals are served, and how anybody can run the draw again. */
export function ServedPanel({ look, view, instance }: Props & { instance: string }) {
  const t = texts(look)
  const { served, seed } = view
  const count = view.groups.reduce((sum, { proposals }) => sum + proposals.length, 0)
  return (
    <Panel title={t.served} id="served">
      {served === null ? <p class="soft">{t.unsaid}</p> : (
        <p class="soft small">{t.servedLead}</p>
      )}
      <Facts facts={[
        ...(served === null ? [] : [
          { term: t.worst, detail: t.points(String(served.worst)) }, { term: t.mean, detail: t.points((served.total / Math.max(1, count)).toFixed(1)) },
          { term: t.tenth, detail: t.points(String(served.tenth)) }, { term: t.total, detail: t.points(String(served.total)) },
        ]),
        { term: t.seed, detail: <span class="seed">{seed}</span> },
      ]} />
      <details class="more">
        <summary>{t.again}</summary>
        <p>{t.againLead}</p>
        <p><code>npm run assign -- instance.json --seed {seed} --out plan.csv</code></p>
        <p><a href={instance} download="instance.json">{t.download}</a></p>
      </details>
    </Panel>
  )
}

/** Deals again with few changes: asked for, then shown as what changes, then applied. */
export function ReplanPanel({ look, view, href, again }: Props & { href: string; again: Again | undefined }) {
  const t = texts(look)
  const name = namesIn(view)
  const replanned = again?.replanned ?? null
  const people = (ids: readonly string[]) => ids.map(name).join(t.list)
  return (
    <details class="more" open={again !== undefined} id="replan">
      <summary>{t.replan}</summary>
      <p class="soft small">{t.replanLead}</p>
      <Form action={`${href}/plan/replanning`} command={newSecret()} label={t.replan}>
        <HiddenField path="version" value={view.version} />
        <ChoiceField path="without" label={t.who} as="select" none={t.noOne} value={again?.without ?? ''} choices={view.judges.map(({ id, name: label }) => ({ value: id, label }))} />
        {replanned === null ? null : replanned.changes.length === 0 ? <Note state="done">{t.nothing}</Note> : (
          <>
            <Table caption={t.changes(replanned.changes.length)} rows={replanned.changes} columns={[
              { header: t.proposal, names: true, cell: ({ title }) => title },
              { header: t.out, cell: ({ leave }) => people(leave) },
              { header: t.in, cell: ({ come }) => people(come) },
            ]} />
            {replanned.consequences.length === 0 ? null : <Note state="wait"><strong>{t.leads}</strong><ul>{replanned.consequences.map((one) => <li>{one[look.language]}</li>)}</ul></Note>}
          </>
        )}
        <p class="acts">
          <Button weight="second" name="do" value="preview">{t.look}</Button>
          {replanned === null || replanned.changes.length === 0 ? null : <><Button name="do" value="change">{t.apply}</Button><ButtonLink href={`${href}/plan`} weight="quiet">{t.leave}</ButtonLink></>}
        </p>
      </Form>
    </details>
  )
}
