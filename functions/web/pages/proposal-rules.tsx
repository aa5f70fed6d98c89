import { say } from '../../../shared/kernel/text.ts'
import type { CallRule } from '../../../shared/proposal/call-rules.ts'
import { useLook } from '../look/look.ts'
import { Table } from '../look/table.tsx'
import { Tag } from '../look/tell.tsx'
import { words } from '../look/words.ts'

/** How each rule of the call stands with what is saved, and where it is written. */
export function CallRulesTable({ rules }: { rules: readonly CallRule[] }) {
  const { language } = useLook()
  const t = callRulesTexts(language)
  return (
    <Table caption={t.title} rows={rules} columns={[
      { header: t.rule, names: true, cell: ({ rule, source }) => <>{say(rule, language)}<br /><span class="soft small">{t.source}{say(source, language)}</span></> },
      { header: t.found, cell: ({ found }) => (found === null ? <span class="soft">{t.nothing}</span> : say(found, language)) },
      { header: t.state, cell: ({ holds }) => (holds === null ? <Tag state="idle">{t.open}</Tag> : holds ? <Tag state="done">{t.holds}</Tag> : <Tag state="late">{t.broken}</Tag>) },
    ]} />
  )
}

export const callRulesTexts = (language: 'zh' | 'en') => words(language, {
  zh: { title: '对照征集规则', lead: '按已保存的内容核对；能改的，改好才能提交。', rule: '规则', source: '依据：', found: '现在', nothing: '还没有填', state: '结果', open: '未核对', holds: '符合', broken: '不符合' },
  en: { title: 'Against the rules of the call', lead: 'Checked by what is saved; what you can put right has to hold before it can be sent.', rule: 'Rule', source: 'Rule: ', found: 'Now', nothing: 'nothing yet', state: 'Result', open: 'not checked yet', holds: 'holds', broken: 'does not hold' },
})
