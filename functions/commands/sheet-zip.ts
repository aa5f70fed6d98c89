import { inflateRawSync } from 'node:zlib'
import { unreadable } from './sheet.ts'

/** What a list of the most rows needs is a tenth of it. */
const MOST_UNPACKED = 120 * 1024 * 1024
const MOST_FILES = 500
/** Text of a spreadsheet packs to a tenth or twentieth of its size; small files are let be. */
const MOST_RATIO = 150
const RATIO_FROM = 5 * 1024 * 1024

interface ZipEntry {
  name: string
  packed: number
  unpacked: number
  /** Stored as it is, or deflated. */
  deflated: boolean
  /** Of its local header. */
  offset: number
}

const broken = () => unreadable('FILE_BROKEN', '文件打不开，可能没有传完整。请用表格软件打开、另存为 .xlsx 再传', 'The file cannot be opened; perhaps it did not arrive whole. Open it, save it as .xlsx and try again')
const bomb = () => unreadable('ZIP_TOO_LARGE', '文件解开以后大得不像一份名单，没有打开它。请用模板重新填', 'Unpacked this file is far larger than any list, so it was not opened. Fill in the template anew')

/**
 * What a packed file says it holds, read from its directory before anything is unpacked. Refuses what would unpack to far more than a
 * list can have, and what lies about it.
 */
export function readDirectory(bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endOfDirectory(view)
  const count = view.getUint16(end + 10, true)
  if (count > MOST_FILES) throw bomb()
  const entries: ZipEntry[] = []
  for (let [at, n] = [view.getUint32(end + 16, true), 0]; n < count; n += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw broken()
    const [flags, method, packed, unpacked] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true), view.getUint32(at + 20, true), view.getUint32(at + 24, true)]
    const [name, extra, comment] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true), view.getUint16(at + 32, true)]
    if ((flags & 1) === 1 || (method !== 0 && method !== 8)) throw broken()
    entries.push({ name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name)), packed, unpacked, deflated: method === 8, offset: view.getUint32(at + 42, true) })
    at += 46 + name + extra + comment
  }
  const total = entries.reduce((sum, { unpacked }) => sum + unpacked, 0)
  if (total > MOST_UNPACKED || (total > RATIO_FROM && total > bytes.length * MOST_RATIO)) throw bomb()
  return entries
}

function endOfDirectory(view: DataView): number {
  for (let at = view.byteLength - 22; at >= 0 && at > view.byteLength - 22 - 65_536; at -= 1) if (view.getUint32(at, true) === 0x06054b50) return at
  throw broken()
}

/** One file of it. It is unpacked into just the room that the directory names: one that holds more is refused. */
export function unpack(bytes: Uint8Array, { packed, unpacked, deflated, offset }: ZipEntry): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== 0x04034b50) throw broken()
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  const data = bytes.subarray(start, start + packed)
  if (data.length !== packed || (!deflated && packed !== unpacked)) throw broken()
  if (!deflated) return data
  try {
    // It stops at the first byte more than the directory says.
    const out = inflateRawSync(data, { maxOutputLength: unpacked + 1 })
    if (out.length === unpacked) return out
  } catch (error) {
    if (!(error instanceof RangeError)) throw broken()
  }
  throw bomb()
}
