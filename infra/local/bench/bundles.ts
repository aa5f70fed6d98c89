import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { environmentSchema } from '../../../shared/kernel/environment.ts'
import { bundleFunctions } from '../../aws/bundle.ts'
import { busyness, type Figure, rounded } from './figure.ts'

const RUNS = 7
const root = fileURLToPath(new URL('../../../', import.meta.url))
const BARE = "import { Hono } from 'hono'\nimport { handle } from 'hono/aws-lambda'\nexport const handler = handle(new Hono().get('/', (c) => c.text('')))\n"
const KILOBYTE = 1000

/** Size and import time of every function as it is deployed, beside a handler of Hono that does nothing. */
export async function measureBundles(): Promise<Figure[]> {
  const out = mkdtempSync(join(tmpdir(), 'xiuyuan-bench-bundles-'))
  try {
    const bundles = await bundleFunctions(out)
    await build({ stdin: { contents: BARE, resolveDir: root }, outfile: join(out, 'bare', 'index.mjs'), bundle: true, platform: 'node', target: 'node24', format: 'esm', minify: true })
    const bare = importTime(join(out, 'bare', 'index.mjs'))
    const figures: Figure[] = [{ name: 'import of a bare Hono handler', value: rounded(bare), unit: 'ms', method: `node, one import in a fresh process, the fastest of ${RUNS}; ${busyness()}` }]
    for (const { name, bytes, folder, source, parts } of bundles.values()) {
      const web = name === 'web'
      const time = importTime(join(folder, 'index.mjs'))
      figures.push(
        { name: `bundle of ${name}`, value: rounded(bytes / KILOBYTE), unit: 'KB', method: `${source} by esbuild, minified, as it is deployed; what is loaded at the start, mostly ${heaviest(parts)}${web ? `; aim below 800, ${bytes < 800 * KILOBYTE ? 'met' : 'missed'}` : ''}` },
        { name: `import of ${name}`, value: rounded(time), unit: 'ms', method: `as the bare handler (${rounded(bare)} ms)${web ? `; aim below 110, ${time < 110 ? 'met' : 'missed'}` : ''}; ${busyness()}` },
      )
    }
    return figures
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

const heaviest = (parts: readonly { part: string; bytes: number }[]): string => parts.slice(0, 6).map(({ part, bytes }) => `${part} ${Math.round(bytes / KILOBYTE)}`).join(', ')

/** Milliseconds from the import's beginning to its end, in a process that does nothing else: the fastest, because others use the machine too. */
function importTime(file: string): number {
  const script = join(file, '..', 'time.mjs')
  writeFileSync(script, `const from = performance.now()\nawait import(${JSON.stringify(pathToFileURL(file).href)})\nconsole.log(performance.now() - from)\nprocess.exit(0)\n`)
  const run = () => Number(execFileSync(process.execPath, [script], { env: { ...process.env, ...variables() } }).toString().trim().split('\n').at(-1))
  run()
  return Math.min(...Array.from({ length: RUNS }, run))
}

/** Something for every variable that a function may read while it is loaded. */
function variables(): Record<string, string> {
  return Object.fromEntries(Object.keys(environmentSchema.shape).map((name) => [name, /URL|ENDPOINT|ISSUER|ORIGIN/.test(name) ? 'http://127.0.0.1:9' : name === 'XIUYUAN_DEMO' ? 'no' : name === 'XIUYUAN_DISTRICT' ? '330411' : name === 'XIUYUAN_FILES_SECRET' ? 'a secret of the bench' : 'bench']))
}
