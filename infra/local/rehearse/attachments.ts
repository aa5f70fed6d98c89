import { strToU8, zipSync } from 'fflate'
import type { FileType } from '../../../shared/file/file.ts'

const xml = (body: string) => strToU8(`<?xml version="1.0" encoding="UTF-8"?>${body}`)
const office = (main: string, body: string) => zipSync({ '[Content_Types].xml': xml('<Types/>'), [main]: xml(body) }, { mtime: '2020-01-01' })
const fromBase64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))

/** The smallest file of each type that is one by its bytes. */
export const files: Record<FileType, () => Uint8Array> = {
  pdf: () => strToU8('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
  png: () => fromBase64('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='),
  jpg: () => fromBase64('/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA='),
  docx: () => office('word/document.xml', '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'),
  xlsx: () => office('xl/workbook.xml', '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'),
}
