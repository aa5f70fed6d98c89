import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

const kept = z.object({ signing: z.record(z.string(), z.unknown()), cookies: z.array(z.string().min(32)), clientSecret: z.string().min(32) })

/** What this home signs with, and the secret that it shares with the platform. */
export type IdentityKeys = z.infer<typeof kept>

/** Made at the first start and kept in the data folder for its owner only; the same ever after, so that a restart signs nobody out. */
export function identityKeys(data: string): IdentityKeys {
  const file = join(data, 'identity-keys.json')
  try {
    return kept.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  mkdirSync(data, { recursive: true })
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const made: IdentityKeys = {
    signing: { ...privateKey.export({ format: 'jwk' }), kid: randomBytes(9).toString('base64url'), use: 'sig', alg: 'ES256' },
    cookies: [randomBytes(32).toString('base64url')],
    clientSecret: randomBytes(32).toString('base64url'),
  }
  writeFileSync(file, JSON.stringify(made), { mode: 0o600, flag: 'wx' })
  return made
}
