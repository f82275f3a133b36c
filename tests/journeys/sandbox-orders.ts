const ROWS = 4000
const CUSTOMERS = 37

/** 4,000 orders, and what each customer spent, in cents. */
export function orders() {
  const spent = new Map<string, number>()
  const lines = ['order,customer,amount']
  for (let row = 0; row < ROWS; row++) {
    const customer = `C${String((row * 7919) % CUSTOMERS).padStart(2, '0')}`
    const cents = ((row * 104729) % 100_000) + 1
    spent.set(customer, (spent.get(customer) ?? 0) + cents)
    lines.push(`${row + 1},${customer},${(cents / 100).toFixed(2)}`)
  }
  const table = [...spent]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, cents]) => `${name},${(cents / 100).toFixed(2)}`)
  return { csv: `${lines.join('\n')}\n`, table: `customer,total\n${table.join('\n')}\n` }
}
