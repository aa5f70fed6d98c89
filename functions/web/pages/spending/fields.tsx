import { say } from '../../../../shared/kernel/text.ts'
import { shanghaiDate } from '../../../../shared/kernel/calendar.ts'
import type { SpendingInput } from '../../../../shared/spending/record.ts'
import { forbiddenPurposes, purposesIn } from '../../../../shared/spending/purposes.ts'
import type { Spending } from '../../../../shared/spending/spending.ts'
import { sourceName } from '../../../../shared/spending/budget.ts'
import type { ReadSpending } from '../../../queries/spending.ts'
import { CheckField, ChoiceField } from '../../look/choices.tsx'
import { DateField, MoneyField, TextArea, TextField } from '../../look/fields.tsx'
import type { Look } from '../../look/look.ts'
import { words } from '../../look/words.ts'
import { typedAmount } from '../../typed-amount.ts'
import type { Posted } from '../page.ts'


const texts = (look: Look) => words(look.language, {
  zh: {
    day: '日期', dayHint: '凭证上的日期', head: '费用类别', source: '资金来源', amount: '金额', what: '用途', paidTo: '收款方', activity: '用于哪个活动', noActivity: '不属于某个活动', volunteer: '志愿者补贴或交通费', volunteerHint: '补贴和市内交通费按人、按天记：同一人同一天领了补贴，就不再报交通费。', kind: '这一笔是', none: '都不是', subsidy: '志愿者补贴', transport: '市内交通费', who: '志愿者', whoHint: '本机构名单里的姓名或志愿者编号；同名的填编号', whichDay: '哪一天',
    override: '不得开支的用途', overrideHint: '这一笔提到了下面的用途。确实可以开支的，请勾选并写明理由；您的姓名会一起记下。', reason: '理由',
  },
  en: {
    day: 'Day', dayHint: 'As the receipt says', head: 'Head', source: 'Source', amount: 'Amount', what: 'What for', paidTo: 'Paid to', activity: 'For which activity', noActivity: 'For none in particular', volunteer: 'Volunteer subsidy or transport', volunteerHint: 'Subsidies and local transport go by person and day: who gets a subsidy for a day gets no transport refund for it.', kind: 'This is', none: 'Neither', subsidy: 'A volunteer subsidy', transport: 'Local transport', who: 'Volunteer', whoHint: 'Name or number on your list of volunteers; the number where two have the same name', whichDay: 'Which day',
    override: 'What the money is not for', overrideHint: 'This entry names a purpose that public money is not for. If it is in order all the same, tick it and say why; your name is kept with it.', reason: 'Reason',
  },
})

/** What the controls show: what was typed, or the entry's own. */
export function valuesOf(spending: Spending, volunteers: ReadSpending['volunteers']): Record<string, string> {
  const { volunteerDay, override } = spending
  return {
    day: spending.day, head: spending.head, source: spending.source, what: spending.what, paidTo: spending.paidTo, activity: spending.activity ?? '',
    'volunteerDay.kind': volunteerDay?.kind ?? '', 'volunteerDay.volunteer': volunteerDay === null ? '' : (volunteers.get(volunteerDay.volunteer)?.number ?? volunteerDay.volunteer), 'volunteerDay.day': volunteerDay?.day ?? '',
    'override.reason': override?.reason ?? '', ...Object.fromEntries((override?.purposes ?? []).map((id) => [`override.purposes.${id}`, 'true'])),
  }
}

export function SpendingFields({ look, read, values, amount }: { look: Look; read: ReadSpending; values: Readonly<Record<string, string>>; amount: number | string }) {
  const t = texts(look)
  const { field, activities } = read
  const named = purposesIn(`${values.what ?? ''} ${values.paidTo ?? ''}`)
  const choice = (source: string) => ({ value: source, label: say(sourceName(field, source), look.language) })
  return (
    <>
      <DateField path="day" label={t.day} hint={t.dayHint} required value={values.day ?? shanghaiDate(look.now)} />
      <TextField path="what" label={t.what} required limit={100} value={values.what ?? ''} />
      {named.length === 0 ? null : (
        <fieldset class="field">
          <legend>{t.override}</legend>
          <p class="hint">{t.overrideHint}</p>
          {named.map(({ id, label }) => <CheckField path={`override.purposes.${id}`} label={say(label, look.language)} required checked={values[`override.purposes.${id}`] === 'true'} />)}
          <TextArea path="override.reason" label={t.reason} required rows={2} limit={300} value={values['override.reason'] ?? ''} />
        </fieldset>
      )}
      <MoneyField path="amount" label={t.amount} required value={amount} />
      <ChoiceField path="head" label={t.head} as="select" required value={values.head ?? ''} choices={field.heads.map(({ id, label }) => ({ value: id, label: say(label, look.language) }))} />
      <ChoiceField path="source" label={t.source} required value={values.source ?? field.sources[0] ?? ''} choices={field.sources.map(choice)} />
      <TextField path="paidTo" label={t.paidTo} required limit={60} value={values.paidTo ?? ''} />
      {activities.length === 0 ? null : <ChoiceField path="activity" label={t.activity} as="select" none={t.noActivity} value={values.activity ?? ''} choices={activities.map(({ id, title, startsAt }) => ({ value: id, label: `${shanghaiDate(startsAt)} ${title}` }))} />}
      <details open={(values['volunteerDay.kind'] ?? '') !== ''}>
        <summary>{t.volunteer}</summary>
        <div class="stackv">
          <p class="hint">{t.volunteerHint}</p>
          <ChoiceField path="volunteerDay.kind" label={t.kind} as="select" none={t.none} required value={values['volunteerDay.kind'] ?? ''} choices={[{ value: 'subsidy', label: t.subsidy }, { value: 'transport', label: t.transport }]} />
          <TextField path="volunteerDay.volunteer" label={t.who} hint={t.whoHint} width="short" value={values['volunteerDay.volunteer'] ?? ''} />
          <DateField path="volunteerDay.day" label={t.whichDay} value={values['volunteerDay.day'] ?? ''} />
        </div>
      </details>
    </>
  )
}

/** The body of the command as the fields were filled in. Throws INVALID for an amount that can't be read. */
export function typedSpending({ fields }: Posted): Record<keyof SpendingInput, unknown> {
  const amount = typedAmount(fields.amount ?? '')
  const kind = fields['volunteerDay.kind'] ?? ''
  const purposes = forbiddenPurposes.map(({ id }) => id).filter((id) => fields[`override.purposes.${id}`] === 'true')
  return {
    day: fields.day, head: fields.head, source: fields.source, amount, what: fields.what, paidTo: fields.paidTo, activity: fields.activity === undefined || fields.activity === '' ? null : fields.activity,
    volunteerDay: kind === '' ? null : { kind, volunteer: fields['volunteerDay.volunteer'], day: fields['volunteerDay.day'] },
    override: purposes.length === 0 ? null : { purposes, reason: fields['override.reason'] },
  }
}
