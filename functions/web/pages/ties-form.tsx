import type { Language } from '../../../shared/kernel/text.ts'
import { ChoiceField } from '../look/choices.tsx'
import { TextField } from '../look/fields.tsx'
import { Rows, type RowSlot } from '../look/rows.tsx'
import { words } from '../look/words.ts'
import { rowCount, type Values, withRowsChanged } from './typed-rows.ts'

/** An organisation that can be named. */
export interface Pick {
  id: string
  name: string
}

/** Where a judge works, and the organisations that they have ties to, each with its reason. */
export function TiesFields({ language, picks, values }: { language: Language; picks: readonly Pick[]; values: Values }) {
  const t = words(language, {
    zh: { title: '利益关系', lead: '与您有任职、亲属、合作、督导等关系的单位请填在这里，它们的申报书不会分给您。您自己所在的单位会自动加上。没有就空着。', work: '您的工作单位和手机', workLead: '用来查出您和申报单位的关系，只有管理员看得到。', employer: '工作单位', phone: '手机', organisation: '单位', reason: '关系', none: '请选择单位', row: (n: string) => `第 ${n} 行`, add: '再加一个单位' },
    en: { title: 'Ties', lead: 'Name the organisations that you work for, are related to, co-operate with or supervise; you will not be given their proposals. Your own are added by themselves. Leave it empty if there are none.', work: 'Where you work, and your mobile', workLead: 'Used to find your ties to applicants; only administrators see it.', employer: 'Employer', phone: 'Mobile', organisation: 'Organisation', reason: 'Relation', none: 'Choose an organisation', row: (n) => `row ${n}`, add: 'Add an organisation' },
  })
  const value = (slot: RowSlot, field: string) => (slot.index === null ? '' : (values[`ties.${slot.index}.${field}`] ?? ''))
  return (
    <>
      <fieldset class="stackv">
        <legend>{t.work}</legend>
        <p class="soft small">{t.workLead}</p>
        <TextField path="employer" label={t.employer} value={values.employer ?? ''} />
        <TextField path="phone" label={t.phone} value={values.phone ?? ''} />
      </fieldset>
      <fieldset class="stackv">
        <legend>{t.title}</legend>
        <Rows path="ties" caption={t.lead} count={Math.max(1, rowCount(values, 'ties'))} most={200} addLabel={t.add} columns={[
          { header: t.organisation, names: true, cell: (slot) => <ChoiceField path={`${slot.path}.organisation`} label={`${t.organisation} ${t.row(slot.number)}`} bare as="select" none={t.none} value={value(slot, 'organisation')} choices={picks.map(({ id, name }) => ({ value: id, label: name }))} /> },
          { header: t.reason, cell: (slot) => <TextField path={`${slot.path}.reason`} label={`${t.reason} ${t.row(slot.number)}`} bare value={value(slot, 'reason')} /> },
        ]} />
      </fieldset>
    </>
  )
}

/** Rows in which nothing was typed are none. */
function filledRows(values: Values): { organisation: string; reason: string }[] {
  return Array.from({ length: rowCount(values, 'ties') }, (_, at) => ({ organisation: values[`ties.${at}.organisation`] ?? '', reason: values[`ties.${at}.reason`] ?? '' })).filter(({ organisation, reason }) => organisation !== '' || reason.trim() !== '')
}

const typedWork = ({ employer = '', phone = '' }: Values) => ({ employer, phone })

/** What the form sent, as the command wants it. */
export const sentTies = (values: Values) => ({ ties: filledRows(values), ...typedWork(values) })

/** The same by field name, in the places that mistakes speak of. */
export const typedTies = (values: Values): Values => ({ ...typedWork(values), ...tieValues(filledRows(values)) })

/** Rows of ties by field name. */
export const tieValues = (ties: readonly { organisation: string; reason: string }[]): Values => Object.fromEntries(ties.flatMap((row, at) => [[`ties.${at}.organisation`, row.organisation], [`ties.${at}.reason`, row.reason]]))

export { withRowsChanged as changedTies }
