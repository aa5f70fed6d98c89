import { newSecret } from '../../../shared/kernel/ids.ts'
import { say } from '../../../shared/kernel/text.ts'
import { leavesOf } from '../../../shared/rulebook/sheet.ts'
import { sendTrial } from '../../commands/calibration.ts'
import { myCalibration, type OwnCalibration } from '../../queries/calibration.ts'
import { Button, Form } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { Note, Panel, Tag } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { scoresIn } from '../typed-content.ts'
import { SpreadTable } from './calibration-spread.tsx'
import { roundAt } from './judging.tsx'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'
import { BandFacts, SheetFields, standsIn } from './score-sheet.tsx'

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    title: '试评', judging: '评审', lead: '正式评分前，先用同一张评分表评两个样例，再看看大家差在哪里。试评不计入任何结果，别人看不到您打了几分。', sample: (n: number) => `样例 ${n}`, send: '交试评', done: '已评', over: '您已经交了正式的评分表，或者评分已经截止，不再试评。', note: '主办单位的看法', anchors: '评分表上写的档次', few: '您是第一位。其他评委评了以后，他们的分会出现在这里。',
  },
  en: {
    title: 'Calibration', judging: 'Judging', lead: 'Before the scoring, score two sample cases on the same sheet and see where judges differ. No result takes any of it, and nobody sees what you gave.', sample: (n) => `Sample ${n}`, send: 'Send', done: 'Scored', over: 'You have sent a card of the round, or the scoring is over: samples are scored before.', note: 'How the authority sees it', anchors: 'What the sheet says', few: 'You are the first. Other judges’ scores appear here as they come.',
  },
})

async function showOwn({ context, look, params }: Asked, attempt?: Attempt & { sample: number }): Promise<Shown> {
  const { competition, index } = roundAt(params)
  const view = await myCalibration(context, competition, index)
  const t = texts(look)
  return { page: (
    <Page look={look} title={`${t.title} · ${say(view.rules.name, look.language)}`} crumbs={[{ href: '/judging', label: t.judging }]} lead={<p class="soft">{say(view.competition.name, look.language)}</p>} mistakes={attempt?.mistakes ?? []} scripts={['score.js']}>
      {view.open ? <Note>{t.lead}</Note> : <Note state="idle">{t.over}</Note>}
      {view.calibration.samples.map((_, n) => <SamplePanel look={look} view={view} n={n} attempt={attempt?.sample === n ? attempt : undefined} />)}
    </Page>
  ) }
}

function SamplePanel({ look, view: { competition, round, rules, calibration, own, spreads, open }, n, attempt }: { look: Look; view: OwnCalibration; n: number; attempt: Attempt | undefined }) {
  const t = texts(look)
  const sample = calibration.samples[n]
  const [card, spread] = [own[n] ?? null, spreads[n] ?? null]
  if (sample === undefined) return null
  const told = leavesOf(rules.criteria).filter(({ anchors = [] }) => anchors.length > 0)
  return (
    <Panel title={`${t.sample(n + 1)} · ${sample.title}`} id={`sample-${n}`} end={card === null ? null : <Tag state="done">{t.done}</Tag>}>
      <p class="read">{sample.text}</p>
      {card !== null && spread !== null ? (
        <>
          <SpreadTable look={look} rules={rules} spread={spread} own={card} />
          {spread.totals.length > 1 ? null : <p class="small soft">{t.few}</p>}
          {sample.note === '' ? null : <><h3>{t.note}</h3><p>{sample.note}</p></>}
          {told.length === 0 ? null : (
            <details class="more">
              <summary>{t.anchors}</summary>
              {told.map((leaf) => <><h3>{say(leaf.label, look.language)}</h3><BandFacts leaf={leaf} /></>)}
            </details>
          )}
        </>
      ) : !open ? null : (
        <Form action={`/calibration/${competition.id}/${round.index}/${n}`} command={newSecret()} revision={calibration.revision} label={t.sample(n + 1)}>
          <SheetFields sheet={{ criteria: rules.criteria, entry: rules.entry }} value={standsIn(attempt, {}, {}, `${n}.`)} under={`${n}.`} />
          <p class="acts"><Button>{t.send}</Button></p>
        </Form>
      )}
    </Panel>
  )
}

async function sendOwn(asked: Asked, posted: Posted): Promise<Shown> {
  const { competition, index } = roundAt(asked.params)
  const sample = /^\d$/.test(asked.params.sample ?? '') ? Number(asked.params.sample) : -1
  // Both cases have the same criteria: their fields stand under the case's number, and so do mistakes.
  const prefix = `${sample}.`
  const scores = scoresIn(Object.fromEntries(Object.entries(posted.fields).flatMap(([path, value]) => (path.startsWith(prefix) ? [[path.slice(prefix.length), value]] : []))))
  return tryForm(posted, async () => {
    await sendTrial(asked.context, competition, index, sample, { scores, revision: /^\d{1,9}$/.test(posted.fields.revision ?? '') ? Number(posted.fields.revision) : 0 })
    return { go: `/calibration/${competition}/${index}#sample-${sample}` }
  }, ({ values, mistakes }) => showOwn(asked, { sample, values, mistakes: mistakes.map((mistake) => ({ ...mistake, path: mistake.path === '' ? '' : `${prefix}${mistake.path}` })) }))
}

export const calibrationPages: PageRoute[] = [
  { method: 'get', path: '/calibration/:competition/:round', action: 'calibration.score', show: (asked) => showOwn(asked) },
  { method: 'post', path: '/calibration/:competition/:round/:sample', action: 'calibration.score', send: sendOwn },
]
