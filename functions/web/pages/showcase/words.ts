import { say } from '../../../../shared/kernel/text.ts'
import { wantedKinds } from '../../../../shared/project/form.ts'
import type { NumberField } from '../../../../shared/showcase/groups.ts'
import type { OfferState } from '../../../../shared/showcase/offer.ts'
import type { Way } from '../../look/look.ts'
import type { State } from '../../look/tell.tsx'

/** What a resource or an offer is of: 志愿者, 场地 … */
export const kindName = (kind: string, language: 'zh' | 'en'): string => say(wantedKinds.find(({ id }) => id === kind)?.label ?? { zh: kind }, language)

export const offerStateWords: Record<OfferState, { state: State; zh: string; en: string }> = {
  open: { state: 'wait', zh: '待回复', en: 'To answer' },
  talking: { state: 'now', zh: '沟通中', en: 'In talk' },
  accepted: { state: 'done', zh: '已接受', en: 'Accepted' },
  declined: { state: 'idle', zh: '已婉谢', en: 'Declined, thanked' },
  withdrawn: { state: 'idle', zh: '已撤回', en: 'Taken back' },
}

export const numberWords: Record<NumberField, { zh: string; en: string; unit: { zh: string; en: string } }> = {
  directPeople: { zh: '直接受益', en: 'Direct beneficiaries', unit: { zh: '人', en: 'people' } },
  indirectPeople: { zh: '间接受益', en: 'Indirect beneficiaries', unit: { zh: '人', en: 'people' } },
  attendances: { zh: '服务人次', en: 'Attendances', unit: { zh: '人次', en: '' } },
}

export const showcaseCrumbs = (language: 'zh' | 'en', page?: { project: string; title: string }): Way[] => [
  { href: '/showcase', label: language === 'zh' ? '项目展示' : 'Projects on show' },
  ...(page === undefined ? [] : [{ href: `/showcase/${page.project}`, label: page.title }]),
]

/** The ways between the pages of one project's showcase. */
export const deskWays = (language: 'zh' | 'en', project: string, current: 'words' | 'preview'): { label: string; ways: (Way & { current: boolean })[] } => ({ label: language === 'zh' ? '展示' : 'Showcase', ways: [
  { href: `/projects/${project}/showcase`, label: language === 'zh' ? '展示页' : 'Showcase', current: current === 'words' },
  { href: `/projects/${project}/showcase/preview`, label: language === 'zh' ? '预览' : 'Preview', current: current === 'preview' },
] })
