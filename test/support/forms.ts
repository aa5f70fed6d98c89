/** What a browser would send of the form with this action, untouched: text, hidden, checked and selected values by name. */
export function formFields(html: string, action: string): Record<string, string> {
  const start = html.indexOf(`action="${action}"`)
  if (start === -1) throw new Error(`no form goes to ${action}`)
  // A template's fields are a pattern for rows to come, not part of the form.
  const form = html.slice(start, html.indexOf('</form>', start)).replaceAll(/<template>.*?<\/template>/gs, '')
  const fields: Record<string, string> = {}
  for (const [, attributes = ''] of form.matchAll(/<input ([^>]*)>/g)) {
    const name = attribute(attributes, 'name')
    const type = attribute(attributes, 'type')
    if (name === undefined || name === 'command' || ((type === 'radio' || type === 'checkbox') && !/ checked(=|\s|$)/.test(attributes))) continue
    fields[name] = attribute(attributes, 'value') ?? ''
  }
  for (const [, attributes = '', text = ''] of form.matchAll(/<textarea ([^>]*)>(.*?)<\/textarea>/gs)) fields[attribute(attributes, 'name') ?? ''] = decoded(text)
  for (const [, attributes = '', options = ''] of form.matchAll(/<select ([^>]*)>(.*?)<\/select>/gs)) {
    const all = [...options.matchAll(/<option ([^>]*)>/g)].map(([, option = '']) => option)
    const chosen = all.find((option) => / selected(=|\s|$)/.test(option)) ?? all[0] ?? ''
    fields[attribute(attributes, 'name') ?? ''] = attribute(chosen, 'value') ?? ''
  }
  return fields
}

const attribute = (attributes: string, name: string): string | undefined => {
  const found = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1]
  return found === undefined ? undefined : decoded(found)
}

const decoded = (text: string): string => text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
