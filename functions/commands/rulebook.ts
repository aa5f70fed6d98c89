import * as z from 'zod'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { districtCode } from '../../shared/person/person.ts'
import { libraryRulebooks } from '../../shared/rulebook/library.ts'
import { importedRulebookItem } from '../../shared/rulebook/rulebook.store.ts'
import { parseRulebook, type Rulebook } from '../../shared/rulebook/rulebook.ts'
import { keys } from '../../shared/store/keys.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { districtOf } from '../queries/districts.ts'

/** An item of the table holds 400 KB at most; the largest of the library is a tenth of that. */
const MOST_CHARACTERS = 120_000

export const importInput = z.strictObject({ district: districtCode.optional(), rulebook: z.unknown() })

/**
 * Keeps a rulebook for a district, or its newer version. Throws INVALID with every mistake at once: its path (a JSON pointer) and a
 * sentence. Rulebooks of the library keep their names; a version that is there already stays as it is.
 */
export async function importRulebook(context: Context, input: z.infer<typeof importInput>): Promise<Rulebook> {
  const district = districtOf(context, input.district)
  authorise(context, 'rulebook.import', { district })
  const person = personOf(context)
  if (JSON.stringify(input.rulebook)?.length > MOST_CHARACTERS) throw new Refusal('INVALID', { mistakes: [{ path: '', code: 'TOO_LARGE', zh: `章程太大，最多 ${MOST_CHARACTERS} 个字符`, en: `The rulebook is too large: ${MOST_CHARACTERS} characters at most` }] })
  const parsed = parseRulebook(input.rulebook)
  if (!parsed.ok) throw new Refusal('INVALID', { mistakes: parsed.mistakes })
  const { rulebook } = parsed
  if (libraryRulebooks().some(({ id }) => id === rulebook.id)) throw new Refusal('INVALID', { mistakes: [{ path: '/id', code: 'ID_TAKEN', zh: `“${rulebook.id}”是平台自带章程的标识，请换一个`, en: `"${rulebook.id}" is the id of a rulebook that comes with the platform; choose another` }] })
  return act(context, async () => {
    const before = await context.table.get(importedRulebookItem, keys.rulebook(district, rulebook.id))
    if (before !== undefined && before.value.rulebook.version >= rulebook.version) {
      if (JSON.stringify(before.value.rulebook) === JSON.stringify(rulebook)) return { writes: [], trail: [], answer: rulebook }
      throw new Refusal('INVALID', { mistakes: [{ path: '/version', code: 'VERSION_OLD', zh: `已有第 ${before.value.rulebook.version} 版；改过的章程请把版本号加大`, en: `Version ${before.value.rulebook.version} is here already; give the changed rulebook a higher version` }] })
    }
    return {
      writes: [importedRulebookItem.put({ district, rulebook, importedAt: context.now, importedBy: { person: person.id, name: person.name } }, before?.version ?? 'none')],
      trail: [{
        scope: { of: 'district', id: district }, action: 'rulebook.import', about: { noun: 'rulebook', id: rulebook.id, label: rulebook.name.zh },
        sentence: { zh: `导入了章程《${rulebook.name.zh}》第 ${rulebook.version} 版`, en: `imported the rulebook "${rulebook.name.en ?? rulebook.name.zh}", version ${rulebook.version}` },
      }],
      answer: rulebook,
    }
  })
}
