/** The desk's worker as the page itself started it, before any script: see `config/early-desk.ts`. */
declare global {
  var earlyDesk: (Worker & { broken?: string }) | undefined
}

/** The worker that runs already, once; null where there is none, or it could not start. */
export function takeEarlyDesk(): Worker | null {
  const early = globalThis.earlyDesk
  globalThis.earlyDesk = undefined
  return early && early.broken === undefined ? early : null
}
