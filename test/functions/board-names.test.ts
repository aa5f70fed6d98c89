import exceljs from 'exceljs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rebuild } from '../../functions/commands/rebuild.ts'
import { boardNamesItem } from '../../shared/board/board.store.ts'
import { newPersonId } from '../../shared/kernel/ids.ts'
import { keys } from '../../shared/store/keys.ts'
import { ok } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { fullAnswers, projectIn } from '../support/projects.ts'
import { admittedOrganisation } from '../support/proposals.ts'

const LONG = '嘉兴市秀洲区阳光少年社会工作服务与志愿发展促进中心'
const STREET = '高照街道运河新区管理委员会'
const MENTOR = '阿依古丽·买买提'
let platform: TestPlatform
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
  const [long, short] = [await admittedOrganisation(platform, LONG), await admittedOrganisation(platform, 'ＡＥＤ 急救队')]
  const mentor = { person: newPersonId(), name: MENTOR, organisation: '示例机构', since: platform.clock.now() }
  await projectIn(platform, 'implementation', { id: long, name: LONG }, { street: STREET, mentor }, fullAnswers({ name: '放学后的一小时', street: STREET }))
  await projectIn(platform, 'incubation', { id: short, name: 'ＡＥＤ 急救队' }, { street: '乙镇' }, fullAnswers({ name: '人人会用 AED' }))
  platform.platform.streams.poke()
  await platform.platform.streams.caughtUp()
})
afterAll(async () => { await platform.close() })

const titles = async (q: string): Promise<string[]> => ok(await administrator.api('GET', `/board?view=table&q=${encodeURIComponent(q)}`)).lines.map(({ title }: { title: string }) => title)

test.each([
  ['志愿发展促进中心', ['放学后的一小时']], [LONG, ['放学后的一小时']], ['秀洲区 促进中心 放学', ['放学后的一小时']], ['促进中心 急救', []], ['aed', ['人人会用 AED']], ['ＡＥＤ', ['人人会用 AED']], ['　急救队　人人', ['人人会用 AED']],
])('the board finds “%s”', async (q, expected) => { expect(await titles(q)).toEqual(expected) })

test('a file has every name in full', async () => {
  const response = await fetch(`${platform.url}/board/export?q=${encodeURIComponent('促进中心')}`, { headers: { cookie: `session=${administrator.cookie}`, 'accept-language': 'zh' } })
  const book = new exceljs.Workbook()
  await book.xlsx.load(await response.arrayBuffer())
  const [row] = book.worksheets[0]?.getSheetValues().slice(2) ?? []
  expect(row).toEqual(expect.arrayContaining([LONG, STREET, MENTOR]))
})

test('the names are made again by a rebuild', async () => {
  const read = async () => (await platform.table.get(boardNamesItem, keys.boardNames('330411')))?.value
  const before = await read()
  expect(Object.values(before?.organisations ?? {})).toEqual([LONG])
  await platform.table.transact([{ remove: keys.boardNames('330411'), expect: 'any' }])
  await rebuild({ table: platform.table }, '330411')
  expect(await read()).toEqual(before)
})
