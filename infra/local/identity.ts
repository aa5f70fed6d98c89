import { mkdirSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { type Configuration, type JWK, Provider } from 'oidc-provider'
import { identityKeys } from './identity/keys.ts'
import { loginApp } from './identity/login.tsx'
import { openIdentityStore } from './identity/store.ts'
import { DEMO_PASSWORD, type DemoPerson } from './people.ts'

export { identityKeys } from './identity/keys.ts'

export interface IdentityOptions {
  /** The address it is reached at: the platform's own and `/oidc`. Loopback only. */
  issuer: string
  clientId: string
  /** What the platform shows at the token endpoint: `identityKeys(data).clientSecret`. */
  clientSecret: string
  /** Folder for its keys and its memory. */
  data: string
  people: readonly DemoPerson[]
  password?: string
}

export interface Identity {
  /** Answers everything below `/oidc`. */
  handler: (request: IncomingMessage, response: ServerResponse) => void
  close(): void
}

const MOUNT = '/oidc'
const loopbackNames = new Set(['127.0.0.1', 'localhost', '[::1]'])
const loopbackAddresses = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/**
 * An OpenID provider for one machine, with the people it is given. It stands in for the organisation's own in everything but the
 * password, which all demo accounts share, so that it refuses to answer anybody but this machine. Throws TypeError for an issuer
 * that is not on the loopback address.
 */
export function createIdentity(options: IdentityOptions): Identity {
  const { issuer, clientId, clientSecret, data, people, password = DEMO_PASSWORD } = options
  const at = new URL(issuer)
  if (!loopbackNames.has(at.hostname) || at.pathname !== MOUNT) throw new TypeError(`the local identity listens on the loopback address at ${MOUNT}, not at ${issuer}`)
  mkdirSync(data, { recursive: true })
  const { signing, cookies } = identityKeys(data)
  const store = openIdentityStore(join(data, 'identity.sqlite'))
  const provider = new Provider(issuer, configuration({ origin: at.origin, clientId, clientSecret, signing: signing as JWK, cookies, people, adapter: store.adapter }))
  provider.on('server_error', (_, error) => console.error(JSON.stringify({ level: 'error', message: `identity: ${error.stack ?? error.message}` })))
  const protocol = provider.callback()
  const login = getRequestListener(loginApp({ provider, store, people, password }).fetch)
  return {
    handler(request, response) {
      if (!isLocal(request)) {
        response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' }).end('Demo accounts work on this machine only.\n')
        return
      }
      const path = request.url ?? ''
      if (path.startsWith(`${MOUNT}/interaction/`)) {
        void login(request, response)
        return
      }
      if (path.startsWith(`${MOUNT}/auth`)) forgetBrowser(request)
      // The provider finds the prefix by comparing the two.
      Object.assign(request, { originalUrl: path, url: path.slice(MOUNT.length) || '/' })
      void protocol(request, response)
    },
    close: () => store.close(),
  }
}

/** By the socket, and by the name in the address bar: a page elsewhere cannot reach it through a name that it points here. */
function isLocal(request: IncomingMessage): boolean {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '')
  return loopbackAddresses.has(request.socket.remoteAddress ?? '') && loopbackNames.has(host)
}

/** Each sign-in asks who it is: a demonstration is walked through as one person after the other, in one browser. */
function forgetBrowser(request: IncomingMessage): void {
  const kept = (request.headers.cookie ?? '').split(/;\s*/).filter((cookie) => !cookie.startsWith('_session'))
  request.headers.cookie = kept.join('; ')
}

interface Settings extends Pick<IdentityOptions, 'clientId' | 'clientSecret' | 'people'> {
  origin: string
  signing: JWK
  cookies: string[]
  adapter: NonNullable<Configuration['adapter']>
}

function configuration({ origin, clientId, clientSecret, signing, cookies, people, adapter }: Settings): Configuration {
  return {
    adapter,
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [`${origin}/sign-in/callback`], grant_types: ['authorization_code'], response_types: ['code'], id_token_signed_response_alg: 'ES256' }],
    jwks: { keys: [signing] },
    cookies: { keys: cookies, long: { sameSite: 'lax', httpOnly: true }, short: { sameSite: 'lax', httpOnly: true } },
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
    // Claims stand in the id token itself, as they do in Cognito's: the platform asks for no userinfo.
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false }, userinfo: { enabled: false } },
    interactions: { url: (_, interaction) => `${MOUNT}/interaction/${interaction.uid}` },
    ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Interaction: 600, Session: 600, Grant: 600 },
    async findAccount(_, subject) {
      const person = people.find((one) => one.subject === subject)
      return person === undefined ? undefined : { accountId: subject, claims: async () => ({ sub: subject, name: person.name, email: person.email, email_verified: true }) }
    },
    // The one client is the platform itself: nobody is asked whether it may know their name.
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ clientId, ...(ctx.oidc.session?.accountId === undefined ? {} : { accountId: ctx.oidc.session.accountId }) })
      grant.addOIDCScope('openid profile email')
      await grant.save()
      return grant
    },
    async renderError(ctx, out) {
      ctx.type = 'text/plain; charset=utf-8'
      ctx.body = `${out.error}: ${out.error_description ?? ''}\n`
    },
  }
}
