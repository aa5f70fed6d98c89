import { say } from '../../../../shared/kernel/text.ts'
import type { Entry } from '../../../../shared/trail/trail.ts'
import { grantStory } from '../../../queries/grant.ts'
import type { Look } from '../../look/look.ts'
import { Pager } from '../../look/table.tsx'
import { Empty, Panel, Trail } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import type { Asked, PageRoute, Shown } from '../page.ts'
import { GrantPage } from './frame.tsx'

const texts = (look: Look) => words(look.language, {
  zh: { story: '动态', platform: '平台', none: '还没有动态' },
  en: { story: 'Story', platform: 'The platform', none: 'Nothing yet' },
})

export function GrantTrail({ look, entries }: { look: Look; entries: readonly Entry[] }) {
  const t = texts(look)
  return <Trail entries={entries.map((entry) => ({ at: entry.at, text: `${entry.by?.name ?? t.platform}${look.language === 'zh' && entry.by === null ? '' : ' '}${say(entry.sentence, look.language)}`, detail: entry.reason }))} />
}

async function show({ context, look, params, query }: Asked): Promise<Shown> {
  const { grant, entries, next } = await grantStory(context, params.grant ?? '', query.get('after') ?? undefined)
  const t = texts(look)
  return { page: (
    <GrantPage look={look} context={context} grant={grant} tab="overview" title={t.story}>
      <Panel title={t.story} id="story" hiddenTitle>
        {entries.length === 0 ? <Empty title={t.none} /> : <GrantTrail look={look} entries={entries} />}
      </Panel>
      <Pager after={next} before={null} />
    </GrantPage>
  ) }
}

export const grantStoryPages: PageRoute[] = [
  { method: 'get', path: '/grants/:grant/story', action: 'grant.read', show },
]
