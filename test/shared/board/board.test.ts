import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { boardColumns, type BoardLine, boardLine, boardLineSchema, boardOrder, classCode, countLine, cut, noBoardCounts, shortName, waiters } from '../../../shared/board/board.ts'
import { boardLineItem } from '../../../shared/board/board.store.ts'
import { countedSchema, incubatedSchema, projectPersonSchema, projectSumsSchema, shareSchema, volunteerSumsSchema } from '../../../shared/figures/figures.ts'
import { undeclared } from '../../../shared/kernel/exposure.ts'
import { newOrganisationId, newPersonId, newProjectId } from '../../../shared/kernel/ids.ts'
import { toInstant } from '../../../shared/kernel/instant.ts'
import type { Project } from '../../../shared/project/project.ts'
import { stageNames } from '../../../shared/stage/lifecycle.ts'
import { newProject } from '../../../functions/commands/project.ts'
import { itemBytes } from '../../../infra/local/bench/size.ts'
import { beginStage } from '../../../shared/stage/begin.ts'
import { defaultDefinition } from '../../support/projects.ts'

const now = toInstant(Date.parse('2027-03-01T02:00:00Z'))

function aProject(change: Partial<Project> = {}): Project {
  const id = newProjectId()
  return { ...newProject({ id, district: '330411', organisation: { id: newOrganisationId(), name: '示例机构' }, title: '放学后的一小时', definition: defaultDefinition(), by: newPersonId(), now }), ...change }
}

/** As the table stores it: what `put` writes, with the version beside it. */
function stored(line: BoardLine): Record<string, unknown> {
  const write = boardLineItem.put(line, 'any')
  if (!('put' in write)) throw new Error('a line is put')
  return { ...write.put, type: write.type, version: 1, data: write.data }
}

test('bytes are counted as DynamoDB counts them', () => {
  // From the developer guide: names and texts in UTF-8; a number of n digits ⌈n/2⌉ + 1; a list or map 3, and 1 for each thing in it.
  expect(itemBytes({ pk: '四', n: 12, negative: -123, yes: true, none: null, list: ['a', 'bb'], map: { k: 'v' } })).toBe(
    (2 + 3) + (1 + 2) + (8 + 4) + (3 + 1) + (4 + 1) + (4 + 3 + 2 + 3) + (3 + 3 + 1 + 2))
})

test('a line with everything as long as it can be is within 300 bytes, its title of 30 Chinese characters whole', () => {
  const title = '四'.repeat(30)
  for (const stage of stageNames) {
    const fresh = aProject()
    const project = aProject({
      title, class: `c${'x'.repeat(39)}`, street: '示例街道'.repeat(5), organisation: { id: newOrganisationId(), name: '龘'.repeat(60) }, mentor: { person: newPersonId(), name: '某'.repeat(60), organisation: '机构', since: now },
      current: beginStage({ project: fresh.id, number: 999_999, name: stage, cycle: 12, definition: defaultDefinition(), now: toInstant(Date.parse('2999-12-31T00:00:00Z')) }),
    })
    const line = boardLine(project)
    expect(line.title).toBe(title)
    expect(itemBytes(stored(line))).toBeLessThanOrEqual(300)
  }
})

test('texts are cut between characters, also where one takes four bytes', () => {
  expect(cut('短', 10)).toBe('短')
  expect(cut('𠮷𠮷𠮷', 12)).toBe('𠮷𠮷𠮷')
  expect(cut('𠮷𠮷𠮷𠮷', 12)).toBe('𠮷𠮷…')
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.integer({ min: 3, max: 90 }), (text, bytes) => {
    const kept = cut(text, bytes)
    expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(bytes)
    expect(kept === text || text.startsWith(kept.slice(0, -1))).toBe(true)
  }))
})

test('an organisation is known by its name without the place that all of the district share', () => {
  expect(shortName('嘉兴市秀洲区启航社会工作发展中心')).toBe('启航社会工作发展中心')
  expect(shortName('浙江省嘉兴市秀洲区示例服务队')).toBe('示例服务队')
  expect(shortName('幸福小区志愿服务队')).toBe('幸福小区志愿服务队')
  expect(shortName('示例市区队')).toBe('示例市区队')
  expect(shortName('Example agency 3')).toBe('Example agency 3')
})

test('classes with long names keep apart', () => {
  expect(classCode('children')).toBe('children')
  expect(classCode('neighbourhood-one')).not.toBe(classCode('neighbourhood-two'))
  expect(Buffer.byteLength(classCode('neighbourhood-one'))).toBeLessThanOrEqual(12)
})

const at = fc.integer({ min: 0, max: Date.parse('2990-01-01T00:00:00Z') }).map(toInstant)

test('what is read back is what was written, and lines stand in the order of their dates', () => {
  const anyLine = fc.record({ column: fc.constantFrom(...boardColumns), when: fc.option(at), title: fc.string({ maxLength: 20 }), class: fc.constantFrom('', 'children'), street: fc.constantFrom('', '示例街道'), mentor: fc.boolean(), waitsFor: fc.constantFrom(...waiters) })
    .map(({ column, when, mentor, ...line }): BoardLine => {
      const over = column === 'closed' || column === 'ended'
      return { ...line, district: '330411', project: newProjectId(), column, dueAt: over ? null : when, endedAt: over ? (when ?? now) : null, organisation: { code: 'abcdefghjk', name: '示例' }, mentor: mentor ? { code: 'abcdef', name: '督导 1' } : null, state: over ? 'passed' : 'working' }
    })
  fc.assert(fc.property(anyLine, anyLine, (one, other) => {
    expect(boardLineItem.parse(stored(one)).value).toEqual(one)
    if (one.dueAt !== null && other.dueAt !== null && one.dueAt !== other.dueAt) expect(boardOrder(one) < boardOrder(other)).toBe(one.dueAt < other.dueAt)
    if (one.dueAt !== null && other.dueAt === null && other.endedAt === null) expect(boardOrder(one) < boardOrder(other)).toBe(true)
    if (one.endedAt !== null && other.endedAt !== null && one.endedAt !== other.endedAt) expect(boardOrder(one) < boardOrder(other)).toBe(one.endedAt > other.endedAt)
  }))
})

test('every field of what is kept of a project says who may see it', () => {
  for (const schema of [boardLineSchema, countedSchema, shareSchema, incubatedSchema, projectSumsSchema, projectPersonSchema, volunteerSumsSchema]) expect(undeclared(schema)).toEqual([])
})

test('counts with a line and without it again are the counts before', () => {
  const lines = [aProject({ street: '甲街道', class: 'children' }), aProject({ street: '乙街道' }), aProject({ state: 'closed', class: 'children' })].map(boardLine)
  const all = lines.reduce((counts, line) => countLine(counts, line, 1), noBoardCounts('330411'))
  expect(all).toMatchObject({ columns: { incubation: 2, closed: 1 }, waits: { organisation: 2 }, paused: 0, streets: { 甲街道: 1, 乙街道: 1 }, classes: { children: 2 } })
  expect(lines.reduce((counts, line) => countLine(counts, line, -1), all)).toEqual(noBoardCounts('330411'))
})
