import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dueForOffers } from '../../functions/queries/offer.ts'
import { makeContext } from '../../functions/context.ts'
import { newOrganisationId } from '../../shared/kernel/ids.ts'
import { mailItem } from '../../shared/mail/mail.store.ts'
import { membershipItem, personItem } from '../../shared/person/person.store.ts'
import { loadProject } from '../../shared/project/project.store.ts'
import { showcaseFacts } from '../../shared/showcase/showcase.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { ok, poll } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { projectIn, setProject } from '../support/projects.ts'
import { addPicture, anOffer, memberOf, onShow, png, withDraft, words } from '../support/showcase.ts'

let platform: TestPlatform
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
})
afterAll(() => platform.close())

const publicPage = (project: string) => platform.visitor.api('GET', `/public/showcases/${project}`)
const mails = async (to: string) => {
  await platform.platform.streams.caughtUp()
  const { items } = await platform.table.query(mailItem, keys.mailbox)
  return items.map(({ value }) => value).filter((mail) => mail.to === to)
}

describe('a showcase', () => {
  it('is public from its publication on, and the project knows since when', async () => {
    const { project, member } = await withDraft(platform)
    expect((await publicPage(project)).status).toBe(404)
    expect((await platform.visitor.page(`/showcase/${project}`)).html).toContain('这个展示页现在不公开')
    const { shownAt } = ok(await member.api('POST', `/projects/${project}/showcase/publication`, {}))
    expect((await loadProject(platform.table, project)).value.shownAt).toBe(shownAt)
    expect(ok(await publicPage(project))).toMatchObject({ title: '放学后的一小时', headline: words.headline, organisation: '示例机构', stage: 'showcase', numbers: { directPeople: 40 } })
    const { html } = await platform.visitor.page(`/showcase/${project}`)
    for (const text of [words.headline, words.soFar, words.help, '每周两位晚班志愿者', '双职工家庭的小学生', '示例社区活动室', '2,000', '我要支持']) expect(html, text).toContain(text)
    expect((await platform.visitor.page(`/showcase/${project}`, { language: 'en' })).html).toContain('Offer help')
  })

  it('shows what was published, not what was written afterwards', async () => {
    const { project, member } = await onShow(platform)
    ok(await member.api('PUT', `/projects/${project}/showcase`, { ...words, headline: '改过的一句话', revision: 1 }))
    expect(ok(await publicPage(project)).headline).toBe(words.headline)
    const desk = ok(await member.api('GET', `/projects/${project}/showcase`))
    expect(desk).toMatchObject({ same: false, edition: 1, page: { headline: '改过的一句话' } })
    ok(await member.api('POST', `/projects/${project}/showcase/publication`, { seen: desk.seen }))
    expect(ok(await publicPage(project)).headline).toBe('改过的一句话')
    expect(ok(await member.api('GET', `/projects/${project}/showcase`))).toMatchObject({ same: true, edition: 2 })
  })

  it('is published only as it was previewed', async () => {
    const { project, member } = await withDraft(platform)
    const { seen, page } = ok(await member.api('GET', `/projects/${project}/showcase`))
    ok(await member.api('PUT', `/projects/${project}/showcase`, { ...words, help: '别人刚改过', revision: 1 }))
    expect((await member.api('POST', `/projects/${project}/showcase/publication`, { seen })).body.code).toBe('STALE')
    const again = ok(await member.api('GET', `/projects/${project}/showcase`))
    ok(await member.api('POST', `/projects/${project}/showcase/publication`, { seen: again.seen }))
    const out = ok(await publicPage(project))
    expect({ ...out, shownAt: null, changedAt: '' }).toEqual({ ...again.page, shownAt: null, changedAt: '' })
    expect(out).not.toEqual(page)
  })

  it('the preview draws the very document that the public gets', async () => {
    const { project, member } = await withDraft(platform)
    const main = (html: string) => /<div class="split">[\s\S]*<\/main>/.exec(html)?.[0].replaceAll(/<p class="(?:acts|soft)">(?:<a class="btn" href="[^"]*"><span>我要支持<\/span><\/a>|公开后，这里是“我要支持”按钮。)<\/p>|<div><dt>公开于<\/dt>.*?<\/div>/g, '')
    const before = main((await member.page(`/projects/${project}/showcase/preview`)).html)
    ok(await member.api('POST', `/projects/${project}/showcase/publication`, {}))
    expect(before).toBeTruthy()
    expect(main((await platform.visitor.page(`/showcase/${project}`)).html)).toBe(before)
  })

  it('with numbers of people is not published; each is named beside its field, masked', async () => {
    const { project, member } = await withDraft(platform, { draft: { help: '请打 138 1234 5678 找我们' }, answers: { need: '身份证 330411199001011234 的孩子没有人照看。' } })
    const refused = await member.api('POST', `/projects/${project}/showcase/publication`, {})
    expect([refused.status, refused.body.errors.map(({ path, detail }: { path: string; detail: string }) => `${path} ${detail}`)]).toEqual([422, ['help “怎样支持”里有手机号 138****5678，请改掉后再公开。', 'project.need 项目书的“要回应的需求”里有身份证号 330***********1234，请先在项目书里改掉。']])
    expect((await publicPage(project)).status).toBe(404)
    const page = await member.page(`/projects/${project}/showcase`)
    expect(page.html).toContain('“怎样支持”里有手机号 138****5678')
    expect((await member.page(`/projects/${project}/showcase/preview`)).html).not.toContain('公开展示页')
  })

  it('small groups never reach it: left out with words, never as a number', async () => {
    const { project, member } = await withDraft(platform, { answers: { directPeople: 3, indirectPeople: 41, attendances: 117, minors: 3 } })
    ok(await member.api('POST', `/projects/${project}/showcase/publication`, {}))
    expect(ok(await publicPage(project))).toMatchObject({ numbers: { directPeople: null, indirectPeople: 41, attendances: null }, few: ['directPeople', 'attendances'] })
    const { html } = await platform.visitor.page(`/showcase/${project}`)
    expect(html).toContain('人数较少，不公布')
    expect(html).not.toContain('117')
  })

  it('with words about so few that they may be known waits until somebody says why they may not', async () => {
    const { project, member } = await withDraft(platform, { draft: { soFar: '今年帮助了 3 名困境儿童。' } })
    const refused = await member.api('POST', `/projects/${project}/showcase/publication`, {})
    expect(refused.body.errors).toEqual([expect.objectContaining({ path: 'reasons.0.reason' })])
    const reasons = [{ place: 'soFar', reason: '全区汇总的数字，没有写是哪个社区、哪一天' }]
    ok(await member.api('POST', `/projects/${project}/showcase/publication`, { reasons }))
  })

  it('taken down is a 404 with words at once; its own people put it back, an administrator gives a reason that they are told', async () => {
    const { project, member } = await onShow(platform)
    ok(await member.api('DELETE', `/projects/${project}/showcase/publication`))
    expect((await platform.visitor.page(`/showcase/${project}`)).status).toBe(404)
    expect((await loadProject(platform.table, project)).value.shownAt).toBeNull()
    expect((await member.page(`/projects/${project}/showcase`)).html).toContain('恢复')
    ok(await member.api('POST', `/projects/${project}/showcase/restoration`))
    expect((await publicPage(project)).status).toBe(200)
    expect((await administrator.api('DELETE', `/projects/${project}/showcase/publication`)).status).toBe(422)
    ok(await administrator.api('DELETE', `/projects/${project}/showcase/publication?reason=${encodeURIComponent('照片未经同意')}`))
    expect((await publicPage(project)).status).toBe(404)
    expect((await member.api('POST', `/projects/${project}/showcase/restoration`)).status).toBe(409)
    expect((await mails('member@example.cn')).some(({ text }) => text.includes('照片未经同意'))).toBe(true)
    ok(await member.api('POST', `/projects/${project}/showcase/publication`, {}))
    expect((await publicPage(project)).status).toBe(200)
  })

  it('cannot be written outside its stage, but can be taken down', async () => {
    const { project, member } = await onShow(platform)
    await setProject(platform, project, (one) => ({ ...one, current: { ...one.current, name: 'incubation' } }))
    expect((await member.api('PUT', `/projects/${project}/showcase`, { ...words, revision: 1 })).status).toBe(409)
    expect((await member.api('POST', `/projects/${project}/showcase/publication`, {})).status).toBe(409)
    expect(ok(await publicPage(project)).stage).toBe('incubation')
    expect((await member.page(`/projects/${project}/showcase`)).status).toBe(200)
    ok(await member.api('DELETE', `/projects/${project}/showcase/publication`))
  })

  it('two who write at once do not overwrite each other', async () => {
    const { project, member } = await withDraft(platform)
    ok(await member.api('PUT', `/projects/${project}/showcase`, { ...words, revision: 1 }))
    const late = await member.post(`/projects/${project}/showcase`, { ...words, headline: '后来的', revision: '1' })
    expect(late.status).toBe(409)
    expect(late.html).toContain('value="后来的"')
  })
})

describe('pictures', () => {
  const fetched = async (project: string, file: string) => {
    const { status, headers } = await platform.visitor.page(`/showcase/${project}/pictures/${file}`)
    return status === 303 ? fetch(new URL(headers.get('location') ?? '', platform.url)) : status
  }

  it('are served while their page is public and has them, and not before or after', async () => {
    const made = await withDraft(platform)
    const file = await addPicture(made)
    expect(await fetched(made.project, file)).toBe(404)
    ok(await made.member.api('POST', `/projects/${made.project}/showcase/publication`, {}))
    const picture = await fetched(made.project, file)
    expect(typeof picture === 'number' ? picture : [picture.status, picture.headers.get('content-type'), picture.headers.get('content-disposition')?.includes('活动')]).toEqual([200, 'image/png', false])
    const later = await addPicture(made, '还没有公开的', png(8, 8))
    expect(await fetched(made.project, later)).toBe(404)
    ok(await made.member.api('DELETE', `/projects/${made.project}/showcase/pictures/${file}`))
    expect(await fetched(made.project, file)).toBe(404)
    expect(ok(await publicPage(made.project)).pictures).toEqual([])
    expect((await platform.visitor.api('GET', `/files/${later}`)).status).toBe(401)
  })

  it('need words and the statement that those on them agreed', async () => {
    const made = await withDraft(platform)
    const file = await addPicture(made)
    const path = `/projects/${made.project}/showcase/pictures/${file}`
    expect((await made.member.api('PUT', path, { alt: '', shows: 'adults', agreed: false })).body.errors.map((one: { path: string }) => one.path).toSorted()).toEqual(['agreed', 'alt'])
    const sent = await made.member.post(path, { alt: '新的说明' })
    expect(sent.status).toBe(422)
    expect(sent.html).toContain('请先看过并勾选')
    expect((await made.member.post(path, { alt: '新的说明', shows: 'nobody', agreed: 'true' })).status).toBe(303)
    // A picture of another kind is no picture of the page.
    expect((await made.member.api('PUT', `/projects/${made.project}/showcase/pictures/f_00000000000000000000000000`, { alt: 'x', shows: 'nobody', agreed: true })).status).toBe(409)
  })
})

describe('offers of help', () => {
  const offersOf = (project: string) => `/public/showcases/${project}/offers`

  it('come without an account; the project is told by mail and answers; the offerer reads it by link and mail', async () => {
    const { project, member } = await onShow(platform, { name: '示例机构（意向）' })
    const sent = await platform.visitor.post(`/showcase/${project}/offer`, { ...anOffer, contact: 'resident-2@example.cn', consent: 'true' })
    expect(sent.status).toBe(303)
    const link = sent.location ?? ''
    expect((await platform.visitor.page(link)).html).toContain('支持意向已收到')
    expect((await platform.visitor.page(link)).html).not.toContain('resident-2')
    await poll(platform, async () => (await mails('resident-2@example.cn')).length === 1, () => 'no mail came')
    expect((await mails('resident-2@example.cn'))[0]?.text).toContain(link)
    expect((await mails('member@example.cn')).some(({ text }) => text.includes(`/projects/${project}/offers/`))).toBe(true)

    const { offers } = ok(await member.api('GET', `/projects/${project}/offers`))
    expect(offers).toEqual([expect.objectContaining({ state: 'open', name: anOffer.name, contact: 'r***@example.cn' })])
    expect(await showcaseFacts(platform.table, project)).toEqual({ openOffers: 1 })
    const page = `/projects/${project}/offers/${offers[0].id}`
    expect((await member.page(page)).html).toContain('resident-2@example.cn')
    expect((await administrator.page(page)).html).not.toContain('resident-2@example.cn')
    expect((await member.post(page, { state: 'accepted', words: '' })).html).toContain('请写一句回复，对方会看到')
    expect((await member.post(page, { state: 'talking', words: '周三六点可以吗？' })).status).toBe(303)
    expect((await member.post(page, { state: 'accepted', words: '欢迎您！' })).status).toBe(303)
    expect(await showcaseFacts(platform.table, project)).toEqual({ openOffers: 0 })
    const answered = (await platform.visitor.page(link)).html
    for (const text of ['欢迎您！', '周三六点可以吗？', '已接受']) expect(answered, text).toContain(text)
    await poll(platform, async () => (await mails('resident-2@example.cn')).length === 3, () => 'the answers were not mailed')
    expect((await member.post(page, { state: 'declined', words: '不要了' })).status).toBe(409)
  })

  it('with a telephone number are told by telephone, and somebody says so', async () => {
    const { project, member } = await onShow(platform)
    const { offer } = ok(await platform.visitor.api('POST', offersOf(project), anOffer))
    const path = `/projects/${project}/offers/${offer}/answer`
    expect((await member.api('POST', path, { state: 'declined', words: '谢谢您' })).body.errors).toEqual([expect.objectContaining({ path: 'told' })])
    expect(ok(await member.api('POST', path, { state: 'declined', words: '谢谢您', told: true }))).toEqual({ offer, state: 'declined' })
    expect(ok(await member.api('GET', `/projects/${project}/offers`)).offers[0]).toMatchObject({ contact: '139****5678', answers: [{ told: 'telephone' }] })
  })

  it('taken back by their link keep nothing of the person; nobody else’s secret opens them', async () => {
    const { project, member } = await onShow(platform)
    const { offer, secret } = ok(await platform.visitor.api('POST', offersOf(project), anOffer))
    for (const wrong of ['x', `${secret}x`]) {
      expect((await platform.visitor.page(`/showcase/${project}/offers/${offer}/${wrong}`)).status).toBe(404)
      expect((await platform.visitor.api('DELETE', `${offersOf(project)}/${offer}/${wrong}`)).status).toBe(404)
    }
    ok(await platform.visitor.api('DELETE', `${offersOf(project)}/${offer}/${secret}`))
    ok(await platform.visitor.api('DELETE', `${offersOf(project)}/${offer}/${secret}`))
    expect(JSON.stringify(ok(await member.api('GET', `/projects/${project}/offers`)))).not.toMatch(/示例居民乙|5678|带班/)
    expect((await platform.visitor.page(`/showcase/${project}/offers/${offer}/${secret}`)).html).toContain('您的信息已删除')
    expect(await showcaseFacts(platform.table, project)).toEqual({ openOffers: 0 })
    expect((await member.api('POST', `/projects/${project}/offers/${offer}/answer`, { state: 'accepted', words: '好', told: true })).status).toBe(409)
  })

  it('say what is missing beside each field, and keep what was typed', async () => {
    const { project } = await onShow(platform)
    const sent = await platform.visitor.post(`/showcase/${project}/offer`, { what: '能来', name: '居民丙', contact: '微信同号' })
    expect(sent.status).toBe(422)
    for (const text of ['请选一项', '请写手机号、带区号的固定电话，或完整的邮箱', '请先看过并勾选', 'value="居民丙"']) expect(sent.html, text).toContain(text)
  })

  it('are taken only for a page that is public, of a project that is not over, and not in a flood', async () => {
    const { project } = await withDraft(platform)
    expect((await platform.visitor.api('POST', offersOf(project), anOffer)).status).toBe(404)
    const over = await onShow(platform)
    await setProject(platform, over.project, (one) => ({ ...one, state: 'closed' }))
    expect((await platform.visitor.api('POST', offersOf(over.project), anOffer)).status).toBe(409)
    expect((await platform.visitor.page(`/showcase/${over.project}/offer`)).html).toContain('不再征集支持')
    const busy = await onShow(platform)
    const statuses = []
    for (let n = 0; n < 11; n += 1) statuses.push((await platform.visitor.api('POST', offersOf(busy.project), anOffer)).status)
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 201), 429])
    expect((await busy.member.page(`/projects/${busy.project}/offers?state=open`)).html).toContain('待回复 10')
    expect((await busy.member.page(`/projects/${busy.project}/offers?state=accepted`)).html).toContain('没有这种状态的意向')
  })

  it('that wait stand on their members’ list of what to do, and nobody else’s', async () => {
    const { project, member } = await onShow(platform)
    const contextOf = async (id: typeof member.id) => {
      const person = await platform.table.get(personItem, keys.person(id))
      const memberships = (await platform.table.queryAll(membershipItem, keys.memberships(id))).map(({ value }) => value)
      if (person === undefined) throw new Error('nobody')
      return makeContext({ kind: 'person', person: person.value, memberships, organisation: null, session: null })
    }
    expect(await dueForOffers(await contextOf(member.id))).toEqual([])
    ok(await platform.visitor.api('POST', offersOf(project), anOffer))
    ok(await platform.visitor.api('POST', offersOf(project), { ...anOffer, name: '居民丁' }))
    expect(await dueForOffers(await contextOf(member.id))).toEqual([expect.objectContaining({ title: { zh: '2 条支持意向等您回复', en: '2 offers of help wait for your answer' }, href: `/projects/${project}/offers?state=open` })])
    const stranger = await memberOf(platform, newOrganisationId(), 'stranger@example.cn')
    expect(await dueForOffers(await contextOf(stranger.id))).toEqual([])
  })

  it('leave neither name nor contact in the trail', async () => {
    const { project } = await onShow(platform)
    ok(await platform.visitor.api('POST', offersOf(project), anOffer))
    const { items } = await platform.table.queryRaw(keys.projectTrail(project))
    expect(JSON.stringify(items)).toContain('收到一条支持意向')
    expect(JSON.stringify(items)).not.toMatch(/示例居民乙|13912345678/)
  })
})

describe('a showcase event', () => {
  it('is arranged without script, published, and lists its projects in order', async () => {
    const made = [await onShow(platform, { answers: { name: '甲项目' } }), await onShow(platform, { answers: { name: '乙项目' } }), await onShow(platform, { answers: { name: '丙项目' } })]
    const [first, second, third] = made.map(({ project }) => project)
    const created = await administrator.post('/events', { name: '秋季展示日', day: '2027-10-20', place: '示例广场' })
    const event = /\/events\/(w_\w+)/.exec(created.location ?? '')?.[1] ?? ''
    const press = (project: string | undefined, deed: string) => administrator.post(`/events/${event}/projects`, { project: project ?? '', deed })
    for (const project of [first, second, third]) expect((await press(project, 'add')).status).toBe(303)
    await press(third, 'up')
    await press(third, 'up')
    await press(first, 'remove')
    expect((await administrator.page(`/events/${event}/arrangement`)).html).toContain('《丙项目》下移')
    expect((await platform.visitor.page(`/events/${event}`)).status).toBe(404)
    expect((await platform.visitor.page('/events')).html).not.toContain('秋季展示日')
    expect((await administrator.page('/events')).html).toContain('秋季展示日')
    expect((await administrator.post(`/events/${event}/publication`, {})).status).toBe(303)
    const { projects } = ok(await platform.visitor.api('GET', `/events/${event}`))
    expect(projects.map(({ title }: { title: string }) => title)).toEqual(['丙项目', '乙项目'])
    const { html } = await platform.visitor.page(`/events/${event}`)
    expect(html.indexOf('丙项目')).toBeLessThan(html.indexOf('乙项目'))
    expect(html).toContain(`/showcase/${third}`)
    expect((await platform.visitor.page('/showcase')).html).toContain('秋季展示日')
    ok(await made[2]?.member.api('DELETE', `/projects/${third}/showcase/publication`) ?? { status: 500, body: '', headers: new Headers() })
    expect((await platform.visitor.page(`/events/${event}`)).html).not.toContain('丙项目')
    expect((await administrator.page(`/events/${event}/arrangement`)).html).toContain('另有 1 个项目的展示页已撤下')
    ok(await administrator.api('DELETE', `/events/${event}/publication`))
    expect((await platform.visitor.page(`/events/${event}`)).status).toBe(404)
  })

  it('takes only projects on show, and is published with one at least', async () => {
    const { event } = ok(await administrator.api('POST', '/events', { name: '空的', day: '2027-01-01', place: '某处' }))
    expect((await administrator.api('POST', `/events/${event}/publication`)).status).toBe(422)
    const project = await projectIn(platform, 'showcase', { id: newOrganisationId() })
    expect((await administrator.api('POST', `/events/${event}/projects`, { project, deed: 'add' })).body.errors).toEqual([expect.objectContaining({ code: 'NOT_SHOWN' })])
    expect((await administrator.post('/events', { name: '', day: '明天', place: '某处' })).html).toContain('请写成年-月-日')
    expect((await platform.visitor.post('/events', { name: 'x', day: '2027-01-01', place: 'y' })).status).toBe(401)
  })
})
