import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, extname, join } from 'node:path'
import { writeServiceWorker } from '../../config/service-worker.ts'

/**
 * A build as the next version's would be: every file in `assets` and in `sandbox` has a new name, which ends in `version`. Made
 * from the last build without compiling anew.
 */
export async function newerBuild(build: string, version: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-newer-'))
  cpSync(build, folder, { recursive: true })
  rmSync(join(folder, 'service.worker.js'))
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const names = paths.flatMap(path => /^(?:assets|sandbox)\/(.+)\.(?:m?js|css|html)$/.exec(path)?.[1] ?? [])
  for (const path of paths.filter(each => /\.(m?js|css|html)$/.test(each))) {
    const before = readFileSync(join(folder, path), 'utf8')
    writeFileSync(
      join(folder, path),
      names.reduce((text, name) => text.replaceAll(name, `${name}${version}`), before),
    )
  }
  for (const path of paths) {
    const name = names.find(each => /^(assets|sandbox)$/.test(dirname(path)) && basename(path, extname(path)) === each)
    if (name) renameSync(join(folder, path), join(folder, dirname(path), `${name}${version}${extname(path)}`))
  }
  await writeServiceWorker(folder)
  return folder
}
