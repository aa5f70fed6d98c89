import { newSecret } from '../../../../shared/kernel/ids.ts'
import type { Mistake } from '../../../../shared/kernel/refusal.ts'
import { type Action, may } from '../../../../shared/person/access.ts'
import { projectTarget } from '../../../../shared/project/project.ts'
import { wordLabels } from '../../../../shared/showcase/check.ts'
import { limits } from '../../../../shared/showcase/showcase.ts'
import { putBackShowcase, saveShowcase, showcaseInput, takeDownInput, takeDownShowcase } from '../../../commands/showcase.ts'
import { pictureForm } from '../../../commands/showcase-picture.ts'
import { readDesk, type ShowcaseDesk } from '../../../queries/showcase.ts'
import { Dialog, Undo } from '../../look/dialog.tsx'
import { TextArea, TextField } from '../../look/fields.tsx'
import { Button, ButtonLink, Form, Saved } from '../../look/form.tsx'
import { type Look, useLook } from '../../look/look.ts'
import { At, Note, Panel } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { ProjectPage } from '../project/frame.tsx'
import { requireAllowed } from './allowed.ts'
import { PicturesPanel, whyNotTaken } from './pictures.tsx'
import { deskWays } from './words.ts'

const texts = (look: Pick<Look, 'language'>) =>
  words(look.language, {
    zh: {
      title: '展示页', hidden: '未公开', words: '写给公众的话', wordsLead: '展示页由这里写的话、照片，和项目书里可以公开的内容组成。联系人、预算、未成年人数不会出现在上面。', headlineHint: '列表里也会显示。', soFarHint: '办过几次、来了多少人、有什么变化。不写能认出个人的事。', helpHint: '要什么帮助、什么时候、在哪里。电话和邮箱不用写：页上有“我要支持”按钮，意向会转给您。',
      save: '保存', wrong: '公开前要改', wrongLead: '这些地方不改，展示页不能公开。', look: '这几处可能让人认出是谁', lookLead: '请改掉；确实认不出具体的人，公开时要逐处写明理由，理由会留在操作记录里。', ownText: '去项目书', closed: '现在不在展示阶段，或项目正在审核、已暂停：内容不能改，但可以随时撤下展示页或照片。', preview: '预览和公开', previewLead: '看一遍公众会看到的样子，再公开。', toPreview: '预览', standing: '公开情况', since: '公开于', edition: (n: number) => `第 ${n} 版`, same: '公开的就是最新内容。', changed: '有修改还没有公开。', seePage: '看公开页', never: '还没有公开过。',
      down: '撤下展示页', downTitle: '撤下后，公众马上看不到这一页', downLead: '已收到的支持意向不受影响。撤下后可以恢复。', downOffice: '撤下后，只有承担单位重新公开才会再显示。原因会发给对方。', reason: '原因', downByOwn: '展示页已撤下。', back: '恢复', downByOffice: '管理员撤下了展示页。原因：', downAgain: '改好后可以重新公开。',
    },
    en: {
      title: 'Showcase', hidden: 'Not public', words: 'What you tell the public', wordsLead: 'The page is made of these words, the pictures, and what may be public of the project’s text. Contact, budget and the number of minors never stand on it.', headlineHint: 'Also shown in the list.', soFarHint: 'How often, how many came, what changed. Nothing by which a person can be known.', helpHint: 'What help, when, where. No telephone or e-mail is needed: the page has a button, and offers come to you.',
      save: 'Save', wrong: 'To change before publishing', wrongLead: 'The page cannot be public while these stand.', look: 'Somebody might be known by these', lookLead: 'Change them. If nobody can be known by a place, say why when you publish; the trail keeps what you say.', ownText: 'To the project’s text', closed: 'This is not the showcase stage, or the project is under review or paused: nothing can be changed, but the page and each picture can be taken down at any time.', preview: 'Preview and publish', previewLead: 'Look at what the public will see, then publish.', toPreview: 'Preview', standing: 'The public page', since: 'Public since', edition: (n) => `edition ${n}`, same: 'It shows your newest words.', changed: 'There are changes that are not public yet.', seePage: 'See the public page', never: 'It has not been public yet.',
      down: 'Take the page down', downTitle: 'Nobody will see the page any more', downLead: 'Offers that came in stay. You can put the page back.', downOffice: 'Only a new publication by the organisation brings it back. They are told the reason.', reason: 'Reason', downByOwn: 'The page has been taken down.', back: 'Put it back', downByOffice: 'An administrator took the page down. The reason: ', downAgain: 'Change it and publish it again.',
    },
  })

async function show(asked: Asked, attempt: Attempt = { values: {}, mistakes: [] }): Promise<Shown> {
  const { context, look, params, query } = asked
  const desk = await readDesk(context, params.project ?? '')
  const { project, showcase, open } = desk
  const t = texts(look)
  const mine = may(context.actor, 'showcase.edit', projectTarget(project))
  const writes = mine && open
  const [upload, refused] = await Promise.all([writes ? pictureForm(context, project.id) : null, whyNotTaken(asked, query.get('refused'))])
  const mistakes = [...attempt.mistakes, ...(refused === null ? [] : [refused])]
  const here = `/projects/${project.id}/showcase`
  // Beside their fields too, once somebody has begun to write.
  const beside = showcase.revision === 0 ? mistakes : [...mistakes, ...desk.mistakes]
  return { page: (
    <ProjectPage look={look} context={context} project={project} tab="showcase" parts={deskWays(look.language, project.id, 'words')} mistakes={mistakes}>
      <Down desk={desk} mine={mine} />
      {mine && !open ? <Note state="idle" icon="locked">{t.closed}</Note> : null}
      <div class="split">
        <div class="stackv">
          {mine ? <Findings project={project.id} title={t.wrong} lead={t.wrongLead} mistakes={showcase.revision === 0 ? [] : desk.mistakes} id="wrong" /> : null}
          {mine ? <Findings project={project.id} title={t.look} lead={t.lookLead} mistakes={desk.cautions} id="cautions" /> : null}
          {writes ? (
            <Panel title={t.words} id="words" end={<Saved at={showcase.savedAt} />}>
              <p class="soft">{t.wordsLead}</p>
              <Form action={here} command={newSecret()} revision={attempt.values.revision ?? showcase.revision} mistakes={beside}>
                <TextField path="headline" label={wordLabels.headline[look.language]} hint={t.headlineHint} required limit={limits.headline} value={attempt.values.headline ?? showcase.draft.headline} />
                <TextArea path="soFar" label={wordLabels.soFar[look.language]} hint={t.soFarHint} limit={limits.soFar} rows={8} value={attempt.values.soFar ?? showcase.draft.soFar} />
                <TextArea path="help" label={wordLabels.help[look.language]} hint={t.helpHint} required limit={limits.help} rows={4} value={attempt.values.help ?? showcase.draft.help} />
                <p class="acts"><Button>{t.save}</Button></p>
              </Form>
            </Panel>
          ) : null}
          {mine ? <PicturesPanel desk={desk} upload={upload} mistakes={mistakes} /> : null}
        </div>
        <aside class="stackv">
          {writes ? <Panel title={t.preview} id="preview"><p class="soft">{t.previewLead}</p><p class="acts"><ButtonLink href={`${here}/preview`} weight={showcase.revision === 0 ? 'second' : 'primary'} icon="eye">{t.toPreview}</ButtonLink></p></Panel> : null}
          <Standing desk={desk} mine={mine} takesDown={may(context.actor, 'showcase.take-down', projectTarget(project))} values={attempt.values} />
        </aside>
      </div>
    </ProjectPage>
  ) }
}

/** The page was taken down: by its own people, with the way back, or by an administrator, with the reason. */
function Down({ desk: { project, showcase }, mine }: { desk: ShowcaseDesk; mine: boolean }) {
  const t = texts(useLook())
  if (showcase.takenDown === null) return null
  if (showcase.takenDown.office) return <Note state="late"><p>{t.downByOffice}<strong>{showcase.takenDown.reason}</strong></p>{mine ? <p>{t.downAgain}</p> : null}</Note>
  return mine ? <Undo action={`/projects/${project.id}/showcase/restoration`} command={newSecret()} words={t.back}>{t.downByOwn}</Undo> : null
}

/** What stands in the way, each with the way to where it is changed. */
export function Findings({ project, title, lead, mistakes, id }: { project: string; title: string; lead?: string; mistakes: readonly Mistake[]; id: string }) {
  const { language } = useLook()
  const t = texts({ language })
  if (mistakes.length === 0) return null
  const place = (path: string) => (path.startsWith('project.') ? `/projects/${project}` : path.startsWith('pictures.') ? `/projects/${project}/showcase#pictures` : `/projects/${project}/showcase#f-${path}`)
  return (
    <Panel title={title} id={id}>
      {lead === undefined ? null : <p class="soft">{lead}</p>}
      <ul class="tasks">{mistakes.map((mistake) => <li><a href={place(mistake.path)}>{mistake[language]}</a>{mistake.path.startsWith('project.') ? <span class="soft small nw">{t.ownText}</span> : null}</li>)}</ul>
    </Panel>
  )
}

function Standing({ desk: { project, showcase, same }, mine, takesDown, values }: { desk: ShowcaseDesk; mine: boolean; takesDown: boolean; values: Attempt['values'] }) {
  const t = texts(useLook())
  const { shownAt, edition } = showcase
  return (
    <Panel title={t.standing} id="standing">
      {shownAt === null || edition === null ? <p class="soft">{edition === null ? t.never : t.hidden}</p> : (
        <>
          <p>{t.since} <At at={shownAt} /> <span class="soft nw">{t.edition(edition.number)}</span></p>
          {mine ? <p class="soft">{same ? t.same : t.changed}</p> : null}
          <p class="acts"><ButtonLink href={`/showcase/${project.id}`} icon="link">{t.seePage}</ButtonLink></p>
          {takesDown ? (
            <Dialog label={t.down} weight="late" title={t.downTitle}>
              <p>{mine ? t.downLead : t.downOffice}</p>
              <Form action={`/projects/${project.id}/showcase/takedown`} command={newSecret()}>
                <TextArea path="reason" label={t.reason} required={!mine} rows={3} value={values.reason} />
                <p class="acts"><Button weight="late">{t.down}</Button></p>
              </Form>
            </Dialog>
          ) : null}
        </>
      )}
    </Panel>
  )
}

/** A deed of this page, which comes back to it. */
function deed(path: string, action: Action, run: (asked: Asked, posted: Posted) => Promise<unknown>): PageRoute {
  return {
    method: 'post', path: `/projects/:project/showcase${path}`, action,
    send: async (asked, posted) => {
      await requireAllowed(asked, action)
      return tryForm(posted, async () => {
        await run(asked, posted)
        return { go: `/projects/${asked.params.project}/showcase` }
      }, (attempt) => show(asked, attempt))
    },
  }
}

export const deskPages: PageRoute[] = [
  { method: 'get', path: '/projects/:project/showcase', action: 'showcase.preview', show: (asked) => show(asked) },
  deed('', 'showcase.edit', ({ context, params }, { body, fields }) => saveShowcase(context, params.project ?? '', readAs(showcaseInput, { ...body, revision: Number(fields.revision) }))),
  deed('/takedown', 'showcase.take-down', ({ context, params }, { body }) => takeDownShowcase(context, params.project ?? '', readAs(takeDownInput, body))),
  deed('/restoration', 'showcase.edit', ({ context, params }) => putBackShowcase(context, params.project ?? '')),
]
