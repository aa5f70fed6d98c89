import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Trouble } from './trouble.ts'

/** Keeps two platforms off one data folder. A lock left by a process that was killed counts for nothing. Throws Trouble. */
export function lockData(data: string): () => void {
  mkdirSync(data, { recursive: true })
  const file = join(data, 'platform.pid')
  const holder = holderOf(file)
  if (holder !== process.pid && isHeld(data)) {
    throw new Trouble(`The platform already runs on ${data} (process ${holder}). Stop it first, or choose another folder with XIUYUAN_DATA. 平台已在这个数据文件夹上运行（进程 ${holder}）。`)
  }
  writeFileSync(file, String(process.pid))
  return () => rmSync(file, { force: true })
}

const holderOf = (file: string): number => (existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0)

/** Whether a platform runs on the folder. */
export function isHeld(data: string): boolean {
  const holder = holderOf(join(data, 'platform.pid'))
  return holder > 1 && isPlatform(holder)
}

/** A number may have gone to another program since: only one of Node's counts. */
function isPlatform(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const commandLine = `/proc/${pid}/cmdline`
  return !existsSync(commandLine) || readFileSync(commandLine, 'utf8').includes('infra/local/')
}
