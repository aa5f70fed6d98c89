import * as z from 'zod'
import { viewItem } from '../../shared/board/board.store.ts'
import { MOST_VIEWS, undoUntil, type View, viewSchema } from '../../shared/board/view.ts'
import { orderedId } from '../../shared/kernel/ids.ts'
import { milliseconds } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { typed } from '../../shared/kernel/text.ts'
import { districtCode } from '../../shared/person/person.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored } from '../../shared/store/table.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { districtOf } from '../queries/districts.ts'

/** `query`: the board's address behind the question mark; what is no part of a filter is left out of it. */
export const viewInput = z.strictObject({ district: districtCode.optional(), name: typed(30), query: z.string().max(600) })
export const renameInput = z.strictObject({ name: typed(30) })

const fields = ['district', 'q', 'column', 'street', 'class', 'organisation', 'mentor', 'waits', 'is', 'view', 'sort', 'more'] as const

function filterPart(query: string): string {
  const given = new URLSearchParams(query)
  return new URLSearchParams(fields.flatMap((name) => {
    const value = given.get(name)
    return value === null || value === '' ? [] : [[name, value]]
  })).toString()
}

/** Keeps a filter under a name. Throws ALREADY_EXISTS for a name twice, INVALID for one too many. */
export async function saveView(context: Context, input: z.infer<typeof viewInput>): Promise<View> {
  const district = districtOf(context, input.district)
  authorise(context, 'board.keep-view', { district })
  const person = personOf(context).id
  const view: View = { id: orderedId(milliseconds(context.now)), person, district, name: input.name, query: filterPart(input.query), createdAt: context.now, removedAt: null }
  return act<View>(context, async () => {
    await requireRoom(context, view)
    return { writes: [viewItem.put(view, 'none')], trail: [], answer: view }
  })
}

async function requireRoom(context: Context, { id, person, name, district }: View): Promise<void> {
  const others = (await context.table.queryAll(viewItem, keys.views(person))).map(({ value }) => value).filter((one) => one.removedAt === null && one.id !== id)
  if (others.some((one) => one.name === name && one.district === district)) throw new Refusal('ALREADY_EXISTS', { mistakes: [{ path: 'name', code: 'NAME_TWICE', zh: `您已经有一个叫“${name}”的视图，换个名字`, en: `You have a view called "${name}"; choose another name` }] })
  if (others.length >= MOST_VIEWS) throw new Refusal('INVALID', { mistakes: [{ path: 'name', code: 'TOO_MANY', zh: `最多保存 ${MOST_VIEWS} 个视图，请先删去不用的`, en: `At most ${MOST_VIEWS} views; remove one that is no longer used` }] })
}

/** Throws NOT_FOUND, ALREADY_EXISTS. */
export const renameView = (context: Context, id: string, input: z.infer<typeof renameInput>): Promise<View> =>
  changeView(context, id, async ({ value }) => {
    if (value.removedAt !== null) throw new Refusal('NOT_FOUND')
    const renamed = { ...value, name: input.name }
    await requireRoom(context, renamed)
    return renamed
  })

/** It can be had back for a while. Removing twice is once. Throws NOT_FOUND. */
export const removeView = (context: Context, id: string): Promise<View> => changeView(context, id, ({ value }) => Promise.resolve(value.removedAt === null ? { ...value, removedAt: context.now } : value))

/** Throws NOT_FOUND, also when it is too late; ALREADY_EXISTS where its name was taken meanwhile. */
export const restoreView = (context: Context, id: string): Promise<View> =>
  changeView(context, id, async ({ value }) => {
    if (value.removedAt === null) return value
    if (undoUntil(value.removedAt) <= context.now) throw new Refusal('NOT_FOUND')
    const restored = { ...value, removedAt: null }
    await requireRoom(context, restored)
    return restored
  })

function changeView(context: Context, id: string, change: (stored: Stored<View>) => Promise<View>): Promise<View> {
  const person = personOf(context).id
  return act<View>(context, async () => {
    const stored = await context.table.get(viewItem, keys.view(person, id))
    // Of one's own district even where there is no such view: who may not keep views learns nothing of them.
    authorise(context, 'board.keep-view', { district: stored?.value.district ?? districtOf(context, undefined) })
    if (stored === undefined) throw new Refusal('NOT_FOUND')
    const changed = await change(stored)
    return { writes: changed === stored.value ? [] : [viewItem.put(viewSchema.parse(changed), stored.version)], trail: [], answer: changed }
  })
}
