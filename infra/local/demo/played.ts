import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { Trouble } from '../trouble.ts'

const played = z.object({ demo: z.enum(['begun', 'done']).optional(), district: z.enum(['begun', 'done']).optional() })
export type Played = z.infer<typeof played>

const fileOf = (data: string): string => join(data, 'demonstration.json')

/**
 * What of the demonstration stands in a data folder. Throws Trouble where a start was stopped amid its preparation: half a contest and a
 * clock in the past are no demonstration, and going on from there would show wrong things as right.
 */
export function playedIn(data: string): Played {
  if (!existsSync(fileOf(data))) return {}
  const found = played.parse(JSON.parse(readFileSync(fileOf(data), 'utf8')))
  if (Object.values(found).includes('begun')) {
    throw new Trouble(`The demo data in ${data} was not finished: the start that prepared it was stopped. Delete this folder and start again. 上次准备演示数据时中断了，数据不完整：请删除这个文件夹，再启动。`)
  }
  return found
}

/** Plays one part, and marks it as begun before and as done after. */
export async function playPart(data: string, part: keyof Played, play: () => Promise<void>): Promise<void> {
  const before = playedIn(data)
  const mark = (state: 'begun' | 'done') => writeFileSync(fileOf(data), JSON.stringify({ ...before, [part]: state }))
  mark('begun')
  await play()
  mark('done')
}
