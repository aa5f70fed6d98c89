import { Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { describe, expect, test } from 'vitest'
import { chinaContext, makeApp } from './stacks.ts'

describe.each([['with CloudFront and Cognito', {}], ['with an own domain and issuer', chinaContext]])('AwsSolutions %s', (_, context) => {
  const app = makeApp(context)
  const report = new AwsSolutionsChecks(app, { verbose: true }).validateScope(app)

  test('has no finding that nobody answered', () => {
    expect(report.violations.map(({ ruleName, violatingResources }) => `${ruleName}: ${violatingResources.map(({ constructPath }) => constructPath).join(', ')}`)).toEqual([])
  })

  test('has reasons that a reviewer can weigh, and none for a whole stack', () => {
    const answered = app.node.findAll().flatMap((construct) => construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(data as Record<string, string>).map(([id, reason]) => ({ path: construct.node.path, id, reason }))))
    expect(answered.length).toBeGreaterThan(10)
    for (const { path, id, reason } of answered) {
      expect(path, `${id} is answered for a whole stack`).toContain('/')
      expect(reason.split(/\s+/).length, `${path} ${id}`).toBeGreaterThan(12)
      expect(reason, `${path} ${id}`).toMatch(/\.$/)
    }
  })
})
