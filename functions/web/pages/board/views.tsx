import { newSecret } from '../../../../shared/kernel/ids.ts'
import { Refusal } from '../../../../shared/kernel/refusal.ts'
import { undoUntil, type View } from '../../../../shared/board/view.ts'
import { removeView, renameInput, renameView, restoreView } from '../../../commands/view.ts'
import { classNames } from '../../../queries/board.ts'
import { readViews } from '../../../queries/view.ts'
import { TextField } from '../../look/fields.tsx'
import { Undo } from '../../look/dialog.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { Table } from '../../look/table.tsx'
import { At, Empty, Panel } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Shown, tryForm } from '../page.ts'
import { boardFilterOf } from './board.tsx'
import { filterWords } from './words.ts'

async function list({ context, look, query: asked }: Asked, attempt?: Attempt): Promise<Shown> {
  const { district, views, removed } = await readViews(context, asked.get('district') ?? undefined)
  const t = texts(look)
  const names = { classes: await classNames(context, district), organisations: null, mentors: null }
  return { page: (
    <Page look={look} title={t.title} crumbs={[{ href: '/board', label: t.board }]} mistakes={(attempt?.mistakes ?? []).map((mistake) => ({ ...mistake, path: '' }))}>
      {removed.map(({ id, name, removedAt }) => <Undo action={`/board/views/${id}/restoration`} command={newSecret()} {...(removedAt === null ? {} : { until: undoUntil(removedAt) })}>{t.removed(name)}</Undo>)}
      <Table
        caption={t.title}
        rows={views}
        empty={<Empty title={t.none} action={<ButtonLink href="/board?view=table&is=late">{t.begin}</ButtonLink>}>{t.noneWhy}</Empty>}
        columns={[
          { header: t.name, names: true, cell: ({ name, query }) => <a href={`/board?${query}`}>{name}</a> },
          { header: t.filter, cell: ({ query }) => filterWords(boardFilterOf(new URLSearchParams(query)), names, look.language) },
          { header: t.made, cell: ({ createdAt }) => <At at={createdAt} time={false} weekday={false} /> },
          { header: t.rename, hidden: true, cell: ({ id, name }) => <ButtonLink href={`/board/views/${id}`} weight="quiet" about={t.of(name)}>{t.rename}</ButtonLink> },
          {
            header: t.remove, hidden: true,
            cell: ({ id, name }) => <Form action={`/board/views/${id}/removal`} command={newSecret()} class="inline" label={t.removeOf(name)}><Button weight="quiet" label={t.removeOf(name)}>{t.remove}</Button></Form>,
          },
        ]}
      />
    </Page>
  ) }
}

async function one(asked: Asked, attempt?: Attempt): Promise<Shown> {
  const { context, look, params } = asked
  const view = (await readViews(context, undefined)).views.find(({ id }) => id === params.view)
  if (view === undefined) throw new Refusal('NOT_FOUND')
  return { page: <RenamePage look={look} view={view} attempt={attempt} /> }
}

function RenamePage({ look, view, attempt }: { look: Look; view: View; attempt: Attempt | undefined }) {
  const t = texts(look)
  return (
    <Page look={look} title={t.renameOf(view.name)} crumbs={[{ href: '/board', label: t.board }, { href: '/board/views', label: t.title }]} mistakes={attempt?.mistakes ?? []}>
      <Panel title={t.rename} id="rename" hiddenTitle>
        <Form action={`/board/views/${view.id}`} command={newSecret()}>
          <TextField path="name" label={t.name} required limit={30} value={attempt?.values.name ?? view.name} />
          <p class="acts"><Button>{t.rename}</Button></p>
        </Form>
      </Panel>
    </Page>
  )
}

export const boardViewPages: PageRoute[] = [
  { method: 'get', path: '/board/views', action: 'board.keep-view', show: (asked) => list(asked) },
  { method: 'get', path: '/board/views/:view', action: 'board.keep-view', show: (asked) => one(asked) },
  {
    method: 'post', path: '/board/views/:view', action: 'board.keep-view',
    send: (asked, posted) => tryForm(posted, async () => {
      await renameView(asked.context, asked.params.view ?? '', readAs(renameInput, { name: posted.fields.name }))
      return { go: '/board/views' }
    }, (attempt) => one(asked, attempt)),
  },
  {
    method: 'post', path: '/board/views/:view/removal', action: 'board.keep-view',
    send: async ({ context, params }) => {
      await removeView(context, params.view ?? '')
      return { go: '/board/views' }
    },
  },
  {
    method: 'post', path: '/board/views/:view/restoration', action: 'board.keep-view',
    send: (asked, posted) => tryForm(posted, async () => {
      await restoreView(asked.context, asked.params.view ?? '')
      return { go: '/board/views' }
    }, (attempt) => list(asked, attempt)),
  },
]

function texts(look: Look) {
  return words(look.language, {
    zh: {
      title: '我的视图', board: '项目看板', name: '名称', filter: '条件', made: '保存于', rename: '改名', of: (name: string) => `：${name}`, remove: '删除', removeOf: (name: string) => `删除 ${name}`, removed: (name: string) => `已删除“${name}”。`, renameOf: (name: string) => `视图改名：${name}`,
      none: '还没有保存的视图', noneWhy: '在看板上筛选以后，可以把条件保存下来。', begin: '看已逾期的项目',
    },
    en: {
      title: 'My views', board: 'Project board', name: 'Name', filter: 'Filter', made: 'Saved', rename: 'Rename', of: (name) => `: ${name}`, remove: 'Remove', removeOf: (name) => `Remove ${name}`, removed: (name) => `"${name}" was removed.`, renameOf: (name) => `Rename view: ${name}`,
      none: 'No saved views yet', noneWhy: 'Filter the board, then save the filter there.', begin: 'Show late projects',
    },
  })
}
