import type { Ban } from '../../../../shared/ban/ban.ts'
import { shanghaiDate } from '../../../../shared/kernel/calendar.ts'
import { newSecret } from '../../../../shared/kernel/ids.ts'
import { liftBan, liftBanInput } from '../../../commands/ban.ts'
import { authorise } from '../../../context.ts'
import { listBans } from '../../../queries/clawback.ts'
import { pageWithin } from '../../../queries/paging.ts'
import { Dialog } from '../../look/dialog.tsx'
import { TextArea } from '../../look/fields.tsx'
import { Button, Form } from '../../look/form.tsx'
import { Page } from '../../look/page.tsx'
import { Pager, Table } from '../../look/table.tsx'
import { At, Empty, type State, Tag } from '../../look/tell.tsx'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Shown, tryNamedForm } from '../page.ts'
import { recoveryTexts } from './recovery-texts.ts'

const SIZE = 20

async function show({ context, look, query }: Asked, attempt?: Attempt): Promise<Shown> {
  const { district, bans } = await listBans(context)
  const t = recoveryTexts(look)
  const today = shanghaiDate(look.now)
  const stateOf = ({ lifted, until }: Ban): [State, string] => (lifted !== null ? ['idle', t.lifted] : until < today ? ['idle', t.over] : ['late', t.inForce])
  const page = pageWithin(Number(query.get('page')), SIZE, bans.length)
  return { page: (
    <Page look={look} title={t.bans} crumbs={[{ href: '/organisations', label: t.organisations }]} mistakes={attempt?.mistakes ?? []}>
      <Table caption={t.bans} rows={bans.slice((page - 1) * SIZE, page * SIZE)} empty={<Empty title={t.noBans} />} columns={[
        { header: t.organisation, names: true, cell: ({ organisation }) => organisation.name },
        { header: t.until, cell: ({ until }) => <At at={until} year="always" /> },
        { header: t.why, cell: ({ reasons, lifted }) => <>{reasons}{lifted === null ? null : <><br /><span class="soft">{t.lifted}：{lifted.reasons}</span></>}</> },
        { header: t.grant, cell: ({ grant }) => <a href={`/grants/${grant}`}>{t.seeGrant}</a> },
        { header: t.state, cell: (ban) => { const [state, label] = stateOf(ban); return <Tag state={state}>{label}</Tag> } },
        { header: t.lift, hidden: true, cell: (ban) => (ban.lifted !== null || ban.until < today ? null : (
          <Dialog label={t.lift} about={ban.organisation.name} weight="quiet" title={t.lift} open={attempt?.mistakes.some(({ path }) => path.startsWith(`${ban.id}.`)) === true}>
            <Form action={`/bans/${district}/${ban.id}/lifting`} command={newSecret()}>
              <TextArea path={`${ban.id}.reasons`} label={t.liftReason} required rows={2} limit={1000} value={attempt?.values[`${ban.id}.reasons`] ?? ''} />
              <p class="acts"><Button>{t.lift}</Button></p>
            </Form>
          </Dialog>
        )) },
      ]} />
      {bans.length > SIZE ? <Pager page={page} size={SIZE} total={bans.length} /> : null}
    </Page>
  ) }
}

export const banPages: PageRoute[] = [
  { method: 'get', path: '/bans', action: 'ban.list', show: (asked) => show(asked) },
  {
    method: 'post', path: '/bans/:district/:ban/lifting', action: 'ban.lift',
    send: (asked, posted) => tryNamedForm(posted, asked.params.ban ?? '', async ({ reasons }) => {
      authorise(asked.context, 'ban.lift', { district: asked.params.district ?? '' })
      await liftBan(asked.context, asked.params.district ?? '', asked.params.ban ?? '', readAs(liftBanInput, { reasons }))
      return { go: '/bans' }
    }, (attempt) => show(asked, attempt)),
  },
]
