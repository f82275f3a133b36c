import { createServer } from 'node:net'
import { defineConfig } from '@playwright/test'

// Playwright reads this file once more in each worker; they find the port here.
process.env.DESKHAND_PORT ??= String(await freePort())
const port = process.env.DESKHAND_PORT

/** Journeys in which it counts how long something takes: each has the machine to itself. */
const ALONE = ['bad-input-stop.e2e.ts', 'sandbox-run.e2e.ts', 'killed.e2e.ts'].map(name => `**/${name}`)

/** The journeys go through the built app: `npm run build` first. */
export default defineConfig({
  testDir: 'tests/journeys',
  testMatch: '*.e2e.ts',
  globalSetup: './tests/support/visited-profile.ts',
  // On two cores: a third fills the time in which the others wait.
  workers: 3,
  // A machine that is busy with something else fails a journey now and then; `npm test` names those that passed only then.
  retries: 1,
  projects: [
    { name: 'together', testIgnore: ALONE },
    { name: 'alone', testMatch: ALONE, workers: 1, dependencies: ['together'] },
  ],
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // `npm test` adds a JSON report, to count by.
  reporter: 'list',
  use: { baseURL: `http://localhost:${port}/` },
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --port ${port} --strictPort`,
    url: `http://localhost:${port}/`,
    reuseExistingServer: false,
  },
})

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('No port is free.')),
      )
    })
  })
}
