import { newSecret, personId, proposalId } from '../../../shared/kernel/ids.ts'
import { Refusal } from '../../../shared/kernel/refusal.ts'
import { resolveRecusal, resolveRecusalInput } from '../../commands/recusal.ts'
import { readRecusals, type RecusalView, roomOf } from '../../queries/round.ts'
import { ChoiceField } from '../look/choices.tsx'
import { TextField } from '../look/fields.tsx'
import { Button, Form } from '../look/form.tsx'
import type { Look } from '../look/look.ts'
import { At, Empty, Facts, Panel, Tag } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { roundAt } from './judging.tsx'
import { mistakesOf } from '../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'
import { roundHref, RoundPage, roundTarget } from './round-frame.tsx'

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    none: '还没有回避', noneOver: '这一轮没有回避', noneSeen: '评委申请的回避和后来的处理会列在这里。', noneLead: '评委申请回避时，会列在这里，请您改派或决定不补。', judge: '评委', reason: '理由', at: '申请时间', left: '还剩评委', leftOf: (n: number, floor: number) => `${n} 位（章程至少 ${floor} 位）`, blocked: '没有评委了', asked: '待处理', replaced: '已改派', without: '不再补', standIn: '请谁接替', load: (name: string, n: number) => `${name}（现有 ${n} 份）`, replace: '改派给这位评委', noStandIn: '没有可以接替的评委：其他评委都有利益关系或已在评。请先邀请新的评委。',
    goOn: '不补，照常评', why: '不补的理由', goOnButton: '不补评委', below: '低于章程要求的人数，必须另请评委。',
  },
  en: {
    none: 'No recusals yet', noneOver: 'Nobody recused in this round', noneSeen: 'What judges ask for, and what came of it, stands here.', noneLead: 'When a judge withdraws from a proposal it stands here, for you to replace the judge or go on without.', judge: 'Judge', reason: 'Reason', at: 'Asked', left: 'Judges left', leftOf: (n, floor) => `${n} (the rulebook needs ${floor})`, blocked: 'No judge left', asked: 'To settle', replaced: 'Replaced', without: 'Without', standIn: 'Who stands in', load: (name, n) => `${name} (has ${n})`, replace: 'Give it to this judge', noStandIn: 'Nobody can stand in: the others are barred or score it already. Invite a judge first.',
    goOn: 'Go on without', why: 'Why without', goOnButton: 'Go on without', below: 'Below what the rulebook needs: another judge is to be asked.',
  },
})

async function showRecusals(asked: Asked, attempt?: Attempt & { of: string }): Promise<Shown> {
  const { competition, index } = roundAt(asked.params)
  const { room, recusals } = await readRecusals(asked.context, competition, index)
  const t = texts(asked.look)
  const scoring = room.round.value.state === 'scoring' && asked.look.allows('recusal.resolve', roundTarget(room))
  return { page: (
    <RoundPage look={asked.look} room={room} tab="recusals" mistakes={attempt?.mistakes}>
      {recusals.length === 0 ? <Empty title={room.round.value.state === 'scoring' ? t.none : t.noneOver}>{scoring ? t.noneLead : t.noneSeen}</Empty> : recusals.map((recusal, i) => {
        const key = `${recusal.proposal}-${recusal.judge}`
        return (
          <Panel title={recusal.title} id={`r-${i}`} end={recusal.state === 'asked' ? <Tag state={recusal.blocked ? 'late' : 'wait'}>{recusal.blocked ? t.blocked : t.asked}</Tag> : <Tag state="done">{recusal.state === 'replaced' ? t.replaced : t.without}</Tag>}>
            <Facts facts={[{ term: t.judge, detail: recusal.judgeName }, { term: t.reason, detail: recusal.reason }, { term: t.at, detail: <At at={recusal.at} /> }, recusal.state === 'asked' && { term: t.left, detail: t.leftOf(recusal.left, room.rules.floor) }]} />
            {recusal.state === 'asked' && scoring ? <Settle look={asked.look} recusal={recusal} href={`${roundHref(room)}/recusals/${recusal.proposal}/${recusal.judge}`} attempt={attempt?.of === key ? attempt : undefined} n={i} /> : null}
          </Panel>
        )
      })}
    </RoundPage>
  ) }
}

function Settle({ look, recusal, href, attempt, n }: { look: Look; recusal: RecusalView; href: string; attempt: Attempt | undefined; n: number }) {
  const t = texts(look)
  const [replacement, reason] = [`replacement-${n}`, `reason-${n}`]
  return (
    <>
      {recusal.candidates.length === 0 ? <p class="late">{t.noStandIn}</p> : (
        <Form action={href} command={newSecret()} label={t.standIn}>
          <ChoiceField path={replacement} label={t.standIn} as="select" required value={attempt?.values[replacement] ?? recusal.candidates[0]?.judge ?? null} choices={recusal.candidates.map(({ judge, name, load }) => ({ value: judge, label: t.load(name, load) }))} />
          <p class="acts"><Button name="decision" value="replace" weight="second">{t.replace}</Button></p>
        </Form>
      )}
      {recusal.mayGoOn ? (
        <details class="more" open={attempt?.values.decision === 'without'}>
          <summary>{t.goOn}</summary>
          <Form action={href} command={newSecret()} label={t.goOn}>
            <TextField path={reason} label={t.why} required value={attempt?.values[reason] ?? ''} />
            <p class="acts"><Button name="decision" value="without" weight="second">{t.goOnButton}</Button></p>
          </Form>
        </details>
      ) : <p class="soft">{t.below}</p>}
    </>
  )
}

async function sendResolution(asked: Asked, posted: Posted): Promise<Shown> {
  const { competition, index } = roundAt(asked.params)
  const [proposal, judge] = [proposalId.safeParse(asked.params.proposal), personId.safeParse(asked.params.judge)]
  if (!proposal.success || !judge.success) throw new Refusal('NOT_FOUND')
  await roomOf(asked.context, 'recusal.resolve', competition, index)
  const field = (name: string) => Object.entries(posted.fields).find(([path]) => path.startsWith(`${name}-`))?.[1] ?? ''
  return tryForm(posted, async () => {
    const parsed = resolveRecusalInput.safeParse(posted.fields.decision === 'without' ? { decision: 'without', reason: field('reason') } : { decision: 'replace', replacement: field('replacement') }, { reportInput: true })
    if (!parsed.success) throw new Refusal('INVALID', { mistakes: mistakesOf(parsed.error).map((mistake) => ({ ...mistake, path: Object.keys(posted.fields).find((path) => path.startsWith(`${mistake.path}-`)) ?? mistake.path })) })
    await resolveRecusal(asked.context, competition, index, proposal.data, judge.data, parsed.data)
    return { go: `/competitions/${competition}/rounds/${index}/recusals` }
  }, (attempt) => showRecusals(asked, { ...attempt, of: `${proposal.data}-${judge.data}` }))
}

const at = '/competitions/:competition/rounds/:round/recusals'
export const roundRecusalPages: PageRoute[] = [
  { method: 'get', path: at, action: 'recusal.list', show: (asked) => showRecusals(asked) },
  { method: 'post', path: `${at}/:proposal/:judge`, action: 'recusal.resolve', send: sendResolution },
]
