import type { Child } from 'hono/jsx'
import { Refusal } from '../../../../shared/kernel/refusal.ts'
import type { Language } from '../../../../shared/kernel/text.ts'
import { districtCode } from '../../../../shared/person/person.ts'
import { type Register, registers } from '../../../../shared/registry/sheet.ts'
import type { ListFile } from '../../../queries/registry.ts'
import { disposition } from '../../../../shared/file/storage.ts'
import type { Look, Mistake } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { Tabs } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import type { Asked, Shown } from '../page.ts'

export const registerNames: Record<Register, Record<Language, string>> = {
  organisations: { zh: '社会组织', en: 'Organisations' },
  teams: { zh: '志愿服务队伍', en: 'Volunteer teams' },
  people: { zh: '人员', en: 'People' },
}

/** The district that the address names. Throws NOT_FOUND for what cannot be one. */
export function districtIn({ params }: Asked): string {
  const parsed = districtCode.safeParse(params.district)
  if (!parsed.success) throw new Refusal('NOT_FOUND')
  return parsed.data
}

/** The register that the address names. Throws NOT_FOUND. */
export function registerIn({ params }: Asked): Register {
  const found = registers.find((register) => register === params.register)
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}

export const registryAt = (district: string): string => `/registry/${district}`

/** The pages of the registry that stand beside each other. */
export function RegistryPage({ look, district, tab, lead, actions, mistakes = [], children }: {
  look: Look
  district: string
  tab: Register | 'classes' | 'imports'
  lead?: Child
  actions?: Child
  mistakes?: readonly Mistake[]
  children?: Child
}) {
  const t = words(look.language, { zh: { registry: '登记册', classes: '分类表', imports: '导入' }, en: { registry: 'Registry', classes: 'Classes', imports: 'Import' } })
  const ways = [...registers.map((register) => ({ at: register, label: registerNames[register][look.language] })), { at: 'classes', label: t.classes }, { at: 'imports', label: t.imports }]
  const here = ways.find(({ at }) => at === tab)?.label ?? ''
  return (
    <Page look={look} title={`${here} · ${t.registry}`} heading={t.registry} lead={lead} actions={actions} mistakes={mistakes} tabs={<Tabs label={t.registry} ways={ways.map(({ at, label }) => ({ href: `${registryAt(district)}/${at}`, label, current: at === tab }))} />}>
      {children}
    </Page>
  )
}

/** A file to be saved under its name. */
export const download = ({ name, type, bytes }: ListFile): Shown =>
  ({ response: new Response(new Uint8Array(bytes), { headers: { 'content-type': type, 'content-disposition': disposition(name), 'cache-control': 'no-store' } }) })
