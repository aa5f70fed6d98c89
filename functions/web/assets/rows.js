// @ts-check
// Rows that are added and removed in place. Without it, the same buttons send the form and the server answers with the changed one.

const zh = document.documentElement.lang.startsWith('zh')

for (const list of document.querySelectorAll('[data-rows]')) {
  if (list instanceof HTMLElement) prepare(list)
}

/** @param {HTMLElement} list */
function prepare(list) {
  const path = list.dataset.rows ?? ''
  const most = Number(list.dataset.most ?? 'Infinity')
  const least = Number(list.dataset.least ?? '0')
  const body = list.querySelector('tbody')
  const template = list.querySelector('template')
  const add = list.querySelector('button[name="add"]')
  const said = list.querySelector('[data-rows-said]')
  if (!body || !template || !(add instanceof HTMLButtonElement)) return

  add.addEventListener('click', (event) => {
    event.preventDefault()
    if (body.rows.length >= most) return
    const index = append()
    const first = body.rows[index]?.querySelector('input, textarea, select')
    if (first instanceof HTMLElement) first.focus()
    tell(zh ? `已加第 ${index + 1} 行` : `Row ${index + 1} added`)
    changed()
  })

  // autosave.js asks for as many rows as the draft that it puts back has.
  list.addEventListener('rows', (event) => {
    const wanted = event instanceof CustomEvent ? Math.min(Number(event.detail), most) : body.rows.length
    while (body.rows.length < wanted) append()
    while (body.rows.length > Math.max(wanted, least)) body.rows[body.rows.length - 1]?.remove()
    bound()
  })

  function append() {
    if (!body || !template) return -1
    const index = body.rows.length
    const row = /** @type {DocumentFragment} */ (template.content.cloneNode(true))
    // hono draws the pattern once; only names, ids and labels carry its placeholders.
    for (const element of row.querySelectorAll('*')) rename(element, (text) => text.replaceAll('__row__', String(index)).replaceAll('__number__', String(index + 1)))
    body.append(row)
    bound()
    return index
  }

  list.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button[name="remove"]') : null
    const row = button?.closest('tr')
    if (!button || !row || !body.contains(row)) return
    event.preventDefault()
    if (body.rows.length <= least) return
    const index = Array.from(body.rows).indexOf(row)
    row.remove()
    for (let i = index; i < body.rows.length; i += 1) {
      for (const element of body.rows[i]?.querySelectorAll('*') ?? []) {
        rename(element, (text) => text.replaceAll(`${path}.${i + 1}`, `${path}.${i}`).replaceAll(numbered(i + 2), numbered(i + 1)))
      }
    }
    bound()
    // The focus stays where the row was, so that a keyboard goes on from there.
    const near = body.rows[Math.min(index, body.rows.length - 1)]?.querySelector('button[name="remove"]:not([disabled])')
    if (near instanceof HTMLElement) near.focus()
    else add?.focus()
    tell(zh ? `已删除第 ${index + 1} 行` : `Row ${index + 1} removed`)
    changed()
  })

  /** @param {number} n */
  function numbered(n) {
    return zh ? `第 ${n} 行` : `row ${n}`
  }

  function bound() {
    if (!body || !(add instanceof HTMLButtonElement)) return
    add.disabled = body.rows.length >= most
    for (const remove of body.querySelectorAll('button[name="remove"]')) {
      if (remove instanceof HTMLButtonElement) remove.disabled = body.rows.length <= least
    }
  }

  /** @param {string} text */
  function tell(text) {
    if (said) said.textContent = text
  }

  // So that autosave.js keeps the change.
  function changed() {
    list.dispatchEvent(new Event('input', { bubbles: true }))
  }
}

/**
 * @param {Element} element
 * @param {(text: string) => string} change
 */
function rename(element, change) {
  for (const name of ['name', 'id', 'for', 'value', 'aria-label', 'aria-describedby', 'data-count']) {
    // What somebody typed into a field is not ours to change; a button's value is the row's name.
    if (name === 'value' && !(element instanceof HTMLButtonElement)) continue
    const text = element.getAttribute(name)
    if (text !== null) element.setAttribute(name, change(text))
  }
  if ((element instanceof HTMLLabelElement || element.classList.contains('phone-word')) && element.childElementCount === 0) element.textContent = change(element.textContent ?? '')
}
