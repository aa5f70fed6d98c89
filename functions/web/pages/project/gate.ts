import type { Action } from '../../../../shared/person/access.ts'
import { restartStage } from '../../../commands/execution-restart.ts'
import { approveGate, approveInput, askForChanges, askForGate, askGateInput, needChangesInput, takeGateBack } from '../../../commands/project-gate.ts'
import { requireProject } from '../../../queries/project.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { showOverview } from './overview.tsx'

/** A form of the overview, for those who may do it: done, it is shown again; refused, with what was typed and what is wrong. */
const deed = (action: Action, work: (asked: Asked, id: string, posted: Posted) => Promise<unknown>) => async (asked: Asked, posted: Posted): Promise<Shown> => {
  const id = asked.params.project ?? ''
  await requireProject(asked.context, id, action)
  return tryForm(posted, async () => {
    await work(asked, id, posted)
    return { go: `/projects/${id}` }
  }, ({ mistakes, values }) => showOverview(asked, mistakes, { ...values, parts: (posted.lists.parts ?? []).join(',') }))
}

export const projectGatePages: PageRoute[] = [
  { method: 'get', path: '/projects/:project', action: 'project.read', show: (asked) => showOverview(asked) },
  { method: 'post', path: '/projects/:project/gate', action: 'project.ask', send: deed('project.ask', ({ context }, id, { fields }) => askForGate(context, id, readAs(askGateInput, { note: fields.note }))) },
  { method: 'post', path: '/projects/:project/gate/back', action: 'project.ask', send: deed('project.ask', ({ context }, id) => takeGateBack(context, id)) },
  { method: 'post', path: '/projects/:project/gate/approval', action: 'project.decide', send: deed('project.decide', ({ context }, id, { fields: { note, ending } }) => approveGate(context, id, readAs(approveInput, { note, ending }))) },
  { method: 'post', path: '/projects/:project/gate/changes', action: 'project.decide', send: deed('project.decide', ({ context }, id, { fields, lists }) => askForChanges(context, id, readAs(needChangesInput, { reasons: fields.reasons, parts: lists.parts ?? [] }))) },
  { method: 'post', path: '/projects/:project/restart', action: 'project.restart', send: deed('project.restart', ({ context }, id, { fields }) => restartStage(context, id, fields.execution ?? '')) },
]
