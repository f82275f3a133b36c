import { readdirSync } from 'node:fs'

/** The name that each file of the sandbox has in the build: `host.html` is `host-4f2a31bc.html`. */
export function builtNames(folder = 'dist/sandbox'): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map(name => [name.replace(/-[0-9a-f]{8}(\.\w+)$/, '$1'), name]))
}

export function builtName(name: string): string {
  const built = builtNames()[name]
  if (!built) throw new Error(`There is no ${name} in the build.`)
  return built
}
