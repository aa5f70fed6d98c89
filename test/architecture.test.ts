import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const sources = ['shared', 'functions', 'infra', 'test']
  .flatMap((folder) => readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`))
  .filter((path) => /\.tsx?$/.test(path))
  .sort()

interface Import {
  from: string
  /** A file of ours from the repository's root, or a package's name as it is written. */
  to: string
  /** Types alone leave nothing in the code. */
  typeOnly: boolean
  text: string
}

/** Imports, re-exports and dynamic imports of a file. */
function importsOf(from: string): Import[] {
  const code = readFileSync(`${root}${from}`, 'utf8')
  const found = [...code.matchAll(/^(import|export)\s+(type\s+)?((?:[^'";]*?)from\s*)?['"]([^'"]+)['"]/gm), ...code.matchAll(/()()()\bimport\(\s*['"]([^'"]+)['"]/g)]
  return found.map(([text, , typeWord, names = '', specifier = '']) => {
    const inner = /\{([^}]*)\}/.exec(names)?.[1]?.split(',').map((one) => one.trim()).filter((one) => one !== '')
    const typeOnly = typeWord !== undefined || (inner !== undefined && inner.length > 0 && /^\s*\{/.test(names) && inner.every((one) => one.startsWith('type ')))
    return { from, to: specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : specifier, typeOnly: typeWord === '' ? false : typeOnly, text: text.replaceAll(/\s+/g, ' ') }
  })
}
const imports = sources.flatMap(importsOf)
const ours = imports.filter(({ to }) => /^(shared|functions|infra|test|workflows)\//.test(to))
const byPackage = (name: string) => imports.filter(({ to }) => to === name || to.startsWith(`${name}/`))
const under = (path: string, ...folders: string[]) => folders.some((folder) => path.startsWith(folder))

/** Sentences about imports that break a rule; an empty list is a kept rule. `except` names files with the reason why. */
function breaches(found: readonly Import[], rule: string, except: Readonly<Record<string, string>> = {}): string[] {
  return found.filter(({ from }) => except[from] === undefined).map(({ from, text }) => `${from} has \`${text}\`, but ${rule}.`)
}

describe('imports point one way', () => {
  test('shared imports nothing but shared', () => {
    expect(breaches(ours.filter(({ from, to }) => under(from, 'shared/') && !under(to, 'shared/')), 'shared/ imports only shared/')).toEqual([])
  })

  test('the kernel imports only itself; the store only itself and the kernel', () => {
    expect(breaches(ours.filter(({ from, to }) => under(from, 'shared/kernel/') && !under(to, 'shared/kernel/')), 'shared/kernel/ imports only itself')).toEqual([])
    const store = ours.filter(({ from, to }) => under(from, 'shared/store/') && !under(to, 'shared/store/', 'shared/kernel/'))
    expect(breaches(store, 'shared/store/ imports only itself and shared/kernel/')).toEqual([])
  })

  test('functions imports nothing of infra, nor of test', () => {
    expect(breaches(ours.filter(({ from, to }) => under(from, 'functions/') && under(to, 'infra/', 'test/')), 'functions/ never imports infra/ or test/')).toEqual([])
  })

  test('of workflows, functions imports the labels alone', () => {
    expect(breaches(ours.filter(({ from, to }) => under(from, 'shared/', 'functions/') && under(to, 'workflows/') && to !== 'workflows/labels.json'), 'functions/ may import workflows/labels.json and nothing else of workflows/')).toEqual([])
  })

  test('commands and queries import none of the doors that call them', () => {
    const doors = ['functions/web/', 'functions/tasks/', 'functions/streams/', 'functions/signin/']
    expect(breaches(ours.filter(({ from, to }) => under(from, 'functions/commands/', 'functions/queries/') && under(to, ...doors)), 'web, tasks, streams and signin import commands and queries, not the other way')).toEqual([])
  })

  test('queries import no commands', () => {
    expect(breaches(ours.filter(({ from, to, typeOnly }) => under(from, 'functions/queries/') && under(to, 'functions/commands/') && !typeOnly), 'a query reads, and what it shares with a command stands in shared/ or in the query')).toEqual([])
  })

  test('tasks and streams import nothing of the web', () => {
    expect(breaches(ours.filter(({ from, to }) => under(from, 'functions/tasks/', 'functions/streams/') && under(to, 'functions/web/', 'functions/signin/')), 'tasks and streams know nothing of the web')).toEqual([])
  })

  test('the AWS home names handlers by path and imports none, nor anything of the local home', () => {
    expect(breaches(ours.filter(({ from, to }) => under(from, 'infra/aws/') && under(to, 'functions/', 'infra/local/')), 'infra/aws/ names handler files by path')).toEqual([])
  })

  test('the local home imports nothing of the AWS home but the bundles that the bench measures', () => {
    const found = ours.filter(({ from, to }) => under(from, 'infra/local/') && under(to, 'infra/aws/') && to !== 'infra/aws/bundle.ts')
    expect(breaches(found, 'infra/local/ and infra/aws/ are two answers to one question, and neither asks the other')).toEqual([])
  })

  test('only tests import tests', () => {
    expect(breaches(ours.filter(({ from, to }) => !under(from, 'test/') && under(to, 'test/')), 'only test/ imports test/')).toEqual([])
  })
})

describe('libraries live in one place each', () => {
  const places: Record<string, { folders: string[]; except?: Record<string, string> }> = {
    hono: { folders: ['functions/web/', 'functions/signin/', 'infra/local/', 'test/'] },
    '@aws-sdk/client-dynamodb': {
      folders: ['shared/store/', 'infra/local/', 'test/'],
      except: { 'functions/streams/dispatcher.lambda.ts': 'the type of a stream record\'s image, to unmarshall it' },
    },
    '@aws-sdk/client-dynamodb-streams': { folders: ['shared/store/', 'infra/local/', 'test/'] },
    '@aws-sdk/client-sfn': { folders: ['shared/workflow/', 'infra/local/', 'test/'] },
    '@aws-sdk/client-s3': { folders: ['shared/file/', 'infra/local/', 'test/'] },
    '@aws-sdk/client-secrets-manager': { folders: ['functions/secret.ts'] },
    'aws-cdk-lib': { folders: ['infra/aws/', 'test/infra/aws/'] },
    constructs: { folders: ['infra/aws/', 'test/infra/aws/'] },
    nodemailer: { folders: ['functions/commands/outbox.ts', 'test/'] },
    'openid-client': { folders: ['functions/signin/', 'test/'] },
    'oidc-provider': { folders: ['infra/local/', 'test/'] },
    highs: { folders: ['shared/portfolio/solver.ts'] },
    jsonata: { folders: ['infra/local/asl/', 'test/'] },
    esbuild: { folders: ['infra/aws/', 'infra/local/bench/', 'infra/local/verifier.ts', 'test/'] },
  }

  test.each(Object.entries(places))('%s', (name, { folders, except = {} }) => {
    const found = byPackage(name).filter(({ from }) => !under(from, ...folders))
    expect(breaches(found, `${name} is imported only under ${folders.join(', ')}`, except)).toEqual([])
    for (const file of Object.keys(except)) expect(found.map(({ from }) => from), `${file} is an exception to a rule that it keeps: take it off the list`).toContain(file)
  })

  test('zod is imported whole: the named import adds 356 KB to a bundle', () => {
    expect(breaches(byPackage('zod').filter(({ text }) => !/^import (type )?\* as z from/.test(text)), 'zod is always `import * as z from \'zod\'`')).toEqual([])
  })

  test('files of ours are imported with their ending', () => {
    expect(breaches(ours.filter(({ to }) => !/\.(tsx?|json|js|css)$/.test(to)), 'imports carry their extension')).toEqual([])
  })
})

describe('the suffix says what a file may touch', () => {
  const nouns = sources.filter((path) => /^shared\/(?!kernel\/|store\/|workflow\/)\w+\//.test(path))
  const tableTouchers = ['shared/store/table.ts', 'shared/store/command.store.ts', 'shared/store/stream.ts']

  test('of a noun\'s files, only *.store.ts imports the table', () => {
    const found = ours.filter(({ from, to, typeOnly }) => nouns.includes(from) && !from.endsWith('.store.ts') && tableTouchers.includes(to) && !typeOnly)
    expect(breaches(found, 'only a *.store.ts may touch the table')).toEqual([])
  })

  test('pure files wait for nothing', () => {
    const except: Record<string, string> = { 'shared/file/storage.ts': 'the port over the bucket', 'shared/file/parts.ts': 'the port over the bucket, for what is too large for one request', 'shared/file/bytes.ts': 'reads a file\'s bytes through a reader that it is handed', 'shared/portfolio/solver.ts': 'loads the solver, which then answers at once' }
    const waiting = nouns.filter((path) => !path.endsWith('.store.ts') && /\bawait\b|\basync\b/.test(readFileSync(`${root}${path}`, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')))
    expect(waiting.filter((path) => except[path] === undefined).map((path) => `${path} waits (await), but a file without a suffix is pure.`)).toEqual([])
    for (const file of Object.keys(except)) expect(waiting, `${file} is an exception to a rule that it keeps: take it off the list`).toContain(file)
  })

  test('rules never ask the clock, the dice or the environment themselves', () => {
    const except: Record<string, string> = { 'shared/file/storage.ts': 'the port over the bucket reads its address' }
    const asking = nouns.filter((path) => !path.endsWith('.store.ts') && /\bDate\.now\(\)|\bnew Date\(\)|\bMath\.random\(\)|\bprocess\.env\b|\benvironment\(\)/.test(readFileSync(`${root}${path}`, 'utf8')))
    expect(asking.filter((path) => except[path] === undefined).map((path) => `${path} asks the clock, the dice or the environment, but a rule is handed what it needs.`)).toEqual([])
  })

  test('entry points export a handler and nothing else', () => {
    for (const path of sources.filter((one) => one.endsWith('.lambda.ts'))) {
      const exported = [...readFileSync(`${root}${path}`, 'utf8').matchAll(/^export (?:async )?(?:function|const|class|interface|type) (\w+)/gm)].map(([, name]) => name)
      expect(exported, `${path} is an entry point: it exports handler and nothing else`).toEqual(['handler'])
    }
  })

  test('nobody imports an entry point but the home that runs it, and tests', () => {
    expect(breaches(ours.filter(({ from, to }) => to.endsWith('.lambda.ts') && !under(from, 'infra/local/', 'test/')), 'an entry point is called by a home, not imported')).toEqual([])
  })

  test('pages are under functions/web and functions/signin', () => {
    expect(sources.filter((path) => path.endsWith('.tsx') && !under(path, 'functions/web/', 'functions/signin/', 'test/', 'infra/local/')).map((path) => `${path} is a page, but pages live in functions/web/.`)).toEqual([])
  })

  test('no file is a drawer for odds and ends', () => {
    expect(sources.filter((path) => /(^|\/|-)(utils?|helpers?|common|managers?|misc)(\.|\/|-)/.test(path))).toEqual([])
  })
})

describe('the test itself', () => {
  test('sees imports of every kind', () => {
    expect(sources.length).toBeGreaterThan(200)
    expect(ours.length).toBeGreaterThan(800)
    expect(imports.find(({ from, to }) => from === 'functions/secret.ts' && to === '@aws-sdk/client-secrets-manager'), 'a dynamic import').toBeDefined()
    expect(imports.find(({ from, to }) => from === 'functions/commands/outbox.ts' && to === 'nodemailer')?.typeOnly, 'an import of types').toBe(true)
  })
})
