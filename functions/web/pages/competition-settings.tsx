import type { Competition } from '../../../shared/competition/competition.ts'
import { windowsOf } from '../../../shared/competition/dates.ts'
import { newSecret } from '../../../shared/kernel/ids.ts'
import type { Mistake } from '../../../shared/kernel/refusal.ts'
import { say } from '../../../shared/kernel/text.ts'
import { disclosures } from '../../../shared/rulebook/round.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import { changeCompetition, changeInput } from '../../commands/competition.ts'
import { deleteCompetition, restoreCompetition } from '../../commands/competition-deletion.ts'
import { readCompetition, requireCompetition } from '../../queries/competition.ts'
import { CheckField, ChoiceField } from '../look/choices.tsx'
import { DateTimeField, HiddenField, IntegerField, MoneyField, TextArea, TextField } from '../look/fields.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import { type Look, Within } from '../look/look.ts'
import { Rows } from '../look/rows.tsx'
import { Facts, Note, Panel } from '../look/tell.tsx'
import { readAs } from '../mistakes.ts'
import { CompetitionPage } from './competition-frame.tsx'
import { FundingInWords } from './funding-rules.tsx'
import { settingsOf, settingsValues, shownPath } from './competition-settings-values.ts'
import { settingsTexts } from './competition-settings-texts.ts'
import { type Asked, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'
import { rowCount, type Values, withRowsChanged } from './typed-rows.ts'

async function show(asked: Asked, typed?: { values: Values | undefined; mistakes: readonly Mistake[] }): Promise<Shown> {
  const { context, look, params, query } = asked
  await requireCompetition(context, params.competition ?? '', 'competition.change')
  const { competition, rulebook } = await readCompetition(context, params.competition ?? '')
  const mistakes = (typed?.mistakes ?? []).map((mistake) => ({ ...mistake, path: shownPath(mistake.path) }))
  return { page: <SettingsPage look={look} competition={competition} rulebook={rulebook} values={typed?.values ?? settingsValues(competition, rulebook)} mistakes={mistakes} saved={query.has('saved') && typed === undefined} /> }
}

async function save(asked: Asked, posted: Posted): Promise<Shown> {
  await requireCompetition(asked.context, asked.params.competition ?? '', 'competition.change')
  const rows = withRowsChanged(posted.fields)
  if (rows !== undefined) return show(asked, { values: rows, mistakes: [] })
  const id = asked.params.competition ?? ''
  return tryForm(posted, async () => {
    await changeCompetition(asked.context, id, readAs(changeInput, settingsOf(posted.body)))
    return { go: posted.fields.then === 'preview' ? `/competitions/${id}/preview` : `/competitions/${id}/settings?saved` }
  }, (attempt) => show(asked, attempt))
}

interface Part {
  look: Look
  rulebook: Rulebook
  values: Values
}

function SettingsPage({ look, competition, rulebook, values, mistakes, saved }: Part & { competition: Competition; mistakes: readonly Mistake[]; saved: boolean }) {
  const t = settingsTexts(look)
  const draft = competition.state === 'draft'
  return (
    <CompetitionPage look={look} competition={competition} rulebook={rulebook} tab="settings" mistakes={mistakes} scripts={['rows.js']}>
      {saved ? <Note state="done"><p role="status">{t.saved}</p></Note> : draft ? null : <Note><p>{t.fixed}</p></Note>}
      <Form action={`/competitions/${competition.id}/settings`} command={newSecret()}>
        <Panel title={t.about} id="about">
          {draft ? (
            <>
              <TextField path="name.zh" label={t.nameZh} required value={values['name.zh'] ?? ''} limit={60} />
              <TextField path="name.en" label={t.nameEn} value={values['name.en'] ?? ''} />
              <TextField path="authority.zh" label={t.authority} hint={t.authorityHint} required value={values['authority.zh'] ?? ''} limit={60} />
              <TextField path="authority.en" label={t.authorityEn} value={values['authority.en'] ?? ''} />
            </>
          ) : null}
          <div class="fields">
            <TextField path="contact.phone" label={t.phone} hint={t.contactHint} type="tel" value={values['contact.phone'] ?? ''} />
            <TextField path="contact.email" label={t.email} type="email" value={values['contact.email'] ?? ''} />
          </div>
          <TextArea path="introduction" label={t.introduction} hint={t.introductionHint} rows={6} value={values.introduction ?? ''} limit={5000} />
        </Panel>
        {draft ? <DraftParts look={look} competition={competition} rulebook={rulebook} values={values} /> : null}
        <div class="acts">
          <Button name="then" value="stay">{t.save}</Button>
          {draft ? <Button name="then" value="preview" weight="second" icon="eye">{t.saveAndPreview}</Button> : <ButtonLink href={`/competitions/${competition.id}`}>{t.back}</ButtonLink>}
        </div>
      </Form>
      {draft && look.allows('competition.delete', { district: competition.district, competition: competition.id }) ? <Form action={`/competitions/${competition.id}/deletion`} command={newSecret()}><p><Button weight="late">{t.deleteDraft}</Button></p></Form> : null}
    </CompetitionPage>
  )
}

function DraftParts({ look, competition, rulebook, values }: Part & { competition: Competition }) {
  const t = settingsTexts(look)
  return (
    <>
      <Panel title={t.dates} id="dates">
        <p class="hint">{t.datesHint}</p>
        <div class="fields">{windowsOf(competition.dates, rulebook).map(({ path, name }) => <DateTimeField path={path} label={say(name, look.language)} required value={values[path] ?? ''} />)}</div>
      </Panel>
      <Panel title={t.categories} id="categories">
        <Rows path="categories" label={t.categories} caption={t.categoriesHint} count={rowCount(values, 'categories')} least={1} most={40} addLabel={t.addCategory} columns={[
          { header: t.nameZh, names: true, cell: ({ path, number }) => <><HiddenField path={`${path}.id`} value={values[`${path}.id`] ?? ''} /><TextField path={`${path}.name.zh`} label={`${t.row(number)} ${t.nameZh}`} bare required value={values[`${path}.name.zh`] ?? ''} /></> },
          { header: t.nameEn, cell: ({ path, number }) => <TextField path={`${path}.name.en`} label={`${t.row(number)} ${t.nameEn}`} bare value={values[`${path}.name.en`] ?? ''} /> },
        ]} />
        <IntegerField path="proposalsEach" label={t.proposalsEach} hint={t.proposalsEachHint} value={values.proposalsEach ?? ''} unit={t.copies} />
        <CheckField path="blind" label={t.blind} hint={t.blindHint} checked={values.blind === 'true'} />
      </Panel>
      {rulebook.rounds.map((round, i) => <RoundPart look={look} rulebook={rulebook} values={values} index={i} name={say(round.name, look.language)} />)}
      {rulebook.vote === null ? null : (
        <Panel title={t.vote} id="vote">
          <IntegerField path="vote.weight" label={t.voteWeight} hint={t.voteHint(rulebook.vote.mostWeight)} required value={values['vote.weight'] ?? ''} unit="%" />
        </Panel>
      )}
      {rulebook.funding === null ? null : (
        <Panel title={t.money} id="money">
          <MoneyField path="budget" label={t.budget} hint={t.budgetHint} required value={values.budget ?? ''} />
          <details class="more">
            <summary>{t.otherMoney}</summary>
            <p class="hint">{t.otherMoneyHint}</p>
            <FundingInWords rulebook={rulebook} />
          </details>
        </Panel>
      )}
      <DisclosurePart look={look} rulebook={rulebook} values={values} />
      <AwardsPart look={look} rulebook={rulebook} values={values} />
      <Panel title={t.notice} id="notice">
        <IntegerField path="notice.workingDays" label={t.workingDays} required value={values['notice.workingDays'] ?? ''} unit={t.days} />
        <CheckField path="notice.firstDayCounts" label={t.firstDayCounts} hint={t.firstDayHint} checked={values['notice.firstDayCounts'] === 'true'} />
        <IntegerField path="notice.rulingWorkingDays" label={t.rulingDays} hint={t.rulingDaysHint} required value={values['notice.rulingWorkingDays'] ?? ''} unit={t.days} />
        <CheckField path="notice.partial" label={t.partial} hint={t.partialHint} checked={values['notice.partial'] === 'true'} />
      </Panel>
    </>
  )
}

function RoundPart({ look, rulebook, values, index, name }: Part & { index: number; name: string }) {
  const t = settingsTexts(look)
  const at = `rounds.${index}`
  const value = (field: string) => values[`${at}.${field}`] ?? ''
  const last = index === rulebook.rounds.length - 1
  return (
    <Panel title={t.round(index + 1, name)} id={`round-${index}`}>
      <Within name={t.round(index + 1, name)}>
        <HiddenField path={`${at}.id`} value={rulebook.rounds[index]?.id ?? ''} />
        <div class="fields">
          <IntegerField path={`${at}.weight`} label={t.weight} required value={value('weight')} unit="%" />
          <IntegerField path={`${at}.panelSize`} label={t.panelSize} required value={value('panelSize')} unit={t.judges} />
          <IntegerField path={`${at}.floor`} label={t.floor} hint={t.floorHint} required value={value('floor')} unit={t.judges} />
        </div>
        <div class="fields">
          <ChoiceField path={`${at}.assignment`} label={t.assignment} as="select" none={null} required value={value('assignment')} choices={[{ value: 'panel', label: t.panel }, { value: 'spread', label: t.spread }]} />
          <ChoiceField path={`${at}.grouping.rule`} label={t.grouping} as="select" none={null} required value={value('grouping.rule')} choices={[{ value: 'one', label: t.groupOne }, { value: 'by-category', label: t.groupByCategory }, { value: 'even', label: t.groupEven }]} />
          <IntegerField path={`${at}.grouping.count`} label={t.groups} hint={t.groupsHint} value={value('grouping.count')} unit={t.groupUnit} />
        </div>
        {last ? <p class="hint">{t.lastRound}</p> : (
          <div class="fields">
            <ChoiceField path={`${at}.advance.rule`} label={t.advance} as="select" none={null} required value={value('advance.rule')} choices={[{ value: 'all', label: t.advanceAll }, { value: 'top', label: t.advanceTop }, { value: 'share', label: t.advanceShare }, { value: 'threshold', label: t.advanceThreshold }]} />
            <TextField path={`${at}.advance.amount`} label={t.amount} hint={t.amountHint} width="short" value={value('advance.amount')} />
            <ChoiceField path={`${at}.advance.within`} label={t.within} as="select" none={null} value={value('advance.within')} choices={[{ value: 'all', label: t.withinAll }, { value: 'category', label: t.withinCategory }, { value: 'group', label: t.withinGroup }]} />
            <ChoiceField path={`${at}.advanceTie`} label={t.tie} as="select" none={null} required value={value('advanceTie')} choices={[{ value: 'include', label: t.tieInclude }, { value: 'decide', label: t.tieDecide }]} />
          </div>
        )}
      </Within>
    </Panel>
  )
}

/** What of the cards is published, a round: each choice says whom it lets see what. */
function DisclosurePart({ look, rulebook, values }: Part) {
  const t = settingsTexts(look)
  return (
    <Panel title={t.disclosure} id="disclosure">
      <p class="hint">{t.disclosureHint}</p>
      <Facts facts={disclosures.map((one) => ({ term: t.disclosures[one], detail: t.discloses[one] }))} />
      <Within name={t.disclosure}>
        <div class="fields">{rulebook.rounds.map((round, i) => (
          <ChoiceField path={`rounds.${i}.disclosure`} label={say(round.name, look.language)} as="select" none={null} required value={values[`rounds.${i}.disclosure`] ?? ''} choices={disclosures.map((value) => ({ value, label: t.disclosures[value] }))} />
        ))}</div>
      </Within>
    </Panel>
  )
}

function AwardsPart({ look, rulebook, values }: Part) {
  const t = settingsTexts(look)
  return (
    <Panel title={t.awards} id="awards">
      <Rows path="awards" label={t.awards} caption={t.awardsHint} count={rowCount(values, 'awards')} least={1} most={20} addLabel={t.addAward} columns={[
        { header: t.award, names: true, cell: ({ path, number }) => (
          <>
            <HiddenField path={`${path}.id`} value={values[`${path}.id`] ?? ''} />
            <HiddenField path={`${path}.name.en`} value={values[`${path}.name.en`] ?? ''} />
            <TextField path={`${path}.name.zh`} label={`${t.row(number)} ${t.award}`} bare required value={values[`${path}.name.zh`] ?? ''} />
          </>
        ) },
        { header: t.rule, cell: ({ path, number }) => <ChoiceField path={`${path}.rule`} label={`${t.row(number)} ${t.rule}`} bare as="select" none={null} value={values[`${path}.rule`] ?? 'count'} choices={[{ value: 'count', label: t.ruleCount }, { value: 'share', label: t.ruleShare }, { value: 'threshold', label: t.ruleThreshold }]} /> },
        { header: t.amount, cell: ({ path, number }) => <TextField path={`${path}.amount`} label={`${t.row(number)} ${t.amount}`} bare required width="short" value={values[`${path}.amount`] ?? ''} /> },
        { header: t.within, cell: ({ path, number }) => <ChoiceField path={`${path}.within`} label={`${t.row(number)} ${t.within}`} bare as="select" none={null} value={values[`${path}.within`] ?? 'all'} choices={[{ value: 'all', label: t.withinAll }, { value: 'category', label: t.withinCategory }]} /> },
        { header: t.category, cell: ({ path, number }) => <ChoiceField path={`${path}.category`} label={`${t.row(number)} ${t.category}`} bare as="select" none={t.anyCategory} value={values[`${path}.category`] ?? ''} choices={rulebook.categories.map(({ id, name }) => ({ value: id, label: say(name, look.language) }))} /> },
      ]} />
      <ChoiceField path="awardTie" label={t.awardTie} as="select" none={null} required value={values.awardTie ?? ''} choices={[{ value: 'include', label: t.tieIncludeAward }, { value: 'decide', label: t.tieDecide }]} />
    </Panel>
  )
}

async function remove(asked: Asked, posted: Posted): Promise<Shown> {
  const id = asked.params.competition ?? ''
  return tryForm(posted, async () => {
    await deleteCompetition(asked.context, id)
    return { go: `/competitions?deleted=${id}` }
  }, ({ mistakes }) => show(asked, { values: undefined, mistakes }))
}

async function restore(asked: Asked): Promise<Shown> {
  const id = asked.params.competition ?? ''
  await restoreCompetition(asked.context, id)
  return { go: `/competitions/${id}/settings` }
}

export const competitionSettingsPages: PageRoute[] = [
  { method: 'get', path: '/competitions/:competition/settings', action: 'competition.change', show: (asked) => show(asked) },
  { method: 'post', path: '/competitions/:competition/settings', action: 'competition.change', send: save },
  { method: 'post', path: '/competitions/:competition/deletion', action: 'competition.delete', send: remove },
  { method: 'post', path: '/competitions/:competition/restoration', action: 'competition.delete', send: restore },
]
