import { DatabaseSync } from 'node:sqlite'
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'

/** What the identity home remembers: the provider's own records, and wrong passwords of late. In a file, so that a restart forgets nothing. */
export interface IdentityStore {
  adapter: AdapterFactory
  /** Wrong passwords for `what` since `since` (milliseconds since 1970). */
  wrongTries(what: string, since: number): number
  addWrongTry(what: string, at: number): void
  forgetTries(what: string): void
  close(): void
}

interface Row {
  payload: string
  consumed: number | null
}

export function openIdentityStore(file: string): IdentityStore {
  const database = new DatabaseSync(file)
  database.exec(`
    PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS record (model TEXT, id TEXT, payload TEXT NOT NULL, uid TEXT, user_code TEXT, grant_id TEXT, expires INTEGER, consumed INTEGER, PRIMARY KEY (model, id)) STRICT;
    CREATE INDEX IF NOT EXISTS record_uid ON record (model, uid);
    CREATE INDEX IF NOT EXISTS record_grant ON record (grant_id);
    CREATE INDEX IF NOT EXISTS record_expires ON record (expires);
    CREATE TABLE IF NOT EXISTS wrong_try (what TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
    CREATE INDEX IF NOT EXISTS wrong_try_what ON wrong_try (what, at);
  `)
  const upsert = database.prepare('INSERT OR REPLACE INTO record (model, id, payload, uid, user_code, grant_id, expires) VALUES (?, ?, ?, ?, ?, ?, ?)')
  const sweep = database.prepare('DELETE FROM record WHERE expires < ?')
  const byColumn = (column: 'id' | 'uid' | 'user_code') => database.prepare(`SELECT payload, consumed FROM record WHERE model = ? AND ${column} = ? AND (expires IS NULL OR expires >= ?)`)
  const found = { id: byColumn('id'), uid: byColumn('uid'), userCode: byColumn('user_code') }
  const consume = database.prepare('UPDATE record SET consumed = ? WHERE model = ? AND id = ?')
  const destroy = database.prepare('DELETE FROM record WHERE model = ? AND id = ?')
  const revoke = database.prepare('DELETE FROM record WHERE grant_id = ?')
  const count = database.prepare('SELECT count(*) AS tries FROM wrong_try WHERE what = ? AND at >= ?')
  const add = database.prepare('INSERT INTO wrong_try (what, at) VALUES (?, ?)')
  const forget = database.prepare('DELETE FROM wrong_try WHERE what = ?')

  const seconds = () => Math.floor(Date.now() / 1000)
  const read = (row: unknown): AdapterPayload | undefined => {
    if (row === undefined) return undefined
    const { payload, consumed } = row as Row
    return { ...(JSON.parse(payload) as AdapterPayload), ...(consumed === null ? {} : { consumed }) }
  }

  return {
    adapter: (model: string): Adapter => ({
      upsert: async (id, payload, expiresIn) => {
        sweep.run(seconds())
        upsert.run(model, id, JSON.stringify(payload), payload.uid ?? null, payload.userCode ?? null, payload.grantId ?? null, expiresIn === undefined ? null : seconds() + expiresIn)
      },
      find: async (id) => read(found.id.get(model, id, seconds())),
      findByUid: async (uid) => read(found.uid.get(model, uid, seconds())),
      findByUserCode: async (userCode) => read(found.userCode.get(model, userCode, seconds())),
      consume: async (id) => { consume.run(seconds(), model, id) },
      destroy: async (id) => { destroy.run(model, id) },
      revokeByGrantId: async (grantId) => { revoke.run(grantId) },
    }),
    wrongTries: (what, since) => Number((count.get(what, since) as { tries: number }).tries),
    addWrongTry: (what, at) => { add.run(what, at) },
    forgetTries: (what) => { forget.run(what) },
    close: () => database.close(),
  }
}
