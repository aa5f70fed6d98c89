import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { afterAll } from 'vitest'
import { type Bundle, bundleFunctions } from '../../../infra/aws/bundle.ts'
import { makeStacks } from '../../../infra/aws/stacks.ts'

const { context } = JSON.parse(readFileSync(new URL('../../../cdk.json', import.meta.url), 'utf8')) as { context: Record<string, unknown> }

/** Where an owner in China stands: an own domain, an OpenID provider of their own. */
export const chinaContext = {
  domainName: 'xiuyuan.example.cn', certificateArn: 'arn:aws-cn:acm:example:111122223333:certificate/one', oidcIssuer: 'https://sign-in.example.cn', oidcClientId: 'xiuyuan', alarmEmail: 'on-call@example.cn',
}

export interface Resource {
  Type: string
  Properties: Record<string, unknown>
  DeletionPolicy?: string
}

/** Gone after the test file. */
export const folder = mkdtempSync(join(tmpdir(), 'xiuyuan-test-aws-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const assembly = () => mkdtempSync(join(folder, 'assembly-'))

/** Made once a test file. */
const bundles = await bundleFunctions(join(folder, 'bundles'))
export const theBundles = (): ReadonlyMap<string, Bundle> => bundles

/** The app as `npm run synth` makes it, with more context. */
export function makeApp(more: Record<string, unknown> = {}): App {
  const app = new App({ context: { ...context, ...more }, outdir: assembly() })
  makeStacks(app, theBundles())
  return app
}

export function templatesOf(more: Record<string, unknown> = {}): { data: Template; platform: Template } {
  const app = new App({ context: { ...context, ...more }, outdir: assembly() })
  const { data, platform } = makeStacks(app, theBundles())
  return { data: Template.fromStack(data), platform: Template.fromStack(platform) }
}

export const resourcesOf = (template: Template, type: string): [string, Resource][] =>
  Object.entries((template.toJSON() as { Resources: Record<string, Resource> }).Resources).filter(([, { Type }]) => Type === type)
