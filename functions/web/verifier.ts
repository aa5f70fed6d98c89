import * as z from 'zod'
import { type Language, say } from '../../shared/kernel/text.ts'
import type { Bundle, Proof } from '../../shared/seal/bundle.ts'
import type { Receipt } from '../../shared/seal/leaf.ts'
import { readProof, readReceipt, verifyProof, verifyReceipt } from '../../shared/seal/papers.ts'
import { differs, type Finding, type Read, readBundle, verifyBundle } from '../../shared/seal/verify.ts'

/**
 * The page that checks, in a browser and without a network: bundled with the rules themselves into assets/verify.js (`npm run verifier`),
 * which the platform's own page and the file to take home (pages/verification.tsx) both run.
 */

// The page's policy forbids code made of text, which zod would otherwise try.
z.config({ jitless: true })

const language: Language = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en'
const input = (id: string): HTMLInputElement | null => document.querySelector<HTMLInputElement>(`#${id}`)

async function fileOf(id: string): Promise<{ name: string; json: unknown } | undefined> {
  const file = input(id)?.files?.[0]
  if (file === undefined) return undefined
  try {
    return { name: file.name, json: JSON.parse(await file.text()) }
  } catch {
    return { name: file.name, json: undefined }
  }
}

/** What is read of a file, and what is wrong with it as a finding. */
async function read<T>(id: string, reader: (json: unknown) => Read<T>, findings: Finding[]): Promise<T | undefined> {
  const file = await fileOf(id)
  if (file === undefined) return undefined
  const { name, json } = file
  const found = json === undefined ? { ok: false as const, finding: differs(`${name} 不是 JSON 文件。`, `${name} is no JSON file.`) } : reader(json)
  if (found.ok) return found.value
  findings.push(found.finding)
  return undefined
}

async function check(): Promise<void> {
  const findings: Finding[] = []
  const bundle: Bundle | undefined = await read('bundle', readBundle, findings)
  const receipt: Receipt | undefined = await read('receipt', readReceipt, findings)
  const proof: Proof | undefined = await read('proof', readProof, findings)
  const roots = (input('roots')?.value ?? '').toLowerCase().match(/[0-9a-f]{64}/g) ?? []
  if (bundle !== undefined) findings.push(...verifyBundle(bundle, roots))
  if (receipt !== undefined) findings.push(...verifyReceipt(receipt, bundle))
  if (proof !== undefined) findings.push(...verifyProof(proof, bundle))
  show(findings)
}

function show(findings: readonly Finding[]): void {
  const list = document.querySelector('#findings')
  if (list === null) return
  list.replaceChildren(...findings.map(({ holds, what }) => {
    const item = document.createElement('li')
    const tag = document.createElement('span')
    tag.className = `tag is-${holds ? 'done' : 'late'}`
    tag.textContent = holds ? (language === 'zh' ? '相符' : 'Holds') : language === 'zh' ? '不符' : 'Differs'
    item.append(tag, ' ', ...breakable(say(what, language)))
    return item
  }))
}

/** A phone may break a hash between its groups; copied it is one word. */
function breakable(text: string): (string | Element)[] {
  return text.split(/([0-9a-f]{64})/).map((part, i) => {
    if (i % 2 === 0) return part
    const code = document.createElement('code')
    for (const group of part.match(/.{8}/g) ?? []) code.append(group, document.createElement('wbr'))
    return code
  })
}

document.querySelector('#verify')?.addEventListener('change', () => void check())
document.querySelector('#verify')?.addEventListener('submit', (event) => {
  event.preventDefault()
  void check()
})
