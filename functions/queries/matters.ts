import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { plusSeconds } from '../../shared/kernel/instant.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import type { Ask, AskKind } from '../../shared/project/asks.ts'
import { isAsk, type Obligation } from '../../shared/project/moments.ts'
import type { Project } from '../../shared/project/project.ts'
import { stageWords } from '../../shared/stage/words.ts'

type Words = Bilingual & { en: string }

/** What has to be done, as mails, stories and lists call it. */
export function obligationName({ current }: Pick<Project, 'current'>, owed: Obligation): Words {
  switch (owed.of) {
    case 'stage':
      return { zh: `${stageWords[current.name].zh}阶段`, en: `the ${stageWords[current.name].en.toLowerCase()} stage` }
    case 'report':
      return { zh: `第 ${owed.number} 期报告`, en: `report ${owed.number}` }
    case 'activity':
      return { zh: `活动“${owed.activity.title}”的记录`, en: `the record of the activity "${owed.activity.title}"` }
    case 'card':
      return { zh: '评估表', en: 'the evaluation sheet' }
  }
}

const asked: Record<AskKind, (number: number) => Words> = {
  gate: () => ({ zh: '关口审核在等管理员', en: 'The gate waits for an administrator' }),
  extension: () => ({ zh: '延期申请在等管理员答复', en: 'An extension waits for an answer' }),
  change: (number) => ({ zh: `第 ${number} 号变更申请在等管理员答复`, en: `Change request ${number} waits for an answer` }),
  'report-sent': (number) => ({ zh: `第 ${number} 期报告在等管理员审核`, en: `Report ${number} waits to be read` }),
  mentor: () => ({ zh: '项目申请督导，在等管理员指定', en: 'A mentor is asked for and not named yet' }),
  evaluator: () => ({ zh: '自评已交，在等管理员指定评估员', en: 'An evaluator has to be named' }),
  resume: () => ({ zh: '已过预计恢复的日期，项目还在暂停', en: 'The project is still paused past the date it should go on' }),
}
/** What waits for an administrator, in one sentence. */
export const askWords = ({ of, number }: Ask): Words => asked[of](number)

/** The page on which it is done. */
export function pathOf({ id, current }: Pick<Project, 'id' | 'current'>, about: Obligation | Ask): string {
  const at = `/projects/${id}`
  if (isAsk(about)) {
    switch (about.of) {
      case 'gate':
        return at
      case 'extension': case 'resume':
        return `${at}/steer`
      case 'change':
        return `${at}/changes/${about.number}`
      case 'report-sent':
        return `${at}/reports/${current.number}/${about.number}`
      case 'mentor':
        return `${at}/mentoring`
      case 'evaluator':
        return `${at}/evaluation`
    }
  }
  switch (about.of) {
    case 'stage':
      return at
    case 'report':
      return `${at}/reports/${current.number}/${about.number}`
    case 'activity':
      return `${at}/activities/${about.activity.id}`
    case 'card':
      return `${at}/evaluation/card`
  }
}

/** The last day on which an obligation is kept: dates that end with a day end at the beginning of the next. */
export const lastDay = (owed: Obligation): string => shanghaiDate(plusSeconds(owed.dueAt, -1))
