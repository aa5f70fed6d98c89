import * as z from 'zod'
import { inside, open, personal } from '../kernel/exposure.ts'
import { type FileId, fileId, projectId } from '../kernel/ids.ts'
import { type Instant, instant } from '../kernel/instant.ts'
import { Refusal } from '../kernel/refusal.ts'
import { districtCode } from '../person/person.ts'
import { answersSchema } from '../project/content.ts'
import { type By, bySchema } from '../stage/stage.ts'
import { numberFields } from './groups.ts'

/** Characters of each text, and pictures of one page. */
export const limits = { headline: 40, soFar: 1500, help: 500, alt: 80, pictures: 8 } as const

/** Whom a picture shows, and so who had to agree: adults themselves, for minors their guardians. */
export const shownOnPicture = ['nobody', 'adults', 'minors'] as const

/** A picture of the page: the file, what it shows for those who do not see it, and who said that those on it agreed. */
export const pictureSchema = z.object({
  file: open(fileId),
  alt: open(z.string()),
  shows: inside(z.enum(shownOnPicture)),
  /** Who stated the consent, when, to which wording of the statement. */
  agreed: personal(z.object({ by: bySchema, at: instant, statement: z.int() })),
})
export type Picture = z.infer<typeof pictureSchema>
/** The wording of the statement about consent that pages ask for now; it rises when the words change. */
export const STATEMENT = 1

/** What the organisation writes for the public beyond the project's text. */
export const wordsSchema = z.object({
  /** One line under the title. */
  headline: open(z.string()),
  /** What has happened so far. */
  soFar: open(z.string()),
  /** How others can help. */
  help: open(z.string()),
  pictures: open(z.array(pictureSchema)),
})
export type ShowcaseWords = z.infer<typeof wordsSchema>
export const noWords: ShowcaseWords = { headline: '', soFar: '', help: '', pictures: [] }

/** The page as it went out: a copy, so that nothing written afterwards is public before somebody looked at it and published it. */
export const editionSchema = z.object({
  number: open(z.int()),
  at: open(instant),
  by: personal(bySchema),
  words: open(wordsSchema),
  /** The project's own text, of which only what is declared public was copied. */
  answers: open(answersSchema),
  /** Numbers that were left out because so few people would be pointed at. */
  few: open(z.array(z.enum(numberFields))),
})
export type Edition = z.infer<typeof editionSchema>

/** A project's showcase: a draft, and what is public of it. */
export const showcaseSchema = z.object({
  project: open(projectId),
  district: inside(districtCode),
  /** Rises with every save of the words. */
  revision: inside(z.int()),
  draft: inside(wordsSchema),
  savedAt: inside(instant.nullable()),
  /** The newest edition; null before the first. Public only while `shownAt` says since when. */
  edition: open(editionSchema.nullable()),
  shownAt: open(instant.nullable()),
  takenDown: inside(z.object({ by: bySchema, at: instant, reason: z.string(), office: z.boolean() }).nullable()),
})
export type Showcase = z.infer<typeof showcaseSchema>

export const newShowcase = (project: Showcase['project'], district: string): Showcase => ({ project, district, revision: 0, draft: noWords, savedAt: null, edition: null, shownAt: null, takenDown: null })

const refuse = (path: string, code: string, zh: string, en: string) => new Refusal('INVALID', { mistakes: [{ path, code, zh, en }] })

/** The draft with other words; its pictures stay. Throws STALE where somebody saved meanwhile. */
export function rewrite(showcase: Showcase, given: Omit<ShowcaseWords, 'pictures'> & { revision: number }, now: Instant): Showcase {
  const { revision, ...words } = given
  if (revision !== showcase.revision) throw new Refusal('STALE', { facts: { revision: showcase.revision } })
  return { ...showcase, revision: revision + 1, draft: { ...showcase.draft, ...words }, savedAt: now }
}

/** Adds a picture, or describes one anew. Throws INVALID where there is no room. */
export function withPicture(showcase: Showcase, picture: Picture, now: Instant): Showcase {
  const { pictures } = showcase.draft
  const known = pictures.some(({ file }) => file === picture.file)
  if (!known && pictures.length >= limits.pictures) throw refuse('file', 'TOO_MANY_PICTURES', `一页最多 ${limits.pictures} 张照片，请先移除一张`, `A page has ${limits.pictures} pictures at most; remove one first`)
  return { ...showcase, draft: { ...showcase.draft, pictures: known ? pictures.map((one) => (one.file === picture.file ? picture : one)) : [...pictures, picture] }, savedAt: now }
}

/** Takes a picture off the draft and, at once, off the public page: whoever is on it may change their mind at any time. */
export function withoutPicture(showcase: Showcase, file: FileId): Showcase {
  const without = (words: ShowcaseWords): ShowcaseWords => ({ ...words, pictures: words.pictures.filter((one) => one.file !== file) })
  return { ...showcase, draft: without(showcase.draft), edition: showcase.edition === null ? null : { ...showcase.edition, words: without(showcase.edition.words) } }
}

/** Puts an edition out. A page that is out already keeps its place in the list. */
export const publish = (showcase: Showcase, edition: Edition): Showcase => ({ ...showcase, edition, shownAt: showcase.shownAt ?? edition.at, takenDown: null })

/** Takes the page down. An administrator (`office`) gives a reason, and then only a new edition brings it back. Throws WRONG_STATE, INVALID. */
export function takeDown(showcase: Showcase, given: { by: By; reason: string; office: boolean }, now: Instant): Showcase {
  if (showcase.shownAt === null) throw new Refusal('WRONG_STATE')
  if (given.office && given.reason === '') throw refuse('reason', 'REQUIRED', '请写明撤下的原因，对方会看到', 'Give the reason; they will read it')
  return { ...showcase, shownAt: null, takenDown: { ...given, at: now } }
}

/** Shows again what its own organisation took down. Throws WRONG_STATE. */
export function putBack(showcase: Showcase, now: Instant): Showcase {
  if (showcase.shownAt !== null || showcase.edition === null || showcase.takenDown === null || showcase.takenDown.office) throw new Refusal('WRONG_STATE')
  return { ...showcase, shownAt: now, takenDown: null }
}

/** Whether anybody may see this picture now. */
export const isShown = (showcase: Showcase, file: string): boolean => showcase.shownAt !== null && showcase.edition !== null && showcase.edition.words.pictures.some((one) => one.file === file)
