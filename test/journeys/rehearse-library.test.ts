import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { contentFor } from '../../infra/local/rehearse/content.ts'
import { libraryRulebooks } from '../../shared/rulebook/library.ts'
import { run } from '../support/spawned.ts'

const folder = mkdtempSync(join(tmpdir(), 'xiuyuan-rehearse-library-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const books = libraryRulebooks().map(({ id, kind }) => ({ id, kind }))

describe('every rulebook of the library', () => {
  test.each(libraryRulebooks())('$id: proposals can be written that its form and its call let through', (rulebook) => {
    for (let number = 1; number <= 150; number += 1) expect(Object.keys(contentFor(rulebook, 'library', number)).length).toBeGreaterThan(20)
  })

  test.each(books)('$id is played: a contest to its awards, a venture to the end of its judging', { timeout: 180_000 }, async ({ id, kind }) => {
    const json = join(folder, `${id}.json`)
    const rulebook = fileURLToPath(new URL(`../../shared/rulebook/library/${id}.json`, import.meta.url))
    const { code, said } = await run('infra/local/rehearse.ts', { given: ['--rulebook', rulebook, '--proposals', '6', '--judges', '8', '--json', json] })
    expect(code, said).toBe(0)
    const figures = JSON.parse(readFileSync(json, 'utf8'))
    expect(figures).toMatchObject({ rulebook: id })
    expect(figures.finalists).toBeGreaterThan(0)
    if (kind === 'contest') expect(figures.awards.length).toBeGreaterThan(0)
    else expect(figures.notes.join()).toContain('评审结束为止')
  })
})
