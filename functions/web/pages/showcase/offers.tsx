import { newSecret } from '../../../../shared/kernel/ids.ts'
import { answerStates, type Offer, offerLifecycle, offerStates, wayTo } from '../../../../shared/showcase/offer.ts'
import { answerOfferInput, answerToOffer } from '../../../commands/offer.ts'
import { listOffers, readOffer } from '../../../queries/offer.ts'
import { CheckField, ChoiceField } from '../../look/choices.tsx'
import { TextArea } from '../../look/fields.tsx'
import { Button, Form } from '../../look/form.tsx'
import { type Look, useLook } from '../../look/look.ts'
import { Pager, Table, Tools } from '../../look/table.tsx'
import { At, Empty, Facts, Note, Panel, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { ProjectPage } from '../project/frame.tsx'
import { requireAllowed } from './allowed.ts'
import { kindName, offerStateWords } from './words.ts'

const texts = (look: Pick<Look, 'language'>) =>
  words(look.language, {
    zh: { state: '状态', all: '全部', caption: '支持意向，最新的在前', who: '谁', what: '能提供什么', at: '收到', contact: '联系方式', none: '还没有支持意向', noneLead: '展示页公开后，别人可以在上面留下支持意向，收到时会提醒您。', nothing: '没有这种状态的意向', unit: '条', gone: '已撤回，个人信息已删除', one: (name: string) => `${name}的支持意向`, oneGone: '已撤回的支持意向', offer: '意向', kind: '种类',
      answer: '回复', answers: '已有的回复', as: '怎么回复', choices: { talking: '进一步沟通', accepted: '接受', declined: '婉谢' }, words: '写给对方的话', wordsHint: '对方会看到这段话。', byMail: '回复会发到对方的邮箱。', byPhone: '对方留的是电话：请打电话告知，再在这里记下。', told: '我已打电话告知对方', send: '回复', done: '这条意向已经回复。', told2: { mail: '已发邮件', telephone: '已电话告知' }, masked: '联系方式只给项目成员看全。',
    },
    en: { state: 'State', all: 'All', caption: 'Offers of help, newest first', who: 'Who', what: 'What they offer', at: 'Received', contact: 'Contact', none: 'No offers yet', noneLead: 'When the page is public others can offer help on it; you are told when somebody does.', nothing: 'No offer in this state', unit: 'offers', gone: 'Taken back, personal data deleted', one: (name) => `Offer of ${name}`, oneGone: 'Offer that was taken back', offer: 'The offer', kind: 'Kind',
      answer: 'Answer', answers: 'Answers so far', as: 'Your answer', choices: { talking: 'Talk first', accepted: 'Accept', declined: 'Decline with thanks' }, words: 'What you say to them', wordsHint: 'They will read this.', byMail: 'The answer goes to their e-mail address.', byPhone: 'They left a telephone number: call them, then note it here.', told: 'I have told them by telephone', send: 'Answer', done: 'This offer has been answered.', told2: { mail: 'by mail', telephone: 'by telephone' }, masked: 'Only members of the project see the contact in full.',
    },
  })

async function showList({ context, look, params, query }: Asked): Promise<Shown> {
  const t = texts(look)
  const state = offerStates.find((one) => one === query.get('state'))
  const { project, offers, counts, page, size, total } = await listOffers(context, params.project ?? '', { state, page: Number(query.get('page')) || 1 })
  const empty = state === undefined ? <Empty title={t.none}>{t.noneLead}</Empty> : <Empty title={t.nothing} action={<a href={`/projects/${project.id}/offers`}>{t.all}</a>} />
  return { page: (
    <ProjectPage look={look} context={context} project={project} tab="offers">
      <Tools>
        <ChoiceField path="state" label={t.state} as="select" none={t.all} required value={state} choices={offerStates.map((value) => ({ value, label: `${offerStateWords[value][look.language]} ${counts[value]}` }))} />
      </Tools>
      <Table caption={t.caption} rows={offers} empty={empty} columns={[
        { header: t.who, names: true, cell: (offer) => <a href={`/projects/${project.id}/offers/${offer.id}`}>{offer.state === 'withdrawn' ? t.gone : offer.name}</a> },
        { header: t.what, cell: (offer) => <>{kindName(offer.kind, look.language)}{offer.what === '' ? null : <p class="soft small">{short(offer.what)}</p>}</> },
        { header: t.contact, cell: (offer) => <span class="n">{offer.contact}</span> },
        { header: t.at, cell: (offer) => <At at={offer.at} /> },
        { header: t.state, cell: (offer) => <State offer={offer} /> },
      ]} />
      {total > size ? <Pager page={page} size={size} total={total} unit={t.unit} /> : null}
    </ProjectPage>
  ) }
}

const short = (text: string): string => ([...text].length > 60 ? `${[...text].slice(0, 60).join('')}…` : text)

function State({ offer }: { offer: Offer }) {
  const { language } = useLook()
  const said = offerStateWords[offer.state]
  return <Tag state={said.state}>{said[language]}</Tag>
}

async function showOne({ context, look, params }: Asked, attempt: Attempt = { values: {}, mistakes: [] }): Promise<Shown> {
  const t = texts(look)
  const { project, offer, mine } = await readOffer(context, params.project ?? '', params.offer ?? '')
  const exits = (['talking', 'accepted', 'declined'] as const).filter((state) => (offerLifecycle[offer.state] as readonly string[]).includes(state) || (state === 'talking' && offer.state === 'talking'))
  const way = wayTo(offer.contact)
  return { page: (
    <ProjectPage
      look={look} context={context} project={project} tab="offers" deeper={[]} title={offer.state === 'withdrawn' ? t.oneGone : t.one(offer.name)}
      lead={<><State offer={offer} /><At at={offer.at} /></>} mistakes={attempt.mistakes}
    >
      <div class="split">
        <div class="stackv">
          <Panel title={t.offer} id="offer">
            {offer.state === 'withdrawn' ? <p class="soft">{t.gone}</p> : <Facts facts={[
              { term: t.kind, detail: kindName(offer.kind, look.language) }, { term: t.what, detail: offer.what }, { term: t.who, detail: offer.name },
              { term: t.contact, detail: mine && way === 'mail' ? <a href={`mailto:${offer.contact}`}>{offer.contact}</a> : <span class="n">{offer.contact}</span> },
            ]} />}
            {mine || offer.state === 'withdrawn' ? null : <p class="soft small">{t.masked}</p>}
          </Panel>
          {offer.answers.length === 0 ? null : <Panel title={t.answers} id="answers"><ul class="tasks">{offer.answers.toReversed().map(({ state, words: said, told, by, at }) => <li><div>{said === '' ? offerStateWords[state][look.language] : said}<p>{by.name} <At at={at} /> {t.told2[told]}</p></div><Tag state={offerStateWords[state].state}>{offerStateWords[state][look.language]}</Tag></li>)}</ul></Panel>}
        </div>
        {!mine ? null : (
          <aside class="stackv">
            <Panel title={t.answer} id="answer">
              {exits.length === 0 ? <Note state="done">{t.done}</Note> : (
                <Form action={`/projects/${project.id}/offers/${offer.id}`} command={newSecret()}>
                  <p class="soft">{way === 'mail' ? t.byMail : t.byPhone}</p>
                  <ChoiceField path="state" label={t.as} required value={attempt.values.state} choices={answerStates.filter((state) => exits.includes(state)).map((value) => ({ value, label: t.choices[value] }))} />
                  <TextArea path="words" label={t.words} hint={t.wordsHint} required rows={4} value={attempt.values.words} />
                  {way === 'mail' ? null : <CheckField path="told" label={t.told} required checked={attempt.values.told === 'true'} />}
                  <p class="acts"><Button icon="send">{t.send}</Button></p>
                </Form>
              )}
            </Panel>
          </aside>
        )}
      </div>
    </ProjectPage>
  ) }
}

async function answer(asked: Asked, posted: Posted): Promise<Shown> {
  await requireAllowed(asked, 'offer.answer')
  return tryForm(posted, async () => {
    const { project = '', offer = '' } = asked.params
    await answerToOffer(asked.context, project, offer, readAs(answerOfferInput, { ...posted.body, told: posted.fields.told === 'true' }))
    return { go: `/projects/${project}/offers/${offer}` }
  }, (attempt) => showOne(asked, attempt))
}

export const offersPages: PageRoute[] = [
  { method: 'get', path: '/projects/:project/offers', action: 'offer.list', show: showList },
  { method: 'get', path: '/projects/:project/offers/:offer', action: 'offer.list', show: (asked) => showOne(asked) },
  { method: 'post', path: '/projects/:project/offers/:offer', action: 'offer.answer', send: answer },
]
