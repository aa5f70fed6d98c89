import type { GrantDuty } from '../../shared/grant/moments.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'

const words: Record<GrantDuty['of'], Bilingual> = {
  'pay-back': { zh: '退回资金', en: 'pay the money back' },
  sign: { zh: '签订资助协议', en: 'sign the agreement' },
}

/** What a duty is called in lists, reminders and mail. */
export const dutyWords = ({ of }: Pick<GrantDuty, 'of'>): Bilingual => words[of]
