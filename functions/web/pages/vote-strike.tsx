import { newSecret } from '../../../shared/kernel/ids.ts'
import { Refusal } from '../../../shared/kernel/refusal.ts'
import { restoreBallots, strikeBallots, strikeInput } from '../../commands/strike.ts'
import { burstQuery, mayStillStrike, readBurst, requireStrikes } from '../../queries/vote-watch.ts'
import { HiddenField, TextArea } from '../look/fields.tsx'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import { formatNumber } from '../look/format.ts'
import type { Look } from '../look/look.ts'
import { Facts, Note, Panel } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { CompetitionPage } from './competition-frame.tsx'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'
import { showWatch, Times, watchTexts } from './vote-watch.tsx'

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    title: '选票不计入', already: (n: number) => `其中 ${n} 张已经不计入`, will: '决定以后：', does: ['这些选票在所有票数里都不算，好像没有投过；投票的人当天（只投一次的，就是这一次）不能再投。', '以后从同一处来的选票不受影响，会再提示。', '最后一轮计分以前可以撤回。公示时公布不计入的张数和理由，不公布是谁、投给谁。'],
    reason: '理由', hint: '会随公示公布，也会留痕。请写查到了什么，不要写人名、账号、电话或项目。', deed: (n: string) => `这 ${n} 张选票不计入`, leave: '不处理，返回',
  },
  en: {
    title: 'Set ballots aside', already: (n) => `${n} of them set aside already`, will: 'Once decided:', does: ['These ballots count in no number, as if they had never been cast; whoever cast one can’t vote anew for that day (or, where everybody votes once, at all).', 'Ballots that come from the same place later are not in it; they are pointed out again.', 'It can be taken back until the last round is counted. The notice says how many were set aside and why, never whose or for whom.'],
    reason: 'Reason', hint: 'It is published with the notice and stays in the trail. Say what was found out; no names, accounts, phones or projects.', deed: (n) => `Set these ${n} ballots aside`, leave: 'Leave them, go back',
  },
})

const burstOf = (given: Record<string, string | undefined>) => {
  const asked = burstQuery.safeParse({ kind: given.kind, from: given.from, since: given.since })
  if (!asked.success) throw new Refusal('NOT_FOUND')
  return asked.data
}

async function show(asked: Asked, given: Record<string, string | undefined>, attempt?: Attempt): Promise<Shown> {
  const { context, look, params } = asked
  const { watch, burst, bar } = await readBurst(context, params.competition ?? '', burstOf(given))
  // What can't be decided is said on the page that shows how things stand.
  if (bar !== null || !mayStillStrike(watch)) return showWatch(asked, attempt)
  const [t, w] = [texts(look), watchTexts(look)]
  const at = `/competitions/${watch.competition.id}/vote`
  return { page: (
    <CompetitionPage look={look} competition={watch.competition} rulebook={watch.rulebook} tab="vote" title={t.title} mistakes={attempt?.mistakes}>
      <Panel title={t.title} id="strike">
        <Facts facts={[
          { term: w.from, detail: <>{w[burst.kind]} <span class="soft n">{burst.from}</span></> }, { term: w.when, detail: <Times {...burst} /> },
          { term: w.count, detail: <>{formatNumber(burst.ballots)}{burst.struck === 0 ? null : <> <span class="soft small">{t.already(burst.struck)}</span></>}</> },
          watch.standing !== null && { term: w.naming, detail: <>{burst.title} <span class="soft small nw">{w.share(burst.naming, burst.ballots)}</span></> },
        ]} />
        <Note state="wait" icon="info"><p><strong>{t.will}</strong></p><ul>{t.does.map((line) => <li>{line}</li>)}</ul></Note>
        <Form action={`${at}/strike`} command={newSecret()} label={t.title}>
          <HiddenField path="kind" value={burst.kind} /><HiddenField path="from" value={burst.from} /><HiddenField path="since" value={burst.since} /><HiddenField path="until" value={burst.until} /><HiddenField path="ballots" value={burst.ballots} />
          <TextArea path="reason" label={t.reason} hint={t.hint} required rows={3} limit={300} value={attempt?.values.reason ?? ''} />
          <p class="acts"><Button weight="late">{t.deed(formatNumber(burst.ballots))}</Button><ButtonLink href={at}>{t.leave}</ButtonLink></p>
        </Form>
      </Panel>
    </CompetitionPage>
  ) }
}

async function send(asked: Asked, posted: Posted): Promise<Shown> {
  const { id: competition } = await requireStrikes(asked.context, asked.params.competition ?? '')
  const { kind, from, since, until, ballots, reason } = posted.fields
  return tryForm(posted, async () => {
    await strikeBallots(asked.context, competition, readAs(strikeInput, { kind, from, since, until, ballots: /^\d{1,9}$/.test(ballots ?? '') ? Number(ballots) : ballots, reason }))
    return { go: `/competitions/${competition}/vote#strikes` }
  }, async (attempt) => {
    try {
      return await show(asked, posted.fields, attempt)
    } catch (error) {
      // The burst is none any more, or never was.
      if (error instanceof Refusal && error.code === 'NOT_FOUND') return showWatch(asked, attempt)
      throw error
    }
  })
}

async function undo(asked: Asked, posted: Posted): Promise<Shown> {
  const { id: competition } = await requireStrikes(asked.context, asked.params.competition ?? '')
  return tryForm(posted, async () => {
    await restoreBallots(asked.context, competition, asked.params.strike ?? '')
    return { go: `/competitions/${competition}/vote` }
  }, (attempt) => showWatch(asked, attempt))
}

export const voteStrikePages: PageRoute[] = [
  { method: 'get', path: '/competitions/:competition/vote/strike', action: 'vote.strike', show: (asked) => show(asked, Object.fromEntries(asked.query)) },
  { method: 'post', path: '/competitions/:competition/vote/strike', action: 'vote.strike', send },
  { method: 'post', path: '/competitions/:competition/vote/strikes/:strike/undo', action: 'vote.strike', send: undo },
]
