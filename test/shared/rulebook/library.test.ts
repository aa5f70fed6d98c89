import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LibraryError, libraryRulebooks, rulebooksIn } from '../../../shared/rulebook/library.ts'
import type { Criterion } from '../../../shared/rulebook/round.ts'
import { leavesOf } from '../../../shared/rulebook/sheet.ts'

const rulebook = (id: string) => {
  const found = libraryRulebooks().find((one) => one.id === id)
  if (!found) throw new Error(`no rulebook ${id}`)
  return found
}

describe('the rulebooks that come with the platform', () => {
  test('Qingdao: the figures that are public', () => {
    const qingdao = rulebook('qingdao-2018')
    expect(qingdao.categories).toHaveLength(9)
    expect(qingdao.rounds.map((round) => [round.weight, round.sheetTotal])).toEqual([[15, 100], [25, 100], [60, 100]])
    expect(qingdao.rounds[1]).toMatchObject({ grouping: { rule: 'by-category', count: 10 }, advance: { rule: 'top', count: 5, within: 'group' } })
    expect(qingdao.rounds[2]).toMatchObject({ panelSize: 5, pitch: { talkSeconds: 300, scoringStartsAfter: 3, announced: 'after-next-group' } })
    expect(qingdao.awards.map((award) => award.rule === 'count' && award.count)).toEqual([3, 6, 9, 12])
  })

  test('Wuhan: two kinds of entries, awarded apart', () => {
    const wuhan = rulebook('wuhan-university-2020')
    expect(wuhan.rounds.at(-1)?.pitch).toMatchObject({ talkSeconds: 210, answerSeconds: 90, people: 3 })
    const counts = (category: string) => wuhan.awards.flatMap((award) => (award.rule === 'count' && award.category === category ? [award.count] : []))
    expect(counts('project')).toEqual([1, 2, 3])
    expect(counts('venture')).toEqual([1, 1, 1])
  })

  test('Jiaxing: its four criteria, in four bands each, our weights marked as not official', () => {
    const jiaxing = rulebook('jiaxing-default')
    for (const round of jiaxing.rounds) {
      expect(round.official).toBe(false)
      expect(round.criteria.map((criterion) => criterion.label.zh)).toEqual(['需求广泛性', '现实迫切性', '公益性', '创新性'])
      expect(round.criteria.map((criterion) => criterion.anchors?.length)).toEqual([4, 4, 4, 4])
    }
    expect(jiaxing.notice).toEqual({ workingDays: 5, firstDayCounts: false, rulingWorkingDays: 5, partial: false })
    expect(jiaxing.blind).toBe(true)
  })

  test('each says where it comes from and how its gaps are filled; none claims to be official', () => {
    for (const one of libraryRulebooks()) {
      expect(one.citation.notes.length).toBeGreaterThanOrEqual(4)
      expect(one.citation.official).toBe(false)
      expect(one.form.seals).toHaveLength(3)
    }
  })

  test('whatever a reader sees is there in both languages', () => {
    const walk = (value: unknown, path: string): string[] => {
      if (typeof value !== 'object' || value === null) return []
      if ('zh' in value) return 'en' in value ? [] : [path]
      return Object.entries(value).flatMap(([key, inner]) => walk(inner, `${path}/${key}`))
    }
    expect(libraryRulebooks().flatMap((one) => walk(one, one.id))).toEqual([])
  })

  test('names, numbers, addresses and phones are marked as identifying', () => {
    for (const { form } of libraryRulebooks()) {
      const all = form.sections.flatMap((section) => section.fields.flatMap((field) => [field, ...(field.kind === 'rows' ? field.columns : [])]))
      const telling = all.filter((field) => /电话|手机|邮箱|姓名|负责人|联系人|地址|登记证号|申报单位|申报团队|法定代表人/.test(field.label.zh) && field.kind === 'text')
      expect(telling.length).toBeGreaterThan(6)
      expect(telling.filter((field) => field.identifies !== true).map((field) => field.id)).toEqual([])
    }
  })

  test('the bands of each criterion leave no whole score without words', () => {
    const holes = (criterion: Criterion) => Array.from({ length: criterion.max + 1 }, (_, score) => score)
      .filter((score) => !criterion.anchors?.some(({ from, to }) => from <= score && score <= to))
    for (const { rounds } of libraryRulebooks()) for (const { criteria } of rounds) for (const criterion of leavesOf(criteria).filter(({ computed }) => computed === undefined)) expect(holes(criterion)).toEqual([])
  })
})

describe('a folder of rulebooks', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rulebooks-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const url = () => pathToFileURL(`${folder}/`)

  test('a new file needs no code', () => {
    const own = { ...rulebook('jiaxing-default'), id: 'our-street' }
    writeFileSync(join(folder, 'our-street.json'), JSON.stringify(own))
    writeFileSync(join(folder, 'README.md'), 'not a rulebook')
    expect(rulebooksIn(url()).map(({ id }) => id)).toEqual(['our-street'])
  })

  test('a wrong file is named, with its mistakes', () => {
    writeFileSync(join(folder, 'wrong.json'), JSON.stringify({ ...rulebook('jiaxing-default'), id: 'wrong', rounds: [] }))
    expect(() => rulebooksIn(url())).toThrow(LibraryError)
    expect(() => rulebooksIn(url())).toThrow(/wrong\.json.*\n.*\/rounds: Too few items/)
  })

  test('a file that is not JSON, and one whose name is not its id', () => {
    writeFileSync(join(folder, 'broken.json'), '{ "id": ')
    expect(() => rulebooksIn(url())).toThrow(/broken\.json/)
    rmSync(join(folder, 'broken.json'))
    writeFileSync(join(folder, 'copy.json'), JSON.stringify(rulebook('jiaxing-default')))
    expect(() => rulebooksIn(url())).toThrow(/jiaxing-default\.json/)
  })
})
