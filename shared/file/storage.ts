import { CopyObjectCommand, DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import type { FileId } from '../kernel/ids.ts'
import { environment, type Environment } from '../kernel/environment.ts'
import { type FileOwner, mediaTypes, type FileType, safeName } from './file.ts'
import { beginParts, type Parts } from './parts.ts'

/** Where a browser or a program posts one file to: `fields` go before the file, whose own field is called `file` and stands last. */
export interface UploadForm {
  url: string
  fields: Record<string, string>
}

/** What is known of an upload before it comes; signed with it, so that it can't be changed on the way. */
export interface Announced {
  owner: FileOwner
  kind: string
  /** null: as the browser names it. */
  name: string | null
  maxBytes: number
  /** Where the browser goes afterwards. */
  back: string | null
  proposal: string | null
}

/** An upload that has come and was not checked yet. */
export interface Arrived {
  owner: { noun: string; id: string }
  kind: string
  name: string
  bytes: number
  etag: string
  proposal: string | null
}

/** An hour to choose a file and send it over a slow line. */
const POST_SECONDS = 3600
const READ_SECONDS = 60
const quarantined = (id: FileId) => `quarantine/${id}`
const kept = (id: FileId) => `files/${id}`
const archived = (id: FileId) => `archives/${id}`

/** Metadata that isn't ASCII comes back as RFC 2047 words. */
function decoded(value: string): string {
  return value.replaceAll(/=\?utf-8\?(b|q)\?([^?]*)\?=\s*/gi, (_, form: string, text: string) =>
    form.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString() : Buffer.from(text.replaceAll('_', ' ').replaceAll(/=([0-9A-F]{2})/gi, (__, hex: string) => String.fromCharCode(parseInt(hex, 16))), 'latin1').toString())
}

/** The few verbs the platform needs of a bucket. A file stays in quarantine until its bytes have been checked. */
export class Storage {
  readonly #client: S3Client
  readonly #bucket: string

  constructor(env: Environment) {
    this.#bucket = env.XIUYUAN_FILES_BUCKET
    this.#client = new S3Client({
      region: env.AWS_REGION,
      ...(env.XIUYUAN_FILES_ENDPOINT === undefined ? {} : { endpoint: env.XIUYUAN_FILES_ENDPOINT, forcePathStyle: true }),
      ...(env.XIUYUAN_FILES_SECRET === undefined ? {} : { credentials: { accessKeyId: 'local', secretAccessKey: env.XIUYUAN_FILES_SECRET } }),
    })
  }

  async form(id: FileId, announced: Announced): Promise<UploadForm> {
    const { owner, kind, name, maxBytes, back, proposal } = announced
    // Loaded with the first form: it brings a client of its own, and the archive's task signs nothing.
    const { createPresignedPost } = await import('@aws-sdk/s3-presigned-post')
    const { url, fields } = await createPresignedPost(this.#client, {
      Bucket: this.#bucket,
      Key: quarantined(id),
      Expires: POST_SECONDS,
      Conditions: [['content-length-range', 1, maxBytes], ['starts-with', '$x-amz-meta-name', '']],
      Fields: {
        'x-amz-meta-owner': `${owner.noun}:${owner.id}`,
        'x-amz-meta-kind': kind,
        ...(proposal === null ? {} : { 'x-amz-meta-proposal': proposal }),
        ...(back === null ? { success_action_status: '201' } : { success_action_redirect: back }),
      },
    })
    // Filled in by the storage with what the browser calls the file; a name given beforehand is written out, for it may hold any character.
    return { url, fields: { ...fields, 'x-amz-meta-name': name === null ? '${filename}' : `=?UTF-8?B?${Buffer.from(name).toString('base64')}?=` } }
  }

  /** What stands in quarantine under this id; undefined when nothing has come (or it was taken already). */
  async arrived(id: FileId): Promise<Arrived | undefined> {
    try {
      const { Metadata = {}, ContentLength, ETag } = await this.#client.send(new HeadObjectCommand({ Bucket: this.#bucket, Key: quarantined(id) }))
      const [noun = '', owner = ''] = (Metadata.owner ?? '').split(':')
      return { owner: { noun, id: owner }, kind: Metadata.kind ?? '', name: decoded(Metadata.name ?? ''), bytes: ContentLength ?? 0, etag: ETag ?? '', proposal: Metadata.proposal ?? null }
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  }

  /** A part of what is in quarantine. */
  async read(id: FileId, start: number, end: number): Promise<Uint8Array> {
    if (end <= start) return new Uint8Array()
    const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: quarantined(id), Range: `bytes=${start}-${end - 1}` }))
    return Body === undefined ? new Uint8Array() : await Body.transformToByteArray()
  }

  /** Keeps the very bytes that were checked (by their ETag); what is in quarantine stays until it is discarded. */
  async keep(id: FileId, etag: string): Promise<void> {
    await this.#client.send(new CopyObjectCommand({ Bucket: this.#bucket, Key: kept(id), CopySource: `${this.#bucket}/${quarantined(id)}`, CopySourceIfMatch: etag }))
  }

  /** Keeps other bytes than those that came: a picture without what it tells of its making. */
  async keepInstead(id: FileId, bytes: Uint8Array): Promise<void> {
    await this.#client.send(new PutObjectCommand({ Bucket: this.#bucket, Key: kept(id), Body: bytes }))
  }

  async discard(id: FileId): Promise<void> {
    await this.#client.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key: quarantined(id) }))
  }

  /** A kept file as a whole: it has 20 MB at most. Undefined where its bytes are lost. */
  async whole(id: FileId): Promise<Uint8Array | undefined> {
    try {
      const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: kept(id) }))
      return Body === undefined ? new Uint8Array() : await Body.transformToByteArray()
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  }

  /** A new archive, written piece by piece; it is there once it is finished, whole, and goes by itself after a month. */
  archive(id: FileId): Promise<Parts> {
    return beginParts(this.#client, { Bucket: this.#bucket, Key: archived(id) })
  }

  async discardArchive(id: FileId): Promise<void> {
    await this.#client.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key: archived(id) }))
  }

  archiveLink(id: FileId, name: string): Promise<string> {
    return this.#sign(archived(id), name, 'application/zip')
  }

  /** An address that gives the file for a minute, to be saved under `name`, as the type that its check found. */
  link(id: FileId, name: string, type: FileType): Promise<string> {
    return this.#sign(kept(id), name, mediaTypes[type])
  }

  async #sign(key: string, name: string, type: string): Promise<string> {
    const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner')
    return getSignedUrl(this.#client, new GetObjectCommand({ Bucket: this.#bucket, Key: key, ResponseContentType: type, ResponseContentDisposition: disposition(name), ResponseCacheControl: 'private, no-store' }), { expiresIn: READ_SECONDS })
  }
}

/** The object isn't there (any more), or isn't the one that was meant. */
export const isMissing = (error: unknown): boolean => error instanceof S3ServiceException && (error.$metadata.httpStatusCode === 404 || error.$metadata.httpStatusCode === 412)

/** RFC 6266: a plain name for old readers, the real one for all others. */
export function disposition(name: string): string {
  const safe = safeName(name)
  const ending = /\.[A-Za-z0-9]{1,5}$/.exec(safe)?.[0] ?? ''
  return `attachment; filename="file${ending}"; filename*=UTF-8''${encodeURIComponent(safe).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`
}

let storage: { made: Storage; bucket: string; endpoint: string | undefined } | undefined

/** One client a process, made at first use; a test that brings up another platform gets another. */
export function theStorage(): Storage {
  const env = environment()
  if (storage === undefined || storage.bucket !== env.XIUYUAN_FILES_BUCKET || storage.endpoint !== env.XIUYUAN_FILES_ENDPOINT) {
    storage = { made: new Storage(env), bucket: env.XIUYUAN_FILES_BUCKET, endpoint: env.XIUYUAN_FILES_ENDPOINT }
  }
  return storage.made
}
