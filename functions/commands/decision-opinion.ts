import * as z from 'zod'
import { isOver } from '../../shared/competition/steps.ts'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { type Allowed, announcedMistakes, type FileOwner, MOST_BYTES, type StoredFile } from '../../shared/file/file.ts'
import type { FileId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { decisionItem, loadDecision } from '../../shared/portfolio/decision.store.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { checkedOnce, finishUpload, isOf, startUpload, type Upload } from './file.ts'
import { loadOpen } from './decision.ts'

/** 会议纪要 and other approval opinions, as they were signed and sealed. */
export const opinionAllowed: Allowed = { types: ['pdf', 'jpg', 'png', 'docx'], maxBytes: MOST_BYTES }
const MOST_OPINIONS = 20
const KIND = 'opinion'

export const announceOpinionInput = z.strictObject({ name: z.string().min(1).max(255), bytes: z.int().min(0) })

/** A form for a program to upload one with; then `checkOpinion`. Throws WRONG_STATE, INVALID for what can be seen beforehand. */
export async function announceOpinion(context: Context, competition: string, input: z.infer<typeof announceOpinionInput>): Promise<Upload> {
  const owner = await ownerFor(context, competition)
  const mistakes = announcedMistakes(input.name, input.bytes, opinionAllowed)
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
  return startUpload(context, { owner, kind: KIND, name: input.name, maxBytes: opinionAllowed.maxBytes, proposal: null, back: null })
}

/** The form of the decision's page; the browser names the file and comes back to the check. */
export async function opinionForm(context: Context, competition: string): Promise<Upload> {
  const owner = await ownerFor(context, competition)
  return startUpload(context, { owner, kind: KIND, name: null, maxBytes: opinionAllowed.maxBytes, proposal: null, back: (file) => `/competitions/${competition}/decision/opinions/${file}` })
}

/** Checks what has come by its bytes; a ready one stands with the decision from now on. Asked again, it answers as before. Throws FILE_NOT_READY while nothing has come. */
export async function checkOpinion(context: Context, competition: string, id: FileId): Promise<StoredFile> {
  const owner = await ownerFor(context, competition)
  return checkedOnce(context, id, isOf(owner), (arrived) => finishUpload(context, id, arrived, owner, opinionAllowed, async ({ name, bytes }) => {
    const { value, version } = await loadDecision(context.table, competition)
    if (value.opinions.length >= MOST_OPINIONS) return 'no-room'
    const person = personOf(context)
    return [decisionItem.put({ ...value, opinions: [...value.opinions, { file: id, name, bytes, by: person.id, byName: person.name, at: context.now }] }, version)]
  }))
}

/** Takes an opinion off while nothing is decided. Removing what is not there changes nothing. Throws WRONG_STATE. */
export function removeOpinion(context: Context, id: string, file: FileId): Promise<{ removed: boolean }> {
  return act<{ removed: boolean }>(context, async () => {
    const { competition, decision: { value, version } } = await loadOpen(context, id)
    const gone = value.opinions.find((one) => one.file === file)
    if (gone === undefined) return { writes: [], trail: [], answer: { removed: false } }
    return {
      writes: [decisionItem.put({ ...value, opinions: value.opinions.filter((one) => one !== gone) }, version)],
      trail: [{ scope: { of: 'competition', id: competition.id }, action: 'decision.remove-opinion', about: { noun: 'file', id: file, label: gone.name }, sentence: { zh: `移除了审批意见“${gone.name}”`, en: `removed the opinion "${gone.name}"` } }],
      answer: { removed: true },
    }
  })
}

/** From the first portfolio to the competition's end: approvals also come after the decision. */
async function ownerFor(context: Context, id: string): Promise<FileOwner> {
  const { value: competition } = await loadCompetition(context.table, id)
  authorise(context, 'decision.prepare', { district: competition.district, competition: competition.id })
  await loadDecision(context.table, id)
  if (isOver(competition)) throw new Refusal('WRONG_STATE', { facts: { state: competition.state } })
  return { noun: 'decision', id }
}
