import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { findAsset } from './look/assets.ts'

export interface WebOptions {
  /** Where attachment forms post to (the bucket or its local stand-in), and where they are read from; named in the CSP. */
  filesOrigin: string
  issuerOrigin: string
}

/** The whole web home: pages, API and assets. It knows no cloud; functions/web/web.lambda.ts and infra/local/web.ts each serve it. */
export function webApp(options: WebOptions): Hono {
  const app = new Hono()
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', options.filesOrigin],
        connectSrc: ["'self'"],
        workerSrc: ["'self'"],
        formAction: ["'self'", options.filesOrigin, options.issuerOrigin],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
      referrerPolicy: 'same-origin',
      xFrameOptions: 'DENY',
      crossOriginResourcePolicy: 'same-origin',
    }),
  )
  app.get('/healthz', (c) => c.json({ ok: true }))
  app.get('/assets/*', (c) => {
    const asset = findAsset(c.req.path)
    if (asset === undefined) return c.text('Not found', 404)
    if (asset.allowed !== undefined) c.header('service-worker-allowed', asset.allowed)
    return c.body(asset.body, 200, { 'content-type': asset.type, 'cache-control': asset.immutable ? 'public, max-age=31536000, immutable' : 'no-cache', 'x-content-type-options': 'nosniff' })
  })
  const api = kept(async () => (await import('./api/serve.ts')).apiApp())
  const pages = kept(async () => (await import('./pages/serve.tsx')).pagesApp())
  app.all('/api/*', async (c) => (await api()).fetch(c.req.raw, c.env))
  app.all('*', async (c) => (await pages()).fetch(c.req.raw, c.env))
  return app
}

/** Loads what most starts do not need when it is first asked for: a program's requests never load the pages, a reader's never the API. */
function kept<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined
  return () => (loaded ??= load())
}
