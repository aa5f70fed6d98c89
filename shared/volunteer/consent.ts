import type { Bilingual } from '../kernel/text.ts'
import type { Purpose } from './volunteer.ts'

/** What a volunteer agrees to, word for word; a changed text gets the next version, and records keep the one that was agreed to. */
export const consentTexts: Record<Purpose, { version: number; name: Bilingual; text: Bilingual }> = {
  hours: {
    version: 1,
    name: { zh: '记录服务时长', en: 'Record my hours' },
    text: {
      zh: '同意记录我的姓名、手机号和参加志愿服务的时间，只用于登记服务时长、评价和开具证明，由组织活动的单位保存。我可以随时查看、要求更正，也可以撤回。',
      en: 'My name, mobile number and the times of my service may be recorded, only to keep my hours, rate the service and issue certificates, by the organisation of the activity. I can see them, have them corrected, and take this back at any time.',
    },
  },
  name: {
    version: 1,
    name: { zh: '公开姓名', en: 'Publish my name' },
    text: { zh: '同意在活动报道和表彰中公开我的姓名。', en: 'My name may be published in reports and honours.' },
  },
  photo: {
    version: 1,
    name: { zh: '公开照片', en: 'Publish my photo' },
    text: { zh: '同意公开有我在内的活动照片。', en: 'Photos that show me at activities may be published.' },
  },
}
