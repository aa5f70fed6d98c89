/** What the bank answers to a payment order: its file as CSV in base64. `day`: YYYY-MM-DD. */
export function bankAnswer(lines: readonly { reference: string; amount: number }[], day: string, comesBack: (place: number) => boolean): { name: string; content: string } {
  const rows = lines.map(({ reference, amount }, place) => [reference, (amount / 100).toFixed(2), ...(comesBack(place) ? ['退票', day, '账号与户名不符'] : ['成功', day, ''])])
  return { name: '回单.csv', content: Buffer.from([['备注', '金额', '结果', '日期', '原因'], ...rows].map((row) => row.join(',')).join('\r\n')).toString('base64') }
}
