import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { type Environment, environmentSchema } from '../../shared/kernel/environment.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const ENDING = '.lambda.ts'

/** One function's code as it is deployed. */
export interface Bundle {
  /** Its file's name without `.lambda.ts`. */
  name: string
  /** The file, from the repository's root. */
  source: string
  /** Absolute; `index.mjs` and what it reads beside itself. */
  folder: string
  /** Of `index.mjs`. */
  bytes: number
  /** The variables that the code reads. */
  reads: readonly (keyof Environment)[]
  /** What the code is made of, largest first: a package, or a file of ours; in bytes of the bundle. */
  parts: readonly { part: string; bytes: number }[]
}

/** Folders that a module reads at run time, put beside every bundle that holds the module. */
const beside = [
  { module: 'functions/web/look/assets.ts', folder: 'functions/web/assets' },
  { module: 'shared/rulebook/library.ts', folder: 'shared/rulebook/library' },
]

/**
 * Ways to credentials that a Lambda never takes: its own stand in the environment, which the SDK asks first. Each is behind a dynamic
 * import, so leaving them out saves 80 KB a function and loads nothing that is missing.
 */
const neverTaken = [
  '@aws-sdk/credential-provider-http', '@aws-sdk/credential-provider-ini', '@aws-sdk/credential-provider-login', '@aws-sdk/credential-provider-process', '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity', '@smithy/credential-provider-imds',
]

/** Every entry point below functions/, from the repository's root, in the order of their names. */
export function entryPoints(): string[] {
  return readdirSync(join(root, 'functions'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith(ENDING)).map((path) => `functions/${path}`).sort()
}

/** Bundles every entry point into a folder of its own below `out`: the same sources give the same bytes. */
export function bundleFunctions(out: string): Map<string, Bundle> {
  const sources = new Map(entryPoints().map((source) => [basename(source, ENDING), source]))
  const { metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: Object.fromEntries([...sources].map(([name, source]) => [`${name}/index`, source])),
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minify: true,
    // Chinese stands as itself: escaped it would be three times as long.
    charset: 'utf8',
    mainFields: ['module', 'main'],
    external: neverTaken,
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    legalComments: 'none',
    // CommonJS packages inside ask for Node's own modules by require.
    banner: { js: "import{createRequire as xiuyuanRequire}from'node:module';const require=xiuyuanRequire(import.meta.url);" },
    metafile: true,
  })
  const bundles = new Map<string, Bundle>()
  for (const [path, output] of Object.entries(metafile.outputs)) {
    const folder = join(root, dirname(path))
    const name = basename(folder)
    const source = sources.get(name)
    if (source === undefined) throw new TypeError(`${path} is the bundle of no entry point`)
    for (const { module, folder: read } of beside) {
      if ((output.inputs[module]?.bytesInOutput ?? 0) > 0) cpSync(join(root, read), join(folder, basename(read)), { recursive: true })
    }
    bundles.set(name, { name, source, folder, bytes: output.bytes, reads: readsOf(join(folder, 'index.mjs')), parts: partsOf(output.inputs) })
  }
  return bundles
}

/** The schema names each variable once in every bundle; one that stands there again is read. */
function readsOf(file: string): (keyof Environment)[] {
  const code = readFileSync(file, 'utf8')
  const names = Object.keys(environmentSchema.shape) as (keyof Environment)[]
  return names.filter((name) => [...code.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].length > 1)
}

function partsOf(inputs: Readonly<Record<string, { bytesInOutput: number }>>): { part: string; bytes: number }[] {
  const sums = new Map<string, number>()
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    const part = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path
    sums.set(part, (sums.get(part) ?? 0) + bytesInOutput)
  }
  return [...sums].map(([part, bytes]) => ({ part, bytes })).filter(({ bytes }) => bytes > 0).sort((a, b) => b.bytes - a.bytes)
}

/** Runs `use` with fresh bundles in a temporary folder, which is gone afterwards. */
export function withBundles<T>(use: (bundles: ReadonlyMap<string, Bundle>) => T): T {
  const out = mkdtempSync(join(tmpdir(), 'xiuyuan-bundles-'))
  mkdirSync(out, { recursive: true })
  try {
    return use(bundleFunctions(out))
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

/** How large each function's code is, and what weighs most in it. */
export function bundleSizes(): { name: string; bytes: number; heaviest: Bundle['parts'] }[] {
  return withBundles((bundles) => [...bundles.values()].map(({ name, bytes, parts }) => ({ name, bytes, heaviest: parts.slice(0, 10) })))
}
