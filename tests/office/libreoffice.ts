import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Always calculates what it loads, instead of trusting the values in the file. */
const SETTINGS = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>`

const folder = mkdtempSync(join(tmpdir(), 'deskhand-office-'))
mkdirSync(join(folder, 'profile/user'), { recursive: true })
writeFileSync(join(folder, 'profile/user/registrymodifications.xcu'), SETTINGS)

/** What LibreOffice makes of a file. It says nothing and writes nothing when it cannot open it: then this throws. */
export function convert(bytes: Uint8Array, name: string, to: string): Uint8Array {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
  const soffice = process.env.SOFFICE ?? 'soffice'
  execFileSync(soffice, ['--headless', profile, '--convert-to', to, '--outdir', folder, path], {
    stdio: 'pipe',
    timeout: 120_000,
  })
  return new Uint8Array(readFileSync(path.replace(/\.[^.]+$/, `.${to.split(':')[0]}`)))
}
