import { type Fen, parseYuan } from '../../shared/kernel/money.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { readTyped } from './typed-content.ts'

/** A sum as somebody typed it in yuan, in fen; undefined where nothing is typed. Throws INVALID at `path` for what can't be read. */
export function typedAmount(text: string, path = 'amount'): Fen | undefined {
  const parsed = parseYuan(text)
  if (parsed.ok) return parsed.fen
  if (text.trim() === '') return undefined
  const { mistakes } = readTyped([{ id: 'amount', kind: 'money', label: { zh: '金额', en: 'Amount' }, required: true, min: 0, max: 0 }], { 'content.amount': text })
  throw new Refusal('INVALID', { mistakes: mistakes.map((mistake) => ({ ...mistake, path })) })
}
