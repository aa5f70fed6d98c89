import { listChanges } from '../../../queries/change.ts'
import { ButtonLink } from '../../look/form.tsx'
import { Table } from '../../look/table.tsx'
import { At, Empty, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import type { Asked, Shown } from '../page.ts'
import { ProjectPage } from '../project/frame.tsx'
import { changeWords, stateTones } from './parts.tsx'

/** A project's requests, and the way to a new one. */
export async function showChanges({ context, look, params }: Asked): Promise<Shown> {
  const { project, changes, askable } = await listChanges(context, params.project ?? '')
  const t = words(look.language, {
    zh: { ask: '申请变更', caption: '变更申请，从新到旧', number: '编号', what: '内容', asked: '申请时间', by: '申请人', state: '状态', none: '还没有变更申请', noneHint: '项目批准以后，日期、预算、目标和范围要改的，在这里申请，由管理员答复。' },
    en: { ask: 'Ask for a change', caption: 'Change requests, newest first', number: 'Number', what: 'What', asked: 'Asked', by: 'By', state: 'State', none: 'No change was asked for yet', noneHint: 'What was approved (dates, budget, goals and scope) is changed by a request that an administrator answers.' },
  })
  const w = changeWords(look)
  return { page: (
    <ProjectPage look={look} context={context} project={project} tab="changes" actions={askable.length === 0 ? null : <ButtonLink href={`/projects/${project.id}/changes/new`} weight="primary">{t.ask}</ButtonLink>}>
      <Table
        caption={t.caption} rows={changes} empty={<Empty title={t.none} action={askable.length === 0 ? undefined : <a href={`/projects/${project.id}/changes/new`}>{t.ask}</a>}>{t.noneHint}</Empty>}
        columns={[
          { header: t.what, names: true, cell: ({ number, proposed }) => <a href={`/projects/${project.id}/changes/${number}`}>{w.kinds[proposed.kind]}<span class="vh"> {number}</span></a> },
          { header: t.number, align: 'end', cell: ({ number }) => number },
          { header: t.asked, cell: ({ askedAt }) => <At at={askedAt} /> },
          { header: t.by, cell: ({ askedBy }) => askedBy.name },
          { header: t.state, cell: ({ state }) => <Tag state={stateTones[state]}>{w.states[state]}</Tag> },
        ]}
      />
    </ProjectPage>
  ) }
}
