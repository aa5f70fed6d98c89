import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { resourcesOf, templatesOf } from './stacks.ts'

const { platform } = templatesOf({ alarmEmail: 'on-call@example.cn' })
const alarms = resourcesOf(platform, 'AWS::CloudWatch::Alarm').map(([id, alarm]) => ({ name: id.replace(/[0-9A-F]{8}$/, ''), ...alarm.Properties }) as { name: string; AlarmDescription: string; AlarmActions: unknown[]; Metrics?: unknown[] })
const runbook = readFileSync(new URL('../../../infra/RUNBOOK.md', import.meta.url), 'utf8')
const sections = new Map((runbook.split(/^## Alarms$/m)[1] ?? '').split(/^### /m).slice(1).map((section) => [section.slice(0, section.indexOf('\n')), section]))

describe('alarms and the runbook', () => {
  test('are the same list', () => {
    expect([...sections.keys()].sort()).toEqual(alarms.map(({ name }) => name).sort())
  })

  test.each([...sections])('%s says what it means, how to look and what to do', (_, section) => {
    for (const part of ['Description', 'Investigation', 'Resolution']) expect(section).toMatch(new RegExp(`^\\*\\*${part}\\.\\*\\* \\S.{20,}`, 'm'))
  })

  test('each alarm tells somebody, and where to read on', () => {
    for (const { name, AlarmDescription, AlarmActions } of alarms) {
      expect(AlarmActions, name).toHaveLength(1)
      expect(AlarmDescription).toContain(`infra/RUNBOOK.md: ${name}`)
    }
    platform.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'on-call@example.cn' })
  })

  test('none adds up more than the ten metrics that CloudWatch takes', () => {
    for (const { name, Metrics } of alarms) expect((Metrics ?? []).length, name).toBeLessThanOrEqual(11)
  })

  test('every task\'s failures are counted', () => {
    const filters = resourcesOf(platform, 'AWS::Logs::MetricFilter').filter(([, { Properties }]) => JSON.stringify(Properties).includes('TaskErrors'))
    expect(filters).toHaveLength(new Set(resourcesOf(platform, 'AWS::Lambda::Function').filter(([, { Properties }]) => String(Properties.Description).startsWith('The task ')).map(([id]) => id)).size)
    expect(filters.length).toBeGreaterThan(10)
  })
})
