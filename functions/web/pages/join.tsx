import { newSecret } from '../../../shared/kernel/ids.ts'
import { Refusal } from '../../../shared/kernel/refusal.ts'
import { joinInput, joinOrganisation } from '../../commands/organisation.ts'
import { authorise } from '../../context.ts'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { Note, Tasks } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { type Applicant, applicants, isApplicant, JoinForm, sentParticulars } from './join-form.tsx'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'

async function showChoice({ context, look }: Asked): Promise<Shown> {
  authorise(context, 'organisation.join', {})
  const t = texts(look)
  return { page: (
    <Page look={look} title={t.title} lead={t.lead}>
      <div class="read stackv">
        <Tasks tasks={(Object.keys(applicants) as Applicant[]).map((name) => ({ label: t.applicant[name].label, hint: t.applicant[name].hint, href: `/join/${name}` }))} />
        <Note>{t.colleague}</Note>
      </div>
    </Page>
  ) }
}

async function showForm({ context, look, params }: Asked, attempt?: Attempt): Promise<Shown> {
  authorise(context, 'organisation.join', {})
  const applicant = params.applicant ?? ''
  if (!isApplicant(applicant)) throw new Refusal('NOT_FOUND')
  const t = texts(look)
  return { page: (
    <Page look={look} title={t.applicant[applicant].label} lead={t.formLead} crumbs={[{ href: '/join', label: t.title }]} mistakes={attempt?.mistakes ?? []}>
      <div class="read">
        <JoinForm language={look.language} applicant={applicant} action={`/join/${applicant}`} command={newSecret()} values={attempt?.values ?? {}} send={t.send} back="/join" />
      </div>
    </Page>
  ) }
}

const send = (asked: Asked, posted: Posted): Promise<Shown> =>
  tryForm(posted, async () => {
    await joinOrganisation(asked.context, readAs(joinInput, sentParticulars(posted.body)))
    return { go: '/organisation' }
  }, (attempt) => showForm(asked, attempt))

export const joinPages: PageRoute[] = [
  { method: 'get', path: '/join', action: 'organisation.join', show: showChoice },
  { method: 'get', path: '/join/:applicant', action: 'organisation.join', show: (asked) => showForm(asked) },
  { method: 'post', path: '/join/:applicant', action: 'organisation.join', send },
]

function texts(look: Look) {
  return words(look.language, {
    zh: {
      title: '申请入驻', lead: '先选一类。提交后由管理员审核，结果发到联系人邮箱。', formLead: '填好后提交，由管理员审核；您会成为这个单位的第一位成员。', send: '提交入驻申请',
      colleague: '单位已经入驻？不用再申请，请同事在“机构”页发邀请链接给您。',
      applicant: {
        agency: { label: '专业社工机构', hint: '登记注册、有专业社工，可以督导其他队伍' },
        organisation: { label: '其他登记的社会组织', hint: '社会团体、社会服务机构、基金会等，有统一社会信用代码' },
        team: { label: '志愿服务队伍', hint: '在街道或镇备案，通过挂靠单位申报' },
        'registered-team': { label: '登记的志愿服务组织', hint: '队伍自己有统一社会信用代码' },
        community: { label: '备案的社区社会组织', hint: '在街道或镇备案，通过挂靠单位申报' },
      },
    },
    en: {
      title: 'Ask to join', lead: 'Choose what you are. An administrator decides; the answer goes to your contact’s e-mail.', formLead: 'An administrator decides on what you send; you become the first member.', send: 'Ask to join',
      colleague: 'Has your organisation joined already? Then have a colleague invite you from the page "Organisation".',
      applicant: {
        agency: { label: 'Social work agency', hint: 'Registered, with professional social workers; may mentor other teams' },
        organisation: { label: 'Another registered organisation', hint: 'Association, social service or foundation with a credit code' },
        team: { label: 'Volunteer team', hint: 'Filed with a street or town; applies through a host' },
        'registered-team': { label: 'Registered volunteer organisation', hint: 'A team with a credit code of its own' },
        community: { label: 'Filed community organisation', hint: 'Filed with a street or town; applies through a host' },
      },
    },
  })
}
