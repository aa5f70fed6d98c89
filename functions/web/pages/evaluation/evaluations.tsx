import { say } from '../../../../shared/kernel/text.ts'
import { stageWords } from '../../../../shared/stage/words.ts'
import { myAppraisals, type OwnAppraisal } from '../../../queries/appraisal.ts'
import { dutyWords } from '../../../queries/grant-due.ts'
import { type Evaluation, myEvaluations, waitsForCard } from '../../../queries/evaluation.ts'
import { ButtonLink } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { Table } from '../../look/table.tsx'
import { Empty, Section, Tag, When } from '../../look/tell.tsx'
import { withColon, words } from '../../look/words.ts'
import type { Asked, PageRoute, Shown } from '../page.ts'

async function show({ context, look }: Asked): Promise<Shown> {
  const [all, grants] = await Promise.all([myEvaluations(context), myAppraisals(context)])
  const t = texts(look)
  const waiting = all.filter(waitsForCard)
  const waits = waiting.length + grants.filter(({ duty }) => duty !== null).length
  const others = all.filter((one) => !waitsForCard(one))
  return { page: (
    <Page look={look} title={t.title} heading={waits === 0 ? t.title : t.waits(waits)}>
      {all.length === 0 && grants.length === 0 ? <Empty title={t.none}>{t.noneHint}</Empty> : (
        <>
          {all.length === 0 ? null : <Section title={t.waiting} id="waiting"><List look={look} rows={waiting} waits /></Section>}
          {grants.length === 0 ? null : <Section title={t.grants} id="grants"><Grants look={look} rows={grants} /></Section>}
          {others.length === 0 ? null : <Section title={t.others} id="others"><List look={look} rows={others} /></Section>}
        </>
      )}
    </Page>
  ) }
}

function List({ look, rows, waits = false }: { look: Look; rows: readonly Evaluation[]; waits?: boolean }) {
  const t = texts(look)
  return (
    <Table
      caption={waits ? t.waiting : t.others} rows={rows} empty={<Empty title={t.nothing}>{t.nothingHint}</Empty>}
      columns={[
        { header: t.project, names: true, cell: ({ project, present }) => <>{present ? <a href={`/projects/${project.id}/evaluation`}><strong>{project.title}</strong></a> : <strong>{project.title}</strong>}<br /><span class="soft small">{project.organisation.name}</span></> },
        { header: t.state, cell: (one) => <Standing look={look} one={one} /> },
        ...(waits ? [{ header: t.until, cell: ({ project }: Evaluation) => <When at={project.current.dueAt} /> }, { header: t.act, hidden: true, class: 'r', cell: ({ project, card }: Evaluation, i: number) => <ButtonLink href={`/projects/${project.id}/evaluation/card`} weight={i === 0 ? 'primary' : 'second'} about={withColon(look.language, '', project.title)}>{card === 'draft' ? t.goOn : t.begin}</ButtonLink> }] : []),
      ]}
    />
  )
}

/** Mid-term and final evaluations of grants. */
function Grants({ look, rows }: { look: Look; rows: readonly OwnAppraisal[] }) {
  const t = texts(look)
  return (
    <Table
      caption={t.grants} rows={rows}
      columns={[
        { header: t.project, names: true, cell: ({ grant }) => <><a href={`/grants/${grant.id}/evaluation`}><strong>{grant.title}</strong></a><br /><span class="soft small">{grant.organisation.name}</span></> },
        { header: t.state, cell: ({ duty, standing }) => (duty === null ? <Tag state={standing.step === 'done' ? 'done' : 'idle'}>{standing.step === 'done' ? t.sent : t.notYet}</Tag> : <Tag state="wait">{say(dutyWords(duty), look.language)}</Tag>) },
        { header: t.until, cell: ({ duty }) => (duty === null ? null : <When at={duty.dueAt} />) },
      ]}
    />
  )
}

function Standing({ look, one: { project, present, card } }: { look: Look; one: Evaluation }) {
  const t = texts(look)
  if (!present) return <Tag state="idle">{t.ended}</Tag>
  if (card === 'submitted') return <Tag state="done">{t.sent}</Tag>
  if (card === null) return <Tag state="idle">{say(stageWords[project.current.name], look.language)}</Tag>
  return card === 'draft' ? <Tag state="now">{t.draft}</Tag> : <Tag state="wait">{t.open}</Tag>
}

export const evaluationListPages: PageRoute[] = [{ method: 'get', path: '/evaluations', action: 'project.list-assigned', show }]

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    title: '我的评估', waits: (n: number) => `${n} 个项目等您评估`, none: '还没有请您评估的项目', noneHint: '管理员指定您评估一个项目后，会出现在这里，也会发邮件。', waiting: '等您评估', others: '其他', nothing: '没有等您评估的项目', nothingHint: '项目到了评估阶段会出现在这里。',
    grants: '公益创投资助', notYet: '未到', project: '项目', state: '状态', until: '截止', act: '操作', goOn: '接着填', begin: '填评估表', ended: '已结束', sent: '已交', draft: '在填', open: '等您填',
  },
  en: {
    title: 'My evaluations', waits: (n) => (n === 1 ? 'One project waits for you' : `${n} projects wait for you`), none: 'No project to evaluate yet', noneHint: 'When an administrator names you for a project it appears here, and is mailed to you.', waiting: 'Waiting for you', others: 'Others', nothing: 'Nothing waits for you', nothingHint: 'Projects appear here when they come to their evaluation.',
    grants: 'Grants of venture competitions', notYet: 'not yet', project: 'Project', state: 'State', until: 'Until', act: 'Actions', goOn: 'Go on', begin: 'Fill in the sheet', ended: 'ended', sent: 'sent', draft: 'begun', open: 'waits for you',
  },
})
