import { newSecret } from '../../../../shared/kernel/ids.ts'
import { statementLength } from '../../../../shared/showcase/check.ts'
import { may } from '../../../../shared/person/access.ts'
import { projectTarget } from '../../../../shared/project/project.ts'
import { publishShowcase, publishShowcaseInput } from '../../../commands/showcase.ts'
import { readDesk } from '../../../queries/showcase.ts'
import { Dialog } from '../../look/dialog.tsx'
import { HiddenField, TextArea } from '../../look/fields.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Note } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { ProjectPage } from '../project/frame.tsx'
import { requireAllowed } from './allowed.ts'
import { Findings } from './desk.tsx'
import { ShowcaseTags, ShowcaseView } from './view.tsx'
import { deskWays } from './words.ts'

const texts = (look: Pick<Look, 'language'>) =>
  words(look.language, {
    zh: {
      title: '预览', lead: '下面就是公众会看到的展示页，一字不差。', same: '公开的就是这一版。', publish: '公开展示页', again: '公开这一版', dialog: '公开后，任何人都能看到', dialogLead: '可以随时修改再公开，也可以撤下。照片上的人反悔时，请立即移除那张照片。', look: '这几处可能让人认出是谁', lookLead: '请改掉；确实认不出具体的人，公开时要逐处写明理由，理由会留在操作记录里。', why: '为什么认不出是谁', wrong: '公开前要改', wrongLead: '改好这些，就可以公开。', edit: '返回修改', untitled: '（还没有名称）',
    },
    en: {
      title: 'Preview', lead: 'This is the page, word for word, as the public will see it.', same: 'This is what is public.', publish: 'Publish the page', again: 'Publish this edition', dialog: 'Anybody will be able to see it', dialogLead: 'You can change and publish it again, or take it down, at any time. If somebody on a picture changes their mind, remove that picture at once.', look: 'Somebody might be known by these', lookLead: 'Change them. If nobody can be known by a place, say why when you publish; the trail keeps what you say.', why: 'Why nobody can be known by it', wrong: 'To change before publishing', wrongLead: 'Once these are changed, the page can be published.', edit: 'Back to the words', untitled: '(no name yet)',
    },
  })

async function show({ context, look, params }: Asked, attempt?: Attempt): Promise<Shown> {
  const desk = await readDesk(context, params.project ?? '')
  const { project, showcase, page, mistakes, cautions } = desk
  const t = texts(look)
  const here = `/projects/${project.id}/showcase`
  const writes = desk.open && may(context.actor, 'showcase.edit', projectTarget(project))
  // What keeps it from being published stands in a list of its own, each with the way to its place.
  const met = (attempt?.mistakes ?? []).filter(({ path, code }) => !mistakes.some((one) => one.path === path && one.code === code))
  const ready = writes && mistakes.length === 0 && !desk.same
  return { page: (
    <ProjectPage look={look} context={context} project={project} tab="showcase" parts={deskWays(look.language, project.id, 'preview')} mistakes={met}>
      <Note>
        <p>{desk.same ? t.same : t.lead}</p>
        {writes ? (
          <div class="acts">
            {ready ? (
              <Dialog label={showcase.shownAt === null ? t.publish : t.again} icon="eye" title={t.dialog}>
                <p>{t.dialogLead}</p>
                <Form action={`${here}/publication`} command={newSecret()}>
                  <HiddenField path="seen" value={desk.mark} />
                  {cautions.map((caution, i) => (
                    <>
                      <HiddenField path={`reasons.${i}.place`} value={caution.path} />
                      <TextArea path={`reasons.${i}.reason`} label={t.why} hint={caution[look.language]} required rows={2} limit={statementLength.most} value={attempt?.values[`reasons.${i}.reason`] ?? ''} />
                    </>
                  ))}
                  <p class="acts"><Button>{showcase.shownAt === null ? t.publish : t.again}</Button></p>
                </Form>
              </Dialog>
            ) : null}
            <ButtonLink href={here} icon="edit">{t.edit}</ButtonLink>
          </div>
        ) : null}
      </Note>
      {writes ? <Findings project={project.id} title={t.wrong} lead={t.wrongLead} mistakes={mistakes} id="wrong" /> : null}
      {writes ? <Findings project={project.id} title={t.look} lead={t.lookLead} mistakes={cautions} id="cautions" /> : null}
      <div class="stackv tight"><h2>{page.title === '' ? t.untitled : page.title}</h2><p class="soft"><ShowcaseTags page={page} /></p></div>
      <ShowcaseView page={page} pictureHref={(file) => `/files/${file}`} preview />
    </ProjectPage>
  ) }
}

async function publish(asked: Asked, posted: Posted): Promise<Shown> {
  await requireAllowed(asked, 'showcase.edit')
  return tryForm(posted, async () => {
    const project = asked.params.project ?? ''
    await publishShowcase(asked.context, project, readAs(publishShowcaseInput, posted.body))
    return { go: `/showcase/${project}` }
  }, (attempt) => show(asked, attempt))
}

export const previewPages: PageRoute[] = [
  { method: 'get', path: '/projects/:project/showcase/preview', action: 'showcase.preview', show: (asked) => show(asked) },
  { method: 'post', path: '/projects/:project/showcase/publication', action: 'showcase.edit', send: publish },
]
