import { rmSync } from 'node:fs'
import { playwright } from '@vitest/browser-playwright'
import solid from 'vite-plugin-solid'
import { defineConfig } from 'vitest/config'
import { notices } from './config/notices.ts'
import { sandbox } from './config/sandbox.ts'
import manifest from './package.json' with { type: 'json' }
import { runtime } from './tests/browser/runtime-command.ts'
import { CHROMIUM, CHROMIUM_ARGUMENTS } from './tests/support/chromium.ts'
import { makeProfile } from './tests/support/folder.ts'

// A profile on disk: without one Chromium keeps IndexedDB and OPFS in memory, and durability looks free.
const profile = makeProfile()
process.on('exit', () => rmSync(profile, { recursive: true, force: true }))

export default defineConfig({
  test: {
    // Of damaged files pdf.js now and then leaves a promise of its own without a listener; the reading itself has ended as a failure.
    onUnhandledError: error => error.name !== 'XRefEntryException',
    projects: [
      {
        plugins: [solid()],
        test: {
          name: 'node',
          environment: 'node',
          // Left to itself, Vitest uses one of two cores.
          maxWorkers: 2,
          testTimeout: 30_000,
          include: [
            'src/**/*.test.ts',
            'config/**/*.test.ts',
            'tests/unit/**/*.test.ts',
            'tests/sim/**/*.test.ts',
            'tests/architecture.test.ts',
          ],
          exclude: ['**/*.browser.test.ts'],
        },
      },
      {
        plugins: [solid(), notices(), sandbox()],
        worker: { format: 'es' },
        server: {
          headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
        },
        // Bundled before the first test: a library discovered later reloads the page in the middle of a test.
        optimizeDeps: {
          include: [
            // Without the one that is loaded by the names of its files.
            ...Object.keys(manifest.dependencies).filter(name => name !== 'tesseract.js-core'),
            'solid-js/web',
            'solid-js/store',
            '@cj-tech-master/excelts/chart',
            '@cj-tech-master/excelts/formula',
            'pdfjs-dist/legacy/build/pdf.mjs',
            'pdfjs-dist/legacy/build/pdf.worker.mjs',
            'tesseract.js-core/tesseract-core-simd-lstm.js',
          ],
        },
        test: {
          name: 'browser',
          include: ['src/**/*.browser.test.{ts,tsx}', 'tests/browser/**/*.test.{ts,tsx}'],
          // A profile belongs to one browser at a time.
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            commands: { runtime },
            provider: playwright({
              launchOptions: { executablePath: CHROMIUM, args: CHROMIUM_ARGUMENTS },
              persistentContext: profile,
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
