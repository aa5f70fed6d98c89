import { describe, expect, it, test } from 'vitest'
import { personalIn } from '../../../shared/kernel/personal.ts'
import { unstated } from '../../../shared/showcase/check.ts'
import { namedMinorsIn, pseudonymsIn, smallGroupsOf } from '../../../shared/showcase/known.ts'

describe('contact data of somebody', () => {
  it.each([
    '固话 0573-82713456 找王阿姨', '（0573）8271 3456', '+86 573 8271 3456', '电话：82713456', '０５７３－８２７１３４５６', '〇五七三八二七一三四五六', '057382713456', '打街道电话 0573 8888 0000',
  ])('“%s” has a telephone', (text) => expect(personalIn(text)).toEqual([{ kind: 'landline', masked: expect.stringMatching(/^\*{4}\d{4}$/) as string }]))

  it('accounts of WeChat and QQ are found, also in one sentence', () => {
    expect(personalIn('微信号 heyuan_2026，QQ 123456789')).toEqual([{ kind: 'wechat', masked: 'he****' }, { kind: 'qq', masked: '12****' }])
    for (const text of ['加微信heyuan2026', '微信：heyuan', 'wx: abc_123', 'VX abc12345', 'QQ群：12345678', '扣扣 88888888']) expect(personalIn(text), text).toHaveLength(1)
  })

  it.each(['微信公众号 heyuan_2026', '微信小程序', '微信 program', '微信支付', '12345 热线', '拨打 110', '电话回访 200 次', '电话 96345', '邮编 314000', '03-15 2026 年'])('“%s” is nobody’s', (text) => expect(personalIn(text)).toEqual([]))
})

describe('so few people that they may be known', () => {
  it.each([
    '两位独居老人', '3 名困境儿童', '２个孩子', '四位独居老人', '3 例个案', '仅有一名聋哑儿童', '单亲妈妈 1 人', '困难家庭 2 户。', '服务对象：3人', '一对双胞胎', '俩孩子', '母女二人', '1 户低保户', 'one sick child',
  ])('“%s”', (text) => expect(smallGroupsOf(`今年帮助了${text}`)).toHaveLength(1))

  it('every place of a sentence is named', () => expect(smallGroupsOf('三名患儿和2户独居户')).toEqual(['三名患儿', '2户独居户']))

  it.each([
    '3 位志愿者', '两个社区', '每周 2 次', '两个社区的老人', '每周两位晚班志愿者', '40 名孩子', '十二名儿童', '3 位社工带 20 名学生', '第 3 名学生', '两个老人活动室', '2 名学生志愿者', '每 2 名学生一组', '每一个孩子', '12 户家庭', '学生 3 人一组', '老人 2 人次',
    '孩子 3 个月后', '走访困境儿童，2 名社工上门', '三类家庭', '两家医院为老人体检', '一家三口', '三所学校的学生', '一名社工陪老人', '1,003 户家庭', '一个活动室，孩子有地方去', '2027 年 3 月',
  ])('not “%s”', (text) => expect(smallGroupsOf(text)).toEqual([]))

  it('a place is published with a sentence of its own only', () => {
    const place = { path: 'soFar', code: 'SMALL_GROUP', what: '“做到了哪里”里的“两位独居老人”', zh: '', en: '' }
    for (const reason of ['', '看过了', ' '.repeat(20)]) expect(unstated([place], [{ place: 'soFar', reason }])).toEqual([expect.objectContaining({ path: 'reasons.0.reason', code: 'SMALL_GROUP' })])
    expect(unstated([place], [{ place: 'help', reason: '全区汇总的数字，没有写是哪里' }])).toHaveLength(1)
    expect(unstated([place], [{ place: 'soFar', reason: '全区汇总的数字，没有写是哪里' }])).toEqual([])
  })
})

describe('a child by name', () => {
  it.each(['小明（8岁，某小学三年级）', '王小明，秀洲区实验小学', '李某，12岁', '8岁的小明', '某小学三年级的小红', '张三同学（三年级）', '小红，女，7 岁', '陈小雨今年八岁'])('“%s”', (text) => expect(namedMinorsIn(text)).toHaveLength(1))

  it.each([
    '8 岁的小朋友', '小学三年级学生', '周六，8 岁以上的孩子', '6-12 岁儿童', '小组（8 岁以上）', '三年级小班课', '与秀洲区实验小学合作', '小区，附近有一所小学', '王老师在实验小学上课', '李老师来自实验中学', '8 岁的孙女', '小明的画', '高中', '小学、中学',
  ])('not “%s”', (text) => expect(namedMinorsIn(text)).toEqual([]))

  it('under a name that is said to be another, as a small group', () => {
    expect([namedMinorsIn('小明（化名，8 岁）'), pseudonymsIn('小明（化名，8 岁）')]).toEqual([[], ['小明(化名,8 岁)']])
  })
})

test('any text is read in time', () => {
  const start = performance.now()
  for (const text of ['一名', '小', '王某', '老人', '1 个', '小明，', '微信', 'wx a', '0573-', '电话 ']) for (const read of [smallGroupsOf, namedMinorsIn, pseudonymsIn, personalIn]) read(text.repeat(4000))
  expect(performance.now() - start).toBeLessThan(2000)
})
