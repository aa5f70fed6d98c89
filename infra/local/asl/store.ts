import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { HistoryEvent } from './history.ts'
import type { JsonObject } from './json.ts'
import type { End, Progress } from './progress.ts'

/** A state machine as stored; times are milliseconds since 1970. `revision` is null until the first update, as on AWS. */
export interface MachineRow {
  arn: string
  name: string
  status: 'ACTIVE' | 'DELETING'
  created: number
  definitionId: number
  definition: string
  roleArn: string
  revision: string | null
  updated: number
}

/** An execution as stored. */
export interface ExecutionRow {
  id: number
  arn: string
  name: string
  machineArn: string
  machineName: string
  definitionId: number
  definition: string
  roleArn: string
  revision: string | null
  updated: number
  status: string
  input: string
  output: string | null
  error: string | null
  cause: string | null
  started: number
  stopped: number | null
  progress: string | null
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS definition (
    id INTEGER PRIMARY KEY, machineArn TEXT NOT NULL, definition TEXT NOT NULL, roleArn TEXT NOT NULL, revision TEXT,
    updated INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS machine (
    arn TEXT PRIMARY KEY, name TEXT NOT NULL, status TEXT NOT NULL, created INTEGER NOT NULL,
    definitionId INTEGER NOT NULL REFERENCES definition(id)
  );
  CREATE INDEX IF NOT EXISTS machine_by_name ON machine(name);
  CREATE TABLE IF NOT EXISTS execution (
    id INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, name TEXT NOT NULL, machineArn TEXT NOT NULL, machineName TEXT NOT NULL,
    definitionId INTEGER NOT NULL REFERENCES definition(id), status TEXT NOT NULL, input TEXT NOT NULL, output TEXT, error TEXT, cause TEXT,
    started INTEGER NOT NULL, stopped INTEGER, due INTEGER, progress TEXT
  );
  CREATE INDEX IF NOT EXISTS execution_by_machine ON execution(machineArn, id);
  CREATE INDEX IF NOT EXISTS execution_by_status ON execution(machineArn, status, id);
  CREATE INDEX IF NOT EXISTS execution_running ON execution(id) WHERE status = 'RUNNING';
  CREATE INDEX IF NOT EXISTS execution_due ON execution(due) WHERE due IS NOT NULL;
  CREATE TABLE IF NOT EXISTS event (
    execution INTEGER NOT NULL, id INTEGER NOT NULL, previousEventId INTEGER NOT NULL, at INTEGER NOT NULL, type TEXT NOT NULL,
    details TEXT,
    PRIMARY KEY (execution, id)
  ) WITHOUT ROWID;
`

const MACHINE = `SELECT m.arn, m.name, m.status, m.created, m.definitionId, d.definition, d.roleArn, d.revision, d.updated
  FROM machine m JOIN definition d ON d.id = m.definitionId`
const EXECUTION = `SELECT e.*, d.definition, d.roleArn, d.revision, d.updated FROM execution e JOIN definition d ON d.id = e.definitionId`

/** A page of rows and the key to go on from, when there are more. */
export interface Page<Row> {
  rows: Row[]
  next?: string | number
}

function page<Row>(rows: Row[], limit: number, keyOf: (row: Row) => string | number): Page<Row> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return rows.length > limit && last !== undefined ? { rows: shown, next: keyOf(last) } : { rows: shown }
}

export type Store = ReturnType<typeof openStore>

/** SQLite's word for a file that another process holds. */
const BUSY = 5

/** Takes the file for this process alone: two runners of one folder would do everything twice. A killed one lets go at once. */
function openDatabase(folder: string): DatabaseSync {
  mkdirSync(folder, { recursive: true })
  const database = new DatabaseSync(join(folder, 'workflows.sqlite'))
  try {
    database.exec('PRAGMA busy_timeout = 2000; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    database.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT`)
    return database
  } catch (error) {
    database.close()
    if ((error as { errcode?: number }).errcode === BUSY) {
      throw new Error(`another runner is at work in the folder ${folder}`, { cause: error })
    }
    throw error
  }
}

/**
 * Opens (or makes) the runner's file in a folder. Every write is on disk when its call returns.
 * @throws Error when another process has it open
 */
export function openStore(folder: string) {
  const database = openDatabase(folder)
  const prepared = new Map<string, ReturnType<typeof database.prepare>>()
  const statement = (sql: string) => {
    const known = prepared.get(sql) ?? database.prepare(sql)
    prepared.set(sql, known)
    return known
  }
  const all = <Row>(sql: string, ...values: SQLInputValue[]) => statement(sql).all(...values) as Row[]
  const one = <Row>(sql: string, ...values: SQLInputValue[]) => statement(sql).get(...values) as Row | undefined
  const run = (sql: string, ...values: SQLInputValue[]) => statement(sql).run(...values)

  function transaction<T>(work: () => T): T {
    database.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      database.exec('COMMIT')
      return result
    } catch (error) {
      database.exec('ROLLBACK')
      throw error
    }
  }

  function addDefinition(machineArn: string, definition: string, roleArn: string, revision: string | null, updated: number): number {
    const sql = 'INSERT INTO definition (machineArn, definition, roleArn, revision, updated) VALUES (?, ?, ?, ?, ?)'
    return Number(run(sql, machineArn, definition, roleArn, revision, updated).lastInsertRowid)
  }

  function addEvents(execution: number, events: HistoryEvent[]): void {
    for (const { id, previousEventId, at, type, details } of events) {
      const text = details === undefined ? null : JSON.stringify(details)
      const sql = 'INSERT INTO event (execution, id, previousEventId, at, type, details) VALUES (?, ?, ?, ?, ?, ?)'
      run(sql, execution, id, previousEventId, at, type, text)
    }
  }

  function removeMachine(arn: string): void {
    run('DELETE FROM event WHERE execution IN (SELECT id FROM execution WHERE machineArn = ?)', arn)
    run('DELETE FROM execution WHERE machineArn = ?', arn)
    run('DELETE FROM machine WHERE arn = ?', arn)
    run('DELETE FROM definition WHERE machineArn = ?', arn)
  }

  const isRunning = (arn: string) => one("SELECT 1 FROM execution WHERE machineArn = ? AND status = 'RUNNING' LIMIT 1", arn) !== undefined

  return {
    machine: (arn: string) => one<MachineRow>(`${MACHINE} WHERE m.arn = ?`, arn),

    /** Machines by name, `limit` of them after the name `after`. */
    machines(after: string, limit: number): Page<MachineRow> {
      const sql = `${MACHINE} WHERE m.status = 'ACTIVE' AND m.name > ? ORDER BY m.name LIMIT ?`
      return page(all<MachineRow>(sql, after, limit + 1), limit, (row) => row.name)
    },

    createMachine: (arn: string, name: string, definition: string, roleArn: string, now: number) =>
      transaction(() => {
        const id = addDefinition(arn, definition, roleArn, null, now)
        run("INSERT INTO machine (arn, name, status, created, definitionId) VALUES (?, ?, 'ACTIVE', ?, ?)", arn, name, now, id)
      }),

    /** New executions start with the new definition; running ones keep theirs. */
    updateMachine: (arn: string, definition: string, roleArn: string, revision: string, now: number) =>
      transaction(() => {
        const id = addDefinition(arn, definition, roleArn, revision, now)
        run('UPDATE machine SET definitionId = ? WHERE arn = ?', id, arn)
      }),

    /** Removes the machine with its executions; while some of them run, it is only marked. */
    deleteMachine: (arn: string) =>
      transaction(() => {
        if (isRunning(arn)) run("UPDATE machine SET status = 'DELETING' WHERE arn = ?", arn)
        else removeMachine(arn)
      }),

    execution: (arn: string) => one<ExecutionRow>(`${EXECUTION} WHERE e.arn = ?`, arn),
    executionById: (id: number) => one<ExecutionRow>(`${EXECUTION} WHERE e.id = ?`, id),

    /** Executions of a machine, newest first, `limit` of them older than the id `before`. */
    executions(machineArn: string, status: string | undefined, before: number, limit: number): Page<ExecutionRow> {
      const [which, rest] = status === undefined ? ['', []] : [' AND e.status = ?', [status]]
      const sql = `${EXECUTION} WHERE e.machineArn = ?${which} AND e.id < ? ORDER BY e.id DESC LIMIT ?`
      const rows = all<ExecutionRow>(sql, machineArn, ...rest, before, limit + 1)
      return page(rows, limit, (row) => row.id)
    },

    /** Adds a running execution with its first event; gives its id. */
    addExecution: (machine: MachineRow, arn: string, name: string, input: string, progress: Progress, first: HistoryEvent, due?: number) =>
      transaction(() => {
        const sql = `INSERT INTO execution (arn, name, machineArn, machineName, definitionId, status, input, started, due, progress)
          VALUES (?, ?, ?, ?, ?, 'RUNNING', ?, ?, ?, ?)`
        const values = [arn, name, machine.arn, machine.name, machine.definitionId, input, first.at, due ?? null, JSON.stringify(progress)]
        const id = Number(run(sql, ...values).lastInsertRowid)
        addEvents(id, [first])
        return id
      }),

    /** Writes one transition: its events and where the execution stands now. */
    advance: (id: number, events: HistoryEvent[], progress: Progress, due: number | undefined) =>
      transaction(() => {
        addEvents(id, events)
        run('UPDATE execution SET progress = ?, due = ? WHERE id = ?', JSON.stringify(progress), due ?? null, id)
      }),

    /** Writes an execution's last transition; the last one of a machine being deleted takes the machine with it. */
    end: (id: number, machineArn: string, events: HistoryEvent[], end: End, now: number) =>
      transaction(() => {
        addEvents(id, events)
        const output = end.output === undefined ? null : JSON.stringify(end.output)
        const sql = `UPDATE execution SET status = ?, output = ?, error = ?, cause = ?, stopped = ?, due = NULL, progress = NULL
          WHERE id = ?`
        run(sql, end.status, output, end.error ?? null, end.cause ?? null, now, id)
        const status = one<{ status: string }>('SELECT status FROM machine WHERE arn = ?', machineArn)?.status
        if (status === 'DELETING' && !isRunning(machineArn)) removeMachine(machineArn)
      }),

    /** Events of an execution beyond the id `from`, in or against the order of time. */
    events(execution: number, from: number, limit: number, reverse: boolean): Page<HistoryEvent> {
      const sql = reverse
        ? 'SELECT * FROM event WHERE execution = ? AND id < ? ORDER BY id DESC LIMIT ?'
        : 'SELECT * FROM event WHERE execution = ? AND id > ? ORDER BY id LIMIT ?'
      const rows = all<Omit<HistoryEvent, 'details'> & { details: string | null }>(sql, execution, from, limit + 1)
      return page(
        rows.map(({ details, ...event }) => (details === null ? event : { ...event, details: JSON.parse(details) as JsonObject })),
        limit,
        (event) => event.id,
      )
    },

    /** Ids of executions that have something to do now: a state to enter, or a call that the last run of this program left out. */
    unfinished: () =>
      all<{ id: number }>(
        "SELECT id FROM execution WHERE status = 'RUNNING' AND json_extract(progress, '$.phase') IN ('ready', 'invoking') ORDER BY id",
      ).map((row) => row.id),

    /** Ids whose moment has come, the earliest first. */
    dueBy(now: number, limit: number): number[] {
      const sql = 'SELECT id FROM execution WHERE due IS NOT NULL AND due <= ? ORDER BY due, id LIMIT ?'
      return all<{ id: number }>(sql, now, limit).map((row) => row.id)
    },

    nextDue: () => one<{ due: number | null }>('SELECT MIN(due) AS due FROM execution WHERE due IS NOT NULL')?.due ?? undefined,

    close: () => database.close(),
  }
}
