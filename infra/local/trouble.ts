/** Something about this machine that its owner can mend: told as a sentence, without a stack. */
export class Trouble extends Error {
  override readonly name = 'Trouble'
}

/** The sentence for a fault of the machine, or undefined where it is a fault of ours. */
export function troubleOf(error: unknown): Trouble | undefined {
  if (error instanceof Trouble) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const message = error instanceof Error ? error.message : String(error)
  if (code === 'ENOSPC' || /database or disk is full|No space left/i.test(message)) return new Trouble('The disk is full: free some space and start again. Nothing that was acknowledged is lost. 磁盘已满：请腾出空间后重新启动，已确认的数据不会丢失。')
  if (code === 'EACCES' || code === 'EROFS' || code === 'ENOTDIR' || code === 'EEXIST') return new Trouble(`The data folder cannot be written (${message}). Choose another one with XIUYUAN_DATA. 数据文件夹不能写入，请用 XIUYUAN_DATA 另选一个。`)
  return undefined
}
