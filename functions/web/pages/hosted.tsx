import { newSecret } from '../../../shared/kernel/ids.ts'
import type { Organisation } from '../../../shared/organisation/organisation.ts'
import { answerHost, hostingInput } from '../../commands/organisation.ts'
import { authorise } from '../../context.ts'
import { listHosted, readOrganisation } from '../../queries/organisation.ts'
import { ChoiceField } from '../look/choices.tsx'
import { TextField } from '../look/fields.tsx'
import { Button, Form } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { At, Empty, Facts, Panel, Tag } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { actingFor } from './organisation.tsx'
import { hostingNames, hostingTones, organisationFacts } from './organisation-words.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'

async function show({ context, look, params }: Asked, attempt?: Attempt): Promise<Shown> {
  const host = actingFor(context)
  const [groups, { organisation }] = [await listHosted(context, host), await readOrganisation(context, host)]
  const t = texts(look)
  return { page: (
    <Page look={look} title={t.title} crumbs={[{ href: '/organisation', label: organisation.name }]} lead={<p class="soft">{t.lead}</p>} mistakes={attempt?.mistakes ?? []}>
      {groups.length === 0 ? <Empty title={t.none}>{t.noneHint}</Empty> : groups.map((group) => <Group look={look} group={group} attempt={params.group === group.id ? attempt : undefined} />)}
    </Page>
  ) }
}

function Group({ look, group, attempt }: { look: Look; group: Organisation; attempt: Attempt | undefined }) {
  const t = texts(look)
  const said = group.hosting?.state ?? 'waits'
  return (
    <Panel title={group.name} id={group.id} end={<Tag state={hostingTones[said]}>{hostingNames[said][look.language]}</Tag>}>
      <Facts facts={[...organisationFacts(group, look.language), group.hosting !== null && { term: t.answered, detail: <><At at={group.hosting.at} /> {group.hosting.by}</> }]} />
      <Form action={`/organisation/hosted/${group.id}`} command={newSecret()} label={group.name} mistakes={attempt?.mistakes ?? []}>
        <ChoiceField path="answer" label={t.answer} required as="radio" value={attempt?.values.answer ?? group.hosting?.state ?? ''} choices={[{ value: 'accepted', label: t.accept, hint: t.acceptHint }, { value: 'declined', label: t.decline, hint: t.declineHint }]} />
        <TextField path="reason" label={t.reason} hint={t.reasonHint} value={attempt?.values.reason ?? ''} />
        <p class="acts"><Button weight={group.hosting === null ? 'primary' : 'second'}>{t.send}</Button></p>
      </Form>
    </Panel>
  )
}

function send(asked: Asked, posted: Posted): Promise<Shown> {
  const organisation = actingFor(asked.context)
  authorise(asked.context, 'host.answer', { organisation })
  return tryForm(posted, async () => {
    const { answer, reason } = posted.fields
    await answerHost(asked.context, organisation, asked.params.group ?? '', readAs(hostingInput, { answer, reason }))
    return { go: '/organisation/hosted' }
  }, (attempt) => show(asked, attempt))
}

export const hostedPages: PageRoute[] = [
  { method: 'get', path: '/organisation/hosted', action: 'host.answer', show: (asked) => show(asked) },
  { method: 'post', path: '/organisation/hosted/:group', action: 'host.answer', send },
]

function texts(look: Look) {
  return words(look.language, {
    zh: {
      title: '挂靠在我们这里', lead: '备案的队伍和组织通过挂靠单位申报和收款。接受以后，它的项目资金由贵单位代收。', none: '没有队伍或组织想挂靠在贵单位', noneHint: '有的时候，首页的待办里会提醒您。',
      answered: '答复时间', answer: '答复', accept: '接受', acceptHint: '对方和管理员会看到', decline: '不接受', declineHint: '要写明理由', reason: '理由', reasonHint: '不接受时要填，对方会看到。', send: '答复',
    },
    en: {
      title: 'Hosted by us', lead: 'Filed teams and organisations apply and are paid through their host. Once you accept, you receive the money of its projects for it.', none: 'Nobody names you as its host', noneHint: 'When somebody does, your first page says so.',
      answered: 'Answered', answer: 'Answer', accept: 'Accept', acceptHint: 'They and the administrators see it', decline: 'Decline', declineHint: 'With a reason', reason: 'Reason', reasonHint: 'Needed to decline; they will read it.', send: 'Answer',
    },
  })
}
