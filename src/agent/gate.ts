/** Whether a working agent may take its next step; looked at between two steps only. */
export interface Gate {
  pause(): void
  resume(): void
  /** Resolves at once, or when a pause ends. */
  pass(): Promise<void>
}

export function createGate(): Gate {
  let paused = false
  let waiting: (() => void)[] = []
  return {
    pause() {
      paused = true
    },
    resume() {
      paused = false
      for (const resolve of waiting) resolve()
      waiting = []
    },
    pass: () => (paused ? new Promise(resolve => waiting.push(resolve)) : Promise.resolve()),
  }
}
