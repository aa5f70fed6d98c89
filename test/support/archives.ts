import { createHash } from 'node:crypto'
import { strFromU8, unzipSync } from 'fflate'
import { ok, poll } from './contest.ts'
import type { Somebody, TestPlatform } from './platform.ts'

interface Told { number: number; name: string; state: string; interim: boolean; made: { bytes: number; entries: number; sha256: string; manifest: string; missing: number } | null; failed: { because: { zh: string } } | null }

export interface OpenedArchive extends Told {
  /** By path. */
  files: Map<string, Uint8Array>
  /** Of the one file whose path ends so. */
  text(ending: string): string
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** What is told of a competition's newest archive. */
export const newestArchive = async (who: Somebody, competition: string): Promise<Told> => (ok(await who.api('GET', `/competitions/${competition}/archives`)) as { archives: [Told] }).archives[0]

/** Asks for an archive and waits until its machine has ended. */
export async function madeArchive(platform: TestPlatform, who: Somebody, competition: string, body: object = {}): Promise<Told> {
  ok(await who.api('POST', `/competitions/${competition}/archives`, body))
  let newest = await newestArchive(who, competition)
  await poll(platform, async () => { newest = await newestArchive(who, competition); return newest.state !== 'making' }, () => 'the archive is not made')
  return newest
}

/** The same, taken and unpacked; everything in it is checked against its list of digests. Throws where something is not as the list says. */
export async function openedArchive(platform: TestPlatform, who: Somebody, competition: string, body: object = {}): Promise<OpenedArchive> {
  const told = await madeArchive(platform, who, competition, body)
  const { url } = ok(await who.api('POST', `/competitions/${competition}/archives/${told.number}/taking`)) as { url: string }
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer())
  if (sha256(bytes) !== told.made?.sha256 || bytes.length !== told.made.bytes) throw new Error('the zip is not the one that the platform tells of')
  const files = new Map(Object.entries(unzipSync(bytes)))
  const list = files.get('SHA256SUMS.txt') ?? new Uint8Array()
  if (sha256(list) !== told.made.manifest) throw new Error('the list of digests is another')
  const digests = new Map(strFromU8(list).trim().split('\n').map((line) => [line.slice(66), line.slice(0, 64)]))
  for (const [path, content] of files) if (path !== 'SHA256SUMS.txt' && digests.get(path) !== sha256(content)) throw new Error(`${path} is not as the list says`)
  if (digests.size !== files.size - 1) throw new Error('the list names files that are not there')
  return {
    ...told, files,
    text(ending) {
      const found = [...files].filter(([path]) => path.endsWith(ending))
      if (found.length !== 1) throw new Error(`${found.length} files end with ${ending}: ${[...files.keys()].join('\n')}`)
      return strFromU8(found[0]?.[1] ?? new Uint8Array())
    },
  }
}
