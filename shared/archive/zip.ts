import { crc32, deflateRawSync } from 'node:zlib'
import type { Instant } from '../kernel/instant.ts'
import { plusSeconds } from '../kernel/instant.ts'

/** What 32 bits hold; the value itself says 'look at the 64-bit field'. */
const FULL = 0xffff_ffff
const FULL_COUNT = 0xffff
/** Names are UTF-8. */
const UTF8 = 0x0800
const [STORED, DEFLATED] = [0, 8]
const [PLAIN_VERSION, ZIP64_VERSION] = [20, 45]
/** Made on a system with Unix modes; a file that its owner may write and everybody read. */
const UNIX = 3 << 8
const FILE_MODE = 0o100644 << 16

interface Listed {
  name: Uint8Array
  method: number
  time: number
  date: number
  crc: number
  packed: number
  unpacked: number
  offset: number
}

/**
 * A zip written from its first byte to its last, so that it can be of any size: each file's bytes are handed over, the directory at its end is all that
 * is remembered. Beyond 4 GB or 65,535 files it says so in zip64 fields, which every system of the last fifteen years reads.
 * (fflate's writer knows no zip64, and what it makes beyond 4 GB is broken.)
 */
export class Zip {
  readonly #listed: Listed[] = []
  #offset = 0

  /** `at`: the time that the file bears, shown as in Shanghai. `pack`: for text; pictures, PDFs and workbooks are packed already. Returns what to write. */
  add(name: string, bytes: Uint8Array, { at, pack }: { at: Instant; pack: boolean }): Uint8Array[] {
    const data = pack ? deflateRawSync(bytes) : bytes
    if (bytes.length >= FULL || data.length >= FULL) throw new TypeError(`${name} is too large for one entry`)
    const one: Listed = { name: Buffer.from(name), method: pack ? DEFLATED : STORED, ...dosTime(at), crc: crc32(bytes), packed: data.length, unpacked: bytes.length, offset: this.#offset }
    this.#listed.push(one)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt16LE(PLAIN_VERSION, 4)
    shared(head, one, 6)
    const written = [head, one.name, data]
    this.#offset += written.reduce((sum, { length }) => sum + length, 0)
    return written
  }

  /** The directory, which ends it. */
  end(): Uint8Array[] {
    const lines = this.#listed.map(line)
    const size = lines.reduce((sum, { length }) => sum + length, 0)
    const [count, start] = [this.#listed.length, this.#offset]
    const end = Buffer.alloc(22)
    end.writeUInt32LE(0x06054b50, 0)
    end.writeUInt16LE(Math.min(count, FULL_COUNT), 8)
    end.writeUInt16LE(Math.min(count, FULL_COUNT), 10)
    end.writeUInt32LE(Math.min(size, FULL), 12)
    end.writeUInt32LE(Math.min(start, FULL), 16)
    const large = count >= FULL_COUNT || size >= FULL || start >= FULL
    return [...lines, ...(large ? [largeEnd(count, size, start)] : []), end]
  }
}

/** What a local header and a line of the directory say alike, from `at` on. */
function shared(into: Buffer, { name, method, time, date, crc, packed, unpacked }: Listed, at: number): void {
  into.writeUInt16LE(UTF8, at)
  into.writeUInt16LE(method, at + 2)
  into.writeUInt16LE(time, at + 4)
  into.writeUInt16LE(date, at + 6)
  into.writeUInt32LE(crc, at + 8)
  into.writeUInt32LE(packed, at + 12)
  into.writeUInt32LE(unpacked, at + 16)
  into.writeUInt16LE(name.length, at + 20)
}

function line(one: Listed): Buffer {
  const far = one.offset >= FULL
  const head = Buffer.alloc(46)
  head.writeUInt32LE(0x02014b50, 0)
  head.writeUInt16LE(UNIX | ZIP64_VERSION, 4)
  head.writeUInt16LE(far ? ZIP64_VERSION : PLAIN_VERSION, 6)
  shared(head, one, 8)
  head.writeUInt16LE(far ? 12 : 0, 30)
  head.writeUInt32LE(FILE_MODE >>> 0, 38)
  head.writeUInt32LE(Math.min(one.offset, FULL), 42)
  if (!far) return Buffer.concat([head, one.name])
  const extra = Buffer.alloc(12)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(8, 2)
  extra.writeBigUInt64LE(BigInt(one.offset), 4)
  return Buffer.concat([head, one.name, extra])
}

function largeEnd(count: number, size: number, start: number): Buffer {
  const record = Buffer.alloc(76)
  record.writeUInt32LE(0x06064b50, 0)
  record.writeBigUInt64LE(44n, 4)
  record.writeUInt16LE(UNIX | ZIP64_VERSION, 12)
  record.writeUInt16LE(ZIP64_VERSION, 14)
  record.writeBigUInt64LE(BigInt(count), 24)
  record.writeBigUInt64LE(BigInt(count), 32)
  record.writeBigUInt64LE(BigInt(size), 40)
  record.writeBigUInt64LE(BigInt(start), 48)
  record.writeUInt32LE(0x07064b50, 56)
  record.writeBigUInt64LE(BigInt(start + size), 64)
  record.writeUInt32LE(1, 72)
  return record
}

/** Two seconds are as fine as it gets. */
function dosTime(at: Instant): { time: number; date: number } {
  const local = new Date(plusSeconds(at, 8 * 3600))
  return {
    time: (local.getUTCHours() << 11) | (local.getUTCMinutes() << 5) | (local.getUTCSeconds() >> 1),
    date: ((local.getUTCFullYear() - 1980) << 9) | ((local.getUTCMonth() + 1) << 5) | local.getUTCDate(),
  }
}
