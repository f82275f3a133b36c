import type { Previews } from '../ports/preview.ts'

let pool: Promise<Previews> | null = null
function previewPool(): Promise<Previews> {
  pool ??= import('../documents/preview/pool.ts').then(({ createPreviewPool }) =>
    createPreviewPool({
      preview: () =>
        new Worker(new URL('../workers/preview.worker.ts', import.meta.url), { type: 'module', name: 'preview' }),
      pdf: () =>
        new Worker(new URL('../workers/pdf.worker.ts', import.meta.url), { type: 'module', name: 'pdf preview' }),
    }),
  )
  return pool
}
/** How files look. What it takes is loaded with the first file that is looked at. */
export const previews: Previews = {
  canOpen: true,
  open: async file => (await previewPool()).open(file),
  compare: async (before, after) => (await previewPool()).compare(before, after),
}
