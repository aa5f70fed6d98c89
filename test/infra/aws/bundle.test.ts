import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bundleFunctions, entryPoints } from '../../../infra/aws/bundle.ts'
import { folder, theBundles } from './stacks.ts'

const bundles = theBundles()
const of = (name: string) => {
  const bundle = bundles.get(name)
  if (bundle === undefined) throw new TypeError(`no bundle ${name}`)
  return bundle
}

/** What is in a folder, by path: a digest of each file. */
const digests = (path: string) => Object.fromEntries(readdirSync(path, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => {
  const file = join(one.parentPath, one.name)
  return [file.slice(path.length), createHash('sha256').update(readFileSync(file)).digest('hex')]
}).sort())

/** Loads a bundle as Lambda does, in a process of its own, away from our node_modules; says what it exports. */
function load(name: string, variables: Record<string, string> = {}): string {
  const script = 'const handler = await import(process.argv[1]); console.log(Object.keys(handler).join(), typeof handler.handler)'
  return execFileSync(process.execPath, ['--input-type=module', '-e', script, join(of(name).folder, 'index.mjs')], { encoding: 'utf8', cwd: of(name).folder, stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env.PATH, AWS_REGION: 'example-1', ...variables } }).trim()
}

describe('bundles', () => {
  test('are one for each entry point, under its file\'s name', () => {
    expect([...bundles.values()].map(({ source }) => source)).toEqual(entryPoints())
    expect(bundles.size).toBe(entryPoints().length)
  })

  test('are the same bytes from the same sources', async () => {
    const two = ['functions/streams/dispatcher.lambda.ts', 'functions/web/web.lambda.ts']
    const [first, again] = [await bundleFunctions(join(folder, 'first'), two), await bundleFunctions(join(folder, 'again'), two)]
    for (const { name, folder: one } of first.values()) expect(digests(again.get(name)?.folder ?? ''), name).toEqual(digests(one))
  })

  test('carry what their code reads beside itself, and only where it does', () => {
    expect(existsSync(join(of('web').folder, 'assets', 'components.css'))).toBe(true)
    expect(readdirSync(join(of('web').folder, 'library')).sort()).toEqual(readdirSync(new URL('../../../shared/rulebook/library/', import.meta.url)).sort())
    expect(existsSync(join(of('sign-in').folder, 'assets', 'components.css'))).toBe(true)
    for (const name of ['tally', 'propose-portfolio', 'dispatcher']) expect(existsSync(join(of(name).folder, 'assets')), name).toBe(false)
  })

  test('solve integer programmes by themselves, and in no other function', async () => {
    const solver = (await bundleFunctions(join(folder, 'solver'), ['shared/portfolio/solver.ts'])).get('solver.ts')
    const script = `const { theSolver } = await import(process.argv[1]); const solve = await theSolver()
      console.log(JSON.stringify(solve({ gain: [3, 2, 2], fixed: new Set(), rows: [{ terms: [[0, 5], [1, 3], [2, 3]], least: null, most: 6 }] }, 5)))`
    const answer = execFileSync(process.execPath, ['--input-type=module', '-e', script, join(solver?.folder ?? '', 'index.mjs')], { encoding: 'utf8', cwd: solver?.folder })
    expect(JSON.parse(answer)).toEqual({ status: 'best', chosen: [false, true, true], bound: 4 })
    expect([...bundles.values()].filter((one) => existsSync(join(one.folder, 'highs.wasm'))).map(({ name }) => name)).toEqual(['propose-portfolio'])
  })

  test('load by themselves and export a handler', () => {
    for (const name of ['tally', 'read-state', 'sweep', 'dispatcher', 'dead-letter', 'sign-in']) expect(load(name), name).toBe('handler function')
    expect(load('web', { XIUYUAN_FILES_ORIGIN: 'https://files.example.cn', XIUYUAN_OIDC_ISSUER: 'https://sign-in.example.cn' })).toBe('handler function')
  })

  test('say which variable is missing', () => {
    expect(() => load('web')).toThrow(/The variable XIUYUAN_FILES_ORIGIN is not set/)
  })

  test('hold no library of another function: sign-in apart from the app, the mail server\'s client only when it is needed', () => {
    const parts = (name: string) => of(name).parts.map(({ part }) => part)
    expect(parts('web')).not.toContain('openid-client')
    expect(parts('sign-in')).toContain('openid-client')
    for (const { name } of bundles.values()) expect(parts(name), name).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(nodemailer|oidc-provider|jsonata|aws-cdk-lib|exceljs|pngjs)$/)]))
    expect(parts('dispatcher')).toEqual(expect.arrayContaining(['@aws-sdk/client-sfn', '@aws-sdk/client-dynamodb']))
  })

  test('hold each SDK client once', () => {
    for (const { name, parts } of bundles.values()) for (const { part, bytes } of parts) if (part.startsWith('@aws-sdk/client-')) expect(bytes, `${name} ${part}`).toBeLessThan(120_000)
  })

  test('of tasks are small', () => {
    // The archive's reads every noun and the bucket; it runs for minutes, and now and then.
    for (const { name, source, bytes } of bundles.values()) if (source.startsWith('functions/tasks/')) expect(bytes, name).toBeLessThan(name === 'make-archive' ? 750_000 : 500_000)
  })
})
