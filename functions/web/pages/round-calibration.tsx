import { newSecret } from '../../../shared/kernel/ids.ts'
import { Refusal } from '../../../shared/kernel/refusal.ts'
import { SAMPLES, startingSamples } from '../../../shared/calibration/calibration.ts'
import { samplesInput, setSamples } from '../../commands/calibration.ts'
import { readCalibration } from '../../queries/calibration.ts'
import { TextArea, TextField } from '../look/fields.tsx'
import { Button, Form } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { Empty, Note, Panel, Section } from '../look/tell.tsx'
import { withColon, words } from '../look/words.ts'
import { mistakesOf } from '../mistakes.ts'
import { SpreadTable } from './calibration-spread.tsx'
import { roundAt } from './judging.tsx'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'
import { roundHref, RoundPage } from './round-frame.tsx'

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    lead: '正式评分前，请评委先用同一张评分表评两个样例，再看看大家差在哪里。试评不计入任何结果。', sample: (n: number) => `样例 ${n}`, title: '标题', text: '内容', textHint: '用虚构的情况，不要用真实的申报书。', note: '主办单位的看法', noteHint: '评委评完才看得到：您怎么看这个样例，为什么。可以不填。', save: '保存样例', saved: '已保存。评委的“评审”页上会出现试评。', starting: '下面先填好了两个样例，改成合适的内容再保存。',
    fixed: '已经有评委评过，样例不能再改。', over: '评分已经截止，不再试评。', none: '没有设样例', done: (n: number, all: number) => `${all} 位评委里有 ${n} 位评完了样例`, nobody: '还没有评委试评。', spread: '大家的分',
  },
  en: {
    lead: 'Before the scoring judges may score two sample cases on the same sheet and see where they differ. No result takes any of it.', sample: (n) => `Sample ${n}`, title: 'Title', text: 'Text', textHint: 'An invented case, never a real proposal.', note: 'How you see it', noteHint: 'Judges read it after they have scored: how you see the case, and why. May be left empty.', save: 'Save the samples', saved: 'Saved. Judges find them on their page of judging.', starting: 'Two cases to start from; change them to what fits, then save.',
    fixed: 'A judge has scored them: they cannot be changed any more.', over: 'The scoring is over.', none: 'No sample cases', done: (n, all) => `${n} of ${all} judges have scored the samples`, nobody: 'No judge has scored them yet.', spread: 'How judges scored',
  },
})

async function showPrepared({ context, look, params, query }: Asked, attempt?: Attempt): Promise<Shown> {
  const { competition, index } = roundAt(params)
  const { room, calibration, trials, spreads, done, judges } = await readCalibration(context, competition, index)
  const t = texts(look)
  const { state } = room.round.value
  const over = state !== 'planning' && state !== 'scoring'
  const samples = calibration?.value.samples ?? []
  const value = (n: number, part: 'title' | 'text' | 'note') => attempt?.values[`samples.${n}.${part}`] ?? samples[n]?.[part] ?? startingSamples[n]?.[part] ?? ''
  return { page: (
    <RoundPage look={look} room={room} tab="calibration" mistakes={attempt?.mistakes}>
      {query.has('saved') ? <Note state="done">{t.saved}</Note> : <Note>{t.lead}</Note>}
      {over || trials.length > 0 ? (
        <>
          <p>{over ? t.over : t.fixed}</p>
          {samples.length === 0 ? null : <p class="soft">{t.done(done, judges)}</p>}
          {samples.length === 0 ? <Empty title={t.none}>{t.over}</Empty> : samples.map(({ title, text, note }, n) => (
            <Panel title={`${t.sample(n + 1)} · ${title}`} id={`sample-${n}`}>
              <p class="read">{text}</p>
              {note === '' ? null : <p class="soft">{withColon(look.language, t.note, note)}</p>}
              {(spreads[n]?.totals.length ?? 0) === 0 ? <p class="soft">{t.nobody}</p> : <SpreadTable look={look} rules={room.rules} spread={spreads[n] ?? { totals: [], leaves: {} }} />}
            </Panel>
          ))}
        </>
      ) : (
        <>
          <p class="soft">{calibration === undefined ? t.starting : t.nobody}</p>
          <Form action={`${roundHref(room)}/calibration`} command={newSecret()} revision={calibration?.value.revision ?? 0} label={t.save}>
            {Array.from({ length: SAMPLES }, (_, n) => (
              <Section title={t.sample(n + 1)} id={`sample-${n}`} level={3}>
                <TextField path={`samples.${n}.title`} label={t.title} required limit={60} value={value(n, 'title')} />
                <TextArea path={`samples.${n}.text`} label={t.text} hint={t.textHint} required limit={3000} rows={8} value={value(n, 'text')} />
                <TextArea path={`samples.${n}.note`} label={t.note} hint={t.noteHint} rows={3} value={value(n, 'note')} />
              </Section>
            ))}
            <p class="acts"><Button>{t.save}</Button></p>
          </Form>
        </>
      )}
    </RoundPage>
  ) }
}

async function sendSamples(asked: Asked, posted: Posted): Promise<Shown> {
  const { competition, index } = roundAt(asked.params)
  return tryForm(posted, async () => {
    const parsed = samplesInput.safeParse({ ...posted.body, revision: /^\d{1,9}$/.test(posted.fields.revision ?? '') ? Number(posted.fields.revision) : 0 }, { reportInput: true })
    if (!parsed.success) throw new Refusal('INVALID', { mistakes: mistakesOf(parsed.error) })
    await setSamples(asked.context, competition, index, parsed.data)
    return { go: `/competitions/${competition}/rounds/${index}/calibration?saved=1` }
  }, (attempt) => showPrepared(asked, attempt))
}

const at = '/competitions/:competition/rounds/:round/calibration'
export const roundCalibrationPages: PageRoute[] = [
  { method: 'get', path: at, action: 'calibration.prepare', show: (asked) => showPrepared(asked) },
  { method: 'post', path: at, action: 'calibration.prepare', send: sendSamples },
]
