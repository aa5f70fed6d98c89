import type { Competition } from '../../../shared/competition/competition.ts'
import { type Language, say } from '../../../shared/kernel/text.ts'
import { readAwards } from '../../queries/award.ts'
import { ChoiceField } from '../look/choices.tsx'
import { TextField } from '../look/fields.tsx'
import { ButtonLink } from '../look/form.tsx'
import { Page } from '../look/page.tsx'
import { PrintButton } from '../look/print.tsx'
import { Pager, Tools } from '../look/table.tsx'
import { At, Empty, Note, Tag } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { LinesTable } from './notice-parts.tsx'
import type { Asked, PageRoute, Shown } from './page.ts'
import { publicCrumbs } from './public-state.tsx'

/** More than most contests give; a longer list goes by pages. */
const PAGE = 100

const ofContest = (language: Language) =>
  words(language, {
    zh: {
      title: (name: string) => `${name}获奖名单`, published: '公布', done: '已颁奖', waiting: '奖项还没有公布', waitingLead: '评审、公示和异议处理结束后，奖项在这里公布。',
      more: '其余奖项在异议处理完后公布。', call: '看征集公告', caption: '按奖项排列，点项目名称核对证书', award: '奖项', all: '全部奖项', category: '类别', allCategories: '全部类别',
      search: '项目或单位', nothing: '没有符合条件的项目', nothingLead: '换个条件再看看。', unit: '个', print: '打印', funded: '资助进展',
    },
    en: {
      title: (name) => `${name}: awards`, published: 'published', done: 'Awarded', waiting: 'No awards are published yet',
      waitingLead: 'They appear here when judging, notice and objections are over.', more: 'The other awards are published when their objections are ruled on.', call: 'See the call',
      caption: 'In the order of awards; a project’s name leads to its certificate', award: 'Award', all: 'All awards', category: 'Category',
      allCategories: 'All categories',
      search: 'Project or applicant', nothing: 'No project matches', nothingLead: 'Try other filters.', unit: '', print: 'Print', funded: 'What came of it',
    },
  })

const ofVenture = (language: Language) => words(language, {
  zh: { title: (name: string) => `${name}资助名单`, done: '已公布', waiting: '资助名单还没有公布', waitingLead: '评审、资助决定、公示和异议处理结束后，资助名单在这里公布。', more: '其余项目在异议处理完后公布。', caption: '按名单排列，点项目名称核对证书', award: '资助', all: '全部' },
  en: { title: (name) => `${name}: grants`, done: 'Published', waiting: 'No grants are published yet', waitingLead: 'They appear here when judging, decision, notice and objections are over.', more: 'The other grants are published when their objections are ruled on.', caption: 'In the order of the list; a project’s name leads to its certificate', award: 'Grant', all: 'All' },
})
const textsOf = (language: Language, kind: Competition['kind']) => ({ ...ofContest(language), ...(kind === 'venture' ? ofVenture(language) : {}) })

async function showAwards({ context, look, params, query }: Asked): Promise<Shown> {
  const { competition, rulebook, publishedAt, waiting, lines } = await readAwards(context, params.competition ?? '')
  const t = textsOf(look.language, competition.kind)
  const { language } = look
  const title = t.title(say(competition.name, language))
  const frame = { look, title, crumbs: publicCrumbs(language, competition), description: title }
  if (publishedAt === null) return { page: <Page {...frame}><Empty title={t.waiting} action={<a href={`/public/competitions/${competition.id}`}>{t.call}</a>}>{t.waitingLead}</Empty></Page> }
  const [award, category, text] = [query.get('award') ?? '', query.get('category') ?? '', (query.get('text') ?? '').trim().toLowerCase()]
  const found = lines.filter((line) => (award === '' || line.award === award) && (category === '' || line.category === category) && (text === '' || `${line.title}\n${line.organisation}`.toLowerCase().includes(text)))
  const asked = Number(query.get('page') ?? 1)
  const page = Number.isSafeInteger(asked) && asked >= 1 && (asked - 1) * PAGE < found.length ? asked : 1
  const shown = found.slice((page - 1) * PAGE, page * PAGE)
  return { page: (
    <Page {...frame} actions={<>{competition.kind === 'venture' && waiting === 0 ? <ButtonLink href={`/public/competitions/${competition.id}/grants`}>{t.funded}</ButtonLink> : null}<PrintButton>{t.print}</PrintButton></>} lead={<><span class="no-print"><Tag state="done">{t.done}</Tag></span><span class="soft">{say(competition.authority, language)} <At at={publishedAt} year="always" time={false} /> {t.published}</span></>}>
      {waiting === 0 ? null : <Note state="wait" icon="info">{t.more}</Note>}
      <Tools>
        {rulebook.awards.length < 2 ? null : <ChoiceField path="award" label={t.award} as="select" none={t.all} value={award} required choices={rulebook.awards.map(({ id, name }) => ({ value: id, label: say(name, language) }))} />}
        <ChoiceField path="category" label={t.category} as="select" none={t.allCategories} value={category} required choices={rulebook.categories.map(({ id, name }) => ({ value: id, label: say(name, language) }))} />
        <TextField path="text" label={t.search} type="search" width="short" value={query.get('text')} required />
      </Tools>
      {shown.length === 0 ? <Empty title={t.nothing}>{t.nothingLead}</Empty> : <LinesTable lines={shown} rulebook={rulebook} caption={t.caption} from={(page - 1) * PAGE} linkOf={({ certificate }) => `/certificates/${certificate}`} />}
      <Pager page={page} size={PAGE} total={found.length} unit={t.unit} />
    </Page>
  ) }
}

export const awardsPages: PageRoute[] = [{ method: 'get', path: '/public/competitions/:competition/awards', action: 'award.read', show: showAwards }]
