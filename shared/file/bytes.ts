import { createHash } from 'node:crypto'
import { unzipSync } from 'fflate'
import { fileTypeFromBuffer } from 'file-type'
import type { Bilingual } from '../kernel/text.ts'
import { type Allowed, announcedMistakes, claimedType, type FileType } from './file.ts'
import { withoutOrigin } from './picture.ts'

/** Reads a part of a file: `start` included, `end` not. */
export type ReadBytes = (start: number, end: number) => Promise<Uint8Array>

/** `sha256` (hexadecimal) is of the bytes as they came. `instead`: what is kept in their place; null where they are kept themselves. */
export type Verdict = { ok: true; type: FileType; sha256: string; instead: Uint8Array | null } | { ok: false; reason: Bilingual }

/** What a docx or xlsx unpacks to at most. Packed text shrinks about tenfold; a bomb, a thousandfold. */
const MOST_UNPACKED = 400 * 1024 * 1024
const MOST_PARTS = 10_000
const HEAD = 4200
const TAIL = 2048

const refused = (zh: string, en: string): Verdict => ({ ok: false, reason: { zh, en } })

/**
 * Whether a file is what its name says and what may be uploaded, by its bytes: head and tail of PDFs, the segments of pictures, the list of
 * parts of Word and Excel files. Nothing is unpacked. A picture is kept without what tells where and when it was taken.
 */
export async function inspectBytes(file: { name: string; bytes: number; read: ReadBytes }, allowed: Allowed): Promise<Verdict> {
  const { name, bytes, read } = file
  const announced = announcedMistakes(name, bytes, allowed)[0]
  if (announced !== undefined) return refused(announced.zh, announced.en)
  const claimed = claimedType(name)
  const head = await read(0, Math.min(HEAD, bytes))
  const found = startsLikePdf(head) ? 'pdf' : startsLikeZip(head) ? 'zip' : (await fileTypeFromBuffer(head))?.ext
  if (found === 'zip' && (claimed === 'docx' || claimed === 'xlsx')) return inspectOffice(name, claimed, await read(0, bytes))
  if (found !== claimed || claimed === undefined) return mismatch(name, claimed, found)
  const whole = await read(0, bytes)
  const bare = claimed === 'jpg' || claimed === 'png' ? withoutOrigin(claimed, whole) : whole
  if (bare === undefined || (claimed === 'pdf' && !ascii(whole.subarray(-TAIL)).includes('%%EOF'))) {
    return refused(`“${name}”不完整，可能没有传完或已损坏。请重新导出后再传。`, `"${name}" is not complete: it may have been cut off or damaged. Export it again and try once more.`)
  }
  return { ok: true, type: claimed, sha256: digest(whole), instead: bare.length === whole.length ? null : bare }
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

function mismatch(name: string, claimed: FileType | undefined, found: string | undefined): Verdict {
  const type = (claimed ?? '').toUpperCase()
  const looks = found === undefined ? { zh: '', en: '' } : { zh: `，看起来是 ${found.toUpperCase()}`, en: `; it looks like ${found.toUpperCase()}` }
  return refused(`“${name}”的内容不是 ${type} 文件${looks.zh}。请另存为 ${type} 后再传，不要只改文件名。`, `"${name}" does not hold a ${type} file${looks.en}. Save it as ${type}; changing its name is not enough.`)
}

const ascii = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
/** Readers accept a header anywhere in the first kilobyte (ISO 32000, annex H). */
const startsLikePdf = (head: Uint8Array) => ascii(head.subarray(0, 1024)).includes('%PDF-') && !startsLikeZip(head) && head[0] !== 0x4d
const startsLikeZip = (head: Uint8Array) => head[0] === 0x50 && head[1] === 0x4b && head[2] === 0x03 && head[3] === 0x04

/** The list of parts at a zip's end: names and sizes, with nothing unpacked. */
function partsOf(bytes: Uint8Array): { name: string; size: number; unpacked: number }[] | undefined {
  const parts: { name: string; size: number; unpacked: number }[] = []
  try {
    unzipSync(bytes, {
      filter: (part) => {
        parts.push({ name: part.name, size: part.size, unpacked: part.originalSize })
        return false
      },
    })
    return parts
  } catch {
    return undefined
  }
}

function inspectOffice(name: string, claimed: 'docx' | 'xlsx', bytes: Uint8Array): Verdict {
  const parts = partsOf(bytes)
  if (parts === undefined) return refused(`“${name}”已损坏，打不开。请重新保存后再传。`, `"${name}" is damaged and can't be opened. Save it again and try once more.`)
  if (parts.length > MOST_PARTS || parts.reduce((sum, part) => sum + part.unpacked, 0) > MOST_UNPACKED) {
    return refused(`“${name}”展开后过大，不能接收。请删去大图后再传。`, `"${name}" unpacks to far too much. Take out large pictures and try again.`)
  }
  const names = new Set(parts.map((part) => part.name))
  const main = claimed === 'docx' ? 'word/document.xml' : 'xl/workbook.xml'
  if (!names.has('[Content_Types].xml') || !names.has(main)) return mismatch(name, claimed, names.has('word/document.xml') ? 'docx' : names.has('xl/workbook.xml') ? 'xlsx' : 'zip')
  if ([...names].some((part) => part.endsWith('vbaProject.bin'))) return refused(`“${name}”里有宏，不能接收。请另存为不带宏的文件再传。`, `"${name}" holds macros and can't be taken. Save it without them.`)
  return { ok: true, type: claimed, sha256: digest(bytes), instead: null }
}
