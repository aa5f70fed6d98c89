import { newSecret } from '../../../../shared/kernel/ids.ts'
import { wantedKinds } from '../../../../shared/project/form.ts'
import { say } from '../../../../shared/kernel/text.ts'
import { makeOffer, offerInput, offerPath, withdrawOffer } from '../../../commands/offer.ts'
import { readOwnOffer } from '../../../queries/offer.ts'
import { readForOffer } from '../../../queries/showcase.ts'
import { CheckField, ChoiceField } from '../../look/choices.tsx'
import { Dialog } from '../../look/dialog.tsx'
import { TextArea, TextField } from '../../look/fields.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { At, Facts, Note, Panel, Receipt, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { kindName, offerStateWords, showcaseCrumbs } from './words.ts'

const texts = (look: Pick<Look, 'language'>) =>
  words(look.language, {
    zh: {
      title: '我要支持', lead: '不用注册。项目方会和您联系。', wanted: '项目正在征集', kind: '您能提供什么', what: '具体说说', whatHint: '例如：每周三晚上可以来两小时；有一间 20 平方米的屋子可以借用。', name: '怎么称呼您', contact: '联系电话或邮箱', contactHint: '只给这个项目的成员看，用来回复您。留邮箱会收到信，随时可以凭信里的链接撤回。',
      consent: '我同意项目方为这件事与我联系', consentHint: '姓名和联系方式不公开，不作他用；您撤回后即删除。', send: '提交', over: '项目已经结束，不再征集支持。', back: '返回项目',
      receiptTitle: '您的支持意向', received: '支持意向已收到', next: '项目方会回复您。请保存本页网址：凭它随时可以看回复，也可以撤回。', kindTerm: '种类', whatTerm: '内容', answers: '项目方的回复', noAnswer: '还没有回复。', withdraw: '撤回并删除我的信息', withdrawTitle: '撤回后，姓名、联系方式和内容都会删除', withdrawLead: '删除后不能恢复；以后想支持，可以重新提交。', withdrawn: '已撤回，您的信息已删除。', page: '看项目',
    },
    en: {
      title: 'Offer help', lead: 'No account needed. The project will get in touch.', wanted: 'What the project asks for', kind: 'What can you give', what: 'Tell more', whatHint: 'For example: two hours every Wednesday evening; a room of 20 m² to borrow.', name: 'Your name', contact: 'Telephone or e-mail', contactHint: 'Only members of this project see it, to answer you. With an e-mail address you get a letter whose link takes the offer back at any time.',
      consent: 'The project may contact me about this', consentHint: 'Your name and contact are not published nor used for anything else; they are deleted when you take the offer back.', send: 'Send', over: 'The project is over and takes no more offers.', back: 'Back to the project',
      receiptTitle: 'Your offer of help', received: 'Your offer has arrived', next: 'The project will answer you. Keep this page’s address: it shows the answer, and takes the offer back if you wish.', kindTerm: 'Kind', whatTerm: 'Offer', answers: 'What the project says', noAnswer: 'No answer yet.', withdraw: 'Take it back and delete my data', withdrawTitle: 'Name, contact and words will be deleted', withdrawLead: 'They cannot be restored; you can always make another offer.', withdrawn: 'Taken back; your data are deleted.', page: 'See the project',
    },
  })

async function form({ context, look, params }: Asked, attempt: Attempt = { values: {}, mistakes: [] }): Promise<Shown> {
  const page = await readForOffer(context, params.project ?? '')
  const t = texts(look)
  const { values } = attempt
  const crumbs = showcaseCrumbs(look.language, page)
  if (page.state !== 'active') return { page: <Page look={look} title={t.title} crumbs={crumbs}><p class="read">{t.over}</p><p class="acts"><ButtonLink href={`/showcase/${page.project}`}>{t.back}</ButtonLink></p></Page>, status: 409 }
  return { page: (
    <Page look={look} title={t.title} crumbs={crumbs} lead={t.lead} mistakes={attempt.mistakes}>
      <div class="split">
        <Form action={`/showcase/${page.project}/offer`} command={newSecret()} label={t.title}>
          <ChoiceField path="kind" label={t.kind} required value={values.kind} choices={wantedKinds.map(({ id, label }) => ({ value: id, label: say(label, look.language) }))} />
          <TextArea path="what" label={t.what} hint={t.whatHint} required limit={500} rows={5} value={values.what} />
          <TextField path="name" label={t.name} required limit={40} value={values.name} autocomplete="name" />
          <TextField path="contact" label={t.contact} hint={t.contactHint} required value={values.contact} />
          <CheckField path="consent" label={t.consent} hint={t.consentHint} required checked={values.consent === 'true'} />
          <p class="acts"><Button icon="send">{t.send}</Button></p>
        </Form>
        {page.wanted.length === 0 ? null : <aside><Panel title={t.wanted} id="wanted"><ul class="tasks">{page.wanted.map(({ kind, what }) => <li><span>{what}</span><span class="soft small nw">{kindName(kind, look.language)}</span></li>)}</ul></Panel></aside>}
      </div>
    </Page>
  ) }
}

const send = (asked: Asked, posted: Posted): Promise<Shown> =>
  tryForm(posted, async () => {
    const project = asked.params.project ?? ''
    const { offer, secret } = await makeOffer(asked.context, project, readAs(offerInput, { ...posted.body, consent: posted.fields.consent === 'true' }))
    return { go: offerPath(project, offer, secret) }
  }, (attempt) => form(asked, attempt))

async function show({ context, look, params }: Asked): Promise<Shown> {
  const { project = '', offer: id = '', secret = '' } = params
  const { title, offer, answers, shown } = await readOwnOffer(context, project, id, secret)
  const t = texts(look)
  const said = offerStateWords[offer.state]
  return { page: (
    <Page look={look} title={t.receiptTitle} crumbs={showcaseCrumbs(look.language)} lead={title}>
      {offer.state === 'withdrawn' ? <Note state="idle" icon="info">{t.withdrawn}</Note> : (
        <>
          <Receipt title={t.received} at={offer.at} next={t.next}>{shown ? <ButtonLink href={`/showcase/${project}`}>{t.page}</ButtonLink> : null}</Receipt>
          <div class="split">
            <Panel title={t.answers} id="answers" end={<Tag state={said.state}>{said[look.language]}</Tag>}>
              {answers.length === 0 ? <p class="soft">{t.noAnswer}</p> : <ul class="tasks">{answers.map(({ words: reply, at }) => <li><div>{reply}<p><At at={at} /></p></div></li>)}</ul>}
            </Panel>
            <aside class="stackv">
              <Panel title={t.whatTerm} id="offer">
                <Facts facts={[{ term: t.kindTerm, detail: kindName(offer.kind, look.language) }, { term: t.whatTerm, detail: offer.what }]} />
                <Dialog label={t.withdraw} weight="late" title={t.withdrawTitle}>
                  <p>{t.withdrawLead}</p>
                  <Form action={`${offerPath(project, offer.id, secret)}/withdrawal`} command={newSecret()}><p class="acts"><Button weight="late">{t.withdraw}</Button></p></Form>
                </Dialog>
              </Panel>
            </aside>
          </div>
        </>
      )}
    </Page>
  ) }
}

async function takeBack({ context, params }: Asked): Promise<Shown> {
  const { project = '', offer = '', secret = '' } = params
  await withdrawOffer(context, project, offer, secret)
  return { go: offerPath(project, offer, secret) }
}

export const offeringPages: PageRoute[] = [
  { method: 'get', path: '/showcase/:project/offer', action: 'offer.make', show: (asked) => form(asked) },
  { method: 'post', path: '/showcase/:project/offer', action: 'offer.make', send },
  { method: 'get', path: '/showcase/:project/offers/:offer/:secret', action: 'offer.make', show },
  { method: 'post', path: '/showcase/:project/offers/:offer/:secret/withdrawal', action: 'offer.make', send: takeBack },
]
