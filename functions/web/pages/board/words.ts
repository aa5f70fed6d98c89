import type { BoardColumn, BoardLine } from '../../../../shared/board/board.ts'
import { isLateLine, isPaused } from '../../../../shared/board/board.ts'
import type { Instant } from '../../../../shared/kernel/instant.ts'
import { type Bilingual, type Language, say } from '../../../../shared/kernel/text.ts'
import { projectStateWords, stageWords } from '../../../../shared/stage/words.ts'
import type { Board, BoardFilter } from '../../../queries/board.ts'
import type { State } from '../../look/tell.tsx'

type Words = Bilingual & { en: string }

export const columnWords: Record<BoardColumn, Words> = { ...stageWords, closed: projectStateWords.closed, ended: projectStateWords.ended }
export const waitsWords: Record<BoardLine['waitsFor'], Words> = {
  organisation: { zh: '等项目单位', en: 'With the organisation' }, administrator: { zh: '等管理员', en: 'With an administrator' }, mentor: { zh: '等督导', en: 'With the mentor' }, evaluator: { zh: '等评估员', en: 'With the evaluator' }, nobody: { zh: '不等谁', en: 'With nobody' },
}
export const standingWords = { late: { zh: '已逾期', en: 'Late' }, paused: { zh: '已暂停', en: 'Paused' } } as const

/** How a line stands, in a tag. */
export function standingOf(line: BoardLine, now: Instant): { state: State; words: Words } {
  if (line.column === 'closed') return { state: 'done', words: columnWords.closed }
  if (line.column === 'ended') return { state: 'idle', words: columnWords.ended }
  if (isPaused(line)) return { state: 'idle', words: { zh: `${standingWords.paused.zh}，${waitsWords[line.waitsFor].zh}`, en: `${standingWords.paused.en}: ${waitsWords[line.waitsFor].en.toLowerCase()}` } }
  if (isLateLine(line, now)) return { state: 'late', words: { zh: `已逾期，${waitsWords[line.waitsFor].zh}`, en: `Late: ${waitsWords[line.waitsFor].en.toLowerCase()}` } }
  return { state: line.waitsFor === 'organisation' ? 'now' : 'wait', words: waitsWords[line.waitsFor] }
}

export const className = (classes: Board['classes'], code: string, language: Language): string => {
  const name = classes.get(code)
  return name === undefined ? code : say(name, language)
}

/** What a filter asks for, in one line; '' for nothing. */
export function filterWords(filter: BoardFilter, { classes, organisations, mentors }: Pick<Board, 'classes' | 'organisations' | 'mentors'>, language: Language): string {
  const zh = language === 'zh'
  const parts = [
    filter.q === undefined || filter.q === '' ? '' : zh ? `“${filter.q}”` : `"${filter.q}"`,
    filter.column === undefined ? '' : columnWords[filter.column][language],
    filter.street ?? '',
    filter.class === undefined ? '' : className(classes, filter.class, language),
    filter.organisation === undefined ? '' : (organisations?.find(({ code }) => code === filter.organisation)?.name ?? (zh ? '选定的机构' : 'a chosen organisation')),
    filter.mentor === undefined ? '' : (mentors?.find(({ code }) => code === filter.mentor)?.name ?? (zh ? '选定的督导' : 'a chosen mentor')),
    filter.waits === undefined ? '' : waitsWords[filter.waits][language],
    filter.is === undefined ? '' : standingWords[filter.is][language],
  ]
  return parts.filter((part) => part !== '').join(zh ? '、' : ', ')
}
