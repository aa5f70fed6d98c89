import { selfEvaluationForm, selfMistakes } from '../../../../shared/evaluation/self-evaluation.ts'
import { newSecret } from '../../../../shared/kernel/ids.ts'
import { isRefusal, type Mistake, Refusal } from '../../../../shared/kernel/refusal.ts'
import { may } from '../../../../shared/person/access.ts'
import { projectTarget } from '../../../../shared/project/project.ts'
import { saveSelfEvaluation, sendSelfEvaluation, takeBackSelfEvaluation } from '../../../commands/evaluation.ts'
import type { Context } from '../../../context.ts'
import { type EvaluationView, readEvaluation, requireProject } from '../../../queries/evaluation.ts'
import { Button, ButtonLink, Form, Saved } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { At, Note } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { CONTENT, readTyped } from '../../typed-content.ts'
import { type Asked, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { FormField } from '../proposal-fields.tsx'
import { EvaluationPage, PlanLines, SelfTexts } from './evaluation-frame.tsx'

const { fields } = selfEvaluationForm.sections[0]
type Again = { values: Record<string, string> | null; mistakes: readonly Mistake[] }

async function show({ context, look, params, query }: Asked, attempt?: Again): Promise<Shown> {
  const view = await readEvaluation(context, params.project ?? '')
  const own = may(context.actor, 'evaluation.assess-self', projectTarget(view.project))
  const editable = own && view.selfOpen && view.selfState !== 'sent'
  const standing = query.get('check') === '1' && editable ? selfMistakes(view.self).map((mistake) => ({ ...mistake, path: CONTENT + mistake.path })) : []
  return { page: (
    <EvaluationPage look={look} context={context} view={view} tab="self" mistakes={attempt?.mistakes ?? standing} scripts={editable ? ['autosave.js'] : []}>
      {editable ? <Writing look={look} view={view} attempt={attempt} /> : <Reading look={look} view={view} own={own} />}
    </EvaluationPage>
  ) }
}

function Writing({ look, view, attempt }: { look: Look; view: EvaluationView; attempt: Again | undefined }) {
  const t = texts(look)
  const here = `/projects/${view.project.id}/evaluation/self`
  return (
    <>
      <PlanLines lines={view.lines} />
      <Form action={here} command={newSecret()} revision={view.self?.revision ?? 0} autosave={`/api/projects/${view.project.id}/evaluation/self/autosave`} label={t.title} class="stackv read">
        <div class="head"><p class="soft">{t.lead}</p><Saved at={view.self?.savedAt ?? null} /></div>
        {fields.map((field) => <FormField field={field} filled={{ content: view.self?.answers ?? {}, typed: attempt?.values ?? null }} />)}
        <div class="acts">
          <Button weight="second">{t.save}</Button>
          <Button icon="send" formaction={`${here}/submission`}>{t.send}</Button>
        </div>
      </Form>
    </>
  )
}

function Reading({ look, view, own }: { look: Look; view: EvaluationView; own: boolean }) {
  const t = texts(look)
  const { self } = view
  return (
    <>
      {self?.sentAt === null || self === undefined ? null : <Note state="done"><p>{t.sent} <At at={self.sentAt} /></p></Note>}
      {own && view.selfState === 'none' ? <Note state="wait"><p>{t.locked}</p></Note> : null}
      <PlanLines lines={view.lines} />
      <SelfTexts view={view} />
      {own && view.selfOpen && view.selfState === 'sent' ? (
        <Form action={`/projects/${view.project.id}/evaluation/self/taking-back`} command={newSecret()} label={t.takeBack} class="inline"><Button weight="second" icon="back">{t.takeBack}</Button></Form>
      ) : null}
      <p class="acts"><ButtonLink href={`/projects/${view.project.id}/evaluation`} weight="quiet">{t.back}</ButtonLink></p>
    </>
  )
}

/** Keeps what was typed; `then` does what the button says with it. */
async function keep(asked: Asked, posted: Posted, context: Context, then: (project: string) => Promise<Shown>): Promise<Shown> {
  const { id } = await requireProject(asked.context, asked.params.project ?? '', 'evaluation.assess-self')
  const typed = readTyped(fields, posted.fields)
  return tryForm(posted, async () => {
    if (typed.mistakes.length > 0) throw new Refusal('INVALID', { mistakes: typed.mistakes })
    try {
      await saveSelfEvaluation(context, id, { revision: Number(posted.fields.revision ?? 0) || 0, content: typed.content })
    } catch (error) {
      // The same form once more, after it was sent.
      if (isRefusal(error, 'WRONG_STATE') && error.facts.state === 'sent') return { go: `/projects/${id}/evaluation/self` }
      if (!isRefusal(error, 'STALE')) throw error
      throw new Refusal('STALE', { mistakes: [{ path: '', code: 'STALE', zh: texts({ language: 'zh' }).stale, en: texts({ language: 'en' }).stale }] })
    }
    return then(id)
  }, ({ mistakes }) => show(asked, { values: { ...posted.fields, ...typed.values }, mistakes }))
}

const save = (asked: Asked, posted: Posted): Promise<Shown> => keep(asked, posted, asked.context, async (id) => ({ go: `/projects/${id}/evaluation/self` }))

const send = (asked: Asked, posted: Posted): Promise<Shown> => keep(asked, posted, { ...asked.context, command: null }, async (id) => {
  try {
    await sendSelfEvaluation(asked.context, id)
  } catch (error) {
    // What was typed is kept; what is missing stands beside its field.
    if (isRefusal(error, 'INVALID')) return { go: `/projects/${id}/evaluation/self?check=1` }
    throw error
  }
  return { go: `/projects/${id}/evaluation/self` }
})

async function takeBack(asked: Asked): Promise<Shown> {
  const id = asked.params.project ?? ''
  await takeBackSelfEvaluation(asked.context, id)
  return { go: `/projects/${id}/evaluation/self` }
}

export const selfEvaluationPages: PageRoute[] = [
  { method: 'get', path: '/projects/:project/evaluation/self', action: 'evaluation.read', show: (asked) => show(asked) },
  { method: 'post', path: '/projects/:project/evaluation/self', action: 'evaluation.assess-self', send: save },
  { method: 'post', path: '/projects/:project/evaluation/self/submission', action: 'evaluation.assess-self', send },
  { method: 'post', path: '/projects/:project/evaluation/self/taking-back', action: 'evaluation.assess-self', send: takeBack },
]

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: { title: '自评', lead: '对照计划写完成了多少、有什么成效。上面是计划和平台记录的数字。', save: '存着', send: '交自评', sent: '自评已收到。', locked: '现在不能写自评：项目正在审核或已暂停，或者这一部分没有重新打开。', takeBack: '收回修改', back: '回到评估', stale: '别处刚保存过自评。下面是您填的内容；再点一次，就以这里的为准。' },
  en: { title: 'Self-evaluation', lead: 'Say how much of the plan you reached and what came of it. Above stand the figures planned and recorded.', save: 'Keep', send: 'Send the self-evaluation', sent: 'The self-evaluation has been received.', locked: 'It cannot be written now: the project is under review or paused, or this part has not been opened again.', takeBack: 'Take it back to change it', back: 'Back to the evaluation', stale: 'The self-evaluation was saved elsewhere a moment ago. Below is what you typed; press once more for it to count.' },
})
