import { say } from '../../../shared/kernel/text.ts'
import { type RuleTrial, type TrialLine, tryOn } from '../../queries/rule-trial.ts'
import { ChoiceField } from '../look/choices.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Table } from '../look/table.tsx'
import { Empty, Figures, Note, Panel, Section, Tag } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { CompetitionPage } from './competition-frame.tsx'
import type { Asked, PageRoute, Shown } from './page.ts'

const texts = (look: Look) => words(look.language, {
  zh: {
    title: '规则试算', preview: '回到预览', lead: '用这份章程的规则，把以前一次大赛的评分表重算一遍：谁的名次会变，谁会晋级、得奖。只是试算，那次大赛的结果不变。', of: '用哪一次大赛的评分', try: '试算', none: '还没有可以试算的大赛', noneLead: '本区有一次大赛公布奖项以后，就可以在这里试算。', obstacles: '评分表不一样，不能试算：',
    moved: '名次会变', awarded: '奖项会变', same: '名次不变', unit: '个项目', rounds: '晋级', gained: '会晋级（当时没有）', lost: '不会晋级（当时晋级了）', tied: '并列待定', nobody: '没有变化', later: '当时没有晋级的项目没有后面轮次的评分，不在下面的排名里。', line: '项目、申报单位', then: '当时', now: '按这份章程', place: (n: number) => `第 ${n} 名`, noAward: '无', change: '名次变化', up: (n: number) => `升 ${n}`, down: (n: number) => `降 ${n}`, award: '奖项', total: '总分', standing: '最后一轮的排名', list: '、', votes: '那次没有公众投票，投票得分都按 0 计。',
  },
  en: {
    title: 'Rule trial', preview: 'Back to the preview', lead: 'An earlier competition’s scorecards counted by these rules: whose place would change, who would go on, who would take an award. It is a trial only; the earlier result stays as it is.', of: 'Whose scores', try: 'Try', none: 'No competition to try on', noneLead: 'Once a competition of the district has published its awards, it stands here.', obstacles: 'The scorecards differ, so the rules can’t be tried:',
    moved: 'change places', awarded: 'change awards', same: 'same place', unit: 'projects', rounds: 'Who goes on', gained: 'Would go on (and did not)', lost: 'Would not (and did)', tied: 'Tied, to be decided', nobody: 'No change', later: 'Projects that did not go on then have no later scores, and are not in the ranking below.', line: 'Project, applicant', then: 'Then', now: 'By these rules', place: (n) => `place ${n}`, noAward: 'none', change: 'Change', up: (n) => `${n} up`, down: (n) => `${n} down`, award: 'Award', total: 'Total', standing: 'Ranking after the last round', list: ', ', votes: 'There was no public vote then; the vote counts 0 for everybody.',
  },
})

async function show({ context, look, params, query }: Asked): Promise<Shown> {
  const of = query.get('of')
  return { page: <TrialPage look={look} trial={await tryOn(context, params.competition ?? '', of === null || of === '' ? undefined : of)} /> }
}

function TrialPage({ look, trial }: { look: Look; trial: RuleTrial }) {
  const t = texts(look)
  const { competition, rulebook, earlier, of, obstacles, outcome } = trial
  const at = `/competitions/${competition.id}`
  return (
    <CompetitionPage look={look} competition={competition} rulebook={rulebook} tab="preview" title={t.title} actions={<ButtonLink href={`${at}/preview`}>{t.preview}</ButtonLink>}>
      <Section title={t.title} id="trial">
        <p class="read">{t.lead}</p>
        {earlier.length === 0 ? <Empty title={t.none}>{t.noneLead}</Empty> : (
          <Form action={`${at}/rule-trial`} method="get" class="tools" label={t.title}>
            <ChoiceField path="of" label={t.of} as="select" none={null} required value={of?.id ?? ''} choices={earlier.map(({ id, name }) => ({ value: id, label: say(name, look.language) }))} />
            <Button weight="second" icon="play">{t.try}</Button>
          </Form>
        )}
        {obstacles.length === 0 ? null : <Note state="wait"><p><strong>{t.obstacles}</strong></p><ul>{obstacles.map((sentence) => <li>{say(sentence, look.language)}</li>)}</ul></Note>}
      </Section>
      {outcome === null ? null : <Outcome look={look} outcome={outcome} noVote={rulebook.vote !== null && !outcome.voted} />}
    </CompetitionPage>
  )
}

const sameAward = ({ then, now }: TrialLine): boolean => (then.award?.zh ?? '') === (now.award?.zh ?? '')

function Outcome({ look, outcome, noVote }: { look: Look; outcome: NonNullable<RuleTrial['outcome']>; noVote: boolean }) {
  const t = texts(look)
  const { lines, rounds } = outcome
  const moved = lines.filter(({ then, now }) => then.place !== now.place).length
  const names = (titles: readonly string[]) => (titles.length === 0 ? <span class="soft">{t.nobody}</span> : titles.join(t.list))
  return (
    <>
      <Figures figures={[{ value: moved, unit: t.unit, label: t.moved }, { value: lines.length - moved, unit: t.unit, label: t.same }, { value: lines.filter((line) => !sameAward(line)).length, unit: t.unit, label: t.awarded }]} />
      {rounds.length === 0 ? null : (
        <Panel title={t.rounds} id="rounds">
          <Table caption={t.rounds} rows={rounds} columns={[
            { header: t.rounds, names: true, cell: ({ name }) => say(name, look.language) },
            { header: t.gained, cell: ({ gained }) => names(gained) },
            { header: t.lost, cell: ({ lost }) => names(lost) },
            { header: t.tied, cell: ({ tied }) => names(tied) },
          ]} />
          <p class="soft small">{t.later}</p>
        </Panel>
      )}
      <Panel title={t.standing} id="standing">
        {noVote ? <p class="soft small">{t.votes}</p> : null}
        <Table caption={t.standing} rows={lines} columns={[
          { header: t.line, names: true, cell: ({ title, organisation }) => <>{title} <span class="soft small">{organisation}</span></> },
          { header: t.now, align: 'end', cell: ({ now }) => <><strong class="nw">{t.place(now.place)}</strong> <span class="soft small n">{now.total}</span></> },
          { header: t.then, align: 'end', cell: ({ then }) => <><span class="nw">{t.place(then.place)}</span> <span class="soft small n">{then.total}</span></> },
          { header: t.change, cell: ({ then, now }) => (now.place === then.place ? <span class="soft">{t.same}</span> : now.place < then.place ? <Tag state="done">{t.up(then.place - now.place)}</Tag> : <Tag state="wait">{t.down(now.place - then.place)}</Tag>) },
          { header: t.award, cell: (line) => (sameAward(line) ? <span class="soft">{line.now.award === null ? t.noAward : say(line.now.award, look.language)}</span> : <>{line.then.award === null ? t.noAward : say(line.then.award, look.language)} → <strong>{line.now.award === null ? t.noAward : say(line.now.award, look.language)}</strong></>) },
        ]} />
      </Panel>
    </>
  )
}

export const ruleTrialPages: PageRoute[] = [{ method: 'get', path: '/competitions/:competition/rule-trial', action: 'competition.preview', show }]
