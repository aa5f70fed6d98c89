import { grantStateNames } from '../../../../shared/grant/lifecycle.ts'
import { say } from '../../../../shared/kernel/text.ts'
import { publicGrants } from '../../../queries/ledger.ts'
import { pageWithin } from '../../../queries/paging.ts'
import type { Look } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { Pager, Table } from '../../look/table.tsx'
import { Empty, Money, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { grantTones } from '../grant/words.ts'
import type { Asked, Shown } from '../page.ts'
import { publicCrumbs } from '../public-state.tsx'

const SIZE = 50

const texts = (look: Look) => words(look.language, {
  zh: { title: (name: string) => `${name}资助项目和进展`, caption: '按公布的名单排列', project: '项目', organisation: '单位', category: '类别', amount: '资助金额（元）', state: '进展', grade: (name: string) => `末期评估 ${name}`, none: '资助名单还没有公布', noneHint: '公示和异议处理结束后，资助的项目和金额在这里公布。', unit: '个', sum: (n: number) => `共 ${n} 个项目，` },
  en: { title: (name) => `${name}: grants and what came of them`, caption: 'In the order of the published list', project: 'Project', organisation: 'Organisation', category: 'Category', amount: 'Granted (yuan)', state: 'How it goes', grade: (name) => `final evaluation ${name}`, none: 'The grants are not published yet', noneHint: 'They appear here when notice and objections are over.', unit: '', sum: (n) => `${n} projects, ` },
})

/** What a venture has funded, and what came of it: public facts only. */
export async function showPublicGrants({ context, look, params, query }: Asked): Promise<Shown> {
  const { competition, rulebook, grants } = await publicGrants(context, params.competition ?? '')
  const t = texts(look)
  const title = t.title(say(competition.name, look.language))
  const page = pageWithin(Number(query.get('page')), SIZE, grants.length)
  const grades = rulebook.funding?.evaluations.find(({ id }) => id === 'final')?.grades ?? []
  return { page: (
    <Page look={look} title={title} crumbs={publicCrumbs(look.language, competition)} description={title} lead={grants.length === 0 ? undefined : <p class="soft">{t.sum(grants.length)}<Money fen={grants.reduce((sum, { amount }) => sum + amount, 0)} /></p>}>
      <Table caption={t.caption} rows={grants.slice((page - 1) * SIZE, page * SIZE)} empty={<Empty title={t.none}>{t.noneHint}</Empty>} columns={[
        { header: t.project, names: true, cell: ({ title }) => title },
        { header: t.organisation, cell: ({ organisation }) => organisation },
        { header: t.category, cell: ({ category }) => { const found = rulebook.categories.find(({ id }) => id === category); return found === undefined ? category : say(found.name, look.language) } },
        { header: t.amount, align: 'end', cell: ({ amount }) => <Money fen={amount} bare /> },
        { header: t.state, cell: ({ state, grade }) => { const found = grades.find(({ id }) => id === grade); return <><Tag state={grantTones[state]}>{grantStateNames[state][look.language]}</Tag>{found === undefined ? null : <> {t.grade(say(found.name, look.language))}</>}</> } },
      ]} />
      {grants.length > SIZE ? <Pager page={page} size={SIZE} total={grants.length} unit={t.unit} /> : null}
    </Page>
  ) }
}
