import { keys } from '../store/keys.ts'
import { itemKind, type Table } from '../store/table.ts'
import { type Certificate, certificateSchema } from './certificate.ts'

export const certificateItem = itemKind('certificate', certificateSchema, (certificate) => keys.certificate(certificate.id))

/**
 * Writes certificates that nobody can see yet (they are shown once the competition's awards are published), 90 a transaction. Ids are
 * derived, so that writing again after a crash writes the same items.
 */
export async function writeCertificates(table: Table, certificates: readonly Certificate[]): Promise<void> {
  for (let start = 0; start < certificates.length; start += 90) {
    await table.transact(certificates.slice(start, start + 90).map((certificate) => certificateItem.put(certificate, 'any')))
  }
}
