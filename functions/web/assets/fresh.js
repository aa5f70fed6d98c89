// @ts-check
// What a draft changes beside its form is drawn anew once the draft is kept: each element with data-fresh, by its id, from this very page.

document.addEventListener('draft-kept', () => void draw())

async function draw() {
  try {
    const answer = await fetch(location.href, { credentials: 'same-origin', headers: { accept: 'text/html' } })
    if (!answer.ok) return
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    for (const place of document.querySelectorAll('[data-fresh]')) {
      const next = page.getElementById(place.id)
      if (next !== null && next.innerHTML !== place.innerHTML) place.replaceChildren(...[...next.childNodes].map((node) => document.importNode(node, true)))
    }
  } catch {
    // Out of reach: it stands as it was, and the next draft that is kept asks again.
  }
}
