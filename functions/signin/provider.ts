import * as client from 'openid-client'
import type { Environment } from '../../shared/kernel/environment.ts'
import { type Claims, claimsSchema } from '../commands/person.ts'
import { secretOf } from '../secret.ts'
import type { Pending } from './pending.ts'

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]'])
let known: { of: Environment; configuration: Promise<client.Configuration> } | undefined

/** What the issuer says of itself, asked once a process. Any OpenID provider will do; one without TLS only on this machine. */
function configurationOf(environment: Environment): Promise<client.Configuration> {
  if (known?.of !== environment) known = { of: environment, configuration: discover(environment) }
  const { configuration } = known
  // A provider that was away is asked again the next time.
  configuration.catch(() => { known = undefined })
  return configuration
}

async function discover(environment: Environment): Promise<client.Configuration> {
  const issuer = new URL(environment.XIUYUAN_OIDC_ISSUER)
  const plain = issuer.protocol === 'http:'
  if (plain && !loopback.has(issuer.hostname)) throw new TypeError(`the issuer ${issuer.href} has no TLS`)
  const secret = environment.XIUYUAN_OIDC_CLIENT_SECRET ?? await secretOf(environment.XIUYUAN_OIDC_CLIENT_SECRET_ARN)
  return client.discovery(issuer, environment.XIUYUAN_OIDC_CLIENT_ID, undefined, secret === undefined ? client.None() : client.ClientSecretBasic(secret), {
    timeout: 10, ...(plain ? { execute: [client.allowInsecureRequests] } : {}),
  })
}

const callback = (environment: Environment) => `${environment.XIUYUAN_BASE_URL}/sign-in/callback`

/** Where the browser goes to sign in, and what has to come back with it. */
export async function beginSignIn(environment: Environment, to: string, language: string): Promise<{ url: URL; pending: Pending }> {
  const pending: Pending = { state: client.randomState(), nonce: client.randomNonce(), verifier: client.randomPKCECodeVerifier(), to }
  const url = client.buildAuthorizationUrl(await configurationOf(environment), {
    redirect_uri: callback(environment), scope: 'openid profile email', state: pending.state, nonce: pending.nonce, ui_locales: language === 'zh' ? 'zh-CN' : 'en',
    code_challenge: await client.calculatePKCECodeChallenge(pending.verifier), code_challenge_method: 'S256',
    // Offices share computers: who signed out is not signed in again without a word.
    prompt: 'login',
  })
  return { url, pending }
}

/** What the provider says of who came back. Throws where the answer is not one to our question. */
export async function finishSignIn(environment: Environment, query: string, pending: Pending): Promise<Claims> {
  const tokens = await client.authorizationCodeGrant(await configurationOf(environment), new URL(callback(environment) + query), {
    expectedState: pending.state, expectedNonce: pending.nonce, pkceCodeVerifier: pending.verifier, idTokenExpected: true,
  })
  return claimsSchema.parse(tokens.claims())
}
