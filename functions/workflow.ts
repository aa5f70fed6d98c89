import { type Environment, environment } from '../shared/kernel/environment.ts'
import { Workflow } from '../shared/workflow/workflow.ts'

let kept: { of: Environment; workflow: Workflow } | undefined

/** The port to the state machines; one client a process. */
export function theWorkflow(): Workflow {
  const of = environment()
  if (kept?.of !== of) kept = { of, workflow: new Workflow(of) }
  return kept.workflow
}
