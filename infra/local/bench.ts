import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { measureAssignment } from './bench/assignment.ts'
import { measureBundles } from './bench/bundles.ts'
import { measureContest } from './bench/contest.ts'
import type { Figure } from './bench/figure.ts'
import { measureGrowth } from './bench/growth.ts'
import { measureLive } from './bench/live.ts'
import { measurePortfolio } from './bench/portfolio.ts'
import { measureProjects } from './bench/projects.ts'
import { measureTransitions } from './bench/transitions.ts'
import { Trouble, troubleOf } from './trouble.ts'

const USAGE = 'npm run bench -- [--json FILE] [--only contest|growth|projects|portfolio|live|bundles|transitions|assignment]'
const parts = {
  contest: () => measureContest((line) => console.log(line)),
  growth: async () => [await measureGrowth()],
  projects: () => measureProjects((line) => console.log(line)),
  portfolio: measurePortfolio,
  live: () => measureLive((line) => console.log(line)),
  bundles: measureBundles,
  transitions: measureTransitions,
  assignment: measureAssignment,
} satisfies Record<string, () => Promise<Figure[]>>
const isPart = (name: string): name is keyof typeof parts => name in parts

/** `npm run bench`: what the platform does on this machine, each figure with its method. */
async function main(): Promise<void> {
  const { json, only } = options()
  const figures: Figure[] = []
  for (const name of only === undefined ? Object.keys(parts) : [only]) {
    if (!isPart(name)) throw new Trouble(`There is no part "${name}".\n${USAGE}`)
    console.log(name)
    figures.push(...(await parts[name]()))
  }
  for (const { name, value, unit, method } of figures) console.log(`${String(value).padStart(10)} ${unit.padEnd(15)} ${name}\n${' '.repeat(27)}${method}`)
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(figures, null, 2)}\n`)
}

function options() {
  try {
    return parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } }).values
  } catch (error) {
    throw new Trouble(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}

await main().catch((error: unknown) => {
  const trouble = troubleOf(error)
  console.error(trouble === undefined ? error : `\n${trouble.message}\n`)
  process.exit(1)
})
