import { normalPath } from '../tree/node.ts'

/** `node:path`, for paths with forward slashes. `cwd` is asked for by `resolve` alone. */
export function createPath(cwd: () => string) {
  const normalize = (path: string): string => {
    if (path === '') return '.'
    const isAbsolute = path.startsWith('/')
    const parts: string[] = []
    for (const part of path.split('/')) {
      if (part === '' || part === '.') continue
      if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
      else if (part !== '..' || !isAbsolute) parts.push(part)
    }
    const plain = (isAbsolute ? '/' : '') + parts.join('/') + (path.endsWith('/') && parts.length > 0 ? '/' : '')
    return plain || (isAbsolute ? '/' : '.')
  }
  const resolve = (...paths: string[]): string => {
    let whole = ''
    for (const path of paths.toReversed()) {
      whole = whole === '' ? path : path === '' ? whole : `${path}/${whole}`
      if (whole.startsWith('/')) return normalPath(whole)
    }
    return normalPath(`${cwd()}/${whole}`)
  }
  const trimmed = (path: string) => path.replace(/(?<=.)\/+$/, '')
  const basename = (path: string, ending?: string) => {
    const name = trimmed(path).replace(/^.*\//, '')
    return ending && name !== ending && name.endsWith(ending) ? name.slice(0, -ending.length) : name
  }
  const dirname = (path: string) => {
    const plain = trimmed(path)
    const at = plain.lastIndexOf('/')
    return at < 0 ? '.' : at === 0 ? '/' : plain.slice(0, at)
  }
  const extname = (path: string) => /[^.](\.[^.]*)$/.exec(basename(path))?.[1] ?? ''
  const relative = (from: string, to: string) => {
    const [a, b] = [resolve(from), resolve(to)].map(path => path.split('/').filter(Boolean)) as [string[], string[]]
    let same = 0
    while (same < a.length && same < b.length && a[same] === b[same]) same++
    return [...a.slice(same).map(() => '..'), ...b.slice(same)].join('/')
  }
  const path = {
    sep: '/',
    delimiter: ':',
    normalize,
    resolve,
    basename,
    dirname,
    extname,
    relative,
    join: (...parts: string[]) => normalize(parts.filter(Boolean).join('/')),
    isAbsolute: (each: string) => each.startsWith('/'),
    parse: (each: string) => {
      const base = basename(each)
      const ext = extname(each)
      const root = each.startsWith('/') ? '/' : ''
      const dir = each.includes('/') ? dirname(each) : ''
      return { root, dir, base, ext, name: ext ? base.slice(0, -ext.length) : base }
    },
    format: (parts: { root?: string; dir?: string; base?: string; name?: string; ext?: string }) => {
      const base = parts.base ?? `${parts.name ?? ''}${parts.ext ?? ''}`
      if (!parts.dir) return (parts.root ?? '') + base
      return parts.dir === parts.root ? parts.dir + base : `${parts.dir}/${base}`
    },
    toNamespacedPath: (each: string) => each,
  }
  return Object.assign(path, { posix: path })
}
