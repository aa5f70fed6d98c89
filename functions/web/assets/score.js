// @ts-check
// Scoring by keyboard: Enter to the next criterion, ↑ ↓ by the step, − + buttons, the band lit, the total live.
// Keys work only inside a score's field; no letter is a shortcut.

const zh = document.documentElement.lang.startsWith('zh')

/**
 * A decimal as hundredths, exactly; undefined for what is not a plain number with at most two decimals.
 * @param {string} text
 */
function hundredths(text) {
  const match = /^(\d{1,4})(?:\.(\d{1,2}))?$/.exec(text.normalize('NFKC').trim())
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : undefined
}

/** @param {number} n */
function shown(n) {
  const text = `${Math.floor(n / 100)}.${String(n % 100).padStart(2, '0')}`
  return text.replace(/\.?0+$/, (zeros) => (zeros.startsWith('.') ? '' : zeros.replace(/0+$/, '')))
}

/** @type {{ box: HTMLElement, input: HTMLInputElement, leaf: string, step: number, max: number, extra: string | undefined }[]} */
const scores = []
for (const box of document.querySelectorAll('[data-score]')) {
  const input = box.querySelector('input.inp')
  if (!(box instanceof HTMLElement) || !(input instanceof HTMLInputElement)) continue
  scores.push({ box, input, leaf: input.name.replace(/^.*\bscores\./, ''), step: hundredths(box.dataset.step ?? '') ?? 50, max: hundredths(box.dataset.max ?? '') ?? 10_000, extra: box.dataset.extra })
}

/** Leaves that nobody types: their points are on the page.
 * @type {{ form: HTMLFormElement | null, leaf: string, points: number }[]} */
const computed = Array.from(document.querySelectorAll('[data-computed]'), (box) => ({ form: box.closest('form'), leaf: box.getAttribute('data-leaf') ?? '', points: hundredths(box.getAttribute('data-computed') ?? '') ?? 0 }))
const triggers = Array.from(document.querySelectorAll('input[data-trigger]')).filter((input) => input instanceof HTMLInputElement)
for (const trigger of triggers) {
  trigger.addEventListener('input', () => total(trigger.form))
  trigger.addEventListener('change', () => total(trigger.form))
}

for (const [i, score] of scores.entries()) {
  const { box, input } = score
  light(score)
  input.addEventListener('input', () => {
    light(score)
    total(input.form)
  })
  input.addEventListener('keydown', (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return
    if (event.key === 'Enter') {
      // Inside a score Enter means "next", never "send": an unfinished sheet is not sent by the tenth Enter in a row.
      event.preventDefault()
      const next = scores[i + 1]
      if (next && next.input.form === input.form) focusOn(next.input)
      else {
        const send = input.form?.querySelector('.scorebar button:not([hidden]):not([disabled])')
        if (send instanceof HTMLElement) send.focus()
      }
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault()
      change(score, event.key === 'ArrowUp' ? 1 : -1)
    }
  })
  for (const button of box.querySelectorAll('[data-by]')) {
    if (!(button instanceof HTMLButtonElement)) continue
    button.hidden = false
    button.addEventListener('click', () => change(score, Number(button.dataset.by)))
  }
}
for (const form of new Set(scores.map(({ input }) => input.form))) total(form)
for (const keys of document.querySelectorAll('[data-keys]')) keys.removeAttribute('hidden')

/** @param {HTMLInputElement} input */
function focusOn(input) {
  input.focus()
  input.select()
}

/**
 * @param {typeof scores[number]} score
 * @param {number} direction
 */
function change(score, direction) {
  const { input, step, max } = score
  const now = hundredths(input.value)
  // From an empty field, down starts at the top and up at nothing.
  const next = now === undefined ? (direction > 0 ? 0 : max) : now + direction * step
  input.value = shown(Math.min(max, Math.max(0, next)))
  input.dispatchEvent(new Event('input', { bubbles: true }))
}

/** @param {typeof scores[number]} score */
function light({ box, input, max }) {
  const now = hundredths(input.value)
  const bands = Array.from(box.querySelectorAll('[data-from]'))
  const within = now !== undefined && now <= max
  let lit = -1
  for (const [i, band] of bands.entries()) {
    if (within && (hundredths(band.getAttribute('data-from') ?? '') ?? Infinity) <= now) lit = i
  }
  for (const [i, band] of bands.entries()) {
    band.classList.toggle('on', i === lit)
    const here = band.querySelector('[data-here]')
    if (here instanceof HTMLElement) here.hidden = i !== lit
  }
  if (input.value.trim() === '' || within) input.removeAttribute('aria-invalid')
  else input.setAttribute('aria-invalid', 'true')
}

/** Of one card: a page may have several. @param {HTMLFormElement | null} form */
function total(form) {
  const zero = new Set(triggers.filter((trigger) => trigger.form === form && trigger.checked).flatMap(({ dataset }) => (dataset.trigger ?? '').split(' ')))
  let sum = computed.filter((one) => one.form === form).reduce((points, one) => points + (zero.has(one.leaf) ? 0 : one.points), 0)
  let missing = 0
  for (const { input, leaf, max, extra } of scores.filter((score) => score.input.form === form)) {
    const n = hundredths(input.value)
    // A bonus or a deduction may stay empty: it lies outside the sheet.
    if (n === undefined || n > max) missing += extra === undefined || input.value.trim() !== '' ? 1 : 0
    else if (!zero.has(leaf)) sum += extra === 'deduction' ? -n : n
  }
  sum = zero.has('*') ? 0 : Math.max(0, sum)
  for (const out of (form ?? document).querySelectorAll('[data-total]')) out.textContent = shown(sum)
  for (const out of (form ?? document).querySelectorAll('[data-missing]')) {
    out.textContent = missing > 0 ? (zh ? `还差 ${missing} 项` : `${missing} to go`) : zh ? '已评完' : 'all scored'
  }
}
