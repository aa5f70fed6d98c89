import { shanghaiDate } from '../../../shared/kernel/calendar.ts'
import { formatYuan } from '../../../shared/kernel/money.ts'
import { say } from '../../../shared/kernel/text.ts'
import { type Ranking, readRanking } from '../../queries/ranking.ts'
import { ChoiceField } from '../look/choices.tsx'
import { IntegerField, TextField } from '../look/fields.tsx'
import { ButtonLink } from '../look/form.tsx'
import { type Look, useLook } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { PrintButton, Seals, Sheet } from '../look/print.tsx'
import { Table, Tools } from '../look/table.tsx'
import { At, Empty, Note } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import type { Asked, PageRoute, Shown } from './page.ts'

const texts = (look: Pick<Look, 'language'>) =>
  words(look.language, {
    zh: {
      title: '推荐名单', competitions: '大赛', back: '回到结果', most: '推荐前几名', mostHint: '留空为全部获奖项目。', to: '报送单位', toHint: '例如：上一级主办单位的名称。', category: '类别', all: '全部类别', draft: '奖项还没有公布，名单可能变动；打印件会标明“未定稿”。', draftMark: '（未定稿）',
      heading: '推荐名单', addressed: '报送：', lead: (n: number) => `经资格审查、评审和公示，现推荐以下 ${n} 个项目，按名次排列：`, draftLead: (n: number) => `经资格审查、评审，拟推荐以下 ${n} 个项目，按名次排列：`,
      caption: '按名次排列', rank: '名次', project: '项目', organisation: '申报单位', award: '奖项', amount: '资助金额（元）', total: '总分', none: '没有可以推荐的项目', noneLead: '换个条件再看看。', printed: '打印日期：',
    },
    en: {
      title: 'Ranked list', competitions: 'Competitions', back: 'Back to the result', most: 'How many', mostHint: 'Empty: all winners.', to: 'To', toHint: 'For example the authority one level up.', category: 'Category', all: 'All categories', draft: 'The awards are not published, so that the list may change; on paper it is marked as a draft.', draftMark: ' (draft)',
      heading: ': recommended projects', addressed: 'To: ', lead: (n) => `After eligibility check, judging and public notice, these ${n} projects are recommended, in the order of their ranks:`, draftLead: (n) => `After eligibility check and judging, these ${n} projects are to be recommended, in the order of their ranks:`,
      caption: 'In the order of ranks', rank: 'Rank', project: 'Project', organisation: 'Applicant', award: 'Award', amount: 'Grant in yuan', total: 'Total', none: 'No project to recommend', noneLead: 'Try other filters.', printed: 'Printed: ',
    },
  })

/** The ranked list that goes to the next level with the authority's seal, on A4. */
async function show({ context, look, params, query }: Asked): Promise<Shown> {
  const category = query.get('category') ?? ''
  const ranking = await readRanking(context, params.competition ?? '', category === '' ? undefined : category)
  const t = texts(look)
  const { competition, rulebook, final } = ranking
  const most = Number(query.get('most') ?? '')
  const lines = Number.isSafeInteger(most) && most > 0 ? ranking.lines.slice(0, most) : ranking.lines
  const to = (query.get('to') ?? '').trim().slice(0, 100)
  return { page: (
    <Page look={look} title={t.title} crumbs={[{ href: '/competitions', label: t.competitions }, { href: `/competitions/${competition.id}/result`, label: say(competition.name, look.language) }]} styles={['print.css']} actions={<><ButtonLink href={`/competitions/${competition.id}/result`} weight="quiet">{t.back}</ButtonLink><PrintButton /></>}>
      <div class="no-print stackv">
        {final ? null : <Note state="wait" icon="info">{t.draft}</Note>}
        <Tools>
          <IntegerField path="most" label={t.most} hint={t.mostHint} value={query.get('most') ?? ''} />
          <ChoiceField path="category" label={t.category} as="select" none={t.all} value={category} required choices={rulebook.categories.map(({ id, name }) => ({ value: id, label: say(name, look.language) }))} />
          <TextField path="to" label={t.to} hint={t.toHint} value={to} />
        </Tools>
      </div>
      {lines.length === 0 ? <Empty title={t.none}>{t.noneLead}</Empty> : <Paper ranking={{ ...ranking, lines }} to={to} />}
    </Page>
  ) }
}

function Paper({ ranking: { competition, rulebook, final, lines }, to }: { ranking: Ranking; to: string }) {
  const { language, now } = useLook()
  const t = texts({ language })
  const categories = new Map(rulebook.categories.map(({ id, name }) => [id, say(name, language)]))
  return (
    <Sheet>
      <h2 class="paper-title">{say(competition.name, language)}{t.heading}{final ? '' : t.draftMark}</h2>
      {to === '' ? null : <p>{t.addressed}{to}</p>}
      <p>{final ? t.lead(lines.length) : t.draftLead(lines.length)}</p>
      <Table caption={t.caption} rows={lines} columns={[
        { header: t.rank, align: 'end', cell: ({ rank }) => rank },
        { header: t.project, names: true, cell: ({ title }) => title },
        { header: t.organisation, cell: ({ organisation }) => organisation },
        { header: t.category, cell: ({ category }) => categories.get(category) ?? category },
        { header: t.award, cell: ({ awardName }) => say(awardName, language) },
        ...(lines.some(({ amount }) => amount !== null) ? [{ header: t.amount, align: 'end' as const, cell: ({ amount }: Ranking['lines'][number]) => (amount === null ? '' : formatYuan(amount)) }] : []),
        { header: t.total, align: 'end', cell: ({ total }) => total },
      ]} />
      <Seals seals={[{ who: say(competition.authority, language) }]} />
      <p class="paper-number">{t.printed}<At at={shanghaiDate(now)} year="always" weekday={false} /></p>
    </Sheet>
  )
}

export const resultRankingPages: PageRoute[] = [{ method: 'get', path: '/competitions/:competition/result/ranking', action: 'notice.prepare', show }]
