import * as z from 'zod'
import { instant } from '../kernel/instant.ts'
import { districtCode } from '../person/person.ts'
import { keys } from '../store/keys.ts'
import { itemKind } from '../store/table.ts'
import { rulebookShape } from './rulebook.ts'

/** A rulebook that a district's administrator has imported: its newest version. A competition keeps a copy of the one it was made from. */
export const importedRulebookItem = itemKind(
  'rulebook',
  z.object({ district: districtCode, rulebook: rulebookShape, importedAt: instant, importedBy: z.object({ person: z.string(), name: z.string() }) }),
  ({ district, rulebook }) => keys.rulebook(district, rulebook.id),
)
