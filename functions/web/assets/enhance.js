// @ts-check
// On every page: what makes forms and menus kinder. Nothing here is needed to read or to send.

const zh = document.documentElement.lang.startsWith('zh')
const segmenter = 'Segmenter' in Intl ? new Intl.Segmenter('zh', { granularity: 'grapheme' }) : undefined

/**
 * As the rules count: one for each character seen, none for white space.
 * @param {string} text
 */
function characters(text) {
  const seen = segmenter ? Array.from(segmenter.segment(text), (s) => s.segment) : [...text]
  return seen.filter((s) => s.trim() !== '').length
}

/** @param {HTMLInputElement | HTMLTextAreaElement} control */
function count(control) {
  const out = document.getElementById(`${control.id}-c`)
  if (!out) return
  const limit = Number(control.dataset.limit)
  const n = characters(control.value)
  const over = n - limit
  const base = zh ? `${n} / ${limit} 字` : `${n} / ${limit} characters`
  out.textContent = over > 0 ? base + (zh ? `，多了 ${over} 字` : `, ${over} too many`) : base
  out.classList.toggle('late', over > 0)
}

document.addEventListener('input', (event) => {
  const control = event.target
  if ((control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) && control.dataset.limit) count(control)
})
// A browser that goes back may have put the text back without an event.
for (const control of document.querySelectorAll('[data-limit]')) {
  if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) count(control)
}

// ---- sent once: the second click of an impatient finger does nothing ----

document.addEventListener('submit', (event) => {
  const form = event.target
  if (!(form instanceof HTMLFormElement) || form.method === 'get' || event.defaultPrevented) return
  if (form.dataset.sending) {
    event.preventDefault()
    return
  }
  form.dataset.sending = 'yes'
  const pressed = event.submitter
  // After this turn: a disabled button would not be part of what is sent.
  setTimeout(() => {
    for (const button of buttonsOf(form)) button.disabled = true
    if (pressed instanceof HTMLButtonElement && !pressed.getAttribute('aria-label')) {
      pressed.dataset.words = pressed.innerHTML
      pressed.textContent = zh ? '正在发送…' : 'Sending…'
    }
  }, 0)
  // A download or a lost connection leaves the page standing: after a while the button works again.
  setTimeout(() => release(form), 15_000)
})

window.addEventListener('pageshow', () => {
  for (const form of document.forms) release(form)
})

/** @param {HTMLFormElement} form */
function buttonsOf(form) {
  return Array.from(form.elements).filter((e) => e instanceof HTMLButtonElement && e.type === 'submit').map((e) => /** @type {HTMLButtonElement} */ (e))
}

/** @param {HTMLFormElement} form */
function release(form) {
  if (!form.dataset.sending) return
  delete form.dataset.sending
  for (const button of buttonsOf(form)) {
    button.disabled = false
    if (button.dataset.words !== undefined) {
      button.innerHTML = button.dataset.words
      delete button.dataset.words
    }
  }
}

// ---- dialogs: a details without script, a modal dialog with it ----

for (const details of document.querySelectorAll('details.ask')) {
  const summary = details.querySelector('summary')
  const body = details.querySelector('.ask-body')
  if (!summary || !(body instanceof HTMLElement) || typeof HTMLDialogElement === 'undefined') continue
  const dialog = document.createElement('dialog')
  const heading = body.querySelector('h2, h3')
  if (heading) {
    if (!heading.id) heading.id = `ask-${Math.random().toString(36).slice(2)}`
    dialog.setAttribute('aria-labelledby', heading.id)
  }
  const button = document.createElement('button')
  button.type = 'button'
  button.className = summary.className
  button.append(...summary.childNodes)
  button.addEventListener('click', () => dialog.showModal())
  for (const close of body.querySelectorAll('[data-close]')) {
    if (!(close instanceof HTMLElement)) continue
    close.hidden = false
    close.addEventListener('click', () => dialog.close())
    // Beside the deed, in one row; without script the question closes by its own heading.
    const deed = body.querySelector('form button:not([type="button"])')
    if (deed?.parentElement instanceof HTMLFormElement) {
      const row = document.createElement('div')
      row.className = 'acts'
      deed.replaceWith(row)
      row.append(deed)
    }
    deed?.after(close)
  }
  dialog.append(body)
  if (details instanceof HTMLDetailsElement && details.open) setTimeout(() => dialog.showModal(), 0)
  details.replaceWith(button, dialog)
}

// ---- a shared phone: what is kept of one judge's live page (live-worker.js) goes when somebody else is here, or nobody; unsent cards (live-cards.js) stay ----

const asker = document.querySelector('[data-asker]')
const here = asker instanceof HTMLElement ? asker.dataset.asker : undefined
if (here !== undefined) void forgetPages(here)

document.addEventListener('submit', (event) => {
  if (!(event.target instanceof HTMLFormElement) || event.target.getAttribute('action') !== '/sign-out' || event.defaultPrevented) return
  const cards = unsentCards(here ?? '')
  if (cards > 0 && !confirm(zh ? `还有 ${cards} 份评分没有送到。退出后仍存在这部手机上，等您本人再登录、打开现场评分页时送出。现在退出吗？` : `${cards} of your scorecards have not arrived. They stay on this phone and go out when you sign in again and open the live page. Sign out now?`)) event.preventDefault()
  // Also where the sign-out itself finds no network.
  else void forgetPages('')
}, { capture: true })

/** Pages kept for anybody else. @param {string} person */
async function forgetPages(person) {
  // Only over TLS, or on this machine, are there caches at all.
  if (!('caches' in window)) return
  for (const name of await caches.keys()) if (name.startsWith('live ') && name.split(' ')[1] !== person) await caches.delete(name)
}

/** Cards on their way; those that were answered with a no have told it on their page. @param {string} person */
function unsentCards(person) {
  /** @type {import('./queue.js').Queue[]} */
  const queues = Object.keys(localStorage).filter((key) => key.startsWith('live:') && key.endsWith(`:${person}`)).map((key) => JSON.parse(localStorage.getItem(key) ?? 'null'))
  return new Set(queues.flatMap(({ letters, cards }) => letters.flatMap(({ proposal }) => ([null, 'waits'].includes(cards[proposal]?.hold ?? null) ? [proposal] : [])))).size
}

// ---- the person's menu closes as menus do ----

document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (event.target instanceof Node && !menu.contains(event.target)) menu.removeAttribute('open')
  }
})
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    menu.removeAttribute('open')
    const summary = menu.querySelector('summary')
    if (summary instanceof HTMLElement) summary.focus()
  }
})

// ---- mistakes: the reader starts at the summary; a link puts the cursor into its field ----

const summary = document.querySelector('.errsum')
if (summary instanceof HTMLElement) summary.focus()

for (const button of document.querySelectorAll('[data-print]')) {
  if (!(button instanceof HTMLElement)) continue
  button.hidden = false
  button.addEventListener('click', () => window.print())
}
