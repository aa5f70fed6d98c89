import { type Grant, grantTarget } from '../../../../shared/grant/grant.ts'
import { isGrantOver } from '../../../../shared/grant/lifecycle.ts'
import { newSecret } from '../../../../shared/kernel/ids.ts'
import { formatYuan } from '../../../../shared/kernel/money.ts'
import { say } from '../../../../shared/kernel/text.ts'
import { accountFields, accountInput } from '../../../../shared/payment/account.ts'
import { may } from '../../../../shared/person/access.ts'
import { acceptAccount, confirmAccountInput, setAccount } from '../../../commands/account.ts'
import { grantRoom } from '../../../queries/grant-room.ts'
import { approve, prepare, undoApprove, undoPrepare, undoReleaseInput } from '../../../commands/release.ts'
import { type ReadMoney, readMoney } from '../../../queries/grant-money.ts'
import { HiddenField, TextField } from '../../look/fields.tsx'
import { Button, Form } from '../../look/form.tsx'
import { Icon } from '../../look/icon.tsx'
import type { Look } from '../../look/look.ts'
import { At, Facts, Money, Note, Panel, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm, tryNamedForm } from '../page.ts'
import { fileMistakes, Files, type FileSlot, fileSlots } from './files.tsx'
import { GrantPage } from './frame.tsx'
import { TrancheBar } from './tranche-bar.tsx'
import { trancheWords } from './words.ts'

const texts = (look: Look) => words(look.language, {
  zh: {
    account: '收款账户', none: '获资助单位还没有登记收款账户。', give: '请登记收款单位自己的账户；财务确认后才能拨款。', payee: '收款单位', save: '保存账户', change: '更改账户', changeHint: '更改后要由财务重新确认。', confirm: '确认这个账户', confirmed: '财务已确认', waits: '等财务确认', given: '登记',
    holder: '户名', holderHint: (payee: string) => `要和收款单位一致：${payee}`, bank: '开户银行', branch: '开户支行', lineNumber: '联行号', lineNumberHint: '12 位数字，开户支行可以查到', number: '账号', numberHint: '8 到 32 位数字', province: '开户省', city: '开户市',
    part: (name: string, percent: number) => `${name}（${percent}%）`, unmet: '还没有满足的条件', met: '条件都已满足', prepare: (sum: string) => `提请拨付 ${sum} 元`, approve: (sum: string) => `批准拨付 ${sum} 元`, undoApprove: '撤销批准', undoPrepare: '收回申请', refuse: '退回申请', reason: '理由', prepared: '提请', approved: '批准', order: '付款清单', openOrder: (n: string) => `第 ${n} 号`, paidOn: '到账', returned: '银行退回', noProject: '没有关联项目记录：支出和报告在平台上无从核对。',
  },
  en: {
    account: 'Account', none: 'The grantee has not given an account yet.', give: 'Give an account of the payee’s own; nothing is paid before finance has confirmed it.', payee: 'Payee', save: 'Save the account', change: 'Change the account', changeHint: 'Finance has to confirm it again.', confirm: 'Confirm this account', confirmed: 'Confirmed by finance', waits: 'Waits for finance', given: 'Given',
    holder: 'Holder', holderHint: (payee) => `Has to be the payee: ${payee}`, bank: 'Bank', branch: 'Branch', lineNumber: 'Interbank line number', lineNumberHint: '12 digits; the branch knows it', number: 'Account number', numberHint: '8 to 32 digits', province: 'Province of the branch', city: 'City of the branch',
    part: (name, percent) => `${name} (${percent}%)`, unmet: 'Conditions that are not met', met: 'Every condition is met', prepare: (sum) => `Ask for the release of ${sum} yuan`, approve: (sum) => `Approve the release of ${sum} yuan`, undoApprove: 'Take the approval back', undoPrepare: 'Take back', refuse: 'Send back', reason: 'Reason', prepared: 'Asked for', approved: 'Approved', order: 'Payment order', openOrder: (n) => `No. ${n}`, paidOn: 'Paid', returned: 'Sent back by the bank', noProject: 'No project is linked: there are no spending and reports to go by.',
  },
})

async function show({ context, look, params, query }: Asked, attempt?: Attempt): Promise<Shown> {
  const read = await readMoney(context, params.grant ?? '')
  const { grant } = read
  const t = texts(look)
  const papers = await fileSlots(context, grant, grant.tranches.map(({ id }) => ({ kind: 'payment', of: id })), `/grants/${grant.id}/money`)
  return { page: (
    <GrantPage look={look} context={context} grant={grant} tab="money" mistakes={attempt?.mistakes ?? await fileMistakes({ context, query }, grant.id)}>
      {grant.project === null && !isGrantOver(grant) ? <Note state="idle"><p>{t.noProject}</p></Note> : null}
      <TrancheBar look={look} grant={grant} />
      <div class="split">
        <div class="stackv">{read.tranches.map((part) => <Part look={look} read={read} part={part} papers={papers.find(({ of }) => of === part.tranche.id)} may={(action) => may(context.actor, action, grantTarget(grant))} />)}</div>
        <div class="stackv"><AccountPanel look={look} read={read} attempt={attempt} gives={may(context.actor, 'account.give', grantTarget(grant))} confirms={may(context.actor, 'account.confirm', grantTarget(grant))} /></div>
      </div>
    </GrantPage>
  ) }
}

type Can = (action: 'release.prepare' | 'release.approve') => boolean

function Part({ look, read: { grant }, part: { tranche, unmet }, papers, may: can }: { look: Look; read: ReadMoney; part: ReadMoney['tranches'][number]; papers: FileSlot | undefined; may: Can }) {
  const t = texts(look)
  const { state, name, percent, amount, prepared, approved, paidOn, order, returned, id } = tranche
  const asked = state === 'waiting' || state === 'failed'
  return (
    <Panel title={t.part(say(name, look.language), percent)} id={`part-${id}`} end={<Tag state={trancheWords[state].tone}>{trancheWords[state][look.language]}</Tag>}>
      <p><strong><Money fen={amount} /></strong></p>
      <Facts facts={[
        prepared !== null && { term: t.prepared, detail: <>{prepared.name}<span class="sep">·</span><At at={prepared.at} /></> },
        approved !== null && { term: t.approved, detail: <>{approved.name}<span class="sep">·</span><At at={approved.at} /></> },
        order !== null && { term: t.order, detail: t.openOrder(order) },
        paidOn !== null && { term: t.paidOn, detail: <At at={paidOn} /> },
        ...returned.map((one) => ({ term: t.returned, detail: <><At at={one.on} /> {one.reason}</> })),
      ]} />
      {unmet.length === 0 ? (asked && !isGrantOver(grant) ? <p><Tag state="done">{t.met}</Tag></p> : null) : <><p class="soft">{t.unmet}</p><ul class="plain unmet">{unmet.map((one) => <li><Icon name="idle" />{one[look.language]}</li>)}</ul></>}
      <Deeds look={look} grant={grant} part={{ tranche, unmet }} may={can} />
      <Files look={look} grant={grant.id} slot={papers} />
    </Panel>
  )
}

function Deeds({ look, grant, part: { tranche: { id, state, amount }, unmet }, may: can }: { look: Look; grant: Grant; part: ReadMoney['tranches'][number]; may: Can }) {
  const t = texts(look)
  const at = `/grants/${grant.id}/tranches/${id}`
  const undo = (path: string, label: string) => (
    <details class="more">
      <summary>{label}</summary>
      <Form action={`${at}/${path}`} command={newSecret()} label={label}>
        <TextField path={`${id}-${path.replace('/', '-')}.reason`} label={t.reason} />
        <p class="acts"><Button weight="second" icon="back">{label}</Button></p>
      </Form>
    </details>
  )
  if ((state === 'waiting' || state === 'failed') && can('release.prepare') && unmet.length === 0) return <Form action={`${at}/preparation`} command={newSecret()} class="inline"><Button>{t.prepare(formatYuan(amount))}</Button></Form>
  if (state === 'approved' && can('release.approve')) return undo('approval/undo', t.undoApprove)
  if (state !== 'prepared') return null
  return (
    <>
      {can('release.approve') && unmet.length === 0 ? <Form action={`${at}/approval`} command={newSecret()} class="inline"><Button>{t.approve(formatYuan(amount))}</Button></Form> : null}
      {can('release.approve') ? undo('preparation/undo', t.refuse) : can('release.prepare') ? undo('preparation/undo', t.undoPrepare) : null}
    </>
  )
}

function AccountPanel({ look, read: { grant, account }, attempt, gives, confirms }: { look: Look; read: ReadMoney; attempt: Attempt | undefined; gives: boolean; confirms: boolean }) {
  const t = texts(look)
  const form = gives && !isGrantOver(grant) ? <AccountForm look={look} grant={grant} values={attempt !== undefined && 'account.holder' in attempt.values ? (field) => attempt.values[`account.${field}`] ?? '' : (field) => account?.[field] ?? (field === 'holder' ? grant.payee.name : '')} /> : null
  const typed = attempt !== undefined && 'account.holder' in attempt.values
  if (account === null) return <Panel title={t.account} id="account"><p class="soft">{gives ? t.give : t.none}</p>{form}</Panel>
  return (
    <Panel title={t.account} id="account" end={<Tag state={account.confirmed === null ? 'wait' : 'done'}>{account.confirmed === null ? t.waits : t.confirmed}</Tag>}>
      <Facts facts={[
        ...accountFields.map((field) => ({ term: t[field], detail: <span class={field === 'number' || field === 'lineNumber' ? 'n' : undefined}>{account[field]}</span> })),
        { term: t.given, detail: <>{account.given.name}<span class="sep">·</span><At at={account.given.at} /></> },
        account.confirmed !== null && { term: t.confirmed, detail: <>{account.confirmed.name}<span class="sep">·</span><At at={account.confirmed.at} /></> },
      ]} />
      {confirms && account.confirmed === null ? <Form action={`/grants/${grant.id}/account/confirmation`} command={newSecret()}><HiddenField path="account-revision" value={account.revision} /><p class="acts"><Button>{t.confirm}</Button></p></Form> : null}
      {form === null ? null : <details open={typed}><summary>{t.change}</summary><p class="soft small">{t.changeHint}</p>{form}</details>}
    </Panel>
  )
}

function AccountForm({ look, grant, values }: { look: Look; grant: Grant; values: (field: (typeof accountFields)[number]) => string }) {
  const t = texts(look)
  const hints: Partial<Record<(typeof accountFields)[number], string>> = { holder: t.holderHint(grant.payee.name), lineNumber: t.lineNumberHint, number: t.numberHint }
  return (
    <Form action={`/grants/${grant.id}/account`} command={newSecret()} labelledBy="account">
      {accountFields.map((field) => <TextField path={`account.${field}`} label={t[field]} hint={hints[field]} required value={values(field)} />)}
      <p class="acts"><Button>{t.save}</Button></p>
    </Form>
  )
}

/** One of a part's deeds. A refusal stands above the page; reasons come back as they were typed. */
const deed = (path: string, action: 'release.prepare' | 'release.approve' | 'release.undo', run: (asked: Asked, grant: string, tranche: string, fields: Posted['fields']) => Promise<Grant>): PageRoute => ({
  method: 'post', path: `/grants/:grant/tranches/:tranche/${path}`, action,
  send: (asked, posted) => {
    const { grant = '', tranche = '' } = asked.params
    return tryNamedForm(posted, `${tranche}-${path.replace('/', '-')}`, async (fields) => {
      // Asked before what was typed is read: a mistake is shown to whoever may do it.
      await grantRoom(asked.context, grant, action)
      await run(asked, grant, tranche, fields)
      return { go: `/grants/${grant}/money` }
    }, ({ mistakes, values }) => show(asked, { values, mistakes: mistakes.map((mistake) => ({ ...mistake, path: '' })) }))
  },
})
const reasonOf = ({ reason = '' }: Posted['fields']) => readAs(undoReleaseInput, { reason })

export const grantMoneyPages: PageRoute[] = [
  { method: 'get', path: '/grants/:grant/money', action: 'grant.read', show: (asked) => show(asked) },
  {
    method: 'post', path: '/grants/:grant/account', action: 'account.give',
    send: (asked, posted) => tryNamedForm(posted, 'account', async (fields) => {
      await grantRoom(asked.context, asked.params.grant ?? '', 'account.give')
      await setAccount(asked.context, asked.params.grant ?? '', readAs(accountInput, fields))
      return { go: `/grants/${asked.params.grant}/money` }
    }, (attempt) => show(asked, attempt)),
  },
  {
    method: 'post', path: '/grants/:grant/account/confirmation', action: 'account.confirm',
    send: (asked, posted) => tryForm(posted, async () => {
      await grantRoom(asked.context, asked.params.grant ?? '', 'account.confirm')
      await acceptAccount(asked.context, asked.params.grant ?? '', readAs(confirmAccountInput, { revision: Number(posted.fields['account-revision'] ?? Number.NaN) }))
      return { go: `/grants/${asked.params.grant}/money` }
    }, (attempt) => show(asked, attempt)),
  },
  deed('preparation', 'release.prepare', ({ context }, grant, tranche) => prepare(context, grant, tranche)),
  deed('preparation/undo', 'release.undo', ({ context }, grant, tranche, fields) => undoPrepare(context, grant, tranche, reasonOf(fields))),
  deed('approval', 'release.approve', ({ context }, grant, tranche) => approve(context, grant, tranche)),
  deed('approval/undo', 'release.approve', ({ context }, grant, tranche, fields) => undoApprove(context, grant, tranche, reasonOf(fields))),
]
