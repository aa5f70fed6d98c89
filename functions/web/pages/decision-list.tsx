import { say } from '../../../shared/kernel/text.ts'
import { readDecision } from '../../queries/decision.ts'
import { Page } from '../look/page.tsx'
import { PrintButton, Seals, Sheet } from '../look/print.tsx'
import { Table } from '../look/table.tsx'
import { At, Empty, Money } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { planOf } from './decision-parts.tsx'
import type { Asked, PageRoute, Shown } from './page.ts'

/** The plan as it is put before the meeting that approves it: who is to be funded with how much, and places for seals. What nobody has prepared yet is the programme's. The ranked list for the next level is printed from the result. */
async function show({ context, look, params }: Asked): Promise<Shown> {
  const { competition, rulebook, decision, portfolio, basis } = await readDecision(context, params.competition ?? '')
  const { language } = look
  const t = words(language, {
    zh: { title: '资助方案（送审）', heading: (name: string) => `${name}资助方案`, draft: '程序的组合，还没有人拟定', prepared: (n: number, name: string) => `第 ${n} 稿，${name}拟定`, decided: (name: string) => `已由${name}决定`, none: '资助组合还没有算出来', caption: '拟资助的项目，按名次排列', place: '名次', project: '项目', applicant: '申报单位', category: '类别', score: '总分', asked: '申请（元）', gets: '拟资助（元）', total: '合计', reason: '与名次顺序不同的理由', back: '资助决定', first: '拟定单位', next: '审批意见', agrees: '同意 / 不同意' },
    en: { title: 'Plan for approval', heading: (name) => `${name}: plan of grants`, draft: 'The programme’s portfolio; nobody has prepared a plan', prepared: (n, name) => `Draft ${n}, prepared by ${name}`, decided: (name) => `Decided by ${name}`, none: 'The portfolio is not worked out yet', caption: 'Projects to be funded, by place', place: 'Place', project: 'Project', applicant: 'Applicant', category: 'Category', score: 'Total', asked: 'Asked (yuan)', gets: 'Grant (yuan)', total: 'Total', reason: 'Why it is not the rank order', back: 'Decision', first: 'Proposed by', next: 'Approval', agrees: 'Agreed / not agreed' },
  })
  const frame = { look, title: t.title, crumbs: [{ href: `/competitions/${competition.id}`, label: say(competition.name, language) }, { href: `/competitions/${competition.id}/decision`, label: t.back }] }
  if (decision === null || portfolio === null) return { page: <Page {...frame}><Empty title={t.none} /></Page> }
  const { prepared, decided } = decision
  const { lines } = basis ?? portfolio
  const choices = new Map<string, number>((prepared?.choices ?? planOf(portfolio, 'best')).map(({ proposal, amount }) => [proposal, amount]))
  const rows = lines.filter(({ proposal }) => choices.has(proposal))
  const categories = new Map(rulebook.categories.map(({ id, name }) => [id, say(name, language)]))
  return { page: (
    <Page {...frame} styles={['print.css']} actions={<PrintButton />}>
      <Sheet landscape>
        <h2 class="paper-title">{t.heading(say(competition.name, language))}</h2>
        <p class="soft">{say(competition.authority, language)}<span class="sep">·</span>{prepared === null ? t.draft : t.prepared(prepared.number, prepared.byName)}{prepared === null ? null : <> <At at={prepared.at} year="always" /></>}{decided === null ? null : <><span class="sep">·</span>{t.decided(decided.byName)}</>}</p>
        <Table caption={t.caption} rows={rows} columns={[
          { header: t.place, align: 'end', cell: ({ place }) => place, foot: '' },
          { header: t.project, names: true, cell: ({ title }) => title, foot: t.total },
          { header: t.applicant, cell: ({ organisationName }) => organisationName },
          { header: t.category, cell: ({ category }) => categories.get(category) ?? category },
          { header: t.score, align: 'end', cell: ({ score }) => score },
          { header: t.asked, align: 'end', cell: ({ asked }) => <Money fen={asked} bare />, foot: <Money fen={rows.reduce((sum, { asked }) => sum + asked, 0)} bare /> },
          { header: t.gets, align: 'end', cell: ({ proposal }) => <Money fen={choices.get(proposal) ?? 0} bare />, foot: <strong><Money fen={rows.reduce((sum, { proposal }) => sum + (choices.get(proposal) ?? 0), 0)} bare /></strong> },
        ]} />
        {prepared === null || prepared.reason === '' ? null : <p><strong>{t.reason}</strong> {prepared.reason}</p>}
        <Seals seals={[{ who: <>{t.first}<br />{say(competition.authority, language)}</>, signs: true }, { who: t.next, says: t.agrees, signs: true }]} />
      </Sheet>
    </Page>
  ) }
}

export const decisionListPages: PageRoute[] = [{ method: 'get', path: '/competitions/:competition/decision/list', action: 'decision.prepare', show }]
