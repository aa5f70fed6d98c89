import * as z from 'zod'
import { date } from '../../shared/kernel/calendar.ts'
import { typed } from '../../shared/kernel/text.ts'
import { calendarItem } from '../../shared/notice/calendar.store.ts'
import { districtCode } from '../../shared/person/person.ts'
import { keys } from '../../shared/store/keys.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'

export const correctCalendarInput = z.strictObject({
  date,
  /** `published` takes an earlier correction back. */
  day: z.enum(['working', 'off', 'published']),
  reason: typed(300),
})

/** Says for one day of the district whether it is worked. Notices that are published keep the days they were published with. */
export function correctCalendar(context: Context, district: string, input: z.infer<typeof correctCalendarInput>): Promise<{ date: string; day: z.infer<typeof correctCalendarInput>['day'] }> {
  return act(context, async () => {
    authorise(context, 'calendar.correct', { district })
    const code = districtCode.parse(district)
    const found = await context.table.get(calendarItem, keys.calendar(code))
    const days = { ...found?.value.days }
    const before = days[input.date]
    if (input.day === 'published') delete days[input.date]
    else days[input.date] = { working: input.day === 'working', reason: input.reason, at: context.now, by: personOf(context).id }
    const said = { working: { zh: '上班', en: 'working day' }, off: { zh: '休息', en: 'day off' }, published: { zh: '按公布的安排', en: 'as published' } }
    return {
      writes: [calendarItem.put({ district: code, days }, found?.version ?? 'none')],
      trail: [{
        scope: { of: 'district', id: code },
        action: 'calendar.correct',
        about: { noun: 'calendar', id: input.date, label: input.date },
        sentence: { zh: `把 ${input.date} 定为${said[input.day].zh}`, en: `set ${input.date} to ${said[input.day].en}` },
        from: before === undefined ? 'published' : before.working ? 'working' : 'off',
        to: input.day,
        reason: input.reason,
      }],
      answer: { date: input.date, day: input.day },
    }
  })
}
