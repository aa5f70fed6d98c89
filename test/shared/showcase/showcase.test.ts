import * as fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { fileId, newEventId, newFileId, newOfferId, newPersonId, newProjectId } from '../../../shared/kernel/ids.ts'
import { instant } from '../../../shared/kernel/instant.ts'
import type { Answers } from '../../../shared/project/content.ts'
import { projectForm } from '../../../shared/project/form.ts'
import { incomplete, personalMistakes, smallGroupsIn } from '../../../shared/showcase/check.ts'
import { addProject, moveProject, removeProject, type ShowcaseEvent } from '../../../shared/showcase/event.ts'
import { fewIn, withoutFew } from '../../../shared/showcase/groups.ts'
import { answerOffer, type Offer, offerLifecycle, wayTo, withdraw } from '../../../shared/showcase/offer.ts'
import { isShown, newShowcase, publish, putBack, rewrite, type ShowcaseWords, takeDown, withoutPicture, withPicture } from '../../../shared/showcase/showcase.ts'
import { defaultDefinition } from '../../support/projects.ts'
import { publicAnswers } from '../../support/showcase.ts'

const form = projectForm(defaultDefinition())
const now = instant.parse('2026-11-26T02:00:00.000Z')
const by = { person: newPersonId(), name: '成员' }
const words = (change: Partial<ShowcaseWords> = {}): ShowcaseWords => ({ headline: '放学有去处', soFar: '', help: '来当志愿者', pictures: [], ...change })
const noContact = { contact: '', contactPhone: '', contactEmail: '' }
const found = (change: Partial<ShowcaseWords>, answers: Partial<Answers> = {}, contact = noContact) => personalMistakes(form, { words: words(change), answers: publicAnswers({ ...noContact, ...answers }) }, contact)

describe('before a page is published', () => {
  it('numbers of people are named beside their field, the project’s own with the place to change them', () => {
    expect(found({ help: '请打 138-1234-5678' })).toEqual([expect.objectContaining({ path: 'help', code: 'PERSONAL', zh: '“怎样支持”里有手机号 138****5678，请改掉后再公开。' })])
    expect(found({}, { need: '小明的身份证是３３０４１１１９９００１０１１２３４。' })).toEqual([expect.objectContaining({ path: 'project.need', zh: expect.stringContaining('身份证号 330***********1234，请先在项目书里改掉') as string })])
    expect(found({}, { steps: [{ stepDate: '2027-03-10', stepName: '报名打 13912345678', stepPlace: '', stepAttendances: 4 }] })).toEqual([expect.objectContaining({ path: 'project.steps.0.stepName' })])
    const alt = { file: newFileId(), alt: '名单，李雷 lilei@example.cn', shows: 'adults' as const, agreed: { by, at: now, statement: 1 } }
    expect(found({ pictures: [alt] })).toEqual([expect.objectContaining({ path: 'pictures.0.alt' })])
    expect(found({ soFar: '共 40 人、2,000 人次，3 月 10 日到 12 月 31 日。' })).toEqual([])
  })

  it('the project’s own contact is found by name and by a landline, however it is spaced', () => {
    const contact = { contact: '王小禾', contactPhone: '0573-8271 0000', contactEmail: 'He@Example.cn' }
    expect(found({ help: '找王 小禾老师' }, {}, contact).map(({ code }) => code)).toEqual(['CONTACT_SHOWN'])
    expect(found({ help: '打 0573 82710000' }, {}, contact).map(({ code }) => code)).toEqual(['PERSONAL'])
    expect(found({ help: '打 8271 0000-0573' }, {}, { ...contact, contactPhone: '8271 0000-0573' }).map(({ code }) => code)).toEqual(['CONTACT_SHOWN'])
  })

  it.each(['帮助了 3 名困境儿童', '２个孩子', '两户家庭', '四位独居老人', '3 例个案'])('“%s” is pointed out, because so few may be known', (text) => {
    expect(smallGroupsIn(form, { words: words({ soFar: `今年${text}。` }), answers: publicAnswers(noContact) })).toEqual([expect.objectContaining({ path: 'soFar', code: 'SMALL_GROUP' })])
  })

  it.each(['每周两位晚班志愿者', '40 名孩子', '十二名儿童', '3 位社工带 20 名学生', '第 3 名', '2027 年 3 月'])('“%s” is not', (text) => {
    expect(smallGroupsIn(form, { words: words({ soFar: text }), answers: publicAnswers(noContact) })).toEqual([])
  })

  it('what is missing or too long is listed', () => {
    expect(incomplete({ words: words({ headline: ' ', soFar: '长'.repeat(1501) }), answers: { summary: '有' } }).map(({ path, code }) => `${path} ${code}`)).toEqual(['headline REQUIRED', 'project.name REQUIRED', 'soFar TOO_LONG'])
  })
})

describe('small groups', () => {
  const count = fc.option(fc.integer({ min: 0, max: 60 }), { nil: null })
  test('no number of one to four people is left, nor two that differ by so few', () => {
    fc.assert(fc.property(count, count, count, (directPeople, indirectPeople, attendances) => {
      const answers = { directPeople, indirectPeople, attendances }
      const left = withoutFew(answers, fewIn(answers))
      for (const n of [left.directPeople, left.indirectPeople, left.attendances]) expect(typeof n === 'number' && n > 0 && n < 5).toBe(false)
      if (typeof left.directPeople === 'number' && typeof left.indirectPeople === 'number') expect([1, 2, 3, 4]).not.toContain(Math.abs(left.directPeople - left.indirectPeople))
      // Nothing is left out that points at nobody.
      if ([directPeople, indirectPeople, attendances].every((n) => n === null || n === 0 || n >= 20) && directPeople !== null && indirectPeople !== null && Math.abs(directPeople - indirectPeople) >= 5) expect(left).toEqual(answers)
      expect(fewIn(left)).toEqual([])
    }))
  })

  it('how often so few were served goes with them', () => {
    expect(fewIn({ directPeople: 3, indirectPeople: 80, attendances: 120 })).toEqual(['directPeople', 'attendances'])
    expect(fewIn({ directPeople: 40, indirectPeople: 42, attendances: 120 })).toEqual(['indirectPeople'])
  })
})

describe('a showcase', () => {
  const fresh = () => newShowcase(newProjectId(), '330411')
  const picture = (file = newFileId()) => ({ file, alt: '照片', shows: 'nobody' as const, agreed: { by, at: now, statement: 1 } })
  const edition = (showcase: ReturnType<typeof fresh>) => ({ number: 1, at: now, by, words: showcase.draft, answers: {}, few: [] })

  it('does not overwrite what somebody saved meanwhile', () => {
    const once = rewrite(fresh(), { ...words(), revision: 0 }, now)
    expect(once.revision).toBe(1)
    expect(() => rewrite(once, { ...words(), revision: 0 }, now)).toThrow('STALE')
  })

  it('shows a picture only while the page is out and has it; a removed one is gone from the page at once', () => {
    const one = picture()
    const drafted = withPicture(fresh(), one, now)
    expect(isShown(drafted, one.file)).toBe(false)
    const out = publish(drafted, edition(drafted))
    expect(isShown(out, one.file)).toBe(true)
    expect(isShown(takeDown(out, { by, reason: '', office: false }, now), one.file)).toBe(false)
    expect(isShown(withoutPicture(out, fileId.parse(one.file)), one.file)).toBe(false)
  })

  it('takes eight pictures', () => {
    let full = fresh()
    for (let n = 0; n < 8; n += 1) full = withPicture(full, picture(), now)
    expect(() => withPicture(full, picture(), now)).toThrow('INVALID')
    const again = full.draft.pictures[0]
    expect(again && withPicture(full, { ...again, alt: '新说明' }, now).draft.pictures[0]?.alt).toBe('新说明')
  })

  it('taken down by its own people may be put back, by an administrator only published anew', () => {
    const out = publish(fresh(), edition(fresh()))
    expect(putBack(takeDown(out, { by, reason: '', office: false }, now), now).shownAt).toBe(now)
    expect(() => takeDown(out, { by, reason: '', office: true }, now)).toThrow('INVALID')
    const office = takeDown(out, { by, reason: '照片未经同意', office: true }, now)
    expect(() => putBack(office, now)).toThrow('WRONG_STATE')
    expect(publish(office, edition(office)).takenDown).toBeNull()
    expect(() => takeDown(office, { by, reason: 'x', office: true }, now)).toThrow('WRONG_STATE')
  })
})

describe('an offer', () => {
  const offer = (change: Partial<Offer> = {}): Offer => ({ id: newOfferId(), project: newProjectId(), kind: 'people', what: '来带班', name: '居民', contact: 'a@example.cn', language: 'zh', consent: { at: now, statement: 1 }, hash: '', at: now, state: 'open', answers: [], ...change })

  it('is answered by mail, or noted as told by telephone', () => {
    expect([wayTo('a@example.cn'), wayTo('0573-8271 0000'), wayTo('微信 abc')]).toEqual(['mail', 'telephone', undefined])
    expect(answerOffer(offer(), { state: 'accepted', words: '谢谢', told: false, by }, now).answers[0]).toMatchObject({ told: 'mail' })
    expect(() => answerOffer(offer({ contact: '13912345678' }), { state: 'accepted', words: '谢谢', told: false, by }, now)).toThrow('INVALID')
    expect(answerOffer(offer({ contact: '13912345678' }), { state: 'accepted', words: '谢谢', told: true, by }, now).state).toBe('accepted')
  })

  it('moves only where its lifecycle goes', () => {
    for (const [state, exits] of Object.entries(offerLifecycle)) {
      for (const next of ['talking', 'accepted', 'declined'] as const) {
        const deed = () => answerOffer(offer({ state: state as Offer['state'] }), { state: next, words: '谢谢', told: true, by }, now)
        if ((exits as readonly string[]).includes(next) || (state === 'talking' && next === 'talking')) expect(deed().state).toBe(next)
        else expect(deed).toThrow('WRONG_STATE')
      }
    }
  })

  it('taken back keeps nothing of the one who made it', () => {
    const answered = answerOffer(offer(), { state: 'talking', words: '居民您好', told: true, by }, now)
    expect(JSON.stringify(withdraw(answered))).not.toMatch(/居民|example|带班/)
    expect(withdraw(withdraw(answered))).toEqual(withdraw(answered))
  })
})

describe('an event’s order', () => {
  const projects = Array.from({ length: 4 }, () => newProjectId())
  const event: ShowcaseEvent = { id: newEventId(), district: '330411', name: '展示日', day: '2026-12-05', place: '示例广场', projects, publishedAt: null, createdAt: now, createdBy: by.person }
  const [a, b, c, d] = projects

  it('up, down, out, and again at the end', () => {
    expect(moveProject(event, String(b), -1).projects).toEqual([b, a, c, d])
    expect(moveProject(event, String(c), 1).projects).toEqual([a, b, d, c])
    expect(moveProject(event, String(a), -1)).toBe(event)
    expect(moveProject(event, String(d), 1)).toBe(event)
    expect(removeProject(event, String(b)).projects).toEqual([a, c, d])
    expect(b && addProject(removeProject(event, b), b).projects).toEqual([a, c, d, b])
    expect(a && addProject(event, a)).toBe(event)
  })

  test('any moves keep the same projects', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom<-1 | 1>(-1, 1))), (moves) => {
      const moved = moves.reduce((at, [i, by]) => moveProject(at, String(projects[i]), by), event)
      expect(moved.projects.toSorted()).toEqual(projects.toSorted())
    }))
  })
})
