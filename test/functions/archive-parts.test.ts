import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { theStorage } from '../../shared/file/storage.ts'
import { newFileId } from '../../shared/kernel/ids.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const entry = (id: string) => join(platform.data, 'files', 'archives', `${id}.json`)

test('what is written in pieces of any size is one object, whole, and not there before its end', async () => {
  const id = newFileId()
  const bytes = randomBytes(35 * 1024 * 1024)
  const upload = await theStorage().archive(id)
  for (let [from, size] = [0, 1]; from < bytes.length; [from, size] = [from + size, (size * 7) % 9_000_000 + 1]) await upload.write(bytes.subarray(from, from + size))
  expect(existsSync(entry(id))).toBe(false)
  await upload.finish()
  const response = await fetch(await theStorage().archiveLink(id, '归档.zip'))
  expect(response.headers.get('content-type')).toBe('application/zip')
  expect(response.headers.get('content-disposition')).toContain(encodeURIComponent('归档.zip'))
  expect(sha256(new Uint8Array(await response.arrayBuffer()))).toBe(sha256(bytes))
})

test('what is abandoned leaves nothing, and takes no more', async () => {
  const id = newFileId()
  const upload = await theStorage().archive(id)
  await upload.write(randomBytes(17 * 1024 * 1024))
  await upload.abandon()
  expect(existsSync(entry(id))).toBe(false)
  expect(readdirSync(join(platform.data, 'files', 'uploads'))).toEqual([])
  await expect(upload.finish()).rejects.toThrow()
})

test('an address of an archive is no way to another one', async () => {
  const id = newFileId()
  const upload = await theStorage().archive(id)
  await upload.finish()
  const link = await theStorage().archiveLink(id, 'a.zip')
  expect((await fetch(link)).status).toBe(200)
  expect((await fetch(link.replace(id, newFileId()))).status).toBe(403)
  await theStorage().discardArchive(id)
  expect((await fetch(link)).status).toBe(404)
})
