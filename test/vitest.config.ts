import { defineConfig } from 'vitest/config'

// The JSON report is what .ci/run counts from; vitest's own summary changes its shape between versions.
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    reporters: ['default', ['json', { outputFile: '.reports/vitest.json' }]],
    // What waits gives up after a minute of its own, and says for what: only a slow machine comes near it.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    // Two cores: each worker may bring up a whole platform (a database process and a browser) of its own.
    maxWorkers: 2,
  },
})
