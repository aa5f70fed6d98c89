import { keys } from '../store/keys.ts'
import { itemKind } from '../store/table.ts'
import { attendanceSchema, volunteerDaySchema } from './hours.ts'

export const attendanceItem = itemKind('attendance', attendanceSchema, (attendance) => keys.attendance(attendance.activity, attendance.volunteer))
export const volunteerDayItem = itemKind('volunteer-day', volunteerDaySchema, (day) => keys.volunteerDay(day.volunteer, day.day))
