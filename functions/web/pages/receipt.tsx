import { newSecret } from '../../../shared/kernel/ids.ts'
import { say } from '../../../shared/kernel/text.ts'
import { findReceipt, receiptInput } from '../../queries/notice-receipt.ts'
import { readForObjection } from '../../queries/notice.ts'
import { TextField } from '../look/fields.tsx'
import { Button, Form } from '../look/form.tsx'
import { Page } from '../look/page.tsx'
import { words } from '../look/words.ts'
import { readAs } from '../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from './page.ts'
import { publicCrumbs } from './public-state.tsx'

/** For whoever objected and kept the number, not the address. What is typed is posted, so that no contact stands in an address. */
async function show({ context, look, params }: Asked, { values, mistakes }: Attempt = { values: {}, mistakes: [] }): Promise<Shown> {
  const { competition } = await readForObjection(context, params.competition ?? '')
  const t = words(look.language, {
    zh: { title: '查询异议的处理结果', number: '异议编号', numberHint: '提出异议时得到的，例如 YY-1A2B-3C4D。', contact: '联系电话或邮箱', contactHint: '和提出时留的一样。', find: '查询' },
    en: { title: 'Look up a ruling', number: 'Number of the objection', numberHint: 'You got it when you objected; for example YY-1A2B-3C4D.', contact: 'Telephone or e-mail', contactHint: 'The same as you gave then.', find: 'Look it up' },
  })
  return { page: (
    <Page look={look} title={t.title} crumbs={publicCrumbs(look.language, competition)} lead={say(competition.name, look.language)} mistakes={mistakes}>
      <Form action={`/public/competitions/${competition.id}/receipt`} command={newSecret()} label={t.title}>
        <TextField path="number" label={t.number} hint={t.numberHint} value={values.number} width="short" required />
        <TextField path="contact" label={t.contact} hint={t.contactHint} value={values.contact} required />
        <p class="acts"><Button>{t.find}</Button></p>
      </Form>
    </Page>
  ) }
}

async function find(asked: Asked, posted: Posted): Promise<Shown> {
  const competition = asked.params.competition ?? ''
  return tryForm(posted, async () => {
    const { id } = await findReceipt(asked.context, competition, readAs(receiptInput, posted.body))
    return { go: `/public/competitions/${competition}/objection/${id}` }
  }, (attempt) => show(asked, attempt))
}

export const receiptPages: PageRoute[] = [
  { method: 'get', path: '/public/competitions/:competition/receipt', action: 'objection.make', show: (asked) => show(asked) },
  { method: 'post', path: '/public/competitions/:competition/receipt', action: 'objection.make', send: find },
]
