import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { say } from '../../shared/kernel/text.ts'
import { readProof, readReceipt, verifyProof, verifyReceipt } from '../../shared/seal/papers.ts'
import { type Finding, type Read, readBundle, verifyBundle } from '../../shared/seal/verify.ts'
import { Trouble, troubleOf } from './trouble.ts'

const USAGE = 'npm run verify -- BUNDLE.json [--receipt R.json]… [--proof P.json]… [--root HEX]… [--language zh|en]'

/**
 * `npm run verify`: checks a competition's published bundle without a network, and receipts and proofs against it. Each `--root` is the seal
 * of a round as a printed notice has it. Says what holds and what differs; exit 0 where all holds, 2 where something differs, 1 for a wrong call.
 */
function main(): number {
  const { values, positionals } = options()
  const [path, ...more] = positionals
  if (path === undefined || more.length > 0) throw new Trouble(USAGE)
  const roots = (values.root ?? []).map((root) => {
    if (!/^[0-9a-f]{64}$/i.test(root)) throw new Trouble(`--root ${root}: a seal has 64 hexadecimal digits`)
    return root.toLowerCase()
  })
  const language = values.language === 'en' ? 'en' : 'zh'
  const bundle = readBundle(jsonOf(path))
  const findings: Finding[] = bundle.ok ? verifyBundle(bundle.value, roots) : [bundle.finding]
  const against = bundle.ok ? bundle.value : undefined
  for (const file of values.receipt ?? []) findings.push(...checked(readReceipt(jsonOf(file)), (receipt) => verifyReceipt(receipt, against)))
  for (const file of values.proof ?? []) findings.push(...checked(readProof(jsonOf(file)), (proof) => verifyProof(proof, against)))
  for (const { holds, what } of findings) console.log(`${holds ? '✓' : '✗'} ${say(what, language)}`)
  return findings.every(({ holds }) => holds) ? 0 : 2
}

function options() {
  try {
    return parseArgs({ allowPositionals: true, options: { receipt: { type: 'string', multiple: true }, proof: { type: 'string', multiple: true }, root: { type: 'string', multiple: true }, language: { type: 'string' } } })
  } catch (error) {
    throw new Trouble(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}

function checked<T>(read: Read<T>, verify: (value: T) => Finding[]): Finding[] {
  return read.ok ? verify(read.value) : [read.finding]
}

function jsonOf(path: string): unknown {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    throw new Trouble(`${path} can't be read`)
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new Trouble(`${path} is no JSON file`)
  }
}

try {
  process.exitCode = main()
} catch (error) {
  const trouble = troubleOf(error)
  if (trouble === undefined) throw error
  console.error(trouble.message)
  process.exitCode = 1
}
