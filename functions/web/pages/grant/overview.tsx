import { type Grant, grantTarget } from '../../../../shared/grant/grant.ts'
import { grantDuties } from '../../../../shared/grant/moments.ts'
import { newSecret } from '../../../../shared/kernel/ids.ts'
import { capitalYuan } from '../../../../shared/kernel/money.ts'
import { say } from '../../../../shared/kernel/text.ts'
import { may } from '../../../../shared/person/access.ts'
import { closeGrant, closeGrantInput, endGrant, endGrantInput } from '../../../commands/grant.ts'
import { dutyPath, dutyWords } from '../../../queries/grant-due.ts'
import { grantRoom } from '../../../queries/grant-room.ts'
import { readGrant, type ReadGrant } from '../../../queries/grant.ts'
import { CheckField } from '../../look/choices.tsx'
import { Dialog } from '../../look/dialog.tsx'
import { TextArea } from '../../look/fields.tsx'
import { Flow, type FlowStep } from '../../look/flow.tsx'
import { Button, Form } from '../../look/form.tsx'
import { formatRange } from '../../look/format.ts'
import type { Look } from '../../look/look.ts'
import { Table } from '../../look/table.tsx'
import { At, DateRange, Facts, Money, Note, Panel, Tag, Tasks, When } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Shown, tryForm } from '../page.ts'
import { GrantPage } from './frame.tsx'
import { GrantTrail } from './story.tsx'
import { conditionWords, trancheWords } from './words.ts'

const texts = (look: Look) => words(look.language, {
  zh: {
    flow: '流程', due: '要做的事', nothing: '现在没有到期要做的事', whose: { organisation: '获资助单位', authority: '主办单位', runner: '主办或承办单位', finance: '财务', evaluator: '评估员' }, tranches: '分期拨款', tranche: '期次', share: '比例', amount: '金额（元）', conditions: '条件', state: '状态', always: '每一期都要：协议已签、账户已确认、没有未处理的异议。',
    facts: '基本情况', sum: '资助金额', payee: '收款单位', noPayee: '还不能收款：挂靠单位没有接受', host: '挂靠单位', competition: '来自', category: '类别', street: '街道', period: '执行期', project: '项目记录', openProject: '打开项目', story: '动态', wholeStory: '全部动态', failed: (doing: string) => `流程停在：${doing}`, close: '结项', closeTitle: '结项后不能恢复', closeLead: '末期评估的结果已经确定、各期都已拨付时结项。', cancelRest: '没有拨付的不再拨付', cancelRestHint: '退回本次大赛的资金，要写明理由。', end: '结束资助', endTitle: '结束后不能恢复', endLead: '没有签成协议（对方放弃，或过期未签）时用。资金退回本次大赛，单位会收到通知。', reason: '理由', ended: '资助已结束，没有签订协议', joiner: '、', paidOn: '到账',
  },
  en: {
    flow: 'Workflow', due: 'To be done', nothing: 'Nothing is due now', whose: { organisation: 'the grantee', authority: 'the authority', runner: 'the authority or the organiser', finance: 'finance', evaluator: 'the evaluator' }, tranches: 'Tranches', tranche: 'Part', share: 'Share', amount: 'Yuan', conditions: 'Conditions', state: 'State', always: 'For every part: agreement signed, account confirmed, no open objection.',
    facts: 'About it', sum: 'Grant', payee: 'Payee', noPayee: 'cannot be paid yet: its host has not accepted', host: 'host', competition: 'From', category: 'Category', street: 'Street', period: 'Delivery', project: 'Project', openProject: 'Open the project', story: 'Story', wholeStory: 'The whole story', failed: (doing) => `The workflow stopped at: ${doing}`, close: 'Close the grant', closeTitle: 'This cannot be taken back', closeLead: 'When the result of the final evaluation stands and every part is paid.', cancelRest: 'What is not paid will not be paid', cancelRestHint: 'It is free again in this competition; give a reason.', end: 'End the grant', endTitle: 'This cannot be taken back', endLead: 'Where no agreement came about: given up, or not signed in time. The money is free again in this competition, and the organisation is told.', reason: 'Reason', ended: 'The grant ended without an agreement', joiner: ', ', paidOn: 'paid',
  },
})

async function show({ context, look, params }: Asked, attempt?: Attempt): Promise<Shown> {
  const read = await readGrant(context, params.grant ?? '')
  const { grant, tracking, entries } = read
  const t = texts(look)
  return { page: (
    <GrantPage look={look} context={context} grant={grant} tab="overview" mistakes={attempt?.mistakes}
      actions={grant.state === 'agreement' && may(context.actor, 'grant.end', grantTarget(grant)) ? <End look={look} grant={grant} attempt={attempt} /> : grant.state === 'delivery' && may(context.actor, 'grant.close', grantTarget(grant)) ? <Close look={look} grant={grant} attempt={attempt} /> : undefined}>
      {tracking.failed === null ? null : <Note state="late"><p><strong>{t.failed(say(tracking.failed.doing, look.language))}</strong></p></Note>}
      {grant.endedBecause === null ? null : <Note state="idle"><p><strong>{t.ended}</strong></p><p>{grant.endedBecause}</p></Note>}
      {tracking.steps.length === 0 ? null : <Panel title={t.flow} id="fl" hiddenTitle><Flow steps={tracking.steps.map((step): FlowStep => ({
        name: say(step.name, look.language), state: step.state === 'failed' || (step.state === 'now' && tracking.now?.late === true) ? 'late' : step.state,
        lines: step.enteredAt !== null && step.leftAt !== null ? [formatRange(step.enteredAt, step.leftAt, look.language, look.now)] : [],
      }))} /></Panel>}
      <div class="split">
        <div class="stackv">
          <Duties look={look} read={read} />
          <Tranches look={look} read={read} />
        </div>
        <div class="stackv">
          <About look={look} read={read} />
          {entries.length === 0 ? null : <Panel title={t.story} id="ac">
            <GrantTrail look={look} entries={entries} />
            <p><a href={`/grants/${grant.id}/story`}>{t.wholeStory}</a></p>
          </Panel>}
        </div>
      </div>
    </GrantPage>
  ) }
}

function Duties({ look, read: { grant } }: { look: Look; read: ReadGrant }) {
  const t = texts(look)
  const duties = [...Map.groupBy(grantDuties(grant), ({ of, dueAt }) => `${of} ${dueAt}`).values()]
  return (
    <Panel title={t.due} id="due">
      {duties.length === 0 ? <p class="soft">{t.nothing}</p> : <Tasks tasks={duties.flatMap(([first, ...more]) => (first === undefined ? [] : [{ label: say(dutyWords(first), look.language), href: dutyPath(grant, first), hint: [first, ...more].map(({ whose }) => t.whose[whose]).join(t.joiner), end: <When at={first.dueAt} /> }]))} />}
    </Panel>
  )
}

function Tranches({ look, read: { grant } }: { look: Look; read: ReadGrant }) {
  const t = texts(look)
  return (
    <Panel title={t.tranches} id="tranches">
      <p class="soft small">{t.always}</p>
      <Table caption={t.tranches} rows={grant.tranches} columns={[
        { header: t.tranche, names: true, cell: ({ name }) => say(name, look.language) },
        { header: t.share, align: 'end', cell: ({ percent }) => `${percent}%` },
        { header: t.amount, align: 'end', cell: ({ amount }) => <Money fen={amount} bare /> },
        { header: t.conditions, cell: ({ conditions }) => conditions.map((one) => conditionWords[one][look.language]).join(t.joiner) || '—' },
        { header: t.state, cell: ({ state, paidOn }) => <><Tag state={trancheWords[state].tone}>{trancheWords[state][look.language]}</Tag>{paidOn === null ? null : <> <At at={paidOn} /></>}</> },
      ]} />
    </Panel>
  )
}

function About({ look, read: { grant, competition, rulebook } }: { look: Look; read: ReadGrant }) {
  const t = texts(look)
  const category = rulebook.categories.find(({ id }) => id === grant.category)
  return (
    <Panel title={t.facts} id="facts">
      <Facts facts={[
        { term: t.sum, detail: <><Money fen={grant.amount} /><br /><span class="soft small">{capitalYuan(grant.amount)}</span></> },
        { term: t.payee, detail: <>{grant.payee.name}{grant.payee.host ? <span class="soft">（{t.host}）</span> : null}{grant.payee.creditCode === null ? <><br /><Tag state="late">{t.noPayee}</Tag></> : null}</> },
        { term: t.competition, detail: say(competition.name, look.language) },
        category !== undefined && { term: t.category, detail: say(category.name, look.language) },
        grant.street !== '' && { term: t.street, detail: grant.street },
        grant.period !== null && { term: t.period, detail: <DateRange from={grant.period.from} to={grant.period.to} /> },
        grant.project !== null && { term: t.project, detail: <a href={`/projects/${grant.project}`}>{t.openProject}</a> },
      ]} />
    </Panel>
  )
}

function End({ look, grant, attempt }: { look: Look; grant: Grant; attempt: Attempt | undefined }) {
  const t = texts(look)
  return (
    <Dialog label={t.end} weight="second" title={t.endTitle} open={attempt !== undefined}>
      <p>{t.endLead}</p>
      <Form action={`/grants/${grant.id}/end`} command={newSecret()}>
        <TextArea path="reason" label={t.reason} required rows={2} limit={1000} value={attempt?.values.reason ?? ''} />
        <p class="acts"><Button weight="late">{t.end}</Button></p>
      </Form>
    </Dialog>
  )
}

function Close({ look, grant, attempt }: { look: Look; grant: Grant; attempt: Attempt | undefined }) {
  const t = texts(look)
  return (
    <Dialog label={t.close} weight="second" title={t.closeTitle} open={attempt !== undefined}>
      <p>{t.closeLead}</p>
      <Form action={`/grants/${grant.id}/closing`} command={newSecret()}>
        <CheckField path="cancelRest" label={t.cancelRest} hint={t.cancelRestHint} checked={attempt?.values.cancelRest === 'true'} />
        <TextArea path="reason" label={t.reason} rows={2} limit={1000} value={attempt?.values.reason ?? ''} />
        <p class="acts"><Button>{t.close}</Button></p>
      </Form>
    </Dialog>
  )
}

export const grantOverviewPages: PageRoute[] = [
  { method: 'get', path: '/grants/:grant', action: 'grant.read', show: (asked) => show(asked) },
  {
    method: 'post', path: '/grants/:grant/end', action: 'grant.end',
    send: (asked, posted) => tryForm(posted, async () => {
      await grantRoom(asked.context, asked.params.grant ?? '', 'grant.end')
      await endGrant(asked.context, asked.params.grant ?? '', readAs(endGrantInput, { reason: posted.fields.reason }))
      return { go: `/grants/${asked.params.grant}` }
    }, (attempt) => show(asked, attempt)),
  },
  {
    method: 'post', path: '/grants/:grant/closing', action: 'grant.close',
    send: (asked, posted) => tryForm(posted, async () => {
      await grantRoom(asked.context, asked.params.grant ?? '', 'grant.close')
      await closeGrant(asked.context, asked.params.grant ?? '', readAs(closeGrantInput, { cancelRest: posted.fields.cancelRest === 'true', reason: posted.fields.reason ?? '' }))
      return { go: `/grants/${asked.params.grant}` }
    }, (attempt) => show(asked, attempt)),
  },
]
