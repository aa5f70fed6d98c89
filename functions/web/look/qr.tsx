import { create } from 'qrcode'

/** A QR code as one path: it prints sharp and needs no inline style. Light on dark would not scan, so it is always black on white. */
export function Qr({ text, label, class: extra }: { /** Usually an address. */ text: string; /** What it leads to. */ label: string; class?: string }) {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  const size = modules.size
  const rows: string[] = []
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if (!modules.get(y, x)) continue
      const start = x
      while (x + 1 < size && modules.get(y, x + 1)) x += 1
      rows.push(`M${start} ${y}h${x - start + 1}v1H${start}z`)
    }
  }
  // Four modules of quiet around it, as ISO 18004 asks.
  return (
    <svg class={`qr${extra ? ` ${extra}` : ''}`} viewBox={`-4 -4 ${size + 8} ${size + 8}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <path fill="#fff" d={`M-4-4h${size + 8}v${size + 8}h-${size + 8}z`} />
      <path fill="#000" d={rows.join('')} />
    </svg>
  )
}
