import { AbortMultipartUploadCommand, CompleteMultipartUploadCommand, CreateMultipartUploadCommand, type S3Client, UploadPartCommand } from '@aws-sdk/client-s3'

/** 10,000 parts at most make 160 GB. Two of them are in memory at a time: one that fills, one on its way. */
const PART = 16 * 1024 * 1024

/** An object that is written piece by piece and is not there before it is finished. */
export interface Parts {
  /** Waits while the storage is slower than who writes. */
  write(bytes: Uint8Array): Promise<void>
  /** From now on the object is there. */
  finish(): Promise<void>
  /** Nothing stays of it. */
  abandon(): Promise<void>
}

/** Begins a multipart upload. What is neither finished nor abandoned (a process that died) the bucket drops after a day. */
export async function beginParts(client: S3Client, object: { Bucket: string; Key: string }): Promise<Parts> {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(object))
  const upload = { ...object, UploadId }
  const sent: { PartNumber: number; ETag: string | undefined }[] = []
  let part = Buffer.allocUnsafe(PART)
  let filled = 0
  let underWay: Promise<void> = Promise.resolve()

  async function send(): Promise<void> {
    await underWay
    const [Body, PartNumber] = [part.subarray(0, filled), sent.length + 1]
    const place: (typeof sent)[number] = { PartNumber, ETag: undefined }
    sent.push(place)
    part = Buffer.allocUnsafe(PART)
    filled = 0
    underWay = sendPart(PartNumber, Body, place)
    // Told to whoever waits for it next; until then it is nobody's.
    underWay.catch(() => undefined)
  }

  async function sendPart(PartNumber: number, Body: Uint8Array, place: (typeof sent)[number]): Promise<void> {
    place.ETag = (await client.send(new UploadPartCommand({ ...upload, PartNumber, Body }))).ETag
  }

  return {
    async write(bytes) {
      for (let from = 0; from < bytes.length;) {
        const taken = Math.min(PART - filled, bytes.length - from)
        part.set(bytes.subarray(from, from + taken), filled)
        filled += taken
        from += taken
        if (filled === PART) await send()
      }
    },
    async finish() {
      if (filled > 0 || sent.length === 0) await send()
      await underWay
      await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: sent } }))
    },
    async abandon() {
      await underWay.catch(() => undefined)
      await client.send(new AbortMultipartUploadCommand(upload))
    },
  }
}
