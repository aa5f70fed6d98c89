import { callIsOpen } from '../../../shared/competition/competition.ts'
import { newSecret } from '../../../shared/kernel/ids.ts'
import { say } from '../../../shared/kernel/text.ts'
import { enterPaper, paperInput } from '../../commands/paper-proposal.ts'
import { readCompetition, requireCompetition } from '../../queries/competition.ts'
import { listRegistry, registryFilter } from '../../queries/registry.ts'
import { ChoiceField } from '../look/choices.tsx'
import { HiddenField, TextField } from '../look/fields.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Empty, Note, Panel, When } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { CompetitionPage } from './competition-frame.tsx'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'

/** Organisations that one search offers. */
const OFFERED = 20

async function show({ context, look, params, query }: Asked, attempt?: Attempt): Promise<Shown> {
  const id = params.competition ?? ''
  await requireCompetition(context, id, 'proposal.enter')
  const { competition, rulebook } = await readCompetition(context, id)
  const t = texts(look)
  const here = `/competitions/${id}/proposals/paper`
  const q = (attempt?.values.q ?? query.get('q') ?? '').trim().slice(0, 100)
  const [organisations, teams] = q === '' ? [[], []] : await Promise.all((['organisations', 'teams'] as const).map(async (register) => (await listRegistry(context, competition.district, register, registryFilter.parse({ q, size: OFFERED }))).items))
  const found = [...(organisations ?? []), ...(teams ?? [])].slice(0, OFFERED)
  return { page: (
    <CompetitionPage look={look} competition={competition} rulebook={rulebook} tab="proposals" title={t.title} mistakes={attempt?.mistakes}>
      {callIsOpen(competition, context.now) ? (
        <Panel title={t.title} id="paper">
          <p class="read soft">{t.lead}</p>
          <p>{t.closes} <When at={competition.dates.callClosesAt} /></p>
          <Form action={here} method="get" class="tools" label={t.search}>
            <TextField path="q" label={t.search} hint={t.searchHint} type="search" required value={q} />
            <Button weight="second" icon="search">{t.find}</Button>
          </Form>
          {q === '' ? null : found.length === 0 ? <Empty title={t.none} action={<a href="/registry">{t.registry}</a>}>{t.noneHint}</Empty> : (
            <Form action={here} command={newSecret()}>
              <HiddenField path="q" value={q} />
              <ChoiceField path="organisation" label={t.organisation} hint={found.length === OFFERED ? t.more : undefined} as="radio" required value={attempt?.values.organisation ?? (found.length === 1 ? found[0]?.id : '')} choices={found.map(({ id: value, cells, joinedAt }) => ({ value, label: cells.name ?? value, hint: [cells.creditCode ?? '', cells.street ?? '', joinedAt === null ? t.notJoined : ''].filter((part) => part !== '').join(' · ') }))} />
              <ChoiceField path="category" label={t.category} as="select" required value={attempt?.values.category ?? ''} choices={rulebook.categories.map(({ id: value, name }) => ({ value, label: say(name, look.language) }))} />
              <div class="acts"><Button>{t.begin}</Button><ButtonLink href={`/competitions/${id}/proposals`}>{t.back}</ButtonLink></div>
            </Form>
          )}
        </Panel>
      ) : <Note state="idle">{t.closed} <a href={`/competitions/${id}/proposals`}>{t.back}</a></Note>}
    </CompetitionPage>
  ) }
}

async function enter(asked: Asked, posted: Posted): Promise<Shown> {
  const id = asked.params.competition ?? ''
  await requireCompetition(asked.context, id, 'proposal.enter')
  return tryForm(posted, async () => {
    const { organisation, category } = posted.fields
    const { proposal } = await enterPaper(asked.context, id, readAs(paperInput, { organisation: organisation === '' ? undefined : organisation, category }))
    return { go: `/proposals/${proposal}` }
  }, (attempt) => show(asked, attempt))
}

export const proposalPaperPages: PageRoute[] = [
  { method: 'get', path: '/competitions/:competition/proposals/paper', action: 'proposal.enter', show: (asked) => show(asked) },
  { method: 'post', path: '/competitions/:competition/proposals/paper', action: 'proposal.enter', send: enter },
]

const texts = (look: Look) => words(look.language, {
  zh: {
    title: '录入纸质申报书', lead: '给交来纸质材料的单位代录：找到单位，照纸质申报书填写，上传签字盖章的扫描件，再提交。申报书归这家单位，标明由谁录入；提交后通知它。征集截止后不能录入。', closes: '征集截止', search: '单位名称或信用代码', searchHint: '登记册里的单位都可以，包括还没有入驻的。', find: '查找', none: '登记册里没有找到', noneHint: '换个词再找，或先在登记册里登记。', registry: '去登记册',
    organisation: '申报单位', more: '只列出前 20 家，词写长一点会更准。', notJoined: '未入驻', category: '申报类别', begin: '开始录入', back: '返回申报书', closed: '征集没有开放，不能录入。',
  },
  en: {
    title: 'Enter a paper application', lead: 'For an organisation that handed in paper: find it, fill in what its form says, upload the scan with signature and seal, and send it. The proposal is the organisation’s, marked with who entered it; it is told once it is sent. Only while the call is open.', closes: 'The call closes', search: 'Name or credit code', searchHint: 'Any that the registry knows, also those that have not joined.', find: 'Find', none: 'The registry has none like that', noneHint: 'Try another word, or enter it in the registry first.', registry: 'To the registry',
    organisation: 'Applicant', more: 'Only the first 20; a longer word finds it better.', notJoined: 'not joined', category: 'Category', begin: 'Start entering', back: 'Back to the proposals', closed: 'The call is not open, so nothing can be entered.',
  },
})
