import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { rehearsalArguments } from '../../infra/local/rehearse/arguments.ts'
import { Trouble } from '../../infra/local/trouble.ts'
import { rulebookShape, type Rulebook } from '../../shared/rulebook/rulebook.ts'
import { run } from '../support/spawned.ts'

const folder = mkdtempSync(join(tmpdir(), 'xiuyuan-rehearse-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const library = (id: string): Rulebook => rulebookShape.parse(JSON.parse(readFileSync(new URL(`../../shared/rulebook/library/${id}.json`, import.meta.url), 'utf8')))

interface Figures {
  rulebook: string
  seed: string
  finalists: number
  awards: { award: string; place: number; proposal: number; total: string }[]
  notes: string[]
  apiCalls: number
  transitions: number
  seconds?: number
}

/** Runs the command as people do, with its temporary folders where the test can look at what is left. */
async function rehearse(...given: string[]): Promise<{ code: number | null; said: string; figures?: Figures; left: string[] }> {
  const own = mkdtempSync(join(folder, 'run-'))
  const json = join(own, 'figures.json')
  const { code, said } = await run('infra/local/rehearse.ts', { given: [...given, '--json', json], environment: { TMPDIR: own } })
  const left = readdirSync(own).filter((name) => name.startsWith('xiuyuan-'))
  return { code, said, left, ...(code === 0 ? { figures: JSON.parse(readFileSync(json, 'utf8')) } : {}) }
}

function file(name: string, rulebook: unknown): string {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify(rulebook))
  return path
}

describe('a rehearsal', { timeout: 180_000 }, () => {
  test('plays the same competition for the same seed, to the last figure, and leaves nothing behind', async () => {
    const given = ['--proposals', '11', '--judges', '7', '--seed', 'twice']
    const first = await rehearse(...given)
    expect(first.code, first.said).toBe(0)
    const second = await rehearse(...given)
    const { seconds: _a, ...a } = first.figures ?? { seconds: 0 }
    const { seconds: _b, ...b } = second.figures ?? { seconds: 0 }
    expect(b).toEqual(a)
    expect(first.left).toEqual([])
    // 40 of 100 go on, rounded up; of these five 10, 20 and 30 of 100 take an award, one at least.
    expect(first.figures).toMatchObject({ rulebook: 'jiaxing-default', seed: 'twice', finalists: 5 })
    expect(first.figures?.awards.map(({ award }) => award)).toEqual(['first-prize', 'second-prize', 'third-prize'])
    expect(first.said).toContain('一等奖')
  })

  test('plays a rulebook of any path, whose form it has never seen, with ties that people decide', async () => {
    const rulebook = library('wuhan-university-2020')
    const [paper, pitch] = rulebook.rounds
    if (paper === undefined || pitch === undefined) throw new Error('two rounds expected')
    // Five scores only: nearly everything is tied.
    const one = { id: 'all', label: { zh: '总评', en: 'Overall' }, max: 4 }
    const text = { kind: 'text' as const, label: { zh: '文字', en: 'Text' }, required: true }
    const found = await rehearse('--proposals', '9', '--judges', '6', '--rulebook', file('own.json', {
      ...rulebook, id: 'own-rules',
      blind: true,
      form: {
        ...rulebook.form, nameField: 'title', seals: [],
        sections: [{ id: 'all', title: { zh: '全部', en: 'All' }, fields: [
          { ...text, id: 'title', limit: 8 },
          { ...text, id: 'who', identifies: true, limit: 4 },
          { id: 'first', kind: 'date', label: { zh: '起' }, required: true }, { id: 'middle', kind: 'date', label: { zh: '中' }, required: false }, { id: 'last', kind: 'date', label: { zh: '止' }, required: true },
          { id: 'people', kind: 'integer', label: { zh: '人数' }, required: false, min: 0, max: 50 },
          { id: 'agree', kind: 'yes', label: { zh: '同意' }, required: true },
          { id: 'sum', kind: 'money', label: { zh: '合计' }, required: true, min: 1_000_001, max: 1_000_003 },
          { id: 'lines', kind: 'budget', label: { zh: '预算' }, required: true, heads: [{ id: 'a', label: { zh: '甲' }, maxPercent: 60 }, { id: 'b', label: { zh: '乙' }, maxPercent: 50 }], sources: ['grant', 'own'], maxRows: 4 },
        ] }],
        checks: [
          { rule: 'dates-in-order', from: 'first', to: 'middle' }, { rule: 'dates-in-order', from: 'middle', to: 'last' },
          { rule: 'budget-total', budget: 'lines', total: 'sum' }, { rule: 'at-least', field: 'people', value: 30 },
        ],
        attachments: [{ id: 'sheet', label: { zh: '表格' }, types: ['xlsx'], maxBytes: 100_000, maxFiles: 1, required: true, judgesSee: true }],
      },
      eligibility: { days: 5, checks: [] },
      rounds: [{ ...paper, criteria: [one], sheetTotal: 4, entry: { decimals: 0, step: 1 }, aggregation: { rule: 'median' }, decimals: 0, advance: { rule: 'top', count: 4, within: 'all' } }, { ...pitch, criteria: [one], sheetTotal: 4, entry: { decimals: 0, step: 1 }, decimals: 0 }],
      tieBreaks: [],
      awards: [{ id: 'gold', name: { zh: '金奖' }, rule: 'count', count: 1, within: 'all' }, { id: 'silver', name: { zh: '银奖' }, rule: 'count', count: 2, within: 'all' }],
    }))
    expect(found.code, found.said).toBe(0)
    expect(found.figures).toMatchObject({ rulebook: 'own-rules', finalists: 4 })
    expect(found.figures?.awards.map(({ award }) => award)).toEqual(['gold', 'silver', 'silver'])
    expect(found.said).toContain('由抽签决定 ties decided by lot')
    expect(found.said).toContain('由抽签决定 tie decided by lot')
  })

  test('with no proposal ends as the platform says, and says so', async () => {
    const found = await rehearse('--proposals', '0', '--judges', '3')
    expect(found.code, found.said).toBe(0)
    expect(found.figures).toMatchObject({ finalists: 0, awards: [] })
    expect(found.figures?.notes.join()).toContain('没有收到申报书')
  })

  test('with fewer proposals than awards gives what there is, and says so', async () => {
    const found = await rehearse('--proposals', '2', '--judges', '5', '--rulebook', file('few.json', {
      ...library('qingdao-2018'), awards: [{ id: 'only', name: { zh: '奖' }, rule: 'count', count: 5, within: 'all' }],
    }))
    expect(found.code, found.said).toBe(0)
    expect(found.figures?.awards.map(({ award, place }) => [award, place])).toEqual([['only', 1], ['only', 2]])
    expect(found.figures?.notes.join()).toContain('实际授予 2 名')
  })
})

describe('a rehearsal that cannot be', () => {
  test('lists every mistake of a wrong rulebook', async () => {
    const rulebook = library('qingdao-2018')
    const { code, said } = await rehearse('--rulebook', file('wrong.json', { ...rulebook, blind: 'yes', rounds: rulebook.rounds.map((round) => ({ ...round, weight: 10 })), awards: [] }))
    expect(code).toBe(1)
    for (const path of ['/blind', '/rounds', '/awards']) expect(said).toContain(`  ${path}: `)
    expect(said).not.toContain('    at ')
  })

  test.each([
    [['--rulebook', '/nowhere/at-all.json'], 'There is no file'],
    [['--proposals', 'many'], '--proposals takes a whole number'],
    [['--judges', '-1'], '--judges'],
    [['--seed', 'a seed with spaces'], '--seed takes'],
    [['--unheard'], 'npm run rehearse'],
  ])('says what is wrong with %s', (given, sentence) => {
    expect(() => rehearsalArguments(given)).toThrow(sentence)
    expect(() => rehearsalArguments(given)).toThrow(Trouble)
  })

  test('says that there are too few judges for the rulebook', async () => {
    const { code, said } = await rehearse('--proposals', '3', '--judges', '1')
    expect(code).toBe(1)
    expect(said).toContain('take more judges')
  })
})
