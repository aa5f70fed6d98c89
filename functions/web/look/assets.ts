import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** What the web app sends for a path under /assets/. */
export interface Asset {
  body: Uint8Array<ArrayBuffer>
  type: string
  /** True for a name with its content's hash: it may be kept for ever. */
  immutable: boolean
  /** Of a service worker: the path below which pages may register it. */
  allowed?: string
}

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  ico: 'image/x-icon',
}

/** A worker is asked for by its plain name, so that a browser finds out by itself that it has changed; each page registers it for its own path. */
const workers: Record<string, string> = { 'live-worker.js': '/judging/' }

/** `import … from './queue.js'` at a line's start. */
const IMPORT = /^(import [^'\n]* from )'\.\/([\w-]+\.js)'/gm

/** Beside look/ in the sources; beside the one file of a bundle. */
function assetsFolder(): URL {
  const places = [new URL('../assets/', import.meta.url), new URL('./assets/', import.meta.url)]
  const found = places.find((place) => existsSync(new URL('components.css', place)))
  if (!found) throw new Error(`No assets folder at ${places.map((p) => p.pathname).join(' or ')}: a bundle needs functions/web/assets beside it`)
  return found
}

function readAssets(): { urls: Map<string, string>; byPath: Map<string, Asset> } {
  const folder = assetsFolder()
  const urls = new Map<string, string>()
  const byPath = new Map<string, Asset>()
  /** Puts a file in, those it imports first: an import leads to the module's own hash, so that an old page never mixes with a new module. */
  const put = (name: string): string => {
    const known = urls.get(name)
    if (known !== undefined) return known
    const ending = name.slice(name.lastIndexOf('.') + 1)
    const type = types[ending]
    if (type === undefined) return name
    const file = new Uint8Array(readFileSync(new URL(name, folder)))
    const body = ending === 'js' ? new TextEncoder().encode(new TextDecoder().decode(file).replaceAll(IMPORT, (_, from: string, module: string) => `${from}'${put(module)}'`)) : file
    const hash = createHash('sha256').update(body).digest('base64url').slice(0, 10)
    const hashed = `/assets/${name.slice(0, -ending.length - 1)}.${hash}.${ending}`
    urls.set(name, hashed)
    byPath.set(hashed, { body, type, immutable: true })
    byPath.set(`/assets/${name}`, { body, type, immutable: false, ...(workers[name] === undefined ? {} : { allowed: workers[name] }) })
    return hashed
  }
  for (const name of readdirSync(folder)) put(name)
  return { urls, byPath }
}

const { urls, byPath } = readAssets()

/** `components.css` → `/assets/components.<hash>.css`. Throws for a name that is not in the folder: that is a programmer's mistake. */
export function assetUrl(name: string): string {
  const url = urls.get(name)
  if (url === undefined) throw new TypeError(`No asset is named ${name}`)
  return url
}

/** The file for a request's path, with or without its hash. A wrong hash finds nothing, so that an old page never gets a new script. */
export function findAsset(path: string): Asset | undefined {
  return byPath.get(path)
}
