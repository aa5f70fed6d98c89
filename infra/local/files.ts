import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import busboy from 'busboy'
import * as z from 'zod'
import { partsFolder } from './files-parts.ts'
import { checkPolicy, type PolicyFault } from './files-policy.ts'
import { requestSigned } from './files-signature.ts'

export interface FilesOptions {
  /** Folder of the files. */
  data: string
  /** What forms, requests and links are signed with. */
  secret: string
}

/** The secret of this folder, made at the first start and kept in it. */
export function filesSecret(data: string): string {
  const path = join(data, 'secret')
  mkdirSync(data, { recursive: true })
  if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600 })
  return readFileSync(path, 'utf8')
}

const objectSchema = z.object({ blob: z.string(), bytes: z.int(), etag: z.string(), metadata: z.record(z.string(), z.string()) })
type StoredObject = z.infer<typeof objectSchema>

type Fault = PolicyFault | 'EntityTooLarge' | 'EntityTooSmall' | 'NoSuchKey' | 'NoSuchUpload' | 'PreconditionFailed' | 'InvalidRange' | 'StorageFull' | 'InternalError'
const faults: Record<Fault, { status: number; zh: string; en: string }> = {
  AccessDenied: { status: 403, zh: '这次上传的内容与申请时不一致，没有接收。请回到上一页重新上传。', en: 'This upload is not what was announced, so it was not taken. Go back and upload again.' },
  SignatureDoesNotMatch: { status: 403, zh: '上传凭证不对，没有接收。请回到上一页刷新后重新上传。', en: 'This upload is not signed by us, so it was not taken. Go back, reload and upload again.' },
  PolicyExpired: { status: 403, zh: '上传页打开超过了一小时，凭证已过期。请回到上一页刷新后重新上传。', en: 'The page was open for more than an hour. Go back, reload and upload again.' },
  MalformedPOSTRequest: { status: 400, zh: '上传的内容不完整，可能网络中断了。请回到上一页重新上传。', en: 'The upload was cut off. Go back and upload again.' },
  EntityTooLarge: { status: 400, zh: '文件太大，没有接收。请压缩后回到上一页重新上传。', en: 'The file is too large and was not taken. Make it smaller, go back and upload again.' },
  EntityTooSmall: { status: 400, zh: '没有选文件，或文件是空的。请回到上一页选好文件再上传。', en: 'No file was chosen, or it is empty. Go back, choose a file and upload again.' },
  NoSuchKey: { status: 404, zh: '没有这个文件，或链接已失效。', en: 'There is no such file, or the link has ended.' },
  NoSuchUpload: { status: 404, zh: '这次分段上传已经结束。', en: 'This upload in parts has ended.' },
  PreconditionFailed: { status: 412, zh: '文件在检查时被换过，没有接收。', en: 'The file was changed while it was checked, so it was not taken.' },
  InvalidRange: { status: 416, zh: '要读的范围不在文件里。', en: 'That range is not in the file.' },
  StorageFull: { status: 507, zh: '服务器的磁盘已满，文件没有存下。请联系管理员，稍后再传。', en: 'The disk of the server is full, so the file was not kept. Tell an administrator and try again later.' },
  InternalError: { status: 500, zh: '文件没有存下，请稍后再传。', en: 'The file was not kept. Try again later.' },
}
class FileFault extends Error {
  readonly fault: Fault
  constructor(fault: Fault) {
    super(fault)
    this.fault = fault
  }
}

/** What the platform names its objects; nothing else is ever looked up on the disk. */
const KEY = /^(quarantine|files|archives)\/[a-z]_[0-9a-z]{26}$/
const MOST_FIELD = 16 * 1024
/** Of one request of the platform's own. */
const MOST_PUT = 64 * 1024 * 1024
/** Archives go after a month, as the bucket's own rule has it (infra/aws/files.ts). */
const ARCHIVE_MILLISECONDS = 31 * 86_400_000

/**
 * The bucket of this machine: a folder that takes S3's browser POST and, signed, the few requests that shared/file/storage.ts sends
 * (path style: GET with Range, HEAD, PUT, copy, DELETE, multipart upload). Bytes are written and synced before anything points to them, so that a crash leaves
 * an object whole or absent. Mounted under any path whose last part is the bucket's parent: `/local-files/<bucket>/<key>`.
 */
export function createFiles({ data, secret }: FilesOptions): (request: IncomingMessage, response: ServerResponse) => void {
  for (const folder of ['blobs', 'quarantine', 'files', 'archives']) mkdirSync(join(data, folder), { recursive: true })
  const parts = partsFolder(data)
  dropOldArchives(data)

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://local')
    const [, , bucket = '', ...rest] = pathname.split('/')
    const key = decodeURIComponent(rest.join('/'))
    if (request.method === 'POST' && key === '') return take(request, response, bucket)
    if (!requestSigned(secret, request, Date.now())) throw new FileFault('AccessDenied')
    if (!KEY.test(key)) throw new FileFault('NoSuchKey')
    if (searchParams.has('uploads') || searchParams.has('uploadId')) return inParts(request, response, key, searchParams)
    if (request.method === 'GET' || request.method === 'HEAD') return give(request, response, await find(key))
    if (request.method === 'PUT') return request.headers['x-amz-copy-source'] === undefined ? put(request, response, key) : copy(request, response, bucket, key)
    if (request.method !== 'DELETE') throw new FileFault('AccessDenied')
    await discard(key)
    response.writeHead(204).end()
  }

  async function find(key: string): Promise<StoredObject> {
    try {
      return objectSchema.parse(JSON.parse(await readFile(join(data, `${key}.json`), 'utf8')))
    } catch (error) {
      throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? new FileFault('NoSuchKey') : error
    }
  }

  /** The entry's appearance is the moment from which the object is there. */
  async function point(key: string, object: StoredObject): Promise<void> {
    const path = join(data, `${key}.json`)
    const draft = `${path}.${randomBytes(6).toString('hex')}`
    const file = await open(draft, 'wx')
    try {
      await writeFile(file, JSON.stringify(object))
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  }

  async function discard(key: string): Promise<void> {
    const object = await find(key).catch(() => undefined)
    if (object === undefined) return
    await rm(join(data, `${key}.json`), { force: true })
    const [folder, id] = key.split('/')
    const other = await find(`${folder === 'files' ? 'quarantine' : 'files'}/${id}`).catch(() => undefined)
    if (other?.blob !== object.blob) await rm(join(data, 'blobs', object.blob), { force: true })
  }

  async function copy(request: IncomingMessage, response: ServerResponse, bucket: string, key: string): Promise<void> {
    request.resume()
    const source = decodeURIComponent(String(request.headers['x-amz-copy-source'] ?? '')).replace(/^\//, '')
    const from = source.slice(bucket.length + 1)
    if (!source.startsWith(`${bucket}/`) || !KEY.test(from)) throw new FileFault('AccessDenied')
    const object = await find(from)
    const wanted = request.headers['x-amz-copy-source-if-match']
    if (wanted !== undefined && wanted !== object.etag) throw new FileFault('PreconditionFailed')
    // Bytes never change once written, so both names can point to the same.
    await point(key, object)
    response.writeHead(200, { 'content-type': 'application/xml' }).end(`<?xml version="1.0"?><CopyObjectResult><ETag>${object.etag.replaceAll('"', '&quot;')}</ETag></CopyObjectResult>`)
  }

  async function put(request: IncomingMessage, response: ServerResponse, key: string): Promise<void> {
    const { blob, bytes, etag } = await written(request, { least: 0, most: MOST_PUT })
    await point(key, { blob, bytes, etag, metadata: {} })
    response.writeHead(200, { etag }).end()
  }

  async function inParts(request: IncomingMessage, response: ServerResponse, key: string, query: URLSearchParams): Promise<void> {
    const upload = query.get('uploadId') ?? ''
    const xml = (text: string) => { response.writeHead(200, { 'content-type': 'application/xml' }).end(`<?xml version="1.0" encoding="UTF-8"?>${text}`) }
    if (request.method === 'PUT') {
      const etag = await parts.take(upload, Number(query.get('partNumber')), request)
      if (etag === undefined) throw new FileFault('NoSuchUpload')
      response.writeHead(200, { etag }).end()
      return
    }
    request.resume()
    if (request.method === 'DELETE') {
      await parts.drop(upload)
      response.writeHead(204).end()
    } else if (request.method === 'POST' && query.has('uploads')) {
      xml(`<InitiateMultipartUploadResult><UploadId>${await parts.begin()}</UploadId></InitiateMultipartUploadResult>`)
    } else if (request.method === 'POST') {
      const blob = randomBytes(16).toString('hex')
      const joined = await parts.join(upload, join(data, 'blobs', blob))
      if (joined === undefined) throw new FileFault('NoSuchUpload')
      await point(key, { blob, ...joined, metadata: {} })
      await parts.drop(upload)
      xml(`<CompleteMultipartUploadResult><ETag>${joined.etag.replaceAll('"', '&quot;')}</ETag></CompleteMultipartUploadResult>`)
    } else throw new FileFault('AccessDenied')
  }

  /** Bytes on the disk under a name of their own, that nothing points to yet. */
  async function written(from: Readable, { least, most }: { least: number; most: number }): Promise<{ blob: string; bytes: number; etag: string }> {
    const blob = randomBytes(16).toString('hex')
    const path = join(data, 'blobs', blob)
    const digest = createHash('md5')
    let bytes = 0
    const counted = new Transform({
      transform(chunk: Buffer, _, done) {
        bytes += chunk.length
        digest.update(chunk)
        if (bytes > most) done(new FileFault('EntityTooLarge'))
        else done(null, chunk)
      },
    })
    try {
      await pipeline(from, counted, createWriteStream(path, { flush: true }))
      if (bytes < least) throw new FileFault('EntityTooSmall')
      return { blob, bytes, etag: `"${digest.digest('hex')}"` }
    } catch (error) {
      await rm(path, { force: true })
      throw error
    }
  }

  async function give(request: IncomingMessage, response: ServerResponse, object: StoredObject): Promise<void> {
    const query = new URL(request.url ?? '/', 'http://local').searchParams
    const asked = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '')
    const start = asked === null ? 0 : Number(asked[1])
    const end = Math.min(object.bytes - 1, asked === null || asked[2] === '' ? Infinity : Number(asked[2]))
    if (asked !== null && start > end) throw new FileFault('InvalidRange')
    response.writeHead(asked === null ? 200 : 206, {
      'accept-ranges': 'bytes', 'content-length': end - start + 1, etag: object.etag, 'last-modified': new Date(0).toUTCString(),
      'content-type': query.get('response-content-type') ?? 'application/octet-stream',
      'content-disposition': query.get('response-content-disposition') ?? 'attachment',
      'cache-control': query.get('response-cache-control') ?? 'private, no-store',
      // Here files come from the platform's own origin: nothing in them may run or be taken for a page.
      'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox", 'cross-origin-resource-policy': 'same-origin',
      ...(asked === null ? {} : { 'content-range': `bytes ${start}-${end}/${object.bytes}` }),
      ...Object.fromEntries(Object.entries(object.metadata).map(([name, value]) => [`x-amz-meta-${name}`, /^[\u0020-\u007e]*$/.test(value) ? value : `=?UTF-8?B?${Buffer.from(value).toString('base64')}?=`])),
    })
    if (request.method === 'HEAD' || object.bytes === 0) response.end()
    else await pipeline(createReadStream(join(data, 'blobs', object.blob), { start, end }), response)
  }

  async function take(request: IncomingMessage, response: ServerResponse, bucket: string): Promise<void> {
    const fields = new Map<string, string>()
    let received: Promise<{ key: string }> | undefined
    let fail: (fault: unknown) => void = () => undefined
    const failed = new Promise<never>((_, reject) => { fail = reject })
    const form = busboy({ headers: request.headers, defParamCharset: 'utf8', limits: { files: 1, fields: 30, fieldSize: MOST_FIELD } })
    form.on('field', (name, value) => fields.set(name, value))
    form.on('file', (name, stream, info) => {
      received = name === 'file' ? receive(bucket, fields, stream, info.filename ?? '') : Promise.reject(new FileFault('MalformedPOSTRequest'))
      received.catch(fail)
    })
    // What is refused is refused at once; the rest of it is read and dropped (refuse), so that the browser comes to read the answer.
    const read = pipeline(request, form).catch(() => { throw new FileFault('MalformedPOSTRequest') })
    let key: string
    try {
      await Promise.race([read, failed])
      if (received === undefined) throw new FileFault('EntityTooSmall')
      key = (await received).key
    } catch (error) {
      // Sent without a file: the page that it came from says so beside its field.
      const page = fields.get('success_action_redirect')
      if (!(error instanceof FileFault && error.fault === 'EntityTooSmall') || page === undefined || !checkPolicy(secret, bucket, fields, Date.now()).ok) throw error
      response.writeHead(303, { location: page }).end()
      return
    }
    const object = await find(key)
    const back = fields.get('success_action_redirect')
    if (back === undefined) {
      response.writeHead(fields.get('success_action_status') === '201' ? 201 : 204).end()
      return
    }
    const url = new URL(back)
    for (const [name, value] of [['bucket', bucket], ['key', key], ['etag', object.etag]] as const) url.searchParams.set(name, value)
    response.writeHead(303, { location: url.href }).end()
  }

  async function receive(bucket: string, fields: Map<string, string>, stream: Readable, filename: string): Promise<{ key: string }> {
    for (const [name, value] of fields) fields.set(name, value.replaceAll('${filename}', filename))
    const policy = checkPolicy(secret, bucket, fields, Date.now())
    if (!policy.ok) throw new FileFault(policy.fault)
    const key = fields.get('key') ?? ''
    if (!KEY.test(key)) throw new FileFault('AccessDenied')
    const { blob, bytes, etag } = await written(stream, policy)
    const metadata = Object.fromEntries([...fields].flatMap(([name, value]) => (name.toLowerCase().startsWith('x-amz-meta-') ? [[name.toLowerCase().slice('x-amz-meta-'.length), value]] : [])))
    const before = await find(key).catch(() => undefined)
    await point(key, { blob, bytes, etag, metadata })
    if (before !== undefined) await rm(join(data, 'blobs', before.blob), { force: true })
    return { key }
  }

  return (request, response) => {
    serve(request, response).catch((error: unknown) => refuse(request, response, error))
  }
}

function dropOldArchives(data: string): void {
  for (const name of readdirSync(join(data, 'archives'))) {
    const path = join(data, 'archives', name)
    if (Date.now() - statSync(path).mtimeMs < ARCHIVE_MILLISECONDS) continue
    const { blob } = objectSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
    rmSync(join(data, 'blobs', blob), { force: true })
    rmSync(path)
  }
}

/** A link to the page that the form was on, where the browser tells it. */
function backTo({ headers }: IncomingMessage): string {
  const from = URL.canParse(headers.referer ?? '') ? new URL(headers.referer ?? '') : undefined
  return from === undefined || from.host !== headers.host ? '' : `<p><a href="${`${from.pathname}${from.search}`.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')}">返回再传 Back to the form</a></p>`
}

function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  request.unpipe()
  request.resume()
  const { code } = error as NodeJS.ErrnoException
  const fault: Fault = error instanceof FileFault ? error.fault : code === 'ENOSPC' || code === 'EDQUOT' ? 'StorageFull' : 'InternalError'
  if (fault === 'InternalError') console.error(JSON.stringify({ level: 'error', message: error instanceof Error ? (error.stack ?? error.message) : String(error), path: 'local-files' }))
  if (response.headersSent) {
    response.destroy()
    return
  }
  const { status, zh, en } = faults[fault]
  const asPage = (request.headers.accept ?? '').includes('text/html')
  response.writeHead(status, { 'content-type': asPage ? 'text/html; charset=utf-8' : 'application/xml; charset=utf-8', 'content-security-policy': "default-src 'none'", 'x-content-type-options': 'nosniff', connection: 'close' })
  if (request.method === 'HEAD') response.end()
  else if (asPage) response.end(`<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>没有传上去</title></head><body><h1>没有传上去</h1><p>${zh}</p><p lang="en">${en}</p>${backTo(request)}</body></html>`)
  else response.end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${fault}</Code><Message>${en}</Message></Error>`)
}
