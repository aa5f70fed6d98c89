/** ln Γ(x) for x > 0, to about 1e-14: Lanczos' approximation with g = 7 and nine terms. */
function logGamma(x: number): number {
  const terms = [676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7]
  const series = terms.reduce((sum, term, i) => sum + term / (x + i), 0.99999999999980993)
  const base = x + 6.5
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(series)
}

/** The continued fraction of the incomplete beta function, evaluated by Lentz' method (NIST DLMF 8.17.22). */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300
  const apart = (value: number) => (Math.abs(value) < tiny ? tiny : value)
  let c = 1
  let d = 1 / apart(1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m <= 1000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    let change = 1
    for (const term of [even, odd]) {
      d = 1 / apart(1 + term * d)
      c = apart(1 + term / c)
      change = d * c
      fraction *= change
    }
    if (Math.abs(change - 1) < 1e-15) break
  }
  return fraction
}

/** The regularised incomplete beta function I_x(a, b), for 0 ≤ x ≤ 1 and a, b > 0 (NIST DLMF 8.17). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x))
  // The fraction converges fast on this side of the mean only; the other is its complement.
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b
}

/**
 * The value below which a share `p` of the F distribution lies, with degrees of freedom above 0 that need not be whole. Found by halving, on the beta
 * distribution that F is a transform of. A few lines of our own: npm's distributions come in a hundred packages (stdlib) or unmaintained (jstat).
 */
export function fQuantile(p: number, above: number, below: number): number {
  let [low, high] = [0, 1]
  for (let i = 0; i < 100; i += 1) {
    const middle = (low + high) / 2
    if (incompleteBeta(middle, above / 2, below / 2) < p) low = middle
    else high = middle
  }
  return (below * low) / (above * (1 - low))
}

/** The same of Student's t distribution, for p of one half and more: t² is F with one degree of freedom above. */
export const tQuantile = (p: number, degrees: number): number => Math.sqrt(fQuantile(2 * p - 1, 1, degrees))
