import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))

test('npm run synth needs neither network nor credentials', { timeout: 300_000 }, () => {
  const out = mkdtempSync(join(tmpdir(), 'xiuyuan-test-synth-'))
  // No AWS variable, no home with credentials, and whatever asks the network is sent nowhere.
  const nowhere = 'http://127.0.0.1:9'
  const env = { PATH: process.env.PATH, HOME: out, CDK_OUTDIR: join(out, 'cdk.out'), HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere, NODE_USE_ENV_PROXY: '1' }
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'infra/aws/app.ts'], { cwd: root, env, encoding: 'utf8' })
  try {
    expect(status, stderr).toBe(0)
    for (const stack of ['Xiuyuan-Data', 'Xiuyuan-Platform']) expect(existsSync(join(out, 'cdk.out', `${stack}.template.json`)), stack).toBe(true)
    // CloudFormation's own rules (validateAgainstDefaultRules) found nothing.
    const report = JSON.parse(readFileSync(join(out, 'cdk.out', 'validation-report.json'), 'utf8')) as { pluginReports: { violations: unknown[] }[] }
    expect(report.pluginReports.flatMap(({ violations }) => violations)).toEqual([])
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
})
