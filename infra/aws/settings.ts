import type { Node } from 'constructs'
import * as z from 'zod'

/** What an owner chooses, in cdk.json's context or by `cdk deploy -c name=value`. Everything has an answer, so that synthesis needs none. */
const settingsSchema = z.object({
  /** The district that organisations join, by its code in GB/T 2260. */
  district: z.string().regex(/^[0-9]{6}$/).default('330411'),
  /** Who becomes administrator on first signing in: verified e-mail addresses or subjects, separated by commas. */
  firstAdministrators: z.string().default(''),
  /** `yes`: pages carry the banner that all people and figures are invented. */
  demo: z.enum(['yes', 'no']).default('no'),
  /** An own domain takes the place of CloudFront; its certificate stands in the stack's own region. */
  domainName: z.string().optional(),
  certificateArn: z.string().optional(),
  /** Any OpenID provider takes the place of Cognito. */
  oidcIssuer: z.url().optional(),
  oidcClientId: z.string().optional(),
  /** The first part of Cognito's own sign-in address; it must be free in the region. Left out, it is made from the account's number. */
  signInPrefix: z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/).optional(),
  /** The sender of all mail; the mail server must accept it. */
  mailFrom: z.string().default('xiuyuan@localhost'),
  /** Who is told of alarms. Left out, the topic has no subscriber yet. */
  alarmEmail: z.email().optional(),
})
  .refine(({ domainName, certificateArn }) => (domainName === undefined) === (certificateArn === undefined), 'domainName and certificateArn go together')
  .refine(({ oidcIssuer, oidcClientId }) => (oidcIssuer === undefined) === (oidcClientId === undefined), 'oidcIssuer and oidcClientId go together')
export type Settings = z.infer<typeof settingsSchema>

/** From the app's context. Throws ZodError naming what is wrong. */
export function settingsOf(node: Node): Settings {
  const names = Object.keys(settingsSchema.shape)
  return settingsSchema.parse(Object.fromEntries(names.flatMap((name) => {
    const value: unknown = node.tryGetContext(name)
    return value === undefined || value === '' ? [] : [[name, value]]
  })))
}
