/** Words in `turnedJpeg` that would tell of its making. */
export const marked = ['CAMERA-01', '30.7N', 'xmp:CreateDate', 'IPTC-CITY', 'COMMENT-01', 'BEHIND-THE-END']

const segment = (marker: number, body: Buffer): Buffer => Buffer.concat([Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255]), body])

/** Little-endian Exif whose first directory says: turned by a quarter (6); the texts behind it stand for device and place. */
const exif = Buffer.concat([Buffer.from('Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0', 'latin1'), Buffer.from('CAMERA-01 30.7N')])

/** A JPEG of 8 × 8 as a phone makes it: Exif, XMP, IPTC, a comment, a colour profile, and a film behind its end. */
export const turnedJpeg = Buffer.concat([
  Buffer.from([0xff, 0xd8]),
  segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')), segment(0xe1, exif), segment(0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0<x xmp:CreateDate="2026-05-01"/>')),
  segment(0xe2, Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1')), segment(0xed, Buffer.from('Photoshop 3.0\0IPTC-CITY')), segment(0xfe, Buffer.from('COMMENT-01')),
  segment(0xdb, Buffer.concat([Buffer.from([0]), Buffer.alloc(64, 1)])), segment(0xc0, Buffer.from([8, 0, 8, 0, 8, 1, 1, 0x11, 0])),
  segment(0xc4, Buffer.from([0x00, 1, ...Array<number>(15).fill(0), 0])), segment(0xc4, Buffer.from([0x10, 1, ...Array<number>(15).fill(0), 0])),
  segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])), Buffer.from([0x3f, 0xff, 0x00, 0xff, 0xd9]),
  Buffer.from('BEHIND-THE-END'),
])
