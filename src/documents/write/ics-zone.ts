const YEARS = 12
const HOUR = 3_600_000

/** The rules of a time zone for some years from the given one, taken from the browser's own; null for a zone it does not know. */
export function zoneLines(zone: string, year: number): string[] | null {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(zone)) return null
  const offsetAt = offsets(zone)
  if (offsetAt === null) return null
  const start = Date.UTC(year - 1, 0, 1)
  const changes = changesOf(offsetAt, start, Date.UTC(year + YEARS, 0, 1))
  const parts = [{ at: start, from: offsetAt(start), to: offsetAt(start) }, ...changes]
  // Summer time is the larger of the offsets of the year; a zone without changes has only standard time.
  const standard = Math.min(...parts.map(part => part.to))
  return [
    'BEGIN:VTIMEZONE',
    `TZID:${zone}`,
    ...parts.flatMap(({ at, from, to }) => {
      const kind = to === standard ? 'STANDARD' : 'DAYLIGHT'
      return [
        `BEGIN:${kind}`,
        `DTSTART:${stamp(at + from * 60_000)}`,
        `TZOFFSETFROM:${offsetText(from)}`,
        `TZOFFSETTO:${offsetText(to)}`,
        `END:${kind}`,
      ]
    }),
    'END:VTIMEZONE',
  ]
}

/** Minutes east of Greenwich at a moment. */
function offsets(zone: string): ((time: number) => number) | null {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    })
    return time => {
      const part = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]))
      const local = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!)
      return Math.round((local - time) / 60_000)
    }
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function changesOf(offsetAt: (time: number) => number, start: number, end: number) {
  const changes: { at: number; from: number; to: number }[] = []
  for (let time = start; time < end; time += 7 * 24 * HOUR) {
    const from = offsetAt(time)
    const to = offsetAt(time + 7 * 24 * HOUR)
    if (from === to) continue
    let [low, high] = [time, time + 7 * 24 * HOUR]
    while (high - low > 60_000) {
      const middle = Math.floor((low + high) / 120_000) * 60_000
      if (offsetAt(middle) === from) low = middle
      else high = middle
    }
    changes.push({ at: high, from, to })
  }
  return changes
}

const two = (value: number) => String(value).padStart(2, '0')

function stamp(time: number): string {
  const date = new Date(time)
  return `${date.getUTCFullYear()}${two(date.getUTCMonth() + 1)}${two(date.getUTCDate())}T${two(date.getUTCHours())}${two(date.getUTCMinutes())}00`
}

const offsetText = (minutes: number) =>
  `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}${two(Math.abs(minutes) % 60)}`
