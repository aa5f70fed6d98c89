import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import type { Cast } from './cast.ts'
import type { Caller, Client } from './client.ts'
import type { Patience } from './waiting.ts'

/** What every part of the play works with. */
export interface Scene {
  client: Client
  cast: Cast
  rulebook: Rulebook
  seed: string
  /** Requests at the same time. */
  width: number
  administrator: Caller
  patience: Patience
  /** Told in passing, for whoever watches. */
  tell: (line: string) => void
}

/** A grant as the rehearsal knows it: by the number of its proposal. */
export interface Granted {
  number: number
  id: string
  title: string
  project: string | null
  payee: string
  member: Caller
}
