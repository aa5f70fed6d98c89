// @ts-check
// Drafts keep themselves: form[data-autosave=address] is sent as JSON {revision, fields} a moment after the last change.
// fields maps each control's dotted name to its text, or to a list of texts where a name stands more than once.
// Controls named was.… say which version of an answer the page began with: sent beside the fields as {was}, so that what others change meanwhile
// is merged. The server answers {revision, savedAt} (and then the marks to go on from, and what others changed: {was, behind}); 409 means that it was changed elsewhere, 401 that the session has ended.
// What can't be sent is kept in this browser and offered again. Each time that it was kept, the form tells: 'draft-kept'.

const zh = document.documentElement.lang.startsWith('zh')
const WAIT = 1200
const RETRY = 10_000
/** How long the form waits for a draft on its way before it goes all the same. */
const PATIENCE = 5000
/** Controls of the frame, not of the draft. */
const OWN = new Set(['command', 'revision', 'add', 'remove'])
const WAS = 'was.'

const said = {
  saving: zh ? '正在保存…' : 'Saving…',
  /** @param {string} time */
  saved: (time) => (zh ? `已保存 ${time}` : `Saved ${time}`),
  /** @param {string} time */
  behind: (time) => (zh ? `已保存 ${time}。同事刚改了这一页的别处，重新打开可以看到` : `Saved ${time}. Somebody changed other parts of this page; open it again to see them`),
  clash: zh ? '别人也改了同一处，还没有存。请点“保存”，两边的内容会一起列出来' : 'Somebody changed the same answer, so this is not saved. Press save to see both',
  offline: zh ? '没有连上网，已存在本机；连上后自动补存' : 'No connection. Kept on this device; it will be saved when you are back online',
  signedOut: zh ? '登录已过期，已存在本机。请重新登录，回到这里补存' : 'You have been signed out. Kept on this device; sign in again and come back to save it',
  elsewhere: zh ? '别处已改过这一页，这里的内容还没有存。请先复制下来，再重新打开' : 'This page was changed elsewhere; what is here is not saved. Copy what you need, then open it again',
  refused: zh ? '没有存上；请点“保存”看看哪里要改' : 'Not saved; press save to see what to fix',
  found: zh ? '本机存有上次没有送出的内容。' : 'This device has text that was not sent last time.',
  restore: zh ? '放回来' : 'Put it back',
  discard: zh ? '不要了' : 'Discard it',
}

for (const form of document.querySelectorAll('form[data-autosave]')) {
  if (form instanceof HTMLFormElement) keep(form, form.dataset.autosave ?? '')
}

/**
 * @param {HTMLFormElement} form
 * @param {string} address
 */
function keep(form, address) {
  const line = form.querySelector('[data-saved]') ?? document.querySelector('[data-saved]')
  const key = `draft:${address}`
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer
  let sending = false
  /** The draft on its way, until it is answered.
   * @type {Promise<void> | undefined} */
  let flight
  let dirty = false
  let stopped = false
  let kept = JSON.stringify(fieldsOf(form))

  offer()

  form.addEventListener('input', () => {
    if (stopped) {
      local()
      return
    }
    dirty = true
    clearTimeout(timer)
    timer = setTimeout(send, WAIT)
  })
  form.addEventListener('change', () => {
    if (!stopped && dirty && !sending) {
      clearTimeout(timer)
      timer = setTimeout(send, 200)
    }
  })
  window.addEventListener('online', () => {
    if (dirty && !stopped) send()
  })
  document.addEventListener('visibilitychange', () => {
    // Somebody turns to another window: the moment to keep what is there.
    if (document.visibilityState === 'hidden' && dirty && !stopped) send()
  })
  // No question on leaving: what was not sent yet is kept here and offered again.
  window.addEventListener('pagehide', () => {
    if (dirty && !form.dataset.sending) local()
  })
  // The form itself goes: its answer decides, and a draft on its way must not come after it.
  form.addEventListener('submit', (event) => {
    clearTimeout(timer)
    dirty = false
    // A draft on its way makes a new revision of what this form is about to send: the form waits for it, or it would be told that somebody else was faster.
    if (flight !== undefined) {
      event.preventDefault()
      goAfter(flight, event.submitter)
      return
    }
    // An older copy would be offered again beside what is sent now.
    if (localStorage.getItem(key) !== null) local()
  })

  function send() {
    clearTimeout(timer)
    if (sending || stopped) return
    flight = draft()
  }

  /**
   * @param {Promise<void>} draft
   * @param {HTMLElement | null} submitter
   */
  async function goAfter(draft, submitter) {
    await Promise.race([draft, new Promise((resolve) => setTimeout(resolve, PATIENCE))])
    flight = undefined
    form.requestSubmit(submitter)
  }

  /** Never rejects. */
  async function draft() {
    const fields = fieldsOf(form)
    const text = JSON.stringify(fields)
    if (text === kept) {
      dirty = false
      return
    }
    sending = true
    dirty = false
    tell(said.saving, 'idle')
    try {
      const answer = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ revision: revision().value, fields, ...marked(form) }),
        credentials: 'same-origin',
        redirect: 'manual',
        keepalive: text.length < 60_000,
      })
      if (answer.ok) {
        const { revision: next, savedAt, was, behind } = await answer.json()
        revision().value = String(next)
        mark(form, was ?? {})
        kept = text
        forget()
        tell(behind?.length > 0 ? said.behind(clock(savedAt)) : said.saved(clock(savedAt)), 'done')
        form.dispatchEvent(new Event('draft-kept', { bubbles: true }))
      } else if (answer.status === 401 || answer.type === 'opaqueredirect') {
        local()
        dirty = true
        tell(said.signedOut, 'late')
      } else if (answer.status === 409) {
        stopped = true
        local()
        tell('was' in marked(form) ? said.clash : said.elsewhere, 'late')
      } else if (answer.status >= 500 || answer.status === 429) {
        offline()
      } else {
        local()
        tell(said.refused, 'late')
      }
    } catch {
      offline()
    } finally {
      sending = false
      flight = undefined
    }
    // Typed while it was on its way.
    if (!stopped && !dirty && JSON.stringify(fieldsOf(form)) !== text) {
      dirty = true
      timer = setTimeout(send, WAIT)
    }
  }

  function offline() {
    local()
    dirty = true
    tell(said.offline, 'late')
    clearTimeout(timer)
    timer = setTimeout(send, RETRY)
  }

  function revision() {
    const input = form.elements.namedItem('revision')
    if (input instanceof HTMLInputElement) return input
    const made = document.createElement('input')
    made.type = 'hidden'
    made.name = 'revision'
    form.append(made)
    return made
  }

  function local() {
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields: fieldsOf(form), ...marked(form) }))
    } catch {
      // A private window may refuse; the text is still on the page.
    }
  }

  function forget() {
    try {
      localStorage.removeItem(key)
    } catch {
      // Nothing was kept.
    }
  }

  /** Offers what this browser kept when it could not be sent, if it differs from what the server has. */
  function offer() {
    /** @type {{ fields: Record<string, string | string[]>, was?: Record<string, string> } | undefined} */
    let found
    try {
      found = JSON.parse(localStorage.getItem(key) ?? 'null') ?? undefined
    } catch {
      found = undefined
    }
    if (!found || JSON.stringify(found.fields) === kept) {
      forget()
      return
    }
    const { fields, was = {} } = found
    const note = document.createElement('div')
    note.className = 'note is-wait'
    note.setAttribute('role', 'status')
    const inner = document.createElement('div')
    inner.textContent = said.found
    const acts = document.createElement('p')
    acts.className = 'acts'
    acts.append(
      button(said.restore, 'btn btn-2', () => {
        fill(form, fields)
        // It began from what stood then, not from what others have saved since.
        mark(form, was)
        note.remove()
        form.dispatchEvent(new Event('input', { bubbles: true }))
      }),
      button(said.discard, 'btn btn-q', () => {
        forget()
        note.remove()
      }),
    )
    inner.append(acts)
    note.append(inner)
    form.prepend(note)
  }

  /**
   * @param {string} text
   * @param {'idle' | 'done' | 'late'} state
   */
  function tell(text, state) {
    if (!line) return
    line.textContent = text
    line.classList.toggle('late', state === 'late')
    line.classList.toggle('is-kept', state === 'done')
  }
}

/**
 * @param {string} text
 * @param {string} name
 * @param {() => void} press
 */
function button(text, name, press) {
  const made = document.createElement('button')
  made.type = 'button'
  made.className = name
  made.textContent = text
  made.addEventListener('click', press)
  return made
}

/**
 * What the page began with, by field; nothing of a form that does not say.
 * @param {HTMLFormElement} form
 * @returns {{ was?: Record<string, string> }}
 */
function marked(form) {
  const marks = [...form.elements].flatMap((control) => (control instanceof HTMLInputElement && control.name.startsWith(WAS) ? [[control.name.slice(WAS.length), control.value]] : []))
  return marks.length === 0 ? {} : { was: Object.fromEntries(marks) }
}

/**
 * @param {HTMLFormElement} form
 * @param {Record<string, string>} was
 */
function mark(form, was) {
  for (const [name, value] of Object.entries(was)) {
    const control = form.elements.namedItem(WAS + name)
    if (control instanceof HTMLInputElement) control.value = value
  }
}

/**
 * The draft's controls by name. An empty list says that nothing is ticked.
 * @param {HTMLFormElement} form
 * @returns {Record<string, string | string[]>}
 */
function fieldsOf(form) {
  /** @type {Record<string, string | string[]>} */
  const fields = {}
  for (const control of form.elements) {
    if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement) {
      if (control.name === '' || OWN.has(control.name) || control.name.startsWith(WAS) || control.disabled || control.type === 'file' || control.type === 'password') continue
      const ticks = control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio')
      if (!ticks) add(fields, control.name, control.value)
      else if (control.checked) add(fields, control.name, control.value)
      else if (!(control.name in fields) && control.type === 'checkbox') fields[control.name] = []
    }
  }
  return fields
}

/**
 * @param {Record<string, string | string[]>} fields
 * @param {string} name
 * @param {string} value
 */
function add(fields, name, value) {
  const before = fields[name]
  if (before === undefined) fields[name] = value
  else if (Array.isArray(before)) fields[name] = before.length === 0 ? value : [...before, value]
  else fields[name] = [before, value]
}

/**
 * @param {HTMLFormElement} form
 * @param {Record<string, string | string[]>} fields
 */
function fill(form, fields) {
  for (const list of form.querySelectorAll('[data-rows]')) {
    const start = `${list.getAttribute('data-rows')}.`
    const numbers = Object.keys(fields).filter((name) => name.startsWith(start)).map((name) => Number(name.slice(start.length).split('.')[0]))
    // rows.js hears it and makes as many rows as the draft has.
    list.dispatchEvent(new CustomEvent('rows', { detail: Math.max(-1, ...numbers) + 1 }))
  }
  for (const [name, value] of Object.entries(fields)) {
    const values = Array.isArray(value) ? value : [value]
    for (const control of form.elements) {
      if (!('name' in control) || control.name !== name) continue
      if (control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio')) control.checked = values.includes(control.value)
      else if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement) control.value = values[0] ?? ''
      control.dispatchEvent(new Event('input', { bubbles: true }))
    }
  }
}

/** @param {string} instant */
function clock(instant) {
  const at = new Date(instant)
  return Number.isNaN(at.getTime()) ? '' : at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Shanghai' })
}
