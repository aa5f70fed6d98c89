import { newSecret } from '../../../../shared/kernel/ids.ts'
import { addList, addListInput, addVolunteer, addVolunteerInput, type ListedRow } from '../../../commands/volunteer.ts'
import { listVolunteers, organisationOf, volunteerFilter } from '../../../queries/volunteer.ts'
import { CheckField } from '../../look/choices.tsx'
import { TextArea, TextField } from '../../look/fields.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { Pager, Table, Tools } from '../../look/table.tsx'
import { At, Empty, Note, Panel, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { sentVolunteer, VolunteerFields } from './fields.tsx'

async function show({ context, look, query }: Asked): Promise<Shown> {
  const organisation = organisationOf(context, undefined, 'volunteer.list')
  const parsed = volunteerFilter.safeParse({ q: query.get('q') ?? '', page: query.get('page') ?? 1 })
  const filter = parsed.success ? parsed.data : volunteerFilter.parse({})
  const { items, total, page, size } = await listVolunteers(context, organisation, filter)
  const t = texts(look)
  return { page: (
    <Page look={look} title={t.title} actions={<><ButtonLink href="/volunteers/new" weight="primary" icon="add">{t.add}</ButtonLink><ButtonLink href="/volunteers/list" icon="upload">{t.paste}</ButtonLink></>}>
      <Tools label={t.search}><TextField path="q" label={t.q} type="search" required value={filter.q} /></Tools>
      <Table
        caption={t.caption} rows={items}
        empty={<Empty title={filter.q === '' ? t.none : t.noneFound} action={filter.q === '' ? <ButtonLink href="/volunteers/new" weight="primary">{t.add}</ButtonLink> : <a href="/volunteers">{t.all}</a>}>{filter.q === '' ? t.noneHint : null}</Empty>}
        columns={[
          { header: t.name, names: true, cell: (one) => <><a href={`/volunteers/${one.volunteer}`}>{one.name}</a>{one.minor ? <> <Tag state="wait" icon="locked">{t.minor}</Tag></> : null}</> },
          { header: t.number, cell: (one) => <span class="n">{one.number}</span> },
          { header: t.since, cell: (one) => <At at={one.since} time={false} weekday={false} /> },
        ]}
      />
      <Pager page={page} size={size} total={total} unit={t.unit} />
    </Page>
  ) }
}

function showNew({ context, look }: Asked, attempt?: Attempt): Shown {
  organisationOf(context, undefined, 'volunteer.change')
  const t = texts(look)
  const values = attempt?.values ?? {}
  return { page: (
    <Page look={look} title={t.add} crumbs={[{ href: '/volunteers', label: t.title }]} mistakes={attempt?.mistakes ?? []}>
      <Form action="/volunteers" command={newSecret()}>
        <VolunteerFields look={look} values={values} />
        <Panel title={t.consentTitle} id="consent"><CheckField path="consent" label={t.consent} hint={t.consentHint} required checked={values.consent === 'true'} /></Panel>
        <p class="acts"><Button>{t.save}</Button><ButtonLink href="/volunteers">{t.back}</ButtonLink></p>
      </Form>
    </Page>
  ) }
}

function showPaste({ context, look }: Asked, attempt?: Attempt, rows?: readonly ListedRow[]): Shown {
  organisationOf(context, undefined, 'volunteer.change')
  const t = texts(look)
  const values = attempt?.values ?? {}
  return { page: (
    <Page look={look} title={t.paste} crumbs={[{ href: '/volunteers', label: t.title }]} mistakes={attempt?.mistakes ?? []}>
      {rows === undefined ? null : (
        <>
          <Note state={rows.some(({ outcome }) => outcome === 'refused') ? 'wait' : 'done'} icon="received">{t.added(rows.filter(({ outcome }) => outcome === 'added').length, rows.length)} <a href="/volunteers">{t.all}</a></Note>
          <Table caption={t.outcome} rows={rows} columns={[
            { header: t.line, cell: ({ line }) => <span class="n">{line}</span> },
            { header: t.name, names: true, cell: ({ name }) => name },
            { header: t.result, cell: (row) => <><Tag state={row.outcome === 'added' ? 'done' : row.outcome === 'known' ? 'idle' : 'late'}>{t.outcomes[row.outcome]}</Tag>{row.mistakes.map((one) => <p class="small">{one[look.language]}</p>)}</> },
          ]} />
        </>
      )}
      <Form action="/volunteers/list" command={newSecret()}>
        <Panel title={t.list} id="list" hiddenTitle>
          <TextArea path="list" label={t.list} hint={t.listHint} required value={values.list ?? ''} rows={8} />
          <CheckField path="consent" label={t.listConsent} hint={t.consentHint} required checked={values.consent === 'true'} />
          <CheckField path="adults" label={t.adults} hint={t.adultsHint} required checked={values.adults === 'true'} />
        </Panel>
        <p class="acts"><Button>{t.addAll}</Button><ButtonLink href="/volunteers">{t.back}</ButtonLink></p>
      </Form>
    </Page>
  ) }
}

function send(asked: Asked, posted: Posted): Promise<Shown> {
  organisationOf(asked.context, undefined, 'volunteer.change')
  return tryForm(posted, async () => {
    const { volunteer } = await addVolunteer(asked.context, readAs(addVolunteerInput, { ...sentVolunteer(posted), consent: posted.fields.consent === 'true' }))
    return { go: `/volunteers/${volunteer}` }
  }, (attempt) => Promise.resolve(showNew(asked, attempt)))
}

function sendList(asked: Asked, posted: Posted): Promise<Shown> {
  organisationOf(asked.context, undefined, 'volunteer.change')
  return tryForm(posted, async () => {
    const { rows } = await addList(asked.context, readAs(addListInput, { list: posted.fields.list, consent: posted.fields.consent === 'true', adults: posted.fields.adults === 'true' }))
    return showPaste(asked, undefined, rows)
  }, (attempt) => Promise.resolve(showPaste(asked, attempt)))
}

const texts = (look: Look) => words(look.language, {
  zh: {
    title: '志愿者', add: '登记志愿者', paste: '贴上名单', search: '找志愿者', q: '姓名或编号', caption: '本机构的志愿者，按姓名排列', none: '还没有志愿者', noneHint: '志愿者在活动现场扫码签到后会自动出现，也可以在这里登记。', noneFound: '没有找到', all: '看全部志愿者', name: '姓名', minor: '未成年', number: '志愿者编号', since: '加入时间', unit: '人', save: '登记', back: '返回',
    consentTitle: '本人同意', consent: '本人（未成年人是监护人）已同意记录服务时长', consentHint: '只用于登记时长、评价和开具证明，可以随时撤回。', list: '名单', listHint: '每行一人：姓名，手机号，年龄（或“成年”“未成年”）；未成年人再写监护人姓名和手机号。例如“小明，13900000002，15 岁，王大明，13900000003”。', listConsent: '名单上的人（未成年人是监护人）都已同意记录服务时长', adults: '没有写年龄的人，都已满 18 周岁', adultsHint: '只对第一次登记的人；已登记的按登记的资料。', addAll: '登记名单', added: (n: number, of: number) => `${of} 人中新登记了 ${n} 人。`,
    outcome: '登记结果，按名单的顺序', line: '行', result: '结果', outcomes: { added: '已登记', known: '原来就有', refused: '没有登记' },
  },
  en: {
    title: 'Volunteers', add: 'Add a volunteer', paste: 'Paste a list', search: 'Find a volunteer', q: 'Name or number', caption: 'The organisation’s volunteers, in the order of names', none: 'No volunteers yet', noneHint: 'They appear by themselves when they scan the code at an activity; you can also add them here.', noneFound: 'Nobody found', all: 'See all volunteers', name: 'Name', minor: 'Minor', number: 'Volunteer number', since: 'Since', unit: 'people', save: 'Add', back: 'Back',
    consentTitle: 'Their consent', consent: 'They (a minor’s guardian) have agreed to hours being recorded', consentHint: 'Only to keep hours, rate the service and issue certificates; it can be taken back at any time.', list: 'List', listHint: 'A line each: name, mobile number, age (or "adult", "minor"); for a minor also the guardian’s name and mobile. For example "Xiao Ming, 13900000002, 15, Wang Daming, 13900000003".', listConsent: 'Everybody on the list (a minor’s guardian) has agreed to hours being recorded', adults: 'Who has no age on the list is 18 or older', adultsHint: 'Only for who is new; others are as their record says.', addAll: 'Add the list', added: (n, of) => `${n} of ${of} are new.`,
    outcome: 'What became of each, in the order of the list', line: 'Line', result: 'Outcome', outcomes: { added: 'Added', known: 'Known already', refused: 'Not added' },
  },
})

export const volunteerListPages: PageRoute[] = [
  { method: 'get', path: '/volunteers', action: 'volunteer.list', show },
  { method: 'get', path: '/volunteers/new', action: 'volunteer.change', show: (asked) => Promise.resolve(showNew(asked)) },
  { method: 'post', path: '/volunteers', action: 'volunteer.change', send },
  { method: 'get', path: '/volunteers/list', action: 'volunteer.change', show: (asked) => Promise.resolve(showPaste(asked)) },
  { method: 'post', path: '/volunteers/list', action: 'volunteer.change', send: sendList },
]
