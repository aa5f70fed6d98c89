import * as z from 'zod'
import { competitionId } from '../../../shared/kernel/ids.ts'
import { isRefusal, Refusal } from '../../../shared/kernel/refusal.ts'
import { say } from '../../../shared/kernel/text.ts'
import { type Assignment, type Assignments, judgedCompetitions, myAssignments, nextAfter } from '../../queries/assignment.ts'
import { calibratedOf } from '../../queries/calibration.ts'
import { ChoiceField } from '../look/choices.tsx'
import { ButtonLink } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { Table, Tools } from '../look/table.tsx'
import { Bar, Empty, Note, Panel, type State, Tag, When } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import type { Asked, PageRoute, Shown } from './page.ts'

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    title: '评审', ties: '擅长类别和利益关系', calibration: '试评两个样例', progress: '进度', none: '还没有轮到您评审', noneLead: '评分开始后，分给您的申报书会列在这里，并说明截止时间。', done: (n: number, all: number) => `已交 ${n} 份，共 ${all} 份`, next: '评下一份', start: '开始评审', live: '现场评分', list: '看全部', all: '全部交了', allDone: '分给您的申报书都评完了，谢谢您。', closed: '这一轮评分已截止',
    notOpen: '这一轮还没有开始评分', caption: '分给您的申报书，按评审顺序', number: '编号', name: '项目', category: '类别', applicant: '申报单位', state: '评分表', total: '总分', filter: '评分表', every: '全部', states: { none: '未评', draft: '填写中', submitted: '已交' }, left: (n: number) => `还差 ${n} 项`,
    reopened: '管理员请您重填', recused: '已收到您的回避申请，这份申报书不再由您评。', empty: '没有符合条件的申报书', emptyLead: '换个条件再看看。', nothing: '这一轮没有分给您的申报书', nothingLead: '分配有变动时会通知您。', until: '截止', blind: '本次大赛盲评：申报书里不显示申报单位和人员的名字。',
  },
  en: {
    title: 'Judging', ties: 'What I know, and ties', calibration: 'Score two samples first', progress: 'Progress', none: 'Nothing for you to judge yet', noneLead: 'Once the scoring opens, the proposals that you score stand here, with the date.', done: (n, all) => `${n} of ${all} sent`, next: 'Score the next', start: 'Begin', live: 'Live scoring', list: 'See all', all: 'All sent', allDone: 'You have scored all your proposals. Thank you.', closed: 'The scoring of this round is closed',
    notOpen: 'The scoring of this round is not open yet', caption: 'Your proposals, in the order of judging', number: 'Number', name: 'Project', category: 'Category', applicant: 'Applicant', state: 'Scorecard', total: 'Total', filter: 'Scorecard', every: 'All', states: { none: 'Not begun', draft: 'Begun', submitted: 'Sent' }, left: (n) => `${n} to go`,
    reopened: 'An administrator asks you to fill it in again', recused: 'You are recused; this proposal is not yours to score any more.', empty: 'No proposal matches', emptyLead: 'Try another filter.', nothing: 'No proposal of this round is yours', nothingLead: 'You will be told when that changes.', until: 'until', blind: 'This contest is judged blind: proposals show no names of applicants or people.',
  },
})

const stateLook: Record<Assignment['state'], State> = { none: 'idle', draft: 'now', submitted: 'done' }

/** The path of a round in the address. Throws NOT_FOUND where it is none. */
export function roundAt(params: Record<string, string>): { competition: string; index: number } {
  const competition = competitionId.safeParse(params.competition)
  const index = z.string().regex(/^\d{1,2}$/).safeParse(params.round)
  if (!competition.success || !index.success) throw new Refusal('NOT_FOUND')
  return { competition: competition.data, index: Number(index.data) }
}

export const listHref = ({ competition, round }: Pick<Assignments, 'competition' | 'round'>) => `/judging/${competition.id}/${round.index}`

const counted = (list: Assignments) => ({ done: list.items.filter(({ state }) => state === 'submitted').length, all: list.items.length })

/** How far the judge is, until when, and the one button. */
function Progress({ look, list }: { look: Look; list: Assignments }) {
  const t = texts(look)
  const { done, all } = counted(list)
  const next = nextAfter(list.items, null)
  const live = list.rules.mode === 'pitch' && list.open
  return (
    <>
      <Bar value={done} max={all} words={t.done(done, all)} />
      {list.round.state === 'scoring' ? <p class="small">{t.until} <When at={list.closesAt} /></p> : null}
      {!list.open || all === 0 ? null : next === null ? <p><Tag state="done">{t.all}</Tag> <span class="soft">{t.allDone}</span></p> : <p class="acts">{live ? <ButtonLink href={`${listHref(list)}/live`} weight="primary" icon="play">{t.live}</ButtonLink> : null}<ButtonLink href={`${listHref(list)}/${next.proposal}`} {...(live ? {} : { weight: 'primary' })} icon="edit">{done === 0 ? t.start : t.next}</ButtonLink></p>}
    </>
  )
}

async function showJudging({ context, look }: Asked): Promise<Shown> {
  const t = texts(look)
  const competitions = await judgedCompetitions(context)
  const lists = await Promise.all(competitions.filter(({ round }) => round !== null).map(async ({ id }) => {
    try {
      return await myAssignments(context, id)
    } catch (error) {
      if (isRefusal(error, 'NOT_FOUND')) return undefined
      throw error
    }
  }))
  const shown = lists.flatMap((list) => (list === undefined ? [] : [list]))
  const calibrated = await calibratedOf(context, shown.map(({ round }) => round))
  return { page: (
    <Page look={look} title={t.title}>
      {shown.length === 0 ? <Empty title={t.none}>{t.noneLead}</Empty> : shown.map((list) => (
        <Panel title={say(list.competition.name, look.language)} id={`c-${list.competition.id}`} end={<span class="soft">{say(list.rules.name, look.language)}</span>}>
          {list.round.state === 'planning' ? <p class="soft">{t.notOpen}</p> : <Progress look={look} list={list} />}
          <p class="acts">{list.items.length === 0 ? null : <a href={listHref(list)}>{t.list}</a>}<a href={`/ties/${list.competition.id}`}>{t.ties}</a>{calibrated.has(list.competition.id) ? <a href={`/calibration/${list.competition.id}/${list.round.index}`}>{t.calibration}</a> : null}</p>
        </Panel>
      ))}
    </Page>
  ) }
}

async function showList({ context, look, params, query }: Asked): Promise<Shown> {
  const t = texts(look)
  const { competition, index } = roundAt(params)
  const list = await myAssignments(context, competition, index)
  const state = query.get('state') ?? ''
  const items = list.items.filter((item) => state === '' || item.state === state)
  const href = listHref(list)
  return { page: (
    <Page
      look={look} title={say(list.rules.name, look.language)} crumbs={[{ href: '/judging', label: t.title }]}
      lead={<p class="soft">{say(list.competition.name, look.language)}</p>}
    >
      {query.has('recused') ? <Note state="done">{t.recused}</Note> : !list.open && list.round.state !== 'planning' ? <Note>{t.closed}</Note> : list.rulebook.blind ? <p class="soft small">{t.blind}</p> : null}
      {list.items.length === 0 ? <Empty title={list.round.state === 'planning' ? t.notOpen : t.nothing}>{t.nothingLead}</Empty> : (
        <>
          <Panel title={t.progress} id="progress" hiddenTitle><Progress look={look} list={list} /></Panel>
          <Tools><ChoiceField path="state" label={t.filter} as="select" none={t.every} required value={state} choices={(['none', 'draft', 'submitted'] as const).map((value) => ({ value, label: t.states[value] }))} /></Tools>
          <Table
            caption={t.caption} rows={items} empty={<Empty title={t.empty} action={<a href={href}>{t.every}</a>}>{t.emptyLead}</Empty>}
            columns={[
              { header: t.name, names: true, cell: (item) => <><a href={`${href}/${item.proposal}`}>{item.title}</a>{item.reopened === null ? null : <><br /><span class="late small">{t.reopened}：{item.reopened}</span></>}</> },
              { header: t.number, cell: (item) => <span class="n nw soft">{item.number}</span> },
              ...(list.rulebook.blind ? [] : [{ header: t.applicant, cell: (item: Assignment) => item.organisation ?? '' }]),
              { header: t.category, cell: (item) => say(item.categoryName, look.language) },
              { header: t.total, align: 'end', cell: (item) => item.total ?? '' },
              { header: t.state, cell: (item) => <><Tag state={stateLook[item.state]}>{t.states[item.state]}</Tag>{item.state === 'draft' ? <span class="soft small"> {t.left(item.missing)}</span> : null}</> },
            ]}
          />
        </>
      )}
    </Page>
  ) }
}

export const judgingPages: PageRoute[] = [
  { method: 'get', path: '/judging', action: 'assignment.list', show: showJudging },
  { method: 'get', path: '/judging/:competition/:round', action: 'assignment.list', show: showList },
]
