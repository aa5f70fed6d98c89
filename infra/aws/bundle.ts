import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Metafile } from 'esbuild'
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
  /** Of `index.mjs` and what is loaded with it; not of what is loaded when it is first needed. */
  bytes: number
  /** The variables that the code reads. */
  reads: readonly (keyof Environment)[]
  /** What the code is made of, largest first: a package, or a file of ours; bytes as above. */
  parts: readonly { part: string; bytes: number }[]
}

/** Folders and files that a module reads at run time, put beside every bundle that holds the module. */
const beside = [
  { module: 'functions/web/look/assets.ts', from: 'functions/web/assets' },
  { module: 'shared/rulebook/library.ts', from: 'shared/rulebook/library' },
  { module: 'shared/portfolio/solver.ts', from: 'node_modules/highs/build/highs.wasm' },
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

/** Bundles every entry point (or just `sources`) into a folder of its own below `out`: the same sources give the same bytes. */
export async function bundleFunctions(out: string, sources: readonly string[] = entryPoints()): Promise<Map<string, Bundle>> {
  const bundles = await Promise.all(sources.map((source) => bundleOne(source, join(out, basename(source, ENDING)))))
  return new Map(bundles.map((bundle) => [bundle.name, bundle]))
}

async function bundleOne(source: string, folder: string): Promise<Bundle> {
  const { metafile: { outputs } } = await build({
    absWorkingDir: root,
    entryPoints: { index: source },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // What is imported when it is first needed stands in a file of its own, and costs a start nothing.
    splitting: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minify: true,
    // Chinese stands as itself: escaped it would be three times as long.
    charset: 'utf8',
    mainFields: ['module', 'main'],
    external: neverTaken,
    // Only the matrix is used, never a picture of it, which would bring a library for PNG.
    alias: { qrcode: 'qrcode/lib/core/qrcode.js' },
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    legalComments: 'none',
    // CommonJS packages inside ask for Node's own modules by require.
    banner: { js: "import{createRequire as xiuyuanRequire}from'node:module';const require=xiuyuanRequire(import.meta.url);" },
    metafile: true,
  })
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs))
  for (const { module, from: read } of beside) {
    if (inputs.some(([path, { bytesInOutput }]) => path === module && bytesInOutput > 0)) cpSync(join(root, read), join(folder, basename(read)), { recursive: true })
  }
  const entry = Object.keys(outputs).find((path) => path.endsWith('/index.mjs'))
  if (entry === undefined) throw new TypeError(`${source} gave no index.mjs`)
  const atStart = reachedFrom(entry, outputs)
  return {
    name: basename(source, ENDING), source, folder,
    bytes: atStart.reduce((sum, path) => sum + (outputs[path]?.bytes ?? 0), 0),
    reads: readsOf(Object.keys(outputs).map((path) => join(folder, basename(path)))),
    parts: partsOf(atStart.flatMap((path) => Object.entries(outputs[path]?.inputs ?? {}))),
  }
}

/** The files that are loaded with this one. */
function reachedFrom(entry: string, outputs: Metafile['outputs']): string[] {
  const reached = new Set([entry])
  for (const path of reached) for (const { path: next, kind, external } of outputs[path]?.imports ?? []) if (kind === 'import-statement' && external !== true) reached.add(next)
  return [...reached]
}

/** The schema names each variable once in every bundle; one that stands there again is read. */
function readsOf(files: readonly string[]): (keyof Environment)[] {
  const code = files.map((file) => readFileSync(file, 'utf8')).join('\n')
  const names = Object.keys(environmentSchema.shape) as (keyof Environment)[]
  return names.filter((name) => [...code.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].length > 1)
}

function partsOf(inputs: readonly [string, { bytesInOutput: number }][]): { part: string; bytes: number }[] {
  const sums = new Map<string, number>()
  for (const [path, { bytesInOutput }] of inputs) {
    const part = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path
    sums.set(part, (sums.get(part) ?? 0) + bytesInOutput)
  }
  return [...sums].map(([part, bytes]) => ({ part, bytes })).filter(({ bytes }) => bytes > 0).sort((a, b) => b.bytes - a.bytes)
}

/** Runs `use` with fresh bundles in a temporary folder, which is gone afterwards. */
export async function withBundles<T>(use: (bundles: ReadonlyMap<string, Bundle>) => T): Promise<T> {
  const out = mkdtempSync(join(tmpdir(), 'xiuyuan-bundles-'))
  try {
    return use(await bundleFunctions(out))
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}
