import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream, mkdirSync, rmSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** S3's multipart upload of one object, as far as shared/file/parts.ts asks for it. */
export interface PartsFolder {
  begin(): Promise<string>
  /** Returns the part's ETag. Undefined: there is no such upload. */
  take(upload: string, number: number, body: Readable): Promise<string | undefined>
  /** Puts the parts together as a blob of this path; its length and ETag. Undefined: there is no such upload. */
  join(upload: string, to: string): Promise<{ bytes: number; etag: string } | undefined>
  drop(upload: string): Promise<void>
}

const UPLOAD = /^[0-9a-f]{32}$/

/** Parts lie in a folder an upload until they are put together. What a process left behind when it died nobody goes on with: it is cleared at the start. */
export function partsFolder(data: string): PartsFolder {
  const folder = join(data, 'uploads')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const known = async (upload: string) => UPLOAD.test(upload) && (await stat(join(folder, upload)).catch(() => undefined)) !== undefined

  async function written(path: string, from: Readable | AsyncIterable<Buffer>, flags: 'w' | 'a'): Promise<{ bytes: number; md5: Buffer }> {
    const digest = createHash('md5')
    let bytes = 0
    await pipeline(from, async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        digest.update(chunk)
        bytes += chunk.length
        yield chunk
      }
    }, createWriteStream(path, { flags, flush: true }))
    return { bytes, md5: digest.digest() }
  }

  return {
    async begin() {
      const upload = randomBytes(16).toString('hex')
      await mkdir(join(folder, upload))
      return upload
    },
    async take(upload, number, body) {
      if (!(await known(upload))) return undefined
      const draft = join(folder, upload, `${randomBytes(6).toString('hex')}.draft`)
      const { md5 } = await written(draft, body, 'w')
      await rename(draft, join(folder, upload, String(number).padStart(5, '0')))
      return `"${md5.toString('hex')}"`
    },
    async join(upload, to) {
      if (!(await known(upload))) return undefined
      const parts = (await readdir(join(folder, upload))).filter((name) => /^\d{5}$/.test(name)).toSorted()
      const digests: Buffer[] = []
      let bytes = 0
      for (const [i, part] of parts.entries()) {
        const one = await written(to, createReadStream(join(folder, upload, part)), i === 0 ? 'w' : 'a')
        digests.push(one.md5)
        bytes += one.bytes
      }
      return { bytes, etag: `"${createHash('md5').update(Buffer.concat(digests)).digest('hex')}-${parts.length}"` }
    },
    async drop(upload) {
      if (UPLOAD.test(upload)) await rm(join(folder, upload), { recursive: true, force: true })
    },
  }
}
