import { environment } from '../../shared/kernel/environment.ts'
import { webApp } from './app.ts'
import { front } from './front.ts'

const { XIUYUAN_FILES_ORIGIN: filesOrigin, XIUYUAN_OIDC_ISSUER: issuer } = environment()

/** Pages, API and assets behind the HTTP API. */
export const handler = front(webApp({ filesOrigin, issuerOrigin: new URL(issuer).origin }))
