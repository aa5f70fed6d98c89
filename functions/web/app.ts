import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { apiApp } from './api/serve.ts'
import { findAsset } from './look/assets.ts'
import { pagesApp } from './pages/serve.tsx'

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
    return c.body(asset.body, 200, { 'content-type': asset.type, 'cache-control': asset.immutable ? 'public, max-age=31536000, immutable' : 'no-cache', 'x-content-type-options': 'nosniff' })
  })
  app.route('/api', apiApp())
  app.route('/', pagesApp())
  return app
}
