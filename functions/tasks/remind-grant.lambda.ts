import { loadGrant } from '../../shared/grant/grant.store.ts'
import type { Grant } from '../../shared/grant/grant.ts'
import { type GrantDuty, type GrantMoment, grantMoments } from '../../shared/grant/moments.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { mailOrder } from '../../shared/mail/templates.ts'
import { keys } from '../../shared/store/keys.ts'
import { waitItem } from '../../shared/wait/wait.store.ts'
import { grantEntry } from '../commands/grant-move.ts'
import { failOverdue } from '../commands/appraisal.ts'
import { type Audience, mailsTo, type Orders, readers } from '../commands/news.ts'
import { act } from '../commit.ts'
import { type Context, workflowContext } from '../context.ts'
import { dutyWords } from '../queries/grant-due.ts'
import { grantWait } from './facts.ts'

/**
 * What has failed by its date is put down first, since nobody has to be reminded of it any more. Tells those whose part is missing of what has come due since the last time; of what is late the administrators and organisers too. Noted with the wait
 * in the same transaction, so that each is told once.
 */
export async function handler(event: unknown): Promise<void> {
  const { grant: id, decision } = grantWait.parse(event)
  const context = workflowContext()
  await failOverdue(context, id)
  await act<undefined>(context, async () => {
    const wait = await context.table.get(waitItem, keys.wait(id, decision))
    if (wait === undefined) return { writes: [], trail: [], answer: undefined }
    const { value: grant } = await loadGrant(context.table, id)
    const last = wait.value.reminded.reduce<Instant>((latest, at) => (at > latest ? at : latest), wait.value.since)
    const due = grantMoments(grant, context.now).filter(({ at }) => at > last && at <= context.now)
    const sentence = sentenceOf(due)
    return {
      writes: [waitItem.put({ ...wait.value, reminded: [...wait.value.reminded, context.now] }, wait.version)],
      trail: sentence === null ? [] : [grantEntry(grant, 'remind-grant', sentence)],
      orders: await lettersOf(context, grant, due, `${decision}/${wait.value.since}/${wait.value.reminded.length}`), answer: undefined,
    }
  })
}

function audiencesOf(grant: Grant, { whose, person }: GrantDuty): Audience[] {
  if (person !== undefined) return [{ person }]
  switch (whose) {
    case 'organisation':
      return [{ organisation: grant.organisation.id }]
    case 'finance':
      return [{ finance: grant.district }]
    case 'runner':
      return runners(grant)
    default:
      return [{ administrators: grant.district }]
  }
}

/** The authority's people, and those who run the competition for it. */
const runners = ({ district, competition }: Grant): Audience[] => [{ administrators: district }, { organisers: competition }]

async function lettersOf(context: Context, grant: Grant, due: readonly GrantMoment[], occasion: string): Promise<Orders[]> {
  const url = `${context.environment.XIUYUAN_BASE_URL}/grants/${grant.id}`
  const told = await Promise.all(due.map(async (moment) => {
    const audiences = [...audiencesOf(grant, moment.about), ...(moment.kind === 'escalate' ? runners(grant) : [])]
    return (await readers(context, audiences)).map((person) => ({ person, moment }))
  }))
  const each = [...Map.groupBy(told.flat(), ({ person }) => person.id).values()]
  const letters = await Promise.all(each.map((all) => {
    const dated = (kind: GrantMoment['kind']) => [...new Map(all.filter(({ moment }) => moment.kind === kind).map(({ moment: { about } }) => [about.of, { what: dutyWords(about), until: shanghaiDate(about.dueAt) }])).values()]
    const late = dated('escalate')
    return mailsTo(context, all.slice(0, 1).map(({ person }) => person), url, (person, to) => mailOrder('projectReminder', {
      project: grant.title, late, soon: dated('remind').filter(({ what }) => !late.some((one) => one.what.zh === what.zh)), asked: [], url,
    }, to, `${grant.id}/${occasion}/${person.id}`, context.now))
  }))
  return letters.flat()
}

function sentenceOf(due: readonly GrantMoment[]): Bilingual | null {
  const words = [...new Set(due.map(({ about }) => about.of))].map((of) => dutyWords({ of }))
  return words.length === 0 ? null : { zh: `提醒了：${words.map(({ zh }) => zh).join('、')}`, en: `sent reminders: ${words.map(({ en, zh }) => en ?? zh).join(', ')}` }
}
