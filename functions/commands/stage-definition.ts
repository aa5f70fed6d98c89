import * as z from 'zod'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { districtCode } from '../../shared/person/person.ts'
import { type Definition, parseDefinition } from '../../shared/stage/definition.ts'
import { definitionItem, definitionsOf } from '../../shared/stage/definition.store.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { districtOf } from '../queries/districts.ts'

/** An item of the table holds 400 KB at most. */
const MOST_CHARACTERS = 120_000

export const importDefinitionInput = z.strictObject({ district: districtCode.optional(), definition: z.unknown() })

/**
 * Keeps a new version of the rules by which projects go through their stages. New projects start with the newest version of the library's id;
 * running ones keep theirs until they are moved. Throws INVALID with every mistake at once; a version that is there already never changes.
 */
export async function importDefinition(context: Context, input: z.infer<typeof importDefinitionInput>): Promise<Definition> {
  const district = districtOf(context, input.district)
  authorise(context, 'stage.import', { district })
  const { id: person, name } = personOf(context)
  if ((JSON.stringify(input.definition) ?? '').length > MOST_CHARACTERS) throw new Refusal('INVALID', { mistakes: [{ path: '', code: 'TOO_LARGE', zh: `阶段规则太大，最多 ${MOST_CHARACTERS} 个字符`, en: `The rules are too large: ${MOST_CHARACTERS} characters at most` }] })
  const parsed = parseDefinition(input.definition)
  if (!parsed.ok) throw new Refusal('INVALID', { mistakes: parsed.mistakes })
  const { definition } = parsed
  return act(context, async () => {
    const versions = (await definitionsOf(context.table, district)).filter(({ id }) => id === definition.id)
    const same = versions.find(({ version }) => version === definition.version)
    if (same !== undefined && JSON.stringify(same) === JSON.stringify(definition)) return { writes: [], trail: [], answer: definition }
    const newest = Math.max(0, ...versions.map(({ version }) => version))
    if (definition.version <= newest) throw new Refusal('INVALID', { mistakes: [{ path: '/version', code: 'VERSION_OLD', zh: `已有第 ${newest} 版；改过的规则请把版本号加大`, en: `Version ${newest} is here already; give the changed rules a higher version` }] })
    return {
      writes: [definitionItem.put({ district, definition, importedAt: context.now, importedBy: { person, name } }, 'none')],
      trail: [{
        scope: { of: 'district', id: district }, action: 'stage.import', about: { noun: 'stage-definition', id: definition.id, label: definition.name.zh },
        sentence: { zh: `导入了阶段规则《${definition.name.zh}》第 ${definition.version} 版`, en: `imported the stage rules "${definition.name.en ?? definition.name.zh}", version ${definition.version}` },
      }],
      answer: definition,
    }
  })
}
