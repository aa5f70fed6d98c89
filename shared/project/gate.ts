import type { Mistake } from '../kernel/refusal.ts'
import type { ContentPart, Definition, Evidence, StageRule } from '../stage/definition.ts'
import { surveyMistakes } from '../evaluation/survey.ts'
import { partWords } from '../stage/words.ts'
import type { Project } from './project.ts'

/** What is recorded of a project that gates ask for; each figure is read from the records themselves. */
export interface GateFacts {
  /** Mistakes left in each part of the text. */
  parts: Readonly<Record<ContentPart, readonly Mistake[]>>
  sessions: number
  openOffers: number
  activities: { reported: number; /** Begun, and neither reported nor called off. */ unreported: number }
  /** What is over the budget, and entries that count without a receipt: each named. */
  spending: { over: readonly Mistake[]; bare: readonly Mistake[] }
  /** Files of the present cycle, by kind. */
  files: Readonly<Record<string, number>>
  selfEvaluation: boolean
  card: boolean
  /** The satisfaction survey of the present stage; null before it was opened. */
  survey: { over: boolean; answers: number } | null
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
  const told = (mistakes: readonly Mistake[]): Line => ({ ...whether(mistakes.length === 0), mistakes })
  const counted = (has: number, least: number): Line => ({ evidence, met: has >= least, has, least, mistakes: [] })
  switch (evidence.rule) {
    case 'part-complete':
      return told(facts.parts[evidence.part])
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
      return told(facts.spending.over)
    case 'receipts-complete':
      return told(facts.spending.bare)
    case 'files':
      return counted(facts.files[evidence.kind] ?? 0, evidence.least)
    case 'self-evaluation':
      return whether(facts.selfEvaluation)
    case 'evaluator-card':
      return whether(facts.card)
    case 'satisfaction': {
      const mistakes = surveyMistakes(facts.survey, evidence.least)
      return { ...counted(facts.survey?.answers ?? 0, evidence.least), met: mistakes.length === 0, mistakes }
    }
  }
}

/** What keeps the gate from being asked for, a sentence each; empty: nothing. */
export function missingEvidence(lines: readonly Line[]): Mistake[] {
  return lines.filter(({ met }) => !met).map(({ evidence, has, least, mistakes }) => {
    const base = { path: `evidence.${evidence.id}`, code: 'EVIDENCE_MISSING' }
    if (evidence.rule === 'part-complete') return { ...base, zh: `还没写完：${partWords[evidence.part].zh}`, en: `Not finished: ${partWords[evidence.part].en}` }
    const [zh, en] = has === null || least === null ? ['', ''] : [`（${has} / ${least}）`, ` (${has} of ${least})`]
    const why = { zh: mistakes.map((one) => one.zh).join('；'), en: mistakes.map((one) => one.en).join('; ') }
    return {
      ...base, zh: `还缺：${evidence.label.zh}${zh}${why.zh === '' ? '' : `。${why.zh}`}`,
      en: `Missing: ${evidence.label.en ?? evidence.label.zh}${en}${why.en === '' ? '' : `. ${why.en}`}`,
    }
  })
}

/** The grade that a total (of 100) earns. Throws TypeError where the definition's grades leave a gap. */
export function gradeOf(definition: Definition, total: number): Definition['rubric']['grades'][number] {
  const found = definition.rubric.grades.find(({ from }) => total >= from)
  if (found === undefined) throw new TypeError(`no grade for ${total}`)
  return found
}
