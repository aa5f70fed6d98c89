import { fileId, newSecret, proposalId } from '../../../shared/kernel/ids.ts'
import { isRefusal, type Mistake, Refusal } from '../../../shared/kernel/refusal.ts'
import { mostFen } from '../../../shared/kernel/money.ts'
import { askPortfolio, prepareDecision, reopenDecision, reopenDecisionInput, takeDecision, takeDecisionInput } from '../../commands/decision.ts'
import { checkOpinion, opinionForm, removeOpinion } from '../../commands/decision-opinion.ts'
import { requireCompetition } from '../../queries/competition.ts'
import { type DecisionView, readDecision } from '../../queries/decision.ts'
import { TextArea, Wrong } from '../look/fields.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import { fieldId, type Look, useLook, useMistake } from '../look/look.ts'
import { Empty, Section } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { CONTENT, readTyped } from '../typed-content.ts'
import { CompetitionPage } from './competition-frame.tsx'
import { AskAgain, NextStep, Opinions } from './decision-panels.tsx'
import { amountsOf, Candidates, Compared, planOf, Rules } from './decision-parts.tsx'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm, tryNamedForm } from './page.ts'

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    title: '资助决定', waiting: '正在计算资助组合', waitingLead: '通常几秒钟，项目多时要一两分钟。', again: '刷新看看',
    plan: '资助方案', planLead: '金额留空就是不资助。可以从一种排法开始，再逐个改。', from: { best: '用组合', rank: '用名次顺序', prepared: '用拟定的方案' }, amounts: '各项目的金额', reason: '理由', reasonHint: '写明为什么与名次顺序不同，与两种排法一起保存；相同时可以不写。', send: '提交方案', list: '打印资助方案', given: '决定的资助',
  },
  en: {
    title: 'Decision on grants', waiting: 'The portfolio is being worked out', waitingLead: 'It takes some seconds, with many projects a minute or two.', again: 'Look again',
    plan: 'The plan', planLead: 'Left empty, a project is not funded. Start from one of the ways, then change what you like.', from: { best: 'Use the portfolio', rank: 'Use the rank order', prepared: 'Use the prepared plan' }, amounts: 'Amounts', reason: 'Reason', reasonHint: 'Why it is not the rank order; kept with both ways. Not needed where it is.', send: 'Hand in the plan', list: 'Print the plan', given: 'Grants as decided',
  },
})

interface Shape {
  plan?: Attempt
  /** Mistakes of one of the other forms, under its name. */
  other?: Attempt
}

async function show({ context, look, params, query }: Asked, { plan, other }: Shape = {}): Promise<Shown> {
  const view = await readDecision(context, params.competition ?? '')
  const { competition, rulebook, decision, portfolio, basis } = view
  const t = texts(look)
  const frame = { look, competition, rulebook, tab: 'decision' as const, title: t.title, mistakes: plan?.mistakes ?? other?.mistakes ?? [] }
  if (decision === null || portfolio === null) return { page: <CompetitionPage {...frame}><Empty title={t.waiting} action={<a href={`/competitions/${competition.id}/decision`}>{t.again}</a>}>{t.waitingLead}</Empty></CompetitionPage> }
  const open = competition.state === 'decision'
  const { prepared } = decision
  const from = query.get('from')
  const start = from === 'rank' || from === 'best' || prepared === null ? planOf(portfolio, from === 'rank' ? 'rank' : 'best') : prepared.choices
  const values = plan?.values ?? { ...amountsOf(start), reason: prepared?.reason ?? '' }
  const upload = view.competition.state === 'completed' ? null : await opinionForm(context, competition.id)
  return { page: (
    <CompetitionPage {...frame} actions={<ButtonLink href={`/competitions/${competition.id}/decision/list`} icon="print">{t.list}</ButtonLink>}>
      <NextStep view={view} attempt={other} />
      <Compared portfolio={open ? portfolio : (basis ?? portfolio)} prepared={prepared?.choices ?? null} actions={open ? (
        <p class="acts">{portfolio.proposed.best === null ? null : <ButtonLink href="?from=best#plan" weight="quiet">{t.from.best}</ButtonLink>}<ButtonLink href="?from=rank#plan" weight="quiet">{t.from.rank}</ButtonLink>{prepared === null ? null : <ButtonLink href="?from=prepared#plan" weight="quiet">{t.from.prepared}</ButtonLink>}</p>
      ) : null} />
      <Section title={open ? t.plan : t.given} id="plan">
        {open ? <PlanForm view={view} values={values} /> : <Candidates rulebook={rulebook} portfolio={basis ?? portfolio} choices={prepared?.choices ?? []} values={null} />}
      </Section>
      <Rules portfolio={open ? portfolio : (basis ?? portfolio)} />
      {open ? <AskAgain decision={decision} lines={portfolio.lines} values={other?.values ?? {}} /> : null}
      <Opinions view={view} upload={upload} refused={await refusedFile(context.language, query)} />
    </CompetitionPage>
  ) }
}

/** The sentence about an upload that was not taken; the page's address tells of it. */
const refusedFile = async (language: Look['language'], query: URLSearchParams): Promise<string | null> => {
  const why = query.get('refused')
  const t = words(language, { zh: { refused: '文件没有收下：类型不对，或内容有问题。', waiting: '文件没有传到，请重新选择。' }, en: { refused: 'The file was not taken: it is of another type, or damaged.', waiting: 'The file has not arrived; choose it again.' } })
  return why === null ? null : why === 'waiting' ? t.waiting : t.refused
}

function PlanForm({ view: { competition, rulebook, portfolio, decision }, values }: { view: DecisionView; values: Readonly<Record<string, string>> }) {
  const { language } = useLook()
  const t = texts({ language })
  const mistake = useMistake('choices', t.amounts)
  if (portfolio === null) return null
  return (
    <Form action={`/competitions/${competition.id}/decision`} command={newSecret()} labelledBy="plan">
      <p class="soft">{t.planLead}</p>
      <div id={fieldId('choices')} tabindex={-1} class={mistake === undefined ? undefined : 'field bad'}>{mistake === undefined ? null : <Wrong id="f-choices-e" mistake={mistake} />}</div>
      <Candidates rulebook={rulebook} portfolio={portfolio} choices={[]} values={values} />
      <TextArea path="reason" label={t.reason} hint={t.reasonHint} value={values.reason ?? ''} limit={3000} rows={3} required />
      <p class="acts"><Button weight={decision === null || decision.prepared === null ? 'primary' : 'second'}>{t.send}</Button></p>
    </Form>
  )
}

/** Amounts by the project's id; blank is none. What can't be read is a mistake beside its field. */
function typedChoices(fields: Readonly<Record<string, string>>): { choices: { proposal: string; amount: number }[]; mistakes: Mistake[] } {
  const typed = Object.entries(fields).flatMap(([name, text]) => {
    const proposal = name.startsWith('choices.') ? proposalId.safeParse(name.slice('choices.'.length)).data : undefined
    return proposal === undefined ? [] : [{ proposal, text }]
  })
  const { content, mistakes } = readTyped(
    typed.map(({ proposal }) => ({ id: proposal, kind: 'money' as const, label: { zh: '金额', en: 'The amount' }, required: false, min: 0, max: mostFen })),
    Object.fromEntries(typed.map(({ proposal, text }) => [`${CONTENT}${proposal}`, text])),
  )
  return {
    choices: typed.flatMap(({ proposal }) => { const amount = content[proposal]; return typeof amount === 'number' && amount > 0 ? [{ proposal, amount }] : [] }),
    mistakes: mistakes.map((mistake) => ({ ...mistake, path: mistake.path.replace(CONTENT, 'choices.') })),
  }
}

const here = (asked: Asked) => `/competitions/${asked.params.competition ?? ''}/decision`

const prepare = (asked: Asked, posted: Posted): Promise<Shown> => tryForm(posted, async () => {
  const { choices, mistakes } = typedChoices(posted.fields)
  if (mistakes.length > 0) {
    await readDecision(asked.context, asked.params.competition ?? '')
    throw new Refusal('INVALID', { mistakes })
  }
  await prepareDecision(asked.context, asked.params.competition ?? '', { choices: choices.map(({ proposal, amount }) => ({ proposal: proposalId.parse(proposal), amount })), reason: (posted.fields.reason ?? '').trim().slice(0, 3000) })
  return { go: here(asked) }
}, (plan) => show(asked, { plan }))

/** Pins that stay are ticked; one more can be chosen. */
const ask = (asked: Asked, posted: Posted): Promise<Shown> => tryNamedForm(posted, 'ask', async (fields) => {
  const { content, mistakes } = readTyped([{ id: 'budget', kind: 'money', label: { zh: '资助总额', en: 'The money in all' }, required: true, min: 1, max: mostFen }], { [`${CONTENT}budget`]: fields.budget ?? '' })
  const budget = content.budget
  if (mistakes.length > 0 || typeof budget !== 'number' || budget < 1) {
    await readDecision(asked.context, asked.params.competition ?? '')
    throw new Refusal('INVALID', { mistakes: mistakes.length > 0 ? mistakes.map((mistake) => ({ ...mistake, path: 'budget' })) : [{ path: 'budget', code: 'REQUIRED', zh: '请填资助总额', en: 'Give the money in all' }] })
  }
  const kept = Object.keys(fields).flatMap((name) => { const [, way, id] = /^keep\.(in|out)\.(.+)$/.exec(name) ?? []; const proposal = proposalId.safeParse(id).data; return proposal === undefined ? [] : [{ proposal, take: way === 'in' }] })
  const more = proposalId.safeParse(fields.proposal).data
  await askPortfolio(asked.context, asked.params.competition ?? '', { budget, pins: [...kept, ...(more === undefined ? [] : [{ proposal: more, take: fields.take !== 'out' }])] })
  return { go: here(asked) }
}, (other) => show(asked, { other }))

const take = (asked: Asked, posted: Posted): Promise<Shown> => tryNamedForm(posted, 'take', async ({ number }) => {
  await requireCompetition(asked.context, asked.params.competition ?? '', 'decision.take')
  await takeDecision(asked.context, asked.params.competition ?? '', readAs(takeDecisionInput, { number: Number(number) }))
  return { go: `/competitions/${asked.params.competition ?? ''}/result` }
}, (other) => show(asked, { other }))

const reopen = (asked: Asked, posted: Posted): Promise<Shown> => tryNamedForm(posted, 'reopen', async ({ reason }) => {
  await requireCompetition(asked.context, asked.params.competition ?? '', 'decision.take')
  await reopenDecision(asked.context, asked.params.competition ?? '', readAs(reopenDecisionInput, { reason: reason ?? '' }))
  return { go: here(asked) }
}, (other) => show(asked, { other }))

/** Where the storage sends the browser after an upload. */
async function arrived(asked: Asked): Promise<Shown> {
  const file = fileId.safeParse(asked.params.file)
  if (!file.success) {
    await readDecision(asked.context, asked.params.competition ?? '')
    return { go: here(asked) }
  }
  try {
    const checked = await checkOpinion(asked.context, asked.params.competition ?? '', file.data)
    return { go: `${here(asked)}${checked.state === 'refused' ? '?refused=type' : ''}#opinions` }
  } catch (error) {
    if (!isRefusal(error, 'FILE_NOT_READY')) throw error
    return { go: `${here(asked)}?refused=waiting#opinions` }
  }
}

const remove = (asked: Asked, posted: Posted): Promise<Shown> => tryForm(posted, async () => {
  const file = fileId.safeParse(posted.fields.file)
  if (!file.success) throw new Refusal('INVALID', { mistakes: [{ path: '', code: 'NOT_A_CHOICE', zh: '没有这个文件', en: 'There is no such file' }] })
  await removeOpinion(asked.context, asked.params.competition ?? '', file.data)
  return { go: `${here(asked)}#opinions` }
}, (other) => show(asked, { other }))

const at = '/competitions/:competition/decision'
export const decisionPages: PageRoute[] = [
  { method: 'get', path: at, action: 'decision.prepare', show: (asked) => show(asked) },
  { method: 'post', path: at, action: 'decision.prepare', send: prepare },
  { method: 'post', path: `${at}/portfolio`, action: 'decision.prepare', send: ask },
  { method: 'post', path: `${at}/taking`, action: 'decision.take', send: take },
  { method: 'post', path: `${at}/reopening`, action: 'decision.take', send: reopen },
  { method: 'get', path: `${at}/opinions/:file`, action: 'decision.prepare', show: arrived },
  { method: 'post', path: `${at}/opinions`, action: 'decision.prepare', send: remove },
]
