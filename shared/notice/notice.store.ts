import { keys } from '../store/keys.ts'
import { itemKind } from '../store/table.ts'
import { noticeSchema, objectionSchema } from './notice.ts'

export const noticeItem = itemKind('notice', noticeSchema, (notice) => keys.notice(notice.competition, notice.number))
export const objectionItem = itemKind('objection', objectionSchema, (objection) => keys.objection(objection.competition, objection.id))
