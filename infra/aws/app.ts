import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { App } from 'aws-cdk-lib'
import { withBundles } from './bundle.ts'
import { makeStacks } from './stacks.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const { context } = JSON.parse(readFileSync(`${root}cdk.json`, 'utf8')) as { context: Record<string, unknown> }

// The CLI names a folder and hands over the context with what was said on its command line; without it cdk.json is read here.
await withBundles((bundles) => {
  const app = new App({ context, ...(process.env.CDK_OUTDIR === undefined ? { outdir: `${root}cdk.out` } : {}) })
  makeStacks(app, bundles)
  app.synth()
})
