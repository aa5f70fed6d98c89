import { newSecret } from '../../../../shared/kernel/ids.ts'
import { decideChange, decideChangeInput, withdrawChange } from '../../../commands/change.ts'
import { projectTarget } from '../../../../shared/project/project.ts'
import { authorise } from '../../../context.ts'
import { readChange } from '../../../queries/change.ts'
import { TextArea } from '../../look/fields.tsx'
import { Button, Form } from '../../look/form.tsx'
import { At, Facts, Panel, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { Lines } from '../proposal-answers.tsx'
import { placeOf } from '../report/write.tsx'
import { ProjectPage } from '../project/frame.tsx'
import { changeWords, Comparison, stateTones } from './parts.tsx'

/** One request: what it would change, why, and the answer. */
async function show(asked: Asked, attempt?: Attempt): Promise<Shown> {
  const { context, look, params } = asked
  const { project, change, definition, withdraw, decide } = await readChange(context, params.project ?? '', placeOf(params.number))
  const t = words(look.language, {
    zh: { what: '变更内容', request: '申请', reasons: '理由', by: '申请人', at: '申请时间', answer: '答复', opinion: '意见', opinionHint: '不同意时必填，对方会看到。', approve: '同意', refuse: '不同意', decided: '答复时间', decidedBy: '答复人', withdraw: '撤回申请', withdrawHint: '在答复之前可以撤回。', waits: '在等管理员答复。', effect: '同意后，项目书、日期和报告安排同时改动。' },
    en: { what: 'What would change', request: 'The request', reasons: 'Reasons', by: 'Asked by', at: 'Asked', answer: 'Answer', opinion: 'Remarks', opinionHint: 'Needed for a no; they will read it.', approve: 'Approve', refuse: 'Refuse', decided: 'Answered', decidedBy: 'By', withdraw: 'Withdraw the request', withdrawHint: 'You can withdraw it until it is answered.', waits: 'It waits for an administrator.', effect: 'Approved, the text, the dates and the reports change with it at once.' },
  })
  const w = changeWords(look)
  const at = `/projects/${project.id}/changes/${change.number}`
  return { page: (
    <ProjectPage look={look} context={context} project={project} tab="changes" deeper={[]} title={w.kinds[change.proposed.kind]} lead={<Tag state={stateTones[change.state]}>{w.states[change.state]}</Tag>} mistakes={attempt?.mistakes}>
      <div class="split">
        <div class="stackv">
          <Panel title={t.what} id="what"><Comparison look={look} change={change} definition={definition} /></Panel>
          <Panel title={t.request} id="request">
            <Facts facts={[{ term: t.reasons, detail: <Lines text={change.reasons} /> }, { term: t.by, detail: change.askedBy.name }, { term: t.at, detail: <At at={change.askedAt} year="always" /> }]} />
          </Panel>
        </div>
        <div class="stackv">
          <Panel title={t.answer} id="answer">
            {change.decision === null ? null : <Facts facts={[{ term: t.answer, detail: w.states[change.state] }, change.decision.reasons !== '' && { term: t.opinion, detail: <Lines text={change.decision.reasons} /> }, { term: t.decidedBy, detail: change.decision.by.name }, { term: t.decided, detail: <At at={change.decision.at} /> }]} />}
            {decide ? (
              <Form action={`${at}/decision`} command={newSecret()}>
                <p class="soft">{t.effect}</p>
                <TextArea path="reasons" label={t.opinion} hint={t.opinionHint} rows={3} limit={1000} value={attempt?.values.reasons ?? ''} />
                <div class="acts"><Button name="decision" value="approve">{t.approve}</Button><Button name="decision" value="refuse" weight="late">{t.refuse}</Button></div>
              </Form>
            ) : change.state === 'open' ? <p class="soft">{t.waits}</p> : change.decision === null ? <p class="soft">{w.states[change.state]}</p> : null}
          </Panel>
          {withdraw ? (
            <Form action={`${at}/withdrawal`} command={newSecret()} label={t.withdraw}>
              <p class="soft small">{t.withdrawHint}</p>
              <p><Button weight="late">{t.withdraw}</Button></p>
            </Form>
          ) : null}
        </div>
      </div>
    </ProjectPage>
  ) }
}

const onChange = (action: 'change.ask' | 'change.decide', command: (asked: Asked, posted: Posted) => Promise<unknown>) => async (asked: Asked, posted: Posted): Promise<Shown> => {
  const { project } = await readChange(asked.context, asked.params.project ?? '', placeOf(asked.params.number))
  authorise(asked.context, action, projectTarget(project))
  return tryForm(posted, async () => {
    await command(asked, posted)
    return { go: `/projects/${asked.params.project}/changes/${asked.params.number}` }
  }, (attempt) => show(asked, attempt))
}

export const onePages: PageRoute[] = [
  { method: 'get', path: '/projects/:project/changes/:number', action: 'change.read', show: (asked) => show(asked) },
  { method: 'post', path: '/projects/:project/changes/:number/decision', action: 'change.decide', send: onChange('change.decide', ({ context, params }, { fields }) => decideChange(context, params.project ?? '', placeOf(params.number), readAs(decideChangeInput, { decision: fields.decision, reasons: fields.reasons }))) },
  { method: 'post', path: '/projects/:project/changes/:number/withdrawal', action: 'change.ask', send: onChange('change.ask', ({ context, params }) => withdrawChange(context, params.project ?? '', placeOf(params.number))) },
]
