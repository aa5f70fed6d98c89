import { newSecret } from '../../../../shared/kernel/ids.ts'
import type { Project } from '../../../../shared/project/project.ts'
import type { StageRule } from '../../../../shared/stage/definition.ts'
import { endingWords, partWords } from '../../../../shared/stage/words.ts'
import { ChoiceField, ChoicesField } from '../../look/choices.tsx'
import { TextArea } from '../../look/fields.tsx'
import { Button, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Panel } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'

/** For an administrator while a gate is open: approve, or name the parts that have to change. */
export function DecisionPanel({ look, project, rule, typed }: { look: Look; project: Project; rule: StageRule; typed: Record<string, string> }) {
  const t = texts(look)
  const at = `/projects/${project.id}/gate`
  const last = project.current.name === 'evaluation'
  const [first] = project.current.approvals
  return (
    <>
      <Panel title={t.approve} id="approve">
        {project.current.asked === null || project.current.asked.note === '' ? null : <p>{t.said(project.current.asked.by.name)}{project.current.asked.note}</p>}
        <Form action={`${at}/approval`} command={newSecret()}>
          {last ? <ChoiceField path="ending" label={t.ending} required as="radio" hint={first === undefined ? undefined : t.agreed(first.by.name)} value={typed.ending ?? first?.ending ?? 'close'} choices={[{ value: 'close', label: endingWords.close[look.language] }, { value: 'continue', label: endingWords.continue[look.language], hint: t.goOnHint }]} /> : null}
          <TextArea path="note" label={t.note} rows={2} limit={1000} value={typed.note ?? ''} />
          <p class="acts"><Button>{t.send(project.current.approvals.length + 1, rule.approvals)}</Button></p>
        </Form>
      </Panel>
      <Panel title={t.changes} id="changes">
        <p class="soft">{t.changesLead}</p>
        <Form action={`${at}/changes`} command={newSecret()}>
          <ChoicesField path="parts" label={t.parts} required values={(typed.parts ?? '').split(',')} choices={rule.parts.map((part) => ({ value: part, label: partWords[part][look.language] }))} />
          <TextArea path="reasons" label={t.reasons} required rows={3} limit={1000} value={typed.reasons ?? ''} />
          <p class="acts"><Button weight="late">{t.sendBack}</Button></p>
        </Form>
      </Panel>
    </>
  )
}

const texts = (look: Look) => words(look.language, {
  zh: {
    approve: '同意通过', said: (name: string) => `${name}说明：`, ending: '评估通过后', agreed: (name: string) => `要和${name}选的一致；意见不同请先商量，或退回修改。`, goOnHint: '保留全部历史，按同一套规则继续。', note: '意见', send: (nth: number, all: number) => (all === 1 ? '同意通过' : `同意通过（第 ${nth} / ${all} 位）`),
    changes: '退回修改', changesLead: '之前的同意作废，只重新打开勾选的部分；对方会收到通知。', parts: '要改的部分', reasons: '要改什么', sendBack: '退回修改',
  },
  en: {
    approve: 'Approve', said: (name) => `${name} says: `, ending: 'After the evaluation', agreed: (name) => `Has to be what ${name} chose; if you differ, agree first or ask for changes.`, goOnHint: 'Keeps the whole history, by the same rules.', note: 'Note', send: (nth, all) => (all === 1 ? 'Approve' : `Approve (${nth} of ${all})`),
    changes: 'Ask for changes', changesLead: 'Earlier approvals are void, and just the parts ticked are open again; the organisation is told.', parts: 'Parts to change', reasons: 'What has to change', sendBack: 'Ask for changes',
  },
})
