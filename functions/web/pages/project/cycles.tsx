import type { Look } from '../../look/look.ts'
import { Note, Tabs } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'

const texts = (look: Look) => words(look.language, {
  zh: { label: '周期', cycle: (n: number) => `第 ${n} 周期`, present: (n: number) => `第 ${n} 周期（现在）`, earlier: (n: number) => `这是第 ${n} 周期的记录，只能查看。` },
  en: { label: 'Cycles', cycle: (n) => `Cycle ${n}`, present: (n) => `Cycle ${n} (now)`, earlier: (n) => `This is what cycle ${n} left; it can only be read.` },
})

/** The ways between a project's cycles, where it has had more than one; an earlier one says that it can only be read. `at`: the page's address. */
export function Cycles({ look, cycles, cycle, at }: { look: Look; cycles: readonly number[]; cycle: number; at: string }) {
  if (cycles.length < 2) return null
  const t = texts(look)
  const present = Math.max(...cycles)
  return (
    <>
      <Tabs label={t.label} ways={cycles.toReversed().map((one) => ({ href: one === present ? at : `${at}?cycle=${one}`, label: one === present ? t.present(one) : t.cycle(one), current: one === cycle }))} />
      {cycle === present ? null : <Note state="idle">{t.earlier(cycle)}</Note>}
    </>
  )
}
