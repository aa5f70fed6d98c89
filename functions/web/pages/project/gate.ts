import { restartStage } from '../../../commands/execution-restart.ts'
import { approveGate, approveInput, askForChanges, askForGate, askGateInput, needChangesInput, takeGateBack } from '../../../commands/project-gate.ts'
import { requireProject } from '../../../queries/project.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { showOverview } from './overview.tsx'

/** A form of the overview: done, it is shown again; refused, with what was typed and what is wrong. Who may not send it is not told what is wrong with it. */
const deed = (path: string, action: Parameters<typeof requireProject>[2], work: (asked: Asked, id: string, posted: Posted) => Promise<unknown>): PageRoute => ({
  method: 'post', path: `/projects/:project${path}`, action,
  send: async (asked, posted): Promise<Shown> => {
    const { id } = await requireProject(asked.context, asked.params.project ?? '', action)
    return tryForm(posted, async () => {
      await work(asked, id, posted)
      return { go: `/projects/${id}` }
    }, ({ mistakes, values }) => showOverview(asked, mistakes, { ...values, parts: (posted.lists.parts ?? []).join(',') }))
  },
})

export const projectGatePages: PageRoute[] = [
  { method: 'get', path: '/projects/:project', action: 'project.read', show: (asked) => showOverview(asked) },
  deed('/gate', 'project.ask', ({ context }, id, { fields }) => askForGate(context, id, readAs(askGateInput, { note: fields.note }))),
  deed('/gate/back', 'project.ask', ({ context }, id) => takeGateBack(context, id)),
  deed('/gate/approval', 'project.decide', ({ context }, id, { fields: { note, ending } }) => approveGate(context, id, readAs(approveInput, { note, ending }))),
  deed('/gate/changes', 'project.decide', ({ context }, id, { fields, lists }) => askForChanges(context, id, readAs(needChangesInput, { reasons: fields.reasons, parts: lists.parts ?? [] }))),
  deed('/restart', 'project.restart', ({ context }, id, { fields }) => restartStage(context, id, fields.execution ?? '')),
]
