import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { forecast, spreadEvenly } from '../../../shared/competition/forecast.ts'
import { parseRulebook, type Rulebook } from '../../../shared/rulebook/rulebook.ts'
import { Trouble } from '../trouble.ts'

export interface RehearsalArguments {
  rulebook: Rulebook
  proposals: number
  judges: number
  seed: string
  /** Where the figures go; undefined: only printed. */
  json: string | undefined
}

const USAGE = 'npm run rehearse -- [--rulebook FILE] [--proposals N] [--judges N] [--seed TEXT] [--json FILE]'
const DEFAULT_RULEBOOK = fileURLToPath(new URL('../../../shared/rulebook/library/jiaxing-default.json', import.meta.url))
const DEFAULT_PROPOSALS = 60
const MOST_PROPOSALS = 2000
const MOST_JUDGES = 500

/** Throws Trouble with a sentence for each mistake. */
export function rehearsalArguments(given: readonly string[]): RehearsalArguments {
  const values = parsed(given)
  const seed = values.seed ?? 'demo'
  if (!/^[\w.-]{1,64}$/.test(seed)) throw new Trouble(`--seed takes up to 64 letters, digits or . _ - (it is published with the call), not "${seed}".\n${USAGE}`)
  const proposals = count('proposals', values.proposals, DEFAULT_PROPOSALS, MOST_PROPOSALS)
  const rulebook = readRulebook(values.rulebook ?? DEFAULT_RULEBOOK)
  const enough = Math.max(...forecast(rulebook, spreadEvenly(rulebook.categories, proposals)).rounds.map(({ judges, panelSize }) => Math.max(judges.comfortable, panelSize)))
  return { rulebook, proposals, seed, json: values.json, judges: count('judges', values.judges, Math.min(enough, MOST_JUDGES), MOST_JUDGES) }
}

function parsed(given: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({ args: [...given], options: { rulebook: text, proposals: text, judges: text, seed: text, json: text } }).values
  } catch (error) {
    throw new Trouble(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}

function count(name: string, text: string | undefined, otherwise: number, most: number): number {
  if (text === undefined) return otherwise
  const found = Number(text)
  if (/^\d+$/.test(text) && found <= most) return found
  throw new Trouble(`--${name} takes a whole number from 0 to ${most}, not "${text}".\n${USAGE}`)
}

function readRulebook(path: string): Rulebook {
  if (!existsSync(path)) throw new Trouble(`There is no file ${path}. 没有这个文件。`)
  let json: unknown
  try {
    json = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new Trouble(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}. 不是有效的 JSON。`)
  }
  const result = parseRulebook(json)
  if (result.ok) return result.rulebook
  const lines = result.mistakes.map(({ path: at, zh, en }) => `  ${at === '' ? '/' : at}: ${en} ${zh}`)
  throw new Trouble(`${path} is not a rulebook; ${lines.length} ${lines.length === 1 ? 'mistake' : 'mistakes'}. 章程有 ${lines.length} 处错误：\n${lines.join('\n')}`)
}
