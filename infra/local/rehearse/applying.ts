import * as z from 'zod'
import { mediaTypes } from '../../../shared/file/file.ts'
import type { Content } from '../../../shared/rulebook/content.ts'
import type { AttachmentKind } from '../../../shared/rulebook/form.ts'
import { Trouble } from '../trouble.ts'
import { files } from './attachments.ts'
import { keyOf } from './cast.ts'
import { type Caller, Refused, several } from './client.ts'
import { attachmentsOf, contentFor } from './content.ts'
import { numbers } from './numbers.ts'
import type { Scene } from './scene.ts'

/** Who waits with sending until the platform has reminded them. */
const LATE = 0.2
/** Who mends and sends again before the call closes. */
const SENT_AGAIN = 0.05

const created = z.object({ proposal: z.string(), revision: z.int() })
const saved = z.object({ revision: z.int() })
const receipt = z.object({ number: z.string(), version: z.int() })
const upload = z.object({ file: z.string(), url: z.string(), fields: z.record(z.string(), z.string()) })
const checked = z.object({ state: z.string(), reason: z.object({ zh: z.string() }).nullable() })

/** A proposal as the rehearsal knows it: by its number, from 1. */
export interface Written {
  number: number
  id: string
  /** As receipts and lists show it. */
  shown: string
  /** Versions sent. */
  versions: number
}

/** Every applicant writes and sends one proposal while the call is open; those who put it off are reminded on the rulebook's days. */
export async function apply(scene: Scene, call: { opensAt: string; closesAt: string }): Promise<Written[]> {
  const { rulebook, seed, cast, width, patience } = scene
  const reminders = rulebook.call.reminderDays.filter((days) => days > 0).toSorted((a, b) => b - a)
    .map((days) => new Date(Date.parse(call.closesAt) - days * 86_400_000).toISOString()).filter((at) => at > call.opensAt)
  const written: Written[] = []
  const late: (() => Promise<void>)[] = []
  await several(cast.applicants, width, async (applicant, place) => {
    const number = place + 1
    const paper = await write(scene, scene.client.as(applicant.token), number)
    const finish = async () => { written.push({ number, ...(await sendOff(scene, paper, number)) }) }
    if (reminders.length > 0 && numbers(seed, 'late', number).chance(LATE)) late.push(finish)
    else await finish()
  })
  for (const [i, at] of reminders.entries()) {
    await patience.reach(at, 'AwaitCall')
    await patience.until('the reminder', (tracking) => tracking.now?.state === 'AwaitCall' && (tracking.path[0]?.visits.filter(({ state }) => state === 'RemindCall').length ?? 0) > i)
  }
  await several(late, width, (finish) => finish())
  return written.sort((a, b) => a.number - b.number)
}

/** A draft that is ready to be sent. */
export interface Paper {
  member: Caller
  id: string
  revision: number
  category: string
  content: Content
}

/** Starts a draft, attaches what the form asks for, and saves the answers. */
export async function write({ cast, rulebook, seed, client }: Scene, member: Caller, number: number): Promise<Paper> {
  const category = numbers(seed, 'category', number).pick(rulebook.categories).id
  const content = contentFor(rulebook, seed, number)
  const { proposal, revision } = await member.call('POST', `/competitions/${cast.competition}/proposals`, created, { body: { category }, key: keyOf(seed, 'create', number) })
  for (const kind of attachmentsOf(rulebook)) await attach(kind)
  const draft = await member.call('PUT', `/proposals/${proposal}/draft`, saved, { body: { revision, category, content }, key: keyOf(seed, 'draft', number) })
  return { member, id: proposal, revision: draft.revision, category, content }

  async function attach(kind: AttachmentKind): Promise<void> {
    const type = kind.types.find((one) => one !== 'docx' && one !== 'xlsx') ?? kind.types[0] ?? 'pdf'
    const bytes = files[type]()
    const name = `附件.${type}`
    const form = await member.call('POST', `/proposals/${proposal}/attachments`, upload, { body: { kind: kind.id, name, bytes: bytes.length }, key: keyOf(seed, 'attach', number, kind.id) })
    const body = new FormData()
    for (const [field, value] of Object.entries(form.fields)) body.set(field, value)
    body.set('file', new Blob([new Uint8Array(bytes)], { type: mediaTypes[type] }), name)
    const packed = new Response(body)
    const { pathname } = new URL(form.url)
    const sent = await client.send('POST', pathname, { 'content-type': packed.headers.get('content-type') ?? '' }, new Uint8Array(await packed.arrayBuffer()))
    if (sent.status >= 400) throw new Refused(`POST ${pathname}`, sent.status, sent.text)
    const { state, reason } = await member.call('POST', `/files/${form.file}/check`, checked, { key: keyOf(seed, 'check', number, kind.id) })
    if (state !== 'ready') throw new Trouble(`The attachment "${kind.label.zh}" was refused: ${reason?.zh ?? ''}`)
  }
}

async function sendOff({ seed }: Scene, paper: Paper, number: number): Promise<Omit<Written, 'number'>> {
  const { member, id, category, content } = paper
  let sent = await submit(paper.revision, 1)
  if (numbers(seed, 'again', number).chance(SENT_AGAIN)) {
    const { revision } = await member.call('PUT', `/proposals/${id}/draft`, saved, { body: { revision: paper.revision, category, content }, key: keyOf(seed, 'mend', number) })
    sent = await submit(revision, 2)
  }
  return { id, shown: sent.number, versions: sent.version }

  async function submit(revision: number, nth: number) {
    const path = `/proposals/${id}/submission`
    try {
      return await member.call('POST', path, receipt, { body: { revision }, key: keyOf(seed, 'submit', number, nth) })
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'NAMES_SHOWN') throw error
      // A common word of the text is also somebody's name: read, and sent all the same.
      return member.call('POST', path, receipt, { body: { revision, acknowledgeNames: true }, key: keyOf(seed, 'submit-named', number, nth) })
    }
  }
}
