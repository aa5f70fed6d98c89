import { newSecret } from '../../../../shared/kernel/ids.ts'
import { className } from '../../../../shared/registry/classes.ts'
import { classesInput, nameClasses } from '../../../commands/registry.ts'
import { authorise } from '../../../context.ts'
import { readClasses } from '../../../queries/registry.ts'
import { ChoiceField } from '../../look/choices.tsx'
import { HiddenField, TextArea, TextField } from '../../look/fields.tsx'
import { Button, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Table } from '../../look/table.tsx'
import { Panel } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type Posted, type Shown, tryForm } from '../page.ts'
import { districtIn, registryAt, RegistryPage } from './frame.tsx'

export async function showClasses(asked: Asked, attempt?: Attempt): Promise<Shown> {
  const { context, look } = asked
  const district = districtIn(asked)
  const classes = await readClasses(context, district)
  const t = texts(look)
  const value = (path: string, stands: string) => attempt?.values[path] ?? stands
  const numbered = (id: string) => `${id.startsWith('M') ? t.major : t.minor} ${id.slice(1)}`
  const majors = classes.majors.map(({ id }) => ({ value: id, label: className(classes, id, look.language) }))
  return { page: (
    <RegistryPage look={look} district={district} tab="classes" lead={<p class="soft">{t.lead}</p>} mistakes={attempt?.mistakes ?? []}>
      <Form action={`${registryAt(district)}/classes`} command={newSecret()}>
        <Panel title={t.majors} id="majors">
          {classes.majors.map(({ id, name }, at) => (
            <><HiddenField path={`majors.${at}.id`} value={id} /><TextField path={`majors.${at}.name`} label={numbered(id)} required value={value(`majors.${at}.name`, name)} limit={40} /></>
          ))}
        </Panel>
        <Panel title={t.minors} id="minors">
          <Table caption={t.minors} rows={classes.minors} columns={[
            { header: t.number, names: true, cell: ({ id }) => <span class="nw">{numbered(id)}</span> },
            { header: t.name, cell: ({ id, name }, at) => <><HiddenField path={`minors.${at}.id`} value={id} /><TextField path={`minors.${at}.name`} label={`${numbered(id)} ${t.name}`} bare value={value(`minors.${at}.name`, name)} /></> },
            { header: t.major, cell: ({ id, major }, at) => <ChoiceField path={`minors.${at}.major`} label={`${numbered(id)} ${t.major}`} bare as="select" none={null} value={value(`minors.${at}.major`, major)} choices={majors} /> },
          ]} />
        </Panel>
        <TextArea path="reason" label={t.reason} hint={t.reasonHint} rows={2} required value={attempt?.values.reason ?? ''} />
        <p class="acts"><Button>{t.save}</Button></p>
      </Form>
    </RegistryPage>
  ) }
}

export function sendClasses(asked: Asked, posted: Posted): Promise<Shown> {
  const district = districtIn(asked)
  authorise(asked.context, 'registry.change', { district })
  return tryForm(posted, async () => {
    await nameClasses(asked.context, district, readAs(classesInput, posted.body))
    return { go: `${registryAt(district)}/classes` }
  }, (attempt) => showClasses(asked, attempt))
}

function texts(look: Look) {
  return words(look.language, {
    zh: { lead: '大类和小类的名称由本区来定；没有取名的先用编号。', majors: '大类', minors: '小类', major: '大类', minor: '小类', number: '编号', name: '名称', reason: '为什么改', reasonHint: '例如：按区里的分类文件取名。', save: '保存' },
    en: { lead: 'The district names its classes; until then they go by their numbers.', majors: 'Major classes', minors: 'Minor classes', major: 'Major class', minor: 'Minor class', number: 'Number', name: 'Name', reason: 'Why you change it', reasonHint: 'For example: named after the district’s own table.', save: 'Save' },
  })
}
