import type { Mistake } from '../kernel/refusal.ts'
import type { ContentPart, Definition, Evidence, StageRule } from '../stage/definition.ts'
import { partWords } from '../stage/words.ts'
import type { Project } from './project.ts'

/** What is recorded of a project that gates ask for; each figure is read from the records themselves. */
export interface GateFacts {
  /** Mistakes left in each part of the text. */
  parts: Readonly<Record<ContentPart, readonly Mistake[]>>
  sessions: number
  openOffers: number
  activities: { reported: number; /** Begun, and neither reported nor called off. */ unreported: number }
  /** In fen; `overHeads` are the budget's heads that took more than they were given. */
  spending: { spent: number; budget: number; overHeads: readonly string[] }
  /** Files of the present cycle, by kind. */
  files: Readonly<Record<string, number>>
  selfEvaluation: boolean
  card: boolean
  answers: number
}

/** One line of a gate's list: there, or missing and why. */
export interface Line {
  evidence: Evidence
  met: boolean
  /** What is there of what is asked, for lines that count. */
  has: number | null
  least: number | null
  /** What is missing, in sentences with their fields. */
  mistakes: readonly Mistake[]
}

/** Every piece of evidence that the stage's gate asks for, each met or not. Everybody sees the same list before anybody asks. */
export const gateLines = (project: Project, rule: StageRule, facts: GateFacts): Line[] => rule.evidence.map((evidence) => lineOf(project, evidence, facts))

function lineOf(project: Project, evidence: Evidence, facts: GateFacts): Line {
  const whether = (met: boolean): Line => ({ evidence, met, has: null, least: null, mistakes: [] })
  const counted = (has: number, least: number): Line => ({ evidence, met: has >= least, has, least, mistakes: [] })
  switch (evidence.rule) {
    case 'part-complete':
      return { ...whether(facts.parts[evidence.part].length === 0), mistakes: facts.parts[evidence.part] }
    case 'mentor-assigned':
      return whether(project.mentor !== null)
    case 'mentor-sessions':
      return counted(facts.sessions, evidence.least)
    case 'showcase-published':
      return whether(project.shownAt !== null)
    case 'offers-answered':
      return whether(facts.openOffers === 0)
    case 'activities-reported':
      return counted(facts.activities.reported, evidence.least)
    case 'no-activity-unreported':
      return whether(facts.activities.unreported === 0)
    case 'reports-accepted': {
      const { reports } = project.current
      const accepted = reports.filter(({ state }) => state === 'accepted').length
      return counted(accepted, reports.length)
    }
    case 'no-change-open':
      return whether(project.openChange === null)
    case 'spending-within-budget':
      return whether(facts.spending.spent <= facts.spending.budget && facts.spending.overHeads.length === 0)
    case 'files':
      return counted(facts.files[evidence.kind] ?? 0, evidence.least)
    case 'self-evaluation':
      return whether(facts.selfEvaluation)
    case 'evaluator-card':
      return whether(facts.card)
    case 'satisfaction':
      return counted(facts.answers, evidence.least)
  }
}

/** What keeps the gate from being asked for, a sentence each; empty: nothing. */
export function missingEvidence(lines: readonly Line[]): Mistake[] {
  return lines.filter(({ met }) => !met).map(({ evidence, has, least }) => {
    const count = has === null || least === null ? '' : `（${has} / ${least}）`
    const part = evidence.rule === 'part-complete' ? evidence.part : null
    return {
      path: `evidence.${evidence.id}`, code: 'EVIDENCE_MISSING',
      zh: part === null ? `还缺：${evidence.label.zh}${count}` : `还没写完：${partWords[part].zh}`,
      en: part === null ? `Missing: ${evidence.label.en ?? evidence.label.zh}${has === null || least === null ? '' : ` (${has} of ${least})`}` : `Not finished: ${partWords[part].en}`,
    }
  })
}

/** The grade that a total (of 100) earns. Throws TypeError where the definition's grades leave a gap. */
export function gradeOf(definition: Definition, total: number): Definition['rubric']['grades'][number] {
  const found = definition.rubric.grades.find(({ from }) => total >= from)
  if (found === undefined) throw new TypeError(`no grade for ${total}`)
  return found
}
