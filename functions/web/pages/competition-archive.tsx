import { ARCHIVE_DAYS, isInterim } from '../../../shared/archive/archive.ts'
import { readableBytes } from '../../../shared/file/file.ts'
import { newSecret } from '../../../shared/kernel/ids.ts'
import { plusDays } from '../../../shared/kernel/instant.ts'
import { say } from '../../../shared/kernel/text.ts'
import { askArchive, askArchiveInput, takeArchive } from '../../commands/archive.ts'
import { type ArchiveView, readArchives } from '../../queries/archive.ts'
import { ChoiceField } from '../look/choices.tsx'
import { Button, Form } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Table } from '../look/table.tsx'
import { At, Empty, Note, Panel, Section, type State, Tag } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { CompetitionPage } from './competition-frame.tsx'
import { type Asked, type Attempt, type PageRoute, type Shown, tryForm } from './page.ts'

const texts = (look: Look) => words(look.language, {
  zh: {
    make: '做一份归档', interim: '大赛还没有结束', interimHint: '现在做的是中间稿，文件名和目录里都会注明；结束以后请再做一份。', language: '文件里用的语言', zh: '中文', en: 'English',
    lead: '把大赛的全部材料做成一个压缩包（zip），从目录.html 看起：', holds: ['章程、分工、答疑', '每份申报书的各个版本和附件、资格审查、补正', '各轮评分表、排名、回避', '资助决定和审批意见、公示、异议和处理、名单', '协议、拨款、评估、追回、台账', '留痕，以及每个文件的校验码（SHA-256）'],
    private: '里面有联系人等个人信息，请存在单位的档案里，不要外传；谁做的、谁下载的，都记入留痕。',
    made: '归档文件', none: '还没有做过', noneHint: '做好以后在这里下载。', number: '第几份', asked: '申请', state: '状态', size: '大小', act: '操作', take: '下载', nth: (n: number) => `第 ${n} 份`, files: (n: number) => `${n} 个文件`, checksum: '清单校验码', until: (days: number) => `平台保留 ${days} 天，过后可以再做`, keptTo: '保留到', lost: (n: number) => `${n} 个上传的文件读不到，目录里列出了`,
    states: { making: '正在做', ready: '可以下载', failed: '没有做成', gone: '已过保留期' }, refresh: '刷新看看', making: '正在做，通常几分钟以内。', interimTag: '中间稿', again: '再做一份',
    barred: '你所在的单位申报了这个大赛，归档里有异议等材料，请由其他管理员来做。',
  },
  en: {
    make: 'Make an archive', interim: 'The competition is not over', interimHint: 'One made now is interim, and says so in its name and its index; make another at the end.', language: 'Language of its documents', zh: '中文', en: 'English',
    lead: 'Everything of the competition as one zip, to be read from index.html:', holds: ['rulebook, roles, clarifications', 'every version of every proposal with its files, eligibility, cures', 'score cards, rankings, recusals', 'the decision with its opinions, notices, objections and rulings, the list', 'agreements, payments, evaluations, claims, the ledger', 'the trail, and a digest (SHA-256) of each file'],
    private: 'Contacts and other personal data are in it: put it into your own archive and pass it to nobody. The trail says who made one and who took it.',
    made: 'Archives', none: 'None was made yet', noneHint: 'They are taken from here.', number: 'No.', asked: 'Asked for', state: 'State', size: 'Size', act: 'Take it', take: 'Download', nth: (n) => `No. ${n}`, files: (n) => `${n} files`, checksum: 'Digest of its list', until: (days) => `kept for ${days} days; it can be made again`, keptTo: 'kept until', lost: (n) => `${n} uploaded files could not be read; the index names them`,
    states: { making: 'Being made', ready: 'Ready', failed: 'Not made', gone: 'No longer kept' }, refresh: 'Look again', making: 'It is being made; this takes some minutes at most.', interimTag: 'interim', again: 'Make another',
    barred: 'Your organisation has applied to this competition, and objections are in an archive: another administrator makes it.',
  },
})

const tones: Record<ArchiveView['state'], State> = { making: 'now', ready: 'done', failed: 'late', gone: 'idle' }

async function show({ context, look, params }: Asked, attempt?: Attempt): Promise<Shown> {
  const { competition, rulebook, barred, archives } = await readArchives(context, params.competition ?? '')
  const t = texts(look)
  const at = `/competitions/${competition.id}/archives`
  const making = archives[0]?.state === 'making'
  return { page: (
    <CompetitionPage look={look} competition={competition} rulebook={rulebook} tab="archive" mistakes={attempt?.mistakes}>
      {barred ? <Note state="wait"><p>{t.barred}</p></Note> : (
        <div class="split">
          <div class="stackv">
            {making ? <Note state="now"><p>{t.making} <a href={at}>{t.refresh}</a></p></Note> : null}
            <Section title={t.made} id="made">
              <Table caption={t.made} rows={archives} empty={<Empty title={t.none}>{t.noneHint}</Empty>} columns={[
                { header: t.number, names: true, cell: ({ number, interim }) => <>{t.nth(number)}{interim ? <> <Tag state="idle">{t.interimTag}</Tag></> : null}</> },
                { header: t.asked, cell: ({ asked }) => <>{asked.name}<br /><span class="soft small"><At at={asked.at} /></span></> },
                { header: t.state, cell: (one) => <StateOf look={look} archive={one} /> },
                { header: t.size, cell: ({ made }) => (made === null ? '' : <>{readableBytes(made.bytes)}<br /><span class="soft small nw">{t.files(made.entries)}</span></>) },
                { header: t.act, hidden: true, class: 'r', cell: ({ number, state }) => (state === 'ready' ? <Form action={`${at}/${number}/taking`} command={newSecret()} class="inline"><Button icon="download" weight="quiet" label={`${t.take} ${t.nth(number)}`}>{t.take}</Button></Form> : null) },
              ]} />
            </Section>
          </div>
          <Panel title={t.make} id="make">
            {isInterim(competition) ? <Note state="wait"><p><strong>{t.interim}</strong></p><p>{t.interimHint}</p></Note> : null}
            <p>{t.lead}</p>
            <div class="read"><ol>{t.holds.map((one) => <li>{one}</li>)}</ol></div>
            <p class="soft small">{t.private}</p>
            {making ? null : (
              <Form action={at} command={newSecret()}>
                <ChoiceField path="language" label={t.language} as="select" required value={attempt?.values.language ?? look.language} choices={[{ value: 'zh', label: t.zh }, { value: 'en', label: t.en }]} />
                <p class="acts"><Button icon="file">{archives.length === 0 ? t.make : t.again}</Button></p>
              </Form>
            )}
            <p class="soft small">{t.until(ARCHIVE_DAYS)}</p>
          </Panel>
        </div>
      )}
    </CompetitionPage>
  ) }
}

/** How far it is, why it wasn't made, and by what a copy can be checked. */
function StateOf({ look, archive: { state, made, failed } }: { look: Look; archive: ArchiveView }) {
  const t = texts(look)
  return (
    <>
      <Tag state={tones[state]}>{t.states[state]}</Tag>
      {failed === null || state !== 'failed' ? null : <p class="small">{say(failed.because, look.language)}</p>}
      {made === null ? null : <p class="soft small">{state === 'ready' ? <>{t.keptTo} <At at={plusDays(made.at, ARCHIVE_DAYS)} time={false} /><br /></> : null}{t.checksum} <code title={made.manifest}>{made.manifest.slice(0, 16)}…</code>{made.missing === 0 ? null : <><br />{t.lost(made.missing)}</>}</p>}
    </>
  )
}

async function take({ context, params }: Asked): Promise<Shown> {
  const { url } = await takeArchive(context, params.competition ?? '', Number(params.number))
  return { response: new Response(null, { status: 303, headers: { location: url, 'cache-control': 'private, no-store' } }) }
}

const at = '/competitions/:competition/archives'

export const competitionArchivePages: PageRoute[] = [
  { method: 'get', path: at, action: 'archive.make', show: (asked) => show(asked) },
  {
    method: 'post', path: at, action: 'archive.make',
    send: (asked, posted) => tryForm(posted, async () => {
      await askArchive(asked.context, asked.params.competition ?? '', readAs(askArchiveInput, posted.fields.language === undefined ? {} : { language: posted.fields.language }))
      return { go: `/competitions/${asked.params.competition}/archives` }
    }, (attempt) => show(asked, attempt)),
  },
  { method: 'post', path: `${at}/:number/taking`, action: 'archive.make', send: (asked, posted) => tryForm(posted, () => take(asked), (attempt) => show(asked, attempt)) },
]
