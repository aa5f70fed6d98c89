import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { pdf, postFile } from '../support/proposals.ts'
import { closeNotice, DISTRICT, judgedContest } from '../support/result.ts'

let platform: TestPlatform
let administrator: Somebody
let id: string
const facts = '该项目的服务次数与事实不符，附上盖章的说明。'
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: DISTRICT })
  id = (await judgedContest(platform.table)).id
  await administrator.api('POST', `/competitions/${id}/notice`, { basis: '章程', process: '经评审。', contact: { phone: '0573-0000', email: '' } })
})
afterAll(() => platform.close())

async function uploaded(name: string, bytes: Buffer) {
  const { body: form, status } = await platform.visitor.api('POST', `/competitions/${id}/objections/files`, { name, bytes: bytes.length })
  expect(status).toBe(201)
  expect((await postFile(form, name, bytes)).status).toBe(201)
  return platform.visitor.api('POST', `/competitions/${id}/objections/files/${form.file}/check`)
}

describe('an organisation’s objection', () => {
  it('stands with the scan that carries its seal, which only administrators read', async () => {
    const checked = await uploaded('盖章说明.pdf', pdf)
    expect(checked.body).toMatchObject({ state: 'ready', name: '盖章说明.pdf', type: 'pdf' })
    const made = await platform.visitor.api('POST', `/competitions/${id}/objections`, { kind: 'organisation', name: '示例机构 99', contact: '0573-9999', facts, files: [checked.body.file] })
    expect(made.status).toBe(201)
    const { body } = await administrator.api('GET', `/competitions/${id}/objections`)
    expect(body.objections[0]).toMatchObject({ kind: 'organisation', files: [checked.body.file] })
    expect((await administrator.api('GET', `/files/${checked.body.file}`)).body.name).toBe('盖章说明.pdf')
    const stranger = await platform.person('申报人 01')
    expect((await stranger.api('GET', `/files/${checked.body.file}`)).status).toBe(403)
    expect((await platform.visitor.api('GET', `/files/${checked.body.file}`)).status).toBe(401)
  })

  it('is not taken with a file that was refused or never came', async () => {
    const refused = await uploaded('盖章说明.pdf', Buffer.from('not a pdf at all'))
    expect(refused.body.state).toBe('refused')
    for (const file of [refused.body.file, `f_${'0'.repeat(26)}`]) {
      const made = await platform.visitor.api('POST', `/competitions/${id}/objections`, { kind: 'organisation', name: '示例机构 99', contact: '0573-9999', facts, files: [file] })
      expect([made.status, made.body.code]).toEqual([409, 'FILE_NOT_READY'])
    }
    const wrong = await platform.visitor.api('POST', `/competitions/${id}/objections/files`, { name: '程序.exe', bytes: 10 })
    expect(wrong.body.errors).toEqual([expect.objectContaining({ code: 'FILE_TYPE' })])
  })
})

describe('on the page, without script', () => {
  const path = () => `/public/competitions/${id}/objection`
  /** The upload form that the page shows. */
  function formIn(html: string) {
    const form = /<form[^>]*action="([^"]+)"[^>]*enctype="multipart\/form-data"[\s\S]*?<\/form>/.exec(html)?.[0] ?? ''
    const unescape = (text: string) => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'")
    const fields = Object.fromEntries([...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, unescape(value)]))
    return { url: unescape(/action="([^"]+)"/.exec(form)?.[1] ?? ''), fields }
  }

  it('a file is uploaded first and then stands with the form', async () => {
    const sent = await postFile(formIn((await platform.visitor.page(path())).html), '现场照片说明.pdf', pdf)
    expect(sent.status).toBe(303)
    const back = new URL(sent.headers.get('location') ?? '')
    const checked = await platform.visitor.page(back.pathname + back.search)
    expect(checked.status).toBe(303)
    const { html } = await platform.visitor.page(checked.headers.get('location') ?? '')
    expect(html).toContain('现场照片说明.pdf')
    const files = /name="files" value="([^"]+)"/.exec(html)?.[1] ?? ''
    const made = await platform.visitor.post(path(), { kind: 'organisation', name: '示例机构 98', contact: '0573-8888', proposal: '', facts, files })
    expect(made.status).toBe(303)
    const { body } = await administrator.api('GET', `/competitions/${id}/objections`)
    expect(body.objections.find(({ name }: { name: string }) => name === '示例机构 98').files).toEqual([files])
  })

  it('a file that is refused says why, and the form goes on', async () => {
    const sent = await postFile(formIn((await platform.visitor.page(path())).html), '说明.pdf', Buffer.from('not a pdf'))
    const back = new URL(sent.headers.get('location') ?? '')
    const checked = await platform.visitor.page(back.pathname + back.search)
    expect((await platform.visitor.page(checked.headers.get('location') ?? '')).html).toContain('“说明.pdf”没有收下')
    expect((await platform.visitor.page(`${path()}?refused=<b>anything</b>`)).html).toContain('文件没有收到，请再传一次')
  })
})

it('nothing is taken once the notice is over', async () => {
  await closeNotice(platform.table, id, 'award')
  expect((await platform.visitor.api('POST', `/competitions/${id}/objections/files`, { name: '说明.pdf', bytes: 10 })).body.code).toBe('NOTICE_NOT_OPEN')
  const page = await platform.visitor.page(`/public/competitions/${id}/objection`)
  expect([page.status, page.html.includes('现在不在公示期内')]).toEqual([409, true])
})
