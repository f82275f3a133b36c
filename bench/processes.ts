import { readdirSync, readFileSync } from 'node:fs'

/** Megabytes that the renderer processes of our browsers hold, by process; what several share is counted in parts. Linux only. */
export function rendererMegabytes(): Map<number, number> {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    // The name before it may hold spaces and brackets.
    const [, parent] = /.*\) \S (\d+)/s.exec(read(`/proc/${name}/stat`)) ?? []
    if (parent) parents.set(Number(name), Number(parent))
  }
  const isOurs = (id: number): boolean => id === process.pid || (parents.has(id) && isOurs(parents.get(id)!))
  const found = new Map<number, number>()
  for (const id of parents.keys()) {
    if (!isOurs(id) || !read(`/proc/${id}/cmdline`).includes('--type=renderer')) continue
    const [, kilobytes] = /^Pss:\s+(\d+)/m.exec(read(`/proc/${id}/smaps_rollup`)) ?? []
    if (kilobytes) found.set(id, Number(kilobytes) / 1000)
  }
  return found
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // It ended meanwhile.
    return ''
  }
}
