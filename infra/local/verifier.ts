import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../../', import.meta.url))
const TARGET = 'functions/web/assets/verify.js'

/**
 * The checking page's script with the rules that it checks by, as one file for browsers: the same sources give the same text. It stands in the
 * repository, so that both homes serve it as it is and nobody who starts the platform waits for it; a test says when it is stale.
 */
export async function verifierScript(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root, entryPoints: ['functions/web/verifier.ts'], bundle: true, write: false, format: 'iife', platform: 'browser', target: 'es2022', minify: true, charset: 'utf8', legalComments: 'none',
    banner: { js: '// Made from functions/web/verifier.ts by `npm run verifier`.\n// @ts-nocheck' },
    plugins: [{
      name: 'nothing-of-node',
      // Ids are made with it, and the checking page makes none.
      setup: (building) => {
        building.onResolve({ filter: /^node:crypto$/ }, ({ path }) => ({ path, namespace: 'absent' }))
        building.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'const absent = () => { throw new TypeError("not in a browser") }; export { absent as createHash, absent as randomBytes }' }))
      },
    }],
  })
  const [file] = outputFiles
  if (file === undefined) throw new TypeError('esbuild gave nothing')
  return file.text
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const script = await verifierScript()
  writeFileSync(new URL(`../../${TARGET}`, import.meta.url), script)
  console.log(`${TARGET}: ${Math.round(script.length / 1024)} KB`)
}
