import { unmarshall } from '@aws-sdk/util-dynamodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sequelOf } from '../../functions/commands/sequel.ts'
import { organisationHead } from '../../infra/local/demo/register.ts'
import { ok } from '../support/contest.ts'
import { judging } from '../support/judging.ts'
import type { TestPlatform } from '../support/platform.ts'
import { nextCode, type Register, registered, startRegistry, xlsxOf } from '../support/registry.ts'
import { streamOf } from '../support/stream.ts'

let platform: TestPlatform
let register: Register
beforeAll(async () => { ({ platform, register } = await startRegistry()) })
afterAll(() => platform.close())

const LINES = 2000

test('an import of two thousand lines asks for one look at who is tied to whom, which finds what the lines tell', async () => {
  const made = await judging(platform, { proposals: 2, judges: 2 })
  const [judge, proposal] = [made.judges[0], made.proposals[0]]
  if (judge === undefined || proposal === undefined) throw new Error('no judge, or no proposal')
  ok(await judge.api('PUT', `/competitions/${made.competition}/ties`, { ties: [], phone: '+86 139-0000-0777' }))
  await platform.platform.streams.caughtUp()
  const before = (await streamOf(platform)).records.length
  const rows = Array.from({ length: LINES - 1 }, (_, n) => registered(`登记单位 ${n + 1}`, nextCode()))
  const { id } = ok(await register.uploaded('organisations', await xlsxOf([organisationHead, ...rows, registered(proposal.organisationName, nextCode(), { 联系电话: '13900000777' })])))
  expect(ok(await register.apply(id))).toMatchObject({ state: 'applied', added: LINES })
  await platform.platform.streams.caughtUp()

  const image = (attributes: Parameters<typeof unmarshall>[0] | undefined) => (attributes === undefined ? undefined : unmarshall(attributes))
  const asked = (await streamOf(platform)).records.slice(before).flatMap(({ dynamodb }) => sequelOf(image(dynamodb?.OldImage), image(dynamodb?.NewImage)) ?? [])
  expect(asked.map(({ of }) => of)).toEqual(['ties 330411'])
  const { items } = ok(await made.administrator.api('GET', `/competitions/${made.competition}/conflicts`))
  expect(items.map(({ judge: who, ties }: { judge: string; ties: { kind: string }[] }) => [who, ties.map(({ kind }) => kind)])).toEqual([[judge.id, ['office']]])
}, 120_000)
