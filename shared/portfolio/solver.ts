import { readFileSync } from 'node:fs'

/** A 0-1 programme: maximise `gain` under rows of whole numbers. `fixed`: columns that must be 0. */
export interface Programme {
  gain: readonly number[]
  fixed: ReadonlySet<number>
  rows: readonly { terms: readonly (readonly [column: number, value: number])[]; least: number | null; most: number | null }[]
}

/** `stopped`: the time was over before the best was proven; `chosen` is the best that was found, and nothing can be better than `bound`. */
export type Solution = { status: 'best' | 'stopped'; chosen: boolean[]; bound: number } | { status: 'infeasible' }

/** Solves one programme within so many seconds, starting from a choice that is known to be good where there is one. The same programme is solved the same way. */
export type Solve = (programme: Programme, seconds: number, start?: readonly boolean[]) => Solution

/** Beside the bundle where it is bundled (infra/aws/bundle.ts puts it there), in the package in the source. */
function binary(): Buffer {
  const beside = new URL('./highs.wasm', import.meta.url)
  try {
    return readFileSync(beside)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    return readFileSync(new URL('../../node_modules/highs/build/highs.wasm', import.meta.url))
  }
}

let loaded: Promise<Solve> | undefined

/** The solver (HiGHS as WebAssembly, 3.5 MB), loaded when it is first asked for: some 50 ms. */
export function theSolver(): Promise<Solve> {
  loaded ??= load()
  return loaded
}

async function load(): Promise<Solve> {
  const { default: loadHighs } = await import('highs')
  const highs = await loadHighs({ wasmBinary: binary() })
  const { modelStatus, objectiveSense, variableType } = highs.constants
  return ({ gain, fixed, rows }, seconds, start) => {
    const starts = new Int32Array(rows.length + 1)
    for (const [i, { terms }] of rows.entries()) starts[i + 1] = (starts[i] ?? 0) + terms.length
    const model = highs.createModel({
      numCols: gain.length, numRows: rows.length, sense: objectiveSense.maximize,
      colCost: Float64Array.from(gain), colLower: new Float64Array(gain.length), colUpper: Float64Array.from(gain, (_, i) => (fixed.has(i) ? 0 : 1)),
      rowLower: Float64Array.from(rows, ({ least }) => least ?? -highs.infinity), rowUpper: Float64Array.from(rows, ({ most }) => most ?? highs.infinity),
      matrix: {
        format: 'csr', numRows: rows.length, numCols: gain.length, starts,
        indices: Int32Array.from(rows.flatMap(({ terms }) => terms.map(([column]) => column))), values: Float64Array.from(rows.flatMap(({ terms }) => terms.map(([, value]) => value))),
      },
      integrality: Int32Array.from(gain, () => variableType.integer),
    })
    try {
      // Gains are whole numbers: what is less than half better is not better.
      model.options.set({ output_flag: false, random_seed: 1, time_limit: seconds, mip_rel_gap: 0, mip_abs_gap: 0.5, mip_feasibility_tolerance: 1e-9 })
      if (start !== undefined) model.setSolution({ colValue: Float64Array.from(start, Number) })
      model.run()
      const status = model.getModelStatus()
      if (status === modelStatus.infeasible || status === modelStatus.unboundedOrInfeasible) return { status: 'infeasible' }
      const chosen = Array.from(model.getSolution().colValue, (value) => value > 0.5)
      if (status === modelStatus.optimal || status === modelStatus.empty) return { status: 'best', chosen, bound: gain.reduce((sum, one, i) => sum + (chosen[i] === true ? one : 0), 0) }
      if (status !== modelStatus.timeLimit) throw new TypeError(`the solver ended with status ${status}`)
      return { status: 'stopped', chosen, bound: Math.floor(Number(model.info.get('mip_dual_bound')) + 0.5) }
    } finally {
      model.dispose()
    }
  }
}
