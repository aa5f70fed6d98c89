import { newSecret } from '../../../shared/kernel/ids.ts'
import { formatYuan } from '../../../shared/kernel/money.ts'
import { say } from '../../../shared/kernel/text.ts'
import type { CandidateLine } from '../../../shared/portfolio/candidate.ts'
import type { Decision } from '../../../shared/portfolio/decision.ts'
import { readableBytes } from '../../../shared/file/file.ts'
import type { Upload } from '../../commands/file.ts'
import { opinionAllowed } from '../../commands/decision-opinion.ts'
import type { DecisionView } from '../../queries/decision.ts'
import { CheckField, ChoiceField, FileField } from '../look/choices.tsx'
import { Dialog } from '../look/dialog.tsx'
import { HiddenField, MoneyField, TextArea } from '../look/fields.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import { useLook } from '../look/look.ts'
import { At, Facts, Money, Note, Panel, Tasks } from '../look/tell.tsx'
import { listed, words } from '../look/words.ts'
import type { Attempt } from './page.ts'

/** What is to be done now, and by whom. */
export function NextStep({ view: { competition, decision, pending, decides, bar }, attempt }: { view: DecisionView; attempt: Attempt | undefined }) {
  const { language } = useLook()
  const t = words(language, {
    zh: { pending: '正在重新计算资助组合，下面还是上一次的结果。', refresh: '刷新看看', prepare: '拟定资助方案', prepareLead: '看过两种排法，填好各项目的金额，提交给决定的人。提交的人不能自己决定。', ready: (n: number) => `第 ${n} 稿等待决定`, projects: '项目', money: '金额', by: '拟定', order: '名次顺序', same: '相同', other: '不同', reason: '理由', take: '就这样决定', takeAsk: '决定后名单准备公示', takeLead: (n: number, yuan: string) => `将决定资助 ${n} 个项目，共 ${yuan} 元。公示前还可以收回。`, others: '由没有参与拟定的管理员决定。', decided: '已决定', decidedBy: '决定', result: '去准备公示', reopen: '收回决定', reopenAsk: '收回后可以重新拟定和决定', reopenReason: '收回的理由' },
    en: { pending: 'Another portfolio is being worked out; below is the one before.', refresh: 'Look again', prepare: 'Prepare the grants', prepareLead: 'Look at both ways, fill in the amounts and hand in the plan. Whoever hands it in cannot decide on it.', ready: (n) => `Draft ${n} is to be decided`, projects: 'Projects', money: 'Money', by: 'Prepared by', order: 'Rank order', same: 'as it is', other: 'not kept', reason: 'Reason', take: 'Decide it so', takeAsk: 'Then the notice is prepared', takeLead: (n, yuan) => `${n} projects will be funded with ${yuan} yuan in all. It can be taken back before the notice.`, others: 'An administrator who did not prepare it decides.', decided: 'Decided', decidedBy: 'Decided by', result: 'Prepare the notice', reopen: 'Take it back', reopenAsk: 'Then it can be prepared and decided anew', reopenReason: 'Why it is taken back' },
  })
  if (decision === null) return null
  const { prepared, decided } = decision
  const at = `/competitions/${competition.id}/decision`
  const waiting = pending ? <Note state="wait"><p>{t.pending} <a href={at}>{t.refresh}</a></p></Note> : null
  if (prepared === null) return <>{waiting}<Panel title={t.prepare} id="next"><p>{t.prepareLead}</p></Panel></>
  const total = prepared.choices.reduce((sum, { amount }) => sum + amount, 0)
  const facts = <Facts facts={[
    { term: t.projects, detail: <span class="n">{prepared.choices.length}</span> }, { term: t.money, detail: <Money fen={total} /> }, { term: t.by, detail: <>{prepared.byName} <At at={prepared.at} /></> },
    { term: t.order, detail: prepared.differs ? t.other : t.same }, prepared.reason !== '' && { term: t.reason, detail: prepared.reason }, decided !== null && { term: t.decidedBy, detail: <>{decided.byName} <At at={decided.at} /></> },
  ]} />
  if (decided !== null) {
    return (
      <Panel title={t.decided} id="next">
        {facts}
        {competition.state !== 'result' || !decides ? null : (
          <div class="acts">
            <ButtonLink href={`/competitions/${competition.id}/result`}>{t.result}</ButtonLink>
            <Dialog label={t.reopen} title={t.reopenAsk} weight="quiet" open={attempt?.values['reopen.reason'] !== undefined}>
              <Form action={`${at}/reopening`} command={newSecret()} label={t.reopen}><TextArea path="reopen.reason" label={t.reopenReason} value={attempt?.values['reopen.reason'] ?? ''} limit={1000} rows={2} required /><p class="acts"><Button weight="late">{t.reopen}</Button></p></Form>
            </Dialog>
          </div>
        )}
      </Panel>
    )
  }
  return (
    <>
      {waiting}
      <Panel title={t.ready(prepared.number)} id="next">
        {facts}
        {bar !== null ? <p>{say(bar, language)}</p> : !decides ? <p class="soft">{t.others}</p> : (
          <Dialog label={t.take} title={t.takeAsk}>
            <p>{t.takeLead(prepared.choices.length, formatYuan(total))}</p>
            <Form action={`${at}/taking`} command={newSecret()} label={t.take}><HiddenField path="take.number" value={prepared.number} /><p class="acts"><Button>{t.take}</Button></p></Form>
          </Dialog>
        )}
      </Panel>
    </>
  )
}

/** Asks the programme under another budget, or with a project in or out. */
export function AskAgain({ decision: { budget, pins }, lines, values }: { decision: Decision; lines: readonly CandidateLine[]; values: Readonly<Record<string, string>> }) {
  const { language, path } = useLook()
  const t = words(language, {
    zh: { title: '换个条件再算', budget: '资助总额', hint: '不能超过章程的总额', keep: (title: string, take: boolean) => `${take ? '一定资助' : '不资助'}《${title}》`, kept: '已指定的', proposal: '再指定一个项目', none: '不指定', take: '怎样', ways: { in: '一定资助', out: '不资助' }, send: '重新计算' },
    en: { title: 'Ask again', budget: 'Money in all', hint: 'At most what the rulebook gives', keep: (title, take) => `${title}: ${take ? 'in' : 'out'}`, kept: 'Set so far', proposal: 'Set one more project', none: 'None', take: 'How', ways: { in: 'In', out: 'Out' }, send: 'Work it out again' },
  })
  const titles = new Map<string, string>(lines.map(({ proposal, title }) => [proposal, title]))
  const sent = values['ask.budget'] !== undefined
  return (
    <Panel title={t.title} id="ask">
      <Form action={`${new URL(path, 'http://x').pathname.replace(/\/decision.*$/, '/decision')}/portfolio`} command={newSecret()} labelledBy="ask">
        <MoneyField path="ask.budget" label={t.budget} hint={t.hint} required value={sent ? values['ask.budget'] ?? '' : budget} />
        {pins.length === 0 ? null : (
          <fieldset class="field">
            <legend>{t.kept}</legend>
            {pins.map(({ proposal, take }) => { const name = `ask.keep.${take ? 'in' : 'out'}.${proposal}`; return <CheckField path={name} label={t.keep(titles.get(proposal) ?? proposal, take)} required checked={!sent || values[name] !== undefined} /> })}
          </fieldset>
        )}
        <ChoiceField path="ask.proposal" label={t.proposal} as="select" none={t.none} value={values['ask.proposal'] ?? ''} choices={lines.map(({ proposal, place, title }) => ({ value: proposal, label: `${place} ${title}` }))} />
        <ChoiceField path="ask.take" label={t.take} as="select" none={null} required value={values['ask.take'] ?? 'in'} choices={[{ value: 'in', label: t.ways.in }, { value: 'out', label: t.ways.out }]} />
        <p class="acts"><Button weight="second">{t.send}</Button></p>
      </Form>
    </Panel>
  )
}

/** 会议纪要 and other opinions: read, added, and while nothing is decided taken off. */
export function Opinions({ view: { competition, decision }, upload, refused }: { view: DecisionView; upload: Upload | null; refused: string | null }) {
  const { language } = useLook()
  const t = words(language, {
    zh: { title: '审批意见', lead: '会议纪要、领导批示等，签字盖章后的扫描件。', none: '还没有审批意见。', file: '选择扫描件', send: '上传', remove: '移除', removeWhat: (name: string) => `移除“${name}”` },
    en: { title: 'Approval opinions', lead: 'Minutes and other approvals, scanned with their signatures and seals.', none: 'No opinion is attached.', file: 'The scan', send: 'Upload', remove: 'Remove', removeWhat: (name) => `Remove ${name}` },
  })
  const at = `/competitions/${competition.id}/decision/opinions`
  const opinions = decision?.opinions ?? []
  return (
    <Panel title={t.title} id="opinions">
      {refused === null ? null : <Note state="late" icon="mistake">{refused}</Note>}
      <p class="soft">{t.lead}</p>
      {opinions.length === 0 ? <p>{t.none}</p> : <Tasks tasks={opinions.map(({ file, name, bytes, byName, at: added }) => ({
        label: name, href: `/files/${file}`, hint: <>{readableBytes(bytes)}<span class="sep">·</span>{byName}<span class="sep">·</span><At at={added} /></>,
        end: competition.state === 'decision' ? <Form action={at} command={newSecret()} class="inline"><HiddenField path="file" value={file} /><Button weight="quiet" label={t.removeWhat(name)}>{t.remove}</Button></Form> : null,
      }))} />}
      {upload === null ? null : (
        <Form action={upload.url} files label={t.title}>
          {Object.entries(upload.fields).map(([name, value]) => <HiddenField path={name} value={value} />)}
          <FileField path="opinion" name="file" label={t.file} required kinds={listed(language, opinionAllowed.types.map((type) => type.toUpperCase()))} accept={opinionAllowed.types.map((type) => `.${type}`).join(',')} megabytes={opinionAllowed.maxBytes / 1024 / 1024} />
          <p class="acts"><Button weight="second" icon="upload">{t.send}</Button></p>
        </Form>
      )}
    </Panel>
  )
}
