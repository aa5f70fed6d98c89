import { request } from 'node:http'

export interface RawAnswer {
  status: number
  text: string
  headers: Record<string, string | string[] | undefined>
}

/** A request as it is written here: a path that no client would send, headers that a browser keeps to itself, a body in pieces. */
export function raw(url: string, method: string, path: string, options: { headers?: Record<string, string>; body?: string | Buffer; chunked?: boolean } = {}): Promise<RawAnswer> {
  const { hostname, port } = new URL(url)
  const { body, chunked = false } = options
  return new Promise((resolve, reject) => {
    const length: Record<string, string> = body === undefined || chunked ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    let answered = false
    const sent = request({ hostname, port, method, path, headers: { ...length, ...options.headers } }, (answer) => {
      answered = true
      const pieces: Buffer[] = []
      answer.on('data', (piece: Buffer) => pieces.push(piece))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(pieces).toString(), headers: answer.headers }))
      answer.on('error', reject)
    })
    // A server may answer and close before it has taken the whole body.
    sent.on('error', (error) => { if (answered) return; reject(error) })
    if (body !== undefined) sent.write(body)
    sent.end()
  })
}
