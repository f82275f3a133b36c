import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

// So that `vite` or `vitest` means the installed one, however this script was started.
process.env.PATH = [join(ROOT, 'node_modules/.bin'), process.env.PATH].join(delimiter)

/**
 * Runs a program in the project folder and gives its exit code and, with `quiet`, what it said. Without `quiet` its
 * output appears as it comes. Never throws: a program that cannot be started ends with code 127 and says why.
 */
export function run(command, args, { quiet = false, env = {} } = {}) {
  return new Promise(resolve => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      // Installed programs and npm are .cmd files on Windows, which only a shell can start.
      shell: process.platform === 'win32',
    })
    const said = []
    child.stdout?.on('data', part => said.push(part))
    child.stderr?.on('data', part => said.push(part))
    child.on('error', error => {
      if (!quiet) console.error(`${command}: ${error.message}`)
      resolve({ code: 127, output: `${command}: ${error.message}\n` })
    })
    child.on('close', (code, signal) =>
      resolve({ code: code ?? 1, output: Buffer.concat(said).toString() + (signal ? `stopped by ${signal}\n` : '') }),
    )
  })
}
