import { defineConfig } from 'vitest/config'

/** Apart from the other tests: it needs LibreOffice. Run it with `npm run test:office`. */
export default defineConfig({
  test: { environment: 'node', include: ['tests/office/*.office.ts'], testTimeout: 180_000, fileParallelism: false },
})
