import jsonata from 'jsonata'

/** What is wrong with one expression, in Step Functions' codes. */
export interface ExpressionProblem {
  code: 'INVALID_JSONATA_EXPRESSION' | 'UNSUPPORTED_JSONATA_EXPRESSION'
  message: string
}

type Node = Record<string, unknown> & { type?: string; value?: unknown }

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value])

/** `errorOutput` exists in a catcher only. */
function readsErrorOutput(steps: Node[]): boolean {
  return steps[0]?.type === 'variable' && steps[0].value === 'states' && steps[1]?.type === 'name' && steps[1].value === 'errorOutput'
}

/**
 * What AWS refuses in an expression when a machine is created: text that does not parse, a name with no context item to read it
 * from (`phone` for `$states.input.phone`), `$$`, and `$states.errorOutput` outside a catcher.
 */
export function expressionProblems(text: string, inCatcher: boolean): ExpressionProblem[] {
  const problems: ExpressionProblem[] = []
  const refuse = (message: string) => problems.push({ code: 'UNSUPPORTED_JSONATA_EXPRESSION', message })

  function walkAll(values: unknown, top: boolean): void {
    for (const value of listOf(values)) {
      if (Array.isArray(value)) walkAll(value, top)
      else if (isNode(value)) walk(value, top)
    }
  }

  function walkPath(node: Node, top: boolean): void {
    const steps = listOf(node['steps']).filter(isNode)
    if (!inCatcher && readsErrorOutput(steps)) refuse("Reference to '$states.errorOutput' is not supported.")
    // Only the first step is read against the (absent) context; all else has an item to stand on.
    for (const [at, step] of steps.entries()) walk(step, top && at === 0)
  }

  function walk(node: Node, top: boolean): void {
    if (node.type === 'path') walkPath(node, top)
    else if (node.type === 'name' && top) refuse(`Reference to '${String(node.value)}' at the top level is not supported.`)
    else if (node.type === 'variable' && node.value === '$') refuse("Reference to '$$' is not supported.")
    else if (node.type === 'variable' && node.value === '' && top) refuse("Reference to '$' at the top level is not supported.")
    for (const key of ['lhs', 'rhs', 'expression', 'expressions', 'arguments', 'procedure', 'body', 'condition', 'then', 'else']) {
      // A lambda's parameters are names of its own.
      if (node.type !== 'lambda' || key !== 'arguments') walkAll(node[key], top)
    }
    for (const key of ['pattern', 'update', 'delete', 'terms', 'group', 'expr']) walkAll(node[key], false)
    for (const key of ['stages', 'predicate']) walkAll(node[key], false)
  }

  try {
    walk(jsonata(text).ast() as unknown as Node, true)
  } catch (error) {
    problems.push({ code: 'INVALID_JSONATA_EXPRESSION', message: String((error as { message?: string }).message ?? error) })
  }
  return problems
}
