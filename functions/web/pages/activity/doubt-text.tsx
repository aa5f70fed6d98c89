import type { HoursDoubt } from '../../../queries/doubt.ts'
import { say } from '../../../../shared/kernel/text.ts'
import type { Look } from '../../look/look.ts'
import { doubtWords } from './words.ts'

/** What is doubtful, with the way to where the other record stands. */
export function DoubtText({ look, doubt, name }: { look: Look; doubt: HoursDoubt; name: string }) {
  const { place } = doubt
  return <>{doubtWords(doubt, name, look.language)}{place === null ? null : place.href === null ? say(place.title, look.language) : <a href={place.href}>{say(place.title, look.language)}</a>}</>
}
