/** The segments of a JPEG that its image needs: JFIF, a colour profile, Adobe's colour transform. All other application segments and comments only tell of its making. */
function keptSegment(marker: number, name: string): boolean {
  const tells = (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe
  return !tells || marker === 0xe0 || marker === 0xee || (marker === 0xe2 && name.startsWith('ICC_PROFILE'))
}
/** Chunks of a PNG that tell of its making: the camera's own, texts, the time. */
const droppedChunks = new Set(['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME'])

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/**
 * A picture without what tells where, when and with what it was taken, and without anything that was put behind its end (a phone's film or
 * second picture, with a place of its own). The image's own bytes stay as they are; how it is to be turned stays too, or a phone's pictures
 * would lie on their sides. Undefined where the bytes are no whole picture.
 */
export const withoutOrigin = (type: 'jpg' | 'png', bytes: Uint8Array): Uint8Array | undefined => (type === 'jpg' ? bareJpeg(bytes) : barePng(bytes))

function bareJpeg(bytes: Uint8Array): Uint8Array | undefined {
  const view = viewOf(bytes)
  const kept: Uint8Array[] = [bytes.subarray(0, 2)]
  let orientation = 1
  let at = 2
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined
    const marker = bytes[at + 1] ?? 0
    // A marker may stand behind any number of fill bytes.
    if (marker === 0xff) {
      at += 1
      continue
    }
    const end = at + 2 + view.getUint16(at + 2)
    if (end > bytes.length) return undefined
    const segment = bytes.subarray(at, end)
    if (marker === 0xe1 && latin1(segment.subarray(4, 10)) === 'Exif\0\0') orientation = orientationIn(segment.subarray(10))
    if (keptSegment(marker, latin1(segment.subarray(4, 16)))) kept.push(segment)
    at = end
    if (marker === 0xda) {
      const stop = endOfScan(bytes, at)
      if (stop === undefined) return undefined
      kept.push(bytes.subarray(at, stop))
      at = stop
      if (bytes[at + 1] === 0xd9) return joined([...kept.slice(0, 1), ...(orientation === 1 ? [] : [turned(orientation)]), ...kept.slice(1), bytes.subarray(at, at + 2)])
    }
  }
  return undefined
}

/** Where the marker after a scan's data stands; in the data 0xff is followed by 0 or a restart mark. */
function endOfScan(bytes: Uint8Array, from: number): number | undefined {
  for (let at = bytes.indexOf(0xff, from); at !== -1 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  return undefined
}

/** Exif 2.3, tag 0x0112 of the first directory: 1 to 8; 1, as it stands, where it isn't said. */
function orientationIn(tiff: Uint8Array): number {
  if (tiff.length < 8) return 1
  const view = viewOf(tiff)
  const little = tiff[0] === 0x49
  const start = view.getUint32(4, little)
  if (start + 2 > tiff.length) return 1
  for (let i = 0, at = start + 2; i < view.getUint16(start, little) && at + 12 <= tiff.length; i += 1, at += 12) {
    if (view.getUint16(at, little) !== 0x0112) continue
    const value = view.getUint16(at + 8, little)
    return value >= 1 && value <= 8 ? value : 1
  }
  return 1
}

/** An Exif segment that says nothing but how the picture is to be turned. */
const turned = (orientation: number): Uint8Array => Uint8Array.from([0xff, 0xe1, 0, 34, ...Buffer.from('Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01', 'latin1'), 0, orientation, 0, 0, 0, 0, 0, 0])

function barePng(bytes: Uint8Array): Uint8Array | undefined {
  const view = viewOf(bytes)
  const kept: Uint8Array[] = [bytes.subarray(0, 8)]
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 12 + view.getUint32(at)
    if (end > bytes.length) return undefined
    const name = latin1(bytes.subarray(at + 4, at + 8))
    if (!droppedChunks.has(name)) kept.push(bytes.subarray(at, end))
    if (name === 'IEND') return joined(kept)
    at = end
  }
  return undefined
}

const joined = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))
