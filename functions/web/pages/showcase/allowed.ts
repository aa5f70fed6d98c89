import type { Action } from '../../../../shared/person/access.ts'
import { projectTarget } from '../../../../shared/project/project.ts'
import { loadProject } from '../../../../shared/project/project.store.ts'
import { authorise } from '../../../context.ts'
import type { Asked } from '../page.ts'

/** Asks the access table before a form is read: whoever may not send it is not told what is wrong with it. Throws NOT_FOUND, NOT_ALLOWED. */
export async function requireAllowed({ context, params }: Asked, action: Action): Promise<void> {
  const { value } = await loadProject(context.table, params.project ?? '')
  authorise(context, action, projectTarget(value))
}
