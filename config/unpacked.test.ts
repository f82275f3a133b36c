import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { preview } from 'vite'
import { expect, test } from 'vitest'
import { unpacked } from './unpacked.ts'

const SCRIPT = 'x()\n'.repeat(10_000)

test('what is served to this machine is not packed on its way', async () => {
  const outDir = mkdtempSync(join(tmpdir(), 'deskhand-unpacked-'))
  writeFileSync(join(outDir, 'script.js'), SCRIPT)
  const encodings: (string | null)[] = []
  try {
    for (const plugins of [[], [unpacked()]]) {
      const server = await preview({
        configFile: false,
        logLevel: 'silent',
        build: { outDir },
        plugins,
        preview: { port: 0 },
      })
      const [address] = server.resolvedUrls!.local
      const answer = await fetch(new URL('script.js', address))
      expect(await answer.text()).toBe(SCRIPT)
      encodings.push(answer.headers.get('content-encoding'))
      await server.close()
    }
  } finally {
    rmSync(outDir, { recursive: true, force: true })
  }
  expect(encodings).toEqual(['gzip', null])
})
