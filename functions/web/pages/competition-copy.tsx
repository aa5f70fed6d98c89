import { copiedDates, copiedName } from '../../../shared/competition/copy.ts'
import { newSecret } from '../../../shared/kernel/ids.ts'
import { say } from '../../../shared/kernel/text.ts'
import { copyCompetition, copyInput } from '../../commands/competition-copy.ts'
import { readCompetition, requireCompetition } from '../../queries/competition.ts'
import { DateTimeField, TextField } from '../look/fields.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import { readDateTime } from '../look/format.ts'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { words } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'

async function show({ context, look, params }: Asked, attempt?: Attempt): Promise<Shown> {
  const id = params.competition ?? ''
  await requireCompetition(context, id, 'competition.create')
  const { competition } = await readCompetition(context, id)
  const t = texts(look)
  const name = copiedName(competition, context.now)
  const value = (path: string, proposed: string) => attempt?.values[path] ?? proposed
  return { page: (
    <Page look={look} title={t.title} crumbs={[{ href: '/competitions', label: t.competitions }, { href: `/competitions/${id}`, label: say(competition.name, look.language) }]} lead={<p class="soft">{t.lead}</p>} mistakes={attempt?.mistakes ?? []}>
      <div class="read">
        <Form action={`/competitions/${id}/copy`} command={newSecret()}>
          <TextField path="name.zh" label={t.nameZh} required value={value('name.zh', name.zh)} limit={60} />
          <TextField path="name.en" label={t.nameEn} value={value('name.en', name.en ?? '')} />
          <DateTimeField path="callClosesAt" label={t.closes} hint={t.closesHint} required value={value('callClosesAt', copiedDates(competition, context.now).callClosesAt)} />
          <div class="acts"><Button>{t.copy}</Button><ButtonLink href={`/competitions/${id}`}>{t.back}</ButtonLink></div>
        </Form>
      </div>
    </Page>
  ) }
}

async function copy(asked: Asked, posted: Posted): Promise<Shown> {
  const id = asked.params.competition ?? ''
  await requireCompetition(asked.context, id, 'competition.create')
  return tryForm(posted, async () => {
    const { 'name.zh': zh = '', 'name.en': en = '', callClosesAt = '' } = posted.fields
    const input = readAs(copyInput, { name: { zh, ...(en.trim() === '' ? {} : { en }) }, callClosesAt: readDateTime(callClosesAt) ?? callClosesAt })
    const { competition } = await copyCompetition(asked.context, id, input)
    return { go: `/competitions/${competition.id}/settings` }
  }, (attempt) => show(asked, attempt))
}

export const competitionCopyPages: PageRoute[] = [
  { method: 'get', path: '/competitions/:competition/copy', action: 'competition.create', show: (asked) => show(asked) },
  { method: 'post', path: '/competitions/:competition/copy', action: 'competition.create', send: copy },
]

const texts = (look: Look) => words(look.language, {
  zh: {
    title: '照这一届新建', competitions: '大赛', lead: '设置和规则（包括改过的）照搬，日期一起平移；申报书、评委和结果不带过来。公布前都能再改。',
    nameZh: '大赛名称', nameEn: '英文名称', closes: '征集截止', closesHint: '北京时间。后面的日期与它的间隔不变，下一步可以逐个改。', copy: '新建并继续设置', back: '返回',
  },
  en: {
    title: 'Set up another like this', competitions: 'Competitions', lead: 'Settings and rules are copied as they were changed, and the dates move along; proposals, judges and results stay behind. All of it can be changed before the call is published.',
    nameZh: 'Name in Chinese', nameEn: 'Name in English', closes: 'Call closes', closesHint: 'Beijing time. The later dates keep their distance from it; each can be changed next.', copy: 'Set it up and go on', back: 'Back',
  },
})
